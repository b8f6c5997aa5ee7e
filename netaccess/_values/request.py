"""A request as a value: where it goes, with which headers, and how it is to be treated."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from . import headers, knownheaders
from .bytearray import QByteArray
from .httpconfig import CONNECTIONS_PER_HOST, QHttp1Configuration
from .knownheaders import KnownHeaders as _KnownHeaders
from .qtenum import QtEnum, export_enums, named
from .requestenums import Attribute as _Attribute
from .sslconfig import QSslConfiguration
from .url import QUrl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta
    from weakref import ReferenceType

    from .httpheaders import QHttpHeaders

_NO_ATTRIBUTES: Mapping[int, Any] = MappingProxyType({})


class _Limits:
    """What few requests set. Not changed once a request holds it, so copies of the request share it."""

    __slots__ = ("connections", "keep_alive", "redirects", "safety", "ssl", "timeout")

    def __init__(self) -> None:
        self.redirects = 50
        self.safety = 10 * 1024 * 1024
        self.timeout = 0  # milliseconds without progress
        self.connections = CONNECTIONS_PER_HOST
        self.keep_alive = (
            0,
            0,
            0,
        )  # seconds before the first probe, seconds between two, probes; 0 for the system's own
        self.ssl: QSslConfiguration | None = None

    def changed(self, name: str, value: Any) -> _Limits:
        """Return a copy with one member changed."""
        copied = _Limits()
        for member in self.__slots__:
            setattr(copied, member, getattr(self, member))
        setattr(copied, name, value)
        return copied

    def same(self, other: _Limits) -> bool:
        """Return whether requests with these limits can be equal. TLS settings do not count, as in Qt."""
        return self is other or all(
            getattr(self, member) == getattr(other, member) for member in self.__slots__ if member != "ssl"
        )


_USUAL = _Limits()


@export_enums
class QNetworkRequest:
    """A request, to be handed to a `QNetworkAccessManager`. Copies are cheap: they share what neither has changed."""

    KnownHeaders: TypeAlias = _KnownHeaders
    Attribute: TypeAlias = _Attribute

    class CacheLoadControl(QtEnum):
        """What `CacheLoadControlAttribute` may be: how much the cache is asked."""

        AlwaysNetwork = 0
        PreferNetwork = 1
        PreferCache = 2
        AlwaysCache = 3

    class LoadControl(QtEnum):
        """What the cookie and authentication attributes may be: done for the program, or left to it."""

        Automatic = 0
        Manual = 1

    class Priority(QtEnum):
        """Which of the waiting requests to a host goes first."""

        HighPriority = 1
        NormalPriority = 3
        LowPriority = 5

    class RedirectPolicy(QtEnum):
        """What `RedirectPolicyAttribute` may be: which redirects are followed."""

        ManualRedirectPolicy = 0
        NoLessSafeRedirectPolicy = 1
        SameOriginRedirectPolicy = 2
        UserVerifiedRedirectPolicy = 3

    class TransferTimeoutConstant(QtEnum):
        """A transfer timeout for those who do not want to choose one, in milliseconds."""

        DefaultTransferTimeoutConstant = 30000

    DefaultTransferTimeout = TransferTimeoutConstant.DefaultTransferTimeoutConstant

    __slots__ = (
        "__weakref__",
        "_qt_attributes",
        "_qt_headers",
        "_qt_limits",
        "_qt_origin",
        "_qt_priority",
        "_qt_url",
    )

    _qt_url: QUrl
    _qt_headers: headers.HeaderFields
    _qt_attributes: Mapping[int, Any]
    _qt_limits: _Limits
    _qt_origin: ReferenceType[Any] | None
    _qt_priority: QNetworkRequest.Priority

    def __init__(self, url: QUrl | str | QNetworkRequest = "") -> None:
        """Make a request for *url*, or a copy of another request. Raises TypeError for anything else."""
        if isinstance(url, QNetworkRequest):
            self._qt_take(url)
            return
        self._qt_url = _as_url(url)
        self._qt_headers = headers.EMPTY
        self._qt_attributes = _NO_ATTRIBUTES
        self._qt_limits = _USUAL
        self._qt_origin = None
        self._qt_priority = _NORMAL

    def _qt_take(self, other: QNetworkRequest) -> None:
        # Nothing behind these members is ever changed in place, the URL included: it is copied in and out.
        self._qt_url = other._qt_url
        self._qt_headers = other._qt_headers
        self._qt_attributes = other._qt_attributes
        self._qt_limits = other._qt_limits
        self._qt_origin = other._qt_origin
        self._qt_priority = other._qt_priority

    def url(self) -> QUrl:
        """Return a copy of the URL."""
        return QUrl(self._qt_url)

    def setUrl(self, url: QUrl | str) -> None:
        """Set the URL. Raises TypeError unless it is a `QUrl` or a str."""
        self._qt_url = _as_url(url)

    def header(self, header: QNetworkRequest.KnownHeaders) -> Any:
        """Return a known header as a Python object (see `setHeader`), None when it is not set or cannot be read."""
        return knownheaders.known(self._qt_headers, header)

    def setHeader(self, header: QNetworkRequest.KnownHeaders, value: Any) -> None:
        """Set a known header from a Python object; None removes it.

        Text headers take a str; lengths an int; dates a `QDateTime`, a `QDate`, Python's datetime or date, seconds since
        1970 or a str; locations a `QUrl`; cookie headers a list of `QNetworkCookie`; If-Match and If-None-Match a list
        of str.

        Raises TypeError for another object, ValueError for text that cannot be sent in a header.
        """
        self._qt_headers = knownheaders.with_known(self._qt_headers, header, value)

    def hasRawHeader(self, headerName: Any) -> bool:
        """Return whether a header of that name is set; case does not matter."""
        return headers.octets(headerName, "a header's name") in self._qt_headers

    def rawHeader(self, headerName: Any) -> QByteArray:
        """Return the value of a header as bytes, empty when it is not set; the name's case does not matter."""
        return QByteArray(self._qt_headers.get(headers.octets(headerName, "a header's name")) or b"")

    def rawHeaderList(self) -> list[QByteArray]:
        """Return the names of the headers that are set, in lower case, the last one set at the end."""
        return [QByteArray(name) for name in self._qt_headers.names()]

    def setRawHeader(self, headerName: Any, value: Any) -> None:
        """Set a header from bytes-like objects or str (as UTF-8); None or a null `QByteArray` removes it.

        Raises ValueError, naming the header, for a name that is no token and for a value with CR, LF or NUL.
        """
        self._qt_headers = headers.with_raw(self._qt_headers, headerName, value)

    def headers(self) -> QHttpHeaders:
        """Return a copy of the headers, one by one, in the order in which they are sent."""
        from .httpheaders import headers_of

        return headers_of(self._qt_headers)

    def setHeaders(self, newHeaders: QHttpHeaders) -> None:
        """Set all headers, in place of those that were set. Raises TypeError unless it is a `QHttpHeaders`.

        Repeated ones are sent one by one where HTTP allows that, cookies in one line, else the last of them.
        """
        from .httpheaders import fields_of

        self._qt_headers = fields_of(newHeaders)

    def attribute(self, code: QNetworkRequest.Attribute | int, defaultValue: Any = None) -> Any:
        """Return the attribute *code*, *defaultValue* when it is not set."""
        return self._qt_attributes.get(_attribute_code(code), defaultValue)

    def setAttribute(self, code: QNetworkRequest.Attribute | int, value: Any) -> None:
        """Set the attribute *code* to any Python object, which is kept as it is; None removes it.

        The two timeouts that are netaccess's own are milliseconds or a timedelta, and more than 0.

        Raises TypeError unless *code* is an integer, ValueError unless it is between 0 and `UserMax` or one of those that
        netaccess has added.
        """
        number = _attribute_code(code)
        if number in _TIMEOUTS and value is not None:
            value = _milliseconds(value)
            if value <= 0:
                raise ValueError(f"{_Attribute(number).name} is a time of more than 0 milliseconds, not {value!r}")
        attributes = dict(self._qt_attributes)
        if value is None:
            attributes.pop(number, None)
        else:
            attributes[number] = value
        if number == _FOLLOW:
            attributes.pop(_POLICY, None)
            if value is not None:
                policies = QNetworkRequest.RedirectPolicy
                attributes[_POLICY] = policies.NoLessSafeRedirectPolicy if value else policies.ManualRedirectPolicy
        self._qt_attributes = attributes or _NO_ATTRIBUTES

    def priority(self) -> QNetworkRequest.Priority:
        """Return the priority among the requests that wait for the same host."""
        return self._qt_priority

    def setPriority(self, priority: QNetworkRequest.Priority) -> None:
        """Set the priority. Raises ValueError for what is no `Priority`."""
        self._qt_priority = named(QNetworkRequest.Priority, priority)

    def originatingObject(self) -> Any:
        """Return the object the request was made for, None when there is none or it is gone."""
        return None if self._qt_origin is None else self._qt_origin()

    def setOriginatingObject(self, object: Any) -> None:
        """Remember the object the request is made for, without keeping it alive; None forgets it."""
        if object is None:
            self._qt_origin = None
            return
        from weakref import ref

        self._qt_origin = ref(object)

    def maximumRedirectsAllowed(self) -> int:
        """Return how many redirects are followed before the request fails."""
        return self._qt_limits.redirects

    def setMaximumRedirectsAllowed(self, maximumRedirectsAllowed: int) -> None:
        """Set how many redirects are followed before the request fails."""
        self._qt_limits = self._qt_limits.changed("redirects", int(maximumRedirectsAllowed))

    def transferTimeout(self) -> int:
        """Return after how many milliseconds without progress the transfer fails; 0 means never."""
        return self._qt_limits.timeout

    def transferTimeoutAsDuration(self) -> int:
        """Return the same as `transferTimeout`, milliseconds too."""
        return self._qt_limits.timeout

    def setTransferTimeout(self, timeout: int | float | timedelta = DefaultTransferTimeout) -> None:
        """Let the transfer fail after *timeout* without progress.

        :param timeout: milliseconds, or a timedelta; 0 and less mean never.
        """
        self._qt_limits = self._qt_limits.changed("timeout", _milliseconds(timeout))

    def http1Configuration(self) -> QHttp1Configuration:
        """Return a copy of the settings of HTTP/1.1."""
        configuration = QHttp1Configuration()
        configuration.setNumberOfConnectionsPerHost(self._qt_limits.connections)
        return configuration

    def setHttp1Configuration(self, configuration: QHttp1Configuration) -> None:
        """Set how HTTP/1.1 is spoken with the host. Raises TypeError unless it is a `QHttp1Configuration`."""
        if not isinstance(configuration, QHttp1Configuration):
            raise TypeError(f"a QHttp1Configuration is wanted, not {configuration!r}")
        self._qt_limits = self._qt_limits.changed("connections", configuration.numberOfConnectionsPerHost())

    def tcpKeepAliveIdleTimeBeforeProbes(self) -> int:
        """Return after how many seconds without traffic the connection is probed; 0 leaves it to the system."""
        return self._qt_limits.keep_alive[0]

    def setTcpKeepAliveIdleTimeBeforeProbes(self, idle: int) -> None:
        """Let a connection that is made for the request be probed after *idle* seconds without traffic."""
        _, interval, count = self._qt_limits.keep_alive
        self._qt_limits = self._qt_limits.changed("keep_alive", (_probes(idle), interval, count))

    def tcpKeepAliveIntervalBetweenProbes(self) -> int:
        """Return how many seconds lie between two probes; 0 leaves it to the system."""
        return self._qt_limits.keep_alive[1]

    def setTcpKeepAliveIntervalBetweenProbes(self, interval: int) -> None:
        """Let *interval* seconds lie between two probes."""
        idle, _, count = self._qt_limits.keep_alive
        self._qt_limits = self._qt_limits.changed("keep_alive", (idle, _probes(interval), count))

    def tcpKeepAliveProbeCount(self) -> int:
        """Return how many probes without an answer end the connection; 0 leaves it to the system."""
        return self._qt_limits.keep_alive[2]

    def setTcpKeepAliveProbeCount(self, probes: int) -> None:
        """Let *probes* probes without an answer end the connection."""
        idle, interval, _ = self._qt_limits.keep_alive
        self._qt_limits = self._qt_limits.changed("keep_alive", (idle, interval, _probes(probes)))

    def sslConfiguration(self) -> QSslConfiguration:
        """Return a copy of the TLS settings: those that were set, else `QSslConfiguration.defaultConfiguration`."""
        own = self._qt_limits.ssl
        return QSslConfiguration.defaultConfiguration() if own is None else QSslConfiguration(own)

    def setSslConfiguration(self, configuration: QSslConfiguration) -> None:
        """Set the TLS settings."""
        self._qt_limits = self._qt_limits.changed("ssl", QSslConfiguration(configuration))

    def decompressedSafetyCheckThreshold(self) -> int:
        """Return from how many decompressed bytes on a body is checked for being a bomb; -1 means never."""
        return self._qt_limits.safety

    def setDecompressedSafetyCheckThreshold(self, threshold: int) -> None:
        """Check a body for being a bomb from *threshold* decompressed bytes on; -1 never does."""
        self._qt_limits = self._qt_limits.changed("safety", int(threshold))

    def swap(self, other: QNetworkRequest) -> None:
        """Exchange this request with *other*."""
        mine = QNetworkRequest(self)
        self._qt_take(other)
        other._qt_take(mine)

    def __copy__(self) -> QNetworkRequest:
        copied = type(self).__new__(type(self))
        copied._qt_take(self)
        own = getattr(self, "__dict__", None)  # that of a subclass
        if own:
            copied.__dict__.update(own)
        return copied

    def __deepcopy__(self, memo: dict[int, Any]) -> QNetworkRequest:
        return self.__copy__()

    def __eq__(self, other: object) -> bool:
        """Compare URL, priority, headers, attributes and limits, not the originating object and the TLS settings."""
        if not isinstance(other, QNetworkRequest):
            return NotImplemented
        return (
            self._qt_url == other._qt_url
            and self._qt_priority == other._qt_priority
            and self._qt_headers == other._qt_headers
            and self._qt_attributes == other._qt_attributes
            and self._qt_limits.same(other._qt_limits)
        )

    def __repr__(self) -> str:
        return f"<netaccess.QtNetwork.QNetworkRequest({self._qt_url.toDisplayString()!r}) at {id(self):#x}>"


_NORMAL = QNetworkRequest.Priority.NormalPriority
_TIMEOUTS = (int(_Attribute.ConnectTimeoutAttribute), int(_Attribute.TotalTimeoutAttribute))
_FOLLOW = int(_Attribute.FollowRedirectsAttribute)
_POLICY = int(_Attribute.RedirectPolicyAttribute)
_OWN = (*_TIMEOUTS, _FOLLOW, int(_Attribute.SpdyAllowedAttribute), int(_Attribute.SpdyWasUsedAttribute))


def _as_url(url: QUrl | str) -> QUrl:
    if isinstance(url, (QUrl, str)):
        return QUrl(url)
    raise TypeError(f"a request is made for a QUrl or a str, not for {url!r}")


def _attribute_code(code: Any) -> int:
    if not isinstance(code, int):
        raise TypeError(f"an attribute's code is a QNetworkRequest.Attribute or an int, not {code!r}")
    if not 0 <= code <= _Attribute.UserMax and code not in _OWN:
        raise ValueError(f"an attribute's code is {code!r}; it must be between 0 and UserMax (32767)")
    return code


def _milliseconds(time: Any) -> int:
    """Return a time as milliseconds: a number of them, or a timedelta."""
    duration = getattr(time, "total_seconds", None)
    return int(cast("int", time)) if duration is None else round(duration() * 1000)


def _probes(number: int) -> int:
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"a number for TCP keep-alive is an int, not {number!r}")
    if not 0 <= number <= 32767:
        raise ValueError(f"a number for TCP keep-alive is between 0 and 32767, not {number!r}")
    return number
