"""The programs in the README's chapter on testing run as they are written.

Those that begin with the name of a file are put into that file, other ones with tests behind the first file's, as they stand
behind it for a reader; pytest runs all files together. What holds neither a name nor tests is a script.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest

README = Path(__file__).resolve().parents[3] / "README.md"
CHAPTER = "## Testing your network code\n"
SITE = "https://www.python.org/"


def programs() -> list[str]:
    """The Python programs in the chapter."""
    chapter = README.read_text(encoding="utf-8").partition(CHAPTER)[2].partition("\n## ")[0]
    return re.findall(r"```python\n(.*?)```", chapter, re.DOTALL)


def sorted_out(programs: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return files by their names, and scripts."""
    files: dict[str, str] = {}
    scripts: list[str] = []
    for program in programs:
        named = re.match(r"# (\w+\.py)\n", program)
        if named is not None:
            files[named[1]] = program
        elif "def test_" in program:
            files[next(iter(files))] += "\n\n" + program
        else:
            scripts.append(program)
    return files, scripts


FILES, SCRIPTS = sorted_out(programs())
HOLDING_TESTS = [name for name, text in FILES.items() if "def test_" in text]


class _Handler(BaseHTTPRequestHandler):
    """The site that a cassette is recorded from."""

    def do_GET(self) -> None:
        body = b"what the site says"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


def results(folder: Path, *arguments: str) -> dict[str, list[str]]:
    """Run pytest in *folder*; return what its tests came to, by their files: "" for a test that passed."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--junitxml=results.xml", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert (folder / "results.xml").exists(), done.stdout + done.stderr
    found: dict[str, list[str]] = {}
    for case in ElementTree.parse(folder / "results.xml").iter("testcase"):
        file = case.attrib["classname"].partition(".")[0] + ".py"
        found.setdefault(file, []).append("".join("".join(part.itertext()) for part in case))
    return found


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, list[str]]]]:
    """The folder that the files are in, and what pytest said of them while the site was there."""
    folder = tmp_path_factory.mktemp("readme")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        for name, text in FILES.items():
            local = text.replace(SITE, f"http://127.0.0.1:{server.server_port}/")
            (folder / name).write_text(local, encoding="utf-8")
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        found = results(folder)
        server.shutdown()
    yield folder, found


@pytest.mark.parametrize("name", HOLDING_TESTS)
def test_the_tests_in_the_readme_pass(name: str, ran: tuple[Path, dict[str, list[str]]]) -> None:
    outcomes = ran[1][name]
    assert outcomes == [""] * len(outcomes)


@pytest.mark.parametrize("number", range(len(SCRIPTS)))
def test_the_scripts_in_the_readme_run(number: int) -> None:
    exec(compile(SCRIPTS[number], f"<script {number} of the chapter>", "exec"), {"__name__": "script"})


def test_a_cassette_is_played_when_the_site_is_gone(ran: tuple[Path, dict[str, list[str]]]) -> None:
    assert results(ran[0], "test_cassette.py") == {"test_cassette.py": [""]}


def test_every_program_of_the_chapter_is_run() -> None:
    tests = sum(text.count("def test_") for text in FILES.values())
    assert (tests, len(HOLDING_TESTS), len(SCRIPTS)) == (6, 3, 2)
