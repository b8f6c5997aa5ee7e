"""Objects, signals, slots, loops, timers, threads, values and devices, under the names of ``PySide6.QtCore``."""

from __future__ import annotations

from ._kernel.application import QCoreApplication
from ._kernel.elapsedtimer import QElapsedTimer
from ._kernel.events import QChildEvent, QDynamicPropertyChangeEvent, QEvent, QTimerEvent
from ._kernel.loop import QEventLoop
from ._kernel.loopthread import EventLoopThread
from ._kernel.metaobject import Q_ARG, Q_RETURN_ARG, QMetaObject
from ._kernel.qobject import QObject
from ._kernel.signal import Signal, SignalInstance, Slot
from ._kernel.thread import QThread
from ._kernel.timer import QTimer
from ._values.bytearray import QByteArray
from ._values.qtnamespace import Qt

__all__ = [
    "EventLoopThread",
    "QByteArray",
    "QChildEvent",
    "QCoreApplication",
    "QDynamicPropertyChangeEvent",
    "QElapsedTimer",
    "QEvent",
    "QEventLoop",
    "QMetaObject",
    "QObject",
    "QThread",
    "QTimer",
    "QTimerEvent",
    "Q_ARG",
    "Q_RETURN_ARG",
    "Qt",
    "Signal",
    "SignalInstance",
    "Slot",
]
