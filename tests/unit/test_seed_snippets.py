"""The two examples that PySide has always shown for QNetworkAccessManager, run with only the import changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from netaccess.QtCore import QCoreApplication, QObject, QTimer, QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

PATIENCE_MS = 20_000


class Peer:
    """A server that answers ``/`` with a greeting, everything else with 404, and remembers who asked."""

    def __init__(self) -> None:
        agents = self.agents = []  # type: list[str | None]

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                agents.append(self.headers["User-Agent"])
                body = b"greetings" if self.path == "/" else b"nothing here"
                self.send_response(200 if self.path == "/" else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()
    yield made
    made.stop()


@pytest.fixture
def app() -> Iterator[QCoreApplication]:
    made = QCoreApplication([])
    guard = QTimer(singleShot=True, interval=PATIENCE_MS, timeout=lambda: made.exit(1))
    guard.start()
    yield made
    guard.stop()
    made.shutdown()


class Downloader(QObject):
    """The object that the page's ``self`` is."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.said: list[Any] = []
        self.body = b""

    def download(self) -> None:
        manager = QNetworkAccessManager(self)
        manager.finished[QNetworkReply].connect(self.replyFinished)

        manager.get(QNetworkRequest(QUrl(self.url)))

    def replyFinished(self, reply: QNetworkReply) -> None:
        self.said.append(reply.error())
        self.body = bytes(reply.readAll())
        reply.deleteLater()
        QCoreApplication.quit()

    def involved(self) -> None:
        manager = self.manager = QNetworkAccessManager(self)
        request = QNetworkRequest()
        request.setUrl(QUrl(self.url))
        request.setRawHeader("User-Agent", "MyOwnBrowser 1.0")

        reply = self.reply = manager.get(request)
        reply.readyRead.connect(self.slotReadyRead)
        reply.error[QNetworkReply.NetworkError].connect(self.slotError)
        reply.sslErrors.connect(self.slotSslErrors)
        reply.finished.connect(QCoreApplication.quit)

    def slotReadyRead(self) -> None:
        self.body += bytes(self.reply.readAll())

    def slotError(self, code: QNetworkReply.NetworkError) -> None:
        self.said.append(code)

    def slotSslErrors(self, errors: list[Any]) -> None:
        self.said.append(errors)


def test_a_simple_download(app: QCoreApplication, peer: Peer) -> None:
    downloader = Downloader(f"{peer.url}/")
    downloader.download()
    assert app.exec_() == 0
    assert downloader.body == b"greetings"
    assert downloader.said == [QNetworkReply.NoError]


def test_a_simple_download_that_fails(app: QCoreApplication, peer: Peer) -> None:
    downloader = Downloader(f"{peer.url}/missing")
    downloader.download()
    assert app.exec_() == 0
    assert downloader.said == [QNetworkReply.ContentNotFoundError]
    assert downloader.body == b"nothing here"


def test_a_request_of_ones_own(app: QCoreApplication, peer: Peer) -> None:
    downloader = Downloader(f"{peer.url}/")
    downloader.involved()
    assert app.exec_() == 0
    assert downloader.body == b"greetings"
    assert downloader.said == []
    assert peer.agents == ["MyOwnBrowser 1.0"]


def test_a_request_of_ones_own_that_fails(app: QCoreApplication, peer: Peer) -> None:
    downloader = Downloader(f"{peer.url}/missing")
    downloader.involved()
    assert app.exec_() == 0
    assert downloader.said == [QNetworkReply.ContentNotFoundError]
    assert bool(downloader.reply.error())
    assert int(downloader.reply.error()) == 203


def test_a_request_of_ones_own_that_nobody_takes(app: QCoreApplication, peer: Peer) -> None:
    downloader = Downloader("http://127.0.0.1:1/")
    downloader.involved()
    assert app.exec_() == 0
    assert downloader.said == [QNetworkReply.ConnectionRefusedError]
