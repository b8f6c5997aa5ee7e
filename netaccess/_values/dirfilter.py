"""Which entries of a directory are listed, and in which order: the filters and the sorting of `QDir`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .qtenum import QtFlag


class Filter(QtFlag):
    """Which entries are listed."""

    Dirs = 0x1
    Files = 0x2
    Drives = 0x4
    NoSymLinks = 0x8
    AllEntries = 0x7
    TypeMask = 0xF
    Readable = 0x10
    Writable = 0x20
    Executable = 0x40
    PermissionMask = 0x70
    Modified = 0x80
    Hidden = 0x100
    System = 0x200
    AccessMask = 0x3F0
    AllDirs = 0x400
    CaseSensitive = 0x800
    NoDot = 0x2000
    NoDotDot = 0x4000
    NoDotAndDotDot = 0x6000
    NoFilter = -1


class SortFlag(QtFlag):
    """In which order entries are listed. `Time` is newest first, `Size` largest first."""

    Name = 0x00
    Time = 0x01
    Size = 0x02
    Unsorted = 0x03
    SortByMask = 0x03
    DirsFirst = 0x04
    Reversed = 0x08
    IgnoreCase = 0x10
    DirsLast = 0x20
    LocaleAware = 0x40
    Type = 0x80
    NoSort = -1


class IteratorFlag(QtFlag):
    """How far an iterator goes."""

    NoIteratorFlags = 0
    FollowSymlinks = 1
    Subdirectories = 2


class Entry:
    """One entry of a directory; what it costs to know is asked once, when it is needed."""

    __slots__ = ("_direntry", "_stat", "name", "path")

    def __init__(self, path: str, name: str, direntry: os.DirEntry[str] | None) -> None:
        """
        :param path: the name with that of the directory, for the operating system.
        :param direntry: what a scan of the directory found; None for ``.`` and ``..``.
        """
        self.path = path
        self.name = name
        self._direntry = direntry
        self._stat: os.stat_result | None = None

    def is_dir(self) -> bool:
        """Whether this is a directory, or a link to one."""
        try:
            return self._direntry is None or self._direntry.is_dir()
        except OSError:
            return False

    def is_file(self) -> bool:
        """Whether this is a regular file, or a link to one."""
        try:
            return self._direntry is not None and self._direntry.is_file()
        except OSError:
            return False

    def is_link(self) -> bool:
        """Whether this is a symbolic link."""
        return self._direntry is not None and self._direntry.is_symlink()

    def stat(self) -> os.stat_result | None:
        """What the file system says about the file behind links; None if there is none."""
        if self._stat is None:
            try:
                self._stat = os.stat(self.path)
            except OSError:
                return None
        return self._stat


def entries(path: str) -> Iterator[Entry]:
    """The entries of the directory *path*, ``.`` and ``..`` first; nothing if it cannot be read."""
    try:
        with os.scandir(path) as found:
            listed = list(found)
    except (OSError, ValueError):
        return
    for name in (".", ".."):
        yield Entry(os.path.join(path, name), name, None)
    for entry in listed:
        yield Entry(entry.path, entry.name, entry)


def filtering(filters: int, names: Sequence[str]) -> Callable[[Entry], bool]:
    """The question whether an entry is listed under the flags *filters* and the patterns *names*."""
    wanted = Filter.AllEntries if filters == Filter.NoFilter else Filter(filters)
    fits = name_matcher(names, bool(wanted & Filter.CaseSensitive)) if names else None
    hidden, system, links = wanted & Filter.Hidden, wanted & Filter.System, not wanted & Filter.NoSymLinks
    directories, files = wanted & (Filter.Dirs | Filter.AllDirs), wanted & Filter.Files
    access = _access_wanted(wanted)
    unwanted_dots = {name for flag, name in ((Filter.NoDot, "."), (Filter.NoDotDot, "..")) if wanted & flag}

    def listed(entry: Entry) -> bool:
        name = entry.name
        if name in unwanted_dots:
            return False
        is_dir = entry.is_dir()
        if fits is not None and not (wanted & Filter.AllDirs and is_dir) and not fits(name):
            return False
        if not hidden and name.startswith(".") and name not in (".", ".."):
            return False
        is_link = entry.is_link()
        is_file = entry.is_file()
        if is_link and not links and (not system or entry.stat() is not None):
            return False
        if not system and not (is_dir or is_file) and not (is_link and entry.stat() is not None):
            return False  # pipes, devices, and links to nowhere
        if (is_dir and not directories) or (is_file and not files):
            return False
        return access is None or os.access(entry.path, access)

    return listed


def _access_wanted(wanted: Filter) -> int | None:
    """The question for ``os.access`` that the permission flags put; None if they put none."""
    asked = wanted & Filter.PermissionMask
    if not asked or asked == Filter.PermissionMask:
        return None
    questions = ((Filter.Readable, os.R_OK), (Filter.Writable, os.W_OK), (Filter.Executable, os.X_OK))
    return sum(question for flag, question in questions if asked & flag)


def name_matcher(patterns: Iterable[str], case_sensitive: bool) -> Callable[[str], Any]:
    """The question whether a name fits one of the wildcard *patterns*: ``*``, ``?``, ``[abc]``, ``[!abc]``."""
    import re

    expression = "|".join(f"(?:{_translated(pattern)})" for pattern in patterns)
    flags = re.DOTALL if case_sensitive else re.DOTALL | re.IGNORECASE
    try:
        return re.compile(rf"(?:{expression})\Z" if expression else r"(?!)", flags).match
    except re.error:
        return lambda name: None


def _translated(pattern: str) -> str:
    """A wildcard pattern as a regular expression. A bracket that is not closed matches nothing."""
    import re

    pieces, place = [], 0
    while place < len(pattern):
        char = pattern[place]
        place += 1
        if char == "*":
            pieces.append("[^/]*")
        elif char == "?":
            pieces.append("[^/]")
        elif char != "[":
            pieces.append(re.escape(char))
        else:
            first = place + (pattern[place : place + 1] in ("!", "^"))
            end = pattern.find("]", first + 1)
            if end < 0:
                return "(?!)"
            chosen = pattern[first:end].replace("\\", r"\\").replace("[", r"\[").replace("^", r"\^").replace("]", r"\]")
            pieces.append(f"(?!/)[{'^' if first > place else ''}{chosen}]")
            place = end + 1
    return "".join(pieces)


def sorted_entries(found: list[Entry], sort: int) -> list[Entry]:
    """*found* in the order that the flags *sort* ask for."""
    flags = SortFlag(sort)
    backwards = bool(flags & SortFlag.Reversed)
    key = _key_of(flags)
    if key is not None:
        found.sort(key=key, reverse=backwards)
    if flags & (SortFlag.DirsFirst | SortFlag.DirsLast) and key is not None:
        last = not flags & SortFlag.DirsFirst
        found.sort(key=lambda entry: entry.is_dir() == last)
    return found


def _key_of(flags: SortFlag) -> Callable[[Entry], Any] | None:
    by = flags & (SortFlag.SortByMask | SortFlag.Type)
    if by & SortFlag.SortByMask == SortFlag.Unsorted:
        return None
    text = _text_key(flags)
    if by == SortFlag.Time:
        return lambda entry: (-_milliseconds(entry.stat()), text(entry.name))
    if by == SortFlag.Size:
        return lambda entry: (-_size(entry.stat()), text(entry.name))
    if by == SortFlag.Type:
        return lambda entry: (text(_suffix(entry.name)), text(entry.name))
    return lambda entry: text(entry.name)


def _milliseconds(found: os.stat_result | None) -> float:
    """The time of the last change; what is not there comes before all that is."""
    return float("inf") if found is None else found.st_mtime_ns // 1_000_000


def _size(found: os.stat_result | None) -> int:
    return 0 if found is None else found.st_size


def _suffix(name: str) -> str:
    return name.rpartition(".")[2] if "." in name else ""


def _text_key(flags: SortFlag) -> Callable[[str], str]:
    """What names are compared by."""
    if flags & SortFlag.LocaleAware:
        from locale import strxfrm

        return (lambda name: strxfrm(name.casefold())) if flags & SortFlag.IgnoreCase else strxfrm
    return str.casefold if flags & SortFlag.IgnoreCase else str
