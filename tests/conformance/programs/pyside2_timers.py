"""Timers, custom events and event filters."""
# ruff: noqa: UP008

import sys

from PySide2.QtCore import QCoreApplication, QEvent, QObject, QTimer


class Tick(QEvent):
    KIND = QEvent.Type(QEvent.registerEventType())

    def __init__(self, number):
        super(Tick, self).__init__(Tick.KIND)
        self.number = number


class Clock(QObject):
    def __init__(self):
        super(Clock, self).__init__()
        self.ticks = 0
        self.number = self.startTimer(1)

    def timerEvent(self, event):
        assert event.timerId() == self.number
        self.ticks += 1
        QCoreApplication.postEvent(self, Tick(self.ticks))
        if self.ticks == 3:
            self.killTimer(self.number)

    def customEvent(self, event):
        print("tick", event.number)
        if event.number == 3:
            QTimer.singleShot(0, QCoreApplication.instance().quit)


class Second(QObject):
    def eventFilter(self, watched, event):
        if event.type() == Tick.KIND and event.number == 2:
            print("filtered")
            return True
        return False


app = QCoreApplication(sys.argv)
clock, second = Clock(), Second()
clock.installEventFilter(second)
app.exec_()
