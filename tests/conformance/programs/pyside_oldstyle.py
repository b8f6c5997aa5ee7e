"""PySide 1 as it was written then: connect with strings, data() of what was read."""
# ruff: noqa: F403

import sys

from PySide import QtCore, QtNetwork
from PySide.QtCore import *
from PySide.QtCore import SIGNAL, QCoreApplication, QObject, QUrl


class Browser(QObject):
    def __init__(self, parent=None):
        QObject.__init__(self, parent)
        self.manager = QtNetwork.QNetworkAccessManager(self)
        self.connect(self.manager, SIGNAL("finished(QNetworkReply*)"), self.replyFinished)

    def load(self, url):
        reply = self.manager.get(QtNetwork.QNetworkRequest(QUrl(url)))
        self.connect(reply, SIGNAL("error(QNetworkReply::NetworkError)"), self.slotError)
        self.connect(reply, SIGNAL("readyRead()"), self.slotReadyRead)

    def slotReadyRead(self):
        print("ready")

    def slotError(self, code):
        print("error", int(code), code == QtNetwork.QNetworkReply.ContentNotFoundError)

    def replyFinished(self, reply):
        if reply.error():
            print("failed", reply.attribute(QtNetwork.QNetworkRequest.HttpStatusCodeAttribute))
        else:
            print(str(reply.readAll().data().decode("ascii")).strip())
        self.emit(SIGNAL("loaded(QString)"), reply.url().path())


app = QCoreApplication(sys.argv)
browser = Browser()
paths = []


def loaded(path):
    paths.append(path)
    if len(paths) == 2:
        app.quit()
    else:
        browser.load(sys.argv[1] + "/missing.txt")


QtCore.QObject.connect(browser, SIGNAL("loaded(QString)"), loaded)
browser.load(sys.argv[1] + "/hello.txt")
print("code", app.exec_())
print(paths, QtCore.__version__)
