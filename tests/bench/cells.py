"""Run one cell on one binding in this process, and print its figures as one line of JSON.

Usage: ``python cells.py --binding netaccess|PySide6 --cell NAME [--server URL] [--big-file PATH] [--quick]``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from typing import NamedTuple

from catalogue import BY_NAME


class Setting(NamedTuple):
    """What a cell is told: the address to fetch from, a 100 MiB file to upload, and whether to be quick."""

    server: str
    big_file: str
    quick: bool

    def times(self, regular: int) -> int:
        """Return how often to repeat: ``regular``, or a quarter of it (at least once) in a quick run."""
        return max(1, regular // 4) if self.quick else regular


def main() -> None:
    """Measure the cell named on the command line and print ``{"key": number, ...}``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binding", required=True)
    parser.add_argument("--cell", required=True, choices=sorted(BY_NAME))
    parser.add_argument("--server", default="", help="scheme, host and port of the peer")
    parser.add_argument("--big-file", default="", help="the file that upload_file sends")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true", help="accepted for clarity: the output is always JSON")
    options = parser.parse_args()
    os.environ["NETACCESS_BINDING"] = options.binding
    cell = BY_NAME[options.cell]
    measure = getattr(importlib.import_module(cell.module), cell.function)
    figures = measure(Setting(options.server, options.big_file, options.quick))
    print(json.dumps(figures), flush=True)
    # Leaving through the interpreter's teardown would add the cost, and on some versions the crashes, of freeing
    # thousands of wrapped objects; no figure depends on it.
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
