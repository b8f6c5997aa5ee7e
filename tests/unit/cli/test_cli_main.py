"""The top of the command line: help, version, and words it does not know."""

from __future__ import annotations

import subprocess
import sys

import pytest
from clisupport import Runner

from netaccess._cli.commands import COMMANDS


def test_no_argument_shows_the_help(netaccess: Runner) -> None:
    ran = netaccess()
    assert ran.code == 0
    assert "examples:" in ran.out


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["get", "--help"]])
def test_help_explains_with_examples(arguments: list[str], netaccess: Runner) -> None:
    ran = netaccess(*arguments)
    assert ran.code == 0
    assert "examples:" in ran.out


def test_the_help_names_every_command(netaccess: Runner) -> None:
    assert all(f"  {name} " in netaccess("--help").out for name in COMMANDS)


@pytest.mark.parametrize("arguments", [["--version"], ["get", "--version"], ["-V"]])
def test_the_version_is_told(arguments: list[str], netaccess: Runner) -> None:
    ran = netaccess(*arguments)
    assert ran.code == 0
    assert ran.out.startswith("netaccess ")


def test_an_unknown_command_is_a_wrong_argument(netaccess: Runner) -> None:
    ran = netaccess("frob")
    assert ran.code == 2
    assert "frob" in ran.err


def test_an_unknown_option_is_a_wrong_argument(netaccess: Runner) -> None:
    assert netaccess("get", "--frob").code == 2


def test_help_needs_no_network_code() -> None:
    code = (
        "import sys; from netaccess.__main__ import main; main(['get', '--help']);"
        "sys.exit(any(name in sys.modules for name in ('ssl', 'urllib3', 'rich', 'netaccess.QtNetwork')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
