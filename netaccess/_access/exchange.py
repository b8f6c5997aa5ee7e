"""`Exchange`: the life of one request, from hop to hop, on the reply's thread.

It only goes forward: a hop is prepared, queued, sent; its head is reviewed; then the body is delivered, or (`resend`, the one
arrow back) another hop is prepared. What is decided on the way is decided by the two lists below, in their order.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from netaccess._kernel.posting import report_exception
from netaccess._kernel.threaddata import DEAD
from netaccess._policies import redirect
from netaccess._policies.base import Deliver, Fail, Hold, Resend, Verdict
from netaccess._transport.base import Ticket
from netaccess._values.bytearray import QByteArray
from netaccess._values.errors import NetworkError
from netaccess._values.headers import EMPTY, HeaderFields
from netaccess._values.messages import CONNECT_SECONDS, Failed, Head, Hop, ProxyRoute
from netaccess._values.netproxy import QNetworkProxy, application_proxy
from netaccess._values.operation import Operation
from netaccess._values.request import QNetworkRequest
from netaccess._values.requestenums import Attribute
from netaccess._values.sslconfig import QSslConfiguration, QSslSocket
from netaccess._values.url import QUrl, origin, request_target

from .inbox import Inbox
from .outgoing import header_section, is_idempotent
from .replystate import Phase, Redirected, RedirectHeld, Refused
from .upload import DeviceUpload

if TYPE_CHECKING:
    from netaccess._values.urlstate import UrlState

    from .manager import QNetworkAccessManager
    from .transfer import TransferReply

_CONNECT_TIMEOUT = CONNECT_SECONDS * 1000
_CONNECT_TIME = int(Attribute.ConnectTimeoutAttribute)
_CACHE_LOAD = int(Attribute.CacheLoadControlAttribute)
_COOKIE_LOAD = int(Attribute.CookieLoadControlAttribute)
_COOKIE_SAVE = int(Attribute.CookieSaveControlAttribute)
_AUTOMATIC = int(QNetworkRequest.LoadControl.Automatic)
_ALWAYS_NETWORK = int(QNetworkRequest.CacheLoadControl.AlwaysNetwork)
_VERIFYING = (QSslSocket.PeerVerifyMode.VerifyPeer, QSslSocket.PeerVerifyMode.AutoVerifyPeer)


class Exchange:
    """One request on its way. Used on the reply's thread only; what crosses to the worker is the ticket and the inbox."""

    __slots__ = (
        "_asked",
        "_fields",
        "_followed",
        "_form",
        "_hop_over",
        "_inbox",
        "_manager",
        "_method",
        "_next",
        "_policy",
        "_reply",
        "_ticket",
        "body",
        "fields",
        "refusal",
        "request",
        "url",
    )

    def __init__(
        self,
        manager: QNetworkAccessManager,
        reply: TransferReply,
        request: QNetworkRequest,
        method: bytes,
        body: bytes | DeviceUpload | None,
        form: bool,
    ) -> None:
        """
        :param method: the verb as it goes out.
        :param body: what is sent with it.
        :param form: whether the body is announced as a form unless the request says what it is.
        """
        self._manager = weakref.ref(manager)
        self._reply = weakref.ref(reply)
        self.request = request
        self.url = request._qt_url
        self._method = method
        self._fields: Sequence[tuple[bytes, bytes]] = request._qt_headers.wire() if request._qt_headers else ()
        self.body = body
        self._form = form and body != b""
        self._policy: int = manager._qt_policy
        self._followed = 0
        self._inbox: Inbox | None = None
        self._ticket: Ticket | None = None
        self._next: Resend | None = None
        self._asked = False  # whether the program's consent is listened for
        self._hop_over = False
        self.refusal: Fail | None = None
        self.fields = EMPTY  # the header section of the response that came last

    # Forward: prepare and queue.

    def start(self) -> None:
        """Make a hop of the request as it stands now, and queue it. A request that cannot be sent fails from the loop."""
        reply, manager = self._reply(), self._manager()
        if reply is None:
            return
        self._hop_over = False
        self._inbox = Inbox(reply)
        if manager is None or manager._qt_thread is DEAD:
            self._inbox([Failed(NetworkError.OperationCanceledError, "Operation canceled")])
            return
        (scheme, host, port), target = _address(self.url)
        if not host:
            self._inbox([Failed(NetworkError.HostNotFoundError, f"Host {self.url.host()} not found")])
            return
        for prepare in _PREPARATIONS:
            prepare(self, manager)
        route = manager._qt_route(scheme)
        if isinstance(route, Failed):
            self._inbox([route])
            return
        verify = scheme != "https" or verifies(self.request.sslConfiguration())
        queue = manager._qt_queue(scheme, host, port, route, verify)
        given, limits = self.request._qt_attributes, self.request._qt_limits
        body = self.body
        length = None if body is None else len(body) if isinstance(body, bytes) else body.length
        fields, decode = header_section(
            queue.plain_fields,
            self._fields,
            length,
            body is not None and length is None,
            self._form,
            given.get(_CACHE_LOAD) == _ALWAYS_NETWORK,
        )
        if route is not None and scheme == "http":
            target = b"http://" + queue.plain_fields[0][1] + target
        hop = Hop(
            queue.endpoint,
            self._method,
            target,
            fields,
            body,
            decode,
            is_idempotent(self._method),
            given.get(_CONNECT_TIME, _CONNECT_TIMEOUT) / 1000,
            limits.safety,
            limits.keep_alive,
        )
        self._ticket = Ticket(hop, self._inbox, queue, reply._qt_credit())
        queue.submit(self._ticket, int(self.request._qt_priority), limits.connections)

    @property
    def encrypted(self) -> bool:
        """Whether the hop under way is made over TLS."""
        return self._ticket is not None and self._ticket.hop.endpoint.scheme == "https"

    @property
    def empty_upload(self) -> bool:
        """Whether the hop under way is one that sends a body of no bytes."""
        return self.body == b""

    # Review: what the head of a response means.

    def review(self, head: Head) -> type:
        """Ask the policies what *head* means, and return the event of the reply's table that it is."""
        self.fields = HeaderFields.received(head.headers)
        for policy in _REVIEWS:
            verdict = policy(self, head)
            if verdict is _DELIVER or isinstance(verdict, Deliver):
                continue
            if isinstance(verdict, Fail):
                self.refusal = verdict
                self._discard()
                return Refused
            self._discard()
            if isinstance(verdict, Hold):
                self._next = verdict.then
                reply = self._reply()
                if reply is not None and not self._asked:
                    self._asked = True
                    reply.redirectAllowed.connect(self.consent)
                return RedirectHeld
            self._next = verdict
            return Redirected
        return Head

    @property
    def shows_target(self) -> bool:
        """Whether the response's Location is the program's to follow."""
        return self._next is None and self.refusal is None

    @property
    def next_url(self) -> QUrl:
        """Where the exchange is being led."""
        return self.url if self._next is None else self._next.url

    def consent(self) -> None:
        """Follow the redirect that is held: the program has emitted ``redirectAllowed``."""
        reply = self._reply()
        if reply is None or reply._qt_phase is not Phase.HELD:
            return
        if self._hop_over:
            reply._qt_phase = Phase.WAITING
            self.resend()
        else:
            reply._qt_phase = Phase.REDIRECTING

    def held_hop_is_over(self) -> None:
        """The response that waits for consent has been read to its end."""
        self._hop_over = True

    def resend(self) -> None:
        """Make the next hop: the one before is over."""
        reply, following = self._reply(), self._next
        if reply is None or following is None:
            return
        self._next = None
        self._followed += 1
        self.url = following.url
        self._fields = redirect.remaining_headers(self._fields, following.drop_body, following.drop_credentials)
        if self._method != following.method:
            self._method = following.method
            reply._qt_operation = Operation.GetOperation
        if following.drop_body:
            self.body = None
            self._form = False
            reply._qt_uploads = False
        reply._qt_headers = type(reply)._qt_headers
        reply._qt_total = -1
        if isinstance(self.body, DeviceUpload) and not self.body.go_back():
            self._inbox = Inbox(reply)
            self._inbox([Failed(_NOT_AGAIN.error, _NOT_AGAIN.text)])
            return
        self.start()

    # Back-pressure, and the end.

    def set_credit(self, credit: int) -> None:
        """Let the worker report *credit* bytes from now on."""
        if self._ticket is not None:
            self._ticket.set_credit(credit)

    def grant(self, size: int) -> None:
        """Let the worker report *size* bytes more."""
        if self._ticket is not None:
            self._ticket.grant(size)

    def look_again(self) -> None:
        """There is room for what has come and waits."""
        if self._inbox is not None:
            self._inbox.look_again()

    def _discard(self) -> None:
        if self._ticket is not None:
            self._ticket.discard()

    def leave(self) -> None:
        """The reply has ended: take no more notice of the worker."""
        if self._inbox is not None:
            self._inbox.closed = True
        if isinstance(self.body, DeviceUpload):
            self.body.stop()
        self.body = None
        self._ticket = None

    def cancel(self) -> None:
        """Stop what is under way."""
        ticket = self._ticket
        self.leave()
        if ticket is not None:
            ticket.cancel()


# The policies, in the order they are asked. HSTS will stand first, the cache behind cookies, authentication last.


def _send_cookies(exchange: Exchange, manager: QNetworkAccessManager) -> None:
    """Put the jar's cookies for the URL into the request, in place of the user's (RFC 6265 5.4)."""
    jar = manager._qt_jar
    if jar is None or exchange.request._qt_attributes.get(_COOKIE_LOAD, _AUTOMATIC) != _AUTOMATIC:
        return
    try:
        cookies = [] if jar._qt_thread is DEAD else jar.cookiesForUrl(QUrl(exchange.url))
    except Exception:
        report_exception()  # the program's own jar: the request goes without cookies
        return
    own = [field for field in exchange._fields if field[0].lower() != b"cookie"]
    if cookies:
        raw = b"; ".join(bytes(each.toRawForm(each.RawForm.NameAndValueOnly)) for each in cookies)
        exchange._fields = [*own, (b"Cookie", raw)]
    elif exchange._followed:
        exchange._fields = own


def _keep_cookies(exchange: Exchange, head: Head) -> Deliver:
    """Let the jar have the cookies that a response sets."""
    raw = exchange.fields.get(b"set-cookie")
    if not raw or exchange.request._qt_attributes.get(_COOKIE_SAVE, _AUTOMATIC) != _AUTOMATIC:
        return _DELIVER
    manager = exchange._manager()
    if manager is not None:
        from netaccess._values.cookie import QNetworkCookie

        cookies = QNetworkCookie.parseCookies(QByteArray(raw))
        try:
            type(manager).cookieJar(manager).setCookiesFromUrl(cookies, QUrl(exchange.url))
        except Exception:
            report_exception()
    return _DELIVER


def _follow_redirects(exchange: Exchange, head: Head) -> Verdict:
    """Decide whether a 3xx response leads on (`redirect.decide`)."""
    if not redirect.is_redirect(head.status):
        return _DELIVER
    policy = redirect.policy_number(exchange.request.attribute(Attribute.RedirectPolicyAttribute), exchange._policy)
    verdict = redirect.decide(
        head.status,
        exchange.fields.get(b"location"),
        exchange.url,
        exchange._method,
        policy,
        exchange._followed,
        exchange.request.maximumRedirectsAllowed(),
        exchange.body is not None,
    )
    if isinstance(exchange.body, DeviceUpload) and isinstance(verdict, (Resend, Hold)):
        following = verdict.then if isinstance(verdict, Hold) else verdict
        if not following.drop_body and not exchange.body.can_go_back():
            return _NOT_AGAIN
    return verdict


_DELIVER = Deliver()
_NOT_AGAIN = Fail(NetworkError.ContentReSendError, "Request body could not be sent again")
_PREPARATIONS: tuple[Callable[[Exchange, QNetworkAccessManager], None], ...] = (_send_cookies,)
_REVIEWS: tuple[Callable[[Exchange, Head], Verdict], ...] = (_keep_cookies, _follow_redirects)


def _address(url: QUrl) -> _Address:
    """Return the `origin` and the `request_target` of *url*; those of the URL asked for last are known already."""
    global _last_address
    state = url._qt_state  # never changed in place, and shared by copies of the URL
    known, address = _last_address
    if state is not known:
        address = origin(url), request_target(url)
        _last_address = state, address
    return address


_Address = tuple[tuple[str, str, int], bytes]
# Replaced as a whole, so that threads see either pair.
_last_address: tuple[UrlState | None, _Address] = (None, (("", "", -1), b""))


def verifies(settings: QSslConfiguration) -> bool:
    """Return whether a server's certificate has to hold under these TLS settings."""
    return settings.peerVerifyMode() in _VERIFYING


def proxy_route(proxy: QNetworkProxy, scheme: str) -> ProxyRoute | Failed | None:
    """Return the way through *proxy* for a URL of this scheme, None for the direct one, `Failed` when it offers none."""
    kinds = QNetworkProxy.ProxyType
    if proxy.type() == kinds.DefaultProxy:
        proxy = application_proxy()
    kind = proxy.type()
    if kind in (kinds.NoProxy, kinds.DefaultProxy):
        return None
    if kind == kinds.HttpProxy or (kind == kinds.HttpCachingProxy and scheme == "http"):
        authorization = None
        if proxy.user():
            from base64 import b64encode

            authorization = b"Basic " + b64encode(f"{proxy.user()}:{proxy.password()}".encode())
        return ProxyRoute(proxy.hostName(), proxy.port(), authorization)
    return Failed(NetworkError.ProxyNotFoundError, "No suitable proxy found")
