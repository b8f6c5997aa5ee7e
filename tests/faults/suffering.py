"""What is asserted of every fault, whatever it is; the line in each test says only what is particular to it.

``suffer`` plays a fault to a GET alone, to a GET in a crowd, and to a POST alone, and asserts each time: at most one error, of
the type that the reply reports in the end, then one ``finished``, and nothing behind it; the requests to the same host that
were under way, that waited, and that come later get their own answers; a connection that has seen the fault carries no other
request unless it may; and a POST was sent once at most.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hostile import Hostile, Script, Talk

from netaccess.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer, QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

GUARD = 20_000
"""Milliseconds after which a request that has not finished counts as hanging."""
CROWD = 8
"""Well-behaved requests in line before the fault and behind it."""


class Witness:
    """Hears what a reply says, and knows what is wrong with that."""

    def __init__(self, reply: QNetworkReply) -> None:
        self.reply = reply
        self.heard: list[str] = []
        self.faults: list[str] = []
        self.finished = False
        for name in ("requestSent", "metaDataChanged", "readyRead", "readChannelFinished", "redirected"):
            getattr(reply, name).connect(lambda *_arguments, name=name: self._hear(name))
        reply.errorOccurred.connect(lambda error: self._hear(error.name))
        reply.finished.connect(self._finish)

    def _hear(self, name: str) -> None:
        if self.finished:
            self.faults.append(f"{name} after finished")
        self.heard.append(name)

    def _finish(self) -> None:
        self._hear("finished")
        self.finished = True

    def errors(self) -> list[str]:
        """Return the errors that were reported."""
        return [name for name in self.heard if name in QNetworkReply.NetworkError.__members__]

    def check(self) -> None:
        """Assert what holds for every reply."""
        assert self.faults == []
        assert self.heard.count("finished") == 1
        assert self.reply.isFinished()
        error = self.reply.error().name
        assert self.errors() == ([] if error == "NoError" else [error]), self.heard


class Suffering:
    """What has become of a fault, to be asked further."""

    def __init__(self, witness: Witness, body: bytes, server: Hostile) -> None:
        self.reply = witness.reply
        self.witness = witness
        self.error = witness.reply.error().name
        self.text = witness.reply.errorString()
        self.body = body
        self.server = server


Suffer = Callable[..., Suffering]


def run_until(condition: Callable[[], bool], what: str = "the requests have finished") -> None:
    """Run the loop until *condition* holds."""
    loop = QEventLoop()
    look = QTimer()
    look.timeout.connect(lambda: loop.quit() if condition() else None)
    look.start(1)
    guard = QTimer()
    guard.setSingleShot(True)
    guard.timeout.connect(loop.quit)
    guard.start(GUARD)
    if not condition():
        loop.exec()
    look.stop()
    guard.stop()
    assert condition(), f"it is not true that {what} after {GUARD} ms"


def delete(manager: QNetworkAccessManager) -> None:
    """Delete a manager, its replies and its connections now."""
    manager.deleteLater()
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def request_for(url: str) -> QNetworkRequest:
    """Return a request with a content type, which a POST without one would be warned of."""
    made = QNetworkRequest(QUrl(url))
    made.setRawHeader(b"Content-Type", b"text/plain")
    return made


def send(manager: QNetworkAccessManager, request: QNetworkRequest, method: str, body: Any = b"upload") -> QNetworkReply:
    """Send a request."""
    if method == "HEAD":
        return manager.head(request)
    if method == "POST":
        return manager.post(request, body)
    if method == "PUT":
        return manager.put(request, body)
    return manager.get(request)


class Bystanders:
    """Well-behaved requests to the same server: nothing may happen to them."""

    def __init__(self, manager: QNetworkAccessManager, server: Hostile) -> None:
        self._manager = manager
        self._server = server
        self._witnesses: list[Witness] = []

    def ask(self, path: str) -> Witness:
        """Send one."""
        witness = Witness(self._manager.get(QNetworkRequest(QUrl(self._server.url(path)))))
        self._witnesses.append(witness)
        return witness

    def check(self) -> None:
        """Wait for all of them, and assert that each got its own answer."""
        run_until(lambda: all(each.finished for each in self._witnesses), "the bystanders have finished")
        for each in self._witnesses:
            each.check()
            assert each.errors() == []
            assert bytes(each.reply.readAll()) == each.reply.url().path().encode()
        self._witnesses.clear()


def play(
    server: Hostile,
    script: Script | bytes,
    method: str,
    crowded: bool,
    adjust: Callable[[QNetworkRequest], object],
    trusted: bool,
    upload: Any,
    read: bool = True,
) -> Suffering:
    """Let one request meet the fault among bystanders, and assert what holds for every fault."""
    manager = QNetworkAccessManager()
    server.forget()
    server.on("/fault", script)
    others = Bystanders(manager, server)
    if crowded:
        others.ask("/held/0")
        for number in range(CROWD):
            others.ask(f"/good/{number}")
    request = request_for(server.url("/fault"))
    adjust(request)
    witness = Witness(send(manager, request, method, upload))
    if crowded:
        for number in range(CROWD, CROWD * 2):
            others.ask(f"/good/{number}")
    run_until(lambda: witness.finished)
    witness.check()
    body = bytes(witness.reply.readAll()) if read and witness.reply.isOpen() else b""
    server.release()
    others.check()
    for number in range(2):
        others.ask(f"/good/after/{number}")
        others.check()
    met = [each.connection for each in server.requests_for("/fault")]
    assert len(set(met)) == len(met) or trusted, "the fault was met twice on one connection"
    if method == "POST":
        assert len(met) <= 1, "the POST was sent twice"
    if not trusted:
        asked = list(server.asked)
        for connection in met:
            on_it = [each.path for each in asked if each.connection == connection]
            assert on_it[-1] == "/fault", f"the connection was used again: {on_it}"
    outcome = Suffering(witness, body, server)
    run_until(lambda: manager._qt_transport.busy(next(iter(manager._qt_queues))) == 0, "no hop is under way")
    delete(manager)
    return outcome


def make_suffer(server: Hostile) -> Suffer:
    """Return what the fixture ``suffer`` does, with this server."""

    def run(
        script: Script | bytes,
        error: str = "NoError",
        body: bytes = b"",
        *,
        method: str = "GET",
        trusted: bool = False,
        sent: int | None = 1,
        post: bool = True,
        crowd: bool = True,
        adjust: Callable[[QNetworkRequest], object] = lambda request: None,
        upload: Any = b"upload",
        posted: str | None = None,
    ) -> Suffering:
        """
        :param trusted: whether the connection may be used again.
        :param sent: how often a GET alone is sent; None for anything.
        :param post: whether to play it to a POST too, :param posted: which has this error if not the same.
        :param crowd: whether to play it in a crowd too.
        """
        alone = play(server, script, method, False, adjust, trusted, upload)
        assert (alone.error, alone.body) == (error, body), alone.text
        met = len(server.requests_for("/fault"))
        if error == "TimeoutError":
            assert met <= 1  # the time may run out before the request has come
        elif sent is not None:
            assert met == sent
        if crowd:
            crowded = play(server, script, method, True, adjust, trusted, upload)
            assert (crowded.error, crowded.body) == (error, body), crowded.text
            assert len(server.requests_for("/fault")) <= 3
        if post and method == "GET":
            sole = play(server, script, "POST", False, adjust, trusted, upload)
            assert (sole.error, sole.body) == (posted or error, body), sole.text
        return alone

    return run


def closing(data: bytes) -> Script:
    """Return a script that sends *data* and closes."""

    def script(talk: Talk) -> None:
        talk.send(data)
        talk.close()

    return script


def resetting(data: bytes) -> Script:
    """Return a script that sends *data* and closes with a RST."""

    def script(talk: Talk) -> None:
        talk.send(data)
        talk.reset()

    return script
