"""Objects, signals, slots, loops, timers, threads, values and devices, under the names of ``PySide6.QtCore``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._kernel.application import QCoreApplication
from ._kernel.buffer import QBuffer
from ._kernel.elapsedtimer import QElapsedTimer
from ._kernel.events import QChildEvent, QDynamicPropertyChangeEvent, QEvent, QTimerEvent
from ._kernel.file import QFile
from ._kernel.filedevice import QFileDevice
from ._kernel.iodevice import QIODevice
from ._kernel.loop import QEventLoop
from ._kernel.loopthread import EventLoopThread
from ._kernel.metaobject import Q_ARG, Q_RETURN_ARG, QMetaObject
from ._kernel.property import Property
from ._kernel.pyfile import PythonFileDevice
from ._kernel.qobject import QObject
from ._kernel.signal import Signal, SignalInstance, Slot
from ._kernel.signalblocker import QSignalBlocker
from ._kernel.thread import QThread
from ._kernel.timer import QTimer
from ._values.bytearray import QByteArray
from ._values.lazynames import lazy_names
from ._values.qtnamespace import Qt
from ._values.url import QUrl
from ._values.urlquery import QUrlQuery

if TYPE_CHECKING:  # what _LAZY names
    pass

__all__ = [
    "Q_ARG",
    "Q_RETURN_ARG",
    "EventLoopThread",
    "Property",
    "PythonFileDevice",
    "QBuffer",
    "QByteArray",
    "QChildEvent",
    "QCoreApplication",
    "QDynamicPropertyChangeEvent",
    "QElapsedTimer",
    "QEvent",
    "QEventLoop",
    "QFile",
    "QFileDevice",
    "QIODevice",
    "QMetaObject",
    "QObject",
    "QSignalBlocker",
    "QThread",
    "QTimer",
    "QTimerEvent",
    "QUrl",
    "QUrlQuery",
    "Qt",
    "Signal",
    "SignalInstance",
    "Slot",
]

_LAZY: dict[str, str] = {}
"""Names that few programs use, and the module each is loaded from when it is asked for."""

__getattr__, __dir__ = lazy_names(globals(), _LAZY)
