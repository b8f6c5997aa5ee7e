"""The smallest program: fetch one URL and say what came. ``python examples/first_download.py [URL]``"""

import sys

from netaccess.QtCore import QCoreApplication, QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

app = QCoreApplication(sys.argv)
manager = QNetworkAccessManager()


def finished(reply: QNetworkReply) -> None:
    print(reply.error().name, len(reply.readAll()), "bytes from", reply.url().toString())
    app.quit()


manager.finished[QNetworkReply].connect(finished)
manager.get(QNetworkRequest(QUrl((*sys.argv, "https://www.python.org/")[1])))
app.exec()
