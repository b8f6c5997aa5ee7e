"""Which overload of a signal a connection is made to, when the program does not say: the one that fits the slot."""

from __future__ import annotations

from collections.abc import Iterator
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from .capacity import UNBOUNDED, capacity

if TYPE_CHECKING:
    from .signal import SignalInstance


def overload_for(bound: SignalInstance, slot: Any) -> SignalInstance:
    """Return the first overload, beginning with *bound*, that has as many arguments as *slot* has parameters.

    *bound* itself when there is none, and for a slot that takes any number or whose parameters cannot be counted.
    """
    function = slot.__func__ if isinstance(slot, MethodType) else slot
    if not isinstance(function, FunctionType) or hasattr(function, "_qt_overloads"):
        return bound
    wanted = capacity(slot, ())
    if wanted < UNBOUNDED:
        for each in _from(bound):
            if each._signature.count == wanted:
                return each
    return bound


def overloads_with(bound: SignalInstance, slot: Any) -> list[SignalInstance]:
    """Return the overloads other than *bound* that ``connect`` may have chosen for *slot* without being told to."""
    if hasattr(slot, "_signature"):
        return [each for each in _from(bound) if each is not bound]
    chosen = overload_for(bound, slot)
    return [] if chosen is bound else [chosen]


def relay_pair(bound: SignalInstance, target: SignalInstance) -> tuple[SignalInstance, SignalInstance] | None:
    """Return the first overloads of *bound* and *target*, beginning with themselves, of which one can emit the other."""
    for source in _from(bound):
        for end in _from(target):
            if source._signature.covers(end._signature):
                return source, end
    return None


def _from(bound: SignalInstance) -> Iterator[SignalInstance]:
    """Yield *bound*, then the overloads declared after it."""
    yield bound
    signatures = bound._signal.signatures
    for signature in signatures[signatures.index(bound._signature) + 1 :]:
        yield bound.overload(signature)
