"""A test of network code with QSignalSpy."""

import sys

import shiboken6
from PySide6 import QtCore, QtNetwork
from PySide6.QtTest import QSignalSpy, QTest

app = QtCore.QCoreApplication(sys.argv)
manager = QtNetwork.QNetworkAccessManager()
reply = manager.get(QtNetwork.QNetworkRequest(QtCore.QUrl(sys.argv[1] + "/hello.txt")))
finished = QSignalSpy(reply.finished)
errors = QSignalSpy(reply.errorOccurred)
seen = QSignalSpy(manager.finished)
print(finished.isValid(), finished.signal().data(), finished.count())
print(finished.wait(10000), finished.count(), errors.count(), seen.at(0)[0] is reply)
print(reply.readAll())
reply.deleteLater()
QTest.qWait(0)
print(shiboken6.isValid(reply), shiboken6.isValid(manager))
shiboken6.delete(manager)
print(shiboken6.isValid(manager), finished.count())
