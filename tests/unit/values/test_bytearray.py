"""QByteArray where it is more than Qt's, and what its users inside the package rely on."""

from __future__ import annotations

import json
import weakref

import pytest

from netaccess._values.bytearray import QByteArray


def test_an_array_is_a_bytearray() -> None:
    assert isinstance(QByteArray(), bytearray)


def test_json_reads_an_array() -> None:
    assert json.loads(QByteArray(b'{"a": [1]}')) == {"a": [1]}


def test_arrays_are_made_of_views() -> None:
    assert QByteArray(memoryview(b"abcd")[::2]) == b"ac"


def test_text_is_utf_8_wherever_it_is_taken() -> None:
    array = QByteArray("é")
    assert array == "é" and array.data() == b"\xc3\xa9" and array.append("ü") == "éü"


def test_the_size_limits_the_data() -> None:
    assert QByteArray(b"abc", 2) == b"ab" and QByteArray(b"abc", -1) == b"abc" and QByteArray(b"abc", 9) == b"abc"


def test_a_size_must_be_a_number() -> None:
    with pytest.raises(TypeError, match="needs an int for the size"):
        QByteArray(b"abc", "x")


def test_a_number_needs_a_character() -> None:
    with pytest.raises(TypeError, match="needs a character"):
        QByteArray(5)


@pytest.mark.parametrize("fill", ["", "ab", b"ab"])
def test_a_character_is_one(fill: str | bytes) -> None:
    with pytest.raises(ValueError, match="exactly one character"):
        QByteArray().fill(fill)


@pytest.mark.parametrize("number", [256, -129])
def test_a_number_for_a_byte_is_in_range(number: int) -> None:
    with pytest.raises(ValueError, match="no byte"):
        QByteArray().append(number)


@pytest.mark.parametrize("chunks", [[], [b"ab"], [b"a", bytearray(b"b"), memoryview(b"c"), QByteArray(b"d")]])
def test_chunks_are_put_together_in_order(chunks: list[bytes]) -> None:
    array = QByteArray.from_chunks(chunks)
    assert type(array) is QByteArray and array.data() == b"".join(chunks) and not array.isNull()


def test_chunks_can_make_a_subclass() -> None:
    class Mine(QByteArray):
        pass

    assert type(Mine.from_chunks([b"a"])) is Mine and type(Mine(b"abc").left(1)) is QByteArray


def test_parts_of_any_length_are_in_an_array() -> None:
    array = QByteArray(b"abc")
    assert b"bc" in array and "bc" in array and 98 in array and QByteArray(b"ab") in array and b"ca" not in array


def test_what_is_no_bytes_is_not_looked_for() -> None:
    with pytest.raises(TypeError, match="bytes-like"):
        assert [1] in QByteArray(b"abc")


def test_items_and_slices_can_be_deleted() -> None:
    array = QByteArray(b"abcdef")
    del array[0]
    del array[1:3]
    del array[-1]
    assert array == b"be"


def test_an_array_can_be_repeated() -> None:
    assert QByteArray(b"ab") * 2 == 2 * QByteArray(b"ab") == b"abab" and type(QByteArray(b"a") * 2) is QByteArray


def test_the_hash_is_that_of_the_bytes() -> None:
    assert hash(QByteArray(b"k")) == hash(b"k") and {b"k": 1}[QByteArray(b"k")] == 1


def test_an_array_can_be_added_to_itself() -> None:
    array = QByteArray(b"ab")
    assert array.append(array) == b"abab" and array.insert(1, array) == b"aababbab"
    array += array
    assert len(array) == 16


def test_arrays_take_attributes_and_weak_references() -> None:
    array = QByteArray(b"a")
    array.note = 1
    assert weakref.ref(array)() is array


def test_the_size_is_fixed_while_a_view_exists() -> None:
    array = QByteArray(b"ab")
    with memoryview(array), pytest.raises(BufferError):
        array.append(b"c")
    assert array.append(b"c") == b"abc"


def test_python_s_own_methods_stay() -> None:
    assert (
        QByteArray(b"a b").decode() == "a b" and QByteArray(b"ab").find(b"b") == 1 and QByteArray(b"\x01").hex() == "01"
    )


def test_join_puts_the_array_between_pieces() -> None:
    assert QByteArray(b", ").join([b"a", QByteArray(b"b")]) == b"a, b"


def test_splitting_takes_separators_of_any_length() -> None:
    assert QByteArray(b"a, b,c").split(b", ") == [b"a", b"b,c"]


@pytest.mark.parametrize("index", [-1, 3])
def test_at_is_bounded(index: int) -> None:
    with pytest.raises(IndexError, match="out of bounds"):
        QByteArray(b"abc").at(index)


def test_at_gives_bytes_beyond_ascii_as_latin_1() -> None:
    assert QByteArray(b"\xc4").at(0) == QByteArray(b"\xc4").front() == QByteArray(b"\xc4").back() == "Ä"


def test_a_fault_in_base64_makes_the_result_false() -> None:
    strict = QByteArray.Base64Option.AbortOnBase64DecodingErrors
    good, bad = QByteArray.fromBase64Encoding(b"YQ==", strict), QByteArray.fromBase64Encoding(b"Y*", strict)
    assert good and good.decoded == b"a" and not bad and bad.decoded == b""
    assert (
        bad.decodingStatus == QByteArray.IllegalCharacter
        and good != bad
        and good == QByteArray.fromBase64Encoding(b"YQ")
    )


def test_adding_what_is_no_bytes_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QByteArray(b"a") + None
    with pytest.raises(TypeError):
        None + QByteArray(b"a")


def test_a_number_and_its_form_must_fit() -> None:
    with pytest.raises(TypeError, match="float with a form"):
        QByteArray.number(5, "g")


def test_replacing_a_stretch_needs_numbers() -> None:
    with pytest.raises(TypeError, match="two ints"):
        QByteArray(b"abc").replace(b"a", b"b", b"c")


def test_an_array_is_empty_and_not_null_after_appending_nothing() -> None:
    array = QByteArray()
    assert array.isNull() and not array.append(b"").isNull() and QByteArray().left(1).isNull()


def test_swap_takes_nullness_along() -> None:
    one, two = QByteArray(), QByteArray(b"")
    one.swap(two)
    assert two.isNull() and not one.isNull()
