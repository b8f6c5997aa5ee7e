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


def fetch(jobs: Sequence[Job], options: GetOptions, folder: Folder, stream: TextIO | None) -> int:
    """Fetch jobs into folder, show how it goes on stream, None being nowhere, and return the exit code."""
    for job in jobs:
        try:
            proxy_for(job.url, job.plan.proxy)
        except ValueError as problem:
            _say(sys.stderr, f"netaccess: {problem}")
            return 2
    from .download import Download

    shown = None if options.silent else stream
    console = None if shown is None else console_for(shown)
    download = Download(jobs, folder, make_view(shown, console), options.parallel)
    results = download.run()
    if shown is not None:
        write_report(results, download.seconds, shown, console)
    elif options.show_error or not options.silent:
        _say_errors(results)
    if download.interrupted is not None:
        if not options.silent:
            _say(sys.stderr, "netaccess: interrupted; unfinished files have been removed")
        return 128 + download.interrupted
    return 0 if all(result.ok for result in results) else 1


def make_view(stream: TextIO | None, console: Any) -> View:
    """Return what shows the progress: nothing without a stream, bars on a console of rich's, otherwise lines."""
    if stream is None:
        return SilentView()
    return PlainView(stream) if console is None else RichView(console)


def standard_stream(options: GetOptions) -> TextIO | None:
    """Return the stream for progress and table: standard output, or standard error when a body goes there.

    None when the program was started with that one closed.
    """
    return sys.stderr if any(job.output == "-" for job in options.jobs) else sys.stdout


def _say(stream: TextIO | None, line: str) -> None:
    """Write a line at once, where there is a stream."""
    if stream is None:
        return
    stream.write(line + "\n")
    stream.flush()


def _say_errors(results: Sequence[Result]) -> None:
    """Write a line on standard error for every transfer that failed; passwords in URLs stay out of logs."""
    from netaccess.QtCore import QUrl

    for result in results:
        if not result.ok:
            url = QUrl(result.url)
            shown = url.toString(QUrl.UrlFormattingOption.RemovePassword) if url.password() else result.url
            _say(sys.stderr, f"netaccess: {shown}: {result.error}")
