"""What is known of the program as a whole: names, attributes, places. It outlives the application object."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from netaccess._values.qtapplicationenums import ApplicationAttribute
from netaccess._values.qtenum import QtEnum, export_enums

from .posting import Hooks, report_exception
from .qtwarning import warn


class ProgramData:
    """The facts themselves."""

    name = ""  # as it was set, empty: the file's
    name_in_force = ""
    version = ""
    organization = ""
    domain = ""
    attributes: set[int] = set()
    quit_lock = True
    library_paths: list[str] | None = None  # None: the program's own folder
    closing = False
    post_routines: list[Callable[[], object]] = []


@export_enums
class Program:
    """The part of `QCoreApplication` that can be asked without an application object."""

    class Encoding(QtEnum):
        """How the bytes of a text to be translated are encoded; Qt 4 asked for it. Texts are ``str`` here."""

        CodecForTr = 0
        UnicodeUTF8 = 1
        DefaultCodec = 0

    @staticmethod
    def arguments() -> list[str]:
        """Return the command line."""
        application = _application("arguments")
        return [] if application is None else list(application._qt_arguments)

    @staticmethod
    def applicationName() -> str:
        """Return the program's name: what was set, else the name of the file it was started from."""
        return ProgramData.name_in_force

    @staticmethod
    def setApplicationName(application: str | None) -> None:
        """Set the program's name; an empty one or None brings back the name of the file."""
        ProgramData.name = _text(application)
        name_program()

    @staticmethod
    def applicationVersion() -> str:
        """Return the program's version, empty by default."""
        return ProgramData.version

    @staticmethod
    def setApplicationVersion(version: str | None) -> None:
        """Set the program's version."""
        _set("version", _text(version), "applicationVersionChanged")

    @staticmethod
    def organizationName() -> str:
        """Return the name of the organization that wrote the program, empty by default."""
        return ProgramData.organization

    @staticmethod
    def setOrganizationName(orgName: str | None) -> None:
        """Set the organization's name."""
        _set("organization", _text(orgName), "organizationNameChanged")

    @staticmethod
    def organizationDomain() -> str:
        """Return the internet domain of the organization, empty by default."""
        return ProgramData.domain

    @staticmethod
    def setOrganizationDomain(orgDomain: str | None) -> None:
        """Set the organization's internet domain."""
        _set("domain", _text(orgDomain), "organizationDomainChanged")

    @staticmethod
    def applicationFilePath() -> str:
        """Return the path of the program that runs, links resolved: Python, unless the program was frozen."""
        return "" if _application("applicationFilePath") is None else _own_file()

    @staticmethod
    def applicationDirPath() -> str:
        """Return the folder of `applicationFilePath`."""
        return "" if _application("applicationDirPath") is None else _own_folder()

    @staticmethod
    def applicationPid() -> int:
        """Return the number of this process."""
        return os.getpid()

    @staticmethod
    def testAttribute(attribute: ApplicationAttribute) -> bool:
        """Return whether an attribute is set."""
        return _checked(attribute) in ProgramData.attributes

    @staticmethod
    def setAttribute(attribute: ApplicationAttribute, on: bool = True) -> None:
        """Set an attribute, or take it back. It is remembered, and makes no difference to a program without windows."""
        if on:
            ProgramData.attributes.add(_checked(attribute))
        else:
            ProgramData.attributes.discard(_checked(attribute))

    @staticmethod
    def isQuitLockEnabled() -> bool:
        """Return whether the program may be ended when nothing holds it any more, which is so by default."""
        return ProgramData.quit_lock

    @staticmethod
    def setQuitLockEnabled(enabled: bool) -> None:
        """Set whether the program may be ended when nothing holds it any more. It is remembered; nothing ends it here."""
        if not isinstance(enabled, int):
            raise TypeError(f"setQuitLockEnabled() takes a bool, not {enabled!r}")
        ProgramData.quit_lock = bool(enabled)

    @staticmethod
    def libraryPaths() -> list[str]:
        """Return the folders for plugins: what was set, else the program's own folder. Nothing is loaded from them here."""
        paths = ProgramData.library_paths
        if paths is None:
            return [] if Hooks.application is None else [_own_folder()]
        return list(paths)

    @staticmethod
    def setLibraryPaths(paths: list[str]) -> None:
        """Set the folders for plugins, as they are."""
        if isinstance(paths, str) or not all(isinstance(path, str) for path in paths):
            raise TypeError(f"the library paths are a sequence of str, not {paths!r}")
        ProgramData.library_paths = list(paths)

    @staticmethod
    def addLibraryPath(path: str) -> None:
        """Put a folder in front of those for plugins, if it exists and is not among them."""
        folder = _canonical(path)
        paths = Program.libraryPaths()
        if folder and folder not in paths:
            ProgramData.library_paths = [folder, *paths]

    @staticmethod
    def removeLibraryPath(path: str) -> None:
        """Take a folder out of those for plugins."""
        folder = _canonical(path)
        if folder:
            ProgramData.library_paths = [other for other in Program.libraryPaths() if other != folder]

    @staticmethod
    def translate(context: str, key: str | None, disambiguation: str | None = None, n: int = -1, *old: int) -> str:
        """Return *key*, as no translations are installed, with the number *n* for ``%n`` unless it is negative.

        :param old: Qt 4 had an `Encoding` before the number; it is accepted.
        """
        if not isinstance(key, str):
            if key is None:
                return ""
            raise TypeError(f"the text to be translated is a str, not {key!r}")
        if isinstance(n, Program.Encoding):
            n = old[0] if old else -1
        return key if n < 0 else key.replace("%n", str(n))

    @staticmethod
    def startingUp() -> bool:
        """Return whether there is no application."""
        return Hooks.application is None

    @staticmethod
    def closingDown() -> bool:
        """Return whether the application object is being deleted, or has been and there is no new one."""
        return ProgramData.closing


def qAddPostRoutine(routine: Callable[[], object]) -> None:
    """Have *routine* called once, without arguments, when the application object is deleted or the process ends."""
    if not callable(routine):
        raise TypeError(f"qAddPostRoutine: The argument must be a callable object, not {routine!r}.")
    ProgramData.post_routines.append(routine)


def run_post_routines() -> None:
    """Call what was given to `qAddPostRoutine`, in that order. An exception in one does not keep the others back."""
    while ProgramData.post_routines:
        routine = ProgramData.post_routines.pop(0)
        try:
            routine()
        except Exception:
            report_exception()


def name_program() -> None:
    """Bring the name in force up to date: what was set, else the file's name as soon as there is an application."""
    name = ProgramData.name
    application = Hooks.application
    if not name and application is not None:
        name = application._qt_arguments[0].replace("\\", "/").rsplit("/", 1)[-1]
    _set("name_in_force", name, "applicationNameChanged")


def _application(function: str) -> Any:
    if Hooks.application is None:
        warn(f"QCoreApplication::{function}: Please instantiate the QApplication object first")
    return Hooks.application


def _text(value: str | None) -> str:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"a str is wanted, not {value!r}")
    return value or ""


def _set(what: str, value: str, signal: str) -> None:
    if getattr(ProgramData, what) != value:
        setattr(ProgramData, what, value)
        application = Hooks.application
        if application is not None:
            getattr(application, signal).emit()


def _checked(attribute: ApplicationAttribute) -> int:
    if not isinstance(attribute, int):
        raise TypeError(f"an application attribute is a Qt.ApplicationAttribute, not {attribute!r}")
    return int(attribute)


def _own_file() -> str:
    return os.path.realpath(sys.executable).replace(os.sep, "/")


def _own_folder() -> str:
    return _own_file().rpartition("/")[0]


def _canonical(path: str) -> str:
    if not isinstance(path, str):
        raise TypeError(f"a library path is a str, not {path!r}")
    return os.path.realpath(path).replace(os.sep, "/") if path and os.path.isdir(path) else ""
