"""The servers, the application and the managers of the tests of faults."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Iterator

import pytest
import trustme
from hostile import Hostile
from suffering import Suffer, delete, make_suffer

from netaccess.QtCore import QCoreApplication
from netaccess.QtNetwork import QNetworkAccessManager, QSslConfiguration, QSslSocket


@pytest.fixture(scope="session")
def application() -> Iterator[QCoreApplication]:
    """The one application object of the process."""
    made = QCoreApplication.instance() or QCoreApplication([])
    yield made
    made.shutdown()


@pytest.fixture(scope="session")
def session_server() -> Iterator[Hostile]:
    """The server for all tests that need no TLS."""
    with Hostile() as server:
        yield server


@pytest.fixture
def server(session_server: Hostile) -> Iterator[Hostile]:
    """The server, with nothing written down yet."""
    session_server.forget()
    yield session_server
    session_server.release()
    assert session_server.errors == []


@pytest.fixture(scope="session")
def session_tls_server() -> Iterator[Hostile]:
    """The server for all tests over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with Hostile(context) as server:
        yield server


@pytest.fixture
def tls_server(session_tls_server: Hostile) -> Iterator[Hostile]:
    """The server over TLS, whose certificate is not looked at."""
    before = QSslConfiguration.defaultConfiguration()
    trusting = QSslConfiguration.defaultConfiguration()
    trusting.setPeerVerifyMode(QSslSocket.PeerVerifyMode.VerifyNone)
    QSslConfiguration.setDefaultConfiguration(trusting)
    session_tls_server.forget()
    yield session_tls_server
    session_tls_server.release()
    QSslConfiguration.setDefaultConfiguration(before)
    assert session_tls_server.errors == []


@pytest.fixture
def slot_errors(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """The exceptions that slots raised: there should be none."""
    seen: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: seen.append(error))
    yield seen
    assert seen == []


@pytest.fixture
def manager(application: QCoreApplication, slot_errors: list[BaseException]) -> Iterator[QNetworkAccessManager]:
    """A fresh manager, with connections of its own."""
    made = QNetworkAccessManager()
    yield made
    delete(made)


@pytest.fixture
def suffer(server: Hostile, application: QCoreApplication, slot_errors: list[BaseException]) -> Suffer:
    """Return a function that plays a fault, asserts the general rule, and then what is particular to it."""
    return make_suffer(server)
