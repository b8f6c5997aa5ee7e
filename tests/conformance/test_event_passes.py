"""One pass over the posted events: what belongs to it, what waits for the next, and what passes inside one another do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from binding import QtCore

USER = QtCore.QEvent.User

send_posted = QtCore.QCoreApplication.sendPostedEvents
process = QtCore.QCoreApplication.processEvents


class Event(QtCore.QEvent):
    """An event with a letter."""

    def __init__(self, letter: str) -> None:
        super().__init__(QtCore.QEvent.Type(int(getattr(USER, "value", USER)) + ord(letter)))
        self.letter = letter


class Stage:
    """Objects that write down the letters that reach them, and do what is asked of them then."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.deeds: dict[str, Callable[[], Any]] = {}
        stage = self

        class Actor(QtCore.QObject):
            def event(self, event: Any) -> bool:
                letter = getattr(event, "letter", None)
                if letter is None:
                    return super().event(event)
                stage.seen.append(letter)
                if letter in stage.deeds:
                    stage.deeds[letter]()
                    stage.seen.append(letter + "'")
                return True

        self.left, self.right = Actor(), Actor()

    def post(self, letters: str, priority: int = 0, to: Any = None) -> None:
        """Post each of *letters* to *to*, by default small ones to the left, capitals to the right."""
        for letter in letters:
            receiver = to or (self.left if letter.islower() else self.right)
            QtCore.QCoreApplication.postEvent(receiver, Event(letter), priority)

    @property
    def story(self) -> str:
        return "".join(self.seen)


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    QtCore.QCoreApplication.removePostedEvents(made.left)
    QtCore.QCoreApplication.removePostedEvents(made.right)


def test_what_is_posted_meanwhile_waits_for_the_next_pass(stage: Stage) -> None:
    stage.deeds["a"] = lambda: stage.post("x")
    stage.post("ab")
    send_posted()
    assert stage.story == "aa'b"
    send_posted()
    assert stage.story == "aa'bx"


@pytest.mark.parametrize("pass_", [send_posted, process])
def test_priority_does_not_put_what_is_posted_meanwhile_before_the_rest(stage: Stage, pass_: Any) -> None:
    stage.deeds["a"] = lambda: stage.post("x", 100)
    stage.post("ab")
    stage.post("c", -1)
    pass_()
    assert stage.story == "aa'bc"
    pass_()
    assert stage.story == "aa'bcx"


def test_what_is_posted_meanwhile_is_in_order_of_priority(stage: Stage) -> None:
    def deed() -> None:
        for letter, priority in (("x", 0), ("y", 5), ("z", -5), ("v", 5), ("w", 1)):
            stage.post(letter, priority)

    stage.deeds["a"] = deed
    stage.post("ab")
    send_posted()
    send_posted()
    assert stage.story == "aa'byvwxz"


def test_between_passes_priority_counts_again(stage: Stage) -> None:
    stage.deeds["a"] = lambda: stage.post("x")
    stage.post("a")
    send_posted()
    stage.post("y", 1)
    send_posted()
    assert stage.story == "aa'yx"


def test_a_pass_inside_another_takes_the_rest_and_what_has_been_posted(stage: Stage) -> None:
    def deed() -> None:
        stage.post("x")
        send_posted()

    stage.deeds["a"] = deed
    stage.post("abc")
    send_posted()
    assert stage.story == "abcxa'"


def test_a_pass_ends_with_the_one_inside_it(stage: Stage) -> None:
    def deed() -> None:
        send_posted()
        stage.post("xy")

    stage.deeds["a"] = deed
    stage.post("abc")
    send_posted()
    assert stage.story == "abca'"
    send_posted()
    assert stage.story == "abca'xy"


def test_a_pass_for_one_object_leaves_the_others_in_order(stage: Stage) -> None:
    stage.post("AaBbC")
    send_posted(stage.left)
    assert stage.story == "ab"
    send_posted()
    assert stage.story == "abABC"


def test_a_pass_for_one_object_does_not_take_what_is_posted_meanwhile(stage: Stage) -> None:
    stage.deeds["a"] = lambda: stage.post("xX")
    stage.post("Aab")
    send_posted(stage.left)
    assert stage.story == "aa'b"
    send_posted()
    assert stage.story == "aa'bAxX"


def test_a_pass_inside_one_for_an_object_takes_what_that_has_passed_over(stage: Stage) -> None:
    stage.deeds["a"] = send_posted
    stage.post("AaBb")
    send_posted(stage.left)
    assert stage.story == "aABba'"


def test_a_loop_inside_a_pass_for_an_object_delivers_to_the_others(stage: Stage) -> None:
    loop = QtCore.QEventLoop()
    guard = QtCore.QTimer(singleShot=True, interval=5000)
    guard.timeout.connect(loop.quit)
    guard.start()
    stage.deeds["a"] = lambda: loop.exec()
    stage.deeds["A"] = loop.quit
    stage.post("Aa")
    send_posted(stage.left)
    assert (stage.story, guard.isActive()) == ("aAA'a'", True)


def test_a_pass_for_another_object_inside_one(stage: Stage) -> None:
    stage.deeds["a"] = lambda: send_posted(stage.right)
    stage.post("AaBbC")
    send_posted(stage.left)
    assert stage.story == "aABCa'b"


def test_a_pass_for_an_object_inside_a_whole_one(stage: Stage) -> None:
    stage.deeds["a"] = lambda: send_posted(stage.right)
    stage.post("aAbB")
    send_posted()
    assert stage.story == "aABa'b"


@pytest.mark.parametrize(("posted", "story"), [("abA", "aAa'bx"), ("ab", "aa'b")])
def test_a_pass_for_an_object_lets_the_one_around_it_take_more_if_it_had_anything_to_do(
    stage: Stage, posted: str, story: str
) -> None:
    def deed() -> None:
        stage.post("x")
        send_posted(stage.right)
        stage.post("y")

    stage.deeds["a"] = deed
    stage.post(posted)
    send_posted()
    assert stage.story == story


def test_a_pass_for_a_type_takes_that_type_only(stage: Stage) -> None:
    stage.post("abA")
    stage.post("a", to=stage.right)
    send_posted(None, Event("a").type())
    assert stage.story == "aa"
    send_posted()
    assert stage.story == "aabA"


def test_events_that_are_removed_meanwhile_do_not_come(stage: Stage) -> None:
    stage.deeds["a"] = lambda: QtCore.QCoreApplication.removePostedEvents(stage.right)
    stage.post("aAbBc")
    send_posted()
    assert stage.story == "aa'bc"


def test_events_removed_meanwhile_do_not_let_later_ones_into_the_pass(stage: Stage) -> None:
    def deed() -> None:
        stage.post("xyz")
        QtCore.QCoreApplication.removePostedEvents(stage.right)

    stage.deeds["a"] = deed
    stage.post("aABbC")
    send_posted()
    assert stage.story == "aa'b"


def test_events_removed_while_an_object_has_its_own(stage: Stage) -> None:
    stage.deeds["b"] = lambda: QtCore.QCoreApplication.removePostedEvents(stage.right)
    stage.post("ABaCbDcE")
    send_posted(stage.left)
    assert stage.story == "abb'c"
    send_posted()
    assert stage.story == "abb'c"


def test_an_object_that_moves_away_meanwhile_takes_its_events_along(stage: Stage) -> None:
    thread = QtCore.QThread()
    stage.deeds["a"] = lambda: stage.right.moveToThread(thread)
    stage.post("aAbBc")
    send_posted()
    assert stage.story == "aa'bc"
