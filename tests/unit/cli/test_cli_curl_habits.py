"""What people who know curl try: credentials in URLs, headers of answers that are errors, prompts, wrong URLs."""

from __future__ import annotations

import base64
import getpass
import os

import pytest
from clisupport import Peer, Runner


def basic(credentials: str) -> str:
    return "Basic " + base64.b64encode(credentials.encode()).decode()


def with_user(peer: Peer, user: str, path: str) -> str:
    return peer.url.replace("http://", f"http://{user}@") + path


def test_credentials_in_a_url_are_sent(netaccess: Runner, peer: Peer) -> None:
    assert netaccess("get", with_user(peer, "me:p%40ss", "/ok/a"), f"{peer.url}/ok/b").code == 0
    sent = {seen.path: seen.headers.get("authorization") for seen in peer.seen}
    assert sent == {"/ok/a": basic("me:p@ss"), "/ok/b": None}


def test_a_user_without_a_password_in_a_url_has_an_empty_one(netaccess: Runner, peer: Peer) -> None:
    netaccess("get", with_user(peer, "me", "/ok/a"))
    assert peer.seen[0].headers["authorization"] == basic("me:")


@pytest.mark.parametrize(("option", "value"), [("-u", "you:other"), ("-H", f"Authorization: {basic('you:other')}")])
def test_credentials_given_by_options_beat_those_of_the_url(
    netaccess: Runner, peer: Peer, option: str, value: str
) -> None:
    netaccess("get", option, value, with_user(peer, "me:secret", "/ok/a"))
    assert peer.seen[0].headers["authorization"] == basic("you:other")


def test_an_error_line_does_not_have_the_password(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "-sS", with_user(peer, "me:secret", "/error/a"))
    assert ran.code == 1
    assert "/error/a: 500" in ran.err
    assert "secret" not in ran.err


def test_the_headers_of_an_error_are_shown_where_they_were_asked_for(netaccess: Runner, peer: Peer) -> None:
    for options in (["-I"], ["-i", "-o", "-"]):
        ran = netaccess("get", *options, f"{peer.url}/error/a")
        assert (ran.code, ran.out.partition("\r\n")[0]) == (1, "HTTP/1.1 500 Internal Server Error")
        assert ran.out.endswith("\r\n\r\n")
    assert os.listdir(".") == []


def test_headers_are_not_shown_where_there_is_no_answer(netaccess: Runner) -> None:
    assert netaccess("get", "-I", "http://127.0.0.1:1/").out == ""


def test_a_password_that_nobody_can_type_is_an_error(
    netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", nobody)
    ran = netaccess("get", "-u", "me", f"{peer.url}/ok/a")
    assert ran.code == 2
    assert "no password for 'me'" in ran.err
    assert peer.seen == []


def test_a_file_of_data_that_is_missing_is_named_without_numbers(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "-d", "@nowhere.txt", f"{peer.url}/ok/a")
    assert ran.code == 2
    assert "No such file or directory: nowhere.txt" in ran.err
    assert "Errno" not in ran.err


@pytest.mark.parametrize("url", ["http://[::1/", "http://", "http://h:99999/", "http:///path"])
def test_a_url_that_is_none_is_told_as_such(netaccess: Runner, url: str) -> None:
    ran = netaccess("get", "-sS", url)
    assert ran.code == 1
    assert f"netaccess: {url}: not a URL" in ran.err
    assert os.listdir(".") == []


def test_the_other_urls_arrive_beside_one_that_is_none(netaccess: Runner, peer: Peer) -> None:
    assert netaccess("get", "http://[::1/", f"{peer.url}/ok/a").code == 1
    assert os.listdir(".") == ["a"]


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_socks_proxy_is_refused_before_anything_is_sent(
    netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "environment":
        monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.delenv("NO_PROXY", raising=False)
    ran = netaccess("get", *(["-x", "socks5://127.0.0.1:9"] if how == "option" else []), f"{peer.url}/ok/a")
    assert ran.code == 2
    assert "SOCKS" in ran.err
    assert peer.seen == []
