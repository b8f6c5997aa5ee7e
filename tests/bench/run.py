"""The same Qt script on two bindings, in one run, with the ratios.

Usage: ``python tests/bench/run.py --oracle PYTHON_WITH_PYSIDE6 [--only CELL ...] [--rounds N] [--quick]``.

Every cell runs in a fresh process for each binding and round, on one and the same interpreter; the rounds alternate
between the bindings, and a ratio is that of the medians. It says how many times better the second binding is, for
rates and for times alike. The peer is nginx; without it the network cells are left out. Nothing here asserts a time:
an aim that is missed is shown, and only a cell that fails makes the exit code 1.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import nginx
from catalogue import BY_NAME, CELLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalogue import Cell, Figure

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
ROUNDS = 5
QUICK_ROUNDS = 1
CELL_TIMEOUT_SECONDS = 90

Samples = dict[str, list[float]]


class Failure(Exception):
    """A cell's process ended with an error or not at all; the message is its last line."""


class Row(NamedTuple):
    """One line of the table."""

    title: str
    first: str
    second: str
    ratio: str
    aim: str
    reached: str


class Bench:
    """What a run needs to know: the interpreter, the two bindings, the server, the number of rounds."""

    def __init__(self, options: argparse.Namespace, server: nginx.Server | None) -> None:
        self.python: str = options.oracle
        self.pair: tuple[str, str] = tuple(options.pair)
        self.quick: bool = options.quick
        self.rounds: int = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
        self.server = server

    def measure(self, cell: Cell) -> tuple[Samples, Samples]:
        """Run a cell A B A B and return the samples of both sides, a list for each figure."""
        sides: tuple[Samples, Samples] = ({}, {})
        for _ in range(self.rounds):
            for binding, samples in zip(self.pair, sides, strict=True):
                for key, value in self._run_once(cell, binding).items():
                    samples.setdefault(key, []).append(value)
        return sides

    def _run_once(self, cell: Cell, binding: str) -> dict[str, float]:
        """Run a cell in a fresh process and return its figures."""
        command = [self.python, str(HERE / "cells.py"), "--binding", binding, "--cell", cell.name, "--json"]
        if self.server is not None:
            address = self.server.https if cell.needs_tls else self.server.http
            command += ["--server", str(address), "--big-file", self.server.big_file]
        if self.quick:
            command.append("--quick")
        try:
            run = subprocess.run(
                command, env=self._environment(), capture_output=True, text=True, timeout=CELL_TIMEOUT_SECONDS
            )
        except subprocess.TimeoutExpired as error:
            raise Failure(f"{binding}: no end after {error.timeout:g} s") from None
        if run.returncode:
            lines = run.stderr.strip().splitlines() or [f"exit code {run.returncode}"]
            raise Failure(f"{binding}: {lines[-1]}")
        figures: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
        return figures

    def _environment(self) -> dict[str, str]:
        """Return the child's environment: the project importable, no proxies, byte code written as for a user."""
        dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONASYNCIODEBUG", "PYTHONDEVMODE")
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in dropped and not name.lower().endswith("_proxy")
        }
        environment["PYTHONPATH"] = str(PROJECT)
        if self.server is not None and self.server.ca_file is not None:
            environment["SSL_CERT_FILE"] = self.server.ca_file
        return environment


def _number(value: float, unit: str) -> str:
    """Format a number with three or four digits that matter."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def rows_of(cell: Cell, first: Samples, second: Samples) -> list[Row]:
    """Return the lines for a cell's figures."""
    return [_row(figure, first[figure.key], second[figure.key]) for figure in cell.figures]


def _row(figure: Figure, first: list[float], second: list[float]) -> Row:
    """Return the line for one figure: medians, their ratio, and whether it reaches the aim."""
    left, right = statistics.median(first), statistics.median(second)
    better, worse = (right, left) if figure.more_is_better else (left, right)
    ratio = better / worse if worse > 0 else float("inf")
    aim, reached = "-", "-"
    if figure.aim is not None:
        aim, reached = f"{figure.aim:g}x", "yes" if ratio >= figure.aim else "NO"
    return Row(figure.title, _number(left, figure.unit), _number(right, figure.unit), f"{ratio:.2f}x", aim, reached)


def _print_table(rows: Sequence[Row], pair: tuple[str, str]) -> None:
    """Print the lines as a Markdown table whose columns also line up in a terminal."""
    table = [Row("cell", *pair, "ratio", "aim", "reached"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for number, row in enumerate(table):
        first, *others = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            print(
                "|"
                + "|".join("-" * (width + 1) + (":" if column else "-") for column, width in enumerate(widths))
                + "|"
            )


def _describe(python: str, pair: tuple[str, str]) -> str:
    """Return one line about the interpreter and its bindings, or end the run when one of them is not there."""
    names = sorted(set(pair))
    script = "import sys, platform; print('CPython', platform.python_version(), end='')\n" + "".join(
        f"import {name}.QtNetwork; print(', {name}', getattr(sys.modules['{name}'], '__version__', ''), end='')\n"
        for name in names
    )
    environment = dict(os.environ, PYTHONPATH=str(PROJECT))
    run = subprocess.run([python, "-c", script], env=environment, capture_output=True, text=True)
    if run.returncode:
        reason = run.stderr.strip().splitlines()[-1:]
        sys.exit(
            f"bench: {python} cannot import {' and '.join(names)} ({' '.join(reason)}); name another with --oracle"
        )
    return f"{run.stdout.strip()}, {os.cpu_count()} CPUs, {platform.system()} {platform.machine()}"


def _chosen_cells(names: Sequence[str], server: nginx.Server | None) -> list[Cell]:
    """Return the cells to run; say in one line each which are left out for want of a server or a certificate."""
    cells = [BY_NAME[name] for name in names] if names else list(CELLS)
    if server is None:
        print("bench: nginx is not installed: the network cells are left out")
        return [cell for cell in cells if not cell.needs_server]
    if server.https is None:
        print("bench: trustme is not installed: the TLS cells are left out")
        return [cell for cell in cells if not cell.needs_tls]
    return cells


def _parse() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--oracle", default=sys.executable, help="a Python with PySide6 and netaccess's requirements")
    parser.add_argument("--pair", nargs=2, default=["PySide6", "netaccess"], metavar="BINDING", help="what to compare")
    parser.add_argument("--only", nargs="+", default=[], choices=sorted(BY_NAME), metavar="CELL", help="these cells")
    parser.add_argument("--rounds", type=int, default=0, help=f"runs of each cell on each side (default {ROUNDS})")
    parser.add_argument("--quick", action="store_true", help="smaller numbers and one round")
    parser.add_argument("--list", action="store_true", help="print the names of the cells and end")
    return parser.parse_args()


def main() -> int:
    """Run the cells, print the table, and return the exit code."""
    options = _parse()
    if options.list:
        print("\n".join(cell.name for cell in CELLS))
        return 0
    # A run that is told to end leaves through the context managers, so that no server stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    about = _describe(options.oracle, tuple(options.pair))
    program = nginx.find()
    rows: list[Row] = []
    failures: list[str] = []
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(nginx.running(program)) if program else None
        bench = Bench(options, server)
        cells = _chosen_cells(options.only, server)
        for number, cell in enumerate(cells, 1):
            print(f"bench: {number}/{len(cells)} {cell.name}", file=sys.stderr, flush=True)
            try:
                rows += rows_of(cell, *bench.measure(cell))
            except Failure as failure:
                failures.append(f"bench: {cell.name} failed: {failure}")
                rows += [Row(figure.title, "-", "-", "-", "-", "failed") for figure in cell.figures]
    print(f"{about}; medians of {bench.rounds}; a ratio says how many times better {bench.pair[1]} is")
    _print_table(rows, bench.pair)
    for line in failures:
        print(line)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
