"""Many requests at a time, each answer found by its reply."""

import hashlib
import sys

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class Fetcher(QNetworkAccessManager):
    def __init__(self, base, paths):
        super().__init__()
        self.pending = {}
        self.results = {}
        self.finished.connect(self.collect)
        for path in paths:
            self.pending[self.get(QNetworkRequest(QUrl(base + path)))] = path

    def createRequest(self, operation, request, device=None):
        changed = QNetworkRequest(request)
        changed.setRawHeader(b"X-Fetcher", b"yes")
        return super().createRequest(operation, changed, device)

    def collect(self, reply):
        path = self.pending.pop(reply)
        digest = hashlib.sha256(reply.readAll().data()).hexdigest()[:8]
        self.results[path] = (reply.error() == QNetworkReply.NetworkError.NoError, digest)
        reply.deleteLater()
        if not self.pending:
            QCoreApplication.quit()


app = QCoreApplication(sys.argv)
fetcher = Fetcher(sys.argv[1], ["/hello.txt", "/big.bin", "/header", "/missing.txt", "/hello.txt?again"])
app.exec()
for path, result in sorted(fetcher.results.items()):
    print(path, *result)
