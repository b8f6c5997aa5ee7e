"""`QHttpHeaders`: the header fields of a message in their order, names repeated or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import index
from typing import TYPE_CHECKING, Any, TypeAlias

from .bytearray import QByteArray
from .headers import FORBIDDEN_IN_VALUES, TOKEN, Field, HeaderFields, lowered, octets
from .httpheaderranges import QHttpHeaderRangeSet, ranges_text, read_ranges
from .qtenum import export_enums
from .valuewarning import warn
from .wellknownheader import WellKnownHeader as _WellKnownHeader
from .wellknownheader import well_known_name

if TYPE_CHECKING:
    from .qdatetime import QDateTime

_CATEGORY = "qt.network.http.headers"
_BREAKING = b"\r\n\0"
_COMMA = b", "

Name: TypeAlias = "_WellKnownHeader | str | bytes | QByteArray"
Text: TypeAlias = "str | bytes | QByteArray | None"


@export_enums
class QHttpHeaders:
    """The header fields of a message: an ordered list of names and values, to be put into a request or a reply.

    A name is a `WellKnownHeader` or text; case does not matter, and names are reported in lower case. A value is text
    (Latin-1) or bytes; white space around it is cut off. A name or value that no header can have is refused with a
    warning and False; CR, LF and NUL, with which one header would become two, raise ValueError. An index is a position
    in the list; IndexError for one outside. As on Qt two lists are equal only if they are the same object.
    """

    WellKnownHeader: TypeAlias = _WellKnownHeader

    __slots__ = ("__weakref__", "_qt_fields")

    _qt_fields: list[Field]

    def __init__(self, other: QHttpHeaders | None = None, /) -> None:
        """Make an empty list, or a copy of *other*. Raises TypeError for anything else."""
        if other is not None and not isinstance(other, QHttpHeaders):
            raise TypeError(f"QHttpHeaders() takes another QHttpHeaders, not {other!r}")
        self._qt_fields = [] if other is None else [*other._qt_fields]

    # Adding.

    def append(self, name: Name, value: Text) -> bool:
        """Add a field at the end; return whether it could be added."""
        field = _field(name, value)
        if field is not None:
            self._qt_fields.append(field)
        return field is not None

    def insert(self, i: int, name: Name, value: Text) -> bool:
        """Add a field in front of the one at *i* (`size`: at the end); return whether it could be added."""
        position = self._qt_position(i, len(self._qt_fields) + 1)
        field = _field(name, value)
        if field is not None:
            self._qt_fields.insert(position, field)
        return field is not None

    def replace(self, i: int, name: Name, newValue: Text) -> bool:
        """Put another field in the place of the one at *i*; return whether it could be put there."""
        position = self._qt_position(i, len(self._qt_fields))
        field = _field(name, newValue)
        if field is not None:
            self._qt_fields[position] = field
        return field is not None

    def replaceOrAppend(self, name: Name, newValue: Text) -> bool:
        """Let *name* stand once, with *newValue*: where it stood first, else at the end. Return whether that could be done."""
        field = _field(name, newValue)
        if field is None:
            return False
        key = field[0]
        fields = self._qt_fields
        first = next((position for position, each in enumerate(fields) if each[0] == key), None)
        if first is None:
            fields.append(field)
        else:
            fields[first] = field
            fields[first + 1 :] = [each for each in fields[first + 1 :] if each[0] != key]
        return True

    def setDateTimeValue(self, name: Name, dateTime: QDateTime | None) -> None:
        """Let *name* stand once, with a date as HTTP writes it. None and an invalid one change nothing, with a warning.

        :param dateTime: a `QDateTime` or a `datetime.datetime`; TypeError for anything else.
        """
        from .httpdate import format_http_date, from_moment
        from .momentargs import as_moment

        moment = None if dateTime is None else as_moment(dateTime)
        if moment is not None and moment.isValid():
            self.replaceOrAppend(name, format_http_date(from_moment(moment)))
        else:
            warn("QHttpHeaders::setDateTimeValue: invalid QDateTime value received")

    def setRangeValues(self, ranges: QHttpHeaderRangeSet) -> None:
        """Let Range stand once, with these ranges, or not at all if there are none."""
        if not isinstance(ranges, QHttpHeaderRangeSet):
            raise TypeError(f"ranges of bytes are a QHttpHeaderRangeSet, not {ranges!r}")
        text = ranges_text(ranges)
        if text:
            self.replaceOrAppend(_WellKnownHeader.Range, text)
        else:
            self.removeAll(_WellKnownHeader.Range)

    # Asking.

    def contains(self, name: Name) -> bool:
        """Return whether there is a field of that name."""
        key = _key(name)
        return any([field[0] == key for field in self._qt_fields])

    def value(self, name: Name, defaultValue: bytes | QByteArray = b"") -> bytes:
        """Return the value of the first field of that name, *defaultValue* when there is none."""
        values = self._qt_values(name)
        if values:
            return values[0]
        if isinstance(defaultValue, str):
            raise TypeError(f"a default value is bytes or a QByteArray, not {defaultValue!r}")
        return octets(defaultValue, "a default value")

    def values(self, name: Name) -> list[QByteArray]:
        """Return the values of all fields of that name, in order."""
        return [QByteArray(value) for value in self._qt_values(name)]

    def combinedValue(self, name: Name) -> QByteArray:
        """Return the values of all fields of that name, joined with ``, ``; null when there is none."""
        values = self._qt_values(name)
        return QByteArray(_COMMA.join(values)) if values else QByteArray()

    def rangeValues(self) -> QHttpHeaderRangeSet | None:
        """Return the ranges of bytes that the Range fields ask for, None when they cannot be read."""
        return read_ranges(self._qt_values(_WellKnownHeader.Range))

    def nameAt(self, i: int) -> str:
        """Return the name of the field at *i*, in lower case."""
        return self._qt_fields[self._qt_position(i, len(self._qt_fields))][0].decode("ascii")

    def valueAt(self, i: int) -> bytes:
        """Return the value of the field at *i*."""
        return self._qt_fields[self._qt_position(i, len(self._qt_fields))][2]

    def size(self) -> int:
        """Return how many fields there are."""
        return len(self._qt_fields)

    def isEmpty(self) -> bool:
        """Return whether there are no fields."""
        return not self._qt_fields

    @staticmethod
    def wellKnownHeaderName(name: _WellKnownHeader) -> bytes:
        """Return the name of a well-known header in lower case."""
        if not isinstance(name, _WellKnownHeader):
            raise TypeError(f"a well-known header is a QHttpHeaders.WellKnownHeader, not {name!r}")
        return well_known_name(name)

    # Removing.

    def removeAll(self, name: Name) -> None:
        """Remove all fields of that name."""
        key = _key(name)
        self._qt_fields[:] = [field for field in self._qt_fields if field[0] != key]

    def removeAt(self, i: int) -> None:
        """Remove the field at *i*."""
        del self._qt_fields[self._qt_position(i, len(self._qt_fields))]

    def clear(self) -> None:
        """Remove all fields."""
        self._qt_fields.clear()

    def reserve(self, size: int) -> None:
        """Accept how many fields are to come, a number that Qt makes room for and Python needs not."""
        index(size)

    def swap(self, other: QHttpHeaders) -> None:
        """Exchange the fields with those of *other*."""
        if not isinstance(other, QHttpHeaders):
            raise TypeError(f"headers are exchanged with those of a QHttpHeaders, not of {other!r}")
        self._qt_fields, other._qt_fields = other._qt_fields, self._qt_fields

    # As Python's lists and dicts.

    @staticmethod
    def fromListOfPairs(headers: Iterable[tuple[Any, Any]]) -> QHttpHeaders:
        """Return the fields that a list of names and values describes; those that cannot be sent are left out."""
        if isinstance(headers, (Mapping, str, bytes)) or not hasattr(headers, "__iter__"):
            raise TypeError(f"headers are a list of pairs, not {headers!r}")
        made = QHttpHeaders()
        for pair in headers:
            if not isinstance(pair, (tuple, list)) or len(pair) != 2:
                raise TypeError(f"a header is a pair of name and value, not {pair!r}")
            made.append(*pair)
        return made

    @staticmethod
    def fromMultiMap(headers: Mapping[Any, Any]) -> QHttpHeaders:
        """Return the fields that a dict describes, ordered by name.

        :param headers: a list of values for every name, the last one first, as in Qt's maps; or just a value.
        """
        return _from_dict(headers, sorted(_names(headers), key=_name))

    @staticmethod
    def fromMultiHash(headers: Mapping[Any, Any]) -> QHttpHeaders:
        """Return the fields that a dict describes, in the dict's order. See `fromMultiMap`."""
        return _from_dict(headers, _names(headers))

    def toListOfPairs(self) -> list[tuple[QByteArray, QByteArray]]:
        """Return names and values in order."""
        return [(QByteArray(key), QByteArray(value)) for key, _, value in self._qt_fields]

    def toMultiMap(self) -> dict[QByteArray, list[QByteArray]]:
        """Return a dict ordered by name, with the values of each, the last one first."""
        return self._qt_dict(sorted({field[0] for field in self._qt_fields}))

    def toMultiHash(self) -> dict[QByteArray, list[QByteArray]]:
        """Return a dict with the values of each name, the last one first."""
        return self._qt_dict([*dict.fromkeys([field[0] for field in self._qt_fields])])

    # Inside.

    def _qt_dict(self, keys: list[bytes]) -> dict[QByteArray, list[QByteArray]]:
        values: dict[bytes, list[QByteArray]] = {key: [] for key in keys}
        for field in reversed(self._qt_fields):
            values[field[0]].append(QByteArray(field[2]))
        return {QByteArray(key): each for key, each in values.items()}

    def _qt_values(self, name: Name) -> list[bytes]:
        key = _key(name)
        return [field[2] for field in self._qt_fields if field[0] == key]

    def _qt_position(self, i: int, limit: int) -> int:
        """Return *i* as an index below *limit*."""
        position = index(i)
        if not 0 <= position < limit:
            raise IndexError(f"there is no header at {i!r}: there are {len(self._qt_fields)} of them")
        return position

    def __copy__(self) -> QHttpHeaders:
        return QHttpHeaders(self)

    def __deepcopy__(self, memo: Any) -> QHttpHeaders:
        return QHttpHeaders(self)

    def __repr__(self) -> str:
        # Names alone: values may be secrets, and representations land in logs.
        names = ", ".join([field[0].decode("ascii") for field in self._qt_fields])
        return f"<netaccess.QtNetwork.QHttpHeaders({names}) at {id(self):#x}>"


def headers_of(fields: HeaderFields) -> QHttpHeaders:
    """Return the fields of a request, a reply or a proxy, for the program to change."""
    made = QHttpHeaders()
    made._qt_fields = [*fields.fields()]
    return made


def fields_of(headers: QHttpHeaders) -> HeaderFields:
    """Return what a request, a reply or a proxy keeps of *headers*. Raises TypeError unless it is a `QHttpHeaders`."""
    if not isinstance(headers, QHttpHeaders):
        raise TypeError(f"headers are a QHttpHeaders, not {headers!r}")
    return HeaderFields.of(tuple(headers._qt_fields))


def with_well_known(fields: HeaderFields, name: _WellKnownHeader, value: Any) -> HeaderFields:
    """Return *fields* with *name* standing once, with *value*, where it stood first, else at the end."""
    if not isinstance(name, _WellKnownHeader):
        raise TypeError(f"a well-known header is a QHttpHeaders.WellKnownHeader, not {name!r}")
    changed = headers_of(fields)
    changed.replaceOrAppend(name, value)
    return fields.like(tuple(changed._qt_fields), _key(name))


def _key(name: Any) -> bytes:
    return lowered(_name(name))


def _name(name: Any) -> bytes:
    """Return a name as bytes, whatever they are."""
    if isinstance(name, _WellKnownHeader):
        return well_known_name(name)
    if isinstance(name, str):
        return name.encode("utf-8", "surrogatepass")
    if name is None:
        return b""
    if isinstance(name, (bytes, bytearray, memoryview, QByteArray)):
        return bytes(name)
    raise TypeError(f"a header's name is a QHttpHeaders.WellKnownHeader or a str, not {name!r}")


def _field(name: Any, value: Any) -> Field | None:
    """Return the field that *name* and *value* make; None, with a warning, where no header can have them.

    Raises ValueError for CR, LF and NUL, TypeError for what is no text.
    """
    raw_name = _name(name)
    if value is None:
        raw = b""
    elif isinstance(value, str):
        # What Latin-1 does not have becomes a character that no value may have.
        raw = value.encode("ascii") if value.isascii() else _latin(value)
    else:
        raw = octets(value, f"the value of the header {raw_name.decode('latin-1')}")
    for what, text in (("name", raw_name), ("value", raw)):
        if len(text.translate(None, _BREAKING)) != len(text):
            shown = raw_name.decode("latin-1")
            raise ValueError(f"the {what} of the header {shown!r} is {text!r}: CR, LF and NUL cannot be in a header")
    if not raw_name:
        warn("HTTP header name cannot be empty", _CATEGORY)
    elif raw_name.translate(None, TOKEN):
        warn("HTTP header name contained illegal character(s)", _CATEGORY)
    elif len(raw.translate(None, FORBIDDEN_IN_VALUES)) != len(raw):
        warn("HTTP header value contained illegal character(s)", _CATEGORY)
    else:
        return lowered(raw_name), raw_name, raw.strip(b" \t")
    return None


def _latin(text: str) -> bytes:
    return "".join([char if char <= "\xff" else "\x7f" for char in text]).encode("latin-1")


def _names(headers: Any) -> list[Any]:
    if not isinstance(headers, Mapping):
        raise TypeError(f"headers are a dict, not {headers!r}")
    return [*headers]


def _from_dict(headers: Mapping[Any, Any], names: list[Any]) -> QHttpHeaders:
    made = QHttpHeaders()
    for name in names:
        values = headers[name]
        for value in reversed(values) if isinstance(values, (list, tuple)) else (values,):
            made.append(name, value)
    return made
