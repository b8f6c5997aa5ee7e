"""Run the conformance tests on one binding, each test file in a process of its own.

    python tests/conformance/run.py --binding PySide6 --python /path/to/python/with/PySide6 [test_file.py ...]

Prints one line a file and a total, and exits with 1 when anything failed. A crash of the interpreter is one failure.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from processes import Batch, run_all  # noqa: E402 - the line above makes it known


def main(arguments: list[str] | None = None) -> int:
    """Run the files asked for, all by default; return the exit code."""
    parser = argparse.ArgumentParser(description="Run the conformance tests, one process a file.")
    parser.add_argument("--binding", choices=("netaccess", "PySide6", "PySide2"), default="netaccess")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has the binding and pytest")
    parser.add_argument("--repeat", type=int, default=1, help="run each file so many times, to find flaky tests")
    jobs = os.cpu_count() or 1
    parser.add_argument(
        "--jobs", type=int, default=jobs, help="how many files run at a time; all processors' by default"
    )
    parser.add_argument("files", nargs="*", help="test files; all by default")
    options = parser.parse_args(arguments)
    files = [Path(name).resolve() for name in options.files] or sorted(HERE.glob("test_*.py"))
    batches = [batch(path, options.binding, options.python) for path in files for _ in range(options.repeat)]
    passed = failed = expected = 0
    for outcome in run_all(batches, options.jobs):
        print(outcome, flush=True)
        passed += outcome.passed
        failed += outcome.failed
        expected += outcome.expected
    print(f"{options.binding}: {passed} passed, {failed} failed, {expected} declared differences")
    return 1 if failed or not passed else 0


def batch(path: Path, binding: str, python: str) -> Batch:
    """How one test file is run on one binding. Hypothesis, which these tests do not use, takes long to load."""
    options = ("--binding", binding, "-p", "no:hypothesispytest")
    environment = {"QT_QPA_PLATFORM": "offscreen", "NETACCESS_BINDING": binding}
    return Batch(path.name, (path,), options, python, environment)


if __name__ == "__main__":
    sys.exit(main())
