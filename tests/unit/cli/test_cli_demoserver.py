"""The demo's server, asked by the standard library's client."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from netaccess._cli import demoserver
from netaccess._cli.demoserver import FILES, MISSING, REDIRECTS, Content, DemoFile, DemoServer


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    hasty = tuple(replace(file, seconds=0.0) for file in FILES)
    with pytest.MonkeyPatch.context() as patch, DemoServer() as running:
        patch.setattr(demoserver, "FILES", hasty)
        yield running


@pytest.fixture
def client(server: DemoServer) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=30)
    yield connection
    connection.close()


def ask(client: http.client.HTTPConnection, path: str, method: str = "GET") -> tuple[http.client.HTTPResponse, bytes]:
    client.request(method, path)
    response = client.getresponse()
    return response, response.read()


def named(framing: str) -> DemoFile:
    return min((file for file in FILES if file.framing == framing), key=lambda file: file.seconds)


def digest_of(server: DemoServer, file: DemoFile) -> str:
    return server.content.digest(file)


def test_a_file_has_the_digest_it_is_announced_with(server: DemoServer, client: http.client.HTTPConnection) -> None:
    file = named("length")
    response, body = ask(client, f"/files/{file.name}")
    assert response.status == 200
    assert int(response.headers["Content-Length"]) == len(body) == file.size
    assert hashlib.sha256(body).hexdigest() == digest_of(server, file)


def test_a_gzip_file_is_compressed_on_the_wire(server: DemoServer, client: http.client.HTTPConnection) -> None:
    file = named("gzip")
    response, body = ask(client, f"/files/{file.name}")
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(body) < file.size
    assert hashlib.sha256(gzip.decompress(body)).hexdigest() == digest_of(server, file)


def test_a_chunked_file_has_no_length(server: DemoServer, client: http.client.HTTPConnection) -> None:
    file = named("chunked")
    response, body = ask(client, f"/files/{file.name}")
    assert response.headers["Content-Length"] is None
    assert hashlib.sha256(body).hexdigest() == digest_of(server, file)


def test_a_redirect_leads_to_a_file(client: http.client.HTTPConnection) -> None:
    for source, target in REDIRECTS.items():
        response, _ = ask(client, source)
        assert (response.status, response.headers["Location"]) == (302, target)
        assert target in {f"/files/{file.name}" for file in FILES}


def test_a_missing_file_is_a_404(client: http.client.HTTPConnection) -> None:
    assert ask(client, MISSING)[0].status == 404


def test_a_head_request_gets_no_body(client: http.client.HTTPConnection) -> None:
    response, body = ask(client, f"/files/{named('length').name}", "HEAD")
    assert (response.status, body) == (200, b"")


def test_one_connection_serves_request_after_request(client: http.client.HTTPConnection) -> None:
    ask(client, MISSING)
    socket = client.sock
    ask(client, f"/files/{named('length').name}")
    assert client.sock is socket is not None


def test_the_files_are_the_same_in_every_run() -> None:
    file = named("length")
    assert Content().digest(file) == Content().digest(file)


def test_the_demo_has_all_it_is_to_show(server: DemoServer) -> None:
    targets = server.targets()
    assert len({file.size for file in FILES}) == len(FILES)
    assert sum(file.seconds == 3.0 for file in FILES) == 1
    assert {file.framing for file in FILES} == {"length", "chunked", "gzip"}
    assert [target.status for target in targets].count(404) == 1
    assert sum("/old/" in target.url for target in targets) == 1
    assert all(target.sha256 for target in targets if target.status is None)


def test_it_listens_on_this_machine_only(server: DemoServer) -> None:
    assert server.url.startswith("http://127.0.0.1:")


def test_it_has_no_address_before_it_runs() -> None:
    with pytest.raises(RuntimeError, match="address"):
        _ = DemoServer().url


def test_leaving_ends_connections_and_threads() -> None:
    before = set(threading.enumerate())
    with DemoServer() as running:
        idle = http.client.HTTPConnection("127.0.0.1", int(running.url.rpartition(":")[2]), timeout=30)
        ask(idle, MISSING)
        busy = http.client.HTTPConnection("127.0.0.1", int(running.url.rpartition(":")[2]), timeout=30)
        busy.request("GET", "/files/slowly.bin")
        answer = busy.getresponse()
        assert answer.status == 200
    assert set(threading.enumerate()) <= before
    answer.close()
    busy.close()
    idle.close()
