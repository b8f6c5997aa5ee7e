"""A program for PySide6, as it is: ``python -m netaccess run examples/port_pyside6.py URL...`` runs it on netaccess."""

import sys

from PySide6.QtCore import QCoreApplication, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class Checker(QObject):
    """Asks for the headers of some URLs, and tells when all have answered."""

    checked = Signal(str, int)
    done = Signal()

    def __init__(self, urls: list[str]) -> None:
        super().__init__()
        self.manager = QNetworkAccessManager(self)
        self.manager.finished.connect(self.on_finished)
        self.replies = {self.manager.head(QNetworkRequest(QUrl(url))): url for url in urls}

    @Slot(QNetworkReply)
    def on_finished(self, reply: QNetworkReply) -> None:
        if reply.error() == QNetworkReply.NetworkError.NoError:
            status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        else:
            print(reply.errorString(), file=sys.stderr)
            status = 0
        self.checked.emit(self.replies.pop(reply), status)
        reply.deleteLater()
        if not self.replies:
            self.done.emit()


app = QCoreApplication(sys.argv)
checker = Checker(sys.argv[1:] or ["https://www.python.org/"])
checker.checked.connect(lambda url, status: print(status, url))
checker.done.connect(app.quit)
QTimer.singleShot(30_000, lambda: app.exit(1))
sys.exit(app.exec())
