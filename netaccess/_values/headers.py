"""The header fields of a request, reply or proxy: ordered, case-insensitive, never changed in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from .bytearray import QByteArray

TOKEN = b"!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FORBIDDEN_IN_VALUES = bytes([*range(9), *range(10, 32), 127])
_COOKIE, _SET_COOKIE = b"cookie", b"set-cookie"
_NOTHING: Mapping[Any, Any] = MappingProxyType({})
_NO_NAMES: frozenset[bytes] = frozenset()
Field = tuple[bytes, bytes, bytes]
"""The name in lower case, the name as it was spelled, the value."""

ONCE = frozenset(
    b"host content-length content-type transfer-encoding content-range content-location content-disposition user-agent "
    b"authorization proxy-authorization from referer origin max-forwards if-modified-since if-unmodified-since if-range "
    b"date expect".split()
)
"""Lower-case names of the fields that a request must not have twice: the last one is sent."""

# Programs use few names, so thousands of waiting requests share their lower-case forms.
_lower_names: dict[bytes, bytes] = {}
_MOST_LOWER_NAMES = 256


def lowered(name: bytes) -> bytes:
    """Return *name* in lower case."""
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
    if not raw or raw.translate(None, TOKEN):
        raise ValueError(f"{raw!r} cannot be a header's name: it is made of letters, digits and !#$%&'*+-.^_`|~")
    return raw


def field_value(name: bytes, value: Any) -> bytes:
    """Return *value* as bytes without white space around it, fit to be sent as the value of the header *name*.

    Raises ValueError, naming the header, when it holds CR, LF, NUL or another control character. Several cookies in one
    Set-Cookie are the exception: there LF stands between them, as in the headers of a reply.
    """
    raw = octets(value, f"the value of the header {name.decode('latin-1')}")
    checked = raw.replace(b"\n", b"") if name.lower() == _SET_COOKIE else raw
    if len(checked.translate(None, FORBIDDEN_IN_VALUES)) != len(checked):
        raise ValueError(
            f"the value of the header {name.decode('latin-1')} is {raw!r}: CR, LF, NUL and other control characters "
            "cannot be sent in a header"
        )
    return raw.strip(b" \t")


def _repeated_in(keys: Sequence[bytes]) -> frozenset[bytes]:
    """Return those of *keys* that stand there more than once."""
    if len(set(keys)) == len(keys):
        return _NO_NAMES
    left = set(keys)
    repeated = set()
    for key in keys:
        if key in left:
            left.remove(key)
        else:
            repeated.add(key)
    return frozenset(repeated)


class HeaderFields:
    """An immutable list of header fields. Copies of a request share it, and a thread may read it freely.

    A name may stand several times: `get`, `names` and `items` show one field a name, with its values joined. Beside the
    raw value a field can carry the value that `QNetworkRequest.setHeader` was given, so that `header` gives it back.
    """

    __slots__ = ("_fields", "_repeated", "_typed")

    _fields: tuple[Field, ...]
    _typed: Mapping[bytes, Any]
    _repeated: frozenset[bytes]
    """The lower-case names that stand more than once."""
    _last: ClassVar[tuple[Sequence[tuple[bytes, bytes]], HeaderFields]]
    """What `received` was given last, and what it made of it: replaced as a whole, so that any thread may read it."""

    def __init__(
        self,
        fields: tuple[Field, ...] = (),
        typed: Mapping[bytes, Any] = _NOTHING,
        repeated: frozenset[bytes] = _NO_NAMES,
    ) -> None:
        """Reached through `EMPTY`, `received`, `of` and `replaced`; *typed* goes by lower-case name, and stays as it is."""
        self._fields = fields
        self._typed = typed
        self._repeated = repeated

    @classmethod
    def of(cls, fields: tuple[Field, ...]) -> HeaderFields:
        """Return the header fields that these are, in their order."""
        return cls(fields, _NOTHING, _repeated_in([field[0] for field in fields])) if fields else EMPTY

    @classmethod
    def received(cls, fields: Sequence[tuple[bytes, bytes]]) -> HeaderFields:
        """Return the fields of a message from the wire.

        :param fields: not to be changed any more; the same list gives the same fields.
        """
        known, made = cls._last
        if fields is known:
            return made
        keys = [name.lower() for name, _ in fields]
        made = cls(
            tuple([(key, *field) for key, field in zip(keys, fields, strict=True)]), _NOTHING, _repeated_in(keys)
        )
        HeaderFields._last = fields, made
        return made

    def like(self, fields: tuple[Field, ...], changed: bytes) -> HeaderFields:
        """Return *fields*, with the Python values that these fields carry for all but the name *changed*."""
        typed = {name: value for name, value in self._typed.items() if name != changed}
        return HeaderFields(fields, typed or _NOTHING, _repeated_in([field[0] for field in fields]))

    def fields(self) -> tuple[Field, ...]:
        """Return every field, repeated ones included, in order."""
        return self._fields

    def replaced(self, name: bytes, value: bytes, typed: Any = None) -> HeaderFields:
        """Return these fields with *name* set to *value* as the last of them, as Qt orders it.

        Name and value are not checked: see `field_name` and `field_value`. Several cookies in one Set-Cookie become
        several fields.

        :param typed: the Python value behind *value*, None when there is none.
        """
        key = lowered(name)
        others = tuple([field for field in self._fields if field[0] != key])
        kept = self._typed
        if typed is not None or key in kept:
            changed = dict(kept)
            changed.pop(key, None)
            if typed is not None:
                changed[key] = typed
            kept = changed or _NOTHING
        repeated = self._repeated - {key} if self._repeated else _NO_NAMES
        if key == _SET_COOKIE and b"\n" in value:
            lines = [(key, name, line.strip(b" \t")) for line in value.split(b"\n")]
            return HeaderFields((*others, *lines), kept, repeated | {key})
        return HeaderFields((*others, (key, name, value)), kept, repeated)

    def without(self, name: bytes) -> HeaderFields:
        """Return these fields without those called *name*."""
        key = name.lower()
        if key not in self:
            return self
        fields = tuple([field for field in self._fields if field[0] != key])
        typed = {other: value for other, value in self._typed.items() if other != key}
        return HeaderFields(fields, typed, self._repeated - {key} if self._repeated else _NO_NAMES)

    def get(self, name: bytes) -> bytes | None:
        """Return the value of the field *name*, None when there is no such field.

        Several are joined with ``, ``, the cookies of Set-Cookie with LF.
        """
        key = name.lower()
        if self._repeated and key in self._repeated:
            return self._joined(key)
        for field in self._fields:
            if field[0] == key:
                return field[2]
        return None

    def values(self, name: bytes) -> list[bytes]:
        """Return the values of all fields called *name*."""
        key = name.lower()
        return [field[2] for field in self._fields if field[0] == key]

    def _joined(self, key: bytes) -> bytes:
        return (b"\n" if key == _SET_COOKIE else b", ").join(self.values(key))

    def typed(self, name: bytes) -> Any:
        """Return the Python value that the field *name* was set from, None when it was set raw or not at all."""
        return self._typed.get(name.lower()) if self._typed else None

    def names(self) -> list[bytes]:
        """Return the names in order, each once, in lower case, as Qt 6 reports them."""
        if self._repeated:
            return list(dict.fromkeys([field[0] for field in self._fields]))
        return [field[0] for field in self._fields]

    def items(self) -> list[tuple[bytes, bytes]]:
        """Return lower-case names and values in order, each name once, with the values that stand under it joined."""
        if not self._repeated:
            return [(field[0], field[2]) for field in self._fields]
        single = {field[0]: field[2] for field in self._fields}
        return [(key, self._joined(key) if key in self._repeated else value) for key, value in single.items()]

    def wire(self) -> list[tuple[bytes, bytes]]:
        """Return the fields as a request sends them: names as they were spelled, repeated fields one after another.

        Of a field that must stand once the last is sent, and cookies stand in one Cookie (RFC 6265 5.4).
        """
        if not self._repeated:
            return [(name, value) for _, name, value in self._fields]
        last = {field[0]: position for position, field in enumerate(self._fields)}
        fields: list[tuple[bytes, bytes]] = []
        for position, (key, name, value) in enumerate(self._fields):
            if key == _COOKIE and key in self._repeated:
                if position == last[key]:
                    fields.append((name, b"; ".join(self.values(key))))
            elif key not in ONCE or position == last[key]:
                fields.append((name, value))
        return fields

    def __contains__(self, name: bytes) -> bool:
        return self.get(name) is not None

    def __len__(self) -> int:
        return len(self._fields)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, HeaderFields):
            return NotImplemented
        return self is other or self._plain() == other._plain()

    def __hash__(self) -> int:
        return hash(tuple(self._plain()))

    def _plain(self) -> list[tuple[bytes, bytes]]:
        return [(field[0], field[2]) for field in self._fields]

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
