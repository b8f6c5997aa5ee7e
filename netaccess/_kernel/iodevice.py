"""`QIODevice`: what files, buffers and replies have in common.

A device written by a user overrides ``readData(maxlen)`` (returns bytes; empty: nothing now; None: error),
``writeData(data, len)`` (returns the number of bytes taken, -1: error), ``isSequential``, and, where it knows,
``bytesAvailable`` (adding ``super().bytesAvailable()`` on a sequential device), ``size``, ``seek``, ``open``,
``close``, ``canReadLine``. Everything else is made of these.

A subclass inside this package that holds its data itself, such as a reply with its chunks, plugs in like this:

- ``_qt_own_buffer = True`` on the class: reads then ask ``readData`` for what is wanted and no more, so that nothing is
  copied into a look-ahead on the way. ``openMode()`` does not show it.
- It overrides ``isSequential``, ``readData``, ``readLineData`` (else lines are read byte by byte), ``bytesAvailable``
  and ``canReadLine``; the last two add what the inherited ones say, which is about bytes put back, peeked at or kept
  by a transaction.
- For speed it may override ``read``, ``readAll`` and so on directly. Its own data are the next bytes of the stream
  exactly when ``self._qt_ahead is None``: nothing was put back, nothing peeked at, no transaction is going on.
  Then, and when ``self._qt_mode == 1`` (open for reading, no text mode), it hands out its data; otherwise it calls the
  inherited method.
- Construction costs nothing beyond QObject's: there is no ``__init__`` here, all state has defaults on the classes, and
  ``open`` sets one attribute or two.
"""

from __future__ import annotations

import os
from typing import Any, TypeAlias

from netaccess._values import openmode
from netaccess._values.bytereading import ByteSource, as_bytes, as_char
from netaccess._values.qtenum import export_enums

from .devicereading import ReadingDevice
from .lookahead import APPEND, READ, TEXT, WRITE
from .qtwarning import warn
from .signal import Signal

_LINE_END = os.linesep.encode("ascii")


def as_mode(mode: Any) -> int:
    """The number of an open mode. Raises TypeError for what is no `QIODevice.OpenModeFlag`."""
    if isinstance(mode, int):
        return int(mode)
    raise TypeError(f"the mode of a device is a QIODevice.OpenModeFlag, such as QIODevice.ReadOnly, not {mode!r}")


@export_enums
class QIODevice(ReadingDevice, openmode.QIODeviceBase):
    """A device that bytes are read from and written to."""

    OpenModeFlag: TypeAlias = openmode.OpenModeFlag
    OpenMode: TypeAlias = openmode.OpenModeFlag

    #: There is something new to read.
    readyRead = Signal()
    #: So many bytes have been written to the device itself.
    bytesWritten = Signal("qint64", arguments=("bytes",))
    #: As `readyRead`, with the number of the channel.
    channelReadyRead = Signal(int, arguments=("channel",))
    #: As `bytesWritten`, after the number of the channel.
    channelBytesWritten = Signal(int, "qint64", arguments=("channel", "bytes"))
    #: The device is about to close; it can still be read.
    aboutToClose = Signal()
    #: Nothing more will come.
    readChannelFinished = Signal()

    _qt_error: str = ""
    _qt_read_channel: int = 0
    _qt_write_channel: int = 0

    # -- opening and closing ---------------------------------------------------------------------------------------

    def open(self, mode: int) -> bool:
        """Open the device in *mode*, flags of `QIODevice.OpenModeFlag`. Returns whether that worked."""
        self._qt_mode = as_mode(mode)
        if self._qt_pos or self._qt_ahead is not None or self._qt_error or self._qt_device_pos:
            self._qt_pos = self._qt_device_pos = 0
            self._qt_ahead = None
            self._qt_error = ""
        if self._qt_mode & APPEND:
            self._qt_pos = self._qt_device_pos = self.size()
        return True

    def close(self) -> None:
        """Emit `aboutToClose` and close the device; nothing happens if it is closed. The error string stays."""
        if not self._qt_mode:
            return
        # A signal nobody has asked for cannot be connected, and need not be made for this.
        if "aboutToClose" in self.__dict__:
            self.aboutToClose.emit()
        self._qt_mode = 0
        self._qt_ahead = None
        self._qt_pos = self._qt_device_pos = self._qt_taken = 0
        self._qt_transacting = False

    def isOpen(self) -> bool:
        """Whether the device is open."""
        return self._qt_mode != 0

    def openMode(self) -> openmode.OpenModeFlag:
        """The mode the device is open in."""
        return openmode.OpenModeFlag(self._qt_mode)

    def setOpenMode(self, openMode: int) -> None:
        """Set the mode without opening anything: for the ``open`` of a device."""
        self._qt_mode = as_mode(openMode)
        if not self._qt_mode & READ:
            self._qt_ahead = None

    def isReadable(self) -> bool:
        """Whether the device is open for reading."""
        return bool(self._qt_mode & READ)

    def isWritable(self) -> bool:
        """Whether the device is open for writing."""
        return bool(self._qt_mode & WRITE)

    def setTextModeEnabled(self, enabled: bool) -> None:
        """Switch text mode, in which ``\\r\\n`` is read as ``\\n``, on or off. The device must be open."""
        if not self._qt_mode:
            self._qt_warn("setTextModeEnabled", "The device is not open")
        elif enabled:
            self._qt_mode |= TEXT
        else:
            self._qt_mode &= ~TEXT

    def isTextModeEnabled(self) -> bool:
        """Whether text mode is on."""
        return bool(self._qt_mode & TEXT)

    # -- place -----------------------------------------------------------------------------------------------------

    def pos(self) -> int:
        """The position in bytes that is read or written next; 0 for a sequential device."""
        return self._qt_pos

    def reset(self) -> bool:
        """Go back to the start of a random-access device. Returns whether that worked."""
        return self.seek(0)

    def atEnd(self) -> bool:
        """Whether there is nothing to read now."""
        if not self._qt_mode:
            return True
        ahead = self._qt_ahead
        return not (ahead and len(ahead) > self._qt_taken) and self.bytesAvailable() == 0

    # -- writing ---------------------------------------------------------------------------------------------------

    def writeData(self, data: bytes, len: int) -> int:
        """Take the *len* bytes of *data*; return how many were taken, or -1. To be overridden; here it is an error."""
        return -1

    def write(self, data: ByteSource, size: int | None = None) -> int:
        """Write *data* (bytes-like, or ``str`` as UTF-8), or its first *size* bytes.

        Returns the number of bytes written, or -1. Raises TypeError for other types.
        """
        if isinstance(data, int):
            raise TypeError(f"write() takes bytes, not the int {data!r}; see putChar()")
        source = as_bytes(data)
        payload = bytes(source if size is None else source[: max(size, 0)])
        if not self._qt_mode & WRITE:
            self._qt_warn("write", "ReadOnly device" if self._qt_mode else "device not open")
            return -1
        if self._qt_mode & TEXT and _LINE_END != b"\n":
            self._qt_write(payload.replace(b"\n", _LINE_END))
            return len(payload)
        return self._qt_write(payload)

    def _qt_write(self, payload: bytes) -> int:
        sequential = self.isSequential()
        if not sequential and (self._qt_ahead is not None or self._qt_pos != self._qt_device_pos):
            # What was looked ahead lies where the new bytes go.
            self._qt_ahead = None
            if not self.seek(self._qt_pos):
                return -1
        written = self.writeData(payload, len(payload))
        if not isinstance(written, int):
            kind = type(written).__name__
            warn(f"{self.__class__.__name__}.writeData() must return the number of bytes written, not {kind}")
            return 0
        if written > 0 and not sequential:
            self._qt_pos += written
            self._qt_device_pos += written
        return written

    def putChar(self, char: str | bytes | int) -> bool:
        """Write one byte. Returns whether that worked."""
        return self.write(bytes((as_char(char),))) == 1

    def bytesToWrite(self) -> int:
        """The number of bytes that wait to be written. 0 for devices that do not hold them back."""
        return 0

    # -- waiting ---------------------------------------------------------------------------------------------------

    def waitForReadyRead(self, msecs: int) -> bool:
        """Block until there is something new to read, at most *msecs* milliseconds. False here: nothing will come."""
        return False

    def waitForBytesWritten(self, msecs: int) -> bool:
        """Block until bytes have been written, at most *msecs* milliseconds. False here: none wait."""
        return False

    # -- errors and channels ---------------------------------------------------------------------------------------

    def errorString(self) -> str:
        """What went wrong last, for people."""
        return self._qt_error or "Unknown error"

    def setErrorString(self, errorString: str) -> None:
        """Set what `errorString` returns: for devices."""
        self._qt_error = errorString

    def readChannelCount(self) -> int:
        """The number of channels to read from: one while the device is open for reading."""
        return 1 if self._qt_mode & READ else 0

    def writeChannelCount(self) -> int:
        """The number of channels to write to: one while the device is open for writing."""
        return 1 if self._qt_mode & WRITE else 0

    def currentReadChannel(self) -> int:
        """The number of the channel that is read from."""
        return self._qt_read_channel

    def setCurrentReadChannel(self, channel: int) -> None:
        """Choose the channel to read from. Not in a transaction."""
        if self._qt_transacting:
            self._qt_warn("setReadChannel", "Failed due to read transaction being in progress")
        else:
            self._qt_read_channel = channel

    def currentWriteChannel(self) -> int:
        """The number of the channel that is written to."""
        return self._qt_write_channel

    def setCurrentWriteChannel(self, channel: int) -> None:
        """Choose the channel to write to."""
        self._qt_write_channel = channel
