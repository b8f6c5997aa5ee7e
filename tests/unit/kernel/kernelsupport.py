"""What the kernel's tests share: threads, and running a program in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from netaccess._kernel.thread import QThread

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 20.0
"""Seconds after which something that has to happen counts as never happening; reached by failing tests only."""


def in_thread(work: Callable[[], Any]) -> Any:
    """Call *work* on another thread, and return its result when it is over."""
    result: list[Any] = []
    thread = threading.Thread(target=lambda: result.append(work()), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert result, "the thread has raised or is stuck"
    return result[0]


def started_thread() -> QThread:
    """Return a running thread; the test ends it with `ended`."""
    thread = QThread()
    thread.start()
    return thread


def ended(thread: QThread) -> bool:
    """Stop *thread*; False when it does not end."""
    thread.quit()
    return thread.wait(int(PATIENCE * 1000))


def python(source: str) -> subprocess.Popen[str]:
    """Start a program in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", source],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def outcome(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a program to end; return its code and what it wrote."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"the program does not end; it wrote {out!r} and {err!r}") from None
    return process.returncode, out, err
