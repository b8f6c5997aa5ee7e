"""What Qt 4 and 5 did otherwise than Qt 6: redirects were not followed unless the program asked for it."""

from __future__ import annotations

import functools
from typing import Any

from netaccess.QtNetwork import QNetworkAccessManager, QNetworkRequest

from .changes import Changes

_Policy = QNetworkRequest.RedirectPolicy


def change_network(changes: Changes) -> None:
    """Let managers behave as Qt 5's."""
    initialise = QNetworkAccessManager.__init__

    @functools.wraps(initialise)
    def init(self: QNetworkAccessManager, *args: Any, **keywords: Any) -> None:
        initialise(self, *args, **keywords)
        QNetworkAccessManager.setRedirectPolicy(self, _Policy.ManualRedirectPolicy)

    changes.put(QNetworkAccessManager, "__init__", init)
