"""Where Qt prints a warning and goes on, so do we: one line on standard error."""

from __future__ import annotations

import sys


def warn(text: str) -> None:
    """Write *text* and a newline to ``sys.stderr``, if there is one."""
    stream = sys.stderr
    if stream is not None:
        stream.write(text + "\n")
