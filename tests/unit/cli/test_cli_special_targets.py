"""`-o` to what is no plain file: devices, pipes, links; and standard output that is closed."""

from __future__ import annotations

import os
import socket
import sys
import threading
from pathlib import Path

import pytest
from clisupport import Peer, Runner

from netaccess.__main__ import main
from netaccess._cli.targets import Folder


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A named pipe, which stands here for everything that must be written into and not replaced."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def test_a_pipe_gets_the_body_and_stays_a_pipe(netaccess: Runner, peer: Peer, pipe: Path) -> None:
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    ran = netaccess("get", "-o", str(pipe), f"{peer.url}/ok/a.txt")
    reader.join()
    assert (ran.code, read, pipe.is_fifo()) == (0, [b"GET /ok/a.txt"], True)
    assert sorted(os.listdir(pipe.parent)) == ["here", "pipe"]


def test_a_failed_transfer_leaves_a_pipe_where_it_is(netaccess: Runner, peer: Peer, pipe: Path) -> None:
    reader = threading.Thread(target=pipe.read_bytes)
    reader.start()
    ran = netaccess("get", "-o", str(pipe), f"{peer.url}/error/a.txt")
    reader.join()
    assert (ran.code, pipe.is_fifo()) == (1, True)


def test_the_null_device_may_take_several_bodies(netaccess: Runner, peer: Peer, tmp_path: Path) -> None:
    link = tmp_path / "nothing"
    link.symlink_to(os.devnull)
    ran = netaccess("get", "-o", str(link), "-o", str(link), f"{peer.url}/ok/1", f"{peer.url}/ok/2")
    assert (ran.code, link.is_symlink()) == (0, True)
    assert "2 of 2 transfers complete" in ran.out


def test_standard_output_may_have_its_name_as_a_device(netaccess: Runner, peer: Peer) -> None:
    assert netaccess("get", "-o", "/dev/stdout", f"{peer.url}/ok/a.txt").out == "GET /ok/a.txt"


def test_what_cannot_be_written_into_is_an_error(netaccess: Runner, peer: Peer) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")  # relative: names of sockets have to be short
        ran = netaccess("get", "-o", "s", f"{peer.url}/ok/1")
        assert (ran.code, os.listdir(".")) == (1, ["s"])


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    sink = Folder(str(tmp_path)).open_named("link")
    sink.write(b"new")
    assert (tmp_path / "real").read_bytes() == b"old"
    assert sink.commit() == str(tmp_path / "link")
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "real").read_bytes()) == (True, b"new")


def test_a_dangling_link_gets_its_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder/real")
    sink = Folder(str(tmp_path)).open_named("link")
    sink.write(b"new")
    sink.commit()
    assert (tmp_path / "folder" / "real").read_bytes() == b"new"


def test_two_ways_to_write_one_name_are_refused(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "-o", "a", "-o", "./a", f"{peer.url}/ok/1", f"{peer.url}/ok/2")
    assert ran.code == 2
    assert "same" in ran.err


def test_files_arrive_when_standard_output_is_closed(
    netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["get", f"{peer.url}/ok/a.txt"]) == 0
    assert Path("a.txt").read_bytes() == b"GET /ok/a.txt"


def test_a_body_for_closed_standard_output_is_an_error(
    netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["get", "-s", "-S", "-o", "-", f"{peer.url}/ok/a.txt"]) == 1
    assert "standard output" in capsys.readouterr().err


def test_nobody_has_to_listen_at_all(netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["get", f"{peer.url}/ok/a.txt", "-o", "-", f"{peer.url}/error/b.txt", "-x", "ftp://p"]) == 2
    assert main(["get", "-sS", f"{peer.url}/error/b.txt"]) == 1
