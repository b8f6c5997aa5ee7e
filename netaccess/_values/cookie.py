"""One HTTP cookie: its name, its value and what a server said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import httpdate, wallclock
from .bytearray import QByteArray
from .headers import octets
from .hosts import is_address
from .qtenum import QtEnum, export_enums, named

if TYPE_CHECKING:
    from .qdatetime import QDateTime
    from .url import QUrl

_CONTROLS = bytes([*range(9), *range(10, 32), 127])
_SECURE = 1
_HTTP_ONLY = 2


@export_enums
class QNetworkCookie:
    """A cookie as a value: copied, compared, parsed from ``Set-Cookie`` and written back."""

    class RawForm(QtEnum):
        """How much of a cookie `toRawForm` writes: what a client sends, or what a server sent."""

        NameAndValueOnly = 0
        Full = 1

    class SameSite(QtEnum):
        """Which requests caused by other sites may carry the cookie."""

        Default = 0
        None_ = 1
        Lax = 2
        Strict = 3

    __slots__ = ("__weakref__", "_date", "_domain", "_expires", "_flags", "_name", "_path", "_same_site", "_value")

    def __init__(self, name: Any = b"", value: Any = b"") -> None:
        """Make a session cookie without domain and path.

        :param name: bytes, `QByteArray` or str (encoded as UTF-8); another `QNetworkCookie` is copied.
        :param value: as *name*, written as it is, quotes included.

        Raises ValueError for control characters in either.
        """
        if isinstance(name, QNetworkCookie):
            self._take(name)
            return
        self._name = _checked(name, "name")
        self._value = _checked(value, "value")
        self._domain = ""
        self._path = ""
        self._expires: float | None = None
        self._date: QDateTime | None = None  # as it was set, for it may be in another zone than UTC
        self._flags = 0
        self._same_site = QNetworkCookie.SameSite.Default

    def _take(self, other: QNetworkCookie) -> None:
        self._name, self._value = other._name, other._value
        self._domain, self._path = other._domain, other._path
        self._expires, self._date = other._expires, other._date
        self._flags, self._same_site = other._flags, other._same_site

    def _state(self) -> tuple[Any, ...]:
        date = self._date
        return (self._name, self._value, self._domain, self._path, self._expires, self._flags, self._same_site, date)

    def name(self) -> QByteArray:
        """Return the name."""
        return QByteArray(self._name)

    def setName(self, cookieName: Any) -> None:
        """Set the name (bytes, `QByteArray` or str). Raises ValueError for control characters."""
        self._name = _checked(cookieName, "name")

    def value(self) -> QByteArray:
        """Return the value, as it was written: quotes belong to it."""
        return QByteArray(self._value)

    def setValue(self, value: Any) -> None:
        """Set the value (bytes, `QByteArray` or str). Raises ValueError for control characters."""
        self._value = _checked(value, "value")

    def domain(self) -> str:
        """Return the domain. With a dot in front it means the hosts below it too, without one just that host."""
        return self._domain

    def setDomain(self, domain: str | None) -> None:
        """Set the domain; see `domain` for what a dot in front means."""
        self._domain = domain or ""

    def path(self) -> str:
        """Return the path below which the cookie is sent."""
        return self._path

    def setPath(self, path: str | None) -> None:
        """Set the path below which the cookie is sent. Raises ValueError for control characters."""
        self._path = _checked(path or "", "path").decode("utf-8")

    def expirationDate(self) -> QDateTime:
        """Return the moment at which the cookie ends: as it was set, in UTC when a server said it, else an invalid one."""
        from .qdatetime import QDateTime

        if self._date is not None or self._expires is None:
            return QDateTime(self._date)
        return httpdate.to_moment(self._expires)

    def setExpirationDate(self, date: Any) -> None:
        """Set the moment at which the cookie ends.

        :param date: a `QDateTime`, a datetime (a naive one is local time), a `QDate` or a date (its midnight in UTC), or
            seconds since 1970; None or an invalid `QDateTime` makes a session cookie.

        Raises TypeError for anything else.
        """
        from .qdatetime import QDateTime

        if date is None or (isinstance(date, QDateTime) and not date.isValid()):
            self._expires = self._date = None
            return
        self._expires = httpdate.from_moment(date)
        self._date = QDateTime(date) if isinstance(date, QDateTime) or hasattr(date, "timestamp") else None

    def isSessionCookie(self) -> bool:
        """Return whether the cookie has no expiration date and so ends with the program."""
        return self._expires is None

    def isSecure(self) -> bool:
        """Return whether the cookie is sent over encrypted connections only."""
        return bool(self._flags & _SECURE)

    def setSecure(self, enable: bool) -> None:
        """Set whether the cookie is sent over encrypted connections only."""
        self._flags = self._flags | _SECURE if enable else self._flags & ~_SECURE

    def isHttpOnly(self) -> bool:
        """Return whether the server wants the cookie kept from scripts."""
        return bool(self._flags & _HTTP_ONLY)

    def setHttpOnly(self, enable: bool) -> None:
        """Set whether the cookie is to be kept from scripts."""
        self._flags = self._flags | _HTTP_ONLY if enable else self._flags & ~_HTTP_ONLY

    def sameSitePolicy(self) -> QNetworkCookie.SameSite:
        """Return the same-site policy."""
        return self._same_site

    def setSameSitePolicy(self, sameSite: QNetworkCookie.SameSite) -> None:
        """Set the same-site policy."""
        self._same_site = named(QNetworkCookie.SameSite, sameSite)

    def hasSameIdentifier(self, other: QNetworkCookie) -> bool:
        """Return whether name, domain and path are those of *other*, so that one replaces the other in a jar."""
        return self._name == other._name and self._domain == other._domain and self._path == other._path

    def normalize(self, url: QUrl | str) -> None:
        """Fill in from *url* what a server left out: the directory of its path, and its host as the domain.

        A domain that is there and no address gets a dot in front: the server meant the hosts below it too.
        """
        from .url import QUrl

        source = url if isinstance(url, QUrl) else QUrl(url)
        if not self._path.startswith("/"):
            folder = source.path()
            self._path = folder[: folder.rfind("/") + 1] or "/"
        if not self._domain:
            self._domain = source.host()
        elif not self._domain.startswith(".") and not is_address(self._domain):
            self._domain = "." + self._domain

    def toRawForm(self, form: QNetworkCookie.RawForm = RawForm.Full) -> QByteArray:
        """Write the cookie as ``name=value``, with *form* `Full` followed by its attributes as in ``Set-Cookie``.

        A cookie without a name gives nothing.
        """
        if not self._name:
            return QByteArray(b"")
        raw = self._name + b"=" + self._value
        if form == QNetworkCookie.RawForm.Full:
            raw += self._raw_attributes().encode("utf-8")
        return QByteArray(raw)

    def _raw_attributes(self) -> str:
        raw = ""
        if self._flags & _SECURE:
            raw += "; secure"
        if self._flags & _HTTP_ONLY:
            raw += "; HttpOnly"
        if self._same_site:
            raw += f"; SameSite={self._same_site.name.rstrip('_')}"
        if self._expires is not None:
            raw += f"; expires={httpdate.format_http_date(self._expires, '-')}"
        if self._domain:
            raw += f"; domain={_ascii_domain(self._domain)}"
        if self._path:
            raw += f"; path={self._path}"
        return raw

    @staticmethod
    def parseCookies(cookieString: Any) -> list[QNetworkCookie]:
        """Read the cookies of ``Set-Cookie`` headers, one on each line of *cookieString* (bytes, `QByteArray` or str).

        What is no cookie is left out: no ``=``, no name, control characters, or a domain that cannot be one.
        """
        cookies = []
        for line in octets(cookieString, "cookies").splitlines():
            cookie = _parse(line)
            if cookie is not None:
                cookies.append(cookie)
        return cookies

    def swap(self, other: QNetworkCookie) -> None:
        """Exchange this cookie with *other*."""
        mine = QNetworkCookie(self)
        self._take(other)
        other._take(mine)

    def __copy__(self) -> QNetworkCookie:
        copied = type(self).__new__(type(self))
        copied._take(self)
        return copied

    def __deepcopy__(self, memo: dict[int, Any]) -> QNetworkCookie:
        return self.__copy__()

    def __getstate__(self) -> tuple[Any, ...]:
        return self._state()

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._name, self._value, self._domain, self._path, self._expires, self._flags, self._same_site = state[:7]
        self._date = state[7]

    def __eq__(self, other: object) -> bool:
        """Compare everything but HttpOnly, which Qt leaves out too."""
        if not isinstance(other, QNetworkCookie):
            return NotImplemented
        mine, theirs = self._state(), other._state()
        return (
            mine[:5] == theirs[:5] and mine[5] & _SECURE == theirs[5] & _SECURE and self._same_site == other._same_site
        )

    def __repr__(self) -> str:
        text = "".join(
            f"\\x{byte:02X}" if not 32 <= byte < 127 else "\\" + chr(byte) if byte in b'"\\' else chr(byte)
            for byte in bytes(self.toRawForm())
        )
        return f'<netaccess.QtNetwork.QNetworkCookie("{text}") at {id(self):#x}>'


def expiry(cookie: QNetworkCookie) -> float | None:
    """Return the moment at which *cookie* ends in seconds since 1970, None for a session cookie."""
    return cookie._expires


def pair(cookie: QNetworkCookie) -> bytes:
    """Return ``name=value`` as bytes, as a request carries it."""
    return cookie._name + b"=" + cookie._value


def identity(cookie: QNetworkCookie) -> tuple[bytes, str, str]:
    """Return name, domain and path, which together tell one cookie of a jar from another."""
    return cookie._name, cookie._domain, cookie._path


def _checked(data: Any, what: str) -> bytes:
    raw = octets(data, f"a cookie's {what}")
    if len(raw.translate(None, _CONTROLS)) != len(raw):
        raise ValueError(f"the {what} of a cookie is {raw!r}: CR, LF, NUL and other control characters are not allowed")
    return raw


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        text = domain.lower()
    else:
        from .url import QUrl

        dot = "." if domain.startswith(".") else ""
        text = dot + bytes(QUrl.toAce(domain.removeprefix("."))).decode("ascii")
    return f"[{text}]" if ":" in text and not text.startswith("[") else text


def _unicode_domain(raw: bytes) -> str | None:
    """Return a Domain attribute as the domain of a cookie, None when no host can be called so."""
    text = raw.decode("utf-8", "replace").lower()
    dot = "." if text.startswith(".") else ""
    name = text.removeprefix(".")
    if not name:
        return None if dot else ""
    if name.isascii() and "xn--" not in name:
        return dot + name
    from .url import QUrl

    ascii_name = bytes(QUrl.toAce(name))
    return dot + QUrl.fromAce(ascii_name) if ascii_name else None


def _parse(line: bytes) -> QNetworkCookie | None:
    """Read one Set-Cookie value; None when it is no cookie."""
    parts = line.split(b";")
    name, equals, value = parts[0].partition(b"=")
    name = name.strip(b" \t")
    if not equals or not name or len(line.translate(None, _CONTROLS)) != len(line):
        return None
    cookie = QNetworkCookie(name, value.strip(b" \t"))
    max_age: float | None = None
    for part in parts[1:]:
        attribute, _, raw = part.partition(b"=")
        key, raw = attribute.strip(b" \t").lower(), raw.strip(b" \t")
        if key == b"domain":
            domain = _unicode_domain(raw)
            if domain is None:
                return None
            cookie._domain = domain
        elif key == b"max-age":
            max_age = _max_age(raw, max_age)
        else:
            _apply(cookie, key, raw)
    if max_age is not None:  # RFC 6265 5.3: it wins over Expires, wherever it stands
        cookie._expires = max_age
    return cookie


def _max_age(raw: bytes, otherwise: float | None) -> float | None:
    digits = raw.removeprefix(b"-")
    if not digits.isdigit():
        return otherwise
    age = int(raw) if len(raw) <= 12 else httpdate.LATEST * (-1 if raw.startswith(b"-") else 1)
    return 0.0 if age <= 0 else min(float(int(wallclock.now()) + age), float(httpdate.LATEST))


def _apply(cookie: QNetworkCookie, key: bytes, raw: bytes) -> None:
    if key == b"path":
        cookie._path = raw.decode("utf-8", "replace") if raw.startswith(b"/") else ""
    elif key == b"secure":
        cookie._flags |= _SECURE
    elif key == b"httponly":
        cookie._flags |= _HTTP_ONLY
    elif key == b"expires":
        moment = httpdate.parse_cookie_date(raw.strip(b'"').decode("latin-1"))
        if moment is not None:
            cookie._expires = float(moment)
    elif key == b"samesite":
        policies = QNetworkCookie.SameSite
        known = {b"none": policies.None_, b"lax": policies.Lax, b"strict": policies.Strict}
        cookie._same_site = known.get(raw.lower(), policies.Default)
