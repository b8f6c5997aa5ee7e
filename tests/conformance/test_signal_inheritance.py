"""Declared signals and classes: inheritance, mixins, and attributes that share a name with them."""

from __future__ import annotations

import pytest
from binding import QtCore
from objects import process
from signalclasses import Base, Redefined, heard_by

Signal, QObject = QtCore.Signal, QtCore.QObject


class Plain:
    """A mixin that is no QObject, with a signal."""

    mixed = Signal(int)

    def fire(self, value: int) -> None:
        """Emit."""
        self.mixed.emit(value)  # type: ignore[attr-defined]


class MixedBehind(QObject, Plain):
    """The mixin after QObject."""


class MixedBefore(Plain, QObject):
    """The mixin before QObject."""


class Hidden(Base):
    """A method where the base has a signal."""

    def changed(self) -> str:
        """Be called."""
        return "method"


class SignalOverMethod(QtCore.QTimer):
    """A signal where the base has a method."""

    start = Signal(int)


class SignalOverSignal(QtCore.QTimer):
    """A signal of the program's where Qt has one of its own."""

    timeout = Signal(str)


# Inheritance.


def test_a_redefined_signal_has_the_type_of_the_subclass() -> None:
    instance = Redefined()
    calls = heard_by(instance.changed)
    instance.changed.emit("a")
    assert calls == [("a",)]


def test_the_base_of_a_redefined_signal_keeps_its_own() -> None:
    instance = Base()
    calls = heard_by(instance.changed)
    instance.changed.emit(3)
    assert calls == [(3,)]


@pytest.mark.only("netaccess", "PySide2")  # PySide6 gives the subclass's signal also for super()
def test_a_redefined_signal_leaves_the_base_signal_to_super() -> None:
    instance = Redefined()
    texts = heard_by(instance.changed)
    numbers = heard_by(super(Redefined, instance).changed)
    super(Redefined, instance).changed.emit(3)
    instance.changed.emit("a")
    assert (numbers, texts) == ([(3,)], [("a",)])


def test_a_method_may_hide_a_signal() -> None:
    assert Hidden().changed() == "method"


def test_a_hidden_signal_is_reached_by_its_text() -> None:
    instance = Hidden()
    calls: list[int] = []
    QObject.connect(instance, QtCore.SIGNAL("changed(int)"), calls.append)
    assert instance.emit(QtCore.SIGNAL("changed(int)"), 3)
    assert calls == [3]


def test_a_signal_may_hide_a_method_of_qt() -> None:
    timer = SignalOverMethod()
    calls = heard_by(timer.start)
    timer.start.emit(4)
    assert calls == [(4,)]
    QtCore.QTimer.start(timer, 70000)
    assert timer.isActive()


def test_a_signal_of_the_same_name_is_not_emitted_by_qt() -> None:
    timer = SignalOverSignal()
    calls = heard_by(timer.timeout)
    timer.start(0)
    process()
    process()
    assert calls == []
    timer.timeout.emit("by hand")
    assert calls == [("by hand",)]


def test_a_thread_with_a_finished_signal_of_its_own_still_finishes() -> None:
    class Worker(QtCore.QThread):
        finished = Signal(str)

        def run(self) -> None:
            self.finished.emit("result")

    worker = Worker()
    calls = heard_by(worker.finished)
    worker.start()
    assert worker.wait(5000)
    process()
    assert calls == [("result",)]


def test_a_hidden_object_name_does_no_harm() -> None:
    class Odd(QObject):
        objectName = "attribute"
        children = ()

    instance = Odd()
    instance.setObjectName("real")
    assert instance.objectName == "attribute"
    assert QObject.objectName(instance) == "real"


def test_one_signal_under_two_names_is_one_signal() -> None:
    class Twice(QObject):
        first = second = Signal(int)

    instance = Twice()
    calls = heard_by(instance.first)
    instance.first.emit(1)
    assert calls == [(1,)]


# Mixins.


@pytest.mark.parametrize("kind", [MixedBehind, MixedBefore])
def test_a_signal_of_a_mixin_works_on_the_qobject(kind: type) -> None:
    instance = kind()
    calls = heard_by(instance.mixed)
    instance.fire(4)
    assert calls == [(4,)]


def test_a_signal_of_a_mixin_stays_apart_per_class() -> None:
    one, two = MixedBehind(), MixedBefore()
    calls = heard_by(one.mixed)
    two.fire(1)
    assert calls == []


@pytest.mark.only("netaccess", "PySide6")  # PySide2 crashes
def test_a_mixin_alone_has_nothing_to_connect_to() -> None:
    with pytest.raises(AttributeError):
        Plain().mixed.connect(print)


@pytest.mark.only("netaccess", "PySide6")  # PySide2 crashes
def test_a_mixin_alone_cannot_emit() -> None:
    with pytest.raises(AttributeError):
        Plain().fire(1)


def test_two_mixins_bring_their_signals() -> None:
    class Another:
        extra = Signal(str)

    class Both(QObject, Plain, Another):
        pass

    instance = Both()
    one, two = heard_by(instance.mixed), heard_by(instance.extra)
    instance.mixed.emit(1)
    instance.extra.emit("a")
    assert (one, two) == ([(1,)], [("a",)])


def test_a_qobject_of_two_qobject_bases_has_the_signals_of_both() -> None:
    class One(QObject):
        one = Signal()

    class Two(One, Plain):
        two = Signal()

    instance = Two()
    calls = heard_by(instance.one) + heard_by(instance.two)
    instance.one.emit()
    instance.two.emit()
    assert calls == []
    assert heard_by(instance.mixed) == []


# Attributes of the instance.


@pytest.mark.only("netaccess", "PySide6")
def test_a_signal_hidden_by_an_assignment_keeps_its_connections() -> None:
    instance = Base()
    calls = heard_by(instance.other)
    instance.other = 3
    assert instance.emit(QtCore.SIGNAL("other()"))
    assert calls == [()]


def test_a_signal_comes_back_when_the_attribute_is_deleted() -> None:
    instance = Base()
    instance.other = 3
    del instance.other
    calls = heard_by(instance.other)
    instance.other.emit()
    assert calls == [()]


@pytest.mark.only("netaccess", "PySide2")  # PySide6 refuses signals that are put on a finished class
def test_a_signal_may_be_put_on_a_finished_class() -> None:
    class Late(QObject):
        pass

    Late.late = Signal(int)
    instance = Late()
    calls = heard_by(instance.late)
    instance.late.emit(1)
    assert calls == [(1,)]
