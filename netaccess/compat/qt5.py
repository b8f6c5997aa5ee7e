"""What Qt 4 and 5 did otherwise than Qt 6: redirects were not followed unless the program asked for it."""

from __future__ import annotations

import functools
from typing import Any

from netaccess.QtNetwork import QNetworkAccessManager, QNetworkRequest

from .changes import Changes

_Attribute = QNetworkRequest.Attribute
_Policy = QNetworkRequest.RedirectPolicy

# Attributes that Qt 6 has not. Their numbers belong to others now, so they have the last that are free for programs.
_FOLLOW_REDIRECTS = _Attribute(_Attribute.UserMax - 3)
_NAMES: dict[str, QNetworkRequest.Attribute] = {
    "FollowRedirectsAttribute": _FOLLOW_REDIRECTS,
    "SpdyAllowedAttribute": _Attribute(_Attribute.UserMax - 2),
    "SpdyWasUsedAttribute": _Attribute(_Attribute.UserMax - 1),
    "HTTP2AllowedAttribute": _Attribute.Http2AllowedAttribute,
    "HTTP2WasUsedAttribute": _Attribute.Http2WasUsedAttribute,
}


def change_network(changes: Changes) -> None:
    """Let managers and requests behave as Qt 5's."""
    initialise = QNetworkAccessManager.__init__
    set_attribute = QNetworkRequest.setAttribute

    @functools.wraps(initialise)
    def init(self: QNetworkAccessManager, *args: Any, **keywords: Any) -> None:
        initialise(self, *args, **keywords)
        QNetworkAccessManager.setRedirectPolicy(self, _Policy.ManualRedirectPolicy)

    @functools.wraps(set_attribute)
    def set_attribute_as_qt5(self: QNetworkRequest, code: Any, value: Any) -> None:
        set_attribute(self, code, value)
        if code == _FOLLOW_REDIRECTS:
            policy = _Policy.NoLessSafeRedirectPolicy if value else _Policy.ManualRedirectPolicy
            set_attribute(self, _Attribute.RedirectPolicyAttribute, policy)

    changes.put(QNetworkAccessManager, "__init__", init)
    changes.put(QNetworkRequest, "setAttribute", set_attribute_as_qt5)
    for name, member in _NAMES.items():
        changes.put(QNetworkRequest, name, member)
        changes.put(_Attribute, name, member)
