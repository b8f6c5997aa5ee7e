"""The header section of a request, in Qt's order."""

from __future__ import annotations

import pytest

from netaccess._access import outgoing
from netaccess._access.outgoing import header_section, is_idempotent, plain_section, spelled

HOST = (b"Host", b"host")
PLAIN = [
    HOST,
    (b"Connection", b"Keep-Alive"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"Accept-Language", b"en,*"),
    (b"User-Agent", b"Mozilla/5.0"),
]


@pytest.fixture(autouse=True)
def negotiation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        outgoing, "_negotiated", [(b"Accept-Encoding", b"gzip, deflate"), (b"Accept-Language", b"en,*")]
    )


def section(*own: tuple[bytes, bytes], **changes: object) -> list[tuple[bytes, bytes]]:
    settings = {"length": None, "chunked": False, "form": False, "no_cache": False, **changes}
    return header_section(PLAIN, own, **settings)[0]  # type: ignore[arg-type]


def test_a_plain_get_carries_the_usual_fields_in_order() -> None:
    assert plain_section(HOST) == section() == PLAIN


def test_own_fields_come_first_and_replace_the_defaults() -> None:
    names = [name for name, _ in section((b"x-own", b"1"), (b"user-agent", b"me"))]
    assert names == [b"Host", b"X-Own", b"User-Agent", b"Connection", b"Accept-Encoding", b"Accept-Language"]


def test_an_own_host_stands_where_host_stands() -> None:
    assert section((b"x-a", b"1"), (b"host", b"other"))[0] == (b"Host", b"other")


def test_an_empty_own_agent_leaves_the_default() -> None:
    assert (b"User-Agent", b"Mozilla/5.0") in section((b"User-Agent", b""))


def test_a_known_length_is_announced() -> None:
    assert (b"Content-Length", b"5") in section(length=5)
    assert (b"Content-Length", b"0") in section(length=0)


def lengths(*own: tuple[bytes, bytes], **changes: object) -> list[bytes]:
    return [value for name, value in section(*own, **changes) if name == b"Content-Length"]


def test_an_own_length_is_not_doubled() -> None:
    assert lengths((b"content-length", b"5"), length=5) == [b"5"]


@pytest.mark.parametrize("own", [b"3", b"7", b"-1", b"+5", b"5, 5", b"many", b""])
def test_an_own_length_that_is_not_the_bodys_is_replaced(own: bytes) -> None:
    assert lengths((b"content-length", own), length=5) == [b"5"]


def test_an_own_length_without_a_body_is_left_out_unless_it_is_nothing() -> None:
    assert lengths((b"content-length", b"3")) == []
    assert lengths((b"content-length", b"0")) == [b"0"]


def test_a_body_is_sent_in_chunks_where_the_program_says_so() -> None:
    fields = section((b"transfer-encoding", b"chunked"), (b"content-length", b"5"), length=5)
    assert [field for field in fields if field[0] in (b"Transfer-Encoding", b"Content-Length")] == [
        (b"Transfer-Encoding", b"chunked")
    ]


def test_chunks_are_not_announced_without_a_body() -> None:
    assert b"Transfer-Encoding" not in dict(section((b"transfer-encoding", b"chunked")))


def test_another_coding_of_the_transfer_is_left_out() -> None:
    fields = dict(section((b"transfer-encoding", b"gzip"), length=5))
    assert (fields.get(b"Transfer-Encoding"), fields[b"Content-Length"]) == (None, b"5")


def test_an_unknown_length_is_sent_in_chunks() -> None:
    fields = section(chunked=True)
    assert (b"Transfer-Encoding", b"chunked") in fields
    assert not [name for name, _ in fields if name == b"Content-Length"]


def test_a_form_is_announced_last_unless_the_user_says_what_it_is() -> None:
    assert section(form=True)[-1] == (b"Content-Type", b"application/x-www-form-urlencoded")
    assert [value for name, value in section((b"content-type", b"text/x"), form=True) if name == b"Content-Type"] == [
        b"text/x"
    ]


def test_caches_are_told_to_ask_the_origin() -> None:
    assert section(no_cache=True)[1:3] == [(b"Cache-Control", b"no-cache"), (b"Pragma", b"no-cache")]


def test_a_response_is_decoded_unless_the_user_negotiates() -> None:
    assert header_section(PLAIN, (), None, False, False, False)[1] is True
    assert header_section(PLAIN, [(b"accept-encoding", b"br")], None, False, False, False)[1] is False


@pytest.mark.parametrize(
    ("given", "expected"),
    [(b"x-own", b"X-Own"), (b"USER-AGENT", b"User-Agent"), (b"etag", b"Etag"), (b"a--b", b"A--B"), (b"x", b"X")],
)
def test_names_are_capitalised_word_by_word(given: bytes, expected: bytes) -> None:
    assert spelled(given) == expected


@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"PUT", b"DELETE", b"OPTIONS", b"TRACE"])
def test_these_methods_may_be_sent_twice(method: bytes) -> None:
    assert is_idempotent(method)


@pytest.mark.parametrize("method", [b"POST", b"PATCH", b"get", b"OWN", b"CONNECT"])
def test_these_methods_may_not(method: bytes) -> None:
    assert not is_idempotent(method)
