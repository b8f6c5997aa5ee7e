"""The folder for sockets and locks of a user's running programs, which nobody else may read."""

from __future__ import annotations

import os
import stat

from .qtwarning import warn


def runtime_folder(given: str, temporary: str) -> str:
    """Return the folder, made if need be: *given* if it can be used, else one of the user's own in *temporary*.

    Returns an empty text when neither can be used. What is wrong is told as a warning.
    """
    if given.startswith("/"):
        if _make_private(given):
            return given
        fallback = _fallback(temporary)
    else:
        fallback = _fallback(temporary)
        warn(f"QStandardPaths: XDG_RUNTIME_DIR not set, defaulting to '{fallback}'")
    return fallback if _make_private(fallback) else ""


def _fallback(temporary: str) -> str:
    import pwd

    try:
        user = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a container's user without a name
        user = ""
    return f"{temporary}/runtime-{user}"


def _make_private(folder: str) -> bool:
    """Make *folder* if it is not there, and return whether it is a folder of the user's that nobody else may enter."""
    try:
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:
            pass
        found = os.lstat(folder)
    except OSError as error:
        warn(f"QStandardPaths: error creating runtime directory '{folder}' ({error.strerror})")
        return False
    mode = stat.S_IMODE(found.st_mode)
    if not stat.S_ISDIR(found.st_mode):
        what = "a symbolic link to a directory" if os.path.isdir(folder) else "a regular file"
        warn(
            f"QStandardPaths: runtime directory '{folder}' is not a directory, but {what} permissions 0{mode:o} "
            f"owned by UID {found.st_uid} GID {found.st_gid}"
        )
        return False
    if found.st_uid != os.geteuid():
        warn(
            f"QStandardPaths: runtime directory '{folder}' is not owned by UID {os.geteuid()}, but a directory "
            f"permissions 0{mode:o} owned by UID {found.st_uid} GID {found.st_gid}"
        )
        return False
    if mode != 0o700:
        warn(f"QStandardPaths: wrong permissions on runtime directory {folder}, 0{mode:o} instead of 0700")
        return False
    return True
