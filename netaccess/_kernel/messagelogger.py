"""`QMessageLogger`: logging on behalf of a place in the source."""

from __future__ import annotations

from typing import Any, NoReturn

from netaccess._values.logmessage import QMessageLogContext, QtMsgType

from .loggingcategory import QLoggingCategory, default_category
from .messagehandler import as_text, deliver


class QMessageLogger:
    """Logs messages that say which file, line and function they come from (``QMessageLogger``)."""

    __slots__ = ("_qt_context",)

    def __init__(
        self, file: str | None = None, line: int = 0, function: str | None = None, category: str | None = "default"
    ) -> None:
        """
        :param file: the source file.
        :param line: its line.
        :param function: the function that logs.
        :param category: the name of the category that is written with the messages.
        """
        self._qt_context = QMessageLogContext(file, line, function, category)

    def _qt_log(self, kind: QtMsgType, arguments: tuple[Any, ...]) -> None:
        """Log ``(message)`` in this logger's category, or ``(category, message)`` in another one, if it wants it."""
        if len(arguments) == 2 and isinstance(arguments[0], QLoggingCategory):
            category, message = arguments
            context = QMessageLogContext(
                self._qt_context.file, self._qt_context.line, self._qt_context.function, category.categoryName()
            )
        elif len(arguments) == 1:
            category, message, context = default_category(), arguments[0], self._qt_context
        else:
            raise TypeError(f"a message, or a QLoggingCategory and a message, is wanted, not {arguments!r}")
        text = as_text(message)
        if category.isEnabled(kind):
            deliver(kind, context, text)

    def debug(self, *message: Any) -> None:
        """Log a message that helps to find faults; a `QLoggingCategory` may stand before it."""
        self._qt_log(QtMsgType.QtDebugMsg, message)

    def info(self, *message: Any) -> None:
        """Log something worth knowing; a `QLoggingCategory` may stand before it."""
        self._qt_log(QtMsgType.QtInfoMsg, message)

    def warning(self, *message: Any) -> None:
        """Log a warning; a `QLoggingCategory` may stand before it."""
        self._qt_log(QtMsgType.QtWarningMsg, message)

    def critical(self, *message: Any) -> None:
        """Log a grave fault; a `QLoggingCategory` may stand before it."""
        self._qt_log(QtMsgType.QtCriticalMsg, message)

    def fatal(self, *message: Any) -> NoReturn:
        """Log a fault after which nothing can go on, and end the process at once, as a crash (``SIGABRT``)."""
        import os

        self._qt_log(QtMsgType.QtFatalMsg, message)
        os.abort()

    def noDebug(self, *message: Any) -> None:
        """Take a message and log nothing."""
