"""Which proxy a URL goes through."""

from __future__ import annotations

import pytest

from netaccess._cli.proxies import ProxyChoice, parse_proxy, proxy_for


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("proxy", ProxyChoice("http", "proxy", 1080)),
        ("proxy:3128", ProxyChoice("http", "proxy", 3128)),
        ("http://proxy:3128/", ProxyChoice("http", "proxy", 3128)),
        ("http://me:p%40ss@proxy:1", ProxyChoice("http", "proxy", 1, "me", "p@ss")),
        ("socks5://[::1]:9", ProxyChoice("socks5", "::1", 9)),
        ("socks5h://h", ProxyChoice("socks5", "h", 1080)),
    ],
)
def test_a_proxy_is_written_as_in_curl(text: str, choice: ProxyChoice) -> None:
    assert parse_proxy(text) == choice


@pytest.mark.parametrize("text", ["ftp://proxy", "http://", "proxy:port", "http://[bad"])
def test_a_malformed_proxy_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="proxy"):
        parse_proxy(text)


@pytest.mark.parametrize(
    ("url", "environment", "host"),
    [
        ("http://a/", {}, None),
        ("http://a/", {"http_proxy": "http://p"}, "p"),
        ("http://a/", {"HTTP_PROXY": "http://p"}, None),
        ("https://a/", {"http_proxy": "http://p"}, None),
        ("https://a/", {"HTTPS_PROXY": "http://p"}, "p"),
        ("https://a/", {"all_proxy": "http://p"}, "p"),
        ("http://a.example/", {"http_proxy": "p", "no_proxy": "b,example"}, None),
        ("http://aexample/", {"http_proxy": "p", "no_proxy": ".example"}, "p"),
        ("http://a/", {"http_proxy": "p", "NO_PROXY": "*"}, None),
        ("data:,x", {"all_proxy": "p"}, None),
    ],
)
def test_the_environment_names_proxies(url: str, environment: dict[str, str], host: str | None) -> None:
    choice = proxy_for(url, None, environment)
    assert (choice and choice.host) == host


def test_an_option_beats_the_environment() -> None:
    assert proxy_for("http://a/", "given:1", {"http_proxy": "p"}) == ProxyChoice("http", "given", 1)


def test_an_empty_option_goes_without_a_proxy() -> None:
    assert proxy_for("http://a/", "", {"http_proxy": "p"}) is None
