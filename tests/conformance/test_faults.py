"""Broken answers, on every binding: the error, what can be read, and one ``finished``. The table is that of ``tests/faults``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from binding import enum_name
from loops import spin
from recorder import Recorder
from shortcuts import request

sys.path.append(str(Path(__file__).resolve().parent.parent / "faults"))

from brokenanswers import EVERY, Fault
from hostile import Hostile, Talk

_BEFORE = pytest.mark.differs("bytes-before-status")
_STATUS = pytest.mark.differs("impossible-status")
_LINE_FEED = pytest.mark.differs("bare-line-feed")
_ENDLESS = pytest.mark.differs("endless-head")
_FRAMING = pytest.mark.differs("broken-framing-field")
_LENGTH = pytest.mark.differs("bad-content-length")
_CODING = pytest.mark.differs("bad-transfer-coding")
_CHUNK = pytest.mark.differs("bad-chunk-size")
_CHUNK_END = pytest.mark.differs("bad-chunk-end")
_TRAILERS = pytest.mark.differs("bad-trailers")
_TRUNCATED = pytest.mark.differs("truncated-coding")
_REST = pytest.mark.differs("rest-behind-coding")
_SEVERAL = pytest.mark.differs("several-codings")

DIFFERS: dict[str, pytest.MarkDecorator] = {
    "an empty line first": _BEFORE,
    "a blank first": _BEFORE,
    "a status of two digits": _STATUS,
    "a status of four digits": _STATUS,
    "a negative status": _STATUS,
    "status 000": _STATUS,
    "status 099": _STATUS,
    "bare line feeds": _LINE_FEED,
    "a bare LF in a value": _LINE_FEED,
    "a status line of 9000 bytes": _ENDLESS,
    "1001 fields": _ENDLESS,
    "a field of 300 KB": _ENDLESS,
    "a name of 300 KB": _ENDLESS,
    "21 of 1xx": _ENDLESS,
    "a blank before the colon of Content-Length": _FRAMING,
    "a blank before the colon of Transfer-Encoding": _FRAMING,
    "a blank before Content-Length": _FRAMING,
    "a NUL in Content-Length": _FRAMING,
    "Content-Length without colon": _FRAMING,
    "two different lengths": _LENGTH,
    "a list of different lengths": _LENGTH,
    "two lengths on HEAD": _LENGTH,
    "a negative length": _LENGTH,
    "a length with a plus": _LENGTH,
    "a hexadecimal length": _LENGTH,
    "a length with a fraction": _LENGTH,
    "an empty length": _LENGTH,
    "a length in letters": _LENGTH,
    "a length with a unit": _LENGTH,
    "a length with an underscore": _LENGTH,
    "a length that wraps at 64 bits": _LENGTH,
    "a length of a hundred digits": _LENGTH,
    "an unknown transfer coding": _CODING,
    "identity as transfer coding": _CODING,
    "an empty transfer coding": _CODING,
    "gzip as transfer coding": _CODING,
    "chunked twice": _CODING,
    "two fields of chunked": _CODING,
    "chunked is not last": _CODING,
    "a name that only ends in chunked": _CODING,
    "a vertical tab before chunked": _CODING,
    "a chunk size in letters": _CHUNK,
    "an empty chunk size": _CHUNK,
    "a negative chunk size": _CHUNK,
    "a chunk size with a plus": _CHUNK,
    "a chunk size with 0x": _CHUNK,
    "a blank before the chunk size": _CHUNK,
    "a chunk size with an underscore": _CHUNK,
    "a chunk size of 2^64 and more": _CHUNK,
    "a chunk size of 2^63 and more": _CHUNK,
    "many zeros before the chunk size": _CHUNK,
    "a chunk size with a bare LF": _CHUNK,
    "a chunk size with a bare CR": _CHUNK,
    "a NUL in a chunk extension": _CHUNK,
    "a chunk extension of 5000 bytes": _CHUNK,
    "a chunk longer than its size": _CHUNK_END,
    "a chunk shorter than its size": _CHUNK_END,
    "a chunk without line end": _CHUNK_END,
    "a chunk with a bare LF behind it": _CHUNK_END,
    "a trailer cut short": _TRAILERS,
    "trailers of 100 KB": _TRAILERS,
    "1001 trailers": _TRAILERS,
    "gzip without its trailer": _TRUNCATED,
    "gzip without its last byte": _TRUNCATED,
    "gzip of a single byte": _TRUNCATED,
    "gzip with nothing but its head": _TRUNCATED,
    "gzip cut by a closed connection": _TRUNCATED,
    "deflate without its end": _TRUNCATED,
    "zeros behind gzip": _REST,
    "gzip in gzip": _SEVERAL,
    # Real Qt decides this one way or the other, as the bytes happen to arrive.
    "no line behind the last chunk": pytest.mark.only("netaccess"),
}


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    """The server that breaks the rules."""
    with Hostile() as running:
        yield running


def closing(fault: Fault) -> Any:
    """Return a script that sends the fault's bytes and closes."""

    def script(talk: Talk) -> None:
        talk.send(fault.wire)
        talk.close()

    return script


CASES = [
    pytest.param(fault, id=fault.name, marks=[DIFFERS[fault.name]] if fault.name in DIFFERS else []) for fault in EVERY
]


@pytest.mark.unsteady  # real Qt looks at what has come, and on a busy machine the end may come with it
@pytest.mark.parametrize("fault", CASES)
def test_a_broken_answer_behind_which_the_server_closes(hostile: Hostile, manager: Any, fault: Fault) -> None:
    query = request(hostile.on("/fault", closing(fault)))
    log = Recorder(manager.head(query) if fault.method == "HEAD" else manager.get(query)).run()
    spin()
    assert enum_name(log.reply.error()) == fault.error
    assert log.events[-1] == ("finished",)
    assert log.count("finished") == 1
    assert log.count("errorOccurred") == (fault.error != "NoError")
    assert bytes(log.reply.readAll()) == fault.body
