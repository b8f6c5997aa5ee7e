"""A dialled socket as a worker uses it: reads that give up when asked to, sends that listen, and an end from any
thread.

A read with *patience* (milliseconds) returns None when nothing came in that time, so that the worker can report what it
has and come back to wait without end. For plain sockets the patience of a fresh request costs nothing: it is the
socket's own receive timeout, so that the usual answer needs one system call, and the interpreter's lock changes hands
once.
"""

from __future__ import annotations

import select
import socket
import sys
from threading import Lock
from typing import Any

from .outbox import PATIENCE

_HAS_POLL = hasattr(select, "poll")
_HAS_RECEIVE_TIMEOUT = sys.platform in ("linux", "darwin") and hasattr(socket, "MSG_DONTWAIT")
_RECORD = 16384  # the most that TLS hands out at once


def connection_over(sock: socket.socket, encrypted: bool) -> Connection:
    """Return the connection that a dialled socket makes."""
    return TlsConnection(sock) if encrypted else Connection(sock)


class Connection:
    """A connection without TLS."""

    def __init__(self, sock: socket.socket) -> None:
        """:param sock: connected; it belongs to this object from now on."""
        self._sock = sock
        self._poll: Any = None
        self._listen: Any = None
        self.used = False
        # Orders `interrupt` (any thread) and `close` (the worker), so that no file number is shut down which the system
        # has given to somebody else meanwhile. Neither blocks while it is held.
        self._lock = Lock()
        self._open = True
        self._prepare()

    def _prepare(self) -> None:
        if _HAS_RECEIVE_TIMEOUT:
            import struct

            self._sock.settimeout(None)
            timeout = struct.pack("@ll", PATIENCE // 1000, PATIENCE % 1000 * 1000)
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeout)
        else:
            self._sock.settimeout(0)

    # Ending it.

    def interrupt(self) -> None:
        """End the worker's wait on the socket, for good. Any thread may call it."""
        with self._lock:
            if self._open:
                try:
                    # Not the method of a TLS socket, which would take its state away from under the worker.
                    socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
                except OSError:
                    pass

    def close(self) -> None:
        """Close the socket. The worker only."""
        with self._lock:
            self._open = False
            try:
                self._sock.close()
            except OSError:
                pass

    # Waiting.

    def readable(self, patience: int | None) -> bool:
        """Return whether there is something to read, waiting *patience* milliseconds (None: until there is)."""
        if not _HAS_POLL:
            seconds = None if patience is None else patience / 1000
            return bool(select.select([self._sock], (), (), seconds)[0])
        if self._poll is None:
            self._poll = select.poll()
            self._poll.register(self._sock, select.POLLIN)
        return bool(self._poll.poll(patience))

    def ready(self, patience: int | None) -> tuple[bool, bool]:
        """Return whether the socket can be read and written now, waiting *patience* milliseconds for either."""
        if not _HAS_POLL:
            seconds = None if patience is None else patience / 1000
            reads, writes, _ = select.select([self._sock], [self._sock], (), seconds)
            return bool(reads), bool(writes)
        if self._listen is None:
            self._listen = select.poll()
            self._listen.register(self._sock, select.POLLIN | select.POLLOUT)
        events = 0
        for _, bits in self._listen.poll(patience):
            events |= bits
        # An error or a hang-up shows in the next read.
        return bool(events & ~select.POLLOUT), bool(events & select.POLLOUT)

    # Moving bytes.

    def stale(self) -> bool:
        """Return whether an idle connection can carry no further request: it was closed, or bytes came that nobody
        asked for and that must not be taken for an answer."""
        return self.readable(0)

    def read(self, size: int, patience: int | None) -> bytes | None:
        """Return up to *size* bytes, ``b""`` at the end, None when nothing came within *patience* milliseconds."""
        try:
            if not _HAS_RECEIVE_TIMEOUT or patience is None or patience == PATIENCE:
                return self._sock.recv(size)
            if not self.readable(patience):
                return None
            return self._sock.recv(size)
        except BlockingIOError:
            if patience == PATIENCE and _HAS_RECEIVE_TIMEOUT:
                return None
        while self.readable(patience):
            try:
                return self._sock.recv(size)
            except BlockingIOError:
                pass  # what woke us was no data after all
            if patience is not None:
                break
        return None

    def read_into(self, window: memoryview, patience: int | None) -> int | None:
        """Read into *window* and return how many bytes that were, 0 at the end, None when nothing came within *patience*
        milliseconds, or within a while."""
        try:
            if patience is None or self.readable(patience):
                return self._sock.recv_into(window)
        except BlockingIOError:
            pass
        return None

    def read_ready(self, size: int) -> bytes | None:
        """Return what is there to be read at once, up to *size* bytes; ``b""`` at the end, None for nothing."""
        return self._sock.recv(size) if self.readable(0) else None

    def arrived(self, size: int) -> bytes | None:
        """Return what the system has announced, up to *size* bytes; ``b""`` at the end, None if it is nothing after all."""
        try:
            return self._sock.recv(size, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None

    def fileno(self) -> int:
        """The number by which the system announces what has come."""
        return self._sock.fileno()

    def send(self, data: bytes) -> None:
        """Send all of *data*, waiting as long as it takes."""
        if _HAS_RECEIVE_TIMEOUT:
            self._sock.sendall(data)
            return
        view = memoryview(data)
        while view:
            sent = self.send_some(view)
            view = view[sent:]
            if not sent:
                self._wait_to_send()

    def send_some(self, view: memoryview) -> int:
        """Send what the socket takes of *view* without waiting; return how many bytes that were."""
        try:
            return self._sock.send(view, socket.MSG_DONTWAIT if _HAS_RECEIVE_TIMEOUT else 0)
        except BlockingIOError:
            return 0

    def _wait_to_send(self) -> None:
        if _HAS_POLL:
            poll = select.poll()
            poll.register(self._sock, select.POLLOUT)
            poll.poll()
        else:
            select.select((), [self._sock], ())


class TlsConnection(Connection):
    """A connection with TLS, whose socket never blocks: a record is only there once all of it has come."""

    def _prepare(self) -> None:
        from ssl import SSLWantReadError, SSLWantWriteError

        self._want = (SSLWantReadError, SSLWantWriteError)
        self._want_read = SSLWantReadError
        self._sending_reads = False
        self._ended = False
        self._fault: OSError | None = None  # how it ended, if not in an orderly way
        self._asked = False  # whether something was sent since the last read, so that an answer has yet to travel
        self._sock.settimeout(0)

    def stale(self) -> bool:
        """See `Connection.stale`; a session ticket or a change of keys on an idle connection is no reason to leave
        it."""
        if self._ended:
            return True
        pending: int = self._sock.pending()  # type: ignore[attr-defined]
        try:
            return (pending > 0 or self.readable(0)) and self.read_ready(1) is not None
        except OSError:
            return True

    def read(self, size: int, patience: int | None) -> bytes | None:
        """See `Connection.read`. Records that have come are joined, up to *size*: one message for many is much
        cheaper."""
        if self._asked:
            # The usual answer is one short record that is not there yet: wait first, then read just once. Each call
            # into TLS costs as much as the record.
            if not self._ended and not self.readable(patience):
                return None
            self._asked = False
            data = self._first_record(size)
            if data is not None:
                return data
        while True:
            data = self.read_ready(size)
            if data is not None:
                return data
            if not self.readable(patience):
                return None

    def arrived(self, size: int) -> bytes | None:
        """See `Connection.arrived`."""
        self._asked = False
        return self._first_record(size)

    def _first_record(self, size: int) -> bytes | None:
        """Return the first record of an answer, with those behind it if it is a full one; None if it is not whole."""
        if self._ended:
            return self._end()
        try:
            record: bytes = self._sock.recv(min(size, _RECORD))
        except self._want:
            return None
        if not record:
            self._ended = True
        elif len(record) == _RECORD < size:
            return record + (self.read_ready(size - len(record)) or b"")
        return record

    def read_ready(self, size: int) -> bytes | None:
        """See `Connection.read_ready`."""
        if self._ended:
            return self._end()
        recv = self._sock.recv
        records: list[bytes] = []
        try:
            while size > 0:
                record = recv(_RECORD if size > _RECORD else size)
                if not record:
                    self._ended = True
                    return b"".join(records)
                records.append(record)
                size -= len(record)
        except self._want:
            if not records:
                return None
        except OSError as error:
            if not records:
                raise
            self._ended, self._fault = True, error  # what came before the fault is delivered first
        return records[0] if len(records) == 1 else b"".join(records)

    def read_into(self, window: memoryview, patience: int | None) -> int | None:
        """See `Connection.read_into`. Records that have come follow each other in *window*."""
        count = self._fill(window)
        if count is None and self.readable(patience):
            count = self._fill(window)
        return count

    def _fill(self, window: memoryview) -> int | None:
        """Read the records that are there into *window*; None when there is none."""
        if self._ended:
            return len(self._end())
        count = 0
        try:
            while count < len(window):
                with window[count:] as rest:
                    got = self._sock.recv_into(rest)
                if not got:
                    self._ended = True
                    break
                count += got
        except self._want:
            return count or None
        except OSError as error:
            if not count:
                raise
            self._ended, self._fault = True, error  # what came before the fault is delivered first
        return count

    def _end(self) -> bytes:
        """Return what there is behind the last byte: nothing. Raises what ended the connection, if it was a fault."""
        if self._fault is not None:
            raise self._fault
        return b""

    def send(self, data: bytes) -> None:
        """See `Connection.send`. The server's goodbye may have come with its last answer: nobody would answer then."""
        if self._ended:
            raise ConnectionResetError("the server has ended the connection")
        view = memoryview(data)
        while view:
            sent = self.send_some(view)
            view = view[sent:]
            if not sent:
                self._wait_to_send()

    def send_some(self, view: memoryview) -> int:
        """See `Connection.send_some`."""
        self._asked = True
        try:
            return self._sock.send(view)
        except self._want as wanted:
            # TLS may have to hear from the server in the middle of a send.
            self._sending_reads = isinstance(wanted, self._want_read)
            return 0

    def _wait_to_send(self) -> None:
        if self._sending_reads:
            self.readable(None)
        else:
            super()._wait_to_send()
