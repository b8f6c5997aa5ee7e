"""What a failed test on the fake network shows: a first line that says it all, and the test's own line."""

from __future__ import annotations

from typing import Any

import pytest
from fakenetworksupport import Client
from pluginruns import Runs

from netaccess.testing.network import UnmatchedRequest

pytest_plugins = "pytester"

BASE = "https://api.test"


def first_line(client: Client) -> str:
    """Return the first line of what `verify` says."""
    with pytest.raises(AssertionError) as info:
        client.network.verify()
    return str(info.value).splitlines()[0]


# First lines.


@pytest.mark.parametrize(
    ("method", "path", "conditions", "nearest"),
    [
        ("GET", "/y", {}, "GET https://api.test/y, path differs"),
        ("PUT", "/y", {}, "PUT https://api.test/y, method and path differ"),
        ("GET", "/x", {"query": {"a": "1"}}, "GET https://api.test/x query={'a': '1'}, query a differs"),
        ("GET", "/x", {"name": "users", "where": lambda request: False}, "users, where differs"),
        ("PUT", "/y", {"name": "all", "headers": {"X-A": "1"}}, "all, method, path and header X-A differ"),
    ],
    ids=["path", "two", "query", "where", "three"],
)
def test_the_first_line_names_the_request_and_the_nearest_route(
    client: Client, method: str, path: str, conditions: dict[str, Any], nearest: str
) -> None:
    client.network.route(method, BASE + path, optional=True, **conditions)
    client.network.delete("http://www.example/elsewhere", optional=True)
    client.get(BASE + "/x")
    assert first_line(client) == f"no route for GET https://api.test/x (nearest: {nearest})"


def test_the_first_line_says_when_the_nearest_route_is_used_up(client: Client) -> None:
    client.network.get(BASE + "/x").respond("once", times=1)
    client.get(BASE + "/x")
    client.get(BASE + "/x")
    assert first_line(client).endswith("(nearest: GET https://api.test/x, used up after 1 request)")


def test_the_first_line_says_when_there_are_no_routes(client: Client) -> None:
    client.get(BASE + "/x")
    assert first_line(client) == "no route for GET https://api.test/x (there are no routes)"


def test_the_first_line_counts_the_other_requests(client: Client) -> None:
    for name in "xyz":
        client.get(f"{BASE}/{name}")
    assert first_line(client) == "no route for GET https://api.test/x (there are no routes), nor for 2 other requests"


def test_the_first_line_names_the_nearest_entry_of_a_cassette(client: Client) -> None:
    class Cassette:
        def peek(self, request: Any) -> None: ...
        def answer(self, request: Any) -> None: ...
        def unplayed(self) -> list[str]:
            return []

        def nearest(self, request: Any) -> list[str]:
            return ["entry 3 (GET https://api.test/y): path: recorded '/y', sent '/x'"]

    client.network.play_cassette(Cassette())
    client.get(BASE + "/x")
    assert first_line(client) == "no route for GET https://api.test/x (nearest: entry 3 (GET https://api.test/y))"


def test_the_first_line_names_the_route_that_was_never_called(client: Client) -> None:
    client.network.get(BASE + "/x")
    assert first_line(client) == "the route GET https://api.test/x was never called"


def test_the_first_line_counts_the_other_routes(client: Client) -> None:
    for name in "xyz":
        client.network.get(f"{BASE}/{name}")
    assert first_line(client) == "the route GET https://api.test/x was never called, nor were 2 others"


def test_a_route_that_was_never_called_shows_the_nearest_requests(client: Client) -> None:
    client.network.get(BASE + "/x")
    client.network.get(BASE + "/y")
    client.get(BASE + "/y")
    with pytest.raises(AssertionError) as info:
        client.network.verify()
    assert "nearest" in str(info.value)
    assert "    path: expected /x, got /y" in str(info.value)


def test_the_first_line_names_the_entry_that_was_never_played(client: Client) -> None:
    class Cassette:
        def unplayed(self) -> list[str]:
            return ["entry 1 (GET https://api.test/y)"]

    client.network.play_cassette(Cassette())
    assert first_line(client) == "entry 1 (GET https://api.test/y) of the cassette was never played"


def test_the_first_line_of_an_order_names_the_routes(client: Client) -> None:
    one, other = client.network.get(BASE + "/1", name="one"), client.network.get(BASE + "/2", name="other")
    client.get(BASE + "/2")
    client.get(BASE + "/1")
    with pytest.raises(AssertionError) as info:
        client.network.assert_order(one, other)
    assert str(info.value).splitlines()[0] == "expected requests in the order: one, other; they came as: other, one"


def test_the_summary_of_pytest_names_request_and_route(pytester: pytest.Pytester) -> None:
    result = Runs(pytester)("""
        def test_it(fake_loop, fake_network):
            fake_network.get("http://server/y", optional=True)
            manager = QNetworkAccessManager()
            reply = get(manager, "http://server/x")
            fake_loop.run_until_idle()
    """)
    result.stdout.fnmatch_lines(["FAILED test_it.py::test_it - Failed: no route for GET http://server/x (*"])


def test_an_unmatched_request_goes_by_its_public_name(pytester: pytest.Pytester) -> None:
    result = Runs(pytester)("""
        def test_it(fake_loop, fake_network):
            manager = QNetworkAccessManager()
            reply = get(manager, "http://server/x")
            fake_loop.run_until_idle()
            fake_network.verify()
    """)
    result.stdout.fnmatch_lines(["FAILED test_it.py::test_it - netaccess.testing.UnmatchedRequest: no route*"])


def test_an_exception_that_cannot_be_printed_is_no_hindrance(pytester: pytest.Pytester) -> None:
    result = Runs(pytester)("""
        class Odd(Exception):
            def __str__(self):
                raise ValueError("not even its text")

        def test_it(fake_network):
            raise Odd
    """)
    result.assert_outcomes(failed=1)


def test_an_unmatched_request_is_an_assertion_error_with_its_requests(client: Client) -> None:
    client.get(BASE + "/x")
    with pytest.raises(UnmatchedRequest) as info:
        client.network.verify()
    assert [request.url for request in info.value.requests] == [BASE + "/x"]


# The line that is shown.

FAILING = [
    "get(manager, 'http://server/x'); fake_loop.run_until_idle(); fake_network.verify()",
    "route.assert_called(times=2)",
    "route.last",
    "fake_network.assert_sent('GET')",
    "fake_network.assert_not_sent('POST', times=1)",
    "fake_network.assert_order(route)",
    "fake_network.assert_sent(url='no URL')",
    "fake_network.get('no URL')",
    "fake_network.put('http://server/{no name}')",
    "fake_network.any(7)",
    "fake_network.post('http://server/', body=7)",
    "fake_network.unreachable('**', no_answer())",
    "fake_network.require_basic('a:b', 'c')",
    "fake_network.__enter__()",
    "route.respond(object())",
    "route.respond(file='/nowhere/at all')",
    "route.then(200, times=0)",
    "route.respond_each([])",
    "route.fail(True)",
    "route.require_digest('a', 'b', algorithm='ROT13')",
    "Response(7)",
    "Response(body='a', text='b')",
    "Response(headers={'X': object()})",
    "Response(chunks=[7])",
    "Response(content_encoding='rot13')",
    "Response().changed(nothing=1)",
    "redirect('/', 200)",
    "drip(7, 1)",
    "stall(-1)",
    "reset(1, refused())",
    "tls_error(3.5)",
    "tls_error(certificate=7)",
]


def test_a_failure_points_to_the_line_of_the_test(pytester: pytest.Pytester) -> None:
    source = "from netaccess.testing import *\n"
    for number, statement in enumerate(FAILING):
        source += f"""
def test_{number}(fake_loop, fake_network):
    route, manager = fake_network.get('http://server/', optional=True), QNetworkAccessManager()
    {statement}
"""
    source += """
def test_the_end_of_the_with_statement(fake_loop):
    with FakeNetwork(fake_loop) as network:
        network.get('http://server/')
"""
    result = Runs(pytester)(source, "--tb=short")
    result.assert_outcomes(failed=len(FAILING) + 1)
    frames = [line for line in result.outlines if ".py:" in line and ": in " in line]
    # the file that is not there is missed in the standard library
    assert [line for line in frames if not line.startswith("test_it.py") and "pathlib" not in line] == []
    assert sum(line.startswith("test_it.py") for line in frames) == len(FAILING) + 1


# The conversation is told once.

CONVERSATION = """
def test_it(fake_loop, fake_network):
    route = fake_network.get("http://server/")
    manager = QNetworkAccessManager()
    get(manager)
    fake_loop.run_until_idle()
    {}
"""


@pytest.mark.parametrize(
    "statement",
    [
        "route.assert_called(times=2)",
        "fake_network.assert_sent('POST')",
        "fake_network.assert_order(route, route)",
        "get(manager, 'http://server/other'); fake_loop.run_until_idle(); fake_network.verify()",
    ],
)
def test_a_message_that_holds_the_conversation_is_not_followed_by_it(pytester: pytest.Pytester, statement: str) -> None:
    text = Runs(pytester)(CONVERSATION.format(statement)).stdout.str()
    assert text.count("connecting to http://server") == 1
    assert "- netaccess transcript -" not in text


def test_continuous_integration_repeats_the_message_and_nothing_else(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    text = Runs(pytester)(CONVERSATION.format("route.assert_called(times=2)")).stdout.str()
    _report, summary = text.split("short test summary info")
    assert summary.count("connecting to http://server") <= 1
    assert text.count("connecting to http://server") == 1 + summary.count("connecting to http://server")
    assert "- netaccess transcript -" not in text


def test_a_note_that_holds_the_conversation_is_enough(pytester: pytest.Pytester) -> None:
    statement = "error = ValueError(); error.add_note(fake_network.transcript()); raise error"
    text = Runs(pytester)(CONVERSATION.format(statement)).stdout.str()
    assert text.count("connecting to http://server") == 1


def test_a_message_with_another_cause_is_enough_too(pytester: pytest.Pytester) -> None:
    statement = """
    try:
        route.assert_called(times=2)
    except AssertionError as error:
        raise LookupError("no such call") from error"""
    text = Runs(pytester)(CONVERSATION.format(statement)).stdout.str()
    assert text.count("connecting to http://server") == 1


def test_another_message_is_followed_by_the_conversation(pytester: pytest.Pytester) -> None:
    text = Runs(pytester)(CONVERSATION.format("assert route.count == 2")).stdout.str()
    assert text.count("connecting to http://server") == 1
    assert "- netaccess transcript -" in text


def test_what_was_said_after_the_message_is_told(pytester: pytest.Pytester) -> None:
    statement = """
    try:
        route.assert_called(times=2)
    finally:
        get(manager, "http://server/")
        fake_loop.run_until_idle()"""
    text = Runs(pytester)(CONVERSATION.format(statement)).stdout.str()
    assert "- netaccess transcript -" in text


def test_the_seed_is_told_in_any_case(pytester: pytest.Pytester) -> None:
    result = Runs(pytester)(CONVERSATION.format("route.assert_called(times=2)"), "--netaccess-seed=7")
    result.stdout.fnmatch_lines(
        ["*- netaccess transcript -*", "seed 7, times in virtual seconds; it is in the message*"]
    )
    assert result.stdout.str().count("connecting to http://server") == 1
