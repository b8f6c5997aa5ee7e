"""JSON as PyQt gives it: objects and arrays whose members are QJsonValues, where PySide's are plain Python values."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from netaccess.QtCore import QJsonDocument, QJsonValue

from .changes import Changes


def change_json(changes: Changes) -> None:
    """Let ``object()`` and ``toObject()`` return dicts, ``array()`` and ``toArray()`` lists, of QJsonValues."""
    for cls, name in (
        (QJsonDocument, "object"),
        (QJsonDocument, "array"),
        (QJsonValue, "toObject"),
        (QJsonValue, "toArray"),
    ):
        method = vars(cls)[name]
        if not hasattr(method, "_qt_as_values"):
            changes.put(cls, name, _with_values(method))


def _with_values(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def read(*arguments: Any, **keywords: Any) -> dict[str, QJsonValue] | list[QJsonValue]:
        found = method(*arguments, **keywords)
        if isinstance(found, dict):
            return {key: QJsonValue(value) for key, value in found.items()}
        return [QJsonValue(value) for value in found]

    read._qt_as_values = True  # type: ignore[attr-defined]
    return read
