"""The arguments of ``netaccess get``: their parser, and the jobs they stand for. Names and meanings are curl's."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netaccess import __version__

from .body import join_pieces
from .commands import version_line
from .headers import basic_authorization, merge_headers, parse_header
from .jobs import Job, RequestPlan
from .targets import is_special

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_PARALLEL = 6

EPILOG = """\
Bodies are streamed to a hidden file beside the target and renamed when they
are complete; what fails or is interrupted (Ctrl-C) leaves nothing behind.
HTTP errors (400 and above) are failures.

exit code: 0 everything arrived, 1 something failed, 2 bad arguments,
130 interrupted by Ctrl-C

examples:
  the demo
    %(prog)s
  two files, at the same time; and with names of your own
    %(prog)s https://example.org/a.zip https://example.org/b.zip
    %(prog)s -o first.zip -o second.zip URL URL
  an answer on the screen
    %(prog)s -o - -H 'Accept: application/json' -u me:secret URL
  an upload
    %(prog)s -X PUT --data-binary @notes.txt URL
  through a proxy, in half a minute or not at all
    %(prog)s -x http://proxy.example:3128 --timeout 30 URL
"""


@dataclass(frozen=True, slots=True)
class GetOptions:
    """What ``netaccess get`` was told: the jobs (none: run the demo), and how to run and show them."""

    jobs: tuple[Job, ...]
    plan: RequestPlan
    output_dir: str | None
    parallel: int
    silent: bool
    show_error: bool


def parse(arguments: Sequence[str], prog: str) -> GetOptions:
    """Return the options that arguments stand for; prog is the command as the user wrote it.

    Raises SystemExit(2), after a line on standard error, when they cannot be understood, SystemExit(0) after --help.
    """
    parser = build_parser(prog)
    given = parser.parse_intermixed_args(list(arguments))
    try:
        return _options(given)
    except ValueError as problem:
        parser.error(str(problem))
    except OSError as problem:
        parser.error(f"{problem.strerror}: {problem.filename}" if problem.filename else str(problem))


def build_parser(prog: str) -> argparse.ArgumentParser:
    """Return the parser of ``netaccess get``."""
    parser = argparse.ArgumentParser(
        prog=prog,
        usage="%(prog)s [options] [URL ...]",
        description="Download URLs in parallel. Without a URL: start a small server here, and download all it has.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("urls", nargs="*", metavar="URL", help="what to fetch; http:// is assumed without a scheme")
    _add_output_options(parser.add_argument_group("where it goes"))
    _add_request_options(parser.add_argument_group("the request"))
    _add_transfer_options(parser.add_argument_group("the transfer"))
    return parser


def _add_output_options(group: argparse._ArgumentGroup) -> None:
    """Add the options that say where bodies go and what is shown."""
    add = group.add_argument
    each = "one for each URL, in order"
    add(
        "-o",
        "--output",
        help=f"write to FILE, - is standard output; {each}",
        metavar="FILE",
        action="append",
        default=[],
    )
    add("-O", "--remote-name", help="name files after their URLs (what happens without -o anyway)", action="store_true")
    add("-J", "--remote-header-name", help="prefer the name in the server's Content-Disposition", action="store_true")
    add("--output-dir", help="put files into DIR, which is made when it is missing", metavar="DIR")
    add("--sha256", help=f"the digest the body must have; {each}", metavar="HEX", action="append", default=[])
    add("-i", "--include", help="write the response's headers before the body", action="store_true")
    add("-s", "--silent", help="show no progress, no table and no errors", action="store_true")
    add("-S", "--show-error", help="with -s: show errors all the same", action="store_true")


def _add_request_options(group: argparse._ArgumentGroup) -> None:
    """Add the options that shape the request."""
    add = group.add_argument
    header = (
        "'Name: value' sends a header, 'Name;' sends it empty, 'Name:' removes one "
        "(without Accept-Language, Connection, Host and User-Agent no request goes out: they are what Qt sends then)"
    )
    data = "send DATA in a POST, as a form; several are joined by &; @FILE reads a file, @- standard input"
    user = "send Basic credentials at once; asks for the password when it is missing"
    add("-X", "--request", help="the method; GET by default, POST with data, HEAD with -I", metavar="METHOD")
    add("-H", "--header", help=header, metavar="LINE", action="append", default=[])
    _add_data(group, "data", data, "-d", "--data")
    _add_data(group, "binary", "the same, but line ends in files are kept", "--data-binary")
    _add_data(group, "raw", "the same, but @ is just a character", "--data-raw")
    add("-I", "--head", help="ask for the headers only, and print them", action="store_true")
    add("-A", "--user-agent", help="the User-Agent to send", metavar="TEXT")
    add("-e", "--referer", help="the Referer to send", metavar="URL")
    add("-u", "--user", help=user, metavar="USER:PASSWORD")


def _add_data(group: argparse._ArgumentGroup, kind: str, text: str, *flags: str) -> None:
    """Add a data option; all of them fill one list, in which each value remembers its option's kind."""
    group.add_argument(*flags, dest="data", help=text, metavar="DATA", action="append", default=[], type=_Tagger(kind))


def _add_transfer_options(group: argparse._ArgumentGroup) -> None:
    """Add the options that say how transfers are run."""
    add = group.add_argument
    parallel = f"transfers at a time (default {DEFAULT_PARALLEL}; a host gets six at most)"
    proxy = (
        "go through a proxy, [http://][user:password@]host[:port]; '' uses none; "
        "by default http_proxy, https_proxy, all_proxy and no_proxy are followed"
    )
    seconds = "the time a whole transfer may take"
    location = "follow redirects (default)"
    add("--parallel", help=parallel, metavar="N", type=_count, default=DEFAULT_PARALLEL)
    add("-m", "--timeout", "--max-time", help=seconds, metavar="SECONDS", type=_seconds)
    add("-k", "--insecure", help="accept any certificate", action="store_true")
    add("-x", "--proxy", help=proxy, metavar="URL")
    add("-L", "--location", help=location, action=argparse.BooleanOptionalAction, default=True)
    add("-f", "--fail", help="take HTTP errors for failures (what happens anyway)", action="store_true")
    add("-V", "--version", help="print the version and leave", action="version", version=version_line())


class _Tagger:
    """Pairs a value with the kind of its option."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __call__(self, value: str) -> tuple[str, str]:
        return self.kind, value


def _count(text: str) -> int:
    """Return text as a whole number of at least one."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return int(text)


def _seconds(text: str) -> float | None:
    """Return text as a number of seconds; 0 stands for no limit."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e7:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return value or None


def _options(given: argparse.Namespace) -> GetOptions:
    """Return the options for what argparse found; raises ValueError when they contradict each other."""
    urls = [complete_url(text) for text in given.urls]
    outputs = ["-" if name == "/dev/stdout" else name for name in given.output]
    digests = [_digest(text) for text in given.sha256]
    for option, values in (("-o", outputs), ("--sha256", digests)):
        if len(values) > len(urls):
            raise ValueError(f"{len(values)} {option} for {len(urls)} URLs: each belongs to one")
    paths = [os.path.join(given.output_dir or "", name) for name in outputs if name != "-"]
    files = [os.path.realpath(path) for path in paths if not is_special(path)]
    if len(set(files)) < len(files):
        raise ValueError("two URLs cannot be written to the same -o FILE")
    if given.head and given.data:
        raise ValueError("-I asks for no body, -d sends one: choose one of them")
    if given.head:  # like curl: the headers are what was asked for, so they are shown
        outputs += ["-"] * (len(urls) - len(outputs))
    plan = _plan(given)
    if not urls and plan.method != "GET":
        raise ValueError(f"{plan.method} needs a URL; the demo only answers GET")
    jobs = tuple(
        Job(
            url,
            _with_credentials(plan, url, given),
            output=outputs[index] if index < len(outputs) else None,
            use_header_name=given.remote_header_name,
            sha256=digests[index] if index < len(digests) else None,
        )
        for index, url in enumerate(urls)
    )
    return GetOptions(jobs, plan, given.output_dir, given.parallel, given.silent, given.show_error)


def _plan(given: argparse.Namespace) -> RequestPlan:
    """Return how every request of this run is made."""
    body = join_pieces(given.data)
    method = given.request or ("HEAD" if given.head else "GET" if body is None else "POST")
    if not method.isascii() or not method.replace("-", "").replace("_", "").isalnum():
        raise ValueError(f"{method!r} is not a method")
    defaults = [("User-Agent", given.user_agent or f"netaccess/{__version__}"), ("Accept", "*/*")]
    if given.referer:
        defaults.append(("Referer", given.referer))
    if body is not None:
        defaults.append(("Content-Type", "application/x-www-form-urlencoded"))
    if given.user is not None:
        defaults.append(("Authorization", basic_authorization(_credentials(given.user))))
    return RequestPlan(
        method=method,
        headers=merge_headers(defaults, [parse_header(text) for text in given.header]),
        body=body,
        timeout=given.timeout,
        insecure=given.insecure,
        follow=given.location,
        proxy=given.proxy,
        show_headers=given.include or given.head,
    )


def _with_credentials(plan: RequestPlan, url: str, given: argparse.Namespace) -> RequestPlan:
    """Return plan with the credentials in url as a header, unless -u or -H said what to send."""
    from urllib.parse import unquote, urlsplit

    try:
        parts = urlsplit(url)
    except ValueError:  # what is no URL is told when its turn comes
        return plan
    told = given.user is not None or any(parse_header(text)[0].lower() == "authorization" for text in given.header)
    if told or parts.username is None or parts.scheme not in ("http", "https"):
        return plan
    value = basic_authorization(f"{unquote(parts.username)}:{unquote(parts.password or '')}")
    return replace(plan, headers=(*plan.headers, (b"Authorization", value.encode("ascii"))))


def _credentials(text: str) -> str:
    """Return "user:password", asking for the password when text names only a user.

    Raises ValueError when there is nobody to ask.
    """
    if ":" in text:
        return text
    from getpass import getpass

    try:
        return f"{text}:{getpass(f'Password for {text}: ')}"
    except EOFError as problem:
        raise ValueError(f"no password for {text!r}: nobody can be asked; -u {text}:PASSWORD gives one") from problem


def _digest(text: str) -> str:
    """Return a SHA-256 digest in lower case; raises ValueError when text is none."""
    if len(text) != 64 or not set(text.lower()) <= set("0123456789abcdef"):
        raise ValueError(f"{text!r} is not a SHA-256 digest: 64 hexadecimal digits")
    return text.lower()


def complete_url(text: str) -> str:
    """Return a URL as typed with http:// before it when it has no scheme; raises ValueError when it is empty."""
    text = text.strip()
    if not text:
        raise ValueError("an empty URL cannot be fetched")
    if "://" in text.partition("?")[0] or text.lower().startswith(("data:", "file:")):
        return text
    return "http://" + text
