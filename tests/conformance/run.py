"""Run the conformance tests on one binding, each test file in a process of its own.

    python tests/conformance/run.py --binding PySide6 --python /path/to/python/with/PySide6 [test_file.py ...]

Prints one line a file and a total, and exits with 1 when anything failed. A crash of the interpreter is one failure.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
FILE_TIMEOUT_S = 300


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
    passed = failed = expected = 0
    with ThreadPoolExecutor(max(1, options.jobs)) as pool:
        runs = [path for path in files for _ in range(options.repeat)]
        for counts, text in pool.map(lambda path: run_file(path, options.binding, options.python), runs):
            print(text, flush=True)
            passed += counts["passed"]
            failed += counts["failed"]
            expected += counts["expected"]
    print(f"{options.binding}: {passed} passed, {failed} failed, {expected} declared differences")
    return 1 if failed or not passed else 0


def run_file(path: Path, binding: str, python: str) -> tuple[dict[str, int], str]:
    """Run one test file in a process of its own; return how many tests passed, failed and differed as declared, and what
    there is to say about it."""
    began = monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [python, "-m", "pytest", str(path), "--binding", binding, f"--junitxml={report}"]
        command += ["-p", "no:cacheprovider", "--tb=short"]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "NETACCESS_BINDING": binding}
        try:
            process = subprocess.run(
                command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=FILE_TIMEOUT_S
            )
            code, output = process.returncode, process.stdout + process.stderr
        except subprocess.TimeoutExpired as error:
            kept = error.stdout or b""
            code = -1
            output = (
                f"{kept.decode(errors='replace') if isinstance(kept, bytes) else kept}\nno end after {error.timeout} s"
            )
        counts = read_report(report)
    no_tests = code == 5
    if code not in (0, 5) and not counts["failed"]:
        counts["failed"] = 1
    state = "ok" if code == 0 else "nothing to run" if no_tests else f"FAILED (exit code {code})"
    line = f"{path.name}: {counts['passed']} passed, {counts['failed']} failed: {state} ({monotonic() - began:.0f} s)"
    return counts, f"{line}\n{output}" if counts["failed"] else line


def read_report(report: Path) -> dict[str, int]:
    """Count the outcomes in a JUnit report; a report that is absent (a crash) counts nothing."""
    counts = {"passed": 0, "failed": 0, "expected": 0}
    if not report.exists():
        return counts
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            counts["failed"] += 1
        elif "skipped" in kinds:
            counts["expected"] += 1
        else:
            counts["passed"] += 1
    return counts


if __name__ == "__main__":
    sys.exit(main())
