"""Replies over TLS: what a good and a bad certificate look like from the manager."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any

import pytest
import trustme
from wiresupport import keeping, serving

from netaccess._access.manager import QNetworkAccessManager
from netaccess._kernel.application import QCoreApplication
from netaccess._kernel.loop import QEventLoop
from netaccess._values.errors import NetworkError
from netaccess._values.request import QNetworkRequest
from netaccess._values.sslconfig import QSslConfiguration, QSslError, QSslSocket

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server whose certificate nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with serving(keeping(OK), context) as server:
        yield server.port


def fetch(request: QNetworkRequest) -> tuple[Any, list[Any]]:
    """Return the finished reply and what was heard of TLS, in order."""
    application = QCoreApplication([])
    manager, loop = QNetworkAccessManager(application), QEventLoop()
    heard: list[Any] = []
    manager.sslErrors.connect(lambda reply, errors: heard.append(("manager.sslErrors", errors)))
    manager.encrypted.connect(lambda reply: heard.append("manager.encrypted"))
    reply = manager.get(request)
    reply.sslErrors.connect(lambda errors: heard.append(("sslErrors", errors)))
    reply.encrypted.connect(lambda: heard.append("encrypted"))
    reply.errorOccurred.connect(heard.append)
    reply.metaDataChanged.connect(lambda: heard.append("metaDataChanged"))
    reply.finished.connect(loop.quit)
    loop.exec()
    return reply, heard


def test_a_certificate_that_does_not_hold_is_told_as_a_list_then_fails(port: int) -> None:
    reply, heard = fetch(QNetworkRequest(f"https://localhost:{port}/"))
    names = [each[0] if isinstance(each, tuple) else each for each in heard]
    assert names == ["manager.sslErrors", "sslErrors", NetworkError.SslHandshakeFailedError]
    errors = heard[0][1]
    assert [type(each) for each in errors] == [QSslError]
    assert errors[0].error() != QSslError.SslError.NoError
    assert reply.errorString().startswith("SSL handshake failed: ")
    assert reply.readAll() == b""


def test_without_verification_any_certificate_will_do(port: int) -> None:
    request = QNetworkRequest(f"https://localhost:{port}/")
    configuration = QSslConfiguration.defaultConfiguration()
    configuration.setPeerVerifyMode(QSslSocket.PeerVerifyMode.VerifyNone)
    request.setSslConfiguration(configuration)
    reply, heard = fetch(request)
    assert heard == ["manager.encrypted", "encrypted", "metaDataChanged"]
    assert reply.readAll() == b"abc"
    assert reply.attribute(QNetworkRequest.Attribute.ConnectionEncryptedAttribute) is True
