"""A race between requests, which no test meets that runs once, and `explore` does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from search_as_you_type import HastySearch, Search

from netaccess.testing import FakeLoop, FakeNetwork, ScheduleFailed, explore

URL = "https://search.test/"
KINDS = pytest.mark.parametrize("kind", [HastySearch, Search])


def serve(network: FakeNetwork) -> None:
    network.get(URL).respond(lambda request: f"results for {request.query['q'][0]}")


def typing(kind: type[HastySearch]) -> Callable[[FakeLoop, FakeNetwork], None]:
    """Return a test of one way to search."""

    def the_last_word_counts(loop: FakeLoop, network: FakeNetwork) -> None:
        serve(network)
        search = kind(URL)
        for words in ("q", "qt", "qt n"):
            search.type(words)
            loop.advance(0.01)  # a fast typist
        loop.run_until_idle()
        assert search.text == "results for qt n"

    return the_last_word_counts


@KINDS
def test_in_order_both_are_right(kind: type[HastySearch]) -> None:
    with FakeLoop() as loop, FakeNetwork(loop) as network:  # no seed: answers come in the order of the questions
        typing(kind)(loop, network)


def test_answers_that_overtake_each_other_are_found() -> None:
    with pytest.raises(ScheduleFailed) as caught:
        explore(typing(HastySearch))
    assert "GET /?q=qt%20n" in caught.value.transcript


def test_the_seed_fails_again_in_the_same_way() -> None:
    with pytest.raises(ScheduleFailed) as caught:
        explore(typing(HastySearch))
    with pytest.raises(ScheduleFailed) as again:
        explore(typing(HastySearch), seeds=[caught.value.seed])
    assert again.value.transcript == caught.value.transcript


def test_a_search_that_gives_up_earlier_questions_is_right_in_any_order() -> None:
    assert explore(typing(Search), seeds=range(200)) == 200


def test_the_race_by_hand(fake_loop: FakeLoop, fake_network: FakeNetwork) -> None:
    """What explore has found, written down as a test of its own: the first answer is the slow one."""
    fake_network.get(URL, query={"q": "q"}).respond(text="results for q", delay=2)
    fake_network.get(URL, query={"q": "qt"}).respond(text="results for qt", delay=1)
    hasty, careful = HastySearch(URL), Search(URL)
    for search in (hasty, careful):
        search.type("q")
        search.type("qt")
    fake_loop.run_until_idle()
    assert (hasty.text, careful.text) == ("results for q", "results for qt")


def test_a_question_that_was_given_up_is_not_shown(
    fake_loop: FakeLoop, fake_network: FakeNetwork, signal_spy: Any
) -> None:
    fake_network.get(URL, query={"q": "q"}).respond(text="results for q", delay=2)
    fake_network.get(URL, query={"q": "qt"}).respond(text="results for qt", delay=1)
    search = Search(URL)
    spy = signal_spy(search.shown)
    search.type("q")
    fake_loop.advance(1)
    search.type("qt")
    fake_loop.run_until_idle()
    assert spy.args == ("results for qt",)
    assert fake_network.transcript().count("aborted by the client") == 1
