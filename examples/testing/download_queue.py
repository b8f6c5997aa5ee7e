"""Several files, a few at a time, with progress for all of them; what breaks goes on where it was, and checksums decide.

``python examples/testing/download_queue.py FOLDER URL...`` downloads; without URLs it is shown on a fake network.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import deque

from netaccess.QtCore import QCoreApplication, QFile, QIODevice, QObject, QTimer, QUrl, Signal, Slot
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

PAUSE_MS = 1000
MOST_ATTEMPTS = 5


class Download(QObject):
    """One file. It is written beside its place, as ``.part``, and gets its name when it is complete."""

    progress = Signal()
    finished = Signal()

    def __init__(
        self, manager: QNetworkAccessManager, url: str, path: str, sha256: str | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.manager = manager
        self.url = url
        self.path = path
        self.sha256 = sha256
        self.received = 0
        self.total: int | None = None
        self.error = ""
        self.attempts = 0
        self.version = b""
        self.part = QFile(path + ".part", self)
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self.start)

    @Slot()
    def start(self) -> None:
        """Ask for the file, or for the rest of it where the server can tell that it is still the same."""
        self.attempts += 1
        request = QNetworkRequest(QUrl(self.url))
        request.setTransferTimeout(30_000)
        request.setRawHeader(b"Accept-Encoding", b"identity")  # positions count the bytes of the file itself
        if self.received and self.version:
            request.setRawHeader(b"Range", b"bytes=%d-" % self.received)
            request.setRawHeader(b"If-Range", self.version)
        self.reply = self.manager.get(request)
        self.reply.metaDataChanged.connect(self.on_head)
        self.reply.readyRead.connect(self.on_data)
        self.reply.finished.connect(self.on_finished)

    @Slot()
    def on_head(self) -> None:
        status = self.reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        length = self.reply.header(QNetworkRequest.KnownHeaders.ContentLengthHeader)
        if status == 200:
            self.begin_anew()
        elif status == 206:
            self.part.open(QIODevice.OpenModeFlag.WriteOnly | QIODevice.OpenModeFlag.Append)
        else:
            return
        self.total = None if length is None else self.received + length
        self.version = bytes(self.reply.rawHeader("ETag"))

    def begin_anew(self) -> None:
        self.part.close()
        self.received = 0
        self.part.open(QIODevice.OpenModeFlag.WriteOnly | QIODevice.OpenModeFlag.Truncate)

    @Slot()
    def on_data(self) -> None:
        if self.part.isOpen():
            self.received += self.part.write(self.reply.readAll())
            self.progress.emit()

    @Slot()
    def on_finished(self) -> None:
        reply = self.reply
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        self.part.close()
        reply.deleteLater()
        if reply.error() == QNetworkReply.NetworkError.NoError:
            self.check()
        elif status in (None, 200, 206, 416):  # the connection, or there is no such rest
            if status == 416:
                self.version = b""
            self.try_again(reply.errorString())
        else:
            self.end(reply.errorString())

    def check(self) -> None:
        with open(self.part.fileName(), "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if self.sha256 not in (None, digest):
            self.version = b""  # none of it is to be kept
            self.try_again(f"the checksum is {digest}, and not {self.sha256}")
            return
        os.replace(self.part.fileName(), self.path)
        self.end("")

    def try_again(self, reason: str) -> None:
        if self.attempts < MOST_ATTEMPTS:
            self.pause.start()
        else:
            self.part.remove()
            self.end(reason)

    def end(self, error: str) -> None:
        self.error = error
        self.finished.emit()


class DownloadQueue(QObject):
    """Downloads that wait for their turn: at most *limit* run at a time."""

    progress = Signal(object, object)
    """Bytes so far and in all, of the files whose length is known."""
    file_done = Signal(str)
    file_failed = Signal(str, str)
    """The path, and why."""
    finished = Signal()

    def __init__(self, limit: int = 3) -> None:
        super().__init__()
        self.limit = limit
        self.manager = QNetworkAccessManager(self)
        self.downloads: list[Download] = []
        self.waiting: deque[Download] = deque()
        self.running = 0

    def add(self, url: str, path: str | os.PathLike[str], sha256: str | None = None) -> None:
        """Put a file in the queue."""
        download = Download(self.manager, url, os.fspath(path), sha256, self)
        download.progress.connect(self.on_progress)
        download.finished.connect(self.on_finished)
        self.downloads.append(download)
        self.waiting.append(download)
        self.start_some()

    def start_some(self) -> None:
        while self.waiting and self.running < self.limit:
            self.running += 1
            self.waiting.popleft().start()

    @Slot()
    def on_progress(self) -> None:
        known = [each for each in self.downloads if each.total is not None]
        self.progress.emit(sum(each.received for each in known), sum(each.total for each in known))

    @Slot()
    def on_finished(self) -> None:
        download = self.sender()
        self.running -= 1
        if download.error:
            self.file_failed.emit(download.path, download.error)
        else:
            self.file_done.emit(download.path)
        self.start_some()
        if not self.running:
            self.finished.emit()


def show(folder: str, urls: list[str]) -> None:
    """Download, and print what happens."""
    app = QCoreApplication.instance() or QCoreApplication(sys.argv)
    queue = DownloadQueue()
    queue.progress.connect(lambda received, total: print(f"{received:,} of {total:,} bytes"))
    queue.file_done.connect(lambda path: print("done:", os.path.basename(path)))
    queue.file_failed.connect(lambda path, reason: print("failed:", os.path.basename(path), reason))
    queue.finished.connect(app.quit)
    for url in urls:
        queue.add(url, os.path.join(folder, url.rpartition("/")[2] or "index"))
    app.exec()


if __name__ == "__main__":
    if sys.argv[2:]:
        show(sys.argv[1], sys.argv[2:])
    else:
        from tempfile import TemporaryDirectory

        from netaccess.testing import FakeLoop, FakeNetwork, Response, reset

        with TemporaryDirectory() as folder, FakeLoop() as loop, FakeNetwork(loop) as network:
            file = Response(body=bytes(30_000), ranges=True)
            network.get("https://files.test/a").respond(reset(after=20_000, response=file)).then(file)
            network.get("https://files.test/b").respond(chunks=[bytes(20_000), (2.0, bytes(20_000))])
            show(folder, ["https://files.test/a", "https://files.test/b"])
            print(f"{loop.now:g} virtual seconds")
