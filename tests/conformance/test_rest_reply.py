"""`QRestReply`: what became of a request, and its content as bytes, JSON and text."""

from __future__ import annotations

from typing import Any

import pytest
from binding import BINDING, QtCore, enum_name, octets
from loops import run_until, spin
from server import refused_port
from shortcuts import get

pytestmark = pytest.mark.only("netaccess", "PySide6")

if BINDING != "PySide2":
    from binding import QtNetwork

    RestReply = QtNetwork.QRestReply


class Fetch:
    """Gets answers of one kind."""

    def __init__(self, manager: Any, server: Any) -> None:
        self.manager = manager
        self.server = server
        self.replies: list[Any] = []

    def __call__(self, body: bytes = b"", content_type: str | None = None, status: int = 200, **answer: Any) -> Any:
        """A QRestReply for a finished reply."""
        if content_type is not None:
            answer["headers"] = [("Content-Type", content_type)]
        return self.finished(self.server.on(f"/{len(self.replies)}", body=body, status=status, **answer))

    def finished(self, url: str) -> Any:
        """A QRestReply for the finished reply to a GET of a URL."""
        reply = get(self.manager, url)
        self.replies.append(reply)
        run_until(reply.isFinished)
        return RestReply(reply)

    def begun(self, url: str) -> Any:
        """A QRestReply for a GET that is on its way."""
        self.replies.append(get(self.manager, url))
        return RestReply(self.replies[-1])


@pytest.fixture
def fetch(manager: Any, server: Any) -> Fetch:
    """Gets answers."""
    return Fetch(manager, server)


def text_of(fetch: Fetch, body: bytes, charset: str) -> str:
    """The text of a body in a charset."""
    return str(fetch(body, f"text/plain; charset={charset}").readText())


# What became of the request.


def test_it_hands_out_the_network_reply(fetch: Fetch) -> None:
    rest = fetch(b"x")
    assert rest.networkReply() is fetch.replies[-1]


@pytest.mark.parametrize(
    ("status", "success"),
    [(200, True), (204, True), (226, True), (299, True), (300, False), (304, False), (404, False)],
)
def test_a_status_from_200_to_299_is_success(fetch: Fetch, status: int, success: bool) -> None:
    rest = fetch(b"x", status=status)
    assert (rest.httpStatus(), rest.isHttpStatusSuccess(), rest.isSuccess()) == (status, success, success)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 418, 429, 500, 501, 503, 599])
def test_a_status_is_no_error(fetch: Fetch, status: int) -> None:
    rest = fetch(b"why", status=status)
    assert (rest.hasError(), enum_name(rest.error()), rest.errorString()) == (False, "NoError", "")
    assert enum_name(fetch.replies[-1].error()) != "NoError"
    assert octets(rest.readBody()) == b"why"


def test_a_refused_connection_is_an_error_without_a_status(fetch: Fetch) -> None:
    rest = fetch.finished(f"http://127.0.0.1:{refused_port()}/")
    assert (rest.httpStatus(), rest.isHttpStatusSuccess(), rest.isSuccess()) == (0, False, False)
    assert (rest.hasError(), enum_name(rest.error())) == (True, "ConnectionRefusedError")
    assert rest.errorString() == "Connection refused"


def test_a_body_cut_short_is_an_error_beside_a_good_status(fetch: Fetch, server: Any) -> None:
    rest = fetch.finished(server.on("/cut", raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", close=True))
    assert (rest.httpStatus(), rest.isHttpStatusSuccess(), rest.isSuccess()) == (200, True, False)
    assert enum_name(rest.error()) == "RemoteHostClosedError"
    assert rest.readText() == "abc"


def test_an_abort_without_a_status_is_an_error(fetch: Fetch, server: Any) -> None:
    rest = fetch.begun(server.on("/x", gate=server.gate()))
    fetch.replies[-1].abort()
    assert (rest.hasError(), enum_name(rest.error())) == (True, "OperationCanceledError")


@pytest.mark.differs("rest-error-behind-status")
def test_an_abort_behind_a_good_status_is_no_success(fetch: Fetch, server: Any) -> None:
    gate = server.gate()

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "9")])
        talk.send(b"abc")
        gate.wait()

    rest = fetch.begun(server.script("/x", script))
    run_until(fetch.replies[-1].readyRead)
    fetch.replies[-1].abort()
    assert (rest.hasError(), rest.isSuccess()) == (True, False)


@pytest.mark.differs("rest-error-behind-status")
def test_a_body_that_cannot_be_decompressed_is_no_success(fetch: Fetch) -> None:
    rest = fetch(b"this is not gzip", headers=[("Content-Encoding", "gzip")])
    assert (enum_name(rest.error()), rest.isSuccess()) == ("UnknownContentError", False)


def test_while_nothing_has_come_there_is_neither_success_nor_error(fetch: Fetch, server: Any) -> None:
    rest = fetch.begun(server.on("/x", gate=server.gate()))
    assert (rest.httpStatus(), rest.isSuccess(), rest.hasError(), rest.errorString()) == (0, False, False, "")
    assert (octets(rest.readBody()), rest.readText()) == (b"", "")


def test_a_data_url_has_no_status_and_so_no_success(fetch: Fetch) -> None:
    rest = fetch.finished("data:text/plain,abc")
    assert (rest.httpStatus(), rest.isSuccess(), rest.hasError(), rest.readText()) == (0, False, False, "abc")


def test_when_the_reply_is_deleted_nothing_is_left(fetch: Fetch) -> None:
    rest = fetch(b"x", status=404)
    fetch.replies[-1].deleteLater()
    spin()
    assert rest.networkReply() is None
    assert (rest.httpStatus(), rest.isSuccess(), rest.hasError(), rest.errorString()) == (0, False, False, "")
    assert (octets(rest.readBody()), rest.readText(), rest.readJson()[0]) == (b"", "", None)


def test_none_for_a_reply_is_warned_of(rest_warnings: list[str]) -> None:
    rest = RestReply(None)
    assert rest_warnings == ["QRestReply: QNetworkReply is nullptr"]
    assert (rest.networkReply(), rest.httpStatus(), rest.readText()) == (None, 0, "")


@pytest.mark.parametrize("wrong", [5, "http://host", QtCore.QObject])
def test_it_is_made_for_replies_only(wrong: Any) -> None:
    with pytest.raises(TypeError):
        RestReply(wrong)


def test_two_can_be_swapped(fetch: Fetch) -> None:
    one, other = fetch(b"one"), fetch(b"other", status=404)
    one.swap(other)
    assert (one.readText(), one.httpStatus()) == ("other", 404)
    assert (other.readText(), other.httpStatus()) == ("one", 200)


def test_it_is_always_true_and_equal_to_itself_only(fetch: Fetch) -> None:
    rest = fetch(b"x", status=500)
    assert rest
    assert rest == rest
    assert rest != RestReply(fetch.replies[-1])


# JSON.


@pytest.mark.parametrize(
    ("body", "value"), [(b'{"a": [1, null]}', {"a": [1, None]}), (b"[1, 2]", [1, 2]), (b"{}", {}), (b" [ ] ", [])]
)
def test_json_is_read_as_a_document(fetch: Fetch, body: bytes, value: Any) -> None:
    document, error = fetch(body, "application/json").readJson()
    assert document.toVariant() == value
    assert enum_name(error.error) == "NoError"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "IllegalValue"),
        (b"{", "UnterminatedObject"),
        (b'{"a":1} x', "GarbageAtEnd"),
        (b"1", "IllegalValue"),
        (b"null", "IllegalValue"),
        ('{"a":"ä"}'.encode("latin-1"), "IllegalUTF8String"),
    ],
)
def test_what_is_no_json_document_is_none_with_the_reason(fetch: Fetch, body: bytes, problem: str) -> None:
    document, error = fetch(body, "application/json").readJson()
    assert document is None
    assert enum_name(error.error) == problem


@pytest.mark.parametrize("content_type", [None, "text/html", "application/json; charset=iso-8859-1"])
def test_json_is_utf_8_whatever_the_content_type_says(fetch: Fetch, content_type: str | None) -> None:
    document, _ = fetch('{"a":"ä"}'.encode(), content_type).readJson()
    assert document.toVariant() == {"a": "ä"}


def test_json_may_begin_with_a_byte_order_mark(fetch: Fetch) -> None:
    document, _ = fetch(b'\xef\xbb\xbf{"a":1}').readJson()
    assert document.toVariant() == {"a": 1}


def test_the_json_of_an_error_status_can_be_read(fetch: Fetch) -> None:
    document, _ = fetch(b'{"detail":"no"}', status=422).readJson()
    assert document.toVariant() == {"detail": "no"}


def test_json_can_be_read_once(fetch: Fetch) -> None:
    rest = fetch(b'{"a":1}')
    assert rest.readJson()[0] is not None
    assert rest.readJson()[0] is None


def test_json_of_an_unfinished_reply_is_not_read(fetch: Fetch, server: Any, rest_warnings: list[str]) -> None:
    gate = server.gate()

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "7")])
        talk.send(b'{"a":')
        gate.wait()
        talk.send(b"1}")

    rest = fetch.begun(server.script("/x", script))
    run_until(fetch.replies[-1].readyRead)
    document, error = rest.readJson()
    assert (document, enum_name(error.error)) == (None, "NoError")
    assert rest_warnings == ["readJson() called on an unfinished reply, ignoring"]
    gate.open()
    run_until(fetch.replies[-1].isFinished)
    assert rest.readJson()[0].toVariant() == {"a": 1}


# Text.


@pytest.mark.parametrize("content_type", [None, "text/plain", "text/plain; charset=", 'text/plain; charset=""'])
def test_text_is_utf_8_where_nothing_is_said(fetch: Fetch, content_type: str | None) -> None:
    assert fetch("äé€😀".encode(), content_type).readText() == "äé€😀"


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("utf-8", "utf-8", "äé€"),
        ("UTF8", "utf-8", "äé€"),
        ("us-ascii", "ascii", "abc"),
        ("iso-8859-1", "latin-1", "äé"),
        ("ISO_8859-1", "latin-1", "äé"),
        ("latin1", "latin-1", "äé"),
        ("latin-1", "latin-1", "äé"),
        ("iso-8859-15", "iso8859-15", "äé€"),
        ("windows-1252", "cp1252", "äé€"),
        ("x-cp1252", "cp1252", "äé€"),
        ("windows-1251", "cp1251", "привет"),
        ("windows-874", "cp874", "ไทย"),
        ("koi8-r", "koi8-r", "привет"),
        ("macintosh", "mac-roman", "äé"),
        ("shift_jis", "cp932", "日本①"),
        ("x-sjis", "cp932", "日本"),
        ("euc-jp", "euc-jp", "日本"),
        ("iso-2022-jp", "iso2022-jp", "日本"),
        ("gb2312", "gb2312", "中文"),
        ("gbk", "gbk", "中文"),
        ("gb18030", "gb18030", "中文😀"),
        ("big5", "big5", "中文"),
        ("euc-kr", "euc-kr", "한국"),
        ("ks_c_5601-1987", "cp949", "똠"),
        ("utf-16le", "utf-16-le", "äé€😀"),
        ("utf-16be", "utf-16-be", "äé€😀"),
        ("utf-16", "utf-16-le", "äé€"),
        ("utf-32be", "utf-32-be", "äé😀"),
        ("utf-32le", "utf-32-le", "äé😀"),
        ("utf-7", "utf-7", "ä"),
    ],
)
def test_text_is_decoded_as_its_charset_says(fetch: Fetch, charset: str, codec: str, text: str) -> None:
    assert text_of(fetch, text.encode(codec), charset) == text


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_is_dropped(fetch: Fetch, codec: str) -> None:
    assert text_of(fetch, "\ufeffäb".encode(codec), codec.replace("-le", "le").replace("-be", "be")) == "äb"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_tells_the_order(fetch: Fetch, codec: str) -> None:
    assert text_of(fetch, "\ufeffäb".encode(codec), codec[:6]) == "äb"


def test_only_the_first_byte_order_mark_is_dropped(fetch: Fetch) -> None:
    assert text_of(fetch, "\ufeffa\ufeffb".encode(), "utf-8") == "a\ufeffb"


def test_a_mark_of_utf_16_does_not_make_utf_8_of_it(fetch: Fetch, rest_warnings: list[str]) -> None:
    assert fetch("ä".encode("utf-16"), "text/plain").readText() == ""
    assert rest_warnings == ["readText(): Decoding error occurred"]


@pytest.mark.parametrize("byte", [b"\x81", b"\x8d", b"\x90"])
def test_a_hole_in_a_windows_code_page_is_a_control_character(fetch: Fetch, byte: bytes) -> None:
    assert text_of(fetch, b"a" + byte, "windows-1252") == "a" + byte.decode("latin-1")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain;charset=iso-8859-1;x=y",
        "text/plain; x=y; charset=iso-8859-1",
        'text/plain; x="a;charset=utf-8"; charset=iso-8859-1',
        "text/plain; CHARSET=ISO-8859-1",
        "text/plain; charset = iso-8859-1",
        'text/plain; charset="iso-8859-1"; q=1',
        'text/plain; charset="iso-8859\\-1"',
        "text/plain; charset='iso-8859-1'",
        "text/plain; charset=iso-8859-1; charset=utf-8",
        "application/json; charset=iso-8859-1",
    ],
)
def test_the_charset_is_found_among_the_parameters(fetch: Fetch, content_type: str) -> None:
    assert fetch(b"\xe4\xe9", content_type).readText() == "äé"


@pytest.mark.parametrize("content_type", ["charset=iso-8859-1", "text/plain charset=iso-8859-1", "a; xcharset=latin-1"])
def test_what_is_no_charset_parameter_does_not_count(fetch: Fetch, content_type: str) -> None:
    assert fetch("ä".encode(), content_type).readText() == "ä"


@pytest.mark.parametrize("body", [b"a\xffb", b"\xc0\xaf", b"a\xed\xa0\x80b", b"\xf4\x90\x80\x80", b"\xe4bc"])
def test_bad_utf_8_makes_the_text_empty_with_a_warning(fetch: Fetch, body: bytes, rest_warnings: list[str]) -> None:
    assert text_of(fetch, body, "utf-8") == ""
    assert rest_warnings == ["readText(): Decoding error occurred"]


def test_bytes_beyond_ascii_are_no_ascii(fetch: Fetch, rest_warnings: list[str]) -> None:
    assert text_of(fetch, b"a\xe4", "us-ascii") == ""
    assert rest_warnings == ["readText(): Decoding error occurred"]


@pytest.mark.parametrize(
    "charset", ["nonsense", "hex", "rot13", "idna", "punycode", "unicode_escape", "undefined", "base64"]
)
def test_an_unknown_charset_makes_the_text_empty_with_a_warning(
    fetch: Fetch, charset: str, rest_warnings: list[str]
) -> None:
    assert text_of(fetch, b"616263", charset) == ""
    assert rest_warnings == [f'readText(): Charset "{charset}" is not supported']


@pytest.mark.parametrize(("body", "text"), [(b"a\xe2\x82", "a"), (b"\xf0\x9f\x98", "")])
def test_a_character_that_never_comes_whole_is_left_out(fetch: Fetch, body: bytes, text: str) -> None:
    assert text_of(fetch, body, "utf-8") == text


def test_half_a_unit_of_utf_16_is_left_out(fetch: Fetch) -> None:
    assert text_of(fetch, b"a\x00b\x00c", "utf-16le") == "ab"


def test_half_a_surrogate_pair_is_left_out(fetch: Fetch) -> None:
    assert text_of(fetch, b"\x00\xd8a\x00", "utf-16le") == "a"


def test_text_keeps_nul_and_line_ends(fetch: Fetch) -> None:
    assert text_of(fetch, b"a\x00b\r\nc", "utf-8") == "a\x00b\r\nc"


def test_text_can_be_read_once(fetch: Fetch) -> None:
    rest = fetch(b"abc")
    assert (rest.readText(), rest.readText()) == ("abc", "")


def in_pieces(server: Any, charset: str, *pieces: bytes) -> tuple[str, list[Any]]:
    """The URL of a body that comes in pieces, and the gates in front of all but the first."""
    gates = [server.gate() for _ in pieces[1:]]

    def script(talk: Any) -> None:
        length = sum(len(piece) for piece in pieces)
        talk.head(200, [("Content-Type", f"text/plain; charset={charset}"), ("Content-Length", str(length))])
        talk.send(pieces[0])
        for gate, piece in zip(gates, pieces[1:], strict=True):
            gate.wait()
            talk.send(piece)

    return server.script("/pieces", script), gates


@pytest.mark.parametrize(
    ("charset", "pieces", "texts"),
    [
        ("utf-8", (b"\xc3", b"\xa4\xe2\x82", b"\xacz"), ["", "ä", "€z"]),
        ("utf-16", (b"\xfe\xff\x00a", b"\x00", b"b"), ["a", "", "b"]),
        ("utf-16", (b"\xfe", b"\xff\x00a", b"\x00b"), ["", "a", "b"]),
        ("utf-16le", (b"\xff\xfea", b"\x00b", b"\x00"), ["", "a", "b"]),
        ("shift_jis", (b"a\x93", b"\xfa\x96", b"{"), ["a", "日", "本"]),
    ],
)
def test_text_is_decoded_as_it_comes(
    fetch: Fetch, server: Any, charset: str, pieces: tuple[bytes, ...], texts: list[str]
) -> None:
    url, gates = in_pieces(server, charset, *pieces)
    rest = fetch.begun(url)
    read: list[str] = []
    for gate in [*gates, None]:
        run_until(fetch.replies[-1].readyRead)
        read.append(rest.readText())
        if gate is not None:
            gate.open()
    run_until(fetch.replies[-1].isFinished)
    assert [*read, rest.readText()] == [*texts, ""]


@pytest.mark.differs("rest-split-pair")
def test_a_surrogate_pair_may_come_in_two_pieces(fetch: Fetch, server: Any) -> None:
    url, (gate,) = in_pieces(server, "utf-16le", b"a\x00\x3d\xd8", b"\x00\xde")
    rest = fetch.begun(url)
    run_until(fetch.replies[-1].readyRead)
    assert rest.readText() == "a"
    gate.open()
    run_until(fetch.replies[-1].isFinished)
    assert rest.readText() == "\U0001f600"


def test_after_bytes_that_cannot_be_decoded_there_is_no_more_text(
    fetch: Fetch, server: Any, rest_warnings: list[str]
) -> None:
    url, (gate,) = in_pieces(server, "utf-8", b"a\xffb", b"fine")
    rest = fetch.begun(url)
    run_until(fetch.replies[-1].readyRead)
    assert rest.readText() == ""
    gate.open()
    run_until(fetch.replies[-1].isFinished)
    assert rest.readText() == ""
    assert len(rest_warnings) == 2


def test_another_view_of_the_reply_decodes_afresh(fetch: Fetch, server: Any) -> None:
    url, (gate,) = in_pieces(server, "utf-8", b"a\xffb", b"fine")
    rest = fetch.begun(url)
    run_until(fetch.replies[-1].readyRead)
    rest.readText()
    gate.open()
    run_until(fetch.replies[-1].isFinished)
    assert RestReply(fetch.replies[-1]).readText() == "fine"


def test_body_and_text_share_the_bytes(fetch: Fetch) -> None:
    rest = fetch("äö".encode())
    fetch.replies[-1].read(2)
    assert rest.readText() == "ö"
    assert octets(rest.readBody()) == b""
