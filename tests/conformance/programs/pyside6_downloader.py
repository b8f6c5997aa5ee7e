"""A downloader with a queue: one file after another, written while it comes."""

import sys
import tempfile

from PySide6.QtCore import QCoreApplication, QDir, QFile, QFileInfo, QIODevice, QObject, QUrl, Signal, Slot
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class Downloader(QObject):
    done = Signal()
    progressed = Signal(str, int)

    def __init__(self, folder, parent=None):
        super().__init__(parent)
        self.folder = QDir(folder)
        self.manager = QNetworkAccessManager(self)
        self.queue = []
        self.reply = None
        self.file = None

    def append(self, url):
        self.queue.append(QUrl(url))

    @Slot()
    def next(self):
        if not self.queue:
            self.done.emit()
            return
        url = self.queue.pop(0)
        name = QFileInfo(url.path()).fileName()
        self.file = QFile(self.folder.filePath(name))
        if not self.file.open(QIODevice.OpenModeFlag.WriteOnly):
            print("cannot open", name)
            self.next()
            return
        request = QNetworkRequest(url)
        request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, "downloader/1.0")
        self.reply = self.manager.get(request)
        self.reply.readyRead.connect(self.on_ready_read)
        self.reply.finished.connect(self.on_finished)

    @Slot()
    def on_ready_read(self):
        self.file.write(self.reply.readAll())

    @Slot()
    def on_finished(self):
        self.file.close()
        name = QFileInfo(self.file.fileName()).fileName()
        if self.reply.error() != QNetworkReply.NetworkError.NoError:
            status = self.reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
            print(name, "failed:", status, self.reply.error().name)
            self.file.remove()
        else:
            self.progressed.emit(name, self.file.size())
        self.reply.deleteLater()
        self.next()


app = QCoreApplication(sys.argv)
with tempfile.TemporaryDirectory() as folder:
    downloader = Downloader(folder)
    for path in ("hello.txt", "missing.txt", "big.bin"):
        downloader.append(f"{sys.argv[1]}/{path}")
    downloader.progressed.connect(lambda name, size: print(name, size))
    downloader.done.connect(app.quit)
    downloader.next()
    code = app.exec()
    print("left:", QDir(folder).entryList(["*"], QDir.Filter.Files, QDir.SortFlag.Name))
print("code", code)
