"""A program for PySide6 on a fake loop: the user that it asks is made up, and takes his time.

A suite whose programs are all for PySide6 calls ``netaccess.compat.install("PySide6")`` at the top of its conftest.py. This one
has programs of both kinds, so that a fixture does it, for the moment of the import.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from netaccess import compat
from netaccess.QtCore import QObject, QTimer, Signal
from netaccess.testing import FakeLoop, FakeNetwork

LIBRARY = "https://library.test/"


class User(QObject):
    """Stands in for the dialog: gives the answers it was made with, some seconds after each question. None means "Cancel"."""

    accepted = Signal(str, str)
    rejected = Signal()

    def __init__(self, *answers: tuple[str, str] | None, seconds: int = 60) -> None:
        super().__init__()
        self.answers = list(answers)
        self.seconds = seconds
        self.asked: list[tuple[str, bool]] = []

    def ask(self, realm: str, wrong: bool) -> None:
        self.asked.append((realm, wrong))
        QTimer.singleShot(self.seconds * 1000, self.answer)

    def answer(self) -> None:
        answer = self.answers.pop(0)
        if answer is None:
            self.rejected.emit()
        else:
            self.accepted.emit(*answer)


@pytest.fixture
def login() -> Any:
    """The program, imported with netaccess in PySide6's place."""
    with compat.installed("PySide6"):
        return import_module("login")


@pytest.fixture
def library(fake_network: FakeNetwork) -> FakeNetwork:
    """A network with pages that are for Ada only."""
    fake_network.require_basic("ada", "engine", realm="the library")
    fake_network.get(LIBRARY + "{page}").respond(lambda request, page: f"page {page}")
    return fake_network


def test_the_user_is_asked_and_the_page_comes(login: Any, fake_loop: FakeLoop, library: FakeNetwork) -> None:
    user = User(("ada", "engine"))
    session = login.Session(user)
    assert fake_loop.run_until(session.get(LIBRARY + "1").fetched) == ("page 1",)
    assert user.asked == [("the library", False)]
    assert [request.status for request in library.requests] == [401, 200]
    assert fake_loop.now == 60


def test_the_password_is_kept_for_the_next_page(login: Any, fake_loop: FakeLoop, library: FakeNetwork) -> None:
    session = login.Session(User(("ada", "engine")))
    fake_loop.run_until(session.get(LIBRARY + "1").fetched)
    fake_loop.run_until(session.get(LIBRARY + "2").fetched)
    assert [request.status for request in library.requests] == [401, 200, 200]


def test_a_wrong_password_asks_again(login: Any, fake_loop: FakeLoop, library: FakeNetwork) -> None:
    user = User(("ada", "difference"), ("ada", "engine"))
    session = login.Session(user)
    fake_loop.run_until(session.get(LIBRARY + "1").fetched)
    assert user.asked == [("the library", False), ("the library", True)]


def test_cancel_fails_all_pages_that_wait(
    login: Any, fake_loop: FakeLoop, fake_network: FakeNetwork, signal_spy: Any
) -> None:
    fake_network.get(LIBRARY + "*", name="never reached").require_basic("ada", "engine")
    session = login.Session(User(None))
    pages = [session.get(LIBRARY + name) for name in "123"]
    spy = signal_spy(*[page.failed for page in pages])
    fake_loop.run_until_idle()
    assert [each.args for each in spy] == [("no password was given",)] * 3


def test_after_cancel_the_next_page_asks_again(login: Any, fake_loop: FakeLoop, library: FakeNetwork) -> None:
    user = User(None, ("ada", "engine"))
    session = login.Session(user)
    fake_loop.run_until(session.get(LIBRARY + "1").failed)
    fake_loop.run_until(session.get(LIBRARY + "2").fetched)
    assert len(user.asked) == 2


def test_many_pages_at_once_ask_one_time(
    login: Any, fake_loop: FakeLoop, library: FakeNetwork, signal_spy: Any
) -> None:
    user = User(("ada", "engine"))
    session = login.Session(user)
    spy = signal_spy(*[session.get(f"{LIBRARY}{number}").fetched for number in range(10)])
    fake_loop.run_until_idle()
    spy.assert_count(10)
    assert len(user.asked) == 1


def test_a_challenge_that_comes_late_does_not_ask_for_what_is_known(
    login: Any, fake_loop: FakeLoop, library: FakeNetwork, signal_spy: Any
) -> None:
    library.latency = 10  # a slow network: the user answers while challenges are still on their way
    user = User(("ada", "engine"), seconds=1)
    session = login.Session(user)
    spy = signal_spy(*[session.get(f"{LIBRARY}{number}").fetched for number in range(10)])
    fake_loop.run_until_idle()
    spy.assert_count(10)
    assert len(user.asked) == 1


def test_another_kind_of_challenge_is_a_failure(login: Any, fake_loop: FakeLoop, fake_network: FakeNetwork) -> None:
    fake_network.get(LIBRARY).require_bearer("token")
    session = login.Session(User())
    (reason,) = fake_loop.run_until(session.get(LIBRARY).failed)
    assert "Bearer" in reason


def test_the_password_is_not_in_the_transcript(login: Any, fake_loop: FakeLoop, library: FakeNetwork) -> None:
    session = login.Session(User(("ada", "engine")))
    fake_loop.run_until(session.get(LIBRARY + "1").fetched)
    assert "Authorization: Basic ..." in library.transcript()
