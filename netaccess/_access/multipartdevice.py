"""`MultiPartDevice`: reads a multipart body from the bytes and the devices it is made of, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.pyfile import PythonFileDevice
from netaccess._kernel.tombstone import is_buried

from .upload import gives_no_more, has_stalled

if TYPE_CHECKING:
    from netaccess._kernel.qobject import QObject

    from .httppart import PartContent


class _Segment:
    """A stretch of the body: bytes, or what a part's device has to give."""

    __slots__ = ("closed", "data", "device", "finished", "length", "part", "sequential", "start")

    def __init__(
        self, data: bytes, device: QIODevice | None = None, part: int = 0, starts: dict[int, int] | None = None
    ) -> None:
        """
        :param part: the number of the part whose *device* it is, counted from 1.
        :param starts: where the devices of the parts stood when the body was sent first; added to where it does not say so.
        """
        self.data = data
        self.device = device
        self.part = part
        self.sequential = False
        self.start = 0
        self.length = len(data)
        self.finished = False
        self.closed = False
        if device is not None and not is_buried(device):
            self.sequential = device.isSequential()
            if not self.sequential:
                self.start = device.pos()
                if starts is not None and device.isOpen():
                    self.start = starts.setdefault(part, self.start)
                self.length = max(0, device.size() - self.start)


class MultiPartDevice(QIODevice):
    """A body of several parts as a device, open for reading.

    It has a size and can be sought unless the device of a part is sequential. A part's device is read from where it stood
    when this one was made, no further than to what was its end then; where it stands is seen to before each read, so that
    one device may serve several parts.
    """

    _qt_own_buffer = True
    _qt_multipart = True
    """By this a request body is recognised without loading this module."""

    def __init__(
        self,
        boundary: bytes,
        parts: Sequence[PartContent],
        owner: QObject | None = None,
        starts: dict[int, int] | None = None,
    ) -> None:
        """
        :param owner: kept alive as long as this object: the devices may be its children.
        :param starts: where the devices of the parts, by number, are read from; filled in where that is open.
        """
        QIODevice.__init__(self)
        self._qt_owner = owner
        self._qt_index = 0
        self._qt_offset = 0  # in the segment at the index
        self._qt_segments = segments = _segments(boundary, parts, starts)
        self._qt_sequential = any(segment.sequential for segment in segments)
        self._qt_total = sum(segment.length for segment in segments)
        self._qt_mode = 1
        for segment in segments:
            if segment.sequential and segment.device is not None:
                segment.device.readyRead.connect(self.readyRead)
                segment.device.readChannelFinished.connect(self._qt_finish)
                segment.device.aboutToClose.connect(self._qt_close)

    # Whoever reads this device and finds nothing just now hears through `readyRead` when a look is worth it.

    def _qt_finish(self) -> None:
        """The device of a part has said that nothing more will come."""
        device = self.sender()
        for segment in self._qt_segments:
            segment.finished |= segment.device is device
        self.readyRead.emit()

    def _qt_close(self) -> None:
        """The device of a part is about to close."""
        device = self.sender()
        for segment in self._qt_segments:
            segment.closed |= segment.device is device
        self.readyRead.emit()

    def problem(self) -> str:
        """Return why the body cannot be sent, an empty string if it can."""
        for segment in self._qt_segments:
            device = segment.device
            if device is not None and not (not is_buried(device) and device.isOpen() and device.isReadable()):
                return f"the device of part {segment.part} is not open for reading"
        return ""

    def in_memory(self, limit: int) -> bytes | None:
        """Return the whole body if it reads no device and has *limit* bytes at the most, else None."""
        if self._qt_pos or self._qt_total > limit or any(each.device is not None for each in self._qt_segments):
            return None
        return b"".join([segment.data for segment in self._qt_segments])

    @property
    def waits_for_signals(self) -> bool:
        """Whether only signals tell where a part ends, which comes from a sequential device."""
        return any(each.sequential and not isinstance(each.device, PythonFileDevice) for each in self._qt_segments)

    @property
    def _qt_ended(self) -> bool:
        return self._qt_index >= len(self._qt_segments)

    # The device.

    def isSequential(self) -> bool:
        """Return whether the length is not known, because a part's device is sequential."""
        return self._qt_sequential

    def size(self) -> int:
        """Return the length of the body in bytes; of a sequential one what can be read now."""
        return self.bytesAvailable() if self._qt_sequential else self._qt_total

    def bytesAvailable(self) -> int:
        """Return how many bytes can be read now."""
        if not self._qt_sequential:
            return max(0, self._qt_total - self._qt_pos)
        count = super().bytesAvailable() - self._qt_offset
        for segment in self._qt_segments[self._qt_index :]:
            if segment.sequential and segment.device is not None:
                return int(count + segment.device.bytesAvailable())
            count += segment.length
        return int(count)

    def seek(self, pos: int) -> bool:
        """Go to *pos*. False when a part's device cannot be read any more."""
        if not self._qt_sequential and self.problem():
            return False
        if not super().seek(pos):
            return False
        self._qt_index = 0
        self._qt_offset = pos
        for segment in self._qt_segments:
            if self._qt_offset < segment.length:
                break
            self._qt_offset -= segment.length
            self._qt_index += 1
        return True

    def readData(self, maxlen: int) -> bytes | None:
        """Read on, through as many parts as it takes; None, with an `errorString`, when a part cannot be read."""
        blocks: list[bytes] = []
        wanted = maxlen
        while wanted > 0 and not self._qt_ended:
            segment = self._qt_segments[self._qt_index]
            block = self._qt_read_segment(segment, wanted)
            if block is None:
                return b"".join(blocks) or None
            if block:
                blocks.append(block)
                wanted -= len(block)
                self._qt_offset += len(block)
            if segment.sequential:
                if block:
                    continue
                if not segment.finished and segment.device is not None and not gives_no_more(segment.device):
                    break  # it says so when it has more
            elif self._qt_offset < segment.length:
                continue
            self._qt_index += 1
            self._qt_offset = 0
        return b"".join(blocks)

    def _qt_read_segment(self, segment: _Segment, wanted: int) -> bytes | None:
        """Read up to *wanted* bytes of a segment; None when it ought to have more but has not."""
        device = segment.device
        if device is None:
            return segment.data[self._qt_offset : self._qt_offset + wanted]
        name = f"the device of part {segment.part}"
        if is_buried(device) or not device.isOpen():
            self._qt_error = f"{name} was {'deleted' if is_buried(device) else 'closed'}"
            return None
        if not segment.sequential:
            wanted = min(wanted, segment.length - self._qt_offset)
            place = segment.start + self._qt_offset
            if device.pos() != place and not device.seek(place):
                self._qt_error = f"{name} cannot be read again"
                return None
        block = device._qt_read(wanted)
        if block is None:
            self._qt_error = f"{name} could not be read: {device.errorString()}"
        elif not block and wanted and not segment.sequential:
            self._qt_error = f"{name} ended after {self._qt_offset} of {segment.length} bytes"
            return None
        elif not block and segment.sequential and not segment.finished and (segment.closed or has_stalled(device)):
            self._qt_error = (
                f"{name} {'was closed before its end' if segment.closed else 'has nothing to give just now'}"
            )
            return None
        return block


def _segments(boundary: bytes, parts: Sequence[PartContent], starts: dict[int, int] | None) -> list[_Segment]:
    """Return the stretches of the body, in order; none is empty but where a device has nothing."""
    segments: list[_Segment] = []
    text = b""
    for number, part in enumerate(parts, 1):
        text += b"--%s\r\n%s" % (boundary, part.head)
        if part.device is not None:
            segments += (_Segment(text), _Segment(b"", part.device, number, starts))
            text = b"\r\n"
        elif len(part.body) > 4096:
            segments += (_Segment(text), _Segment(part.body))
            text = b"\r\n"
        else:
            text += part.body + b"\r\n"
    segments.append(_Segment(text + b"--%s--\r\n" % boundary))
    return segments
