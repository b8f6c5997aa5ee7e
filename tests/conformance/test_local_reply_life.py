"""Replies that need no network: their parents, their ends, and how they are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from loops import flush_deletions, run_until, spin
from objects import deaths
from recorder import Recorder
from shortcuts import get

Manager = QtNetwork.QNetworkAccessManager


@pytest.fixture(params=["data", "file"])
def local(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of three lines in a data: URL and in a file."""
    if request.param == "data":
        return "data:,one%0Atwo%0Athree"
    path = tmp_path / "lines"
    path.write_bytes(b"one\ntwo\nthree")
    return str(QtCore.QUrl.fromLocalFile(str(path)).toString())


def test_a_local_reply_with_another_parent_still_reaches_the_manager(manager: Any, local: str) -> None:
    parent = QtCore.QObject()
    reply = get(manager, local)
    reply.setParent(parent)
    log = Recorder(reply, manager).run()
    assert log.names[-2:] == ["manager.finished", "finished"]


def test_a_local_reply_dies_with_its_manager(local: str) -> None:
    manager = Manager()
    reply = get(manager, local)
    log = Recorder(reply, manager)
    gone = deaths(reply)
    manager.deleteLater()
    flush_deletions()
    assert gone == [True]
    spin(5)
    assert log.count("manager.finished") == 0


@pytest.mark.parametrize("signal", ["metaDataChanged", "downloadProgress", "readyRead", "manager.finished", "finished"])
def test_a_local_reply_is_read_in_every_signal(manager: Any, local: str, signal: str) -> None:
    reply = get(manager, local)
    bodies: list[bytes] = []
    Recorder(reply, hooks={signal: lambda: bodies.append(bytes(reply.readAll()))}).run()
    assert bodies == [b"one\ntwo\nthree"]


@pytest.mark.parametrize("way", ["abort", "close"])
@pytest.mark.parametrize("signal", ["metaDataChanged", "readyRead", "finished"])
def test_a_local_reply_ended_in_a_signal_still_finishes_without_an_error(
    manager: Any, local: str, signal: str, way: str
) -> None:
    reply = get(manager, local)
    log = Recorder(reply, hooks={signal: getattr(reply, way)}).run()
    spin(5)
    assert log.count("finished") == log.count("manager.finished") == 1
    assert enum_name(reply.error()) == "NoError"
    assert not reply.isOpen()


@pytest.mark.only("netaccess", "PySide6")
def test_a_local_reply_takes_part_in_transactions(manager: Any, local: str) -> None:
    reply = get(manager, local)
    reply.startTransaction()
    assert bytes(reply.read(5)) == b"one\nt"
    reply.rollbackTransaction()
    assert bytes(reply.readLine()) == b"one\n"
    assert reply.skip(1) == 1
    assert bytes(reply.readAll()) == b"wo\nthree"
    run_until(reply.finished)


def test_a_read_buffer_means_nothing_to_a_local_reply(manager: Any, local: str) -> None:
    reply = get(manager, local)
    reply.setReadBufferSize(2)
    assert bytes(reply.readAll()) == b"one\ntwo\nthree"
    run_until(reply.finished)
