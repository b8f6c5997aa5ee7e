"""Where folders are: the rules of all three systems, whichever this one is."""

from __future__ import annotations

import pytest

from netaccess._values import locationsmac, locationswindows, locationsxdg
from netaccess._values.standardlocation import StandardLocation as Location
from netaccess._values.standardlocation import Surroundings

MAC = Surroundings({"HOME": "/Users/u", "TMPDIR": "/var/t/"}, "Org", "App", "/Applications/App.app/Contents/MacOS")
WINDOWS = Surroundings(
    {
        "USERPROFILE": "C:\\Users\\u",
        "APPDATA": "C:\\Users\\u\\AppData\\Roaming",
        "LOCALAPPDATA": "D:\\Local",
        "PROGRAMDATA": "C:\\ProgramData",
        "TEMP": "D:\\Local\\Temp\\",
        "WINDIR": "C:\\Windows",
        "PUBLIC": "C:\\Users\\Public",
    },
    "Org",
    "App",
    "C:/Program Files/App",
)


def unregistered(name: str) -> str:
    """A registry without folders."""
    return ""


@pytest.mark.parametrize(
    ("kind", "writable", "others"),
    [
        (Location.DesktopLocation, "/Users/u/Desktop", []),
        (Location.MoviesLocation, "/Users/u/Movies", []),
        (Location.FontsLocation, "", ["/System/Library/Fonts"]),
        (Location.ApplicationsLocation, "/Applications", []),
        (Location.HomeLocation, "/Users/u", []),
        (Location.TempLocation, "/var/t", []),
        (Location.RuntimeLocation, "/Users/u/Library/Application Support", []),
        (
            Location.AppDataLocation,
            "/Users/u/Library/Application Support/Org/App",
            ["/Library/Application Support/Org/App", "/Applications/App.app/Contents/MacOS/../Resources"],
        ),
        (
            Location.GenericDataLocation,
            "/Users/u/Library/Application Support",
            ["/Library/Application Support"],
        ),
        (Location.CacheLocation, "/Users/u/Library/Caches/Org/App", ["/Library/Caches/Org/App"]),
        (Location.GenericCacheLocation, "/Users/u/Library/Caches", ["/Library/Caches"]),
        (Location.AppConfigLocation, "/Users/u/Library/Preferences/Org/App", []),
        (Location.ConfigLocation, "/Users/u/Library/Preferences", []),
        (Location.StateLocation, "/Users/u/Library/Preferences/Org/App/State", []),
        (Location.GenericStateLocation, "/Users/u/Library/Preferences/State", []),
        (Location(99), "", []),
    ],
)
def test_macos_has_its_folders_in_the_library(kind: Location, writable: str, others: list[str]) -> None:
    assert locationsmac.locations(kind, MAC) == (writable, others)


@pytest.mark.parametrize(
    ("kind", "writable", "others"),
    [
        (Location.DesktopLocation, "C:/Users/u/Desktop", []),
        (Location.DocumentsLocation, "C:/Users/u/Documents", []),
        (Location.DownloadLocation, "C:/Users/u/Downloads", []),
        (Location.HomeLocation, "C:/Users/u", []),
        (Location.RuntimeLocation, "C:/Users/u", []),
        (Location.TempLocation, "D:/Local/Temp", []),
        (Location.FontsLocation, "", ["C:/Windows/Fonts"]),
        (
            Location.ApplicationsLocation,
            "C:/Users/u/AppData/Roaming/Microsoft/Windows/Start Menu/Programs",
            [],
        ),
        (Location.TemplatesLocation, "C:/Users/u/AppData/Roaming/Microsoft/Windows/Templates", []),
        (Location.PublicShareLocation, "C:/Users/Public", []),
        (
            Location.AppDataLocation,
            "C:/Users/u/AppData/Roaming/Org/App",
            [
                "C:/ProgramData/Org/App",
                "C:/Program Files/App",
                "C:/Program Files/App/data",
                "C:/Program Files/App/data/Org/App",
            ],
        ),
        (
            Location.GenericDataLocation,
            "D:/Local",
            ["C:/ProgramData", "C:/Program Files/App", "C:/Program Files/App/data"],
        ),
        (Location.AppConfigLocation, "D:/Local/Org/App", ["C:/ProgramData/Org/App"]),
        (Location.GenericConfigLocation, "D:/Local", ["C:/ProgramData"]),
        (Location.CacheLocation, "D:/Local/Org/App/cache", []),
        (Location.GenericCacheLocation, "D:/Local/cache", []),
        (Location.StateLocation, "D:/Local/Org/App/State", ["C:/ProgramData/Org/App/State"]),
        (Location(99), "", []),
    ],
)
def test_windows_has_its_folders_in_variables(kind: Location, writable: str, others: list[str]) -> None:
    assert locationswindows.locations(kind, WINDOWS, unregistered) == (writable, others)


def test_windows_asks_the_registry_for_what_users_move() -> None:
    found = locationswindows.locations(Location.DocumentsLocation, WINDOWS, {"Personal": "E:\\Docs"}.__getitem__)
    assert found == ("E:/Docs", [])


def test_without_a_registry_nothing_is_registered() -> None:
    assert locationswindows.shell_folder("{no such folder}") == ""


def test_tests_on_windows_have_folders_of_their_own() -> None:
    around = Surroundings(WINDOWS.environment, "Org", "App", testing=True)
    assert (
        locationswindows.locations(Location.CacheLocation, around, unregistered)[0] == "D:/Local/qttest/Org/App/cache"
    )


def test_tests_on_macos_have_folders_of_their_own() -> None:
    around = Surroundings(MAC.environment, "Org", "App", testing=True)
    assert locationsmac.locations(Location.CacheLocation, around)[0] == "/Users/u/.qttest/Library/Caches/Org/App"


def test_the_runtime_folder_is_not_the_business_of_the_rules() -> None:
    assert locationsxdg.locations(Location.RuntimeLocation, Surroundings({"HOME": "/h"})) == ("", [])


def test_a_file_of_folders_that_is_no_text_is_read_all_the_same(tmp_path: pytest.TempPathFactory) -> None:
    folder = str(tmp_path)
    with open(folder + "/user-dirs.dirs", "wb") as file:
        file.write(b'\xff\xfe\nXDG_DESKTOP_DIR="/desk"\n')
    around = Surroundings({"HOME": "/h", "XDG_CONFIG_HOME": folder})
    assert locationsxdg.locations(Location.DesktopLocation, around)[0] == "/desk"
