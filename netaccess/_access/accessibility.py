"""Whether a manager may use the network: what PySide 1 and 2 let a program switch off."""

from __future__ import annotations

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Failed
from netaccess._values.qtenum import QtEnum


class NetworkAccessibility(QtEnum):
    """Whether requests over the network are processed (``QNetworkAccessManager::NetworkAccessibility`` of Qt 4 and 5)."""

    UnknownAccessibility = -1
    NotAccessible = 0
    Accessible = 1


DISABLED = Failed(NetworkError.UnknownNetworkError, "Network access is disabled.")
"""How requests end that are made while a program has switched the network off."""
