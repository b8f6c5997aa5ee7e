"""The request heads on the wire: which headers, in which order, in which spelling, with which defaults."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from binding import BINDING, QtNetwork
from recorder import Recorder
from shortcuts import get, request, typed

Request = QtNetwork.QNetworkRequest
DEFAULTS = ["Connection", "Accept-Encoding", "Accept-Language", "User-Agent"]


def head_of(server: Any, manager: Any, asked: Any) -> Any:
    """Send a request with GET and return it as the server saw it."""
    Recorder(manager.get(asked)).run()
    return server.requests[-1]


def test_the_head_of_a_get(server: Any, manager: Any) -> None:
    sent = head_of(server, manager, request(server.on("/a")))
    assert sent.line == "GET /a HTTP/1.1"
    assert sent.names() == ["Host", *DEFAULTS]
    assert sent.header("Host") == f"127.0.0.1:{server.port}"
    assert sent.header("Connection") == "Keep-Alive"
    assert sent.header("User-Agent") == "Mozilla/5.0"
    assert sent.head.count(b"\r\n\r\n") == 1


def test_gzip_and_deflate_are_offered(server: Any, manager: Any) -> None:
    sent = head_of(server, manager, request(server.on("/a")))
    offered = [coding.strip() for coding in (sent.header("Accept-Encoding") or "").split(",")]
    assert offered[-2:] == ["gzip", "deflate"]
    assert set(offered) <= {"zstd", "br", "gzip", "deflate"}


def test_own_headers_stand_after_host_in_their_order(server: Any, manager: Any) -> None:
    sent = head_of(server, manager, request(server.on("/a"), {"X-B": "2", "X-A": "1", "Referer": "r"}))
    assert sent.names() == ["Host", "X-B", "X-A", "Referer", *DEFAULTS]


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("x-lower", "X-Lower"),
        ("X-UPPER-CASE", "X-Upper-Case"),
        ("xMixedCase", "Xmixedcase"),
        ("ETag", "Etag"),
        ("DNT", "Dnt"),
        ("content-type", "Content-Type"),
        ("www-authenticate", "Www-Authenticate"),
        ("x--y", "X--Y"),
    ],
)
@pytest.mark.only("netaccess", "PySide6")
def test_names_are_capitalised_word_by_word(server: Any, manager: Any, name: str, spelling: str) -> None:
    sent = head_of(server, manager, request(server.on("/a"), {name: "1"}))
    assert sent.names()[1] == spelling


@pytest.mark.parametrize("name", ["Host", "User-Agent", "Accept-Encoding", "Accept-Language", "Connection"])
def test_an_own_header_replaces_the_default(server: Any, manager: Any, name: str) -> None:
    sent = head_of(server, manager, request(server.on("/a"), {name: "mine"}))
    assert [value for key, value in sent.headers if key == name] == ["mine"]
    assert sorted(sent.names()) == sorted(["Host", *DEFAULTS])


def test_all_own_headers_leave_no_default(server: Any, manager: Any) -> None:
    own = ["Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Connection"]
    sent = head_of(server, manager, request(server.on("/a"), dict.fromkeys(own, "mine")))
    assert sent.names() == own


@pytest.mark.only("netaccess", "PySide6")
def test_an_empty_user_agent_means_the_default(server: Any, manager: Any) -> None:
    sent = head_of(server, manager, request(server.on("/a"), {"User-Agent": ""}))
    assert sent.header("User-Agent") == "Mozilla/5.0"


def test_the_user_agent_as_a_known_header(server: Any, manager: Any) -> None:
    asked = request(server.on("/a"))
    asked.setHeader(Request.UserAgentHeader, "me/1.0")
    sent = head_of(server, manager, asked)
    assert [value for key, value in sent.headers if key == "User-Agent"] == ["me/1.0"]


def test_a_post_states_its_length_before_the_defaults(server: Any, manager: Any) -> None:
    Recorder(manager.post(typed(server.on("/a")), b"abc")).run()
    assert server.requests[0].names() == ["Host", "Content-Type", "Content-Length", *DEFAULTS]


def test_a_post_without_a_type_gets_that_of_a_form_as_its_last_header(server: Any, manager: Any) -> None:
    Recorder(manager.post(request(server.on("/a")), b"abc")).run()
    sent = server.requests[0]
    assert sent.names() == ["Host", "Content-Length", *DEFAULTS, "Content-Type"]
    assert sent.header("Content-Type") == "application/x-www-form-urlencoded"


def test_a_post_of_no_bytes_gets_no_type(server: Any, manager: Any) -> None:
    Recorder(manager.post(request(server.on("/a")), b"")).run()
    assert server.requests[0].names() == ["Host", "Content-Length", *DEFAULTS]


def test_a_post_of_none_gets_no_type(server: Any, manager: Any) -> None:
    Recorder(manager.post(request(server.on("/a")), None)).run()
    sent = server.requests[0]
    assert sent.header("Content-Length") == "0"
    assert sent.header("Content-Type") is None


def test_a_put_without_a_type_gets_none(server: Any, manager: Any) -> None:
    Recorder(manager.put(request(server.on("/a")), b"abc")).run()
    assert server.requests[0].names() == ["Host", "Content-Length", *DEFAULTS]


def test_head_and_delete_send_what_get_sends(server: Any, manager: Any) -> None:
    url = server.on("/a")
    Recorder(manager.head(request(url))).run()
    Recorder(manager.deleteResource(request(url))).run()
    assert [sent.names() for sent in server.requests] == [["Host", *DEFAULTS]] * 2


def test_the_network_can_be_insisted_on(server: Any, manager: Any) -> None:
    asked = request(server.on("/a"))
    asked.setAttribute(Request.CacheLoadControlAttribute, Request.AlwaysNetwork)
    sent = head_of(server, manager, asked)
    assert (sent.header("Cache-Control"), sent.header("Pragma")) == ("no-cache", "no-cache")


def test_the_host_of_an_ipv6_address(server: Any, manager: Any) -> None:
    # Asked of a proxy, as not every machine has IPv6.
    manager.setProxy(QtNetwork.QNetworkProxy(QtNetwork.QNetworkProxy.HttpProxy, "127.0.0.1", server.port))
    sent = head_of(server, manager, request("http://[2001:DB8::1]:8080/a"))
    assert (sent.line, sent.header("Host")) == ("GET http://[2001:db8::1]:8080/a HTTP/1.1", "[2001:db8::1]:8080")


def test_the_host_is_sent_in_lower_case(server: Any, manager: Any) -> None:
    server.on("/a")
    sent = head_of(server, manager, request(f"HTTP://LOCALHOST:{server.port}/a"))
    assert sent.header("Host") == f"localhost:{server.port}"


def test_credentials_in_the_url_are_not_sent_unasked(server: Any, manager: Any) -> None:
    server.on("/a")
    url = f"http://user:pw@127.0.0.1:{server.port}/a"
    log = Recorder(get(manager, url)).run()
    assert server.requests[0].header("Authorization") is None
    assert server.requests[0].header("Host") == f"127.0.0.1:{server.port}"
    assert log.reply.url().toString() == url


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("", "/"),
        ("/a?x=1&y=%20z", "/a?x=1&y=%20z"),
        ("/a?q=a b", "/a?q=a%20b"),
        ("/a;p", "/a;p"),
        ("/a%41", "/aA"),
        ("/a%2Fb", "/a%2Fb"),
        ("/ä", "/%C3%A4"),
        ("/a#frag", "/a"),
        ("/a?", "/a?"),
        ("//a", "//a"),
        ("/a/../b", "/b"),
        ('/a?x="<>', "/a?x=%22%3C%3E"),
        ("/a?x=ü", "/a?x=%C3%BC"),
        ("/a|b", "/a%7Cb"),
        ("/a[b]", "/a[b]"),
    ],
)
def test_the_target_of_a_url(server: Any, manager: Any, path: str, target: str) -> None:
    sent = head_of(server, manager, request(server.url(path)))
    assert sent.target == target


def test_an_empty_path_stays_empty_in_the_url(server: Any, manager: Any) -> None:
    server.on("/")
    log = Recorder(get(manager, server.url(""))).run()
    assert log.reply.url().path() == ""


@pytest.mark.parametrize(
    ("variables", "sent"),
    [
        ({"LANG": "C"}, "en,*"),
        ({"LANG": "C.UTF-8"}, "en,*"),
        ({"LANG": "en_US.UTF-8"}, "en-US,*"),
        ({"LANG": "de_DE.UTF-8"}, "de-DE,en,*"),
        ({"LANG": "fr_FR"}, "fr-FR,en,*"),
        ({"LANG": "C", "LC_ALL": "de_DE.UTF-8"}, "de-DE,en,*"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "de-DE,en,*"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de_DE:fr"}, "de-DE,en,*"),
    ],
)
def test_the_language_comes_from_the_environment(variables: dict[str, str], sent: str) -> None:
    here = Path(__file__).resolve().parent
    program = (
        "from binding import QtCore, QtNetwork\n"
        "from recorder import Recorder\n"
        "from server import Server\n"
        "application = QtCore.QCoreApplication([])\n"
        "manager = QtNetwork.QNetworkAccessManager()\n"
        "with Server() as server:\n"
        "    url = QtCore.QUrl(server.on('/a'))\n"
        "    Recorder(manager.get(QtNetwork.QNetworkRequest(url))).run()\n"
        "    print(server.requests[0].header('Accept-Language'))\n"
        "    del manager\n"
    )
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LC_")}
    for name in ("LANG", "LANGUAGE"):
        kept.pop(name, None)
    paths = os.pathsep.join([str(here), str(here.parent.parent)])
    environment = {**kept, "PYTHONPATH": paths, "NETACCESS_BINDING": BINDING, **variables}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=30, check=True
    )
    assert result.stdout.strip() == sent
