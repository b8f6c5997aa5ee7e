"""QUrl beyond what conformance covers: shared state, helpers of the access layer, old names, arbitrary text."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import weakref
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netaccess._values.bytearray import QByteArray
from netaccess._values.url import QUrl, ace_host, origin, request_target
from netaccess._values.urlquery import QUrlQuery

URL_CHARACTERS = st.text(alphabet=st.sampled_from("aZ09:/?#[]@%2F41C3A9 é.-_~!$&'()*+,;=\"<>\\^`{|}\n\0xn"))


def test_copies_share_their_parts_until_one_is_changed() -> None:
    first = QUrl("http://h/p")
    second = QUrl(first)
    assert second._qt_state is first._qt_state
    second.setPort(1)
    assert second._qt_state is not first._qt_state
    assert first.toString() == "http://h/p"


def test_a_url_has_no_room_for_other_attributes() -> None:
    with pytest.raises(AttributeError):
        QUrl("a").foo = 1  # type: ignore[attr-defined]


def test_a_url_can_be_referenced_weakly() -> None:
    url = QUrl("a")
    assert weakref.ref(url)() is url


def test_a_subclass_keeps_its_kind_in_copies_and_pickles() -> None:
    url = SubUrl("http://h/")
    assert type(copy.copy(url)) is type(copy.deepcopy(url)) is type(pickle.loads(pickle.dumps(url))) is SubUrl


class SubUrl(QUrl):
    """A user's own kind of URL."""


@pytest.mark.parametrize(
    "text",
    ["http://h/p?q#f", "http://h", "http://h:80/", "https://1.2.3.4/a;b=c", "file:///x", "http://h/#?", "http://h?"],
)
def test_the_quick_way_and_the_long_way_read_the_same(text: str) -> None:
    from netaccess._values import urlparser

    slow = urlparser._parse(text, QUrl.TolerantMode)
    assert QUrl(text)._qt_state.key() == slow.key()
    assert (QUrl(text).toString(), bytes(QUrl(text).toEncoded())) == (text, text.encode())


def test_user_information_is_never_kept_in_the_memory_of_authorities() -> None:
    from netaccess._values import urlparser

    QUrl("http://user:secret@remembered.example/")
    assert not any("@" in authority for authority in urlparser._authorities)


def test_the_memory_of_authorities_is_bounded() -> None:
    from netaccess._values import urlparser

    for number in range(2000):
        QUrl(f"http://host{number}/")
    assert len(urlparser._authorities) <= urlparser._MOST_AUTHORITIES


def test_what_was_read_tolerantly_is_not_taken_for_strict() -> None:
    assert QUrl("http://%68ost/").isValid()
    assert not QUrl("http://%68ost/", QUrl.StrictMode).isValid()


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("http://h", b"/"),
        ("http://h?q", b"/?q"),
        ("http://h/a b?c d#e", b"/a%20b?c%20d"),
        ("http://h/é%2F?é", b"/%C3%A9%2F?%C3%A9"),
        ("http://h/\r\nX: y?\r\n", b"/%0D%0AX:%20y?%0D%0A"),
        ("http://h/?", b"/?"),
        ("http://h//x", b"//x"),
    ],
)
def test_the_request_target_is_what_goes_on_the_request_line(text: str, target: bytes) -> None:
    assert request_target(QUrl(text)) == target


@settings(deadline=None)
@given(text=st.text())
def test_no_request_target_can_break_the_request_line(text: str) -> None:
    url = QUrl("http://h")
    url.setPath("/" + text)
    url.setQuery(text)
    target = request_target(url)
    assert not set(target) & {*range(33), *range(127, 256), ord("#")}


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("http://É.com", "xn--9ca.com"),
        ("http://[::1]:80", "::1"),
        ("http://[fe80::1%25eth0]/", "fe80::1%eth0"),
        ("/p", ""),
        ("http://H", "h"),
    ],
)
def test_the_host_for_the_dialler_is_ascii(text: str, host: str) -> None:
    assert ace_host(QUrl(text)) == host


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HTTP://H/p", ("http", "h", 80)),
        ("https://h", ("https", "h", 443)),
        ("https://h:80", ("https", "h", 80)),
        ("foo://h", ("foo", "h", -1)),
        ("/p", ("", "", -1)),
    ],
)
def test_the_origin_names_scheme_host_and_port(text: str, expected: tuple[str, str, int]) -> None:
    assert origin(QUrl(text)) == expected


def test_the_error_of_a_broken_url_does_not_tell_the_password() -> None:
    assert "secret" not in QUrl("http://user:secret@h:99999/").errorString().partition(";")[2].partition(";")[2]


@settings(deadline=None)
@given(text=st.one_of(st.text(), URL_CHARACTERS, URL_CHARACTERS.map("http://".__add__)))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for mode in (QUrl.TolerantMode, QUrl.StrictMode):
        url = QUrl(text, mode)
        assert url.isValid() is (not url.errorString() and not url.isEmpty())
        assert bool(url.toString()) is url.isValid()


@settings(deadline=None)
@given(text=st.one_of(URL_CHARACTERS, URL_CHARACTERS.map("http://h/".__add__)))
def test_a_valid_url_is_read_again_from_its_encoded_form(text: str) -> None:
    url = QUrl(text)
    if url.isValid():
        again = QUrl.fromEncoded(url.toEncoded(), QUrl.StrictMode)
        assert again.toEncoded() == url.toEncoded()
        # As in Qt, a second hash in a fragment is written encoded, which is another fragment.
        assert again == url or "#" in url.fragment()


@settings(deadline=None)
@given(base=URL_CHARACTERS.map("http://h/".__add__), reference=URL_CHARACTERS)
def test_resolving_never_raises_and_keeps_the_scheme_of_the_base(base: str, reference: str) -> None:
    relative = QUrl(reference)
    resolved = QUrl(base).resolved(relative)
    assert resolved.scheme() == (relative.scheme() or "http")


def test_old_names_treat_the_query_as_pairs() -> None:
    url = QUrl("http://h/?a=1&b=2&a=3")
    url.addQueryItem("c d", "100%&=")
    assert url.queryItems() == [("a", "1"), ("b", "2"), ("a", "3"), ("c d", "100%&=")]
    assert (url.hasQueryItem("c d"), url.hasQueryItem("z")) == (True, False)
    assert (url.queryItemValue("a"), url.allQueryItemValues("a"), url.queryItemValue("z")) == ("1", ["1", "3"], "")
    url.removeQueryItem("a")
    assert url.encodedQuery() == b"b=2&a=3&c%20d=100%25%26%3D"
    url.removeAllQueryItems("a")
    url.removeAllQueryItems("b")
    assert url.encodedQueryItems() == [(b"c%20d", b"100%25%26%3D")]
    url.setQueryItems([("x", "y")])
    assert bytes(url.toEncoded()) == b"http://h/?x=y"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("UserName", b"a%40b"),
        ("Password", b"%2F"),
        ("Host", b"xn--9ca.com"),
        ("Path", b"/%20"),
        ("Query", b"%26"),
        ("Fragment", b"%23"),
    ],
)
def test_old_names_give_and_take_encoded_parts(name: str, value: bytes) -> None:
    url = QUrl("http://u:p@h/p?q#f")
    getattr(url, f"setEncoded{name}")(QByteArray(value))
    assert getattr(url, f"encoded{name}")() == value


def test_old_names_read_a_whole_encoded_url() -> None:
    url = QUrl()
    url.setEncodedUrl(b"http://h/%20")
    url.addEncodedQueryItem(b"a%20b", b"c%26d")
    assert bytes(url.toEncoded()) == b"http://h/%20?a%20b=c%26d"
    assert url.encodedQueryItemValue(b"a%20b") == b"c%26d"


@pytest.mark.parametrize(
    "call",
    [
        lambda: QUrl("a").setPath(b"x"),  # type: ignore[arg-type]
        lambda: QUrl("a").setQuery(5),  # type: ignore[arg-type]
        lambda: QUrl("a").resolved(5),  # type: ignore[arg-type]
        lambda: QUrl.fromEncoded("http://h"),  # type: ignore[arg-type]
        lambda: QUrl.fromPercentEncoding("a"),  # type: ignore[arg-type]
        lambda: QUrl("a") < 5,  # type: ignore[operator]
        lambda: QUrlQuery().swap("a"),  # type: ignore[arg-type]
        lambda: QUrlQuery().addQueryItem("a", 5),  # type: ignore[arg-type]
    ],
)
def test_arguments_of_a_wrong_type_are_refused(call: Any) -> None:
    with pytest.raises(TypeError):
        call()


def test_a_query_is_copied_and_pickled_with_its_delimiters() -> None:
    query = QUrlQuery()
    query.setQueryDelimiters(":", ";")
    query.setQuery("a:b;c")
    for other in (copy.copy(query), copy.deepcopy(query), pickle.loads(pickle.dumps(query))):
        assert other == query
        assert other.query() == "a:b;c"


@settings(deadline=None)
@given(pairs=st.lists(st.tuples(st.text(), st.text()).filter(lambda pair: not any("%" in text for text in pair))))
def test_pairs_survive_the_way_through_a_url(pairs: list[tuple[str, str]]) -> None:
    query = QUrlQuery()
    query.setQueryItems(pairs)
    url = QUrl("http://h/")
    url.setQuery(query)
    assert QUrlQuery(QUrl.fromEncoded(url.toEncoded())) == query


def test_importing_the_module_loads_nothing_heavy() -> None:
    code = (
        "import sys; before = set(sys.modules); import netaccess._values.url, netaccess._values.urlquery; "
        "print(sorted({'idna', 'ssl', 'socket', 'unicodedata', 'urllib.parse', 'dataclasses'}"
        " & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
