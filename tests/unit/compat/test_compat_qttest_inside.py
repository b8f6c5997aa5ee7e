"""What our QSignalSpy can do beyond PySide6's: it is a sequence, as PyQt's is."""

from __future__ import annotations

import gc
import weakref

import pytest

from netaccess.compat.qttest import QSignalSpy
from netaccess.QtCore import QObject, Signal


class Source(QObject):
    number = Signal(int)


@pytest.fixture
def source() -> Source:
    return Source()


def test_a_spy_is_a_sequence(source: Source) -> None:
    spy = QSignalSpy(source.number)
    for number in range(3):
        source.number.emit(number)
    assert (len(spy), list(spy), spy[1], spy[-1], spy[1:]) == (3, [[0], [1], [2]], [1], [2], [[1], [2]])


@pytest.mark.parametrize("index", [-1, 0, 5])
def test_an_emission_that_never_was_is_an_index_error(source: Source, index: int) -> None:
    with pytest.raises(IndexError, match="there is no emission"):
        QSignalSpy(source.number).at(index)


def test_a_spy_that_is_dropped_listens_no_longer(source: Source) -> None:
    spy = QSignalSpy(source.number)
    gone = weakref.ref(spy)
    del spy
    gc.collect()
    source.number.emit(1)
    assert gone() is None


def test_waiting_has_a_default(source: Source) -> None:
    from netaccess.QtCore import QTimer

    spy = QSignalSpy(source.number)
    QTimer.singleShot(0, lambda: source.number.emit(1))
    assert spy.wait()
