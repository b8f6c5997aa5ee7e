"""Objects described for whoever debugs a program: the tree below one, and what its signals are connected to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .connection import MethodConnection, SignalConnection

if TYPE_CHECKING:
    from .connection import Connection
    from .qobject import QObject
    from .signal import SignalInstance

_INDENT = 4


def dump_tree(target: QObject) -> None:
    """Log *target* and everything below it, a line each, deeper ones further in."""
    for depth, each in _walk(target, 0):
        _say(f"{' ' * _INDENT * depth}{_title(each)} ")


def dump_info(target: QObject) -> None:
    """Log where the signals of *target* lead, and which signals of its tree lead to it."""
    _say(f"OBJECT {_title(target)}")
    _say("  SIGNALS OUT")
    found = False
    for bound in _bound_signals(target):
        if bound._live:
            found = True
            _say(f"        signal: {bound._signature.text}")
            for connection in bound._live:
                _say(f"          {_where_to(connection)}")
    if not found:
        _say("        <None>")
    _say("  SIGNALS IN")
    incoming = [
        f"          <-- {_title(each)} {_member(connection)}"
        for _, each in _walk(_root(target), 0)
        for bound in _bound_signals(each)
        for connection in bound._live
        if isinstance(connection, (MethodConnection, SignalConnection)) and connection.context() is target
    ]
    for line in incoming or ["        <None>"]:
        _say(line)


def _walk(target: QObject, depth: int) -> Iterator[tuple[int, QObject]]:
    yield depth, target
    for child in list((target._qt_children or {}).values()):
        yield from _walk(child, depth + 1)


def _root(target: QObject) -> QObject:
    while target._qt_parent is not None and (parent := target._qt_parent()) is not None:
        target = parent
    return target


def _bound_signals(target: QObject) -> list[SignalInstance]:
    found: list[SignalInstance] = []
    for bound in list((target._qt_signals or {}).values()):
        found += [bound, *(bound._others or {}).values()]
    return found


def _title(target: QObject) -> str:
    return f"{type(target).__name__}::{target._qt_name}"


def _where_to(connection: Connection) -> str:
    context = connection.context()
    if context is None or not isinstance(connection, (MethodConnection, SignalConnection)):
        return "<functor or function pointer>"
    return f"--> {_title(context)} {_member(connection)}"


def _member(connection: Any) -> str:
    """Return the signature of the slot or signal that *connection* leads to, as far as it is known."""
    if isinstance(connection, SignalConnection):
        return str(connection.slot._signature.text)
    function = connection.function
    for slot in getattr(function, "_qt_slots", ()):
        from .typenames import type_name

        return f"{slot.name or function.__name__}({','.join(type_name(each) for each in slot.types)})"
    return f"{function.__name__}()"


def _say(text: str) -> None:
    """Log one line as Qt does: a debug message, which the program's message handler sees."""
    from netaccess._values.logmessage import QMessageLogContext, QtMsgType

    from .messagehandler import deliver_safely

    deliver_safely(QtMsgType.QtDebugMsg, QMessageLogContext(categoryName="default"), text)
