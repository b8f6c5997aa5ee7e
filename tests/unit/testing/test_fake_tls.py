"""Certificates that do not hold, on the fake network: who is told, in which order, and of what."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import trustme
from fakenetworksupport import Client, Error, request

from netaccess._values.sslerror import from_verify_code, to_verify_code
from netaccess.QtCore import QEventLoop
from netaccess.QtNetwork import QNetworkAccessManager, QSslError
from netaccess.testing import wait_signal
from netaccess.testing.network import tls_error

SECURE = "https://api.test"
Kind = QSslError.SslError
KINDS = [kind for kind in Kind if kind not in (Kind.NoError, Kind.UnspecifiedError)]


class Told:
    """What a manager and its reply tell of TLS."""

    def __init__(self, manager: QNetworkAccessManager, url: str) -> None:
        self.events: list[Any] = []
        manager.sslErrors.connect(lambda reply, errors: self.note("manager.sslErrors", errors, reply is self.reply))
        manager.encrypted.connect(lambda reply: self.note("manager.encrypted"))
        self.manager = manager
        self.reply = manager.get(request(url))
        self.reply.sslErrors.connect(lambda errors: self.note("sslErrors", errors))
        self.reply.encrypted.connect(lambda: self.note("encrypted"))
        self.reply.errorOccurred.connect(lambda error: self.note("errorOccurred", error))
        self.reply.finished.connect(lambda: self.note("finished", self.reply.errorString()))

    def note(self, name: str, *details: Any) -> None:
        plain = [[each.error() for each in detail] if isinstance(detail, list) else detail for detail in details]
        self.events.append((name, *plain))


def expected(kind: Any) -> list[Any]:
    return [
        ("manager.sslErrors", [kind], True),
        ("sslErrors", [kind]),
        ("errorOccurred", Error.SslHandshakeFailedError),
        ("finished", f"SSL handshake failed: {QSslError(kind).errorString()}"),
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_manager_and_reply_are_told_of_the_kind_that_was_asked_for(client: Client, kind: Any) -> None:
    client.network.get(SECURE).fail(tls_error(kind))
    told = Told(client.manager, SECURE)
    client.finish(told.reply)
    assert told.events == expected(kind)


@contextmanager
def untrusted() -> Iterator[int]:
    """Serve one handshake with a certificate that nobody trusts, and give the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            sock, _ = listener.accept()
            with sock:
                try:
                    context.wrap_socket(sock, server_side=True).close()
                except OSError:
                    pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)


def test_it_is_told_as_of_a_real_server() -> None:
    with untrusted() as port:
        loop = QEventLoop()
        told = Told(QNetworkAccessManager(), f"https://localhost:{port}/")
        told.reply.finished.connect(loop.quit)
        loop.exec()
    assert told.events == expected(Kind.UnableToGetLocalIssuerCertificate)


def test_a_test_can_wait_for_it(client: Client) -> None:
    client.network.get(SECURE).fail(tls_error(Kind.OcspTryLater))
    reply = client.manager.get(request(SECURE))
    with wait_signal(reply.sslErrors, timeout=5) as waited:
        pass
    assert [each.error() for each in waited.args[0]] == [Kind.OcspTryLater]


def test_a_connection_made_in_advance_tells_the_manager(client: Client) -> None:
    errors: list[Any] = []
    client.manager.sslErrors.connect(lambda reply, found: errors.extend(each.error() for each in found))
    client.network.unreachable("https://api.test/", tls_error(Kind.CertificateBlacklisted))
    client.manager.connectToHostEncrypted("api.test")
    client.loop.run_until_idle()
    assert errors == [Kind.CertificateBlacklisted]


def test_a_slot_that_aborts_the_reply_hears_of_no_other_error(client: Client) -> None:
    client.network.get(SECURE).fail(tls_error())
    told = Told(client.manager, SECURE)
    told.reply.sslErrors.connect(lambda errors: told.reply.abort())
    client.finish(told.reply)
    assert told.events[2:] == [("errorOccurred", Error.OperationCanceledError), ("finished", "Operation canceled")]


# Numbers.


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name)
def test_every_kind_has_a_number(kind: Any) -> None:
    assert from_verify_code(to_verify_code(kind)).error() == kind


@pytest.mark.parametrize("code", [-1000, 1, 5000])
def test_a_number_that_nobody_knows_is_unspecified(code: int) -> None:
    assert from_verify_code(code).error() == Kind.UnspecifiedError


def test_openssl_3_has_a_number_of_its_own_for_a_ca_that_is_none() -> None:
    assert from_verify_code(79).error() == from_verify_code(24).error() == Kind.InvalidCaCertificate
