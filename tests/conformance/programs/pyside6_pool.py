"""Runnables in a pool, which share a counter."""

import sys

from PySide6.QtCore import QCoreApplication, QMutex, QMutexLocker, QObject, QRunnable, QThreadPool, Signal


class Signals(QObject):
    done = Signal(int)


class Task(QRunnable):
    mutex = QMutex()
    total = 0

    def __init__(self, number):
        super().__init__()
        self.number = number
        self.signals = Signals()

    def run(self):
        with QMutexLocker(Task.mutex):
            Task.total += self.number
        self.signals.done.emit(self.number)


app = QCoreApplication(sys.argv)
pool = QThreadPool()
results = []


def done(number):
    results.append(number)
    if len(results) == 10:
        app.quit()


tasks = [Task(number) for number in range(10)]
for task in tasks:
    task.setAutoDelete(False)
    task.signals.done.connect(done)
    pool.start(task)
app.exec()
print(pool.waitForDone(5000), sorted(results), Task.total)
