"""Which of our own value classes a value is of, without importing any of them: most programs have none of them loaded."""

from __future__ import annotations

from typing import Any

_KINDS = frozenset(
    {
        "QByteArray",
        "QDate",
        "QDateTime",
        "QJsonArray",
        "QJsonDocument",
        "QJsonValue",
        "QTime",
        "QTimeZone",
        "QUrl",
        "QUuid",
    }
)
_HERE = __name__.rpartition(".")[0] + "."


def value_kind(value: Any) -> str:
    """The name of the class among ``QByteArray``, ``QUrl``, ``QDateTime``... that *value* is an instance of, or ''."""
    for kind in type(value).__mro__:
        if kind.__name__ in _KINDS and kind.__module__.startswith(_HERE):
            return kind.__name__
    return ""


_MODULES = {
    "QDate": "date",
    "QDateTime": "qdatetime",
    "QJsonArray": "jsonarray",
    "QJsonDocument": "jsondocument",
    "QJsonValue": "jsonvalue",
    "QTime": "timeofday",
    "QTimeZone": "qtimezone",
    "QUrl": "url",
    "QUuid": "uuid",
}


def value_class(kind: str) -> Any:
    """The class that `value_kind` names."""
    from importlib import import_module

    return getattr(import_module(f".{_MODULES[kind]}", __package__), kind)
