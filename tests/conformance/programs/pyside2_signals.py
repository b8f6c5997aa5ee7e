"""Signals in all their forms: overloads, old strings, relays, one slot for many senders."""
# ruff: noqa: UP008

import sys

from PySide2.QtCore import SIGNAL, SLOT, QCoreApplication, QObject, QTimer, Signal, Slot


class Sender(QObject):
    value = Signal((int,), (str,))
    nothing = Signal()
    pair = Signal(int, object)

    def __init__(self, name, parent=None):
        super(Sender, self).__init__(parent)
        self.setObjectName(name)


class Receiver(QObject):
    @Slot(int)
    @Slot(str)
    def on_value(self, value):
        print(self.sender().objectName(), "value", repr(value))

    @Slot()
    def on_nothing(self):
        print(self.sender().objectName(), "nothing")

    @Slot(int)
    def on_first(self, first):
        print("first", first)


app = QCoreApplication(sys.argv)
a, b, receiver = Sender("a"), Sender("b"), Receiver()
for sender in (a, b):
    sender.value[int].connect(receiver.on_value)
    sender.value[str].connect(receiver.on_value)
    sender.nothing.connect(receiver.on_nothing)
a.value.emit(1)
a.value[str].emit("text")
b.value[int].emit(2)
a.pair.connect(receiver.on_first)
a.pair.emit(5, {"any": "thing"})
a.nothing.connect(b.nothing)
a.nothing.emit()
a.nothing.disconnect(b.nothing)
QObject.connect(b, SIGNAL("value(int)"), receiver, SLOT("on_first(int)"))
b.value.emit(9)
QObject.disconnect(b, SIGNAL("value(int)"), receiver, SLOT("on_first(int)"))
b.value.emit(10)
timer = QTimer()
timer.setSingleShot(True)
QObject.connect(timer, SIGNAL("timeout()"), app, SLOT("quit()"))
timer.start(0)
print("code", app.exec_())
a.blockSignals(True)
a.value.emit(11)
