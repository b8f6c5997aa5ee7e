"""The table that closes a run: what became of every URL."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TextIO

from .bars import status_text, verdict
from .progress import glyphs_for
from .units import human_size, human_speed, pad, printable, shorten, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .bars import Glyphs
    from .jobs import Result

HEADINGS = ("File", "Status", "Bytes", "Seconds", "SHA-256")
_ALIGN = ("<", "<", ">", ">", "<")
_SHORTEST_NAME = 12
_GAP = 2


def cells(result: Result, mark: str) -> tuple[str, str, str, str, str]:
    """Return the columns of a result; mark says that a digest was compared and found right."""
    name = printable(os.path.basename(result.path) if result.path else result.name)
    status = status_text(result)
    digest = result.sha256 or ""
    if result.verified:
        digest += f" {mark} verified"
    elif result.error is not None:
        said = verdict(result)
        digest = ("(as expected)" if result.expected else "-") if said.startswith(status) else said
    return name, status, f"{result.size:,}", f"{result.seconds:.2f}", digest


def table(results: Sequence[Result], width: int | None, glyphs: Glyphs) -> list[tuple[str, ...]]:
    """Return the heading and a row for each result, every cell filled to its column's width.

    width is that of the terminal in columns; names and digests are cut to fit into it. None cuts nothing.
    """
    rows = [HEADINGS, *(cells(result, glyphs.done) for result in results)]
    widths = [max(text_width(row[column]) for row in rows) for column in range(len(HEADINGS))]
    if width is not None:
        widths = fit(widths, width)
    lines = []
    for row in rows:
        cut = (_cut(text, widths[column], glyphs) if column in (0, 1, 4) else text for column, text in enumerate(row))
        lines.append(tuple(pad(text, widths[column], _ALIGN[column]) for column, text in enumerate(cut)))
    return lines


def fit(widths: list[int], width: int) -> list[int]:
    """Return column widths that fit into width columns: the digest gives way first, then the name, then the status."""
    fitted = list(widths)
    for column, least in ((4, 24), (0, 20), (1, 13), (4, 10), (0, _SHORTEST_NAME), (1, 6), (4, 7)):
        excess = sum(fitted) + _GAP * (len(fitted) - 1) - (width - 1)
        if excess > 0:
            fitted[column] = max(fitted[column] - excess, min(least, fitted[column]))
    return fitted


def _cut(text: str, width: int, glyphs: Glyphs) -> str:
    """Return text cut to width; what comes after a digest stays, for it says whether the digest is right."""
    digest, mark, rest = text.partition(f" {glyphs.done} ")
    if mark and text_width(text) > width:
        note = mark + rest if width >= 20 else mark.rstrip()
        return shorten(digest, max(width - text_width(note), 0), glyphs.ellipsis) + note
    return shorten(text, width, glyphs.ellipsis)


def summary(results: Sequence[Result], seconds: float) -> str:
    """Return the two lines under the table; seconds is how long the whole run took."""
    complete = sum(result.error is None for result in results)
    size = sum(result.size for result in results if result.error is None)
    counts = [f"{complete} of {_plural(len(results), 'transfer')} complete"]
    for number, words in (
        (sum(result.expected for result in results), "failed as expected"),
        (sum(not result.ok and not result.canceled for result in results), "failed"),
        (sum(result.canceled for result in results), "canceled"),
    ):
        if number:
            counts.append(f"{number} {words}")
    speed = human_speed(size / seconds if seconds > 0 else None)
    amounts = [f"{human_size(size)} in {seconds:.1f} s ({speed})"]
    verified = sum(result.verified for result in results)
    if verified:
        amounts.append(f"{_plural(verified, 'checksum')} verified")
    return f"{', '.join(counts)}\n{', '.join(amounts)}"


def _plural(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def write_report(results: Sequence[Result], seconds: float, stream: TextIO, console: Any = None) -> None:
    """Write the table and its closing line: with colours on a rich console, else as plain text to stream."""
    if console is None:
        glyphs = glyphs_for(stream.encoding or "ascii")
        width = _terminal_width(stream)
        lines = ["  ".join(row).rstrip() for row in table(results, width, glyphs)]
        text = "\n".join(["", *lines, "", summary(results, seconds), ""])
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "replace").decode(encoding))
        stream.flush()
        return
    _write_coloured(results, seconds, console)


def _terminal_width(stream: TextIO) -> int | None:
    """Return the number of columns of a terminal, None for everything else: files have room for whole digests."""
    if not stream.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _write_coloured(results: Sequence[Result], seconds: float, console: Any) -> None:
    """Write the report to a rich console."""
    from rich.text import Text

    heading, *rows = table(results, console.width, glyphs_for(console.encoding))
    console.print()
    console.print(Text("  ".join(heading).rstrip(), "bold", no_wrap=True, overflow="crop"))
    for result, row in zip(results, rows, strict=True):
        line = Text(no_wrap=True, overflow="crop")
        status = "green" if result.error is None else "yellow" if result.ok else "bold red"
        digest = "green" if result.verified else "dim" if result.ok else "red"
        for text, style in zip(row, ("", status, "", "", digest), strict=True):
            line.append(text, style).append("  ")
        console.print(line)
    console.print()
    console.print(Text(summary(results, seconds), "" if all(result.ok for result in results) else "bold red"))
