"""The names of each binding: those that network code uses, versions, and what is not there."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest

from netaccess import QtCore, QtNetwork, compat
from netaccess.compat.bindings import BINDINGS, version_number

ALL = list(BINDINGS)
PYSIDES = [name for name in ALL if name.startswith("PySide")]
PYQTS = [name for name in ALL if name.startswith("PyQt")]
SURVEY = [
    "QUrl",
    "QObject",
    "QTimer",
    "QByteArray",
    "Qt",
    "QDateTime",
    "QFile",
    "QEventLoop",
    "QIODevice",
    "QCoreApplication",
    "QSettings",
    "QUrlQuery",
    "QFileInfo",
    "QThread",
    "QBuffer",
    "QEvent",
    "QStandardPaths",
    "QDir",
    "QJsonDocument",
    "QSaveFile",
    "QTemporaryFile",
    "QBasicTimer",
    "QDataStream",
    "QMutex",
]
NETWORK = "QNetworkAccessManager QNetworkRequest QNetworkReply QNetworkCookie QNetworkCookieJar QNetworkProxy QSslError"


def core(binding: str) -> Any:
    compat.install(binding)
    return importlib.import_module(f"{binding}.QtCore")


@pytest.mark.parametrize("name", SURVEY)
@pytest.mark.parametrize("binding", ALL)
def test_what_network_code_uses_is_there(binding: str, name: str) -> None:
    assert getattr(core(binding), name) is getattr(QtCore, name)


@pytest.mark.parametrize("name", NETWORK.split())
@pytest.mark.parametrize("binding", ALL)
def test_the_network_is_there(binding: str, name: str) -> None:
    compat.install(binding)
    assert getattr(importlib.import_module(f"{binding}.QtNetwork"), name) is getattr(QtNetwork, name)


@pytest.mark.parametrize("name", ["Signal", "Slot", "Property", "SIGNAL", "SLOT"])
@pytest.mark.parametrize("binding", PYSIDES)
def test_pyside_has_its_signals(binding: str, name: str) -> None:
    assert getattr(core(binding), name) is getattr(QtCore, name)


@pytest.mark.parametrize("name", ["Signal", "Slot", "Property"])
@pytest.mark.parametrize("binding", PYQTS)
def test_pyqt_has_no_names_of_pyside(binding: str, name: str) -> None:
    assert not hasattr(core(binding), name)


@pytest.mark.parametrize("name", ["pyqtSignal", "pyqtSlot", "pyqtProperty", "pyqtBoundSignal", "QVariant"])
@pytest.mark.parametrize("binding", PYQTS)
def test_pyqt_has_its_own_names(binding: str, name: str) -> None:
    assert hasattr(core(binding), name)


@pytest.mark.parametrize("name", ["pyqtSignal", "QVariant", "QT_VERSION_STR"])
@pytest.mark.parametrize("binding", PYSIDES)
def test_pyside_has_no_names_of_pyqt(binding: str, name: str) -> None:
    assert not hasattr(core(binding), name)


@pytest.mark.parametrize("binding", ALL)
def test_netaccess_s_own_names_are_no_binding_s(binding: str) -> None:
    assert not {"EventLoopThread", "PythonFileDevice"} & set(core(binding).__all__)


@pytest.mark.parametrize("binding", ALL)
def test_every_name_that_is_listed_is_there(binding: str) -> None:
    module = core(binding)
    assert [name for name in module.__all__ if getattr(module, name, None) is None] == []
    assert set(module.__all__) <= set(dir(module))


@pytest.mark.parametrize("binding", ALL)
def test_a_star_imports_all_names(binding: str) -> None:
    module = core(binding)
    names: dict[str, Any] = {}
    exec(f"from {binding}.QtCore import *", names)
    assert {name for name in names if not name.startswith("__")} == set(module.__all__)


@pytest.mark.parametrize("binding", ["PyQt4", "PyQt5"])
def test_pyqt_has_a_module_of_everything(binding: str) -> None:
    compat.install(binding)
    module = importlib.import_module(f"{binding}.Qt")
    assert (module.QUrl, module.QNetworkReply) == (QtCore.QUrl, QtNetwork.QNetworkReply)
    assert module.pyqtSignal is importlib.import_module(f"{binding}.QtCore").pyqtSignal


# -- versions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("binding", "version", "numbers", "qt"),
    [
        ("PySide", "1.2.4", (1, 2, 4), "4.8.7"),
        ("PySide2", "5.15.2.1", (5, 15, 2.1), "5.15.2"),
        ("PySide6", "6.12.0", (6, 12, 0), "6.12.0"),
    ],
)
def test_pyside_tells_its_version(binding: str, version: str, numbers: tuple[float, ...], qt: str) -> None:
    module = core(binding)
    package = importlib.import_module(binding)
    assert (package.__version__, package.__version_info__[:3]) == (version, numbers)
    assert (module.__version__, module.qVersion()) == (qt, qt)
    assert module.__version_info__ == tuple(int(part) for part in qt.split("."))


@pytest.mark.parametrize(("binding", "major"), [("PyQt4", 4), ("PyQt5", 5), ("PyQt6", 6)])
def test_pyqt_tells_its_version(binding: str, major: int) -> None:
    module = core(binding)
    assert module.QT_VERSION >> 16 == module.PYQT_VERSION >> 16 == major
    assert version_number(module.QT_VERSION_STR) == module.QT_VERSION
    assert version_number(module.PYQT_VERSION_STR) == module.PYQT_VERSION
    assert module.qVersion() == module.QT_VERSION_STR


def test_a_version_is_two_digits_each() -> None:
    assert version_number("5.15.2") == 0x050F02


# -- what is not there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["QtWidgets", "QtGui", "QtQml", "QtSvg", "QtOpenGLWidgets"])
def test_importing_what_draws_says_why_it_fails(part: str) -> None:
    compat.install("PySide6")
    with pytest.raises(ModuleNotFoundError, match=f"PySide6.{part} is not there: .*opens no windows.*QCoreApplication"):
        importlib.import_module(f"PySide6.{part}")


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("QtWebEngineWidgets", "no browser engine"),
        ("QtSql", "sqlite3"),
        ("QtXml", "xml"),
        ("QtConcurrent", "concurrent.futures"),
        ("QtMultimedia", "no sound"),
        ("Nonsense", "which has QtCore, QtNetwork and QtTest"),
    ],
)
def test_importing_another_module_says_why_it_fails(part: str, reason: str) -> None:
    compat.install("PyQt5")
    with pytest.raises(ImportError, match=reason):
        importlib.import_module(f"PyQt5.{part}")


@pytest.mark.parametrize(
    "statement",
    [
        "from PySide6 import QtWidgets",
        "from PySide6 import QtCore, QtWidgets",
        "import PySide6.QtWidgets",
        "from PySide6.QtWidgets import QApplication",
    ],
)
def test_every_form_of_import_says_why_it_fails(statement: str) -> None:
    compat.install("PySide6")
    with pytest.raises(ImportError, match="opens no windows"):
        exec(statement, {})


def test_a_package_has_no_attribute_for_what_is_not_there() -> None:
    compat.install("PySide6")
    package = importlib.import_module("PySide6")
    assert not hasattr(package, "QtWidgets")
    with pytest.raises(AttributeError, match="opens no windows"):
        _ = package.QtWidgets


def test_an_absent_name_says_so_under_the_binding_s_name() -> None:
    with pytest.raises(AttributeError, match=r"module 'PySide6.QtCore' has no attribute 'QLocale'.*babel"):
        _ = core("PySide6").QLocale


def test_importing_an_absent_name_says_so_too() -> None:
    compat.install("PySide6")
    with pytest.raises(ImportError, match=r"cannot import name 'QProcess' from 'PySide6.QtCore'.*subprocess"):
        exec("from PySide6.QtCore import QProcess", {})


def test_qstring_is_absent() -> None:
    module = core("PyQt4")
    assert not hasattr(module, "QString")
    with pytest.raises(AttributeError, match="str"):
        _ = module.QString


# -- the life of objects ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("binding", "name"),
    [("PySide", "shiboken"), ("PySide", "PySide.shiboken"), ("PySide2", "shiboken2"), ("PySide6", "shiboken6")],
)
def test_shiboken_tells_whether_an_object_lives(binding: str, name: str) -> None:
    compat.install(binding)
    shiboken = importlib.import_module(name)
    target = QtCore.QObject()
    assert shiboken.isValid(target)
    shiboken.delete(target)
    assert not shiboken.isValid(target)
    assert shiboken.Shiboken.isValid is shiboken.isValid


@pytest.mark.parametrize(
    ("binding", "name"), [("PyQt4", "sip"), ("PyQt5", "sip"), ("PyQt5", "PyQt5.sip"), ("PyQt6", "PyQt6.sip")]
)
def test_sip_tells_whether_an_object_lives(binding: str, name: str) -> None:
    compat.install(binding)
    sip = importlib.import_module(name)
    target = QtCore.QObject()
    assert not sip.isdeleted(target)
    sip.delete(target)
    assert sip.isdeleted(target)


@pytest.fixture
def sip() -> Any:
    compat.install("PyQt4")
    return importlib.import_module("sip")


def test_sip_takes_the_values_of_python(sip: Any) -> None:
    for name in ("QString", "QVariant", "QDate", "QDateTime", "QTextStream", "QTime", "QUrl"):
        sip.setapi(name, 2)
        assert sip.getapi(name) == 2


def test_sip_refuses_values_of_its_own(sip: Any) -> None:
    with pytest.raises(ValueError, match="QString has API version 2 here"):
        sip.setapi("QString", 1)


def test_sip_knows_which_classes_have_versions(sip: Any) -> None:
    with pytest.raises(ValueError, match="QObject"):
        sip.getapi("QObject")


def test_sip_casts_to_what_an_object_is(sip: Any) -> None:
    timer = QtCore.QTimer()
    assert sip.cast(timer, QtCore.QObject) is timer
    with pytest.raises(TypeError, match="is no QThread"):
        sip.cast(timer, QtCore.QThread)


def test_sip_knows_who_owns_an_object(sip: Any) -> None:
    parent = QtCore.QObject()
    assert (sip.ispyowned(parent), sip.ispyowned(QtCore.QObject(parent))) == (True, False)
    assert sip.ispycreated(parent)
    assert sip.unwrapinstance(parent) == id(parent)


def test_sip_s_types_serve_for_checks_and_metaclasses(sip: Any) -> None:
    class Meta(sip.wrappertype):  # type: ignore[misc, name-defined]
        """A metaclass of the program's own."""

    class Thing(QtCore.QObject, metaclass=Meta):
        """An object whose class has it."""

    assert isinstance(Thing(), sip.wrapper)
    assert isinstance(Thing(), sip.simplewrapper)


def test_the_newest_pyqt_has_no_versions_of_values() -> None:
    compat.install("PyQt6")
    assert not hasattr(importlib.import_module("PyQt6.sip"), "setapi")


def test_an_application_of_the_binding_runs(program: Callable[..., str]) -> None:
    source = (
        "from netaccess import compat\ncompat.install('PySide2')\nfrom PySide2.QtCore import *\n"
        "app = QCoreApplication([])\nQTimer.singleShot(0, lambda: app.exit(3))\nprint(app.exec_())"
    )
    assert program(source) == "3\n"
