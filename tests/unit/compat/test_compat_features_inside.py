"""Features inside one process: what they change, for whom, and that it can be taken back."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import pytest

from netaccess import compat
from netaccess.compat.features import snake


@pytest.fixture
def qt() -> Any:
    compat.install("PySide6")
    importlib.import_module("PySide6.QtNetwork")
    return importlib.import_module("PySide6.QtCore")


def asking(features: str, body: str, name: str = "asking", **names: Any) -> dict[str, Any]:
    """Run code as a module that imports these features."""
    namespace = {"__name__": name, **names}
    exec(f"from __feature__ import {features}\n{body}", namespace)
    return namespace


@pytest.mark.parametrize(
    ("camel", "expected"),
    [
        ("objectName", "object_name"),
        ("toBase64", "to_base64"),
        ("setRawHeader", "set_raw_header"),
        ("http2Configuration", "http2_configuration"),
        ("toUTC", "toUTC"),
        ("addMSecs", "addMSecs"),
        ("timeout", "timeout"),
    ],
)
def test_names_are_rewritten_as_on_the_oracle(camel: str, expected: str) -> None:
    assert snake(camel) == expected


def test_a_class_made_before_the_switch_is_overridden_in_both_spellings(qt: Any) -> None:
    class Before(qt.QObject):  # type: ignore[misc, name-defined]
        def customEvent(self, event: Any) -> None:
            self.seen = True

    found = asking("snake_case", "before.custom_event(None)", before=Before())["before"]
    assert found.seen


def test_classes_of_other_modules_are_called_in_either_spelling(qt: Any) -> None:
    asking("snake_case", "")

    class Camel(qt.QObject):  # type: ignore[misc, name-defined]
        def customEvent(self, event: Any) -> str:
            return "camel"

    assert Camel().custom_event(None) == "camel"


def test_a_reply_nobody_named_has_the_names_too(qt: Any) -> None:
    network = importlib.import_module("PySide6.QtNetwork")
    manager = network.QNetworkAccessManager()
    reply = manager.get(network.QNetworkRequest(qt.QUrl("data:,hi")))
    body = "assert reply.read_all() == b'hi' and reply.is_readable()"
    asking("snake_case", body, reply=reply)


def test_a_face_imported_after_the_switch_changes_too() -> None:
    compat.install("PySide6")
    importlib.import_module("PySide6.QtCore")
    body = "import PySide6.QtNetwork as n\nrequest = n.QNetworkRequest()\nrequest.set_raw_header(b'a', b'b')"
    request = asking("snake_case", body)["request"]
    assert request.hasRawHeader(b"a")


def test_properties_are_for_the_module_that_asked(qt: Any) -> None:
    timer = qt.QTimer()
    asking("true_property", "timer.interval = 5", timer=timer)
    assert timer.interval() == 5
    other = {"__name__": "other", "timer": timer}
    exec("found = timer.interval()", other)
    assert other["found"] == 5


def test_a_module_without_the_feature_may_use_the_name_itself(qt: Any) -> None:
    timer = qt.QTimer()
    asking("true_property", "")
    timer.interval = "mine"  # what PySide6 allows where nobody has asked for properties
    assert timer.interval == "mine"
    assert asking("true_property", "found = timer.interval", timer=timer)["found"] == 0


def test_snake_case_properties_want_both_features(qt: Any) -> None:
    timer = qt.QTimer()
    found = asking("true_property", "found = timer.interval", "first", timer=timer)["found"]
    assert found == 0
    asking("snake_case", "assert timer.object_name() == ''", "second", timer=timer)
    asking("snake_case, true_property", "assert timer.object_name == ''", "third", timer=timer)


def test_the_order_of_the_features_does_not_matter(qt: Any) -> None:
    body = "timer.object_name = 'x'\nfound = timer.object_name, timer.timer_type"
    names = asking("true_property", "from __feature__ import snake_case\n" + body, timer=qt.QTimer())
    assert names["found"] == ("x", qt.Qt.TimerType.CoarseTimer)


def test_a_single_shot_timer_is_set_by_assignment(qt: Any) -> None:
    names = asking("snake_case, true_property", "timer.single_shot = True", timer=qt.QTimer())
    assert names["timer"].isSingleShot()


def test_the_static_method_of_that_name_goes_on_working(qt: Any) -> None:
    fired: list[int] = []
    asking("snake_case, true_property", "qt.QTimer.single_shot(0, call)", qt=qt, call=lambda: fired.append(1))
    loop = qt.QEventLoop()
    qt.QTimer.singleShot(5, loop.quit)
    loop.exec()
    assert fired == [1]


def test_keywords_have_both_spellings(qt: Any) -> None:
    names = asking("snake_case", "a = qt.QTimer(single_shot=True)\nb = qt.QTimer(singleShot=True)", qt=qt)
    assert names["a"].isSingleShot()
    assert names["b"].isSingleShot()


def test_a_deleted_object_s_property_raises(qt: Any) -> None:
    timer = qt.QTimer()
    importlib.import_module("shiboken6").delete(timer)
    with pytest.raises(RuntimeError, match="already deleted"):
        asking("true_property", "timer.interval", timer=timer)


def test_an_own_init_subclass_is_called(qt: Any) -> None:
    asking("snake_case", "")
    seen: list[str] = []

    class Mixin:
        def __init_subclass__(cls, **keywords: Any) -> None:
            seen.append(cls.__name__)
            super().__init_subclass__(**keywords)

    type("Thing", (qt.QObject, Mixin), {})
    assert seen == ["Thing"]


def test_the_names_are_gone_after_uninstalling(qt: Any) -> None:
    asking("snake_case, true_property", "")
    compat.uninstall()
    assert not hasattr(qt.QObject, "object_name")
    assert qt.QTimer().interval() == 0
    assert "__feature__" not in sys.modules


@pytest.mark.parametrize("binding", ["PySide", "PyQt5", "PyQt6"])
def test_bindings_without_features_have_no_such_module(binding: str) -> None:
    compat.install(binding)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("__feature__")


def test_pyside2_has_them_as_well() -> None:
    compat.install("PySide2")
    qt = importlib.import_module("PySide2.QtCore")
    assert asking("snake_case", "found = qt.QUrl('a').is_valid()", qt=qt)["found"]


def test_an_unknown_feature_is_named(qt: Any) -> None:
    with pytest.raises(SyntaxError, match=r"nonsense.*snake_case, true_property are known"):
        asking("nonsense", "")
