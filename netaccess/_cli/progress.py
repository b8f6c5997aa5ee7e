"""What is shown while transfers run: bars on a terminal, lines everywhere else, or nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from .bars import ASCII, UNICODE, layout, total_line, track_line, verdict
from .units import human_portion, human_size, human_speed, human_time, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .bars import Glyphs, Piece
    from .track import Overall, Track

LINE_EVERY = 5.0
"""Seconds after which a transfer that has nothing else to say gets another plain line."""


class View(Protocol):
    """Shows transfers; all times are seconds on the engine's clock."""

    def open(self, tracks: Sequence[Track], overall: Overall) -> None:
        """Begin to show the transfers of a run."""

    def update(self, now: float) -> None:
        """Show how things stand; called about ten times a second."""

    def ended(self, track: Track, now: float) -> None:
        """Show that a transfer has its result."""

    def close(self, now: float) -> None:
        """Show how things ended, and give the terminal back."""


class SilentView:
    """Shows nothing."""

    def open(self, tracks: Sequence[Track], overall: Overall) -> None:
        """Take no notice of the transfers."""

    def update(self, now: float) -> None:
        """Take no notice of the time."""

    def ended(self, track: Track, now: float) -> None:
        """Take no notice of an end."""

    def close(self, now: float) -> None:
        """Have nothing to give back."""


class PlainView:
    """Writes whole lines: for files, pipes and terminals that cannot move the cursor."""

    def __init__(self, stream: TextIO) -> None:
        """Write to stream."""
        self._stream = stream
        self._tracks: Sequence[Track] = ()
        self._said: dict[int, tuple[float, int]] = {}
        self._ended = 0

    def open(self, tracks: Sequence[Track], overall: Overall) -> None:
        """Begin with the transfers of a run."""
        self._tracks = tracks

    def update(self, now: float) -> None:
        """Write a line for each transfer that passed another quarter, or has been silent for some seconds."""
        for index, track in enumerate(self._tracks):
            if track.started is None or track.result is not None:
                continue
            since, quarter = self._said.get(index, (track.started, 0))
            reached = int((track.fraction or 0.0) * 4)
            if reached > quarter or now - since >= LINE_EVERY:
                self._said[index] = (now, reached)
                self._write(f"{printable(track.name)}: {_course(track)}")

    def ended(self, track: Track, now: float) -> None:
        """Write the line that a transfer ends with."""
        self._ended += 1
        self._write(f"[{self._ended}/{len(self._tracks)}] {printable(track.name)}: {_outcome(track)}")

    def close(self, now: float) -> None:
        """Write nothing more."""
        self._stream.flush()

    def _write(self, line: str) -> None:
        """Write a line now, so that whoever follows a log sees it; characters the stream cannot encode become "?"."""
        encoding = self._stream.encoding or "utf-8"
        self._stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")
        self._stream.flush()


def _course(track: Track) -> str:
    """Return how far a running transfer is, in words."""
    fraction = track.fraction
    percent = "" if fraction is None else f"{int(fraction * 100)}%, "
    left = track.seconds_left
    rest = "" if left is None else f", {human_time(left)} left"
    return f"{percent}{human_portion(track.received, track.total)}, {human_speed(track.speed)}{rest}"


def _outcome(track: Track) -> str:
    """Return how a transfer ended, in words."""
    result = track.result
    if result is None:
        return "not finished"
    if result.error is not None:
        return verdict(result) if result.ok or result.canceled else f"failed: {verdict(result)}"
    checked = ", sha256 verified" if result.verified else ""
    return f"{human_size(result.size)} in {result.seconds:.1f} s ({human_speed(track.speed)}){checked}"


class RichView:
    """Draws a bar for each running transfer and one for all of them; ended ones move up and stay on the screen."""

    STYLES = {
        "done": "green",
        "failed": "bold red",
        "active": "cyan",
        "rest": "bright_black",
        "dim": "dim",
        "strong": "bold",
    }

    def __init__(self, console: Any) -> None:
        """Draw on a rich.console.Console."""
        from rich.live import Live

        self._console = console
        self._live = Live(console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
        self._glyphs = glyphs_for(console.encoding)
        self._tracks: Sequence[Track] = ()
        self._overall: Overall | None = None
        self._open = False

    def open(self, tracks: Sequence[Track], overall: Overall) -> None:
        """Begin to draw the transfers of a run."""
        self._tracks, self._overall = tracks, overall
        self._live.start()
        self._open = True

    def update(self, now: float) -> None:
        """Draw the present state; the engine's ticks make the pace, rich needs no thread of its own."""
        if self._open:
            self._live.update(self._frame(now), refresh=True)

    def ended(self, track: Track, now: float) -> None:
        """Move the line of a transfer that ended above the moving part, for good."""
        if self._open:
            self._live.update(self._frame(now), refresh=True)  # printing redraws what was drawn last
            self._console.print(self._text(track_line(track, layout(self._console.width), now, self._glyphs)))

    def close(self, now: float) -> None:
        """Draw the last state and show the cursor again."""
        if self._open:
            self._open = False
            self._live.update(self._frame(now), refresh=True)
            self._live.stop()

    def _frame(self, now: float) -> Any:
        """Return the moving part: as many running transfers as fit on the screen, and the total."""
        from rich.console import Group

        columns = layout(self._console.width)
        active = [track for track in self._tracks if track.active]
        room = max(self._console.height - 4, 1)
        lines = [self._text(track_line(track, columns, now, self._glyphs)) for track in active[:room]]
        if len(active) > room:
            lines.append(self._text([(f"  {self._glyphs.ellipsis} and {len(active) - room} more", "dim")]))
        if self._overall is not None:
            lines.append(self._text(total_line(self._overall, columns, now, self._glyphs)))
        return Group(*lines)

    def _text(self, pieces: list[Piece]) -> Any:
        """Return pieces as one line of rich's; never marked-up text, for names may have brackets in them."""
        from rich.text import Text

        line = Text(no_wrap=True, overflow="crop")
        for text, style in pieces:
            line.append(text, self.STYLES.get(style, ""))
        return line


def glyphs_for(encoding: str) -> Glyphs:
    """Return the marks and bars that a terminal with this encoding can show."""
    try:
        "".join(UNICODE).encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return ASCII
    return UNICODE


def console_for(stream: TextIO) -> Any:
    """Return a rich console for a terminal that can show bars; None without rich, or where stream is no such terminal.

    rich itself follows NO_COLOR: the bars stay, their colours go.
    """
    if not stream.isatty() or os.environ.get("TERM") in ("dumb", "unknown"):
        return None
    try:
        from rich.console import Console
    except ImportError:
        return None
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    return console if console.is_terminal and not console.is_dumb_terminal else None
