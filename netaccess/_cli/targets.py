"""Where bodies go: files that appear under their names only when they are complete, or standard output."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from typing import BinaryIO, Protocol

from .names import limit_bytes, numbered


class Sink(Protocol):
    """Takes a body, piece by piece; ends with one of `commit` and `discard`."""

    def write(self, data: bytes | memoryview) -> None:
        """Take the next bytes. Raises OSError when they cannot be kept."""

    def commit(self, suggested: str | None = None) -> str | None:
        """Keep the body and return the path of its file, None when there is none.

        suggested is a safe name to prefer to the one it was opened with. Raises OSError.
        """

    def discard(self) -> None:
        """Forget the body and leave no trace of it; may be called again, and after `commit`."""


def is_special(path: str) -> bool:
    """Whether path is there and neither a plain file nor a folder: a device, a pipe, a socket, or a link to such."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


class Folder:
    """A folder that downloads are saved into; makes sure that no two get the same name."""

    def __init__(self, path: str) -> None:
        """Use the folder at path, which is made when the first file is opened."""
        self.path = path
        self._taken: set[str] = set()

    def open_named(self, output: str) -> Sink:
        """Return where the body of an -o option goes: just this path.

        A file that is there is replaced, also behind a link; a device or a pipe is written into. Raises OSError.
        """
        path = os.path.join(self.path, output)
        if os.path.isdir(path):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if is_special(path):
            return SpecialSink(path)
        folder, name = os.path.split(path)
        if folder == self.path:
            os.makedirs(folder or ".", exist_ok=True)
        return FileSink(self, folder, name, fixed=True)

    def open_derived(self, name: str) -> FileSink:
        """Return a file whose safe name was derived from a URL; numbered when another has it. Raises OSError."""
        os.makedirs(self.path or ".", exist_ok=True)
        return FileSink(self, self.path, self.reserve(name), fixed=False)

    def reserve(self, name: str) -> str:
        """Return name, or its first numbered form that neither the folder nor another download of this run has."""
        number = 0
        while True:
            candidate = numbered(name, number)
            key = os.path.normcase(candidate).casefold()  # file systems that ignore case must not lose a file
            if key not in self._taken and not os.path.lexists(os.path.join(self.path, candidate)):
                self._taken.add(key)
                return candidate
            number += 1

    def release(self, name: str) -> None:
        """Give a reserved name back."""
        self._taken.discard(os.path.normcase(name).casefold())


class FileSink:
    """A body on its way to a file: a hidden file in the same folder until it is complete."""

    def __init__(self, home: Folder, folder: str, name: str, *, fixed: bool) -> None:
        """Create the hidden file for folder/name; a fixed name may replace a file and is never changed.

        Raises OSError when it cannot be created.
        """
        self._home = home
        self._folder = folder
        self._fixed = fixed
        self.name = name
        # Renaming over a link would replace the link; its file is meant.
        path = os.path.join(folder, name)
        self._target = os.path.realpath(path) if fixed and os.path.islink(path) else None
        folder, name = os.path.split(self._target or path)
        self.temporary = os.path.join(folder, f".{limit_bytes(name, 200)}.{secrets.token_hex(4)}.part")
        # Not tempfile's: its files are readable by their owner only, and stay so after the renaming.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(self.temporary, flags, 0o666)
        except OSError as problem:  # tell of the file that was asked for, the hidden one is our affair
            raise OSError(problem.errno, problem.strerror, path) from problem
        self._file: BinaryIO | None = os.fdopen(descriptor, "wb", buffering=0)

    def write(self, data: bytes | memoryview) -> None:
        """Append data to the hidden file. Raises OSError, for a full disk say."""
        if self._file is None:
            raise ValueError(f"{self.name}: the file is closed")
        rest = memoryview(data)
        while rest.nbytes:
            rest = rest[self._file.write(rest) :]

    def commit(self, suggested: str | None = None) -> str:
        """Give the file its name and return its path; suggested is used instead of a name derived from the URL.

        Raises OSError when the file cannot be completed; it is then still the caller's duty to `discard`.
        """
        self._close()
        if not self._fixed:
            if suggested is not None and suggested != self.name:
                self._home.release(self.name)
                self.name = self._home.reserve(suggested)
            elif os.path.lexists(os.path.join(self._folder, self.name)):  # somebody else was quicker
                self.name = self._home.reserve(self.name)
        path = os.path.join(self._folder, self.name)
        os.replace(self.temporary, self._target or path)
        return path

    def discard(self) -> None:
        """Remove the hidden file; does nothing when it is gone, or has its name."""
        self._close()
        try:
            os.unlink(self.temporary)
        except FileNotFoundError:
            return
        if not self._fixed:
            self._home.release(self.name)

    def _close(self) -> None:
        """Close the hidden file."""
        if self._file is not None:
            file, self._file = self._file, None
            file.close()


class SpecialSink:
    """A body on its way into a device or a pipe; what was written stays written."""

    def __init__(self, path: str) -> None:
        """Open path, which must exist. Raises OSError."""
        self._path = path
        self._file = os.fdopen(os.open(path, os.O_WRONLY), "wb", buffering=0)

    def write(self, data: bytes | memoryview) -> None:
        """Write data at once. Raises OSError when it is not taken."""
        rest = memoryview(data)
        while rest.nbytes:
            rest = rest[self._file.write(rest) :]

    def commit(self, suggested: str | None = None) -> str:
        """Close it and return its path; suggested is not used."""
        self._file.close()
        return self._path

    def discard(self) -> None:
        """Close it: what was written cannot be taken back."""
        self._file.close()


class StandardOutput:
    """A body on its way to standard output; what was written stays written."""

    name = "-"

    def __init__(self) -> None:
        """Write to what is standard output now. Raises OSError when it is closed."""
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF), "standard output")
        self._stream = sys.stdout.buffer

    def write(self, data: bytes | memoryview) -> None:
        """Write data at once. Raises OSError when nobody reads it."""
        self._stream.write(data)

    def commit(self, suggested: str | None = None) -> None:
        """Hand on what is still buffered; suggested is not used, and there is no path to return."""
        self._stream.flush()

    def discard(self) -> None:
        """Hand on what is still buffered: it cannot be taken back."""
        self._stream.flush()
