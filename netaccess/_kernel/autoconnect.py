"""Connecting by name: the slot ``on_button_clicked`` to the signal ``clicked`` of the child named ``button``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .connectionlist import make_connection
from .qobject import QObject
from .qtwarning import warn
from .signal import SignalInstance
from .signalnames import check_alive, declared_signals
from .signature import Signature
from .typefamilies import same_types
from .typenames import type_name


def connect_slots_by_name(target: QObject | None) -> None:
    """Connect every slot of *target* called ``on_<object name>_<signal>`` to that signal, of itself or a descendant.

    Only methods marked with `Slot` count, once for each signature they were given. The signal is the one with just these
    argument types or, failing that, the first that begins with them. A slot that finds no signal is warned about.
    Raises `TypeError` for what is no QObject; None is ignored.
    """
    if target is None:
        return
    if not isinstance(target, QObject):
        raise TypeError(f"connectSlotsByName() takes a QObject, not {target!r}")
    check_alive(target)
    objects = [each for each in _tree(target) if each._qt_name]
    for attribute, name, types in _slots(type(target)):
        if not name.startswith("on_"):
            continue
        found = _find(objects, name[3:], types)
        if found is None:
            if len(name) > 4:
                warn(f"QMetaObject::connectSlotsByName: No matching signal for {name}({','.join(types)})")
            continue
        signal_types = found._signature.types
        make_connection(found._listing(), target, signal_types, getattr(target, attribute), 0, len(types))


def _tree(top: QObject) -> Iterator[QObject]:
    yield top
    for child in list((top._qt_children or {}).values()):
        yield from _tree(child)


def _slots(cls: type) -> Iterator[tuple[str, str, list[str]]]:
    """Yield attribute, slot name and argument types of every marked method, each signature once."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for base in reversed(cls.__mro__):
        for attribute, value in list(vars(base).items()):
            for slot in getattr(value, "_qt_slots", ()):
                name = slot.name or attribute
                types = [type_name(each) for each in slot.types]
                if (name, tuple(types)) not in seen:
                    seen.add((name, tuple(types)))
                    yield attribute, name, types


def _find(objects: list[QObject], rest: str, types: list[str]) -> SignalInstance | None:
    """Return the signal that ``<object name>_<signal>`` with these argument types means."""
    for each in objects:
        prefix = f"{each._qt_name}_"
        if not rest.startswith(prefix):
            continue
        wanted = rest[len(prefix) :]
        candidates: list[tuple[Any, Signature]] = [
            (signal, signature)
            for signal in declared_signals(type(each))
            if signal._name == wanted
            for signature in signal.signatures
        ]
        for length in (None, len(types)):  # all of the signal's arguments first, then as many as the slot takes
            for signal, signature in candidates:
                given = [type_name(declared) for declared in signature.types]
                if same_types(given[:length], types):
                    bound: SignalInstance = signal.__get__(each, type(each))
                    return bound if bound._signature is signature else bound.overload(signature)
    return None
