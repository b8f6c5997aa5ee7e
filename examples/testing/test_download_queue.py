"""The download queue: order, limits, progress, and connections that break."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from download_queue import DownloadQueue

from netaccess.testing import FakeLoop, FakeNetwork, Response, close_early, reset

FILES = "https://files.test/"
BODY = bytes(range(256)) * 400  # 102,400 bytes
DIGEST = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def queue(fake_network: FakeNetwork) -> DownloadQueue:
    return DownloadQueue(limit=2)


def served(body: bytes = BODY) -> Response:
    """A file of a server that knows ranges, and versions."""
    return Response(body=body, ranges=True)


def test_files_get_their_names_when_they_are_complete(
    queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, tmp_path: Path
) -> None:
    fake_network.get(FILES + "a").respond(chunks=["one ", (5, "two")])
    queue.add(FILES + "a", tmp_path / "a")
    fake_loop.advance(1)
    assert [path.name for path in tmp_path.iterdir()] == ["a.part"]
    fake_loop.run_until(queue.finished)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"one two"


def test_two_at_a_time(queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, tmp_path: Path) -> None:
    fake_network.get(FILES + "{name}").respond(lambda request, name: Response(text=name, delay=10))
    for name in "abcde":
        queue.add(FILES + name, tmp_path / name)
    fake_loop.run_until(queue.finished)
    assert [request.time for request in fake_network.requests] == [0, 0, 10, 10, 20]
    assert [request.target for request in fake_network.requests] == ["/a", "/b", "/c", "/d", "/e"]


def test_progress_counts_all_files(
    queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, signal_spy: Any, tmp_path: Path
) -> None:
    fake_network.get(FILES + "slow").respond(body=bytes(10_000), bandwidth=1_000)
    fake_network.get(FILES + "fast").respond(body=bytes(30_000), bandwidth=10_000)
    queue.add(FILES + "slow", tmp_path / "slow")
    queue.add(FILES + "fast", tmp_path / "fast")
    spy = signal_spy(queue.progress, queue.file_done)
    fake_loop.advance(2)
    assert spy.last.args == (22_000, 40_000)
    fake_loop.run_until(queue.finished)
    assert spy.of(queue.progress)[-1].args == (40_000, 40_000)
    assert [(each.args[0], each.time) for each in spy.of(queue.file_done)] == [
        (str(tmp_path / "fast"), 3.0),
        (str(tmp_path / "slow"), 10.0),
    ]


@pytest.mark.parametrize("broken", [reset, close_early])
def test_a_broken_download_goes_on_where_it_was(
    queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, tmp_path: Path, broken: Any
) -> None:
    route = fake_network.get(FILES + "a").respond(broken(after=60_000, response=served())).then(served())
    queue.add(FILES + "a", tmp_path / "a", DIGEST)
    fake_loop.run_until(queue.file_done)
    assert (tmp_path / "a").read_bytes() == BODY
    assert route.count == 2
    assert route.last.header("Range") == "bytes=60000-"
    assert route.last.time == 1


def test_a_file_that_has_changed_meanwhile_begins_anew(
    queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, tmp_path: Path
) -> None:
    fake_network.get(FILES + "a").respond(reset(after=60_000, response=served())).then(served(b"new"))
    queue.add(FILES + "a", tmp_path / "a")
    fake_loop.run_until(queue.file_done)
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_server_that_knows_no_ranges_sends_all_again(
    queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, tmp_path: Path
) -> None:
    route = fake_network.get(FILES + "a").respond(reset(after=60_000, response=Response(body=BODY))).then(BODY)
    queue.add(FILES + "a", tmp_path / "a", DIGEST)
    fake_loop.run_until(queue.file_done)
    assert route.last.header("Range") is None


def test_a_rest_that_is_not_there_begins_anew(
    queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, tmp_path: Path
) -> None:
    fake_network.get(FILES + "a").respond(reset(after=60_000, response=served())).then(416).then(BODY)
    queue.add(FILES + "a", tmp_path / "a", DIGEST)
    fake_loop.run_until(queue.file_done)


def test_a_wrong_checksum_is_fetched_again_from_the_beginning(
    queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, tmp_path: Path
) -> None:
    route = fake_network.get(FILES + "a").respond(served(BODY[::-1])).then(served())
    queue.add(FILES + "a", tmp_path / "a", DIGEST)
    fake_loop.run_until(queue.file_done)
    assert (tmp_path / "a").read_bytes() == BODY
    assert route.last.header("Range") is None


def test_a_checksum_that_stays_wrong_fails(
    queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, signal_spy: Any, tmp_path: Path
) -> None:
    route = fake_network.get(FILES + "a").respond(b"no")
    queue.add(FILES + "a", tmp_path / "a", DIGEST)
    path, reason = fake_loop.run_until(queue.file_failed)
    assert (path, "checksum" in reason) == (str(tmp_path / "a"), True)
    assert list(tmp_path.iterdir()) == []
    route.assert_called(times=5)


def test_a_missing_file_does_not_hold_up_the_others(
    queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, signal_spy: Any, tmp_path: Path
) -> None:
    fake_network.get(FILES + "missing").respond(404)
    fake_network.get(FILES + "a").respond(b"here")
    spy = signal_spy(queue.file_done, queue.file_failed, queue.finished)
    queue.add(FILES + "missing", tmp_path / "missing")
    queue.add(FILES + "a", tmp_path / "a")
    fake_loop.run_until_idle()
    assert sorted(spy.names) == ["file_done", "file_failed", "finished"]
    assert spy.last.signal_name == "finished"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_cable_pulled_out_for_a_minute(
    queue: DownloadQueue, fake_loop: FakeLoop, fake_network: FakeNetwork, tmp_path: Path
) -> None:
    fake_network.bandwidth = 10_000
    fake_network.get(FILES + "a").respond(served())
    queue.add(FILES + "a", tmp_path / "a", DIGEST)
    fake_loop.advance(5)
    fake_network.offline = True
    fake_loop.advance(33)
    fake_network.offline = False
    fake_loop.run_until(queue.file_done)
    assert "bytes=50000-" in fake_network.requests[-1].header("Range")
