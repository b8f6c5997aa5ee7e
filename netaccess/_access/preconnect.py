"""`PreconnectReply`: stands for a connection that is made before there is anything to send."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Encrypted, End, Failed
from netaccess._values.operation import Operation
from netaccess._values.request import QNetworkRequest
from netaccess._values.url import QUrl, origin

from .ending import announce_end, say, say_encrypted, say_ssl_errors
from .inbox import Inbox
from .reply import QNetworkReply

if TYPE_CHECKING:
    from collections import deque

    from netaccess._transport.base import Ticket
    from netaccess._values.messages import Message

    from .manager import QNetworkAccessManager

_SCHEMES = {"preconnect-http": "http", "preconnect-https": "https"}


class PreconnectReply(QNetworkReply):
    """A reply without a response: it finishes when the connection stands, or with the reason why it does not."""

    _qt_ticket: Ticket | None = None
    _qt_actions = None  # there is nothing that an `Inbox` could find half done

    def __init__(self, manager: QNetworkAccessManager, url: QUrl) -> None:
        """:param url: scheme ``preconnect-http`` or ``preconnect-https``, host and port."""
        QNetworkReply.__init__(self, manager)
        self._qt_manager = weakref.ref(manager)
        self._qt_operation = Operation.GetOperation
        self._qt_request = QNetworkRequest(url)
        self._qt_url = url
        self._qt_mode = 1

    def start(self, url: QUrl, verify: bool) -> None:
        """Ask for the connection to *url*'s host; whatever becomes of it arrives through the loop."""
        manager: Any = None if self._qt_manager is None else self._qt_manager()
        inbox = Inbox(self)
        scheme, host, port = origin(url)
        scheme = _SCHEMES[scheme]
        route = manager._qt_route(scheme)
        if isinstance(route, Failed):
            inbox([route])
        elif not host:
            inbox([Failed(NetworkError.HostNotFoundError, f"Host {url.host()} not found")])
        else:
            self._qt_ticket = manager._qt_queue(scheme, host, port, route, verify).connect(inbox)

    def _qt_receive(self, inbox: Inbox, messages: deque[Message]) -> None:
        """Go through what the worker has reported; its last word ends the reply."""
        while messages:
            message = messages.popleft()
            if isinstance(message, Encrypted):
                say_encrypted(self)
            elif isinstance(message, (End, Failed)) and not self._qt_done:
                self._qt_finish(message)

    def _qt_finish(self, message: End | Failed) -> None:
        self._qt_ticket = None
        if isinstance(message, Failed):
            if message.verify_code:
                say_ssl_errors(self, message.verify_code)
                if self._qt_done:
                    return  # a slot has given up
            self._qt_code = message.error
            self._qt_error = message.text
            say(self, "errorOccurred", message.error)
            if self._qt_done:
                return
        self._qt_done = True
        announce_end(self)

    def abort(self) -> None:
        """Give up making the connection."""
        self._qt_dispose()
        if not self._qt_done:
            self._qt_done = True
            self._qt_code = NetworkError.OperationCanceledError
            self._qt_error = "Operation canceled"
            announce_end(self)

    def _qt_dispose(self) -> None:
        ticket, self._qt_ticket = self._qt_ticket, None
        if ticket is not None:
            ticket.cancel()
