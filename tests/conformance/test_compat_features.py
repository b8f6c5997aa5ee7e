"""``from __feature__ import snake_case, true_property``: each test is a small program in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from compatprograms import run_source

pytestmark = pytest.mark.only("netaccess", "PySide6")

START = """
from PySide6.QtCore import *
from PySide6.QtNetwork import *
from __feature__ import {features}
app = QCoreApplication(["program"])
"""


def printed(tmp_path: Path, features: str, body: str, **modules: str) -> str:
    """What a program prints that imports these features."""
    return run_source(START.format(features=features) + body, tmp_path, **modules)


def value(tmp_path: Path, features: str, expression: str, before: str = "") -> str:
    """The repr of an expression in a program that imports these features."""
    return printed(tmp_path, features, f"{before}\nprint(repr({expression}))").rstrip("\n")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("QUrl('http://h/p?q').has_query()", "True"),
        ("QUrl('http://h/p').to_string()", "'http://h/p'"),
        ("QByteArray(b'x').to_base64().data()", "b'eA=='"),
        ("QCoreApplication.application_name()", "'program'"),
        ("QTimer().is_active()", "False"),
        ("QTimer().is_single_shot()", "False"),
        ("QObject().object_name()", "''"),
        ("QUrlQuery('a=1').query_item_value('a')", "'1'"),
        ("QThread.current_thread() is app.thread()", "True"),
        ("QNetworkRequest(QUrl('a')).url().is_relative()", "True"),
        ("QBuffer().is_open()", "False"),
        ("QObject(object_name='n').object_name()", "'n'"),
        ("QTimer(interval=3).interval()", "3"),
        ("QNetworkCookie(b'a', b'b').is_session_cookie()", "True"),
        ("QFile('name').file_name()", "'name'"),
        ("QDateTime.from_string('2020-02-03T04:05:06', Qt.DateFormat.ISODate).is_valid()", "True"),
        ("QDate(2020, 2, 28).add_days(2).day()", "1"),
    ],
)
def test_methods_have_names_in_snake_case(tmp_path: Path, expression: str, expected: str) -> None:
    assert value(tmp_path, "snake_case", expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "QTimer(app).objectNameChanged.emit('x')",  # signals
        "int(Qt.ConnectionType.QueuedConnection.value) == 2",  # enumerations
        "qVersion().count('.') == 2",  # functions
        "hasattr(QDateTime, 'toUTC')",  # two capitals side by side
        "hasattr(QByteArray, 'toUInt')",
        "QObject.staticMetaObject is not None",
    ],
)
def test_some_names_stay_as_they_are(tmp_path: Path, expression: str) -> None:
    assert value(tmp_path, "snake_case", expression) == "True"


@pytest.mark.differs("camelcase-stays")
def test_names_in_camel_case_go_on_working(tmp_path: Path) -> None:
    assert value(tmp_path, "snake_case", "QTimer().isActive()") == "False"


def test_a_method_overridden_in_snake_case_is_called(tmp_path: Path) -> None:
    body = """
class Timed(QObject):
    def timer_event(self, event):
        print("timer", event.timer_id() == self.number)
        self.kill_timer(self.number)
        app.quit()
timed = Timed()
timed.number = timed.start_timer(1)
app.exec()
"""
    assert printed(tmp_path, "snake_case", body) == "timer True\n"


def test_an_override_in_snake_case_can_call_its_base(tmp_path: Path) -> None:
    body = """
class Custom(QObject):
    def custom_event(self, event):
        super().custom_event(event)
        print("custom")
QCoreApplication.send_event(Custom(), QEvent(QEvent.Type.User))
"""
    assert printed(tmp_path, "snake_case", body) == "custom\n"


def test_an_override_of_an_override_is_called_once(tmp_path: Path) -> None:
    body = """
class First(QObject):
    def custom_event(self, event):
        print("first")
class Second(First):
    def custom_event(self, event):
        print("second")
        super().custom_event(event)
QCoreApplication.send_event(Second(), QEvent(QEvent.Type.User))
"""
    assert printed(tmp_path, "snake_case", body) == "second\nfirst\n"


def test_a_manager_s_virtual_is_called_in_snake_case(tmp_path: Path) -> None:
    body = """
class Manager(QNetworkAccessManager):
    def create_request(self, operation, request, device=None):
        print("create", operation.name)
        return super().create_request(operation, request, device)
manager = Manager()
reply = manager.get(QNetworkRequest(QUrl("data:,hi")))
reply.finished.connect(app.quit)
app.exec()
print(reply.read_all().data())
"""
    assert printed(tmp_path, "snake_case", body) == "create GetOperation\nb'hi'\n"


def test_a_program_s_own_names_stay_as_they_are(tmp_path: Path) -> None:
    before = """
class Own(QObject):
    someSignal = Signal(int)
    def someMethod(self): return 1
own = Own()
"""
    expression = "(own.someMethod(), hasattr(own, 'some_method'), hasattr(own, 'some_signal'))"
    assert value(tmp_path, "snake_case", expression, before) == "(1, False, False)"


def test_a_module_that_asks_for_nothing_keeps_camel_case(tmp_path: Path) -> None:
    other = "from PySide6.QtCore import QTimer\ndef look(timer): return timer.isActive(), timer.interval()"
    body = "import camel\nprint(camel.look(QTimer()))"
    assert printed(tmp_path, "snake_case, true_property", body, camel=other) == "(False, 0)\n"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("timer.interval", "0"),
        ("timer.active", "False"),
        ("timer.objectName", "''"),
        ("timer.remainingTime", "-1"),
        ("app.applicationName", "'program'"),
        ("QCoreApplication.applicationName", "'program'"),
        ("timer.timerType.name", "'CoarseTimer'"),
    ],
)
def test_properties_are_read_without_a_call(tmp_path: Path, expression: str, expected: str) -> None:
    assert value(tmp_path, "true_property", expression, "timer = QTimer()") == expected


@pytest.mark.parametrize(
    ("assignment", "expression", "expected"),
    [
        ("timer.interval = 7", "timer.interval", "7"),
        ("timer.objectName = 'n'", "timer.objectName", "'n'"),
        ("timer.timerType = Qt.TimerType.PreciseTimer", "timer.timerType.name", "'PreciseTimer'"),
        ("app.applicationVersion = '1.2'", "app.applicationVersion", "'1.2'"),
    ],
)
def test_properties_are_set_by_assignment(tmp_path: Path, assignment: str, expression: str, expected: str) -> None:
    assert value(tmp_path, "true_property", expression, f"timer = QTimer()\n{assignment}") == expected


def test_assigning_a_property_emits_its_signal(tmp_path: Path) -> None:
    body = """
o = QObject()
o.objectNameChanged.connect(print)
o.objectName = "changed"
"""
    assert printed(tmp_path, "true_property", body) == "changed\n"


def test_a_property_without_a_setter_cannot_be_assigned(tmp_path: Path) -> None:
    body = """
try:
    QTimer().active = True
except AttributeError:
    print("refused")
"""
    assert printed(tmp_path, "true_property", body) == "refused\n"


def test_both_features_go_together(tmp_path: Path) -> None:
    before = "timer = QTimer()\ntimer.object_name = 'n'\ntimer.timer_type = Qt.TimerType.PreciseTimer"
    expression = "(timer.object_name, timer.timer_type.name, timer.remaining_time, app.application_name)"
    expected = "('n', 'PreciseTimer', -1, 'program')"
    assert value(tmp_path, "snake_case, true_property", expression, before) == expected


def test_other_attributes_of_an_object_are_the_program_s(tmp_path: Path) -> None:
    assert value(tmp_path, "snake_case, true_property", "o.foo_bar", "o = QObject()\no.foo_bar = 3") == "3"


def test_an_unknown_feature_is_a_syntax_error(tmp_path: Path) -> None:
    source = """
import PySide6.QtCore
try:
    from __feature__ import nonsense
except SyntaxError:
    print("unknown")
"""
    assert run_source(source, tmp_path) == "unknown\n"


def test_features_are_numbers(tmp_path: Path) -> None:
    assert value(tmp_path, "snake_case, true_property", "(snake_case, true_property)") == "(1, 2)"
