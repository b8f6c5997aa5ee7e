"""Request headers from -H, -u and the defaults of the command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def parse_header(text: str) -> tuple[str, str | None]:
    """Return (name, value) of a header option; the value is None for "Name:", which takes a header away.

    "Name;" sends the header with an empty value. Raises ValueError when there is no name, a name with characters that
    names cannot have, or a line break in the value.
    """
    name, colon, value = text.partition(":")
    if not colon:
        name, semicolon, rest = text.partition(";")
        if not semicolon or rest.strip():
            raise ValueError(
                f"header {text!r} is none of 'Name: value', 'Name:' (removes) and 'Name;' (sends it empty)"
            )
        value = ""
    if not name or not _TOKEN.issuperset(name):
        raise ValueError(f"header {text!r}: {name!r} is not a header name")
    value = value.strip(" \t")
    if any(character in value for character in "\r\n\0"):
        raise ValueError(f"header {text!r}: a value has no line breaks")
    return name, None if colon and not value else value


def merge_headers(
    defaults: Iterable[tuple[str, str]], given: Iterable[tuple[str, str | None]]
) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers to send: the defaults, replaced, removed and extended by those given on the command line.

    A name given several times is sent once with its values joined, as HTTP allows. Removing Accept-Encoding asks for
    the body as it is; the other headers that the manager adds by itself cannot be removed, only replaced.
    """
    merged: dict[str, tuple[str, str]] = {name.lower(): (name, value) for name, value in defaults}
    seen: set[str] = set()
    for name, value in given:
        key = name.lower()
        if value is None:
            merged.pop(key, None)
            seen.discard(key)
            if key == "accept-encoding":
                merged[key] = (name, "identity")
        elif key in seen:
            separator = "; " if key == "cookie" else ", "
            merged[key] = (merged[key][0], merged[key][1] + separator + value)
        else:
            merged[key] = (name, value)
            seen.add(key)
    return tuple((name.encode("ascii"), os.fsencode(value)) for name, value in merged.values())


def basic_authorization(credentials: str) -> str:
    """Return the Authorization value that sends "user:password" with the first request, without being asked."""
    from base64 import b64encode

    return "Basic " + b64encode(os.fsencode(credentials)).decode("ascii")
