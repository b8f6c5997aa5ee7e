"""`QJsonParseError`: why a JSON text was refused, and where."""

from __future__ import annotations

from .qtenum import QtEnum, export_enums

_TEXTS = (
    "no error occurred",
    "unterminated object",
    "missing name separator",
    "unterminated array",
    "missing value separator",
    "illegal value",
    "invalid termination by number",
    "illegal number",
    "invalid escape sequence",
    "invalid UTF8 string",
    "unterminated string",
    "object is missing after a comma",
    "too deeply nested document",
    "too large document",
    "garbage at the end of the document",
)


@export_enums
class QJsonParseError:
    """Filled in by `QJsonDocument.fromJson` and `QJsonValue.fromJson`: what went wrong, and at which byte."""

    class ParseError(QtEnum):
        """What can be wrong with a JSON text."""

        NoError = 0
        UnterminatedObject = 1
        MissingNameSeparator = 2
        UnterminatedArray = 3
        MissingValueSeparator = 4
        IllegalValue = 5
        TerminationByNumber = 6
        IllegalNumber = 7
        IllegalEscapeSequence = 8
        IllegalUTF8String = 9
        UnterminatedString = 10
        MissingObject = 11
        DeepNesting = 12
        DocumentTooLarge = 13
        GarbageAtEnd = 14

    __slots__ = ("error", "offset")

    #: What went wrong.
    error: ParseError
    #: The number of bytes in front of the place where it was noticed.
    offset: int

    def __init__(self, other: QJsonParseError | None = None) -> None:
        """No error yet, or a copy of *other*."""
        if other is not None and not isinstance(other, QJsonParseError):
            raise TypeError(f"QJsonParseError() copies a QJsonParseError, not {other!r}")
        self.error = self.ParseError.NoError if other is None else other.error
        self.offset = -1 if other is None else other.offset

    def errorString(self) -> str:
        """The error in words, in English."""
        return _TEXTS[self.error]

    def __copy__(self) -> QJsonParseError:
        return QJsonParseError(self)

    def __repr__(self) -> str:
        return f"<{self.__class__.__name__}({self.error.name}, offset {self.offset})>"
