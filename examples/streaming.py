"""Read a body as it comes, with progress, in bounded memory. ``python examples/streaming.py [URL]``"""

import hashlib
import sys

from netaccess.QtCore import QCoreApplication, QObject, QUrl, Signal, Slot
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class Download(QObject):
    """One download, hashed while it comes."""

    done = Signal(str)

    def __init__(self, manager: QNetworkAccessManager, url: str) -> None:
        super().__init__(manager)
        self.digest = hashlib.sha256()
        request = QNetworkRequest(QUrl(url))
        request.setRawHeader("User-Agent", "MyOwnBrowser 1.0")
        self.reply = manager.get(request)
        self.reply.setReadBufferSize(1024 * 1024)  # the server waits when we do not read
        self.reply.readyRead.connect(self.read)
        self.reply.downloadProgress.connect(self.progress)
        self.reply.error[QNetworkReply.NetworkError].connect(self.failed)
        self.reply.finished.connect(self.finish)

    @Slot()
    def read(self) -> None:
        self.digest.update(self.reply.readAll())

    @Slot(int, int)
    def progress(self, received: int, total: int) -> None:
        print(f"{received:,} of {total:,} bytes" if total >= 0 else f"{received:,} bytes")

    @Slot()
    def failed(self, code: QNetworkReply.NetworkError) -> None:
        print("failed:", code.name, self.reply.errorString())

    @Slot()
    def finish(self) -> None:
        self.read()
        self.reply.deleteLater()
        self.done.emit(self.digest.hexdigest())


app = QCoreApplication(sys.argv)
manager = QNetworkAccessManager()
download = Download(manager, (*sys.argv, "https://www.python.org/")[1])
download.done.connect(lambda digest: (print("sha256", digest), app.quit()))
app.exec()
