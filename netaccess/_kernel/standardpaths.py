"""`QStandardPaths`: the folders that every system has in a place of its own, and what is found in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from netaccess._values.qtenum import export_enums
from netaccess._values.standardlocation import Folders, Surroundings
from netaccess._values.standardlocation import LocateOption as _Option
from netaccess._values.standardlocation import StandardLocation as _Location

_DISPLAY_NAMES = {
    _Location.DesktopLocation: "Desktop",
    _Location.DocumentsLocation: "Documents",
    _Location.FontsLocation: "Fonts",
    _Location.ApplicationsLocation: "Applications",
    _Location.MusicLocation: "Music",
    _Location.MoviesLocation: "Movies",
    _Location.PicturesLocation: "Pictures",
    _Location.TempLocation: "Temporary Directory",
    _Location.HomeLocation: "Home",
    _Location.AppLocalDataLocation: "Application Data",
    _Location.CacheLocation: "Cache",
    _Location.GenericDataLocation: "Shared Data",
    _Location.RuntimeLocation: "Runtime",
    _Location.ConfigLocation: "Configuration",
    _Location.DownloadLocation: "Downloads",
    _Location.GenericCacheLocation: "Shared Cache",
    _Location.GenericConfigLocation: "Shared Configuration",
    _Location.AppDataLocation: "Application Configuration",  # sic
    _Location.AppConfigLocation: "Application Configuration",
    _Location.PublicShareLocation: "Public",
    _Location.TemplatesLocation: "Templates",
    _Location.StateLocation: "State",
    _Location.GenericStateLocation: "Shared State",
}


class _Mode:
    testing = False


@export_enums
class QStandardPaths:
    """Where the system wants a program's files to be (``QStandardPaths``). All paths have forward slashes.

    Nothing is made: a folder that is returned need not exist, except for `RuntimeLocation`.
    """

    StandardLocation = _Location
    LocateOption = _Option
    LocateOptions = _Option

    #: What `AppLocalDataLocation` was called before Qt 5.4.
    DataLocation = _Location.AppLocalDataLocation

    def __init__(self) -> None:
        """There are no instances: raises `TypeError`."""
        raise TypeError("Class 'QStandardPaths' cannot be instantiated.")

    @staticmethod
    def writableLocation(type: _Location) -> str:
        """Return the folder of this kind that files are written to, empty when there is none."""
        return _find(type)[0]

    @staticmethod
    def standardLocations(type: _Location) -> list[str]:
        """Return all folders of this kind, the one that files are written to first."""
        writable, others = _find(type)
        return [writable, *others] if writable or not others else others

    @staticmethod
    def displayName(type: _Location) -> str:
        """Return the kind's name in English."""
        return _DISPLAY_NAMES.get(_checked(type), "")

    @staticmethod
    def locate(type: _Location, fileName: str, options: _Option = _Option.LocateFile) -> str:
        """Return the path of the first file (with `LocateDirectory`: folder) of this name in the folders, or empty."""
        found = _search(type, fileName, options, all_of_them=False)
        return found[0] if found else ""

    @staticmethod
    def locateAll(type: _Location, fileName: str, options: _Option = _Option.LocateFile) -> list[str]:
        """Return the paths of all files (with `LocateDirectory`: folders) of this name in the folders."""
        return _search(type, fileName, options, all_of_them=True)

    @staticmethod
    def findExecutable(executableName: str, paths: Sequence[str] = ()) -> str:
        """Return the path of a program, empty when it is not found or may not be run.

        :param executableName: its name; an absolute path is only checked.
        :param paths: the folders to look in, those of ``PATH`` when there are none.
        """
        if not isinstance(executableName, str):
            raise TypeError(f"the name of a program is a str, not {executableName!r}")
        if os.path.isabs(executableName):
            return _runnable(executableName)
        if not executableName:
            return ""
        for folder in paths or os.environ.get("PATH", "").split(os.pathsep):
            found = folder and _runnable(os.path.join(os.path.abspath(folder), executableName))
            if found:
                return found
        return ""

    @staticmethod
    def setTestModeEnabled(testMode: bool) -> None:
        """Return other folders than the user's own ones from now on, so that tests do not touch the user's files."""
        if not isinstance(testMode, int):
            raise TypeError(f"the test mode is a bool, not {testMode!r}")
        _Mode.testing = bool(testMode)

    @staticmethod
    def enableTestMode(testMode: bool) -> None:
        """Do as `setTestModeEnabled`, under the name of Qt 5."""
        QStandardPaths.setTestModeEnabled(testMode)

    @staticmethod
    def isTestModeEnabled() -> bool:
        """Return whether the folders are those of tests."""
        return _Mode.testing


def _checked(kind: _Location) -> _Location:
    if not isinstance(kind, int):
        raise TypeError(f"a location is a QStandardPaths.StandardLocation, not {kind!r}")
    return _Location(kind)


def _find(kind: _Location) -> Folders:
    """Ask the rules of the system the program runs on."""
    kind = _checked(kind)
    around = _surroundings()
    if sys.platform == "win32":
        from netaccess._values import locationswindows

        return locationswindows.locations(kind, around)
    if sys.platform == "darwin":
        from netaccess._values import locationsmac

        return locationsmac.locations(kind, around)
    from netaccess._values import locationsxdg

    if kind == _Location.RuntimeLocation:
        from .runtimefolder import runtime_folder

        return runtime_folder(os.environ.get("XDG_RUNTIME_DIR", ""), locationsxdg.temporary(around)), []
    return locationsxdg.locations(kind, around)


def _surroundings() -> Surroundings:
    from .application import QCoreApplication

    folder = "" if QCoreApplication.instance() is None else QCoreApplication.applicationDirPath()
    organization, application = QCoreApplication.organizationName(), QCoreApplication.applicationName()
    return Surroundings(os.environ, organization, application, folder, _Mode.testing)


def _search(kind: _Location, name: str, options: _Option, all_of_them: bool) -> list[str]:
    if not isinstance(name, str):
        raise TypeError(f"the name of a file is a str, not {name!r}")
    exists = os.path.isdir if options & _Option.LocateDirectory else os.path.isfile
    found: list[str] = []
    for folder in QStandardPaths.standardLocations(kind) if name else ():
        path = f"{folder}/{name}"
        if exists(path):
            found.append(path)
            if not all_of_them:
                break
    return found


def _runnable(path: str) -> str:
    """Return *path* with forward slashes if it is a program that may be run, on Windows with its ending; else empty."""
    endings = [""]
    if sys.platform == "win32" and not os.path.splitext(path)[1]:
        endings = os.environ.get("PATHEXT", ".exe;.com;.bat").lower().split(";")
    for ending in endings:
        if os.path.isfile(path + ending) and os.access(path + ending, os.X_OK):
            return os.path.normpath(path + ending).replace(os.sep, "/")
    return ""
