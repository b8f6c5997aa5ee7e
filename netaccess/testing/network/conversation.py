"""`Conversation`: what was said over a fake network, and whether that is what a test expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import verdicts
from .matching import Matcher
from .transcript import Transcript, plural

if TYPE_CHECKING:
    from .route import Route
    from .sentrequest import SentRequest

__tracebackhide__ = True  # pytest shows the test's line instead of those here


class Conversation:
    """The requests of a `FakeNetwork`, with the routes that they met or did not meet."""

    def __init__(self, strict: bool) -> None:
        """:param strict: whether requests without a route, and routes without a request, are failures."""
        self.strict = strict
        self.routes: list[Route] = []
        self.requests: list[SentRequest] = []
        self.unmatched: list[SentRequest] = []
        self.transcribed = Transcript()
        self._cassettes: list[Any] = []
        self._told = 0  # how many of the unmatched requests, and which routes, `verify` has complained of
        self._told_routes: list[Route] = []
        self._told_entries: list[str] = []

    def sent(self, method: str | None = None, url: Any = None, **conditions: Any) -> list[SentRequest]:
        """Return the requests that match, in order; see `Matcher`."""
        matcher = Matcher(method, url, **conditions)
        return [request for request in self.requests if not matcher.compare(request)[0]]

    def assert_sent(
        self, method: str | None = None, url: Any = None, *, times: int | None = None, **conditions: Any
    ) -> list[SentRequest]:
        """Raise `AssertionError`, with what came nearest and the transcript, unless such requests were sent.

        :param times: how many; at least one by default. The conditions: see `Matcher`.
        Returns the requests.
        """
        found = self.sent(method, url, **conditions)
        if found if times is None else len(found) == times:
            return found
        matcher = Matcher(method, url, **conditions)
        wanted = "a request" if times is None else plural(times, "request")
        lines = [f"expected {wanted} like {matcher.describe()}, {len(found)} of {len(self.requests)} were so"]
        lines += [f"  {line}" for line in verdicts.nearest_requests(matcher, self.requests)]
        raise AssertionError("\n".join([*lines, self.transcript()]))

    def assert_not_sent(self, method: str | None = None, url: Any = None, **conditions: Any) -> None:
        """Raise `AssertionError` if a request that matches was sent; see `assert_sent`."""
        self.assert_sent(method, url, times=0, **conditions)

    def assert_order(self, *order: Route | Any) -> None:
        """Raise `AssertionError` unless the requests to these, of all that there were, came in just this order, each once.

        :param order: routes, or URLs as routes have them; what is to come twice is named twice.
        Raises `TypeError` for anything else.
        """
        from .route import Route

        matchers = [each if isinstance(each, Route) else self._matcher_of(each) for each in order]
        came = [request for request in self.requests if any(_is_of(request, each) for each in matchers)]
        if len(came) == len(order) and all(map(_is_of, came, matchers)):
            return
        wanted = ", ".join(each.name if isinstance(each, Route) else str(each) for each in order)
        found = ", ".join(self._name_of(request, matchers) for request in came)
        head = f"expected requests in the order: {wanted}; they came as: {found or 'none at all'}"
        raise AssertionError(f"{head}\n{self.transcript()}")

    @staticmethod
    def _matcher_of(url: Any) -> Matcher:
        if url is None:
            raise TypeError("assert_order() takes routes and URLs, not None")
        try:
            return Matcher(None, url)
        except TypeError as error:
            raise TypeError(f"assert_order() takes routes and URLs, not {url!r}: {error}") from None

    @staticmethod
    def _name_of(request: SentRequest, matchers: list[Route | Matcher]) -> str:
        route = request.route
        return route.name if route is not None and route in matchers else f"{request.method} {request.url}"

    def transcript(self) -> str:
        """Return the whole conversation as text: requests, responses, and what happened to connections, with times.

        Left out are passwords and cookies, and headers that a manager gives every request by itself. Behind an arrow stands
        the error that a reply was told of.
        """
        return self.transcribed.text()

    def verify(self) -> None:
        """Raise `UnmatchedRequest` if there were requests without a route, `AssertionError` for routes that were never called.

        Each is told of once: a test that has caught the error does not meet it again at the end. Nothing is raised where the
        network is not strict.
        """
        if not self.strict:
            return
        unmatched = self.unmatched[self._told :]
        self._told = len(self.unmatched)
        problems = self._tell_unmatched(unmatched)
        problems += self._tell_uncalled()
        unplayed = [line for cassette in self._cassettes for line in cassette.unplayed()]
        problems += [f"{line} of the cassette was never played" for line in unplayed if line not in self._told_entries]
        self._told_entries += unplayed
        if problems:
            text = "\n".join([*problems, "The conversation:", self.transcript()])
            raise verdicts.UnmatchedRequest(text, unmatched) if unmatched else AssertionError(text)

    # The first line of a message says all that matters: it may be the only one that is shown.

    def _tell_unmatched(self, requests: list[SentRequest]) -> list[str]:
        problems: list[str] = []
        for number, request in enumerate(requests):
            others = "" if number or len(requests) < 2 else f", nor for {plural(len(requests) - 1, 'other request')}"
            problems.append(f"no route for {request.method} {request.url} ({self._nearest_in_short(request)}){others}")
            problems += [f"  {line}" for line in verdicts.describe_request(request)]
            problems.append("  nearest")
            problems += [f"    {line}" for line in self._nearest(request)]
        return problems

    def _tell_uncalled(self) -> list[str]:
        routes = [route for route in self.routes if not (route.called or route.optional or route in self._told_routes)]
        self._told_routes += routes
        problems: list[str] = []
        for number, route in enumerate(routes):
            left = len(routes) - 1
            others = f", nor {'was' if left == 1 else 'were'} {plural(left, 'other')}" if left and not number else ""
            problems.append(f"the route {route.name} was never called{others}")
            if self.requests:
                nearest = verdicts.nearest_requests(route.matcher, self.requests, most=1)
                problems += ["  nearest", *(f"    {line}" for line in nearest)]
        return problems

    def _nearest_in_short(self, request: SentRequest) -> str:
        if not self.routes:
            for cassette in self._cassettes:
                for line in cassette.nearest(request):
                    return f"nearest: {line.partition(': ')[0]}"
        return verdicts.nearest_in_short(request, self.routes)

    def _nearest(self, request: SentRequest) -> list[str]:
        lines = verdicts.nearest_routes(request, self.routes) if self.routes or not self._cassettes else []
        for cassette in self._cassettes:
            lines += cassette.nearest(request)
        return lines


def _is_of(request: SentRequest, wanted: Route | Matcher) -> bool:
    """Return whether a route has answered *request*, or a matcher fits it."""
    return not wanted.compare(request)[0] if isinstance(wanted, Matcher) else request.route is wanted
