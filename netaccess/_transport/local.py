"""What needs no network: the content of ``data:`` URLs, and local files to read and to write.

Nothing here waits for anybody. Files are opened without blocking, and pipes, which would make a loop wait for who is
at the other end, are refused.
"""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Failed
from netaccess._values.url import QUrl

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_MARK = b";base64"
_PLAIN = b"text/plain"
_DEFAULT_TYPE = b"text/plain;charset=US-ASCII"
_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PIPE = "Path is a pipe"


class DataContent(NamedTuple):
    """What a ``data:`` URL holds."""

    content_type: bytes
    body: bytes


def decode_data_url(url: QUrl) -> DataContent | Failed:
    """Return what a ``data:`` URL (RFC 2397) holds, or why it holds nothing.

    Query and fragment belong to the content. Of the media type's parameters the charset alone is kept, the last one if
    there are several. Base64 is read leniently: what is not of its alphabet is passed over, padding too.
    """
    encoded = bytes(url.toEncoded()).partition(b":")[2]
    before, comma, after = encoded.partition(b",")
    if not comma or url.host():
        return Failed(NetworkError.ProtocolFailure, f"Invalid URI: {url.toString()}")
    described = _unquoted(before).strip()
    body = _unquoted(after)
    if described.lower().endswith(_MARK):
        described = described[: -len(_MARK)]
        body = _from_base64(body)
    return DataContent(_media_type(described), body)


def _unquoted(data: bytes) -> bytes:
    if b"%" not in data:
        return data
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(data)


def _media_type(described: bytes) -> bytes:
    """Return the content type of what stands before the comma, ``;base64`` taken off."""
    parts = [part.strip() for part in described.split(b";")]
    kind = parts[0] if b"/" in parts[0] else b""
    charset = b""
    for part in parts:
        if part[:7].lower() == b"charset":
            charset = part
    if not kind and not charset:
        return _DEFAULT_TYPE
    return (kind or _PLAIN) + (b";" + charset if charset else b"")


def _from_base64(data: bytes) -> bytes:
    from binascii import a2b_base64

    digits = data.translate(None, _NOT_BASE64)
    if len(digits) % 4 == 1:
        digits = digits[:-1]  # six bits make no byte
    return a2b_base64(digits + b"=" * (-len(digits) % 4))


class LocalFile:
    """A file that is open for reading, or for writing: a descriptor, and how far it has got."""

    __slots__ = ("_fd", "_length", "modified", "position")

    def __init__(self, fd: int, status: os.stat_result) -> None:
        """Made by `open_file` and `create_file`."""
        self._fd = fd
        self._length = status.st_size
        #: When it was changed last, in seconds since 1970.
        self.modified = status.st_mtime
        #: How many bytes have been read or written.
        self.position = 0

    def length(self) -> int:
        """Return how many bytes the file has now; once it is closed, how many it had."""
        if self._fd >= 0:
            self._length = os.fstat(self._fd).st_size
        return self._length

    def rest(self) -> int:
        """Return how many bytes lie ahead; 0 once the file is closed."""
        return max(0, self.length() - self.position) if self._fd >= 0 else 0

    def read(self, maxlen: int) -> bytes:
        """Return the next bytes, at most *maxlen*; none at the end. Raises `OSError`."""
        if self._fd < 0:
            return b""
        try:
            data = os.read(self._fd, maxlen)
        except BlockingIOError:
            return b""
        self.position += len(data)
        return data

    def write(self, data: bytes) -> None:
        """Write all of *data*. Raises `OSError`."""
        with memoryview(data) as rest:
            done = 0
            while done < len(rest):
                done += os.write(self._fd, rest[done:])
        self.position += len(data)

    def close(self) -> None:
        """Close the file; nothing happens if it is closed. Raises `OSError` when what was written is lost."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            self._length = os.fstat(fd).st_size
            os.close(fd)


def open_file(url: QUrl) -> LocalFile | Failed:
    """Open the file that *url* names for reading."""
    if (stranger := _refused(url)) is not None:
        return stranger
    path = url.toLocalFile()
    if _is_directory(path):
        return _not_permitted(url, "Path is a directory")
    try:
        fd = os.open(path, os.O_RDONLY | _FLAGS)
    except (OSError, ValueError) as error:
        there = not isinstance(error, ValueError) and os.path.exists(path)
        code = NetworkError.ContentAccessDenied if there else NetworkError.ContentNotFoundError
        return Failed(code, f"Error opening {path}: {reason(error)}")
    status = os.fstat(fd)
    if stat.S_ISFIFO(status.st_mode):
        os.close(fd)
        return _not_permitted(url, _PIPE)
    return LocalFile(fd, status)


def create_file(url: QUrl) -> LocalFile | Failed:
    """Open the file that *url* names for writing: it is made if it is not there, and emptied if it is."""
    if (stranger := _refused(url)) is not None:
        return stranger
    try:
        fd = os.open(url.toLocalFile(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _FLAGS, 0o666)
    except (OSError, ValueError) as error:
        return _denied(url, reason(error))
    status = os.fstat(fd)
    if stat.S_ISFIFO(status.st_mode):
        os.close(fd)
        return _denied(url, _PIPE)
    return LocalFile(fd, status)


def reason(error: Exception) -> str:
    """Return the operating system's words for *error*."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _refused(url: QUrl) -> Failed | None:
    """Return why *url* names no file of this machine. On Windows its host names a share."""
    if not url.isLocalFile() or (url.host() and os.name != "nt"):
        text = f"Request for opening non-local file {url.toString()}"
        return Failed(NetworkError.ProtocolInvalidOperationError, text)
    return None


def _is_directory(path: str) -> bool:
    try:
        return os.path.isdir(path)
    except ValueError:
        return False  # a NUL in it


def _not_permitted(url: QUrl, why: str) -> Failed:
    return Failed(NetworkError.ContentOperationNotPermittedError, f"Cannot open {url.toString()}: {why}")


def _denied(url: QUrl, why: str) -> Failed:
    return Failed(NetworkError.ContentAccessDenied, f"Error opening {url.toString()}: {why}")
