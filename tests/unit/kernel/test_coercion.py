"""What a signal makes of its arguments."""

from __future__ import annotations

from typing import Any

import pytest

from netaccess._kernel.coercion import converter
from netaccess._kernel.qobject import QObject
from netaccess._kernel.typenames import type_name
from netaccess._values.bytearray import QByteArray
from netaccess._values.errors import NetworkError


class Index:
    def __index__(self) -> int:
        return 9


class Own:
    """A class of the program's."""


@pytest.mark.parametrize(
    ("declared", "given", "arrives"),
    [
        (int, 5, 5),
        (int, True, 1),
        (int, None, 0),
        (int, 1.9, 1),
        (int, -1.9, -1),
        (int, Index(), 9),
        (int, 2**70, 2**70),
        ("qint64", None, 0),
        (str, "x", "x"),
        (str, None, ""),
        (float, 2, 2.0),
        (float, None, 0.0),
        (bool, 3, True),
        (bool, None, False),
        (list, (1, 2), [1, 2]),
        (list, None, []),
        (list, b"ab", [97, 98]),
        (dict, {1: 2}, {1: 2}),
        (dict, None, {}),
        (QByteArray, b"ab", QByteArray(b"ab")),
        (QByteArray, bytearray(b"ab"), QByteArray(b"ab")),
        (QByteArray, memoryview(b"ab"), QByteArray(b"ab")),
        (QByteArray, None, QByteArray()),
        (NetworkError, 3, NetworkError.HostNotFoundError),
        (NetworkError, None, NetworkError.NoError),
        (QObject, None, None),
    ],
)
def test_an_argument_arrives_as_the_declared_type(declared: Any, given: Any, arrives: Any) -> None:
    convert = converter(declared)
    assert convert is not None
    got = convert(given)
    assert got == arrives
    assert type(got) is type(arrives)


@pytest.mark.parametrize(
    ("declared", "given"),
    [
        (int, "5"),
        (int, b"5"),
        (int, [5]),
        (str, b"x"),
        (str, 5),
        (float, "1.0"),
        (bool, "yes"),
        (bool, 1.0),
        (list, 5),
        (list, {}),
        (dict, [1]),
        (QByteArray, "text"),
        (QByteArray, 5),
        (QObject, 5),
        (QObject, Own()),
    ],
)
def test_what_does_not_fit_is_refused_by_name(declared: Any, given: Any) -> None:
    convert = converter(declared)
    assert convert is not None
    with pytest.raises(TypeError, match="a signal argument declared as"):
        convert(given)


@pytest.mark.parametrize("declared", [object, Own, bytes, tuple, "QVariant", "QNetworkReply"])
def test_other_types_take_anything_as_it_is(declared: Any) -> None:
    assert converter(declared) is None


def test_any_object_fits_a_declared_object_class() -> None:
    class Special(QObject):
        pass

    plain = QObject()
    convert = converter(Special)
    assert convert is not None
    assert convert(plain) is plain


def test_a_list_argument_is_a_copy() -> None:
    given = [1]
    convert = converter(list)
    assert convert is not None
    assert convert(given) is not given


@pytest.mark.parametrize(
    ("declared", "spelled"),
    [
        (int, "int"),
        (str, "QString"),
        (float, "double"),
        (bool, "bool"),
        (list, "QVariantList"),
        (dict, "QVariantMap"),
        (object, "PyObject"),
        (Own, "PyObject"),
        (QByteArray, "QByteArray"),
        (QObject, "QObject*"),
        ("qint64", "qlonglong"),
    ],
)
def test_types_are_spelled_as_in_signatures(declared: Any, spelled: str) -> None:
    assert type_name(declared) == spelled
