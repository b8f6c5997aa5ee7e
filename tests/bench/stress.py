"""The stress at full length: ``python tests/bench/stress.py`` puts a million queued deliveries through eight threads.

Receivers move between the threads and die meanwhile. Nothing may be lost or out of order, nobody may wait for ever, and the
memory must not grow. ``--binding PySide6`` runs the same on real Qt (with a Python that has it). Exit code 1 on any failure.
"""

from __future__ import annotations

import argparse
import faulthandler
import importlib
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit" / "kernel")]

from stresscore import BURST, Stress  # noqa: E402

GROWTH_MIB = 24
"""By how much the process may grow after a tenth of the run: what is under way between threads differs from moment to moment."""


def resident_mib() -> float:
    """Return the memory that the process occupies now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 2**20


def main() -> int:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binding", default="netaccess", help="the package whose QtCore is put to the test")
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--deliveries", type=int, default=1_000_000)
    parser.add_argument("--patience", type=float, default=300, help="seconds after which it counts as stuck")
    options = parser.parse_args()
    faulthandler.dump_traceback_later(options.patience + 30, exit=True)
    core = importlib.import_module(f"{options.binding}.QtCore")
    application = core.QCoreApplication([])
    bursts = max(1, round(options.deliveries / options.threads**2 / BURST))
    stress = Stress(core, options.threads, bursts * BURST)
    samples: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            samples.append(resident_mib())

    watcher = threading.Thread(target=watch, daemon=True)
    start = time.perf_counter()
    watcher.start()
    stress.start()
    heard = stress.wait(options.patience)
    seconds = time.perf_counter() - start
    over.set()
    watcher.join()
    ended = stress.end()
    stress.check()
    early = max(samples[: len(samples) // 10 + 1], default=0.0)
    growth = max(samples, default=0.0) - early
    print(
        f"{options.binding}: {stress.deliveries:,} deliveries between {options.threads} threads in {seconds:.1f} s "
        f"({seconds / max(1, stress.deliveries) * 1e6:.1f} us each), {len(stress.born):,} receivers came and went; "
        f"{early:.0f} MiB, grown by {growth:.1f} MiB"
    )
    failures = [*stress.errors[:20]]
    if not heard:
        failures.append(f"not everything was heard within {options.patience:.0f} s")
    if not ended:
        failures.append("a thread did not end")
    if growth > GROWTH_MIB:
        failures.append(f"the process has grown by {growth:.1f} MiB, more than {GROWTH_MIB}")
    for failure in failures:
        print("FAILED:", failure)
    del application
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
