"""What the tests of compat share.

Every test begins and ends without a binding; it may have one of PyQt's, and may run a program of its own.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from netaccess import compat

PROJECT = Path(__file__).resolve().parents[3]
Program = Callable[..., str]


@pytest.fixture(autouse=True)
def _no_binding_left() -> Iterator[None]:
    """Take back what a test has installed."""
    assert compat.current() is None
    yield
    compat.uninstall()


@pytest.fixture
def pyqt5() -> Iterator[Any]:
    """PyQt5.QtCore."""
    with compat.installed("PyQt5"):
        yield importlib.import_module("PyQt5.QtCore")


@pytest.fixture
def pyqt6() -> Iterator[Any]:
    """PyQt6.QtCore."""
    with compat.installed("PyQt6"):
        yield importlib.import_module("PyQt6.QtCore")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A function that runs a program given as text in a fresh interpreter, and returns what it prints."""

    def run(source: str, *arguments: str) -> str:
        path = tmp_path / "program.py"
        path.write_text(source, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(path), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin", "TZ": "UTC"},
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        return done.stdout

    return run
