"""PyQt4 with the values of API version 2."""
# ruff: noqa: E402

import sys

import sip

sip.setapi("QString", 2)
sip.setapi("QVariant", 2)

from PyQt4.QtCore import QT_VERSION_STR, SIGNAL, QCoreApplication, QObject, QUrl, QVariant, pyqtSignal, pyqtSlot
from PyQt4.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class Downloader(QObject):
    done = pyqtSignal("QString", int)

    def __init__(self, parent=None):
        QObject.__init__(self, parent)
        self.manager = QNetworkAccessManager(self)
        QObject.connect(self.manager, SIGNAL("finished(QNetworkReply*)"), self.finished)

    def start(self, url):
        request = QNetworkRequest(QUrl(url))
        request.setHeader(QNetworkRequest.ContentTypeHeader, QVariant("text/plain"))
        request.setAttribute(QNetworkRequest.User, QVariant(17))
        self.manager.post(request, b"some text")

    @pyqtSlot("QNetworkReply*")
    def finished(self, reply):
        tag = reply.request().attribute(QNetworkRequest.User)
        if reply.error() == QNetworkReply.NoError:
            self.done.emit(str(reply.readAll(), "ascii"), tag)


app = QCoreApplication(sys.argv)
downloader = Downloader()


@pyqtSlot(str, int)
def done(text, tag):
    print(text, tag)
    app.quit()


downloader.done.connect(done)
downloader.start(sys.argv[1] + "/echo")
print("code", app.exec_(), QT_VERSION_STR, sip.isdeleted(downloader))
