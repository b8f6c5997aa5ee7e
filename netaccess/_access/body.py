"""What a program hands over to be uploaded, and what becomes of it: bytes, a device that is read while it is sent, or neither."""

from __future__ import annotations

from typing import Any

from netaccess._kernel.buffer import QBuffer
from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.pyfile import PythonFileDevice
from netaccess._values.bytearray import QByteArray
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Failed
from netaccess._values.request import QNetworkRequest
from netaccess._values.requestenums import Attribute

from .reply import QNetworkReply
from .upload import DeviceUpload

_UNBUFFERED = Attribute.DoNotBufferUploadDataAttribute


class MustCollect:
    """Stands for a body that has to be read to its end before it can be sent, because its length is not known."""


def as_device(data: Any) -> QIODevice | bytes | None:
    """Return what ``post`` and its like were given as bytes, a device or None. Raises `TypeError` for anything else."""
    if data is None or isinstance(data, (bytes, QIODevice)):
        return data
    if isinstance(data, (QByteArray, bytearray, memoryview)):
        return bytes(data)
    if hasattr(data, "read") and not isinstance(data, str):
        device = PythonFileDevice(data)
        device.open(QIODevice.OpenModeFlag.ReadOnly)
        return device
    raise TypeError(
        f"the data to send are bytes, a bytearray, a memoryview, a QByteArray, a QIODevice, a binary file object or None, "
        f"not {data!r} ({type(data).__name__}); a str has to be encoded first"
    )


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
    if it is sequential, and an error otherwise.
    """
    if device is None or device == b"":
        return device
    announced = request.header(QNetworkRequest.KnownHeaders.ContentLengthHeader)
    if isinstance(device, QBuffer):
        if device.isOpen() and not device.isReadable():
            return b""
        start = device.pos() if device.isOpen() else 0
        device = bytes(device.data())[start:]
    if isinstance(device, bytes):
        return device[:announced] if isinstance(announced, int) and announced >= 0 else device
    if not device.isOpen():
        return b"" if device.isSequential() else Failed(NetworkError.UnknownNetworkError, "Unknown error")
    if not device.isReadable():
        return b""
    if not device.isSequential():
        length = max(0, device.size() - device.pos())
        if isinstance(announced, int) and 0 <= announced < length:
            length = announced
        return DeviceUpload(device, length, reply) if length else b""
    if isinstance(announced, int) and request.attribute(_UNBUFFERED):
        return DeviceUpload(device, announced, reply)
    if isinstance(device, PythonFileDevice):
        return DeviceUpload(device, None, reply)
    return MustCollect
