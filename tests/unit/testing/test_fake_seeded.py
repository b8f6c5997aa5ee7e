"""The fake network under a seed: what Qt leaves open is permuted, and a seed gives the same again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fakenetworksupport import Client, Heard, request

from netaccess.testing import FakeLoop
from netaccess.testing.network import FakeNetwork, Response

BASE = "http://api.example"


def under(seed: int | None, test: Callable[[Client], Any]) -> Any:
    with FakeLoop(seed=seed) as loop, FakeNetwork(loop) as network:
        return test(Client(loop, network))


def order_of_four(client: Client) -> tuple[str, str]:
    client.network.get(BASE + "/{n}").respond(lambda sent, n: n)
    order: list[str] = []
    for number in range(4):
        reply = client.manager.get(request(f"{BASE}/{number}"))
        reply.finished.connect(lambda reply=reply: order.append(bytes(reply.readAll()).decode()))
    client.loop.run_until_idle()
    return "".join(order), client.network.transcript()


def test_parallel_requests_are_answered_in_many_orders() -> None:
    orders = {under(seed, order_of_four)[0] for seed in range(60)}
    assert len(orders) > 15
    assert all(sorted(order) == list("0123") for order in orders)


@pytest.mark.parametrize("seed", [0, 7, 12345])
def test_a_seed_gives_the_same_conversation_again(seed: int) -> None:
    assert under(seed, order_of_four) == under(seed, order_of_four)


def test_without_a_seed_every_run_is_the_same() -> None:
    assert under(None, order_of_four) == under(None, order_of_four)


def blocks_of_a_body(client: Client) -> list[int]:
    client.network.get(BASE).respond(bytes(1000))
    reply = client.manager.get(request(BASE))
    sizes: list[int] = []
    reply.readyRead.connect(lambda: sizes.append(len(reply.readAll())))
    client.finish(reply)
    return sizes


def test_bodies_are_cut_at_any_place() -> None:
    cuts = [under(seed, blocks_of_a_body) for seed in range(30)]
    assert all(sum(sizes) == 1000 for sizes in cuts)
    assert {len(sizes) for sizes in cuts} >= {1, 2, 3}
    assert len({sizes[0] for sizes in cuts}) > 10


def test_chunks_that_were_given_stay_as_they_are() -> None:
    def chunks(client: Client) -> list[int]:
        client.network.get(BASE).respond(Response(chunks=[b"abc", b"de"], chunk_delay=0.1))
        reply = client.manager.get(request(BASE))
        sizes: list[int] = []
        reply.readyRead.connect(lambda: sizes.append(len(reply.readAll())))
        client.finish(reply)
        return sizes

    assert [under(seed, chunks) for seed in range(5)] == [[3, 2]] * 5


def test_a_delay_that_was_given_stays_as_it_is() -> None:
    def moment(client: Client) -> float:
        client.network.get(BASE).respond(Response(delay=2.0))
        client.get(BASE)
        return client.loop.now

    assert [under(seed, moment) for seed in range(5)] == [2.0] * 5


def test_a_delay_that_was_not_given_is_small() -> None:
    def moment(client: Client) -> float:
        client.network.get(BASE)
        client.get(BASE)
        return client.loop.now

    moments = [under(seed, moment) for seed in range(20)]
    assert len(set(moments)) > 10
    assert all(0.0 <= each <= 0.05 for each in moments)


def test_a_coded_body_survives_any_cut() -> None:
    def body(client: Client) -> bytes:
        client.network.get(BASE).respond(Response(body="hello" * 500, content_encoding="gzip"))
        return bytes(client.get(BASE).readAll())

    assert all(under(seed, body) == b"hello" * 500 for seed in range(20))


def test_a_chunked_body_survives_any_cut() -> None:
    def body(client: Client) -> bytes:
        client.network.get(BASE).respond(Response(body="hello" * 500, framing="chunked", trailers={"X-A": "b"}))
        return bytes(client.get(BASE).readAll())

    assert all(under(seed, body) == b"hello" * 500 for seed in range(20))


def test_signals_keep_their_order_under_every_seed() -> None:
    def names(client: Client) -> list[Any]:
        client.network.get(BASE).respond(Response(body=bytes(5000)))
        heard = Heard(client.manager.get(request(BASE)))
        client.finish(heard.reply)
        return heard.collapsed()

    first = under(None, names)
    assert all(under(seed, names) == first for seed in range(20))


def test_requests_of_several_threads_give_the_same_under_a_seed() -> None:
    from netaccess.QtCore import QObject, QThread
    from netaccess.QtNetwork import QNetworkAccessManager

    class Fetcher(QObject):
        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

        def fetch(self) -> None:
            manager = QNetworkAccessManager()
            reply = manager.get(request(f"{BASE}/{self.number}"))
            self.kept = (manager, reply)
            reply.finished.connect(self.done)

        def done(self) -> None:
            self.kept[0].deleteLater()
            QThread.currentThread().quit()

    def conversation(client: Client) -> str:
        client.network.get(BASE + "/{n}").respond("ok")
        threads, fetchers = [QThread() for _ in range(3)], [Fetcher(number) for number in range(3)]
        for thread, fetcher in zip(threads, fetchers, strict=True):
            fetcher.moveToThread(thread)
            thread.started.connect(fetcher.fetch)
            thread.start()
        for thread in threads:
            assert thread.wait()
        return client.network.transcript()

    told = [under(seed, conversation) for seed in range(10)]
    assert told == [under(seed, conversation) for seed in range(10)]
    assert len(set(told)) > 3
