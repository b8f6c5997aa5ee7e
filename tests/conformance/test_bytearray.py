"""QByteArray: construction, comparison, item access, editing, search and conversion."""

from __future__ import annotations

import copy
import hashlib
import io
import pickle
from typing import Any

import pytest
from binding import QtCore, number, octets

QByteArray = QtCore.QByteArray


def made(data: bytes = b"one two one") -> Any:
    """An array of *data*."""
    return QByteArray(data)


@pytest.mark.parametrize("source", [b"a\0b", bytearray(b"a\0b"), QByteArray(b"a\0b")])
def test_an_array_is_made_of_bytes_with_their_nul(source: Any) -> None:
    assert octets(QByteArray(source)) == b"a\0b"


def test_an_array_is_made_of_a_count_and_a_character() -> None:
    assert octets(QByteArray(3, "x")) == b"xxx"


def test_an_array_of_nothing_is_null_and_empty() -> None:
    assert QByteArray().isNull() and QByteArray().isEmpty()


def test_an_array_of_no_bytes_is_empty_but_not_null() -> None:
    assert QByteArray(b"").isEmpty() and not QByteArray(b"").isNull()


def test_a_copy_of_a_null_array_is_null() -> None:
    assert QByteArray(QByteArray()).isNull()


def test_clear_makes_an_array_null() -> None:
    array = made()
    array.clear()
    assert array.isNull()


@pytest.mark.parametrize("change", [lambda a: a.resize(0), lambda a: a.truncate(0), lambda a: a.chop(20)])
def test_an_array_cut_to_nothing_is_not_null(change: Any) -> None:
    array = made()
    change(array)
    assert array.isEmpty() and not array.isNull()


def test_a_number_alone_makes_no_array() -> None:
    with pytest.raises(TypeError):
        QByteArray(3)


def test_a_list_makes_no_array() -> None:
    with pytest.raises(TypeError):
        QByteArray([1, 2])


def test_a_copy_is_independent() -> None:
    array = made(b"abc")
    other = QByteArray(array)
    array += b"d"
    assert octets(other) == b"abc" and octets(array) == b"abcd"


def test_adding_in_place_keeps_the_object() -> None:
    array = same = made(b"abc")
    array += b"d"
    assert same is array and octets(same) == b"abcd"


@pytest.mark.parametrize("other", [b"abc", bytearray(b"abc"), "abc", QByteArray(b"abc")])
def test_an_array_equals_the_same_bytes_and_text(other: Any) -> None:
    assert made(b"abc") == other and other == made(b"abc")


@pytest.mark.parametrize("other", [None, 3, [b"abc"]])
def test_an_array_differs_from_other_things(other: Any) -> None:
    assert made(b"abc") != other


def test_arrays_are_ordered_by_their_bytes() -> None:
    assert made(b"a") < b"b" and made(b"b") > b"a" and made(b"a") <= QByteArray(b"a") and made(b"b") >= b"a"
    assert [octets(each) for each in sorted([made(b"b"), made(b"a")])] == [b"a", b"b"]


def test_equal_arrays_are_the_same_key() -> None:
    assert {made(b"k"): 1}[QByteArray(b"k")] == 1


def test_an_index_gives_one_byte_as_bytes() -> None:
    assert made(b"abc")[1] == b"b" and isinstance(made(b"abc")[1], bytes)


@pytest.mark.parametrize("index", [3, 100, -1])
def test_an_index_outside_of_the_array_is_an_error(index: int) -> None:
    with pytest.raises(IndexError):
        made(b"abc")[index]


@pytest.mark.parametrize(
    ("part", "expected"),
    [(slice(1, 3), b"bc"), (slice(-1, None), b"e"), (slice(None, None, -1), b"edcba"), (slice(9, None), b"")],
)
def test_a_slice_gives_an_array(part: slice, expected: bytes) -> None:
    found = made(b"abcde")[part]
    assert isinstance(found, QByteArray) and octets(found) == expected


def test_iterating_gives_single_bytes() -> None:
    assert list(made(b"ab")) == [b"a", b"b"] and list(reversed(made(b"ab"))) == [b"b", b"a"]


def test_setting_an_item_replaces_one_byte() -> None:
    array = made(b"abc")
    array[0] = b"X"
    array[-1] = bytearray(b"Z")
    assert octets(array) == b"XbZ"


def test_an_item_must_be_one_byte() -> None:
    array = made(b"abc")
    with pytest.raises(ValueError):
        array[0] = b"XY"
    with pytest.raises(IndexError):
        array[3] = b"X"


def test_setting_a_slice_may_change_the_size() -> None:
    array = made(b"abc")
    array[0:2] = b"XYZ"
    assert octets(array) == b"XYZc"
    array[1:] = b""
    assert octets(array) == b"X"


def test_setting_an_extended_slice_needs_the_right_size() -> None:
    array = made(b"abc")
    array[::2] = b"XY"
    assert octets(array) == b"XbY"
    with pytest.raises(ValueError):
        array[::2] = b"XYZ"


@pytest.mark.parametrize("other", [b"x", bytearray(b"x"), "x", QByteArray(b"x")])
def test_a_sum_is_an_array(other: Any) -> None:
    total = made(b"ab") + other
    assert isinstance(total, QByteArray) and octets(total) == b"abx"


def test_bytes_in_front_make_a_sum_that_is_an_array() -> None:
    total = b"x" + made(b"ab")
    assert isinstance(total, QByteArray) and octets(total) == b"xab"


def test_text_in_front_makes_a_sum_that_is_text() -> None:
    assert "x" + made(b"ab") == "xab"


def test_str_shows_the_bytes_and_repr_the_class() -> None:
    assert str(made(b"a\xff")) == "b'a\\xff'" and f"{made(b'x')}" == "b'x'"
    assert repr(made(b"a")).endswith("QtCore.QByteArray(b'a')")


def test_str_with_an_encoding_decodes() -> None:
    assert str(made("é".encode()), "utf-8") == "é"
    with pytest.raises(UnicodeDecodeError):
        str(made(b"\xff"), "utf-8")


def test_python_takes_arrays_for_bytes() -> None:
    array = made(b"[1]")
    file = io.BytesIO()
    file.write(array)
    assert file.getvalue() == b"".join([array]) == bytes(array) == bytes(bytearray(array)) == b"[1]"
    assert hashlib.md5(array).digest() == hashlib.md5(b"[1]").digest()
    assert memoryview(array).tobytes() == b"[1]" and int(made(b"12")) == 12


@pytest.mark.only("netaccess", "PySide6")
def test_writing_to_a_memoryview_changes_the_array() -> None:
    array = made(b"ab")
    with memoryview(array) as view:
        view[0] = 65
    assert octets(array) == b"Ab"


def test_arrays_can_be_pickled_and_copied() -> None:
    array = made(b"a\0")
    assert pickle.loads(pickle.dumps(array)) == array == copy.copy(array) == copy.deepcopy(array)


def test_truth_is_size() -> None:
    assert made(b"a") and not made(b"") and len(made(b"abc")) == made(b"abc").size() == made(b"abc").length() == 3


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda a: a.append(b"!"), b"abc!"),
        (lambda a: a.append("!"), b"abc!"),
        (lambda a: a.append(QByteArray(b"!")), b"abc!"),
        (lambda a: a.append(2, "x"), b"abcxx"),
        (lambda a: a.prepend(b"!"), b"!abc"),
        (lambda a: a.insert(1, b"--"), b"a--bc"),
        (lambda a: a.insert(5, b"x"), b"abc  x"),
        (lambda a: a.insert(-1, b"x"), b"abc"),
        (lambda a: a.insert(1, 2, "x"), b"axxbc"),
        (lambda a: a.remove(1, 1), b"ac"),
        (lambda a: a.remove(1, 10), b"a"),
        (lambda a: a.remove(9, 1), b"abc"),
        (lambda a: a.replace(b"b", b"--"), b"a--c"),
        (lambda a: a.replace(b"", b"-"), b"-a-b-c-"),
        (lambda a: a.replace(1, 1, b"--"), b"a--c"),
        (lambda a: a.replace(3, 0, b"-"), b"abc-"),
        (lambda a: a.replace(4, 0, b"-"), b"abc"),
        (lambda a: a.fill("z"), b"zzz"),
        (lambda a: a.fill("z", 5), b"zzzzz"),
        (lambda a: a.setNum(255, 16), b"ff"),
        (lambda a: a.setNum(1.5), b"1.5"),
    ],
)
def test_an_editing_method_changes_and_returns_the_array(change: Any, expected: bytes) -> None:
    array = made(b"abc")
    assert change(array) is array and octets(array) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda a: a.chop(1), b"ab"),
        (lambda a: a.chop(-1), b"abc"),
        (lambda a: a.truncate(1), b"a"),
        (lambda a: a.truncate(10), b"abc"),
        (lambda a: a.truncate(-1), b""),
        (lambda a: a.resize(2), b"ab"),
        (lambda a: a.resize(-1), b""),
        (lambda a: a.clear(), b""),
    ],
)
def test_a_cutting_method_changes_the_array_and_returns_nothing(change: Any, expected: bytes) -> None:
    array = made(b"abc")
    assert change(array) is None and octets(array) == expected


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        (lambda a: a.left(2), b"ab"),
        (lambda a: a.left(-1), b""),
        (lambda a: a.left(100), b"abcde"),
        (lambda a: a.right(2), b"de"),
        (lambda a: a.right(-1), b""),
        (lambda a: a.mid(2), b"cde"),
        (lambda a: a.mid(1, 2), b"bc"),
        (lambda a: a.mid(-2, 4), b"ab"),
        (lambda a: a.mid(-5, 3), b""),
        (lambda a: a.mid(1, -1), b"bcde"),
        (lambda a: a.mid(100), b""),
        (lambda a: a.chopped(2), b"abc"),
        (lambda a: a.repeated(2), b"abcdeabcde"),
        (lambda a: a.repeated(-1), b""),
        (lambda a: a.leftJustified(7, "."), b"abcde.."),
        (lambda a: a.leftJustified(3, ".", True), b"abc"),
        (lambda a: a.rightJustified(7), b"  abcde"),
    ],
)
def test_a_cut_is_a_new_array(cut: Any, expected: bytes) -> None:
    array = made(b"abcde")
    assert octets(cut(array)) == expected and octets(array) == b"abcde"


def test_mid_behind_the_end_is_null() -> None:
    assert made(b"abc").mid(4).isNull() and not made(b"abc").mid(3).isNull()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (lambda a: a.indexOf(b"bc"), 1),
        (lambda a: a.indexOf("b", 2), 4),
        (lambda a: a.indexOf(b"b", -2), 4),
        (lambda a: a.indexOf(b"b", -10), -1),
        (lambda a: a.indexOf(b"x"), -1),
        (lambda a: a.indexOf(b""), 0),
        (lambda a: a.indexOf(b"", 7), -1),
        (lambda a: a.lastIndexOf(b"bc"), 4),
        (lambda a: a.lastIndexOf(b"bc", -2), 4),
        (lambda a: a.lastIndexOf(b"bc", 3), 1),
        (lambda a: a.lastIndexOf("b", -3), 1),
        (lambda a: a.count(b"bc"), 2),
        (lambda a: a.count(b""), 7),
        (lambda a: a.contains(b"ca"), True),
        (lambda a: a.contains("x"), False),
        (lambda a: a.startsWith(b"ab"), True),
        (lambda a: a.endsWith(b"bc"), True),
        (lambda a: a.startsWith(b""), True),
    ],
)
def test_a_search_finds(question: Any, answer: Any) -> None:
    assert question(made(b"abcabc")) == answer


def test_counting_counts_overlaps() -> None:
    assert made(b"aaa").count(b"aa") == 2


def test_single_bytes_are_in_an_array() -> None:
    assert b"b" in made(b"abc") and b"x" not in made(b"abc")


@pytest.mark.parametrize(
    ("convert", "expected"),
    [
        (lambda a: a.toLower(), b" ab\t c\xc4 "),
        (lambda a: a.toUpper(), b" AB\t C\xc4 "),
        (lambda a: a.trimmed(), b"aB\t C\xc4"),
        (lambda a: a.simplified(), b"aB C\xc4"),
        (lambda a: a.toHex(), b"20614209204" + b"3c420"),
        (lambda a: a.toPercentEncoding(), b"%20aB%09%20C%C4%20"),
        (lambda a: a.toBase64(), b"IGFCCSBDxCA="),
    ],
)
def test_a_conversion_is_a_new_array(convert: Any, expected: bytes) -> None:
    assert octets(convert(made(b" aB\t C\xc4 "))) == expected


def test_splitting_at_a_character_gives_arrays() -> None:
    assert [octets(piece) for piece in made(b"a,b,,c").split(",")] == [b"a", b"b", b"", b"c"]
    assert [octets(piece) for piece in made(b"").split(",")] == [b""]


def test_comparing_tells_the_order() -> None:
    assert made(b"abc").compare(b"abd") < 0 < made(b"abc").compare(b"") and made(b"abc").compare(b"abc") == 0
    assert made(b"abc").compare(b"ABC", QtCore.Qt.CaseInsensitive) == 0


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        (b"12", 10, (12, True)),
        (b" +12\n", 10, (12, True)),
        (b"0x1f", 16, (31, True)),
        (b"0x1f", 0, (31, True)),
        (b"017", 0, (15, True)),
        (b"08", 0, (0, False)),
        (b"0o17", 0, (0, False)),
        (b"z", 36, (35, True)),
        (b"1_2", 10, (0, False)),
        (b"- 1", 10, (0, False)),
        (b"", 10, (0, False)),
        (b"2147483647", 10, (2147483647, True)),
        (b"2147483648", 10, (0, False)),
        (b"-2147483648", 10, (-2147483648, True)),
    ],
)
def test_to_int_reads_a_number_or_says_no(text: bytes, base: int, expected: tuple[int, bool]) -> None:
    assert made(text).toInt(base) == expected


def test_the_integer_types_have_their_ranges() -> None:
    assert made(b"32768").toShort() == (0, False) and made(b"65535").toUShort() == (65535, True)
    assert made(b"4294967295").toUInt() == (4294967295, True) and made(b"-1").toUInt() == (0, False)
    assert made(b"-9223372036854775808").toLongLong() == (-(2**63), True)
    assert made(b"18446744073709551615").toULongLong() == (2**64 - 1, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"1.5", (1.5, True)),
        (b" 1.5e3 ", (1500.0, True)),
        (b".5", (0.5, True)),
        (b"5.", (5.0, True)),
        (b"-inf", (float("-inf"), True)),
        (b"infinity", (0.0, False)),
        (b"1e", (0.0, False)),
        (b"0x10", (0.0, False)),
        (b"1,000", (0.0, False)),
        (b"", (0.0, False)),
    ],
)
def test_to_double_reads_a_number_or_says_no(text: bytes, expected: tuple[float, bool]) -> None:
    assert made(text).toDouble() == expected


def test_to_float_rounds_to_single_precision() -> None:
    assert made(b"1.1").toFloat() == (1.100000023841858, True)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((5,), b"5"),
        ((-255, 16), b"-ff"),
        ((-(2**63),), b"-9223372036854775808"),
        ((5.25,), b"5.25"),
        ((5.25, "f", 3), b"5.250"),
        ((2.5, "f", 0), b"3"),
        ((0.125, "e", 1), b"1.3e-01"),
        ((1e20, "E", 2), b"1.00E+20"),
        ((123456789.0,), b"1.23457e+08"),
        ((float("nan"),), b"nan"),
        ((float("-inf"), "F"), b"-INF"),
        ((-0.0,), b"0"),
    ],
)
def test_number_writes_integers_and_floats(arguments: Any, expected: bytes) -> None:
    assert octets(QByteArray.number(*arguments)) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [(b"01ab", b"\x01\xab"), (b"1ab", b"\x01\xab"), (b"01:ab zz 5", b"\0\x1a\xb5"), (b"", b"")]
)
def test_from_hex_skips_what_is_no_digit(text: bytes, expected: bytes) -> None:
    assert octets(QByteArray.fromHex(text)) == expected


def test_to_hex_can_separate_the_bytes() -> None:
    assert octets(made(b"\x01\xab").toHex(":")) == b"01:ab"


@pytest.mark.parametrize(("options", "expected"), [(0, b"+/8/YQ=="), (1, b"-_8_YQ=="), (2, b"+/8/YQ"), (3, b"-_8_YQ")])
def test_base64_has_two_alphabets_and_optional_padding(options: int, expected: bytes) -> None:
    flags = QByteArray.Base64Option(options)
    assert octets(made(b"\xfb\xff?a").toBase64(flags)) == expected
    assert octets(QByteArray.fromBase64(expected, flags)) == b"\xfb\xff?a"


@pytest.mark.parametrize(
    ("text", "expected"),
    [(b"+/8 /Y*Q==", b"\xfb\xff?a"), (b"YQ==YQ==", b"a\x06\x10"), (b"Y", b""), (b"-_8_YQ", b"\xf1\x84"), (b"", b"")],
)
def test_decoding_base64_skips_foreign_characters(text: bytes, expected: bytes) -> None:
    assert octets(QByteArray.fromBase64(text)) == expected


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(
    ("text", "status"),
    [(b"YQ==", 0), (b"YQ", 0), (b"YQ=", 1), (b"=", 1), (b"YW*j", 2), (b"YWJj\n", 2), (b"Y===", 3), (b"YQ==YQ==", 3)],
)
def test_strict_base64_tells_the_fault(text: bytes, status: int) -> None:
    strict = QByteArray.AbortOnBase64DecodingErrors
    assert number(QByteArray.fromBase64Encoding(text, strict).decodingStatus) == status
    assert status == 0 or octets(QByteArray.fromBase64(text, strict)) == b""


def test_percent_encoding_takes_exceptions_both_ways() -> None:
    array = made(b"a b/c~")
    assert octets(array.toPercentEncoding(b"/")) == b"a%20b/c~"
    assert octets(array.toPercentEncoding(b"/", b"a")) == b"%61%20b/c~"


@pytest.mark.parametrize(
    ("text", "expected"),
    [(b"a%20b", b"a b"), (b"a+b%2b", b"a+b+"), (b"%4", b"%4"), (b"a%zz", b"a\xff"), (b"%-1%~~x", b"\xf1\xffx")],
)
def test_percent_decoding_is_lenient(text: bytes, expected: bytes) -> None:
    assert octets(QByteArray.fromPercentEncoding(text)) == expected


def test_swap_exchanges_two_arrays() -> None:
    one, two = made(b"1"), made(b"22")
    one.swap(two)
    assert (octets(one), octets(two)) == (b"22", b"1")


def test_data_is_a_copy_as_bytes() -> None:
    array = made(b"abc")
    data = array.data()
    array.append(b"d")
    assert isinstance(data, bytes) and data == b"abc"
