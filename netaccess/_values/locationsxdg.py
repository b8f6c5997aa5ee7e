"""Where folders are on Linux and its like: the rules of freedesktop.org, as Qt applies them."""

from __future__ import annotations

import os

from .standardlocation import Folders, StandardLocation, Surroundings

_Location = StandardLocation

_HOMES = {  # a variable, and what stands below the home folder without it; the second for tests
    "XDG_DATA_HOME": ("/.local/share", "/.qttest/share"),
    "XDG_CONFIG_HOME": ("/.config", "/.qttest/config"),
    "XDG_CACHE_HOME": ("/.cache", "/.qttest/cache"),
    "XDG_STATE_HOME": ("/.local/state", "/.qttest/state"),
}
_DATA_FOLDERS = ("/usr/local/share", "/usr/share")
_CONFIG_FOLDERS = ("/etc/xdg",)

_USER_FOLDERS = {  # the name in user-dirs.dirs, and the folder without it
    _Location.DesktopLocation: ("DESKTOP", "/Desktop"),
    _Location.DocumentsLocation: ("DOCUMENTS", "/Documents"),
    _Location.PicturesLocation: ("PICTURES", "/Pictures"),
    _Location.MusicLocation: ("MUSIC", "/Music"),
    _Location.MoviesLocation: ("VIDEOS", "/Videos"),
    _Location.DownloadLocation: ("DOWNLOAD", "/Downloads"),
    _Location.PublicShareLocation: ("PUBLICSHARE", "/Public"),
    _Location.TemplatesLocation: ("TEMPLATES", "/Templates"),
}


def locations(kind: StandardLocation, around: Surroundings) -> Folders:
    """Return the folders of a kind; nothing for `RuntimeLocation`, which must be made first, and for what is unknown."""
    if kind in _USER_FOLDERS:
        return _user_folder(kind, around), []
    if kind == _Location.HomeLocation:
        return home(around), []
    if kind == _Location.TempLocation:
        return temporary(around), []
    if kind == _Location.ApplicationsLocation:
        data, others = _data(around)
        return data + "/applications", [folder + "/applications" for folder in others]
    if kind == _Location.FontsLocation:
        data, others = _data(around)
        return data + "/fonts", [home(around) + "/.fonts", *(folder + "/fonts" for folder in others)]
    return _by_variable(kind, around)


def _by_variable(kind: StandardLocation, around: Surroundings) -> Folders:
    own = kind in (
        _Location.AppDataLocation,
        _Location.AppLocalDataLocation,
        _Location.AppConfigLocation,
        _Location.CacheLocation,
        _Location.StateLocation,
    )
    others: list[str] = []
    if kind in (_Location.AppDataLocation, _Location.AppLocalDataLocation, _Location.GenericDataLocation):
        folder, others = _data(around)
    elif kind in (_Location.AppConfigLocation, _Location.ConfigLocation, _Location.GenericConfigLocation):
        folder = _home_of("XDG_CONFIG_HOME", around)
        others = _list_of("XDG_CONFIG_DIRS", around, _CONFIG_FOLDERS)
    elif kind in (_Location.CacheLocation, _Location.GenericCacheLocation):
        folder = _home_of("XDG_CACHE_HOME", around)
    elif kind in (_Location.StateLocation, _Location.GenericStateLocation):
        folder = _home_of("XDG_STATE_HOME", around)
    else:
        return "", []
    return (around.own(folder), [around.own(other) for other in others]) if own else (folder, others)


def home(around: Surroundings) -> str:
    """Return the user's folder: what ``HOME`` says, else the root."""
    folder = around.environment.get("HOME", "")
    return os.path.normpath(folder) if folder else "/"


def temporary(around: Surroundings) -> str:
    """Return the folder for temporary files: what ``TMPDIR`` says, else ``/tmp``."""
    return os.path.abspath(around.environment.get("TMPDIR") or "/tmp")


def _data(around: Surroundings) -> Folders:
    return _home_of("XDG_DATA_HOME", around), _list_of("XDG_DATA_DIRS", around, _DATA_FOLDERS)


def _home_of(variable: str, around: Surroundings) -> str:
    normal, testing = _HOMES[variable]
    if around.testing:
        return home(around) + testing
    given = around.environment.get(variable, "")
    return given if given.startswith("/") else home(around) + normal


def _list_of(variable: str, around: Surroundings, default: tuple[str, ...]) -> list[str]:
    """Return the absolute folders of a variable, cleaned and each once; *default* if there is none."""
    given = around.environment.get(variable, "").split(":")
    return list(dict.fromkeys(os.path.normpath(folder) for folder in given if folder.startswith("/"))) or list(default)


def _user_folder(kind: StandardLocation, around: Surroundings) -> str:
    """Return a folder of the user's, which ``user-dirs.dirs`` may have given another name."""
    name, default = _USER_FOLDERS[kind]
    found = home(around) + default
    if around.testing:
        return found
    try:
        with open(_home_of("XDG_CONFIG_HOME", around) + "/user-dirs.dirs", encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return found
    for line in lines:
        key, _, value = line.strip().partition("=")
        if key == f"XDG_{name}_DIR" and value:
            if len(value) > 1 and value[0] == '"' == value[-1]:
                value = value[1:-1]
            if value.startswith("$HOME"):
                value = home(around) + value[len("$HOME") :]
            found = value[:-1] if len(value) > 1 and value.endswith("/") else value
    return found
