"""`QVariant` of PyQt: plain values go everywhere, so that is what it makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_VIEWED: tuple[type, ...] = (str, bytes, int, float, list, dict, tuple)
_QT_NAMES: dict[type, str] = {
    str: "QString",
    bytes: "QByteArray",
    bool: "bool",
    int: "int",
    float: "double",
    list: "QVariantList",
    tuple: "QVariantList",
    dict: "QVariantMap",
}
_views: dict[type, type] = {}


class _VariantType(type):
    """The type of `QVariant`: calling it gives the value itself, or one that has a variant's methods as well."""

    def __call__(cls, value: Any = None) -> Any:
        """Return *value* as a variant."""
        kind = type(value)
        if kind not in _VIEWED:
            return value
        view = _views.get(kind)
        if view is None:
            view = _views[kind] = _make_view(kind)
        return view(value)

    def __instancecheck__(cls, instance: object) -> bool:
        """Return whether *instance* was made by ``QVariant()`` and has its methods."""
        return getattr(type(instance), "_qt_viewed", None) is not None


class QVariant(metaclass=_VariantType):
    """A value for Qt: ``QVariant(x)`` is *x*, with `value`, `isNull`, `isValid` and `typeName` where Python lets it have them.

    Text, bytes, numbers, lists, tuples and dicts get them, being subclassed for it; True, None and all other objects are
    returned as they are. Both go wherever Qt takes a QVariant.
    """


def _make_view(kind: type) -> type:
    def value(self: Any) -> Any:
        return kind(self)

    namespace: dict[str, Any] = {
        "__slots__": (),
        "__doc__": f"A {kind.__name__} that has a QVariant's methods.",
        "_qt_viewed": kind,
        "value": _documented(value, "Return the plain value."),
        "toPyObject": _documented(value, "Return the plain value."),
        "isValid": _documented(lambda self: True, "Return True: it has a value."),
        "isNull": _documented(lambda self: False, "Return False: it has a value."),
        "typeName": _documented(lambda self: _QT_NAMES[kind], "Return what Qt calls the value's type."),
    }
    return type(f"QVariant[{kind.__name__}]", (kind,), namespace)


def _documented(function: Callable[[Any], Any], text: str) -> Callable[[Any], Any]:
    function.__doc__ = text
    return function
