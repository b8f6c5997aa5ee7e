"""What a message of the log is, and where it comes from: `QtMsgType` and `QMessageLogContext`."""

from __future__ import annotations

from .qtenum import QtIntEnum


class QtMsgType(QtIntEnum):
    """How grave a message is (``QtMsgType``). The numbers are not in the order of gravity."""

    QtDebugMsg = 0
    QtWarningMsg = 1
    QtCriticalMsg = 2
    QtFatalMsg = 3
    QtInfoMsg = 4
    QtSystemMsg = 2


QtDebugMsg = QtMsgType.QtDebugMsg
QtInfoMsg = QtMsgType.QtInfoMsg
QtWarningMsg = QtMsgType.QtWarningMsg
QtCriticalMsg = QtMsgType.QtCriticalMsg
QtFatalMsg = QtMsgType.QtFatalMsg
QtSystemMsg = QtMsgType.QtSystemMsg


class QMessageLogContext:
    """Where a message comes from (``QMessageLogContext``), as far as whoever logs it says so."""

    __slots__ = ("category", "file", "function", "line", "version")

    CurrentVersion = 2

    #: The name of the category, ``default`` where none was given.
    category: str | None
    #: The source file, None when it is not known.
    file: str | None
    #: The function, None when it is not known.
    function: str | None
    #: The line of the file, 0 when it is not known.
    line: int
    #: The number of Qt's revision of this class.
    version: int

    def __init__(
        self,
        fileName: str | None = None,
        lineNumber: int = 0,
        functionName: str | None = None,
        categoryName: str | None = None,
    ) -> None:
        """
        :param fileName: the source file.
        :param lineNumber: its line.
        :param functionName: the function that logs.
        :param categoryName: the name of the category.
        """
        self.file = fileName
        self.line = lineNumber
        self.function = functionName
        self.category = categoryName
        self.version = self.CurrentVersion
