"""Whole programs: Ctrl-C, exit codes, and an end that is quick and quiet whatever still runs."""

from __future__ import annotations

import signal

import pytest
from kernelsupport import outcome, python

PRELUDE = """
import signal, sys, threading
from netaccess.QtCore import *
"""
NOTHING_ANSWERS = """
import atexit, socket
from netaccess.QtNetwork import *
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(64)
atexit.register(listener.close)
address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
"""


def test_ctrl_c_ends_exec_with_keyboard_interrupt() -> None:
    program = python(
        PRELUDE
        + """
application = QCoreApplication([])
QTimer.singleShot(0, lambda: print("ready", flush=True))
try:
    application.exec()
except KeyboardInterrupt:
    print("interrupted")
    sys.exit(5)
"""
    )
    assert program.stdout is not None and program.stdout.readline() == "ready\n"
    program.send_signal(signal.SIGINT)
    assert outcome(program) == (5, "interrupted\n", "")


def test_ctrl_c_that_nobody_catches_ends_the_program() -> None:
    program = python(
        PRELUDE
        + """
application = QCoreApplication([])
QTimer.singleShot(0, lambda: print("ready", flush=True))
application.exec()
"""
    )
    assert program.stdout is not None and program.stdout.readline() == "ready\n"
    program.send_signal(signal.SIGINT)
    code, out, err = outcome(program)
    assert code in (-signal.SIGINT, 130)
    assert out == ""
    assert err.rstrip().endswith("KeyboardInterrupt")


def test_ctrl_c_ends_exec_while_timers_run() -> None:
    program = python(
        PRELUDE
        + """
application = QCoreApplication([])
timer = QTimer(interval=3600000)
timer.start()
QTimer.singleShot(0, lambda: print("ready", flush=True))
try:
    application.exec()
except KeyboardInterrupt:
    print("interrupted")
"""
    )
    assert program.stdout is not None and program.stdout.readline() == "ready\n"
    program.send_signal(signal.SIGINT)
    assert outcome(program) == (0, "interrupted\n", "")


@pytest.mark.parametrize("how", ["QTimer.singleShot(0, leave)", "emitter.objectNameChanged.connect(leave); rename()"])
def test_sys_exit_in_a_slot_ends_the_process_with_its_code(how: str) -> None:
    program = python(
        PRELUDE
        + f"""
application = QCoreApplication([])
emitter = QObject()
def rename():
    QTimer.singleShot(1, lambda: emitter.setObjectName("x"))
def leave():
    sys.exit(7)
{how}
application.exec()
print("not reached")
"""
    )
    assert outcome(program) == (7, "", "")


@pytest.mark.parametrize(
    "running",
    [
        "thread = QThread(); thread.start()",
        "QThread().start()",
        "loop = EventLoopThread(); loop.run(int)",
        "EventLoopThread()",
        "application = QCoreApplication([])\ntimer = QTimer(interval=1); timer.start()",
        """
class Busy(QThread):
    def run(self):
        while not self.isInterruptionRequested():
            self.yieldCurrentThread()
busy = Busy()
busy.start()
""",
        """
loop = EventLoopThread()
loop.post(threading.Event().wait)
""",
    ],
    ids=[
        "thread",
        "thread without reference",
        "loop thread",
        "loop thread without reference",
        "timer",
        "busy",
        "blocked",
    ],
)
def test_the_interpreter_ends_at_once_and_quietly(running: str) -> None:
    assert outcome(python(PRELUDE + running)) == (0, "", "")


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("how", ["get", "post"])
def test_the_interpreter_ends_while_transfers_wait_for_a_server_that_never_answers(how: str, count: int) -> None:
    call = "get(request)" if how == "get" else "post(request, b'x' * 100000)"
    program = python(
        PRELUDE
        + NOTHING_ANSWERS
        + f"""
application = QCoreApplication([])
manager = QNetworkAccessManager()
request = QNetworkRequest(QUrl(address))
request.setRawHeader("Content-Type", "text/plain")
replies = [manager.{call} for _ in range({count})]
replies[0].socketStartedConnecting.connect(lambda: QTimer.singleShot(5, application.quit))
application.exec()
print("left")
"""
    )
    assert outcome(program) == (0, "left\n", "")


def test_the_interpreter_ends_while_transfers_run_on_a_loop_thread() -> None:
    program = python(
        PRELUDE
        + NOTHING_ANSWERS
        + """
loop = EventLoopThread()
kept, started = [], threading.Event()
def begin():
    manager = QNetworkAccessManager()
    reply = manager.get(QNetworkRequest(QUrl(address)))
    reply.socketStartedConnecting.connect(started.set)
    kept.append((manager, reply))
loop.run(begin)
started.wait(20)
print("left")
"""
    )
    assert outcome(program) == (0, "left\n", "")


def test_ctrl_c_ends_a_program_whose_transfers_wait() -> None:
    program = python(
        PRELUDE
        + NOTHING_ANSWERS
        + """
application = QCoreApplication([])
manager = QNetworkAccessManager()
reply = manager.get(QNetworkRequest(QUrl(address)))
reply.socketStartedConnecting.connect(lambda: print("ready", flush=True))
try:
    application.exec()
except KeyboardInterrupt:
    print("interrupted")
"""
    )
    assert program.stdout is not None and program.stdout.readline() == "ready\n"
    program.send_signal(signal.SIGINT)
    assert outcome(program) == (0, "interrupted\n", "")


def test_a_program_that_uploads_from_a_device_ends_at_once_and_quietly() -> None:
    program = python(
        PRELUDE
        + NOTHING_ANSWERS
        + """
class Endless(QIODevice):
    def isSequential(self): return False
    def size(self): return 1 << 30
    def seek(self, pos): return True
    def readData(self, maxlen): return bytes(maxlen)
device = Endless()
device.open(QIODevice.ReadOnly)
application = QCoreApplication([])
manager = QNetworkAccessManager()
request = QNetworkRequest(QUrl(address))
request.setRawHeader("Content-Type", "text/plain")
reply = manager.post(request, device)
reply.socketStartedConnecting.connect(lambda: QTimer.singleShot(20, application.quit))
application.exec()
"""
    )
    assert outcome(program) == (0, "", "")
