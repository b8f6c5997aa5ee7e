"""Test files run in processes of their own: what the runners of the tests share."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

PROJECT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5
NOTE = "note: "
"""How a line of pytest's begins that is told even when nothing failed."""


@dataclass(frozen=True)
class Batch:
    """Test files that share a process, and how pytest is called for them."""

    name: str
    files: tuple[Path, ...]
    options: tuple[str, ...] = ()
    python: str = sys.executable
    environment: dict[str, str] = field(default_factory=dict)
    limit: float = 600.0  # seconds; a process that takes longer hangs, and is ended


@dataclass(frozen=True)
class Outcome:
    """How many tests of a batch passed, failed and differed as declared; and what pytest said, if anything failed."""

    name: str
    passed: int
    failed: int
    expected: int
    state: str
    seconds: float
    output: str

    def __str__(self) -> str:
        line = f"{self.name}: {self.passed} passed, {self.failed} failed: {self.state} ({self.seconds:.0f} s)"
        if self.failed:
            return f"{line}\n{self.output}"
        return "\n".join([line, *(said for said in self.output.splitlines() if said.startswith(NOTE))])


def run_all(batches: Iterable[Batch], jobs: int) -> Iterator[Outcome]:
    """Run the batches, ``jobs`` at a time, and hand on their outcomes in the order of the batches."""
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        yield from pool.map(run, batches)


def run(batch: Batch) -> Outcome:
    """Run one batch. A crash of the interpreter is one failure, and so is a process that does not end."""
    began = monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [batch.python, "-m", "pytest", *map(str, batch.files), *batch.options]
        # A root of its own for temporary folders: runs that share one clear away each other's.
        apart = {"PYTEST_DEBUG_TEMPROOT": folder}
        environment = {**compiling_once(dict(os.environ)), **apart, **batch.environment}
        try:
            process = subprocess.run(
                [*command, f"--junitxml={report}", "-p", "no:cacheprovider", "--tb=short"],
                cwd=PROJECT,
                env=environment,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=batch.limit,
            )
            code, output = process.returncode, process.stdout + process.stderr
        except subprocess.TimeoutExpired as error:
            said = error.stdout or b""
            text = said.decode(errors="replace") if isinstance(said, bytes) else said
            code, output = -1, f"{text}\nno end after {error.timeout:g} s"
        passed, failed, expected = read_report(report)
    if code not in (0, NOTHING_COLLECTED) and not failed:
        failed = 1
    states = {0: "ok", NOTHING_COLLECTED: "nothing to run"}
    state = states.get(code, f"FAILED (exit code {code})")
    return Outcome(
        batch.name, passed, failed, expected, state, monotonic() - began, f"{output}\nagain: {shlex.join(command)}"
    )


def compiling_once(environment: dict[str, str]) -> dict[str, str]:
    """Let what is compiled be kept, as some hundred interpreters start: apart, where the folders shall stay as they are."""
    if environment.pop("PYTHONDONTWRITEBYTECODE", ""):
        environment["PYTHONPYCACHEPREFIX"] = str(PROJECT / "build" / "pycache")
    return environment


def read_report(report: Path) -> tuple[int, int, int]:
    """Count the outcomes in a JUnit report; a report that is absent (a crash) counts nothing."""
    passed = failed = expected = 0
    if not report.exists():
        return 0, 0, 0
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            failed += 1
        elif "skipped" in kinds:
            expected += 1
        else:
            passed += 1
    return passed, failed, expected
