"""`FakeNetwork`: routes in place of servers, for every manager that sends its first request meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from netaccess._access.manager import Seam
from netaccess._values.messages import Failed
from netaccess._values.url import QUrl

from . import arrival, verdicts
from .conversation import Conversation
from .faults import DIALLING, Fault, host_not_found, network_unreachable, refused
from .matching import ANY, Matcher
from .pipe import Pipe
from .response import Response, as_response
from .route import Route, call
from .sentrequest import SentRequest
from .takeover import Takeover
from .urlpattern import UrlPattern

if TYPE_CHECKING:
    from os import PathLike
    from typing import Self

    from netaccess._transport.base import Transport
    from netaccess._values.messages import Endpoint, Head, Hop

    from ..cassettes.cassette import Cassette, CassetteMatch
    from ..cassettes.passage import Passage
    from ..cassettes.redaction import Redaction
    from ..virtualtime.fakeloop import FakeLoop
    from ..virtualtime.turns import Turns
    from .challenges import Challenge
    from .transport import FakeTransport

__tracebackhide__ = True  # pytest shows the test's line instead of those here

_FULLY_ENCODED = int(QUrl.ComponentFormattingOption.FullyEncoded) | int(QUrl.UrlFormattingOption.RemoveFragment)


class FakeNetwork(Conversation):
    """Stands in for the network under a `FakeLoop`. All times are virtual seconds.

    ``with FakeNetwork(loop) as network:`` serves the managers that send their first request meanwhile. Each request goes to
    the first route that matches and is not used up; a more specific one does not go before. What no route is for fails with
    ``ConnectionRefusedError``, and at the end of the with statement the test fails with `UnmatchedRequest`, whatever the code
    under test made of it; so it does for routes that were never called. With ``strict=False`` there is a 404 instead, and
    nothing fails at the end.

    Attributes that can be changed at any time: `latency` (seconds of a round trip; dialling takes one, TLS another, a response
    half of one each way), `bandwidth` (bytes a second of all bodies together, each way; None for no limit), `offline` (names
    are not found, addresses unreachable, and what is under way stands still). To be looked at: `requests`, `unmatched`,
    `connections` (how many were dialled).
    """

    def __init__(self, loop: FakeLoop | None = None, *, strict: bool = True) -> None:
        """:param loop: the fake loop, which has to be entered before anything is sent; None: the one entered now."""
        if loop is None:
            from ..virtualtime.fakeloop import FakeLoop

            loop = FakeLoop.current()
            if loop is None:
                raise RuntimeError("a FakeNetwork needs a FakeLoop: none was given, and none has been entered")
        super().__init__(strict)
        self.latency = 0.0
        self.bandwidth: float | None = None
        self.connections = 0
        self.uplink, self.downlink = Pipe(), Pipe()
        self._loop = loop
        self._leads: dict[str, str] = {}
        self._offline = False
        self._hosts: list[tuple[UrlPattern, Fault]] = []
        self._challenges: list[tuple[UrlPattern, Challenge]] = []
        self.passage: Passage | None = None
        self._transports: list[FakeTransport] = []
        self._before: Any = None
        self._takeover = Takeover()
        loop.add_reporter(self._report)

    # Coming and going.

    def __enter__(self) -> Self:
        """Serve all managers from now on, those too that have sent something before. Raises `RuntimeError` the second time."""
        if self._before is not None:
            raise RuntimeError("this FakeNetwork has been entered already")
        self._before = Seam.__dict__["make_transport"]
        Seam.make_transport = staticmethod(self.make_transport)
        self._takeover.begin()
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        """Give managers back what they had. Raises what `verify` does; a test that fails anyway gets the transcript as a note."""
        before, self._before = self._before, None
        Seam.make_transport = before
        self._takeover.end()
        if self.passage is not None:
            self.passage.end(save=error is None)
        if error is None:
            self.verify()
        elif not isinstance(error, verdicts.UnmatchedRequest):
            error.add_note(f"The conversation with the fake network:\n{self.transcript()}")

    def make_transport(self) -> FakeTransport:
        """Return what moves the requests of one manager (`Seam.make_transport`)."""
        from .transport import FakeTransport

        transport = FakeTransport(self)
        self._transports.append(transport)
        return transport

    @property
    def turns(self) -> Turns:
        """The scheduler of the loop."""
        return self._loop.turns

    # Routes.

    def route(
        self,
        method: str | None,
        url: Any,
        *,
        headers: Mapping[str, Any] | None = None,
        body: Any = None,
        json: Any = ANY,
        form: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        where: Callable[[SentRequest], Any] | None = None,
        name: str | None = None,
        optional: bool = False,
    ) -> Route:
        """Add a route behind the others, and return it: say on it what is answered.

        :param method: the verb; None or ``"*"`` for all. :param url: see `UrlPattern`. The other conditions: see `Matcher`.
        :param name: what messages call it. :param optional: it need not be called.
        """
        matcher = Matcher(method, url, headers=headers, body=body, json=json, form=form, query=query, where=where)
        made = Route(matcher, self.transcribed, name, optional)
        self.routes.append(made)
        return made

    def get(self, url: Any, **conditions: Any) -> Route:
        """Add a route for GET; see `route`."""
        return self.route("GET", url, **conditions)

    def head(self, url: Any, **conditions: Any) -> Route:
        """Add a route for HEAD; see `route`."""
        return self.route("HEAD", url, **conditions)

    def post(self, url: Any, **conditions: Any) -> Route:
        """Add a route for POST; see `route`."""
        return self.route("POST", url, **conditions)

    def put(self, url: Any, **conditions: Any) -> Route:
        """Add a route for PUT; see `route`."""
        return self.route("PUT", url, **conditions)

    def delete(self, url: Any, **conditions: Any) -> Route:
        """Add a route for DELETE; see `route`."""
        return self.route("DELETE", url, **conditions)

    def patch(self, url: Any, **conditions: Any) -> Route:
        """Add a route for PATCH; see `route`."""
        return self.route("PATCH", url, **conditions)

    def any(self, url: Any, **conditions: Any) -> Route:
        """Add a route for every method; see `route`."""
        return self.route(None, url, **conditions)

    # The world between.

    def unreachable(self, url: Any, fault: Fault | None = None) -> None:
        """Let every connection to the servers of *url* fail, those made in advance too.

        :param url: a `UrlPattern`, compared with ``https://host:port/`` (without the port where it is the usual one).
        :param fault: how; `refused()` by default. Raises `ValueError` for one that comes only after the connection.
        """
        fault = refused() if fault is None else fault
        if fault.stage != DIALLING:
            raise ValueError(f"{fault.name} does not keep a connection from being made")
        self._hosts.append((UrlPattern(url), fault))

    def reachable(self) -> None:
        """Take back all that was said by `unreachable`."""
        self._hosts.clear()

    @property
    def offline(self) -> bool:
        """Whether the cable is out."""
        return self._offline

    @offline.setter
    def offline(self, offline: bool) -> None:
        if offline and not self._offline:
            for transport in self._transports:
                transport.lines.drop()
        if offline != self._offline:
            self.transcribed.add(self.turns.now(), 0, "the network is offline" if offline else "the network is back")
        self._offline = bool(offline)

    def close_idle(self) -> None:
        """Let the servers close the connections that are kept and not in use."""
        now = self.turns.now()
        for transport in self._transports:
            for line in transport.lines.drop():
                if line.is_kept(now):
                    self.transcribed.add(now, line.number, "closed by the server while idle")

    def drop_connections(self) -> None:
        """Break every connection, those in use included."""
        self.close_idle()
        for transport in self._transports:
            for crossing in tuple(transport.crossings):
                crossing.cut()

    @property
    def idle_connections(self) -> int:
        """How many connections are kept and not in use."""
        return sum(transport.lines.count(self.turns.now()) for transport in self._transports)

    def require_basic(
        self, user: str, password: str, *, url: Any = "**", realm: str = "fake", proxy: bool = False
    ) -> None:
        """Let the servers of *url*, or with *proxy* the proxy, ask for *user* and *password* by Basic."""
        from .challenges import Basic

        self._challenges.append((UrlPattern(url), Basic(user, password, realm, proxy)))

    def require_digest(
        self, user: str, password: str, *, url: Any = "**", realm: str = "fake", proxy: bool = False, **details: Any
    ) -> None:
        """Let the servers of *url*, or with *proxy* the proxy, ask for a digest. *details*: as of `Route.require_digest`."""
        from .digest import Digest

        self._challenges.append((UrlPattern(url), Digest(user, password, realm, proxy, **details)))

    def require_bearer(self, token: str, *, url: Any = "**", realm: str = "fake", proxy: bool = False) -> None:
        """Let the servers of *url*, or with *proxy* the proxy, ask for *token*."""
        from .challenges import Bearer

        self._challenges.append((UrlPattern(url), Bearer(token, realm, proxy)))

    def cassette(
        self,
        path: str | PathLike[str],
        *,
        record: bool | None = None,
        redact: Redaction | None = None,
        match: CassetteMatch | None = None,
        strict: bool = True,
    ) -> Cassette | None:
        """Let the cassette in the file at *path* answer what no route is for; record it when there is none yet.

        While recording, such requests go to the real servers, for which virtual time stands still, and the file is written at
        the end of the with statement unless an exception ends that. Called inside the with statement.

        :param record: True: record it anew also when there is one. False: never record, as in a run that nobody watches.
        :param redact: what is not written, and not compared.
        :param match: what makes a request a recorded one. :param strict: every entry is to be played, and once.
        Returns the cassette, None while recording. Raises `HarError` for a file that is none, `FileNotFoundError` where there is
        none and none may be recorded, `RuntimeError` outside the with statement, or when another recording is under way.
        """
        __tracebackhide__ = True
        from os.path import exists

        if exists(path) and not record:
            from ..cassettes.cassette import Cassette

            found = Cassette.load(path, redact=redact, match=match, strict=strict)
            self.play_cassette(found)
            return found
        if record is False:
            import errno

            raise FileNotFoundError(
                errno.ENOENT, "there is no such cassette, and none may be recorded (record=False)", path
            )
        if self._before is None or self.passage is not None:
            raise RuntimeError("a FakeNetwork records one cassette, and inside its with statement")
        from ..cassettes.passage import Passage
        from ..cassettes.redaction import Redaction

        self.passage = Passage(self, path, redact or Redaction())
        return None

    def real_transport(self) -> Transport:
        """Return what would move a manager's requests without this network."""
        made: Transport = self._before.__func__()
        return made

    def play_cassette(self, cassette: Any) -> None:
        """Let *cassette* answer what no route is for: it has ``answer(request)``, ``nearest(request)`` and ``unplayed()``."""
        self._cassettes.append(cassette)

    # For the hops under way.

    def note(self, request: SentRequest) -> None:
        """Count *request* as sent."""
        self.requests.append(request)
        request.number = len(self.requests)
        request.time = self.turns.now()

    def note_redirect(self, request: SentRequest, head: Head) -> None:
        """Keep in mind where *request* was told to go, if it was."""
        target = next((value for name, value in head.headers if name.lower() == b"location"), None)
        if 300 <= head.status < 400 and target is not None:
            url = QUrl(request.url).resolved(QUrl.fromEncoded(target))
            self._leads[url.toString(_FULLY_ENCODED)] = request.url

    def redirected_from(self, request: SentRequest) -> str | None:
        """Return the URL that has led to *request*, None when it came by itself."""
        return self._leads.pop(request.url, None)

    def peek(self, request: SentRequest, with_body: bool) -> Any:
        """Return the answer that *request* would get, None when there is no route for it, or when that cannot be told yet.

        :param with_body: whether the body is known.
        """
        route = self._foreseen(request, with_body)
        if route is not None:
            return route.peek()
        cassette = self._recorded(request, with_body)
        return None if cassette is None else cassette.peek(request)

    def take_peeked(self, request: SentRequest, with_body: bool) -> None:
        """Count the answer that `peek` has given for *request* as used."""
        route = self._foreseen(request, with_body)
        if route is not None:
            request.route = route
            route.requests.append(request)
            route.take()
            return
        cassette = self._recorded(request, with_body)
        if cassette is not None:
            cassette.answer(request)

    def _recorded(self, request: SentRequest, with_body: bool) -> Any:
        """Return the cassette that answers *request*, which no route is foreseen for, None when there is none.

        It has to be known before a connection is made: a recorded failure may be that there was none.
        """
        return next((each for each in self._cassettes if with_body and each.peek(request) is not None), None)

    def _foreseen(self, request: SentRequest, with_body: bool) -> Route | None:
        for route in self.routes:
            if not route.used_up and not route.matcher.compare(request, with_body)[0]:
                return None if route.matcher.looks_at_body and not with_body else route
        return None

    def challenges_for(self, request: SentRequest, proxy: bool) -> list[Challenge]:
        """Return what is asked of *request* by servers, or by proxies."""
        asked = [challenge for pattern, challenge in self._challenges if not pattern.compare(request.url)[0]]
        if proxy:
            for route in self.routes:
                if not route.used_up and not route.matcher.compare(request, with_body=False)[0]:
                    asked += route.challenges
                    break
        return [challenge for challenge in asked if challenge.proxy or not proxy]

    def answer(self, request: SentRequest, endpoint: Endpoint) -> Response | Fault | Failed:
        """Return what *request* gets. Raises what a responding callable does."""
        tunnelled = endpoint.scheme == "https" and endpoint.proxy is not None
        for challenge in self.challenges_for(request, proxy=False):
            asked = None if challenge.proxy and tunnelled else challenge.check(request)
            if asked is not None:
                return asked
        for route in self.routes:
            if route.used_up:
                continue
            different, parts = route.matcher.compare(request)
            if different:
                continue
            request.route = route
            route.requests.append(request)
            for challenge in route.challenges:
                asked = None if challenge.proxy and tunnelled else challenge.check(request)
                if asked is not None:
                    return asked
            given = route.take()
            made = call(given, request, parts) if callable(given) else as_response(given)
            if (
                isinstance(made, Fault)
                and made.instead is not None
                and not (endpoint.verify and endpoint.scheme == "https")
            ):
                return made.instead
            return made
        return self._unrouted(request)

    def _unrouted(self, request: SentRequest) -> Response | Fault | Failed:
        for cassette in self._cassettes:
            found: Response | Fault | None = cassette.answer(request)
            if found is not None:
                return found
        self.unmatched.append(request)
        if not self.strict:
            return Response(404, text=f"no route for {request.method} {request.url}")
        from netaccess._values.errors import NetworkError

        text = f"The fake network has no route for {request.method} {request.url}"
        return Failed(NetworkError.ConnectionRefusedError, text)

    def fault_of(self, endpoint: Endpoint) -> Fault | None:
        """Return what keeps connections to *endpoint* from being made, None when nothing does."""
        if self._offline:
            host = endpoint.proxy.host if endpoint.proxy is not None else endpoint.host
            return network_unreachable() if _is_address(host) else host_not_found()
        origin = arrival.origin_of(endpoint) + "/"
        for pattern, fault in self._hosts:
            if not pattern.compare(origin)[0]:
                if fault.instead is not None and not (endpoint.verify and endpoint.scheme == "https"):
                    continue
                return fault
        return None

    @staticmethod
    def url_of(hop: Hop) -> str:
        """Return the URL that *hop* asks for."""
        return arrival.url_of(hop)

    @staticmethod
    def origin_text(endpoint: Endpoint) -> str:
        """Return *endpoint* as it stands in a URL."""
        return arrival.origin_of(endpoint)

    def _report(self) -> list[str]:
        """Return a line for every hop under way."""
        return [
            f"{crossing.describe()} {crossing.state} (since {crossing.since:.3f} s)"
            for transport in self._transports
            for crossing in transport.crossings
        ]


def _is_address(host: str) -> bool:
    """Return whether *host* is an address and no name."""
    return ":" in host or host.replace(".", "").isdigit()
