"""File names out of URLs and headers: harmless ones, whatever a server says."""

from __future__ import annotations

import os

FALLBACK = "index.html"
"""The name of a file whose URL has none, as for the front page of a site."""

_MOST_BYTES = 200
_FORBIDDEN = frozenset('<>:"/\\|?*')
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in range(10))]
)


def name_from_url(url: str) -> str:
    """Return the name of the file that a URL points to, always safe to use in a folder."""
    from urllib.parse import unquote, urlsplit

    try:
        parts = urlsplit(url)
    except ValueError:
        return FALLBACK
    if parts.scheme == "data":
        return "data"
    return safe_name(unquote(parts.path.rstrip("/").rpartition("/")[2])) or FALLBACK


def name_from_disposition(value: str) -> str | None:
    """Return the name that a Content-Disposition header suggests, made safe; None when it suggests none."""
    from email.message import Message
    from email.utils import collapse_rfc2231_value

    message = Message()
    try:
        message["Content-Disposition"] = value.replace("\r", " ").replace("\n", " ")
        parameters = message.get_params([], "content-disposition")
    except (ValueError, LookupError):
        return None
    found = [text for key, text in parameters if key.lower() == "filename"]
    extended = [text for text in found if isinstance(text, tuple)]  # filename*=UTF-8''..., which is to be preferred
    for text in extended + found:
        return safe_name(collapse_rfc2231_value(text)) or None
    return None


def safe_name(text: str) -> str:
    """Return text as a name of a plain file on any system: no folders, no control characters, not hidden, not too long.

    What comes back is empty when nothing of text can be used.
    """
    last = text.replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    name = "".join(
        "_" if character in _FORBIDDEN or not character.isprintable() else character for character in last
    ).strip()
    bare = name.lstrip(".")
    if not bare:
        return ""
    if bare != name:
        name = "_" + name  # a server must not be able to place a .bashrc
    name = name.rstrip(". ")
    if name.partition(".")[0].lower() in _DEVICES:
        name = "_" + name
    return limit_bytes(name, _MOST_BYTES)


def limit_bytes(name: str, most: int) -> str:
    """Return name cut before its extension so that it has at most a number of bytes in the file system's encoding."""
    if len(os.fsencode(name)) <= most:
        return name
    stem, extension = split_extension(name)
    if len(os.fsencode(extension)) > most // 2:
        stem, extension = name, ""
    while len(os.fsencode(stem + extension)) > most:
        stem = stem[:-1]
    return stem + extension


def split_extension(name: str) -> tuple[str, str]:
    """Return name as (stem, extension); the ".tar" of an archive goes with what follows."""
    stem, extension = os.path.splitext(name)
    inner, tar = os.path.splitext(stem)
    return (inner, tar + extension) if tar.lower() == ".tar" and inner else (stem, extension)


def numbered(name: str, number: int) -> str:
    """Return name for the nth file that would have it: "a.zip", then "a-1.zip", "a-2.zip"."""
    if number == 0:
        return name
    stem, extension = split_extension(name)
    return f"{stem}-{number}{extension}"
