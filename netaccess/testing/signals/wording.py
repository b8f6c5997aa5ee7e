"""How values, emissions and signals are written in the messages of `netaccess.testing`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netaccess._kernel.signal import SignalInstance

_LONGEST = 80


def brief(value: Any) -> str:
    """Return the ``repr`` of *value* on one line, shortened when it is long. Never raises: deleted objects refuse theirs."""
    try:
        text = repr(value)
    except Exception as error:
        return f"<{type(value).__name__}: {error}>"
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 25]}...{text[-20:]}"


def call_text(name: str, args: Iterable[Any]) -> str:
    """Return an emission as a call: ``progress(10, 100)``."""
    return f"{name}({', '.join(brief(each) for each in args)})"


def signal_title(signal: SignalInstance) -> str:
    """Return the signature of *signal* and whose it is: ``finished() of Download 'first'``."""
    text = signal._signature.text
    owner = signal._owner()
    if owner is None:
        return f"{text} of an object that is gone"
    name = owner.__dict__.get("_qt_name", "")  # not by the attribute, which deleted objects refuse
    return f"{text} of {class_name(type(owner))}" + (f" {name!r}" if name else "")


def class_name(cls: type) -> str:
    """Return what messages call objects of *cls*: a class of the library's own inside goes by the Qt class it is made from."""
    for each in cls.__mro__:
        if each.__name__.startswith("Q") or not each.__module__.startswith("netaccess._"):
            return each.__name__
    return cls.__name__


def duration(seconds: float) -> str:
    """Return a time span: ``5 s``, ``0.25 s``."""
    return f"{round(seconds, 6):.10g} s"


def indented(lines: Iterable[str], by: str = "  ") -> list[str]:
    """Return *lines* moved to the right; those that hold several lines are moved as a whole."""
    return [by + part for line in lines for part in line.splitlines() or [""]]
