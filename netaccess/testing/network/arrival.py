"""What a fake server and a fake proxy make of a hop: the request message in it, and whether a proxy lets it through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Failed, Head

from .sentrequest import SentRequest
from .transcript import shown_headers

if TYPE_CHECKING:
    from netaccess._transport.base import Ticket
    from netaccess._values.messages import Endpoint, Hop

    from .crossing import Crossing
    from .fakenetwork import FakeNetwork

_USUAL_PORTS = {"http": 80, "https": 443}


def origin_of(endpoint: Endpoint) -> str:
    """Return scheme, host and unusual port of *endpoint* as they stand in a URL."""
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    port = "" if endpoint.port == _USUAL_PORTS.get(endpoint.scheme) else f":{endpoint.port}"
    return f"{endpoint.scheme}://{host}{port}"


def url_of(hop: Hop) -> str:
    """Return the URL that a hop asks for."""
    target = hop.target.decode("latin-1")
    return target if "://" in target.partition("?")[0] else origin_of(hop.endpoint) + target


def request_of(hop: Hop, network: FakeNetwork, body: bytes | None = None) -> SentRequest:
    """Return the request message of *hop*; its *body* is what the hop holds in memory unless it is given."""
    proxy = hop.endpoint.proxy
    fields = list(hop.headers)
    if proxy is not None and hop.endpoint.scheme == "http" and proxy.authorization is not None:
        fields.append((b"Proxy-Authorization", proxy.authorization))
    if body is None:
        body = hop.body if isinstance(hop.body, bytes) else b""
    return SentRequest(
        hop.method.decode("latin-1"),
        url_of(hop),
        [(name.decode("latin-1"), value.decode("latin-1")) for name, value in fields],
        body,
        time=network.turns.now(),
        target=hop.target.decode("latin-1"),
        proxy=None if proxy is None else (proxy.host, proxy.port),
    )


def proxy_refusal(crossing: Crossing) -> Failed | None:
    """Return what the proxy says to the CONNECT of an https hop, None when it opens the tunnel."""
    endpoint = crossing.hop.endpoint
    network = crossing.network
    assert endpoint.proxy is not None
    authority = f"{endpoint.host}:{endpoint.port}"
    fields = [("Host", authority)]
    if endpoint.proxy.authorization is not None:
        fields.append(("Proxy-Authorization", endpoint.proxy.authorization.decode("latin-1")))
    request = SentRequest("CONNECT", origin_of(endpoint) + "/", fields, target=authority, time=network.turns.now())
    asked = request_of(crossing.hop, network) if crossing.hop.method else request
    crossing.log(f"> CONNECT {authority} HTTP/1.1", shown_headers(">", fields[1:]))
    for challenge in network.challenges_for(asked, proxy=True):
        response = challenge.check(request)
        if response is not None:
            crossing.log(f"< {response.status} {response.phrase()}", shown_headers("<", response.head_fields("GET")))
            headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.head_fields("GET")]
            head = Head(response.status, response.phrase(), headers, 0)
            error = NetworkError.ProxyAuthenticationRequiredError
            return Failed(error, "Proxy requires authentication", 0, head)
    crossing.log("< 200 Connection established")
    return None


def heard(ticket: Ticket) -> bool:
    """Return whether the reply has been told of everything that was reported for *ticket*."""
    return ticket.cancelled or not getattr(ticket.sink, "_pending", False)
