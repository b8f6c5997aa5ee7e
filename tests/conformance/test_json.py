"""`QJsonDocument`, `QJsonValue`, `QJsonArray` and `QJsonParseError`: what is read, what is refused, what is written."""

from __future__ import annotations

import math
from typing import Any

import pytest
from binding import QtCore, enum_name, octets

QJsonArray = QtCore.QJsonArray
QJsonDocument = QtCore.QJsonDocument
QJsonParseError = QtCore.QJsonParseError
QJsonValue = QtCore.QJsonValue
COMPACT = QJsonDocument.Compact

pytestmark = pytest.mark.only("netaccess", "PySide6")  # Qt 5 has other errors, and no QJsonArray that can be used


def parsed(text: bytes) -> Any:
    return QJsonDocument.fromJson(QtCore.QByteArray(text))


def compact(value: Any) -> bytes:
    """The compact text of *value*, taken from Python."""
    return octets(QJsonDocument.fromVariant(value).toJson(COMPACT))


def refused(text: bytes) -> str:
    """The name of the error that *text* is refused with."""
    error = QJsonParseError()
    document = QJsonDocument.fromJson(QtCore.QByteArray(text), error)
    assert document.isNull() == (enum_name(error.error) != "NoError")
    return enum_name(error.error)


ACCEPTED = [
    (b"[]", b"[]"),
    (b"{}", b"{}"),
    (b" [ ] \n", b"[]"),
    (b"\xef\xbb\xbf[]", b"[]"),
    (b'{"b":1,"a":2,"":3}', b'{"":3,"a":2,"b":1}'),
    (b'{"a":1,"a":2}', b'{"a":2}'),
    (b'{"\\u0061":1,"a":2}', b'{"a":2}'),
    (b'["\\x"]', b'["x"]'),
    (b'["\\/\\b\\f\\n\\r\\t\\"\\\\"]', b'["/\\b\\f\\n\\r\\t\\"\\\\"]'),
    (b'["\n\x01\0\x7f"]', b'["\\n\\u0001\\u0000\x7f"]'),
    (b'["\\u00e9\\ud83d\\ude00"]', b'["\xc3\xa9\xf0\x9f\x98\x80"]'),
    (b'["\\ud800"]', b'["\\ud800"]'),
    (b'["\\udc00\\uD83D"]', b'["\\udc00\\ud83d"]'),
    (b"[-0, -0.0]", b"[0,0]"),
    (b"[1., .5, -.5, 1.e5]", b"[1,0.5,-0.5,100000]"),
    (b"[1E+2, 1e-2, 2.5e15]", b"[100,0.01,2500000000000000]"),
    (b"[9223372036854775807, -9223372036854775808]", b"[9223372036854775807,-9223372036854775808]"),
    (b"[9007199254740993, 9007199254740993.0]", b"[9007199254740993,9007199254740992]"),
    (b"[12345678901234567890]", b"[12345678901234567000]"),
    (b"[1e18, 1e19]", b"[1000000000000000000,1e+19]"),
    (b"[0.0e999, 3e-324]", b"[0,5e-324]"),
    (b'{"\xf0\x9f\x98\x80":1,"\xef\xbf\xbd":2}', b'{"\xef\xbf\xbd":2,"\xf0\x9f\x98\x80":1}'),
]


@pytest.mark.parametrize(("text", "written"), ACCEPTED)
def test_what_is_read_is_written_in_one_form(text: bytes, written: bytes) -> None:
    assert octets(parsed(text).toJson(COMPACT)) == written


REFUSED = [
    (b"", "IllegalValue", 0),
    (b" ", "IllegalValue", 1),
    (b"5", "IllegalValue", 0),
    (b'"x"', "IllegalValue", 0),
    (b"]", "MissingObject", 1),
    (b"[", "UnterminatedArray", 1),
    (b"{", "UnterminatedObject", 1),
    (b"[]x", "GarbageAtEnd", 2),
    (b"{} \0", "GarbageAtEnd", 3),
    (b"5 6", "GarbageAtEnd", 2),
    (b"[1,", "UnterminatedArray", 3),
    (b"[1,]", "MissingObject", 4),
    (b"[,1]", "IllegalValue", 2),
    (b"[1 2]", "MissingValueSeparator", 4),
    (b"[1:", "UnterminatedArray", 3),
    (b'{"a"}', "MissingNameSeparator", 5),
    (b'{"a":', "UnterminatedObject", 5),
    (b'{"a":}', "MissingObject", 6),
    (b'{"a":1,}', "MissingObject", 8),
    (b'{"a":1 "b":2}', "UnterminatedObject", 8),
    (b"{a:1}", "UnterminatedObject", 2),
    (b'["a', "UnterminatedString", 4),
    (b'["a\\', "IllegalEscapeSequence", 4),
    (b'["\\u12g4"]', "IllegalEscapeSequence", 6),
    (b'["\\u12"]', "IllegalEscapeSequence", 6),
    (b'["ab\xff"]', "IllegalUTF8String", 4),
    (b'["\xed\xa0\x80"]', "IllegalUTF8String", 2),
    (b'["\xc0\x80"]', "IllegalUTF8String", 2),
    (b"[tru]", "IllegalValue", 5),
    (b"[nul", "IllegalValue", 2),
    (b"[truex]", "MissingValueSeparator", 6),
    (b"[NaN]", "IllegalNumber", 1),
    (b"[Infinity]", "IllegalNumber", 1),
    (b"['a']", "IllegalNumber", 1),
    (b"[+1]", "IllegalNumber", 1),
    (b"[-]", "IllegalNumber", 2),
    (b"[01]", "MissingValueSeparator", 3),
    (b"[1e]", "IllegalNumber", 3),
    (b"[1e400]", "IllegalNumber", 6),
    (b"[1e-400]", "IllegalNumber", 7),
    (b"//x\n[]", "IllegalNumber", 0),
    (b"[1/**/]", "MissingValueSeparator", 3),
    (b"\xef\xbb\xbf[]x", "GarbageAtEnd", 5),
    (b"[" * 1025 + b"]" * 1025, "DeepNesting", 1025),
    (b'{"a":' * 1025, "DeepNesting", 5121),
]


@pytest.mark.parametrize(("text", "error", "offset"), REFUSED)
def test_what_is_refused_says_why(text: bytes, error: str, offset: int) -> None:
    assert refused(text) == error


@pytest.mark.only("netaccess")
@pytest.mark.parametrize(("text", "error", "offset"), REFUSED)
def test_what_is_refused_says_where(text: bytes, error: str, offset: int) -> None:
    report = QJsonParseError()
    QJsonDocument.fromJson(text, report)
    assert report.offset == offset


def test_a_document_may_be_a_thousand_and_twenty_four_levels_deep() -> None:
    assert refused(b"[" * 1024 + b"]" * 1024) == "NoError"
    assert octets(parsed(b"[" * 1024 + b"]" * 1024).toJson(COMPACT)) == b"[" * 1024 + b"]" * 1024


def test_brackets_in_strings_are_no_depth() -> None:
    assert refused(b'["' + b"[" * 2000 + b'"]') == "NoError"


def test_an_error_report_is_reset_by_success() -> None:
    error = QJsonParseError()
    QJsonDocument.fromJson(b"[", error)
    QJsonDocument.fromJson(b"[]", error)
    assert enum_name(error.error) == "NoError"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("NoError", "no error occurred"),
        ("UnterminatedObject", "unterminated object"),
        ("MissingNameSeparator", "missing name separator"),
        ("UnterminatedArray", "unterminated array"),
        ("MissingValueSeparator", "missing value separator"),
        ("IllegalValue", "illegal value"),
        ("TerminationByNumber", "invalid termination by number"),
        ("IllegalNumber", "illegal number"),
        ("IllegalEscapeSequence", "invalid escape sequence"),
        ("IllegalUTF8String", "invalid UTF8 string"),
        ("UnterminatedString", "unterminated string"),
        ("MissingObject", "object is missing after a comma"),
        ("DeepNesting", "too deeply nested document"),
        ("DocumentTooLarge", "too large document"),
        ("GarbageAtEnd", "garbage at the end of the document"),
    ],
)
def test_errors_have_words(name: str, text: str) -> None:
    error = QJsonParseError()
    error.error = getattr(QJsonParseError, name)
    assert error.errorString() == text


def test_indented_text_has_four_spaces_a_level_and_a_newline_at_the_end() -> None:
    text = parsed(b'{"b":[1,{"c":null}],"a":true}').toJson()
    assert octets(text) == (
        b'{\n    "a": true,\n    "b": [\n        1,\n        {\n            "c": null\n        }\n    ]\n}\n'
    )


def test_empty_containers_take_two_lines_when_indented() -> None:
    assert octets(parsed(b'{"a":[],"b":{}}').toJson()) == b'{\n    "a": [\n    ],\n    "b": {\n    }\n}\n'


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1.5, b"1.5"),
        (1.0, b"1"),
        (-0.0, b"0"),
        (0.001, b"0.001"),
        (0.0001, b"1e-04"),
        (0.00012345678, b"0.00012345678"),
        (1.2e-5, b"1.2e-05"),
        (1e15, b"1000000000000000"),
        (1e16, b"1e+16"),
        (9007199254740994.0, b"9007199254740994"),
        (1.2345678901234567e21, b"1234567890123456800000"),
        (1.2345678901234567e22, b"1.2345678901234568e+22"),
        (1e100, b"1e+100"),
        (5e-324, b"5e-324"),
        (math.nan, b"null"),
        (math.inf, b"null"),
        (2**53 + 1, b"9007199254740993"),
        (-(2**63) + 1, b"-9223372036854775807"),
    ],
)
def test_numbers_are_written_in_the_shortest_form(number: float, text: bytes) -> None:
    assert compact([number]) == b"[" + text + b"]"


def test_strings_are_written_as_utf8_with_few_escapes() -> None:
    assert compact(["é€\U0001f600\u2028\x7f\x1f<>&'/\"\\"]) == (
        b'["\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xe2\x80\xa8\x7f\\u001f<>&\'/\\"\\\\"]'
    )


def test_keys_taken_from_python_are_sorted_by_their_utf16_units() -> None:
    assert compact({"\uffee": 1, "\U0001f600": 2, "a": 3}) == '{"a":3,"\U0001f600":2,"\uffee":1}'.encode()


def test_an_object_is_a_dict_of_python_values_sorted_by_key() -> None:
    found = parsed(b'{"b":1,"a":[1,2.5,"x",null,true,{}]}').object()
    assert found == {"a": [1, 2.5, "x", None, True, {}], "b": 1}
    assert list(found) == ["a", "b"]
    assert type(found) is dict


def test_whole_numbers_are_ints_however_they_are_written() -> None:
    value = parsed(b"[1.0, 1e3, 2.5]").toVariant()
    assert [type(item) for item in value] == [int, int, float]


def test_changing_what_a_document_gave_does_not_change_it() -> None:
    document = parsed(b'{"a":[1]}')
    document.object()["a"].append(2)
    document.toVariant()["b"] = 3
    assert octets(document.toJson(COMPACT)) == b'{"a":[1]}'


def test_a_null_document_is_empty_and_false() -> None:
    document = QJsonDocument()
    assert (document.isNull(), document.isEmpty(), bool(document)) == (True, True, False)
    assert (document.isArray(), document.isObject()) == (False, False)
    assert octets(document.toJson()) == b""
    assert document.toVariant() is None


def test_a_document_of_an_empty_object_is_neither_null_nor_empty() -> None:
    document = QJsonDocument({})
    assert (document.isNull(), document.isEmpty(), bool(document)) == (False, False, True)


def test_the_object_of_an_array_is_empty_and_the_other_way_round() -> None:
    assert parsed(b"[1]").object() == {}
    assert parsed(b'{"a":1}').array().isEmpty()


def test_a_document_is_made_of_a_dict() -> None:
    document = QJsonDocument({"a": {"b": [1, None, True]}})
    assert octets(document.toJson(COMPACT)) == b'{"a":{"b":[1,null,true]}}'


@pytest.mark.parametrize("wrong", [5, "x"])
def test_a_document_is_not_made_of_a_scalar(wrong: Any) -> None:
    with pytest.raises(TypeError):
        QJsonDocument(wrong)


def test_set_object_and_set_array_replace_what_was_there() -> None:
    document = parsed(b"[1]")
    document.setObject({"a": 1})
    assert octets(document.toJson(COMPACT)) == b'{"a":1}'
    array = QJsonArray()
    array.append(2)
    document.setArray(array)
    assert octets(document.toJson(COMPACT)) == b"[2]"


def test_documents_are_equal_by_value() -> None:
    assert parsed(b'{"a":1.0,"b":2}') == parsed(b'{"b":2,"a":1}')
    assert parsed(b"[]") != parsed(b"{}")
    assert parsed(b"{}") != QJsonDocument()


def test_true_is_not_one() -> None:
    assert parsed(b"[true]") != parsed(b"[1]")


def test_documents_are_not_hashable() -> None:
    with pytest.raises(TypeError):
        hash(parsed(b"[]"))


def test_swap_exchanges_two_documents() -> None:
    one, other = parsed(b"[1]"), QJsonDocument()
    one.swap(other)
    assert one.isNull()
    assert octets(other.toJson(COMPACT)) == b"[1]"


@pytest.mark.parametrize("value", [5, "x", None, 2.5])
def test_from_variant_makes_documents_of_containers_only(value: Any) -> None:
    assert QJsonDocument.fromVariant(value).isNull()


def test_from_variant_writes_values_of_qt_as_text() -> None:
    url, uuid = QtCore.QUrl("http://x/ y"), QtCore.QUuid("{12345678-1234-1234-1234-123456789abc}")
    assert compact([url, uuid, QtCore.QDate(2020, 1, 2), QtCore.QTime(1, 2, 3)]) == (
        b'["http://x/%20y","12345678-1234-1234-1234-123456789abc","2020-01-02","01:02:03.000"]'
    )


def test_from_variant_takes_json_values_in_containers() -> None:
    assert compact([QJsonValue(3), QJsonArray(), QJsonDocument({"a": 2})]) == b'[3,[],{"a":2}]'


def test_what_json_has_no_form_for_is_null() -> None:
    assert compact({"a": object(), "b": {1, 2}, "c": {1: 2}}) == b'{"a":null,"b":null,"c":null}'


def test_integers_beyond_sixty_four_bits_are_refused(slot_errors: list[BaseException]) -> None:
    with pytest.raises(OverflowError):
        QJsonDocument.fromVariant([2**64])
    slot_errors.clear()  # the oracle reports it there as well


@pytest.mark.only("netaccess")
def test_a_document_is_indexed_like_its_container() -> None:
    document = parsed(b'{"a":[5]}')
    assert document["a"][0].toInt() == 5
    assert document["b"].isUndefined()


@pytest.mark.only("netaccess")
def test_a_list_or_a_str_does_as_well() -> None:
    assert octets(QJsonDocument([1, (2, 3)]).toJson(COMPACT)) == b"[1,[2,3]]"
    assert QJsonDocument.fromJson("[1]").isArray()


# -- QJsonValue ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind"),
    [(5, "Double"), (2.5, "Double"), (True, "Bool"), ("x", "String"), ({"a": 1}, "Object")],
)
def test_a_value_knows_its_type(value: Any, kind: str) -> None:
    assert enum_name(QJsonValue(value).type()) == kind
    assert QJsonValue(value).toVariant() == value


@pytest.mark.parametrize("kind", ["Null", "Bool", "Double", "String", "Array", "Object", "Undefined"])
def test_a_value_is_made_of_a_type(kind: str) -> None:
    value = QJsonValue(getattr(QJsonValue, kind))
    assert enum_name(value.type()) == kind
    assert getattr(value, f"is{kind}")()


def test_what_is_of_another_type_gives_the_default() -> None:
    value = QJsonValue("5")
    assert (value.toInt(), value.toInt(3), value.toInteger(4), value.toDouble(2.5)) == (0, 3, 4, 2.5)
    assert (value.toBool(), value.toBool(True), value.toObject()) == (False, True, {})
    assert (QJsonValue(5).toString(), QJsonValue(5).toString("d")) == ("", "d")


def test_an_int_is_whole_and_of_thirty_two_bits() -> None:
    assert QJsonValue(2.5).toInt(7) == 7
    assert QJsonValue(2**40).toInt(7) == 7
    assert QJsonValue(2**40).toInteger() == 2**40
    assert QJsonValue(2.0).toInteger() == 2


def test_a_value_is_false_only_when_null() -> None:
    assert not QJsonValue()
    assert QJsonValue(0)
    assert QJsonValue(False)


def test_values_compare_with_python_values() -> None:
    assert QJsonValue(5) == 5
    assert QJsonValue("x") == "x"
    assert QJsonValue(5) == QJsonValue(5.0)
    assert QJsonValue(True) != QJsonValue(1)
    assert hash(QJsonValue(5)) == hash(QJsonValue(5))


def test_a_value_is_read_from_any_json() -> None:
    assert QJsonValue.fromJson(b"5").toInt() == 5
    assert QJsonValue.fromJson(b' "x" ').toString() == "x"
    assert QJsonValue.fromJson(b"5 6").isUndefined()


def test_a_value_writes_itself() -> None:
    assert octets(QJsonValue('x"').toJson()) == b'"x\\""'
    assert octets(QJsonValue({"a": 1}).toJson(COMPACT)) == b'{"a":1}'
    assert octets(QJsonValue.fromVariant([1, {"a": 2}]).toJson(COMPACT)) == b'[1,{"a":2}]'


# -- QJsonArray ------------------------------------------------------------------------------------------------------


def filled() -> Any:
    return QJsonArray.fromVariantList([1, "x", [2], {"a": 1}, None])


def test_an_array_gives_values() -> None:
    array = filled()
    assert (array.size(), array.count(), array.isEmpty(), array.empty()) == (5, 5, False, False)
    assert array.at(1).toString() == "x"
    assert array.first().toInt() == 1
    assert array.last().isNull()
    assert array.at(99).isUndefined()


def test_an_array_gives_lists() -> None:
    array = QJsonArray.fromVariantList([1, "x", {"a": 1}])
    assert array.toVariantList() == [1, "x", {"a": 1}]
    assert array.toObjectList() == [{}, {}, {"a": 1}]


def test_an_array_is_filled_from_both_ends() -> None:
    array = QJsonArray()
    array.append(2)
    array.push_back("x")
    array.prepend(1)
    array.push_front(True)
    array.insert(1, 9)
    assert array.toVariantList() == [True, 9, 1, 2, "x"]


def test_an_array_loses_elements() -> None:
    array = QJsonArray.fromVariantList([1, 2, 3, 4, 5, 6])
    assert array.takeAt(1).toInt() == 2
    array.removeAt(1)
    array.removeFirst()
    array.removeLast()
    array.pop_back()
    assert array.toVariantList() == [4]


def test_indices_that_do_not_exist_do_no_harm() -> None:
    array = filled()
    array.removeAt(99)
    assert array.takeAt(99).isUndefined()
    assert array.size() == 5


@pytest.mark.only("netaccess")  # Qt may crash
def test_what_is_not_there_is_not_replaced_nor_removed() -> None:
    array = filled()
    array.replace(99, 1)
    assert array.toVariantList() == filled().toVariantList()
    empty = QJsonArray()
    empty.removeFirst()
    empty.removeLast()
    assert empty.first().isUndefined()


def test_an_element_is_replaced() -> None:
    array = filled()
    array.replace(1, "y")
    assert array.at(1).toString() == "y"


def test_an_array_finds_values() -> None:
    array = filled()
    assert array.contains("x")
    assert array.contains(1)
    assert not array.contains(2)


def test_plus_and_shift_add_one_value() -> None:
    array = QJsonArray.fromVariantList([1])
    assert (array + QJsonValue(5)).toVariantList() == [1, 5]
    assert (array + array).toVariantList() == [1, [1]]
    array << 2
    array += QJsonValue(3)
    assert array.toVariantList() == [1, 2, 3]


def test_arrays_are_made_of_strings() -> None:
    assert QJsonArray.fromStringList(["a", "b"]).toVariantList() == ["a", "b"]


def test_arrays_are_equal_by_value() -> None:
    assert filled() == filled()
    assert filled() != QJsonArray()


@pytest.mark.only("netaccess")
def test_an_array_is_a_python_list() -> None:
    array = parsed(b"[1,[2]]").array()
    assert [len(array), array[0], list(array)] == [2, 1, [1, [2]]]
