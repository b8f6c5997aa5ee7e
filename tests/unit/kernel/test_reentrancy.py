"""A garbage collection, or a handler of a system signal, can run the program's code between any two lines of ours.

The tests put that moment everywhere: the function is run again and again, and interrupted one line later each time.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from kernelsupport import PATIENCE, ended, started_thread

from netaccess._kernel import blocking, connectionlist, inifile
from netaccess._kernel.blocking import Gate
from netaccess._kernel.mutex import QMutex
from netaccess._kernel.posting import PostedCall, deliver_posted, post, remove_posted
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.signalnames import signal_or_new
from netaccess._kernel.thread import QThread, standing_for
from netaccess._kernel.threaddata import ThreadData, current
from netaccess._kernel.threadpool import QThreadPool
from netaccess._kernel.waitcondition import QWaitCondition
from netaccess._values.qtnamespace import Qt


class Moment:
    """One of the lines at which a function can be interrupted, counted from its beginning."""

    def __init__(self, number: int, modules: tuple[str, ...]) -> None:
        self._left = number
        self._modules = modules
        self.came = False

    def interrupt(self, function: Callable[[], object], by: Callable[[], object]) -> None:
        """Call *function* on a thread of its own, and *by* when the moment comes. Fails when that never ends."""
        raised: list[BaseException] = []

        def work() -> None:
            try:
                self.interrupt_here(function, by)
            except BaseException as error:
                raised.append(error)

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        worker.join(PATIENCE)
        assert not worker.is_alive(), "waits for itself"
        assert not raised, raised

    def interrupt_here(self, function: Callable[[], object], by: Callable[[], object]) -> None:
        """Do the same on the calling thread."""

        def line(frame: Any, kind: str, argument: object) -> Any:
            if kind == "line" and not self.came:
                self._left -= 1
                if self._left < 0:
                    self.came = True
                    sys.settrace(None)
                    by()
            return line

        def call(frame: Any, kind: str, argument: object) -> Any:
            return line if Path(frame.f_code.co_filename).stem in self._modules else None

        before = sys.gettrace()
        sys.settrace(call)
        try:
            function()
        finally:
            sys.settrace(before)


def moments(*modules: str) -> Iterator[Moment]:
    """Yield every moment of what the test does, as far as it happens in these modules."""
    for number in range(1000):
        moment = Moment(number, modules)
        yield moment
        if not moment.came:
            assert number > 3, "hardly anything was interrupted"
            return
    raise AssertionError("there is no end of lines")


class Overloaded(QObject):
    """Has a signal with two overloads."""

    said = Signal((int,), (str,))


def test_a_wake_inside_a_wake_does_not_hang() -> None:
    for moment in moments("waitcondition"):
        condition, mutex = QWaitCondition(), QMutex()

        def wait(condition: QWaitCondition = condition, mutex: QMutex = mutex) -> None:
            mutex.lock()
            condition.wait(mutex, 0)

        moment.interrupt(wait, by=condition.wakeOne)


def test_a_settings_file_is_one_object_also_inside_its_making(tmp_path: Path) -> None:
    for number, moment in enumerate(moments("inifile")):
        path = str(tmp_path / f"{number}.ini")
        seen: list[object] = []

        def note(path: str = path, seen: list[object] = seen) -> None:
            seen.append(inifile.open_ini(path))

        moment.interrupt(note, by=note)
        assert len({id(file) for file in seen}) == 1


def test_a_settings_file_written_inside_its_own_writing_does_not_wait_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inifile, "_PATIENCE", 2 * PATIENCE)
    for number, moment in enumerate(moments("inifile")):
        path = tmp_path / f"{number}.ini"
        file = inifile.open_ini(str(path))
        file.set("a", 1)
        moment.interrupt(partial(file.write, True), by=partial(file.write, True))
        assert path.read_text() == "[General]\na=1\n"


def test_an_overload_asked_for_inside_its_making_is_one_signal() -> None:
    for moment in moments("signal"):
        emitter = Overloaded()
        heard: list[str] = []

        def ask(emitter: Overloaded = emitter, heard: list[str] = heard) -> None:
            emitter.said[str].connect(heard.append)

        moment.interrupt(ask, by=ask)
        emitter.said[str].emit("x")
        assert heard == ["x"] * (1 + moment.came)


def test_no_connection_made_inside_another_is_lost() -> None:
    for moment in moments("signal", "connectionlist"):
        emitter = Overloaded()
        heard: list[int] = []

        def connect(emitter: Overloaded = emitter, heard: list[int] = heard) -> None:
            emitter.said.connect(heard.append)

        moment.interrupt(connect, by=connect)
        emitter.said.emit(1)
        assert heard == [1] * (1 + moment.came)


def test_a_short_circuit_signal_made_inside_another_does_not_hang() -> None:
    for moment in moments("signalnames"):
        emitter = QObject()
        moment.interrupt(partial(signal_or_new, emitter, "a(int)"), by=partial(signal_or_new, emitter, "b(int)"))


def test_a_thread_has_one_object_also_inside_its_making() -> None:
    for moment in moments("thread"):
        data = ThreadData(901, "made up")
        seen: list[QThread] = []

        def note(data: ThreadData = data, seen: list[QThread] = seen) -> None:
            seen.append(standing_for(data))

        moment.interrupt(note, by=note)
        assert len({id(thread) for thread in seen}) == 1


def test_nothing_posted_inside_a_removal_is_lost() -> None:
    for moment in moments("posting"):
        other, dropped = QObject(), QObject()
        delivered: list[object] = []
        post(dropped, call_of(dropped, delivered))
        post(other, call_of(other, delivered))
        post(dropped, call_of(dropped, delivered))
        moment.interrupt_here(
            partial(remove_posted, dropped, 0, current()), by=partial(post, other, call_of(other, delivered))
        )
        deliver_posted(current())
        assert delivered == [other] * (1 + moment.came)


def test_nothing_posted_inside_a_move_is_lost() -> None:
    thread = started_thread()
    for moment in moments("posting", "affinity"):
        stays, moved = QObject(), QObject()
        delivered: list[object] = []
        post(moved, call_of(moved, []))
        post(stays, call_of(stays, delivered))
        moment.interrupt_here(partial(moved.moveToThread, thread), by=partial(post, stays, call_of(stays, delivered)))
        deliver_posted(current())
        assert delivered == [stays] * (1 + moment.came)
    assert ended(thread)


def call_of(receiver: QObject, delivered: list[object]) -> PostedCall:
    """Return a call to *receiver* that is noted in *delivered*."""
    return PostedCall(weakref.ref(receiver), delivered.append)


@pytest.mark.parametrize("lock", ["queue", "connections"])
def test_an_object_collected_under_one_of_our_locks_dies_when_the_lock_is_free(lock: str) -> None:
    gone: list[str] = []
    data = current()
    held = data.lock if lock == "queue" else connectionlist.registry_lock
    target = QObject()
    target.destroyed.connect(lambda: gone.append("gone"))
    with held:
        del target
        assert gone == []
    deliver_posted(data)
    assert gone == ["gone"]


def test_a_pool_collected_while_its_thread_posts_does_not_wait_for_work_that_posts_there() -> None:
    outcome: list[bool] = []

    def work() -> None:
        receiver = QObject()
        data = current()
        pool: QThreadPool | None = QThreadPool()
        assert pool is not None
        reached, go_on = threading.Event(), threading.Event()

        def task() -> None:
            reached.set()
            go_on.wait(PATIENCE)
            post(receiver, call_of(receiver, []))

        pool.start(task)
        reached.wait(PATIENCE)
        with data.lock:
            go_on.set()
            pool = None
        deliver_posted(data)
        outcome.append(True)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(PATIENCE)
    assert outcome == [True]


class Described(QObject):
    """Its description is the program's code, which waits for another thread itself."""

    def __repr__(self) -> str:
        waiter, target = ThreadData(901, "waiter"), ThreadData(902, "target")
        receiver = QObject()
        receiver._qt_thread = target
        Gate(waiter, receiver, None).release()
        return "<described>"


def test_the_error_for_a_circle_is_written_outside_the_lock() -> None:
    a, b = ThreadData(903, "a"), ThreadData(904, "b")
    first, second = Described(), Described()
    first._qt_thread, second._qt_thread = b, a
    gate = Gate(a, first, "sender")
    texts: list[str] = []

    def close() -> None:
        try:
            Gate(b, second, "sender")
        except RuntimeError as error:
            texts.append(str(error))

    worker = threading.Thread(target=close, daemon=True)
    worker.start()
    worker.join(PATIENCE)
    gate.release()
    assert [text for text in texts if "<described>" in text]


def test_a_receiver_that_has_moved_on_is_waited_for_where_it_is() -> None:
    a, b, c = (ThreadData(number, f"thread {number}") for number in (905, 906, 907))
    receiver, other = QObject(), QObject()
    receiver._qt_thread, other._qt_thread = b, a
    gate = Gate(a, receiver, "sender")
    receiver._qt_thread = c  # moved while its thread was waited for: no circle any longer
    with contextlib.ExitStack() as stack:
        stack.callback(gate.release)
        stack.callback(Gate(b, other, "sender").release)
    assert not blocking._waits


def test_the_first_accesses_to_a_signal_from_many_threads_are_one_signal() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(300):
            kind = type("Fresh", (QObject,), {"said": Signal((int,), (str,))})
            emitter = kind()
            heard: list[int] = []
            barrier = threading.Barrier(4)

            def connect(barrier: Any = barrier, emitter: Any = emitter, heard: Any = heard) -> None:
                barrier.wait()
                emitter.said[int].connect(heard.append)

            threads = [threading.Thread(target=connect) for _ in range(4)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            emitter.said.emit(1)
            assert heard == [1] * 4
    finally:
        sys.setswitchinterval(before)


def test_a_blocking_call_to_a_plain_thread_that_ends_is_let_go() -> None:
    class Emitter(QObject):
        asked = Signal()

    made: list[QObject] = []
    may_end = threading.Event()
    arrived = threading.Event()

    class Receiver(QObject):
        def slot(self) -> None:
            raise AssertionError("nobody runs a loop here")

    def short_lived() -> None:
        made.append(Receiver())
        arrived.set()
        may_end.wait(PATIENCE)

    plain = threading.Thread(target=short_lived)
    plain.start()
    arrived.wait(PATIENCE)
    emitter = Emitter()
    emitter.asked.connect(made[0].slot, Qt.ConnectionType.BlockingQueuedConnection)  # type: ignore[attr-defined]
    done = threading.Event()

    def emit() -> None:
        emitter.asked.emit()
        done.set()

    waiting = threading.Thread(target=emit, daemon=True)
    waiting.start()
    while not made[0]._qt_thread.queue:
        assert waiting.is_alive()
    may_end.set()
    assert done.wait(PATIENCE)
    plain.join()
