"""What the tests of the fake network share: a manager, requests, and a record of a reply's signals."""

from __future__ import annotations

import io
from typing import Any

from netaccess.QtCore import QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from netaccess.testing import FakeLoop
from netaccess.testing.network import FakeNetwork

NAMES = (
    "socketStartedConnecting",
    "encrypted",
    "sslErrors",
    "requestSent",
    "metaDataChanged",
    "redirected",
    "readyRead",
    "downloadProgress",
    "uploadProgress",
    "errorOccurred",
    "aboutToClose",
    "readChannelFinished",
    "finished",
)
FREQUENT = ("readyRead", "downloadProgress", "uploadProgress")
Error = QNetworkReply.NetworkError


def request(url: str, headers: dict[str, str] | None = None) -> QNetworkRequest:
    """Return a request for *url*."""
    made = QNetworkRequest(QUrl(url))
    for name, value in (headers or {}).items():
        made.setRawHeader(name.encode(), value.encode())
    return made


class Heard:
    """The signals of one reply, with their arguments, in order."""

    def __init__(self, reply: Any) -> None:
        self.reply = reply
        self.events: list[tuple[Any, ...]] = []
        for name in NAMES:
            getattr(reply, name).connect(self._slot(name))

    def _slot(self, name: str) -> Any:
        def note(*arguments: Any) -> None:
            self.events.append((name, *map(_plain, arguments)))

        return note

    @property
    def names(self) -> list[str]:
        """The names alone."""
        return [event[0] for event in self.events]

    def of(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of each emission of one signal."""
        return [event[1:] for event in self.events if event[0] == name]

    def collapsed(self) -> list[tuple[Any, ...]]:
        """The events, with each stretch of signals that depend on timing reduced to which of them came."""
        made: list[tuple[Any, ...]] = []
        stretch: set[str] = set()
        for event in [*self.events, ("",)]:
            if event[0] in FREQUENT:
                stretch.add(event[0])
                continue
            made += [(name,) for name in FREQUENT if name in stretch]
            stretch.clear()
            made.append(event)
        return made[:-1]


def _plain(value: Any) -> Any:
    if hasattr(value, "toString"):
        return value.toString()
    if isinstance(value, list):
        return [each.errorString() for each in value]
    return value


class Client:
    """A manager under a fake loop and network."""

    def __init__(self, loop: FakeLoop, network: FakeNetwork) -> None:
        self.loop = loop
        self.network = network
        self.manager = QNetworkAccessManager()

    def get(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Return the finished reply of a GET."""
        return self.finish(self.manager.get(request(url, headers)))

    def post(self, url: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        """Return the finished reply of a POST."""
        return self.finish(self.manager.post(request(url, {"Content-Type": "text/plain", **(headers or {})}), body))

    def finish(self, reply: Any) -> Any:
        """Run the loop until *reply* has finished."""
        self.loop.run_until(reply.isFinished)
        return reply

    def text(self, url: str) -> str:
        """Return the body of the response to a GET."""
        return bytes(self.get(url).readAll()).decode()


def status(reply: Any) -> Any:
    """Return the HTTP status of a reply."""
    return reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)


class Forward(io.BytesIO):
    """A file that cannot go back, so that nobody knows its length."""

    def seekable(self) -> bool:
        return False
