"""The kinds of folder that every system has in a place of its own, and what a system must know to find them."""

from __future__ import annotations

from collections.abc import Mapping

from .qtenum import QtEnum, QtFlag


class StandardLocation(QtEnum):
    """A folder with a purpose."""

    DesktopLocation = 0
    DocumentsLocation = 1
    FontsLocation = 2
    ApplicationsLocation = 3
    MusicLocation = 4
    MoviesLocation = 5
    PicturesLocation = 6
    TempLocation = 7
    HomeLocation = 8
    AppLocalDataLocation = 9
    CacheLocation = 10
    GenericDataLocation = 11
    RuntimeLocation = 12
    ConfigLocation = 13
    DownloadLocation = 14
    GenericCacheLocation = 15
    GenericConfigLocation = 16
    AppDataLocation = 17
    AppConfigLocation = 18
    PublicShareLocation = 19
    TemplatesLocation = 20
    StateLocation = 21
    GenericStateLocation = 22


class LocateOption(QtFlag):
    """Whether a file or a folder is looked for."""

    LocateFile = 0
    LocateDirectory = 1


class Surroundings:
    """What the rules of a system ask about: the environment, the program's names, and whether this is a test."""

    __slots__ = ("application", "application_folder", "environment", "home", "organization", "testing")

    def __init__(
        self,
        environment: Mapping[str, str],
        organization: str = "",
        application: str = "",
        application_folder: str = "",
        testing: bool = False,
    ) -> None:
        """
        :param environment: the variables of the environment.
        :param application_folder: the folder the program is in, with slashes; empty when there is no application.
        :param testing: keep away from the user's own files.
        """
        self.environment = environment
        self.organization = organization
        self.application = application
        self.application_folder = application_folder
        self.testing = testing

    def own(self, folder: str) -> str:
        """Return the program's part of *folder*: that of its organization, if it has one, and in it that of its name."""
        for name in (self.organization, self.application):
            if name:
                folder += "/" + name
        return folder


Folders = tuple[str, list[str]]
"""The folder of a kind that can be written to, empty if there is none, and those that are only read."""
