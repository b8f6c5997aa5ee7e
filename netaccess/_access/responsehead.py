"""What a response's head leaves on its reply: headers, attributes, and how long the body will be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netaccess._values.headers import HeaderFields
from netaccess._values.messages import Head
from netaccess._values.requestenums import Attribute

if TYPE_CHECKING:
    from .transfer import TransferReply

_STATUS = int(Attribute.HttpStatusCodeAttribute)
_REASON = int(Attribute.HttpReasonPhraseAttribute)
_ENCRYPTED = int(Attribute.ConnectionEncryptedAttribute)
_PIPELINED = int(Attribute.HttpPipeliningWasUsedAttribute)
_HTTP2 = int(Attribute.Http2WasUsedAttribute)
_TARGET = int(Attribute.RedirectionTargetAttribute)
_LENGTH = int(Attribute.OriginalContentLengthAttribute)
_LEADING_ON = (301, 302, 303, 307, 308)  # the statuses whose target a program is told


def take_head(reply: TransferReply, head: Head, fields: HeaderFields) -> None:
    """Put *head*, whose header section is *fields*, on *reply*."""
    attributes: dict[int, Any] = {
        _STATUS: head.status,
        _REASON: head.reason,
        _ENCRYPTED: reply._qt_exchange is not None and reply._qt_exchange.encrypted,
        _PIPELINED: False,
        _HTTP2: False,
    }
    before = reply._qt_attributes
    if before is None:
        reply._qt_attributes = attributes
    else:
        before.pop(_TARGET, None)
        before.pop(_LENGTH, None)
        before.update(attributes)
        attributes = before
    length = fields.get(b"content-length")
    number = int(length) if length is not None and length.isdigit() else -1
    if head.decoded:
        if number >= 0:
            attributes[_LENGTH] = number
        fields = fields.without(b"content-length")
        number = -1
    reply._qt_headers = fields
    reply._qt_total = number
    if head.status in _LEADING_ON and (reply._qt_exchange is None or reply._qt_exchange.shows_target):
        from netaccess._values.url import QUrl

        # Without a Location that is a URL it is an empty one, by which programs of their own tell a broken redirect.
        target = QUrl.fromEncoded(fields.get(b"location") or b"")
        attributes[_TARGET] = target if target.isValid() else QUrl()
