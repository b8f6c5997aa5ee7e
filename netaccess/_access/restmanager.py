"""`QRestAccessManager`: requests with JSON and callbacks, on top of a `QNetworkAccessManager`."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from netaccess._kernel.capacity import capacity
from netaccess._kernel.qobject import QObject
from netaccess._kernel.qtwarning import warn
from netaccess._kernel.threaddata import DEAD
from netaccess._values.bytearray import QByteArray
from netaccess._values.qtnamespace import Qt
from netaccess._values.request import QNetworkRequest
from netaccess._values.valuekind import value_kind

from .manager import QNetworkAccessManager
from .reply import QNetworkReply
from .restreply import CATEGORY, QRestReply

if TYPE_CHECKING:
    from netaccess._values.jsondocument import QJsonDocument

Callback: TypeAlias = Callable[..., object]
_ONCE = int(Qt.ConnectionType.SingleShotConnection)


class QRestAccessManager(QObject):
    """Sends requests through a `QNetworkAccessManager` in one line each: JSON up, a callback when the reply is there.

    Every method returns the `QNetworkReply`, as the manager's own do, and can be given a *context* and a *slot* at the end:
    the slot is then called once, with a `QRestReply`, when the reply has finished, whether it succeeded or not; unless the
    context, this object or the reply is deleted before. The slot may also be a callable without parameters. It is kept
    alive until then.

    Bodies are what the manager takes (bytes, a `QByteArray`, a device, a `QHttpMultiPart`...), or a `QJsonDocument` or a dict
    with str keys, which are sent as compact JSON, with ``Content-Type: application/json`` unless the request has another.

    A reply is deleted by nobody but the program, or by the manager if `QNetworkAccessManager.setAutoDeleteReplies` says so.
    """

    def __init__(self, manager: QNetworkAccessManager | None, parent: QObject | None = None, **keywords: Any) -> None:
        """
        :param manager: what sends the requests. One without a parent is kept alive, unless it is the *parent*. None is warned
            of: nothing can be sent then. Raises `TypeError` for anything else.
        :param parent: the owner.
        """
        if manager is not None and not isinstance(manager, QNetworkAccessManager):
            raise TypeError(f"a QRestAccessManager is made for a QNetworkAccessManager, not for {manager!r}")
        super().__init__(parent, **keywords)
        if manager is None:
            warn("QRestAccessManager: QNetworkAccesManager is nullptr", CATEGORY)
        self._qt_manager = None if manager is None else weakref.ref(manager)
        self._qt_keeps = (
            manager if manager is not None and manager._qt_parent is None and manager is not parent else None
        )
        self._qt_pending: weakref.WeakSet[_Pending] = weakref.WeakSet()

    def networkAccessManager(self) -> QNetworkAccessManager | None:
        """Return what sends the requests, None when there is none or it has been deleted."""
        manager = None if self._qt_manager is None else self._qt_manager()
        return None if manager is None or manager._qt_thread is DEAD else manager

    # The requests.

    def get(self, request: QNetworkRequest, /, *arguments: Any) -> QNetworkReply | None:
        """Ask for the contents of a URL: ``get(request[, data][, context, slot])``. A body is hardly ever wanted.

        Like its siblings it returns None, with a warning, when there is no manager, and raises `RuntimeError` when the
        manager has been deleted or lives in another thread, `TypeError` for arguments that are not these.
        """
        has_body = len(arguments) in (1, 3)
        return self._qt_send("get", request, None, arguments if has_body else (None, *arguments))

    def head(self, request: QNetworkRequest, /, *arguments: Any) -> QNetworkReply | None:
        """Ask for the headers only: ``head(request[, context, slot])``."""
        return self._qt_send("head", request, None, (None, *arguments))

    def deleteResource(self, request: QNetworkRequest, /, *arguments: Any) -> QNetworkReply | None:
        """Ask the server to delete something: ``deleteResource(request[, context, slot])``."""
        return self._qt_send("deleteResource", request, None, (None, *arguments))

    def post(self, request: QNetworkRequest, data: Any, /, *arguments: Any) -> QNetworkReply | None:
        """Send *data* with POST: ``post(request, data[, context, slot])``."""
        return self._qt_send("post", request, None, (data, *arguments))

    def put(self, request: QNetworkRequest, data: Any, /, *arguments: Any) -> QNetworkReply | None:
        """Send *data* with PUT: ``put(request, data[, context, slot])``."""
        return self._qt_send("put", request, None, (data, *arguments))

    def patch(self, request: QNetworkRequest, data: Any, /, *arguments: Any) -> QNetworkReply | None:
        """Send *data* with PATCH: ``patch(request, data[, context, slot])``."""
        return self._qt_send("patch", request, b"PATCH", (data, *arguments))

    def sendCustomRequest(
        self, request: QNetworkRequest, method: Any, data: Any, /, *arguments: Any
    ) -> QNetworkReply | None:
        """Send *data* with any method: ``sendCustomRequest(request, method, data[, context, slot])``.

        :param method: bytes or str, sent as it is.
        """
        return self._qt_send("sendCustomRequest", request, method, (data, *arguments))

    def _qt_send(
        self, name: str, request: QNetworkRequest, verb: Any, arguments: tuple[Any, ...]
    ) -> QNetworkReply | None:
        """Have the manager send a request. *arguments* are the body, and a context and a slot where there are any."""
        data, context, slot = _checked(name, arguments)
        if not isinstance(request, QNetworkRequest):
            raise TypeError(f"{name}() takes a QNetworkRequest, not {request!r}; make one from a QUrl")
        if self._qt_manager is None:
            warn("QRestAccessManager: QNetworkAccessManager not set", CATEGORY)
            return None
        manager = self.networkAccessManager()
        if manager is None:
            raise RuntimeError(f"{name}() cannot send anything: the QNetworkAccessManager has been deleted")
        document = _as_json(data)
        if document is not None:
            request, data = _with_json_type(request), document.toJson(document.JsonFormat.Compact)
        if verb is not None:
            reply = manager.sendCustomRequest(request, verb, data)
        elif name in ("head", "deleteResource"):
            reply = getattr(manager, name)(request)
        else:
            if name == "get" and isinstance(data, (bytes, bytearray, QByteArray)) and not data:
                data = None  # a GET has no body then, not an empty one
            reply = getattr(manager, name)(request, data)
        if context is not None and context._qt_thread is not manager._qt_thread:
            warn("QRestAccessManager: the context object must reside in the same thread", CATEGORY)
        pending = _Pending(self, reply, context, slot)
        self._qt_pending.add(pending)
        reply.finished.connect(pending, _ONCE)
        return reply

    def _qt_dispose(self) -> None:
        if self._qt_pending:
            warn(
                f"Access manager destroyed while {len(self._qt_pending)} requests were still in progress",
                CATEGORY,
            )
        self._qt_pending.clear()


class _Pending:
    """A request that has not finished. The connection to its reply is the only strong reference: it goes with the reply."""

    __slots__ = ("__weakref__", "_context", "_manager", "_reply", "_slot")

    def __init__(
        self, manager: QRestAccessManager, reply: QNetworkReply, context: QObject | None, slot: Callback | None
    ) -> None:
        self._manager = weakref.ref(manager)
        self._reply = weakref.ref(reply)
        self._context = None if context is None else weakref.ref(context)
        self._slot = slot

    def __call__(self) -> None:
        manager, reply, slot = self._manager(), self._reply(), self._slot
        if manager is None or self not in manager._qt_pending:
            return
        manager._qt_pending.discard(self)
        context = None if self._context is None else self._context()
        if slot is None or reply is None or context is None or context._qt_thread is DEAD:
            return
        if capacity(slot, (QRestReply,)):
            slot(QRestReply(reply))
        else:
            slot()


def _checked(name: str, arguments: tuple[Any, ...]) -> tuple[Any, QObject | None, Callback | None]:
    """Return the body, the context and the slot among a method's arguments. Raises `TypeError` if they are something else."""
    if len(arguments) == 1:
        return arguments[0], None, None
    if len(arguments) != 3:
        raise TypeError(f"{name}() takes a context and a slot behind its other arguments, not {arguments[1:]!r}")
    data, context, slot = arguments
    if not isinstance(context, QObject):
        raise TypeError(f"the context of a callback is a QObject, with which the callback ends, not {context!r}")
    if not callable(slot):
        raise TypeError(f"the callback of {name}() is something that can be called, not {slot!r}")
    return data, context, slot


def _as_json(data: Any) -> QJsonDocument | None:
    """Return what is to be sent as JSON, None for any other body. Raises `TypeError` for a dict that is no JSON object."""
    if isinstance(data, dict):
        from netaccess._values.jsondocument import QJsonDocument

        return QJsonDocument(data)
    return data if value_kind(data) == "QJsonDocument" else None


def _with_json_type(request: QNetworkRequest) -> QNetworkRequest:
    """Return *request* with the Content-Type of JSON, unless it has one."""
    if request.hasRawHeader("content-type"):
        return request
    changed = QNetworkRequest(request)
    changed.setRawHeader("content-type", "application/json")
    return changed
