"""QLoggingCategory: what is on, by severity, by rules and by hand; where rules come from; what a category logs."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from binding import QtCore
from scripts import run_script

pytestmark = pytest.mark.only("netaccess", "PySide6")

KINDS = {"d": "QtDebugMsg", "i": "QtInfoMsg", "w": "QtWarningMsg", "c": "QtCriticalMsg", "f": "QtFatalMsg"}


def kind(letter: str) -> Any:
    """The message type a letter stands for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle finds one name of a number that has two
        return getattr(QtCore.QtMsgType, KINDS[letter])


def switches(category: Any) -> str:
    """The letters of the types that are on."""
    return "".join(letter for letter in KINDS if category.isEnabled(kind(letter)))


@pytest.fixture(autouse=True)
def no_rules(application: Any) -> Iterator[None]:
    """Rules end with the test."""
    yield
    QtCore.QLoggingCategory.setFilterRules("")


@pytest.fixture
def heard(application: Any) -> Iterator[list[tuple[str, str, str]]]:
    """What is logged during the test: type, category and text."""
    log: list[tuple[str, str, str]] = []
    QtCore.qInstallMessageHandler(lambda kind, context, text: log.append((kind.name, context.category, text)))
    yield log
    QtCore.qInstallMessageHandler(None)


def test_a_category_has_a_name_and_everything_on() -> None:
    category = QtCore.QLoggingCategory("net.http")
    assert category.categoryName() == "net.http"
    assert switches(category) == "diwcf"


@pytest.mark.parametrize(("letter", "on"), [("d", "diwcf"), ("i", "iwcf"), ("w", "wcf"), ("c", "cf"), ("f", "f")])
def test_a_severity_switches_off_what_is_less_grave(letter: str, on: str) -> None:
    assert switches(QtCore.QLoggingCategory("net", kind(letter))) == on


def test_each_type_can_be_asked_for_by_its_own_name() -> None:
    category = QtCore.QLoggingCategory("net", kind("w"))
    answers = [getattr(category, f"is{name}Enabled")() for name in ("Debug", "Info", "Warning", "Critical")]
    assert answers == [False, False, True, True]


@pytest.mark.parametrize(("name", "on"), [("qt", "iwcf"), ("qt.net", "iwcf"), ("qtnet", "diwcf"), ("net.qt", "diwcf")])
def test_qts_own_categories_begin_without_debug(name: str, on: str) -> None:
    assert switches(QtCore.QLoggingCategory(name)) == on


def test_calling_a_category_gives_the_category() -> None:
    category = QtCore.QLoggingCategory("net")
    assert category().categoryName() == "net"


def test_the_default_category_is_one_object() -> None:
    default = QtCore.QLoggingCategory.defaultCategory()
    assert default.categoryName() == "default"
    assert QtCore.QLoggingCategory.defaultCategory() is default


def test_a_category_needs_a_name() -> None:
    with pytest.raises(TypeError):
        QtCore.QLoggingCategory()


def test_a_categorys_name_is_a_text() -> None:
    with pytest.raises(TypeError):
        QtCore.QLoggingCategory(5)


# -- by hand ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["d", "i", "w", "c"])
def test_a_type_can_be_switched_off_and_on(letter: str) -> None:
    category = QtCore.QLoggingCategory("net")
    category.setEnabled(kind(letter), False)
    assert switches(category) == "diwcf".replace(letter, "")
    category.setEnabled(kind(letter), True)
    assert switches(category) == "diwcf"


def test_fatal_messages_stay_on() -> None:
    category = QtCore.QLoggingCategory("net")
    category.setEnabled(kind("f"), False)
    assert switches(category) == "diwcf"


def test_two_categories_of_one_name_are_switched_apart() -> None:
    one, other = QtCore.QLoggingCategory("net"), QtCore.QLoggingCategory("net")
    one.setEnabled(kind("d"), False)
    assert (switches(one), switches(other)) == ("iwcf", "diwcf")


def test_new_rules_undo_what_was_switched_by_hand() -> None:
    category = QtCore.QLoggingCategory("net")
    category.setEnabled(kind("d"), False)
    QtCore.QLoggingCategory.setFilterRules("other=false")
    assert switches(category) == "diwcf"


def test_a_type_that_is_none_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.QLoggingCategory("net").isEnabled("debug")


# -- rules ------------------------------------------------------------------------------------------------------------

RULES = [
    ("net=false", "net", "f"),
    ("net=false", "net.http", "diwcf"),
    ("net.*=false", "net", "diwcf"),
    ("net.*=false", "net.http", "f"),
    ("net*=false", "net.http", "f"),
    ("*.http=false", "net.http", "f"),
    ("*.http=false", "net.http.body", "diwcf"),
    ("*http*=false", "net.http.body", "f"),
    ("*=false", "anything", "f"),
    ("**=false", "anything", "f"),
    ("net.debug=false", "net", "iwcf"),
    ("net.info=false", "net", "dwcf"),
    ("net.warning=false", "net", "dicf"),
    ("net.critical=false", "net", "diwf"),
    ("net.fatal=false", "net", "diwcf"),
    ("*.debug=false\nnet.debug=true", "net", "diwcf"),
    ("net.debug=true\n*.debug=false", "net", "iwcf"),
    ("net=false\nnet.debug=true", "net", "df"),
    (" net = false ", "net", "f"),
    ("net=false\r\n", "net", "f"),
    ("; net=false", "net", "diwcf"),
    ("[Rules]\nnet=false", "net", "f"),
    ("[rules]\nnet=false", "net", "f"),
    ("[Other]\nnet=false", "net", "diwcf"),
    ("[Other]\n[Rules]\nnet=false", "net", "f"),
    ("net", "net", "diwcf"),
    ("=false", "net", "diwcf"),
    ("qt.*=true", "qt.net", "diwcf"),
    ("net.*.debug=false", "net.http", "iwcf"),
]


@pytest.mark.parametrize(("rules", "name", "on"), RULES)
def test_a_rule_switches_what_it_fits(rules: str, name: str, on: str) -> None:
    QtCore.QLoggingCategory.setFilterRules(rules)
    assert switches(QtCore.QLoggingCategory(name)) == on


@pytest.mark.parametrize(
    "rule", ["net=FALSE", "net=0", "net=", "net=true=false", "n*t=false", "net=false # no", "net=false;net.debug=true"]
)
def test_what_is_no_rule_is_reported_and_left_out(rule: str, heard: list[tuple[str, str, str]]) -> None:
    QtCore.QLoggingCategory.setFilterRules(rule)
    assert heard == [("QtWarningMsg", "qt.core.logging", f"Ignoring malformed logging rule: '{rule}'")]
    assert switches(QtCore.QLoggingCategory("net")) == "diwcf"


def test_rules_reach_categories_that_exist() -> None:
    category = QtCore.QLoggingCategory("net")
    QtCore.QLoggingCategory.setFilterRules("net.debug=false")
    assert switches(category) == "iwcf"
    QtCore.QLoggingCategory.setFilterRules("")
    assert switches(category) == "diwcf"


def test_a_rule_adds_to_the_severity() -> None:
    category = QtCore.QLoggingCategory("net", kind("c"))
    QtCore.QLoggingCategory.setFilterRules("net.debug=true")
    assert switches(category) == "dcf"


def test_none_takes_the_rules_away() -> None:
    QtCore.QLoggingCategory.setFilterRules("net=false")
    QtCore.QLoggingCategory.setFilterRules(None)
    assert switches(QtCore.QLoggingCategory("net")) == "diwcf"


def test_rules_are_a_text() -> None:
    with pytest.raises(TypeError):
        QtCore.QLoggingCategory.setFilterRules(5)


# -- logging ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "type_name"),
    [
        ("qCDebug", "QtDebugMsg"),
        ("qCInfo", "QtInfoMsg"),
        ("qCWarning", "QtWarningMsg"),
        ("qCCritical", "QtCriticalMsg"),
    ],
)
def test_a_category_logs_under_its_name(heard: list[tuple[str, str, str]], function: str, type_name: str) -> None:
    getattr(QtCore, function)(QtCore.QLoggingCategory("net"), "100% ü")
    assert heard == [(type_name, "net", "100% ü")]


def test_what_is_off_is_not_logged(heard: list[tuple[str, str, str]]) -> None:
    category = QtCore.QLoggingCategory("net")
    category.setEnabled(kind("d"), False)
    QtCore.qCDebug(category, "off")
    QtCore.qCInfo(category, "on")
    assert [text for _, _, text in heard] == ["on"]


def test_the_categorys_name_is_written_before_the_text(application: Any, capfd: Any) -> None:
    QtCore.qCWarning(QtCore.QLoggingCategory("net"), "text")
    assert capfd.readouterr().err == "net: text\n"


@pytest.mark.parametrize("arguments", [(), ("text",), ("net", "text"), (5, "text")])
def test_a_category_and_a_text_are_wanted(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        QtCore.qCDebug(*arguments)


def test_a_categorys_message_is_a_text() -> None:
    with pytest.raises(TypeError):
        QtCore.qCDebug(QtCore.QLoggingCategory("net"), 5)


def test_plain_messages_follow_the_default_category(heard: list[tuple[str, str, str]]) -> None:
    QtCore.QLoggingCategory.setFilterRules("default.debug=false")
    QtCore.qDebug("off")
    QtCore.qInfo("on")
    assert [text for _, _, text in heard] == ["on"]


def test_qts_own_warnings_follow_the_default_category(heard: list[tuple[str, str, str]]) -> None:
    QtCore.QLoggingCategory.setFilterRules("default.warning=false")
    QtCore.QBuffer().write(b"x")
    assert heard == []


# -- rules from outside -----------------------------------------------------------------------------------------------

ASK = "c = QtCore.QLoggingCategory; print(c('net').isDebugEnabled(), c('net').isInfoEnabled(), c('b').isInfoEnabled())"


def test_the_environment_has_rules_with_semicolons_between() -> None:
    assert run_script(ASK, QT_LOGGING_RULES="net.debug=false;b=false").out == ["False True False"]


def test_the_environments_rules_count_more_than_the_programs() -> None:
    script = "QtCore.QLoggingCategory.setFilterRules('net.debug=true'); " + ASK
    assert run_script(script, QT_LOGGING_RULES="net.debug=false").out == ["False True True"]


def test_the_environments_mistakes_are_reported() -> None:
    run = run_script(ASK, QT_LOGGING_RULES="net=maybe")
    assert run.err == ["qt.core.logging: Ignoring malformed logging rule: 'net=maybe'"]


def test_the_environment_names_a_file_of_rules(tmp_path: Path) -> None:
    path = tmp_path / "rules.ini"
    path.write_text("[Rules]\nnet.info=false\n")
    assert run_script(ASK, QT_LOGGING_CONF=str(path)).out == ["True False True"]


def test_a_file_has_its_rules_in_a_section(tmp_path: Path) -> None:
    path = tmp_path / "rules.ini"
    path.write_text("net.info=false\n")
    assert run_script(ASK, QT_LOGGING_CONF=str(path)).out == ["True True True"]


def test_the_user_has_a_file_of_rules(tmp_path: Path) -> None:
    (tmp_path / "QtProject").mkdir()
    (tmp_path / "QtProject" / "qtlogging.ini").write_text("[Rules]\nnet.debug=false\n")
    assert run_script(ASK, XDG_CONFIG_HOME=str(tmp_path)).out == ["False True True"]


def test_the_programs_rules_count_more_than_the_users_file(tmp_path: Path) -> None:
    (tmp_path / "QtProject").mkdir()
    (tmp_path / "QtProject" / "qtlogging.ini").write_text("[Rules]\nnet.debug=false\n")
    script = "QtCore.QLoggingCategory.setFilterRules('net.debug=true'); " + ASK
    assert run_script(script, XDG_CONFIG_HOME=str(tmp_path)).out == ["True True True"]
