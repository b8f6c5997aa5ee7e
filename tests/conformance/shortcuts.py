"""Short ways to say what nearly every network test says."""

from __future__ import annotations

from typing import Any

from binding import QtCore, QtNetwork
from loops import run_until

# The first events of a request on a new connection, those on a connection that is there already, and the last ones.
DIALLED = [("socketStartedConnecting",), ("requestSent",), ("metaDataChanged",)]
REUSED = [("requestSent",), ("metaDataChanged",)]
LAST = [("readChannelFinished",), ("manager.finished",), ("finished",)]
CANCELLED = [("aboutToClose",), ("errorOccurred", "OperationCanceledError")]


def request(url: str, headers: dict[str, str] | None = None) -> Any:
    """A QNetworkRequest for a URL given as text."""
    made = QtNetwork.QNetworkRequest(QtCore.QUrl(url))
    for name, value in (headers or {}).items():
        made.setRawHeader(name.encode("latin-1"), value.encode("latin-1"))
    return made


def typed(url: str) -> Any:
    """A request with a Content-Type, so that Qt does not complain about a POST without one."""
    return request(url, {"Content-Type": "text/plain"})


def get(manager: Any, url: str) -> Any:
    """Start a GET."""
    return manager.get(request(url))


def pairs(reply: Any) -> list[tuple[str, str]]:
    """The raw headers of a reply as text."""
    return [(bytes(name).decode("latin-1"), bytes(value).decode("latin-1")) for name, value in reply.rawHeaderPairs()]


def status(reply: Any) -> Any:
    """The status attribute of a reply."""
    return reply.attribute(QtNetwork.QNetworkRequest.HttpStatusCodeAttribute)


def half(server: Any) -> tuple[str, Any]:
    """The URL of ten bytes of which five are sent at once, and the gate that keeps the rest."""
    gate = server.gate()

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "10")])
        talk.send(b"hello")
        gate.wait()
        talk.send(b"world")

    return server.script("/half", script), gate


def half_way(server: Any, manager: Any) -> tuple[Any, Any]:
    """A reply of whose ten bytes five have come, and the gate that keeps the rest."""
    url, gate = half(server)
    reply = get(manager, url)
    run_until(lambda: reply.bytesAvailable() == 5)
    return reply, gate
