"""The same interface in snake_case, with properties."""
# ruff: noqa: F401

import sys

from PySide6.QtCore import QCoreApplication, QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkRequest

from __feature__ import snake_case, true_property  # isort: skip


class Client(QObject):
    answered = Signal(str)

    def __init__(self):
        super().__init__()
        self.object_name = "client"
        self.manager = QNetworkAccessManager(self)
        self.manager.finished.connect(self.on_finished)

    def fetch(self, url):
        request = QNetworkRequest(QUrl(url))
        request.set_raw_header(b"Accept", b"text/plain")
        return self.manager.get(request)

    def on_finished(self, reply):
        self.answered.emit(reply.read_all().data().decode())
        reply.delete_later()


app = QCoreApplication(sys.argv)
app.application_name = "snake"
client = Client()
client.answered.connect(lambda text: print("answered", repr(text)))
client.answered.connect(app.quit)
timer = QTimer()
timer.interval = 1
timer.timeout.connect(lambda: client.fetch(sys.argv[1] + "/hello.txt"))
timer.timeout.connect(timer.stop)
timer.start()
print(timer.interval, timer.active, client.object_name, app.application_name)
app.exec()
QTimer.single_shot(0, app.quit)
app.exec()
print(timer.active, QUrl("http://example.org/a?b").has_query(), client.parent() is None)
