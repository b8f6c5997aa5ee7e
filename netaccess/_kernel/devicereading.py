"""The reading half of `QIODevice`: `read`, lines, peeking, skipping and transactions, on top of the look-ahead."""

from __future__ import annotations

from typing import Any

from netaccess._values.bytearray import QByteArray
from netaccess._values.bytereading import as_char

from .lookahead import CHUNK, READ, TEXT, LookAhead

_LARGEST_CHUNK = 1 << 20


class ReadingDevice(LookAhead):
    """What `QIODevice` inherits to be read from."""

    # -- reading ---------------------------------------------------------------------------------------------------

    def read(self, maxlen: Any, size: int | None = None) -> Any:
        """Read at most *maxlen* bytes; fewer, or none, at the end or after an error.

        ``read(bytearray, maxlen)`` fills the front of a bytearray and returns the number of bytes, or -1.
        """
        if size is not None:
            return _fill(maxlen, self._qt_checked_read("read", size))
        return QByteArray(self._qt_checked_read("read", maxlen) or b"")

    def readAll(self) -> QByteArray:
        """Read all that there is."""
        if not self._qt_readable("read"):
            return QByteArray(b"")
        chunks: list[bytes] = []
        pending = 0 if self.isSequential() else self.size() - self._qt_pos
        wanted = pending if pending > 0 else CHUNK
        while True:
            data = self._qt_read(wanted)
            if not data:
                return QByteArray.from_chunks(chunks)
            chunks.append(data.replace(b"\r", b"") if self._qt_mode & TEXT else data)
            pending -= len(data)
            if pending == 0:
                return QByteArray.from_chunks(chunks)
            wanted = pending if pending > 0 else min(max(CHUNK, 2 * len(data)), _LARGEST_CHUNK)

    def peek(self, maxlen: Any, size: int | None = None) -> Any:
        """As `read`, but the bytes stay to be read again."""
        wanted = maxlen if size is None else size
        data: bytes | None = None
        if self._qt_readable("peek"):
            if wanted < 0:
                self._qt_warn("peek", "Called with maxSize < 0")
            else:
                data = self._qt_peek(wanted)
        return QByteArray(data or b"") if size is None else _fill(maxlen, data)

    def readLine(self, maxlen: Any = 0, size: int | None = None) -> Any:
        """Read up to and with the next newline, at most ``maxlen - 1`` bytes (0: no limit).

        ``readLine(bytearray, maxlen)`` fills the front of a bytearray and returns the number of bytes, or -1.
        """
        limit = maxlen if size is None else size
        data: bytes | None = None
        if self._qt_readable("readLineInto"):
            if limit < 0 or limit == 1:
                self._qt_warn("readLineInto", "Called with maxSize < 2")
            else:
                data = self._qt_read_line(limit - 1 if limit else 0)
        return QByteArray(data or b"") if size is None else _fill(maxlen, data or None)

    def readLineInto(self, result: QByteArray, maxlen: int = 0) -> bool:
        """Read a line into *result*, as `readLine` does. Returns whether there was one."""
        line = self.readLine(maxlen)
        result.assign(line)
        return bool(line)

    def getChar(self) -> tuple[bool, str]:
        """Read one byte: ``(True, char)``, or ``(False, "\\0")`` if there is none."""
        data = self._qt_checked_read("read", 1)
        return (True, chr(data[0])) if data else (False, "\0")

    def ungetChar(self, char: str | bytes | int) -> None:
        """Put *char* back, to be the next byte read; the position of a random-access device goes back by one.

        Does nothing in a transaction.
        """
        if not self._qt_readable("read"):
            return
        if self._qt_transacting:
            self._qt_warn("ungetChar", "Called while transaction is in progress")
            return
        if self._qt_ahead is None:
            self._qt_ahead = bytearray()
        self._qt_ahead.insert(0, as_char(char))
        if not self.isSequential():
            self._qt_pos -= 1

    def skip(self, maxSize: int) -> int:
        """Pass over at most *maxSize* bytes. Returns how many, or -1 on error."""
        if not self._qt_readable("skip"):
            return -1
        if maxSize < 0:
            self._qt_warn("skip", "Called with maxSize < 0")
            return -1
        sequential = self.isSequential()
        if self._qt_mode & TEXT or (sequential and self._qt_transacting):
            data = self._qt_read_text(maxSize)
            return -1 if data is None else len(data)
        if sequential:
            done = len(self._qt_consume(maxSize))
            more = self.skipData(maxSize - done) if done < maxSize else 0
            return done + more if more > 0 else done or more
        step = min(maxSize, max(self.size() - self._qt_pos, 0))
        if step:
            return step if self.seek(self._qt_pos + step) else -1
        data = self._qt_read(maxSize)
        return -1 if data is None else len(data)

    # -- transactions ----------------------------------------------------------------------------------------------

    def startTransaction(self) -> None:
        """Remember this point of the input, so that `rollbackTransaction` can return to it."""
        if self._qt_transacting:
            self._qt_warn("startTransaction", "Called while transaction already in progress")
            return
        self._qt_transacting = True
        self._qt_start = self._qt_pos
        self._qt_taken = 0
        if self._qt_ahead is None and self.isSequential():
            # Fast paths of subclasses look at this attribute: it tells them that reads have to be kept.
            self._qt_ahead = bytearray()

    def commitTransaction(self) -> None:
        """End the transaction; what was read stays read."""
        if not self._qt_transacting:
            self._qt_warn("commitTransaction", "Called while no transaction in progress")
            return
        if self._qt_ahead is not None:
            del self._qt_ahead[: self._qt_taken]
        self._qt_end_transaction()

    def rollbackTransaction(self) -> None:
        """End the transaction; what was read can be read again."""
        if not self._qt_transacting:
            self._qt_warn("rollbackTransaction", "Called while no transaction in progress")
            return
        if not self.isSequential() and self._qt_pos != self._qt_start:
            self.seek(self._qt_start)
        self._qt_end_transaction()

    def isTransactionStarted(self) -> bool:
        """Whether a transaction is going on."""
        return self._qt_transacting

    def _qt_end_transaction(self) -> None:
        self._qt_transacting = False
        self._qt_taken = 0
        if not self._qt_ahead:
            self._qt_ahead = None

    def _qt_readable(self, function: str) -> bool:
        """Whether the device may be read from; warns in the name of *function* if not."""
        if self._qt_mode & READ:
            return True
        self._qt_warn(function, "WriteOnly device" if self._qt_mode else "device not open")
        return False

    def _qt_checked_read(self, function: str, wanted: int) -> bytes | None:
        if not isinstance(wanted, int):
            raise TypeError(f"{function}() takes a number of bytes as an int, not {wanted!r}")
        if not self._qt_readable(function):
            return None
        if wanted < 0:
            self._qt_warn(function, "Called with maxSize < 0")
            return None
        return self._qt_read_text(wanted) if self._qt_mode & TEXT else self._qt_read(wanted)


def _fill(target: Any, data: bytes | None) -> int:
    """Put *data* at the front of *target*, a bytearray; return the number of bytes, -1 for None."""
    if not isinstance(target, bytearray):
        raise TypeError(f"expected a bytearray to read into, not {target!r}")
    if data is None:
        return -1
    target[: len(data)] = data
    return len(data)
