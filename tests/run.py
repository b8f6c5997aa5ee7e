"""Run the tests on all processors: unit tests, faults, and conformance on netaccess, on real and on virtual time,
and the tests of the examples.

    python tests/run.py [--jobs 2] [test_file.py or folder ...]

The files are dealt out to a few processes a processor, which keeps them busy to the end; the conformance tests have
processes apart from the others, as their application lives as long as they do. Prints a line a process, a total a
suite, and what pytest said where something failed; exits with 1 then.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from processes import PROJECT, Batch, run_all

HERE = Path(__file__).resolve().parent
EXAMPLES = PROJECT / "examples"
CONFORMANCE = ("--binding", "netaccess", "-p", "no:hypothesispytest")  # which takes long to load, and is not used there


class Suite(NamedTuple):
    """Tests that may share a process."""

    folder: str
    deal: int
    """How many processes it has for each processor: enough that none is idle for long at the end."""
    options: tuple[str, ...] = ()


SUITES = {
    "faults": Suite("faults", 1),
    "unit": Suite("unit", 3),
    "conformance": Suite("conformance", 3, CONFORMANCE),
    "virtual-time": Suite("conformance", 1, (*CONFORMANCE, "--time", "virtual")),
    "examples": Suite("examples", 1),
}


def main(arguments: list[str] | None = None) -> int:
    """Run the files asked for, all by default; return the exit code."""
    parser = argparse.ArgumentParser(description="Run the tests on all processors.")
    processors = os.cpu_count() or 1
    parser.add_argument("--jobs", type=int, default=processors, help="processes at a time; as many as processors")
    parser.add_argument("--repeat", type=int, default=1, help="run everything so many times, to find flaky tests")
    parser.add_argument("files", nargs="*", help="test files and folders; all by default")
    options = parser.parse_args(arguments)
    jobs = max(1, options.jobs)
    files = gather([Path(name).resolve() for name in options.files] or [HERE, EXAMPLES])
    began = monotonic()
    passed: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for outcome in run_all([batch for batch in deal(files, jobs) for _ in range(options.repeat)], jobs):
        print(outcome, flush=True)
        suite = outcome.name.split()[0]
        passed[suite] += outcome.passed
        failed[suite] += outcome.failed
    for suite in passed:
        print(f"{suite}: {passed[suite]} passed, {failed[suite]} failed")
    times = os.times()
    print(
        f"all: {passed.total()} passed, {failed.total()} failed in {monotonic() - began:.0f} s"
        f" ({times.children_user + times.children_system:.0f} s of the processors)"
    )
    return 1 if failed.total() or not passed.total() else 0


def gather(places: list[Path]) -> dict[str, list[Path]]:
    """The test files in some places, by the folder of their suite."""
    found = {path for place in places for path in (place.rglob("test_*.py") if place.is_dir() else [place])}
    folders: dict[str, list[Path]] = {suite.folder: [] for suite in SUITES.values()}
    for path in sorted(found):
        inside = path.relative_to(PROJECT).parts
        folders[inside[1] if inside[0] == HERE.name else inside[0]].append(path)
    for files in folders.values():
        twice = [name for name, count in Counter(path.name for path in files).items() if count > 1]
        if twice:
            raise SystemExit(f"test files need names of their own, as they are imported by them: {', '.join(twice)}")
    return folders


def deal(folders: dict[str, list[Path]], jobs: int) -> list[Batch]:
    """Deal the files of each suite out, the largest first, so that the shares are about equal."""
    batches = []
    for name, suite in SUITES.items():
        by_size = sorted(folders[suite.folder], key=lambda path: (-path.stat().st_size, path))
        shares = min(suite.deal * jobs, len(by_size))
        for number in range(shares):
            share = tuple(path.relative_to(PROJECT) for path in by_size[number::shares])
            batches.append(Batch(f"{name} {number + 1} of {shares}", share, suite.options))
    return batches


if __name__ == "__main__":
    sys.exit(main())
