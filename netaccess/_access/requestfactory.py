"""`QNetworkRequestFactory`: makes requests that have the server, the credentials and the settings in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netaccess._kernel.qtwarning import warn
from netaccess._values.bytearray import QByteArray
from netaccess._values.headers import field_value, octets
from netaccess._values.httpheaders import QHttpHeaders
from netaccess._values.request import QNetworkRequest
from netaccess._values.sslconfig import QSslConfiguration
from netaccess._values.url import QUrl
from netaccess._values.urlquery import QUrlQuery

if TYPE_CHECKING:
    from datetime import timedelta

_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded


class QNetworkRequestFactory:
    """What the requests to one service have in common: base URL, credentials, headers, query, attributes and limits.

    `createRequest` makes a request of it, for a path below the base URL and a query of its own. What is set later is for
    later requests. Copies are independent of each other.
    """

    __slots__ = (
        "__weakref__",
        "_qt_base",
        "_qt_headers",
        "_qt_model",
        "_qt_password",
        "_qt_query",
        "_qt_ssl",
        "_qt_token",
        "_qt_user",
    )

    def __init__(self, baseUrl: QUrl | str | QNetworkRequestFactory = "") -> None:
        """:param baseUrl: what all requests begin with; or a factory to copy. Raises `TypeError` for anything else."""
        if isinstance(baseUrl, QNetworkRequestFactory):
            self._qt_take(baseUrl)
            return
        # Attributes, priority and timeout are kept in a request, which hands them on.
        self._qt_base = _as_url(baseUrl)
        self._qt_model = QNetworkRequest()
        self._qt_headers = QHttpHeaders()
        self._qt_query = QUrlQuery()
        self._qt_ssl: QSslConfiguration | None = None
        self._qt_token = b""
        self._qt_user = ""
        self._qt_password = ""

    def _qt_take(self, other: QNetworkRequestFactory) -> None:
        self._qt_base = other._qt_base
        self._qt_model = QNetworkRequest(other._qt_model)
        self._qt_headers = QHttpHeaders(other._qt_headers)
        self._qt_query = QUrlQuery(other._qt_query)
        self._qt_ssl = other._qt_ssl
        self._qt_token = other._qt_token
        self._qt_user = other._qt_user
        self._qt_password = other._qt_password

    # Making requests.

    def createRequest(self, path: str | QUrlQuery | None = None, query: QUrlQuery | None = None) -> QNetworkRequest:
        """Return a request for what lies at *path* below the base URL.

        :param path: a relative path, which may have a query; other parts of a URL in it are dropped with a warning. Between
            it and the base URL there is one ``/``.
        :param query: more query parameters, or the only argument; they come first, then those in *path*, then
            `queryParameters`. If there are any, they take the place of the base URL's own.
        Raises `TypeError` for other arguments.
        """
        if isinstance(path, QUrlQuery) and query is None:
            path, query = None, path
        if path is not None and not isinstance(path, str):
            raise TypeError(f"createRequest() takes a path (a str), a QUrlQuery, or both, not {path!r}")
        if query is not None and not isinstance(query, QUrlQuery):
            raise TypeError(f"the query of a request is a QUrlQuery, not {query!r}")
        request = QNetworkRequest(self._qt_model)
        request.setUrl(self._qt_url_for(path or "", query))
        if not self._qt_headers.isEmpty() or self._qt_token:
            headers = QHttpHeaders(self._qt_headers)
            if self._qt_token:
                headers.replaceOrAppend("Authorization", b"Bearer " + self._qt_token)
            request.setHeaders(headers)
        if self._qt_ssl is not None:
            request.setSslConfiguration(self._qt_ssl)
        return request

    def _qt_url_for(self, path: str, query: QUrlQuery | None) -> QUrl:
        """Return the URL of a request."""
        url = QUrl(self._qt_base)
        url.setUserName(self._qt_user or None)
        url.setPassword(self._qt_password or None)
        relative = QUrl(path)
        if relative.scheme() or relative.authority():
            warn(
                f"The provided path {path} may only contain path and query item components, and other parts will be "
                "ignored. Set the baseUrl instead",
                "qt.network.access.request.factory",
            )
        lower = relative.path(_ENCODED)
        if lower:
            upper = url.path(_ENCODED)
            url.setPath(upper.removesuffix("/") + "/" + lower.removeprefix("/"), QUrl.ParsingMode.TolerantMode)
        parameters = QUrlQuery() if query is None else QUrlQuery(query)
        for more in (QUrlQuery(relative), self._qt_query):
            for (key, value), (_, stored) in zip(more.queryItems(_ENCODED), more._qt_items, strict=True):
                parameters.addQueryItem(key, None if stored is None else value)  # a key alone stays one
        if not parameters.isEmpty():
            url.setQuery(parameters)
        return url

    # Where requests go.

    def baseUrl(self) -> QUrl:
        """Return the base URL as it was set, credentials included, which requests do not take from there."""
        return QUrl(self._qt_base)

    def setBaseUrl(self, url: QUrl | str) -> None:
        """Set what all requests begin with: scheme, host, and the beginning of the path."""
        self._qt_base = _as_url(url)

    def queryParameters(self) -> QUrlQuery:
        """Return a copy of the parameters that each request's query ends with."""
        return QUrlQuery(self._qt_query)

    def setQueryParameters(self, query: QUrlQuery) -> None:
        """Let the query of each request end with *query*. Raises `TypeError` for what is no `QUrlQuery`."""
        if not isinstance(query, QUrlQuery):
            raise TypeError(f"the parameters are a QUrlQuery, not {query!r}")
        self._qt_query = QUrlQuery(query)

    def clearQueryParameters(self) -> None:
        """Forget the parameters."""
        self._qt_query = QUrlQuery()

    # Credentials.

    def bearerToken(self) -> QByteArray:
        """Return the token that requests identify themselves with, empty when there is none."""
        return QByteArray(self._qt_token)

    def setBearerToken(self, token: Any) -> None:
        """Send ``Authorization: Bearer token`` with each request, in place of such a header among the common ones.

        :param token: bytes, a `QByteArray` or a str; empty or None for none. Raises `ValueError` if it cannot stand in a
            header: it has a CR, LF, NUL or another control character.
        """
        raw = b"" if token is None else octets(token, "a bearer token")
        field_value(b"Authorization", raw)
        self._qt_token = raw

    def clearBearerToken(self) -> None:
        """Forget the token."""
        self._qt_token = b""

    def userName(self) -> str:
        """Return the user name of each request's URL."""
        return self._qt_user

    def setUserName(self, userName: str | None) -> None:
        """Put a user name into each request's URL; it is sent when the server asks for credentials."""
        self._qt_user = _text(userName, "a user name")

    def clearUserName(self) -> None:
        """Forget the user name."""
        self._qt_user = ""

    def password(self) -> str:
        """Return the password of each request's URL."""
        return self._qt_password

    def setPassword(self, password: str | None) -> None:
        """Put a password into each request's URL; it is sent when the server asks for credentials."""
        self._qt_password = _text(password, "a password")

    def clearPassword(self) -> None:
        """Forget the password."""
        self._qt_password = ""

    # Headers, limits, attributes.

    def commonHeaders(self) -> QHttpHeaders:
        """Return a copy of the headers that each request has."""
        return QHttpHeaders(self._qt_headers)

    def setCommonHeaders(self, headers: QHttpHeaders) -> None:
        """Give these headers to each request. Raises `TypeError` for what is no `QHttpHeaders`."""
        if not isinstance(headers, QHttpHeaders):
            raise TypeError(f"the common headers are a QHttpHeaders, not {headers!r}")
        self._qt_headers = QHttpHeaders(headers)

    def clearCommonHeaders(self) -> None:
        """Forget the common headers."""
        self._qt_headers = QHttpHeaders()

    def transferTimeout(self) -> int:
        """Return after how many milliseconds without progress a request fails; 0 means never."""
        return self._qt_model.transferTimeout()

    def transferTimeoutAsDuration(self) -> int:
        """Return the same as `transferTimeout`, milliseconds too."""
        return self._qt_model.transferTimeout()

    def setTransferTimeout(self, timeout: int | timedelta) -> None:
        """Let requests fail after *timeout* (milliseconds or a timedelta) without progress; 0 means never."""
        self._qt_model.setTransferTimeout(timeout)

    def priority(self) -> QNetworkRequest.Priority:
        """Return the priority of requests among those that wait for the same host."""
        return self._qt_model.priority()

    def setPriority(self, priority: QNetworkRequest.Priority) -> None:
        """Set the priority. Raises `ValueError` for what is no `QNetworkRequest.Priority`."""
        self._qt_model.setPriority(priority)

    def sslConfiguration(self) -> QSslConfiguration:
        """Return a copy of the TLS settings, null ones (`QSslConfiguration.isNull`) when none were set."""
        return QSslConfiguration(self._qt_ssl)

    def setSslConfiguration(self, configuration: QSslConfiguration) -> None:
        """Give these TLS settings to each request, instead of the default ones. Raises `TypeError` for anything else."""
        if not isinstance(configuration, QSslConfiguration):
            raise TypeError(f"the TLS settings are a QSslConfiguration, not {configuration!r}")
        self._qt_ssl = QSslConfiguration(configuration)

    def attribute(self, attribute: QNetworkRequest.Attribute, defaultValue: Any = None) -> Any:
        """Return the attribute that requests have, *defaultValue* when it is not set."""
        return self._qt_model.attribute(attribute, defaultValue)

    def setAttribute(self, attribute: QNetworkRequest.Attribute, value: Any) -> None:
        """Give each request an attribute, as `QNetworkRequest.setAttribute` does; None removes it."""
        self._qt_model.setAttribute(attribute, value)

    def clearAttribute(self, attribute: QNetworkRequest.Attribute) -> None:
        """Forget one attribute."""
        self._qt_model.setAttribute(attribute, None)

    def clearAttributes(self) -> None:
        """Forget all attributes."""
        for code in tuple(self._qt_model._qt_attributes):
            self._qt_model.setAttribute(code, None)

    # As a value.

    def swap(self, other: QNetworkRequestFactory) -> None:
        """Exchange everything with *other*."""
        if not isinstance(other, QNetworkRequestFactory):
            raise TypeError(f"a QNetworkRequestFactory is wanted, not {other!r}")
        mine = QNetworkRequestFactory(self)
        self._qt_take(other)
        other._qt_take(mine)

    def __copy__(self) -> QNetworkRequestFactory:
        return QNetworkRequestFactory(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> QNetworkRequestFactory:
        return QNetworkRequestFactory(self)

    def __repr__(self) -> str:
        return f"<netaccess.QtNetwork.QNetworkRequestFactory({self._qt_base.toDisplayString()!r}) at {id(self):#x}>"


def _as_url(url: QUrl | str) -> QUrl:
    if isinstance(url, (QUrl, str)):
        return QUrl(url)
    raise TypeError(f"requests are made for a QUrl or a str, not for {url!r}")


def _text(text: str | None, what: str) -> str:
    if text is not None and not isinstance(text, str):
        raise TypeError(f"{what} is a str, not {text!r}")
    return text or ""
