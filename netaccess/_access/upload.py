"""Request bodies that come from devices: read on the manager's thread, a few blocks ahead of the worker that sends them."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable
from threading import Condition, Lock
from typing import Any

from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.posting import NetworkCall, post
from netaccess._kernel.pyfile import PythonFileDevice
from netaccess._kernel.qobject import QObject
from netaccess._kernel.tombstone import is_buried
from netaccess._values.messages import UploadBroken

BLOCK = 256 * 1024
"""Bytes that are read from a device at a time."""

_AHEAD = 2  # blocks that may wait for the worker: what bounds the memory an upload takes


def gives_no_more(device: QIODevice) -> bool:
    """Return whether a sequential device that gave nothing just now never will: a Python file object at its end, a
    finished reply. Of others only their signals tell."""
    return bool(getattr(device, "_qt_ended", False) or getattr(device, "_qt_done", False))


def has_stalled(device: QIODevice) -> bool:
    """Return whether a device that gave nothing has not ended and cannot say when it goes on: a Python file object that
    does not block."""
    return isinstance(device, PythonFileDevice) and not gives_no_more(device)


class DeviceUpload:
    """A body read from a device while it is sent. The device stays on the loop's thread; blocks cross to the worker.

    Thread safety: everything but the device is shared under `_ready`'s lock. The worker waits on it for a block; the loop
    reads from the device outside it, because that is the user's code.
    """

    __slots__ = (
        "_blocks",
        "_broken",
        "_device",
        "_ended",
        "_finished",
        "_listening",
        "_owner",
        "_pulling",
        "_read",
        "_ready",
        "_rewinding",
        "_sequential",
        "_start",
        "length",
        "tells_all",
    )

    def __init__(self, device: QIODevice, length: int | None, owner: QObject, tells_all: bool = False) -> None:
        """
        :param length: how many bytes the body has, None when only the device's end tells.
        :param owner: lives in the device's thread, and through its event queue the worker asks for more.
        :param tells_all: whether every bit of progress is reported, not just some in a while.
        """
        self.length = length
        self.tells_all = tells_all
        self._device = device
        self._owner = weakref.ref(owner)
        self._sequential = device.isSequential()
        self._start = 0 if self._sequential else device.pos()
        self._rewinding = False
        self._ready = Condition(Lock())
        self._blocks: deque[bytes] = deque()
        self._read = 0
        self._ended = False
        self._pulling = False
        self._broken = ""
        self._finished = False
        self._listening = self._sequential
        if self._sequential:
            device.readyRead.connect(self._on_more)
            device.readChannelFinished.connect(self._on_finished)
            device.aboutToClose.connect(self._on_close)
            device.destroyed.connect(self._on_close)

    # On the worker's thread.

    def read(self) -> bytes:
        """Return the next block, ``b""`` at the end; wait until the loop has read one."""
        with self._ready:
            while not self._has_news():
                self._ask(self._feed)
                self._ready.wait()
            return self._take()

    def try_read(self) -> bytes | None:
        """Return what `read` would, None when the loop has been asked for a block and has none yet. Any thread, the loop's own
        included."""
        with self._ready:
            if self._has_news():
                return self._take()
            self._ask(self._feed)
            return None

    @property
    def readable(self) -> bool:
        """Whether `try_read` would not return None. Asks the loop for nothing."""
        with self._ready:
            return self._has_news()

    def _has_news(self) -> bool:
        """Return whether there is a block, or the body has ended in one way or the other. Called with the lock held."""
        return bool(self._blocks or self._ended or self._broken)

    def _take(self) -> bytes:
        """Take out a block and ask for the next; ``b""`` at the end. Called with the lock held."""
        if self._broken:
            raise UploadBroken(self._broken)
        if not self._blocks:
            return b""
        block = self._blocks.popleft()
        if not self._ended and len(self._blocks) < _AHEAD:
            self._ask(self._feed)
        return block

    def rewind(self) -> bool:
        """Begin again at the first byte; the loop moves the device back. False when the device cannot do that."""
        with self._ready:
            owner = self._owner()
            if self._sequential or self._broken or owner is None:
                return False
            self._rewinding = True
            post(owner, NetworkCall(self._owner, self._go_back))
            while self._rewinding and not self._broken:
                self._ready.wait()
            return not self._broken

    def _ask(self, what: Any) -> None:
        """Let the loop do something, unless it has been asked. Called with the lock held."""
        owner = self._owner()
        if owner is None:
            self._broken = "the reply is gone"
        elif not self._pulling:
            self._pulling = True
            post(owner, NetworkCall(self._owner, what))

    # On the loop's thread.

    def go_back(self) -> bool:
        """Move the device back to where the body began; False when it cannot do that."""
        device = self._device
        if device.isSequential() or not device.isOpen():
            return False
        try:
            moved = bool(device.seek(self._start))
        except Exception:
            return False
        with self._ready:
            self._blocks.clear()
            self._read = 0
            self._ended = False
            self._pulling = False
        return moved

    def can_go_back(self) -> bool:
        """Return whether the body can be sent again. The device is moved back to find that out if all of it was read."""
        with self._ready:
            ended = self._ended
        if ended:
            return self.go_back()
        return not self._sequential and self._device.isOpen()

    def stop(self, why: str = "the request was cancelled") -> None:
        """Wake the worker and let it give up."""
        with self._ready:
            self._broken = self._broken or why
            self._ready.notify_all()
        if self._listening:
            self._listening = False
            _disconnect(self._device, self._on_more, self._on_finished, self._on_close)

    def _go_back(self, owner: QObject) -> None:
        moved = self.go_back()
        with self._ready:
            self._rewinding = False
            if not moved:
                self._broken = "the upload device cannot be read again"
            self._ready.notify_all()

    def _on_more(self) -> None:
        with self._ready:
            waiting = not self._blocks and not self._ended
        owner = self._owner()
        if waiting and owner is not None:
            self._feed(owner)

    def _feed(self, owner: QObject) -> None:
        """Read blocks until there are enough of them, the device has no more just now, or it has ended."""
        with self._ready:
            self._pulling = False
            wanted = 0 if self._ended or self._broken else _AHEAD + 1 - len(self._blocks)
        for _ in range(wanted):
            rest = BLOCK if self.length is None else min(BLOCK, self.length - self._read)
            block, problem = self._read_device(rest) if rest else (b"", "")
            self._read += len(block)
            with self._ready:
                if block:
                    self._blocks.append(block)
                elif rest and not problem and self._may_have_more():
                    if not has_stalled(self._device):
                        return  # the device says so with readyRead when it has
                    problem = "the upload device has nothing to give just now, and does not say when it has"
                elif rest and self.length is not None and not problem:
                    problem = f"the upload device ended after {self._read} of {self.length} bytes"
                self._broken = self._broken or problem
                self._ended = not block or self._read == self.length
                self._ready.notify_all()
                if self._ended or self._broken:
                    return

    def _read_device(self, limit: int) -> tuple[bytes, str]:
        """Return a block and what went wrong. The device may be the user's own code."""
        device = self._device
        try:
            if not device.isOpen():
                return b"", "the upload device was closed"
            block = device._qt_read(limit)
            problem = device.errorString() if block is None else ""
        except Exception as error:
            block, problem = None, str(error)
        return block or b"", f"the upload device could not be read: {problem}" if block is None else ""

    def _may_have_more(self) -> bool:
        """Return whether a device that gave nothing just now may give something later: a sequential one that has not
        finished."""
        return not self._finished and self._sequential and not gives_no_more(self._device)

    def _on_finished(self) -> None:
        self._finished = True
        self._on_more()

    def _on_close(self) -> None:
        """The device is about to close, or has been deleted: it may have more, but will never say so."""
        if self._finished:
            return
        self._on_more()
        with self._ready:
            if not self._ended and not self._blocks:
                self._broken = self._broken or "the upload device was closed before its end"
                self._ready.notify_all()


class Collector:
    """Reads a sequential device into memory until it says that it is finished, as Qt does before it sends the body."""

    def __init__(self, device: QIODevice, done: Callable[[bytes, str], object]) -> None:
        """:param done: called once with the bytes and what went wrong, on the device's thread."""
        self._device = device
        self._done: Callable[[bytes, str], object] | None = done
        self._parts: list[bytes] = []
        device.readyRead.connect(self._take)
        device.readChannelFinished.connect(self._finish)
        device.aboutToClose.connect(self._close)
        device.destroyed.connect(self._close)
        self._take()

    def _take(self) -> None:
        """Read what there is; that may already be all."""
        problem = ""
        try:
            while self._done is not None:
                block = self._device._qt_read(BLOCK)
                if block is None:
                    problem = f"the upload device could not be read: {self._device.errorString()}"
                    break
                if not block:
                    break
                self._parts.append(block)
        except Exception as error:
            problem = f"the upload device could not be read: {error}"
        if problem or gives_no_more(self._device):
            self._end(problem)

    def _finish(self) -> None:
        self._take()
        self._end("")

    def _close(self) -> None:
        """The device is about to close, or has been deleted, and has not said that it was finished."""
        if self._done is not None and not is_buried(self._device):
            self._take()
        self._end("the upload device was closed before its end")

    def _end(self, problem: str) -> None:
        done = self._done
        self.stop()
        if done is not None:
            done(b"".join(self._parts), problem)

    def stop(self) -> None:
        """Read no further: the reply has ended."""
        if self._done is not None:
            self._done = None
            _disconnect(self._device, self._take, self._finish, self._close)


def _disconnect(device: QIODevice, more: Any, finished: Any, closed: Any) -> None:
    """Take no more notice of a device's signals."""
    if is_buried(device):
        return
    for signal, slot in (
        (device.readyRead, more),
        (device.readChannelFinished, finished),
        (device.aboutToClose, closed),
        (device.destroyed, closed),
    ):
        try:
            signal.disconnect(slot)
        except (RuntimeError, TypeError):
            pass  # not connected any more
