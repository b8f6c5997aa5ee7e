"""Fixtures of the tests of `netaccess.testing`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netaccess.QtCore import QCoreApplication
from netaccess.testing import FakeLoop, FakeNetwork

if TYPE_CHECKING:
    from fakenetworksupport import Client
    from pluginruns import Runs

# What pytest's output depends on: continuous integration gets whole messages once more in the summary.
_OUTPUT = ("CI", "BUILD_NUMBER", "FORCE_COLOR", "NO_COLOR", "PY_COLORS", "COLUMNS", "PYTEST_ADDOPTS", "PYTEST_THEME")


@pytest.fixture(autouse=True)
def _same_output_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pytest that runs inside a test print what it prints at anybody's desk."""
    for name in _OUTPUT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def loop() -> Iterator[FakeLoop]:
    """A fake loop without the plugin's checks."""
    with FakeLoop() as entered:
        yield entered


@pytest.fixture
def application() -> Iterator[QCoreApplication]:
    """An application."""
    app = QCoreApplication([])
    yield app
    app.shutdown()


@pytest.fixture
def run(pytester: pytest.Pytester) -> Runs:
    """A function that runs test files with the plugin, for tests of modules that have the plugin ``pytester``."""
    from pluginruns import Runs

    return Runs(pytester)


@pytest.fixture
def cassette_path(tmp_path: Path) -> Path:
    """Where a cassette is, or goes."""
    return tmp_path / "cassette.har"


@pytest.fixture
def client() -> Iterator[Client]:
    """A manager on a fake network, on virtual time."""
    from fakenetworksupport import Client

    with FakeLoop() as loop, FakeNetwork(loop) as network:
        yield Client(loop, network)
