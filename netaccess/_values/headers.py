"""The header fields of a request, reply or proxy: ordered, case-insensitive, never changed in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from .bytearray import QByteArray

_TOKEN = b"!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FORBIDDEN_IN_VALUES = bytes([*range(9), *range(10, 32), 127])
_SET_COOKIE = b"set-cookie"
_NOTHING: Mapping[Any, Any] = MappingProxyType({})
_Field = tuple[bytes, bytes, bytes]
"""The name in lower case, the name as it was spelled, the value."""

# Programs use few names, so thousands of waiting requests share their lower-case forms.
_lower_names: dict[bytes, bytes] = {}
_MOST_LOWER_NAMES = 256


def _lowered(name: bytes) -> bytes:
    lower = _lower_names.get(name)
    if lower is None:
        lower = name.lower()
        if len(_lower_names) < _MOST_LOWER_NAMES and len(name) < 64:
            _lower_names[name] = lower
    return lower


def octets(data: Any, what: str) -> bytes:
    """Return the bytes of *data*: bytes, a `QByteArray`, a bytearray, a memoryview, or a str (as UTF-8).

    Raises TypeError, naming *what*, for anything else.
    """
    if type(data) is bytes:
        return data
    if isinstance(data, str):
        return data.encode("utf-8")
    if isinstance(data, (bytes, bytearray, memoryview, QByteArray)):
        return bytes(data)
    raise TypeError(f"{what} must be bytes, a QByteArray or a str, not {data!r}")


def field_name(name: Any) -> bytes:
    """Return *name* as bytes. Raises ValueError unless it is a token (RFC 9110 5.6.2), as every field name is."""
    raw = octets(name, "a header's name")
    if not raw or raw.translate(None, _TOKEN):
        raise ValueError(f"{raw!r} cannot be a header's name: it is made of letters, digits and !#$%&'*+-.^_`|~")
    return raw


def field_value(name: bytes, value: Any) -> bytes:
    """Return *value* as bytes without white space around it, fit to be sent as the value of the header *name*.

    Raises ValueError, naming the header, when it holds CR, LF, NUL or another control character. Several cookies in one
    Set-Cookie are the exception: there LF stands between them, as in the headers of a reply.
    """
    raw = octets(value, f"the value of the header {name.decode('latin-1')}")
    checked = raw.replace(b"\n", b"") if name.lower() == _SET_COOKIE else raw
    if len(checked.translate(None, _FORBIDDEN_IN_VALUES)) != len(checked):
        raise ValueError(
            f"the value of the header {name.decode('latin-1')} is {raw!r}: CR, LF, NUL and other control characters "
            "cannot be sent in a header"
        )
    return raw.strip(b" \t")


class HeaderFields:
    """An immutable list of header fields, one a name. Copies of a request share it, and a thread may read it freely.

    Beside the raw value a field can carry the value that `QNetworkRequest.setHeader` was given, so that `header` gives
    it back.
    """

    __slots__ = ("_fields", "_typed")

    _fields: tuple[_Field, ...]
    _typed: Mapping[bytes, Any]
    _last: ClassVar[tuple[Sequence[tuple[bytes, bytes]], HeaderFields]]
    """What `received` was given last, and what it made of it: replaced as a whole, so that any thread may read it."""

    def __init__(self, fields: tuple[_Field, ...] = (), typed: Mapping[bytes, Any] = _NOTHING) -> None:
        """Reached through `EMPTY`, `received` and `replaced`; *typed* goes by lower-case name, and stays as it is."""
        self._fields = fields
        self._typed = typed

    @classmethod
    def received(cls, fields: Sequence[tuple[bytes, bytes]]) -> HeaderFields:
        """Return the fields of a message from the wire: repeated ones are joined with ``, ``, Set-Cookie with LF.

        :param fields: not to be changed any more; the same list gives the same fields.
        """
        known, made = cls._last
        if fields is known:
            return made
        made = cls._join(fields)
        HeaderFields._last = fields, made
        return made

    @classmethod
    def _join(cls, fields: Sequence[tuple[bytes, bytes]]) -> HeaderFields:
        keys = [name.lower() for name, _ in fields]
        if len(set(keys)) == len(keys):
            return cls(tuple([(key, *field) for key, field in zip(keys, fields, strict=True)]))
        joined: dict[bytes, list[bytes]] = {}
        for key, (name, value) in zip(keys, fields, strict=True):
            if key in joined:
                joined[key].append(value)
            else:
                joined[key] = [name, value]
        fold = {_SET_COOKIE: b"\n"}
        return cls(tuple((key, made[0], fold.get(key, b", ").join(made[1:])) for key, made in joined.items()))

    def replaced(self, name: bytes, value: bytes, typed: Any = None) -> HeaderFields:
        """Return these fields with *name* set to *value* as the last of them, as Qt orders it.

        Name and value are not checked: see `field_name` and `field_value`.

        :param typed: the Python value behind *value*, None when there is none.
        """
        key = _lowered(name)
        others = tuple([field for field in self._fields if field[0] != key])
        kept = self._typed
        if typed is not None or key in kept:
            changed = dict(kept)
            changed.pop(key, None)
            if typed is not None:
                changed[key] = typed
            kept = changed or _NOTHING
        return HeaderFields((*others, (key, name, value)), kept)

    def without(self, name: bytes) -> HeaderFields:
        """Return these fields without the one called *name*."""
        key = name.lower()
        if key not in self:
            return self
        fields = tuple([field for field in self._fields if field[0] != key])
        return HeaderFields(fields, {other: value for other, value in self._typed.items() if other != key})

    def get(self, name: bytes) -> bytes | None:
        """Return the value of the field *name*, None when there is no such field."""
        key = name.lower()
        for field in self._fields:
            if field[0] == key:
                return field[2]
        return None

    def typed(self, name: bytes) -> Any:
        """Return the Python value that the field *name* was set from, None when it was set raw or not at all."""
        return self._typed.get(name.lower()) if self._typed else None

    def names(self) -> list[bytes]:
        """Return the names in order, in lower case, as Qt 6 reports them."""
        return [field[0] for field in self._fields]

    def items(self) -> list[tuple[bytes, bytes]]:
        """Return lower-case names and values in order."""
        return [(field[0], field[2]) for field in self._fields]

    def wire(self) -> list[tuple[bytes, bytes]]:
        """Return the fields as they are sent: names as they were spelled, each cookie of a Set-Cookie on its own."""
        fields: list[tuple[bytes, bytes]] = []
        for key, name, value in self._fields:
            if key == _SET_COOKIE:
                fields += [(name, line) for line in value.split(b"\n")]
            else:
                fields.append((name, value))
        return fields

    def __contains__(self, name: bytes) -> bool:
        return self.get(name) is not None

    def __len__(self) -> int:
        return len(self._fields)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, HeaderFields):
            return NotImplemented
        return self is other or self.items() == other.items()

    def __hash__(self) -> int:
        return hash(tuple(self.items()))

    def __repr__(self) -> str:
        return f"HeaderFields({self.wire()!r})"


EMPTY = HeaderFields()
"""No header fields, shared by every request that has none."""
HeaderFields._last = (), EMPTY


def with_raw(fields: HeaderFields, name: Any, value: Any) -> HeaderFields:
    """Return *fields* after a ``setRawHeader(name, value)``: None and a null `QByteArray` remove the field.

    Raises TypeError and ValueError as `field_name` and `field_value` do.
    """
    raw_name = field_name(name)
    if value is None or (isinstance(value, QByteArray) and value.isNull()):
        return fields.without(raw_name)
    return fields.replaced(raw_name, field_value(raw_name, value))
