"""A client of a JSON interface that waits for every answer in a loop of its own."""

import json
import sys

from PySide6.QtCore import QByteArray, QCoreApplication, QEventLoop, QJsonDocument, QTimer, QUrl, QUrlQuery
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class ApiError(Exception):
    pass


class Client:
    def __init__(self, base):
        self.base = base
        self.manager = QNetworkAccessManager()

    def wait(self, reply):
        loop = QEventLoop()
        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(loop.quit)
        reply.finished.connect(loop.quit)
        timer.start(10000)
        loop.exec()
        if not timer.isActive():
            raise ApiError("no answer")
        timer.stop()
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        body = reply.readAll().data()
        reply.deleteLater()
        if reply.error() != QNetworkReply.NetworkError.NoError:
            raise ApiError(f"{status} {reply.attribute(QNetworkRequest.Attribute.HttpReasonPhraseAttribute)}")
        return status, body

    def request(self, path, **query):
        url = QUrl(self.base + path)
        items = QUrlQuery()
        for key, value in query.items():
            items.addQueryItem(key, value)
        if query:
            url.setQuery(items)
        request = QNetworkRequest(url)
        request.setRawHeader(b"Accept", b"application/json")
        return request

    def get(self, path, **query):
        status, body = self.wait(self.manager.get(self.request(path, **query)))
        return status, json.loads(body)

    def post(self, path, value):
        request = self.request(path)
        request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
        data = QByteArray(json.dumps(value).encode())
        return self.wait(self.manager.post(request, data))


app = QCoreApplication(sys.argv)
client = Client(sys.argv[1])
print(client.get("/data.json"))
print(client.get("/query", name="Ada", words="a b&c"))
status, body = client.post("/echo", {"a": [1, 2], "b": None})
print(status, json.loads(body))
document = QJsonDocument.fromJson(body)
print(document.isObject(), document.object()["a"])
try:
    client.get("/missing.txt")
except ApiError as problem:
    print("error:", problem)
