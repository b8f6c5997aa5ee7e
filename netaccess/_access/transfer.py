"""`TransferReply`: the reply of a request that goes over the network. It turns messages into signals.

What a message does is looked up in the table of `replystate`; the methods here are the table's actions. Any of them may run
the program's code, which may abort, close or delete this very reply: after each signal the rest is done only if it still is
to be done.
"""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netaccess._kernel import timers
from netaccess._kernel.qobject import QObject
from netaccess._kernel.threaddata import DEAD
from netaccess._transport.base import UNLIMITED
from netaccess._values.bytearray import QByteArray
from netaccess._values.errors import NetworkError
from netaccess._values.headers import EMPTY
from netaccess._values.messages import Data, Failed, Head, Message, UploadProgress
from netaccess._values.operation import Operation
from netaccess._values.request import QNetworkRequest
from netaccess._values.url import QUrl

from .chunks import ChunkQueue
from .ending import announce_end, say, say_encrypted, say_ssl_errors
from .exchange import Exchange
from .inbox import Inbox
from .reply import QNetworkReply
from .replystate import Phase, step
from .reservation import RESERVE_FROM
from .responsehead import take_head
from .statuserror import status_error, status_text
from .upload import Collector

if TYPE_CHECKING:
    from .manager import QNetworkAccessManager

_STATUS = int(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
_REASON = int(QNetworkRequest.Attribute.HttpReasonPhraseAttribute)
_RECEIVING = Phase.RECEIVING
_ENDED = Phase.ENDED
_PROGRESS_INTERVAL = 0.1 - 1e-6  # seconds between two progress signals; moments are not exact to the last bit


class TransferReply(QNetworkReply):
    """A reply whose response comes over the network."""

    _qt_own_buffer = True
    _qt_announces = True

    _qt_phase: Phase = Phase.WAITING
    _qt_received: int = 0
    _qt_total: int = -1
    _qt_progress_at: float = 0.0
    _qt_waiting: ChunkQueue | None = None
    _qt_uploads: bool = False
    _qt_idle_timer: timers.TimerEntry | None = None
    _qt_active_at: float = 0.0
    _qt_timeout: int = 0
    _qt_deadline: timers.TimerEntry | None = None
    _qt_exchange: Exchange | None = None
    _qt_keeps: Collector | None = None  # what gathers the body of a request that has not been sent yet
    _qt_actions: list[tuple[Callable[[Any, Any], None], Message]] | None = None  # signals of a message still to come
    _qt_allowed: int = 0  # bytes that have come or may come, under a limited read buffer

    def __init__(self, manager: QNetworkAccessManager, operation: Operation, request: QNetworkRequest) -> None:
        """Make an open reply, a child of *manager*. Nothing happens until it is given an `Exchange`."""
        QObject.__init__(self, manager)  # what stands between has nothing to set up
        self._qt_manager = weakref.ref(manager)
        self._qt_operation = operation
        self._qt_request = request
        self._qt_url = request._qt_url
        self._qt_mode = 1  # open for reading, unbuffered below

    # What the worker reports.

    def _qt_receive(self, inbox: Inbox, messages: deque[Message]) -> None:
        """Go through what has come for the hop whose *inbox* it is."""
        if self._qt_timeout and self._qt_phase is not Phase.ENDED:
            self._qt_note_activity()
        here = self._qt_thread
        state = self.__dict__
        actions = self._qt_actions
        if actions is None:
            actions = self._qt_actions = []
        # What a message means is put down before the first signal of it is emitted: a nested loop in a slot goes on right
        # behind that signal, and a slot that gives up clears what is left.
        while self._qt_thread is here:
            if actions:
                act, message = actions.pop(0)
                act(self, message)
                continue
            if inbox.closed or not messages or self._qt_phase is _ENDED:
                break
            message = messages.popleft()
            kind: type = message.__class__
            if kind is Data:
                if self._qt_phase is _RECEIVING:
                    if not self._qt_buffer_limit:
                        self._qt_take_data(message, messages)  # type: ignore[arg-type]
                        if self._qt_total >= RESERVE_FROM:
                            inbox.place = self._qt_waiting.place  # type: ignore[union-attr]
                    elif not self._qt_take_within_limit(message, messages):  # type: ignore[arg-type]
                        break
            elif kind is Head:
                kind = self._qt_exchange.review(message) if self._qt_exchange else kind  # type: ignore[arg-type]
                if self._qt_phase is _ENDED:
                    break  # the program's cookie jar was asked, and has given up the reply
            self._qt_phase, names = step(self._qt_phase, kind)
            if self._qt_phase is _ENDED:
                inbox.closed = True
            for name in names:
                if not actions and name in _NOTHING_BUT_SIGNALS and name not in state:
                    continue  # nobody has asked for the signal, and no code of the program runs before its turn
                actions.append((_ACTIONS[name], message))

    def _qt_take_data(self, message: Data, following: deque[Message]) -> None:
        """Keep a block of the body, and those that have come right behind it."""
        waiting = self._qt_waiting
        if waiting is None:
            waiting = self._qt_waiting = ChunkQueue(-1 if self._qt_buffer_limit else self._qt_total)
        before = waiting.size
        waiting.append(message.data)
        while following and following[0].__class__ is Data:
            waiting.append(following.popleft().data)  # type: ignore[union-attr]
        self._qt_received += waiting.size - before
        if waiting.place is not None and "readyRead" not in self.__dict__ and self._qt_alone():
            waiting.get_ready()  # nobody reads before the end: all of it is going to be there at once

    def _qt_alone(self) -> bool:
        """Return whether nothing else is under way, so that the loop has time."""
        manager: QNetworkAccessManager | None = None if self._qt_manager is None else self._qt_manager()
        return manager is not None and manager._qt_places.taken <= 1

    def _qt_take_within_limit(self, message: Data, following: deque[Message]) -> bool:
        """Keep as much of a block as the limited buffer has room for; the rest goes back to the front of *following*.

        The worker keeps to the limit itself, but what it had read before the limit was set may be on its way.
        Returns False when there is no room at all: then everything waits until something is read.
        """
        room = self._qt_buffer_limit - TransferReply.bytesAvailable(self)
        data = message.data
        if room <= 0 and data:
            following.appendleft(message)
            return False
        if isinstance(data, memoryview):  # of a `Place`, on its way since before there was a limit
            data = bytes(message.data)
            message.data.release()
        if len(data) > room:
            following.appendleft(Data(data[room:]))
            data = data[:room]
        self._qt_take_data(Data(data), deque())
        return True

    # The table's actions.

    def _qt_say_connecting(self, message: Message) -> None:
        say(self, "socketStartedConnecting")

    def _qt_say_encrypted(self, message: Message) -> None:
        say_encrypted(self)

    def _qt_say_sent(self, message: Message) -> None:
        if self._qt_exchange is None or not self._qt_exchange.empty_upload:
            say(self, "requestSent")

    def _qt_say_upload(self, message: UploadProgress) -> None:
        say(self, "uploadProgress", message.sent, message.total)

    def _qt_say_head(self, message: Head) -> None:
        take_head(self, message, self._qt_exchange.fields if self._qt_exchange else EMPTY)
        self._qt_progress_at = self._qt_thread.dispatcher.now()
        if "metaDataChanged" in self.__dict__:
            say(self, "metaDataChanged")

    def _qt_say_redirected(self, message: Message) -> None:
        if self._qt_exchange is not None:
            self._qt_url = self._qt_exchange.next_url
            say(self, "redirected", QUrl(self._qt_url))

    def _qt_say_ready(self, message: Message) -> None:
        say(self, "readyRead")

    def _qt_say_progress(self, message: Message) -> None:
        if "downloadProgress" in self.__dict__:
            now = self._qt_thread.dispatcher.now()
            if now - self._qt_progress_at >= _PROGRESS_INTERVAL:
                self._qt_progress_at = now
                say(self, "downloadProgress", self._qt_received, self._qt_total)

    def _qt_say_error(self, message: Message) -> None:
        """Work out whether the reply ends with an error, and if so, say which."""
        if isinstance(message, Failed):
            self._qt_fail(message.error, message.text, message.verify_code)
            return
        exchange = self._qt_exchange
        if exchange is not None and exchange.refusal is not None:
            if exchange.refusal.url is not None:
                self._qt_url = exchange.refusal.url
            self._qt_fail(exchange.refusal.error, exchange.refusal.text)
            return
        attributes = self._qt_attributes or {}
        status = attributes.get(_STATUS, 0)
        if status >= 400:
            text = status_text(status, QUrl(self._qt_url).toString(), attributes.get(_REASON, ""))
            self._qt_fail(status_error(status), text)

    def _qt_fail(self, error: NetworkError, text: str, verify_code: int = 0) -> None:
        if verify_code:
            say_ssl_errors(self, verify_code)
        if self._qt_done or self._qt_thread is DEAD:
            return
        self._qt_code = error
        self._qt_error = text
        say(self, "errorOccurred", error)
        if not self._qt_done:  # a slot may have aborted the reply
            say(self, "error", error)

    def _qt_resend(self, message: Message) -> None:
        if self._qt_exchange is not None:
            self._qt_exchange.resend()

    def _qt_hold(self, message: Message) -> None:
        if self._qt_exchange is not None:
            self._qt_exchange.held_hop_is_over()

    def _qt_end(self, message: Message | None = None) -> None:
        """Say the last things. Whoever comes first does it: the program may abort inside ``errorOccurred``."""
        if self._qt_done:
            return
        self._qt_done = True
        self._qt_stop_timer()
        self._qt_stop_collecting()
        exchange, self._qt_exchange = self._qt_exchange, None
        if exchange is not None:
            exchange.leave()
        state = self.__dict__  # where a signal is not that nobody has asked for
        if "downloadProgress" in state:
            total = self._qt_total if self._qt_total >= 0 else self._qt_received
            say(self, "downloadProgress", self._qt_received, total)
        if self._qt_uploads:
            say(self, "uploadProgress", 0, 0)
        if "readChannelFinished" in state:
            say(self, "readChannelFinished")
        announce_end(self)

    # What the program asks for.

    def abort(self) -> None:
        """Give up: the connection is closed, ``errorOccurred`` (`OperationCanceledError`) and ``finished`` come inside the call.

        Does nothing to a finished reply.
        """
        self._qt_give_up(NetworkError.OperationCanceledError, "Operation canceled")

    def close(self) -> None:
        """Close the reply: as `abort` while it is running, nothing when it is finished, so that it stays readable."""
        self._qt_give_up(NetworkError.OperationCanceledError, "Operation canceled")

    def _qt_give_up(self, error: NetworkError, text: str) -> None:
        if self._qt_done:
            return
        self._qt_phase = Phase.ENDED
        if self._qt_actions:
            self._qt_actions.clear()
        if self._qt_exchange is not None:
            self._qt_exchange.cancel()
        self._qt_stop_timer()
        QNetworkReply.close(self)
        if not self._qt_code and not self._qt_done:
            self._qt_fail(error, text)
        self._qt_end()

    def setReadBufferSize(self, size: int) -> None:
        """Let at most *size* bytes wait to be read, 0 any number; the rest waits in the socket, and the server with it."""
        QNetworkReply.setReadBufferSize(self, size)
        if self._qt_exchange is not None:
            self._qt_exchange.set_credit(self._qt_credit())
            self._qt_exchange.look_again()

    def _qt_credit(self) -> int:
        """Return how many bytes may come before some are read."""
        limit = self._qt_buffer_limit
        if not limit:
            return UNLIMITED
        credit = max(0, limit - TransferReply.bytesAvailable(self))
        self._qt_allowed = self._qt_received + credit
        return credit

    def _qt_dispose(self) -> None:
        self._qt_phase = Phase.ENDED
        if self._qt_actions:
            self._qt_actions.clear()
        self._qt_stop_timer()
        self._qt_stop_collecting()
        if self._qt_exchange is not None:
            self._qt_exchange.cancel()

    def _qt_stop_collecting(self) -> None:
        collector = self._qt_keeps
        if collector is not None:
            self._qt_keeps = None
            collector.stop()

    # The transfer timeout.

    def _qt_note_activity(self) -> None:
        """Something has come: begin to count anew. The worker's first word starts the count, for time in the queue is free."""
        self._qt_active_at = self._qt_thread.dispatcher.now()
        if self._qt_idle_timer is None:
            self._qt_idle_timer = timers.start(self._qt_thread, self._qt_timeout, _timer_expired, weakref.ref(self))

    def _qt_limit_total(self, milliseconds: int) -> None:
        """Let the reply end in so much time."""
        self._qt_deadline = timers.start(self._qt_thread, milliseconds, _deadline_passed, weakref.ref(self))

    def _qt_stop_timer(self) -> None:
        if self._qt_idle_timer is not None:
            timers.stop(self._qt_thread, self._qt_idle_timer)
            self._qt_idle_timer = None
        if self._qt_deadline is not None:
            timers.stop(self._qt_thread, self._qt_deadline)
            self._qt_deadline = None

    # Reading. The body waits as blocks, handed out without a copy where that is possible.

    def bytesAvailable(self) -> int:
        """Return how many bytes can be read now."""
        waiting = self._qt_waiting
        return QNetworkReply.bytesAvailable(self) + (waiting.size if waiting else 0)

    def canReadLine(self) -> bool:
        """Return whether a whole line can be read now."""
        waiting = self._qt_waiting
        return bool(waiting and waiting.line_length(waiting.size)) or QNetworkReply.canReadLine(self)

    def size(self) -> int:
        """Return how many bytes can be read now: a sequential device has no other size."""
        return self.bytesAvailable()

    def readAll(self) -> QByteArray:
        """Return everything that can be read now."""
        waiting = self._qt_waiting
        if self._qt_ahead is not None or self._qt_mode != 1 or waiting is None:
            return QNetworkReply.readAll(self)
        data = waiting.take_all()
        if self._qt_buffer_limit:
            self._qt_make_room()
        return data

    def readData(self, maxlen: int) -> bytes:
        """Return up to *maxlen* bytes of the body."""
        waiting = self._qt_waiting
        if waiting is None:
            return b""
        return waiting.take(maxlen)

    def readLineData(self, maxlen: int) -> bytes:
        """Return up to *maxlen* bytes of the body, no further than the end of the first line."""
        waiting = self._qt_waiting
        if waiting is None:
            return b""
        length = waiting.line_length(maxlen) or min(maxlen, waiting.size)
        return self.readData(length)

    def read(self, *arguments: Any) -> QByteArray:
        """Read up to so many bytes; see `QIODevice.read`."""
        data: QByteArray = QNetworkReply.read(self, *arguments)
        if self._qt_buffer_limit:
            self._qt_make_room()
        return data

    def readLine(self, *arguments: Any) -> QByteArray:
        """Read a line; see `QIODevice.readLine`."""
        data: QByteArray = QNetworkReply.readLine(self, *arguments)
        if self._qt_buffer_limit:
            self._qt_make_room()
        return data

    def skip(self, *arguments: Any) -> int:
        """Read and forget so many bytes; see `QIODevice.skip`."""
        skipped = QNetworkReply.skip(self, *arguments)
        if self._qt_buffer_limit:
            self._qt_make_room()
        return skipped

    def getChar(self, *arguments: Any) -> Any:
        """Read one byte; see `QIODevice.getChar`."""
        char = QNetworkReply.getChar(self, *arguments)
        if self._qt_buffer_limit:
            self._qt_make_room()
        return char

    def _qt_make_room(self) -> None:
        """Let as much come as the limited buffer now has room for, whatever is on its way already counted."""
        room = self._qt_buffer_limit - TransferReply.bytesAvailable(self)
        allowed = self._qt_received + max(0, room)
        if allowed > self._qt_allowed and self._qt_exchange is not None:
            self._qt_exchange.grant(allowed - self._qt_allowed)
            self._qt_allowed = allowed
        if room > 0 and self._qt_exchange is not None:
            self._qt_exchange.look_again()


def _deadline_passed(entry: timers.TimerEntry) -> None:
    reply: TransferReply | None = entry.target()
    if reply is not None and reply._qt_deadline is entry:
        reply._qt_give_up(NetworkError.TimeoutError, "Operation timed out")


def _timer_expired(entry: timers.TimerEntry) -> None:
    reply: TransferReply | None = entry.target()
    if reply is None or reply._qt_idle_timer is not entry:
        return
    # The timer runs on while data come; only here is it asked how long nothing has.
    idle = reply._qt_thread.dispatcher.now() - reply._qt_active_at
    # While a redirect waits for the program's word, nothing is expected of the network.
    rest = entry.interval - (0.0 if reply._qt_phase is Phase.HELD else idle)
    if rest > 0.0005:
        timers.stop(reply._qt_thread, entry)
        following = timers.start(reply._qt_thread, rest * 1000, _timer_expired, entry.target)
        following.interval = entry.interval
        reply._qt_idle_timer = following
    else:
        reply._qt_give_up(NetworkError.TimeoutError, "Operation timed out")


_NOTHING_BUT_SIGNALS = frozenset(("socketStartedConnecting", "requestSent", "readyRead", "downloadProgress"))
_ACTIONS: dict[str, Any] = {
    "socketStartedConnecting": TransferReply._qt_say_connecting,
    "encrypted": TransferReply._qt_say_encrypted,
    "requestSent": TransferReply._qt_say_sent,
    "uploadProgress": TransferReply._qt_say_upload,
    "metaDataChanged": TransferReply._qt_say_head,
    "redirected": TransferReply._qt_say_redirected,
    "readyRead": TransferReply._qt_say_ready,
    "downloadProgress": TransferReply._qt_say_progress,
    "errorOccurred": TransferReply._qt_say_error,
    "resend": TransferReply._qt_resend,
    "held": TransferReply._qt_hold,
    "end": TransferReply._qt_end,
}
