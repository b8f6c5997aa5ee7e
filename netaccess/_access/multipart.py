"""`QHttpMultiPart`: a request body made of parts."""

from __future__ import annotations

import os
from typing import Any

from netaccess._kernel.qobject import QObject
from netaccess._values.bytearray import QByteArray
from netaccess._values.headers import FORBIDDEN_IN_VALUES, octets
from netaccess._values.qtenum import QtEnum, export_enums, named
from netaccess._values.request import QNetworkRequest

from .httppart import PartContent, QHttpPart
from .multipartdevice import MultiPartDevice

_UNQUOTABLE = FORBIDDEN_IN_VALUES + b'"\\'


@export_enums
class QHttpMultiPart(QObject):
    """A body of several parts, for ``post``, ``put`` and ``sendCustomRequest`` (``QHttpMultiPart``).

    The request is given a Content-Type with the boundary, unless it has one, and ``MIME-Version: 1.0``. Parts from devices
    are read while they are sent, so a body may be larger than memory; its length is known beforehand unless a device is
    sequential. It can be sent several times, if its devices can be read again. As with every request body, the devices
    are read on the manager's thread. A request keeps the object that it sends, and the devices, alive; one whose device is
    deleted or closed meanwhile fails.
    """

    class ContentType(QtEnum):
        """What kind of body it is: the ``multipart/...`` type it is announced with."""

        MixedType = 0
        RelatedType = 1
        FormDataType = 2
        AlternativeType = 3

    def __init__(self, *args: Any, **keywords: Any) -> None:
        """``QHttpMultiPart(parent=None)`` or ``QHttpMultiPart(contentType, parent=None)``; mixed by default.

        Raises TypeError for other arguments.
        """
        kind = keywords.pop("contentType", None)
        if args and isinstance(args[0], int):
            if kind is not None:
                raise TypeError("QHttpMultiPart() got its contentType twice")
            kind, args = args[0], args[1:]
        parent = args[0] if len(args) == 1 else keywords.pop("parent", None)
        if len(args) > 1 or not (parent is None or isinstance(parent, QObject)):
            raise TypeError(f"QHttpMultiPart() takes a QHttpMultiPart.ContentType and a parent, not {args!r}")
        QObject.__init__(self, parent, **keywords)
        self._qt_kind = self.ContentType.MixedType if kind is None else named(QHttpMultiPart.ContentType, kind)
        self._qt_boundary = b"boundary_" + os.urandom(16).hex().encode("ascii")
        self._qt_parts: list[PartContent] = []
        self._qt_starts: dict[int, int] = {}  # where the devices of the parts stood when the body was sent first

    def append(self, httpPart: QHttpPart) -> None:
        """Add a part at the end, as it is now. Raises TypeError for anything else."""
        if not isinstance(httpPart, QHttpPart):
            raise TypeError(f"a QHttpPart is appended, not {httpPart!r}")
        self._qt_parts.append(httpPart.content())

    def setContentType(self, contentType: QHttpMultiPart.ContentType) -> None:
        """Set what kind of body it is announced as."""
        self._qt_kind = named(QHttpMultiPart.ContentType, contentType)

    def boundary(self) -> QByteArray:
        """Return the line that separates the parts, without the hyphens in front; made of random digits by default."""
        return QByteArray(self._qt_boundary)

    def setBoundary(self, boundary: Any) -> None:
        """Set what separates the parts: bytes that occur in none of them, 70 at the most by RFC 2046.

        Raises ValueError for one that is empty or has a quote, a backslash or a control character in it.
        """
        raw = octets(boundary, "a boundary")
        if not raw or len(raw.translate(None, _UNQUOTABLE)) != len(raw):
            raise ValueError(f"{raw!r} cannot be a boundary: it has no quotes, backslashes or control characters")
        self._qt_boundary = raw

    def announced(self, request: QNetworkRequest) -> QNetworkRequest:
        """Return a copy of *request* that says what its body is, as far as it does not say so itself."""
        described = QNetworkRequest(request)
        if not described.hasRawHeader(b"Content-Type"):
            name = self._qt_kind.name[: -len("Type")].lower()
            kind = b"form-data" if self._qt_kind == self.ContentType.FormDataType else name.encode("ascii")
            described.setRawHeader(b"Content-Type", b'multipart/%s; boundary="%s"' % (kind, self._qt_boundary))
        if not described.hasRawHeader(b"MIME-Version"):
            described.setRawHeader(b"MIME-Version", b"1.0")
        return described

    def device(self) -> MultiPartDevice:
        """Return an open device that reads the body as it is now."""
        return MultiPartDevice(self._qt_boundary, self._qt_parts, self, self._qt_starts)
