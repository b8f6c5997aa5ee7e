"""`QDir`: a directory by name: its path, its entries, and what can be done in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, TypeAlias

from netaccess._values import dirfilter, filepath
from netaccess._values.dirfilter import Filter, SortFlag
from netaccess._values.filepermissions import mode_of
from netaccess._values.qtenum import export_enums

from .dirpaths import DirPaths, complain
from .fileinfo import QFileInfo

_SORTING = SortFlag.Name | SortFlag.IgnoreCase
_NO_NAMES = ("*",)


@export_enums
class QDir(DirPaths):
    """A directory, existing or not, with a choice of its entries.

    Names given to its methods are seen from the directory unless they are absolute.
    """

    __slots__ = ("_filter", "_listed", "_names", "_path", "_sort")

    Filter: TypeAlias = dirfilter.Filter
    Filters: TypeAlias = dirfilter.Filter
    SortFlag: TypeAlias = dirfilter.SortFlag
    SortFlags: TypeAlias = dirfilter.SortFlag

    _names: list[str]
    _filter: dirfilter.Filter
    _sort: dirfilter.SortFlag

    __hash__ = None  # type: ignore[assignment]  # it can be changed, and equality looks at the disk

    def __init__(
        self,
        path: Any = None,
        nameFilter: str | None = None,
        sort: int = _SORTING,
        filter: int = Filter.AllEntries,
    ) -> None:
        """
        :param path: the directory, or another QDir to copy; nothing means the current one.
        :param nameFilter: patterns such as ``"*.py *.txt"`` or ``"*.py;*.txt"``.
        :param sort: the order of the entries.
        :param filter: which entries there are.
        Raises `TypeError` for what is no name.
        """
        #: The entries that a plain listing gave last, None before.
        self._listed: list[dirfilter.Entry] | None = None
        if isinstance(path, QDir):
            self._path, self._names, self._sort, self._filter = path._path, path._names, path._sort, path._filter
            return
        self._path = _trimmed(path)
        names = [] if nameFilter is None else QDir.nameFiltersFromString(nameFilter)
        self._names = names if any(names) else list(_NO_NAMES)
        self._sort = SortFlag(sort)
        self._filter = Filter(filter)

    def setPath(self, path: Any) -> None:
        """Speak of another directory."""
        self._path, self._listed = _trimmed(path), None

    def swap(self, other: QDir) -> None:
        """Exchange everything with *other*."""
        for name in QDir.__slots__:
            mine = getattr(self, name)
            setattr(self, name, getattr(other, name))
            setattr(other, name, mine)

    # -- which entries ---------------------------------------------------------------------------------------------

    def nameFilters(self) -> list[str]:
        """The patterns, one of which a name must fit."""
        return list(self._names)

    def setNameFilters(self, nameFilters: Sequence[str]) -> None:
        """Set the patterns; none means that every name fits."""
        self._names, self._listed = _patterns(nameFilters), None

    def filter(self) -> dirfilter.Filter:
        """Which entries are listed."""
        return self._filter

    def setFilter(self, filter: int) -> None:
        """Choose which entries are listed."""
        self._filter, self._listed = Filter(filter), None

    def sorting(self) -> dirfilter.SortFlag:
        """The order of the entries."""
        return self._sort

    def setSorting(self, sort: int) -> None:
        """Choose the order of the entries."""
        self._sort, self._listed = SortFlag(sort), None

    @staticmethod
    def nameFiltersFromString(nameFilter: str) -> list[str]:
        """The patterns in a text, which ``;`` separates, or blanks if there is none."""
        return [piece.strip() for piece in nameFilter.split(";" if ";" in nameFilter else " ")]

    @staticmethod
    def match(filters: str | Sequence[str], fileName: str) -> bool:
        """Whether *fileName* fits one of the patterns, a text or a list, without regard to case."""
        return dirfilter.name_matcher(_patterns(filters), False)(fileName) is not None

    # -- the entries -----------------------------------------------------------------------------------------------

    def entryList(self, *args: Any, **keywords: Any) -> list[str]:
        """The names of the entries: ``entryList(filters, sort)`` or ``entryList(nameFilters, filters, sort)``.

        What is left out, or is ``NoFilter`` or ``NoSort``, is as set for the directory.
        """
        return [entry.name for entry in self._list(args, keywords)]

    def entryInfoList(self, *args: Any, **keywords: Any) -> list[QFileInfo]:
        """The entries as `QFileInfo`; the arguments are those of `entryList`."""
        return [QFileInfo(filepath.join(self._path, entry.name)) for entry in self._list(args, keywords)]

    def count(self) -> int:
        """The number of entries."""
        return len(self._list((), {}))

    def isEmpty(self, filters: int = Filter.AllEntries | Filter.NoDotAndDotDot) -> bool:
        """Whether no entry passes *filters*; so it is for a directory that does not exist."""
        listed = dirfilter.filtering(filters, self._names)
        return not any(listed(entry) for entry in dirfilter.entries(self._path))

    def refresh(self) -> None:
        """Forget the entries that were listed."""
        self._listed = None

    def _list(self, args: tuple[Any, ...], keywords: dict[str, Any]) -> list[dirfilter.Entry]:
        names, filters, sort = self._choice(args, keywords)
        plain = names is self._names and filters == self._filter and sort == self._sort
        if plain and self._listed is not None:
            return self._listed
        listed = dirfilter.filtering(filters, names)
        found = [entry for entry in dirfilter.entries(self._path) if listed(entry)]
        found = dirfilter.sorted_entries(found, sort)
        if plain:
            self._listed = found
        return found

    def _choice(self, args: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[list[str], int, int]:
        """Patterns, filters and order from the arguments of a listing. Raises TypeError."""
        given = dict(keywords)
        names = given.pop("nameFilters", None)
        if args and not isinstance(args[0], int):
            names, args = args[0], args[1:]
        for name, value in zip(("filters", "sort"), args, strict=False):
            given.setdefault(name, value)
        filters, sort = given.pop("filters", Filter.NoFilter), given.pop("sort", SortFlag.NoSort)
        if given or len(args) > 2:
            raise TypeError(f"entries are listed by (nameFilters, filters, sort), not by {args!r} and {keywords!r}")
        return (
            self._names if names is None else _patterns(names),
            self._filter if filters == Filter.NoFilter else filters,
            self._sort if sort == SortFlag.NoSort else sort,
        )

    # -- going about -----------------------------------------------------------------------------------------------

    def cd(self, dirName: str) -> bool:
        """Go to another directory, which must exist. Returns whether that worked."""
        if not dirName or dirName == ".":
            return True
        if filepath.is_absolute(dirName):
            path = filepath.clean(dirName)
        else:
            path = filepath.join(self._path, dirName)
            if "/" in dirName or dirName == ".." or self._path == ".":
                path = filepath.clean(path)
            if path.startswith(".."):
                path = filepath.clean(filepath.absolute(path))
            if f"{path}/".startswith("/../"):
                return False  # the operating system would take that for "/"
        if not os.path.isdir(path):
            return False
        self._path, self._listed = path, None
        return True

    def cdUp(self) -> bool:
        """Go to the directory above. Returns whether that worked."""
        return self.cd("..")

    def makeAbsolute(self) -> bool:
        """Make the path absolute. Returns whether it is."""
        self._path, self._listed = self.absolutePath(), None
        return True

    def exists(self, name: str | None = None) -> bool:
        """Whether the directory exists, or in it a file or directory called *name*."""
        if name is None:
            return os.path.isdir(self._path)
        return not complain("exists", name) and filepath.exists(self.filePath(name))

    def isReadable(self) -> bool:
        """Whether the entries may be listed."""
        return os.access(self._path, os.R_OK)

    # -- changing what is there ------------------------------------------------------------------------------------

    def mkdir(self, dirName: str, permissions: int | None = None) -> bool:
        """Make a directory, with *permissions* or what the process gives by default. Returns whether it is new."""
        return not complain("mkdir", dirName) and _worked(_make, self.filePath(dirName), permissions)

    def mkpath(self, dirPath: str, permissions: int | None = None) -> bool:
        """Make a directory and those above it. Returns whether it is there."""
        return not complain("mkpath", dirPath) and _worked(_make_all, self.filePath(dirPath), permissions)

    def rmdir(self, dirName: str) -> bool:
        """Remove an empty directory. Returns whether that worked."""
        return not complain("rmdir", dirName) and _worked(os.rmdir, self.filePath(dirName))

    def rmpath(self, dirPath: str) -> bool:
        """Remove an empty directory, and those above it that are empty then. Returns whether the first was removed."""
        return not complain("rmpath", dirPath) and _worked(os.removedirs, self.filePath(dirPath))

    def remove(self, fileName: str) -> bool:
        """Remove a file. Returns whether that worked."""
        return not complain("remove", fileName) and _worked(os.unlink, self.filePath(fileName))

    def rename(self, oldName: str, newName: str) -> bool:
        """Give a file or directory another name; nothing is overwritten. Returns whether that worked."""
        if complain("rename", oldName, newName):
            return False
        source, target = self.filePath(oldName), self.filePath(newName)
        return not os.path.lexists(target) and _worked(filepath.move, source, target)

    def removeRecursively(self) -> bool:
        """Remove the directory with everything in it. Returns whether nothing is left.

        Links are removed, not followed; if the directory itself is a link, nothing is removed.
        """
        if not self.exists():
            return True
        import shutil

        shutil.rmtree(self._path, ignore_errors=True)
        self._listed = None
        return not os.path.lexists(self._path)

    # -- directories of the system ---------------------------------------------------------------------------------

    @staticmethod
    def current() -> QDir:
        """The directory that relative names are seen from."""
        return QDir(filepath.current())

    @staticmethod
    def setCurrent(path: str) -> bool:
        """Make *path* the directory that relative names are seen from. Returns whether that worked."""
        return _worked(os.chdir, filepath.as_name(path))

    @staticmethod
    def home() -> QDir:
        """The user's directory."""
        return QDir(QDir.homePath())

    @staticmethod
    def temp() -> QDir:
        """The directory for files that do not last."""
        return QDir(filepath.temporary())

    @staticmethod
    def root() -> QDir:
        """The root directory."""
        return QDir(QDir.rootPath())

    @staticmethod
    def drives() -> list[QFileInfo]:
        """The roots there are: one, but on Windows."""
        listed = getattr(os, "listdrives", None)
        return [QFileInfo(name) for name in (listed() if listed else ["/"])]

    # -- Python ----------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        """Whether both choose the same entries of one directory."""
        if not isinstance(other, QDir):
            return NotImplemented
        if (self._filter, self._sort, self._names) != (other._filter, other._sort, other._names):
            return False
        if self.exists() != other.exists():
            return False
        mine, others = self.canonicalPath(), other.canonicalPath()
        return mine == others if mine or others else self.absolutePath() == other.absolutePath()

    def __copy__(self) -> QDir:
        return QDir(self)

    def __reduce__(self) -> tuple[type[QDir], tuple[str, str, int, int]]:
        return QDir, (self._path, ";".join(self._names), int(self._sort), int(self._filter))

    def __repr__(self) -> str:
        return f"<netaccess.QtCore.QDir({self._path!r}, nameFilters={self._names!r}, {self._sort}, {self._filter})>"


def _trimmed(path: Any) -> str:
    """The name of a directory without the ``/`` at its end; ``.`` for nothing."""
    name = filepath.slashes(filepath.as_name(path))
    return (name[:-1] if len(name) > 1 and name.endswith("/") else name) or "."


def _patterns(names: str | Sequence[str]) -> list[str]:
    return QDir.nameFiltersFromString(names) if isinstance(names, str) else [str(name) for name in names]


def _worked(action: Any, *args: Any) -> bool:
    """Do something with the file system; whether it let us."""
    try:
        action(*args)
    except (OSError, ValueError):
        return False
    return True


def _make(path: str, permissions: int | None) -> None:
    os.mkdir(path)
    if permissions is not None:
        os.chmod(path, mode_of(permissions))


def _make_all(path: str, permissions: int | None) -> None:
    if not os.path.isdir(path):
        above = os.path.dirname(path.rstrip("/"))
        if above:
            _make_all(above, permissions)
        if not os.path.isdir(path):  # a path may end in a dot
            _make(path, permissions)
