"""QNetworkProxy as a value, and the proxy of the application."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from binding import QtNetwork, number, octets

Proxy = QtNetwork.QNetworkProxy


@pytest.fixture
def proxy() -> Any:
    return Proxy(Proxy.HttpProxy, "h", 8080, "u", "p")


@pytest.fixture
def application_proxy() -> Iterator[None]:
    before = Proxy.applicationProxy()
    yield
    Proxy.setApplicationProxy(before)


def parts(proxy: Any) -> tuple[int, str, int, str, str]:
    return number(proxy.type()), proxy.hostName(), proxy.port(), proxy.user(), proxy.password()


def test_a_new_proxy_is_the_default_one() -> None:
    assert parts(Proxy()) == (0, "", 0, "", "")


def test_everything_can_be_given(proxy: Any) -> None:
    assert parts(proxy) == (3, "h", 8080, "u", "p")


def test_everything_can_be_set() -> None:
    proxy = Proxy()
    proxy.setType(Proxy.HttpCachingProxy)
    proxy.setHostName("h")
    proxy.setPort(65535)
    proxy.setUser("u")
    proxy.setPassword("p")
    assert parts(proxy) == (4, "h", 65535, "u", "p")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DefaultProxy", 0),
        ("Socks5Proxy", 1),
        ("NoProxy", 2),
        ("HttpProxy", 3),
        ("HttpCachingProxy", 4),
        ("FtpCachingProxy", 5),
    ],
)
def test_types_have_these_numbers(name: str, value: int) -> None:
    assert number(getattr(Proxy, name)) == value


@pytest.mark.parametrize(("name", "caching", "transparent"), [("NoProxy", False, True), ("HttpProxy", True, True)])
def test_capabilities_follow_the_type(name: str, caching: bool, transparent: bool) -> None:
    proxy = Proxy(getattr(Proxy, name))
    assert (proxy.isCachingProxy(), proxy.isTransparentProxy()) == (caching, transparent)


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(
    ("name", "value"),
    [("NoProxy", 103), ("DefaultProxy", 103), ("Socks5Proxy", 23), ("HttpProxy", 25), ("HttpCachingProxy", 24)],
)
def test_capabilities_as_numbers(name: str, value: int) -> None:
    assert number(Proxy(getattr(Proxy, name)).capabilities()) == value


def test_chosen_capabilities_stay(proxy: Any) -> None:
    proxy.setCapabilities(Proxy.CachingCapability)
    proxy.setType(Proxy.NoProxy)
    assert (proxy.isCachingProxy(), proxy.isTransparentProxy()) == (True, False)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_out_of_range_is_refused(proxy: Any, port: int) -> None:
    with pytest.raises((OverflowError, ValueError)):
        proxy.setPort(port)
    assert proxy.port() == 8080


def test_copies_are_equal_and_independent(proxy: Any) -> None:
    for twin in (Proxy(proxy), copy.copy(proxy)):
        assert twin == proxy
        twin.setHostName("x")
        assert proxy.hostName() == "h"


@pytest.mark.parametrize(
    ("setter", "value"), [("setHostName", "x"), ("setPort", 1), ("setUser", "x"), ("setPassword", "x")]
)
def test_proxies_differ_by(proxy: Any, setter: str, value: Any) -> None:
    twin = Proxy(proxy)
    getattr(twin, setter)(value)
    assert twin != proxy


def test_a_type_stands_for_a_proxy(proxy: Any) -> None:
    assert Proxy(Proxy.HttpProxy) == Proxy.HttpProxy
    assert proxy != Proxy.HttpProxy


def test_a_proxy_cannot_be_hashed(proxy: Any) -> None:
    with pytest.raises(TypeError):
        hash(proxy)


def test_headers_are_found_in_any_case_and_do_not_count_for_equality(proxy: Any) -> None:
    twin = Proxy(proxy)
    twin.setRawHeader(b"X-A", b"1")
    assert octets(twin.rawHeader(b"x-a")) == b"1"
    assert twin.hasRawHeader(b"X-a")
    assert len(twin.rawHeaderList()) == 1
    assert twin == proxy


def test_known_headers_can_be_set(proxy: Any) -> None:
    proxy.setHeader(QtNetwork.QNetworkRequest.UserAgentHeader, "me")
    assert proxy.header(QtNetwork.QNetworkRequest.UserAgentHeader) == "me"
    assert octets(proxy.rawHeader(b"user-agent")) == b"me"


def test_an_application_has_no_proxy_at_first() -> None:
    assert number(Proxy.applicationProxy().type()) == 2


def test_the_application_proxy_is_copied_in_and_out(proxy: Any, application_proxy: None) -> None:
    Proxy.setApplicationProxy(proxy)
    proxy.setHostName("x")
    Proxy.applicationProxy().setHostName("y")
    assert Proxy.applicationProxy().hostName() == "h"


def test_the_default_of_an_application_is_no_proxy(proxy: Any, application_proxy: None) -> None:
    Proxy.setApplicationProxy(proxy)
    Proxy.setApplicationProxy(Proxy(Proxy.DefaultProxy))
    assert number(Proxy.applicationProxy().type()) == 2


def test_swap_exchanges_everything(proxy: Any) -> None:
    other = Proxy(Proxy.NoProxy)
    other.swap(proxy)
    assert (other.hostName(), number(proxy.type())) == ("h", 2)
