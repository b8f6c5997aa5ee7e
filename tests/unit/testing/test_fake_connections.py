"""Connections of the fake network: kept, used again, dropped; six to a host, and those made in advance."""

from __future__ import annotations

from typing import Any

import pytest
from fakenetworksupport import Client, Error, Heard, request

from netaccess.QtCore import QObject, QThread
from netaccess.QtNetwork import QNetworkAccessManager
from netaccess.testing.network import Response, refused, tls_error

BASE = "http://api.example"


def test_a_kept_connection_is_used_again(client: Client) -> None:
    client.network.get(BASE)
    client.get(BASE)
    heard = Heard(client.manager.get(request(BASE)))
    client.finish(heard.reply)
    assert heard.names[0] == "requestSent"
    assert client.network.connections == 1


def test_a_new_tls_connection_is_told_of_and_a_kept_one_is_not(client: Client) -> None:
    client.network.get("https://api.example/")
    names = []
    for _ in range(2):
        heard = Heard(client.manager.get(request("https://api.example/")))
        client.finish(heard.reply)
        names.append(heard.names[:2])
    assert names == [["socketStartedConnecting", "encrypted"], ["requestSent", "metaDataChanged"]]


def test_an_idle_connection_goes_after_thirty_seconds(client: Client) -> None:
    client.network.get(BASE)
    client.get(BASE)
    client.loop.advance(29)
    client.get(BASE)
    assert client.network.connections == 1
    client.loop.advance(30)
    assert client.network.idle_connections == 0
    client.get(BASE)
    assert client.network.connections == 2


@pytest.mark.parametrize("response", [Response(keep_alive=False), Response(headers={"Connection": "close"})])
def test_connection_close_drops_it(client: Client, response: Response) -> None:
    client.network.get(BASE).respond(response)
    client.get(BASE)
    assert client.network.idle_connections == 0


def test_an_abort_drops_it(client: Client) -> None:
    client.network.get(BASE).respond(Response(delay=5))
    reply = client.manager.get(request(BASE))
    client.loop.advance(1)
    reply.abort()
    assert client.network.idle_connections == 0
    assert client.network.requests[0].failure == "aborted by the client"


def test_clearing_the_connection_cache_drops_it(client: Client) -> None:
    client.network.get(BASE)
    client.get(BASE)
    client.manager.clearConnectionCache()
    client.get(BASE)
    assert client.network.connections == 2


def test_the_servers_may_close_what_is_idle(client: Client) -> None:
    client.network.get(BASE)
    client.get(BASE)
    client.network.close_idle()
    client.get(BASE)
    assert client.network.connections == 2


def test_a_refused_request_drops_the_kept_connection_of_its_host(client: Client) -> None:
    client.network.get(BASE).respond("a").fail(refused())
    client.get(BASE)
    assert client.get(BASE).error() == Error.ConnectionRefusedError
    assert client.network.idle_connections == 0


def test_each_manager_has_connections_of_its_own(client: Client) -> None:
    client.network.get(BASE)
    client.get(BASE)
    other = QNetworkAccessManager()
    client.finish(other.get(request(BASE)))
    assert client.network.connections == 2


def test_hosts_do_not_share_connections(client: Client) -> None:
    client.network.get("**")
    for url in (BASE, "http://www.example", "https://api.example", "http://api.example:81"):
        client.get(url)
    assert client.network.connections == 4


def test_six_requests_to_a_host_run_at_a_time(client: Client) -> None:
    client.network.get(BASE).respond(Response(delay=1))
    replies = [client.manager.get(request(BASE)) for _ in range(13)]
    done = []
    for _ in range(3):
        client.loop.advance(1)
        done.append(sum(reply.isFinished() for reply in replies))
    assert done == [6, 12, 13]
    assert client.network.connections == 6


def test_the_number_of_requests_at_a_time_may_be_another(client: Client) -> None:
    client.network.get(BASE).respond(Response(delay=1))
    asked = request(BASE)
    from netaccess.QtNetwork import QHttp1Configuration

    configuration = QHttp1Configuration()
    configuration.setNumberOfConnectionsPerHost(2)
    asked.setHttp1Configuration(configuration)
    replies = [client.manager.get(asked) for _ in range(4)]
    client.loop.advance(1)
    assert sum(reply.isFinished() for reply in replies) == 2
    client.loop.run_until_idle()


def test_requests_of_high_priority_go_first(client: Client) -> None:
    from netaccess.QtNetwork import QNetworkRequest

    client.network.get(BASE + "/{n}").respond(Response(delay=1))
    for number in range(8):
        asked = request(f"{BASE}/{number}")
        if number == 7:
            asked.setPriority(QNetworkRequest.Priority.HighPriority)
        client.manager.get(asked)
    client.loop.run_until_idle()
    assert [sent.target for sent in client.network.requests[6:]] == ["/7", "/6"]


def test_an_abort_lets_the_next_request_go(client: Client) -> None:
    client.network.get(BASE).respond(Response(delay=1))
    replies = [client.manager.get(request(BASE)) for _ in range(7)]
    client.loop.advance(0.5)
    replies[0].abort()
    client.loop.advance(0)
    assert len(client.network.requests) == 7
    client.loop.run_until_idle()


def test_parallel_requests_without_a_seed_are_answered_in_order(client: Client) -> None:
    client.network.get(BASE + "/{n}").respond(lambda sent, n: n)
    order: list[str] = []
    for number in range(5):
        reply = client.manager.get(request(f"{BASE}/{number}"))
        reply.finished.connect(lambda reply=reply: order.append(bytes(reply.readAll()).decode()))
    client.loop.run_until_idle()
    assert order == list("01234")


def test_a_request_in_a_slot_uses_the_connection_that_came_free(client: Client) -> None:
    client.network.get("**")
    replies: list[Any] = []
    first = client.manager.get(request(BASE))
    first.finished.connect(lambda: replies.append(client.manager.get(request(BASE + "/next"))))
    client.loop.run_until_idle()
    assert replies[0].isFinished()
    assert client.network.connections == 1


# Connections in advance.


def preconnected(client: Client, encrypted: bool = False) -> list[Any]:
    replies: list[Any] = []
    client.manager.finished.connect(replies.append)
    if encrypted:
        client.manager.connectToHostEncrypted("api.example")
    else:
        client.manager.connectToHost("api.example")
    client.loop.run_until_idle()
    client.manager.finished.disconnect(replies.append)
    return replies


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_connection_in_advance_serves_the_first_request(client: Client, encrypted: bool) -> None:
    url = "https://api.example/" if encrypted else BASE
    client.network.get(url)
    replies = preconnected(client, encrypted)
    assert [reply.error() for reply in replies] == [Error.NoError]
    heard = Heard(client.manager.get(request(url)))
    client.finish(heard.reply)
    assert heard.names[0] == "requestSent"
    assert client.network.connections == 1


def test_a_connection_in_advance_may_fail(client: Client) -> None:
    client.network.unreachable("http://api.example/")
    assert [reply.error() for reply in preconnected(client)] == [Error.ConnectionRefusedError]


def test_a_connection_in_advance_may_meet_a_bad_certificate(client: Client) -> None:
    client.network.unreachable("https://api.example/", tls_error())
    assert [reply.error() for reply in preconnected(client, True)] == [Error.SslHandshakeFailedError]


def test_requests_wait_for_a_connection_in_advance(client: Client) -> None:
    client.network.latency = 1.0
    client.network.get(BASE)
    client.manager.connectToHost("api.example")
    reply = client.manager.get(request(BASE))
    client.finish(reply)
    assert (client.network.connections, client.loop.now) == (1, 2.0)


# Life.


def test_a_manager_that_dies_leaves_nothing_behind(client: Client) -> None:
    client.network.get(BASE).respond(Response(delay=5))
    manager = QNetworkAccessManager()
    manager.get(request(BASE))
    client.loop.advance(1)
    manager.deleteLater()
    client.loop.run_until_idle()
    assert client.loop.now < 5
    assert "aborted by the client" in client.network.transcript()


def test_the_loop_is_told_of_requests_under_way(client: Client) -> None:
    client.network.get(BASE).respond(Response(delay=5))
    client.manager.get(request(BASE))
    client.loop.advance(1)
    assert "GET http://api.example/ waits for its response (since 0.000 s)" in client.loop.describe_waiting()
    client.loop.run_until_idle()
    assert "api.example" not in client.loop.describe_waiting()


class Fetcher(QObject):
    """Sends a request from another thread."""

    def __init__(self) -> None:
        super().__init__()
        self.body = b""

    def fetch(self) -> None:
        manager = QNetworkAccessManager()
        reply = manager.get(request(BASE))
        reply.finished.connect(self.done)
        self.kept = (manager, reply)

    def done(self) -> None:
        self.body = bytes(self.kept[1].readAll())
        self.kept[0].deleteLater()
        QThread.currentThread().quit()


def test_requests_of_other_threads_are_answered_too(client: Client) -> None:
    client.network.get(BASE).respond(Response(text="hello", delay=1))
    thread = QThread()
    fetcher = Fetcher()
    fetcher.moveToThread(thread)
    thread.started.connect(fetcher.fetch)
    thread.start()
    assert thread.wait()
    assert (fetcher.body, client.loop.now) == (b"hello", 1.0)
