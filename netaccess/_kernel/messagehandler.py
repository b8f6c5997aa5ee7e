"""Messages for whoever runs the program: `qDebug` and its sisters, and the handler that gets them.

Without a handler of the program's they are written to standard error, formatted by the pattern of `qSetMessagePattern`.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn

from netaccess._values.logmessage import QMessageLogContext, QtMsgType

from .loggingcategory import QLoggingCategory, default_category

MessageHandler = Callable[[QtMsgType, QMessageLogContext, str], object]


_DEBUG = QtMsgType.QtDebugMsg
_INFO = QtMsgType.QtInfoMsg
_WARNING = QtMsgType.QtWarningMsg
_CRITICAL = QtMsgType.QtCriticalMsg


class _Installed:
    """The program's handler: as it was given, and as it is called."""

    given: Callable[..., object] | None = None
    call: MessageHandler | None = None


class _Calling(threading.local):
    """Whether the thread is inside the handler: what is logged there does not go to it again."""

    busy = False


class _Fatal:
    """How many more warnings and critical messages the environment lets pass; None: not read yet, 0: any number.

    Two threads that warn at the same moment may count as one: the number is an aid for finding faults, not a limit.
    """

    left: dict[int, int] | None = None


_calling = _Calling()


def qInstallMessageHandler(handler: MessageHandler | None) -> Callable[..., object] | None:
    """Have every message given to *handler*; None: write them to standard error again. Returns the previous handler.

    :param handler: called with the `QtMsgType`, a `QMessageLogContext` and the text, in the thread that logs. What it logs
        itself goes to standard error. An exception in it reaches whoever logged; where that is netaccess itself, with one
        of Qt's warnings, it goes to ``sys.excepthook``.
    Raises `TypeError` for what cannot be called.
    """
    if handler is not None and not callable(handler):
        raise TypeError(f"a message handler is a callable or None, not {handler!r}")
    previous = _Installed.given
    _Installed.given = _Installed.call = handler
    return previous


def qInstallMsgHandler(handler: Callable[[QtMsgType, str], object] | None) -> Callable[..., object] | None:
    """Install a handler of Qt 4's kind, called with the `QtMsgType` and the text alone."""
    previous = qInstallMessageHandler(handler)  # type: ignore[arg-type]
    if handler is not None:
        _Installed.call = lambda kind, context, text: handler(kind, text)
    return previous


def deliver(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Give a message to the handler, or write it; then end the process where the environment says so."""
    handler = _Installed.call
    if handler is None or _calling.busy:
        _write(kind, context, text)
    else:
        _calling.busy = True
        try:
            handler(kind, context, text)
        finally:
            _calling.busy = False
    if kind == QtMsgType.QtFatalMsg or (kind in _FATAL_VARIABLES and _is_last(kind)):
        os.abort()


def deliver_safely(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Deliver a message of ours: an exception in the program's handler must not stop us, and goes to ``sys.excepthook``."""
    try:
        deliver(kind, context, text)
    except Exception:
        from .posting import report_exception

        report_exception()


def _write(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    from .messagepattern import formatted

    line = formatted(kind, context, text)
    stream = sys.stderr
    if line is not None and stream is not None:
        stream.write(line + "\n")


_FATAL_VARIABLES = {QtMsgType.QtWarningMsg: "QT_FATAL_WARNINGS", QtMsgType.QtCriticalMsg: "QT_FATAL_CRITICALS"}


def _is_last(kind: QtMsgType) -> bool:
    """Return whether the environment allows no message of this kind after this one."""
    left = _Fatal.left
    if left is None:
        left = _Fatal.left = {key: _allowance(os.environ.get(name, "")) for key, name in _FATAL_VARIABLES.items()}
    if not left[kind]:
        return False
    left[kind] -= 1
    return not left[kind]


def _allowance(value: str) -> int:
    """Return the number a variable stands for: the fatal one is the first, unless it is a number."""
    try:
        return max(0, int(value))
    except ValueError:
        return 1 if value else 0


def as_text(message: Any) -> str:
    """Return the text to be logged. Raises `TypeError` for what is neither text nor None."""
    if message is None:
        return ""
    if isinstance(message, (bytes, bytearray)):
        return bytes(message).decode("utf-8", "replace")
    if not isinstance(message, str):
        raise TypeError(f"a message is a str, not {message!r}: format it first")
    return message


def _log(kind: QtMsgType, category: QLoggingCategory, message: Any) -> None:
    if category.__class__ is not QLoggingCategory and not isinstance(category, QLoggingCategory):
        raise TypeError(f"a QLoggingCategory comes first, not {category!r}")
    text = message if message.__class__ is str else as_text(message)
    if category._qt_enabled[kind]:
        deliver(kind, QMessageLogContext(categoryName=category._qt_name), text)


def qDebug(message: str, /) -> None:
    """Log a message that helps to find faults."""
    _log(_DEBUG, default_category(), message)


def qInfo(message: str, /) -> None:
    """Log something worth knowing."""
    _log(_INFO, default_category(), message)


def qWarning(message: str, /) -> None:
    """Log a warning. With ``QT_FATAL_WARNINGS`` in the environment it ends the process."""
    _log(_WARNING, default_category(), message)


def qCritical(message: str, /) -> None:
    """Log a grave fault. With ``QT_FATAL_CRITICALS`` in the environment it ends the process."""
    _log(_CRITICAL, default_category(), message)


def qFatal(message: str, /) -> NoReturn:
    """Log a fault after which nothing can go on, and end the process at once, as a crash (``SIGABRT``)."""
    _log(QtMsgType.QtFatalMsg, default_category(), message)
    os.abort()


def qCDebug(category: QLoggingCategory, message: str, /) -> None:
    """Log a message that helps to find faults, if *category* wants it."""
    _log(_DEBUG, category, message)


def qCInfo(category: QLoggingCategory, message: str, /) -> None:
    """Log something worth knowing, if *category* wants it."""
    _log(_INFO, category, message)


def qCWarning(category: QLoggingCategory, message: str, /) -> None:
    """Log a warning, if *category* wants it."""
    _log(_WARNING, category, message)


def qCCritical(category: QLoggingCategory, message: str, /) -> None:
    """Log a grave fault, if *category* wants it."""
    _log(_CRITICAL, category, message)
