"""A client of a JSON API that tries again, later and later, until it gives up.

``python examples/testing/retrying_client.py URL`` asks a real server; without a URL it is shown on a fake network.
"""

from __future__ import annotations

import json
import sys
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import uuid4

from netaccess.QtCore import QCoreApplication, QDateTime, QObject, QTimer, QUrl, Signal, Slot
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

BUSY = frozenset((429, 500, 502, 503, 504))
"""Statuses that may be others a little later."""


class ApiCall(QObject):
    """One call of the API: a request, and the same again as long as there is hope. One of the two last signals ends it."""

    retrying = Signal(int, float)
    """How many requests have failed, and the seconds until the next."""
    succeeded = Signal(object)
    """What the answer's JSON says."""
    failed = Signal(str)
    """Why there is no answer."""

    def __init__(self, client: ApiClient, request: QNetworkRequest, body: bytes | None = None) -> None:
        super().__init__(client)
        self.client = client
        self.request = request
        self.body = body
        self.attempts = 0
        self.reply: QNetworkReply | None = None
        self.pause = QTimer(self, singleShot=True)
        self.pause.timeout.connect(self.send)
        self.send()

    @Slot()
    def send(self) -> None:
        """Send the request, once more."""
        self.attempts += 1
        manager = self.client.manager
        self.reply = manager.get(self.request) if self.body is None else manager.post(self.request, self.body)
        self.reply.finished.connect(self.on_finished)

    def cancel(self) -> None:
        """Give up now."""
        self.pause.stop()
        if self.reply is not None:
            self.reply.abort()
        else:
            self.end(self.failed, "cancelled")

    @Slot()
    def on_finished(self) -> None:
        reply, self.reply = self.reply, None
        reply.deleteLater()
        error = reply.error()
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        if error == QNetworkReply.NetworkError.OperationCanceledError:
            self.end(self.failed, "cancelled")
        elif status in BUSY or (status is None and error != QNetworkReply.NetworkError.NoError):
            self.try_again(reply)
        elif error != QNetworkReply.NetworkError.NoError:
            self.end(self.failed, reply.errorString())
        else:
            try:
                answer = json.loads(bytes(reply.readAll()))
            except ValueError as mistake:
                self.end(self.failed, f"the answer is no JSON: {mistake}")
            else:
                self.end(self.succeeded, answer)

    def try_again(self, reply: QNetworkReply) -> None:
        client = self.client
        seconds = asked_to_wait(reply)
        if seconds is None:
            seconds = min(client.first_pause * 2 ** (self.attempts - 1), client.longest_pause)
        if self.attempts == client.most_attempts or seconds > client.longest_pause:
            self.end(self.failed, f"gave up after {self.attempts} requests: {reply.errorString()}")
            return
        self.pause.start(round(seconds * 1000))
        self.retrying.emit(self.attempts, seconds)

    def end(self, signal: Any, value: Any) -> None:
        signal.emit(value)
        self.deleteLater()


class ApiClient(QObject):
    """Makes calls. Pauses are seconds: the first one doubles each time, up to the longest."""

    def __init__(
        self, base: str, *, first_pause: float = 1.0, longest_pause: float = 600.0, most_attempts: int = 8
    ) -> None:
        super().__init__()
        self.base = QUrl(base)
        self.first_pause = first_pause
        self.longest_pause = longest_pause
        self.most_attempts = most_attempts
        self.manager = QNetworkAccessManager(self)

    def get(self, path: str) -> ApiCall:
        """Ask for something."""
        return ApiCall(self, self.request(path))

    def post(self, path: str, value: Any) -> ApiCall:
        """Send something. The key tells the server that a request which comes twice is meant once."""
        request = self.request(path)
        request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
        request.setRawHeader(b"Idempotency-Key", str(uuid4()).encode())
        return ApiCall(self, request, json.dumps(value).encode())

    def request(self, path: str) -> QNetworkRequest:
        request = QNetworkRequest(self.base.resolved(QUrl(path)))
        request.setRawHeader(b"Accept", b"application/json")
        request.setTransferTimeout(10_000)
        return request


def asked_to_wait(reply: QNetworkReply) -> float | None:
    """Return how many seconds the server asks to wait, as a number or until a date; None when it does not say."""
    text = bytes(reply.rawHeader("Retry-After")).decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text).timestamp()
    except ValueError:
        return None
    return max(0.0, moment - QDateTime.currentMSecsSinceEpoch() / 1000)


def show(url: str) -> None:
    """Make one call and print what comes of it."""
    app = QCoreApplication.instance() or QCoreApplication(sys.argv)
    client = ApiClient(url)
    call = client.get("")
    call.retrying.connect(lambda attempts, seconds: print(f"request {attempts} failed, next in {seconds:g} s"))
    call.succeeded.connect(lambda answer: (print("answer:", answer), app.quit()))
    call.failed.connect(lambda reason: (print("failed:", reason), app.quit()))
    app.exec()


if __name__ == "__main__":
    if sys.argv[1:]:
        show(sys.argv[1])
    else:
        from netaccess.testing import FakeLoop, FakeNetwork, refused

        with FakeLoop() as loop, FakeNetwork(loop) as network:
            route = network.get("https://api.test/")
            route.fail(refused(), times=2).then(503, headers={"Retry-After": "120"}).then({"name": "Ada"})
            show("https://api.test/")
            print(f"{loop.now:g} virtual seconds")
