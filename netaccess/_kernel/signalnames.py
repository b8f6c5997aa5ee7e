"""Finding signals and slots by their text, ``finished(QNetworkReply*)``, and making signals that nobody has declared.

A text may spell the types in any of the ways that older programs do. What a class declares is looked up once and remembered;
what an object got on its own, in connecting to a signal that its class has not, stands with its other bound signals.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from threading import RLock
from typing import Any

from .capacity import UNBOUNDED
from .qobject import QObject
from .signal import Signal, SignalInstance
from .signature import ANY_COUNT, Signature
from .threaddata import DEAD
from .tombstone import deleted_error
from .typefamilies import same_types
from .typenames import split_signature, type_name

_dynamic_lock = RLock()  # re-entrant: a collection inside it can run code that names signals
_declared: weakref.WeakKeyDictionary[type, dict[str, tuple[Signal, Signature]]] = weakref.WeakKeyDictionary()
_VARIOUS: tuple[Any, ...] = (object,) * 64
"""The argument types of a short-circuit signal, as far as slots ask how many there can be."""


class DynamicSignal(Signal):
    """A signal that only one object has, made when something connected to it: ``SIGNAL("new(int)")``."""

    def __init__(self, name: str, types: list[str]) -> None:
        """:param name: its name. :param types: the names of its argument types."""
        super().__init__(*types, name=name)
        self._attribute = name


class ShortCircuitSignal(DynamicSignal):
    """A signal of PySide 1 that was declared nowhere: ``SIGNAL("anything")``, emitted with any arguments."""

    def __init__(self, name: str) -> None:
        """:param name: its name, which is also its whole text."""
        super().__init__(name, [])
        signature = Signature(name, _VARIOUS)
        signature.count = ANY_COUNT
        signature.text = name
        self._signatures = [signature]


def check_alive(target: QObject) -> None:
    """Raise `RuntimeError` when *target* has been deleted."""
    if target._qt_thread is DEAD:
        raise deleted_error(target.__class__.__name__)


def find_signal(target: QObject, text: str) -> SignalInstance | None:
    """Return the bound signal of *target* with this *text*, None when it has none."""
    check_alive(target)
    known = _declared.get(type(target), {}).get(text)
    if known is None:
        for bound in list((target._qt_signals or {}).values()):
            if isinstance(bound._signal, DynamicSignal) and _names(bound._signature, text):
                return bound
        known = _find_declared(type(target), text)
        if known is None:
            return None
    signal, signature = known
    bound = signal.__get__(target, type(target))
    return bound if bound._signature is signature else bound.overload(signature)


def _names(signature: Signature, text: str) -> bool:
    """Return whether *text* is a spelling of *signature*."""
    if signature.text == text:
        return True
    name, types = split_signature(text)
    own, wanted = split_signature(signature.text)
    return name == own and ("(" in text) == ("(" in signature.text) and same_types(types, wanted)


def _find_declared(cls: type, text: str) -> tuple[Signal, Signature] | None:
    """Return the declared signal and the overload that *text* means, the exact spelling before a similar one."""
    signals = list(declared_signals(cls))
    for exact in (True, False):
        for signal in signals:
            for signature in signal.signatures:
                if (signature.text == text) if exact else _means(signal, signature, text):
                    _declared.setdefault(cls, {})[text] = (signal, signature)
                    return signal, signature
    return None


def _means(signal: Signal, signature: Signature, text: str) -> bool:
    return _names(signature, text) or (signal._optional and text == f"{signature.text.partition('(')[0]}()")


def declared_signals(cls: type) -> Iterator[Signal]:
    """Yield the signals of a class and its bases, the class's own first; also those a subclass has hidden."""
    for base in cls.__mro__:
        for name, value in list(vars(base).items()):
            if isinstance(value, Signal):
                if not value._attribute:
                    value.__set_name__(base, name)
                yield value


def signal_or_new(target: QObject, text: str) -> SignalInstance:
    """Return the signal of *target* with this *text*, made for this object when it has none (``SIGNAL("new(int)")``)."""
    with _dynamic_lock:
        found = find_signal(target, text)
        if found is not None:
            return found
        name, types = split_signature(text)
        signal = DynamicSignal(name, types) if "(" in text else ShortCircuitSignal(name)
        bound = SignalInstance(signal, target, signal.signatures[0])
        made = target.__dict__.setdefault("_qt_signals", {})
        made[signal] = bound
        if not hasattr(type(target), name):
            target.__dict__.setdefault(name, bound)
        return bound


def dynamic_signals(target: QObject) -> list[str]:
    """Return the texts of the signals that were made for *target* alone, the short-circuit ones left out."""
    made = list((target._qt_signals or {}).values())
    texts = [bound._signature.text for bound in made if isinstance(bound._signal, DynamicSignal)]
    return [text for text in texts if "(" in text]


def find_slot(target: QObject, text: str) -> tuple[Any, int] | None:
    """Return what to call for the slot of *target* with this *text*, and how many arguments to give it at the most.

    A decorated method is found by its slot name and types, any other by its name alone. None when there is none.
    """
    check_alive(target)
    name, types = split_signature(text)
    limit = len(types) if "(" in text else UNBOUNDED
    for cls in type(target).__mro__:
        for attribute, value in list(vars(cls).items()):
            for slot in getattr(value, "_qt_slots", ()):
                if (slot.name or attribute) == name and same_types(types, [type_name(each) for each in slot.types]):
                    return getattr(target, attribute), limit
    found = getattr(target, name, None)
    if isinstance(found, SignalInstance) or not callable(found):
        return None
    return found, limit
