"""`QHttpHeaderRangeSet`: the ranges of bytes that a Range header asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

Range: TypeAlias = tuple[int | None, int | None]
"""First and last byte; None for the last: to the end; None for the first: so many bytes from the end."""

_LARGEST = (1 << 63) - 1
_UNIT = b"bytes="


class QHttpHeaderRangeSet:
    """An ordered set of ranges of bytes, as `QHttpHeaders.setRangeValues` writes and `QHttpHeaders.rangeValues` reads them.

    ``(0, 499)`` are the first 500 bytes, ``(500, None)`` is everything behind them, ``(None, 500)`` are the last 500.
    """

    __slots__ = ("__weakref__", "_ranges")

    _ranges: tuple[Range, ...]

    def __init__(self, list: Iterable[Range] | QHttpHeaderRangeSet = ()) -> None:
        """Make a set of these ranges, or a copy of another set. Raises what `setRanges` raises."""
        self._ranges = list._ranges if isinstance(list, QHttpHeaderRangeSet) else _checked(list)

    def ranges(self) -> list[Range]:
        """Return the ranges in order."""
        return [*self._ranges]

    def setRanges(self, list: Iterable[Range]) -> None:
        """Set the ranges.

        Raises TypeError for what is not made of pairs of int or None, ValueError for numbers beyond 64 bits.
        """
        self._ranges = _checked(list)

    def swap(self, other: QHttpHeaderRangeSet) -> None:
        """Exchange the ranges with those of *other*."""
        if not isinstance(other, QHttpHeaderRangeSet):
            raise TypeError(f"ranges are exchanged with those of a QHttpHeaderRangeSet, not of {other!r}")
        self._ranges, other._ranges = other._ranges, self._ranges

    def __copy__(self) -> QHttpHeaderRangeSet:
        return QHttpHeaderRangeSet(self)

    def __deepcopy__(self, memo: Any) -> QHttpHeaderRangeSet:
        return QHttpHeaderRangeSet(self)

    def __eq__(self, other: object) -> bool:
        return self._ranges == other._ranges if isinstance(other, QHttpHeaderRangeSet) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._ranges)

    def __repr__(self) -> str:
        return f"netaccess.QtNetwork.QHttpHeaderRangeSet({[*self._ranges]!r})"


def _checked(ranges: Any) -> tuple[Range, ...]:
    if isinstance(ranges, (str, bytes)) or not hasattr(ranges, "__iter__"):
        raise TypeError(f"ranges are a list of pairs, not {ranges!r}")
    return tuple([_pair(each) for each in ranges])


def _pair(pair: Any) -> Range:
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        raise TypeError(f"a range of bytes is a pair of its first and its last byte, not {pair!r}")
    for end in pair:
        if end is None:
            continue
        if not isinstance(end, int):
            raise TypeError(f"a range of bytes begins and ends with an int or None, not with {end!r}")
        if not -_LARGEST - 1 <= end <= _LARGEST:
            raise ValueError(f"a range of bytes begins and ends within 64 bits, not with {end!r}")
    return tuple([None if end is None else int(end) for end in pair])  # type: ignore[return-value]


def ranges_text(ranges: QHttpHeaderRangeSet) -> bytes:
    """Return *ranges* as the value of a Range header, empty when there are none."""
    words = [
        f"{'' if first is None else int(first)}-{'' if last is None else int(last)}" for first, last in ranges._ranges
    ]
    return _UNIT + ", ".join(words).encode("ascii") if words else b""


def read_ranges(values: Iterable[bytes]) -> QHttpHeaderRangeSet | None:
    """Return the ranges that Range headers of these values ask for; None when one of them cannot be read.

    Values in another unit than bytes are passed over.
    """
    ranges: list[Range] = []
    for value in values:
        text = value.strip()
        if not text.startswith(_UNIT):
            continue
        for word in text[len(_UNIT) :].split(b","):
            pair = _read(word)
            if pair is None:
                return None
            ranges.append(pair)
    return QHttpHeaderRangeSet(ranges)


def _read(word: bytes) -> Range | None:
    """Return the range that ``first-last`` stands for, None where it is none."""
    before, dash, behind = word.partition(b"-")
    before, behind = before.strip(), behind.strip()
    if not dash or not (before or behind):
        return None
    first, last = _number(before), _number(behind)
    if (before and first is None) or (behind and last is None):
        return None
    if first is not None and last is not None and last < first:
        return None
    return first, last


def _number(text: bytes) -> int | None:
    digits = text.removeprefix(b"+")
    if not digits.isdigit() or len(digits.lstrip(b"0")) > 19:
        return None
    number = int(digits.lstrip(b"0") or b"0")  # Python reads no number of thousands of digits
    return number if number <= _LARGEST else None
