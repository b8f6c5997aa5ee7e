"""`QNetworkReply`: what came back, or is coming, for a request. The base of the replies made here and of users' own."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, TypeAlias

from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.threaddata import DEAD
from netaccess._values import knownheaders
from netaccess._values.bytearray import QByteArray
from netaccess._values.errors import NetworkError as _NetworkError
from netaccess._values.headers import EMPTY, HeaderFields, octets, with_raw
from netaccess._values.operation import Operation
from netaccess._values.qtenum import export_enums
from netaccess._values.request import QNetworkRequest
from netaccess._values.url import QUrl

if TYPE_CHECKING:
    from netaccess._values.httpheaders import QHttpHeaders

    from .manager import QNetworkAccessManager

_ENCRYPTED = int(QNetworkRequest.Attribute.ConnectionEncryptedAttribute)
_ENCRYPTED_SCHEMES = ("https", "preconnect-https")


@export_enums
class QNetworkReply(QIODevice):
    """The response to a request: a sequential device to read the body from, with headers, attributes and errors.

    The manager's own replies are open for reading when they are returned. A program may derive its own from this class and
    return them from `QNetworkAccessManager.createRequest`: it opens itself, overrides ``abort`` and the reading virtuals of
    `QIODevice`, describes the response through the ``set...`` methods, and emits the signals, `finished` last.
    """

    NetworkError: TypeAlias = _NetworkError

    #: The response's head is here: headers and attributes can be read.
    metaDataChanged = Signal()
    #: The reply is complete, failed or aborted; nothing follows.
    finished = Signal()
    #: Why the request failed; comes before `finished`.
    errorOccurred = Signal(_NetworkError)
    #: The errors of the server's certificate, as a list of `QSslError`.
    sslErrors = Signal("QList<QSslError>", arguments=("errors",))
    #: The TLS handshake has succeeded.
    encrypted = Signal()
    #: So many bytes have come, of so many (-1: not known).
    downloadProgress = Signal("qint64", "qint64", arguments=("bytesReceived", "bytesTotal"))
    #: So many bytes have been sent, of so many (-1: not known); 0 of 0 at the end.
    uploadProgress = Signal("qint64", "qint64", arguments=("bytesSent", "bytesTotal"))
    #: The reply has moved on to this URL.
    redirected = Signal(QUrl, arguments=("url",))
    #: To be emitted by the program to consent to a redirect under ``UserVerifiedRedirectPolicy``.
    redirectAllowed = Signal()
    #: A new connection is being made.
    socketStartedConnecting = Signal()
    #: The request has been sent.
    requestSent = Signal()

    _qt_announces: bool = False  # whether it tells its manager of its end itself
    _qt_manager: weakref.ref[QNetworkAccessManager] | None = None
    _qt_request: QNetworkRequest | None = None
    _qt_url: QUrl | None = None
    _qt_operation: Operation = Operation.UnknownOperation
    _qt_headers: HeaderFields = EMPTY
    _qt_attributes: dict[int, Any] | None = None
    _qt_code: _NetworkError = _NetworkError.NoError
    _qt_done: bool = False
    _qt_buffer_limit: int = 0

    def __init__(self, parent: QObject | None = None, **keywords: Any) -> None:
        """:param parent: the owner; replies of a manager are its children."""
        super().__init__(parent, **keywords)

    def _qt_error_code(self) -> _NetworkError:
        """Return the error found so far, `NoError` when there is none."""
        return self._qt_code

    #: PySide 1 and 2 have a signal of this name, PySide6 a method: it is both, ``error()`` and ``error.connect(slot)``.
    error = Signal(_NetworkError).callable_as(_qt_error_code)

    # What the response is.

    def manager(self) -> QNetworkAccessManager | None:
        """Return the manager the reply belongs to, None when that has been deleted."""
        manager = None if self._qt_manager is None else self._qt_manager()
        return None if manager is None or manager._qt_thread is DEAD else manager

    def operation(self) -> Operation:
        """Return what was asked for; a redirect may have made a GET of it."""
        return self._qt_operation

    def request(self) -> QNetworkRequest:
        """Return a copy of the request."""
        return QNetworkRequest() if self._qt_request is None else QNetworkRequest(self._qt_request)

    def url(self) -> QUrl:
        """Return the URL of the content; after redirects the last one."""
        return QUrl(self._qt_url)

    def isFinished(self) -> bool:
        """Return whether the reply is complete, failed or aborted."""
        return self._qt_done

    def isRunning(self) -> bool:
        """Return whether the reply is still being worked on."""
        return not self._qt_done

    def header(self, header: QNetworkRequest.KnownHeaders) -> Any:
        """Return a known header as a Python object (see `QNetworkRequest.setHeader`), None when it has not been received."""
        return knownheaders.known(self._qt_headers, header)

    def hasRawHeader(self, headerName: Any) -> bool:
        """Return whether a header of that name was received; case does not matter."""
        return octets(headerName, "a header's name") in self._qt_headers

    def rawHeader(self, headerName: Any) -> QByteArray:
        """Return a header's value, several joined by ``, `` (Set-Cookie by newline); empty when there is none."""
        return QByteArray(self._qt_headers.get(octets(headerName, "a header's name")) or b"")

    def rawHeaderList(self) -> list[QByteArray]:
        """Return the names of the headers received, in lower case and in order."""
        return [QByteArray(name) for name in self._qt_headers.names()]

    def rawHeaderPairs(self) -> list[tuple[QByteArray, QByteArray]]:
        """Return names and values of the headers received, in order."""
        return [(QByteArray(name), QByteArray(value)) for name, value in self._qt_headers.items()]

    def headers(self) -> QHttpHeaders:
        """Return a copy of the headers received, one by one and in order."""
        from netaccess._values.httpheaders import headers_of

        return headers_of(self._qt_headers)

    def attribute(self, code: QNetworkRequest.Attribute) -> Any:
        """Return an attribute of the reply, None when it is not set.

        `ConnectionEncryptedAttribute` is there from the beginning: as long as nothing is known of a connection, the
        scheme of the request tells.
        """
        attributes = self._qt_attributes
        if attributes is not None and code in attributes:
            return attributes[code]
        if code == _ENCRYPTED:
            return self._qt_request is not None and self._qt_request._qt_url.scheme() in _ENCRYPTED_SCHEMES
        return None

    # Reading.

    def isSequential(self) -> bool:
        """Return True: a body can be read once, from its beginning."""
        return True

    def readBufferSize(self) -> int:
        """Return how many bytes wait to be read at the most; 0 for any number."""
        return self._qt_buffer_limit

    def setReadBufferSize(self, size: int) -> None:
        """Let at most *size* bytes wait to be read, 0 any number. Beyond that the server has to wait."""
        if not isinstance(size, int):
            raise TypeError(f"a buffer's size is an int, a number of bytes, not {size!r}")
        if size < 0:
            raise ValueError(f"a buffer's size is a number of bytes >= 0, not {size!r}")
        self._qt_buffer_limit = int(size)

    def abort(self) -> None:
        """Give up: whatever is under way ends, and the reply is closed. To be overridden by users' own replies."""
        self.close()

    # For derived classes: describing the response.

    def setOperation(self, operation: Operation) -> None:
        """Set what `operation` returns."""
        self._qt_operation = Operation(operation)

    def setRequest(self, request: QNetworkRequest) -> None:
        """Set what `request` returns."""
        self._qt_request = QNetworkRequest(request)

    def setUrl(self, url: QUrl) -> None:
        """Set what `url` returns."""
        self._qt_url = QUrl(url)

    def setError(self, errorCode: _NetworkError, errorString: str) -> None:
        """Set what `error` and `errorString` return. Emits nothing."""
        self._qt_code = _NetworkError(errorCode)
        self.setErrorString(errorString)

    def setFinished(self, finished: bool) -> None:
        """Set what `isFinished` returns. Emits nothing."""
        self._qt_done = bool(finished)

    def setHeader(self, header: QNetworkRequest.KnownHeaders, value: Any) -> None:
        """Set a known header from a Python object, as `QNetworkRequest.setHeader` does."""
        self._qt_headers = knownheaders.with_known(self._qt_headers, header, value)

    def setRawHeader(self, headerName: Any, value: Any) -> None:
        """Set a header from bytes or str; None removes it."""
        self._qt_headers = with_raw(self._qt_headers, headerName, value)

    def setHeaders(self, newHeaders: QHttpHeaders) -> None:
        """Set all headers, in place of those that were set. Raises TypeError unless it is a `QHttpHeaders`."""
        from netaccess._values.httpheaders import fields_of

        self._qt_headers = fields_of(newHeaders)

    def setWellKnownHeader(self, name: QHttpHeaders.WellKnownHeader, value: Any) -> None:
        """Set one header, given by number, from bytes or str: where it stood first, else at the end."""
        from netaccess._values.httpheaders import with_well_known

        self._qt_headers = with_well_known(self._qt_headers, name, value)

    def setAttribute(self, code: QNetworkRequest.Attribute, value: Any) -> None:
        """Set an attribute to any Python object; None removes it."""
        attributes = self._qt_attributes
        if attributes is None:
            attributes = self._qt_attributes = {}
        if value is None:
            attributes.pop(int(code), None)
        else:
            attributes[int(code)] = value
