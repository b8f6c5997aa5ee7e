"""QNetworkCookieJar: which cookies are kept, and which come back."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, QtNetwork, octets

Cookie = QtNetwork.QNetworkCookie


@pytest.fixture
def jar() -> Any:
    return QtNetwork.QNetworkCookieJar()


def learn(jar: Any, raw: bytes, url: str = "http://foo.com/") -> bool:
    return bool(jar.setCookiesFromUrl(Cookie.parseCookies(QtCore.QByteArray(raw)), QtCore.QUrl(url)))


def carried(jar: Any, url: str) -> list[bytes]:
    return [octets(cookie.toRawForm(Cookie.NameAndValueOnly)) for cookie in jar.cookiesForUrl(QtCore.QUrl(url))]


def kept(jar: Any) -> list[bytes]:
    return [octets(cookie.toRawForm()) for cookie in jar.allCookies()]


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://www.foo.com/a/", True),
        ("http://www.foo.com/a/b/c", True),
        ("http://WWW.FOO.com/a/x", True),
        ("https://www.foo.com/a/x", True),
        ("http://www.foo.com:8080/a/x", True),
        ("http://www.foo.com/a", False),
        ("http://www.foo.com/ab", False),
        ("http://x.www.foo.com/a/", False),
        ("http://foo.com/a/", False),
    ],
)
def test_a_cookie_without_attributes_comes_back_to_its_host_and_folder(jar: Any, url: str, sent: bool) -> None:
    assert learn(jar, b"a=1", "http://www.foo.com/a/b")
    assert kept(jar) == [b"a=1; domain=www.foo.com; path=/a/"]
    assert carried(jar, url) == ([b"a=1"] if sent else [])


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://foo.com/", True),
        ("http://www.foo.com/", True),
        ("http://x.y.foo.com/", True),
        ("http://xfoo.com/", False),
        ("http://com/", False),
    ],
)
def test_a_cookie_with_a_domain_comes_back_to_the_hosts_below(jar: Any, url: str, sent: bool) -> None:
    assert learn(jar, b"a=1; domain=foo.com; path=/", "http://www.foo.com/a/b")
    assert kept(jar) == [b"a=1; domain=.foo.com; path=/"]
    assert carried(jar, url) == ([b"a=1"] if sent else [])


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        (b"bar.com", "http://www.foo.com/"),
        (b"www.foo.com", "http://foo.com/"),
        (b"com", "http://www.foo.com/"),
        (b"co.uk", "http://foo.co.uk/"),
        (b"oo.com", "http://foo.com/"),
    ],
)
def test_a_cookie_for_somebody_else_is_not_kept(jar: Any, raw: bytes, url: str) -> None:
    assert not learn(jar, b"a=1; domain=" + raw, url)
    assert kept(jar) == []


def test_a_public_suffix_has_cookies_for_itself_alone(jar: Any) -> None:
    assert learn(jar, b"a=1", "http://co.uk/")
    assert carried(jar, "http://co.uk/") == [b"a=1"]
    assert carried(jar, "http://a.co.uk/") == []


@pytest.mark.only("netaccess", "PySide6")
def test_a_public_suffix_may_name_itself(jar: Any) -> None:
    assert learn(jar, b"a=1; domain=co.uk", "http://co.uk/")
    assert carried(jar, "http://co.uk/") == [b"a=1"]
    assert carried(jar, "http://a.co.uk/") == []


def test_addresses_have_cookies(jar: Any) -> None:
    assert learn(jar, b"a=1; domain=1.2.3.4", "http://1.2.3.4/")
    assert carried(jar, "http://1.2.3.4/") == [b"a=1"]


def test_localhost_has_cookies(jar: Any) -> None:
    assert learn(jar, b"a=1", "http://localhost/")
    assert carried(jar, "http://localhost/") == [b"a=1"]


@pytest.mark.parametrize(
    ("path", "sent"), [("/x", True), ("/x/", True), ("/x/y", True), ("/xy", False), ("/y", False), ("/", False)]
)
def test_a_path_covers_what_is_below_it(jar: Any, path: str, sent: bool) -> None:
    learn(jar, b"a=1; path=/x", "http://foo.com/y")
    assert carried(jar, "http://foo.com" + path) == ([b"a=1"] if sent else [])


def test_a_secure_cookie_goes_over_https_alone(jar: Any) -> None:
    assert learn(jar, b"a=1; secure", "https://foo.com/")
    assert carried(jar, "http://foo.com/") == []
    assert carried(jar, "https://foo.com/") == [b"a=1"]


def test_longer_paths_go_first(jar: Any) -> None:
    learn(jar, b"a=1; path=/\nb=1; path=/aaa\nc=1; path=/aa\nd=1; path=/", "http://foo.com/aaa/x")
    assert carried(jar, "http://foo.com/aaa/x") == [b"b=1", b"a=1", b"d=1"]


def test_a_cookie_set_again_is_replaced_and_goes_to_the_end(jar: Any) -> None:
    learn(jar, b"a=1; path=/\nb=1; path=/\na=2; path=/")
    assert carried(jar, "http://foo.com/") == [b"b=1", b"a=2"]


def test_a_cookie_that_has_ended_removes_the_one_there_is(jar: Any) -> None:
    learn(jar, b"a=1")
    assert not learn(jar, b"a=; max-age=0")
    assert kept(jar) == []


def test_a_batch_with_one_good_cookie_is_a_success(jar: Any) -> None:
    assert learn(jar, b"a=1; domain=bar.com\nb=2")
    assert carried(jar, "http://foo.com/") == [b"b=2"]


def test_inserting_updating_and_deleting_go_by_identity(jar: Any) -> None:
    assert jar.insertCookie(Cookie(b"a", b"1"))
    assert jar.insertCookie(Cookie(b"a", b"2"))
    assert kept(jar) == [b"a=2"]
    assert jar.updateCookie(Cookie(b"a", b"3"))
    assert not jar.updateCookie(Cookie(b"z", b"3"))
    assert kept(jar) == [b"a=3"]
    assert jar.deleteCookie(Cookie(b"a", b"any"))
    assert not jar.deleteCookie(Cookie(b"a", b"any"))


def test_inserting_an_ended_cookie_removes_and_says_no(jar: Any) -> None:
    jar.insertCookie(Cookie(b"a", b"1"))
    (ended,) = Cookie.parseCookies(QtCore.QByteArray(b"a=1; expires=Thu, 01 Jan 1970 00:00:05 GMT"))
    assert not jar.insertCookie(ended)
    assert kept(jar) == []


@pytest.mark.parametrize(
    ("domain", "url", "valid"),
    [
        ("", "http://foo.com/", False),
        ("foo.com", "http://foo.com/", True),
        (".foo.com", "http://foo.com/", True),
        (".foo.com", "http://www.foo.com/", True),
        ("foo.com", "http://www.foo.com/", False),
        (".www.foo.com", "http://foo.com/", False),
        ("bar.com", "http://foo.com/", False),
        (".com", "http://foo.com/", False),
    ],
)
@pytest.mark.only("netaccess", "PySide6")
def test_validating(jar: Any, domain: str, url: str, valid: bool) -> None:
    cookie = Cookie(b"a", b"1")
    cookie.setDomain(domain)
    cookie.setPath("/zz")
    assert jar.validateCookie(cookie, QtCore.QUrl(url)) == valid


def test_handed_over_cookies_are_copies(jar: Any) -> None:
    cookies = Cookie.parseCookies(QtCore.QByteArray(b"a=1"))
    jar.setCookiesFromUrl(cookies, QtCore.QUrl("http://foo.com/"))
    assert cookies[0].domain() == ""
    jar.cookiesForUrl(QtCore.QUrl("http://foo.com/"))[0].setValue(b"2")
    assert carried(jar, "http://foo.com/") == [b"a=1"]


class Open(QtNetwork.QNetworkCookieJar):
    """A jar that shows its protected members and writes down what is called."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def insertCookie(self, cookie: Any) -> bool:
        self.calls.append("insert")
        return bool(super().insertCookie(cookie))

    def deleteCookie(self, cookie: Any) -> bool:
        self.calls.append("delete")
        return bool(super().deleteCookie(cookie))

    def updateCookie(self, cookie: Any) -> bool:
        self.calls.append("update")
        return bool(super().updateCookie(cookie))

    def validateCookie(self, cookie: Any, url: Any) -> bool:
        self.calls.append("validate " + cookie.domain() + " " + url.toString())
        return bool(super().validateCookie(cookie, url))


def test_learning_calls_the_virtual_methods_in_order() -> None:
    jar = Open()
    learn(jar, b"a=1\nb=1; domain=x.y")
    assert jar.calls == ["validate foo.com http://foo.com/", "insert", "delete", "validate .x.y http://foo.com/"]


def test_updating_what_is_not_there_only_tries_to_delete() -> None:
    jar = Open()
    assert not jar.updateCookie(Cookie(b"a", b"1"))
    assert jar.calls == ["update", "delete"]


def test_all_cookies_can_be_replaced_as_they_are() -> None:
    jar = Open()
    learn(jar, b"old=1")
    (ended,) = Cookie.parseCookies(QtCore.QByteArray(b"e=1; expires=Thu, 01 Jan 1970 00:00:05 GMT"))
    jar.setAllCookies([Cookie(b"x", b"1"), Cookie(b"x", b"2"), ended])
    assert [octets(cookie.value()) for cookie in jar.allCookies()] == [b"1", b"2", b"1"]


def test_a_jar_has_a_parent() -> None:
    parent = QtCore.QObject()
    assert QtNetwork.QNetworkCookieJar(parent).parent() is parent


@pytest.mark.differs("cookie-prefixes")
@pytest.mark.parametrize("raw", [b"__Host-a=1; path=/", b"__Secure-a=1"])
def test_names_that_promise_more_than_they_keep_are_refused(jar: Any, raw: bytes) -> None:
    assert not learn(jar, raw)


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("raw", [b"__Host-a=1; path=/; secure", b"__Secure-a=1; secure; domain=foo.com"])
def test_names_that_keep_their_promise_are_fine(jar: Any, raw: bytes) -> None:
    assert learn(jar, raw, "https://foo.com/")


@pytest.mark.differs("cookie-address-domains")
@pytest.mark.parametrize("domain", [b".4", b".2.3.4"])
def test_a_part_of_an_address_is_no_domain(jar: Any, domain: bytes) -> None:
    assert not learn(jar, b"a=1; domain=" + domain, "http://1.2.3.4/")


@pytest.mark.differs("cookie-secure-overwritten")
def test_a_secure_cookie_is_not_overwritten_over_http(jar: Any) -> None:
    learn(jar, b"a=1; secure; path=/", "https://foo.com/")
    learn(jar, b"a=evil; path=/", "http://foo.com/")
    assert carried(jar, "https://foo.com/") == [b"a=1"]


@pytest.mark.differs("cookie-size")
def test_a_huge_cookie_is_not_kept(jar: Any) -> None:
    assert not learn(jar, b"a=" + b"x" * 5000)


@pytest.mark.differs("cookie-count")
def test_one_domain_keeps_no_more_than_180_cookies(jar: Any) -> None:
    for number in range(200):
        learn(jar, b"c%d=1" % number)
    assert len(carried(jar, "http://foo.com/")) == 180
