"""Where folders are on macOS, as Qt documents it."""

from __future__ import annotations

import os

from .standardlocation import Folders, StandardLocation, Surroundings

_Location = StandardLocation
_SUPPORT = "/Library/Application Support"
_CACHES = "/Library/Caches"
_PREFERENCES = "/Library/Preferences"

_BELOW_HOME = {
    _Location.DesktopLocation: "/Desktop",
    _Location.DocumentsLocation: "/Documents",
    _Location.MusicLocation: "/Music",
    _Location.MoviesLocation: "/Movies",
    _Location.PicturesLocation: "/Pictures",
    _Location.DownloadLocation: "/Downloads",
    _Location.PublicShareLocation: "/Public",
    _Location.TemplatesLocation: "/Templates",
    _Location.RuntimeLocation: _SUPPORT,
}


def locations(kind: StandardLocation, around: Surroundings) -> Folders:
    """Return the folders of a kind, nothing for an unknown one."""
    home = os.path.normpath(around.environment.get("HOME") or "/")
    below = home + "/.qttest" if around.testing else home
    if kind in _BELOW_HOME:
        return (below if kind == _Location.RuntimeLocation else home) + _BELOW_HOME[kind], []
    if kind == _Location.HomeLocation:
        return home, []
    if kind == _Location.TempLocation:
        return os.path.abspath(around.environment.get("TMPDIR") or "/tmp"), []
    if kind == _Location.FontsLocation:
        return "", ["/System/Library/Fonts"]
    if kind == _Location.ApplicationsLocation:
        return "/Applications", []
    return _in_library(kind, around, below)


def _in_library(kind: StandardLocation, around: Surroundings, home: str) -> Folders:
    if kind in (_Location.AppDataLocation, _Location.AppLocalDataLocation):
        resources = [around.application_folder + "/../Resources"] if around.application_folder else []
        return around.own(home + _SUPPORT), [around.own(_SUPPORT), *resources]
    if kind == _Location.GenericDataLocation:
        return home + _SUPPORT, [_SUPPORT]
    if kind == _Location.CacheLocation:
        return around.own(home + _CACHES), [around.own(_CACHES)]
    if kind == _Location.GenericCacheLocation:
        return home + _CACHES, [_CACHES]
    if kind == _Location.AppConfigLocation:
        return around.own(home + _PREFERENCES), []
    if kind in (_Location.ConfigLocation, _Location.GenericConfigLocation):
        return home + _PREFERENCES, []
    if kind == _Location.StateLocation:
        return around.own(home + _PREFERENCES) + "/State", []
    if kind == _Location.GenericStateLocation:
        return home + _PREFERENCES + "/State", []
    return "", []
