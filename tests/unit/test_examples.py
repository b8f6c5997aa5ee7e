"""The examples, and the programs in the README, run as they are written."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
BODY = b"hello, world\n" * 1000


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(BODY)

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(hashlib.sha256(body).hexdigest().encode())

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of a server that answers everything."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/file"
        server.shutdown()


def run(*arguments: str) -> str:
    """Run Python with these arguments; return what it prints. Anything on standard error is a failure."""
    done = subprocess.run([sys.executable, *arguments], cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_first_download(url: str) -> None:
    assert run("examples/first_download.py", url) == f"NoError {len(BODY)} bytes from {url}\n"


def test_streaming_hashes_the_body_while_it_comes(url: str) -> None:
    lines = run("examples/streaming.py", url).splitlines()
    assert lines[-2:] == [
        f"{len(BODY):,} of {len(BODY):,} bytes",
        f"sha256 {hashlib.sha256(BODY).hexdigest()}",
    ]


def test_a_loop_in_the_background(url: str) -> None:
    assert run("examples/background_loop.py", url) == f"{len(BODY)} bytes\n"


def test_an_upload_from_a_file(url: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 3_000_000)
    lines = run("examples/upload.py", str(file), url).splitlines()
    assert lines[-1] == f"200 {hashlib.sha256(b'x' * 3_000_000).hexdigest()}"
    assert lines[-2] == "3,000,000 of 3,000,000 bytes sent"


def test_a_program_for_pyside6_runs_as_it_is(url: str) -> None:
    lines = run(
        "-m", "netaccess", "run", "--as", "PySide6", "examples/port_pyside6.py", url, f"{url}?again"
    ).splitlines()
    assert sorted(lines) == [f"200 {url}", f"200 {url}?again"]


def programs() -> list[str]:
    """The Python programs in the README, but for those of its chapter on testing, which have a test of their own."""
    before, _, behind = (PROJECT / "README.md").read_text(encoding="utf-8").partition("## Testing your network code\n")
    return re.findall(r"```python\n(.*?)```", before + behind.partition("\n## ")[2], re.DOTALL)


def test_the_readme_begins_with_a_program_of_twelve_lines() -> None:
    assert len([line for line in programs()[0].splitlines() if line.strip()]) <= 12


@pytest.mark.parametrize("number", range(len(programs())))
def test_the_programs_in_the_readme_run(number: int, url: str) -> None:
    program = programs()[number].replace("https://www.python.org/", url)
    assert str(len(BODY)) in run("-c", program)
