"""Installing, refusing, taking back."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from netaccess import QtCore, QtNetwork, compat
from netaccess.compat.bindings import BINDINGS

ALL = list(BINDINGS)


def all_attributes() -> dict[tuple[str, str], int]:
    """What every class of the faces has under every name."""
    found: dict[tuple[str, str], int] = {}
    for face in (QtCore, QtNetwork):
        for name in face.__all__:
            value = getattr(face, name)
            for cls in value.__mro__ if isinstance(value, type) else ():
                if cls.__module__.startswith("netaccess"):
                    found.update({(cls.__qualname__, key): id(each) for key, each in vars(cls).items()})
    return {key: each for key, each in found.items() if key[1] not in ("__dict__", "_qt_tombstone", "_abc_impl")}


@pytest.mark.parametrize("binding", ALL)
def test_a_binding_s_modules_are_netaccess(binding: str) -> None:
    compat.install(binding)
    module = importlib.import_module(f"{binding}.QtCore")
    assert module.QObject is QtCore.QObject
    assert importlib.import_module(f"{binding}.QtNetwork").QNetworkReply is QtNetwork.QNetworkReply


@pytest.mark.parametrize("binding", ALL)
def test_the_package_is_there_before_anybody_imports_it(binding: str) -> None:
    compat.install(binding)
    assert binding in sys.modules


@pytest.mark.parametrize("binding", ALL)
def test_uninstalling_removes_every_module(binding: str) -> None:
    before = {name for name in sys.modules if not name.startswith("netaccess")}
    compat.install(binding)
    for name in BINDINGS[binding].life:
        importlib.import_module(name)
    importlib.import_module(f"{binding}.QtTest")
    compat.uninstall()
    assert {name for name in sys.modules if not name.startswith("netaccess")} - before == set()


def test_uninstalling_removes_the_finder() -> None:
    before = list(sys.meta_path)
    compat.install("PySide6")
    assert len(sys.meta_path) == len(before) + 1
    compat.uninstall()
    assert sys.meta_path == before


@pytest.mark.parametrize("binding", ALL)
def test_uninstalling_puts_the_classes_back(binding: str) -> None:
    before = all_attributes()
    compat.install(binding)
    names: dict[str, object] = {"__name__": "program"}
    exec(f"from {binding}.QtCore import *\nfrom {binding}.QtNetwork import *", names)
    if BINDINGS[binding].features:
        exec("from __feature__ import snake_case, true_property", names)
        assert all_attributes() != before
    compat.uninstall()
    assert all_attributes() == before


def test_after_uninstalling_the_binding_cannot_be_imported() -> None:
    compat.install("PyQt4")
    compat.uninstall()
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("PyQt4")


def test_installing_twice_does_nothing() -> None:
    compat.install("PySide6")
    module = sys.modules["PySide6"]
    compat.install("PySide6")
    assert sys.modules["PySide6"] is module
    assert compat.current() == "PySide6"


def test_a_second_binding_is_refused() -> None:
    compat.install("PySide6")
    with pytest.raises(RuntimeError, match="netaccess stands in for PySide6 already"):
        compat.install("PyQt5")
    assert compat.current() == "PySide6"


def test_another_binding_can_follow() -> None:
    compat.install("PySide6")
    compat.uninstall()
    compat.install("PyQt5")
    assert compat.current() == "PyQt5"


@pytest.mark.parametrize("wrong", ["Qt", "pyside6", "", None, 5])
def test_an_unknown_binding_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="PySide, PySide2, PySide6, PyQt4, PyQt5, PyQt6"):
        compat.install(wrong)  # type: ignore[arg-type]
    assert compat.current() is None


@pytest.mark.parametrize(
    ("binding", "imported"),
    [
        ("PySide6", "PySide6"),
        ("PySide6", "PySide6.QtCore"),
        ("PySide6", "shiboken6"),
        ("PyQt5", "sip"),
        ("PyQt6", "PyQt6.sip"),
    ],
)
def test_a_real_binding_that_has_been_imported_is_in_the_way(
    binding: str, imported: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ModuleType(imported)
    real.__file__ = "/usr/lib/real.so"
    monkeypatch.setitem(sys.modules, imported, real)
    with pytest.raises(RuntimeError, match=f"{imported} has been imported already from /usr/lib/real.so"):
        compat.install(binding)
    assert compat.current() is None
    assert sys.modules[imported] is real


def test_another_binding_that_has_been_imported_is_not_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PyQt5", ModuleType("PyQt5"))
    compat.install("PySide6")
    assert compat.current() == "PySide6"


def test_a_module_that_must_not_be_imported_is_not_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6", None)  # what import guards put there
    compat.install("PySide6")
    assert importlib.import_module("PySide6.QtCore").QObject is QtCore.QObject
    monkeypatch.undo()


def test_a_with_block_installs_and_takes_back() -> None:
    with compat.installed("PySide2"):
        assert compat.current() == "PySide2"
        importlib.import_module("PySide2.QtCore")
    assert compat.current() is None
    assert "PySide2" not in sys.modules


def test_a_with_block_takes_back_after_an_exception() -> None:
    with pytest.raises(KeyError), compat.installed("PySide2"):
        raise KeyError("x")
    assert compat.current() is None


def test_a_with_block_inside_another_leaves_the_binding() -> None:
    with compat.installed("PySide6"):
        with compat.installed("PySide6"):
            assert compat.current() == "PySide6"
        assert compat.current() == "PySide6"


def test_uninstalling_nothing_does_nothing() -> None:
    compat.uninstall()
    assert compat.current() is None


def test_what_has_been_imported_works_after_uninstalling() -> None:
    with compat.installed("PySide6"):
        from PySide6.QtCore import QObject  # type: ignore[import-not-found]
    assert QObject() is not None


@pytest.mark.parametrize("name", ["PySide6", "PySide6.QtCore", "PySide6.QtNetwork", "PySide6.QtTest", "shiboken6"])
def test_a_module_is_found_without_importing_it(name: str) -> None:
    compat.install("PySide6")
    assert importlib.util.find_spec(name) is not None


@pytest.mark.parametrize("name", ["PySide6.QtWidgets", "PySide6.Nonsense", "PyQt5"])
def test_a_module_that_is_not_there_is_not_found(name: str) -> None:
    compat.install("PySide6")
    assert importlib.util.find_spec(name) is None


def test_a_submodule_is_an_attribute_of_the_package() -> None:
    compat.install("PySide6")
    package = importlib.import_module("PySide6")
    assert package.QtCore is importlib.import_module("PySide6.QtCore")


def test_a_module_can_be_reloaded() -> None:
    compat.install("PySide6")
    module = importlib.import_module("PySide6.QtCore")
    assert importlib.reload(module).QObject is QtCore.QObject


def test_the_modules_name_themselves() -> None:
    compat.install("PySide6")
    module = importlib.import_module("PySide6.QtCore")
    assert (module.__name__, module.__package__) == ("PySide6.QtCore", "PySide6")
    assert sys.modules["PySide6"].__path__ == []


def test_installing_loads_no_face(program: Callable[..., str]) -> None:
    source = (
        "import sys, netaccess.compat\nnetaccess.compat.install('PySide6')\n"
        "print([name for name in ('netaccess.QtCore', 'netaccess.QtNetwork', 'blinker') if name in sys.modules])"
    )
    assert program(source) == "[]\n"


def test_a_binding_s_core_does_not_load_the_network(program: Callable[..., str]) -> None:
    source = (
        "import sys, netaccess.compat\nnetaccess.compat.install('PySide6')\nimport PySide6.QtCore\n"
        "print([name for name in ('netaccess.QtNetwork', 'ssl', 'urllib3') if name in sys.modules])"
    )
    assert program(source) == "[]\n"
