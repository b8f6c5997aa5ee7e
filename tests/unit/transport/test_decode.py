"""Content codings."""

from __future__ import annotations

import gzip
import zlib

import pytest

from netaccess._transport import decode
from netaccess._transport.decode import BLOCK, Decoding, DecodingError, accepted_encodings, decoding_for
from netaccess._values.messages import Head

TEXT = b"The quick brown fox jumps over the lazy dog. " * 50


def gzipped(data: bytes) -> bytes:
    """Return *data* in gzip, the same at any time: the tests are named after it."""
    return gzip.compress(data, mtime=0)


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def run(codings: list[bytes], coded: bytes, step: int = 1 << 30, limit: int = -1) -> bytes:
    decoding = Decoding(codings, limit)
    made = b""
    for start in range(0, len(coded), step):
        made += b"".join(decoding.decode(coded[start : start + step]))
    decoding.finish()
    return made


@pytest.mark.parametrize("step", [1, 7, 1 << 30])
@pytest.mark.parametrize(
    ("codings", "coded"),
    [
        ([b"gzip"], gzipped(TEXT)),
        ([b"gzip"], gzipped(TEXT[:100]) + gzipped(TEXT[100:])),
        ([b"gzip"], gzipped(TEXT) + b"\0\0\0"),
        ([b"deflate"], zlib.compress(TEXT)),
        ([b"deflate"], bare_deflate(TEXT)),
        ([b"deflate", b"gzip"], gzipped(zlib.compress(TEXT))),
        ([b"gzip", b"gzip"], gzipped(gzipped(TEXT))),
    ],
)
def test_codings_are_undone_in_steps_of_any_size(codings: list[bytes], coded: bytes, step: int) -> None:
    assert run(codings, coded, step) == TEXT


@pytest.mark.parametrize("coding", [b"gzip", b"deflate"])
def test_an_empty_body_is_complete(coding: bytes) -> None:
    assert run([coding], b"") == b""


@pytest.mark.parametrize(
    ("codings", "coded"),
    [
        ([b"gzip"], gzipped(TEXT)[:-1]),
        ([b"gzip"], gzipped(TEXT)[:40]),
        ([b"gzip"], gzipped(TEXT)[:1]),
        ([b"gzip"], gzipped(TEXT) + gzipped(TEXT)[:30]),
        ([b"deflate"], zlib.compress(TEXT)[:-1]),
        ([b"deflate"], bare_deflate(TEXT)[:-1]),
        ([b"gzip", b"deflate"], zlib.compress(gzipped(TEXT)[:-1])),
    ],
)
def test_coded_data_cut_short_are_an_error(codings: list[bytes], coded: bytes) -> None:
    with pytest.raises(DecodingError, match="Decompression failed: the coded data end early"):
        run(codings, coded)


@pytest.mark.parametrize(
    ("coding", "coded"),
    [
        (b"gzip", b"not gzip at all"),
        (b"gzip", gzipped(TEXT)[:-8] + b"\0" * 8),
        (b"deflate", b"\xff" * 20),
        (b"deflate", zlib.compress(TEXT)[:-4] + b"\0" * 4),
    ],
)
def test_corrupt_data_are_an_error(coding: bytes, coded: bytes) -> None:
    with pytest.raises(DecodingError, match=r"^Decompression failed: "):
        run([coding], coded)


def test_output_comes_in_bounded_blocks() -> None:
    coded = gzipped(bytes(10 * BLOCK))
    sizes = [len(block) for block in Decoding([b"gzip"]).decode(coded)]
    assert max(sizes) <= BLOCK
    assert sum(sizes) == 10 * BLOCK


def test_a_chain_of_codings_is_bounded_too() -> None:
    coded = gzipped(gzipped(bytes(40 * BLOCK)))
    assert max(len(block) for block in Decoding([b"gzip", b"gzip"]).decode(coded)) <= BLOCK


def test_a_bomb_beyond_the_limit_is_an_error() -> None:
    with pytest.raises(DecodingError, match=r"^Decompression failed: "):
        run([b"gzip"], gzipped(bytes(1 << 20)), limit=1 << 19)


def test_a_bomb_below_the_limit_passes() -> None:
    assert len(run([b"gzip"], gzipped(bytes(1 << 20)), limit=1 << 21)) == 1 << 20


def head(status: int = 200, length: int | None = None, **fields: bytes) -> Head:
    headers = [(name.replace("_", "-").encode(), value) for name, value in fields.items()]
    return Head(status, "", headers, length)


@pytest.mark.parametrize(
    "candidate",
    [
        head(),
        head(Content_Encoding=b"identity"),
        head(Content_Encoding=b"x-gzip"),
        head(Content_Encoding=b"gzip, unheard-of"),
        head(Content_Encoding=b", ".join([b"gzip"] * 6)),
    ],
)
def test_some_bodies_are_left_as_they_are(candidate: Head) -> None:
    assert decoding_for(candidate) is None


@pytest.mark.parametrize(
    "candidate",
    [
        head(Content_Encoding=b"GZip"),
        head(Content_Encoding=b"identity, deflate"),
        head(404, content_encoding=b"gzip,deflate", length=7),
        head(302, Content_Encoding=b"gzip", Location=b"/x"),
        head(Content_Encoding=b"gzip", length=0),
    ],
)
def test_supported_codings_are_undone(candidate: Head) -> None:
    assert decoding_for(candidate) is not None


def test_gzip_and_deflate_are_always_offered_last() -> None:
    assert accepted_encodings().endswith(b"gzip, deflate")


def test_optional_codings_are_offered_when_their_modules_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "_offered", None)
    monkeypatch.setattr(decode, "_brotli", object)
    monkeypatch.setattr(decode, "_has_zstd", lambda: True)
    assert accepted_encodings() == b"zstd, br, gzip, deflate"


def test_without_optional_modules_two_codings_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "_offered", None)
    monkeypatch.setattr(decode, "_brotli", lambda: None)
    monkeypatch.setattr(decode, "_has_zstd", lambda: False)
    assert accepted_encodings() == b"gzip, deflate"
