"""`netaccess get` from end to end, against servers on this machine."""

from __future__ import annotations

import hashlib
import os
import re
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from clisupport import Peer, Runner

from netaccess._cli import demoserver
from netaccess._cli import get as get_module
from netaccess._cli.arguments import parse
from netaccess._cli.jobs import Job, RequestPlan
from netaccess._cli.targets import Folder
from netaccess._cli.track import Overall, Track


def here() -> list[str]:
    return sorted(os.listdir("."))


def test_a_file_is_saved_under_the_name_in_its_url(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", f"{peer.url}/ok/a.txt")
    assert ran.code == 0
    assert Path("a.txt").read_bytes() == b"GET /ok/a.txt"
    assert here() == ["a.txt"]


def test_the_report_has_the_digest_of_the_file(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", f"{peer.url}/ok/a.txt")
    assert hashlib.sha256(b"GET /ok/a.txt").hexdigest() in ran.out


def test_urls_of_one_name_get_numbered_files(netaccess: Runner, peer: Peer) -> None:
    assert netaccess("get", f"{peer.url}/ok/a.txt", f"{peer.url}/ok/b/a.txt").code == 0
    assert here() == ["a-1.txt", "a.txt"]


def test_output_names_are_used_in_order(netaccess: Runner, peer: Peer) -> None:
    netaccess("get", "-o", "x", f"{peer.url}/ok/1", f"{peer.url}/ok/2", "-o", "y")
    assert (Path("x").read_bytes(), Path("y").read_bytes()) == (b"GET /ok/1", b"GET /ok/2")


def test_a_dash_writes_to_standard_output_and_the_report_elsewhere(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "-o", "-", f"{peer.url}/ok/a.txt")
    assert ran.out == "GET /ok/a.txt"
    assert "1 of 1 transfer complete" in ran.err
    assert here() == []


def test_files_go_into_the_output_folder(netaccess: Runner, peer: Peer) -> None:
    netaccess("get", "--output-dir", "new/folder", f"{peer.url}/ok/a.txt")
    assert os.listdir("new/folder") == ["a.txt"]


def test_an_http_error_fails_and_leaves_no_file(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", f"{peer.url}/error/a.txt", f"{peer.url}/ok/b.txt")
    assert ran.code == 1
    assert here() == ["b.txt"]
    assert "500 Internal Server Error" in ran.out
    assert "an error page" not in ran.out


def test_a_refused_connection_fails(netaccess: Runner) -> None:
    ran = netaccess("get", "http://127.0.0.1:1/a")
    assert ran.code == 1
    assert "Connection refused" in ran.out
    assert here() == []


def test_an_unknown_scheme_fails(netaccess: Runner) -> None:
    assert netaccess("get", "foo://host/a").code == 1


def test_a_body_that_ends_early_fails_and_leaves_no_file(netaccess: Runner, peer: Peer) -> None:
    assert netaccess("get", f"{peer.url}/short/a.txt").code == 1
    assert here() == []


def test_a_file_that_cannot_be_opened_fails_before_the_request(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "-o", "no/such/folder/a", f"{peer.url}/ok/a.txt")
    assert ran.code == 1
    assert "No such file or directory: no/such/folder/a" in ran.out
    assert peer.seen == []


def test_many_files_that_cannot_be_opened_all_fail(netaccess: Runner, peer: Peer) -> None:
    Path("file").write_bytes(b"")
    ran = netaccess("get", "-s", "--output-dir", "file", *[f"{peer.url}/ok/{n}" for n in range(2000)])
    assert ran.code == 1


def test_a_right_digest_is_marked_as_verified(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "--sha256", hashlib.sha256(b"GET /ok/a").hexdigest(), f"{peer.url}/ok/a")
    assert ran.code == 0
    assert "✓ verified" in ran.out


def test_a_wrong_digest_fails_and_leaves_no_file(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "--sha256", "0" * 64, f"{peer.url}/ok/a")
    assert ran.code == 1
    assert "SHA-256 is" in ran.out
    assert here() == []


def test_redirects_are_followed_and_the_name_stays(netaccess: Runner, peer: Peer) -> None:
    assert netaccess("get", f"{peer.url}/redirect/a.txt").code == 0
    assert Path("a.txt").read_bytes() == b"GET /ok/elsewhere.txt"


def test_a_suggested_name_is_used_when_asked_for(netaccess: Runner, peer: Peer) -> None:
    netaccess("get", "-J", f"{peer.url}/named/a?../../b.txt")
    netaccess("get", f"{peer.url}/named/a?b.txt")
    assert here() == ["a", "b.txt"]


def test_form_data_is_posted(netaccess: Runner, peer: Peer) -> None:
    netaccess("get", "-d", "a=1", "-d", "@-", f"{peer.url}/ok/form", stdin=b"b=\n2")
    (seen,) = peer.seen
    assert (seen.method, seen.body) == ("POST", b"a=1&b=2")
    assert seen.headers["content-type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"])
def test_the_method_is_the_one_asked_for(method: str, netaccess: Runner, peer: Peer) -> None:
    assert netaccess("get", "-X", method, f"{peer.url}/ok/a").code == 0
    assert peer.seen[0].method == method


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_every_method_can_have_a_body(method: str, netaccess: Runner, peer: Peer) -> None:
    netaccess("get", "-X", method, "--data-raw", "@text", f"{peer.url}/ok/a")
    assert (peer.seen[0].method, peer.seen[0].body) == (method, b"@text")


def test_headers_and_credentials_are_sent(netaccess: Runner, peer: Peer) -> None:
    netaccess("get", "-H", "X-A: 1", "-H", "Accept:", "-u", "me:x", "-A", "tester", f"{peer.url}/ok/a")
    headers = peer.seen[0].headers
    assert headers["x-a"] == "1"
    assert headers["authorization"] == "Basic bWU6eA=="
    assert headers["user-agent"] == "tester"
    assert "accept" not in headers


def test_head_prints_the_headers(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "-sI", f"{peer.url}/ok/a")
    assert ran.code == 0
    assert ran.out.startswith("HTTP/1.1 200 OK\r\n")
    assert re.search(r"(?i)\r\ncontent-length: 10\r\n", ran.out)
    assert ran.out.endswith("\r\n\r\n")


def test_included_headers_come_before_the_body(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "-s", "-i", "-o", "-", f"{peer.url}/ok/a")
    assert ran.out.startswith("HTTP/1.1 200 OK\r\n")
    assert ran.out.endswith("\r\n\r\nGET /ok/a")


def test_a_request_can_go_through_a_proxy(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "-x", peer.url, "http://elsewhere.invalid/a")
    assert ran.code == 0
    assert peer.seen[0].path == "http://elsewhere.invalid/a"


def test_a_proxy_that_cannot_be_understood_is_a_wrong_argument(netaccess: Runner) -> None:
    ran = netaccess("get", "-x", "ftp://p", "http://h/")
    assert ran.code == 2
    assert "ftp://p" in ran.err


def test_a_transfer_that_takes_too_long_fails_and_leaves_no_file(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "--timeout", "0.2", f"{peer.url}/hang/a")
    assert ran.code == 1
    assert "timed out after 0.2 s" in ran.out
    assert here() == []


def test_silence_is_silent(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "-s", f"{peer.url}/error/a")
    assert (ran.code, ran.out, ran.err) == (1, "", "")


def test_errors_can_be_shown_in_silence(netaccess: Runner, peer: Peer) -> None:
    ran = netaccess("get", "-sS", f"{peer.url}/error/a")
    assert ran.out == ""
    assert ran.err == f"netaccess: {peer.url}/error/a: 500 Internal Server Error\n"


def test_no_more_transfers_run_than_allowed(netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    view = Watcher()
    monkeypatch.setattr(get_module, "make_view", lambda *_: view)
    assert netaccess("get", "--parallel", "2", *[f"{peer.url}/ok/{n}" for n in range(9)]).code == 0
    assert view.most_active == 2


class Watcher:
    """A view that looks at the folder while a transfer hangs, and then presses Ctrl-C."""

    def __init__(self) -> None:
        self.most_active = 0
        self.interrupt = False
        self.files: list[str] = []
        self._tracks: Sequence[Track] = ()

    def open(self, tracks: Sequence[Track], overall: Overall) -> None:
        self._tracks = tracks

    def update(self, now: float) -> None:
        self._count()
        if self.interrupt and self._tracks[0].received:
            self.files = here()
            self.interrupt = False
            signal.raise_signal(signal.SIGINT)

    def ended(self, track: Track, now: float) -> None:
        self._count()

    def close(self, now: float) -> None:
        self._count()

    def _count(self) -> None:
        self.most_active = max(self.most_active, sum(track.active for track in self._tracks))


def test_ctrl_c_stops_cleanly(netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    view = Watcher()
    view.interrupt = True
    monkeypatch.setattr(get_module, "make_view", lambda *_: view)
    handler = signal.getsignal(signal.SIGINT)
    ran = netaccess("get", "--parallel", "1", f"{peer.url}/hang/a", f"{peer.url}/ok/b")
    assert ran.code == 130
    assert "Traceback" not in ran.out + ran.err
    assert "interrupted" in ran.err
    assert "2 canceled" in ran.out
    assert here() == []
    assert signal.getsignal(signal.SIGINT) is handler


def test_an_unfinished_file_is_not_under_its_name(
    netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = Watcher()
    view.interrupt = True
    monkeypatch.setattr(get_module, "make_view", lambda *_: view)
    netaccess("get", f"{peer.url}/hang/a")
    (name,) = view.files
    assert re.fullmatch(r"\.a\.[0-9a-f]{8}\.part", name)


def test_a_full_disk_fails_the_transfer(netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(self: object, data: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("netaccess._cli.targets.FileSink.write", write)
    ran = netaccess("get", f"{peer.url}/hang/a")
    assert ran.code == 1
    assert "No space left on device" in ran.out
    assert here() == []


def test_a_wrong_status_is_a_failure_where_an_error_is_expected(peer: Peer, tmp_path: Path) -> None:
    options = parse(["-s"], "netaccess get")
    job = Job(f"{peer.url}/ok/a", RequestPlan(), expected_status=404)
    assert get_module.fetch([job], options, Folder(str(tmp_path)), get_module.standard_stream(options)) == 1


@pytest.fixture
def hasty_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo at full speed."""
    monkeypatch.setattr(demoserver, "FILES", tuple(replace(file, seconds=0.0) for file in demoserver.FILES))


@pytest.mark.usefixtures("hasty_demo")
def test_the_demo_passes_and_says_so(netaccess: Runner, tmp_path: Path) -> None:
    ran = netaccess("get", "--output-dir", str(tmp_path / "demo"))
    assert ran.code == 0, ran.out
    assert ran.out.count("✓ verified") == 8
    assert "404 Not Found (as expected)" in ran.out
    assert "8 of 9 transfers complete, 1 failed as expected\n" in ran.out
    assert len(os.listdir(tmp_path / "demo")) == 8


@pytest.mark.usefixtures("hasty_demo")
def test_the_demo_leaves_nothing_behind(netaccess: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    assert netaccess("get", "-s").code == 0
    assert here() == []
    assert list(scratch.iterdir()) == []


@pytest.mark.usefixtures("hasty_demo")
def test_the_demo_needs_no_proxy(netaccess: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert netaccess("get", "-s").code == 0


def test_a_proxy_in_the_environment_is_used(netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", peer.url)
    assert netaccess("get", "http://elsewhere.invalid/a").code == 0
    assert peer.seen[0].path == "http://elsewhere.invalid/a"


def test_a_second_method_is_not_for_the_demo(netaccess: Runner) -> None:
    ran = netaccess("get", "-I")
    assert ran.code == 2
    assert "needs a URL" in ran.err


def test_a_reader_that_goes_away_does_not_stop_the_downloads(
    netaccess: Runner, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(Watcher):
        def ended(self, track: Track, now: float) -> None:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(get_module, "make_view", lambda *_: Gone())
    assert netaccess("get", "--parallel", "1", f"{peer.url}/ok/a", f"{peer.url}/ok/b").code == 0
    assert here() == ["a", "b"]


def test_nothing_is_kept_in_memory_beyond_the_read_buffer(netaccess: Runner, peer: Peer) -> None:
    from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply

    sizes: list[int] = []
    keep = QNetworkAccessManager.get

    def get(self: QNetworkAccessManager, *arguments: object) -> QNetworkReply:
        reply = keep(self, *arguments)
        reply.metaDataChanged.connect(lambda: sizes.append(reply.readBufferSize()))
        return reply

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QNetworkAccessManager, "get", get)
        assert netaccess("get", f"{peer.url}/ok/a").code == 0
    assert sizes == [1024 * 1024]
