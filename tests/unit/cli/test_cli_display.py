"""Sizes, bars, lines and the closing table."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from netaccess._cli.bars import ASCII, UNICODE, bar, layout, total_line, track_line
from netaccess._cli.jobs import Result
from netaccess._cli.progress import PlainView, RichView, console_for, glyphs_for
from netaccess._cli.report import fit, summary, table, write_report
from netaccess._cli.track import Meter, Overall, Track
from netaccess._cli.units import human_portion, human_size, human_time, printable, shorten, text_width

DIGEST = "0123456789abcdef" * 4
GOOD = Result("a.zip", "http://h/a.zip", "dir/a.zip", 200, "OK", 2048, 1.0, DIGEST, True)
BAD = Result("b", "http://h/b", None, 500, "Oh No", 0, 0.5, error="500 Oh No")
EXPECTED = Result("c", "http://h/c", None, 404, "Not Found", 0, 0.5, error="404 Not Found", expected=True)
CANCELED = Result("d", "http://h/d", None, 200, "OK", 9, 0.5, error="canceled", canceled=True)
WORDS = "un nom très long 文件名 with everything.tar.gz"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def running(name: str = "a.zip", received: int = 0, total: int | None = 1000) -> Track:
    track = Track(name)
    track.begin(0.0)
    track.received, track.total = received, total
    track.sample(1.0)
    return track


def ended(result: Result) -> Track:
    track = running(result.name, result.size)
    track.result = result
    return track


def text(pieces: list[tuple[str, str]]) -> str:
    return "".join(piece for piece, _ in pieces)


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 KiB"),
        (1536, "1.5 KiB"),
        (102400, "100 KiB"),
        (1023 * 1024, "1.0 MiB"),
        (5 * 1024**2, "5.0 MiB"),
        (3 * 1024**4, "3.0 TiB"),
        (5000 * 1024**5, "5000 PiB"),
    ],
)
def test_a_size_is_short(count: int, shown: str) -> None:
    assert human_size(count) == shown


def test_a_portion_has_one_unit() -> None:
    assert human_portion(512 * 1024, 4 * 1024**2) == "0.5/4.0 MiB"


def test_a_portion_of_an_unknown_size_is_what_is_here() -> None:
    assert human_portion(2048, None) == "2.0 KiB"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (0.1, "0:01"), (59.5, "1:00"), (3723, "1:02:03"), (None, "-:--"), (1e9, "-:--")]
)
def test_a_time_is_rounded_up(seconds: float | None, shown: str) -> None:
    assert human_time(seconds) == shown


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert printable("a\x1b[2Jb\n\u202e") == "a?[2Jb??"


@given(st.text(max_size=60), st.integers(0, 40))
def test_a_shortened_text_fits(words: str, width: int) -> None:
    assert text_width(shorten(words, width)) <= width


def test_a_shortened_name_keeps_its_end() -> None:
    assert shorten("a-very-long-name-of-a-file.tar.gz", 20) == "a-very-long-….tar.gz"


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize(
    "track",
    [
        Track("waiting"),
        running(),
        running("x" * 200, 10**9, 10**10),
        running(WORDS, 5, None),
        ended(GOOD),
    ],
)
def test_every_line_of_a_width_is_equally_long(track: Track, width: int) -> None:
    widths = {text_width(text(track_line(track, layout(width), 0.3, glyphs))) for glyphs in (UNICODE, ASCII)}
    widths.add(text_width(text(total_line(Overall([track]), layout(width), 0.3, UNICODE))))
    assert len(widths) == 1
    assert widths.pop() <= max(width - 3, 66)


@given(st.none() | st.floats(0, 1), st.integers(8, 60), st.floats(0, 1e6))
def test_a_bar_is_as_wide_as_it_should_be(fraction: float | None, width: int, now: float) -> None:
    assert text_width(text(bar(fraction, width, now, UNICODE))) == width


def test_a_bar_is_full_at_the_end_only() -> None:
    assert text(bar(0.999, 10, 0, UNICODE)) == "━━━━━━━━━╾"
    assert text(bar(1.0, 10, 0, UNICODE)) == "━━━━━━━━━━"


def test_a_failed_transfer_says_why_in_place_of_a_bar() -> None:
    line = text(track_line(ended(BAD), layout(80), 0, UNICODE))
    assert line.startswith("✗ b ")
    assert line.endswith("500 Oh No")


def test_an_expected_failure_is_marked_as_good() -> None:
    line = text(track_line(ended(EXPECTED), layout(80), 0, UNICODE))
    assert line.startswith("✓ c ")
    assert line.endswith("404 Not Found (as expected)")


def test_a_speed_comes_from_the_last_seconds() -> None:
    meter = Meter()
    assert meter.speed is None
    for second, count in enumerate([0, 0, 0, 0, 0, 100, 200, 300]):
        meter.sample(float(second), count)
    assert meter.speed == 100


def test_the_time_left_follows_from_speed_and_size() -> None:
    assert running(received=250, total=1000).seconds_left == 3.0


def test_an_unknown_size_has_no_fraction_and_no_time_left() -> None:
    track = running(received=250, total=None)
    assert (track.fraction, track.seconds_left) == (None, None)


def test_the_total_counts_each_file_the_same() -> None:
    assert Overall([running(received=500), Track("waiting")]).fraction == 0.25


def test_the_total_is_not_complete_when_transfers_were_canceled() -> None:
    overall = Overall([ended(GOOD), ended(CANCELED)])
    assert not overall.complete
    assert overall.fraction < 1


def test_the_total_time_left_is_that_of_the_slowest() -> None:
    slow, fast = running(received=10, total=1000), running(received=10_000, total=20_000)
    overall = Overall([slow, fast])
    for second, received in ((0.0, (0, 0)), (1.0, (10, 10_000))):
        slow.received, fast.received = received
        overall.sample(second)
    assert overall.seconds_left == slow.seconds_left == 99.0


def test_a_plain_view_writes_quarters_and_ends() -> None:
    stream, track = io.StringIO(), running()
    view = PlainView(stream)
    view.open([track], Overall([track]))
    for now, received in ((0.1, 10), (0.2, 260), (0.3, 270), (0.4, 800)):
        track.received = received
        view.update(now)
    track.result = GOOD
    view.ended(track, 1.0)
    view.close(1.0)
    lines = stream.getvalue().splitlines()
    assert [line.split(",")[0] for line in lines[:2]] == ["a.zip: 26%", "a.zip: 80%"]
    assert lines[2:] == ["[1/1] a.zip: 2.0 KiB in 1.0 s (2.0 KiB/s), sha256 verified"]


def test_a_plain_view_does_not_stay_silent_for_long() -> None:
    stream, track = io.StringIO(), running(total=None)
    view = PlainView(stream)
    view.open([track], Overall([track]))
    for now in (1.0, 6.0, 7.0, 12.0):
        view.update(now)
    assert len(stream.getvalue().splitlines()) == 2


def test_a_plain_view_writes_what_the_stream_can_encode() -> None:
    stream, track = io.TextIOWrapper(io.BytesIO(), "ascii"), ended(GOOD)
    track.name = "文"
    view = PlainView(stream)
    view.open([track], Overall([track]))
    view.ended(track, 1.0)
    assert stream.buffer.getvalue().startswith(b"[1/1] ?: ")  # type: ignore[attr-defined]


def test_a_file_gets_no_bars() -> None:
    assert console_for(io.StringIO()) is None


def test_a_dumb_terminal_gets_no_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert console_for(Terminal()) is None


def test_a_terminal_gets_no_bars_without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setitem(__import__("sys").modules, "rich.console", None)
    assert console_for(Terminal()) is None


def console(width: int = 80) -> Any:
    return Console(file=Terminal(), force_terminal=True, width=width, height=10, color_system=None)


def without_escapes(console: Any) -> str:
    return re.sub(r"\x1b\[[0-9?;]*[A-Za-z]", "", console.file.getvalue())


def test_bars_of_ended_transfers_stay_above_the_running_ones() -> None:
    drawn, tracks = console(), [running("first"), running("second")]
    overall = Overall(tracks)
    view = RichView(drawn)
    view.open(tracks, overall)
    view.update(0.1)
    tracks[0].result = GOOD
    view.ended(tracks[0], 0.2)
    tracks[1].result = BAD
    view.ended(tracks[1], 0.3)
    view.close(0.3)
    shown = without_escapes(drawn)
    assert shown.count("↓ first") > 0
    assert shown.count("✓ first") == 1
    assert shown.index("✓ first") < shown.index("✗ second") < shown.rindex("total 2/2")


def test_no_more_bars_are_drawn_than_fit_on_the_screen() -> None:
    drawn, tracks = console(), [running(str(number)) for number in range(50)]
    view = RichView(drawn)
    view.open(tracks, Overall(tracks))
    view.update(0.1)
    frame = drawn.file.getvalue()
    view.close(0.1)
    assert "… and 44 more" in frame


def test_a_name_is_never_taken_for_markup() -> None:
    drawn, tracks = console(), [running("[bold]x[/]")]
    view = RichView(drawn)
    view.open(tracks, Overall(tracks))
    view.close(0.1)
    assert "[bold]x[/]" in drawn.file.getvalue()


def test_a_terminal_gets_bars_and_no_color_takes_their_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    found = console_for(Terminal())
    assert found is not None
    assert found.no_color


def test_the_report_on_a_console_says_what_the_plain_one_says() -> None:
    drawn, plain = console(200), io.StringIO()
    write_report([GOOD, BAD, EXPECTED, CANCELED], 2.0, drawn.file, drawn)
    write_report([GOOD, BAD, EXPECTED, CANCELED], 2.0, plain)
    lines = [line.rstrip().replace("✓", "+") for line in without_escapes(drawn).splitlines()]
    assert lines == plain.getvalue().splitlines()


def test_marks_fit_the_terminal() -> None:
    assert glyphs_for("utf-8") is UNICODE
    assert glyphs_for("ascii") is ASCII
    assert glyphs_for("nonsense") is ASCII


def test_a_table_without_a_width_shows_whole_digests() -> None:
    rows = table([GOOD], None, UNICODE)
    assert [cell.strip() for cell in rows[1]] == ["a.zip", "200 OK", "2,048", "1.00", f"{DIGEST} ✓ verified"]


@pytest.mark.parametrize("width", [60, 80, 100, 120, 150])
def test_a_table_fits_the_terminal(width: int) -> None:
    long = Result("x" * 200, "u", None, 200, "OK", 10**12, 12345.678, DIGEST, True)
    for row in table([GOOD, BAD, EXPECTED, CANCELED, long], width, UNICODE):
        assert text_width("  ".join(row)) < width


@pytest.mark.parametrize("width", [80, 120])
def test_a_cut_digest_keeps_its_verdict(width: int) -> None:
    assert table([GOOD, BAD], width, UNICODE)[1][4].rstrip().endswith("✓ verified")


def test_columns_that_fit_stay_as_they_are() -> None:
    assert fit([5, 6, 5, 7, 64], 120) == [5, 6, 5, 7, 64]


def test_a_report_tells_every_kind_of_end() -> None:
    stream = io.StringIO()
    write_report([GOOD, BAD, EXPECTED, CANCELED], 2.0, stream)
    lines = stream.getvalue().splitlines()
    assert lines[1].split() == ["File", "Status", "Bytes", "Seconds", "SHA-256"]
    assert lines[2].split()[:4] == ["a.zip", "200", "OK", "2,048"]
    assert lines[3].startswith("b      500 Oh No")
    assert lines[4].endswith("(as expected)")
    assert lines[5].startswith("d      canceled")
    assert lines[7:] == [
        "1 of 4 transfers complete, 1 failed as expected, 1 failed, 1 canceled",
        "2.0 KiB in 2.0 s (1.0 KiB/s), 1 checksum verified",
    ]


def test_one_transfer_is_counted_in_the_singular() -> None:
    assert summary([GOOD], 1.0).startswith("1 of 1 transfer complete\n")


def test_an_error_says_what_happened_in_the_last_column() -> None:
    result = Result("a", "u", None, None, "", 0, 0.1, error="Connection refused")
    row = table([result], None, UNICODE)[1]
    assert row[1].strip() == "failed"
    assert row[4].strip() == "Connection refused"
