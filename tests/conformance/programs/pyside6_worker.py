"""Work in a thread: an object moved there, its results back by signals."""

import sys
import threading

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal, Slot


class Worker(QObject):
    result = Signal(int, str)
    finished = Signal()

    @Slot(int)
    def work(self, number):
        inside = threading.current_thread() is not threading.main_thread()
        for step in range(number):
            self.result.emit(step, "worker" if inside else "main")
        self.finished.emit()


class Controller(QObject):
    operate = Signal(int)

    def __init__(self):
        super().__init__()
        self.thread_ = QThread()
        self.worker = Worker()
        self.worker.moveToThread(self.thread_)
        self.thread_.finished.connect(self.worker.deleteLater)
        self.operate.connect(self.worker.work)
        self.worker.result.connect(self.on_result)
        self.worker.finished.connect(self.thread_.quit, Qt.ConnectionType.DirectConnection)
        self.thread_.finished.connect(self.on_finished)
        self.thread_.start()

    @Slot(int, str)
    def on_result(self, step, where):
        main = threading.current_thread() is threading.main_thread()
        print(step, where, main)

    @Slot()
    def on_finished(self):
        print("finished", self.thread_.wait(5000), self.thread_.isFinished())
        QCoreApplication.exit(7)


app = QCoreApplication(sys.argv)
controller = Controller()
controller.operate.emit(3)
sys.exit(app.exec())
