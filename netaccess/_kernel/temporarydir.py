"""`QTemporaryDir`: a directory of one's own, removed with everything in it when the object goes."""

from __future__ import annotations

import os
import weakref
from typing import Any

from netaccess._values import filepath
from netaccess._values.nametemplate import make_unique

from .application import QCoreApplication
from .qtwarning import warn


class QTemporaryDir:
    """A new directory that nobody else may enter. It is removed with the object, or when the program ends."""

    __slots__ = ("__weakref__", "_auto_remove", "_error", "_keeper", "_path")

    def __init__(self, templateName: str | None = None) -> None:
        """
        :param templateName: the name, with six or more X where letters are to be drawn, else they are added behind a dot.
            Nothing means one named after the application, where temporary files belong.
        Raises `TypeError` for what is no name. Where no directory could be made `isValid` is False.
        """
        template = filepath.slashes(filepath.as_name(templateName))
        self._path = ""
        self._error = ""
        self._auto_remove = True
        self._keeper: weakref.finalize[Any, QTemporaryDir] | None = None
        try:
            self._path, _ = make_unique(template or f"{default_stem()}-XXXXXX", lambda name: os.mkdir(name, 0o700))
        except (OSError, ValueError) as error:
            self._error = (error.strerror if isinstance(error, OSError) else None) or str(error)
        else:
            self._keep()

    def _keep(self) -> None:
        self._keeper = weakref.finalize(self, _remove, os.path.abspath(self._path), os.getpid())

    def isValid(self) -> bool:
        """Whether a directory was made."""
        return bool(self._path)

    def errorString(self) -> str:
        """Why no directory could be made."""
        return self._error

    def path(self) -> str:
        """The directory's name, empty if none was made."""
        return self._path

    def filePath(self, fileName: str) -> str:
        """The name of a file in the directory; empty for an absolute name, and if no directory was made."""
        if filepath.is_absolute(fileName):
            warn(f"QTemporaryDir::filePath: Absolute paths are not allowed: {fileName}")
            return ""
        return filepath.join(self._path, fileName) if self._path else ""

    def autoRemove(self) -> bool:
        """Whether the directory goes with the object."""
        return self._auto_remove

    def setAutoRemove(self, b: bool) -> None:
        """Choose whether the directory goes with the object."""
        self._auto_remove = bool(b)
        if self._keeper is not None and not b:
            self._keeper.detach()
            self._keeper = None
        elif self._keeper is None and b and self._path:
            self._keep()

    def remove(self) -> bool:
        """Remove the directory and everything in it now. Returns whether nothing is left."""
        if not self._path:
            return False
        return _remove(os.path.abspath(self._path), os.getpid())

    def swap(self, other: QTemporaryDir) -> None:
        """Exchange the directories with *other*."""
        kept = self._auto_remove, other._auto_remove
        for each in (self, other):
            each.setAutoRemove(False)
        self._path, other._path = other._path, self._path
        self._error, other._error = other._error, self._error
        other.setAutoRemove(kept[0])
        self.setAutoRemove(kept[1])


def default_stem() -> str:
    """What temporary names of this application begin with."""
    return filepath.join(filepath.temporary(), QCoreApplication.applicationName() or "qt_temp")


def _remove(path: str, owner: int) -> bool:
    """Remove a directory with everything in it; not in a process that was forked from the owner's."""
    if os.getpid() != owner:
        return False
    import shutil

    shutil.rmtree(path, ignore_errors=True)
    return not os.path.lexists(path)
