"""What the tests of uploads share: a transport that drains bodies as workers do, and devices that misbehave."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from faketransport import FakeTransport, Recorder, answer

from netaccess._access.manager import QNetworkAccessManager
from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.loop import QEventLoop
from netaccess._transport.base import Ticket
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Failed, Message, UploadBroken

READ_ONLY = QIODevice.OpenModeFlag.ReadOnly
Drain = Callable[["Uploading", Ticket], "list[Message]"]


class Uploading(FakeTransport):
    """Drains each hop's body on a thread of its own, as a worker does."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[bytes] = []
        self.blocks: list[int] = []
        self.on_block: Callable[[bytes], None] = lambda block: None
        self.answers: dict[bytes, list[Message]] = {}
        self.keeps = True
        self._threads: list[threading.Thread] = []

    def start(self, ticket: Ticket) -> None:
        super().start(ticket)
        thread = threading.Thread(target=self._work, args=(ticket,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self, ticket: Ticket) -> None:
        body, parts = ticket.hop.body, []
        try:
            if body is not None and not isinstance(body, bytes):
                while block := body.read():
                    self.blocks.append(len(block))
                    self.on_block(block)
                    if self.keeps:
                        parts.append(block)
            elif body is not None:
                parts.append(body)
        except UploadBroken as error:
            self.say(ticket, Failed(NetworkError.UnknownNetworkError, str(error)))
            return
        self.bodies.append(b"".join(parts))
        self.say(ticket, *self.answers.get(ticket.hop.target, answer(b"ok")))

    def join(self) -> None:
        """Wait for the threads; a worker that is stuck is a failure."""
        for thread in self._threads:
            thread.join(20)
            assert not thread.is_alive(), "a worker still waits for the device"


class Device(QIODevice):
    """A device of so many bytes, made as they are read, that does something after so many have been."""

    def __init__(self, size: int, after: int = -1, act: Callable[[Device], Any] | None = None) -> None:
        super().__init__()
        self.length = size
        self.given = 0
        self.threads: set[int] = set()
        self.after, self.act = after, act
        self.open(READ_ONLY | QIODevice.OpenModeFlag.Unbuffered)

    def size(self) -> int:
        return self.length

    def isSequential(self) -> bool:
        return False

    def readData(self, maxlen: int) -> bytes | None:
        self.threads.add(threading.get_ident())
        if self.act is not None and 0 <= self.after <= self.given:
            act, self.act = self.act, None
            changed = act(self)
            if changed is not None:
                return bytes(changed)
        size = max(0, min(maxlen, self.length - self.given))
        self.given += size
        return bytes(size)


def ended(manager: QNetworkAccessManager, reply: Any) -> Recorder:
    """Run the loop until *reply* has finished; return what it said."""
    recorder = Recorder(manager, reply)
    loop = QEventLoop()
    reply.finished.connect(loop.quit)
    if not reply.isFinished():
        loop.exec()
    return recorder
