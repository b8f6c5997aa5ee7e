"""`QSignalSpy` and `QTest`: what programs without windows use of QtTest."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from netaccess.QtCore import (
    SIGNAL,
    QByteArray,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMetaMethod,
    QMetaObject,
    QObject,
    Qt,
    QThread,
    QTimer,
    SignalInstance,
)

__all__ = ["QSignalSpy", "QTest"]


class QSignalSpy:
    """Writes down every emission of a signal: how many there were, and with which arguments (``QSignalSpy``).

    It listens as long as it lives. Emissions in other threads are written down there and then. As with PyQt it can be
    used like a sequence, too: ``len(spy)``, ``spy[0]``, ``for arguments in spy``.

    Thread safety: an emission is one append to a list, and leaving the loop of `wait` may be asked for by any thread.
    """

    def __init__(self, signal: SignalInstance | QObject, name: Any = None) -> None:
        """
        :param signal: a signal of an object, or an object.
        :param name: with an object, which of its signals: ``SIGNAL("finished()")`` or a QMetaMethod.
        Raises `TypeError` for what is no signal. A spy on a signal that the object has not got is not valid.
        """
        self._emissions: list[list[Any]] = []
        self._loop: QEventLoop | None = None
        self._signature = ""
        direct = Qt.ConnectionType.DirectConnection
        if isinstance(signal, SignalInstance) and name is None:
            signal.connect(self._record, direct)
            self._signature = bytes(QMetaMethod.fromSignal(signal).methodSignature()).decode()
        elif isinstance(signal, QObject) and name is not None:
            self._signature = _find_signal(signal, name)
            if self._signature:
                QObject.connect(signal, SIGNAL(self._signature), self._record, direct)
        else:
            raise TypeError(f"a QSignalSpy watches a signal of an object, not {signal!r}")

    def _record(self, *arguments: Any) -> None:
        self._emissions.append(list(arguments))
        loop = self._loop
        if loop is not None:
            loop.exit()

    def count(self) -> int:
        """Return how many emissions there have been."""
        return len(self._emissions)

    def size(self) -> int:
        """Return how many emissions there have been."""
        return len(self._emissions)

    def at(self, i: int) -> list[Any]:
        """Return the arguments of the emission with this number, the first being 0, as a new list.

        Raises `IndexError` when there have not been as many.
        """
        if not 0 <= i < len(self._emissions):
            raise IndexError(f"there is no emission {i!r}: {len(self._emissions)} have been seen")
        return list(self._emissions[i])

    def isValid(self) -> bool:
        """Return whether the spy watches a signal."""
        return bool(self._signature)

    def signal(self) -> QByteArray:
        """Return the signature of the signal, empty when the spy is not valid."""
        return QByteArray(self._signature.encode())

    def wait(self, timeout: int = 5000) -> bool:
        """Run an event loop until the signal is emitted, and return True, or until *timeout* milliseconds are over: False."""
        if isinstance(timeout, str) or not hasattr(timeout, "__int__"):
            raise TypeError(f"a time to wait is a number of milliseconds, not {timeout!r}")
        before = len(self._emissions)
        loop = QEventLoop()
        self._loop = loop
        try:
            if len(self._emissions) == before:  # else another thread has emitted before it could see the loop
                _run(loop, max(int(timeout), 1))
        finally:
            self._loop = None
        return len(self._emissions) > before

    def __len__(self) -> int:
        return len(self._emissions)

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, index: Any) -> Any:
        return self._emissions[index]

    def __iter__(self) -> Iterator[list[Any]]:
        return iter(self._emissions)


class QTest:
    """Waiting in tests, with and without an event loop (``QTest``)."""

    @staticmethod
    def qWait(ms: int) -> None:
        """Run an event loop for *ms* milliseconds, deferred deletions included; with 0, deliver what is due now."""
        if isinstance(ms, str) or not hasattr(ms, "__int__"):
            raise TypeError(f"a time to wait is a number of milliseconds, not {ms!r}")
        QCoreApplication.processEvents()
        _delete_what_is_due()
        if ms > 0:
            _run(QEventLoop(), int(ms))
            _delete_what_is_due()

    @staticmethod
    def qSleep(ms: int) -> None:
        """Let the calling thread sleep for *ms* milliseconds, without an event loop."""
        if ms > 0:
            QThread.msleep(ms)


def _find_signal(sender: QObject, name: Any) -> str:
    """Return the signature of a signal of *sender*; empty, with a warning, when it has no such signal."""
    if isinstance(name, QMetaMethod):
        wanted = bytes(name.methodSignature()).decode()
    else:
        text = name.decode() if isinstance(name, bytes) else str(name)
        if not text.startswith("2"):
            print("QSignalSpy: Not a valid signal, use the SIGNAL macro", file=sys.stderr)
            return ""
        wanted = bytes(QMetaObject.normalizedSignature(text[1:])).decode()
    if sender.metaObject().indexOfSignal(wanted) < 0:
        print(f"QSignalSpy: No such signal: {wanted!r}", file=sys.stderr)
        return ""
    return wanted


def _run(loop: QEventLoop, ms: int) -> None:
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setSingleShot(True)
    timer.timeout.connect(loop.quit)
    timer.start(ms)
    loop.exec()


def _delete_what_is_due() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
