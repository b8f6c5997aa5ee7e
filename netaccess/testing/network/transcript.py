"""`Transcript`: the whole conversation with the fake network as text, with virtual times."""

from __future__ import annotations

from typing import NamedTuple

_SECRET = frozenset(("authorization", "proxy-authorization"))
_COOKIES = frozenset(("cookie", "set-cookie"))
_MOST_BODY = 300
_MOST_LINES = 12


class Event(NamedTuple):
    """Something that happened on connection number *line* (0: on none)."""

    time: float
    line: int
    text: str
    details: tuple[str, ...] = ()


class Transcript:
    """What happened, in order. Secrets in headers are shortened when they are written down."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, time: float, line: int, text: str, details: list[str] | tuple[str, ...] = ()) -> None:
        """Note an event at virtual *time* on connection number *line*."""
        self.events.append(Event(time, line, text, tuple(details)))

    def text(self) -> str:
        """Return everything so far; one line at least."""
        if not self.events:
            return "(nothing was sent)"
        lines: list[str] = []
        for event in self.events:
            where = f"#{event.line}" if event.line else ""
            lines.append(f"{event.time:10.3f} s  {where:<4}{event.text}")
            lines += [f"{'':18}{detail}" for detail in event.details]
        return "\n".join(lines)


def shown_headers(mark: str, headers: list[tuple[str, str]]) -> list[str]:
    """Return a line for each header, credentials and cookies shortened to what they are called."""
    return [f"{mark} {name}: {shown_value(name, value)}" for name, value in headers]


def shown_value(name: str, value: str) -> str:
    """Return a header's value without its secrets: the scheme of credentials, the names of cookies."""
    lower = name.lower()
    if lower in _SECRET:
        return f"{value.partition(' ')[0]} ..."
    if lower == "cookie":
        return "; ".join(f"{each.partition('=')[0].strip()}=..." for each in value.split(";"))
    if lower == "set-cookie":
        first, mark, rest = value.partition(";")
        return f"{first.partition('=')[0].strip()}=...{mark}{rest}"
    return value


def shown_body(mark: str, body: bytes, size: int | None = None) -> list[str]:
    """Return lines that show a body: short text as it is, else its length and how it begins.

    :param size: how long the body is, where *body* is only its beginning.
    """
    total = len(body) if size is None else size
    if not total:
        return []
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    lines = text.splitlines()
    printable = text and not any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text)
    if printable and total <= _MOST_BODY and len(lines) <= _MOST_LINES:
        return [f"{mark} {line}" for line in ["", *lines]]
    return [f"{mark} ", f"{mark} [{total} bytes] {body[:40]!r}..."]


def plural(number: int, what: str) -> str:
    """Return *number* and *what*, which has an s unless there is one of it."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
