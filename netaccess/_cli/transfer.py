"""One transfer: a job's request, its reply streamed into a sink, and the result."""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING

from netaccess.QtCore import QTimer, QUrl
from netaccess.QtNetwork import QNetworkReply, QNetworkRequest, QSslConfiguration, QSslSocket

from .jobs import Result
from .names import name_from_disposition, name_from_url
from .targets import StandardOutput

if TYPE_CHECKING:
    from collections.abc import Callable

    from netaccess.QtNetwork import QNetworkAccessManager

    from .jobs import Job
    from .targets import Folder, Sink
    from .track import Track

READ_BUFFER = 1024 * 1024
"""The most bytes a reply holds for us; the server is made to wait while that much is unread."""

FIRST_ERROR_STATUS = 400


class Transfer:
    """Runs one job on a manager.

    Everything happens on the loop's thread. `ended` is called exactly once with the transfer, its result being in
    `track.result` by then: from the loop, from `cancel`, or from `start` when the file cannot even be opened.
    """

    def __init__(self, job: Job, track: Track, folder: Folder, ended: Callable[[Transfer], None]) -> None:
        """Prepare the transfer of job into folder; nothing is opened or sent before `start`."""
        self.job = job
        self.track = track
        self._folder = folder
        self._ended = ended
        self._sink: Sink | None = None
        self._reply: QNetworkReply | None = None
        self._timer: QTimer | None = None
        self._digest = hashlib.sha256()
        self._stopped: str | None = None  # why we ended it ourselves, in words
        self._canceled = False
        self._headers_written = not job.plan.show_headers

    def start(self, manager: QNetworkAccessManager) -> None:
        """Open the sink and send the request."""
        self.track.begin(time.monotonic())
        fault = fault_of(self.job.url)
        if fault is not None:
            self._conclude(error=f"not a URL: {fault}")
            return
        try:
            self._sink = self._open_sink()
        except OSError as problem:
            self._conclude(error=_words(problem))
            return
        self._reply = reply = send(self.job, manager)
        reply.setReadBufferSize(READ_BUFFER)
        reply.metaDataChanged.connect(self._on_head)
        reply.readyRead.connect(self._on_ready_read)
        reply.downloadProgress.connect(self._on_progress)
        reply.finished.connect(self._on_finished)
        if self.job.plan.timeout is not None:
            self._timer = QTimer()
            self._timer.setSingleShot(True)
            self._timer.timeout.connect(self._on_timeout)
            self._timer.start(max(int(self.job.plan.timeout * 1000), 1))

    def cancel(self, reason: str, *, canceled: bool = True) -> None:
        """End the transfer now, and remove what has been written; reason is its error's text."""
        if self.track.result is not None:
            return
        self._stopped = self._stopped or reason
        self._canceled = canceled
        if self._reply is not None:
            self._reply.abort()  # emits finished from in here
        if self.track.result is None:
            self._conclude(error=self._stopped)

    def _open_sink(self) -> Sink:
        """Return where the body goes. Raises OSError."""
        if self.job.output == "-":
            return StandardOutput()
        if self.job.output is not None:
            return self._folder.open_named(self.job.output)
        sink = self._folder.open_derived(name_from_url(self.job.url))
        self.track.name = sink.name
        return sink

    # What the reply tells

    def _on_head(self) -> None:
        """Learn the size from the headers; write them too where that was asked for."""
        if self._reply is None or self.track.result is not None:
            return
        length = self._reply.header(QNetworkRequest.KnownHeaders.ContentLengthHeader)
        if length is not None and int(length) > 0 and self.job.plan.method != "HEAD":
            self.track.total = int(length)

    def _on_ready_read(self) -> None:
        """Move what has arrived to the sink; the body of an HTTP error is read and dropped."""
        if self._reply is None or self.track.result is not None or self._stopped is not None:
            return
        problem = self._drain(self._reply)
        if problem is not None:
            self.cancel(problem, canceled=False)

    def _on_progress(self, received: int, total: int) -> None:
        """Learn the size from the reply where no header told it."""
        if total > 0:
            self.track.total = total

    def _on_timeout(self) -> None:
        """Give up."""
        self.cancel(f"timed out after {self.job.plan.timeout:g} s", canceled=False)

    def _on_finished(self) -> None:
        """Come to a result: the file is complete, or why it is not."""
        reply = self._reply
        if reply is None or self.track.result is not None:
            return
        error = self._stopped
        if error is None and reply.error() != QNetworkReply.NetworkError.NoError:
            error = reply.errorString()
        if self._stopped is None:  # after an error too: its headers may have been asked for
            error = self._drain(reply) or error
        status = self._status()
        if self._stopped is None and status is not None and status >= FIRST_ERROR_STATUS:
            error = f"{status} {self._reason()}".strip()
        elif error is None:
            error = self._shortfall(reply)
        self._conclude(error)

    # Steps

    def _drain(self, reply: QNetworkReply) -> str | None:
        """Write what the reply holds to the sink; return what went wrong, None when nothing did."""
        status = self._status()
        keep = (status or 0) < FIRST_ERROR_STATUS
        data = memoryview(reply.readAll())
        if self._sink is None:
            return None
        try:
            if not self._headers_written and (
                status is not None or reply.error() == QNetworkReply.NetworkError.NoError
            ):
                self._headers_written = True
                self._sink.write(header_block(reply))
            if not keep:
                return None
            if data.nbytes:
                self._sink.write(data)
        except OSError as problem:
            return _words(problem)
        self._digest.update(data)
        self.track.received += data.nbytes
        return None

    def _shortfall(self, reply: QNetworkReply) -> str | None:
        """Return what is wrong with a body that ended without an error; None when nothing is."""
        length = reply.header(QNetworkRequest.KnownHeaders.ContentLengthHeader)
        has_body = self.job.plan.method != "HEAD" and self._status() not in (204, 304)
        if length is not None and has_body and int(length) != self.track.received:
            return f"the body ended after {self.track.received} of {int(length)} bytes"
        expected = self.job.sha256
        if expected is not None and self._digest.hexdigest() != expected:
            return f"SHA-256 is {self._digest.hexdigest()}, should be {expected}"
        if self.job.expected_status is not None and self._status() != self.job.expected_status:
            return f"status {self._status()}, should be {self.job.expected_status}"
        return None

    def _conclude(self, error: str | None) -> None:
        """Make the result, give the file its name or remove it, let go of the reply, and tell."""
        path = None
        if self._timer is not None:
            self._timer.stop()
        if self._sink is not None:
            try:
                if error is None:
                    path = self._sink.commit(self._header_name())
            except OSError as problem:
                error = _words(problem)
            if error is not None:
                self._discard(self._sink)
        status = self._status()
        started, now = self.track.started, time.monotonic()
        self.track.result = Result(
            name=self.job.output if self.job.output not in (None, "-") else self.track.name,
            url=self.job.url,
            path=path,
            status=status,
            reason=self._reason(),
            size=self.track.received,
            seconds=0.0 if started is None else now - started,
            sha256=self._digest.hexdigest() if error is None else None,
            verified=error is None and self.job.sha256 is not None,
            error=error,
            expected=error is not None and status is not None and status == self.job.expected_status,
            canceled=self._canceled,
        )
        if self._reply is not None:
            self._reply.deleteLater()
        self._ended(self)

    def _discard(self, sink: Sink) -> None:
        """Remove an incomplete file, as far as the system lets us."""
        try:
            sink.discard()
        except OSError as problem:
            self._stopped = f"{self._stopped or ''} {_words(problem)}".strip()

    def _header_name(self) -> str | None:
        """Return the name that the server suggests, where the user wants that."""
        if not self.job.use_header_name or self._reply is None or not self._reply.hasRawHeader("Content-Disposition"):
            return None
        return name_from_disposition(bytes(self._reply.rawHeader("Content-Disposition")).decode("utf-8", "replace"))

    def _status(self) -> int | None:
        """Return the HTTP status, None as long as there is none."""
        if self._reply is None:
            return None
        status = self._reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        return None if status is None else int(status)

    def _reason(self) -> str:
        """Return the words that came with the HTTP status."""
        reason = (
            None if self._reply is None else self._reply.attribute(QNetworkRequest.Attribute.HttpReasonPhraseAttribute)
        )
        return "" if reason is None else str(reason)


def send(job: Job, manager: QNetworkAccessManager) -> QNetworkReply:
    """Send a job's request through a manager and return the reply."""
    plan = job.plan
    request = QNetworkRequest(QUrl(job.url))
    for name, value in plan.headers:
        request.setRawHeader(name, value)
    if not plan.follow:
        request.setAttribute(
            QNetworkRequest.Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
        )
    if plan.insecure:
        configuration = QSslConfiguration.defaultConfiguration()
        configuration.setPeerVerifyMode(QSslSocket.PeerVerifyMode.VerifyNone)
        request.setSslConfiguration(configuration)
    if plan.body is None:
        if plan.method == "GET":
            return manager.get(request)
        if plan.method == "HEAD":
            return manager.head(request)
        if plan.method == "DELETE":
            return manager.deleteResource(request)
    body = plan.body or b""
    if plan.method == "POST":
        return manager.post(request, body)
    if plan.method == "PUT":
        return manager.put(request, body)
    return manager.sendCustomRequest(request, plan.method.encode("ascii"), body)


def fault_of(url: str) -> str | None:
    """Return what is wrong with a URL, None when it can be asked for; no server needs to be told of it."""
    parsed = QUrl(url)
    if not parsed.isValid():
        return parsed.errorString().partition("; source was")[0]
    if parsed.scheme() in ("http", "https") and not parsed.host():
        return "it has no host"
    return None


def header_block(reply: QNetworkReply) -> bytes:
    """Return a reply's status line and headers as HTTP writes them, with the empty line at their end."""
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    reason = reply.attribute(QNetworkRequest.Attribute.HttpReasonPhraseAttribute) or ""
    lines = [] if status is None else [f"HTTP/1.1 {int(status)} {reason}".rstrip().encode("latin-1", "replace")]
    lines += [bytes(name) + b": " + bytes(value) for name, value in reply.rawHeaderPairs()]
    return b"\r\n".join([*lines, b"", b""])


def _words(problem: OSError) -> str:
    """Return an operating system's error as people read it."""
    what = problem.strerror or str(problem)
    return f"{what}: {os.fspath(problem.filename)}" if isinstance(problem.filename, str) else what
