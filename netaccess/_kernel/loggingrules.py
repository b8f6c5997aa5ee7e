"""The rules that switch categories of the log on and off, and where they come from.

A rule is a line ``category.type = true`` or ``= false``. A star stands for any text at the category's beginning, end or
both; the type may be left out. The last rule that fits a category and a type decides.
"""

from __future__ import annotations

import os

from netaccess._values.logmessage import QtMsgType

_TYPES = {
    ".debug": QtMsgType.QtDebugMsg,
    ".info": QtMsgType.QtInfoMsg,
    ".warning": QtMsgType.QtWarningMsg,
    ".critical": QtMsgType.QtCriticalMsg,
}


class LoggingRule:
    """One rule: which categories and which type of message, and whether they are wanted."""

    __slots__ = ("_any_begin", "_any_end", "_text", "enabled", "kind")

    def __init__(self, pattern: str, enabled: bool) -> None:
        """Raises `ValueError` for a pattern with a star in its middle."""
        self.enabled = enabled
        self.kind: QtMsgType | None = None
        for suffix, kind in _TYPES.items():
            if pattern.endswith(suffix):
                self.kind = kind
                pattern = pattern[: -len(suffix)]
                break
        self._any_end = pattern.endswith("*")
        pattern = pattern[:-1] if self._any_end else pattern
        self._any_begin = pattern.startswith("*")
        self._text = pattern[1:] if self._any_begin else pattern
        if "*" in self._text:
            raise ValueError("a star stands at the beginning or the end of a category")

    def fits(self, category: str) -> bool:
        """Return whether the rule is about this category."""
        if self._any_begin and self._any_end:
            return self._text in category
        if self._any_begin:
            return category.endswith(self._text)
        if self._any_end:
            return category.startswith(self._text)
        return category == self._text


def parse(text: str, in_section: bool = True) -> tuple[list[LoggingRule], list[str]]:
    """Read rules, one a line, and return them with the lines that are none.

    :param in_section: whether the text begins in the section ``[Rules]``, outside of which everything is left out.
    """
    rules: list[LoggingRule] = []
    malformed: list[str] = []
    for raw in text.split("\n"):
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            in_section = line[1:-1].strip().lower() == "rules"
        elif in_section and "=" in line and not line.startswith(";"):
            rule = _parse_line(line)
            if rule is None:
                malformed.append(line)
            else:
                rules.append(rule)
    return rules, malformed


def _parse_line(line: str) -> LoggingRule | None:
    pattern, _, value = line.partition("=")
    value = value.strip()
    if value not in ("true", "false"):
        return None
    try:
        return LoggingRule(pattern.strip(), value == "true")
    except ValueError:
        return None


class RuleBook:
    """All rules in force, from the weakest source to the strongest: the user's file, the program, the environment.

    Thread safety: lists are replaced and never changed, and what is read once lands in a dictionary by ``setdefault``,
    which is one step. There is no lock, because the collector may run code that logs at any moment.
    """

    def __init__(self) -> None:
        self._read: dict[
            str, tuple[list[LoggingRule], list[LoggingRule]]
        ] = {}  # of the user's file, of the environment
        self._program: list[LoggingRule] = []

    def set_program(self, text: str) -> list[str]:
        """Set the program's own rules, and return the lines that are none."""
        self._program, malformed = parse(text)
        return malformed

    def in_force(self) -> list[LoggingRule]:
        """Return the rules, the strongest last."""
        file, environment = self._read.get("read", ([], []))
        return [*file, *self._program, *environment]

    def load(self) -> list[str]:
        """Read the files and the environment if that has not been done yet, and return the lines that are no rules."""
        if self._read:
            return []
        file, malformed = parse(_text_of(_user_file()), in_section=False)
        environment, wrong = parse(_text_of(os.environ.get("QT_LOGGING_CONF", "")), in_section=False)
        malformed += wrong
        for piece in os.environ.get("QT_LOGGING_RULES", "").split(";"):
            if "\n" in piece.strip():
                malformed.append(piece)
                continue
            rules, wrong = parse(piece)
            environment += rules
            malformed += wrong
        both = (file, environment)
        return malformed if self._read.setdefault("read", both) is both else []  # else another thread was faster


def _user_file() -> str:
    """Return the path of the user's file of rules, empty when there is none."""
    from .standardpaths import QStandardPaths

    return QStandardPaths.locate(QStandardPaths.StandardLocation.GenericConfigLocation, "QtProject/qtlogging.ini")


def _text_of(path: str) -> str:
    """Return the text of a file, empty when it cannot be read."""
    if not path:
        return ""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
