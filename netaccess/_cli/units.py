"""Numbers and names as people read them: sizes, speeds, times, and text cut to a width."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")


def _scaled(count: float) -> tuple[float, str]:
    """Return count in the largest unit that keeps it at one or more, and below 1000 as far as units go."""
    value = float(count)
    for unit in _UNITS[:-1]:
        if value < 999.5:
            return value, unit
        value /= 1024
    return value, _UNITS[-1]


def _digits(value: float, unit: str) -> str:
    """Return value with one decimal where that says something: below 100, and never for single bytes."""
    return f"{value:.0f}" if unit == "B" or value >= 99.95 else f"{value:.1f}"


def human_size(count: float) -> str:
    """Return a number of bytes as a short text such as "1.5 MiB" (units of 1024)."""
    value, unit = _scaled(count)
    return f"{_digits(value, unit)} {unit}"


def human_speed(bytes_per_second: float | None) -> str:
    """Return a speed such as "12.3 MiB/s", "-" when it is not known."""
    return "-" if bytes_per_second is None else f"{human_size(bytes_per_second)}/s"


def human_portion(received: int, total: int | None) -> str:
    """Return how much of how much, such as "1.5/4.0 MiB": one unit for both, that of the total."""
    if total is None or total < received:
        return human_size(received)
    value, unit = _scaled(total)
    return f"{_digits(received / 1024 ** _UNITS.index(unit), unit)}/{_digits(value, unit)} {unit}"


def human_time(seconds: float | None) -> str:
    """Return a time as "0:07" or "1:02:03" (hours), rounded up so that it ends at zero; "-:--" when it is not known."""
    if seconds is None or seconds > 359999:
        return "-:--"
    whole = int(-(-max(seconds, 0) // 1))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def printable(text: str) -> str:
    """Return text with everything replaced by "?" that a terminal could take for a command.

    Names and reasons come from servers; an escape sequence in one of them must not reach the terminal.
    """
    return "".join(character if character.isprintable() else "?" for character in text)


def _character_width(character: str) -> int:
    """Return how many columns of a terminal a character takes: 0, 1 or 2."""
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def text_width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(map(_character_width, text))


def pad(text: str, width: int, align: str = "<") -> str:
    """Return text filled with spaces to width columns, at its end, or at its start when align is ">"."""
    filling = " " * (width - text_width(text))
    return filling + text if align == ">" else text + filling


def shorten(text: str, width: int, ellipsis: str = "…") -> str:
    """Return text cut in its middle to at most width columns; both ends stay, for the end of a name tells its kind."""
    if text_width(text) <= width:
        return text
    room = max(width - text_width(ellipsis), 0)
    tail = _take(text[::-1], room * 2 // 5)[::-1]
    head = _take(text, room - text_width(tail))
    return _take(head + ellipsis + tail, width)


def _take(text: str, width: int) -> str:
    """Return as much of text's beginning as fits into width columns."""
    used = 0
    for index, character in enumerate(text):
        used += _character_width(character)
        if used > width:
            return text[:index]
    return text
