"""`QTimer` on virtual time."""

from __future__ import annotations

import datetime
import gc
import weakref

import pytest
from kernelsupport import PATIENCE, ended, in_thread, started_thread
from looping import drain, run_for
from virtualclock import VirtualClock

from netaccess._kernel.destruction import destroy
from netaccess._kernel.events import QEvent, QTimerEvent
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.threaddata import current
from netaccess._kernel.timer import QTimer
from netaccess._values.qtnamespace import Qt


class Moments(list[float]):
    """Collects the times at which something happened."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self.clock = clock

    def note(self) -> None:
        self.append(round(self.clock.now(), 6))


@pytest.fixture
def moments(clock: VirtualClock) -> Moments:
    return Moments(clock)


def test_a_new_timer_is_at_rest() -> None:
    timer = QTimer()
    assert (timer.isActive(), timer.interval(), timer.timerId(), timer.remainingTime()) == (False, 0, -1, -1)
    assert not timer.isSingleShot()


def test_a_timer_fires_at_every_interval(moments: Moments) -> None:
    timer = QTimer(interval=10, timeout=moments.note)
    timer.start()
    run_for(35)
    timer.stop()
    assert moments == [0.01, 0.02, 0.03]


def test_a_single_shot_fires_once_and_is_at_rest_in_its_slot(moments: Moments) -> None:
    active: list[bool] = []
    timer = QTimer(interval=10, singleShot=True, timeout=lambda: (moments.note(), active.append(timer.isActive())))
    timer.start()
    run_for(50)
    assert (moments, active) == ([0.01], [False])


def test_a_single_shot_can_be_started_again_in_its_slot(moments: Moments) -> None:
    def again() -> None:
        moments.note()
        if len(moments) < 3:
            timer.start(20)

    timer = QTimer(singleShot=True, timeout=again)
    timer.start(10)
    run_for(100)
    assert moments == [0.01, 0.03, 0.05]


def test_starting_a_running_timer_begins_anew(clock: VirtualClock, moments: Moments) -> None:
    timer = QTimer(interval=10, timeout=moments.note)
    timer.start()
    first = timer.timerId()
    run_for(6)
    timer.start()
    assert timer.timerId() != first
    run_for(11)
    timer.stop()
    assert moments == [0.016]


def test_a_new_interval_of_a_running_timer_counts_from_now(moments: Moments) -> None:
    timer = QTimer(interval=100, timeout=moments.note)
    timer.start()
    run_for(50)
    timer.setInterval(10)
    run_for(15)
    timer.stop()
    assert moments == [0.06]


def test_a_stopped_timer_does_not_fire_even_when_it_is_due(clock: VirtualClock, moments: Moments) -> None:
    timer = QTimer(interval=10, timeout=moments.note)
    timer.start()
    clock.advance(0.05)
    timer.stop()
    drain()
    assert moments == []


def test_the_remaining_time_is_rounded_up(clock: VirtualClock) -> None:
    timer = QTimer()
    timer.start(10)
    clock.advance(0.0005)
    assert timer.remainingTime() == 10
    clock.advance(0.5)
    assert timer.remainingTime() == 0
    timer.stop()


def test_a_timer_of_zero_milliseconds_comes_after_what_is_posted(moments: Moments) -> None:
    log: list[str] = []
    timer = QTimer(timeout=lambda: log.append("timer"))
    timer.start(0)
    QTimer.singleShot(0, lambda: log.append("posted"))
    drain_once()
    timer.stop()
    assert log == ["posted", "timer"]


def drain_once() -> None:
    from netaccess._kernel.loop import QEventLoop

    QEventLoop().processEvents()


def test_two_timers_interleave_by_their_deadlines(clock: VirtualClock) -> None:
    log: list[str] = []
    short = QTimer(interval=10, timeout=lambda: log.append("s"))
    long = QTimer(interval=25, timeout=lambda: log.append("L"))
    long.start()
    short.start()
    run_for(55)
    short.stop()
    long.stop()
    assert "".join(log) == "ssLssLs"


@pytest.mark.parametrize("bad", [-1, -0.5, datetime.timedelta(seconds=-1)])
def test_a_negative_interval_is_refused(bad: object) -> None:
    with pytest.raises(ValueError, match=">= 0"):
        QTimer().setInterval(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["x", None, []])
def test_an_interval_is_a_number(bad: object) -> None:
    with pytest.raises(TypeError, match="number of milliseconds"):
        QTimer().start(bad)  # type: ignore[arg-type]


def test_an_interval_may_be_a_timedelta() -> None:
    timer = QTimer()
    timer.setInterval(datetime.timedelta(seconds=1.5))  # type: ignore[arg-type]
    assert timer.interval() == 1500


def test_a_timer_that_dies_fires_no_more(moments: Moments) -> None:
    timer = QTimer(interval=5, timeout=moments.note)
    timer.start()
    gone = weakref.ref(timer)
    del timer
    run_for(20)
    assert gone() is None
    assert moments == []


def test_a_timer_may_delete_itself_in_its_slot(moments: Moments) -> None:
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: (moments.note(), destroy(timer)))
    timer.start()
    run_for(30)
    assert moments == [0.005]
    assert not current().timers


def test_a_timer_cannot_be_started_from_another_thread() -> None:
    timer = QTimer()

    def start() -> str:
        with pytest.raises(RuntimeError) as caught:
            timer.start(5)
        return str(caught.value)

    assert "start of a QTimer was called from thread" in in_thread(start)
    assert not timer.isActive()


def test_a_running_timer_goes_on_in_the_thread_it_moves_to() -> None:
    import threading

    thread, fired = started_thread(), threading.Event()
    where: list[int] = []

    class Hearer(QObject):
        def hear(self) -> None:
            where.append(threading.get_ident())
            fired.set()

    timer = QTimer(interval=1, singleShot=True)
    hearer = Hearer(timer)
    timer.timeout.connect(hearer.hear)
    timer.start()
    timer.moveToThread(thread)
    assert fired.wait(PATIENCE)
    assert where != [threading.get_ident()]
    assert ended(thread)


def test_an_override_of_timer_event_replaces_the_signal(clock: VirtualClock) -> None:
    class Own(QTimer):
        def __init__(self) -> None:
            super().__init__()
            self.numbers: list[int] = []

        def timerEvent(self, event: QTimerEvent) -> None:
            self.numbers.append(event.timerId())

    timer = Own()
    timer.start(5)
    number = timer.timerId()
    run_for(12)
    timer.stop()
    assert timer.numbers == [number, number]


def test_a_filter_can_swallow_a_timeout(moments: Moments) -> None:
    class Swallow(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            return event.type() == QEvent.Type.Timer

    timer, swallow = QTimer(interval=5, timeout=moments.note), Swallow()
    timer.installEventFilter(swallow)
    timer.start()
    run_for(12)
    timer.removeEventFilter(swallow)
    run_for(5)
    timer.stop()
    assert moments == [0.015]


def test_a_single_shot_call_comes_when_it_is_due(moments: Moments) -> None:
    QTimer.singleShot(15, moments.note)
    run_for(50)
    assert moments == [0.015]


def test_a_single_shot_call_of_zero_keeps_its_place_among_posted_calls(clock: VirtualClock) -> None:
    log: list[int] = []
    for number in range(5):
        QTimer.singleShot(0, lambda number=number: log.append(number))
    drain()
    assert log == [0, 1, 2, 3, 4]


def test_a_context_that_dies_cancels_the_call(moments: Moments) -> None:
    context = QObject()
    QTimer.singleShot(10, context, moments.note)
    destroy(context)
    run_for(30)
    assert moments == []


def test_a_call_runs_in_the_thread_of_its_context() -> None:
    import threading

    thread, context, done = started_thread(), QObject(), threading.Event()
    where: list[int] = []
    context.moveToThread(thread)
    QTimer.singleShot(0, context, lambda: (where.append(threading.get_ident()), done.set()))
    assert done.wait(PATIENCE)
    assert where != [threading.get_ident()]
    assert ended(thread)


def test_a_single_shot_call_takes_a_timer_type(moments: Moments) -> None:
    QTimer.singleShot(5, Qt.TimerType.PreciseTimer, moments.note)
    run_for(10)
    assert moments == [0.005]


def test_a_single_shot_call_may_be_a_signal(clock: VirtualClock) -> None:
    class Emitter(QObject):
        happened = Signal()

    emitter, log = Emitter(), []
    emitter.happened.connect(lambda: log.append(1))
    QTimer.singleShot(5, emitter.happened)
    run_for(10)
    assert log == [1]


def test_an_exception_in_a_single_shot_call_goes_to_the_hook(
    clock: VirtualClock, uncaught: list[BaseException]
) -> None:
    QTimer.singleShot(5, lambda: 1 / 0)
    run_for(10)
    assert [type(error) for error in uncaught] == [ZeroDivisionError]


def test_single_shots_leave_nothing_behind(clock: VirtualClock) -> None:
    QTimer.singleShot(5, lambda: None)
    run_for(10)
    gc.collect()
    assert not current().timers
