"""Media types by name and by content, where the conformance tests of forms do not ask."""

from __future__ import annotations

import pytest

from netaccess._values import mediatypes
from netaccess._values.mediatypes import media_type


def test_every_ending_stands_once() -> None:
    endings = [ending for line in mediatypes._BY_SUFFIX.split("\n") for ending in line.split()[1:]]
    assert len(endings) == len(set(endings)) > 150
    assert all(ending == ending.lower() for ending in endings)


def test_every_type_has_two_halves() -> None:
    lines = [line.split()[0] for line in mediatypes._BY_SUFFIX.split("\n") if line]
    kinds = [*lines, *(kind for _, _, kind in mediatypes._BY_START), *mediatypes._IN_RIFF.values()]
    assert all(len(kind.split("/")) == 2 and all(kind.split("/")) for kind in kinds)


def test_every_mark_lies_in_what_is_looked_at() -> None:
    assert all(offset + len(mark) <= mediatypes.SNIFFED for offset, mark, _ in mediatypes._BY_START)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("archive.tar.gz", "application/x-compressed-tar"),
        ("archive.TAR.GZ", "application/x-compressed-tar"),
        ("gz", "text/plain"),
        (".gz", "application/gzip"),
        ("a.", "text/plain"),
        ("a.gz.unheardof", "text/plain"),
        ("", "text/plain"),
    ],
)
def test_the_longest_known_ending_counts(name: str, kind: str) -> None:
    assert media_type(name, b"text") == kind


def test_a_container_is_told_by_what_it_holds() -> None:
    assert media_type(None, b"RIFF\0\0\0\0WAVEfmt ") == "audio/x-wav"
    assert media_type(None, b"This is WAVE 8") == "text/plain"


def test_an_archive_is_told_by_a_mark_further_in() -> None:
    assert media_type(None, b"name".ljust(257, b"\0") + b"ustar\0") == "application/x-tar"
