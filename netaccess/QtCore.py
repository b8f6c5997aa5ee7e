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
    from ._kernel.metaenum import ClassInfo, QEnum, QFlag, QMetaClassInfo, QMetaEnum
    from ._kernel.metamethod import QMetaMethod
    from ._kernel.metaobject import Q_ARG, Q_RETURN_ARG, QMetaObject
    from ._kernel.metaproperty import QMetaProperty
    from ._kernel.oldsignals import SIGNAL, SLOT

__all__ = [
    "Q_ARG",
    "Q_RETURN_ARG",
    "SIGNAL",
    "SLOT",
    "ClassInfo",
    "EventLoopThread",
    "Property",
    "PythonFileDevice",
    "QBuffer",
    "QByteArray",
    "QChildEvent",
    "QCoreApplication",
    "QDynamicPropertyChangeEvent",
    "QElapsedTimer",
    "QEnum",
    "QEvent",
    "QEventLoop",
    "QFile",
    "QFileDevice",
    "QFlag",
    "QIODevice",
    "QMetaClassInfo",
    "QMetaEnum",
    "QMetaMethod",
    "QMetaObject",
    "QMetaProperty",
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

_LAZY: dict[str, str] = {
    "ClassInfo": "._kernel.metaenum",
    "QEnum": "._kernel.metaenum",
    "QFlag": "._kernel.metaenum",
    "QMetaClassInfo": "._kernel.metaenum",
    "QMetaEnum": "._kernel.metaenum",
    "QMetaMethod": "._kernel.metamethod",
    "QMetaObject": "._kernel.metaobject",
    "QMetaProperty": "._kernel.metaproperty",
    "Q_ARG": "._kernel.metaobject",
    "Q_RETURN_ARG": "._kernel.metaobject",
    "SIGNAL": "._kernel.oldsignals",
    "SLOT": "._kernel.oldsignals",
}
"""Names that few programs use, and the module each is loaded from when it is asked for."""

__getattr__, __dir__ = lazy_names(globals(), _LAZY)
