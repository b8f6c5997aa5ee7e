"""What the tests of cassettes and of recording share: requests, and waiting for their replies."""

from __future__ import annotations

from netaccess.QtCore import QEventLoop, QUrl
from netaccess.QtNetwork import QNetworkReply, QNetworkRequest


def ask(url: str, **headers: str) -> QNetworkRequest:
    """Return a request."""
    request = QNetworkRequest(QUrl(url))
    for name, value in headers.items():
        request.setRawHeader(name.replace("_", "-").encode(), value.encode())
    return request


def finish(reply: QNetworkReply) -> QNetworkReply:
    """Run a loop until the reply is finished."""
    if not reply.isFinished():
        loop = QEventLoop()
        reply.finished.connect(loop.quit)
        loop.exec()
    return reply
