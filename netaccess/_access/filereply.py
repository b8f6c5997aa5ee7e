"""`FileUploadReply`: the reply of a PUT to a ``file:`` URL. It writes what it is given to the file, block by block,
from the loop of its thread, so that the memory it takes is bounded and other work goes on in between.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from netaccess._kernel.buffer import QBuffer
from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.posting import PostedCall, post
from netaccess._kernel.pyfile import PythonFileDevice
from netaccess._kernel.threaddata import DEAD
from netaccess._transport.local import LocalFile, create_file, reason
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Failed, Message, UploadBroken
from netaccess._values.operation import Operation
from netaccess._values.request import QNetworkRequest
from netaccess._values.requestenums import Attribute

from .body import in_memory, plan
from .ending import say
from .localreply import local_url
from .replystate import Phase
from .transfer import TransferReply
from .upload import BLOCK

if TYPE_CHECKING:
    from .manager import QNetworkAccessManager

_FIRST_BLOCK = 16 * 1024  # so that a long upload shows progress at once
_PROGRESS_INTERVAL = 0.1  # seconds between two progress signals


class FileUploadReply(TransferReply):
    """A reply that is running until everything has been written. Everything it does, it does from the loop."""

    _qt_device: QIODevice | None = None
    _qt_length: int | None = None
    _qt_target: LocalFile | None = None
    _qt_source_ended: bool = False
    _qt_step_posted: bool = False
    _qt_shown_at: float = 0.0
    _qt_shown: int = 0

    def __init__(
        self, manager: QNetworkAccessManager, operation: Operation, request: QNetworkRequest, data: QIODevice | bytes
    ) -> None:
        """
        Make an open reply, a child of *manager*.

        :param data: what is written. A device is read from its current position; one that is not open is written whole
            if it is a `QBuffer`, and an error otherwise: the file is left alone. A sequential device ends with its
            ``readChannelFinished``, or, if it is a Python file object, where that ends.
        """
        TransferReply.__init__(self, manager, operation, request)
        self._qt_url = local_url(request._qt_url)
        self._qt_uploads = True
        problem = self._qt_plan(data, request)
        if problem is None:
            self._qt_soon(FileUploadReply._qt_step)
        else:
            failed = problem
            self._qt_soon(lambda reply: reply._qt_break(failed.error, failed.text))

    def _qt_plan(self, data: QIODevice | bytes, request: QNetworkRequest) -> Failed | None:
        """Find out where the data come from and how many bytes they are, or why there are none."""
        if isinstance(data, (bytes, QBuffer)):
            # Of a buffer a copy: what the program does to it afterwards is not meant for the file.
            body = plan(data, request, self)
            device: QIODevice = in_memory(body if isinstance(body, bytes) else b"")
        else:
            device = data
        self._qt_device = device
        if not device.isReadable():
            # Qt empties the file then, whatever the device could have given: that loses data without a word.
            return Failed(NetworkError.UnknownNetworkError, "The upload device is not open for reading")
        announced = request.header(QNetworkRequest.KnownHeaders.ContentLengthHeader)
        limit = announced if isinstance(announced, int) and announced >= 0 else None
        if not device.isSequential():
            length = max(0, device.size() - device.pos())
            self._qt_length = length if limit is None else min(length, limit)
            return None
        if request.attribute(Attribute.DoNotBufferUploadDataAttribute):
            self._qt_length = limit
        device.readyRead.connect(self._qt_on_more)
        device.readChannelFinished.connect(self._qt_on_source_end)
        return None

    # Step by step.

    def _qt_soon(self, function: object) -> None:
        if not self._qt_step_posted:
            self._qt_step_posted = True
            post(self, PostedCall(weakref.ref(self), function))  # type: ignore[arg-type]

    def _qt_on_more(self) -> None:
        self._qt_soon(FileUploadReply._qt_step)

    def _qt_on_source_end(self) -> None:
        self._qt_source_ended = True
        self._qt_soon(FileUploadReply._qt_step)

    def _qt_over(self) -> bool:
        """Return whether the program has aborted or deleted the reply meanwhile."""
        return self._qt_thread is DEAD or self._qt_phase is Phase.ENDED

    def _qt_step(self) -> None:
        """Write one block, and come back for the next one."""
        self._qt_step_posted = False
        if self._qt_over():
            return
        target = self._qt_target
        if target is None:
            opened = create_file(self.url())
            if isinstance(opened, Failed):
                self._qt_break(opened.error, opened.text)
                return
            target = self._qt_target = opened
        try:
            block = self._qt_next_block(target.position)
            if self._qt_over():
                return  # by the device, which may be the program's own
            target.write(block)
            complete = self._qt_is_complete(block)
            if complete:
                target.close()
        except UploadBroken as error:
            self._qt_break(NetworkError.UnknownNetworkError, str(error))
            return
        except OSError as error:
            text = f"Write error writing to {self.url().toString()}: {reason(error)}"
            self._qt_break(NetworkError.ProtocolFailure, text)
            return
        self._qt_show(complete)
        if self._qt_over():
            return
        if complete:
            self._qt_phase = Phase.ENDED
            self._qt_end()
        elif block:
            self._qt_soon(FileUploadReply._qt_step)

    def _qt_next_block(self, written: int) -> bytes:
        """Return what is written next, nothing when the device has nothing now. Raises `UploadBroken`."""
        device, length = self._qt_device, self._qt_length
        wanted = BLOCK if written else _FIRST_BLOCK
        if length is not None:
            wanted = min(wanted, length - written)
        if device is None or not wanted:
            return b""
        try:
            block = bytes(device.read(wanted))
            problem = getattr(device, "exception", None)  # what a Python file object raised
            ended = not block and (not device.isSequential() or self._qt_source_ended)
            if isinstance(device, PythonFileDevice) and not block and device.atEnd():
                self._qt_source_ended = ended = True
        except Exception as error:
            raise UploadBroken(f"The upload device could not be read: {error}") from error
        if problem is not None and not block:
            raise UploadBroken(f"The upload device could not be read: {problem}")
        if ended and length is not None:
            raise UploadBroken(f"The upload ended {length - written} bytes before its announced length of {length}")
        return block

    def _qt_is_complete(self, block: bytes) -> bool:
        target = self._qt_target
        if self._qt_length is not None:
            return target is not None and target.position == self._qt_length
        return self._qt_source_ended and not block

    def _qt_show(self, complete: bool) -> None:
        """Emit ``uploadProgress``: with the first block, with the last one, and not too often in between."""
        target = self._qt_target
        sent = 0 if target is None else target.position
        if not sent or (sent == self._qt_shown and not (complete and self._qt_length is None)):
            return
        now = self._qt_thread.dispatcher.now()
        if self._qt_shown and not complete and now - self._qt_shown_at < _PROGRESS_INTERVAL:
            return
        self._qt_shown, self._qt_shown_at = sent, now
        self._qt_uploads = False  # the end needs to say nothing of the upload
        total = self._qt_length if self._qt_length is not None else sent if complete else -1
        say(self, "uploadProgress", sent, total)

    # The end.

    def _qt_break(self, error: NetworkError, text: str) -> None:
        """Fail with *error*."""
        if self._qt_over():
            return
        self._qt_phase = Phase.ENDED
        self._qt_fail(error, text)
        if self._qt_thread is not DEAD:
            self._qt_end()

    def _qt_end(self, message: Message | None = None) -> None:
        """Say the last things, once."""
        self._qt_release()
        TransferReply._qt_end(self)

    def _qt_release(self) -> None:
        """Close the file, let go of the device."""
        target, self._qt_target = self._qt_target, None
        self._qt_device = None
        if target is not None:
            try:
                target.close()
            except OSError:
                return  # the reply has failed or was given up: nobody counts on the file

    def _qt_dispose(self) -> None:
        TransferReply._qt_dispose(self)
        self._qt_release()
