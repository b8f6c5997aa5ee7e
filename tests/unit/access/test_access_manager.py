"""The manager on a scripted transport: what it sends, what it owns, and who may call it."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

import pytest
from faketransport import FakeTransport, Recorder, answer, field, request
from looping import drain

from netaccess._access.cookiejar import QNetworkCookieJar
from netaccess._access.manager import QNetworkAccessManager
from netaccess._access.reply import QNetworkReply
from netaccess._kernel.destruction import destroy
from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.qobject import QObject
from netaccess._kernel.tombstone import is_buried
from netaccess._values.errors import NetworkError
from netaccess._values.netproxy import QNetworkProxy
from netaccess._values.request import QNetworkRequest
from netaccess._values.url import QUrl

OPERATION = QNetworkAccessManager.Operation


@pytest.mark.parametrize(
    ("call", "method", "operation"),
    [
        (lambda m, r: m.get(r), b"GET", OPERATION.GetOperation),
        (lambda m, r: m.head(r), b"HEAD", OPERATION.HeadOperation),
        (lambda m, r: m.post(r, b"x"), b"POST", OPERATION.PostOperation),
        (lambda m, r: m.put(r, b"x"), b"PUT", OPERATION.PutOperation),
        (lambda m, r: m.deleteResource(r), b"DELETE", OPERATION.DeleteOperation),
        (lambda m, r: m.sendCustomRequest(r, b"PATCH", b"x"), b"PATCH", OPERATION.CustomOperation),
        (lambda m, r: m.sendCustomRequest(r, "OPTIONS"), b"OPTIONS", OPERATION.CustomOperation),
    ],
)
def test_each_call_sends_its_method(
    manager: QNetworkAccessManager, wire: FakeTransport, call: Any, method: bytes, operation: Any
) -> None:
    reply = call(manager, request())
    assert wire.tickets[0].hop.method == method
    assert reply.operation() == operation


def test_an_ipv6_address_is_dialled_without_the_brackets_of_its_url(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    manager.get(request("http://[::1]:81/"))
    assert wire.tickets[0].hop.endpoint[:3] == ("http", "::1", 81)


@pytest.mark.parametrize("verb", ["", "A B", b"X\r\nY: z", "\u00dc"])
def test_a_verb_that_is_none_is_refused(manager: QNetworkAccessManager, wire: FakeTransport, verb: Any) -> None:
    with pytest.raises(ValueError):
        manager.sendCustomRequest(request(), verb)
    assert wire.tickets == []


def test_a_request_is_sent_and_not_a_url(manager: QNetworkAccessManager) -> None:
    with pytest.raises(TypeError, match="make one from a QUrl"):
        manager.get(QUrl("http://host/"))  # type: ignore[arg-type]


def test_a_request_changed_after_the_call_changes_nothing(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    for _ in range(6):
        manager.get(request())
    made = request("http://host/before")
    reply = manager.get(made)
    made.setUrl(QUrl("http://host/after"))
    wire.script = lambda ticket: answer(b"")
    wire.say(wire.tickets[0], *answer(b""))
    assert wire.tickets[6].hop.target == b"/before"
    assert reply.request().url() == QUrl("http://host/before")


def test_a_reply_is_open_and_a_child_of_its_manager(manager: QNetworkAccessManager) -> None:
    reply = manager.get(request())
    assert reply.isOpen()
    assert reply.parent() is manager
    assert reply.manager() is manager


def test_a_reply_needs_no_reference(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    heard: list[Any] = []
    manager.finished.connect(heard.append)
    kept = weakref.ref(manager.get(request()))
    gc.collect()
    wire.say(wire.tickets[0], *answer(b"x"))
    drain()
    assert heard == [kept()]


def test_the_manager_says_finished_before_the_reply(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    recorder = Recorder(manager, manager.get(request()))
    wire.say(wire.tickets[0], *answer(b""))
    drain()
    assert recorder.log[-2:] == ["manager.finished", "finished"]


def test_deleting_the_manager_takes_its_replies_along(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    replies = [manager.get(request()) for _ in range(10)]
    recorder = Recorder(manager, replies[0])
    destroy(manager)
    drain()
    assert all(is_buried(reply) for reply in replies)
    assert all(ticket.cancelled for ticket in wire.tickets)
    assert recorder.log == []
    assert wire.shut_down


def test_a_manager_that_is_let_go_takes_its_replies_along(wire: FakeTransport) -> None:
    manager = QNetworkAccessManager()
    reply = manager.get(request())
    del manager
    gc.collect()
    assert is_buried(reply)


@pytest.mark.parametrize("own", [None, False, True])
@pytest.mark.parametrize("managers", [False, True])
def test_replies_delete_themselves_where_that_is_asked_for(
    manager: QNetworkAccessManager, wire: FakeTransport, own: bool | None, managers: bool
) -> None:
    from netaccess._kernel.application import QCoreApplication
    from netaccess._kernel.events import QEvent

    manager.setAutoDeleteReplies(managers)
    made = request()
    if own is not None:
        made.setAttribute(QNetworkRequest.Attribute.AutoDeleteReplyOnFinishAttribute, own)
    wire.script = lambda ticket: answer(b"x")
    reply = manager.get(made)
    drain()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert is_buried(reply) == (managers if own is None else own)


# -- threads ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("get", ()),
        ("head", ()),
        ("post", (b"x",)),
        ("put", (b"x",)),
        ("deleteResource", ()),
        ("sendCustomRequest", (b"PATCH",)),
    ],
)
def test_a_call_from_a_foreign_thread_says_where_the_manager_lives(
    manager: QNetworkAccessManager, wire: FakeTransport, name: str, arguments: tuple[Any, ...]
) -> None:
    caught: list[BaseException] = []

    def call() -> None:
        try:
            getattr(manager, name)(request(), *arguments)
        except BaseException as error:
            caught.append(error)

    thread = threading.Thread(target=call, name="a foreign one")
    thread.start()
    thread.join(20)
    assert [type(error) for error in caught] == [RuntimeError]
    text = str(caught[0])
    assert name in text and "a foreign one" in text and repr(threading.main_thread().name) in text
    assert wire.tickets == []


# -- createRequest ---------------------------------------------------------------------------------------------------


class Looking(QNetworkAccessManager):
    """Remembers what createRequest was given."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[Any, Any]] = []

    def createRequest(self, op: Any, request: QNetworkRequest, outgoingData: QIODevice | None = None) -> QNetworkReply:
        self.seen.append((op, None if outgoingData is None else bytes(outgoingData.peek(100))))
        changed = QNetworkRequest(request)
        changed.setRawHeader(b"X-Seen", b"yes")
        return super().createRequest(op, changed, outgoingData)


def test_an_override_sees_every_request(clock: Any, wire: FakeTransport) -> None:
    manager = Looking()
    manager.get(request())
    manager.head(request())
    manager.post(request(), b"body")
    manager.put(request(), None)
    assert manager.seen == [
        (OPERATION.GetOperation, None),
        (OPERATION.HeadOperation, None),
        (OPERATION.PostOperation, b"body"),
        (OPERATION.PutOperation, b""),
    ]
    assert all(field(ticket, b"X-Seen") == b"yes" for ticket in wire.tickets)
    assert wire.tickets[2].hop.body == b"body"


def test_create_request_can_be_replaced_on_the_instance(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    original, seen = manager.createRequest, []

    def replaced(op: Any, made: QNetworkRequest, data: Any = None) -> QNetworkReply:
        seen.append(op)
        return original(op, made, data)

    manager.createRequest = replaced  # type: ignore[method-assign]
    manager.get(request())
    assert seen == [OPERATION.GetOperation]
    assert len(wire.tickets) == 1


class Canned(QNetworkReply):
    """A reply of the program's own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.open(QIODevice.OpenModeFlag.ReadOnly)

    def isSequential(self) -> bool:
        return True

    def readData(self, maxlen: int) -> bytes:
        return b""

    def done(self) -> None:
        self.setFinished(True)
        self.finished.emit()


def test_a_reply_of_the_programs_own_is_announced_by_the_manager(wire: FakeTransport) -> None:
    class Answering(QNetworkAccessManager):
        def createRequest(self, op: Any, request: QNetworkRequest, outgoingData: Any = None) -> QNetworkReply:
            return Canned(self)

    manager, heard = Answering(), []
    manager.finished.connect(heard.append)
    reply = manager.get(request())
    assert isinstance(reply, Canned)
    reply.done()
    assert heard == [reply]
    assert reply.manager() is manager


def test_a_reply_of_the_programs_own_needs_no_parent(wire: FakeTransport) -> None:
    class Answering(QNetworkAccessManager):
        def createRequest(self, op: Any, request: QNetworkRequest, outgoingData: Any = None) -> QNetworkReply:
            return Canned()

    manager = Answering()
    assert manager.get(request()).parent() is manager


def test_create_request_returns_a_reply(wire: FakeTransport) -> None:
    class Wrong(QNetworkAccessManager):
        def createRequest(self, op: Any, request: QNetworkRequest, outgoingData: Any = None) -> Any:
            return None

    manager = Wrong()
    with pytest.raises(TypeError, match="returns a QNetworkReply, not None"):
        manager.get(request())


# -- what is shared --------------------------------------------------------------------------------------------------


def test_a_jar_that_is_set_belongs_to_the_manager(manager: QNetworkAccessManager) -> None:
    jar = QNetworkCookieJar()
    manager.setCookieJar(jar)
    assert manager.cookieJar() is jar
    assert jar.parent() is manager


def test_another_jar_replaces_and_deletes_the_first(manager: QNetworkAccessManager) -> None:
    first = manager.cookieJar()
    manager.setCookieJar(QNetworkCookieJar())
    assert is_buried(first)


def test_a_jar_with_another_parent_outlives_the_manager(wire: FakeTransport) -> None:
    owner, manager, jar = QObject(), QNetworkAccessManager(), QNetworkCookieJar()
    manager.setCookieJar(jar)
    jar.setParent(owner)
    destroy(manager)
    assert not is_buried(jar)


def test_an_overridden_jar_is_asked_and_told(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    class Jar(QNetworkCookieJar):
        def __init__(self) -> None:
            super().__init__()
            self.asked: list[str] = []
            self.told: list[str] = []

        def cookiesForUrl(self, url: QUrl) -> Any:
            self.asked.append(url.toString())
            return super().cookiesForUrl(url)

        def setCookiesFromUrl(self, cookieList: Any, url: QUrl) -> bool:
            self.told.append(url.toString())
            return super().setCookiesFromUrl(cookieList, url)

    jar = Jar()
    manager.setCookieJar(jar)
    manager.get(request("http://host/a"))
    wire.say(wire.tickets[0], *answer(b"", 200, (b"Set-Cookie", b"a=1")))
    drain()
    assert (jar.asked, jar.told) == (["http://host/a"], ["http://host/a"])


def test_a_jar_is_an_object(manager: QNetworkAccessManager) -> None:
    with pytest.raises(TypeError, match="a QObject is wanted"):
        manager.setCookieJar("jar")  # type: ignore[arg-type]


def test_idle_connections_can_be_closed(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    manager.clearConnectionCache()
    assert wire.idle_closed == 0
    manager.get(request())
    manager.clearConnectionCache()
    assert wire.idle_closed == 1


def test_no_transport_is_made_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    from netaccess._access.manager import Seam

    def make() -> Any:
        raise AssertionError("made too early")

    monkeypatch.setattr(Seam, "make_transport", staticmethod(make))
    manager = QNetworkAccessManager()
    manager.cookieJar()
    manager.get(request("foo://x"))
    drain()


def test_an_http_proxy_is_part_of_the_endpoint(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    manager.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy", 3128, "me", "pw"))
    manager.get(request("http://host/a"))
    hop = wire.tickets[0].hop
    assert hop.endpoint.proxy is not None
    assert hop.endpoint.proxy[:2] == ("proxy", 3128)
    assert hop.target == b"http://host/a"


def test_the_target_of_an_https_request_through_a_proxy_is_its_path(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    manager.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy", 3128))
    manager.get(request("https://host/a"))
    assert wire.tickets[0].hop.target == b"/a"


def test_a_proxy_that_cannot_serve_is_an_error(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    manager.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.HttpCachingProxy, "proxy", 3128))
    reply = manager.get(request("https://host/a"))
    drain()
    assert reply.error() == NetworkError.ProxyNotFoundError


def test_thousands_of_hosts_are_not_remembered_for_ever(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"")
    for number in range(1000):
        manager.get(request(f"http://host{number}/"))
    drain()
    assert len(manager._qt_queues) <= 257


def test_a_fragment_is_not_sent(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    manager.get(request("http://host/a?b=c#d"))
    assert wire.tickets[0].hop.target == b"/a?b=c"
