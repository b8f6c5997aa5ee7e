"""`QRestReply`: short ways to ask what became of a request, and to read its content as JSON or text."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from netaccess._kernel.qtwarning import warn
from netaccess._kernel.threaddata import DEAD
from netaccess._values.bytearray import QByteArray
from netaccess._values.errors import NetworkError
from netaccess._values.requestenums import Attribute
from netaccess._values.textdecoder import TextDecoder, charset_of

from .reply import QNetworkReply
from .statuserror import status_error

if TYPE_CHECKING:
    from netaccess._values.jsondocument import QJsonDocument
    from netaccess._values.jsonerror import QJsonParseError

CATEGORY = "qt.network.access.rest"


class QRestReply:
    """A view of a `QNetworkReply`, which stays what it was and can be used beside it.

    An HTTP status that means failure is no error here: the server has answered (see `isSuccess`, `hasError`). The reply is
    not kept alive; when it is gone there is nothing to read, and neither success nor error.
    """

    __slots__ = ("__weakref__", "_qt_decoder", "_qt_reply")

    def __init__(self, reply: QNetworkReply | None) -> None:
        """:param reply: what to look at. None is warned of. Raises `TypeError` for anything else."""
        if reply is not None and not isinstance(reply, QNetworkReply):
            raise TypeError(f"a QRestReply is made for a QNetworkReply, not for {reply!r}")
        if reply is None:
            warn("QRestReply: QNetworkReply is nullptr", CATEGORY)
        self._qt_reply = None if reply is None else weakref.ref(reply)
        self._qt_decoder: TextDecoder | None = None

    def networkReply(self) -> QNetworkReply | None:
        """Return the reply, None when it has been deleted."""
        reply = None if self._qt_reply is None else self._qt_reply()
        return None if reply is None or reply._qt_thread is DEAD else reply

    # What became of the request.

    def httpStatus(self) -> int:
        """Return the status of the response, 0 while there is none."""
        reply = self.networkReply()
        status = None if reply is None else QNetworkReply.attribute(reply, Attribute.HttpStatusCodeAttribute)
        try:
            return int(status or 0)
        except (TypeError, ValueError):
            return 0  # a reply of the program's own has set it to something else

    def isHttpStatusSuccess(self) -> bool:
        """Return whether the status is one of those that mean success: 200 to 299."""
        return 200 <= self.httpStatus() < 300

    def isSuccess(self) -> bool:
        """Return whether the status means success and nothing else went wrong."""
        return self.isHttpStatusSuccess() and not self.hasError()

    def hasError(self) -> bool:
        """Return whether the request failed otherwise than by a response whose status says so."""
        return self.error() is not NetworkError.NoError

    def error(self) -> NetworkError:
        """Return what went wrong, `NoError` if nothing did, or if it is only what the status says."""
        reply = self.networkReply()
        if reply is None:
            return NetworkError.NoError
        code = reply._qt_code
        return NetworkError.NoError if code is status_error(self.httpStatus()) else code

    def errorString(self) -> str:
        """Return what went wrong in words, empty without an `error`."""
        reply = self.networkReply()
        return "" if reply is None or not self.hasError() else QNetworkReply.errorString(reply)

    # Reading.

    def readBody(self) -> QByteArray:
        """Return what has come and has not been read. The reply may still be running."""
        reply = self.networkReply()
        return QByteArray() if reply is None else reply.readAll()

    def readJson(self) -> tuple[QJsonDocument | None, QJsonParseError]:
        """Read the whole content as JSON, whatever its type is said to be; UTF-8 is expected.

        Returns a document, None if the content is none, and what is wrong with it. A reply that has not finished is left
        alone, with a warning.
        """
        from netaccess._values.jsondocument import QJsonDocument
        from netaccess._values.jsonerror import QJsonParseError

        error = QJsonParseError()
        reply = self.networkReply()
        if reply is None:
            return None, error
        if not QNetworkReply.isFinished(reply):
            warn("readJson() called on an unfinished reply, ignoring", CATEGORY)
            return None, error
        document = QJsonDocument.fromJson(reply.readAll(), error)
        return (None if document.isNull() else document), error

    def readText(self) -> str:
        """Return what has come and has not been read as text, decoded as the Content-Type's ``charset`` says, else as UTF-8.

        Can be called again while the content comes: a character that has come in part is returned when it is complete. A
        byte order mark at the beginning is dropped. Content that cannot be decoded, and a charset that is not known, are
        warned of; the text is then empty, from there on.
        """
        reply = self.networkReply()
        if reply is None:
            return ""
        data = bytes(reply.readAll())
        if not data:
            return ""
        decoder = self._qt_decoder
        if decoder is None:
            charset = charset_of(bytes(QNetworkReply.rawHeader(reply, "content-type")))
            decoder = self._qt_decoder = TextDecoder(charset)
        text = decoder.decode(data)
        if decoder.problem:
            warn(f"readText(): {decoder.problem}", CATEGORY)
        return text

    def swap(self, other: QRestReply) -> None:
        """Exchange the replies that this one and *other* look at."""
        if not isinstance(other, QRestReply):
            raise TypeError(f"a QRestReply is wanted, not {other!r}")
        self._qt_reply, other._qt_reply = other._qt_reply, self._qt_reply
        self._qt_decoder, other._qt_decoder = other._qt_decoder, self._qt_decoder

    def __repr__(self) -> str:
        reply = self.networkReply()
        said = "deleted" if reply is None else f"{reply.url().toDisplayString()!r}, HTTP status {self.httpStatus()}"
        if self.hasError():
            said += f", {self.error().name}"
        return f"<netaccess.QtNetwork.QRestReply({said}) at {id(self):#x}>"
