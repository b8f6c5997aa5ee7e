"""What goes wrong on the fake network, and how replies tell of it."""

from __future__ import annotations

from typing import Any

import pytest
from fakenetworksupport import Client, Error, Heard, request

from netaccess.QtNetwork import QNetworkProxy, QNetworkRequest, QSslConfiguration, QSslError, QSslSocket
from netaccess.testing import Stalled
from netaccess.testing.network import (
    Response,
    close_early,
    host_not_found,
    no_answer,
    no_connection,
    refused,
    reset,
    stall,
    tls_error,
)

BASE = "http://api.example"
SECURE = "https://api.example"
Attribute = QNetworkRequest.Attribute


@pytest.mark.parametrize(
    ("fault", "error", "text"),
    [
        (refused(), Error.ConnectionRefusedError, "Connection refused"),
        (host_not_found(), Error.HostNotFoundError, "Host api.example not found"),
        (reset(), Error.RemoteHostClosedError, "Connection closed"),
        (close_early(), Error.RemoteHostClosedError, "Connection closed"),
        (no_connection(), Error.TimeoutError, "Socket operation timed out"),
    ],
    ids=["refused", "host", "reset", "closed", "silent"],
)
def test_a_fault_is_told_in_the_words_of_the_real_transport(client: Client, fault: Any, error: Any, text: str) -> None:
    route = client.network.get(BASE).fail(fault)
    reply = client.get(BASE)
    assert (reply.error(), reply.errorString()) == (error, text)
    assert route.last.failure == fault.name


def test_a_refused_request_is_never_sent(client: Client) -> None:
    client.network.get(BASE).fail(refused())
    heard = Heard(client.manager.get(request(BASE)))
    client.finish(heard.reply)
    assert heard.names == [
        "socketStartedConnecting",
        "errorOccurred",
        "downloadProgress",
        "readChannelFinished",
        "finished",
    ]


def test_dialling_without_an_answer_takes_as_long_as_connecting_may(client: Client) -> None:
    client.network.get(BASE).fail(no_connection())
    client.get(BASE)
    assert client.loop.now == 30.0


def test_the_time_for_connecting_is_the_requests(client: Client) -> None:
    client.network.get(BASE).fail(no_connection())
    asked = request(BASE)
    asked.setAttribute(Attribute.ConnectTimeoutAttribute, 1500)
    client.finish(client.manager.get(asked))
    assert client.loop.now == 1.5


def test_latency_may_be_too_much_for_connecting(client: Client) -> None:
    client.network.latency = 40.0
    client.network.get(BASE, optional=True)
    assert client.get(BASE).errorString() == "Socket operation timed out"
    assert client.loop.now == 30.0


def test_a_server_that_never_answers_is_ended_by_a_timeout(client: Client) -> None:
    client.network.get(BASE).fail(no_answer())
    asked = request(BASE)
    asked.setTransferTimeout(2000)
    reply = client.finish(client.manager.get(asked))
    assert (reply.error(), client.loop.now) == (Error.TimeoutError, 2.0)


def test_a_server_that_never_answers_stalls_a_loop_without_timeouts(client: Client) -> None:
    client.network.get(BASE + "/slow").fail(no_answer())
    reply = client.manager.get(request(BASE + "/slow"))
    with pytest.raises(Stalled, match=r"GET http://api.example/slow waits for an answer that never comes"):
        client.loop.run_until(reply.isFinished)
    reply.abort()


def test_a_get_that_is_reset_is_sent_once_more(client: Client) -> None:
    route = client.network.get(BASE).fail(reset()).then("ok")
    assert client.text(BASE) == "ok"
    assert route.count == 2
    assert "the request is sent again" in client.network.transcript()


def test_a_post_that_is_reset_is_not_sent_again(client: Client) -> None:
    client.network.post(BASE).fail(reset()).then("ok")
    assert client.post(BASE, b"x").error() == Error.RemoteHostClosedError
    client.network.assert_sent("POST", BASE, times=1)


def test_a_put_that_is_reset_is_sent_again_on_a_connection_that_was_used(client: Client) -> None:
    client.network.put(BASE).respond("a").fail(reset()).then("ok")
    replies = [client.finish(client.manager.put(request(BASE), b"x")) for _ in range(2)]
    assert [reply.error() for reply in replies] == [Error.NoError, Error.NoError]
    assert len(client.network.requests) == 3


def test_a_put_that_is_reset_on_a_fresh_connection_fails(client: Client) -> None:
    client.network.put(BASE).fail(reset()).then("ok")
    assert client.finish(client.manager.put(request(BASE), b"x")).error() == Error.RemoteHostClosedError


def test_a_fault_that_has_a_response_gives_its_beginning(client: Client) -> None:
    client.network.get(BASE).fail(reset(2, Response(404, text="gone")))
    reply = client.get(BASE)
    assert (reply.error(), bytes(reply.readAll())) == (Error.RemoteHostClosedError, b"go")


def test_a_fault_may_make_up_the_response_that_breaks_off(client: Client) -> None:
    client.network.get(BASE).fail(close_early(100))
    assert client.get(BASE).bytesAvailable() == 100


def test_a_negative_number_of_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        stall(-1)


def test_a_fault_cannot_break_off() -> None:
    with pytest.raises(TypeError, match="a response is to break off"):
        reset(1, refused())


# TLS.


@pytest.mark.parametrize(
    "kind",
    [
        QSslError.SslError.CertificateExpired,
        QSslError.SslError.SelfSignedCertificate,
        QSslError.SslError.HostNameMismatch,
        QSslError.SslError.UnableToGetLocalIssuerCertificate,
    ],
)
def test_a_certificate_that_does_not_hold_is_told_with_its_reason(client: Client, kind: Any) -> None:
    client.network.get(SECURE).fail(tls_error(kind))
    heard = Heard(client.manager.get(request(SECURE)))
    client.finish(heard.reply)
    words = QSslError(kind).errorString()
    assert heard.of("sslErrors") == [([words],)]
    assert heard.reply.error() == Error.SslHandshakeFailedError
    assert heard.reply.errorString() == f"SSL handshake failed: {words}"
    assert "encrypted" not in heard.names


def test_the_words_of_an_ssl_error_name_it(client: Client) -> None:
    client.network.get(SECURE).fail(tls_error("The certificate has expired"))
    heard = Heard(client.manager.get(request(SECURE)))
    client.finish(heard.reply)
    assert heard.of("sslErrors") == [(["The certificate has expired"],)]


def test_a_handshake_may_fail_for_another_reason(client: Client) -> None:
    client.network.get(SECURE).fail(tls_error("wrong version number"))
    heard = Heard(client.manager.get(request(SECURE)))
    client.finish(heard.reply)
    assert heard.of("sslErrors") == []
    assert heard.reply.errorString() == "SSL handshake failed: wrong version number"


def unverified(url: str) -> QNetworkRequest:
    asked = request(url)
    settings = QSslConfiguration.defaultConfiguration()
    settings.setPeerVerifyMode(QSslSocket.PeerVerifyMode.VerifyNone)
    asked.setSslConfiguration(settings)
    return asked


def test_a_certificate_does_not_matter_to_who_does_not_verify(client: Client) -> None:
    client.network.get(SECURE).fail(tls_error(QSslError.SslError.CertificateExpired, instead="hello"))
    reply = client.finish(client.manager.get(unverified(SECURE)))
    assert (reply.error(), bytes(reply.readAll())) == (Error.NoError, b"hello")


def test_a_handshake_that_fails_fails_for_who_does_not_verify_too(client: Client) -> None:
    client.network.get(SECURE).fail(tls_error("no shared cipher"))
    assert client.finish(client.manager.get(unverified(SECURE))).error() == Error.SslHandshakeFailedError


@pytest.mark.parametrize("given", [b"-----PEM", "-----PEM"])
def test_a_certificate_is_kept_on_the_fault(given: Any) -> None:
    assert tls_error(certificate=given).certificate == b"-----PEM"


def test_a_certificate_may_be_an_object_of_trustme() -> None:
    import trustme

    leaf = trustme.CA().issue_cert("api.example")
    assert tls_error(certificate=leaf).certificate.startswith(b"-----BEGIN CERTIFICATE")


@pytest.mark.parametrize("what", [3.5, [], object()])
def test_what_is_no_tls_error_is_a_type_error(what: Any) -> None:
    with pytest.raises(TypeError, match="a TLS error is told by"):
        tls_error(what)


def test_no_error_is_no_tls_error() -> None:
    with pytest.raises(ValueError, match="NoError"):
        tls_error(QSslError.SslError.NoError)


def test_what_is_no_certificate_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="a certificate is bytes"):
        tls_error(certificate=7)


# Hosts, and the cable.


def test_a_host_may_be_unreachable_whatever_is_asked_of_it(client: Client) -> None:
    client.network.get("**", optional=True)
    client.network.unreachable("http://down.example/", host_not_found())
    assert client.get("http://down.example/x").error() == Error.HostNotFoundError
    assert client.get("http://up.example/x").error() == Error.NoError


def test_a_host_may_come_back(client: Client) -> None:
    client.network.get("**").respond("ok")
    client.network.unreachable("**")
    assert client.get(BASE).error() == Error.ConnectionRefusedError
    client.network.reachable()
    assert client.text(BASE) == "ok"


def test_a_fault_that_needs_a_connection_makes_no_host_unreachable(client: Client) -> None:
    with pytest.raises(ValueError, match="does not keep a connection"):
        client.network.unreachable("**", no_answer())


def test_offline_no_name_is_found(client: Client) -> None:
    client.network.offline = True
    assert client.get(BASE).errorString() == "Host api.example not found"


def test_offline_no_address_is_reached(client: Client) -> None:
    client.network.offline = True
    assert client.get("http://192.0.2.1/").errorString() == "Network unreachable"


def test_offline_kept_connections_are_lost(client: Client) -> None:
    client.network.get(BASE).respond("ok")
    client.get(BASE)
    client.network.offline = True
    assert client.get(BASE).error() == Error.HostNotFoundError
    client.network.offline = False
    assert client.text(BASE) == "ok"
    assert "the network is back" in client.network.transcript()


def test_offline_what_is_under_way_stands_still_until_the_network_is_back(client: Client) -> None:
    client.network.get(BASE).respond(Response(chunks=["a", "b"], chunk_delay=2))
    reply = client.manager.get(request(BASE))
    client.loop.advance(1)
    client.network.offline = True
    client.loop.advance(9)
    assert not reply.isFinished()
    client.network.offline = False
    client.finish(reply)
    assert bytes(reply.readAll()) == b"ab"
    assert client.loop.now == 10.0


def test_all_connections_can_be_broken(client: Client) -> None:
    client.network.get(BASE).respond(Response(chunks=["a", "b"], chunk_delay=2))
    reply = client.manager.get(request(BASE))
    client.loop.advance(1)
    client.network.drop_connections()
    assert client.finish(reply).error() == Error.RemoteHostClosedError
    assert client.loop.now == 1.0


# Proxies.


def through_proxy(client: Client) -> None:
    client.manager.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.example", 3128))


def test_a_refused_proxy_is_told_as_one(client: Client) -> None:
    through_proxy(client)
    client.network.get(BASE).fail(refused())
    assert client.get(BASE).error() == Error.ProxyConnectionRefusedError


def test_an_unknown_proxy_is_told_as_one(client: Client) -> None:
    through_proxy(client)
    client.network.get(SECURE).fail(host_not_found())
    assert client.get(SECURE).error() == Error.ProxyNotFoundError


def test_a_request_through_a_proxy_tells_of_it(client: Client) -> None:
    through_proxy(client)
    route = client.network.get(BASE + "/x").respond("ok")
    assert client.text(BASE + "/x") == "ok"
    assert (route.last.proxy, route.last.target) == (("proxy.example", 3128), BASE + "/x")
    assert "through the proxy proxy.example:3128" in client.network.transcript()
