"""Runs whole programs that were written for one binding: on that binding, or on netaccess in its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from binding import BINDING

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
PROGRAMS = HERE / "programs"
BINDINGS = {
    "pyside": "PySide",
    "pyside2": "PySide2",
    "pyside6": "PySide6",
    "pyqt4": "PyQt4",
    "pyqt5": "PyQt5",
    "pyqt6": "PyQt6",
}
GUARD_S = 30


def written_for(program: Path) -> str:
    """The binding that a program imports: its name begins with it."""
    return BINDINGS[program.stem.partition("_")[0]]


def programs() -> list[Path]:
    """The programs that the binding under test can run: netaccess all, an oracle its own."""
    found = sorted(PROGRAMS.glob("*.py"))
    return [path for path in found if BINDING in ("netaccess", written_for(path))]


def run_program(program: Path, binding: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program for *binding* in a process of its own."""
    command = [str(program), *arguments]
    if BINDING == "netaccess":
        command = ["-m", "netaccess", "run", "--as", binding, *command]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(PROJECT), "TZ": "UTC"}
    process = subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROGRAMS,
        env=environment,
    )
    try:
        out, err = process.communicate(timeout=GUARD_S)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"{program.name} did not end within {GUARD_S} s; it printed:\n{out}\n{err}") from None
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def run_source(source: str, folder: Path, binding: str = "PySide6", **modules: str) -> str:
    """Run a program given as text, with further modules beside it; return what it prints. Errors fail the test."""
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    program = folder / "program.py"
    program.write_text(source, encoding="utf-8")
    done = run_program(program, binding)
    assert (done.returncode, done.stderr) == (0, ""), f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def routes(server: Any) -> None:
    """Let a server answer what the programs ask for."""
    server.on("/hello.txt", body=b"hello, world\n", headers=[("Content-Type", "text/plain")])
    server.on("/data.json", body=json.dumps({"name": "data", "items": [1, 2, 3]}).encode())
    server.on("/big.bin", body=bytes(range(256)) * 400)
    server.on("/missing.txt", status=404, body=b"nothing here")
    server.on("/redirect", status=302, headers=[("Location", "/hello.txt")])
    server.on("/dated", body=b"x", headers=[("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"), ("ETag", '"abc"')])
    server.on("/hang", gate=server.gate())
    server.script("/echo", lambda talk: talk.answer(body=talk.request.body))
    server.script("/query", lambda talk: talk.answer(body=json.dumps(talk.request.target).encode()))
    server.script("/header", lambda talk: talk.answer(body=(talk.request.header("X-Fetcher") or "no").encode()))
