"""A QThread with a run() of its own, and a request made inside it."""

import sys

from PyQt5.QtCore import QCoreApplication, QEventLoop, QThread, QUrl, pyqtSignal
from PyQt5.QtNetwork import QNetworkAccessManager, QNetworkRequest


class Fetch(QThread):
    fetched = pyqtSignal(object, "PyQt_PyObject")

    def __init__(self, url, parent=None):
        super().__init__(parent)
        self.url = url

    def run(self):
        manager = QNetworkAccessManager()
        loop = QEventLoop()
        reply = manager.get(QNetworkRequest(QUrl(self.url)))
        reply.finished.connect(loop.quit)
        loop.exec_()
        self.fetched.emit(bytes(reply.readAll()), {"inside": QThread.currentThread() is self})


app = QCoreApplication(sys.argv)
thread = Fetch(sys.argv[1] + "/hello.txt")
thread.fetched.connect(lambda data, facts: print(data, facts))
thread.finished.connect(app.quit)
thread.start()
app.exec_()
print(thread.wait(5000))
