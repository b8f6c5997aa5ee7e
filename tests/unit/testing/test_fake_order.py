"""The order of requests: of those to some routes, or to some URLs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fakenetworksupport import Client

from netaccess.testing import FakeLoop
from netaccess.testing.network import FakeNetwork, Route

BASE = "http://api.example"


@pytest.fixture
def client() -> Iterator[Client]:
    """A client that has asked for /login, /items/1, /other, /items/2."""
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.post(f"{BASE}/login")
        network.get(f"{BASE}/**")
        made = Client(loop, network)
        made.post(f"{BASE}/login", b"x")
        for path in ("items/1", "other", "items/2"):
            made.get(f"{BASE}/{path}")
        yield made


@pytest.mark.parametrize(
    "order",
    [
        (f"{BASE}/login", f"{BASE}/items/1", f"{BASE}/items/2"),
        (f"{BASE}/login", f"{BASE}/other"),
        (f"{BASE}/items/*", f"{BASE}/other", f"{BASE}/items/*"),
        ("/items/1", "/items/2"),
    ],
)
def test_an_order_may_be_one_of_urls(client: Client, order: tuple[str, ...]) -> None:
    client.network.assert_order(*order)


def test_routes_and_urls_may_stand_together(client: Client) -> None:
    login: Route = client.network.routes[0]
    client.network.assert_order(login, f"{BASE}/other")
    with pytest.raises(AssertionError):
        client.network.assert_order(f"{BASE}/other", login)


def test_another_order_is_told_with_what_came(client: Client) -> None:
    with pytest.raises(AssertionError) as caught:
        client.network.assert_order(f"{BASE}/items/2", f"{BASE}/items/1")
    assert str(caught.value).startswith(
        f"expected requests in the order: {BASE}/items/2, {BASE}/items/1; "
        f"they came as: GET {BASE}/items/1, GET {BASE}/items/2\n"
    )


@pytest.mark.parametrize("order", [("/items/1",) * 2, ("/items/*",), ("/never",)])
def test_requests_are_counted_too(client: Client, order: tuple[str, ...]) -> None:
    with pytest.raises(AssertionError, match="expected requests in the order"):
        client.network.assert_order(*order)


@pytest.mark.parametrize("wrong", [7, None])
def test_what_is_neither_route_nor_url_is_refused(client: Client, wrong: Any) -> None:
    with pytest.raises(TypeError, match="assert_order"):
        client.network.assert_order(wrong)
