"""The commands of ``netaccess`` and the top of its help.

A new command is a line in `COMMANDS` and a module with a function `run`.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import NamedTuple

from netaccess import __version__


class Command(NamedTuple):
    """A command: the module whose ``run(arguments, prog) -> int`` does it, and a line that says what it is for."""

    module: str
    summary: str


COMMANDS: dict[str, Command] = {
    "get": Command("get", "download URLs in parallel; without one, from a demo server"),
    "run": Command("run", "run a program written for PySide or PyQt, unchanged"),
}

EXAMPLES = """\
examples:
  the demo: a server of its own, and everything it serves
    %(prog)s get
  save a file here, under its own name or another
    %(prog)s get https://example.org/a.zip
    %(prog)s get -o page.html https://example.org/
  several at a time into a folder
    %(prog)s get --output-dir files --parallel 3 URL URL URL
  a program that imports PySide6, on netaccess
    %(prog)s run program.py
  every option
    %(prog)s get --help
"""


def run(arguments: list[str], program: str) -> int:
    """Run the command that the arguments name and return its exit code.

    arguments are those of the process without its name, program is how the user calls it. Raises SystemExit for
    ``--help``, ``--version`` and for arguments that cannot be understood.
    """
    if arguments and arguments[0] in COMMANDS:
        name = arguments[0]
        module = import_module(f".{COMMANDS[name].module}", __package__)
        return int(module.run(arguments[1:], f"{program} {name}"))
    parser = build_parser(program)
    if not arguments:
        parser.print_help()
        return 0
    parser.parse_args(arguments)
    return 2  # not reached: whatever is not a command makes the parser leave


def build_parser(program: str) -> argparse.ArgumentParser:
    """Return the parser of what comes before a command: help, version, and the complaint about an unknown command."""
    width = max(len(name) for name in COMMANDS)
    listing = "\n".join(f"  {name:{width}}   {command.summary}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog=program,
        usage="%(prog)s COMMAND [options]",
        description=f"Network access with PySide's API in pure Python: the command line.\n\ncommands:\n{listing}",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("command", choices=sorted(COMMANDS), metavar="COMMAND", help=argparse.SUPPRESS)
    parser.add_argument("-V", "--version", action="version", version=version_line(), help="print the version and leave")
    return parser


def version_line() -> str:
    """Return what ``--version`` prints: netaccess's version and the interpreter's."""
    import platform

    return f"netaccess {__version__} ({platform.python_implementation()} {platform.python_version()})"
