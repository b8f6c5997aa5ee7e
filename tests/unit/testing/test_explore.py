"""`explore`: many schedules, and the one that breaks a test."""

from __future__ import annotations

import pytest

from netaccess.QtCore import QObject, QTimer, QUrl, Signal
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from netaccess.testing import FakeLoop, FakeNetwork, ScheduleFailed, explore


class Search(QObject):
    """Shows the answer that came last, which is a mistake when answers overtake each other."""

    def __init__(self) -> None:
        super().__init__()
        self.manager = QNetworkAccessManager(self)
        self.shown = ""

    def look_for(self, word: str) -> None:
        reply = self.manager.get(QNetworkRequest(QUrl(f"http://search.test/?q={word}")))
        reply.finished.connect(lambda: self.show(reply))

    def show(self, reply: QNetworkReply) -> None:
        self.shown = bytes(reply.readAll()).decode()
        reply.deleteLater()


def overtaking(loop: FakeLoop, network: FakeNetwork) -> None:
    network.get("http://search.test/", query={"q": "a"}).respond(text="results for a")
    network.get("http://search.test/", query={"q": "ab"}).respond(text="results for ab")
    search = Search()
    search.look_for("a")
    search.look_for("ab")
    loop.run_until_idle()
    assert search.shown == "results for ab"


def failed(**keywords: object) -> ScheduleFailed:
    with pytest.raises(ScheduleFailed) as caught:
        explore(overtaking, **keywords)  # type: ignore[arg-type]
    return caught.value


def test_a_race_between_requests_is_found() -> None:
    assert "results for ab" in str(failed().__cause__)


def test_the_seed_reproduces_the_failure() -> None:
    first = failed()
    again = failed(seeds=[first.seed])
    assert again.seed == first.seed
    assert again.transcript == first.transcript


def test_the_message_tells_how_to_reproduce_it_and_shows_the_conversation() -> None:
    failure = failed()
    assert f"FakeLoop(seed={failure.seed})" in str(failure)
    assert f"--netaccess-seed {failure.seed}" in str(failure)
    assert "GET /?q=ab" in str(failure)


def test_how_many_schedules_passed_before_is_told() -> None:
    failure = failed(seeds=range(200))
    passing = range(failure.seed)
    if passing:
        assert explore(overtaking, passing) == failure.seed
    assert explore(lambda: None, range(7)) == 7


def test_every_run_begins_anew() -> None:
    times: list[float] = []

    def test(loop: FakeLoop) -> None:
        times.append(loop.now)
        loop.advance(5)

    explore(test, seeds=range(3))
    assert times == [0.0, 0.0, 0.0]


def test_arguments_go_by_name_and_then_by_place() -> None:
    seen: list[tuple[type, ...]] = []
    explore(lambda network, loop: seen.append((type(network), type(loop))), [1])
    explore(lambda fake_network: seen.append((type(fake_network),)), [1])
    explore(lambda one, two: seen.append((type(one), type(two))), [1])
    explore(lambda one: seen.append((type(one),)), [1])
    assert seen == [(FakeNetwork, FakeLoop), (FakeNetwork,), (FakeLoop, FakeNetwork), (FakeLoop,)]


def test_a_test_that_wants_more_than_there_is_is_refused() -> None:
    with pytest.raises(ScheduleFailed, match="takes 3 arguments"):
        explore(lambda a, b, c: None, [1])


def test_an_exception_in_a_slot_fails_the_schedule() -> None:
    def test(loop: FakeLoop) -> None:
        QTimer.singleShot(10, lambda: {}["gone"])
        loop.run_until_idle()

    with pytest.raises(ScheduleFailed, match="gone"):
        explore(test, seeds=[3])


def test_an_unmatched_request_fails_the_schedule() -> None:
    def test(loop: FakeLoop) -> None:
        manager = QNetworkAccessManager()
        manager.get(QNetworkRequest(QUrl("http://nowhere.test/x")))
        loop.run_until_idle()

    with pytest.raises(ScheduleFailed, match=r"nowhere\.test/x"):
        explore(test, seeds=[3])


def test_the_conversation_is_told_once() -> None:
    def unmatched(loop: FakeLoop) -> None:
        manager = QNetworkAccessManager()
        manager.get(QNetworkRequest(QUrl("http://nowhere.test/x")))
        loop.run_until_idle()

    for test in (unmatched, overtaking):
        with pytest.raises(ScheduleFailed) as caught:
            explore(test, range(200))
        cause = caught.value.__cause__
        assert str(caught.value).count("connecting to") == str(caught.value.transcript).count("connecting to") > 0
        assert not getattr(cause, "__notes__", [])


def test_a_function_inside_a_test_is_told_how_to_reproduce_it() -> None:
    def test(loop: FakeLoop) -> None:
        raise ValueError("no")

    with pytest.raises(ScheduleFailed) as caught:
        explore(test, seeds=[3])
    assert "reproduce it with explore(..., seeds=[3]), FakeLoop(seed=3) or pytest --netaccess-seed 3" in str(
        caught.value
    )


def test_without_a_seed_there_is_nothing_to_explore() -> None:
    with pytest.raises(ValueError, match="at least one seed"):
        explore(overtaking, seeds=[])


def test_two_hundred_schedules_take_little() -> None:
    class Source(QObject):
        sent = Signal()

    def test(loop: FakeLoop) -> None:
        source = Source()
        QTimer.singleShot(1, source.sent.emit)
        loop.run_until(source.sent)

    assert explore(test) == 200


def test_it_is_not_for_a_test_that_has_a_loop_already() -> None:
    with FakeLoop(), pytest.raises(RuntimeError, match=r"pytest\.mark\.explore"):
        explore(lambda: None)
