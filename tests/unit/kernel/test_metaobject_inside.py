"""What is ours in meta-objects and in the death of objects: laziness, threads, late signals, classes with ideas of their own."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

import pytest
from looping import drain

from netaccess._kernel.liveness import delete, is_valid
from netaccess._kernel.metamethod import QMetaMethod
from netaccess._kernel.metaobject import QMetaObject, meta_object
from netaccess._kernel.properties import declared
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.slot import Slot
from netaccess._kernel.timer import QTimer
from netaccess._kernel.typenames import split_types, type_name
from netaccess._kernel.variant import Unconvertible, empty, to_declared
from netaccess._values.errors import NetworkError
from netaccess._values.qtnamespace import Qt


class Listening(QObject):
    told = Signal()

    @Slot()
    def hear(self) -> None:
        pass


def test_a_class_has_no_meta_object_until_somebody_asks() -> None:
    class Unasked(QObject):
        told = Signal()

    target = Unasked()
    target.told.emit()
    assert "_qt_meta_object" not in vars(Unasked)
    assert Unasked.staticMetaObject is vars(Unasked)["_qt_meta_object"]


def test_threads_that_ask_at_once_get_one_meta_object() -> None:
    class Shared(QObject):
        pass

    found: list[QMetaObject] = []
    start = threading.Barrier(4)

    def ask() -> None:
        start.wait()
        found.append(meta_object(Shared))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


def test_a_meta_object_is_of_a_class_of_qobjects() -> None:
    for wrong in (None, int, QObject()):
        with pytest.raises(TypeError, match="describes a class of QObjects"):
            QMetaObject(wrong)  # type: ignore[arg-type]


def test_a_signal_put_on_the_class_too_late_is_a_method_without_a_number() -> None:
    class Late(QObject):
        pass

    assert Late.staticMetaObject.indexOfSignal("late()") == -1
    Late.late = Signal()  # type: ignore[attr-defined]
    target: Any = Late()
    method = QMetaMethod.fromSignal(target.late)
    assert (method.isValid(), method.methodIndex(), bytes(method.methodSignature())) == (True, -1, b"late()")


def test_a_queued_invocation_keeps_nothing_alive() -> None:
    target = Listening()
    QMetaObject.invokeMethod(target, "hear", Qt.ConnectionType.QueuedConnection)
    seen = weakref.ref(target)
    del target
    gc.collect()
    assert seen() is None
    drain()


def test_parts_of_our_classes_are_no_classes_of_their_own() -> None:
    from netaccess._kernel.buffer import QBuffer

    meta: QMetaObject | None = QBuffer.staticMetaObject
    names = []
    while meta is not None:
        names.append(meta.className())
        meta = meta.superClass()
    assert names == ["QBuffer", "QIODevice", "QObject"]


def test_the_meta_object_of_a_deleted_objects_class_is_the_same() -> None:
    target = Listening()
    delete(target)
    assert target.staticMetaObject is Listening.staticMetaObject


def test_classes_that_guard_their_making_are_swapped_all_the_same() -> None:
    class Guarding(type(QObject)):  # type: ignore[misc]
        made: list[str] = []

        def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **keywords: Any) -> Any:
            mcs.made.append(name)
            return super().__new__(mcs, name, bases, namespace, **keywords)

        def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **keywords: Any) -> None:
            super().__init__(name, bases, namespace)

        def __setattr__(cls, name: str, value: object) -> None:
            raise AttributeError(name)

    class Wanting(QObject, metaclass=Guarding):
        def __init_subclass__(cls, tag: str) -> None:
            super().__init_subclass__()

    class Tagged(Wanting, tag="x"):
        pass

    for cls in (Wanting, Tagged):
        target = cls()
        delete(target)
        assert not is_valid(target)
        with pytest.raises(RuntimeError, match="already deleted"):
            target.objectName()
    assert Guarding.made == ["Wanting", "Tagged"]
    assert Tagged.staticMetaObject.className() == "Tagged"


def test_a_native_property_knows_its_type_from_its_getter() -> None:
    types = {name: getattr(declared(QTimer, name), "type", None) for name in ("interval", "singleShot", "timerType")}
    assert types == {"interval": int, "singleShot": bool, "timerType": Qt.TimerType}


@pytest.mark.parametrize(
    ("text", "parts"),
    [("", []), ("int", ["int"]), ("int,QMap<a,b>,c", ["int", "QMap<a,b>", "c"]), ("A<B<c,d>,e>", ["A<B<c,d>,e>"])],
)
def test_types_are_split_at_outer_commas(text: str, parts: list[str]) -> None:
    assert split_types(text) == parts


def test_an_enumeration_of_a_module_is_spelled_with_the_class_that_users_know() -> None:
    assert type_name(NetworkError) == "QNetworkReply::NetworkError"


def test_what_cannot_be_converted_says_so() -> None:
    for declared_type, value in ((int, "1_000"), (float, "1_0"), (int, object()), (NetworkError, "x"), (dict, 5)):
        with pytest.raises(Unconvertible):
            to_declared(declared_type, value)


def test_the_empty_value_of_any_type_can_be_had() -> None:
    assert [empty(each) for each in (int, str, object, QObject, "QVariant", Listening)] == [
        0,
        "",
        None,
        None,
        None,
        None,
    ]
