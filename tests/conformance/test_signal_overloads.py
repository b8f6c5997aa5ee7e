"""Declared signals: overloads, types, names, inheritance, mixins, and attributes that share a name with them."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore
from objects import process

Signal, QObject = QtCore.Signal, QtCore.QObject
QUEUED = QtCore.Qt.QueuedConnection


class Emitter(QObject):
    """Overloads."""

    either = Signal((int,), (str,))
    growing = Signal((), (int,), (int, str))
    named = Signal(("int",), ("QString", "bool"))
    single = Signal(int)


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


class Base(QObject):
    """A signal that subclasses do things to."""

    changed = Signal(int)
    other = Signal()


class Redefined(Base):
    """The same name with another type."""

    changed = Signal(str)


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


def heard_by(signal: Any) -> list[Any]:
    """Connect a list of argument tuples to a signal."""
    calls: list[Any] = []
    signal.connect(lambda *arguments: calls.append(arguments))
    return calls


# Overloads.


def test_each_overload_has_its_own_connections() -> None:
    emitter = Emitter()
    numbers, texts = heard_by(emitter.either[int]), heard_by(emitter.either[str])
    emitter.either[int].emit(1)
    emitter.either[str].emit("a")
    assert (numbers, texts) == ([(1,)], [("a",)])


def test_the_default_overload_is_the_signal_itself() -> None:
    emitter = Emitter()
    assert emitter.either[int] == emitter.either


def test_an_overload_is_the_same_object_each_time() -> None:
    emitter = Emitter()
    assert emitter.either[str] is emitter.either[str]


def test_the_overload_without_arguments_may_be_the_default() -> None:
    emitter = Emitter()
    calls = heard_by(emitter.growing)
    emitter.growing.emit()
    assert calls == [()]


def test_an_overload_of_several_types_is_chosen_by_all_of_them() -> None:
    emitter = Emitter()
    calls = heard_by(emitter.growing[int, str])
    emitter.growing[int, str].emit(1, "a")
    emitter.growing[int].emit(2)
    assert calls == [(1, "a")]


def test_an_overload_declared_by_names_is_chosen_by_types() -> None:
    emitter = Emitter()
    calls = heard_by(emitter.named[str, bool])
    emitter.named["QString", "bool"].emit("a", True)
    assert calls == [("a", True)]


def test_an_overload_is_chosen_by_one_text_with_a_comma() -> None:
    emitter = Emitter()
    calls = heard_by(emitter.named["QString,bool"])
    emitter.named[str, bool].emit("a", False)
    assert calls == [("a", False)]


def test_each_overload_counts_its_own_arguments() -> None:
    emitter = Emitter()
    with pytest.raises(TypeError):
        emitter.growing[int].emit()
    with pytest.raises(TypeError):
        emitter.growing.emit(1)


def test_an_overload_that_does_not_exist_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        Emitter().growing[str]


def test_a_slot_connected_to_one_overload_is_not_disconnected_from_the_other() -> None:
    emitter = Emitter()
    calls: list[Any] = []

    def take(value: Any) -> None:
        calls.append(value)

    emitter.either[int].connect(take)
    emitter.either[str].connect(take)
    emitter.either[int].disconnect(take)
    emitter.either[int].emit(1)
    emitter.either[str].emit("a")
    assert calls == ["a"]


def test_disconnecting_all_of_one_overload_leaves_the_other() -> None:
    emitter = Emitter()
    numbers, texts = heard_by(emitter.either[int]), heard_by(emitter.either[str])
    emitter.either.disconnect()
    emitter.either[int].emit(1)
    emitter.either[str].emit("a")
    assert (numbers, texts) == ([], [("a",)])


def test_an_overload_relays_to_a_signal_of_its_type() -> None:
    emitter, other = Emitter(), Redefined()
    calls = heard_by(other.changed)
    emitter.either[str].connect(other.changed)
    emitter.either[str].emit("a")
    assert calls == [("a",)]


def test_a_relay_takes_the_overload_that_fits() -> None:
    emitter, other = Emitter(), Redefined()
    calls = heard_by(other.changed)
    emitter.either.connect(other.changed)
    emitter.either[int].emit(1)
    emitter.either[str].emit("a")
    assert calls == [("a",)]


def test_a_relay_leads_to_the_overload_that_fits() -> None:
    emitter, other = Redefined(), Emitter()
    numbers, texts = heard_by(other.either[int]), heard_by(other.either[str])
    emitter.changed.connect(other.either)
    emitter.changed.emit("a")
    assert (numbers, texts) == ([], [("a",)])


def test_an_overload_before_the_chosen_one_is_not_tried() -> None:
    emitter, other = Emitter(), Base()
    with pytest.raises(RuntimeError, match="Failed to connect signal"):
        emitter.either[str].connect(other.changed)


@pytest.mark.parametrize(
    ("slot", "wanted"),
    [
        (lambda calls: lambda: calls.append("none"), ["none"]),
        (lambda calls: lambda one: calls.append(one), [1]),
        (lambda calls: lambda one=9: calls.append(one), [1]),
        (lambda calls: lambda one, two: calls.append((one, two)), [(2, "b")]),
        (lambda calls: lambda *all_of_them: calls.append(all_of_them), [()]),
    ],
    ids=["none", "one", "default", "two", "any"],
)
def test_a_slot_is_connected_to_the_overload_with_as_many_arguments(slot: Any, wanted: list[Any]) -> None:
    calls: list[Any] = []
    emitter = Emitter()
    emitter.growing.connect(slot(calls))
    emitter.growing.emit()
    emitter.growing[int].emit(1)
    emitter.growing[int, str].emit(2, "b")
    assert calls == wanted


@pytest.mark.only("netaccess", "PySide6")
def test_a_slot_is_disconnected_from_the_overload_it_was_connected_to() -> None:
    calls: list[Any] = []
    emitter = Emitter()

    def take(value: int) -> None:
        calls.append(value)

    emitter.growing.connect(take)
    assert emitter.growing.disconnect(take)
    emitter.growing[int].emit(1)
    assert calls == []


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(("one", "two"), [(int, float), (object, int), (int, object), (list, object)])
def test_a_relay_converts_nothing(one: type, two: type) -> None:
    kind = type("Kind", (QObject,), {"one": Signal(one), "two": Signal(two)})
    instance = kind()
    with pytest.raises(RuntimeError, match="Failed to connect signal"):
        instance.one.connect(instance.two)


@pytest.mark.parametrize(
    ("declared", "spelled"),
    [
        (QtCore.QTimer, "s(QTimer*)"),
        (Base, "s(QObject*)"),
        (QtCore.QEvent, "s(QEvent*)"),
        (QtCore.QUrl, "s(QUrl)"),
        (QtCore.QByteArray, "s(QByteArray)"),
        (bytes, "s(PyObject)"),
        (tuple, "s(PyObject)"),
        ("QVariant", "s(QVariant)"),
        ("QObject *", "s(QObject*)"),
        ("const QString &", "s(QString)"),
    ],
)
@pytest.mark.only("netaccess", "PySide6")
def test_types_are_spelled_as_qt_spells_them(declared: Any, spelled: str) -> None:
    kind = type("Kind", (QObject,), {"s": Signal(declared)})
    assert str(kind.s) == spelled


def test_an_unknown_keyword_of_a_signal_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        Signal(int, bogus=3)


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


# Slots.


def test_stacked_slot_decorators_serve_every_overload() -> None:
    class Receiver(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.heard: list[Any] = []

        @QtCore.Slot(int)
        @QtCore.Slot(str)
        def take(self, value: Any) -> None:
            self.heard.append(value)

    emitter, receiver = Emitter(), Receiver()
    emitter.either[int].connect(receiver.take)
    emitter.either[str].connect(receiver.take)
    emitter.either[int].emit(1)
    emitter.either[str].emit("a")
    assert receiver.heard == [1, "a"]


@pytest.mark.only("netaccess", "PySide6")
def test_the_slot_decorator_needs_its_parentheses() -> None:
    with pytest.raises(TypeError):
        QtCore.Slot(lambda self: None)


@pytest.mark.only("netaccess", "PySide6")
def test_an_unknown_keyword_of_the_slot_decorator_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.Slot(int, bogus=1)


def test_a_decorated_slot_stays_the_function_it_was() -> None:
    def take(value: int) -> int:
        return value

    assert QtCore.Slot(int, result=int, name="other")(take) is take


# Connection handles.


@pytest.mark.only("netaccess", "PySide6")
def test_a_connection_handle_is_a_qmetaobject_connection() -> None:
    instance = Base()
    handle = instance.other.connect(print)
    assert isinstance(handle, QtCore.QMetaObject.Connection)
    assert type(handle).__name__ == "Connection"
    assert type(handle).__qualname__ == "QMetaObject.Connection"


@pytest.mark.only("netaccess", "PySide6")
def test_connection_handles_are_equal_to_themselves_only() -> None:
    instance = Base()
    one, two = instance.other.connect(print), instance.other.connect(print)
    assert one == one
    assert one != two
    assert {one: 1, two: 2}[one] == 1


@pytest.mark.only("netaccess", "PySide6")
def test_an_old_connection_gives_a_handle_that_disconnects() -> None:
    instance = Base()
    handle = QObject.connect(instance, QtCore.SIGNAL("other()"), lambda: None)
    assert bool(handle)
    assert QObject.disconnect(handle)
    assert not handle
    assert not QObject.disconnect(handle)


@pytest.mark.only("netaccess", "PySide6")
def test_a_handle_goes_false_when_its_receiver_dies() -> None:
    from objects import destroy

    class Receiver(QObject):
        @QtCore.Slot()
        def ping(self) -> None:
            pass

    instance, receiver = Base(), Receiver()
    handle = instance.other.connect(receiver.ping)
    destroy(receiver)
    assert not handle


@pytest.mark.only("netaccess", "PySide6")
def test_a_handle_goes_false_when_its_sender_dies() -> None:
    from objects import destroy

    instance = Base()
    handle = instance.other.connect(print)
    destroy(instance)
    assert not handle
