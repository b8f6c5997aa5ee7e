"""Content codings: what a request may offer, and undoing them with bounded memory.

gzip and deflate are undone by zlib itself, because urllib3's decoders do not tell whether the stream has come to its
end, and a body cut short must not pass for a whole one. Brotli is used through its module for the same reason,
Zstandard through urllib3's decoder, which knows. Nothing here is imported before the first coded body.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Head

BLOCK = 256 * 1024
"""The most bytes that one decoding step gives out (Brotli keeps to it within a factor of two)."""
MAX_CODINGS = 5
_FALLBACK_LIMIT = 64 * 1024
_TOO_MUCH = (
    "The decompressed output exceeds the limits specified by QNetworkRequest::decompressedSafetyCheckThreshold()"
)
# How much larger than its coded form a body may be once it has passed the hop's limit.
_RATIO = {b"gzip": 40, b"deflate": 40, b"br": 100, b"zstd": 100}

_offered: bytes | None = None


class DecodingError(Exception):
    """A body is not what its Content-Encoding says; ``str()`` is the error text."""

    error = NetworkError.UnknownContentError

    def __init__(self, reason: str) -> None:
        super().__init__(f"Decompression failed: {reason}")


class _Decoder(Protocol):
    """Undoes one coding, a step at a time."""

    def step(self, data: bytes, limit: int) -> bytes:
        """Take *data* and return at most about *limit* bytes; call again with ``b""`` while `pending`."""

    @property
    def pending(self) -> bool:
        """Whether there may be more output without more input."""

    def complete(self) -> bool:
        """Whether the stream ended where it should."""


class _Streams:
    """Streams of zlib, one after the other; zeros or junk behind the last one are ignored, as gzip(1) does."""

    def __init__(self, window: int, begins: Callable[[bytes], bool]) -> None:
        """
        :param window: which format it is, as zlib wants to be told.
        :param begins: says of two bytes whether another stream begins with them.
        """
        import zlib

        self._new: Callable[[], Any] = lambda: zlib.decompressobj(window)
        self._begins = begins
        self._stream = self._new()
        self._tail = b""
        self._over = False

    def step(self, data: bytes, limit: int) -> bytes:
        if self._over:
            return b""
        data = self._tail + data if self._tail else data
        self._tail = b""
        if self._stream.eof:
            if len(data) < 2:
                self._tail = data
                return b""
            if not self._begins(data[:2]):
                self._over = True
                return b""
            self._stream = self._new()
        made: bytes = self._stream.decompress(data, limit)
        self._tail = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        return made

    @property
    def pending(self) -> bool:
        if self._over:
            return False
        return len(self._tail) > 1 if self._stream.eof else bool(self._tail)

    def complete(self) -> bool:
        return bool(self._stream.eof)


class _Gzip(_Streams):
    """RFC 1952."""

    def __init__(self) -> None:
        super().__init__(31, lambda first: first == b"\x1f\x8b")


class _Deflate(_Streams):
    """The zlib format (RFC 1950) or the bare one (RFC 1951) that some servers send under the same name."""

    def __init__(self) -> None:
        super().__init__(15, lambda first: first[0] & 15 == 8 and (first[0] << 8 | first[1]) % 31 == 0)
        self._first: bytes | None = b""  # the input so far, while the format is in doubt

    def step(self, data: bytes, limit: int) -> bytes:
        import zlib

        if self._first is None:
            return super().step(data, limit)
        self._first += data
        try:
            made = super().step(data, limit)
        except zlib.error:
            data, self._first = self._first, None
            super().__init__(-15, lambda first: False)  # the bare format does not show where a stream begins
            return super().step(data, limit)
        if made or len(self._first) > _FALLBACK_LIMIT:
            self._first = None
        return made


class _Brotli:
    """RFC 7932."""

    def __init__(self) -> None:
        self._stream: Any = _brotli().Decompressor()
        self._made = False
        # Brotli and brotlicffi name the method differently.
        self._decompress = getattr(self._stream, "process", None) or self._stream.decompress

    def step(self, data: bytes, limit: int) -> bytes:
        if self._stream.is_finished():
            return b""
        made: bytes = self._decompress(data, output_buffer_limit=limit)
        self._made = bool(made)
        return made

    @property
    def pending(self) -> bool:
        # A step that gave something may have stopped at its limit, whether or not the decoder would take more input.
        return self._made and not self._stream.is_finished()

    def complete(self) -> bool:
        return bool(self._stream.is_finished())


class _Zstd:
    """RFC 8878, by urllib3's decoder."""

    def __init__(self) -> None:
        import urllib3.response

        # It is there when `_has_zstd` says so; type checkers look at an environment that may not have it.
        self._decoder: Any = vars(urllib3.response)["ZstdDecoder"]()

    def step(self, data: bytes, limit: int) -> bytes:
        made: bytes = self._decoder.decompress(data, max_length=limit)
        return made

    @property
    def pending(self) -> bool:
        return bool(self._decoder.has_unconsumed_tail)

    def complete(self) -> bool:
        from urllib3.exceptions import DecodeError

        try:
            self._decoder.flush()
        except DecodeError:
            return False
        return True


_DECODERS: dict[bytes, Callable[[], _Decoder]] = {
    b"gzip": _Gzip,
    b"deflate": _Deflate,
    b"br": _Brotli,
    b"zstd": _Zstd,
}


def _brotli() -> Any:
    """Return the brotli module, None when there is none that can bound its output (Brotli before 1.2)."""
    from importlib import import_module

    for name in ("brotlicffi", "brotli"):
        try:
            module = import_module(name)
        except ImportError:
            continue
        if hasattr(module.Decompressor, "can_accept_more_data"):
            return module
    return None


def _has_zstd() -> bool:
    from importlib import import_module

    for name in ("compression.zstd", "backports.zstd"):
        try:
            import_module(name)
        except ImportError:
            continue
        return True
    return False


def accepted_encodings() -> bytes:
    """Return the value of Accept-Encoding for a request whose response may be decoded, in the order of Qt 6: gzip and
    deflate, and before them zstd and br where their modules are installed. Found out once."""
    global _offered
    if _offered is None:
        _offered = (b"zstd, " if _has_zstd() else b"") + (b"br, " if _brotli() else b"") + b"gzip, deflate"
    return _offered


class Decoding:
    """Undoes the codings of one body, in the order opposite to the one in which they were applied."""

    def __init__(self, codings: list[bytes], limit: int = -1) -> None:
        """
        :param codings: as listed in Content-Encoding, each one supported.
        :param limit: decoded bytes beyond which a body much larger than its coded form counts as a bomb; -1 for never.
        """
        self._chain: list[_Decoder] = [_DECODERS[coding]() for coding in reversed(codings)]
        self._limit = limit
        self._ratio = max(_RATIO[coding] for coding in codings) ** len(codings)
        self._taken = 0
        self._given = 0

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Yield what *data* decodes to, in blocks bounded by `BLOCK`.

        :raises DecodingError: for corrupt data and for a bomb.
        """
        self._taken += len(data)
        for block in self._run(0, data):
            self._given += len(block)
            if 0 <= self._limit < self._given and self._given > self._taken * self._ratio:
                raise DecodingError(_TOO_MUCH)
            yield block

    def finish(self) -> None:
        """Check that the body is complete; an empty one is.

        :raises DecodingError: when the coded data end early.
        """
        if self._taken and not all(decoder.complete() for decoder in self._chain):
            raise DecodingError("the coded data end early")

    def _run(self, index: int, data: bytes) -> Iterator[bytes]:
        decoder = self._chain[index]
        last = index + 1 == len(self._chain)
        while True:
            try:
                made = decoder.step(data, BLOCK)
            except Exception as error:  # zlib.error, brotli.error, ZstdError: each module has its own
                raise DecodingError(str(error)) from error
            if made:
                if last:
                    yield made
                else:
                    yield from self._run(index + 1, made)
            if not decoder.pending:
                return
            data = b""


def decoding_for(head: Head, limit: int = -1) -> Decoding | None:
    """Return what undoes the codings of the response with *head*, None when its body is to be reported as it is.

    That is so without Content-Encoding and with a coding that is not supported (x-gzip is not, as in Qt). A response
    without a body counts as decoded: its length is that of coded data. So does a redirect: it may be delivered; when
    it is followed, the worker is told to discard the rest, and what fails in it is nobody's concern.
    """
    values = [value for name, value in head.headers if len(name) == 16 and name.lower() == b"content-encoding"]
    if not values:
        return None
    codings = [coding.strip(b" \t").lower() for coding in b",".join(values).split(b",")]
    codings = [coding for coding in codings if coding and coding != b"identity"]
    if not codings or len(codings) > MAX_CODINGS or not all(_supported(coding) for coding in codings):
        return None
    return Decoding(codings, limit)


def _supported(coding: bytes) -> bool:
    if coding in (b"gzip", b"deflate"):
        return True
    return coding in (b"br", b"zstd") and coding in accepted_encodings()
