"""QNetworkCookie as a value: parsing, writing, properties, identity."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest
from binding import QtCore, QtNetwork, octets

Cookie = QtNetwork.QNetworkCookie


def parse(raw: bytes) -> Any:
    (cookie,) = Cookie.parseCookies(QtCore.QByteArray(raw))
    return cookie


def full(cookie: Any) -> bytes:
    return octets(cookie.toRawForm(Cookie.Full))


def end(cookie: Any) -> int | None:
    """The end of a cookie in seconds since 1970, None for a session cookie."""
    date = cookie.expirationDate()
    return int(date.toSecsSinceEpoch()) if date.isValid() else None


def test_an_empty_cookie() -> None:
    cookie = Cookie()
    assert (octets(cookie.name()), octets(cookie.value()), cookie.domain(), cookie.path()) == (b"", b"", "", "")
    assert (cookie.isSecure(), cookie.isHttpOnly(), cookie.isSessionCookie()) == (False, False, True)
    assert full(cookie) == b""


def test_name_and_value_are_byte_arrays() -> None:
    cookie = Cookie(b"a", b"b")
    assert isinstance(cookie.name(), QtCore.QByteArray)
    assert isinstance(cookie.value(), QtCore.QByteArray)
    assert isinstance(cookie.toRawForm(), QtCore.QByteArray)


@pytest.mark.parametrize(
    ("raw", "name", "value"),
    [
        (b"a=1", b"a", b"1"),
        (b" a = 1 ", b"a", b"1"),
        (b"a\t=\t1", b"a", b"1"),
        (b"a=", b"a", b""),
        (b"a=1;", b"a", b"1"),
        (b"a=b=c", b"a", b"b=c"),
        (b'a="x y"', b"a", b'"x y"'),
        (b"a=1,b=2", b"a", b"1,b=2"),
        (b"a b=1", b"a b", b"1"),
        (b"a=\xe9", b"a", b"\xe9"),
    ],
)
def test_names_and_values(raw: bytes, name: bytes, value: bytes) -> None:
    cookie = parse(raw)
    assert (octets(cookie.name()), octets(cookie.value())) == (name, value)


@pytest.mark.parametrize("raw", [b"", b";", b"a", b"=1"])
def test_what_is_no_cookie(raw: bytes) -> None:
    assert Cookie.parseCookies(QtCore.QByteArray(raw)) == []


@pytest.mark.parametrize("raw", [b"a=1\nb=2", b"a=1\r\nb=2", b"a=1\n\nb=2", b"a=1; path=/\nb=2; secure"])
def test_each_line_is_a_cookie(raw: bytes) -> None:
    assert [octets(cookie.name()) for cookie in Cookie.parseCookies(QtCore.QByteArray(raw))] == [b"a", b"b"]


@pytest.mark.parametrize(
    ("raw", "domain"),
    [
        (b".Foo.COM", ".foo.com"),
        (b"foo.com", "foo.com"),
        (b"", ""),
        (b"1.2.3.4", "1.2.3.4"),
        (b".1.2.3.4", ".1.2.3.4"),
        (b".com", ".com"),
        (b"  foo.com  ", "foo.com"),
        (b"a.com; domain=b.com", "b.com"),
    ],
)
def test_domains(raw: bytes, domain: str) -> None:
    assert parse(b"a=1; domain=" + raw).domain() == domain


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("raw", [b"xn--9ca.com", "é.com".encode()])
def test_a_domain_is_read_in_unicode_and_written_in_ascii(raw: bytes) -> None:
    cookie = parse(b"a=1; domain=" + raw)
    assert cookie.domain() == "é.com"
    assert full(cookie) == b"a=1; domain=xn--9ca.com"


@pytest.mark.parametrize("raw", [b"/x", b"/a b", b"/%41", b"/; path=/x"])
def test_paths(raw: bytes) -> None:
    assert parse(b"a=1; path=" + raw).path() == raw.rsplit(b"=")[-1].decode()


@pytest.mark.parametrize("raw", [b"x", b'"/x"', b""])
def test_what_is_no_path(raw: bytes) -> None:
    assert parse(b"a=1; path=" + raw).path() == ""


@pytest.mark.parametrize(
    "raw", [b"secure; httponly", b"SECURE;HTTPONLY", b"secure=false; httponly=0", b";; Secure ; HttpOnly"]
)
def test_flags(raw: bytes) -> None:
    cookie = parse(b"a=1; " + raw)
    assert (cookie.isSecure(), cookie.isHttpOnly()) == (True, True)


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(
    ("raw", "policy", "written"),
    [
        (b"none", "None_", b"; SameSite=None"),
        (b"LAX", "Lax", b"; SameSite=Lax"),
        (b"Strict", "Strict", b"; SameSite=Strict"),
        (b"junk", "Default", b""),
    ],
)
def test_same_site_policies(raw: bytes, policy: str, written: bytes) -> None:
    cookie = parse(b"a=1; samesite=" + raw)
    assert cookie.sameSitePolicy() == getattr(Cookie.SameSite, policy)
    assert full(cookie) == b"a=1" + written


@pytest.mark.parametrize(
    "raw",
    [
        b"Wed, 09 Jun 2021 10:18:14 GMT",
        b"Wed, 09-Jun-2021 10:18:14 GMT",
        b"Wednesday, 09-Jun-21 10:18:14 GMT",
        b'"Wed, 09 Jun 2021 10:18:14 GMT"',
        b"Wed Jun  9 10:18:14 2021",
        b"6/9/2021 10:18:14",
    ],
)
def test_expiration_dates(raw: bytes) -> None:
    cookie = parse(b"a=1; expires=" + raw)
    assert end(cookie) == 1623233894
    assert not cookie.isSessionCookie()


@pytest.mark.parametrize(
    "raw", [b"expires=junk", b"expires=0", b"max-age=abc", b"expires=Wed, 31 Feb 2021 10:18:14 GMT"]
)
def test_what_is_no_expiration_date(raw: bytes) -> None:
    assert parse(b"a=1; " + raw).isSessionCookie()


@pytest.mark.parametrize(("year", "moment"), [(b"70", 13774694), (b"69", 3137998694)])
def test_years_of_two_digits(year: bytes, moment: int) -> None:
    assert end(parse(b"a=1; expires=Mon, 09 Jun " + year + b" 10:18:14 GMT")) == moment


@pytest.mark.parametrize("raw", [b"0", b"-5"])
def test_no_age_at_all_is_the_beginning_of_time(raw: bytes) -> None:
    cookie = parse(b"a=1; max-age=" + raw)
    assert not cookie.isSessionCookie()
    assert (end(cookie) or 0) <= 0


@pytest.mark.real_time("compares the time with Python's clock")
def test_an_age_counts_from_now() -> None:
    age = (end(parse(b"a=1; max-age=100")) or 0) - time.time()
    assert 90 < age <= 101


@pytest.mark.differs("cookie-max-age-wins")
def test_an_age_wins_over_an_expiration_date() -> None:
    first = parse(b"a=1; max-age=100; expires=Wed, 09 Jun 2021 10:18:14 GMT")
    assert (end(first) or 0) > 1623233894


@pytest.mark.differs("cookie-dates-in-utc")
def test_a_time_zone_is_not_looked_at() -> None:
    assert end(parse(b"a=1; expires=Wed, 09 Jun 2021 10:18:14 +0200")) == 1623233894


@pytest.mark.differs("cookie-control-characters")
def test_a_cookie_with_control_characters_is_no_cookie() -> None:
    assert Cookie.parseCookies(QtCore.QByteArray(b"a=\x01b")) == []


@pytest.mark.only("netaccess", "PySide6")
def test_everything_is_written_in_this_order() -> None:
    raw = b"a=1; path=/x; domain=.Foo.COM; secure; httponly; samesite=lax; expires=Wed, 09 Jun 2021 10:18:14 GMT"
    assert full(parse(raw)) == (
        b"a=1; secure; HttpOnly; SameSite=Lax; expires=Wed, 09-Jun-2021 10:18:14 GMT; domain=.foo.com; path=/x"
    )


def test_the_full_form_is_the_usual_one_and_the_short_form_has_two_parts() -> None:
    cookie = parse(b"a=1; path=/; secure")
    assert octets(cookie.toRawForm()) == full(cookie)
    assert octets(cookie.toRawForm(Cookie.NameAndValueOnly)) == b"a=1"


@pytest.mark.parametrize(
    ("value", "written"), [(b"x y", b"a=x y"), (b'"q"', b'a="q"'), (b"", b"a="), (b"x,y", b"a=x,y"), (b'x"y', b'a=x"y')]
)
@pytest.mark.only("netaccess", "PySide6")
def test_values_are_written_as_they_are(value: bytes, written: bytes) -> None:
    assert full(Cookie(b"a", value)) == written


@pytest.mark.only("netaccess", "PySide6")
def test_an_ipv6_domain_is_written_in_brackets() -> None:
    cookie = Cookie(b"a", b"1")
    cookie.setDomain("::1")
    assert full(cookie) == b"a=1; domain=[::1]"


def test_properties_can_be_set() -> None:
    cookie = Cookie()
    cookie.setName(b"n")
    cookie.setValue(b"v")
    cookie.setDomain("a.com")
    cookie.setPath("x")
    cookie.setSecure(True)
    cookie.setHttpOnly(True)
    assert (octets(cookie.name()), octets(cookie.value()), cookie.domain(), cookie.path()) == (b"n", b"v", "a.com", "x")
    assert (cookie.isSecure(), cookie.isHttpOnly()) == (True, True)


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(
    ("url", "domain", "path"),
    [
        ("http://www.foo.com/a/b/c.html", "www.foo.com", "/a/b/"),
        ("http://foo.com", "foo.com", "/"),
        ("http://FOO.com/x/", "foo.com", "/x/"),
        ("http://1.2.3.4/x/y", "1.2.3.4", "/x/"),
        ("http://[::1]/x", "::1", "/"),
        ("http://é.com/é/x", "é.com", "/é/"),
        ("", "", "/"),
    ],
)
def test_normalize_fills_in_what_is_missing(url: str, domain: str, path: str) -> None:
    cookie = Cookie(b"a", b"1")
    cookie.normalize(QtCore.QUrl(url))
    assert (cookie.domain(), cookie.path()) == (domain, path)


@pytest.mark.parametrize(
    ("domain", "normal"), [("bar.com", ".bar.com"), (".bar.com", ".bar.com"), ("1.2.3.4", "1.2.3.4")]
)
def test_normalize_puts_a_dot_before_names(domain: str, normal: str) -> None:
    cookie = Cookie(b"a", b"1")
    cookie.setDomain(domain)
    cookie.setPath("/q")
    cookie.normalize(QtCore.QUrl("http://www.foo.com/a/b"))
    assert (cookie.domain(), cookie.path()) == (normal, "/q")


def test_the_identity_is_name_domain_and_path() -> None:
    one, other = parse(b"a=1; domain=x.com; path=/"), parse(b"a=2; domain=x.com; path=/; secure")
    assert one.hasSameIdentifier(other)
    other.setDomain(".x.com")
    assert not one.hasSameIdentifier(other)


def test_equality_leaves_out_http_only() -> None:
    assert parse(b"a=1") == parse(b"a=1; httponly")
    for other in (b"a=2", b"b=1", b"a=1; path=/", b"a=1; secure", b"a=1; domain=x.com", b"a=1; max-age=5"):
        assert parse(b"a=1") != parse(other)


def test_copies_are_equal_and_independent() -> None:
    cookie = parse(b"a=1; secure")
    for twin in (Cookie(cookie), copy.copy(cookie)):
        assert twin == cookie
        twin.setValue(b"2")
        assert octets(cookie.value()) == b"1"


def test_cookies_cannot_be_hashed() -> None:
    with pytest.raises(TypeError):
        hash(Cookie())


@pytest.mark.only("netaccess", "PySide6")
def test_a_printed_cookie_shows_its_raw_form() -> None:
    assert 'QNetworkCookie("a=\\"x\\"; path=/\\xC3\\xA9")' in repr(parse('a="x"; path=/é'.encode()))


@pytest.mark.differs("cookie-control-characters")
@pytest.mark.parametrize("value", [b"1\r\nX: y", b"1\x00"])
def test_a_value_that_would_break_the_message_is_refused(value: bytes) -> None:
    with pytest.raises(ValueError):
        Cookie(b"a", b"1").setValue(value)
