"""QUrlQuery: the pairs of a query, their delimiters and their encoding."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore

QUrl = QtCore.QUrl
QUrlQuery = QtCore.QUrlQuery
options = QUrl.ComponentFormattingOption


def pairs(query: Any, *arguments: Any) -> list[tuple[str, str]]:
    """The items of *query* as tuples of any binding."""
    return [tuple(item) for item in query.queryItems(*arguments)]


@pytest.mark.parametrize(
    ("text", "items", "written"),
    [
        ("", [], ""),
        ("a", [("a", "")], "a"),
        ("a=", [("a", "")], "a="),
        ("=b", [("", "b")], "=b"),
        ("=", [("", "")], "="),
        ("&", [("", "")], ""),
        ("a&", [("a", "")], "a"),
        ("&a", [("", ""), ("a", "")], "a"),
        ("a=b&&c=d", [("a", "b"), ("", ""), ("c", "d")], "a=b&&c=d"),
        ("a=b=c", [("a", "b=c")], "a=b%3Dc"),
        ("a=b;c=d", [("a", "b;c=d")], "a=b;c%3Dd"),
        ("a+b=c+d", [("a+b", "c+d")], "a+b=c+d"),
        ("a%3Db=c%26d", [("a=b", "c&d")], "a%3Db=c%26d"),
        ("a=%zz&b=%20", [("a", "%25zz"), ("b", " ")], "a=%25zz&b= "),
        ("a&a=&a=1", [("a", ""), ("a", ""), ("a", "1")], "a&a=&a=1"),
        ("a=é&%C3%A9=1", [("a", "é"), ("é", "1")], "a=é&é=1"),
        ("a=%2B%2F%3A", [("a", "%2B%2F%3A")], "a=%2B%2F%3A"),
        ('a="<>`', [("a", '"<>`')], "a=%22%3C%3E%60"),
        ("#a=%23", [("#a", "#")], "#a=#"),
    ],
)
def test_a_query_is_read_and_written(text: str, items: list[tuple[str, str]], written: str) -> None:
    query = QUrlQuery(text)
    assert pairs(query) == items
    assert query.query() == query.toString() == written
    assert query.isEmpty() is (not items)


@pytest.mark.parametrize(
    ("option", "item", "written"),
    [
        (options.PrettyDecoded, '" é&=#%2F%25', "k=%22 é%26%3D#%2F%25"),
        (options.EncodeSpaces, "%22%20é&=#%2F%25", "k=%22%20é%26%3D#%2F%25"),
        (options.EncodeUnicode, "%22 %C3%A9&=#%2F%25", "k=%22 %C3%A9%26%3D#%2F%25"),
        (options.EncodeDelimiters, "%22 é%26%3D%23%2F%25", "k=%22 é%26%3D%23%2F%25"),
        (options.EncodeReserved, "%22 é&=#%2F%25", "k=%22 é%26%3D#%2F%25"),
        (options.DecodeReserved, '" é&=#%2F%25', 'k=" é%26%3D#%2F%25'),
        (options.FullyEncoded, "%22%20%C3%A9%26%3D%23%2F%25", "k=%22%20%C3%A9%26%3D%23%2F%25"),
        (options.FullyDecoded, '" é&=#/%', 'k=" é&=#/%'),
    ],
)
def test_options_choose_what_is_encoded(option: Any, item: str, written: str) -> None:
    query = QUrlQuery()
    query.addQueryItem("k", '" é&=#%2F%25')
    assert query.queryItemValue("k", option) == item
    assert query.allQueryItemValues("k", option) == [item]
    assert pairs(query, option) == [("k", item)]
    assert query.query(option) == written


def test_a_key_is_found_in_either_form() -> None:
    query = QUrlQuery("a%20b=1&%26=2")
    assert [query.hasQueryItem(key) for key in ("a b", "a%20b", "&", "%26", "a")] == [True, True, True, True, False]


def test_the_first_value_is_returned_and_all_of_them() -> None:
    query = QUrlQuery("a=1&b=2&a=3")
    assert query.queryItemValue("a") == "1"
    assert query.allQueryItemValues("a") == ["1", "3"]
    assert (query.queryItemValue("z"), query.allQueryItemValues("z")) == ("", [])


def test_one_pair_is_removed_or_all() -> None:
    query = QUrlQuery("a=1&b=2&a=3&a=4")
    query.removeQueryItem("a")
    assert query.query() == "b=2&a=3&a=4"
    query.removeAllQueryItems("a")
    assert query.query() == "b=2"
    query.removeQueryItem("z")
    assert query.query() == "b=2"


def test_pairs_are_replaced() -> None:
    query = QUrlQuery("x=y")
    query.setQueryItems([("a", "1"), ("b c", "d&e")])
    assert query.query() == "a=1&b c=d%26e"


def test_an_empty_value_is_written_with_its_delimiter() -> None:
    query = QUrlQuery()
    query.addQueryItem("a", "")
    query.addQueryItem("", "")
    assert query.query() == "a=&="


def test_delimiters_can_be_chosen() -> None:
    query = QUrlQuery()
    query.setQueryDelimiters("(", ")")
    query.setQuery("a(b)c(d")
    query.addQueryItem("x(y)", "p=q&r")
    assert pairs(query) == [("a", "b"), ("c", "d"), ("x(y)", "p=q&r")]
    assert query.query() == "a(b)c(d)x%28y%29(p=q&r"
    assert (query.queryValueDelimiter(), query.queryPairDelimiter()) == ("(", ")")


def test_new_delimiters_rewrite_what_was_read() -> None:
    query = QUrlQuery("a=b&c=d")
    query.setQueryDelimiters(":", ";")
    assert query.query() == "a:b;c:d"


def test_the_default_delimiters_are_those_of_forms() -> None:
    assert (QUrlQuery().queryValueDelimiter(), QUrlQuery().queryPairDelimiter()) == ("=", "&")


def test_clear_removes_all_pairs() -> None:
    query = QUrlQuery("a=b")
    query.clear()
    assert query.isEmpty()


def test_set_query_reads_anew() -> None:
    query = QUrlQuery("a=b")
    query.setQuery("c=d")
    assert query.query() == "c=d"


def test_a_query_comes_from_a_url_and_goes_into_one() -> None:
    query = QUrlQuery(QUrl('http://h/?a=%26&b=%20 é"#f'))
    assert pairs(query) == [("a", "&"), ("b", '  é"')]
    url = QUrl("http://x/?old#f")
    url.setQuery(query)
    assert url.toString() == "http://x/?a=%26&b=  é%22#f"


def test_an_empty_query_removes_that_of_a_url() -> None:
    url = QUrl("http://h/?old")
    url.setQuery(QUrlQuery())
    assert (url.hasQuery(), url.toString()) == (False, "http://h/")


def test_a_copy_is_independent() -> None:
    first = QUrlQuery("a=b")
    second = QUrlQuery(first)
    second.addQueryItem("c", "d")
    assert (first.query(), second.query()) == ("a=b", "a=b&c=d")


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [("a", "a=", True), ("a=b&", "a=b", True), ("%41", "A", True), ("a=b", "a=c", False), ("a&b", "b&a", False)],
)
@pytest.mark.only("netaccess", "PySide6")
def test_queries_compare_by_their_pairs(left: str, right: str, equal: bool) -> None:
    assert (QUrlQuery(left) == QUrlQuery(right)) is equal
    assert (QUrlQuery(left) != QUrlQuery(right)) is not equal


@pytest.mark.only("netaccess", "PySide6")
def test_equal_queries_hash_alike() -> None:
    assert hash(QUrlQuery("a=b")) == hash(QUrlQuery("a=b"))


def test_delimiters_count_in_a_comparison() -> None:
    other = QUrlQuery()
    other.setQueryDelimiters(":", ";")
    assert other != QUrlQuery()


def test_swap_exchanges_two_queries() -> None:
    first, second = QUrlQuery("a=b"), QUrlQuery("c=d")
    first.swap(second)
    assert (first.query(), second.query()) == ("c=d", "a=b")


def test_a_delimiter_is_one_character() -> None:
    with pytest.raises((TypeError, ValueError)):
        QUrlQuery().setQueryDelimiters("::", ";")


@pytest.mark.parametrize("value", [5, {"a": "b"}, b"a=b"])
def test_other_types_make_no_query(value: Any) -> None:
    with pytest.raises(TypeError):
        QUrlQuery(value)
