"""A downloader in the style of PyQt5."""

import sys

from PyQt5 import QtCore, QtNetwork
from PyQt5.QtCore import QUrl, QVariant, pyqtSignal, pyqtSlot


class Downloader(QtCore.QObject):
    progress = pyqtSignal(int, name="progress")
    finished = pyqtSignal([bytes], [str])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.manager = QtNetwork.QNetworkAccessManager(self)
        self.received = b""

    def download(self, url):
        request = QtNetwork.QNetworkRequest(QUrl(url))
        request.setHeader(QtNetwork.QNetworkRequest.UserAgentHeader, QVariant("downloader"))
        self.reply = self.manager.get(request)
        self.reply.downloadProgress.connect(self.on_progress)
        self.reply.readyRead.connect(self.on_ready_read)
        self.reply.finished.connect(self.on_finished)

    @pyqtSlot("qint64", "qint64")
    def on_progress(self, received, total):
        if received == total:
            self.progress.emit(100 * received // total)

    @pyqtSlot()
    def on_ready_read(self):
        while self.reply.bytesAvailable():
            data = self.reply.read(1000)
            assert isinstance(data, bytes)
            self.received += data

    @pyqtSlot()
    def on_finished(self, code=None):
        print("finished with", code, self.reply.error())
        self.reply.finished.disconnect(self.on_finished)
        try:
            self.reply.finished.disconnect(self.on_finished)
        except TypeError:
            print("nothing to disconnect")
        self.finished[bytes].emit(self.received)
        self.finished[str].emit("done")


app = QtCore.QCoreApplication(sys.argv)
downloader = Downloader(objectName="downloader")
downloader.progress.connect(lambda percent: print(percent, "%"))
downloader.finished.connect(lambda data: print(len(data), data[0]))
downloader.finished[str].connect(print)
downloader.finished[str].connect(app.quit)
QtCore.QTimer.singleShot(0, lambda: downloader.download(sys.argv[1] + "/big.bin"))
sys.exit(app.exec_())
