"""What a class adds to its meta-object: its signals, slots, properties, enumerations and notes, in the order they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .metamethod import QMetaMethod
from .property import Property
from .signal import Signal
from .typenames import split_signature, type_name

_OURS = "netaccess."
_SLOTS: dict[str, tuple[str, ...]] = {  # of our own classes, whose methods bear no decorator
    "QObject": ("deleteLater()",),
    "QTimer": ("start(int)", "start()", "stop()"),
    "QThread": ("start(Priority)", "start()", "terminate()", "exit(int)", "exit()", "quit()"),
    "QEventLoop": ("exit(int)", "exit()", "quit()"),
    "QCoreApplication": ("quit()", "exit(int)", "exit()"),
    "QNetworkReply": ("abort()", "ignoreSslErrors()"),
    "QAbstractNetworkCache": ("clear()",),
}
_CONSTRUCTORS: dict[str, tuple[str, ...]] = {"QObject": ("QObject(QObject*)", "QObject()")}

Member = tuple[QMetaMethod.MethodType, str, str, tuple[str, ...], str]
"""Kind, signature, the attribute that holds it, the arguments' names, the result's type."""


def base_of(cls: type, root: type) -> type | None:
    """Return the class behind *cls* whose meta-object is the next one, None for *root*.

    Classes of ours without one of Qt's names are parts of the class that is derived from them.
    """
    return next(
        (
            each
            for base in cls.__bases__
            for each in base.__mro__
            if issubclass(each, root) and not (each.__module__.startswith(_OURS) and each.__name__[0] != "Q")
        ),
        None,
    )


def own_classes(cls: type, base: type | None) -> list[type]:
    """Return *cls* and those of its bases, mixins for the most part, that are not behind *base*."""
    behind = () if base is None else base.__mro__
    return [each for each in cls.__mro__ if each not in behind and each is not object]


def own_members(classes: list[type]) -> Iterator[Member]:
    """Yield the signals, then the slots, that *classes* declare."""
    for cls in classes:
        for attribute, value in list(vars(cls).items()):
            if isinstance(value, Signal):
                yield from _signals(attribute, value)
    for cls in classes:
        if cls.__module__.startswith(_OURS):
            for text in _SLOTS.get(cls.__name__, ()):
                name, types = split_signature(text)
                yield QMetaMethod.MethodType.Slot, text, name, _parameters(cls, name, len(types)), "void"
        for attribute, value in list(vars(cls).items()):
            if isinstance(value, (type, Signal)):
                continue
            for slot in getattr(value, "_qt_slots", ()):
                text = f"{slot.name or attribute}({','.join(type_name(each) for each in slot.types)})"
                result = "void" if slot.result is None else type_name(slot.result)
                yield QMetaMethod.MethodType.Slot, text, attribute, (), result


def _signals(attribute: str, signal: Signal) -> Iterator[Member]:
    if not signal._attribute:
        signal.__set_name__(object, attribute)  # put on a finished class
    for signature in signal.signatures:
        yield QMetaMethod.MethodType.Signal, signature.text, attribute, signal.arguments, "void"
    if signal._optional:
        text = signal.signatures[0].text
        yield QMetaMethod.MethodType.Signal, f"{text[: text.index('(')]}()", attribute, (), "void"


def _parameters(cls: type, name: str, count: int) -> tuple[str, ...]:
    code = getattr(getattr(cls, name, None), "__code__", None)
    return () if code is None or not count else tuple(code.co_varnames[: code.co_argcount][-count:])


def constructors(cls: type) -> tuple[str, ...]:
    """Return the signatures of the constructors that can be listed."""
    return _CONSTRUCTORS.get(cls.__name__, ()) if cls.__module__.startswith(_OURS) else ()


def own_properties(classes: list[type]) -> Iterator[tuple[str, type, Any]]:
    """Yield name, class and declaration (a `Property`, or the entry of a class of ours) of each property."""
    for cls in classes:
        for name, entry in cls.__dict__.get("_qt_properties", {}).items():
            yield name, cls, entry
        for attribute, value in list(vars(cls).items()):
            if isinstance(value, Property):
                yield attribute, cls, value


def own_enumerations(classes: list[type]) -> Iterator[tuple[str, Any]]:
    """Yield name and class of the enumerations that a class of ours has, or that the program has marked with `QEnum`."""
    from enum import EnumMeta

    seen: list[Any] = []
    for cls in classes:
        ours = cls.__module__.startswith(_OURS)
        for attribute, value in list(vars(cls).items()):
            if isinstance(value, EnumMeta) and (ours or "_qt_registered" in vars(value)) and value not in seen:
                seen.append(value)  # flags have a second name for combinations of them
                yield attribute, value


def own_notes(classes: list[type]) -> Iterator[tuple[str, str]]:
    """Yield what `ClassInfo` has noted."""
    for cls in classes:
        yield from cls.__dict__.get("_qt_class_info", {}).items()
