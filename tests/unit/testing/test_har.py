"""HAR 1.2: values, files, and what is said of files that are none."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from netaccess.testing.cassettes.har import (
    HarContent,
    HarEntry,
    HarError,
    HarField,
    HarLog,
    HarRequest,
    HarResponse,
    HarTimings,
    bytes_of,
    text_of,
)
from netaccess.testing.cassettes.harfile import dump, parse


def entry(**changes: Any) -> dict[str, Any]:
    """Return the least that an entry needs, changed."""
    return {"request": {"method": "GET", "url": "http://host/"}, "response": {"status": 200}, **changes}


def har(*entries: Any, **more: Any) -> str:
    """Return a file with these entries."""
    return json.dumps({"log": {"version": "1.2", "entries": list(entries), **more}})


def written(log: HarLog) -> Any:
    """Return what a file of *log* holds."""
    return json.loads(dump(log))["log"]


def round_trip(one: HarEntry) -> HarEntry:
    """Return *one* written and read again."""
    return parse(dump(HarLog((one,)))).entries[0]


def answered(body: bytes, mime_type: str = "", status: int = 200) -> HarEntry:
    """Return an entry whose response has this body."""
    fields = (HarField("Content-Type", mime_type),) if mime_type else ()
    content = HarContent(body, mime_type)
    return HarEntry(HarRequest("GET", "http://host/"), HarResponse(status, "OK", fields, content))


# Round trips.


def test_an_entry_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    one = HarEntry(
        HarRequest(
            "POST",
            "https://host/path?a=1&b=",
            (HarField("Host", "host"), HarField("Content-Type", "application/json")),
            HarContent(b'{"a": "\xc3\xa9"}', "application/json"),
        ),
        HarResponse(201, "Created", (HarField("X", "1"), HarField("X", "2")), HarContent(b"ok", "text/plain")),
        "2025-01-01T00:00:00.000Z",
        HarTimings(connect=1.5, send=0.25, wait=3, receive=4),
        {"cache": {"comment": "none"}, "_mine": [1]},
    )
    HarLog((one,), {"creator": {"name": "me"}}).save(tmp_path / "a.har")
    log = HarLog.load(tmp_path / "a.har")
    assert log.entries == (one,)
    assert log.extra == {"creator": {"name": "me"}}


def test_entries_keep_their_order() -> None:
    log = HarLog(tuple(HarEntry(HarRequest("GET", f"http://host/{n}"), HarResponse(200)) for n in range(5)))
    assert [each.request.url[-1] for each in parse(dump(log)).entries] == ["0", "1", "2", "3", "4"]


def test_a_log_that_was_read_is_written_as_the_same_bytes() -> None:
    first = dump(parse(har(entry(), pages=[{"id": "1"}])))
    assert dump(parse(first)) == first


@pytest.mark.parametrize(
    ("body", "mime_type"),
    [
        (b"", "text/plain"),
        (b"plain", "text/plain"),
        ("é€😀".encode(), "text/plain; charset=utf-8"),
        (b"caf\xe9", "text/plain; charset=ISO-8859-1"),
        (b"caf\xe9", "text/plain"),
        (b"\xef\xbb\xbfwith a mark", "text/plain"),
        ("hi".encode("utf-16"), "text/plain; charset=utf-16"),
        (b"a\r\nb\tc\n", ""),
        (b"nul\0", "text/plain"),
        (bytes(range(256)), "application/octet-stream"),
        (b"\x89PNG\r\n", "image/png"),
        (b"uryyb", "text/plain; charset=rot13"),
        (b"x", "text/plain; charset=nonsense"),
    ],
)
def test_a_body_comes_back_byte_by_byte(body: bytes, mime_type: str) -> None:
    assert round_trip(answered(body, mime_type)).response.content.body == body


def test_text_is_written_as_text() -> None:
    content = written(HarLog((answered("é".encode(), "text/plain"),)))["entries"][0]["response"]["content"]
    assert content == {"size": 2, "mimeType": "text/plain", "text": "é"}


def test_text_of_another_charset_is_written_as_text() -> None:
    content = written(HarLog((answered(b"\xe9", "text/plain; charset=latin1"),)))["entries"][0]["response"]["content"]
    assert content["text"] == "é"


def test_what_is_no_text_is_written_as_base64() -> None:
    content = written(HarLog((answered(b"\x00\xff", "image/png"),)))["entries"][0]["response"]["content"]
    assert content["encoding"] == "base64"
    assert base64.b64decode(content["text"]) == b"\x00\xff"


def test_a_request_body_that_is_no_text_is_base64_too() -> None:
    request = HarRequest("PUT", "http://host/", (), HarContent(b"\x00\xff", "image/png"))
    log = HarLog((HarEntry(request, HarResponse(200)),))
    assert written(log)["entries"][0]["request"]["postData"]["_encoding"] == "base64"
    assert parse(dump(log)).entries[0].request.content == HarContent(b"\x00\xff", "image/png", {})


def test_a_request_without_a_body_has_no_post_data() -> None:
    request = written(HarLog((answered(b""),)))["entries"][0]["request"]
    assert "postData" not in request


def test_the_file_is_indented_and_ends_with_a_line_end() -> None:
    data = dump(HarLog((answered(b"x"),)))
    assert data.startswith(b'{\n  "log": {\n    "version": "1.2"')
    assert data.endswith(b"}\n")


def test_what_the_standard_asks_for_is_written() -> None:
    log = written(HarLog((answered(b"x"),)))
    assert log["creator"]["name"] == "netaccess"
    one = log["entries"][0]
    assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= one.keys()
    assert {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"} <= one[
        "request"
    ].keys()
    assert {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL"} <= one[
        "response"
    ].keys()


def test_the_query_and_the_cookies_are_written_out() -> None:
    request = HarRequest("GET", "http://host/?a=1&b=%20", (HarField("Cookie", "s=1; t=2"),))
    response = HarResponse(200, "", (HarField("Set-Cookie", "s=1; Path=/; HttpOnly; Secure; Domain=host"),))
    one = written(HarLog((HarEntry(request, response),)))["entries"][0]
    assert one["request"]["queryString"] == [{"name": "a", "value": "1"}, {"name": "b", "value": " "}]
    assert one["request"]["cookies"] == [{"name": "s", "value": "1"}, {"name": "t", "value": "2"}]
    assert one["response"]["cookies"] == [
        {"name": "s", "value": "1", "path": "/", "httpOnly": True, "secure": True, "domain": "host"}
    ]


def test_the_time_is_the_sum_of_the_stages_without_tls_which_is_a_part_of_connecting() -> None:
    assert HarTimings(blocked=1, dns=2, connect=4, ssl=3, send=8, wait=16, receive=32).total == 63
    assert HarTimings().total == 0


def test_a_lone_surrogate_in_a_field_does_not_keep_the_file_from_being_written() -> None:
    log = parse('{"log": {"entries": [], "_x": "\\ud800"}}')
    assert parse(dump(log)).extra["_x"] == "\ud800"


# Saving.


def test_a_file_that_cannot_be_made_whole_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.har"
    path.write_bytes(b"old")
    with pytest.raises(TypeError):
        HarLog((), {"_x": object()}).save(path)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.har"]


def test_a_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.har"
    path.write_bytes(b"old")
    HarLog().save(path)
    assert HarLog.load(path).entries == ()
    assert [each.name for each in tmp_path.iterdir()] == ["a.har"]


def test_saving_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "a.har").symlink_to(tmp_path / "real.har")
    HarLog().save(tmp_path / "a.har")
    assert (tmp_path / "a.har").is_symlink()
    assert HarLog.load(tmp_path / "real.har").entries == ()


# What is wrong with a file.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the HAR: it is not JSON"),
        ("{'log'}", "the HAR: it is not JSON"),
        ("[]", "the HAR: it is no HAR: there is no object with a log"),
        ("{}", "the HAR: it is no HAR: there is no object with a log"),
        ('{"log": []}', "the HAR: log is [], where an object is wanted"),
        ('{"log": {}}', "the HAR: log.entries is missing"),
        ('{"log": {"entries": {}}}', "the HAR: log.entries is {}, where a list is wanted"),
        (har(1), "the HAR: entry 1: it is 1, where an object is wanted"),
        (har(entry(), {}), "the HAR: entry 2: request is missing"),
        (har({"request": {"url": "http://h/"}}), "the HAR: entry 1: request.method is missing"),
        (har({"request": {"method": "GET"}}), "the HAR: entry 1: request.url is missing"),
        (har(entry(request={"method": 1, "url": ""})), "entry 1: request.method is 1, where a text is wanted"),
        (har(entry(response=None)), "entry 1: response is missing"),
        (har(entry(response={})), "entry 1: response.status is missing"),
        (har(entry(response={"status": "200"})), "entry 1: response.status is '200', where a number is wanted"),
        (har(entry(response={"status": True})), "entry 1: response.status is True, where a number is wanted"),
        (
            har(entry(response={"status": 200, "headers": [{"name": "a", "value": "b"}, {"value": "x"}]})),
            "entry 1: response.headers[1].name is missing",
        ),
        (
            har(entry(response={"status": 200, "headers": ["a: b"]})),
            "entry 1: response.headers[0] is 'a: b', where an object is wanted",
        ),
        (
            har(entry(response={"status": 200, "content": {"text": "%%", "encoding": "base64"}})),
            "entry 1: response.content.text is no base64",
        ),
        (
            har(entry(response={"status": 200, "content": {"text": "x", "encoding": "gzip"}})),
            "entry 1: response.content.encoding is 'gzip'; only base64 is known",
        ),
        (har(entry(timings={"wait": "long"})), "entry 1: timings.wait is 'long', where a number is wanted"),
    ],
)
def test_what_is_wrong_is_named(text: str, message: str) -> None:
    with pytest.raises(HarError) as caught:
        parse(text)
    assert message in str(caught.value)


def test_the_file_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "broken.har"
    path.write_text("{")
    with pytest.raises(HarError, match=r"broken\.har: it is not JSON"):
        HarLog.load(path)


def test_bytes_that_are_no_utf8_are_no_har() -> None:
    with pytest.raises(HarError, match="it is not JSON"):
        parse(b'{"log": "\xff"}')


def test_a_file_that_is_not_there_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        HarLog.load(tmp_path / "none.har")


def test_a_har_error_is_a_value_error() -> None:
    assert issubclass(HarError, ValueError)


# What may be missing.


def test_an_entry_needs_a_method_a_url_and_a_status() -> None:
    one = parse(har(entry())).entries[0]
    assert one == HarEntry(HarRequest("GET", "http://host/", extra={}), one.response, extra={})
    assert one.response.status == 200
    assert one.response.content.body == b""


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parse(b"\xef\xbb\xbf" + har().encode()).entries == ()


def test_base64_may_have_line_ends() -> None:
    content = {"text": "AAEC\r\nAwQF", "encoding": "base64"}
    one = parse(har(entry(response={"status": 200, "content": content}))).entries[0]
    assert one.response.content.body == bytes(range(6))


def test_a_body_that_has_a_size_and_no_text_is_not_in_the_file() -> None:
    one = parse(har(entry(response={"status": 200, "content": {"size": 5}}))).entries[0]
    assert one.response.content.body is None
    assert round_trip(one) == one


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 304), ("GET", 204), ("GET", 302)])
def test_an_answer_without_a_body_needs_none_whatever_its_size_is(method: str, status: int) -> None:
    request = {"method": method, "url": "http://host/"}
    one = parse(har({"request": request, "response": {"status": status, "content": {"size": 9}}})).entries[0]
    assert one.response.content.body == b""


def test_a_form_may_stand_as_parameters_only() -> None:
    post = {
        "mimeType": "application/x-www-form-urlencoded",
        "params": [{"name": "a", "value": "1 2"}, {"name": "b", "value": "ü"}],
    }
    request = {"method": "POST", "url": "http://host/", "postData": post}
    one = parse(har(entry(request=request))).entries[0]
    assert one.request.content is not None
    assert one.request.content.body == b"a=1+2&b=%C3%BC"


def test_a_multipart_form_that_stands_as_parameters_only_is_not_in_the_file() -> None:
    post = {"mimeType": "multipart/form-data", "params": [{"name": "file", "fileName": "a.txt"}]}
    one = parse(har(entry(request={"method": "POST", "url": "http://host/", "postData": post}))).entries[0]
    assert one.request.content is not None
    assert one.request.content.body is None


def test_a_header_is_found_in_any_case() -> None:
    request = HarRequest("GET", "http://host/", (HarField("X-Key", "1"), HarField("x-key", "2")))
    assert request.header("X-KEY") == "1"
    assert request.header("none") is None


def test_a_text_that_its_charset_does_not_have_becomes_utf8() -> None:
    assert bytes_of("€", "text/plain; charset=latin-1") == "€".encode()


def test_control_characters_make_no_text() -> None:
    assert text_of(b"\x1b[0m", "text/plain") is None


def test_an_entry_tells_why_it_failed() -> None:
    failed = HarEntry(HarRequest("GET", "http://h/"), HarResponse(0), extra={"_failure": {"code": 1, "text": "no"}})
    assert failed.failure == (1, "no")
    assert round_trip(failed).failure == (1, "no")
    assert HarEntry(HarRequest("GET", "http://h/"), HarResponse(0)).failure is None
