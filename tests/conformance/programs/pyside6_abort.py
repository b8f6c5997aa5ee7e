"""A request that takes too long is given up."""

import sys

from PySide6.QtCore import QCoreApplication, QTimer, QUrl
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

app = QCoreApplication(sys.argv)
manager = QNetworkAccessManager()
reply = manager.get(QNetworkRequest(QUrl(sys.argv[1] + "/hang")))
timer = QTimer(singleShot=True, interval=50)
timer.timeout.connect(reply.abort)
timer.start()
reply.errorOccurred.connect(lambda code: print("error", code.name, QNetworkReply.NetworkError(code) == reply.error()))
reply.finished.connect(lambda: print("finished", reply.isFinished(), reply.isOpen(), reply.errorString()))
reply.finished.connect(app.quit)
print("code", app.exec())
