"""Where folders are on Windows, as Qt documents it. All paths have forward slashes."""

from __future__ import annotations

from collections.abc import Callable

from .standardlocation import Folders, StandardLocation, Surroundings

_Location = StandardLocation

_SHELL_FOLDERS = {  # the name the registry has for a folder that users move, and where it is unless they did
    _Location.DesktopLocation: ("Desktop", "/Desktop"),
    _Location.DocumentsLocation: ("Personal", "/Documents"),
    _Location.MusicLocation: ("My Music", "/Music"),
    _Location.MoviesLocation: ("My Video", "/Videos"),
    _Location.PicturesLocation: ("My Pictures", "/Pictures"),
    _Location.DownloadLocation: ("{374DE290-123F-4565-9164-39C4925E467B}", "/Downloads"),
}
_START_MENU = "/Microsoft/Windows/Start Menu/Programs"


def shell_folder(name: str) -> str:
    """Return what the registry has for a folder of the user's, empty when it has nothing."""
    import os

    try:
        import winreg
    except ImportError:
        return ""
    key = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as folders:  # type: ignore[attr-defined,unused-ignore]
            value, _ = winreg.QueryValueEx(folders, name)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return ""
    return os.path.expandvars(str(value))


def locations(kind: StandardLocation, around: Surroundings, registered: Callable[[str], str] = shell_folder) -> Folders:
    """Return the folders of a kind, nothing for an unknown one.

    :param registered: looks up the folders that users can move.
    """
    home = _folder(around, "USERPROFILE", "C:/")
    if kind in _SHELL_FOLDERS:
        name, below = _SHELL_FOLDERS[kind]
        return _slashes(registered(name)) or home + below, []
    roaming = _folder(around, "APPDATA", home + "/AppData/Roaming")
    if kind in (_Location.HomeLocation, _Location.RuntimeLocation):
        return home, []
    if kind == _Location.TempLocation:
        local = _folder(around, "LOCALAPPDATA", home + "/AppData/Local")
        return _folder(around, "TEMP", _folder(around, "TMP", local + "/Temp")), []
    if kind == _Location.FontsLocation:
        return "", [_folder(around, "WINDIR", "C:/Windows") + "/Fonts"]
    if kind == _Location.ApplicationsLocation:
        return roaming + _START_MENU, []
    if kind == _Location.TemplatesLocation:
        return roaming + "/Microsoft/Windows/Templates", []
    if kind == _Location.PublicShareLocation:
        return _folder(around, "PUBLIC", "C:/Users/Public"), []
    return _of_program(kind, around, home, roaming)


def _of_program(kind: StandardLocation, around: Surroundings, home: str, roaming: str) -> Folders:
    local = _folder(around, "LOCALAPPDATA", home + "/AppData/Local")
    common = _folder(around, "PROGRAMDATA", "C:/ProgramData")
    if around.testing:
        local, roaming = local + "/qttest", roaming + "/qttest"
    beside: list[str] = []
    if around.application_folder:
        beside = [around.application_folder, around.application_folder + "/data"]
    if kind in (_Location.AppDataLocation, _Location.AppLocalDataLocation):
        folder = roaming if kind == _Location.AppDataLocation else local
        return around.own(folder), [around.own(common), *beside, *(around.own(one) for one in beside[1:])]
    if kind == _Location.GenericDataLocation:
        return local, [common, *beside]
    if kind in (_Location.ConfigLocation, _Location.AppConfigLocation):
        return around.own(local), [around.own(common)]
    if kind == _Location.GenericConfigLocation:
        return local, [common]
    if kind == _Location.CacheLocation:
        return around.own(local) + "/cache", []
    if kind == _Location.GenericCacheLocation:
        return local + "/cache", []
    if kind == _Location.StateLocation:
        return around.own(local) + "/State", [around.own(common) + "/State"]
    if kind == _Location.GenericStateLocation:
        return local + "/State", [common + "/State"]
    return "", []


def _folder(around: Surroundings, variable: str, default: str) -> str:
    return _slashes(around.environment.get(variable, "")) or default


def _slashes(path: str) -> str:
    return path.replace("\\", "/").rstrip("/")
