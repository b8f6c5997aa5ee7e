"""`QJsonDocument`: a JSON text that has an array or an object at its top."""

from __future__ import annotations

from typing import Any, TypeAlias

from .bytearray import QByteArray
from .jsonarray import QJsonArray
from .jsonerror import QJsonParseError
from .jsonparser import JsonError, parse
from .jsonvalue import (
    QJsonValue,
    copy_json,
    fill_error,
    json_item,
    json_source,
    json_value,
    same_json,
)
from .jsonwriter import write
from .qtenum import QtEnum, export_enums

# Inside the class the name means Qt's method.
_AnyObject: TypeAlias = object


@export_enums
class QJsonDocument:
    """A JSON document: an object, an array, or null (nothing at all).

    Objects are Python dicts of plain values (None, bool, int, float, str, list, dict), sorted by key; whole numbers of up
    to 64 bits are ints, as on PySide6.
    """

    class JsonFormat(QtEnum):
        """How a document is written."""

        Indented = 0
        Compact = 1

    __slots__ = ("_value",)

    _value: dict[str, Any] | list[Any] | None

    def __init__(self, value: Any = None) -> None:
        """
        :param value: a dict with str keys, a `QJsonArray` or list, a `QJsonValue` of one of these, or a document to copy.
            Nothing: a null document.
        Raises `TypeError` for what is neither.
        """
        if isinstance(value, QJsonDocument):
            self._value = value._value
            return
        self._value = json_value(value) if value is not None else None
        if value is not None and not isinstance(self._value, (dict, list)):
            raise TypeError(
                f"a JSON document consists of an object (a dict with str keys) or an array, not of {value!r}"
            )

    @staticmethod
    def fromJson(json: Any, error: QJsonParseError | None = None) -> QJsonDocument:
        """Read *json*, UTF-8 with or without a byte order mark. A null document if it is no document; *error* says why."""
        if error is not None and not isinstance(error, QJsonParseError):
            raise TypeError(f"fromJson() fills in a QJsonParseError, not {error!r}")
        document = QJsonDocument()
        try:
            value = parse(json_source(json, "fromJson"))
        except JsonError as reason:
            fill_error(error, reason.error, reason.offset)
            return document
        if isinstance(value, (dict, list)):
            document._value = value
            fill_error(error, QJsonParseError.ParseError.NoError, 0)
        else:
            fill_error(error, QJsonParseError.ParseError.IllegalValue, 0)
        return document

    @staticmethod
    def fromVariant(variant: Any) -> QJsonDocument:
        """A document of a dict or a list; null for everything else. In it, what JSON has no form for is null."""
        document = QJsonDocument()
        if isinstance(variant, (dict, list, tuple)):
            document._value = json_value(variant)
        return document

    def toJson(self, format: int = JsonFormat.Indented) -> QByteArray:
        """The text in UTF-8: indented, or compact. Empty for a null document."""
        if self._value is None:
            return QByteArray()
        return QByteArray(write(self._value, int(format) == QJsonDocument.JsonFormat.Compact))

    def toVariant(self) -> Any:
        """The document as a dict or a list of Python values; None if it is null."""
        return copy_json(self._value)

    def object(self) -> dict[str, Any]:
        """The object as a dict of Python values, sorted by key; empty if the document has none."""
        return copy_json(self._value) if isinstance(self._value, dict) else {}

    def array(self) -> QJsonArray:
        """The array, empty if the document has none."""
        return QJsonArray(self._value) if isinstance(self._value, list) else QJsonArray()

    def setObject(self, object: dict[str, Any]) -> None:
        """Let the document consist of *object*. Raises `TypeError` for what is no dict with str keys."""
        value = json_value(object)
        if not isinstance(value, dict):
            raise TypeError(f"setObject() takes a dict with str keys, not {object!r}")
        self._value = value

    def setArray(self, array: Any) -> None:
        """Let the document consist of *array*, a `QJsonArray` or a list. Raises `TypeError` for anything else."""
        value = json_value(array)
        if not isinstance(value, list):
            raise TypeError(f"setArray() takes a QJsonArray or a list, not {array!r}")
        self._value = value

    def isObject(self) -> bool:
        """Whether it has an object at its top."""
        return isinstance(self._value, dict)

    def isArray(self) -> bool:
        """Whether it has an array at its top."""
        return isinstance(self._value, list)

    def isNull(self) -> bool:
        """Whether nothing has been put into it."""
        return self._value is None

    def isEmpty(self) -> bool:
        """Whether it holds no data: as in Qt that is a null document, not one of an empty object or array."""
        return self._value is None

    def swap(self, other: QJsonDocument) -> None:
        """Exchange the two documents."""
        self._value, other._value = other._value, self._value

    def __getitem__(self, key: str | int) -> QJsonValue:
        """The value of a key of the object, or at an index of the array; undefined if there is none."""
        return json_item(self._value, key)

    def __bool__(self) -> bool:
        """Whether it is not null."""
        return self._value is not None

    def __eq__(self, other: _AnyObject) -> bool:
        if not isinstance(other, QJsonDocument):
            return NotImplemented
        return (self._value is None) == (other._value is None) and same_json(self._value, other._value)

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> QJsonDocument:
        return QJsonDocument(self)

    def __repr__(self) -> str:
        text = "" if self._value is None else write(self._value, True).decode("utf-8")
        return f"<{self.__class__.__name__}({text})>"
