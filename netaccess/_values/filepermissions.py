"""Permissions of files: between Qt's flags and the file modes of the operating system."""

from __future__ import annotations

import os

from .fileenums import Permission

_QUESTIONS = ((0x400, os.R_OK), (0x200, os.W_OK), (0x100, os.X_OK))
USER_FLAGS = 0x700
"""The flags that depend on who asks."""


def permissions_of(file: int | str) -> Permission:
    """The permissions of a descriptor or name; none if it does not exist."""
    try:
        found = os.stat(file)
        user = user_permissions(file) if isinstance(file, str) else (found.st_mode >> 6 & 7) << 8
    except (OSError, ValueError):
        return Permission(0)
    return from_mode(found.st_mode, user)


def user_permissions(path: str) -> int:
    """The flags that say what this process may do with the file."""
    return sum(flag for flag, question in _QUESTIONS if os.access(path, question))


def from_mode(mode: int, user: int) -> Permission:
    """The permissions of a file mode, with those of the *user* added."""
    return Permission((mode >> 6 & 7) << 12 | user | (mode >> 3 & 7) << 4 | (mode & 7))


def mode_of(permissions: int) -> int:
    """The file mode of *permissions*; what the user may counts for the owner."""
    number = int(permissions)
    return (number >> 12 & 7 | number >> 8 & 7) << 6 | (number >> 4 & 7) << 3 | (number & 7)
