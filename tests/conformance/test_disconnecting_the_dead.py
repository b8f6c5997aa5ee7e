"""Disconnecting when the receivers are gone: there is nothing left to disconnect."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from binding import QtCore
from loops import flush_deletions


class Sender(QtCore.QObject):
    happened = QtCore.Signal()


class Receiver(QtCore.QObject):
    def slot(self) -> None:
        """Is connected."""


def delete(receivers: list[Any]) -> None:
    receivers[0].deleteLater()
    flush_deletions()


def forget(receivers: list[Any]) -> None:
    receivers.clear()


def disconnected(call: Callable[[], Any]) -> Any:
    """What the disconnection returns; its warning that there was nothing is expected."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return call()


ENDS = pytest.mark.parametrize("end", [delete, forget])
TYPES = pytest.mark.parametrize("kind", ["AutoConnection", "DirectConnection", "QueuedConnection"])


@ENDS
@TYPES
def test_disconnecting_all_finds_nothing(end: Any, kind: str) -> None:
    sender, receivers = Sender(), [Receiver()]
    sender.happened.connect(receivers[0].slot, getattr(QtCore.Qt, kind))
    end(receivers)
    assert disconnected(sender.happened.disconnect) is False


@ENDS
def test_a_handle_finds_nothing(end: Any) -> None:
    sender, receivers = Sender(), [Receiver()]
    handle = sender.happened.connect(receivers[0].slot)
    end(receivers)
    assert disconnected(lambda: QtCore.QObject.disconnect(handle)) is False


@ENDS
def test_disconnecting_all_finds_those_that_live(end: Any) -> None:
    sender, receivers, other = Sender(), [Receiver()], Receiver()
    sender.happened.connect(receivers[0].slot)
    sender.happened.connect(other.slot)
    end(receivers)
    assert sender.happened.disconnect() is True
    assert disconnected(sender.happened.disconnect) is False
