"""The lines of the progress display as styled pieces of text: pure functions that draw nothing and need no rich."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .units import human_portion, human_size, human_speed, human_time, pad, printable, shorten

if TYPE_CHECKING:
    from .jobs import Result
    from .track import Overall, Track

Piece = tuple[str, str]
"""A text and the name of its style: "done", "failed", "active", "rest", "dim", "strong" or "" for none."""


class Glyphs(NamedTuple):
    """The characters a terminal can show."""

    done: str
    failed: str
    active: str
    full: str
    half: str
    rest: str
    ellipsis: str


UNICODE = Glyphs("✓", "✗", "↓", "━", "╾", "─", "…")
ASCII = Glyphs("+", "x", ">", "#", "-", "-", "..")


class Layout(NamedTuple):
    """The widths of a line's columns; the ones that never change are below."""

    name: int
    bar: int


PERCENT, PORTION, SPEED, LEFT = 4, 15, 11, 7
_FIXED = 2 + 1 + 1 + PERCENT + 1 + PORTION + 1 + SPEED + 1 + LEFT


def layout(width: int) -> Layout:
    """Return the widths of name and bar for a terminal of width columns; the rest of a line is the same everywhere."""
    room = max(width - 3 - _FIXED, 20)  # the terminal echoes ^C behind the last line; it must not wrap
    name = min(max(room * 11 // 20, 12), 44)
    return Layout(name, max(min(room - name, 50), 8))


def bar(fraction: float | None, width: int, now: float, glyphs: Glyphs) -> list[Piece]:
    """Return a bar of width columns; without a fraction a block travels along it, now (seconds) says where it is."""
    if fraction is None:
        block = max(width // 4, 2)
        way = max(width - block, 1)
        place = int(now * 12) % (2 * way)
        place = place if place <= way else 2 * way - place
        return [
            (glyphs.rest * place, "rest"),
            (glyphs.full * block, "active"),
            (glyphs.rest * (width - block - place), "rest"),
        ]
    halves = int(fraction * width * 2)
    full, half = divmod(halves, 2)
    style = "done" if fraction >= 1 else "active"
    return [
        (glyphs.full * full + glyphs.half * half, style),
        (glyphs.rest * (width - full - half), "rest"),
    ]


def track_line(track: Track, columns: Layout, now: float, glyphs: Glyphs) -> list[Piece]:
    """Return the line of one transfer: mark, name, bar, percent, size, speed, time left; an error in place of a bar."""
    name = pad(shorten(printable(track.name), columns.name, glyphs.ellipsis), columns.name)
    result = track.result
    if result is None:
        mark, style = glyphs.active, "active"
    elif result.ok:
        mark, style = glyphs.done, "done"
    else:
        mark, style = glyphs.failed, "failed"
    start: list[Piece] = [(mark + " ", style), (name + " ", "")]
    if result is not None and result.error is not None:
        room = columns.bar + _FIXED - 3
        return [*start, (shorten(verdict(result), room, glyphs.ellipsis), "dim" if result.ok else "failed")]
    fraction = track.fraction
    percent = "" if fraction is None else f"{int(fraction * 100)}%"
    portion = human_size(result.size) if result is not None else human_portion(track.received, track.total)
    return [
        *start,
        *bar(fraction, columns.bar, now, glyphs),
        *_numbers(percent, portion, track.speed, _time_column(track)),
    ]


def _time_column(track: Track) -> str:
    """Return what stands in the last column: the time left, or with a result the time it took."""
    if track.result is not None:
        return _seconds(track.result.seconds)
    return human_time(track.seconds_left)


def _seconds(seconds: float) -> str:
    """Return a time that has passed, as "3.0 s" so that it is not taken for one that is left."""
    return f"{seconds:.1f} s" if seconds < 600 else human_time(seconds)


def total_line(overall: Overall, columns: Layout, now: float, glyphs: Glyphs) -> list[Piece]:
    """Return the line of all transfers together."""
    count = len(overall.tracks)
    complete = overall.complete
    name = pad(shorten(f"total {overall.done}/{count}", columns.name, glyphs.ellipsis), columns.name)
    fraction = overall.fraction
    return [
        ("  ", ""),
        (name + " ", "strong"),
        *bar(1.0 if complete else min(fraction, 0.99), columns.bar, now, glyphs),
        *_numbers(
            f"{100 if complete else min(int(fraction * 100), 99)}%",
            human_size(overall.received),
            overall.speed,
            _seconds(overall.elapsed)
            if not any(track.result is None for track in overall.tracks)
            else human_time(overall.seconds_left),
        ),
    ]


def _numbers(percent: str, portion: str, speed: float | None, time: str) -> list[Piece]:
    """Return the columns right of the bar."""
    return [
        (f" {percent:>{PERCENT}} {portion:>{PORTION}}", ""),
        (f" {human_speed(speed):>{SPEED}}", "dim"),
        (f" {time:>{LEFT}}", ""),
    ]


def status_text(result: Result) -> str:
    """Return the outcome of a transfer in a word or two, as HTTP says it where it does."""
    if result.status is not None and not result.canceled:
        return printable(f"{result.status} {result.reason}".strip())
    return "canceled" if result.canceled else "failed" if result.error else "ok"


def verdict(result: Result) -> str:
    """Return what to say about a transfer that did not bring a file: its error, and whether that was to be expected."""
    return printable(result.error or "") + (" (as expected)" if result.expected else "")
