"""QNetworkCookieJar: keeping, sending and forgetting cookies."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from netaccess._access.cookiejar import QNetworkCookieJar
from netaccess._access.publicsuffix import is_public_suffix
from netaccess._kernel.qobject import QObject
from netaccess._policies import cookies as rules
from netaccess._values import wallclock
from netaccess._values.cookie import QNetworkCookie
from netaccess._values.url import QUrl


class Clock:
    """A time of day that the test moves."""

    def __init__(self) -> None:
        self.time = 1_700_000_000.0


@pytest.fixture
def clock() -> Iterator[Clock]:
    made = Clock()
    replaced = wallclock.set_source(lambda: made.time)
    yield made
    wallclock.set_source(replaced)


@pytest.fixture
def jar() -> QNetworkCookieJar:
    return QNetworkCookieJar()


def parse(raw: bytes) -> list[QNetworkCookie]:
    return QNetworkCookie.parseCookies(raw)


def learn(jar: QNetworkCookieJar, raw: bytes, url: str = "http://foo.com/") -> bool:
    return jar.setCookiesFromUrl(parse(raw), QUrl(url))


def carried(jar: QNetworkCookieJar, url: str) -> bytes:
    return b"; ".join(bytes(cookie.toRawForm(QNetworkCookie.RawForm(0))) for cookie in jar.cookiesForUrl(url))


def kept(jar: QNetworkCookieJar) -> list[bytes]:
    return [bytes(cookie.toRawForm()) for cookie in jar.allCookies()]


def test_a_cookie_comes_back_to_the_host_that_set_it(jar: QNetworkCookieJar) -> None:
    assert learn(jar, b"a=1", "http://www.foo.com/x/y")
    assert carried(jar, "http://www.foo.com/x/z") == b"a=1"
    assert carried(jar, "https://www.foo.com:8443/x/") == b"a=1"
    assert carried(jar, "http://www.foo.com/") == b""
    assert carried(jar, "http://x.www.foo.com/x/") == b""
    assert carried(jar, "http://foo.com/x/") == b""


def test_a_cookie_of_a_domain_goes_to_the_hosts_below(jar: QNetworkCookieJar) -> None:
    learn(jar, b"a=1; domain=foo.com; path=/", "http://www.foo.com/")
    for host in ("foo.com", "www.foo.com", "x.y.foo.com"):
        assert carried(jar, f"http://{host}/") == b"a=1"
    assert carried(jar, "http://xfoo.com/") == b""


def test_cookies_of_a_host_and_its_domain_go_together_in_the_order_they_came(jar: QNetworkCookieJar) -> None:
    learn(jar, b"a=1; path=/", "http://www.foo.com/")
    learn(jar, b"b=2; domain=foo.com; path=/", "http://www.foo.com/")
    learn(jar, b"c=3; path=/", "http://www.foo.com/")
    assert carried(jar, "http://www.foo.com/") == b"a=1; b=2; c=3"


def test_the_cookies_handed_over_are_copies(jar: QNetworkCookieJar) -> None:
    learn(jar, b"a=1")
    jar.cookiesForUrl("http://foo.com/")[0].setValue(b"2")
    jar.allCookies()[0].setValue(b"3")
    assert kept(jar) == [b"a=1; domain=foo.com; path=/"]


def test_the_cookies_that_are_learnt_are_copied(jar: QNetworkCookieJar) -> None:
    cookies = parse(b"a=1")
    jar.setCookiesFromUrl(cookies, QUrl("http://foo.com/"))
    assert cookies[0].domain() == ""
    cookies[0].setValue(b"2")
    assert carried(jar, "http://foo.com/") == b"a=1"


def test_a_cookie_set_again_is_replaced_and_moves_to_the_end(jar: QNetworkCookieJar) -> None:
    learn(jar, b"a=1\nb=1\na=2")
    assert carried(jar, "http://foo.com/") == b"b=1; a=2"


def test_a_cookie_with_another_path_is_another_cookie(jar: QNetworkCookieJar) -> None:
    learn(jar, b"a=1; path=/\na=2; path=/x")
    assert carried(jar, "http://foo.com/x") == b"a=2; a=1"


def test_a_cookie_that_has_ended_removes_the_one_there_is(jar: QNetworkCookieJar) -> None:
    learn(jar, b"a=1")
    assert learn(jar, b"a=; max-age=0") is False
    assert kept(jar) == []


def test_time_ends_cookies(jar: QNetworkCookieJar, clock: Clock) -> None:
    learn(jar, b"a=1; max-age=10\nb=2")
    clock.time += 10
    assert carried(jar, "http://foo.com/") == b"a=1; b=2"
    clock.time += 1
    assert carried(jar, "http://foo.com/") == b"b=2"


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        (b"a=1; domain=bar.com", "http://foo.com/"),
        (b"a=1; domain=com", "http://foo.com/"),
        (b"a=1; domain=co.uk", "http://foo.co.uk/"),
        (b"a=1; domain=github.io", "http://x.github.io/"),
        (b"a=1; domain=.1", "http://1.2.3.1/"),
        (b"__Host-a=1; path=/", "http://foo.com/"),
        (b"__Secure-a=1", "https://foo.com/"),
        (b"a=" + b"x" * 5000, "http://foo.com/"),
    ],
)
def test_cookies_that_are_not_acceptable_are_not_kept(jar: QNetworkCookieJar, raw: bytes, url: str) -> None:
    assert learn(jar, raw, url) is False
    assert kept(jar) == []


def test_a_public_suffix_keeps_its_cookie_for_itself(jar: QNetworkCookieJar) -> None:
    assert learn(jar, b"a=1; domain=co.uk", "http://co.uk/")
    assert carried(jar, "http://co.uk/") == b"a=1"
    assert carried(jar, "http://a.co.uk/") == b""


def test_international_domains_are_one_domain_however_written(jar: QNetworkCookieJar) -> None:
    assert learn(jar, "a=1; domain=é.com".encode(), "http://www.xn--9ca.com/")
    assert carried(jar, "http://é.com/") == b"a=1"
    assert carried(jar, "http://xn--9ca.com/") == b"a=1"


def test_addresses_have_cookies(jar: QNetworkCookieJar) -> None:
    learn(jar, b"a=1; domain=127.0.0.1", "http://127.0.0.1/")
    learn(jar, b"b=2", "http://[::1]/")
    assert carried(jar, "http://127.0.0.1/") == b"a=1"
    assert carried(jar, "http://[::1]/") == b"b=2"


def test_a_secure_cookie_survives_what_comes_unencrypted(jar: QNetworkCookieJar) -> None:
    learn(jar, b"a=1; secure; domain=foo.com", "https://www.foo.com/")
    assert learn(jar, b"a=evil; domain=foo.com", "http://www.foo.com/") is False
    assert learn(jar, b"a=evil", "http://www.foo.com/") is False
    assert learn(jar, b"a=evil; domain=foo.com; max-age=0", "http://foo.com/") is False
    assert carried(jar, "https://www.foo.com/") == b"a=1"
    assert learn(jar, b"a=2; secure; domain=foo.com", "https://www.foo.com/")
    assert carried(jar, "https://www.foo.com/") == b"a=2"


def test_inserting_updating_and_deleting_go_by_identity(jar: QNetworkCookieJar) -> None:
    assert jar.insertCookie(QNetworkCookie(b"a", b"1"))
    assert jar.insertCookie(QNetworkCookie(b"a", b"2"))
    assert jar.updateCookie(QNetworkCookie(b"a", b"3"))
    assert not jar.updateCookie(QNetworkCookie(b"z", b"3"))
    assert kept(jar) == [b"a=3"]
    assert jar.deleteCookie(QNetworkCookie(b"a", b"any"))
    assert not jar.deleteCookie(QNetworkCookie(b"a", b"any"))


def test_all_cookies_can_be_replaced_as_they_are(jar: QNetworkCookieJar) -> None:
    learn(jar, b"old=1")
    ended = QNetworkCookie(b"e", b"1")
    ended.setExpirationDate(5)
    jar.setAllCookies([QNetworkCookie(b"x", b"1"), QNetworkCookie(b"x", b"2"), ended])
    assert kept(jar) == [b"x=1", b"x=2", b"e=1; expires=Thu, 01-Jan-1970 00:00:05 GMT"]


def test_all_cookies_of_a_jar_can_be_given_to_another(jar: QNetworkCookieJar) -> None:
    learn(jar, b"a=1\nb=2")
    other = QNetworkCookieJar()
    other.setAllCookies(jar.allCookies())
    assert kept(other) == kept(jar)


def test_one_domain_keeps_so_many_cookies_and_loses_the_oldest(jar: QNetworkCookieJar) -> None:
    for number in range(rules.MAXIMUM_PER_DOMAIN + 2):
        learn(jar, b"c%d=1" % number)
    learn(jar, b"other=1", "http://bar.com/")
    names = [bytes(cookie.name()) for cookie in jar.allCookies()]
    assert len(names) == rules.MAXIMUM_PER_DOMAIN + 1
    assert (names[0], names[-1]) == (b"c2", b"other")


def test_a_jar_keeps_so_many_cookies_and_loses_the_oldest(
    jar: QNetworkCookieJar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MAXIMUM_IN_ALL", 3)
    for number in range(5):
        learn(jar, b"a=%d" % number, f"http://h{number}.com/")
    assert [bytes(cookie.value()) for cookie in jar.allCookies()] == [b"2", b"3", b"4"]
    assert carried(jar, "http://h0.com/") == b""


class Recorder(QNetworkCookieJar):
    """A jar that writes down which of its virtual methods are called."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def insertCookie(self, cookie: QNetworkCookie) -> bool:
        self.calls.append("insert " + cookie.domain())
        return super().insertCookie(cookie)

    def deleteCookie(self, cookie: QNetworkCookie) -> bool:
        self.calls.append("delete")
        return super().deleteCookie(cookie)

    def validateCookie(self, cookie: QNetworkCookie, url: QUrl | str) -> bool:
        self.calls.append("validate")
        return cookie.name() != b"no" and super().validateCookie(cookie, url)


def test_learning_goes_through_the_virtual_methods() -> None:
    jar = Recorder()
    assert learn(jar, b"a=1\nno=1")
    assert jar.calls == ["validate", "insert foo.com", "delete", "validate"]


def test_updating_goes_through_the_virtual_methods() -> None:
    jar = Recorder()
    jar.insertCookie(QNetworkCookie(b"a", b"1"))
    jar.calls.clear()
    jar.updateCookie(QNetworkCookie(b"a", b"2"))
    assert jar.calls == ["delete", "insert ", "delete"]


def test_a_jar_is_an_object_with_a_parent() -> None:
    parent = QObject()
    jar = QNetworkCookieJar(parent)
    learn(jar, b"a=1")
    assert jar.parent() is parent
    del jar
    gc.collect()
    (child,) = parent.children()
    assert carried(child, "http://foo.com/") == b"a=1"


def test_a_cookie_for_a_url_without_a_host_is_kept_as_in_qt(jar: QNetworkCookieJar) -> None:
    assert learn(jar, b"a=1", "file:///x/y")
    assert carried(jar, "file:///x/z") == b"a=1"


@pytest.mark.parametrize("domain", ["com", "localhost", "co.uk", "github.io"])
def test_these_domains_belong_to_everybody(domain: str) -> None:
    assert is_public_suffix(domain)


@pytest.mark.parametrize("domain", ["foo.com", "foo.co.uk", "x.github.io", "é.com", "foo.local"])
def test_these_domains_belong_to_somebody(domain: str) -> None:
    assert not is_public_suffix(domain)
