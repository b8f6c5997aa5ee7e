"""QCoreApplication: names and their signals, attributes, library paths, the command line, and what is known without it."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from binding import BINDING, QtCore, enum_name
from scripts import PROJECT, run_script

Application = QtCore.QCoreApplication
only_qt6 = pytest.mark.only("netaccess", "PySide6")
NAMES = ["applicationName", "applicationVersion", "organizationName", "organizationDomain"]


def setter(what: str) -> Any:
    """The function that sets a name."""
    return getattr(Application, "set" + what[0].upper() + what[1:])


@pytest.fixture(autouse=True)
def names(application: Any) -> Iterator[None]:
    """Names are given back after the test."""
    before = [getattr(application, what)() for what in NAMES]
    yield
    for what, value in zip(NAMES, before, strict=True) if sys.version_info >= (3, 10) else ():
        setter(what)(value)


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", NAMES)
def test_a_change_of_a_name_is_told_once(application: Any, what: str) -> None:
    told: list[tuple[Any, ...]] = []
    slot = lambda *arguments: told.append(arguments)  # noqa: E731
    signal = getattr(application, what + "Changed")
    setter(what)("before")
    signal.connect(slot)
    setter(what)("new")
    setter(what)("new")
    signal.disconnect(slot)
    assert told == [()]


@pytest.mark.parametrize("what", NAMES[1:])
def test_none_takes_a_name_away(application: Any, what: str) -> None:
    setter(what)("x")
    setter(what)(None)
    assert getattr(application, what)() == ""


def test_an_empty_name_brings_the_files_name_back(application: Any) -> None:
    Application.setApplicationName("x")
    Application.setApplicationName("")
    assert application.applicationName() == os.path.basename(application.arguments()[0])


def test_going_back_to_the_files_name_is_told_only_when_it_changes_anything(application: Any) -> None:
    told: list[str] = []
    Application.setApplicationName("x")
    slot = lambda: told.append(application.applicationName())  # noqa: E731
    application.applicationNameChanged.connect(slot)
    Application.setApplicationName("")
    Application.setApplicationName(os.path.basename(application.arguments()[0]))
    Application.setApplicationName(None)
    application.applicationNameChanged.disconnect(slot)
    assert told == [os.path.basename(application.arguments()[0])]


@pytest.mark.parametrize("what", NAMES)
def test_a_name_is_a_property_too(application: Any, what: str) -> None:
    assert application.setProperty(what, "as property")
    assert getattr(application, what)() == "as property"
    assert application.property(what) == "as property"


def test_names_outlive_the_application() -> None:
    run = run_script(
        """
        A = QtCore.QCoreApplication
        app = A(["/x/prog"])
        app.setApplicationName("App"); app.setOrganizationName("Org"); app.setApplicationVersion("9")
        app.shutdown()
        print(A.applicationName(), A.organizationName(), A.applicationVersion())
        app = A(["/y/other"])
        print(A.applicationName(), A.organizationName(), app.arguments())
        """
    )
    assert run.out == ["App Org 9", "App Org ['/y/other']"]


def test_names_can_be_set_before_there_is_an_application() -> None:
    run = run_script(
        """
        A = QtCore.QCoreApplication
        print(repr(A.applicationName()))
        A.setApplicationName("Early")
        app = A(["/x/prog"])
        print(app.applicationName())
        """
    )
    assert run.out == ["''", "Early"]


def test_a_name_that_was_not_set_follows_the_next_application() -> None:
    run = run_script(
        """
        A = QtCore.QCoreApplication
        app = A(["/x/one"]); print(app.applicationName()); app.shutdown()
        app = A(["/x/two"]); print(app.applicationName())
        """
    )
    assert run.out == ["one", "two"]


# -- attributes -------------------------------------------------------------------------------------------------------


def test_an_attribute_is_off_until_it_is_set(application: Any) -> None:
    attribute = QtCore.Qt.AA_Use96Dpi
    assert Application.testAttribute(attribute) is False
    Application.setAttribute(attribute)
    assert application.testAttribute(attribute) is True
    Application.setAttribute(attribute, False)
    assert Application.testAttribute(attribute) is False


def test_attributes_are_set_one_by_one(application: Any) -> None:
    Application.setAttribute(QtCore.Qt.AA_Use96Dpi, True)
    assert Application.testAttribute(QtCore.Qt.AA_DontShowIconsInMenus) is False
    Application.setAttribute(QtCore.Qt.AA_Use96Dpi, False)


@pytest.mark.parametrize("attribute", ["AA_Use96Dpi", None, 1.5])
def test_an_attribute_is_a_member_of_the_enumeration(application: Any, attribute: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        Application.setAttribute(attribute)


def test_attributes_outlive_the_application() -> None:
    run = run_script(
        """
        A, Qt = QtCore.QCoreApplication, QtCore.Qt
        A.setAttribute(Qt.AA_Use96Dpi)
        app = A([]); print(app.testAttribute(Qt.AA_Use96Dpi)); app.shutdown()
        print(A.testAttribute(Qt.AA_Use96Dpi))
        """
    )
    assert run.out == ["True", "True"]


def test_the_quit_lock_is_on_until_it_is_taken_off(application: Any) -> None:
    assert Application.isQuitLockEnabled() is True
    Application.setQuitLockEnabled(False)
    assert application.isQuitLockEnabled() is False
    assert application.property("quitLockEnabled") is False
    Application.setQuitLockEnabled(True)


def test_the_quit_lock_is_no_text(application: Any) -> None:
    with pytest.raises(TypeError):
        Application.setQuitLockEnabled("x")


# -- places -----------------------------------------------------------------------------------------------------------


@only_qt6
def test_the_program_is_the_python_that_runs(application: Any) -> None:
    # Real Qt resolves the links of the path only where the program was not started by an absolute one.
    program = application.applicationFilePath()
    assert os.path.realpath(program) == os.path.realpath(sys.executable)
    assert application.applicationDirPath() == os.path.dirname(program)


@pytest.fixture
def library_paths(application: Any) -> Iterator[None]:
    """Library paths are given back after the test."""
    before = Application.libraryPaths()
    yield
    Application.setLibraryPaths(before)


def test_library_paths_are_kept_as_they_are_given(library_paths: None) -> None:
    Application.setLibraryPaths(["/nonexistent", "/tmp", "/tmp"])
    assert Application.libraryPaths() == ["/nonexistent", "/tmp", "/tmp"]


def test_a_library_path_that_exists_is_put_in_front(library_paths: None) -> None:
    Application.setLibraryPaths(["/one"])
    Application.addLibraryPath("/usr/../usr")
    assert Application.libraryPaths() == ["/usr", "/one"]


@pytest.mark.parametrize("path", ["", "/nonexistent", "/usr"])
def test_a_library_path_that_adds_nothing_is_left_out(library_paths: None, path: str) -> None:
    Application.setLibraryPaths(["/one", "/usr"])
    Application.addLibraryPath(path)
    assert Application.libraryPaths() == ["/one", "/usr"]


def test_a_library_path_can_be_taken_away(library_paths: None) -> None:
    Application.setLibraryPaths(["/one", "/usr"])
    Application.removeLibraryPath("/usr/")
    Application.removeLibraryPath("/nonexistent")
    assert Application.libraryPaths() == ["/one"]


def test_the_programs_folder_is_among_the_library_paths() -> None:
    run = run_script("a = QtCore.QCoreApplication([]); print(a.applicationDirPath() in a.libraryPaths())")
    assert run.out == ["True"]


# -- the command line -------------------------------------------------------------------------------------------------


def test_the_command_line_is_kept() -> None:
    run = run_script("print(QtCore.QCoreApplication(['/x/prog', '--option', 'ü', '']).arguments())")
    assert run.out == ["['/x/prog', '--option', 'ü', '']"]


@pytest.mark.parametrize("given", ["", "[]"])
def test_without_a_command_line_it_is_the_script_alone(given: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(f"from {BINDING} import QtCore\nprint(QtCore.QCoreApplication({given}).arguments())\n")
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, str(script), "one", "two"],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=True,
    )
    assert done.stdout.splitlines() == [str([str(script)])]


def test_an_empty_command_line_still_names_a_program() -> None:
    run = run_script("a = QtCore.QCoreApplication([]).arguments(); print(len(a), bool(a[0]))", ("one",))
    assert run.out == ["1 True"]


@only_qt6
@pytest.mark.parametrize("arguments", ["5", "object()", "['a', 5]", "{'a': 1}"])
def test_a_command_line_is_a_list_of_texts(arguments: str) -> None:
    source = f"""
        try:
            QtCore.QCoreApplication({arguments})
        except TypeError:
            print("TypeError")
        """
    assert run_script(source).out[-1:] == ["TypeError"]


@only_qt6
def test_names_can_be_given_with_the_command_line() -> None:
    run = run_script("print(QtCore.QCoreApplication(['prog'], applicationName='App').applicationName())")
    assert run.out[-1] in ("App", "prog")  # Qt takes the keyword and forgets it when it names the program


# -- without an application -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "result"), [("arguments", "[]"), ("applicationFilePath", "''"), ("applicationDirPath", "''")]
)
def test_without_an_application_some_things_are_not_known(function: str, result: str) -> None:
    run = run_script(f"print(repr(QtCore.QCoreApplication.{function}()))")
    assert run.out == [result]
    assert run.err == [f"QCoreApplication::{function}: Please instantiate the QApplication object first"]


def test_without_an_application_most_calls_do_nothing() -> None:
    run = run_script(
        """
        A = QtCore.QCoreApplication
        print(A.instance(), A.exit(3), A.quit(), A.processEvents(), A.sendPostedEvents(), A.removePostedEvents(None))
        """
    )
    assert run.out == ["None None None None None None"]


def test_starting_up_and_closing_down_frame_the_application() -> None:
    run = run_script(
        """
        A = QtCore.QCoreApplication
        def tell(when): print(when, A.startingUp(), A.closingDown(), A.instance() is not None)
        tell("before")
        app = A([]); app.destroyed.connect(lambda: tell("dying"))
        tell("alive")
        app.shutdown()
        tell("after")
        app = A([])
        tell("again")
        """
    )
    assert run.out[:2] == ["before True False False", "alive False False True"]
    assert "after True True False" in run.out
    assert run.out[-1] in ("again False False True", "dying True True False")


@only_qt6
def test_while_the_application_dies_there_is_none() -> None:
    run = run_script(
        """
        A = QtCore.QCoreApplication
        app = A([]); app.destroyed.connect(lambda: print(A.instance(), A.closingDown()))
        app.shutdown()
        """
    )
    assert run.out == ["None True"]


# -- the builtin ------------------------------------------------------------------------------------------------------


def test_the_application_is_a_builtin_name(application: Any) -> None:
    assert vars(builtins)["qApp"] is application


def test_the_builtin_follows_the_application() -> None:
    run = run_script(
        """
        print(qApp)
        app = QtCore.QCoreApplication([]); print(qApp is app)
        app.shutdown(); print(qApp)
        second = QtCore.QCoreApplication([]); print(qApp is None)
        """
    )
    assert run.out == ["None", "True", "None", "False"]


def test_the_application_stays_without_a_reference() -> None:
    run = run_script(
        """
        import gc
        def start(): QtCore.QCoreApplication(["kept"])
        start(); gc.collect()
        print(QtCore.QCoreApplication.instance().arguments())
        """
    )
    assert run.out == ["['kept']"]


# -- translations -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("c", "key"), "key"),
        (("c", "%n files", None, 3), "3 files"),
        (("c", "%n of %n", "", 0), "0 of 0"),
        (("c", "%n files"), "%n files"),
        (("c", "%n files", None, -1), "%n files"),
        ((None, "key"), "key"),
        (("c", None), ""),
        (("c", "ü"), "ü"),
    ],
)
def test_a_text_is_its_own_translation(application: Any, arguments: tuple[Any, ...], text: str) -> None:
    assert Application.translate(*arguments) == text


@pytest.mark.parametrize("arguments", [("c",), ("c", 5), ()])
def test_what_is_no_text_is_not_translated(application: Any, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        Application.translate(*arguments)


@pytest.mark.only("netaccess")
def test_a_text_may_come_with_an_encoding_as_in_qt_4(application: Any) -> None:
    utf8 = Application.UnicodeUTF8
    assert Application.translate("c", "key", None, utf8) == "key"
    assert Application.translate("c", "%n files", None, utf8, 3) == "3 files"
    assert enum_name(utf8) == "UnicodeUTF8"


# -- versions ---------------------------------------------------------------------------------------------------------


def test_qt_has_a_version_of_three_numbers() -> None:
    parts = QtCore.qVersion().split(".")
    assert len(parts) == 3
    assert all(part.isdecimal() for part in parts)
