"""The client that tries again: an hour of back-off in a few milliseconds."""

from __future__ import annotations

from typing import Any

import pytest
from retrying_client import ApiClient

from netaccess.testing import FakeLoop, FakeNetwork, no_answer, refused, reset

API = "https://api.test/v1/"
ADA = {"id": 7, "name": "Ada"}


@pytest.fixture
def client(fake_network: FakeNetwork) -> ApiClient:
    return ApiClient(API)


def times(network: FakeNetwork) -> list[float]:
    """When the requests came."""
    return [request.time for request in network.requests]


def test_an_answer_is_handed_on(
    client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork, signal_spy: Any
) -> None:
    fake_network.get(API + "users/7").respond(ADA)
    call = client.get("users/7")
    spy = signal_spy(call.succeeded, call.failed, call.retrying)
    fake_loop.run_until_idle()
    spy.assert_names(["succeeded"])
    assert spy.args == (ADA,)
    fake_network.assert_sent("GET", headers={"Accept": "application/json"}, times=1)


def test_pauses_double(client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork) -> None:
    fake_network.get(API + "users/7").respond(503, times=4).then(ADA)
    call = client.get("users/7")
    assert fake_loop.run_until(call.succeeded) == (ADA,)
    assert times(fake_network) == [0, 1, 3, 7, 15]


@pytest.mark.parametrize("fault", [refused(), reset()], ids=lambda fault: fault.name)
def test_a_broken_connection_is_worth_another_try(
    client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork, fault: Any
) -> None:
    fake_network.post(API + "users").fail(fault, times=1).then(201, json=ADA)
    call = client.post("users", {"name": "Ada"})
    assert fake_loop.run_until(call.succeeded) == (ADA,)
    assert times(fake_network) == [0, 1]


def test_a_server_that_does_not_answer_is_asked_again_after_the_timeout(
    client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork
) -> None:
    fake_network.get(API + "users/7").fail(no_answer(), times=1).then(ADA)
    call = client.get("users/7")
    assert fake_loop.run_until(call.succeeded) == (ADA,)
    assert times(fake_network) == [0, 11]


@pytest.mark.parametrize("header", ["120", "Wed, 01 Jan 2025 00:02:00 GMT"], ids=["seconds", "date"])
def test_retry_after_is_heeded(
    client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork, signal_spy: Any, header: str
) -> None:
    fake_network.get(API + "users/7").respond(429, headers={"Retry-After": header}, times=1).then(ADA)
    call = client.get("users/7")
    spy = signal_spy(call.retrying)
    fake_loop.run_until(call.succeeded)
    assert spy.args == (1, 120.0)
    assert times(fake_network) == [0, 120]


def test_it_does_not_wait_for_longer_than_it_may(
    client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork
) -> None:
    fake_network.get(API + "users/7").respond(503, headers={"Retry-After": "86400"})
    call = client.get("users/7")
    (reason,) = fake_loop.run_until(call.failed)
    assert reason.startswith("gave up after 1 requests")
    assert fake_loop.now == 0


def test_in_the_end_it_gives_up(fake_loop: FakeLoop, fake_network: FakeNetwork) -> None:
    client = ApiClient(API, first_pause=60, longest_pause=3600)
    route = fake_network.get(API + "users/7").fail(refused())
    call = client.get("users/7")
    assert fake_loop.run_until(call.failed) == ("gave up after 8 requests: Connection refused",)
    route.assert_called(times=8)
    assert fake_loop.now == 60 * (1 + 2 + 4 + 8 + 16 + 32) + 3600


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_final(client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork, status: int) -> None:
    route = fake_network.get(API + "users/7").respond(status)
    call = client.get("users/7")
    fake_loop.run_until(call.failed)
    route.assert_called(times=1)


def test_an_answer_that_is_no_json_is_a_failure(
    client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork
) -> None:
    fake_network.get(API + "users/7").respond(text="<html>Welcome to the hotel's network")
    call = client.get("users/7")
    (reason,) = fake_loop.run_until(call.failed)
    assert "no JSON" in reason


def test_a_repeated_post_carries_one_key(client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork) -> None:
    route = fake_network.post(API + "users", json={"name": "Ada"}).respond(502, times=2).then(201, json=ADA)
    call = client.post("users", {"name": "Ada"})
    fake_loop.run_until(call.succeeded)
    keys = {request.header("Idempotency-Key") for request in route.requests}
    assert route.count == 3
    assert len(keys) == 1


def test_a_call_can_be_cancelled_in_its_pause(
    client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork, signal_spy: Any
) -> None:
    route = fake_network.get(API + "users/7").respond(503)
    call = client.get("users/7")
    spy = signal_spy(call.succeeded, call.failed)
    fake_loop.advance(2)
    call.cancel()
    fake_loop.run_until_idle()
    assert spy.args == ("cancelled",)
    route.assert_called(times=2)


def test_a_call_can_be_cancelled_while_the_server_thinks(
    client: ApiClient, fake_loop: FakeLoop, fake_network: FakeNetwork, signal_spy: Any
) -> None:
    fake_network.get(API + "users/7").respond(json=ADA, delay=8)
    call = client.get("users/7")
    spy = signal_spy(call.succeeded, call.failed)
    fake_loop.advance(5)
    call.cancel()
    fake_loop.run_until_idle()
    assert spy.args == ("cancelled",)
    assert "aborted by the client" in fake_network.transcript()
