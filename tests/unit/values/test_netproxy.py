"""QNetworkProxy as a value."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from netaccess._values.netproxy import QNetworkProxy
from netaccess._values.request import QNetworkRequest

Type = QNetworkProxy.ProxyType
Can = QNetworkProxy.Capability


@pytest.fixture(autouse=True)
def application_proxy() -> Iterator[None]:
    before = QNetworkProxy.applicationProxy()
    yield
    QNetworkProxy.setApplicationProxy(before)


@pytest.fixture
def proxy() -> QNetworkProxy:
    return QNetworkProxy(Type.HttpProxy, "h", 8080, "u", "p")


def test_a_proxy_without_arguments_is_the_default_one() -> None:
    proxy = QNetworkProxy()
    assert (proxy.type(), proxy.hostName(), proxy.port(), proxy.user(), proxy.password()) == (0, "", 0, "", "")


def test_everything_can_be_given_and_read(proxy: QNetworkProxy) -> None:
    assert (proxy.type(), proxy.hostName(), proxy.port()) == (Type.HttpProxy, "h", 8080)
    assert (proxy.user(), proxy.password()) == ("u", "p")


def test_everything_can_be_set() -> None:
    proxy = QNetworkProxy()
    proxy.setType(Type.HttpCachingProxy)
    proxy.setHostName("h")
    proxy.setPort(1)
    proxy.setUser("u")
    proxy.setPassword("p")
    assert proxy == QNetworkProxy(Type.HttpCachingProxy, "h", 1, "u", "p")


@pytest.mark.parametrize("port", [-1, 65536])
def test_ports_out_of_range_are_refused(proxy: QNetworkProxy, port: int) -> None:
    with pytest.raises(ValueError, match="65535"):
        proxy.setPort(port)
    with pytest.raises(ValueError, match="65535"):
        QNetworkProxy(Type.HttpProxy, "h", port)


@pytest.mark.parametrize(("setter", "value"), [("setPort", "80"), ("setHostName", b"h"), ("setUser", 5)])
def test_values_of_another_type_are_a_type_error(proxy: QNetworkProxy, setter: str, value: Any) -> None:
    with pytest.raises(TypeError, match="proxy's"):
        getattr(proxy, setter)(value)


def test_none_empties_a_text(proxy: QNetworkProxy) -> None:
    proxy.setHostName(None)
    assert proxy.hostName() == ""


@pytest.mark.parametrize(
    ("kind", "capabilities"),
    [
        (Type.NoProxy, 103),
        (Type.DefaultProxy, 103),
        (Type.Socks5Proxy, 23),
        (Type.HttpProxy, 25),
        (Type.HttpCachingProxy, 24),
        (Type.FtpCachingProxy, 24),
    ],
)
def test_capabilities_follow_the_type(kind: Type, capabilities: int) -> None:
    proxy = QNetworkProxy(kind)
    assert proxy.capabilities() == capabilities
    assert proxy.isCachingProxy() == bool(capabilities & 8)
    assert proxy.isTransparentProxy() == bool(capabilities & 1)


def test_chosen_capabilities_stay_when_the_type_changes(proxy: QNetworkProxy) -> None:
    proxy.setCapabilities(Can.CachingCapability)
    proxy.setType(Type.Socks5Proxy)
    assert proxy.capabilities() == Can.CachingCapability


def test_headers_are_kept_and_found_without_regard_to_case(proxy: QNetworkProxy) -> None:
    proxy.setRawHeader(b"X-A", b"1")
    proxy.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, "me")
    assert proxy.rawHeaderList() == [b"x-a", b"user-agent"]
    assert (proxy.rawHeader(b"x-a"), proxy.hasRawHeader("X-A")) == (b"1", True)
    assert proxy.header(QNetworkRequest.KnownHeaders.UserAgentHeader) == "me"


def test_a_header_with_a_line_break_is_refused(proxy: QNetworkProxy) -> None:
    with pytest.raises(ValueError, match="X-A"):
        proxy.setRawHeader("X-A", "a\nb")


@pytest.mark.parametrize("duplicate", [QNetworkProxy, copy.copy, copy.deepcopy])
def test_copies_are_equal_and_independent(proxy: QNetworkProxy, duplicate: Any) -> None:
    twin = duplicate(proxy)
    assert twin == proxy
    twin.setHostName("other")
    assert proxy.hostName() == "h"


@pytest.mark.parametrize(
    "change",
    [("setType", Type.NoProxy), ("setHostName", "x"), ("setPort", 1), ("setUser", "x"), ("setPassword", "x")],
)
def test_proxies_that_differ_in_one_thing_are_not_equal(proxy: QNetworkProxy, change: tuple[str, Any]) -> None:
    twin = QNetworkProxy(proxy)
    getattr(twin, change[0])(change[1])
    assert twin != proxy


def test_headers_do_not_count_in_a_comparison(proxy: QNetworkProxy) -> None:
    twin = QNetworkProxy(proxy)
    twin.setRawHeader("X", "1")
    assert twin == proxy


def test_a_type_stands_for_a_proxy_of_that_type(proxy: QNetworkProxy) -> None:
    assert QNetworkProxy(Type.HttpProxy) == Type.HttpProxy
    assert proxy != Type.HttpProxy
    assert proxy != 3


def test_a_proxy_cannot_be_hashed(proxy: QNetworkProxy) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(proxy)


def test_the_application_has_no_proxy_at_first() -> None:
    assert QNetworkProxy.applicationProxy() == Type.NoProxy


def test_the_application_proxy_is_copied_in_and_out(proxy: QNetworkProxy) -> None:
    QNetworkProxy.setApplicationProxy(proxy)
    proxy.setHostName("x")
    QNetworkProxy.applicationProxy().setHostName("y")
    assert QNetworkProxy.applicationProxy().hostName() == "h"


@pytest.mark.parametrize("kind", [Type.DefaultProxy, Type.NoProxy])
def test_the_default_of_the_application_is_no_proxy(proxy: QNetworkProxy, kind: Type) -> None:
    QNetworkProxy.setApplicationProxy(proxy)
    QNetworkProxy.setApplicationProxy(kind)
    assert QNetworkProxy.applicationProxy().type() is Type.NoProxy


def test_swap_exchanges_everything(proxy: QNetworkProxy) -> None:
    other = QNetworkProxy(Type.NoProxy)
    other.swap(proxy)
    assert (other.hostName(), proxy.type()) == ("h", Type.NoProxy)


def test_a_printed_proxy_hides_who_asks(proxy: QNetworkProxy) -> None:
    proxy.setPassword("secret")
    assert "HttpProxy" in repr(proxy) and "h:8080" in repr(proxy)
    assert "secret" not in repr(proxy)
