"""``netaccess get``: downloads the URLs it is given, or everything a demo server of its own has."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TextIO

from .arguments import parse
from .jobs import Job
from .progress import PlainView, RichView, SilentView, console_for
from .proxies import proxy_for
from .report import write_report
from .targets import Folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .arguments import GetOptions
    from .jobs import Result
    from .progress import View


def run(arguments: Sequence[str], prog: str) -> int:
    """Do what ``netaccess get`` was asked for and return its exit code; prog is how the user calls the command.

    Raises SystemExit for arguments that cannot be understood, and after --help.
    """
    options = parse(arguments, prog)
    if options.jobs:
        return fetch(options.jobs, options, Folder(options.output_dir or ""), standard_stream(options))
    return run_demo(options)


def run_demo(options: GetOptions) -> int:
    """Serve the demo's files from this process and fetch them; return the exit code, 0 when all went as expected."""
    from .demoserver import DemoServer

    stream = standard_stream(options)
    with ExitStack() as stack:
        server = stack.enter_context(DemoServer())
        folder = options.output_dir or stack.enter_context(tempfile.TemporaryDirectory(prefix="netaccess-demo-"))
        plan = replace(options.plan, proxy=options.plan.proxy or "")  # no proxy of the environment's reaches in here
        jobs = [
            Job(target.url, plan, sha256=target.sha256, expected_status=target.status) for target in server.targets()
        ]
        if not options.silent:
            _say(stream, f"Demo: {len(jobs)} URLs from a server of its own at {server.url}")
        code = fetch(jobs, options, Folder(folder), stream)
    if not options.silent:
        kept = (
            "The files were temporary; --output-dir DIR keeps them." if options.output_dir is None else f"See {folder}."
        )
        _say(stream, kept)
    return code


def fetch(jobs: Sequence[Job], options: GetOptions, folder: Folder, stream: TextIO) -> int:
    """Fetch jobs into folder, show how it goes on stream, and return the exit code."""
    for job in jobs:
        try:
            proxy_for(job.url, job.plan.proxy)
        except ValueError as problem:
            _say(sys.stderr, f"netaccess: {problem}")
            return 2
    from .download import Download

    console = None if options.silent else console_for(stream)
    download = Download(jobs, folder, make_view(options, stream, console), options.parallel)
    results = download.run()
    if not options.silent:
        write_report(results, download.seconds, stream, console)
    elif options.show_error:
        _say_errors(results)
    if download.interrupted is not None:
        if not options.silent:
            _say(sys.stderr, "netaccess: interrupted; unfinished files have been removed")
        return 128 + download.interrupted
    return 0 if all(result.ok for result in results) else 1


def make_view(options: GetOptions, stream: TextIO, console: Any) -> View:
    """Return what shows the progress: nothing with -s, bars on a console of rich's, otherwise lines."""
    if options.silent:
        return SilentView()
    return PlainView(stream) if console is None else RichView(console)


def standard_stream(options: GetOptions) -> TextIO:
    """Return the stream for progress and table: standard output, or standard error when a body goes there."""
    return sys.stderr if any(job.output == "-" for job in options.jobs) else sys.stdout


def _say(stream: TextIO, line: str) -> None:
    """Write a line at once."""
    stream.write(line + "\n")
    stream.flush()


def _say_errors(results: Sequence[Result]) -> None:
    """Write a line on standard error for every transfer that failed."""
    for result in results:
        if not result.ok:
            _say(sys.stderr, f"netaccess: {result.url}: {result.error}")
