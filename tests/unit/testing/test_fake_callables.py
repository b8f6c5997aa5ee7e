"""Functions of the test that the fake network calls: what they raise is shown from their own line on."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from fakenetworksupport import Client
from pluginruns import Runs

from netaccess.testing import capture_exceptions

pytest_plugins = "pytester"

BASE = "http://api.test"


def broken(*arguments: Any) -> Any:
    """A function that a route is given."""
    return 1 / len(arguments[1:])


def frames(client: Client) -> list[str]:
    """Return the functions in the traceback of the one exception that a GET brings."""
    with capture_exceptions() as caught:
        client.get(BASE)
    return [frame.name for frame in traceback.extract_tb(caught[0].__traceback__)]


def test_what_a_responding_function_raises_begins_with_its_frame(client: Client) -> None:
    client.network.get(BASE).respond(broken)
    assert frames(client) == ["broken"]


@pytest.mark.parametrize("condition", [{"where": broken}, {"headers": {"Host": broken}}], ids=["where", "header"])
def test_what_a_condition_raises_begins_with_its_frame(client: Client, condition: Any) -> None:
    client.network.get(BASE, optional=True, **condition)
    assert frames(client) == ["broken"]


def test_what_a_function_for_urls_raises_begins_with_its_frame(client: Client) -> None:
    client.network.get(broken, optional=True)
    assert frames(client) == ["broken"]


def test_what_a_condition_misses_on_disk_is_no_fault_of_the_network(client: Client) -> None:
    def missing(request: Any) -> bool:
        raise FileNotFoundError("no such fixture")

    client.network.get(BASE, optional=True, where=missing)
    assert frames(client) == ["missing"]


def test_the_transcript_names_the_line(client: Client) -> None:
    client.network.get(BASE).respond(broken)
    line = frames.__code__.co_firstlineno - 3
    frames(client)
    told = f"ZeroDivisionError in the route's callable (test_fake_callables.py:{line}): division by zero"
    assert [event.text for event in client.network.transcribed.events if "Zero" in event.text] == [
        f"{told} -> UnknownNetworkError"
    ]
    assert client.network.requests[0].failure == "ZeroDivisionError in the route's callable"


@pytest.mark.parametrize(("value", "problem"), [(3.5, TypeError), (7, ValueError), (True, TypeError)])
def test_a_function_that_returns_no_response_is_named(client: Client, value: Any, problem: Any) -> None:
    def answers(request: Any) -> Any:
        return value

    client.network.get(BASE).respond(answers)
    with capture_exceptions() as caught:
        client.get(BASE)
    assert type(caught[0]) is problem
    assert "answers (test_fake_callables.py:" in str(caught[0])
    assert repr(value) in str(caught[0])


def test_a_failed_test_shows_the_functions_line_first(pytester: pytest.Pytester) -> None:
    result = Runs(pytester)("""
        def answers(request):
            return request.json()["missing"]

        def test_it(fake_loop, fake_network):
            fake_network.post("http://server/").respond(answers)
            manager = QNetworkAccessManager()
            request = QNetworkRequest(QUrl("http://server/"))
            request.setHeader(QNetworkRequest.ContentTypeHeader, "application/json")
            manager.post(request, b"{}")
            fake_loop.run_until_idle()
    """)
    result.stdout.fnmatch_lines(
        ["*Traceback (most recent call last):*", "*test_it.py*in answers", '*return request.json()*"missing"*']
    )
