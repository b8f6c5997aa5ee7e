"""`QLoggingCategory`: a part of a program whose messages are switched on and off by name."""

from __future__ import annotations

import weakref

from netaccess._values.logmessage import QMessageLogContext, QtMsgType

from .loggingrules import LoggingRule, RuleBook

_GRAVITY = (
    QtMsgType.QtDebugMsg,
    QtMsgType.QtInfoMsg,
    QtMsgType.QtWarningMsg,
    QtMsgType.QtCriticalMsg,
    QtMsgType.QtFatalMsg,
)

# Thread safety: all of this is changed in single steps, without a lock, because the collector may run code that logs at
# any moment. A category first lands in `_alive` and then asks for the rules, and new rules are set before `_alive` is
# read: whichever comes first, the category ends with the new rules.
_alive: dict[int, weakref.ref[QLoggingCategory]] = {}
_default: dict[str, QLoggingCategory] = {}
_rules = RuleBook()


class QLoggingCategory:
    """A part of a program that logs under its own name (``QLoggingCategory``).

    Messages below the category's severity are off; rules (`setFilterRules`, ``QT_LOGGING_RULES``, the user's
    ``QtProject/qtlogging.ini``) switch them on and off by the category's name. Two objects of one name have the same rules
    and their own switches.
    """

    __slots__ = ("__weakref__", "_qt_enabled", "_qt_name", "_qt_severity")

    def __init__(self, category: str, severityLevel: QtMsgType = QtMsgType.QtDebugMsg) -> None:
        """
        :param category: the name, of parts with dots between them where it belongs to a larger one.
        :param severityLevel: messages less grave than this are off unless a rule switches them on.
        """
        if category is not None and not isinstance(category, str):
            raise TypeError(f"the name of a logging category is a str, not {category!r}")
        _load_rules()
        self._qt_name = category or ""
        self._qt_severity = _GRAVITY.index(QtMsgType(severityLevel))
        self._qt_enabled: dict[int, bool] = {}
        key = id(self)
        _alive[key] = weakref.ref(self, lambda dead: _alive.pop(key, None))
        self._qt_apply(_rules.in_force())

    def __call__(self) -> QLoggingCategory:
        """Return the category itself, as what Qt's macro declares does."""
        return self

    def categoryName(self) -> str:
        """Return the name."""
        return self._qt_name

    def isEnabled(self, type: QtMsgType) -> bool:
        """Return whether messages of this type are wanted. Fatal ones always are."""
        return self._qt_enabled[_checked(type)]

    def isDebugEnabled(self) -> bool:
        """Return whether `qCDebug` logs anything."""
        return self._qt_enabled[QtMsgType.QtDebugMsg]

    def isInfoEnabled(self) -> bool:
        """Return whether `qCInfo` logs anything."""
        return self._qt_enabled[QtMsgType.QtInfoMsg]

    def isWarningEnabled(self) -> bool:
        """Return whether `qCWarning` logs anything."""
        return self._qt_enabled[QtMsgType.QtWarningMsg]

    def isCriticalEnabled(self) -> bool:
        """Return whether `qCCritical` logs anything."""
        return self._qt_enabled[QtMsgType.QtCriticalMsg]

    def setEnabled(self, type: QtMsgType, enable: bool) -> None:
        """Switch one type of message on or off, until the rules are set again. Fatal ones stay on."""
        if _checked(type) != QtMsgType.QtFatalMsg:
            self._qt_enabled[type] = bool(enable)

    @staticmethod
    def defaultCategory() -> QLoggingCategory:
        """Return the category of what is logged without one (`qDebug`, Qt's own warnings): ``default``."""
        return default_category()

    @staticmethod
    def setFilterRules(rules: str) -> None:
        """Set the program's rules, one a line, in place of those it had, and apply them to all categories.

        What is in ``QT_LOGGING_RULES`` counts more. Lines that are no rules are reported as a warning.
        """
        if rules is not None and not isinstance(rules, str):
            raise TypeError(f"the rules are a str, not {rules!r}")
        _load_rules()
        malformed = _rules.set_program(rules or "")
        in_force = _rules.in_force()
        for reference in list(_alive.values()):
            category = reference()
            if category is not None:
                category._qt_apply(in_force)
        _report(malformed)

    def _qt_apply(self, rules: list[LoggingRule]) -> None:
        """Set the switches as the severity and the rules say."""
        enabled: dict[int, bool] = {kind: position >= self._qt_severity for position, kind in enumerate(_GRAVITY)}
        if self._qt_name == "qt" or self._qt_name.startswith("qt."):
            enabled[QtMsgType.QtDebugMsg] = False
        for rule in rules:
            if rule.fits(self._qt_name):
                for kind in enabled if rule.kind is None else (rule.kind,):
                    enabled[kind] = rule.enabled
        enabled[QtMsgType.QtFatalMsg] = True
        self._qt_enabled = enabled


def default_category() -> QLoggingCategory:
    """Return the category of what is logged without one, made when it is first needed."""
    category = _default.get("default")
    return _default.setdefault("default", QLoggingCategory("default")) if category is None else category


def _checked(type: QtMsgType) -> int:
    if not isinstance(type, int) or type not in QtMsgType._value2member_map_:
        raise TypeError(f"a message type is a QtMsgType, not {type!r}")
    return type


def _load_rules() -> None:
    _report(_rules.load())


def _report(malformed: list[str]) -> None:
    if malformed:
        from .messagehandler import deliver_safely

        for line in malformed:
            context = QMessageLogContext(categoryName="qt.core.logging")
            deliver_safely(QtMsgType.QtWarningMsg, context, f"Ignoring malformed logging rule: '{line}'")
