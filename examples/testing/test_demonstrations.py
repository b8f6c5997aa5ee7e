"""Each program, run by itself without arguments, shows what it does on a fake network."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from netaccess import compat
from netaccess.QtCore import QCoreApplication

HERE = Path(__file__).parent
SHOWN = {
    "retrying_client": [
        "request 1 failed, next in 1 s",
        "request 2 failed, next in 2 s",
        "request 3 failed, next in 120 s",
        "answer: {'name': 'Ada'}",
        "123 virtual seconds",
    ],
    "download_queue": [
        "20,000 of 30,000 bytes",
        "20,000 of 30,000 bytes",
        "30,000 of 30,000 bytes",
        "done: a",
        "30,000 of 30,000 bytes",
        "done: b",
        "2 virtual seconds",
    ],
    "login": [
        "The password for the library is asked for.",
        "The password for the library was wrong.",
        "7 characters",
        "10 virtual seconds",
    ],
}


@pytest.fixture(autouse=True)
def _no_application_left() -> Iterator[None]:
    yield
    left = QCoreApplication.instance()
    if left is not None:
        left.shutdown()


def shown_by(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a program prints."""
    monkeypatch.setattr(sys, "argv", [name])
    with compat.installed("PySide6"):  # one of them needs it
        runpy.run_path(str(HERE / f"{name}.py"), run_name="__main__")
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("name", SHOWN)
def test_a_program_shows_what_it_does(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown_by(name, monkeypatch, capsys) == SHOWN[name]


def test_the_race_is_shown_with_its_seed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown_by("search_as_you_type", monkeypatch, capsys)
    assert "FakeLoop(seed=" in lines[1]
    assert lines[-1] == "Search passes under 50 schedules"
