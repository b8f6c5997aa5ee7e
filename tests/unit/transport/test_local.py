"""Content of data: URLs, and local files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netaccess._transport.local import DataContent, LocalFile, create_file, decode_data_url, open_file
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Failed
from netaccess._values.url import QUrl


def opened(path: Path) -> LocalFile:
    """Return the file, open for reading."""
    file = open_file(QUrl.fromLocalFile(str(path)))
    assert isinstance(file, LocalFile)
    return file


def failure(found: object) -> tuple[NetworkError, str]:
    """Return error and text of what has to be a failure."""
    assert isinstance(found, Failed)
    return found.error, found.text


def test_content_and_type_of_a_data_url() -> None:
    assert decode_data_url(QUrl("data:text/html;charset=x;base64,aGk=")) == DataContent(b"text/html;charset=x", b"hi")


def test_a_data_url_without_a_type_is_ascii_text() -> None:
    assert decode_data_url(QUrl("data:,a%2Cb")) == DataContent(b"text/plain;charset=US-ASCII", b"a,b")


def test_a_data_url_without_a_comma_is_invalid() -> None:
    assert failure(decode_data_url(QUrl("data:x"))) == (NetworkError.ProtocolFailure, "Invalid URI: data:x")


def test_a_data_url_with_a_host_is_invalid() -> None:
    assert failure(decode_data_url(QUrl("data://host/x,y")))[0] is NetworkError.ProtocolFailure


@given(st.binary())
def test_base64_comes_back_as_it_went(data: bytes) -> None:
    from base64 import b64encode

    content = decode_data_url(QUrl("data:;base64," + b64encode(data).decode("ascii")))
    assert isinstance(content, DataContent)
    assert content.body == data


@given(st.binary())
def test_percent_encoded_bytes_come_back_as_they_went(data: bytes) -> None:
    content = decode_data_url(QUrl("data:," + "".join(f"%{octet:02X}" for octet in data)))
    assert isinstance(content, DataContent)
    assert content.body == data


@given(st.text(alphabet="abcXYZ019+/=-_ !\u00e4"))
def test_any_base64_is_read_without_an_error(text: str) -> None:
    assert isinstance(decode_data_url(QUrl("data:;base64," + text)), DataContent)


def test_a_file_is_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"hello")
    file = opened(path)
    assert (file.length(), file.rest()) == (5, 5)
    assert file.read(2) == b"he"
    assert (file.length(), file.rest(), file.position) == (5, 3, 2)
    assert file.read(10) == b"llo"
    assert file.read(10) == b""
    file.close()


def test_a_file_that_shrinks_has_nothing_left(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"hello")
    file = opened(path)
    file.read(3)
    path.write_bytes(b"")
    assert file.rest() == 0
    assert file.read(3) == b""
    file.close()


def test_a_closed_file_knows_its_length_and_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"hello")
    file = opened(path)
    file.close()
    file.close()
    assert (file.length(), file.rest(), file.read(5)) == (5, 0, b"")


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    path = tmp_path / "no" / "f"
    expected = f"Error opening {path}: No such file or directory"
    assert failure(open_file(QUrl.fromLocalFile(str(path)))) == (NetworkError.ContentNotFoundError, expected)


def test_a_file_that_may_not_be_read_is_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f"
    path.touch()

    def refuse(*arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    expected = f"Error opening {path}: Permission denied"
    assert failure(open_file(QUrl.fromLocalFile(str(path)))) == (NetworkError.ContentAccessDenied, expected)


def test_a_directory_cannot_be_opened(tmp_path: Path) -> None:
    code, text = failure(open_file(QUrl.fromLocalFile(str(tmp_path))))
    assert code is NetworkError.ContentOperationNotPermittedError
    assert text == f"Cannot open file://{tmp_path}: Path is a directory"


@pytest.mark.parametrize("url", ["file://host/etc/hosts", "mailto:x", "http://host/x"])
def test_what_is_no_local_file_is_neither_read_nor_written(url: str) -> None:
    for opener in (open_file, create_file):
        code, text = failure(opener(QUrl(url)))
        assert code is NetworkError.ProtocolInvalidOperationError
        assert text == f"Request for opening non-local file {url}"


def test_a_nul_in_a_path_names_no_file(tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    url = QUrl(f"file://{tmp_path}/f%00x")
    assert isinstance(open_file(url), Failed)
    assert isinstance(create_file(url), Failed)
    assert os.listdir(tmp_path) == ["f"]


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    url = QUrl.fromLocalFile(str(path))
    assert failure(open_file(url))[0] is NetworkError.ContentOperationNotPermittedError
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    assert failure(create_file(url))[0] is NetworkError.ContentAccessDenied
    os.close(reader)
    assert stat.S_ISFIFO(os.stat(path).st_mode)


def test_a_file_that_is_written_is_emptied_first(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"something long")
    file = create_file(QUrl.fromLocalFile(str(path)))
    assert isinstance(file, LocalFile)
    assert path.read_bytes() == b""
    file.write(b"new")
    file.write(b"er")
    assert file.position == 5
    file.close()
    assert path.read_bytes() == b"newer"


def test_all_is_written_when_the_system_takes_it_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = create_file(QUrl.fromLocalFile(str(tmp_path / "f")))
    assert isinstance(file, LocalFile)
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, bytes(data[:2])))
    file.write(b"hello")
    file.close()
    assert (tmp_path / "f").read_bytes() == b"hello"


def test_a_folder_that_is_missing_cannot_be_written_to(tmp_path: Path) -> None:
    code, text = failure(create_file(QUrl.fromLocalFile(str(tmp_path / "no" / "f"))))
    assert code is NetworkError.ContentAccessDenied
    assert text == f"Error opening file://{tmp_path}/no/f: No such file or directory"
