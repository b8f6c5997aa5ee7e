"""Programs run in a process of their own, for what concerns the environment, the end of a process or standard error."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

from binding import BINDING

PROJECT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 60


class Run:
    """What a program left behind."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code = done.returncode
        self.out = done.stdout.splitlines()
        self.err = done.stderr.splitlines()


def run_script(source: str, arguments: tuple[str, ...] = (), **environment: str | None) -> Run:
    """Run a program that finds the binding's QtCore as ``QtCore``; variables that are None are taken away."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_"))}
    variables["PYTHONPATH"] = str(PROJECT)
    variables["QT_QPA_PLATFORM"] = "offscreen"
    variables["XDG_CONFIG_HOME"] = "/nonexistent"  # whatever the user has there is not the test's business
    for name, value in environment.items():
        if value is None:
            variables.pop(name, None)
        else:
            variables[name] = value
    program = f"import sys\nfrom {BINDING} import QtCore\n" + textwrap.dedent(source)
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        env=variables,
        check=False,
    )
    return Run(done)
