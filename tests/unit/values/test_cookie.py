"""QNetworkCookie as a value."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netaccess._values import wallclock
from netaccess._values.bytearray import QByteArray
from netaccess._values.cookie import QNetworkCookie, expiry, identity, pair
from netaccess._values.date import QDate
from netaccess._values.qtnamespace import Qt
from netaccess._values.url import QUrl

NOW = 1_700_000_000.5
SameSite = QNetworkCookie.SameSite
RawForm = QNetworkCookie.RawForm


@pytest.fixture(autouse=True)
def fixed_clock() -> Iterator[None]:
    replaced = wallclock.set_source(lambda: NOW)
    yield
    wallclock.set_source(replaced)


def parse(raw: bytes) -> QNetworkCookie:
    (cookie,) = QNetworkCookie.parseCookies(raw)
    return cookie


def test_an_empty_cookie_is_a_session_cookie_without_anything() -> None:
    cookie = QNetworkCookie()
    assert (cookie.name(), cookie.value(), cookie.domain(), cookie.path()) == (b"", b"", "", "")
    assert cookie.isSessionCookie()
    assert not cookie.expirationDate().isValid()
    assert cookie.toRawForm() == b""


def test_name_and_value_are_byte_arrays_made_from_bytes_or_text() -> None:
    cookie = QNetworkCookie("n", QByteArray(b"v"))
    assert isinstance(cookie.name(), QByteArray)
    assert (cookie.name(), cookie.value()) == (b"n", b"v")


@pytest.mark.parametrize("part", [b"a\r\nb", b"a\0", "a\nb"])
def test_control_characters_in_name_value_and_path_are_refused(part: Any) -> None:
    cookie = QNetworkCookie(b"a", b"1")
    with pytest.raises(ValueError, match="name"):
        cookie.setName(part)
    with pytest.raises(ValueError, match="value"):
        cookie.setValue(part)
    with pytest.raises(ValueError, match="path"):
        cookie.setPath(part)
    assert cookie.toRawForm() == b"a=1"


def test_every_property_can_be_set_and_read() -> None:
    cookie = QNetworkCookie()
    cookie.setName(b"n")
    cookie.setValue(b"v")
    cookie.setDomain(".a.com")
    cookie.setPath("/x")
    cookie.setSecure(True)
    cookie.setHttpOnly(True)
    cookie.setSameSitePolicy(SameSite.Lax)
    cookie.setExpirationDate(datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert cookie.toRawForm() == (
        b"n=v; secure; HttpOnly; SameSite=Lax; expires=Tue, 02-Jan-2024 03:04:05 GMT; domain=.a.com; path=/x"
    )
    assert cookie.isSecure() and cookie.isHttpOnly() and not cookie.isSessionCookie()


def test_flags_can_be_taken_back() -> None:
    cookie = parse(b"a=1; secure; httponly")
    cookie.setSecure(False)
    cookie.setHttpOnly(False)
    assert not cookie.isSecure() and not cookie.isHttpOnly()


def test_no_expiration_date_makes_a_session_cookie_again() -> None:
    cookie = parse(b"a=1; max-age=5")
    cookie.setExpirationDate(None)
    assert cookie.isSessionCookie()


def test_seconds_since_1970_make_an_expiration_date_in_utc() -> None:
    cookie = QNetworkCookie(b"a", b"1")
    cookie.setExpirationDate(0)
    assert cookie.expirationDate() == datetime(1970, 1, 1, tzinfo=UTC)
    assert cookie.expirationDate().timeSpec() == Qt.TimeSpec.UTC


def test_a_day_makes_an_expiration_date_at_its_midnight_in_utc() -> None:
    cookie = QNetworkCookie(b"a", b"1")
    cookie.setExpirationDate(date(1970, 1, 2))
    assert cookie.expirationDate().toSecsSinceEpoch() == 86400
    cookie.setExpirationDate(QDate(1970, 1, 3))
    assert cookie.expirationDate().toSecsSinceEpoch() == 2 * 86400


def test_a_pickled_cookie_keeps_its_expiration_date() -> None:
    cookie = QNetworkCookie(b"a", b"1")
    cookie.setExpirationDate(datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert pickle.loads(pickle.dumps(cookie)).expirationDate() == cookie.expirationDate()


@pytest.mark.parametrize(
    ("raw", "name", "value"),
    [
        (b"a=1", b"a", b"1"),
        (b" a = 1 ", b"a", b"1"),
        (b"a=", b"a", b""),
        (b"a=b=c", b"a", b"b=c"),
        (b'a="x y"', b"a", b'"x y"'),
        (b'a="x;y"', b"a", b'"x'),
        (b"a=1,b=2", b"a", b"1,b=2"),
        (b"a b=1", b"a b", b"1"),
        (b"a=\xe9", b"a", b"\xe9"),
    ],
)
def test_names_and_values_are_parsed_as_they_stand(raw: bytes, name: bytes, value: bytes) -> None:
    cookie = parse(raw)
    assert (cookie.name(), cookie.value()) == (name, value)


@pytest.mark.parametrize("raw", [b"", b";", b"a", b"=1", b"a=1; domain=.", b"a=\x01", b"a=1; path=/\0", b"\n\n"])
def test_what_is_no_cookie_is_left_out(raw: bytes) -> None:
    assert QNetworkCookie.parseCookies(raw) == []


def test_each_line_is_a_cookie_and_bad_lines_do_not_spoil_the_rest() -> None:
    cookies = QNetworkCookie.parseCookies(b"a=1\r\njunk\n\nb=2; path=/")
    assert [cookie.name() for cookie in cookies] == [b"a", b"b"]


@pytest.mark.parametrize(
    ("raw", "domain"),
    [
        (b".Foo.COM", ".foo.com"),
        (b"foo.com", "foo.com"),
        (b"", ""),
        (b"xn--9ca.com", "é.com"),
        ("é.com".encode(), "é.com"),
        (b"1.2.3.4", "1.2.3.4"),
        (b"  foo.com  ", "foo.com"),
    ],
)
def test_domains_are_parsed_in_lower_case_and_unicode(raw: bytes, domain: str) -> None:
    assert parse(b"a=1; domain=" + raw).domain() == domain


def test_a_domain_is_written_in_ascii() -> None:
    assert parse("a=1; domain=.é.com".encode()).toRawForm() == b"a=1; domain=.xn--9ca.com"


def test_an_ipv6_domain_is_written_in_brackets() -> None:
    cookie = QNetworkCookie(b"a", b"1")
    cookie.setDomain("::1")
    assert cookie.toRawForm() == b"a=1; domain=[::1]"


@pytest.mark.parametrize(("raw", "path"), [(b"/x", "/x"), (b"x", ""), (b'"/x"', ""), (b"", ""), (b"/a b", "/a b")])
def test_paths_without_a_slash_in_front_are_no_paths(raw: bytes, path: str) -> None:
    assert parse(b"a=1; path=" + raw).path() == path


@pytest.mark.parametrize(
    ("raw", "policy", "written"),
    [
        (b"none", SameSite.None_, b"a=1; SameSite=None"),
        (b"LAX", SameSite.Lax, b"a=1; SameSite=Lax"),
        (b"Strict", SameSite.Strict, b"a=1; SameSite=Strict"),
        (b"junk", SameSite.Default, b"a=1"),
    ],
)
def test_same_site_policies_are_read_and_written(raw: bytes, policy: SameSite, written: bytes) -> None:
    cookie = parse(b"a=1; samesite=" + raw)
    assert cookie.sameSitePolicy() is policy
    assert cookie.toRawForm() == written


def test_the_last_of_repeated_attributes_counts() -> None:
    cookie = parse(b"a=1; domain=a.com; domain=b.com; path=/; path=/x")
    assert (cookie.domain(), cookie.path()) == ("b.com", "/x")


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        (b"max-age=100", 1_700_000_100),
        (b"max-age=0", 0),
        (b"max-age=-5", 0),
        (b"max-age=abc", None),
        (b'max-age="10"', None),
        (b"max-age=99999999999999999999", 253402300799),
        (b"expires=Wed, 09 Jun 2021 10:18:14 GMT", 1623233894),
        (b'expires="Wed, 09 Jun 2021 10:18:14 GMT"', 1623233894),
        (b"expires=junk", None),
        (b"expires=Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ],
)
def test_ends_are_parsed(raw: bytes, moment: float | None) -> None:
    assert expiry(parse(b"a=1; " + raw)) == moment


@pytest.mark.parametrize(
    "raw",
    [
        b"a=1; max-age=100; expires=Wed, 09 Jun 2021 10:18:14 GMT",
        b"a=1; expires=Wed, 09 Jun 2021 10:18:14 GMT; max-age=100",
    ],
)
def test_max_age_wins_over_expires_wherever_it_stands(raw: bytes) -> None:
    assert expiry(parse(raw)) == 1_700_000_100


def test_the_short_form_has_name_and_value_alone() -> None:
    assert parse(b"a=1; secure; path=/").toRawForm(RawForm.NameAndValueOnly) == b"a=1"


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
def test_normalize_fills_in_host_and_folder(url: str, domain: str, path: str) -> None:
    cookie = QNetworkCookie(b"a", b"1")
    cookie.normalize(QUrl(url))
    assert (cookie.domain(), cookie.path()) == (domain, path)


@pytest.mark.parametrize(
    ("given_", "domain"), [("bar.com", ".bar.com"), (".bar.com", ".bar.com"), ("1.2.3.4", "1.2.3.4")]
)
def test_normalize_puts_a_dot_before_a_domain_but_not_before_an_address(given_: str, domain: str) -> None:
    cookie = QNetworkCookie(b"a", b"1")
    cookie.setDomain(given_)
    cookie.setPath("/q")
    cookie.normalize("http://www.foo.com/a/b")
    assert (cookie.domain(), cookie.path()) == (domain, "/q")


def test_the_identity_is_name_domain_and_path() -> None:
    one, other = parse(b"a=1; domain=x.com; path=/"), parse(b"a=2; domain=x.com; path=/; secure")
    assert one.hasSameIdentifier(other)
    assert identity(one) == identity(other) == (b"a", "x.com", "/")
    other.setDomain(".x.com")
    assert not one.hasSameIdentifier(other)


def test_equality_leaves_out_http_only() -> None:
    one, other = parse(b"a=1; domain=x.com"), parse(b"a=1; domain=x.com; httponly")
    assert one == other


@pytest.mark.parametrize(
    "raw", [b"a=2", b"b=1", b"a=1; path=/", b"a=1; secure", b"a=1; samesite=lax", b"a=1; max-age=5"]
)
def test_cookies_that_differ_are_not_equal(raw: bytes) -> None:
    assert parse(b"a=1") != parse(raw)


def test_a_cookie_equals_nothing_else_and_cannot_be_hashed() -> None:
    assert QNetworkCookie(b"a", b"1") != b"a=1"
    with pytest.raises(TypeError, match="unhashable"):
        hash(QNetworkCookie())


@pytest.mark.parametrize(
    "duplicate", [QNetworkCookie, copy.copy, copy.deepcopy, lambda cookie: pickle.loads(pickle.dumps(cookie))]
)
def test_copies_are_equal_and_independent(duplicate: Any) -> None:
    cookie = parse(b"a=1; max-age=5; secure; httponly; samesite=lax; path=/")
    twin = duplicate(cookie)
    assert twin.toRawForm() == cookie.toRawForm()
    twin.setValue(b"2")
    assert cookie.value() == b"1"


def test_swap_exchanges_everything() -> None:
    one, other = parse(b"a=1; secure"), parse(b"b=2")
    one.swap(other)
    assert (one.toRawForm(), other.toRawForm()) == (b"b=2", b"a=1; secure")


def test_a_printed_cookie_shows_its_raw_form() -> None:
    assert '"a=\\"x\\"; path=/\\xC3\\xA9"' in repr(parse('a="x"; path=/é'.encode()))


def test_the_pair_is_what_a_request_carries() -> None:
    assert pair(parse(b"a=1; path=/")) == b"a=1"


def test_none_takes_text_properties_back() -> None:
    cookie = parse(b"a=1; domain=x.com; path=/")
    cookie.setDomain(None)
    cookie.setPath(None)
    assert (cookie.domain(), cookie.path()) == ("", "")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_parser_raise_and_what_it_reads_can_be_written(raw: bytes) -> None:
    for cookie in QNetworkCookie.parseCookies(raw):
        assert b"\n" not in bytes(cookie.toRawForm())


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([b"a=1", b"; ", b"path=/x", b"domain=", b"x.com", b"expires=", b"1 Jan 2030", b"=", b"\n"])
    )
)
def test_attributes_in_any_order_survive_writing_and_reading(parts: list[bytes]) -> None:
    for cookie in QNetworkCookie.parseCookies(b"".join(parts)):
        assert QNetworkCookie.parseCookies(cookie.toRawForm()) == [cookie]
