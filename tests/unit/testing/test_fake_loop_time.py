"""`FakeLoop`: everything that asks the time asks one clock, which jumps when there is nothing to do."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from turnsupport import every

from netaccess.QtCore import (
    QBasicTimer,
    QCoreApplication,
    QDateTime,
    QDeadlineTimer,
    QElapsedTimer,
    QEvent,
    QEventLoop,
    QObject,
    Qt,
    QTimer,
)
from netaccess.QtNetwork import QNetworkCookie, QNetworkCookieJar
from netaccess.testing import FakeLoop

HOUR = 3600.0


# Time passes.


def test_time_begins_at_zero(loop: FakeLoop) -> None:
    assert loop.now == 0.0


def test_advance_fires_what_becomes_due_each_at_its_moment(loop: FakeLoop) -> None:
    moments: list[float] = []
    timer = every(100, lambda: moments.append(loop.now))
    loop.advance(0.35)
    assert moments == [0.1, 0.2, 0.3]
    assert loop.now == 0.35
    assert timer.isActive()


def test_advance_ends_exactly_where_it_was_told_to(loop: FakeLoop) -> None:
    for _ in range(10):
        loop.advance(0.1)
    assert loop.now == 1.0


def test_a_timer_due_at_the_end_of_an_advance_fires(loop: FakeLoop) -> None:
    fired: list[float] = []
    loop.advance(0.1)
    QTimer.singleShot(200, lambda: fired.append(loop.now))
    loop.advance(0.2)
    assert fired == [0.3]


def test_time_does_not_go_back(loop: FakeLoop) -> None:
    with pytest.raises(ValueError, match="-1"):
        loop.advance(-1)


def test_advance_takes_a_number(loop: FakeLoop) -> None:
    with pytest.raises(ValueError, match="nan"):
        loop.advance(float("nan"))


def test_advance_delivers_what_is_posted_even_if_no_time_passes(loop: FakeLoop) -> None:
    called: list[int] = []
    QTimer.singleShot(0, lambda: called.append(1))
    loop.advance(0)
    assert called == [1]


def test_an_hour_of_retries_takes_no_time(loop: FakeLoop) -> None:
    began = time.monotonic()
    tries: list[float] = []

    def attempt() -> None:
        tries.append(loop.now)
        if len(tries) < 12:
            QTimer.singleShot(1000 * 2 ** len(tries), attempt)

    attempt()
    loop.run_until_idle()
    assert tries[-1] == sum(2**n for n in range(1, 12)) > HOUR
    assert time.monotonic() - began < HOUR / 100


def test_exec_returns_at_once_when_all_it_does_is_wait(loop: FakeLoop) -> None:
    nested = QEventLoop()
    QTimer.singleShot(3600 * 1000, lambda: nested.exit(7))
    assert nested.exec() == 7
    assert loop.now == HOUR


def test_the_application_s_exec_runs_on_virtual_time(loop: FakeLoop) -> None:
    application = QCoreApplication([])
    QTimer.singleShot(5000, application.quit)
    assert application.exec() == 0
    assert loop.now == 5.0


def test_a_nested_loop_in_a_slot_lets_time_pass_beyond_the_advance_around_it(loop: FakeLoop) -> None:
    seen: list[float] = []

    def slot() -> None:
        nested = QEventLoop()
        QTimer.singleShot(10_000, nested.quit)
        nested.exec()
        seen.append(loop.now)

    QTimer.singleShot(500, slot)
    loop.advance(1)
    assert seen == [10.5]
    assert loop.now == 10.5


# Every clock.


def test_elapsed_timers_count_virtual_time(loop: FakeLoop) -> None:
    elapsed = QElapsedTimer()
    elapsed.start()
    loop.advance(1.234)
    assert elapsed.elapsed() == 1234
    assert elapsed.nsecsElapsed() == 1_234_000_000


def test_deadline_timers_expire_on_virtual_time(loop: FakeLoop) -> None:
    deadline = QDeadlineTimer(1500)
    loop.advance(1.4)
    assert (deadline.remainingTime(), deadline.hasExpired()) == (100, False)
    loop.advance(0.1)
    assert deadline.hasExpired()


def test_the_remaining_time_of_a_timer_is_exact(loop: FakeLoop) -> None:
    timer = every(1000, lambda: None)
    loop.advance(0.3)
    assert timer.remainingTime() == 700


def test_coarse_timers_are_exact_on_virtual_time(loop: FakeLoop) -> None:
    moments: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
    timer.timeout.connect(lambda: moments.append(loop.now))
    timer.start(1300)
    loop.advance(3)
    assert moments == [1.3, 2.6]


def test_start_timer_and_basic_timers_fire_on_virtual_time(loop: FakeLoop) -> None:
    class Ticker(QObject):
        ticks: list[float] = []

        def timerEvent(self, event: QEvent) -> None:
            self.ticks.append(loop.now)

    ticker, basic = Ticker(), QBasicTimer()
    ticker.startTimer(300)
    basic.start(400, ticker)
    loop.advance(0.8)
    assert ticker.ticks == [0.3, 0.4, 0.6, 0.8]
    basic.stop()


def test_the_date_begins_where_it_is_told_to(loop: FakeLoop) -> None:
    assert QDateTime.currentDateTimeUtc().toString(Qt.DateFormat.ISODate) == "2025-01-01T00:00:00Z"
    loop.advance(HOUR)
    assert QDateTime.currentDateTimeUtc().toString(Qt.DateFormat.ISODate) == "2025-01-01T01:00:00Z"


@pytest.mark.parametrize(
    "date",
    [
        "2026-03-04T05:06:07Z",
        "2026-03-04T05:06:07",
        "2026-03-04T06:06:07+01:00",
        datetime(2026, 3, 4, 5, 6, 7),
        datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
        datetime(2026, 3, 4, 7, 6, 7, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_a_date_may_be_given_as_text_or_as_a_datetime(date: str | datetime) -> None:
    with FakeLoop(date=date):
        assert QDateTime.currentDateTimeUtc().toString(Qt.DateFormat.ISODate) == "2026-03-04T05:06:07Z"


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        FakeLoop(date="yesterday")
    with pytest.raises(TypeError, match="17"):
        FakeLoop(date=17)  # type: ignore[arg-type]


def test_cookies_expire_on_virtual_time(loop: FakeLoop) -> None:
    from netaccess.QtCore import QUrl

    jar, url = QNetworkCookieJar(), QUrl("http://host/")
    jar.setCookiesFromUrl(QNetworkCookie.parseCookies(b"a=1; Max-Age=60"), url)
    loop.advance(59)
    assert len(jar.cookiesForUrl(url)) == 1
    loop.advance(2)
    assert jar.cookiesForUrl(url) == []


def test_real_time_is_back_afterwards() -> None:
    with FakeLoop() as loop:
        loop.advance(1000)
    assert abs(QDateTime.currentMSecsSinceEpoch() / 1000 - time.time()) < 5
    elapsed = QElapsedTimer()
    elapsed.start()
    assert elapsed.elapsed() < 60_000


def test_a_timer_that_runs_goes_on_with_what_was_left_of_its_time() -> None:
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.start(1_000_000)
    with FakeLoop() as loop:
        assert 900_000 < timer.remainingTime() <= 1_000_000
        loop.advance(400)
        left = timer.remainingTime()
        assert 500_000 < left <= 600_000
    assert left - 50_000 <= timer.remainingTime() <= left
    timer.stop()


def test_a_timer_started_on_virtual_time_stops_with_it() -> None:
    with FakeLoop():
        timer = every(1000, lambda: None)
    assert not timer.isActive()


def test_what_was_posted_on_virtual_time_and_not_delivered_is_dropped() -> None:
    called: list[int] = []
    with FakeLoop():
        QTimer.singleShot(0, lambda: called.append(1))
    QEventLoop().processEvents()
    assert called == []


def test_what_was_posted_before_is_delivered_afterwards() -> None:
    called: list[int] = []
    QTimer.singleShot(0, lambda: called.append(1))
    with FakeLoop():
        pass
    QEventLoop().processEvents()
    assert called == [1]


def test_what_was_to_be_deleted_later_is_deleted_at_the_end() -> None:
    gone: list[int] = []
    doomed = QObject()
    doomed.destroyed.connect(lambda: gone.append(1))
    with FakeLoop():
        doomed.deleteLater()
    assert gone == [1]
