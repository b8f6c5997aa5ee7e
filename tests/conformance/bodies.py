"""What the tests of uploads share: devices, parts, multipart bodies, and forms built on every binding."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from binding import BINDING, QtCore, QtNetwork
from recorder import Recorder
from shortcuts import LAST, request, typed

BOUNDARY = b"BB"
READ_ONLY = QtCore.QIODevice.ReadOnly
# Real Qt does not keep the devices of parts alive; these are the last few.
_kept: deque[Any] = deque(maxlen=8)

FAILED = [("errorOccurred", "UnknownNetworkError"), ("downloadProgress", 0, 0), ("uploadProgress", 0, 0), *LAST]
"""The events of an upload that fails before anything is sent, from the error to the end."""
Request = QtNetwork.QNetworkRequest


class Stream(QtCore.QIODevice):
    """A sequential device that gives what it is fed, and ends when told to."""

    def __init__(self, data: bytes = b"", opened: bool = True) -> None:
        super().__init__()
        self.data = data
        if opened:
            self.open(READ_ONLY)

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return len(self.data) + super().bytesAvailable()

    def readData(self, size: int) -> bytes:
        piece, self.data = self.data[:size], self.data[size:]
        return piece

    def writeData(self, data: bytes, size: int = 0) -> int:
        return -1

    def feed(self, data: bytes) -> None:
        """Have more to give, and say so."""
        self.data += data
        self.readyRead.emit()

    def finish_soon(self) -> None:
        """Say from the loop that this was all."""
        QtCore.QTimer.singleShot(0, self.readChannelFinished.emit)


def buffer(data: bytes, opened: bool = True, at: int = 0) -> Any:
    """A QBuffer over some bytes."""
    made = QtCore.QBuffer()
    made.setData(data)
    if opened:
        made.open(READ_ONLY)
        made.seek(at)
    return made


def file(path: Any, data: bytes, at: int = 0) -> Any:
    """An open QFile over some bytes."""
    path.write_bytes(data)
    made = QtCore.QFile(str(path))
    assert made.open(READ_ONLY)
    made.seek(at)
    return made


def part(body: Any = None, headers: dict[str, str] | None = None, device: Any = None) -> Any:
    """A part with headers and a body or a device."""
    made = QtNetwork.QHttpPart()
    for name, value in (headers or {}).items():
        made.setRawHeader(name.encode(), value.encode())
    if body is not None:
        made.setBody(body)
    if device is not None:
        made.setBodyDevice(device)
        _kept.append(device)
    return made


def multipart(*parts: Any, kind: Any = None, boundary: bytes = BOUNDARY) -> Any:
    """A multipart body with a boundary that is known."""
    made = QtNetwork.QHttpMultiPart(QtNetwork.QHttpMultiPart.FormDataType if kind is None else kind)
    made.setBoundary(boundary)
    for each in parts:
        made.append(each)
    return made


def sent(server: Any, manager: Any, body: Any, asked: Any = None, verb: str = "post") -> Any:
    """What the server received of a body; the upload has to succeed."""
    asked = request(server.on("/body")) if asked is None else asked
    log = Recorder(getattr(manager, verb)(asked, body)).run()
    assert log.count("errorOccurred") == 0, log.reply.errorString()
    return server.requests[-1]


def build(builder: Any, options: int = 0) -> Any:
    """The body that a QFormDataBuilder makes.

    PySide6 has the class but not its only useful method, because that returns what its generator cannot hand on. The
    method is in the library all the same, and is called there.
    """
    if BINDING == "netaccess":
        return builder.buildMultiPart(options)
    import ctypes
    import os

    import PySide6
    import shiboken6

    library = ctypes.CDLL(os.path.join(os.path.dirname(PySide6.__file__), "Qt", "lib", "libQt6Network.so.6"))
    function = library._ZN16QFormDataBuilder14buildMultiPartE6QFlagsINS_6OptionEE
    function.restype = ctypes.c_void_p
    function.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]
    made = ctypes.c_void_p()
    function(ctypes.addressof(made), shiboken6.getCppPointer(builder)[0], options)
    return shiboken6.wrapInstance(made.value, QtNetwork.QHttpMultiPart)


def ending(log: Any) -> Any:
    """The events without the connection and the progress of what was sent before it failed."""
    names = ("socketStartedConnecting", "requestSent")
    events = [event for event in log.events if event[0] not in names]
    while events and events[0][0] == "uploadProgress":
        events.pop(0)
    return events


def asking(server: Any, length: Any = None, unbuffered: bool = False, every: bool = False) -> Any:
    """A request for ``/body`` with a Content-Length and attributes."""
    asked = typed(server.on("/body"))
    if length is not None:
        asked.setRawHeader(b"Content-Length", str(length).encode())
    if unbuffered:
        asked.setAttribute(Request.DoNotBufferUploadDataAttribute, True)
    if every:
        asked.setAttribute(Request.EmitAllUploadProgressSignalsAttribute, True)
    return asked


class Counting(QtCore.QIODevice):
    """A random-access device of so many bytes, which acts when it is asked for the byte at a place."""

    def __init__(self, length: int, at: int = 0, act: Any = None) -> None:
        super().__init__()
        self.length = length
        self.at = at
        self.act = act
        self.open(READ_ONLY)

    def size(self) -> int:
        return self.length

    def readData(self, size: int) -> Any:
        start = self.pos()
        if self.act is not None and start >= self.at:
            return self.act(self)
        return bytes(index % 251 for index in range(start, min(start + size, self.length)))

    def writeData(self, data: bytes, size: int = 0) -> int:
        return -1


class Generated(Stream):
    """A generator as a device: what a program writes to send what it makes up as it goes."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self.blocks = blocks

    def bytesAvailable(self) -> int:
        return 1

    def readData(self, size: int) -> bytes:
        while len(self.data) < size:
            block = next(self.blocks, b"")
            if not block:
                break
            self.data += block
        return super().readData(size)
