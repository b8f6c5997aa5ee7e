"""A file of settings: read when it has changed, written as a whole, shared by all objects of the process that use it."""

from __future__ import annotations

import os
import threading
from collections import deque
from typing import Any
from weakref import WeakValueDictionary

from netaccess._values.initext import escape_key, parse_ini, section_header

from .inivalue import Untouched, copied, ini_text, ini_value
from .lockfile import LockFile

_PATIENCE = 30.0  # seconds that a write waits for other processes
_KEPT = 30  # files that nobody uses are remembered, with the types of what was stored: this many

_registry = threading.RLock()  # re-entrant: a collection inside it can run code that opens settings
_files: WeakValueDictionary[str, IniFile] = WeakValueDictionary()
_recent: deque[IniFile] = deque(maxlen=_KEPT)


class _Text(str):
    """A value as it stood in the file: it is parsed when somebody asks for it."""

    __slots__ = ()


def open_ini(path: str) -> IniFile:
    """The file at *path*; the same object for all who ask in this process."""
    name = os.path.realpath(path)
    with _registry:
        found = _files.get(name) or _files.setdefault(name, IniFile(name))
        if found in _recent:
            _recent.remove(found)
        _recent.append(found)
        return found


class IniFile:
    """What is in an INI file, and what has been changed since.

    Thread safety: every method takes the file's own lock, and none runs a program's code while it has it. Between
    processes a write is a read, a merge and a replacement of the file under a `LockFile`, so that no change is lost and
    nobody sees half a file.
    """

    def __init__(self, path: str) -> None:
        """:param path: the file, without symbolic links in it."""
        self.path = path
        self._lock = threading.RLock()
        self._stored: dict[str, Any] = {}
        self._added: dict[str, Any] = {}
        self._removed: set[str] = set()
        self._stamp: tuple[int, int, int] | None = None
        self._writing = False
        self.well_formed = True
        self.strange: frozenset[str] = frozenset()  # sections with lines that mean nothing

    # -- values ------------------------------------------------------------------------------------------------------

    def get(self, key: str) -> tuple[bool, Any]:
        """Whether *key* has a value, and a copy of it."""
        with self._lock:
            if key in self._added:
                return True, copied(self._added[key])
            if key in self._removed or key not in self._stored:
                return False, None
            value = self._parsed(key)
            return True, None if isinstance(value, Untouched) else copied(value)

    def known_keys(self) -> set[str]:
        """The keys that have a value."""
        with self._lock:
            return (self._stored.keys() - self._removed) | self._added.keys()

    def set(self, key: str, value: Any) -> None:
        """Give *key* a value, which is the caller's no more."""
        with self._lock:
            self._removed.discard(key)
            self._added[key] = value

    def remove(self, prefix: str) -> None:
        """Remove the key *prefix* and all that are below it; with an empty one, everything."""
        with self._lock:
            below = prefix + "/" if prefix else ""
            for key in self.known_keys():
                if not prefix or key == prefix or key.startswith(below):
                    self._added.pop(key, None)
                    if key in self._stored:
                        self._removed.add(key)

    def _parsed(self, key: str) -> Any:
        value = self._stored[key]
        if isinstance(value, _Text):
            value = self._stored[key] = ini_value(value)
        return value

    # -- the file ----------------------------------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """Whether something is still to be written."""
        return bool(self._added or self._removed)

    def load(self) -> bool:
        """Read the file if it is another one than the last time. False if it cannot be read."""
        with self._lock:
            stamp = self._stamp_now()
            if stamp == self._stamp:
                return not os.path.isdir(self.path)
            try:
                with open(self.path, "rb") as source:
                    data = source.read()
            except FileNotFoundError:
                data = b""
            except OSError:
                return False
            text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
            values, self.well_formed, self.strange = parse_ini(text)
            self._stored = {key: _Text(value) for key, value in values.items()}
            self._stamp = stamp
            return True

    def write(self, atomically: bool) -> bool:
        """Merge what has been changed into the file. False, and the changes are kept, if that is not possible.

        :param atomically: never write into the file itself, also where no other can be put in its place.
        """
        with self._lock:
            if self._writing:
                return True  # a collection in the middle of this thread's own writing has brought us here: it goes on
            if not self.changed:
                return self.load()
            self._writing = True
            try:
                return self._write_alone(atomically)
            finally:
                self._writing = False

    def _write_alone(self, atomically: bool) -> bool:
        """Merge and write while no other process does."""
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
        except OSError:
            return False
        lock = LockFile(self.path + ".lock")
        try:
            if not lock.acquire(_PATIENCE) and atomically:
                return False
            return self.load() and self._replace(atomically)
        finally:
            lock.release()

    def _replace(self, atomically: bool) -> bool:
        """Write everything. Called with both locks held."""
        merged = {key: value for key, value in self._stored.items() if key not in self._removed}
        for key in list(merged):
            if isinstance(merged[key], _Text):
                merged[key] = ini_value(merged[key])
        merged.update(self._added)
        data = _document(merged).encode("utf-8", "surrogatepass")
        if not _replace_file(self.path, data) and (atomically or not _overwrite_file(self.path, data)):
            return False
        self._stored, self._added, self._removed = merged, {}, set()
        self.well_formed, self.strange = True, frozenset()
        self._stamp = self._stamp_now()
        return True

    def writable(self) -> bool:
        """Whether the file can be written, or made if there is none."""
        path = self.path
        if os.path.exists(path):
            return os.path.isfile(path) and os.access(path, os.W_OK)
        while not os.path.exists(path):
            path = os.path.dirname(path)
        return os.path.isdir(path) and os.access(path, os.W_OK | os.X_OK)

    def _stamp_now(self) -> tuple[int, int, int] | None:
        try:
            status = os.stat(self.path)
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino


def _document(values: dict[str, Any]) -> str:
    """The text of a file: the sections in order, the keys in order in each."""
    sections: dict[str, list[str]] = {}
    for key in sorted(values):
        section, slash, name = key.partition("/")
        if not slash:
            section, name = "", key
        sections.setdefault(section, []).append(f"{escape_key(name)}={ini_text(values[key])}\n")
    return "\n".join(section_header(section) + "\n" + "".join(sections[section]) for section in sorted(sections))


def _replace_file(path: str, data: bytes) -> bool:
    """Put a file with *data* in the place of *path*, with its permissions."""
    temporary = f"{path}.{os.getpid()}.{threading.get_ident()}.new"
    try:
        with open(temporary, "xb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        if os.path.exists(path):
            os.chmod(temporary, os.stat(path).st_mode & 0o7777)
        os.replace(temporary, path)
    except OSError:
        try:
            os.remove(temporary)
        except OSError:
            pass  # it may not have been made
        return False
    return True


def _overwrite_file(path: str, data: bytes) -> bool:
    try:
        with open(path, "wb") as target:
            target.write(data)
    except OSError:
        return False
    return True
