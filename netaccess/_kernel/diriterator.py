"""`QDirIterator`: the entries of a directory one by one, of those below it too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, TypeAlias

from netaccess._values import dirfilter, filepath
from netaccess._values.qtenum import export_enums

from .dir import QDir
from .fileinfo import QFileInfo


@export_enums
class QDirIterator:
    """Goes through a directory: ``while it.hasNext(): path = it.next()``.

    The order is the file system's. Directories are read one at a time, when they are come to.
    """

    __slots__ = ("_ahead", "_found", "_info", "_path")

    IteratorFlag: TypeAlias = dirfilter.IteratorFlag
    IteratorFlags: TypeAlias = dirfilter.IteratorFlag

    def __init__(self, path: Any, *args: Any, **keywords: Any) -> None:
        """``QDirIterator(dir, flags)``, ``(path, flags)``, ``(path, filters, flags)``, ``(path, names, filters, flags)``.

        :param path: a `QDir`, whose choice of entries holds, or a name.
        Raises `TypeError` for other arguments.
        """
        filters: int = QDir.Filter.NoFilter
        names: list[str] = []
        if isinstance(path, QDir):
            filters, names = path.filter(), path.nameFilters()
        elif args and isinstance(args[0], QDir.Filter):
            filters, args = args[0], args[1:]
        elif args and not isinstance(args[0], int):
            names = [args[0]] if isinstance(args[0], str) else list(args[0])
            args = args[1:]
            if args and not isinstance(args[0], dirfilter.IteratorFlag):
                filters, args = args[0], args[1:]
        filters = keywords.pop("filters", keywords.pop("filter", filters))
        flags = keywords.pop("flags", args[0] if args else 0)
        if keywords or len(args) > 1:
            raise TypeError(
                f"QDirIterator takes (path, nameFilters, filters, flags); {args!r} {keywords!r} is too much"
            )
        self._path: str = path.path() if isinstance(path, QDir) else filepath.slashes(filepath.as_name(path))
        self._found = self._walk(filters, names, dirfilter.IteratorFlag(flags))
        self._ahead: str | None = next(self._found, None)
        self._info = ""

    def path(self) -> str:
        """The directory that is gone through."""
        return self._path

    def hasNext(self) -> bool:
        """Whether there is another entry."""
        return self._ahead is not None

    def next(self) -> str:
        """Go to the next entry and return its path, which begins with that of the directory; empty after the last."""
        self._info = self._ahead or ""
        self._ahead = next(self._found, None)
        return self._info

    def nextFileInfo(self) -> QFileInfo:
        """Go to the next entry and return it as a `QFileInfo`."""
        self.next()
        return self.fileInfo()

    def fileInfo(self) -> QFileInfo:
        """The entry that is stood at; an empty one before the first and after the last."""
        return QFileInfo(self._info)

    def fileName(self) -> str:
        """The name of the entry that is stood at, without directories."""
        return self._info.rpartition("/")[2]

    def filePath(self) -> str:
        """The path of the entry that is stood at."""
        return self._info

    def _walk(self, filters: int, names: list[str], flags: dirfilter.IteratorFlag) -> Iterator[str]:
        """The paths of the entries. Directories that do not pass the filters are entered all the same."""
        listed = dirfilter.filtering(filters, names)
        hidden = filters != QDir.Filter.NoFilter and filters & QDir.Filter.Hidden
        deep, follow = flags & dirfilter.IteratorFlag.Subdirectories, flags & dirfilter.IteratorFlag.FollowSymlinks
        waiting = [self._path] if self._path else []
        # A link may lead to where the iterator has been.
        seen = {os.path.realpath(self._path)} if follow else set()
        while waiting:
            folder = waiting.pop()
            for entry in dirfilter.entries(folder):
                path = filepath.join(folder, entry.name)
                if deep and entry.name not in (".", "..") and entry.is_dir() and (hidden or entry.name[0] != "."):
                    if follow:
                        real = os.path.realpath(path)
                        if real not in seen:
                            seen.add(real)
                            waiting.append(path)
                    elif not entry.is_link():
                        waiting.append(path)
                if listed(entry):
                    yield path
