"""Where settings lie on each system."""

from __future__ import annotations

import os
import sys

# Where ``setPath`` has put the settings of (format, scope), as numbers.
_chosen: dict[tuple[int, int], str] = {}

NATIVE, INI = 0, 1
USER, SYSTEM = 0, 1
_UNKNOWN = "Unknown Organization"


def choose_folder(form: int, scope: int, path: str) -> None:
    """Let the settings of a format and a scope lie in *path* from now on."""
    _chosen[form, scope] = path


def settings_files(form: int, scope: int, organization: str, application: str) -> list[str]:
    """The files to look into, the one to write first.

    For the user's scope, those of the user come first, then the system's; for each the application's before the one
    that all applications of the organisation share.
    """
    organization = organization or _UNKNOWN
    extension = ".ini" if form == INI else ".conf"
    files: list[str] = []
    for level in (USER, SYSTEM) if scope == USER else (SYSTEM,):
        folders = _folders(form, level)
        if application:
            files += [f"{folder}/{organization}/{application}{extension}" for folder in folders]
        files += [f"{folder}/{organization}{extension}" for folder in folders]
    return files


def _folders(form: int, scope: int) -> list[str]:
    chosen = _chosen.get((form, scope))
    if chosen is not None:
        return [chosen.rstrip("/")]
    home = os.path.expanduser("~").rstrip("/")
    if sys.platform == "win32":
        variable = "APPDATA" if scope == USER else "PROGRAMDATA"
        return [os.environ.get(variable, home).replace("\\", "/")]
    if sys.platform == "darwin" and form == NATIVE:
        return [f"{home}/Library/Preferences" if scope == USER else "/Library/Preferences"]
    if scope == USER:
        configured = os.environ.get("XDG_CONFIG_HOME", "")
        return [configured.rstrip("/") if os.path.isabs(configured) else f"{home}/.config"]
    listed = [part.rstrip("/") for part in os.environ.get("XDG_CONFIG_DIRS", "").split(":") if os.path.isabs(part)]
    return listed or ["/etc/xdg"]
