"""Conditions of a request, as a server of static files looks at them (RFC 9110 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .response import Response
    from .sentrequest import SentRequest

_UNCONDITIONAL = ("OPTIONS", "TRACE", "CONNECT")
_SAFE = ("GET", "HEAD")


def refused_by_condition(response: Response, request: SentRequest) -> int | None:
    """Return the status of the answer to a request whose conditions do not hold, None when they do or there are none.

    The order is that of RFC 9110 13.2.2: what must be so (412) comes before what the client has already (304, or 412 to a
    request that changes something), and a date counts only where there is no tag. If-Range comes later.
    """
    if request.method in _UNCONDITIONAL:
        return None
    tag, changed = response.header("ETag") or "", moment(response.header("Last-Modified"))
    must = request.header("If-Match")
    if must is not None:
        if not _names(must, tag, strong=True):
            return 412
    elif _is_later(changed, request.header("If-Unmodified-Since")):
        return 412
    safe = request.method in _SAFE
    has = request.header("If-None-Match")
    if has is not None:
        return (304 if safe else 412) if _names(has, tag, strong=False) else None
    since = request.header("If-Modified-Since")
    if safe and changed is not None and moment(since) is not None and not _is_later(changed, since):
        return 304
    return None


def is_that_version(response: Response, asked: str | None) -> bool:
    """Return whether *response* is of the version that an If-Range names; a weak name is none for bytes."""
    if asked is None:
        return True
    asked = asked.strip()
    if asked.startswith('"'):
        return asked == (response.header("ETag") or "").strip()
    date = moment(asked)
    return date is not None and date == moment(response.header("Last-Modified"))


def moment(text: str | None) -> tuple[int, ...] | None:
    """Return the date that *text* names in one of HTTP's three ways, None when it names none."""
    from email.utils import parsedate_tz

    found = None if text is None else parsedate_tz(text)
    return None if found is None or found[9] else found[:6]  # all of HTTP's dates are in UTC


def _is_later(changed: tuple[int, ...] | None, since: str | None) -> bool:
    """Return whether both dates are known, and *changed* is later than *since*."""
    limit = moment(since)
    return changed is not None and limit is not None and changed > limit


def _names(listed: str, tag: str, strong: bool) -> bool:
    """Return whether a list of tags has *tag* in it, or is ``*``, which names whatever there is.

    :param strong: only strong tags are equal to each other; else it does not matter whether one is weak.
    """
    import re

    if listed.strip() == "*":
        return True
    tags = re.findall(r'(?:^|[\s,])((?:W/)?"[^"]*")(?=[\s,]|$)', listed)
    tag = tag.strip()
    if strong:
        return tag in tags and not tag.startswith("W/")
    return tag.removeprefix("W/") in [each.removeprefix("W/") for each in tags]
