"""Send a file with POST, read piece by piece while it goes out. ``python examples/upload.py FILE URL``"""

import sys

from netaccess.QtCore import QCoreApplication, QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkRequest

path, url = sys.argv[1:]
app = QCoreApplication(sys.argv)
manager = QNetworkAccessManager()
request = QNetworkRequest(QUrl(url))
request.setHeader(QNetworkRequest.ContentTypeHeader, "application/octet-stream")
with open(path, "rb") as file:
    reply = manager.post(request, file)
    reply.uploadProgress.connect(lambda sent, total: print(f"{sent:,} of {total:,} bytes sent") if total else None)
    reply.finished.connect(app.quit)
    app.exec()
print(reply.attribute(QNetworkRequest.HttpStatusCodeAttribute), bytes(reply.readAll()).decode())
