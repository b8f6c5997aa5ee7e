"""Use the same objects in a program without an event loop. ``python examples/background_loop.py [URL]``"""

import sys

from netaccess import EventLoopThread, QEventLoop, QNetworkAccessManager, QNetworkRequest, QUrl


def fetch(url: str) -> bytes:
    """Runs on the loop's thread, where the manager lives; the nested loop waits without blocking others there."""
    manager, loop = QNetworkAccessManager(), QEventLoop()
    reply = manager.get(QNetworkRequest(QUrl(url)))
    reply.finished.connect(loop.quit)
    loop.exec()
    if reply.error():
        raise OSError(reply.errorString())
    return bytes(reply.readAll())


with EventLoopThread() as background:
    print(len(background.run(fetch, (*sys.argv, "https://www.python.org/")[1])), "bytes")
