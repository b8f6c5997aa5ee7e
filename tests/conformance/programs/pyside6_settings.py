"""Settings and dates: when a feed was fetched last, and whether it is due."""

import os
import sys
import tempfile

from PySide6.QtCore import QCoreApplication, QDateTime, QFile, QSettings, Qt, QUrl
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

app = QCoreApplication(sys.argv)
app.setApplicationName("feeds")
app.setOrganizationName("example")
folder = tempfile.mkdtemp()
path = os.path.join(folder, "feeds.ini")

settings = QSettings(path, QSettings.Format.IniFormat)
print("known:", settings.contains("feed/etag"), settings.value("feed/interval", 60, type=int))
settings.beginGroup("feed")
settings.setValue("interval", 5)
settings.setValue("enabled", True)
settings.setValue("tags", ["a", "b c"])
settings.endGroup()


def finished(reply):
    assert reply.error() == QNetworkReply.NetworkError.NoError
    settings.setValue("feed/etag", reply.rawHeader("ETag").data().decode())
    modified = reply.header(QNetworkRequest.KnownHeaders.LastModifiedHeader)
    print("modified:", modified.toUTC().toString(Qt.DateFormat.ISODate))
    settings.setValue("feed/modified", modified.toUTC().toString(Qt.DateFormat.ISODate))
    app.quit()


manager = QNetworkAccessManager()
manager.finished.connect(finished)
manager.get(QNetworkRequest(QUrl(sys.argv[1] + "/dated")))
app.exec()
settings.sync()
settings = None

again = QSettings(path, QSettings.Format.IniFormat)
print(sorted(again.allKeys()))
print(again.value("feed/etag"), again.value("feed/interval", type=int), again.value("feed/enabled", type=bool))
print(again.value("feed/tags"))
stored = QDateTime.fromString(again.value("feed/modified"), Qt.DateFormat.ISODate)
print(stored.isValid(), stored.addSecs(3600).toString("yyyy-MM-dd hh:mm"), stored.addDays(1) > stored)
again.remove("feed")
again.sync()
print(again.allKeys(), QFile.exists(path))
os.remove(path)
os.rmdir(folder)
