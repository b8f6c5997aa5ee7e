"""QStandardPaths on Linux: the environment's variables, the program's names, and finding files and programs."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from binding import QtCore, number

only_qt6 = pytest.mark.only("netaccess", "PySide6")
VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS")


class Environment:
    """The environment as Qt sees it: variables are set with the C library, which os.environ does."""

    def __init__(self, patch: pytest.MonkeyPatch, home: Path) -> None:
        self._patch = patch
        self.home = str(home)
        for name in (*VARIABLES, "TMPDIR"):
            patch.delenv(name, raising=False)
        self.set(HOME=self.home)

    def set(self, **variables: str) -> None:
        """Set variables for the test."""
        for name, value in variables.items():
            self._patch.setenv(name, value)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Environment:
    """An empty home folder and no variables that say where things are."""
    return Environment(monkeypatch, tmp_path)


@pytest.fixture
def named(application: Any, environment: Environment) -> Iterator[Environment]:
    """A program with a name and an organization, in an empty home folder."""
    before = application.organizationName(), application.applicationName()
    application.setOrganizationName("Org")
    application.setApplicationName("App")
    yield environment
    application.setOrganizationName(before[0])
    application.setApplicationName(before[1])


def location(name: str) -> Any:
    """A member of StandardLocation."""
    return getattr(QtCore.QStandardPaths, name)


def writable(name: str) -> str:
    """The writable folder of a kind."""
    return str(QtCore.QStandardPaths.writableLocation(location(name)))


def folders(name: str) -> list[str]:
    """All folders of a kind."""
    return list(QtCore.QStandardPaths.standardLocations(location(name)))


NUMBERS = [
    "DesktopLocation DocumentsLocation FontsLocation ApplicationsLocation MusicLocation MoviesLocation PicturesLocation "
    "TempLocation HomeLocation AppLocalDataLocation CacheLocation GenericDataLocation RuntimeLocation ConfigLocation "
    "DownloadLocation GenericCacheLocation GenericConfigLocation AppDataLocation AppConfigLocation"
]


def test_the_locations_have_qts_numbers() -> None:
    names = NUMBERS[0].split()
    assert [number(location(name)) for name in names] == list(range(len(names)))


@only_qt6
def test_newer_locations_have_qts_numbers() -> None:
    names = ["PublicShareLocation", "TemplatesLocation", "StateLocation", "GenericStateLocation"]
    assert [number(location(name)) for name in names] == [19, 20, 21, 22]


@only_qt6
def test_an_options_two_names_are_one_type() -> None:
    assert QtCore.QStandardPaths.LocateOptions is QtCore.QStandardPaths.LocateOption
    assert number(QtCore.QStandardPaths.LocateDirectory) == 1


HOME_FOLDERS = [
    ("DesktopLocation", "/Desktop"),
    ("DocumentsLocation", "/Documents"),
    ("MusicLocation", "/Music"),
    ("MoviesLocation", "/Videos"),
    ("PicturesLocation", "/Pictures"),
    ("DownloadLocation", "/Downloads"),
    ("HomeLocation", ""),
    ("FontsLocation", "/.local/share/fonts"),
    ("ApplicationsLocation", "/.local/share/applications"),
    ("GenericDataLocation", "/.local/share"),
    ("ConfigLocation", "/.config"),
    ("GenericConfigLocation", "/.config"),
    ("GenericCacheLocation", "/.cache"),
    ("AppDataLocation", "/.local/share/Org/App"),
    ("AppLocalDataLocation", "/.local/share/Org/App"),
    ("AppConfigLocation", "/.config/Org/App"),
    ("CacheLocation", "/.cache/Org/App"),
]


@pytest.mark.parametrize(("name", "below"), HOME_FOLDERS)
def test_a_folder_stands_below_home(named: Environment, name: str, below: str) -> None:
    assert writable(name) == named.home + below


@only_qt6
@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("PublicShareLocation", "/Public"),
        ("TemplatesLocation", "/Templates"),
        ("StateLocation", "/.local/state/Org/App"),
        ("GenericStateLocation", "/.local/state"),
    ],
)
def test_a_newer_folder_stands_below_home(named: Environment, name: str, below: str) -> None:
    assert writable(name) == named.home + below


@pytest.mark.parametrize(
    ("variable", "name", "expected"),
    [
        ("XDG_DATA_HOME", "GenericDataLocation", "/x"),
        ("XDG_DATA_HOME", "AppDataLocation", "/x/Org/App"),
        ("XDG_DATA_HOME", "ApplicationsLocation", "/x/applications"),
        ("XDG_CONFIG_HOME", "ConfigLocation", "/x"),
        ("XDG_CONFIG_HOME", "AppConfigLocation", "/x/Org/App"),
        ("XDG_CACHE_HOME", "GenericCacheLocation", "/x"),
        ("XDG_CACHE_HOME", "CacheLocation", "/x/Org/App"),
    ],
)
def test_a_variable_moves_a_folder(named: Environment, variable: str, name: str, expected: str) -> None:
    named.set(**{variable: "/x"})
    assert writable(name) == expected


def test_a_variable_is_taken_as_it_is(named: Environment) -> None:
    named.set(XDG_DATA_HOME="/x/../y/")
    assert writable("AppDataLocation") == "/x/../y//Org/App"


def test_an_empty_variable_is_none(named: Environment) -> None:
    named.set(XDG_CACHE_HOME="")
    assert writable("CacheLocation") == named.home + "/.cache/Org/App"


@only_qt6
def test_a_relative_variable_is_left_out(named: Environment) -> None:
    named.set(XDG_CACHE_HOME="rel/cache")
    assert writable("CacheLocation") == named.home + "/.cache/Org/App"


def test_data_is_also_read_from_the_systems_folders(named: Environment) -> None:
    named.set(XDG_DATA_DIRS="/d1:/d2/")
    assert folders("AppDataLocation") == [named.home + "/.local/share/Org/App", "/d1/Org/App", "/d2/Org/App"]
    assert folders("GenericDataLocation") == [named.home + "/.local/share", "/d1", "/d2"]


def test_configuration_is_also_read_from_the_systems_folders(named: Environment) -> None:
    named.set(XDG_CONFIG_DIRS="/c1:/c2")
    assert folders("AppConfigLocation") == [named.home + "/.config/Org/App", "/c1/Org/App", "/c2/Org/App"]


def test_without_variables_the_systems_folders_are_the_usual_ones(named: Environment) -> None:
    assert folders("GenericDataLocation")[1:] == ["/usr/local/share", "/usr/share"]
    assert folders("GenericConfigLocation")[1:] == ["/etc/xdg"]


@only_qt6
def test_the_systems_folders_are_absolute_clean_and_named_once(named: Environment) -> None:
    named.set(XDG_DATA_DIRS="rel::/d2:/d2/:/d3/../d4")
    assert folders("GenericDataLocation")[1:] == ["/d2", "/d4"]


def test_caches_stand_in_one_place(named: Environment) -> None:
    assert folders("CacheLocation") == [writable("CacheLocation")]


def test_fonts_have_an_old_folder_of_the_users_too(named: Environment) -> None:
    named.set(XDG_DATA_DIRS="/d1")
    assert folders("FontsLocation") == [
        named.home + "/.local/share/fonts",
        named.home + "/.fonts",
        "/d1/fonts",
    ]


def test_a_program_without_an_organization_has_a_folder_of_its_name(named: Environment, application: Any) -> None:
    application.setOrganizationName("")
    assert writable("CacheLocation") == named.home + "/.cache/App"


def test_names_make_folders_as_they_are(named: Environment, application: Any) -> None:
    application.setApplicationName("a/b c")
    assert writable("CacheLocation") == named.home + "/.cache/Org/a/b c"


# -- home and temporary files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("home", "found"), [("/h/", "/h"), ("", "/"), ("rel", "rel")])
def test_home_is_what_the_variable_says(environment: Environment, home: str, found: str) -> None:
    environment.set(HOME=home)
    assert writable("HomeLocation") == found


@only_qt6
@pytest.mark.parametrize(("variable", "found"), [("/t/", "/t"), ("", "/tmp"), ("rel", None)])
def test_temporary_files_go_where_the_variable_says(environment: Environment, variable: str, found: str | None) -> None:
    environment.set(TMPDIR=variable)
    assert writable("TempLocation") == (f"{os.getcwd()}/{variable}" if found is None else found)


# -- the user's own names for folders ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('XDG_DESKTOP_DIR="$HOME/Schreibtisch"', "{home}/Schreibtisch"),
        ('XDG_DESKTOP_DIR="/elsewhere"', "/elsewhere"),
        ("XDG_DESKTOP_DIR=$HOME/unquoted", "{home}/unquoted"),
        ('XDG_DESKTOP_DIR="$HOME/"', "{home}"),
        ('XDG_DESKTOP_DIR="/slash/"', "/slash"),
        ('# XDG_DESKTOP_DIR="/comment"', "{home}/Desktop"),
        ('XDG_MUSIC_DIR="/music"', "{home}/Desktop"),
        ('XDG_DESKTOP_DIR="/one"\nXDG_DESKTOP_DIR="/two"', "/two"),
    ],
)
def test_user_dirs_names_the_users_folders(environment: Environment, line: str, expected: str) -> None:
    folder = Path(environment.home) / ".config"
    folder.mkdir()
    (folder / "user-dirs.dirs").write_text(line + "\n")
    assert writable("DesktopLocation") == expected.format(home=environment.home)


# -- the folder of running programs -----------------------------------------------------------------------------------


def test_the_runtime_folder_is_made_for_the_user_alone(environment: Environment, tmp_path: Path) -> None:
    wanted = tmp_path / "run"
    environment.set(XDG_RUNTIME_DIR=str(wanted))
    assert writable("RuntimeLocation") == str(wanted)
    assert stat.S_IMODE(wanted.stat().st_mode) == 0o700


@only_qt6
def test_a_runtime_folder_others_can_enter_is_not_used(environment: Environment, tmp_path: Path, capfd: Any) -> None:
    wanted = tmp_path / "run"
    wanted.mkdir()
    wanted.chmod(0o755)
    environment.set(XDG_RUNTIME_DIR=str(wanted), TMPDIR=str(tmp_path))
    found = writable("RuntimeLocation")
    assert found.startswith(f"{tmp_path}/runtime-")
    assert f"wrong permissions on runtime directory {wanted}, 0755 instead of 0700" in capfd.readouterr().err


def test_without_a_variable_the_runtime_folder_is_a_temporary_one(
    environment: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    environment.set(TMPDIR=str(tmp_path))
    found = Path(writable("RuntimeLocation"))
    assert found.parent == tmp_path
    assert found.name.startswith("runtime-")
    assert stat.S_IMODE(found.stat().st_mode) == 0o700
    assert f"XDG_RUNTIME_DIR not set, defaulting to '{found}'" in capfd.readouterr().err


# -- tests keep away from the user's files ----------------------------------------------------------------------------


@pytest.fixture
def test_mode(named: Environment) -> Iterator[Environment]:
    """Test mode, until the test ends."""
    QtCore.QStandardPaths.setTestModeEnabled(True)
    yield named
    QtCore.QStandardPaths.setTestModeEnabled(False)


def test_test_mode_is_off_at_first_and_can_be_asked_for(named: Environment) -> None:
    assert QtCore.QStandardPaths.isTestModeEnabled() is False
    QtCore.QStandardPaths.setTestModeEnabled(True)
    assert QtCore.QStandardPaths.isTestModeEnabled() is True
    QtCore.QStandardPaths.setTestModeEnabled(False)


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("AppDataLocation", "/.qttest/share/Org/App"),
        ("ConfigLocation", "/.qttest/config"),
        ("CacheLocation", "/.qttest/cache/Org/App"),
        ("DesktopLocation", "/Desktop"),
    ],
)
def test_in_test_mode_folders_are_others(test_mode: Environment, name: str, below: str) -> None:
    assert writable(name) == test_mode.home + below


def test_in_test_mode_variables_do_not_count(test_mode: Environment) -> None:
    test_mode.set(XDG_DATA_HOME="/x")
    assert writable("GenericDataLocation") == test_mode.home + "/.qttest/share"


# -- finding ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def data(environment: Environment, tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of data, the user's and the system's."""
    mine, systems = tmp_path / "mine", tmp_path / "systems"
    for folder in (mine, systems):
        folder.mkdir()
    environment.set(XDG_DATA_HOME=str(mine), XDG_DATA_DIRS=str(systems))
    return mine, systems


def locate(name: str, *options: Any) -> str:
    """Locate something among the data."""
    return str(QtCore.QStandardPaths.locate(location("GenericDataLocation"), name, *options))


def locate_all(name: str, *options: Any) -> list[str]:
    """Locate everything of a name among the data."""
    return list(QtCore.QStandardPaths.locateAll(location("GenericDataLocation"), name, *options))


def test_the_users_file_is_found_first(data: tuple[Path, Path]) -> None:
    for folder in data:
        (folder / "f").write_text("")
    assert locate("f") == str(data[0] / "f")
    assert locate_all("f") == [str(data[0] / "f"), str(data[1] / "f")]


def test_the_systems_file_is_found_where_the_user_has_none(data: tuple[Path, Path]) -> None:
    (data[1] / "sub").mkdir()
    (data[1] / "sub" / "f").write_text("")
    assert locate("sub/f") == str(data[1] / "sub" / "f")


def test_what_is_nowhere_is_an_empty_path(data: tuple[Path, Path]) -> None:
    assert locate("nothing") == ""
    assert locate_all("nothing") == []


def test_a_folder_is_found_only_when_asked_for(data: tuple[Path, Path]) -> None:
    (data[0] / "d").mkdir()
    (data[0] / "f").write_text("")
    directory = QtCore.QStandardPaths.LocateDirectory
    assert (locate("d"), locate("d", directory)) == ("", str(data[0] / "d"))
    assert locate("f", directory) == ""


def test_nothing_has_no_name(data: tuple[Path, Path]) -> None:
    assert locate("") == ""


def program(folder: Path, name: str, mode: int = 0o755) -> str:
    """Make a file that may be run, or not."""
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(mode)
    return str(path)


def test_a_program_is_found_on_the_path(environment: Environment, tmp_path: Path) -> None:
    path = program(tmp_path, "tool")
    environment.set(PATH=f"/nonexistent:{tmp_path}")
    assert QtCore.QStandardPaths.findExecutable("tool") == path


def test_a_program_is_found_in_the_folders_given(environment: Environment, tmp_path: Path) -> None:
    path = program(tmp_path, "tool")
    environment.set(PATH="/nonexistent")
    assert QtCore.QStandardPaths.findExecutable("tool", [str(tmp_path)]) == path
    assert QtCore.QStandardPaths.findExecutable("tool", paths=["/nonexistent"]) == ""


def test_a_program_below_a_folder_of_the_path_is_found(environment: Environment, tmp_path: Path) -> None:
    path = program(tmp_path, "tool")
    assert QtCore.QStandardPaths.findExecutable(f"{tmp_path.name}/tool", [str(tmp_path.parent)]) == path


def test_an_absolute_path_is_only_checked(environment: Environment, tmp_path: Path) -> None:
    path = program(tmp_path, "tool")
    assert QtCore.QStandardPaths.findExecutable(path) == path
    assert QtCore.QStandardPaths.findExecutable(path + "x") == ""


def test_what_may_not_be_run_is_no_program(environment: Environment, tmp_path: Path) -> None:
    program(tmp_path, "text", 0o644)
    (tmp_path / "folder").mkdir()
    for name in ("text", "folder", ""):
        assert QtCore.QStandardPaths.findExecutable(name, [str(tmp_path)]) == ""


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DesktopLocation", "Desktop"),
        ("TempLocation", "Temporary Directory"),
        ("GenericDataLocation", "Shared Data"),
        ("CacheLocation", "Cache"),
        ("GenericConfigLocation", "Shared Configuration"),
        ("DownloadLocation", "Download"),
    ],
)
def test_a_location_has_a_name_to_be_shown(application: Any, name: str, text: str) -> None:
    assert QtCore.QStandardPaths.displayName(location(name)).startswith(text)


@only_qt6
def test_there_are_no_standard_paths_objects() -> None:
    with pytest.raises(Exception, match="cannot be instantiated"):
        QtCore.QStandardPaths()


@only_qt6
def test_an_unknown_location_is_nowhere(application: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        unknown = QtCore.QStandardPaths.StandardLocation(99)
    assert QtCore.QStandardPaths.writableLocation(unknown) == ""
    assert QtCore.QStandardPaths.standardLocations(unknown) == [""]


def test_a_location_is_no_text(application: Any) -> None:
    with pytest.raises(TypeError):
        QtCore.QStandardPaths.writableLocation("HomeLocation")
