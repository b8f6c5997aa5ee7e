"""`LocalReply`: the reply of a GET or HEAD of a ``data:`` or ``file:`` URL, which is finished when it is made."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netaccess._kernel.posting import PostedCall, post
from netaccess._kernel.threaddata import DEAD
from netaccess._transport.local import DataContent, LocalFile, decode_data_url, open_file, reason
from netaccess._values.headers import HeaderFields, field_value
from netaccess._values.httpdate import format_http_date
from netaccess._values.messages import Failed, Headers
from netaccess._values.operation import Operation
from netaccess._values.request import QNetworkRequest
from netaccess._values.requestenums import Attribute
from netaccess._values.url import QUrl

from .ending import announce_end, say
from .reply import QNetworkReply

if TYPE_CHECKING:
    from .manager import QNetworkAccessManager


class _Memory:
    """Bytes read like a file."""

    __slots__ = ("_data", "_position")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def length(self) -> int:
        return len(self._data)

    def rest(self) -> int:
        return len(self._data) - self._position

    def read(self, maxlen: int) -> bytes:
        data = self._data[self._position : self._position + maxlen]
        self._position += len(data)
        return data

    def close(self) -> None:
        """Nothing is held: what is left still counts as available, as on Qt."""


class LocalReply(QNetworkReply):
    """A reply whose content is here already. Its signals come from the loop, one after another.

    A file is read when the program reads the reply, never as a whole into memory.
    """

    _qt_announces = True
    _qt_source: _Memory | LocalFile | None = None

    def __init__(self, manager: QNetworkAccessManager, operation: Operation, request: QNetworkRequest) -> None:
        """Make a finished reply, open for reading, a child of *manager*."""
        QNetworkReply.__init__(self, manager)
        self._qt_manager = weakref.ref(manager)
        self._qt_operation = operation
        self._qt_request = request
        self._qt_url = local_url(request._qt_url)
        self._qt_attributes = {int(Attribute.ConnectionEncryptedAttribute): False}
        self._qt_mode = 1  # open for reading
        self._qt_done = True
        found = decode_data_url(self._qt_url) if self._qt_url.scheme() == "data" else open_file(self._qt_url)
        if isinstance(found, Failed):
            self._qt_code = found.error
            self.setErrorString(found.text)
            self._qt_later(LocalReply._qt_say_error)
        else:
            size = self._qt_take(found)
            self._qt_later(lambda reply: say(reply, "metaDataChanged"))
            self._qt_later(lambda reply: say(reply, "downloadProgress", size, size))
            self._qt_later(lambda reply: say(reply, "readyRead"))
        self._qt_later(announce_end)

    def _qt_take(self, found: DataContent | LocalFile) -> int:
        """Keep what was found and describe it in headers; return its length in bytes."""
        fields: Headers = []
        if isinstance(found, DataContent):
            self._qt_source = _Memory(found.body)
            try:
                fields.append((b"content-type", field_value(b"content-type", found.content_type)))
            except ValueError:
                pass  # a line break in the URL's media type: there is no such header
        else:
            self._qt_source = found
            fields.append((b"last-modified", format_http_date(found.modified).encode("ascii")))
        size = self._qt_source.length()
        fields.append((b"content-length", b"%d" % size))
        self._qt_headers = HeaderFields.received(fields)
        return size

    def _qt_later(self, function: Callable[[Any], object]) -> None:
        """Call *function* with this reply from the loop. Each is a call of its own: a nested loop goes on with them."""
        post(self, PostedCall(weakref.ref(self), function))

    def _qt_say_error(self) -> None:
        say(self, "errorOccurred", self._qt_code)
        if self._qt_thread is not DEAD:
            say(self, "error", self._qt_code)

    def _qt_dispose(self) -> None:
        self._qt_release()

    def _qt_release(self) -> None:
        if self._qt_source is not None:
            self._qt_source.close()

    # What the program asks for.

    def abort(self) -> None:
        """Close the reply. There is nothing to give up: error and signals stay what they are."""
        self.close()

    def close(self) -> None:
        """Close the reply, and the file with it. The signals that are due still come."""
        QNetworkReply.close(self)
        self._qt_release()

    def bytesAvailable(self) -> int:
        """Return how many bytes can be read."""
        source = self._qt_source
        return QNetworkReply.bytesAvailable(self) + (source.rest() if source is not None else 0)

    def size(self) -> int:
        """Return the length of the whole content in bytes, however much of it has been read."""
        return self._qt_source.length() if self._qt_source is not None else 0

    def readData(self, maxlen: int) -> bytes | None:
        """Return up to *maxlen* bytes of the content; None if the file cannot be read."""
        source = self._qt_source
        if source is None:
            return b""
        try:
            data = source.read(maxlen)
        except OSError as error:
            self.setErrorString(reason(error))
            return None
        if data and isinstance(source, LocalFile):
            # Qt gives a file the status of a good HTTP response as soon as something of it has been read.
            self.setAttribute(Attribute.HttpStatusCodeAttribute, 200)
            self.setAttribute(Attribute.HttpReasonPhraseAttribute, "OK")
        return data


def local_url(url: QUrl) -> QUrl:
    """Return *url* as replies show it: a ``file:`` URL without ``localhost``, and with ``/`` for a missing path."""
    if url.scheme() != "file":
        return url
    result = QUrl(url)
    if result.host() == "localhost":
        result.setHost("")
    if not result.path():
        result.setPath("/")
    return result
