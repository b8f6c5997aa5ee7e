"""What a program hands over to be uploaded, and what becomes of it: bytes, a device that is read while it is sent, or neither."""

from __future__ import annotations

from typing import Any

from netaccess._kernel.buffer import QBuffer
from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.pyfile import PythonFileDevice
from netaccess._kernel.qobject import QObject
from netaccess._values.bytearray import QByteArray
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Failed
from netaccess._values.request import QNetworkRequest
from netaccess._values.requestenums import Attribute

from .reply import QNetworkReply
from .upload import DeviceUpload

_UNBUFFERED = Attribute.DoNotBufferUploadDataAttribute
_EVERY_PROGRESS = Attribute.EmitAllUploadProgressSignalsAttribute
_IN_MEMORY = 256 * 1024  # bytes of a multipart body without devices that are put together before they are sent
_LONGEST_NUMBER = 18


class MustCollect:
    """Stands for a body that has to be read to its end before it can be sent, because its length is not known."""


def as_device(data: Any) -> QIODevice | bytes | None:
    """Return what ``post`` and its like were given as bytes, a device or None. Raises `TypeError` for anything else."""
    if data is None or isinstance(data, (bytes, QIODevice)):
        return data
    if isinstance(data, (QByteArray, bytearray, memoryview)):
        return bytes(data)
    if isinstance(data, QObject):
        from .multipart import QHttpMultiPart

        if isinstance(data, QHttpMultiPart):
            return data.device()
    device = as_file_device(data)
    if device is not None:
        return device
    raise TypeError(
        f"the data to send are bytes, a bytearray, a memoryview, a QByteArray, a QIODevice, a QHttpMultiPart, a binary file "
        f"object or None, not {data!r} ({type(data).__name__}); a str has to be encoded first"
    )


def as_file_device(file: Any) -> QIODevice | None:
    """Return an open device that reads a Python file object, None for what is none. Raises `TypeError` for a text file."""
    if isinstance(file, str) or not hasattr(file, "read"):
        return None
    from io import TextIOBase

    # Wrappers of text files, such as those of tempfile and codecs, pass their encoding on.
    if isinstance(file, TextIOBase) or hasattr(file, "encoding"):
        raise TypeError(f'a file object has to be opened in binary mode ("rb") to be sent, not {file!r}')
    device = PythonFileDevice(file)
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    return device


def described(request: QNetworkRequest, data: Any) -> QNetworkRequest:
    """Return the request with what *data* has to say of itself: a multipart body its type and boundary."""
    if not isinstance(data, QObject) or isinstance(data, QIODevice):
        return request
    announced: QNetworkRequest = data.announced(request)  # type: ignore[attr-defined]
    return announced


def in_memory(data: bytes) -> QBuffer:
    """Return *data* as an open device, for an overridden ``createRequest``."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def plan(
    device: QIODevice | bytes | None, request: QNetworkRequest, reply: QNetworkReply
) -> bytes | DeviceUpload | Failed | type[MustCollect] | None:
    """Return the body of a request: bytes where they are in memory, else what reads *device* while it is sent.

    A device is read from its current position; one that is not open is sent whole if it is a `QBuffer`, is an empty body
    if it is sequential, and an error otherwise. A Content-Length that the program gave cuts off what is behind it.
    """
    if device is None or device == b"":
        return device
    announced = _announced(request)
    every = bool(request._qt_attributes and request.attribute(_EVERY_PROGRESS))
    multipart: Any = None
    if isinstance(device, QBuffer):
        if device.isOpen() and not device.isReadable():
            return b""
        device = _contents(device)
    elif getattr(device, "_qt_multipart", False):
        multipart = device
        problem = multipart.problem()
        if problem:
            return Failed(NetworkError.UnknownNetworkError, problem)
        whole = multipart.in_memory(_IN_MEMORY)
        device = device if whole is None else whole
    if isinstance(device, bytes):
        body = device if announced is None else device[:announced]
        return DeviceUpload(in_memory(body), len(body), reply, every) if every and body else body
    if not device.isOpen():
        return b"" if device.isSequential() else Failed(NetworkError.UnknownNetworkError, "Unknown error")
    if not device.isReadable():
        return b""
    if not device.isSequential():
        length = max(0, device.size() - device.pos())
        if announced is not None:
            length = min(length, announced)
        return DeviceUpload(device, length, reply, every) if length else b""
    if announced is not None and request.attribute(_UNBUFFERED):
        return DeviceUpload(device, announced, reply, every) if announced else b""
    streams = isinstance(device, PythonFileDevice) if multipart is None else not multipart.waits_for_signals
    return DeviceUpload(device, announced, reply, every) if streams else MustCollect


def _contents(buffer: QBuffer) -> bytes:
    """Return what a buffer has from its position on; all of it if it is not open."""
    start = buffer.pos() if buffer.isOpen() else 0
    if not start:
        return bytes(buffer.buffer())
    with memoryview(buffer.buffer()) as view:
        return bytes(view[start:])


def _announced(request: QNetworkRequest) -> int | None:
    """Return the length that the request's own Content-Length gives its body, None without a usable one."""
    fields = request._qt_headers
    raw = fields.get(b"content-length") if fields else None
    return int(raw) if raw and raw.isdigit() and len(raw) <= _LONGEST_NUMBER else None
