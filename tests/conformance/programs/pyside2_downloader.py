"""A download in the style of PySide2: exec_, enumerations as numbers, redirects that are asked for."""
# ruff: noqa: UP008, UP010

from __future__ import print_function

import sys

from PySide2.QtCore import QCoreApplication, QObject, QUrl, Signal, Slot
from PySide2.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class Download(QObject):
    finished = Signal(bytes)

    def __init__(self, url):
        super(Download, self).__init__()
        self.manager = QNetworkAccessManager()
        self.manager.finished.connect(self.on_finished)
        request = QNetworkRequest(QUrl(url))
        request.setAttribute(QNetworkRequest.FollowRedirectsAttribute, True)
        self.manager.get(request)

    @Slot(QNetworkReply)
    def on_finished(self, reply):
        status = reply.attribute(QNetworkRequest.HttpStatusCodeAttribute)
        print(status, int(reply.error()), reply.error() == QNetworkReply.NoError, reply.url().path())
        print(reply.header(QNetworkRequest.ContentLengthHeader), reply.rawHeader(b"Content-Type").data())
        self.finished.emit(reply.readAll().data())


app = QCoreApplication(sys.argv)
download = Download(sys.argv[1] + "/redirect")
download.finished.connect(lambda data: print(data.decode().strip()))
download.finished.connect(lambda data: app.quit())
print("code", app.exec_())
