"""`QHttpPart`: one part of a multipart body, headers and content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netaccess._kernel.iodevice import QIODevice
from netaccess._values import headers, knownheaders
from netaccess._values.bytearray import QByteArray

from .body import as_file_device

if TYPE_CHECKING:
    from netaccess._values.request import QNetworkRequest

_BYTES = (bytes, bytearray, memoryview, QByteArray)


class PartContent(NamedTuple):
    """What a part was when it was appended: later changes of the `QHttpPart` do not reach it."""

    head: bytes
    """The header section with the empty line behind it."""
    body: bytes
    device: QIODevice | None
    """Where the content is read from, in place of *body*."""


class QHttpPart:
    """A part of a `QHttpMultiPart` (``QHttpPart``): a value, with headers and either bytes or a device to read.

    Header names go out in lower case. A copy is independent of its original; both read the same device. Parts are equal
    when their headers, their bytes and their devices are. A device is kept alive by the part, and by whatever the part was
    appended to; it is read when the body is sent, from where it stands then.
    """

    __slots__ = ("__weakref__", "_qt_body", "_qt_device", "_qt_headers")

    _qt_headers: headers.HeaderFields
    _qt_body: bytes
    _qt_device: QIODevice | None

    def __init__(self, other: QHttpPart | None = None, /) -> None:
        """Make an empty part, or a copy of *other*. Raises TypeError for anything else."""
        if other is None:
            self._qt_headers = headers.EMPTY
            self._qt_body = b""
            self._qt_device = None
        elif isinstance(other, QHttpPart):
            self._qt_take(other)
        else:
            raise TypeError(f"QHttpPart() takes another QHttpPart, not {other!r}")

    def _qt_take(self, other: QHttpPart) -> None:
        self._qt_headers = other._qt_headers
        self._qt_body = other._qt_body
        self._qt_device = other._qt_device

    def setHeader(self, header: QNetworkRequest.KnownHeaders, value: Any) -> None:
        """Set a known header of the part, as `QNetworkRequest.setHeader` does: None removes it."""
        self._qt_headers = knownheaders.with_known(self._qt_headers, header, value)

    def setRawHeader(self, headerName: Any, headerValue: Any) -> None:
        """Set a header of the part from bytes or str; one of that name is replaced, None removes it.

        Raises ValueError for a name that is none, and for a value with CR, LF or NUL.
        """
        self._qt_headers = headers.with_raw(self._qt_headers, headerName, headerValue)

    def setBody(self, body: Any) -> None:
        """Let the part contain these bytes; None stands for none. A device that was set goes before them.

        Raises TypeError for what is no bytes; a str has to be encoded first.
        """
        if body is not None and not isinstance(body, _BYTES):
            raise TypeError(f"the body of a part is bytes, not {body!r}; see setBodyDevice() for devices")
        self._qt_body = b"" if body is None else bytes(body)

    def setBodyDevice(self, device: Any) -> None:
        """Let the part contain what is read from a device, which has to be open when the body is sent.

        :param device: a `QIODevice` or a binary file object, which is read while the body is sent and has to live as long
            (the part keeps it alive; deleting it fails the request). None goes back to the bytes of `setBody`. TypeError
            for anything else.
        """
        if device is None or isinstance(device, QIODevice):
            self._qt_device = device
            return
        made = as_file_device(device)
        if made is None:
            raise TypeError(f"the device of a part is a QIODevice or a binary file object, not {device!r}")
        self._qt_device = made

    def swap(self, other: QHttpPart) -> None:
        """Exchange everything with *other*."""
        kept = QHttpPart(self)
        self._qt_take(other)
        other._qt_take(kept)

    def content(self) -> PartContent:
        """Return what the part is just now."""
        lines = [b"%s: %s\r\n" % field for field in self._qt_headers.items()]
        return PartContent(b"".join((*lines, b"\r\n")), self._qt_body, self._qt_device)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, QHttpPart):
            return NotImplemented
        same = self._qt_headers == other._qt_headers and self._qt_body == other._qt_body
        return same and self._qt_device is other._qt_device

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> QHttpPart:
        return QHttpPart(self)

    def __repr__(self) -> str:
        content = f"{len(self._qt_body)} bytes" if self._qt_device is None else repr(self._qt_device)
        return f"<QHttpPart {self._qt_headers.items()!r}, {content}>"
