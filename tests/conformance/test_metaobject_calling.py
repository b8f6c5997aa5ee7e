"""Calling what a meta-object has found, and which signals and slots fit together."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, octets
from objects import method

Signal, Slot, QMetaObject = QtCore.Signal, QtCore.Slot, QtCore.QMetaObject

# PySide2 knows little of this, and its meta-objects die under the hands of their users.
pytestmark = pytest.mark.only("netaccess", "PySide6")


# -- calling ---------------------------------------------------------------------------------------------------------


class Called(QtCore.QObject):
    """Remembers its calls."""

    told = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Any] = []

    @Slot(int, result=int)
    def double(self, value: int) -> int:
        """Twice the value."""
        self.calls.append(value)
        return 2 * value

    @Slot()
    def plain(self) -> None:
        """Take nothing."""
        self.calls.append("plain")


CALLED = Called.staticMetaObject


def test_a_method_can_be_invoked() -> None:
    called = Called()
    assert method(CALLED, "double(int)").invoke(called, QtCore.Q_ARG(int, 4)) is True
    assert called.calls == [4]


def test_an_invoked_method_gives_its_result() -> None:
    result = QtCore.Q_RETURN_ARG(int)
    assert method(CALLED, "double(int)").invoke(Called(), result, QtCore.Q_ARG(int, 4)) == 8


def test_an_invoked_signal_is_emitted() -> None:
    called = Called()
    heard: list[int] = []
    called.told.connect(heard.append)
    assert method(CALLED, "told(int)").invoke(called, QtCore.Q_ARG(int, 7)) is True
    assert heard == [7]


def test_a_queued_invocation_of_a_method_waits() -> None:
    called = Called()
    method(CALLED, "double(int)").invoke(called, QtCore.Qt.QueuedConnection, QtCore.Q_ARG(int, 4))
    assert called.calls == []
    QtCore.QCoreApplication.processEvents()
    assert called.calls == [4]


def test_surplus_arguments_of_an_invoked_method_are_left_out() -> None:
    called = Called()
    assert method(CALLED, "double(int)").invoke(called, QtCore.Q_ARG(int, 4), QtCore.Q_ARG(int, 5)) is True
    assert called.calls == [4]


def test_a_method_is_not_invoked_with_too_few_or_other_arguments() -> None:
    called = Called()
    double = method(CALLED, "double(int)")
    assert double.invoke(called) is False
    assert double.invoke(called, QtCore.Q_ARG(str, "4")) is False
    assert called.calls == []


def test_a_method_is_not_invoked_on_an_object_without_it() -> None:
    assert QtCore.QMetaMethod().invoke(Called()) is False
    assert method(CALLED, "plain()").invoke(None) is False


def test_what_is_no_slot_cannot_be_invoked_by_name() -> None:
    named = QtCore.QTimer()
    assert QMetaObject.invokeMethod(named, "setObjectName", QtCore.Q_ARG(str, "x")) is False
    with pytest.raises(RuntimeError, match="QMetaMethod invocation failed"):
        QMetaObject.invokeMethod(named, "objectName", QtCore.Q_RETURN_ARG(str))


# -- signatures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "normalized"),
    [
        ("a( int , const QString & , QList< int > )", b"a(int,QString,QList<int>)"),
        (" a ( ) ", b"a()"),
        ("a(void)", b"a()"),
        ("finished( QNetworkReply * )", b"finished(QNetworkReply*)"),
        ("f(const char *, unsigned int)", b"f(const char*,uint)"),
    ],
)
def test_signatures_are_normalized(given: str, normalized: bytes) -> None:
    assert octets(QMetaObject.normalizedSignature(given)) == normalized


@pytest.mark.parametrize(
    ("given", "normalized"),
    [
        ("const QString&", b"QString"),
        ("QString &", b"QString&"),
        ("unsigned int", b"uint"),
        ("const QObject *", b"const QObject*"),
        ("QMap<QString , int >", b"QMap<QString,int>"),
    ],
)
def test_types_are_normalized(given: str, normalized: bytes) -> None:
    assert octets(QMetaObject.normalizedType(given)) == normalized


@pytest.mark.parametrize(
    ("signal", "slot", "fits"),
    [
        ("a(int)", "b()", True),
        ("a(int,QString)", "b(int)", True),
        ("a(int)", "b(int,QString)", False),
        ("a(int)", "b(QString)", False),
        ("a()", "b()", True),
    ],
)
def test_a_slot_takes_the_first_arguments_of_a_signal(signal: str, slot: str, fits: bool) -> None:
    assert QMetaObject.checkConnectArgs(signal, slot) is fits
