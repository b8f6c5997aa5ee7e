"""`QNetworkAccessManager`: sends requests and hands out their replies."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, TypeAlias

from netaccess._kernel.affinity import check_thread
from netaccess._kernel.destruction import destroy
from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.threaddata import DEAD
from netaccess._values.bytearray import QByteArray
from netaccess._values.errors import NetworkError
from netaccess._values.headers import field_name
from netaccess._values.messages import Endpoint, Failed, ProxyRoute
from netaccess._values.netproxy import QNetworkProxy
from netaccess._values.operation import Operation as _Operation
from netaccess._values.qtenum import export_enums, named
from netaccess._values.request import QNetworkRequest
from netaccess._values.requestenums import Attribute
from netaccess._values.sslconfig import QSslConfiguration
from netaccess._values.url import QUrl

from .accessibility import DISABLED
from .accessibility import NetworkAccessibility as _NetworkAccessibility
from .body import MustCollect, as_device, described, in_memory, plan
from .ending import delete_if_asked_to
from .exchange import Exchange, proxy_route, verifies
from .hostqueue import HostQueue
from .inbox import Inbox
from .places import Places
from .preconnect import PreconnectReply
from .reply import QNetworkReply
from .transfer import TransferReply
from .upload import Collector

if TYPE_CHECKING:
    from netaccess._transport.base import Transport

    from .cookiejar import QNetworkCookieJar

_VERBS = {
    _Operation.HeadOperation: b"HEAD",
    _Operation.GetOperation: b"GET",
    _Operation.PutOperation: b"PUT",
    _Operation.PostOperation: b"POST",
    _Operation.DeleteOperation: b"DELETE",
}
_OPERATIONS = {verb: operation for operation, verb in _VERBS.items()}
_UPLOADS = (_Operation.PutOperation, _Operation.PostOperation)
_WITHOUT_EMPTY_BODIES = (_Operation.HeadOperation, _Operation.GetOperation, _Operation.DeleteOperation)
_NETWORK_SCHEMES = ("http", "https")
_LOCAL_SCHEMES = ("file", "data")
_SCHEMES = ("file", "http", "https", "data")


def _make_pool() -> Transport:
    """Return what moves bytes for a new manager: threads and sockets, loaded when they are first needed."""
    from netaccess._transport.pool import Pool

    return Pool()


class Seam:
    """Where another transport can be plugged in: whatever `make_transport` returns serves the managers that need one next."""

    make_transport = staticmethod(_make_pool)


@export_enums
class QNetworkAccessManager(QObject):
    """Sends requests over the network, six at a time to one host, and keeps what they share (``QNetworkAccessManager``).

    One manager is enough for a program. It lives in one thread: its methods are called there, and its replies emit there.
    Replies are its children and need no other reference; the program deletes them with ``deleteLater`` when it is done.
    """

    Operation: TypeAlias = _Operation
    NetworkAccessibility: TypeAlias = _NetworkAccessibility

    #: A reply is complete, failed or aborted.
    finished = Signal("QNetworkReply*", arguments=("reply",))
    #: A reply's TLS handshake has succeeded.
    encrypted = Signal("QNetworkReply*", arguments=("reply",))
    #: A server's certificate does not hold: the reply, and a list of `QSslError`.
    sslErrors = Signal("QNetworkReply*", "QList<QSslError>", arguments=("reply", "errors"))

    #: Whether the network may be used has changed, by `setNetworkAccessible`.
    networkAccessibleChanged = Signal(_NetworkAccessibility, arguments=("accessible",))

    _qt_transport: Transport | None = None
    _qt_jar: QNetworkCookieJar | None = None
    _qt_cache: QObject | None = None
    _qt_proxy: QNetworkProxy | None = None
    _qt_policy = QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy
    _qt_timeout: int = 0
    _qt_auto_delete: bool = False
    _qt_accessible = _NetworkAccessibility.Accessible

    def __init__(self, parent: QObject | None = None, **keywords: Any) -> None:
        """:param parent: the owner."""
        super().__init__(parent, **keywords)
        # By endpoint. One is a tuple, and is found by any that equals it.
        self._qt_queues: dict[tuple[str, str, int, ProxyRoute | None, bool], HostQueue] = {}
        self._qt_places = Places()

    # Sending.

    def get(self, request: QNetworkRequest, data: Any = None) -> QNetworkReply:
        """Ask for the contents of the request's URL, and return the open reply. Nothing is emitted before this returns.

        :param data: a body to send along, as for `post`; hardly ever wanted.
        Raises `RuntimeError` when called from another thread than the manager's, `TypeError` for what is no request.
        """
        return self._qt_send(_Operation.GetOperation, request, data)

    def head(self, request: QNetworkRequest) -> QNetworkReply:
        """Ask for the headers only, and return the open reply."""
        return self._qt_send(_Operation.HeadOperation, request, None)

    def post(self, request: QNetworkRequest, data: Any) -> QNetworkReply:
        """Send *data* with the method POST, and return the open reply.

        :param data: bytes, a bytearray, a memoryview, a `QByteArray`, a `QHttpMultiPart`, a `QIODevice` or a binary file
            object, which is read from where it stands, on this thread, while it is sent; None sends an empty body.
        """
        return self._qt_send(_Operation.PostOperation, request, data)

    def put(self, request: QNetworkRequest, data: Any) -> QNetworkReply:
        """Send *data* with the method PUT, and return the open reply. See `post` for what *data* may be."""
        return self._qt_send(_Operation.PutOperation, request, data)

    def deleteResource(self, request: QNetworkRequest) -> QNetworkReply:
        """Ask the server to delete what the request's URL names, and return the open reply."""
        return self._qt_send(_Operation.DeleteOperation, request, None)

    def sendCustomRequest(self, request: QNetworkRequest, verb: Any, data: Any = None) -> QNetworkReply:
        """Send a request with any method, and return the open reply.

        :param verb: the method, bytes or str, sent as it is. `ValueError` for what cannot be one.
        :param data: a body, as for `post`; None sends none.
        """
        checked = QNetworkRequest(request)
        checked.setAttribute(Attribute.CustomVerbAttribute, QByteArray(field_name(verb)))
        return self._qt_send(_Operation.CustomOperation, checked, data)

    def _qt_send(self, operation: _Operation, request: QNetworkRequest, data: Any) -> QNetworkReply:
        check_thread(self, _NAMES[operation])
        if not isinstance(request, QNetworkRequest):
            raise TypeError(f"a QNetworkRequest is sent, not {request!r}; make one from a QUrl")
        device = as_device(data)
        if device is not None and device is not data:
            request = described(request, data)
        if type(self).createRequest is QNetworkAccessManager.createRequest and "createRequest" not in self.__dict__:
            return self._qt_create(operation, request, device)
        if device is None and operation in _UPLOADS:
            device = b""
        if isinstance(device, bytes):
            device = in_memory(device)
        reply = self.createRequest(operation, request.__copy__(), device)
        if not isinstance(reply, QNetworkReply):
            raise TypeError(f"createRequest() returns a QNetworkReply, not {reply!r}")
        if device is not None and device is not data and device._qt_parent is None:
            device.setParent(reply)  # ours, and needed as long as the reply is
        if reply._qt_manager is None or reply._qt_manager() is not self:
            self._qt_take_in(reply)
        return reply

    def createRequest(
        self, op: _Operation, request: QNetworkRequest, outgoingData: QIODevice | None = None
    ) -> QNetworkReply:
        """Make the reply for a request. To be overridden by programs that look at requests, change or answer them.

        :param op: what is asked for.
        :param request: the request; change a copy and hand that on to this method.
        :param outgoingData: a device with the body, None where there is none (always with GET and HEAD).
        """
        reply = self._qt_create(op, request, as_device(outgoingData))
        reply._qt_manager = None  # until the reply is the one that the program gets: it may stay inside another one
        return reply

    def _qt_create(
        self, operation: _Operation, request: QNetworkRequest, device: QIODevice | bytes | None
    ) -> QNetworkReply:
        """Make a reply that fits the operation and the URL's scheme, and set it on its way."""
        if operation.__class__ is not _Operation:
            operation = _Operation(operation)
        request = QNetworkRequest(request)
        scheme = request._qt_url.scheme()
        if scheme in _LOCAL_SCHEMES and (local := self._qt_create_local(operation, request, device)) is not None:
            return local
        asked, verb = operation, _VERBS.get(operation)
        if verb is None:
            verb = bytes(request.attribute(Attribute.CustomVerbAttribute) or b"GET")
            if scheme in _NETWORK_SCHEMES:  # where a known verb is that operation, in whatever case
                operation = _OPERATIONS.get(verb.upper(), operation)
                verb = _VERBS.get(operation, verb)
        reply = TransferReply(self, operation, request)
        timeout = request._qt_limits.timeout or self._qt_timeout
        if timeout:
            reply._qt_timeout = timeout
        if device is not None or asked in _UPLOADS:
            reply._qt_uploads = True
        total = request._qt_attributes.get(_TOTAL_TIME)
        if total is not None:
            reply._qt_limit_total(total)
        if scheme not in _NETWORK_SCHEMES:
            problem = Failed(NetworkError.ProtocolUnknownError, f'Protocol "{scheme}" is unknown')
            Inbox(reply)([problem])
            return reply
        if self._qt_accessible is _OFF:
            Inbox(reply)([DISABLED])
            return reply
        form = device is not None and operation is _Operation.PostOperation
        body = None if device is None else plan(device, request, reply)
        if body is None:
            if asked in _UPLOADS:
                body = b""
        elif body == b"" and operation in _WITHOUT_EMPTY_BODIES:
            body, reply._qt_uploads = None, False
        if isinstance(body, Failed):
            Inbox(reply)([body])
        elif body is MustCollect and isinstance(device, QIODevice):
            owner, target = weakref.ref(self), weakref.ref(reply)

            def collected(data: bytes, problem: str) -> None:
                manager, reply = owner(), target()
                if manager is None or reply is None:
                    return
                if problem:
                    Inbox(reply)([Failed(NetworkError.UnknownNetworkError, problem)])
                else:
                    _start(manager, reply, request, verb, plan(data, request, reply), form)

            reply._qt_keeps = Collector(device, collected)
        else:
            _start(self, reply, request, verb, body, form)
        return reply

    def _qt_create_local(
        self, operation: _Operation, request: QNetworkRequest, device: QIODevice | bytes | None
    ) -> QNetworkReply | None:
        """Make the reply for a URL that needs no network, None for an operation that its scheme does not know."""
        if operation in (_Operation.GetOperation, _Operation.HeadOperation):
            from .localreply import LocalReply

            return LocalReply(self, operation, request)
        if operation is _Operation.PutOperation and request._qt_url.scheme() == "file":
            from .filereply import FileUploadReply

            return FileUploadReply(self, operation, request, b"" if device is None else device)
        return None

    def _qt_take_in(self, reply: QNetworkReply) -> None:
        """Make what ``createRequest`` has returned one of this manager's replies."""
        if reply._qt_parent is None and reply._qt_thread is self._qt_thread:
            QObject.setParent(reply, self)
        if reply._qt_announces and reply._qt_manager is None:
            reply._qt_manager = weakref.ref(self)
            return
        if not reply._qt_announces:  # another manager's reply stays with that one, and both hear of it
            reply._qt_manager = weakref.ref(self)
        theirs, ours = weakref.ref(reply), weakref.ref(self)

        def relay() -> None:
            source, target = theirs(), ours()
            if source is not None and target is not None:
                target.finished.emit(source)
                if source._qt_thread is not DEAD:
                    delete_if_asked_to(source, None)  # the manager's own setting is for replies of its own, as in Qt

        reply.finished.connect(relay)

    # Where requests go through.

    def _qt_queue(self, scheme: str, host: str, port: int, route: ProxyRoute | None, verify: bool) -> HostQueue:
        """Return the queue in front of the `Endpoint` that these make."""
        queue = self._qt_queues.get((scheme, host, port, route, verify))
        if queue is None:
            endpoint = Endpoint(scheme, host, port, route, verify)
            if self._qt_transport is None:
                self._qt_transport = Seam.make_transport()
            if len(self._qt_queues) >= 256:
                self._qt_queues = {key: each for key, each in self._qt_queues.items() if not each.idle()}
            queue = self._qt_queues[endpoint] = HostQueue(endpoint, self._qt_transport, self._qt_places)
        return queue

    def _qt_route(self, scheme: str) -> ProxyRoute | Failed | None:
        """Return the way a request takes: through a proxy, directly (None), or not at all."""
        return proxy_route(self._qt_proxy or _DEFAULT_PROXY, scheme)

    def proxy(self) -> QNetworkProxy:
        """Return the proxy that requests go through; by default it is `QNetworkProxy.applicationProxy`'s."""
        return QNetworkProxy(self._qt_proxy or _DEFAULT_PROXY)

    def setProxy(self, proxy: QNetworkProxy) -> None:
        """Let requests go through *proxy* from now on."""
        self._qt_proxy = QNetworkProxy(proxy)

    def clearConnectionCache(self) -> None:
        """Close the connections that no request is using."""
        if self._qt_transport is not None:
            self._qt_transport.close_idle()

    def clearAccessCache(self) -> None:
        """Forget what was learnt of servers: close the connections that no request is using."""
        self.clearConnectionCache()

    def connectToHost(self, hostName: str, port: int = 80) -> None:
        """Connect to a server in advance, so that the first ``http`` request to it finds a connection.

        As in Qt `finished` is emitted when that is done, with a reply for ``preconnect-http://...`` that says whether it
        succeeded.

        :param hostName: a name or an address. :param port: 1 to 65535; ValueError for another number.
        """
        self._qt_connect("http", hostName, port, True)

    def connectToHostEncrypted(
        self,
        hostName: str,
        port: int = 443,
        sslConfiguration: QSslConfiguration | None = None,
    ) -> None:
        """Connect to a server in advance, TLS included, for the first ``https`` request to it. See `connectToHost`.

        :param sslConfiguration: the TLS settings, which have to be those of the requests; None for the default ones.
        """
        settings = QSslConfiguration.defaultConfiguration() if sslConfiguration is None else sslConfiguration
        self._qt_connect("https", hostName, port, verifies(settings))

    def _qt_connect(self, scheme: str, host: str, port: int, verify: bool) -> None:
        check_thread(self, "connectToHost")
        if not isinstance(host, str):
            raise TypeError(f"a host's name is a str, not {host!r}")
        if not 0 < port < 65536:
            raise ValueError(f"a port is a number from 1 to 65535, not {port!r}")
        url = QUrl()
        url.setScheme(f"preconnect-{scheme}")
        url.setHost(host)
        url.setPort(port)
        PreconnectReply(self, url).start(url, verify)

    @staticmethod
    def supportedSchemes() -> list[str]:
        """Return the URL schemes that requests can have."""
        return list(_SCHEMES)

    @staticmethod
    def supportedSchemesImplementation() -> list[str]:
        """Return the URL schemes that requests can have, as `supportedSchemes` does."""
        return list(_SCHEMES)

    def networkAccessible(self) -> _NetworkAccessibility:
        """Return whether requests over the network are processed: ``Accessible`` unless the program has said else."""
        return self._qt_accessible

    def setNetworkAccessible(self, accessible: _NetworkAccessibility) -> None:
        """Switch the network off with ``NotAccessible``, and on again with any other `NetworkAccessibility`.

        While it is off, new requests fail with ``UnknownNetworkError``, "Network access is disabled."; those for ``file:`` and
        ``data:`` URLs, which need none, and those that are on their way, do not. `networkAccessibleChanged` tells of a change.
        Raises `ValueError` for what is no `NetworkAccessibility`.
        """
        chosen = named(_NetworkAccessibility, accessible)
        if chosen is not self._qt_accessible:
            self._qt_accessible = chosen
            self.networkAccessibleChanged.emit(chosen)

    # What requests share.

    def cookieJar(self) -> QNetworkCookieJar:
        """Return the jar that cookies are taken from and kept in, made when it is first asked for."""
        if self._qt_jar is None:
            from .cookiejar import QNetworkCookieJar

            self._qt_jar = QNetworkCookieJar(self)
        return self._qt_jar

    def setCookieJar(self, cookieJar: QNetworkCookieJar | None) -> None:
        """Use another jar. The manager becomes its parent where both live in one thread; give it another to share it."""
        self._qt_jar = self._qt_own(self._qt_jar, cookieJar)

    def cache(self) -> QObject | None:
        """Return the cache that was set, None by default."""
        return self._qt_cache

    def setCache(self, cache: QObject | None) -> None:
        """Take ownership of a cache: the manager becomes its parent where both live in one thread."""
        self._qt_cache = self._qt_own(self._qt_cache, cache)

    def _qt_own(self, before: Any, after: Any) -> Any:
        """Adopt *after* in place of *before*, which is deleted if it is still this manager's."""
        if after is not None and not isinstance(after, QObject):
            raise TypeError(f"a QObject is wanted, not {after!r}")
        if before is not after:
            if before is not None and QObject.parent(before) is self:
                destroy(before)
            if after is not None and after._qt_thread is self._qt_thread:
                QObject.setParent(after, self)
        return after

    def redirectPolicy(self) -> QNetworkRequest.RedirectPolicy:
        """Return which redirects are followed for requests that do not say it themselves."""
        return self._qt_policy

    def setRedirectPolicy(self, policy: QNetworkRequest.RedirectPolicy) -> None:
        """Set which redirects are followed."""
        self._qt_policy = named(QNetworkRequest.RedirectPolicy, policy)

    def transferTimeoutAsDuration(self) -> int:
        """Return the same as `transferTimeout`, milliseconds too."""
        return self._qt_timeout

    def transferTimeout(self) -> int:
        """Return after how many milliseconds without progress a transfer fails; 0 for never."""
        return self._qt_timeout

    def setTransferTimeout(self, timeout: Any = QNetworkRequest.DefaultTransferTimeout) -> None:
        """Let transfers fail after *timeout* (milliseconds or a timedelta) without progress, unless the request says else."""
        probe = QNetworkRequest()
        probe.setTransferTimeout(timeout)
        self._qt_timeout = probe.transferTimeout()

    def autoDeleteReplies(self) -> bool:
        """Return whether replies are deleted after they have finished."""
        return self._qt_auto_delete

    def setAutoDeleteReplies(self, autoDelete: bool) -> None:
        """Let replies be deleted after they have finished, unless the request says else."""
        self._qt_auto_delete = bool(autoDelete)

    def _qt_dispose(self) -> None:
        if self._qt_transport is not None:
            self._qt_transport.shutdown()


def _start(
    manager: QNetworkAccessManager, reply: TransferReply, request: QNetworkRequest, verb: bytes, body: Any, form: bool
) -> None:
    if reply._qt_done:
        return  # aborted while its body was being collected
    reply._qt_exchange = Exchange(manager, reply, request, verb, body, form)
    reply._qt_exchange.start()


_OFF = _NetworkAccessibility.NotAccessible
_DEFAULT_PROXY = QNetworkProxy(QNetworkProxy.ProxyType.DefaultProxy)
_TOTAL_TIME = int(Attribute.TotalTimeoutAttribute)
_NAMES = {
    _Operation.HeadOperation: "head",
    _Operation.GetOperation: "get",
    _Operation.PutOperation: "put",
    _Operation.PostOperation: "post",
    _Operation.DeleteOperation: "deleteResource",
    _Operation.CustomOperation: "sendCustomRequest",
}
