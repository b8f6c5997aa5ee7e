"""`LockFile`: one owner at a time, also after an owner that went without a word."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from netaccess._kernel import lockfile
from netaccess._kernel.lockfile import LockFile


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "x.lock")


def test_the_file_is_there_while_the_lock_is_held(path: str) -> None:
    lock = LockFile(path)
    assert lock.acquire(0)
    assert os.path.exists(path)
    lock.release()
    assert not os.path.exists(path)


def test_a_second_owner_is_refused_in_time(path: str) -> None:
    owner, other = LockFile(path), LockFile(path)
    assert owner.acquire(0)
    assert not other.acquire(0.02)
    owner.release()
    assert other.acquire(0)
    other.release()


def test_a_second_owner_waits(path: str) -> None:
    owner, other = LockFile(path), LockFile(path)
    assert owner.acquire(0)
    got: list[bool] = []
    waiting = threading.Thread(target=lambda: got.append(other.acquire(30)))
    waiting.start()
    owner.release()
    waiting.join(30)
    assert got == [True]
    other.release()


def test_a_file_left_behind_is_taken_over(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockfile, "_GRACE", 0.0)
    Path(path).write_text("1\nprogram\n")
    os.utime(path, (1, 1))
    lock = LockFile(path)
    assert lock.acquire(5)
    lock.release()


def test_a_young_file_without_an_owner_is_respected(path: str) -> None:
    Path(path).write_text("")
    assert not LockFile(path).acquire(0.02)
    assert os.path.exists(path)


def test_an_old_file_with_an_owner_is_respected(path: str) -> None:
    owner = LockFile(path)
    assert owner.acquire(0)
    os.utime(path, (1, 1))
    assert not LockFile(path).acquire(0.02)
    owner.release()


def test_a_folder_that_is_not_there_is_no_wait(tmp_path: Path) -> None:
    assert not LockFile(str(tmp_path / "nope" / "x.lock")).acquire(30)


def test_releasing_twice_does_no_harm(path: str) -> None:
    lock = LockFile(path)
    assert lock.acquire(0)
    lock.release()
    Path(path).write_text("somebody else's")
    lock.release()
    assert os.path.exists(path)


def test_a_lock_that_cannot_be_signed_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "x.lock"
    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        assert not LockFile(str(path)).acquire(0)
    assert not path.exists()
