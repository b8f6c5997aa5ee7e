"""Finding signals by text: what is remembered, what is not, and spellings that mean one type."""

from __future__ import annotations

import pytest

from netaccess._kernel.oldsignals import SIGNAL
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.signalnames import find_signal
from netaccess._kernel.typefamilies import family, same_types


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("unicode", "QString"),
        ("str", "QString"),
        ("object", "PyObject"),
        ("PyQt_PyObject", "PyObject"),
        ("float", "double"),
        ("qint64", "qlonglong"),
        ("list", "QVariantList"),
        ("QNetworkReply::NetworkError", "NetworkError"),
        ("const QUrl &", "QUrl"),
    ],
)
def test_two_spellings_of_one_type(one: str, other: str) -> None:
    assert family(one) == family(other)


@pytest.mark.parametrize(("one", "other"), [("int", "uint"), ("QString", "QByteArray"), ("QObject*", "QObject")])
def test_different_types_stay_different(one: str, other: str) -> None:
    assert family(one) != family(other)


def test_lists_of_types_are_compared_one_by_one() -> None:
    assert same_types(["int", "str"], ["int", "QString"])
    assert not same_types(["int", "str"], ["int"])


def test_a_signal_added_to_a_class_is_found_although_it_was_not_before() -> None:
    class Growing(QObject):
        pass

    instance = Growing()
    assert find_signal(instance, "late(int)") is None
    Growing.late = Signal(int)  # type: ignore[attr-defined]
    assert find_signal(instance, "late(int)") is instance.late  # type: ignore[attr-defined]


def test_a_found_signal_is_remembered_for_the_class_not_the_object() -> None:
    class Known(QObject):
        known = Signal(int)

    one, two = Known(), Known()
    assert find_signal(one, "known(int)") is one.known
    assert find_signal(two, "known(int)") is two.known


def test_texts_are_remembered_in_bounded_number() -> None:
    from netaccess._kernel import oldsignals

    for number in range(1500):
        SIGNAL(f"signal{number}()")
    assert len(oldsignals._texts) <= 1000
    assert SIGNAL("another( int )") == "2another(int)"


def test_a_text_with_a_number_for_a_name_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        SIGNAL(7)  # type: ignore[arg-type]
