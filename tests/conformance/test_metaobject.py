"""What a class declares, as its meta-object tells it: bases, methods, signatures and their types."""

from __future__ import annotations

from typing import Any

import pytest
from binding import BINDING, QtCore, octets
from objects import method

Signal, Slot, Property = QtCore.Signal, QtCore.Slot, QtCore.Property

# PySide2 knows little of this, and its meta-objects die under the hands of their users.
pytestmark = pytest.mark.only("netaccess", "PySide6")


class Plain:
    """No QObject: a mixin with a signal and a slot."""

    mixed = Signal(int)

    @Slot()
    def mixed_in(self) -> None:
        """Do nothing."""


class Base(QtCore.QObject):
    """Signals, slots and properties of every kind, in a deliberate order."""

    first = Signal()
    named = Signal(int, str, arguments=["count", "text"])
    over = Signal((int,), (str,))

    @Slot()
    def act(self) -> None:
        """Take nothing."""

    last = Signal(float, bool)

    @Slot(int, str, result=int)
    def take(self, count: int, text: str) -> int:
        """Take two, give one."""
        return count

    def undecorated(self) -> None:
        """Be no slot."""

    @Slot(int, name="alias")
    @Slot(str)
    def both(self, value: Any) -> None:
        """Be two slots."""

    level = Property(int, lambda self: 1)


class Derived(Base):
    """Declares one signal of its own, and some things that its base has."""

    first = Signal()
    own = Signal()

    @Slot()
    def act(self) -> None:
        """Override."""


class WithMixin(QtCore.QObject, Plain):
    """Signals and slots come with the mixin."""

    own = Signal()


def signatures(meta: Any) -> list[str]:
    """The methods that a class itself adds."""
    indices = range(meta.methodOffset(), meta.methodCount())
    return [octets(meta.method(index).methodSignature()).decode() for index in indices]


META = Base.staticMetaObject


# -- the class -------------------------------------------------------------------------------------------------------


def test_the_class_name_is_that_of_the_python_class() -> None:
    assert Base().metaObject().className() == "Base"


def test_the_classes_of_qt_have_their_names() -> None:
    assert [cls.staticMetaObject.className() for cls in (QtCore.QObject, QtCore.QTimer)] == ["QObject", "QTimer"]


def test_the_super_class_is_the_base() -> None:
    assert Derived.staticMetaObject.superClass().className() == "Base"


def test_qobject_has_no_super_class() -> None:
    assert QtCore.QObject.staticMetaObject.superClass() is None


def test_qiodevice_stands_right_above_qobject() -> None:
    assert QtCore.QIODevice.staticMetaObject.superClass().className() == "QObject"
    assert QtCore.QBuffer.staticMetaObject.superClass().className() == "QIODevice"


def test_two_objects_of_a_class_share_a_meta_object() -> None:
    assert Base().metaObject().className() == Base().metaObject().className() == Base().staticMetaObject.className()


def test_the_meta_object_of_an_object_is_that_of_its_class() -> None:
    assert Base().metaObject() == Base.staticMetaObject


def test_inherits_asks_for_the_other_among_the_bases() -> None:
    assert Derived.staticMetaObject.inherits(META)
    assert META.inherits(META)
    assert not META.inherits(Derived.staticMetaObject)


def test_cast_gives_objects_of_the_class_only() -> None:
    derived, other = Derived(), QtCore.QObject()
    assert META.cast(derived) is derived
    assert META.cast(other) is None


# -- methods ---------------------------------------------------------------------------------------------------------


def test_signals_come_first_then_slots_each_as_declared() -> None:
    assert signatures(META) == [
        "first()",
        "named(int,QString)",
        "over(int)",
        "over(QString)",
        "last(double,bool)",
        "act()",
        "take(int,QString)",
        "both(QString)",
        "alias(int)",
    ]


def test_what_a_base_declares_is_not_listed_again() -> None:
    assert signatures(Derived.staticMetaObject) == ["own()"]


def test_a_method_keeps_its_number_in_subclasses() -> None:
    assert Derived.staticMetaObject.indexOfMethod("act()") == META.indexOfMethod("act()")


def test_numbers_go_on_where_the_base_ended() -> None:
    assert Derived.staticMetaObject.methodOffset() == META.methodCount()


def test_mixins_bring_their_signals_and_slots() -> None:
    assert signatures(WithMixin.staticMetaObject) == ["own()", "mixed(int)", "mixed_in()"]


@pytest.mark.parametrize(
    ("declared", "spelled"),
    [
        (int, "int"),
        (str, "QString"),
        (float, "double"),
        (bool, "bool"),
        (dict, "QVariantMap"),
        (list, "QVariantList"),
        (object, "PyObject"),
        (tuple, "PyObject"),
        (bytes, "PyObject"),
        (Plain, "PyObject"),
        (QtCore.QObject, "QObject*"),
        (QtCore.QTimer, "QTimer*"),
        (QtCore.QEvent, "QEvent*"),
        (QtCore.QUrl, "QUrl"),
        (QtCore.QByteArray, "QByteArray"),
        ("qint64", "qlonglong"),
        ("const QString &", "QString"),
        ("QStringList", "QStringList"),
        ("QObject *", "QObject*"),
        (Base, "QObject*"),
        (QtCore.Qt.TimerType, "Qt::TimerType"),
        (QtCore.QEvent.Type, "QEvent::Type"),
    ],
)
def test_argument_types_are_spelled_as_in_c(declared: Any, spelled: str) -> None:
    cls = type("Emitting", (QtCore.QObject,), {"told": Signal(declared)})
    assert signatures(cls.staticMetaObject) == [f"told({spelled})"]


def test_the_parts_of_a_signature_are_told_one_by_one() -> None:
    named = method(META, "named(int,QString)")
    assert octets(named.name()) == b"named"
    assert [octets(each) for each in named.parameterTypes()] == [b"int", b"QString"]
    assert named.parameterCount() == 2


def test_declared_argument_names_are_known() -> None:
    assert [octets(each) for each in method(META, "named(int,QString)").parameterNames()] == [b"count", b"text"]


def test_arguments_without_names_have_empty_ones() -> None:
    assert [octets(each) for each in method(META, "take(int,QString)").parameterNames()] == [b"", b""]


def test_a_type_is_had_by_its_position() -> None:
    taken = method(META, "take(int,QString)")
    assert [octets(taken.parameterTypeName(index)) for index in (0, 1, 2)] == [b"int", b"QString", b""]


def test_a_method_knows_whether_it_is_a_signal_or_a_slot() -> None:
    kinds = QtCore.QMetaMethod
    assert method(META, "first()").methodType() == kinds.Signal
    assert method(META, "act()").methodType() == kinds.Slot


def test_the_result_of_a_slot_is_told() -> None:
    assert [method(META, text).typeName() for text in ("act()", "take(int,QString)")] == ["void", "int"]


def test_methods_are_public() -> None:
    assert method(META, "act()").access() == QtCore.QMetaMethod.Public


def test_a_method_knows_its_number_and_its_class() -> None:
    act = Derived.staticMetaObject.method(META.indexOfMethod("act()"))
    assert act.methodIndex() == META.indexOfMethod("act()")
    assert act.enclosingMetaObject().className() == "Base"


@pytest.mark.parametrize("index", [-1, 999])
def test_a_number_nobody_has_gives_an_invalid_method(index: int) -> None:
    nothing = META.method(index)
    assert not nothing.isValid()
    assert octets(nothing.methodSignature()) == b""


def test_signals_and_slots_are_found_by_kind() -> None:
    assert META.indexOfSignal("first()") == META.indexOfMethod("first()") >= 0
    assert META.indexOfSlot("first()") == -1
    assert META.indexOfSlot("act()") == META.indexOfMethod("act()") >= 0
    assert META.indexOfSignal("act()") == -1


@pytest.mark.parametrize("text", ["undecorated()", "nope()", "first", "2first()", "named(int, QString)"])
def test_what_is_no_declared_signature_is_not_found(text: str) -> None:
    assert META.indexOfMethod(text) == -1


@pytest.mark.parametrize(
    ("cls", "signal"),
    [
        (QtCore.QObject, "destroyed(QObject*)"),
        (QtCore.QObject, "destroyed()"),
        (QtCore.QObject, "objectNameChanged(QString)"),
        (QtCore.QTimer, "timeout()"),
        (QtCore.QThread, "finished()"),
        (QtCore.QIODevice, "readyRead()"),
        (QtCore.QIODevice, "bytesWritten(qlonglong)"),
        (QtCore.QCoreApplication, "aboutToQuit()"),
    ],
)
def test_signals_of_qt_are_found(cls: Any, signal: str) -> None:
    if BINDING == "PySide2":
        signal = signal.replace("qlonglong", "qint64")
    assert cls.staticMetaObject.indexOfSignal(signal) >= 0


@pytest.mark.parametrize(
    ("cls", "slot"),
    [
        (QtCore.QObject, "deleteLater()"),
        (QtCore.QTimer, "start(int)"),
        (QtCore.QTimer, "start()"),
        (QtCore.QTimer, "stop()"),
        (QtCore.QThread, "quit()"),
        (QtCore.QEventLoop, "quit()"),
        (QtCore.QCoreApplication, "quit()"),
    ],
)
def test_slots_of_qt_are_found(cls: Any, slot: str) -> None:
    assert cls.staticMetaObject.indexOfSlot(slot) >= 0


def test_signals_and_slots_of_replies_are_found() -> None:
    from binding import QtNetwork

    meta = QtNetwork.QNetworkReply.staticMetaObject
    assert meta.indexOfSignal("finished()") >= 0
    assert meta.indexOfSignal("redirected(QUrl)") >= 0
    assert meta.indexOfSlot("abort()") >= 0


def test_signals_of_managers_carry_replies() -> None:
    from binding import QtNetwork

    assert QtNetwork.QNetworkAccessManager.staticMetaObject.indexOfSignal("finished(QNetworkReply*)") >= 0


# -- methods from signals --------------------------------------------------------------------------------------------


def test_a_bound_signal_gives_its_method() -> None:
    base = Base()
    assert QtCore.QMetaMethod.fromSignal(base.first) == method(META, "first()")


def test_an_overload_gives_its_own_method() -> None:
    base = Base()
    found = QtCore.QMetaMethod.fromSignal(base.over[str])
    assert octets(found.methodSignature()) == b"over(QString)"


def test_an_inherited_signal_is_the_method_of_the_base() -> None:
    derived, base = Derived(), Base()
    found = QtCore.QMetaMethod.fromSignal(derived.last)
    assert found == QtCore.QMetaMethod.fromSignal(base.last)
    assert found.enclosingMetaObject().className() == "Base"


def test_methods_of_different_signals_differ() -> None:
    base = Base()
    assert QtCore.QMetaMethod.fromSignal(base.first) != QtCore.QMetaMethod.fromSignal(base.last)


@pytest.mark.parametrize("given", [5, None, Base.first, Base.act])
def test_only_a_bound_signal_gives_a_method(given: Any) -> None:
    with pytest.raises(TypeError):
        QtCore.QMetaMethod.fromSignal(given)


def test_a_method_from_nowhere_is_invalid() -> None:
    nothing = QtCore.QMetaMethod()
    assert (nothing.isValid(), nothing.methodIndex(), nothing.typeName()) == (False, -1, None)
