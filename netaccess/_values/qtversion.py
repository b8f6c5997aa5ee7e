"""Which Qt netaccess behaves like."""

from __future__ import annotations

QT_VERSION = "6.12.0"
"""The version of Qt that the tests compare netaccess with."""


def qVersion() -> str:
    """Return the version of Qt whose behaviour this is, as programs ask for it that run with several."""
    return QT_VERSION
