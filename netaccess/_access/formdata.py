"""`QFormDataBuilder`: puts a form together, field by field, as a multipart body."""

from __future__ import annotations

from typing import Any

from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.tombstone import is_buried
from netaccess._values.headers import FORBIDDEN_IN_VALUES, field_value
from netaccess._values.httpheaders import QHttpHeaders
from netaccess._values.mediatypes import SNIFFED, UNKNOWN, media_type
from netaccess._values.qtenum import QtFlag, export_enums

from .httppart import QHttpPart
from .multipart import QHttpMultiPart

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DISPOSITION = b"content-disposition"


class QFormDataPartBuilder:
    """One field of a form, made by `QFormDataBuilder.part` (``QFormDataPartBuilder``). Its methods can be chained."""

    __slots__ = ("__weakref__", "_qt_content", "_qt_file_name", "_qt_headers", "_qt_kind", "_qt_name")

    def __init__(self) -> None:
        """Make a field without a name and without content."""
        self._qt_name = ""
        self._qt_content: bytes | QIODevice | None = None
        self._qt_file_name: str | None = None
        self._qt_kind: str | None = None
        self._qt_headers: list[tuple[bytes, bytes]] = []

    def setBody(self, data: Any, fileName: str | None = None, mimeType: str | None = None) -> QFormDataPartBuilder:
        """Let the field contain bytes; return the field.

        :param fileName: the name of the file that the content is or may be taken for; None for content that is no file.
        :param mimeType: its media type; None to tell it from the name's ending, else from the bytes.
        Raises TypeError for what is no bytes; a str has to be encoded first.
        """
        part = QHttpPart()
        part.setBody(data)
        return self._qt_fill(part._qt_body, fileName, mimeType)

    def setBodyDevice(
        self, body: Any, fileName: str | None = None, mimeType: str | None = None
    ) -> QFormDataPartBuilder:
        """Let the field contain what is read from a device when the form is sent; return the field.

        :param body: an open `QIODevice` or binary file object, as for `QHttpPart.setBodyDevice`.
        :param fileName: as for `setBody`. :param mimeType: as for `setBody`; the device is peeked at.
        """
        part = QHttpPart()
        part.setBodyDevice(body)
        return self._qt_fill(part._qt_device, fileName, mimeType)

    def _qt_fill(
        self, content: bytes | QIODevice | None, file_name: str | None, kind: str | None
    ) -> QFormDataPartBuilder:
        for value, what in ((file_name, "a file's name"), (kind, "a media type")):
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{what} is a str, not {value!r}")
        self._qt_content = content
        self._qt_file_name = file_name
        self._qt_kind = kind or None
        return self

    def setHeaders(self, headers: QHttpHeaders) -> QFormDataPartBuilder:
        """Set further headers of the field; return the field. Content-Type and Content-Disposition are its own matter.

        Raises TypeError for what is no `QHttpHeaders`.
        """
        if not isinstance(headers, QHttpHeaders):
            raise TypeError(f"the headers of a field are a QHttpHeaders, not {headers!r}")
        self._qt_headers = [(field[0], field[2]) for field in headers._qt_fields]
        return self

    def swap(self, other: QFormDataPartBuilder) -> None:
        """Exchange everything with *other*."""
        for name in self.__slots__[1:]:
            mine, its = getattr(self, name), getattr(other, name)
            setattr(self, name, its)
            setattr(other, name, mine)

    def _qt_build(self, options: QFormDataBuilder.Option) -> QHttpPart:
        """Return the field as a part of a body."""
        part = QHttpPart()
        for name, value in self._qt_headers:
            part.setRawHeader(name, value)
        kind = self._qt_kind or self._qt_guess()
        part.setRawHeader(b"content-type", kind.encode("latin-1", "replace"))
        part.setRawHeader(_DISPOSITION, self._qt_disposition(options))
        if isinstance(self._qt_content, QIODevice):
            part.setBodyDevice(self._qt_content)
        else:
            part.setBody(self._qt_content)
        return part

    def _qt_guess(self) -> str:
        """Return the content's media type, from its name or what it looks like."""
        content = self._qt_content
        if content is None:
            return UNKNOWN
        start = b""
        if not isinstance(content, QIODevice):
            start = content[:SNIFFED]
        elif not is_buried(content) and content.isReadable():
            start = bytes(content.peek(SNIFFED))
        return media_type(self._qt_file_name, start)

    def _qt_disposition(self, options: QFormDataBuilder.Option) -> bytes:
        """Return the value of the field's Content-Disposition (RFC 7578 4.2).

        Raises ValueError for a name that cannot stand in a header.
        """
        value = b'form-data; name="%s"' % _quoted(self._qt_name.encode("utf-8"))
        if self._qt_file_name is None:
            return field_value(_DISPOSITION, value)
        kinds = QFormDataBuilder.Option
        raw, charset = self._qt_file_name.encode("utf-8"), b"UTF-8"
        if options & kinds.PreferLatin1EncodedFilename:
            try:
                raw, charset = self._qt_file_name.encode("latin-1"), b"ISO-8859-1"
            except UnicodeEncodeError:
                pass  # what Latin-1 does not have goes out as UTF-8
        escape = _percent if options & kinds.UseRfc7578PercentEncodedFilename else _quoted
        value += b'; filename="%s"' % escape(raw)
        if not raw.isascii() and not options & kinds.OmitRfc8187EncodedFilename:
            value += b"; filename*=%s''%s" % (charset, _percent(raw))
        return field_value(_DISPOSITION, value)


@export_enums
class QFormDataBuilder:
    """Puts a form together (``QFormDataBuilder``): ``part(name)`` for each field, then `buildMultiPart`.

    The fields are as HTML forms send them (``multipart/form-data``, RFC 7578). PySide6 has the class without the method
    that makes use of it; here it is there.
    """

    class Option(QtFlag):
        """How the names of files are written when they are not plain ASCII; they can be combined."""

        Default = 0
        OmitRfc8187EncodedFilename = 1
        """No second, encoded name (``filename*=``)."""
        UseRfc7578PercentEncodedFilename = 2
        """Percent-encoding in ``filename``."""
        StrictRfc7578 = 3
        """The two above together."""
        PreferLatin1EncodedFilename = 4
        """ISO 8859-1 in place of UTF-8 where it has all the characters."""

    __slots__ = ("__weakref__", "_qt_fields")

    def __init__(self) -> None:
        """Make a form without fields."""
        self._qt_fields: list[QFormDataPartBuilder] = []

    def part(self, name: str) -> QFormDataPartBuilder:
        """Add a field at the end, and return it to be given its content. Names may occur several times.

        Raises ValueError for a name with CR, LF, NUL or another control character, TypeError for what is no str.
        """
        if not isinstance(name, str):
            raise TypeError(f"the name of a field is a str, not {name!r}")
        raw = name.encode("utf-8")
        if len(raw.translate(None, FORBIDDEN_IN_VALUES)) != len(raw):
            raise ValueError(f"{name!r} cannot be the name of a field: it has control characters in it")
        made = QFormDataPartBuilder()
        made._qt_name = name
        self._qt_fields.append(made)
        return made

    def buildMultiPart(self, options: QFormDataBuilder.Option | int = Option.Default) -> QHttpMultiPart:
        """Return the form as a body to be posted; it is the caller's. The builder can go on and build again.

        Raises ValueError for a file's name or a media type that cannot stand in a header.
        """
        multipart = QHttpMultiPart(QHttpMultiPart.ContentType.FormDataType)
        for field in self._qt_fields:
            multipart.append(field._qt_build(self.Option(options)))
        return multipart

    def swap(self, other: QFormDataBuilder) -> None:
        """Exchange the fields with *other*."""
        self._qt_fields, other._qt_fields = other._qt_fields, self._qt_fields


def _quoted(raw: bytes) -> bytes:
    return raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _percent(raw: bytes) -> bytes:
    return "".join([chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in raw]).encode("ascii")
