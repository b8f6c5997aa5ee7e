"""Objects, signals, slots, loops, timers, threads, values and devices, under the names of ``PySide6.QtCore``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._kernel.application import QCoreApplication
from ._kernel.buffer import QBuffer
from ._kernel.deadlinetimer import QDeadlineTimer
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
from ._kernel.signal import Signal, SignalInstance
from ._kernel.signalblocker import QSignalBlocker
from ._kernel.slot import Slot
from ._kernel.thread import QThread
from ._kernel.timer import QTimer
from ._values.bytearray import QByteArray
from ._values.lazynames import lazy_names
from ._values.openmode import QIODeviceBase
from ._values.qtnamespace import Qt
from ._values.url import QUrl
from ._values.urlquery import QUrlQuery

if TYPE_CHECKING:  # what _LAZY names
    from ._kernel.basictimer import QBasicTimer
    from ._kernel.datastream import QDataStream
    from ._kernel.dir import QDir
    from ._kernel.diriterator import QDirIterator
    from ._kernel.fileinfo import QFileInfo
    from ._kernel.loggingcategory import QLoggingCategory
    from ._kernel.messagehandler import (
        qCCritical,
        qCDebug,
        qCInfo,
        qCritical,
        qCWarning,
        qDebug,
        qFatal,
        qInfo,
        qInstallMessageHandler,
        qInstallMsgHandler,
        qWarning,
    )
    from ._kernel.messagelogger import QMessageLogger
    from ._kernel.messagepattern import qFormatLogMessage, qSetMessagePattern
    from ._kernel.metaenum import ClassInfo, QEnum, QFlag, QMetaClassInfo, QMetaEnum
    from ._kernel.metamethod import QMetaMethod
    from ._kernel.metaobject import Q_ARG, Q_RETURN_ARG, QMetaObject
    from ._kernel.metaproperty import QMetaProperty
    from ._kernel.mutex import QMutex, QMutexLocker, QRecursiveMutex
    from ._kernel.oldsignals import SIGNAL, SLOT
    from ._kernel.program import qAddPostRoutine
    from ._kernel.readwritelock import QReadLocker, QReadWriteLock, QWriteLocker
    from ._kernel.runnable import QRunnable
    from ._kernel.savefile import QSaveFile
    from ._kernel.semaphore import QSemaphore, QSemaphoreReleaser
    from ._kernel.settings import QSettings
    from ._kernel.standardpaths import QStandardPaths
    from ._kernel.temporarydir import QTemporaryDir
    from ._kernel.temporaryfile import QTemporaryFile
    from ._kernel.threadpool import QThreadPool
    from ._kernel.waitcondition import QWaitCondition
    from ._values.compress import qCompress, qUncompress
    from ._values.date import QDate
    from ._values.hash import QCryptographicHash
    from ._values.jsonarray import QJsonArray
    from ._values.jsondocument import QJsonDocument
    from ._values.jsonerror import QJsonParseError
    from ._values.jsonvalue import QJsonValue
    from ._values.logmessage import (
        QMessageLogContext,
        QtCriticalMsg,
        QtDebugMsg,
        QtFatalMsg,
        QtInfoMsg,
        QtMsgType,
        QtSystemMsg,
        QtWarningMsg,
    )
    from ._values.messageauthentication import QMessageAuthenticationCode
    from ._values.qdatetime import QDateTime
    from ._values.qtimezone import QTimeZone
    from ._values.qtversion import qVersion
    from ._values.timeofday import QTime
    from ._values.uuid import QUuid

__all__ = [
    "Q_ARG",
    "Q_RETURN_ARG",
    "SIGNAL",
    "SLOT",
    "ClassInfo",
    "EventLoopThread",
    "Property",
    "PythonFileDevice",
    "QBasicTimer",
    "QBuffer",
    "QByteArray",
    "QChildEvent",
    "QCoreApplication",
    "QCryptographicHash",
    "QDataStream",
    "QDate",
    "QDateTime",
    "QDeadlineTimer",
    "QDir",
    "QDirIterator",
    "QDynamicPropertyChangeEvent",
    "QElapsedTimer",
    "QEnum",
    "QEvent",
    "QEventLoop",
    "QFile",
    "QFileDevice",
    "QFileInfo",
    "QFlag",
    "QIODevice",
    "QIODeviceBase",
    "QJsonArray",
    "QJsonDocument",
    "QJsonParseError",
    "QJsonValue",
    "QLoggingCategory",
    "QMessageAuthenticationCode",
    "QMessageLogContext",
    "QMessageLogger",
    "QMetaClassInfo",
    "QMetaEnum",
    "QMetaMethod",
    "QMetaObject",
    "QMetaProperty",
    "QMutex",
    "QMutexLocker",
    "QObject",
    "QReadLocker",
    "QReadWriteLock",
    "QRecursiveMutex",
    "QRunnable",
    "QSaveFile",
    "QSemaphore",
    "QSemaphoreReleaser",
    "QSettings",
    "QSignalBlocker",
    "QStandardPaths",
    "QTemporaryDir",
    "QTemporaryFile",
    "QThread",
    "QThreadPool",
    "QTime",
    "QTimeZone",
    "QTimer",
    "QTimerEvent",
    "QUrl",
    "QUrlQuery",
    "QUuid",
    "QWaitCondition",
    "QWriteLocker",
    "Qt",
    "QtCriticalMsg",
    "QtDebugMsg",
    "QtFatalMsg",
    "QtInfoMsg",
    "QtMsgType",
    "QtSystemMsg",
    "QtWarningMsg",
    "Signal",
    "SignalInstance",
    "Slot",
    "qAddPostRoutine",
    "qCCritical",
    "qCDebug",
    "qCInfo",
    "qCWarning",
    "qCompress",
    "qCritical",
    "qDebug",
    "qFatal",
    "qFormatLogMessage",
    "qInfo",
    "qInstallMessageHandler",
    "qInstallMsgHandler",
    "qSetMessagePattern",
    "qUncompress",
    "qVersion",
    "qWarning",
]

_LAZY: dict[str, str] = {
    "ClassInfo": "._kernel.metaenum",
    "QBasicTimer": "._kernel.basictimer",
    "QCryptographicHash": "._values.hash",
    "QDataStream": "._kernel.datastream",
    "QDate": "._values.date",
    "QDateTime": "._values.qdatetime",
    "QDir": "._kernel.dir",
    "QDirIterator": "._kernel.diriterator",
    "QEnum": "._kernel.metaenum",
    "QFileInfo": "._kernel.fileinfo",
    "QFlag": "._kernel.metaenum",
    "QJsonArray": "._values.jsonarray",
    "QJsonDocument": "._values.jsondocument",
    "QJsonParseError": "._values.jsonerror",
    "QJsonValue": "._values.jsonvalue",
    "QLoggingCategory": "._kernel.loggingcategory",
    "QMessageAuthenticationCode": "._values.messageauthentication",
    "QMessageLogContext": "._values.logmessage",
    "QMessageLogger": "._kernel.messagelogger",
    "QMetaClassInfo": "._kernel.metaenum",
    "QMetaEnum": "._kernel.metaenum",
    "QMetaMethod": "._kernel.metamethod",
    "QMetaObject": "._kernel.metaobject",
    "QMetaProperty": "._kernel.metaproperty",
    "QMutex": "._kernel.mutex",
    "QMutexLocker": "._kernel.mutex",
    "QReadLocker": "._kernel.readwritelock",
    "QReadWriteLock": "._kernel.readwritelock",
    "QRecursiveMutex": "._kernel.mutex",
    "QRunnable": "._kernel.runnable",
    "QSaveFile": "._kernel.savefile",
    "QSemaphore": "._kernel.semaphore",
    "QSemaphoreReleaser": "._kernel.semaphore",
    "QSettings": "._kernel.settings",
    "QStandardPaths": "._kernel.standardpaths",
    "QTemporaryDir": "._kernel.temporarydir",
    "QTemporaryFile": "._kernel.temporaryfile",
    "QThreadPool": "._kernel.threadpool",
    "QTime": "._values.timeofday",
    "QTimeZone": "._values.qtimezone",
    "QUuid": "._values.uuid",
    "QWaitCondition": "._kernel.waitcondition",
    "QWriteLocker": "._kernel.readwritelock",
    "Q_ARG": "._kernel.metaobject",
    "Q_RETURN_ARG": "._kernel.metaobject",
    "QtCriticalMsg": "._values.logmessage",
    "QtDebugMsg": "._values.logmessage",
    "QtFatalMsg": "._values.logmessage",
    "QtInfoMsg": "._values.logmessage",
    "QtMsgType": "._values.logmessage",
    "QtSystemMsg": "._values.logmessage",
    "QtWarningMsg": "._values.logmessage",
    "SIGNAL": "._kernel.oldsignals",
    "SLOT": "._kernel.oldsignals",
    "qAddPostRoutine": "._kernel.program",
    "qCCritical": "._kernel.messagehandler",
    "qCDebug": "._kernel.messagehandler",
    "qCInfo": "._kernel.messagehandler",
    "qCWarning": "._kernel.messagehandler",
    "qCompress": "._values.compress",
    "qCritical": "._kernel.messagehandler",
    "qDebug": "._kernel.messagehandler",
    "qFatal": "._kernel.messagehandler",
    "qFormatLogMessage": "._kernel.messagepattern",
    "qInfo": "._kernel.messagehandler",
    "qInstallMessageHandler": "._kernel.messagehandler",
    "qInstallMsgHandler": "._kernel.messagehandler",
    "qSetMessagePattern": "._kernel.messagepattern",
    "qUncompress": "._values.compress",
    "qVersion": "._values.qtversion",
    "qWarning": "._kernel.messagehandler",
}
"""Names that few programs use, and the module each is loaded from when it is asked for."""

__getattr__, __dir__ = lazy_names(globals(), _LAZY)
