"""Replies of the program's own: in memory, fed by a thread, and wrapped around a real one, and the manager that makes them."""

from __future__ import annotations

from typing import Any

from binding import QtCore, QtNetwork
from recorder import Recorder
from shortcuts import request

Manager = QtNetwork.QNetworkAccessManager
Reply = QtNetwork.QNetworkReply
Request = QtNetwork.QNetworkRequest
ReadOnly = QtCore.QIODevice.ReadOnly
Unbuffered = QtCore.QIODevice.Unbuffered


class Stored(Reply):
    """What the replies here have in common: bytes that have come, and the virtuals to read them."""

    def __init__(self, parent: Any, operation: Any, asked: Any) -> None:
        super().__init__(parent)
        self.data = b""
        self.aborted = 0
        self.setRequest(asked)
        self.setUrl(asked.url())
        self.setOperation(operation)
        self.open(ReadOnly | Unbuffered)

    def abort(self) -> None:
        self.aborted += 1
        if self.isFinished():
            return
        self.setError(Reply.OperationCanceledError, "given up")
        self.errorOccurred.emit(Reply.OperationCanceledError)
        self.end()

    def end(self) -> None:
        self.setFinished(True)
        self.readChannelFinished.emit()
        self.finished.emit()

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return len(self.data) + super().bytesAvailable()

    def readData(self, size: int) -> bytes:
        data, self.data = self.data[:size], self.data[size:]
        return data


class InMemory(Stored):
    """Complete from the beginning; its signals come from the loop."""

    body = b"one\ntwo\nthree"

    def __init__(self, parent: Any, operation: Any, asked: Any) -> None:
        super().__init__(parent, operation, asked)
        self.data = self.body
        self.setHeader(Request.ContentTypeHeader, "text/plain")
        self.setHeader(Request.ContentLengthHeader, len(self.data))
        self.setRawHeader(b"X-Mine", b"1")
        self.setAttribute(Request.HttpStatusCodeAttribute, 203)
        self.setAttribute(Request.HttpReasonPhraseAttribute, "Remembered")
        self.setAttribute(Request.User, {"any": "object"})
        QtCore.QTimer.singleShot(0, self.tell)

    def tell(self) -> None:
        self.metaDataChanged.emit()
        self.readyRead.emit()
        self.downloadProgress.emit(len(self.body), len(self.body))
        self.end()


class Worker(QtCore.QThread):
    """Produces pieces in a thread of its own."""

    made = QtCore.Signal(bytes)
    over = QtCore.Signal()

    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__()
        self.pieces = pieces

    def run(self) -> None:
        for piece in self.pieces:
            self.made.emit(piece)
        self.over.emit()


class Threaded(Stored):
    """Fed by a worker thread through queued signals."""

    pieces = [b"%d," % index for index in range(50)]

    def __init__(self, parent: Any, operation: Any, asked: Any) -> None:
        super().__init__(parent, operation, asked)
        self.threads: set[Any] = set()
        self.worker = Worker(self.pieces)
        self.worker.made.connect(self.take, QtCore.Qt.QueuedConnection)
        self.worker.over.connect(self.end, QtCore.Qt.QueuedConnection)
        self.worker.start()

    def take(self, piece: bytes) -> None:
        self.threads.add(QtCore.QThread.currentThread())
        self.data += bytes(piece)
        self.readyRead.emit()


class Forwarding(Stored):
    """Wraps the reply of another manager and hands everything on, in capitals."""

    def __init__(self, parent: Any, operation: Any, asked: Any, inner: Any) -> None:
        super().__init__(parent, operation, asked)
        self.inner = inner
        inner.metaDataChanged.connect(self.copy_head)
        inner.readyRead.connect(self.take)
        inner.downloadProgress.connect(self.downloadProgress)
        inner.errorOccurred.connect(self.fail)
        inner.finished.connect(self.end)

    def copy_head(self) -> None:
        for name, value in self.inner.rawHeaderPairs():
            self.setRawHeader(name, value)
        code = Request.HttpStatusCodeAttribute
        self.setAttribute(code, self.inner.attribute(code))
        self.metaDataChanged.emit()

    def take(self) -> None:
        self.data += bytes(self.inner.readAll()).upper()
        self.readyRead.emit()

    def fail(self, error: Any) -> None:
        self.setError(error, self.inner.errorString())
        self.errorOccurred.emit(error)

    def end(self) -> None:
        self.setUrl(self.inner.url())
        super().end()

    def abort(self) -> None:
        self.aborted += 1
        self.inner.abort()


class Answering(Manager):
    """Answers every request with replies of one class."""

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind
        self.made: list[Any] = []

    def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
        if self.kind is Forwarding:
            inner = super().createRequest(operation, asked, outgoing)
            self.made.append(Forwarding(self, operation, asked, inner))
        else:
            self.made.append(self.kind(self, operation, asked))
        return self.made[-1]


def fetch(manager: Any, url: str = "mem:x") -> Recorder:
    """Run a GET to its end."""
    return Recorder(manager.get(request(url)), manager).run()


class Answer(Reply):
    """A reply that says nothing by itself: the program fills it in."""

    def abort(self) -> None:
        self.close()
