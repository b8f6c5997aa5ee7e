"""The scripted server over TLS, with a certificate of an authority made for the test, which nobody trusts."""

from __future__ import annotations

import socket
import ssl
from typing import Any

import trustme
from binding import QtNetwork
from server import Server
from shortcuts import request


class TlsServer(Server):
    """As `Server`; its URLs are https."""

    def __init__(self) -> None:
        super().__init__()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(self._context)

    def url(self, path: str = "/") -> str:
        """The https URL of a path on this server."""
        return super().url(path).replace("http:", "https:", 1)

    def _serve(self, sock: socket.socket, number: int) -> None:
        try:
            tls = self._context.wrap_socket(sock, server_side=True)
        except OSError:
            sock.close()
            return
        with self._lock:
            self._sockets.discard(sock)
            self._sockets.add(tls)
        super()._serve(tls, number)


def unverified(url: str, headers: dict[str, str] | None = None) -> Any:
    """A request that takes any certificate."""
    made = request(url, headers)
    settings = QtNetwork.QSslConfiguration.defaultConfiguration()
    settings.setPeerVerifyMode(QtNetwork.QSslSocket.VerifyNone)
    made.setSslConfiguration(settings)
    return made
