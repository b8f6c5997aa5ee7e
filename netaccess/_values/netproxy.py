"""The proxy that requests go through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import knownheaders
from .bytearray import QByteArray
from .headers import EMPTY, HeaderFields, octets, with_raw
from .knownheaders import KnownHeaders
from .qtenum import QtEnum, QtFlag, export_enums, named

if TYPE_CHECKING:
    from .httpheaders import QHttpHeaders


@export_enums
class QNetworkProxy:
    """A proxy as a value: its type, where it listens, and who asks."""

    class ProxyType(QtEnum):
        """What kind of proxy it is. The transport speaks `HttpProxy` and `HttpCachingProxy`."""

        DefaultProxy = 0
        Socks5Proxy = 1
        NoProxy = 2
        HttpProxy = 3
        HttpCachingProxy = 4
        FtpCachingProxy = 5

    class Capability(QtFlag):
        """What a proxy can do."""

        TunnelingCapability = 1
        ListeningCapability = 2
        UdpTunnelingCapability = 4
        CachingCapability = 8
        HostNameLookupCapability = 16
        SctpTunnelingCapability = 32
        SctpListeningCapability = 64

    __slots__ = ("__weakref__", "_capabilities", "_headers", "_host", "_password", "_port", "_type", "_user")

    def __init__(
        self,
        type: QNetworkProxy | QNetworkProxy.ProxyType = ProxyType.DefaultProxy,
        hostName: str = "",
        port: int = 0,
        user: str = "",
        password: str = "",
    ) -> None:
        """Make a proxy, or a copy of another `QNetworkProxy`.

        :param port: 0 to 65535.

        Raises ValueError for an unknown type or a port out of range.
        """
        if isinstance(type, QNetworkProxy):
            self._take(type)
            return
        self._type = named(QNetworkProxy.ProxyType, type)
        self._host = _text(hostName, "host name")
        self._port = _port(port)
        self._user = _text(user, "user")
        self._password = _text(password, "password")
        self._capabilities: QNetworkProxy.Capability | None = None
        self._headers = EMPTY

    def _take(self, other: QNetworkProxy) -> None:
        self._type, self._host, self._port = other._type, other._host, other._port
        self._user, self._password = other._user, other._password
        self._capabilities, self._headers = other._capabilities, other._headers

    def type(self) -> QNetworkProxy.ProxyType:
        """Return the kind of proxy."""
        return self._type

    def setType(self, type: QNetworkProxy.ProxyType) -> None:
        """Set the kind of proxy, and with it the capabilities unless `setCapabilities` chose them."""
        self._type = named(QNetworkProxy.ProxyType, type)

    def hostName(self) -> str:
        """Return the proxy's host."""
        return self._host

    def setHostName(self, hostName: str | None) -> None:
        """Set the proxy's host, a name or an address."""
        self._host = _text(hostName, "host name")

    def port(self) -> int:
        """Return the proxy's port, 0 when none was set."""
        return self._port

    def setPort(self, port: int) -> None:
        """Set the proxy's port. Raises ValueError unless it is between 0 and 65535."""
        self._port = _port(port)

    def user(self) -> str:
        """Return the user name for the proxy."""
        return self._user

    def setUser(self, userName: str | None) -> None:
        """Set the user name for the proxy."""
        self._user = _text(userName, "user")

    def password(self) -> str:
        """Return the password for the proxy."""
        return self._password

    def setPassword(self, password: str | None) -> None:
        """Set the password for the proxy."""
        self._password = _text(password, "password")

    def capabilities(self) -> QNetworkProxy.Capability:
        """Return what the proxy can do: what was set, else what its type can do."""
        return _CAPABILITIES[self._type] if self._capabilities is None else self._capabilities

    def setCapabilities(self, capab: QNetworkProxy.Capability) -> None:
        """Say what the proxy can do."""
        self._capabilities = QNetworkProxy.Capability(capab)

    def isCachingProxy(self) -> bool:
        """Return whether the proxy can be asked for a URL."""
        return QNetworkProxy.Capability.CachingCapability in self.capabilities()

    def isTransparentProxy(self) -> bool:
        """Return whether the proxy can pass a connection through."""
        return QNetworkProxy.Capability.TunnelingCapability in self.capabilities()

    # Only a proxy that is spoken to in HTTP has headers: for the other types there are none, and setting does nothing.

    def _sent(self) -> HeaderFields:
        return self._headers if self._type in _WITH_HEADERS else EMPTY

    def _send(self, fields: HeaderFields) -> None:
        if self._type in _WITH_HEADERS:
            self._headers = fields

    def headers(self) -> QHttpHeaders:
        """Return a copy of the headers sent to the proxy, one by one and in order."""
        from .httpheaders import headers_of

        return headers_of(self._sent())

    def setHeaders(self, headers: QHttpHeaders) -> None:
        """Set all headers sent to the proxy. Raises TypeError unless it is a `QHttpHeaders`."""
        from .httpheaders import fields_of

        self._send(fields_of(headers))

    def header(self, header: KnownHeaders) -> Any:
        """Return a header sent to the proxy as a Python object, None when it is not set."""
        return knownheaders.known(self._sent(), header)

    def setHeader(self, header: KnownHeaders, value: Any) -> None:
        """Set a header sent to the proxy; None removes it. Raises what `QNetworkRequest.setHeader` raises."""
        self._send(knownheaders.with_known(self._sent(), header, value))

    def hasRawHeader(self, headerName: Any) -> bool:
        """Return whether a header of that name is sent to the proxy."""
        return octets(headerName, "a header's name") in self._sent()

    def rawHeader(self, headerName: Any) -> QByteArray:
        """Return the value of a header sent to the proxy, empty when it is not set."""
        return QByteArray(self._sent().get(octets(headerName, "a header's name")) or b"")

    def rawHeaderList(self) -> list[QByteArray]:
        """Return the names of the headers sent to the proxy, in lower case."""
        return [QByteArray(name) for name in self._sent().names()]

    def setRawHeader(self, headerName: Any, value: Any) -> None:
        """Set a header sent to the proxy; None removes it. Raises ValueError for what cannot be sent."""
        self._send(with_raw(self._sent(), headerName, value))

    @staticmethod
    def applicationProxy() -> QNetworkProxy:
        """Return a copy of the proxy of everything that has none of its own."""
        return QNetworkProxy(_application)

    @staticmethod
    def setApplicationProxy(proxy: QNetworkProxy | QNetworkProxy.ProxyType) -> None:
        """Set the proxy of everything that has none of its own. `DefaultProxy` means none, as `NoProxy` does."""
        global _application
        chosen = QNetworkProxy(proxy)
        if chosen._type == QNetworkProxy.ProxyType.DefaultProxy:
            chosen = QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)
        _application = chosen

    def swap(self, other: QNetworkProxy) -> None:
        """Exchange this proxy with *other*."""
        mine = QNetworkProxy(self)
        self._take(other)
        other._take(mine)

    def __copy__(self) -> QNetworkProxy:
        return QNetworkProxy(self)

    def __deepcopy__(self, memo: Any) -> QNetworkProxy:
        return QNetworkProxy(self)

    def __eq__(self, other: object) -> bool:
        """Compare everything but the headers; a `ProxyType` stands for the proxy that has nothing but it."""
        if isinstance(other, QNetworkProxy.ProxyType):
            other = QNetworkProxy(other)
        if not isinstance(other, QNetworkProxy):
            return NotImplemented
        return (
            self._type == other._type
            and self._host == other._host
            and self._port == other._port
            and self._user == other._user
            and self._password == other._password
            and self.capabilities() == other.capabilities()
        )

    def __repr__(self) -> str:
        names = " ".join(word for flag, word in _WORDS.items() if flag in self.capabilities())
        where = f"{self._host}:{self._port}"
        return f'<netaccess.QtNetwork.QNetworkProxy({self._type.name} "{where}" [{names}]) at {id(self):#x}>'


def _text(value: str | None, what: str) -> str:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"a proxy's {what} must be a str, not {value!r}")
    return value or ""


def _port(port: int) -> int:
    if not isinstance(port, int):
        raise TypeError(f"a proxy's port must be an int, not {port!r}")
    if not 0 <= port <= 65535:
        raise ValueError(f"a proxy's port is {port!r}; it must be between 0 and 65535")
    return int(port)


_C = QNetworkProxy.Capability
_WITH_HEADERS = (QNetworkProxy.ProxyType.HttpProxy, QNetworkProxy.ProxyType.HttpCachingProxy)
_DIRECT = (
    _C.TunnelingCapability
    | _C.ListeningCapability
    | _C.UdpTunnelingCapability
    | _C.SctpTunnelingCapability
    | _C.SctpListeningCapability
)
_CACHING = _C.CachingCapability | _C.HostNameLookupCapability
_CAPABILITIES = {
    QNetworkProxy.ProxyType.DefaultProxy: _DIRECT,
    QNetworkProxy.ProxyType.Socks5Proxy: _C.TunnelingCapability
    | _C.ListeningCapability
    | _C.UdpTunnelingCapability
    | _C.HostNameLookupCapability,
    QNetworkProxy.ProxyType.NoProxy: _DIRECT,
    QNetworkProxy.ProxyType.HttpProxy: _C.TunnelingCapability | _CACHING,
    QNetworkProxy.ProxyType.HttpCachingProxy: _CACHING,
    QNetworkProxy.ProxyType.FtpCachingProxy: _CACHING,
}
_WORDS = {
    _C.TunnelingCapability: "Tunnel",
    _C.ListeningCapability: "Listen",
    _C.UdpTunnelingCapability: "UDP",
    _C.CachingCapability: "Caching",
    _C.HostNameLookupCapability: "NameLookup",
    _C.SctpTunnelingCapability: "SctpTunnel",
    _C.SctpListeningCapability: "SctpListen",
}

_application = QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)


def application_proxy() -> QNetworkProxy:
    """Return what `QNetworkProxy.applicationProxy` returns a copy of, for a look only."""
    return _application
