"""A synchronous client in the style of PyQt5, with a decorator and properties."""

import json
import sys

from PyQt5.QtCore import (
    PYQT_VERSION_STR,
    QT_VERSION,
    QByteArray,
    QCoreApplication,
    QEventLoop,
    QObject,
    QUrl,
    QUrlQuery,
    pyqtProperty,
    pyqtSignal,
)
from PyQt5.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class Client(QObject):
    statusChanged = pyqtSignal(int)

    def __init__(self, base):
        super().__init__()
        self._base = base
        self._status = 0
        self._manager = QNetworkAccessManager()

    @pyqtProperty(int, notify=statusChanged)
    def status(self):
        return self._status

    @status.setter
    def status(self, value):
        if value != self._status:
            self._status = value
            self.statusChanged.emit(value)

    def call(self, path, data=None, **query):
        url = QUrl(self._base + path)
        if query:
            items = QUrlQuery()
            items.setQueryItems(list(query.items()))
            url.setQuery(items)
        request = QNetworkRequest(url)
        if data is None:
            reply = self._manager.get(request)
        else:
            request.setHeader(QNetworkRequest.ContentTypeHeader, "application/json")
            reply = self._manager.post(request, QByteArray(json.dumps(data).encode()))
        loop = QEventLoop()
        reply.finished.connect(loop.quit)
        reply.error.connect(lambda code: print("error", int(code)))
        loop.exec_()
        self.status = reply.attribute(QNetworkRequest.HttpStatusCodeAttribute)
        if reply.error() != QNetworkReply.NoError:
            return None
        return json.loads(bytes(reply.readAll()).decode("utf-8"))


app = QCoreApplication(sys.argv)
client = Client(sys.argv[1])
client.statusChanged.connect(lambda status: print("status", status))
print(client.call("/data.json"))
print(client.call("/echo", data={"x": 1}))
print(client.call("/missing.txt"))
print(client.call("/query", page="2"))
print(client.property("status"), client.setProperty("status", 0), QT_VERSION >= 0x050F00, PYQT_VERSION_STR >= "5.15")
