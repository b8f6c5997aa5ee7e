"""Whose a cookie is, who may set it, and which go when there are too many."""

from __future__ import annotations

import pytest

from netaccess._policies import cookies as rules
from netaccess._policies.cookies import Site, site
from netaccess._values.cookie import QNetworkCookie

SUFFIXES = frozenset(("com", "uk", "co.uk", "localhost", "github.io"))
HTTP = Site("www.foo.com", "/", False)
HTTPS = Site("www.foo.com", "/", True)


def is_public_suffix(domain: str) -> bool:
    return domain in SUFFIXES


def cookie(raw: bytes) -> QNetworkCookie:
    (made,) = QNetworkCookie.parseCookies(raw)
    return made


def accepted(raw: bytes, source: Site) -> bool:
    return rules.is_acceptable(cookie(raw), source, is_public_suffix)


def sent(raw: bytes, to: Site, now: float = 0.0) -> bool:
    return rules.is_sent(cookie(raw), to, now, is_public_suffix)


@pytest.mark.parametrize(
    ("host", "domain", "matches"),
    [
        ("foo.com", "foo.com", True),
        ("foo.com", ".foo.com", True),
        ("www.foo.com", ".foo.com", True),
        ("www.foo.com", ".FOO.com", True),
        ("www.foo.com", "foo.com", False),
        ("xfoo.com", ".foo.com", False),
        ("foo.com", ".www.foo.com", False),
        ("1.2.3.4", "1.2.3.4", True),
        ("1.2.3.4", ".1.2.3.4", True),
        ("1.2.3.4", ".3.4", False),
        ("1.2.3.4", ".4", False),
        ("::1", "::1", True),
        ("", "", True),
        ("foo.com", "", False),
        ("foo.com", ".", False),
    ],
)
def test_domains_match_their_hosts(host: str, domain: str, matches: bool) -> None:
    assert rules.domain_matches(host, domain) is matches


@pytest.mark.parametrize(
    ("path", "cookie_path", "matches"),
    [
        ("/", "/", True),
        ("/a", "/", True),
        ("/a", "/a", True),
        ("/a/b", "/a", True),
        ("/a/b", "/a/", True),
        ("/ab", "/a", False),
        ("/a", "/a/", False),
        ("/", "/a", False),
    ],
)
def test_paths_match_what_is_below_them(path: str, cookie_path: str, matches: bool) -> None:
    assert rules.path_matches(path, cookie_path) is matches


def test_a_site_has_a_path_and_knows_whether_it_is_encrypted() -> None:
    assert site("HTTPS", "A.com", "") == Site("a.com", "/", True)
    assert site("http", "a.com", "/x") == Site("a.com", "/x", False)


def test_a_secure_cookie_is_sent_encrypted_alone() -> None:
    assert sent(b"a=1; domain=www.foo.com; path=/; secure", HTTPS)
    assert not sent(b"a=1; domain=www.foo.com; path=/; secure", HTTP)


def test_a_cookie_that_has_ended_is_not_sent() -> None:
    raw = b"a=1; domain=www.foo.com; path=/; expires=Thu, 01 Jan 1970 00:01:00 GMT"
    assert sent(raw, HTTP, now=60.0)
    assert not sent(raw, HTTP, now=60.1)


def test_a_cookie_of_a_public_suffix_is_for_the_host_of_that_name_alone() -> None:
    assert sent(b"a=1; domain=.co.uk; path=/", Site("co.uk", "/", False))
    assert not sent(b"a=1; domain=.co.uk; path=/", Site("foo.co.uk", "/", False))


@pytest.mark.parametrize("domain", [b"www.foo.com", b".www.foo.com", b".foo.com"])
def test_a_host_may_set_cookies_for_itself_and_for_domains_above(domain: bytes) -> None:
    assert accepted(b"a=1; path=/; domain=" + domain, HTTP)


@pytest.mark.parametrize("domain", [b"bar.com", b".com", b"foo.com", b".x.www.foo.com", b".oo.com"])
def test_a_host_may_not_set_cookies_for_others(domain: bytes) -> None:
    assert not accepted(b"a=1; path=/; domain=" + domain, HTTP)


def test_a_public_suffix_may_set_cookies_for_itself() -> None:
    assert accepted(b"a=1; path=/; domain=.co.uk", Site("co.uk", "/", False))
    assert not accepted(b"a=1; path=/; domain=.co.uk", Site("foo.co.uk", "/", False))
    assert not accepted(b"a=1; path=/; domain=.github.io", Site("x.github.io", "/", False))


@pytest.mark.parametrize("domain", [b".4", b".3.4", b".2.3.4"])
def test_an_address_has_no_domains_above(domain: bytes) -> None:
    assert not accepted(b"a=1; path=/; domain=" + domain, Site("1.2.3.4", "/", False))


@pytest.mark.parametrize(
    ("raw", "source", "kept"),
    [
        (b"__Host-a=1; secure; path=/; domain=www.foo.com", HTTPS, True),
        (b"__host-a=1; secure; path=/; domain=www.foo.com", HTTPS, True),
        (b"__Host-a=1; secure; path=/; domain=www.foo.com", HTTP, False),
        (b"__Host-a=1; path=/; domain=www.foo.com", HTTPS, False),
        (b"__Host-a=1; secure; path=/x; domain=www.foo.com", HTTPS, False),
        (b"__Host-a=1; secure; path=/; domain=.www.foo.com", HTTPS, False),
        (b"__Secure-a=1; secure; path=/x; domain=.foo.com", HTTPS, True),
        (b"__Secure-a=1; path=/; domain=www.foo.com", HTTPS, False),
        (b"__SECURE-a=1; secure; path=/; domain=www.foo.com", HTTP, False),
    ],
)
def test_cookies_keep_what_their_names_promise(raw: bytes, source: Site, kept: bool) -> None:
    assert accepted(raw, source) is kept


def test_the_largest_cookie_has_4096_bytes() -> None:
    assert accepted(b"a=" + b"x" * 4094 + b"; domain=www.foo.com; path=/", HTTP)
    assert not accepted(b"a=" + b"x" * 4095 + b"; domain=www.foo.com; path=/", HTTP)


def test_the_longest_path_has_1024_characters() -> None:
    assert accepted(b"a=1; domain=www.foo.com; path=/" + b"x" * 1023, HTTP)
    assert not accepted(b"a=1; domain=www.foo.com; path=/" + b"x" * 1024, HTTP)


KEPT = [cookie(b"a=1; secure; domain=.foo.com; path=/x")]


@pytest.mark.parametrize(
    "raw",
    [
        b"a=2; domain=.foo.com; path=/x",
        b"a=2; domain=www.foo.com; path=/x/y",
        b"a=2; secure; domain=.foo.com; path=/x",
        b"a=; max-age=0; domain=.foo.com; path=/x",
    ],
)
def test_unencrypted_cookies_do_not_hide_secure_ones(raw: bytes) -> None:
    assert rules.hides_secure(cookie(raw), HTTP, KEPT)
    assert not rules.hides_secure(cookie(raw), HTTPS, KEPT)


@pytest.mark.parametrize(
    "raw",
    [b"b=2; domain=.foo.com; path=/x", b"a=2; domain=.bar.com; path=/x", b"a=2; domain=.foo.com; path=/z"],
)
def test_unencrypted_cookies_beside_secure_ones_are_fine(raw: bytes) -> None:
    assert not rules.hides_secure(cookie(raw), HTTP, KEPT)


def test_a_cookie_that_is_not_secure_can_be_replaced_unencrypted() -> None:
    kept = [cookie(b"a=1; domain=.foo.com; path=/")]
    assert not rules.hides_secure(cookie(b"a=2; domain=.foo.com; path=/"), HTTP, kept)


def test_longer_paths_are_sent_first_and_equals_keep_their_order() -> None:
    cookies = QNetworkCookie.parseCookies(b"a=1; path=/\nb=1; path=/aaa\nc=1; path=/\nd=1; path=/aa")
    assert [bytes(made.name()) for made in rules.ordered(cookies)] == [b"b", b"d", b"a", b"c"]


def test_nothing_goes_while_there_is_room() -> None:
    assert rules.excess(KEPT, 1, 0.0) == []


def test_the_ended_go_first_then_the_oldest_without_secure_then_the_oldest() -> None:
    cookies = QNetworkCookie.parseCookies(
        b"a=1; secure\nb=1\nc=1; expires=Thu, 01 Jan 1970 00:00:05 GMT\nd=1\ne=1; secure"
    )
    assert rules.excess(cookies, 4, 10.0) == [2]
    assert rules.excess(cookies, 3, 10.0) == [1, 2]
    assert rules.excess(cookies, 1, 10.0) == [0, 1, 2, 3]
    assert rules.excess(cookies, 4, 0.0) == [1]
