"""The way out of a fake network: requests that no route is for go to the real servers, and are recorded."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from .recording import Recorder, RecordingTransport

if TYPE_CHECKING:
    from os import PathLike

    from netaccess._transport.base import Ticket, Transport

    from ..network.fakenetwork import FakeNetwork
    from ..network.transport import FakeTransport
    from .har import HarLog
    from .redaction import Redaction


class Passage:
    """Takes hops from a fake network's transports to real ones, and what follows them back. Used on the test's thread.

    Thread safety: workers of the real transports do nothing here but append to `_back`, which is atomic; a chore of the loop's
    takes it from there. The recorder keeps virtual time from jumping until a hop's worker has done both, reporting and this.
    """

    def __init__(self, network: FakeNetwork, path: str | PathLike[str], redaction: Redaction) -> None:
        """:param path: the cassette to be written. :param redaction: what is taken out before that."""
        self.path = path
        self._network = network
        self._redaction = redaction
        self._recorder = Recorder(network.turns.outside)
        self._ways: dict[FakeTransport, _Way] = {}
        self._ended = False

    def takes(self, ticket: Ticket) -> bool:
        """Return whether the ticket's hop is one for the real network: a request that no route is for."""
        from ..network.arrival import request_of

        hop = ticket.hop
        if not hop.method:
            return False
        known = hop.body is None or isinstance(hop.body, bytes)
        request = request_of(hop, self._network)
        routes = self._network.routes
        return all(route.used_up or route.matcher.compare(request, known)[0] for route in routes)

    def start(self, ticket: Ticket, transport: FakeTransport) -> None:
        """Begin the ticket's hop on the real network; the one that follows begins in *transport* again."""
        from ..network.arrival import request_of

        network = self._network
        request = request_of(ticket.hop, network, ticket.hop.body if isinstance(ticket.hop.body, bytes) else b"")
        network.note(request)
        network.transcribed.add(network.turns.now(), 0, f"> {request.method} {request.url} goes to the real server")
        way = self._ways.get(transport)
        if way is None:
            way = self._ways[transport] = _Way(network.real_transport(), self._recorder)
        way.transport.start(ticket)

        def follow() -> None:
            following = way.back.popleft()
            if following is not None:
                transport.begin(following)

        network.turns.call_when(lambda: bool(way.back), follow, f"the real server of {request.method} {request.url}")

    def close_idle(self, transport: FakeTransport) -> None:
        """Close the real connections of *transport* that no hop is using."""
        way = self._ways.get(transport)
        if way is not None:
            way.transport.close_idle()

    def log(self) -> HarLog:
        """Return what has been recorded so far, redacted."""
        from .cassette import redacted_log

        return redacted_log(self._recorder.entries(), self._redaction)

    def end(self, save: bool) -> None:
        """End the recording, and write it if *save* says so and there is anything; a second call does nothing.

        Raises `OSError` when it cannot be written.
        """
        if self._ended:
            return
        self._ended = True
        self._recorder.close()
        for way in self._ways.values():
            way.transport.close_idle()
        log = self.log()
        if save and log.entries:
            log.save(self.path)


class _Way:
    """The real transport that stands behind one fake one."""

    def __init__(self, real: Transport, recorder: Recorder) -> None:
        self.back: deque[Ticket | None] = deque()
        self.transport = RecordingTransport(real, recorder, self.back.append)
