"""What `QIODevice` looks ahead: bytes that the device gave and nobody took yet, and reading through them.

A device gives bytes through ``readData``; what it gave and nobody took yet lies in ``_qt_ahead``, which is None as long
as there is nothing in it. For a random-access device the two positions obey
``_qt_device_pos == _qt_pos + len(_qt_ahead)``; a sequential device has none. In a transaction a sequential device keeps
the bytes that were read, and ``_qt_taken`` counts them.
"""

from __future__ import annotations

from typing import Any

from .qobject import QObject
from .qtwarning import warn

READ, WRITE, APPEND, TRUNCATE, TEXT, UNBUFFERED, NEW_ONLY, EXISTING_ONLY = (1 << bit for bit in range(8))
CHUNK = 16384


class LookAhead(QObject):
    """The lower half of a device's reading. All state stands as a default on the class until it is needed."""

    _qt_mode: int = 0
    _qt_pos: int = 0
    _qt_device_pos: int = 0
    _qt_ahead: bytearray | None = None
    _qt_transacting: bool = False
    _qt_taken: int = 0
    _qt_start: int = 0
    # True on devices that hold their data themselves: reads then ask for no more than is wanted.
    _qt_own_buffer: bool = False

    # -- what a device implements ----------------------------------------------------------------------------------

    def readData(self, maxlen: int) -> Any:
        """Return at most *maxlen* bytes of the device: empty if there are none now, None (or -1) for an error.

        To be overridden by devices; this one has nothing to read.
        """
        return None

    def readLineData(self, maxlen: int) -> Any:
        """Return at most *maxlen* bytes up to and with a newline. May be overridden; goes through `readData` here."""
        return self._qt_line(maxlen)

    def skipData(self, maxSize: int) -> int:
        """Read and forget at most *maxSize* bytes of a sequential device; return how many, or -1. May be overridden."""
        skipped = 0
        while skipped < maxSize:
            wanted = min(maxSize - skipped, CHUNK)
            data = self._qt_pull(wanted)
            if data is None:
                return skipped or -1
            skipped += len(data)
            if len(data) < wanted:
                break
        return skipped

    def isSequential(self) -> bool:
        """Whether the device is a stream without size and position. False here."""
        return False

    def seek(self, pos: int) -> bool:
        """Go to *pos*, in bytes from the start. Returns whether that worked."""
        if self.isSequential():
            self._qt_warn("seek", "Cannot call seek on a sequential device")
            return False
        if not self._qt_mode:
            self._qt_warn("seek", "The device is not open")
            return False
        if pos < 0:
            warn(f"QIODevice::seek: Invalid pos: {pos}")
            return False
        self._qt_ahead = None
        self._qt_pos = self._qt_device_pos = pos
        return True

    def size(self) -> int:
        """The number of bytes of a random-access device; of a sequential one those that can be read now."""
        return self.bytesAvailable() if self.isSequential() else 0

    def bytesAvailable(self) -> int:
        """The number of bytes that can be read now. A sequential device adds its own to what this returns."""
        if self.isSequential():
            ahead = self._qt_ahead
            return len(ahead) - self._qt_taken if ahead else 0
        return max(self.size() - self._qt_pos, 0)

    def canReadLine(self) -> bool:
        """Whether a whole line can be read now. A device with data of its own adds its answer to this one."""
        ahead = self._qt_ahead
        return ahead is not None and ahead.find(b"\n", self._qt_taken) >= 0

    # -- reading as it is ----------------------------------------------------------------------------------------------

    def _qt_label(self) -> str:
        """What warnings add to the class name."""
        return self._qt_name

    def _qt_warn(self, function: str, text: str) -> None:
        label = self._qt_label()
        name = f'{self.__class__.__name__}, "{label}"' if label else self.__class__.__name__
        warn(f"QIODevice::{function} ({name}): {text}")

    def _qt_pull(self, wanted: int) -> bytes | bytearray | None:
        """Ask the device for *wanted* bytes at the place behind what was looked ahead; None if it failed."""
        if self.isSequential():
            data = _as_read(self.readData(wanted))
            return data[:wanted] if data and len(data) > wanted else data
        here = self._qt_pos
        behind = here + (len(self._qt_ahead) if self._qt_ahead else 0)
        if behind != self._qt_device_pos:
            if not self.seek(here):
                return None
            behind = here
        # A device goes by pos() in its readData.
        self._qt_pos = behind
        try:
            data = _as_read(self.readData(wanted))
        finally:
            self._qt_pos = here
        if data is None:
            return None
        if len(data) > wanted:
            data = data[:wanted]
        self._qt_device_pos += len(data)
        return data

    def _qt_consume(self, wanted: int) -> bytes:
        """Take up to *wanted* bytes of what was looked ahead."""
        ahead = self._qt_ahead
        if ahead is None:
            return b""
        start = self._qt_taken
        data = bytes(ahead[start : start + wanted])
        if self._qt_transacting and self.isSequential():
            self._qt_taken = start + len(data)
            return data
        if not self.isSequential():
            self._qt_pos += len(data)
        if len(data) == len(ahead):
            self._qt_ahead = None
        else:
            del ahead[: len(data)]
        return data

    def _qt_store(self, data: bytes | bytearray) -> None:
        """Put *data* behind what was looked ahead."""
        if self._qt_ahead is None:
            self._qt_ahead = bytearray(data)
        else:
            self._qt_ahead += data

    def _qt_read(self, wanted: int) -> bytes | None:
        """Read up to *wanted* bytes as they are: what was looked ahead, then the device, once. None if it failed."""
        first = self._qt_consume(wanted) if self._qt_ahead else b""
        rest = wanted - len(first)
        if rest <= 0:
            return first
        sequential = self.isSequential()
        keep = self._qt_transacting and sequential
        ahead_of = 0 if self._qt_mode & UNBUFFERED or self._qt_own_buffer else CHUNK
        if not keep and rest >= ahead_of:
            data = self._qt_pull(rest)
            if data is None:
                return first or None
            if not sequential:
                self._qt_pos += len(data)
            return first + data if first else bytes(data)
        data = self._qt_pull(max(rest, ahead_of))
        if data is None:
            return first or None
        if not data:
            return first
        self._qt_store(data)
        return first + self._qt_consume(rest)

    def _qt_read_text(self, wanted: int) -> bytes | None:
        """As `_qt_read`; in text mode without carriage returns, which do not count."""
        data = self._qt_read(wanted)
        if not self._qt_mode & TEXT or data is None:
            return data
        text = b""
        while data:
            kept = data.replace(b"\r", b"")
            text += kept
            if len(text) >= wanted or len(kept) == len(data):
                break
            data = self._qt_read(wanted - len(text))
        return text

    def _qt_peek(self, wanted: int) -> bytes | None:
        """The next *wanted* bytes, left in place."""
        text_mode = self._qt_mode & TEXT
        while True:
            have = len(self._qt_ahead) - self._qt_taken if self._qt_ahead else 0
            missing = wanted - have
            if text_mode and self._qt_ahead:
                missing += self._qt_ahead.count(b"\r", self._qt_taken)
            if missing <= 0:
                break
            unbuffered = self._qt_mode & UNBUFFERED or self._qt_own_buffer
            if unbuffered and self._qt_ahead is None and not self.isSequential():
                return self._qt_peek_in_place(wanted)
            data = self._qt_pull(missing if unbuffered else CHUNK)
            if not data:
                break
            self._qt_store(data)
            if not text_mode:
                break
        ahead = self._qt_ahead
        if ahead is None:
            return b""
        if text_mode:
            return bytes(ahead[self._qt_taken :].replace(b"\r", b"")[:wanted])
        return bytes(ahead[self._qt_taken : self._qt_taken + wanted])

    def _qt_peek_in_place(self, wanted: int) -> bytes | None:
        """Read and go back: an unbuffered random-access device keeps nothing that somebody else may change."""
        before = self._qt_pos
        data = self._qt_read_text(wanted)
        self.seek(before)
        return data

    def _qt_line(self, limit: int) -> bytes | None:
        """Read at most *limit* bytes, up to and with a newline, looking ahead where the device allows it."""
        if self._qt_mode & TEXT:
            return self._qt_text_line(limit)
        line = bytearray()
        unbuffered = self._qt_mode & UNBUFFERED or self._qt_own_buffer
        while len(line) < limit:
            rest = limit - len(line)
            ahead = self._qt_ahead
            if ahead is not None and len(ahead) > self._qt_taken:
                end = ahead.find(b"\n", self._qt_taken, self._qt_taken + rest)
                line += self._qt_consume(rest if end < 0 else end + 1 - self._qt_taken)
                if end >= 0:
                    break
                continue
            data = self._qt_read(1) if unbuffered else self._qt_pull(CHUNK)
            if not data:
                if data is None and not line:
                    return None
                break
            if unbuffered:
                line += data
                if data == b"\n":
                    break
            else:
                self._qt_store(data)
        return bytes(line)

    def _qt_text_line(self, limit: int) -> bytes | None:
        """As `_qt_line`, byte by byte, because carriage returns do not count."""
        line = bytearray()
        while len(line) < limit and not line.endswith(b"\n"):
            data = self._qt_read_text(1)
            if not data:
                return None if data is None and not line else bytes(line)
            line += data
        return bytes(line)

    def _qt_read_line(self, limit: int) -> bytes | None:
        """A line of at most *limit* bytes (0: any length), from what was looked ahead and from `readLineData`."""
        line = bytearray()
        ahead = self._qt_ahead
        if ahead is not None:
            end = ahead.find(b"\n", self._qt_taken)
            wanted = len(ahead) if end < 0 else end + 1 - self._qt_taken
            line += self._qt_consume(min(wanted, limit) if limit else wanted)
        failed = False
        while not line.endswith(b"\n") and (not limit or len(line) < limit):
            wanted = min(limit - len(line), CHUNK) if limit else CHUNK
            data = self._qt_line_data(wanted)
            if not data:
                failed = data is None
                break
            line += data
            if len(data) < wanted:
                break
        if failed and not line:
            return None
        if self._qt_mode & TEXT and line.endswith(b"\r\n"):
            line[-2:] = b"\n"
        return bytes(line)

    def _qt_line_data(self, wanted: int) -> bytes | bytearray | None:
        """Call `readLineData`; account for what an override returned without going through `readData` of this class."""
        if type(self).readLineData is LookAhead.readLineData:
            return self._qt_line(wanted)
        sequential = self.isSequential()
        if not sequential and self._qt_pos != self._qt_device_pos and not self.seek(self._qt_pos):
            return None
        before, taken = self._qt_pos, self._qt_taken
        data = _as_read(self.readLineData(wanted))
        if data is None:
            return None
        data = data[:wanted]
        if sequential:
            if self._qt_transacting and self._qt_taken == taken:
                self._qt_store(data)
                self._qt_taken += len(data)
        elif self._qt_pos == before:
            self._qt_pos += len(data)
            self._qt_device_pos += len(data)
        return data


def _as_read(data: Any) -> bytes | bytearray | None:
    """What a ``readData`` returned, as bytes; None if it is no data: an error."""
    if data.__class__ is bytes:
        return data
    if isinstance(data, str):
        return data.encode("utf-8", "surrogateescape")
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    return None
