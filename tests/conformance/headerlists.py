"""What the tests of `QHttpHeaders` share: lists of headers, made and shown."""

from __future__ import annotations

from typing import Any

from binding import QtNetwork

Headers = getattr(QtNetwork, "QHttpHeaders", None)  # Qt 5 has none
Known: Any = getattr(Headers, "WellKnownHeader", None)


def made(*fields: tuple[Any, str]) -> Any:
    """A list of these headers, all of which are taken."""
    headers = Headers()
    for name, value in fields:
        assert headers.append(name, value)
    return headers


def listed(headers: Any) -> list[tuple[str, str]]:
    """The headers as text."""
    return [(bytes(name).decode("latin-1"), bytes(value).decode("latin-1")) for name, value in headers.toListOfPairs()]
