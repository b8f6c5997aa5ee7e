"""A program's own cookie jar that, asked to keep a response's cookies, gives the reply up."""

from __future__ import annotations

from typing import Any

from faketransport import FakeTransport, Recorder, answer, request
from looping import drain

from netaccess._access.cookiejar import QNetworkCookieJar
from netaccess._access.manager import QNetworkAccessManager
from netaccess._values.errors import NetworkError
from netaccess._values.url import QUrl


def test_a_reply_that_the_jar_aborts_ends_once_and_shows_nothing_of_the_response(
    manager: QNetworkAccessManager, wire: FakeTransport, uncaught: list[BaseException]
) -> None:
    class Jar(QNetworkCookieJar):
        def setCookiesFromUrl(self, cookieList: Any, url: QUrl) -> bool:
            reply.abort()
            return False

    manager.setCookieJar(Jar())
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    wire.say(wire.tickets[0], *answer(b"body", 200, (b"Set-Cookie", b"a=1")))
    drain()
    assert uncaught == []
    assert reply.error() == NetworkError.OperationCanceledError
    assert recorder.log.count("finished") == 1
    assert "metaDataChanged" not in recorder.log
