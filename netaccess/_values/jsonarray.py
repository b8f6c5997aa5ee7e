"""`QJsonArray`: a list with Qt's methods."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .jsonvalue import UNDEFINED, QJsonValue, json_value, same_json, wrap_json
from .jsonwriter import write


class QJsonArray(list[Any]):
    """An array of JSON values. It is also a Python list of them: None, bool, int, float, str, list and dict.

    Qt's reading methods give a `QJsonValue`, Python's (index, iteration, `toVariantList`) give the plain values.
    """

    __slots__ = ()

    def __init__(self, values: Iterable[Any] = ()) -> None:
        """
        :param values: what the array is to hold. Raises `OverflowError` for ints of more than 64 bits.
        """
        super().__init__([json_value(value) for value in values])

    @staticmethod
    def fromVariantList(list: Iterable[Any]) -> QJsonArray:
        """An array of *list*; what JSON has no form for becomes null."""
        return QJsonArray(list)

    @staticmethod
    def fromStringList(list: Iterable[str]) -> QJsonArray:
        """An array of strings."""
        return QJsonArray(list)

    # -- reading -----------------------------------------------------------------------------------------------------

    def at(self, i: int) -> QJsonValue:
        """The value at *i*, undefined if there is none."""
        return wrap_json(json_value(self[i]) if 0 <= i < len(self) else UNDEFINED)

    def first(self) -> QJsonValue:
        """The first value, undefined if there is none."""
        return self.at(0)

    def last(self) -> QJsonValue:
        """The last value, undefined if there is none."""
        return self.at(len(self) - 1)

    def size(self) -> int:
        """The number of values."""
        return len(self)

    def count(self, *value: Any) -> int:
        """The number of values; with an argument, how often it occurs."""
        return super().count(*value) if value else len(self)

    def isEmpty(self) -> bool:
        """Whether there is no value."""
        return not self

    def empty(self) -> bool:
        """As `isEmpty`."""
        return not self

    def contains(self, element: Any) -> bool:
        """Whether *element* is one of the values."""
        wanted = json_value(element)
        return any(same_json(json_value(value), wanted) for value in self)

    def toVariantList(self) -> list[Any]:
        """The values as a plain list."""
        return [json_value(value) for value in self]

    def toObjectList(self) -> list[dict[str, Any]]:
        """The values that are objects, with an empty one for each other value."""
        return [value if isinstance(value, dict) else {} for value in self.toVariantList()]

    # -- changing ----------------------------------------------------------------------------------------------------

    def append(self, value: Any) -> None:
        """Add *value* at the end."""
        super().append(json_value(value))

    def push_back(self, t: Any) -> None:
        """As `append`."""
        self.append(t)

    def prepend(self, value: Any) -> None:
        """Add *value* at the front."""
        super().insert(0, json_value(value))

    def push_front(self, t: Any) -> None:
        """As `prepend`."""
        self.prepend(t)

    def insert(self, i: Any, value: Any) -> None:
        """Put *value* in front of what is at *i*."""
        super().insert(i, json_value(value))

    def replace(self, i: int, value: Any) -> None:
        """Put *value* in place of what is at *i*; does nothing if there is nothing there."""
        if 0 <= i < len(self):
            self[i] = json_value(value)

    def removeAt(self, i: int) -> None:
        """Remove what is at *i*, if there is something."""
        if 0 <= i < len(self):
            del self[i]

    def takeAt(self, i: int) -> QJsonValue:
        """Remove and return what is at *i*; undefined if there is nothing."""
        value = self.at(i)
        self.removeAt(i)
        return value

    def removeFirst(self) -> None:
        """Remove the first value, if there is one."""
        self.removeAt(0)

    def removeLast(self) -> None:
        """Remove the last value, if there is one."""
        self.removeAt(len(self) - 1)

    def pop_front(self) -> None:
        """As `removeFirst`."""
        self.removeAt(0)

    def pop_back(self) -> None:
        """As `removeLast`."""
        self.removeLast()

    def swap(self, other: QJsonArray) -> None:
        """Exchange the values of the two arrays."""
        self[:], other[:] = list(other), list(self)

    def __lshift__(self, value: Any) -> QJsonArray:
        """Add *value* at the end and return the array."""
        self.append(value)
        return self

    def __add__(self, value: Any) -> QJsonArray:
        """A new array with *value* at the end, as in Qt; also an array or a list is one value."""
        result = QJsonArray(self)
        result.append(value)
        return result

    def __iadd__(self, value: Any) -> QJsonArray:
        """Add *value* at the end; also an array or a list is one value."""
        self.append(value)
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, list) and same_json(self.toVariantList(), json_value(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def __bool__(self) -> bool:
        """Whether there is a value in it."""
        return len(self) > 0

    def __repr__(self) -> str:
        text = write(self.toVariantList(), True).decode("utf-8") if self else ""
        return f"<{self.__class__.__name__}({text})>"
