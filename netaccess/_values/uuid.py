"""`QUuid`: numbers of 128 bits that nobody else will ever draw (RFC 9562)."""

from __future__ import annotations

import os
from typing import Any, TypeAlias

from . import wallclock
from .bytearray import QByteArray
from .bytereading import as_bytes
from .qtenum import QtEnum, export_enums

_SIZES = (32, 16, 16, 8, 8, 8, 8, 8, 8, 8, 8)
_HEX = frozenset("0123456789abcdefABCDEF")
_DASHES = (8, 13, 18, 23)
_LENGTH = 36


class UuidStringFormat(QtEnum):
    """How a UUID is written: ``{8-4-4-4-12}``, without the braces, or digits alone."""

    WithBraces = 0
    WithoutBraces = 1
    Id128 = 3


class UuidVariant(QtEnum):
    """Whose rules a UUID follows; `DCE` are those of the RFC."""

    VarUnknown = -1
    NCS = 0
    DCE = 2
    Microsoft = 6
    Reserved = 7


class UuidVersion(QtEnum):
    """How a UUID was made."""

    VerUnknown = -1
    Time = 1
    EmbeddedPOSIX = 2
    Md5 = 3
    Name = 3
    Random = 4
    Sha1 = 5
    UnixEpoch = 7


@export_enums
class QUuid:
    """A UUID. Its truth is whether it is not null; it cannot be changed, and can be a key."""

    __slots__ = ("_number",)

    StringFormat: TypeAlias = UuidStringFormat
    Variant: TypeAlias = UuidVariant
    Version: TypeAlias = UuidVersion

    def __init__(self, *parts: Any) -> None:
        """``QUuid()``, ``QUuid(text)``, ``QUuid(other)``, or eleven numbers: of 32, 16, 16 and eight times 8 bits.

        A text that is no UUID gives the null one. Raises `TypeError` for other arguments and `OverflowError` for numbers
        that do not fit.
        """
        self._number: int
        if len(parts) == len(_SIZES):
            self._number = _joined(parts)
        elif len(parts) > 1:
            raise TypeError(f"QUuid takes a text or eleven numbers, not {parts!r}")
        elif not parts or parts[0] is None:
            self._number = 0
        elif isinstance(parts[0], QUuid):
            self._number = parts[0]._number
        elif isinstance(parts[0], (str, bytes, bytearray)):
            text = parts[0] if isinstance(parts[0], str) else bytes(parts[0]).decode("latin-1")
            self._number = _parsed(text)
        else:
            raise TypeError(f"QUuid takes a text or eleven numbers, not {parts[0]!r}")

    # -- making ----------------------------------------------------------------------------------------------------

    @staticmethod
    def createUuid() -> QUuid:
        """A random UUID, from the operating system's generator."""
        return _made(os.urandom(16), UuidVersion.Random)

    @staticmethod
    def createUuidV7() -> QUuid:
        """A UUID that begins with the time of day, so that later ones sort behind earlier ones."""
        milliseconds, fraction = divmod(int(wallclock.now() * 4096_000), 4096)
        head = ((milliseconds << 16 | fraction) & (1 << 64) - 1).to_bytes(8, "big")
        return _made(head + os.urandom(8), UuidVersion.UnixEpoch)

    @staticmethod
    def createUuidV3(ns: QUuid, baseData: Any) -> QUuid:
        """The UUID of a name in a name space, by MD5: the same for the same arguments."""
        return _named("md5", ns, baseData, UuidVersion.Md5)

    @staticmethod
    def createUuidV5(ns: QUuid, baseData: Any) -> QUuid:
        """The UUID of a name in a name space, by SHA-1: the same for the same arguments."""
        return _named("sha1", ns, baseData, UuidVersion.Sha1)

    @staticmethod
    def fromString(string: str) -> QUuid:
        """The UUID that a text spells, the null one if it spells none."""
        return QUuid(string)

    @staticmethod
    def fromRfc4122(bytes: Any) -> QUuid:
        """The UUID of 16 bytes, most significant first; the null one if there are not 16."""
        data = as_bytes(bytes)
        return _of(int.from_bytes(data, "big") if len(data) == 16 else 0)

    # -- asking ----------------------------------------------------------------------------------------------------

    def isNull(self) -> bool:
        """Whether all bits are 0."""
        return not self._number

    def variant(self) -> UuidVariant:
        """Whose rules the UUID follows."""
        top = self._number >> 61 & 7
        if not self._number:
            return UuidVariant.VarUnknown
        if top < 4:
            return UuidVariant.NCS
        return UuidVariant.DCE if top < 6 else UuidVariant(top)

    def version(self) -> UuidVersion:
        """How the UUID was made, if it says so."""
        number = self._number >> 76 & 15
        if self.variant() == UuidVariant.DCE and number in UuidVersion._value2member_map_:
            return UuidVersion(number)
        return UuidVersion.VerUnknown

    def toString(self, mode: int = UuidStringFormat.WithBraces) -> str:
        """The UUID in lower-case hexadecimal digits."""
        form = UuidStringFormat(mode)
        digits = f"{self._number:032x}"
        if form == UuidStringFormat.Id128:
            return digits
        text = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        return text if form == UuidStringFormat.WithoutBraces else f"{{{text}}}"

    def toByteArray(self, mode: int = UuidStringFormat.WithBraces) -> QByteArray:
        """As `toString`, in bytes."""
        return QByteArray(self.toString(mode).encode("ascii"))

    def toRfc4122(self) -> QByteArray:
        """The 16 bytes, most significant first."""
        return QByteArray(self._number.to_bytes(16, "big"))

    # -- Python ----------------------------------------------------------------------------------------------------

    def __bool__(self) -> bool:
        return self._number != 0

    def __eq__(self, other: object) -> bool:
        return self._number == other._number if isinstance(other, QUuid) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._number)

    def _rank(self) -> tuple[int, int]:
        """What UUIDs are ordered by: the variant first."""
        return self.variant(), self._number

    def __lt__(self, other: QUuid) -> bool:
        return self._rank() < other._rank() if isinstance(other, QUuid) else NotImplemented

    def __le__(self, other: QUuid) -> bool:
        return self._rank() <= other._rank() if isinstance(other, QUuid) else NotImplemented

    def __gt__(self, other: QUuid) -> bool:
        return self._rank() > other._rank() if isinstance(other, QUuid) else NotImplemented

    def __ge__(self, other: QUuid) -> bool:
        return self._rank() >= other._rank() if isinstance(other, QUuid) else NotImplemented

    def __copy__(self) -> QUuid:
        return self

    def __reduce__(self) -> tuple[type[QUuid], tuple[str]]:
        return QUuid, (self.toString(),)

    def __repr__(self) -> str:
        return f"netaccess.QtCore.QUuid('{self.toString()}')"


def _of(number: int) -> QUuid:
    made = QUuid()
    made._number = number
    return made


def _made(data: bytes, version: int) -> QUuid:
    """16 bytes as a UUID of the RFC, with its variant and *version* written in."""
    number = int.from_bytes(data, "big") & ~(0xF000 << 64) & ~(0xC000 << 48)
    return _of(number | version << 76 | 0x8000 << 48)


def _named(digest: str, ns: QUuid, data: Any, version: int) -> QUuid:
    import hashlib

    source = ns._number.to_bytes(16, "big") + as_bytes(data)
    return _made(hashlib.new(digest, source, usedforsecurity=False).digest()[:16], version)


def _joined(parts: tuple[Any, ...]) -> int:
    """Eleven numbers as one. Raises TypeError and OverflowError."""
    number = 0
    for part, bits in zip(parts, _SIZES, strict=True):
        if not isinstance(part, int):
            raise TypeError(f"the parts of a QUuid are numbers, not {part!r}")
        if not 0 <= part < 1 << bits:
            raise OverflowError(f"{part} does not fit in the {bits} bits that a QUuid has for it")
        number = number << bits | part
    return number


def _parsed(text: str) -> int:
    """The number that a text spells, with or without braces; what follows is ignored. 0 if it spells none."""
    text = text[1:] if text.startswith("{") else text
    text = text[:_LENGTH]
    digits = text.replace("-", "")
    if len(text) != _LENGTH or len(digits) != 32 or any(text[place] != "-" for place in _DASHES):
        return 0
    return int(digits, 16) if _HEX.issuperset(digits) else 0
