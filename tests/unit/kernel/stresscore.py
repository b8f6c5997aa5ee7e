"""The stress: homes (threads with loops), senders that never fall silent, receivers that move and die meanwhile.

Every sender emits numbers, one after the other, to all receivers through queued connections. Lasting receivers move to
another home every now and then, in the middle of their slots; passing ones come, are told to go, and die with whatever is
under way to them. Each receiver knows which number it must hear next from each sender, and where it must hear it. A sender goes
on when every lasting receiver has acknowledged a burst, so the queues stay short however long it lasts.

Nothing here is netaccess's own: `Stress` takes a binding's ``QtCore``, so the same program can be put to real Qt.
"""

from __future__ import annotations

import threading
import weakref
from typing import Any

BURST = 25
AHEAD = 2
"""Bursts that a sender is ahead of the slowest receiver."""
MOVE_EVERY = 173
PASSING_EVERY = 4
"""Bursts after which a sender lets another passing receiver come, and one go."""


class Home:
    """A thread with a running loop: a `QThread`, or a plain thread that runs a `QEventLoop`."""

    def __init__(self, QtCore: Any, plain: bool) -> None:
        self._ready = threading.Event()
        self._loop: Any = None
        self._native: threading.Thread | None = None
        self._core = QtCore
        if plain:
            self._native = threading.Thread(target=self._run, daemon=True)
            self._native.start()
            assert self._ready.wait(20)
        else:
            self.thread = QtCore.QThread()
            self.thread.start()

    def _run(self) -> None:
        self.thread = self._core.QThread.currentThread()
        self._loop = self._core.QEventLoop()
        self._core.QTimer.singleShot(0, self._ready.set)
        self._loop.exec()
        self._loop = None

    def end(self, seconds: float) -> bool:
        """End the loop and wait for the thread; False when it does not end."""
        if self._native is None:
            self.thread.quit()
            return bool(self.thread.wait(int(seconds * 1000)))
        self._loop.exit(0)
        self._native.join(seconds)
        return not self._native.is_alive()


class Stress:
    """The whole of it. `run` returns when every sender has been heard to the end, and `errors` then says what went wrong."""

    def __init__(self, QtCore: Any, threads: int, emissions: int) -> None:
        """
        :param QtCore: the binding's module.
        :param threads: how many homes; two of them are plain threads.
        :param emissions: how many numbers each sender emits.
        """
        self.core = QtCore
        self.emissions = emissions
        self.errors: list[str] = []
        self.born: list[int] = []  # the senders of the passing receivers
        self.died = threading.Semaphore(0)
        self.references: list[weakref.ref[Any]] = []  # to all receivers there have been
        self.homes = [Home(QtCore, plain=number < 2) for number in range(threads)]
        self.finished = threading.Semaphore(0)
        receiver, sender = _classes(self)
        self.receiver_class = receiver
        self.lasting = [receiver(number) for number in range(threads)]
        self.senders = [sender(number) for number in range(threads)]
        for each in self.senders:
            for other in self.lasting:
                each.sent.connect(other.take, QtCore.Qt.QueuedConnection)
                other.acknowledged.connect(each.hear, QtCore.Qt.QueuedConnection)
            each.begin.connect(each.work)
        for each, home in zip([*self.senders, *self.lasting], self.homes * 2, strict=True):
            each.moveToThread(home.thread)

    def start(self) -> None:
        """Let all senders begin."""
        for each in self.senders:
            each.begin.emit()

    def wait(self, seconds: float) -> bool:
        """Wait until all senders have been heard to the end, and all passing receivers have died.

        Returns False when nothing at all is heard for *seconds*, however long the whole takes.
        """
        heard = all([self._acquired(self.finished, seconds) for _ in self.senders])
        return heard and all(self._acquired(self.died, seconds) for _ in self.born)

    def _acquired(self, semaphore: threading.Semaphore, seconds: float) -> bool:
        """Wait for *semaphore* as long as receivers go on hearing something."""
        before = -1
        while not semaphore.acquire(timeout=seconds):
            if self.deliveries == before:
                return False
            before = self.deliveries
        return True

    def end(self, seconds: float = 20) -> bool:
        """End the threads; False when one does not end."""
        return all([home.end(seconds) for home in self.homes])

    def check(self) -> None:
        """Note what lasting receivers have not heard."""
        for each in self.lasting:
            for sender, heard in each.heard.items():
                if heard != self.emissions:
                    self.errors.append(f"receiver {each.number} has heard {heard} of sender {sender}")

    def alive(self) -> int:
        """Return how many receivers there are."""
        return sum(reference() is not None for reference in self.references)

    @property
    def deliveries(self) -> int:
        """How many queued calls have reached lasting receivers."""
        return sum(sum(each.heard.values()) for each in self.lasting)


def _classes(stress: Stress) -> tuple[Any, Any]:
    """Return the classes of receivers and senders, on the binding's QObject."""
    QtCore = stress.core
    QThread = QtCore.QThread
    homes = stress.homes
    errors = stress.errors

    class Receiver(QtCore.QObject):  # type: ignore[misc]
        """Hears senders, and checks what it hears. A passing one has no number of its own (-1)."""

        acknowledged = QtCore.Signal(int)

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number
            self.heard: dict[int, int] = {}
            self.calls = 0
            self.at = number
            self.inside = False
            stress.references.append(weakref.ref(self))

        @QtCore.Slot(int, int)
        def take(self, sender: int, value: int) -> None:
            """Hear one number."""
            if self.inside or self.thread() is not QThread.currentThread():
                errors.append(f"receiver {self.number} is called in a thread it does not live in, or twice at once")
            self.inside = True
            expected = self.heard.get(sender, 0 if self.number >= 0 else value)
            if value != expected:
                errors.append(f"receiver {self.number} has heard {value} of sender {sender}, but {expected} was next")
            self.heard[sender] = value + 1
            self.calls += 1
            self.inside = False
            if self.number >= 0:
                if value % BURST == BURST - 1:
                    self.acknowledged.emit(sender)
                if self.calls % MOVE_EVERY == 0:
                    self.at = (self.at + 1) % len(homes)
                    self.moveToThread(homes[self.at].thread)

    class Sender(QtCore.QObject):  # type: ignore[misc]
        """Emits numbers, in bursts."""

        sent = QtCore.Signal(int, int)
        begin = QtCore.Signal()

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number
            self.value = 0
            self.heard = 0
            self.bursts = 0
            self.passing: list[Any] = []

        @QtCore.Slot()
        def work(self) -> None:
            """Begin."""
            for _ in range(AHEAD):
                self.burst()

        @QtCore.Slot(int)
        def hear(self, sender: int) -> None:
            """A receiver has heard a whole burst, of this sender or another one."""
            if sender != self.number:
                return
            self.heard += 1
            if self.heard % len(homes) == 0:
                if self.value < stress.emissions:
                    self.burst()
                elif self.heard == len(homes) * self.bursts:
                    self.let_go(0)
                    stress.finished.release()

        def burst(self) -> None:
            """Emit a burst, and change the passing receivers now and then."""
            self.bursts += 1
            if self.bursts % PASSING_EVERY == 0:
                self.let_go(2)
                self.let_come()
            for _ in range(BURST):
                self.sent.emit(self.number, self.value)
                self.value += 1

        def let_come(self) -> None:
            """Make a passing receiver, in the thread of this sender, and send it to another one."""
            passing = stress.receiver_class(-1)
            self.sent.connect(passing.take, QtCore.Qt.QueuedConnection)
            passing.destroyed.connect(lambda *_: stress.died.release(), QtCore.Qt.DirectConnection)
            stress.born.append(self.number)
            passing.moveToThread(homes[(self.number + self.bursts) % len(homes)].thread)
            self.passing.append(passing)

        def let_go(self, remaining: int) -> None:
            """Tell the oldest passing receivers to die, from this thread."""
            while len(self.passing) > remaining:
                self.passing.pop(0).deleteLater()

    return Receiver, Sender
