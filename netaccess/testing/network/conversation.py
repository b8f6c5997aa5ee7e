"""`Conversation`: what was said over a fake network, and whether that is what a test expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import verdicts
from .matching import Matcher
from .transcript import Transcript

if TYPE_CHECKING:
    from .route import Route
    from .sentrequest import SentRequest


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
        wanted = "a request" if times is None else f"{times} request{'s' * (times != 1)}"
        lines = [f"expected {wanted} like {matcher.describe()}, {len(found)} of {len(self.requests)} were so"]
        lines += [f"  {line}" for line in verdicts.nearest_requests(matcher, self.requests)]
        raise AssertionError("\n".join([*lines, self.transcript()]))

    def assert_not_sent(self, method: str | None = None, url: Any = None, **conditions: Any) -> None:
        """Raise `AssertionError` if a request that matches was sent; see `assert_sent`."""
        self.assert_sent(method, url, times=0, **conditions)

    def assert_order(self, *routes: Route) -> None:
        """Raise `AssertionError` unless the requests to these routes, of all that there were, came in just this order."""
        came = [request.route for request in self.requests if any(request.route is route for route in routes)]
        if len(came) == len(routes) and all(one is other for one, other in zip(came, routes, strict=True)):
            return
        lines = ["expected requests in the order"]
        lines += [f"  {route.name}" for route in routes]
        lines += ["and they came in the order", *(f"  {route.name}" for route in came if route is not None)]
        raise AssertionError("\n".join([*lines, self.transcript()]))

    def transcript(self) -> str:
        """Return the whole conversation as text: requests, responses, and what happened to connections, with times."""
        return self.transcribed.text()

    def verify(self) -> None:
        """Raise `UnmatchedRequest` if there were requests without a route, `AssertionError` for routes that were never called.

        Each is told of once: a test that has caught the error does not meet it again at the end. Nothing is raised where the
        network is not strict.
        """
        if not self.strict:
            return
        problems: list[str] = []
        unmatched = self.unmatched[self._told :]
        self._told = len(self.unmatched)
        for request in unmatched:
            problems += ["no route for", *(f"  {line}" for line in verdicts.describe_request(request)), "nearest"]
            problems += [f"  {line}" for line in self._nearest(request)]
        for route in self.routes:
            if not route.called and not route.optional and route not in self._told_routes:
                self._told_routes.append(route)
                problems.append(f"the route {route.name} was never called")
        for cassette in self._cassettes:
            problems += cassette.unplayed()
        if problems:
            text = "\n".join([*problems, "The conversation:", self.transcript()])
            raise verdicts.UnmatchedRequest(text, unmatched) if unmatched else AssertionError(text)

    def _nearest(self, request: SentRequest) -> list[str]:
        lines = verdicts.nearest_routes(request, self.routes) if self.routes or not self._cassettes else []
        for cassette in self._cassettes:
            lines += cassette.nearest(request)
        return lines
