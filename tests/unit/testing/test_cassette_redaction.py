"""What is taken out of requests and responses before they are written."""

from __future__ import annotations

import json

import pytest

from netaccess.testing.cassettes.har import CODED, HarContent, HarEntry, HarField, HarRequest, HarResponse
from netaccess.testing.cassettes.redaction import Redaction

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=cut"


def request(*headers: tuple[str, str], url: str = "http://host/", body: bytes = b"", kind: str = "") -> HarRequest:
    """Return a request."""
    fields = tuple(HarField(*each) for each in headers)
    if kind:
        fields = (*fields, HarField("Content-Type", kind))
    return HarRequest("POST" if body else "GET", url, fields, HarContent(body, kind) if body else None)


def response(*headers: tuple[str, str], body: bytes = b"", kind: str = "") -> HarResponse:
    """Return a response."""
    fields = tuple(HarField(*each) for each in headers)
    if kind:
        fields = (*fields, HarField("Content-Type", kind))
    return HarResponse(200, "OK", fields, HarContent(body, kind))


def body_of(redaction: Redaction, body: bytes, kind: str) -> bytes | None:
    """Return what is left of a request's body, having made sure that a response's becomes the same."""
    left = redaction.request(request(body=body, kind=kind)).content
    assert left is not None
    assert redaction.response(response(body=body, kind=kind)).content.body == left.body
    return left.body


# Headers.


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("Authorization", "Bearer abc.def", "Bearer REDACTED"),
        ("authorization", "Basic dTpw", "Basic REDACTED"),
        ("Authorization", 'Digest username="u", response="x"', "Digest REDACTED"),
        ("Authorization", "abcdef", "REDACTED"),
        ("Authorization", "my secret", "REDACTED"),
        ("Proxy-Authorization", "Basic dTpw", "Basic REDACTED"),
        ("Cookie", "a=1; b=2", "a=REDACTED; b=REDACTED"),
        ("Cookie", "bare", "REDACTED"),
        ("Cookie", "a=x=y", "a=REDACTED"),
        ("Set-Cookie", "sid=1; Path=/; HttpOnly", "sid=REDACTED; Path=/; HttpOnly"),
        ("Set-Cookie", "sid=; Max-Age=0", "sid=; Max-Age=0"),
        ("Set-Cookie", "a=1; Path=/\nb=2", "a=REDACTED; Path=/\nb=REDACTED"),
        ("X-Other", "kept", "kept"),
    ],
)
def test_credentials_and_cookies_go_by_default(name: str, value: str, left: str) -> None:
    assert Redaction().request(request((name, value))).headers == (HarField(name, left),)
    assert Redaction().response(response((name, value))).headers == (HarField(name, left),)


def test_further_headers_go_by_name_in_any_case() -> None:
    left = Redaction(headers=["x-api-key"]).request(request(("X-API-Key", "secret"), ("X-Api", "kept")))
    assert left.headers == (HarField("X-API-Key", "REDACTED"), HarField("X-Api", "kept"))


def test_every_field_of_a_name_goes() -> None:
    left = Redaction(headers=["X-Key"]).response(response(("X-Key", "1"), ("x-key", "2")))
    assert [value for _, value in left.headers] == ["REDACTED", "REDACTED"]


# URLs.


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("http://user:word@host/a", "http://REDACTED@host/a"),
        ("http://user@host/", "http://REDACTED@host/"),
        ("//user:word@host/", "//REDACTED@host/"),
        ("http://a:b@c@host/", "http://REDACTED@host/"),
        ("http://host/a@b", "http://host/a@b"),
        ("http://host?x=a@b", "http://host?x=a@b"),
        ("/path//a@b", "/path//a@b"),
    ],
)
def test_user_information_goes_by_default(url: str, left: str) -> None:
    assert Redaction().url(url) == left


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("http://host/?token=1&a=2", "http://host/?token=REDACTED&a=2"),
        ("http://host/?a=2&TOKEN=1#x", "http://host/?a=2&TOKEN=REDACTED#x"),
        ("http://host/?%74oken=1", "http://host/?%74oken=REDACTED"),
        ("http://host/?token=1&token=2", "http://host/?token=REDACTED&token=REDACTED"),
        ("http://host/?token", "http://host/?token"),
        ("http://host/?tokens=1", "http://host/?tokens=1"),
        ("http://host/#token=1&x=2", "http://host/#token=REDACTED&x=2"),
        ("http://host/token=1", "http://host/token=1"),
    ],
)
def test_parameters_go_by_name(url: str, left: str) -> None:
    assert Redaction(query=["token"]).url(url) == left


@pytest.mark.parametrize("name", ["Location", "Content-Location", "Referer"])
def test_urls_in_headers_are_looked_at_too(name: str) -> None:
    redaction = Redaction(query=["code"])
    assert redaction.response(response((name, "http://u:p@host/?code=1"))).headers == (
        HarField(name, "http://REDACTED@host/?code=REDACTED"),
    )


def test_a_relative_location_is_looked_at_too() -> None:
    left = Redaction(query=["code"]).response(response(("Location", "/next?code=1")))
    assert left.headers == (HarField("Location", "/next?code=REDACTED"),)


# Forms.


def test_fields_of_forms_go_by_name() -> None:
    redaction = Redaction(form=["password"])
    assert body_of(redaction, b"user=u&password=p%26q&a=b", FORM) == b"user=u&password=REDACTED&a=b"


def test_a_form_with_a_charset_is_a_form() -> None:
    assert body_of(Redaction(form=["p"]), b"p=1", FORM + "; charset=utf-8") == b"p=REDACTED"


def test_bytes_beyond_ascii_in_a_form_are_kept() -> None:
    assert body_of(Redaction(form=["p"]), b"a=\xff&p=\xfe", FORM) == b"a=\xff&p=REDACTED"


def multipart(*parts: tuple[str, bytes]) -> bytes:
    """Return a multipart body of parts, each its header lines and its content."""
    pieces = [b"--cut\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n" for head, content in parts]
    return b"".join(pieces) + b"--cut--\r\n"


def test_fields_of_multipart_forms_go_by_name() -> None:
    body = multipart(
        ('Content-Disposition: form-data; name="password"', b"secret\r\nlines"),
        ('Content-Disposition: form-data; name="file"; filename="password"', b"\x00\xff"),
    )
    left = multipart(
        ('Content-Disposition: form-data; name="password"', b"REDACTED"),
        ('Content-Disposition: form-data; name="file"; filename="password"', b"\x00\xff"),
    )
    assert body_of(Redaction(form=["password"]), body, MULTIPART) == left


def test_a_name_in_a_multipart_form_may_do_without_quotes() -> None:
    body = multipart(("content-disposition: form-data; name=pin", b"1234"))
    assert b"1234" not in (body_of(Redaction(form=["pin"]), body, MULTIPART) or b"")


def test_json_in_a_part_is_looked_at_too() -> None:
    head = 'Content-Disposition: form-data; name="meta"\r\nContent-Type: application/json'
    left = body_of(Redaction(json=["token"]), multipart((head, b'{"token": 1}')), MULTIPART)
    assert left == multipart((head, b'{"token": "REDACTED"}'))


def test_a_multipart_body_whose_boundary_is_not_known_goes_whole() -> None:
    assert body_of(Redaction(form=["a"]), b"--x\r\n", "multipart/form-data") == b"REDACTED"


# JSON.


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ({"token": "x", "a": 1}, {"token": "REDACTED", "a": 1}),
        ({"Token": {"deep": [1]}}, {"Token": "REDACTED"}),
        ([{"a": [{"token": 1}]}, {"token": None}], [{"a": [{"token": "REDACTED"}]}, {"token": "REDACTED"}]),
        ({"text": "token"}, {"text": "token"}),
        ("token", "token"),
    ],
)
def test_members_of_json_go_at_any_depth(value: object, left: object) -> None:
    found = body_of(Redaction(json=["token"]), json.dumps(value).encode(), "application/json")
    assert json.loads(found or b"") == left


def test_json_with_nothing_to_take_out_keeps_its_bytes() -> None:
    body = b'{ "a":1e0,\n"b" : "\\u00e9"}'
    assert body_of(Redaction(json=["token"]), body, "application/json") == body


def test_a_member_that_another_of_its_name_hides_goes_too() -> None:
    found = body_of(Redaction(json=["token"]), b'{"a": {"token": "x"}, "a": {}}', "application/json") or b""
    assert b"x" not in found


@pytest.mark.parametrize("kind", ["application/problem+json", "text/plain", "", "text/json; charset=utf-8"])
def test_what_is_json_is_seen_whatever_it_is_called(kind: str) -> None:
    assert body_of(Redaction(json=["token"]), b' {"token": "x"}', kind) == b'{"token": "REDACTED"}'


def test_each_line_of_json_lines_is_looked_at() -> None:
    body = b'{"token": 1}\n{"a": 2}\n'
    assert body_of(Redaction(json=["token"]), body, "application/x-ndjson") == b'{"token": "REDACTED"}\n{"a": 2}\n'


@pytest.mark.parametrize("body", [b'{"token": "secr', b'{"to\\u006ben": "secr', b"[" * 100_000 + b'"token"'])
def test_json_that_cannot_be_read_goes_whole_if_it_may_hold_the_field(body: bytes) -> None:
    assert body_of(Redaction(json=["token"]), body, "application/json") == b"REDACTED"


def test_json_that_cannot_be_read_and_does_not_hold_the_field_is_kept() -> None:
    assert body_of(Redaction(json=["token"]), b'{"a": ', "application/json") == b'{"a": '


def test_other_text_is_kept() -> None:
    assert body_of(Redaction(json=["token"], form=["token"]), b"token=1", "text/html") == b"token=1"


# Coded bodies.


def test_the_body_of_a_coded_request_goes_whole_when_fields_are_to_go() -> None:
    coded = request(("Content-Encoding", "gzip"), body=b"\x1f\x8b..", kind="application/json")
    left = Redaction(json=["token"]).request(coded).content
    assert left is not None
    assert left.body == b"REDACTED"
    assert Redaction().request(coded).content == coded.content


def test_the_body_of_a_response_that_was_kept_coded_goes_whole_when_fields_are_to_go() -> None:
    coded = response(("Content-Encoding", "gzip"))._replace(content=HarContent(b"\x1f\x8b", "", {CODED: True}))
    left = Redaction(form=["token"]).response(coded).content
    assert left.body == b"REDACTED"
    assert not left.coded


def test_a_decoded_response_is_looked_into() -> None:
    left = Redaction(json=["token"]).response(
        response(("Content-Encoding", "gzip"), body=b'{"token": 1}', kind="application/json")
    )
    assert left.content.body == b'{"token": "REDACTED"}'


# The program's own functions, and the rest.


def test_the_programs_functions_have_the_last_word() -> None:
    redaction = Redaction(
        on_request=lambda each: each._replace(url=each.url.replace("/users/42/", "/users/0/")),
        on_response=lambda each: each._replace(content=each.content._replace(body=b"gone")),
    )
    left = redaction.entry(HarEntry(request(url="http://u:p@host/users/42/"), response(body=b"secret")))
    assert left.request.url == "http://REDACTED@host/users/0/"
    assert left.response.content.body == b"gone"


def test_the_replacement_can_be_chosen() -> None:
    redaction = Redaction(headers=["X"], query=["q"], json=["j"], form=["f"], replacement="***")
    assert redaction.request(request(("X", "1"), url="http://host/?q=1")).headers == (HarField("X", "***"),)
    assert redaction.url("http://host/?q=1") == "http://host/?q=***"
    assert body_of(redaction, b'{"j": 1}', "application/json") == b'{"j": "***"}'
    assert body_of(redaction, b"f=1", FORM) == b"f=***"


@pytest.mark.parametrize(
    "one",
    [
        request(("Authorization", "Bearer x"), ("Cookie", "a=1"), url="http://u:p@host/?token=1"),
        request(body=b"token=1&b=2", kind=FORM),
        request(body=b'{"b":1.50,"token":"x"}', kind="application/json"),
        request(body=multipart(('Content-Disposition: form-data; name="token"', b"x")), kind=MULTIPART),
        request(("Content-Encoding", "gzip"), body=b"\x1f\x8b", kind="application/json"),
        request(body=b'{"token": ', kind="application/json"),
    ],
)
def test_redacting_twice_is_redacting_once(one: HarRequest) -> None:
    redaction = Redaction(query=["token"], form=["token"], json=["token"])
    once = redaction.request(one)
    assert redaction.request(once) == once
    assert once != one


def test_names_are_several() -> None:
    with pytest.raises(TypeError, match="headers is a list of names, not the text 'x-key'"):
        Redaction(headers="x-key")


def test_a_redaction_can_be_remembered_by_its_names() -> None:
    first = Redaction(headers=["A"], query=["b"], form=["c"], json=["d"], replacement="*")
    again = Redaction(headers=["e"]).with_names(json.loads(json.dumps(first.names())))
    assert again.names() == {"headers": ["a", "e"], "query": ["b"], "form": ["c"], "json": ["d"], "replacement": "*"}


def test_a_redaction_shows_its_names() -> None:
    assert repr(Redaction(query=["token"], json=["Password"])) == "Redaction(query=['token'], json=['password'])"
