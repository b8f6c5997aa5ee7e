"""What a test is told when requests were not those it expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .transcript import plural, shown_body, shown_headers

if TYPE_CHECKING:
    from .matching import Matcher
    from .route import Route
    from .sentrequest import SentRequest

__tracebackhide__ = True  # pytest shows the test's line instead of those here

_NEAREST = 3
_WEIGHTS = ("host", "scheme", "method", "path", "url")


class UnmatchedRequest(AssertionError):
    """The code under test has sent requests that no route is for. The text shows them, and the nearest routes."""

    def __init__(self, text: str, requests: Sequence[SentRequest] = ()) -> None:
        super().__init__(text)
        self.requests = list(requests)


UnmatchedRequest.__module__ = "netaccess.testing"  # whoever prints it prints that before the text


def describe_request(request: SentRequest) -> list[str]:
    """Return lines that show *request*."""
    lines = [f"{request.method} {request.url}   (request {request.number}, at {request.time:.3f} s)"]
    lines += [f"  {line}" for line in shown_headers(">", request.headers)]
    lines += [f"  {line}" for line in shown_body(">", request.body)]
    return lines


def nearest_routes(request: SentRequest, routes: Sequence[Route]) -> list[str]:
    """Return lines that name the routes that come closest to *request*, and for each what differed."""
    if not routes:
        return ["there are no routes"]
    ranked = sorted(
        ((_distance(differences), index) for index, differences in enumerate(_compared(request, routes))),
    )
    lines: list[str] = []
    for _, index in ranked[:_NEAREST]:
        route = routes[index]
        lines.append(f"route {route.name}")
        differences, _ = route.matcher.compare(request)
        if not differences:
            differences = [f"it matches, but is used up after {plural(route.count, 'request')}"]
        lines += [f"  {line}" for line in differences]
    if len(routes) > _NEAREST:
        lines.append(f"({len(routes) - _NEAREST} routes more)")
    return lines


def nearest_in_short(request: SentRequest, routes: Sequence[Route]) -> str:
    """Return the route that comes closest to *request*, and in what it differs, in a few words."""
    if not routes:
        return "there are no routes"
    compared = _compared(request, routes)
    index = min(range(len(routes)), key=lambda number: _distance(compared[number]))
    route = routes[index]
    kinds = list(dict.fromkeys(_kind(line) for line in compared[index] if not line.startswith(" ")))
    if not kinds:
        why = f"used up after {plural(route.count, 'request')}"
    elif len(kinds) == 1:
        why = f"{kinds[0]} differs"
    else:
        why = f"{', '.join(kinds[:-1])} and {kinds[-1]} differ"
    return f"nearest: {route.name}, {why}"


def nearest_requests(matcher: Matcher, requests: Sequence[SentRequest], most: int = _NEAREST) -> list[str]:
    """Return lines that name the requests that come closest to *matcher*, *most* of them, and for each what differed."""
    if not requests:
        return ["no request was sent"]
    compared = [matcher.compare(request)[0] for request in requests]
    ranked = sorted((_distance(differences), index) for index, differences in enumerate(compared))
    lines: list[str] = []
    for _, index in ranked[:most]:
        request = requests[index]
        lines.append(f"{request.method} {request.url}   (request {request.number})")
        lines += [f"  {line}" for line in compared[index] or ["it matches"]]
    return lines


def _compared(request: SentRequest, routes: Sequence[Route]) -> list[list[str]]:
    return [route.matcher.compare(request)[0] for route in routes]


def _distance(differences: list[str]) -> tuple[int, int]:
    """Return how far *differences* are from none: another address counts more than another header."""
    lines = [line for line in differences if not line.startswith(" ")]  # the others go on with the one before
    return sum(10 if _kind(line) in _WEIGHTS else 1 for line in lines), len(lines)


def _kind(line: str) -> str:
    """Return what a line says to differ."""
    return line.partition(": ")[0].rstrip(":")
