"""Cells that fetch from, or send to, the C server: many small bodies, large ones, uploads, and a timer meanwhile."""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import TYPE_CHECKING, Any

from binding import QtCore, QtNetwork

if TYPE_CHECKING:
    from collections.abc import Callable

    from cells import Setting

KIB = 1024
MIB = 1024 * KIB
BIG = 100 * MIB
SMALL_QUEUED = 2_000
SMALL_SERIAL = 1_200
MIB_QUEUED = 400
BIG_BODIES = 5
UPLOADS = 4
STREAMS = 6
TIMER_MS = 5
TIMER_RUN_MS = 2_400


class Fetcher(QtCore.QObject):  # type: ignore[misc]
    """A plain Qt client: it sends ``count`` requests, ``parallel`` of them handed to the manager at a time.

    ``streamed`` reads in readyRead, otherwise the whole body is read in finished. Every reply must bring ``size``
    bytes.
    """

    def __init__(self, url: str, size: int, streamed: bool = False) -> None:
        super().__init__()
        self.request = make_request(url)
        self.size = size
        self.streamed = streamed
        self.received = 0
        self.to_send = 0
        self.running = 0
        self.manager = QtNetwork.QNetworkAccessManager(self)
        self.manager.finished.connect(self.on_finished)

    def run(self, count: int, parallel: int) -> float:
        """Fetch, and return the seconds from the first get() to the last finished."""
        self.to_send = count
        self.received = 0
        start = perf_counter()
        for _ in range(min(count, parallel)):
            self.send()
        QtCore.QCoreApplication.instance().exec()
        elapsed = perf_counter() - start
        if self.received != count * self.size:
            raise SystemExit(f"{count} bodies of {self.size} bytes brought {self.received} bytes")
        return elapsed

    def send(self) -> None:
        """Hand one more request to the manager."""
        self.to_send -= 1
        self.running += 1
        reply = self.manager.get(self.request)
        if self.streamed:
            reply.readyRead.connect(self.on_ready_read)

    def on_ready_read(self) -> None:
        """Take what has arrived."""
        self.received += self.sender().readAll().size()

    def on_finished(self, reply: Any) -> None:
        """Take the rest, and send the next request or leave the loop."""
        require_success(reply)
        self.received += reply.readAll().size()
        reply.deleteLater()
        self.running -= 1
        if self.to_send:
            self.send()
        elif not self.running:
            QtCore.QCoreApplication.instance().quit()


def make_request(url: str) -> Any:
    """Return a request; over https it does without certificate checks, in the words that both bindings share."""
    request = QtNetwork.QNetworkRequest(QtCore.QUrl(url))
    if url.startswith("https:"):
        configuration = QtNetwork.QSslConfiguration.defaultConfiguration()
        configuration.setPeerVerifyMode(QtNetwork.QSslSocket.VerifyNone)
        request.setSslConfiguration(configuration)
    return request


def require_success(reply: Any) -> None:
    """End the process with the reply's error string if there is an error."""
    if reply.error() != QtNetwork.QNetworkReply.NoError:
        raise SystemExit(f"{reply.url().toString()}: {reply.errorString()}")


def _small(setting: Setting, count: int, parallel: int) -> dict[str, float]:
    """Return the 1 KiB GETs a second, after a warm-up on the same manager."""
    QtCore.QCoreApplication([])
    fetcher = Fetcher(setting.server + "/small", KIB)
    fetcher.run(60, parallel)
    return {"value": count / fetcher.run(count, parallel)}


def small_queued(setting: Setting) -> dict[str, float]:
    """Hand all requests to the manager at once."""
    count = setting.times(SMALL_QUEUED)
    return _small(setting, count, parallel=count)


def small_serial(setting: Setting) -> dict[str, float]:
    """Send each request from the finished slot of the one before."""
    return _small(setting, setting.times(SMALL_SERIAL), parallel=1)


def mib_queued(setting: Setting) -> dict[str, float]:
    """Hand all requests for 1 MiB to the manager at once."""
    QtCore.QCoreApplication([])
    fetcher = Fetcher(setting.server + "/mib", MIB)
    fetcher.run(12, parallel=12)
    count = setting.times(MIB_QUEUED)
    return {"value": count / fetcher.run(count, parallel=count)}


def _big(setting: Setting, streamed: bool) -> dict[str, float]:
    """Return the MiB a second of 100 MiB bodies, one at a time, after one that is not counted."""
    QtCore.QCoreApplication([])
    fetcher = Fetcher(setting.server + "/big", BIG, streamed)
    fetcher.run(1, parallel=1)
    count = setting.times(BIG_BODIES)
    return {"value": count * BIG / MIB / fetcher.run(count, parallel=1)}


def big_accumulated(setting: Setting) -> dict[str, float]:
    """Let the reply hold the whole body and read it in finished."""
    return _big(setting, streamed=False)


def big_streamed(setting: Setting) -> dict[str, float]:
    """Read in readyRead."""
    return _big(setting, streamed=True)


def _upload(setting: Setting, post: Callable[[Any, Any], Any]) -> dict[str, float]:
    """Return the MiB a second of uploads, one after another; the server tells how many bytes it has read."""
    application = QtCore.QCoreApplication([])
    manager = QtNetwork.QNetworkAccessManager()
    request = make_request(setting.server + "/upload")
    request.setHeader(QtNetwork.QNetworkRequest.ContentTypeHeader, "application/octet-stream")

    def send() -> None:
        reply = post(manager, request)
        reply.finished.connect(application.quit)
        application.exec()
        require_success(reply)
        read = int(bytes(reply.rawHeader("X-Request-Length")))
        if not BIG < read < BIG + 4 * KIB:
            raise SystemExit(f"the server read {read} bytes of an upload of {BIG}")
        reply.deleteLater()

    send()
    count = setting.times(UPLOADS)
    start = perf_counter()
    for _ in range(count):
        send()
    return {"value": count * BIG / MIB / (perf_counter() - start)}


def upload_bytes(setting: Setting) -> dict[str, float]:
    """Post a QByteArray."""
    body = QtCore.QByteArray(bytes(BIG))
    return _upload(setting, lambda manager, request: manager.post(request, body))


def upload_file(setting: Setting) -> dict[str, float]:
    """Post an open QFile."""
    file = QtCore.QFile(setting.big_file)
    if not file.open(QtCore.QIODevice.ReadOnly):
        raise SystemExit(f"cannot open {setting.big_file}")

    def post(manager: Any, request: Any) -> Any:
        file.seek(0)
        return manager.post(request, file)

    return _upload(setting, post)


class Pulse(QtCore.QObject):  # type: ignore[misc]
    """A 5 ms timer that notes when it fires, and ends the run after a while."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks: list[float] = []
        self.timer = QtCore.QTimer(self)
        self.timer.setTimerType(QtCore.Qt.PreciseTimer)
        self.timer.timeout.connect(self.on_timeout)

    def on_timeout(self) -> None:
        """Note the time."""
        self.ticks.append(perf_counter())

    def gaps_ms(self) -> list[float]:
        """Return the milliseconds between one tick and the next."""
        return [(after - before) * 1000 for before, after in zip(self.ticks, self.ticks[1:], strict=False)]


def timer_gap(setting: Setting) -> dict[str, float]:
    """Stream six bodies, each followed by another, while a 5 ms timer runs in the same loop."""
    application = QtCore.QCoreApplication([])
    fetcher = Fetcher(setting.server + "/big", BIG, streamed=True)
    fetcher.run(STREAMS, parallel=STREAMS)
    pulse = Pulse()
    fetcher.to_send = 1_000_000
    fetcher.received = 0
    start = perf_counter()
    for _ in range(STREAMS):
        fetcher.send()
    pulse.timer.start(TIMER_MS)
    QtCore.QTimer.singleShot(setting.times(TIMER_RUN_MS), application.quit)
    application.exec()
    rate = fetcher.received / MIB / (perf_counter() - start)
    percentiles = statistics.quantiles(pulse.gaps_ms(), n=100)
    return {"p50": percentiles[49], "p99": percentiles[98], "rate": rate}
