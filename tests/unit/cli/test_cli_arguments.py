"""What the arguments of `netaccess get` mean."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from netaccess._cli.arguments import GetOptions, complete_url, parse
from netaccess._cli.body import join_pieces
from netaccess._cli.headers import basic_authorization, merge_headers, parse_header

URL = "http://host/a.zip"


def options(*arguments: str) -> GetOptions:
    return parse(arguments, "netaccess get")


def headers(*arguments: str) -> dict[str, str]:
    return {name.decode().lower(): value.decode() for name, value in options(URL, *arguments).plan.headers}


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as leaving:
        options(*arguments)
    assert leaving.value.code == 2
    return capsys.readouterr().err


def test_no_url_means_no_job() -> None:
    assert options().jobs == ()


def test_options_may_stand_between_urls() -> None:
    found = options("http://a/1", "-o", "x", "http://b/2", "-s")
    assert [(job.url, job.output) for job in found.jobs] == [("http://a/1", "x"), ("http://b/2", None)]
    assert found.silent


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("host/a", "http://host/a"),
        ("host:8080/a", "http://host:8080/a"),
        ("host/a?to=http://b/", "http://host/a?to=http://b/"),
        ("https://host/", "https://host/"),
        ("data:,x", "data:,x"),
        (" http://host ", "http://host"),
    ],
)
def test_a_url_without_a_scheme_is_http(typed: str, url: str) -> None:
    assert complete_url(typed) == url


def test_an_empty_url_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        complete_url("  ")


def test_outputs_and_digests_belong_to_urls_in_order() -> None:
    first, second = options("-o", "a", "-o", "b", "--sha256", "A" * 64, URL, URL).jobs
    assert (first.output, first.sha256) == ("a", "a" * 64)
    assert (second.output, second.sha256) == ("b", None)


def test_more_outputs_than_urls_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "2 -o for 1 URLs" in complaint(capsys, "-o", "a", "-o", "b", URL)


def test_two_urls_in_one_file_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "same" in complaint(capsys, "-o", "a", "-o", "a", URL, URL)


def test_standard_output_may_take_several_urls() -> None:
    assert [job.output for job in options("-o", "-", "-o", "-", URL, URL).jobs] == ["-", "-"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--parallel", "0"],
        ["--parallel", "many"],
        ["--timeout", "-1"],
        ["--timeout", "soon"],
        ["--timeout", "nan"],
        ["--sha256", "abc"],
        ["-H", "no colon"],
        ["-X", "GET /"],
        ["-I", "-d", "x"],
        ["-d", "@/no/such/file"],
        ["--no-such-option"],
    ],
)
def test_nonsense_is_refused_with_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "error:" in complaint(capsys, URL, *arguments)


@pytest.mark.parametrize(
    ("arguments", "method"),
    [
        ([], "GET"),
        (["-d", "x"], "POST"),
        (["-d", ""], "POST"),
        (["--data-raw", "x"], "POST"),
        (["-I"], "HEAD"),
        (["-X", "PATCH"], "PATCH"),
        (["-XPUT", "-d", "x"], "PUT"),
    ],
)
def test_the_method_follows_from_the_options(arguments: list[str], method: str) -> None:
    assert options(*arguments, URL).plan.method == method


def test_data_implies_a_form() -> None:
    assert headers("-d", "x")["content-type"] == "application/x-www-form-urlencoded"


def test_a_request_without_data_has_no_content_type() -> None:
    assert "content-type" not in headers()
    assert options().plan.body is None


def test_a_given_header_replaces_a_default() -> None:
    assert headers("-d", "{}", "-H", "content-type: application/json")["content-type"] == "application/json"


def test_a_name_and_a_colon_remove_a_default() -> None:
    assert "accept" not in headers("-H", "Accept:")


def test_a_name_and_a_semicolon_send_an_empty_header() -> None:
    assert headers("-H", "X-Empty;")["x-empty"] == ""


def test_a_header_given_twice_is_sent_once_with_both_values() -> None:
    assert headers("-H", "X-A: 1", "-H", "x-a: 2")["x-a"] == "1, 2"


def test_cookies_given_twice_are_joined_as_cookies_are() -> None:
    assert headers("-H", "Cookie: a=1", "-H", "Cookie: b=2")["cookie"] == "a=1; b=2"


def test_removing_the_accepted_encodings_asks_for_the_body_as_it_is() -> None:
    assert headers("-H", "Accept-Encoding:")["accept-encoding"] == "identity"


def test_a_header_value_keeps_its_colons() -> None:
    assert parse_header("Referer: http://a:1/") == ("Referer", "http://a:1/")


@pytest.mark.parametrize("line", ["", ":x", "a b: c", "X: a\r\nY: b", "X-;junk", "name"])
def test_a_malformed_header_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="header"):
        parse_header(line)


def test_headers_outside_ascii_go_out_as_utf_8() -> None:
    assert merge_headers([], [("X", "é")]) == ((b"X", b"\xc3\xa9"),)


def test_credentials_are_sent_at_once() -> None:
    assert headers("-u", "me:se:cret")["authorization"] == "Basic " + base64.b64encode(b"me:se:cret").decode()


def test_an_own_authorization_beats_the_credentials() -> None:
    assert headers("-u", "me:x", "-H", "Authorization: Bearer t")["authorization"] == "Bearer t"


def test_a_missing_password_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "typed")
    assert headers("-u", "me")["authorization"] == basic_authorization("me:typed")


def test_several_data_are_joined_in_order_whatever_their_kind() -> None:
    assert options("-d", "a=1", "--data-raw", "@b", "--data-binary", "c", URL).plan.body == b"a=1&@b&c"


def test_data_from_a_file_loses_its_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"a\r\nb\n\0c")
    assert join_pieces([("data", f"@{file}")]) == b"abc"


def test_binary_data_from_a_file_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"a\r\nb\n\0c")
    assert join_pieces([("binary", f"@{file}")]) == b"a\r\nb\n\0c"


def test_no_data_is_no_body() -> None:
    assert join_pieces([]) is None


def test_a_timeout_of_zero_is_none() -> None:
    assert options("--timeout", "0").plan.timeout is None


def test_redirects_are_followed_unless_told_otherwise() -> None:
    assert options("-L").plan.follow
    assert not options("--no-location").plan.follow


def test_head_shows_the_headers_on_standard_output() -> None:
    found = options("-I", URL)
    assert found.plan.show_headers
    assert found.jobs[0].output == "-"


def test_curls_short_options_can_be_written_together() -> None:
    found = options("-sSk", "-m5", URL)
    assert (found.silent, found.show_error, found.plan.insecure, found.plan.timeout) == (True, True, True, 5.0)
