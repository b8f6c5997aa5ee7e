"""Whole programs in the styles of six bindings print the same on netaccess as on the binding they were written for.

The expected output stands beside each program. Those for PySide2 and PySide6 run on the oracle unchanged.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from compatprograms import programs, routes, run_program, written_for


@pytest.mark.parametrize("program", programs(), ids=lambda path: path.stem)
def test_a_program_prints_what_it_prints_on_its_own_binding(program: Path, server: Any) -> None:
    routes(server)
    done = run_program(program, written_for(program), server.url(""))
    expected = program.with_suffix(".txt").read_text(encoding="utf-8")
    code = 0
    if expected.startswith("exit code "):
        first, _, expected = expected.partition("\n")
        code = int(first.rpartition(" ")[2])
    assert (done.stdout, done.stderr, done.returncode) == (expected, "", code)
