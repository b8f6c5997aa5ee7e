"""Routes of the fake network: which requests they are for, and which of them answers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fakenetworksupport import Client, Error, request, status

from netaccess.QtCore import QUrl
from netaccess.testing import FakeLoop
from netaccess.testing.network import FakeNetwork, Response, SentRequest, refused
from netaccess.testing.network.matching import Matcher
from netaccess.testing.network.urlpattern import UrlPattern

BASE = "http://api.example"


def differs(pattern: Any, url: str) -> list[str]:
    return UrlPattern(pattern).compare(url)[0]


def lacks(sent: SentRequest, **conditions: Any) -> list[str]:
    return Matcher(None, None, **conditions).compare(sent)[0]


def sent(body: bytes = b"", url: str = BASE + "/", **headers: str) -> SentRequest:
    return SentRequest("POST", url, [(name.replace("_", "-"), text) for name, text in headers.items()], body)


# URLs.


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("http://api.example/items", "http://api.example/items"),
        ("http://API.example/items", "http://api.example/items"),
        ("http://api.example:80/items", "http://api.example/items"),
        ("https://api.example:443", "https://api.example/"),
        ("http://api.example/items", "http://api.example/items?page=2"),
        ("http://api.example/items?page=2", "http://api.example/items?page=2"),
        ("http://api.example/items#top", "http://api.example/items"),
        ("http://api.example/*", "http://api.example/items"),
        ("http://api.example/*/7", "http://api.example/items/7"),
        ("http://api.example/**", "http://api.example/a/b/c"),
        ("http://*.example/x", "http://api.example/x"),
        ("*://api.example/x", "https://api.example/x"),
        ("/items", "https://somewhere.example:8080/items"),
        ("**", "https://somewhere.example/anything?at=all"),
        ("**/all", "https://somewhere.example/one/and/all"),
        ("*", "https://somewhere.example/any/thing"),
        ("http://api.example/{kind}/{id}", "http://api.example/items/7"),
        ("http://api.example/a b/ü", "http://api.example/a%20b/%C3%BC"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        (QUrl("http://api.example/a b"), "http://api.example/a%20b"),
        (re.compile(r"/items/\d+$"), "http://api.example/items/7"),
        (lambda url: url.endswith("7"), "http://api.example/items/7"),
    ],
)
def test_a_pattern_is_for_a_url(pattern: Any, url: str) -> None:
    assert differs(pattern, url) == []


@pytest.mark.parametrize(
    ("pattern", "url", "difference"),
    [
        ("http://api.example/items", "http://api.example/item", "path: expected /items, got /item"),
        ("http://api.example/items", "https://api.example/items", "scheme: expected http, got https"),
        ("http://api.example/items", "http://www.example/items", "host: expected api.example, got www.example"),
        ("http://api.example:81/items", "http://api.example/items", "host: expected api.example:81, got api.example"),
        ("http://api.example/*", "http://api.example/a/b", "path: expected /*, got /a/b"),
        ("http://api.example/{id}", "http://api.example/", "path: expected /{id}, got /"),
        ("http://api.example/items?", "http://api.example/items?a=1", "query: expected none, got a=1"),
        ("http://api.example/items?a=1", "http://api.example/items", "query: expected a=1, got none"),
        (re.compile("items$"), "http://api.example/x", "url: http://api.example/x does not match /items$/"),
    ],
)
def test_a_pattern_says_in_what_a_url_differs(pattern: Any, url: str, difference: str) -> None:
    assert differs(pattern, url) == [difference]


def test_a_predicate_says_which_url_it_did_not_take() -> None:
    assert "http://api.example/x is not one for" in differs(lambda url: False, "http://api.example/x")[0]


@pytest.mark.parametrize("pattern", ["items", "http://", "/{not a name}"])
def test_a_text_that_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"begins with a scheme|is no name"):
        UrlPattern(pattern)


@pytest.mark.parametrize("pattern", [7, b"http://api.example/", re.compile(b"x")])
def test_what_is_no_url_pattern_is_a_type_error(pattern: Any) -> None:
    with pytest.raises(TypeError):
        UrlPattern(pattern)


# Other conditions.


@pytest.mark.parametrize(
    "rule",
    ["en", re.compile("^e"), lambda value: value == "en", ..., ["en"]],
    ids=["text", "re", "call", "any", "list"],
)
def test_a_header_is_as_the_rule_says(rule: Any) -> None:
    assert lacks(sent(Accept_Language="en"), headers={"accept-language": rule}) == []


@pytest.mark.parametrize(
    ("rule", "difference"),
    [
        ("de", "header x: expected 'de', got 'en'"),
        (re.compile("^d"), "header x: expected /^d/, got 'en'"),
        (None, "header x: expected none, got 'en'"),
        (["en", "de"], "header x: expected ['en', 'de'], got 'en'"),
    ],
)
def test_a_header_that_differs_is_told_of(rule: Any, difference: str) -> None:
    assert lacks(sent(X="en"), headers={"x": rule}) == [difference]


def test_a_header_that_is_missing_is_told_of() -> None:
    assert lacks(sent(), headers={"X": ...}) == ["header X: expected some value, got none"]


def test_fields_of_the_query_are_compared_by_name() -> None:
    asked = sent(url=BASE + "/?a=1&b=2&b=3&c=%C3%BC")
    assert lacks(asked, query={"a": "1", "b": ["2", "3"], "c": "ü", "d": None}) == []
    assert lacks(asked, query={"a": "2", "d": "x"}) == [
        "query a: expected '2', got '1'",
        "query d: expected 'x', got none",
    ]


def test_numbers_may_stand_for_text_in_a_query() -> None:
    assert lacks(sent(url=BASE + "/?page=2"), query={"page": 2}) == []


@pytest.mark.parametrize(
    "rule", [b"hello", "hello", re.compile("l+"), re.compile(b"l+"), lambda body: len(body) == 5], ids=range(5)
)
def test_a_body_is_as_the_rule_says(rule: Any) -> None:
    assert lacks(sent(b"hello"), body=rule) == []


def test_a_body_of_lines_that_differs_is_shown_as_a_diff() -> None:
    different = lacks(sent(b"one\ntwo\n"), body="one\nthree\n")
    assert different[0] == "body:"
    assert "  -three" in different
    assert "  +two" in different


def test_a_short_body_that_differs_is_shown() -> None:
    assert lacks(sent(b"hello"), body="hullo") == ["body: expected 'hullo', got 'hello'"]


def test_json_has_to_hold_at_least_what_is_named() -> None:
    body = b'{"name": "x", "tags": [1, {"a": 2, "b": 3}], "more": null}'
    assert lacks(sent(body), json={"name": "x", "tags": [1, {"a": 2}]}) == []
    assert lacks(sent(body), json={"name": ..., "more": None}) == []
    assert lacks(sent(body), json={"tags": lambda tags: len(tags) == 2}) == []


@pytest.mark.parametrize(
    ("wanted", "difference"),
    [
        ({"name": "y"}, "json['name']: expected 'y', got 'x'"),
        ({"size": 1}, "json['size']: expected 1, got none"),
        ({"tags": [1]}, "json['tags']: expected [1], got [1, {'a': 2}]"),
        ({"tags": [1, {"a": 3}]}, "json['tags'][1]['a']: expected 3, got 2"),
        ({"tags": [True, {"a": 2}]}, "json['tags'][0]: expected True, got 1"),
        ([], "json: expected [], got {'name': 'x', 'tags': [1, {'a': 2}]}"),
    ],
)
def test_json_that_differs_is_told_of_with_its_place(wanted: Any, difference: str) -> None:
    assert lacks(sent(b'{"name": "x", "tags": [1, {"a": 2}]}'), json=wanted) == [difference]


def test_a_body_that_is_no_json_is_told_of() -> None:
    assert lacks(sent(b"{"), json={}) == ["json: the body is none: '{'"]


def test_form_fields_are_compared_by_name() -> None:
    assert lacks(sent(b"a=1&b=2&b=3"), form={"a": "1", "b": ["2", "3"], "c": None}) == []
    assert lacks(sent(b"a=1"), form={"a": "2"}) == ["form field a: expected '2', got '1'"]


def test_the_fields_of_a_multipart_form_are_read_too() -> None:
    body = (
        b'--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\nhello\r\n'
        b'--xyz\r\ncontent-disposition: form-data; name="f"; filename="f.txt"\r\n\r\none\r\ntwo\r\n--xyz--\r\n'
    )
    asked = sent(body, Content_Type='multipart/form-data; boundary="xyz"')
    assert asked.form() == {"a": ["hello"], "f": ["one\r\ntwo"]}
    assert [content for _, content in asked.parts()] == [b"hello", b"one\r\ntwo"]


def test_a_predicate_sees_the_whole_request() -> None:
    assert lacks(sent(b"x"), where=lambda sent: sent.body == b"x" and sent.method == "POST") == []
    assert "does not hold" in lacks(sent(b"x"), where=lambda sent: False)[0]


def test_what_cannot_match_a_body_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="a body is matched by"):
        Matcher("GET", "**", body=7)


# Which route answers.


def test_a_get_is_answered_by_its_route(client: Client) -> None:
    route = client.network.get(BASE + "/items").respond("hello")
    assert client.text(BASE + "/items") == "hello"
    assert (route.count, route.called, route.last.url) == (1, True, BASE + "/items")


def test_the_first_route_that_matches_answers(client: Client) -> None:
    client.network.get("**").respond("first")
    client.network.get(BASE + "/x", optional=True).respond("more exact")
    assert client.text(BASE + "/x") == "first"


def test_a_route_that_is_used_up_leaves_requests_to_the_next(client: Client) -> None:
    client.network.get("**").respond("once", times=1)
    client.network.get("**").respond("afterwards")
    assert [client.text(BASE) for _ in range(3)] == ["once", "afterwards", "afterwards"]


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head", "patch"])
def test_there_is_a_route_for_each_method(client: Client, method: str) -> None:
    route = getattr(client.network, method)(BASE + "/x").respond(204)
    reply = client.finish(client.manager.sendCustomRequest(request(BASE + "/x"), method.upper().encode()))
    assert (status(reply), route.last.method) == (204, method.upper())


def test_a_route_for_any_method_takes_them_all(client: Client) -> None:
    route = client.network.any(BASE + "/x")
    client.get(BASE + "/x")
    client.finish(client.manager.deleteResource(request(BASE + "/x")))
    assert [sent.method for sent in route.requests] == ["GET", "DELETE"]


def test_bodies_choose_between_routes(client: Client) -> None:
    client.network.post(BASE + "/x", json={"kind": "a"}).respond("A")
    client.network.post(BASE + "/x", body="plain").respond("B")
    client.network.post(BASE + "/x", form={"kind": "c"}).respond("C")
    bodies = (b'{"kind": "a", "more": 1}', b"plain", b"kind=c")
    assert [bytes(client.post(BASE + "/x", body).readAll()) for body in bodies] == [b"A", b"B", b"C"]


# What is answered.


@pytest.mark.parametrize(
    ("answer", "code", "kind", "body"),
    [
        (None, 200, None, b""),
        (b"bytes", 200, None, b"bytes"),
        ("text", 200, "text/plain; charset=utf-8", b"text"),
        ({"a": 1}, 200, "application/json", b'{"a": 1}'),
        ([1, 2], 200, "application/json", b"[1, 2]"),
        (404, 404, None, b""),
        (Response(201, text="made"), 201, "text/plain; charset=utf-8", b"made"),
        (Response(json=None), 200, "application/json", b"null"),
    ],
)
def test_values_stand_for_responses(client: Client, answer: Any, code: int, kind: Any, body: bytes) -> None:
    client.network.get(BASE).respond(answer)
    reply = client.get(BASE)
    named = bytes(reply.rawHeader("Content-Type")).decode() or None
    assert (status(reply), named, bytes(reply.readAll())) == (code, kind, body)


def test_a_file_is_answered_with_its_type(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(b"<p>")
    client.network.get(BASE).respond(file)
    reply = client.get(BASE)
    assert (bytes(reply.readAll()), bytes(reply.rawHeader("Content-Type"))) == (b"<p>", b"text/html")


def test_arguments_of_a_response_can_be_given_to_the_route(client: Client) -> None:
    client.network.get(BASE).respond(status=201, json={"a": 1}, headers={"X-A": "b"})
    reply = client.get(BASE)
    assert (status(reply), bytes(reply.rawHeader("X-A"))) == (201, b"b")


@pytest.mark.parametrize("answer", [True, 1.5, object()])
def test_what_is_no_response_is_a_type_error(client: Client, answer: Any) -> None:
    with pytest.raises(TypeError):
        client.network.get(BASE, optional=True).respond(answer)


def test_a_callable_gets_the_request_and_the_parts_of_the_url(client: Client) -> None:
    def show(sent: SentRequest, kind: str, number: str) -> dict[str, str]:
        return {"kind": kind, "number": number, "agent": sent.header("user-agent") or ""}

    client.network.get(BASE + "/{kind}/{number}").respond(show)
    assert client.text(BASE + "/a%20b/7") == '{"kind": "a b", "number": "7", "agent": "Mozilla/5.0"}'


def test_a_callable_gets_only_the_parts_it_takes(client: Client) -> None:
    client.network.get(BASE + "/{kind}/{number}").respond(lambda sent, number: number)
    assert client.text(BASE + "/a/7") == "7"


def test_a_callable_gets_the_named_groups_of_a_pattern(client: Client) -> None:
    client.network.get(re.compile(r"/items/(?P<number>\d+)")).respond(lambda sent, **parts: parts)
    assert client.text(BASE + "/items/42") == '{"number": "42"}'


def test_a_callable_may_return_a_fault(client: Client) -> None:
    client.network.get(BASE).respond(lambda sent: refused())
    assert client.get(BASE).error() == Error.ConnectionRefusedError


def test_what_a_callable_raises_is_reported_and_the_request_fails(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[BaseException] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, value, traceback: seen.append(value))

    def broken(sent: SentRequest) -> str:
        raise LookupError("nothing there")

    client.network.get(BASE).respond(broken)
    reply = client.get(BASE)
    assert [str(error) for error in seen] == ["nothing there"]
    assert (reply.error(), reply.errorString()) == (Error.UnknownNetworkError, "LookupError: nothing there")


def test_a_callable_may_abort_the_reply(client: Client) -> None:
    replies: list[Any] = []
    client.network.get(BASE).respond(lambda sent: replies[0].abort())
    replies.append(client.manager.get(request(BASE)))
    assert client.finish(replies[0]).error() == Error.OperationCanceledError


def test_answers_are_given_one_after_the_other_and_the_last_goes_on(client: Client) -> None:
    client.network.get(BASE).respond("a").then("b").then("c")
    assert [client.text(BASE) for _ in range(5)] == ["a", "b", "c", "c", "c"]


def test_an_answer_may_be_given_several_times(client: Client) -> None:
    client.network.get(BASE).respond(503, times=2).then("ok")
    assert [status(client.get(BASE)) for _ in range(4)] == [503, 503, 200, 200]


def test_a_sequence_is_given_in_turn(client: Client) -> None:
    client.network.get(BASE).respond_each(["a", 500, "c"])
    assert [status(client.get(BASE)) for _ in range(4)] == [200, 500, 200, 200]


def test_a_sequence_may_end(client: Client) -> None:
    client.network.get(BASE).respond_each(["a", "b"], times=1)
    client.network.get(BASE).respond("other")
    assert [client.text(BASE) for _ in range(3)] == ["a", "b", "other"]


def test_respond_forgets_what_was_said_before(client: Client) -> None:
    route = client.network.get(BASE).respond("a").then("b")
    client.text(BASE)
    route.respond("new")
    assert client.text(BASE) == "new"


def test_an_empty_sequence_is_refused(client: Client) -> None:
    with pytest.raises(ValueError, match="not empty"):
        client.network.get(BASE, optional=True).respond_each([])


def test_an_answer_is_given_at_least_once(client: Client) -> None:
    with pytest.raises(ValueError, match="at least once"):
        client.network.get(BASE, optional=True).respond("a", times=0)


def test_a_failure_may_come_between_answers(client: Client) -> None:
    client.network.post(BASE).respond("a").fail(refused()).then("b")
    replies = [client.post(BASE, b"x") for _ in range(3)]
    assert [reply.error() for reply in replies] == [Error.NoError, Error.ConnectionRefusedError, Error.NoError]


def test_managers_before_and_after_the_network_use_the_real_transport() -> None:
    from netaccess._access.manager import Seam

    before = Seam.make_transport
    with FakeLoop() as loop, FakeNetwork(loop):
        assert Seam.make_transport is not before
    assert Seam.make_transport is before


def test_a_network_cannot_be_entered_twice() -> None:
    with FakeLoop() as loop, FakeNetwork(loop) as network, pytest.raises(RuntimeError, match="entered already"):
        network.__enter__()


def test_a_network_finds_the_loop_that_was_entered() -> None:
    with FakeLoop() as loop, FakeNetwork() as network:
        assert network.turns is loop.turns


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, netaccess.testing, netaccess.testing.network as network; network.FakeNetwork, network.refused;"
        "print([each for each in 'json urllib3 ssl http socket asyncio pytest inspect'.split() if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_a_predicate_raises_is_reported_and_the_request_fails(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[BaseException] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, value, traceback: seen.append(value))
    client.network.get(lambda url: url.no_such_name, optional=True)
    reply = client.get(BASE)
    assert reply.errorString().startswith("AttributeError: ")
    assert len(seen) == 1


def test_a_network_without_a_loop_is_refused() -> None:
    with pytest.raises(RuntimeError, match="needs a FakeLoop"):
        FakeNetwork()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"a": 1}, "application/json"),
        (["a"], "application/json"),
        ("text", "text/plain; charset=utf-8"),
        (b"bytes", ""),
        (Path(__file__), "text/x-python"),
    ],
)
def test_an_answer_may_have_arguments_of_the_response_besides(client: Client, answer: Any, kind: str) -> None:
    client.network.get(BASE).respond(answer, status=404, delay=2)
    reply = client.get(BASE)
    assert (status(reply), client.loop.now) == (404, 2)
    assert bytes(reply.rawHeader("Content-Type")).decode() == kind


@pytest.mark.parametrize("answer", [Response(404), refused(), lambda request: 404])
def test_a_whole_answer_has_none(client: Client, answer: Any) -> None:
    with pytest.raises(TypeError, match="delay cannot be said besides"):
        client.network.get(BASE, optional=True).respond(answer, delay=2)
