"""The cookie jar of a manager: keeps what servers set, and says which cookies a request carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from netaccess._kernel.qobject import QObject
from netaccess._policies import cookies as rules
from netaccess._values import wallclock
from netaccess._values.cookie import QNetworkCookie
from netaccess._values.url import QUrl

from .publicsuffix import is_public_suffix

_Kept = tuple[int, QNetworkCookie]


class QNetworkCookieJar(QObject):
    """Keeps cookies in memory for as long as it lives; subclass it to keep them longer or to be choosier.

    The virtual methods call each other as Qt's do: `setCookiesFromUrl` asks `validateCookie` and calls `insertCookie`,
    which calls `deleteCookie`; `updateCookie` calls `deleteCookie` and `insertCookie`.
    """

    def __init__(self, parent: QObject | None = None, **keywords: Any) -> None:
        """Make an empty jar, owned by *parent*. The keywords are those of `QObject`."""
        # By domain without the dot in front, so that a request looks at the cookies of its own domains only. The number
        # of a cookie says when it came: it orders the cookies of different domains.
        self._qt_domains: dict[str, list[_Kept]] = {}
        self._qt_count = 0
        self._qt_serial = 0
        super().__init__(parent, **keywords)

    def cookiesForUrl(self, url: QUrl | str) -> list[QNetworkCookie]:
        """Return the cookies that a request for *url* carries, those with the longest paths first."""
        to = _site(url)
        now = wallclock.now()
        found = [
            kept
            for domain in _domains_of(to.host)
            for kept in self._qt_domains.get(domain, ())
            if rules.is_sent(kept[1], to, now, is_public_suffix)
        ]
        found.sort(key=_age)
        return [QNetworkCookie(cookie) for cookie in rules.ordered(cookie for _, cookie in found)]

    def setCookiesFromUrl(self, cookieList: Iterable[QNetworkCookie], url: QUrl | str) -> bool:
        """Take the cookies that the response from *url* set, as far as they are acceptable.

        Domain and path are filled in from *url* where the server left them out. A cookie that comes unencrypted does
        not replace a Secure one. Returns whether any cookie was kept.
        """
        source = _site(url)
        base = url if isinstance(url, QUrl) else QUrl(url)
        added = False
        for sent in cookieList:
            cookie = QNetworkCookie(sent)
            cookie.normalize(base)
            if not self.validateCookie(cookie, base) or rules.hides_secure(cookie, source, self._qt_related(cookie)):
                continue
            added = bool(self.insertCookie(cookie)) or added
        return added

    def validateCookie(self, cookie: QNetworkCookie, url: QUrl | str) -> bool:
        """Return whether the host of *url* may set *cookie*, whose domain and path are filled in.

        It may not for another host, for a public suffix such as ``co.uk``, with a ``__Host-`` or ``__Secure-`` name
        whose promise the cookie does not keep, or when the cookie is too large.
        """
        return rules.is_acceptable(cookie, _site(url), is_public_suffix)

    def insertCookie(self, cookie: QNetworkCookie) -> bool:
        """Keep *cookie* in place of the one with its name, domain and path. One that has ended just removes that.

        Returns whether it was kept. When there are too many, the ended and the oldest make room.
        """
        self.deleteCookie(cookie)
        if rules.is_expired(cookie, wallclock.now()):
            return False
        domain = _key(cookie)
        self._qt_append(domain, cookie)
        self._qt_make_room(domain)
        return True

    def updateCookie(self, cookie: QNetworkCookie) -> bool:
        """Replace the cookie with the name, domain and path of *cookie*. Returns False when there is none."""
        return bool(self.insertCookie(cookie)) if self.deleteCookie(cookie) else False

    def deleteCookie(self, cookie: QNetworkCookie) -> bool:
        """Remove the cookie with the name, domain and path of *cookie*. Returns False when there is none."""
        domain = _key(cookie)
        bucket = self._qt_domains.get(domain, [])
        for place, (_, kept) in enumerate(bucket):
            if kept.hasSameIdentifier(cookie):
                self._qt_remove(domain, [place])
                return True
        return False

    def allCookies(self) -> list[QNetworkCookie]:
        """Return every cookie in the jar, the oldest first."""
        everything = sorted(self._qt_all(), key=_age)
        return [QNetworkCookie(cookie) for _, cookie in everything]

    def setAllCookies(self, cookieList: Iterable[QNetworkCookie]) -> None:
        """Empty the jar and fill it with *cookieList*, which is taken as it is."""
        cookies = list(cookieList)
        self._qt_domains = {}
        self._qt_count = 0
        for cookie in cookies:
            self._qt_append(_key(cookie), cookie)

    def _qt_all(self) -> Iterator[_Kept]:
        return (kept for bucket in self._qt_domains.values() for kept in bucket)

    def _qt_append(self, domain: str, cookie: QNetworkCookie) -> None:
        self._qt_serial += 1
        self._qt_count += 1
        self._qt_domains.setdefault(domain, []).append((self._qt_serial, QNetworkCookie(cookie)))

    def _qt_remove(self, domain: str, places: list[int]) -> None:
        bucket = self._qt_domains[domain]
        for place in reversed(places):
            del bucket[place]
        self._qt_count -= len(places)
        if not bucket:
            del self._qt_domains[domain]

    def _qt_related(self, cookie: QNetworkCookie) -> Iterator[QNetworkCookie]:
        """Return the cookies of the domains above, at and below that of *cookie*."""
        domain = _key(cookie)
        above = set(_domains_of(domain))
        below = "." + domain
        for other, bucket in self._qt_domains.items():
            if other in above or other.endswith(below):
                yield from (kept for _, kept in bucket)

    def _qt_make_room(self, domain: str) -> None:
        now = wallclock.now()
        bucket = [cookie for _, cookie in self._qt_domains[domain]]
        surplus = rules.excess(bucket, rules.MAXIMUM_PER_DOMAIN, now)
        if surplus:
            self._qt_remove(domain, surplus)
        if self._qt_count <= rules.MAXIMUM_IN_ALL:
            return
        everything = sorted(self._qt_all(), key=_age)
        gone = {everything[place][0] for place in rules.excess([c for _, c in everything], rules.MAXIMUM_IN_ALL, now)}
        for other in list(self._qt_domains):
            places = [place for place, (serial, _) in enumerate(self._qt_domains[other]) if serial in gone]
            if places:
                self._qt_remove(other, places)


def _site(url: QUrl | str) -> rules.Site:
    place = url if isinstance(url, QUrl) else QUrl(url)
    return rules.site(place.scheme(), place.host(), place.path())


def _key(cookie: QNetworkCookie) -> str:
    return cookie.domain().removeprefix(".").lower()


def _age(kept: _Kept) -> int:
    return kept[0]


def _domains_of(host: str) -> Iterator[str]:
    """Return *host* and the domains above it, the narrowest first."""
    yield host
    place = host.find(".")
    while place >= 0:
        yield host[place + 1 :]
        place = host.find(".", place + 1)
