"""A client in the style of PyQt6: scoped enumerations, exec()."""

import sys

from PyQt6.QtCore import QBuffer, QCoreApplication, QIODevice, QObject, Qt, QUrl, pyqtSignal, pyqtSlot
from PyQt6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class Uploader(QObject):
    done = pyqtSignal(QNetworkReply)

    def __init__(self):
        super().__init__()
        self.manager = QNetworkAccessManager()
        self.manager.finished.connect(self.done, type=Qt.ConnectionType.QueuedConnection)

    def upload(self, url, data):
        self.buffer = QBuffer()
        self.buffer.setData(data)
        self.buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        request = QNetworkRequest(QUrl(url))
        request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/octet-stream")
        request.setAttribute(QNetworkRequest.Attribute.User, {"size": len(data)})
        self.manager.put(request, self.buffer)


class Printer(QObject):
    @pyqtSlot(QNetworkReply)
    def show(self, reply):
        match reply.error():
            case QNetworkReply.NetworkError.NoError:
                lines.append(f"{reply.readLine()} {reply.request().attribute(QNetworkRequest.Attribute.User)}")
            case QNetworkReply.NetworkError.ContentNotFoundError:
                lines.append("not there")
        if len(lines) == 2:
            QCoreApplication.quit()


app = QCoreApplication(sys.argv)
lines = []
uploader, printer = Uploader(), Printer()
uploader.done.connect(printer.show)
for path in ("echo", "missing.txt"):
    uploader.upload(f"{sys.argv[1]}/{path}", b"line\nanother")
print(hasattr(app, "exec_"), hasattr(Qt, "QueuedConnection"))
print("code", app.exec(), *sorted(lines))
