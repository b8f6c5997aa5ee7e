"""The half of `QDir` that only thinks about names."""

from __future__ import annotations

import os

from netaccess._values import filepath

from .qtwarning import warn


class DirPaths:
    """A directory's name, and names seen from it."""

    __slots__ = ()

    _path: str

    def path(self) -> str:
        """The name as it was given, without a ``/`` at its end."""
        return self._path

    def absolutePath(self) -> str:
        """The name from the root on, cleaned; links stay."""
        return filepath.clean(filepath.absolute(self._path))

    def canonicalPath(self) -> str:
        """The absolute name behind all links; empty if the directory does not exist."""
        return filepath.canonical(self._path)

    def dirName(self) -> str:
        """The last part of the path."""
        return self._path.rpartition("/")[2]

    def filePath(self, fileName: str) -> str:
        """The name of a file of the directory; an absolute one stays itself. Nothing is cleaned."""
        return filepath.join(self._path, fileName)

    def absoluteFilePath(self, fileName: str) -> str:
        """The name of a file of the directory from the root on."""
        return filepath.join(self.absolutePath(), fileName)

    def relativeFilePath(self, fileName: str) -> str:
        """The name of a file seen from the directory, with as many ``..`` as it takes."""
        target = filepath.clean(fileName)
        if not target or not filepath.is_absolute(target):
            return target
        here = self.absolutePath()
        drive, below = os.path.splitdrive(here)
        other_drive, other_below = os.path.splitdrive(target)
        if drive.casefold() != other_drive.casefold():
            return target
        parts, others = ([part for part in path.split("/") if part] for path in (below, other_below))
        common = 0
        while common < min(len(parts), len(others)) and parts[common] == others[common]:
            common += 1
        up = "../" * (len(parts) - common)
        return up + "/".join(others[common:]) or "."

    def isAbsolute(self) -> bool:
        """Whether the path does not depend on the current directory."""
        return filepath.is_absolute(self._path)

    def isRelative(self) -> bool:
        """Whether the path depends on the current directory."""
        return not self.isAbsolute()

    def isRoot(self) -> bool:
        """Whether the path is a root directory, spelled plainly."""
        return os.path.splitdrive(self._path)[1] == "/"

    @staticmethod
    def isAbsolutePath(path: str) -> bool:
        """Whether *path* does not depend on the current directory."""
        return filepath.is_absolute(path)

    @staticmethod
    def isRelativePath(path: str) -> bool:
        """Whether *path* depends on the current directory."""
        return not filepath.is_absolute(path)

    @staticmethod
    def cleanPath(path: str) -> str:
        """*path* without ``.``, doubled separators and ``..`` after a name; an empty one stays empty."""
        return filepath.clean(filepath.as_name(path))

    @staticmethod
    def toNativeSeparators(pathName: str) -> str:
        """*pathName* with the operating system's separators for ``/``."""
        return filepath.native(pathName)

    @staticmethod
    def fromNativeSeparators(pathName: str) -> str:
        """*pathName* with ``/`` for the operating system's separators."""
        return filepath.slashes(pathName)

    @staticmethod
    def separator() -> str:
        """What the operating system puts between the parts of a path."""
        return os.sep

    @staticmethod
    def listSeparator() -> str:
        """What the operating system puts between the paths of a list."""
        return os.pathsep

    @staticmethod
    def currentPath() -> str:
        """The name of the directory that relative names are seen from."""
        return filepath.current()

    @staticmethod
    def homePath() -> str:
        """The name of the user's directory."""
        return filepath.clean(filepath.slashes(os.path.expanduser("~")))

    @staticmethod
    def tempPath() -> str:
        """The name of the directory for files that do not last."""
        return filepath.temporary()

    @staticmethod
    def rootPath() -> str:
        """The name of the root directory."""
        return filepath.slashes(os.path.abspath(os.sep))


def complain(function: str, *names: str) -> bool:
    """Whether one of *names* is empty, which is a mistake that Qt warns of."""
    if all(names):
        return False
    several = "(s)" if len(names) > 1 else ""
    warn(f"QDir::{function}: Empty or null file name{several}")
    return True
