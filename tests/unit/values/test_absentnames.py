"""Names that are not there, and what is said of them."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest

import netaccess
from netaccess import QtCore, QtNetwork
from netaccess._values.absentnames import explain, instead_of


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("QRegularExpression", "the re module"),
        ("QRegularExpressionMatch", "the re module"),
        ("QProcess", "subprocess"),
        ("QProcessEnvironment", "os.environ"),
        ("QLocale", "babel"),
        ("QTextStream", "io module"),
        ("QPoint", "tuple"),
        ("QSizeF", "tuple"),
        ("QRect", "tuple"),
        ("QMimeDatabase", "mimetypes"),
        ("QAbstractListModel", "lists and dicts"),
        ("QPropertyAnimation", "QTimer"),
        ("QSignalTransition", "enum.Enum"),
        ("QCameraPermission", "permissions"),
        ("QVariant", "Python values"),
        ("QString", "str"),
        ("QApplication", "QCoreApplication"),
        ("pyqtSignal", "Signal"),
        ("QTcpSocket", "socket"),
        ("QHostAddress", "ipaddress"),
        ("QDnsLookup", "dnspython"),
    ],
)
def test_python_s_own_way_is_named(name: str, way: str) -> None:
    assert way in instead_of(name)


def test_nothing_that_is_there_is_called_absent() -> None:
    assert [name for name in (*QtCore.__all__, *QtNetwork.__all__) if instead_of(name)] == []


def test_an_unknown_name_of_qt_is_told_apart_from_others() -> None:
    assert "the part of Qt that network code uses" in explain("QWhatever")
    assert explain("whatever") == ""
    assert explain("Whatever") == ""


@pytest.mark.parametrize("face", [QtCore, QtNetwork, netaccess], ids=lambda face: face.__name__)
def test_a_face_says_what_to_use_instead(face: ModuleType) -> None:
    with pytest.raises(AttributeError, match=f"module '{face.__name__}' has no attribute 'QProcess'.*subprocess"):
        _ = face.QProcess


@pytest.mark.parametrize("face", [QtCore, QtNetwork, netaccess], ids=lambda face: face.__name__)
def test_a_face_has_not_got_an_absent_name(face: ModuleType) -> None:
    assert not hasattr(face, "QProcess")
    assert getattr(face, "QProcess", None) is None


@pytest.mark.parametrize("face", ["netaccess.QtCore", "netaccess.QtNetwork", "netaccess"])
def test_importing_an_absent_name_says_what_to_use_instead(face: str) -> None:
    with pytest.raises(ImportError, match=f"cannot import name 'QProcess' from '{face}'.*subprocess") as caught:
        exec(f"from {face} import QProcess", {})
    assert caught.value.name == face


def test_importing_several_names_fails_at_the_absent_one() -> None:
    with pytest.raises(ImportError, match=r"QTextStream.*io module"):
        exec("from netaccess.QtCore import QObject, QTextStream, QTimer", {})


def test_importing_says_so_inside_a_function() -> None:
    def function() -> None:
        from netaccess.QtCore import QRegularExpression  # type: ignore[attr-defined] # noqa: F401

    with pytest.raises(ImportError, match="the re module"):
        function()


def test_importing_says_so_in_a_module_of_many_names() -> None:
    many = "\n".join(f"name{number} = {number}" for number in range(300))  # the name's number takes more than a byte
    with pytest.raises(ImportError, match="babel"):
        exec(f"{many}\nfrom netaccess.QtCore import QLocale", {})


def test_importing_a_name_that_is_not_qt_s_fails_plainly() -> None:
    with pytest.raises(ImportError, match=r"^cannot import name 'nothing' from 'netaccess.QtCore'$"):
        exec("from netaccess.QtCore import nothing", {})


def test_asking_for_the_attribute_after_an_import_is_no_import() -> None:
    names: dict[str, Any] = {}
    exec(
        "from netaccess.QtCore import QObject\nimport netaccess.QtCore as core\nfound = hasattr(core, 'QLocale')", names
    )
    assert names["found"] is False


def test_the_machinery_of_python_gets_plain_answers() -> None:
    with pytest.raises(AttributeError, match=r"^module 'netaccess.QtCore' has no attribute '__path__'$"):
        _ = QtCore.__path__


def test_the_texts_are_loaded_only_for_an_error() -> None:
    source = (
        "import sys; from netaccess import QtCore, QtNetwork; hasattr(QtCore, '__wrapped__');"
        "print('netaccess._values.absentnames' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "False\n"
