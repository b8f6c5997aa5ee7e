"""Cells about the process: the time of the import, of the first request, and the memory of queued requests."""

from __future__ import annotations

import gc
import os
import socket
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cells import Setting

FRESH_PROCESSES = 5
QUEUED_REQUESTS = 5_000
CONNECTIONS_PER_HOST = 6
SETTLE_MS = 300

# Run with nothing but the interpreter's own modules loaded, so that what a binding imports is all on its account.
IMPORT_SCRIPT = """
from time import perf_counter
start = perf_counter()
import {binding}.QtNetwork
print((perf_counter() - start) * 1000)
"""

FIRST_GET_SCRIPT = """
from time import perf_counter
start = perf_counter()
from {binding} import QtCore, QtNetwork
application = QtCore.QCoreApplication([])
manager = QtNetwork.QNetworkAccessManager()
reply = manager.get(QtNetwork.QNetworkRequest(QtCore.QUrl("{server}/small")))
reply.finished.connect(application.quit)
application.exec()
elapsed = perf_counter() - start
assert reply.readAll().size() == 1024, reply.errorString()
print(elapsed * 1000, flush=True)
import os
os._exit(0)
"""


def _median_of_fresh_processes(script: str, setting: Setting) -> dict[str, float]:
    """Run the script in fresh interpreters, one after another, and return the median of the numbers they print."""
    source = script.format(binding=os.environ["NETACCESS_BINDING"], server=setting.server)
    command = [sys.executable, "-c", source]
    # The first run fills the file cache and writes the byte code; it is not counted.
    runs = [subprocess.run(command, capture_output=True, text=True) for _ in range(setting.times(FRESH_PROCESSES) + 1)]
    for run in runs:
        if run.returncode:
            raise SystemExit(run.stderr)
    return {"value": statistics.median(float(run.stdout) for run in runs[1:])}


def import_time(setting: Setting) -> dict[str, float]:
    """Return the milliseconds that ``import X.QtNetwork`` takes in a fresh process."""
    return _median_of_fresh_processes(IMPORT_SCRIPT, setting)


def first_get(setting: Setting) -> dict[str, float]:
    """Return the milliseconds from before the import to the end of a first GET, lazy imports included."""
    return _median_of_fresh_processes(FIRST_GET_SCRIPT, setting)


def _private_bytes() -> int:
    """Return the memory that only this process uses: its private pages, or the whole resident set elsewhere."""
    gc.collect()
    try:
        with open("/proc/self/smaps_rollup", encoding="ascii") as lines:
            return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))
    except OSError:
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def queued_memory(setting: Setting) -> dict[str, float]:
    """Return the KiB of one of 5,000 GETs that wait behind six whose server accepts and never answers."""
    from binding import QtCore, QtNetwork

    application = QtCore.QCoreApplication([])
    silent = socket.create_server(("127.0.0.1", 0), backlog=64)
    address = f"http://127.0.0.1:{silent.getsockname()[1]}/file"
    manager = QtNetwork.QNetworkAccessManager()
    manager.finished.connect(lambda reply: reply.deleteLater())
    replies: list[Any] = []

    def queue(count: int) -> None:
        for number in range(count):
            replies.append(manager.get(QtNetwork.QNetworkRequest(QtCore.QUrl(f"{address}/{number}"))))
        QtCore.QTimer.singleShot(SETTLE_MS, application.quit)
        application.exec()

    # The stalled ones come first, so that what a binding loads for its first request is not counted.
    queue(CONNECTIONS_PER_HOST)
    before = _private_bytes()
    queue(QUEUED_REQUESTS)
    grown = _private_bytes() - before
    if any(reply.isFinished() for reply in replies):
        raise SystemExit("a request finished that should have waited: " + replies[0].errorString())
    return {"value": grown / QUEUED_REQUESTS / 1024}
