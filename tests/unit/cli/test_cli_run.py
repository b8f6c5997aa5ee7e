"""``netaccess run``: programs written for a binding, run as Python itself would."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from clisupport import Ran

PROJECT = Path(__file__).resolve().parents[3]


def run(folder: Path, *arguments: str) -> Ran:
    """Run ``netaccess run`` in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "netaccess", "run", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin"},
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def script(folder: Path, text: str, name: str = "program.py") -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name


def test_a_script_imports_netaccess_as_its_binding(tmp_path: Path) -> None:
    name = script(tmp_path, "from PySide6.QtCore import QObject\nprint(QObject.__module__)")
    assert run(tmp_path, name).out.startswith("netaccess.")


@pytest.mark.parametrize("binding", ["PySide", "PySide2", "PySide6", "PyQt4", "PyQt5", "PyQt6"])
def test_the_binding_can_be_named(tmp_path: Path, binding: str) -> None:
    name = script(tmp_path, f"from {binding}.QtNetwork import QNetworkReply\nprint('ok')")
    assert run(tmp_path, "--as", binding, name) == Ran(0, "ok\n", "")


def test_a_script_gets_its_arguments_as_they_are(tmp_path: Path) -> None:
    name = script(tmp_path, "import sys\nprint(sys.argv)")
    ran = run(tmp_path, name, "--as", "x", "-m", "-h", "--", "last")
    assert ran.out == "['program.py', '--as', 'x', '-m', '-h', '--', 'last']\n"


def test_a_script_is_the_main_module(tmp_path: Path) -> None:
    text = "import sys, __main__\nprint(__name__, __main__.__dict__ is globals(), __file__, __spec__, __doc__)"
    assert run(tmp_path, script(tmp_path, f'"""Words."""\n{text}')).out == "__main__ True program.py None Words.\n"


def test_a_script_finds_the_modules_beside_it(tmp_path: Path) -> None:
    script(tmp_path, "value = 5", "inside/beside.py")
    script(tmp_path, "import beside, sys\nprint(beside.value, sys.path[0])", "inside/program.py")
    assert run(tmp_path, "inside/program.py").out == f"5 {tmp_path / 'inside'}\n"


@pytest.mark.parametrize(
    ("ending", "code", "words"),
    [
        ("pass", 0, ""),
        ("sys.exit()", 0, ""),
        ("sys.exit(7)", 7, ""),
        ("sys.exit('why')", 1, "why\n"),
        ("raise SystemExit(True)", 1, ""),
    ],
)
def test_a_script_s_end_is_the_command_s(tmp_path: Path, ending: str, code: int, words: str) -> None:
    assert run(tmp_path, script(tmp_path, f"import sys\n{ending}")) == Ran(code, "", words)


def test_a_script_s_loop_ends_the_command_with_its_code(tmp_path: Path) -> None:
    text = (
        "import sys\nfrom PySide6.QtCore import QCoreApplication, QTimer\napp = QCoreApplication(sys.argv)\n"
        "QTimer.singleShot(0, lambda: app.exit(4))\nsys.exit(app.exec())"
    )
    assert run(tmp_path, script(tmp_path, text)) == Ran(4, "", "")


def test_a_traceback_shows_the_script_alone(tmp_path: Path) -> None:
    ran = run(tmp_path, script(tmp_path, "def f():\n    return 1 / 0\nf()"))
    assert ran.code == 1
    assert ran.err.splitlines()[0] == "Traceback (most recent call last):"
    assert ran.err.splitlines()[-1] == "ZeroDivisionError: division by zero"
    assert ran.err.count("  File ") == ran.err.count("program.py") == 2


def test_a_script_that_is_no_python_says_where(tmp_path: Path) -> None:
    ran = run(tmp_path, script(tmp_path, "x = = 1"))
    assert ran.code == 1
    assert ran.err.startswith('  File "program.py", line 1\n')
    assert "SyntaxError" in ran.err


def test_a_script_that_hits_ctrl_c_ends_as_one(tmp_path: Path) -> None:
    ran = run(tmp_path, script(tmp_path, "raise KeyboardInterrupt"))
    assert ran.code == 130
    assert ran.err.splitlines()[-1] == "KeyboardInterrupt"


def test_a_script_s_own_excepthook_is_asked(tmp_path: Path) -> None:
    text = "import sys\nsys.excepthook = lambda kind, error, trace: print(kind.__name__, trace.tb_lineno)\n1 / 0"
    assert run(tmp_path, script(tmp_path, text)) == Ran(1, "ZeroDivisionError 3\n", "")


def test_exit_handlers_find_the_main_module(tmp_path: Path) -> None:
    text = "import atexit, sys\nvalue = 3\natexit.register(lambda: print(sys.modules['__main__'].value))"
    assert run(tmp_path, script(tmp_path, text)).out == "3\n"


def test_a_module_runs_by_its_name(tmp_path: Path) -> None:
    script(tmp_path, "import sys\nprint(__name__, __spec__.name, sys.argv, sys.path[0])", "client.py")
    ran = run(tmp_path, "-m", "client", "--as", "x")
    assert ran.out == f"__main__ client ['{tmp_path / 'client.py'}', '--as', 'x'] {tmp_path}\n"


def test_a_package_runs_its_main(tmp_path: Path) -> None:
    script(tmp_path, "name = 'package'", "pack/__init__.py")
    script(tmp_path, "from . import name\nprint(name, __package__)", "pack/__main__.py")
    assert run(tmp_path, "--as", "PyQt5", "-m", "pack") == Ran(0, "package pack\n", "")


def test_a_module_s_error_shows_the_module_alone(tmp_path: Path) -> None:
    script(tmp_path, "1 / 0", "client.py")
    ran = run(tmp_path, "-m", "client")
    assert ran.code == 1
    assert ran.err.count("  File ") == 1


def test_a_folder_runs_its_main(tmp_path: Path) -> None:
    script(tmp_path, "import other, sys\nprint(other.value, sys.argv)", "folder/__main__.py")
    script(tmp_path, "value = 1", "folder/other.py")
    assert run(tmp_path, "folder", "x").out == "1 ['folder', 'x']\n"


def test_an_archive_runs_its_main(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "program.pyz", "w") as archive:
        archive.writestr("__main__.py", "import inside\nprint(inside.value, __name__)")
        archive.writestr("inside.py", "value = 2")
    assert run(tmp_path, "program.pyz").out == "2 __main__\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["absent.py"], "can't open file 'absent.py': No such file or directory"),
        (["-m", "absent"], "no module named absent"),
        (["-m", "absent.part"], "error while finding 'absent.part'"),
        (["empty"], "can't find '__main__' module in 'empty'"),
        ([], "a program to run is missing"),
        (["-m"], "a program to run is missing"),
        (["--as", "Qt", "x.py"], "invalid choice: 'Qt'"),
    ],
)
def test_what_cannot_be_run_is_a_wrong_argument(tmp_path: Path, arguments: list[str], words: str) -> None:
    (tmp_path / "empty").mkdir()
    ran = run(tmp_path, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_importing_what_draws_ends_in_its_reason(tmp_path: Path) -> None:
    ran = run(tmp_path, script(tmp_path, "from PySide6.QtWidgets import QApplication"))
    assert ran.code == 1
    assert "opens no windows" in ran.err.splitlines()[-1]
