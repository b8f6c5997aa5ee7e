"""`Transcript`: the whole conversation with the fake network as text, with virtual times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

_SECRET = frozenset(("authorization", "proxy-authorization"))
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
        self._events: list[Event] = []
        self._open: list[tuple[int, Callable[[], str]]] = []

    def add(
        self, time: float, line: int, text: str, details: Sequence[str] = (), outcome: Callable[[], str] | None = None
    ) -> None:
        """Note an event at virtual *time* on connection number *line*.

        :param outcome: what to say behind *text*; asked when something else happens, or somebody wants to read.
        """
        self._settle()
        if outcome is not None:
            self._open.append((len(self._events), outcome))
        self._events.append(Event(time, line, text, tuple(details)))

    @property
    def events(self) -> list[Event]:
        """Everything so far."""
        self._settle()
        return self._events

    def _settle(self) -> None:
        left, self._open = self._open, []
        for index, outcome in left:
            event = self._events[index]
            self._events[index] = event._replace(text=event.text + outcome())

    def text(self) -> str:
        """Return everything so far; one line at least."""
        events = self.events
        if not events:
            return "(nothing was sent)"
        times = len(f"{events[-1].time:.3f}")
        places = max(len(f"#{event.line}") if event.line else 0 for event in events)
        lines: list[str] = []
        for event in events:
            where = f"#{event.line}" if event.line else ""
            between = f"{where:<{places}}  " if places else ""
            begin = f"{event.time:{times}.3f} s  {between}"
            lines.append(f"{begin}{event.text}".rstrip())
            lines += [f"{'':{len(begin)}}{detail}".rstrip() for detail in event.details]
        return "\n".join(lines)


def worth_telling(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return *headers* without those that a manager gives every request: they depend on the machine, and say nothing."""
    from netaccess._transport.decode import accepted_encodings

    usual = {
        ("connection", "Keep-Alive"),
        ("user-agent", "Mozilla/5.0"),
        ("accept-encoding", accepted_encodings().decode("latin-1")),
    }
    return [
        (name, value)
        for name, value in headers
        if (name.lower(), value) not in usual
        and not (name.lower() == "accept-language" and value.endswith(",*"))  # what is made of the user's locale
    ]


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
        return [mark, *(f"{mark} {line}" for line in lines)]
    return [mark, f"{mark} [{plural(total, 'byte')}] {body[:40]!r}..."]


def plural(number: int, what: str) -> str:
    """Return *number* and *what*, which has an s unless there is one of it."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
