"""Where `QSettings` look, and in what order, in processes of their own; several processes on one file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from binding import BINDING
from settingssupport import ini

pytestmark = pytest.mark.only("netaccess", "PySide6")  # Qt 5 writes other than ASCII as numbers

CHILD = Path(__file__).with_name("settings_child.py")
Child = Callable[[str], Any]


@pytest.fixture
def child(tmp_path: Path) -> Child:
    """Run code in a process whose home is *tmp_path*, and return its ``result``."""

    def run(code: str) -> Any:
        command = [sys.executable, str(CHILD), BINDING, str(tmp_path)]
        done = subprocess.run(command, input=code, capture_output=True, text=True, timeout=60, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


def test_native_settings_lie_in_the_configuration_folder(child: Child, tmp_path: Path) -> None:
    code = """
S = QtCore.QSettings
result = [
    S("Org", "App").fileName(),
    S("Org").fileName(),
    S(S.SystemScope, "Org", "App").fileName(),
    S(S.IniFormat, S.UserScope, "Org", "App").fileName(),
    S(S.IniFormat, S.SystemScope, "Org").fileName(),
]
"""
    names = ["user/Org/App.conf", "user/Org.conf", "system/Org/App.conf", "user/Org/App.ini", "system/Org.ini"]
    assert child(code) == [str(tmp_path / name) for name in names]


def test_without_a_configuration_folder_it_is_dot_config(child: Child, tmp_path: Path) -> None:
    code = """
import os
del os.environ["XDG_CONFIG_HOME"]
result = QtCore.QSettings("Org", "App").fileName()
"""
    assert child(code) == str(tmp_path / ".config/Org/App.conf")


def test_settings_without_names_are_those_of_the_application(child: Child, tmp_path: Path) -> None:
    code = """
app = QtCore.QCoreApplication(["prog"])
app.setOrganizationName("Org")
app.setApplicationName("App")
s = QtCore.QSettings()
result = [s.fileName(), s.organizationName(), s.applicationName(), QtCore.QSettings(app).parent() is app]
app.setOrganizationName("")
app.setOrganizationDomain("example.org")
result.append(QtCore.QSettings().fileName())
"""
    expected = [str(tmp_path / "user/Org/App.conf"), "Org", "App", True, str(tmp_path / "user/example.org/App.conf")]
    assert child(code) == expected


def test_settings_without_an_organisation_are_an_access_error(child: Child, tmp_path: Path) -> None:
    code = """
s = QtCore.QSettings("", "App")
result = [s.fileName(), s.status() == QtCore.QSettings.AccessError]
"""
    assert child(code) == [str(tmp_path / "user/Unknown Organization/App.conf"), True]


def test_the_default_format_is_that_of_settings_without_names(child: Child, tmp_path: Path) -> None:
    code = """
S = QtCore.QSettings
app = QtCore.QCoreApplication(["prog"])
app.setOrganizationName("Org")
app.setApplicationName("App")
S.setDefaultFormat(S.IniFormat)
result = [S.defaultFormat() == S.IniFormat, S().fileName(), S("Org", "App").fileName()]
"""
    assert child(code) == [True, str(tmp_path / "user/Org/App.ini"), str(tmp_path / "user/Org/App.conf")]


def test_set_path_moves_one_format_and_scope(child: Child, tmp_path: Path) -> None:
    code = """
S = QtCore.QSettings
S.setPath(S.IniFormat, S.UserScope, folder + "/elsewhere")
ini = S(S.IniFormat, S.UserScope, "Org", "App")
ini.setValue("k", 1)
ini.sync()
result = [ini.fileName(), S("Org", "App").fileName()]
"""
    assert child(code) == [str(tmp_path / "elsewhere/Org/App.ini"), str(tmp_path / "user/Org/App.conf")]
    assert (tmp_path / "elsewhere/Org/App.ini").exists()


def fill_places(tmp_path: Path) -> None:
    """Files at all places that one application's settings are looked for, each with what the ones before have not."""
    places = {
        "user/Org/App.conf": "a=1\nonly=1\n[g]\nx=1\n",
        "user/Org.conf": "a=2\nb=2\n[g]\ny=2\n",
        "system/Org/App.conf": "a=3\nb=3\nc=3\n",
        "more/Org/App.conf": "c=4\nd=4\n",
        "system/Org.conf": "d=5\ne=5\n",
        "more/Org.conf": "e=6\nf=6\n",
    }
    for name, text in places.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_what_one_file_has_not_is_looked_for_in_the_next(child: Child, tmp_path: Path) -> None:
    fill_places(tmp_path)
    code = """
s = QtCore.QSettings("Org", "App")
result = [[s.value(k) for k in "abcdef"], s.allKeys(), s.childGroups(), s.contains("f")]
"""
    keys = ["a", "b", "c", "d", "e", "f", "g/x", "g/y", "only"]
    assert child(code) == [["1", "2", "3", "4", "5", "6"], keys, ["g"], True]


def test_fallbacks_can_be_switched_off(child: Child, tmp_path: Path) -> None:
    fill_places(tmp_path)
    code = """
s = QtCore.QSettings("Org", "App")
s.setFallbacksEnabled(False)
result = [s.value("b"), s.allKeys()]
"""
    assert child(code) == [None, ["a", "g/x", "only"]]


def test_removing_and_clearing_touch_the_first_file_only(child: Child, tmp_path: Path) -> None:
    fill_places(tmp_path)
    code = """
s = QtCore.QSettings("Org", "App")
s.remove("a")
result = [s.value("a")]
s.clear()
s.setValue("new", 1)
s.sync()
result.append(s.contains("only"))
"""
    assert child(code) == ["2", False]
    assert (tmp_path / "user/Org/App.conf").read_text() == "[General]\nnew=1\n"
    assert (tmp_path / "user/Org.conf").read_text().startswith("a=2")


def test_system_settings_do_not_look_at_the_users(child: Child, tmp_path: Path) -> None:
    fill_places(tmp_path)
    code = """
S = QtCore.QSettings
s = S(S.SystemScope, "Org", "App")
result = [s.value("a"), s.value("only"), s.scope() == S.SystemScope]
"""
    assert child(code) == ["3", None, True]


def test_another_process_reads_texts(child: Child, tmp_path: Path) -> None:
    settings = ini(tmp_path / "x.ini")
    settings.setValue("n", 5)
    settings.setValue("t", True)
    settings.setValue("l", [1, 2])
    settings.sync()
    code = """
s = QtCore.QSettings(folder + "/x.ini", QtCore.QSettings.IniFormat)
result = [s.value("n"), s.value("t"), s.value("l"), s.value("n", type=int), s.value("t", type=bool)]
"""
    assert child(code) == ["5", "true", ["1", "2"], 5, True]


def test_changes_are_written_when_the_process_ends(child: Child, tmp_path: Path) -> None:
    child(
        """
s = QtCore.QSettings(folder + "/x.ini", QtCore.QSettings.IniFormat)
s.setValue("k", 1)
"""
    )
    assert (tmp_path / "x.ini").read_text() == "[General]\nk=1\n"


def test_several_processes_lose_no_change(tmp_path: Path) -> None:
    code = """
import os
for number in range(30):
    s = QtCore.QSettings(folder + "/shared.ini", QtCore.QSettings.IniFormat)
    s.setValue(f"p{os.getpid()}/k{number}", number)
    s.sync()
    assert s.status() == QtCore.QSettings.NoError
"""
    command = [sys.executable, str(CHILD), BINDING, str(tmp_path)]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) for _ in range(3)]
    for process in running:
        assert process.stdin is not None
        process.stdin.write(code)
        process.stdin.close()
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert len(ini(tmp_path / "shared.ini").allKeys()) == 90
    assert os.listdir(tmp_path) == ["shared.ini"]
