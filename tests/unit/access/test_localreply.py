"""Replies that need no network: what the conformance tests cannot ask of both bindings."""

from __future__ import annotations

import gc
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from netaccess._access.manager import QNetworkAccessManager
from netaccess._access.reply import QNetworkReply
from netaccess._kernel.application import QCoreApplication
from netaccess._kernel.destruction import destroy
from netaccess._kernel.file import QFile
from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.loop import QEventLoop
from netaccess._kernel.timer import QTimer
from netaccess._values.errors import NetworkError
from netaccess._values.request import QNetworkRequest
from netaccess._values.url import QUrl

SIGNALS = (
    "aboutToClose",
    "metaDataChanged",
    "downloadProgress",
    "uploadProgress",
    "readyRead",
    "errorOccurred",
    "readChannelFinished",
    "finished",
)


@pytest.fixture(autouse=True)
def application() -> Iterator[QCoreApplication]:
    """The application, without which nothing is delivered."""
    yield QCoreApplication.instance() or QCoreApplication(["unit"])


class Stream(QIODevice):
    """A sequential device that has what it is fed."""

    def __init__(self) -> None:
        super().__init__()
        self._data = b""
        self.open(QIODevice.OpenModeFlag.ReadOnly)

    def feed(self, data: bytes) -> None:
        self._data += data
        self.readyRead.emit()

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return len(self._data) + super().bytesAvailable()

    def readData(self, maxlen: int) -> bytes:
        taken, self._data = self._data[:maxlen], self._data[maxlen:]
        return taken


def spin(times: int = 6) -> None:
    """Let what was posted happen."""
    for _ in range(times):
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()


def ask(url: str) -> QNetworkRequest:
    return QNetworkRequest(QUrl(url))


def at(path: Path) -> QNetworkRequest:
    return QNetworkRequest(QUrl.fromLocalFile(str(path)))


def watch(reply: QNetworkReply, hooks: dict[str, Callable[[], object]] | None = None) -> list[str]:
    """Return a list that the names of the reply's signals are added to; *hooks* are called after it."""
    names: list[str] = []

    def listener(name: str) -> Callable[..., None]:
        def note(*arguments: Any) -> None:
            names.append(name)
            if hooks and name in hooks:
                hooks[name]()

        return note

    for name in SIGNALS:
        getattr(reply, name).connect(listener(name))
    return names


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


class Holder:
    """Holds the only reference to a manager."""

    def __init__(self) -> None:
        self.manager: QNetworkAccessManager | None = QNetworkAccessManager()

    def drop(self) -> None:
        self.manager = None
        gc.collect()


@pytest.mark.parametrize("name", ["metaDataChanged", "downloadProgress", "readyRead", "finished"])
def test_nothing_is_emitted_by_a_reply_that_dies_with_its_manager_in_a_slot(name: str) -> None:
    holder = Holder()
    assert holder.manager is not None
    reply = holder.manager.get(ask("data:,x"))
    names = watch(reply, {name: holder.drop})
    spin()
    assert names[-1] == name


@pytest.mark.parametrize("name", ["uploadProgress", "downloadProgress", "readChannelFinished", "finished"])
def test_an_upload_that_dies_with_its_manager_in_a_slot_is_silent(tmp_path: Path, name: str) -> None:
    holder = Holder()
    assert holder.manager is not None
    names = watch(holder.manager.put(at(tmp_path / "f"), bytes(100_000)), {name: holder.drop})
    spin()
    assert names[-1] == name


def test_an_upload_that_dies_in_error_occurred_is_silent(tmp_path: Path) -> None:
    holder = Holder()
    assert holder.manager is not None
    names = watch(holder.manager.put(at(tmp_path), b"x"), {"errorOccurred": holder.drop})
    spin()
    assert names == ["errorOccurred"]


def test_a_manager_may_die_in_its_own_finished() -> None:
    holder = Holder()
    assert holder.manager is not None
    names = watch(holder.manager.get(ask("data:,x")))
    holder.manager.finished.connect(lambda reply: destroy(holder.manager))
    spin()
    assert names == ["metaDataChanged", "downloadProgress", "readyRead"]


def test_a_file_is_closed_with_its_reply(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x")
    before = descriptors()
    manager = QNetworkAccessManager()
    replies = [manager.get(at(tmp_path / "f")) for _ in range(3)]
    assert descriptors() == before + 3
    replies[0].close()
    assert descriptors() == before + 2
    replies[1].deleteLater()
    spin()
    assert descriptors() == before + 1
    del manager, replies
    gc.collect()
    assert descriptors() == before


def test_an_upload_that_is_given_up_closes_its_file(tmp_path: Path) -> None:
    before = descriptors()
    manager = QNetworkAccessManager()
    reply = manager.put(at(tmp_path / "f"), bytes(1_000_000))
    names = watch(reply, {"uploadProgress": reply.abort})
    spin()
    assert descriptors() == before
    assert names.count("finished") == 1
    assert (tmp_path / "f").stat().st_size == 16384


def test_a_large_file_is_not_read_before_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(tmp_path / "f", "wb") as file:
        file.truncate(1 << 40)
    asked: list[int] = []
    read = os.read
    monkeypatch.setattr(os, "read", lambda fd, size: asked.append(size) or read(fd, size))
    manager = QNetworkAccessManager()
    reply = manager.get(at(tmp_path / "f"))
    spin()
    assert asked == []
    assert reply.bytesAvailable() == 1 << 40
    reply.read(100_000)
    assert asked == [100_000]


def test_an_unknown_scheme_has_no_file_behind_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    manager = QNetworkAccessManager()
    replies = [manager.put(ask(url), b"x") for url in ("mailto:x", "data:x", "qrc:/x", "x")]
    spin()
    assert [reply.error() for reply in replies] == [NetworkError.ProtocolUnknownError] * 4
    assert os.listdir(tmp_path) == []


def test_what_has_no_length_is_written_as_it_comes(tmp_path: Path) -> None:
    manager, source = QNetworkAccessManager(), Stream()
    reply = manager.put(at(tmp_path / "f"), source)
    spin()
    source.feed(b"one")
    spin()
    assert (tmp_path / "f").read_bytes() == b"one"
    source.feed(b" two")
    source.readChannelFinished.emit()
    assert not reply.isFinished()
    spin()
    assert reply.isFinished()
    assert (tmp_path / "f").read_bytes() == b"one two"


def test_an_announced_length_ends_an_unbuffered_stream(tmp_path: Path) -> None:
    manager, source = QNetworkAccessManager(), Stream()
    source.feed(b"one two")
    request = at(tmp_path / "f")
    request.setHeader(QNetworkRequest.KnownHeaders.ContentLengthHeader, 3)
    request.setAttribute(QNetworkRequest.Attribute.DoNotBufferUploadDataAttribute, True)
    reply = manager.put(request, source)
    spin()
    assert reply.isFinished()
    assert (tmp_path / "f").read_bytes() == b"one"


def test_a_stream_that_ends_early_is_an_error(tmp_path: Path) -> None:
    manager, source = QNetworkAccessManager(), Stream()
    source.feed(b"one")
    request = at(tmp_path / "f")
    request.setHeader(QNetworkRequest.KnownHeaders.ContentLengthHeader, 5)
    request.setAttribute(QNetworkRequest.Attribute.DoNotBufferUploadDataAttribute, True)
    reply = manager.put(request, source)
    source.readChannelFinished.emit()
    spin()
    assert reply.error() == NetworkError.UnknownNetworkError
    assert reply.errorString() == "The upload ended 2 bytes before its announced length of 5"


def test_a_python_file_is_written_from_where_it_stands(tmp_path: Path) -> None:
    source = io.BytesIO(b"hello")
    source.seek(2)
    manager = QNetworkAccessManager()
    reply = manager.put(at(tmp_path / "f"), source)
    spin()
    assert reply.error() == NetworkError.NoError
    assert (tmp_path / "f").read_bytes() == b"llo"


def test_a_python_stream_ends_where_it_ends(tmp_path: Path) -> None:
    out, into = os.pipe()
    os.write(into, b"through a pipe")
    os.close(into)
    manager = QNetworkAccessManager()
    with open(out, "rb", buffering=0) as source:
        reply = manager.put(at(tmp_path / "f"), source)
        spin()
    assert reply.isFinished()
    assert (tmp_path / "f").read_bytes() == b"through a pipe"


def test_a_python_file_that_raises_fails_the_upload(tmp_path: Path) -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            raise OSError(5, "Input/output error")

    manager = QNetworkAccessManager()
    reply = manager.put(at(tmp_path / "f"), Broken())
    spin()
    assert reply.error() == NetworkError.UnknownNetworkError
    assert "Input/output error" in reply.errorString()


def test_an_unopened_file_leaves_the_target_alone(tmp_path: Path) -> None:
    target = tmp_path / "f"
    target.write_bytes(b"precious")
    manager = QNetworkAccessManager()
    source = QFile(str(tmp_path / "other"))
    reply = manager.put(at(target), source)
    spin()
    assert reply.error() == NetworkError.UnknownNetworkError
    assert target.read_bytes() == b"precious"


def test_a_full_disk_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("netaccess._transport.local.LocalFile.write", refuse)
    manager = QNetworkAccessManager()
    reply = manager.put(at(tmp_path / "f"), b"x")
    names = watch(reply)
    spin()
    assert reply.error() == NetworkError.ProtocolFailure
    assert reply.errorString() == f"Write error writing to file://{tmp_path}/f: No space left on device"
    assert names[0] == "errorOccurred"
    assert names[-1] == "finished"


def test_an_overridden_create_request_gets_a_device_for_a_file(tmp_path: Path) -> None:
    seen: list[Any] = []

    class Manager(QNetworkAccessManager):
        def createRequest(self, op: Any, request: Any, outgoingData: Any = None) -> QNetworkReply:
            seen.append(type(outgoingData).__name__)
            return super().createRequest(op, request, outgoingData)

    manager = Manager()
    ended: list[QNetworkReply] = []
    manager.finished.connect(ended.append)
    replies = [manager.put(at(tmp_path / "f"), b"hello"), manager.get(ask("data:,x"))]
    spin()
    assert seen == ["QBuffer", "NoneType"]
    assert sorted(map(id, ended)) == sorted(map(id, replies))
    assert (tmp_path / "f").read_bytes() == b"hello"


def test_a_large_data_url_is_read_whole() -> None:
    manager = QNetworkAccessManager()
    reply = manager.get(ask("data:," + "x" * 3_000_000))
    assert len(reply.readAll()) == 3_000_000


@pytest.mark.parametrize("name", ["errorOccurred", "downloadProgress", "readChannelFinished"])
def test_a_network_reply_that_is_destroyed_in_a_slot_has_no_end_to_announce(name: str) -> None:
    manager = QNetworkAccessManager()
    ended: list[object] = []
    manager.finished.connect(ended.append)
    reply = manager.get(ask("unknown:x"))
    names = watch(reply, {name: lambda: destroy(reply)})
    spin()
    assert names[-1] == name
    assert ended == []
