"""An array that is lent to a worker, and when it is the reader's own again."""

from __future__ import annotations

from netaccess._values.bytearray import QByteArray
from netaccess._values.place import Place


def test_what_the_worker_writes_is_in_the_array() -> None:
    array = QByteArray(b"....")
    place = Place(array)
    view = place.enter()
    assert view is not None
    view[1:3] = b"ab"
    assert array == b".ab."


def test_an_array_that_no_worker_has_entered_is_free() -> None:
    assert Place(QByteArray(b"abc")).close(0)


def test_an_array_is_not_free_while_the_worker_is_in_it() -> None:
    place = Place(array := QByteArray(b"abc"))
    place.enter()
    assert not place.close(3)
    assert array == b"abc"


def test_an_array_is_not_free_before_all_reports_have_arrived() -> None:
    place = Place(array := QByteArray(b"abc"))
    place.enter()
    place.leave(3)
    assert (place.close(2), place.close(3)) == (False, True)
    array.append(b"d")
    assert array == b"abcd"


def test_the_worker_does_not_enter_what_is_closed() -> None:
    place = Place(array := QByteArray(b"abc"))
    place.close(0)
    assert place.enter() is None
    assert array == b"abc"


def test_the_worker_does_not_enter_twice() -> None:
    place = Place(array := QByteArray(b"abc"))
    place.enter()
    place.leave(1)
    assert place.enter() is None
    assert array == b"abc"


def test_a_place_does_not_keep_an_array_that_nobody_wants() -> None:
    place = Place(QByteArray(b"abc"))
    assert place.enter() is None


def test_an_array_lives_until_the_worker_has_left() -> None:
    array = QByteArray(b"abc")
    place = Place(array)
    view = place.enter()
    del array
    assert view is not None
    view[:1] = b"x"
    place.leave(1)
    assert place.close(1)
