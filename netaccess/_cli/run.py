"""``netaccess run``: runs a program that was written for PySide or PyQt on netaccess, without a change to it."""

from __future__ import annotations

import argparse
import importlib.util
import io
import os
import pkgutil
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any

from netaccess import compat
from netaccess.compat.bindings import BINDINGS

from .commands import version_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

EPILOG = """\
The program finds its arguments, its __main__ and its folder on sys.path as
under Python itself, and its exit code is that of this command.

examples:
  a script for PySide6
    %(prog)s downloader.py https://example.org/a.zip
  one for PyQt5, with options of its own
    %(prog)s --as PyQt5 client.py --verbose
  a module
    %(prog)s --as PySide2 -m mypackage.client
"""


class ProgramMissing(Exception):
    """There is no such program; the text says so."""


def run(arguments: Sequence[str], prog: str) -> int:
    """Run the program that the arguments name and return its exit code; prog is how the user calls this command.

    Raises SystemExit for arguments that cannot be understood, and after --help.
    """
    parser = build_parser(prog)
    given = parser.parse_args(list(arguments))
    words: list[str] = given.module if given.module is not None else given.program
    if not words:
        parser.error("a program to run is missing: a script, or -m and a module")
    compat.install(given.binding)
    try:
        if given.module is not None:
            return run_module(words[0], words[1:])
        return run_script(words[0], words[1:])
    except ProgramMissing as problem:
        print(f"{prog}: {problem}", file=sys.stderr)
        return 2


def build_parser(prog: str) -> argparse.ArgumentParser:
    """Return the parser of ``netaccess run``. What follows the program's name is left to the program."""
    parser = argparse.ArgumentParser(
        prog=prog,
        usage="%(prog)s [--as BINDING] (script | -m module) [argument ...]",
        description="Run a program that was written for PySide or PyQt on netaccess.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    binding = f"the binding it imports: {', '.join(BINDINGS)} (default PySide6)"
    rest = argparse.REMAINDER
    parser.add_argument("--as", dest="binding", help=binding, metavar="BINDING", choices=BINDINGS, default="PySide6")
    parser.add_argument("-V", "--version", help="print the version and leave", action="version", version=version_line())
    parser.add_argument("-m", dest="module", help="run a module instead of a script", metavar="MODULE", nargs=rest)
    parser.add_argument("program", help=argparse.SUPPRESS, metavar="script", nargs=rest)
    return parser


def run_script(path: str, arguments: list[str]) -> int:
    """Run a script, or a folder or an archive with a ``__main__.py`` inside, and return its exit code."""
    importer = pkgutil.get_importer(path) if os.path.exists(path) else None

    def prepare() -> tuple[ModuleType, CodeType]:
        if importer is not None:
            _put_first(path)
            spec = importer.find_spec("__main__")
            if spec is None:
                raise ProgramMissing(f"can't find '__main__' module in {path!r}")
            return _module(spec, path), _code(spec)
        try:
            with io.open_code(os.path.abspath(path)) as file:
                source = file.read()
        except OSError as problem:
            raise ProgramMissing(f"can't open file {path!r}: {problem.strerror}") from None
        _put_first(os.path.dirname(os.path.realpath(path)))
        module = ModuleType("__main__")
        module.__dict__.update(__file__=path, __cached__=None, __loader__=SourceFileLoader("__main__", path))
        return module, compile(source, path, "exec", dont_inherit=True)

    return _execute(prepare, [path, *arguments])


def run_module(name: str, arguments: list[str]) -> int:
    """Run a module, or a package's ``__main__``, and return its exit code."""

    def prepare() -> tuple[ModuleType, CodeType]:
        _put_first(os.getcwd())
        try:
            spec = importlib.util.find_spec(name)
            if spec is not None and spec.submodule_search_locations is not None:
                spec = importlib.util.find_spec(f"{name}.__main__")
        except (ImportError, ValueError) as problem:
            raise ProgramMissing(f"error while finding {name!r}: {problem}") from None
        if spec is None:
            raise ProgramMissing(f"no module named {name}")
        sys.argv[0] = spec.origin or name
        return _module(spec, sys.argv[0]), _code(spec)

    return _execute(prepare, ["-m", *arguments])


def _put_first(folder: str) -> None:
    """Let imports look into *folder* first, where Python has put the folder that it found this command in."""
    if sys.flags.safe_path:
        return  # nothing has been put there, and nothing shall be
    sys.path[0] = folder


def _module(spec: ModuleSpec, path: str) -> ModuleType:
    """Return a ``__main__`` for the code of *spec*."""
    module = ModuleType("__main__")
    module.__dict__.update(
        __spec__=spec, __file__=path, __cached__=spec.cached, __loader__=spec.loader, __package__=spec.parent
    )
    return module


def _code(spec: ModuleSpec) -> CodeType:
    """Return the code of a module that the import system has found."""
    get_code = getattr(spec.loader, "get_code", None)
    code: Any = None if get_code is None else get_code(spec.name)
    if code is None:
        raise ProgramMissing(f"there is no code to run in {spec.name!r}")
    found: CodeType = code
    return found


def _execute(prepare: Callable[[], tuple[ModuleType, CodeType]], argv: list[str]) -> int:
    """Run what *prepare* finds as the main program, and return its exit code.

    The module stays in place: threads and exit handlers of the program may look for it later.
    """
    sys.argv[:] = argv
    try:
        module, code = prepare()
        module.__dict__["__builtins__"] = __builtins__
        sys.modules["__main__"] = module
        exec(code, module.__dict__)
    except ProgramMissing:
        raise
    except SystemExit as leaving:
        return _exit_code(leaving)
    except KeyboardInterrupt as interrupt:
        _report(interrupt)
        return 130
    except BaseException as error:
        _report(error)
        return 1
    return 0


def _exit_code(leaving: SystemExit) -> int:
    """Return what the process exits with; a text goes to standard error, as under Python itself."""
    if leaving.code is None:
        return 0
    if isinstance(leaving.code, int):
        return leaving.code
    print(leaving.code, file=sys.stderr)
    return 1


def _report(error: BaseException) -> None:
    """Hand an exception to ``sys.excepthook``, with the program's part of its traceback."""
    trace: TracebackType | None = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    sys.stdout.flush()
    sys.excepthook(type(error), error.with_traceback(trace), trace)
