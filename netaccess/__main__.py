"""Entry point of ``python -m netaccess`` and of the ``netaccess`` script: finds the command and runs it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    argv is the list of arguments without the program's name; None takes those of the process. The code is 0 when
    everything went well, 1 when something failed, 2 for arguments that cannot be understood, and 128 plus the signal's
    number (130 for Ctrl-C) when the run was interrupted.
    """
    from ._cli import commands

    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return commands.run(arguments, program_name())
    except SystemExit as leaving:  # argparse leaves this way after --help and after an error
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _silence_standard_output()
        return 1


def program_name() -> str:
    """Return the words that start this program, for its help texts."""
    started_by_m = sys.argv and sys.argv[0].endswith("__main__.py")
    return "python -m netaccess" if started_by_m else "netaccess"


def _silence_standard_output() -> None:
    """Point standard output at nothing: the interpreter flushes it once more at exit, and its reader is gone."""
    import os

    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)


if __name__ == "__main__":
    sys.exit(main())
