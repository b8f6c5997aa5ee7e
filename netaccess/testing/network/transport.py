"""`FakeTransport`: what a manager sends its hops through under a fake network (`netaccess._transport.base.Transport`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .crossing import Crossing
from .line import Line, Lines

if TYPE_CHECKING:
    from netaccess._transport.base import Ticket
    from netaccess._values.messages import Endpoint

    from .fakenetwork import FakeNetwork


class FakeTransport:
    """The connections and hops of one manager."""

    def __init__(self, network: FakeNetwork) -> None:
        self.network = network
        self.lines = Lines()
        self.crossings: list[Crossing] = []
        self._closed = False

    # The seam.

    def start(self, ticket: Ticket) -> None:
        """Begin the ticket's hop; returns at once. Raises `RuntimeError` after `shutdown`."""
        if self._closed:
            raise RuntimeError("The transport has been shut down")
        self.begin(ticket)

    def begin(self, ticket: Ticket) -> None:
        """Begin the ticket's hop also after `shutdown`: what was queued by then is still sent."""
        passage = self.network.passage
        if passage is not None and passage.takes(ticket):
            passage.start(ticket, self)
            return
        crossing = Crossing(self.network, self, ticket)
        self.crossings.append(crossing)
        crossing.start()

    def close_idle(self) -> None:
        """Close the connections that no hop is using."""
        self.lines.drop()

    def shutdown(self) -> None:
        """Close idle connections; nothing can be started any more."""
        self._closed = True
        self.lines.drop()

    def busy(self, endpoint: Endpoint) -> int:
        """Return the number of hops under way to *endpoint*."""
        return sum(crossing.hop.endpoint == endpoint for crossing in self.crossings)

    # The hops' side.

    def new_line(self, endpoint: Endpoint) -> Line:
        """Return a new connection."""
        self.network.connections += 1
        return Line(endpoint, self.network.connections)

    def leave(self, crossing: Crossing) -> None:
        """The hop is over."""
        if crossing in self.crossings:
            self.crossings.remove(crossing)
