"""The pattern by which messages are written: `qSetMessagePattern`, `qFormatLogMessage` and ``QT_MESSAGE_PATTERN``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from netaccess._values.logmessage import QMessageLogContext, QtMsgType

_TYPE_NAMES = {0: "debug", 1: "warning", 2: "critical", 3: "fatal", 4: "info"}
_PREFIX = "QT_MESSAGE_PATTERN: "
_STANDARD = "%{if-category}%{category}: %{endif}%{message}"
_started = time.monotonic()

Piece = tuple[str, str]  # ("text", what stands there), or (the placeholder's name, what follows the name)


class _Pattern:
    """The pattern in force, None: not asked for yet."""

    pieces: list[Piece] | None = None
    from_environment = False


def qSetMessagePattern(messagePattern: str, /) -> None:
    """Set how messages are written: text with placeholders such as ``%{type}``, ``%{category}`` and ``%{message}``.

    ``%{if-warning}`` (and the like for the other types, and ``%{if-category}``) begins a part that is written only then,
    ``%{endif}`` ends it. Mistakes in the pattern are told on standard error. The variable ``QT_MESSAGE_PATTERN`` of the
    environment counts more. An empty pattern writes nothing.
    """
    if messagePattern is not None and not isinstance(messagePattern, str):
        raise TypeError(f"a message pattern is a str, not {messagePattern!r}")
    _pieces()
    if not _Pattern.from_environment:
        _Pattern.pieces = parse(messagePattern or "")


def qFormatLogMessage(type: QtMsgType, context: QMessageLogContext, buf: str, /) -> str:
    """Return the message *buf* as the pattern writes it."""
    if not isinstance(context, QMessageLogContext) or not isinstance(buf, str):
        raise TypeError(f"a QMessageLogContext and a str are wanted, not {context!r} and {buf!r}")
    return formatted(QtMsgType(type), context, buf) or ""


def formatted(kind: QtMsgType, context: QMessageLogContext, text: str) -> str | None:
    """Return the line for a message, None when the pattern is empty."""
    pieces = _pieces()
    if not pieces:
        return None
    written: list[str] = []
    skipping = False
    for name, rest in pieces:
        if name == "endif":
            skipping = False
        elif skipping:
            continue
        elif name == "text":
            written.append(rest)
        elif name == "message":
            written.append(text)
        elif name == "if-category":
            skipping = context.category in (None, "default")
        elif name in _CONDITIONS:
            skipping = int(kind) != _CONDITIONS[name]
        else:
            written.append(_PLACEHOLDERS[name](kind, context, rest))
    return "".join(written)


def parse(pattern: str) -> list[Piece]:
    """Split a pattern into its pieces. Mistakes are told on standard error and left out."""
    pieces: list[Piece] = []
    wrong: list[str] = []
    inside = nested = unmatched = False
    for name, rest in _split(pattern):
        if name in _CONDITIONS or name == "if-category":
            nested, inside = nested or inside, True
        elif name == "endif":
            unmatched, inside = unmatched or (not inside and not nested), False
        elif name not in ("text", "message") and name not in _PLACEHOLDERS:
            wrong.append(f"Unknown placeholder %{{{name}{rest}}}")
            continue
        pieces.append((name, rest))
    if nested:
        wrong.append("%{if-*} cannot be nested")
    elif unmatched:
        wrong.append("%{endif} without an %{if-*}")
    elif inside:
        wrong.append("missing %{endif}")
    stream = sys.stderr
    if stream is not None:
        stream.write("".join(f"{_PREFIX}{line}\n" for line in wrong))
    return pieces


def _split(pattern: str) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    while at < len(pattern):
        begin = pattern.find("%{", at)
        end = -1 if begin < 0 else pattern.find("}", begin)
        if end < 0:
            pieces.append(("text", pattern[at:]))
            break
        if begin > at:
            pieces.append(("text", pattern[at:begin]))
        inside = pattern[begin + 2 : end]
        for name in ("time", "backtrace"):
            if inside.startswith(name):
                pieces.append((name, inside[len(name) :]))
                break
        else:
            pieces.append((inside, ""))
        at = end + 1
    return pieces


def _pieces() -> list[Piece]:
    pieces = _Pattern.pieces
    if pieces is None:
        given = os.environ.get("QT_MESSAGE_PATTERN", "")
        _Pattern.from_environment = bool(given)
        pieces = _Pattern.pieces = parse(given or _STANDARD)
    return pieces


# The placeholders. Each function is given the type, the context and what follows the name inside the braces.


def _application(kind: QtMsgType, context: QMessageLogContext, rest: str) -> str:
    from .application import QCoreApplication

    return QCoreApplication.applicationName()


def _function(kind: QtMsgType, context: QMessageLogContext, rest: str) -> str:
    """The function's name without types and arguments, where they are given as in C++."""
    name = context.function
    if name is None:
        return "unknown"
    before, bracket, _ = name.partition("(")
    return before.rsplit(" ", 1)[-1] if bracket else name


def _thread_number(kind: QtMsgType, context: QMessageLogContext, rest: str) -> str:
    from threading import get_native_id

    return str(get_native_id())


def _thread_name(kind: QtMsgType, context: QMessageLogContext, rest: str) -> str:
    from .threaddata import current

    return current().name


def _thread_object(kind: QtMsgType, context: QMessageLogContext, rest: str) -> str:
    from .thread import QThread

    return hex(id(QThread.currentThread()))


def _time(kind: QtMsgType, context: QMessageLogContext, rest: str) -> str:
    """The local time in Qt's format *rest* (ISO by default), or the seconds since the process or the system started."""
    wanted = rest.strip()
    if wanted in ("process", "boot"):
        seconds = time.monotonic() - _started
        if wanted == "boot":
            seconds = time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
        return f"{seconds:10.3f}"
    from netaccess._values import wallclock

    moment = wallclock.now()
    parts = time.localtime(moment)
    if not rest.startswith(" "):
        return time.strftime("%Y-%m-%dT%H:%M:%S", parts)
    from netaccess._values.dateformat import Zone, write

    milliseconds = ((parts.tm_hour * 60 + parts.tm_min) * 60 + parts.tm_sec) * 1000 + int(moment % 1 * 1000)
    zone = Zone(parts.tm_zone, parts.tm_gmtoff, parts.tm_zone)
    return write(rest[1:], parts[:3], parts.tm_wday + 1, milliseconds, lambda: zone)


def _backtrace(kind: QtMsgType, context: QMessageLogContext, rest: str) -> str:
    """The functions that led here, the innermost first: ``depth=`` of them (5), with ``separator="..."`` (a bar) between."""
    import re

    depth = re.search(r"depth=(\d+)", rest)
    separator = re.search(r'separator="([^"]*)"', rest)
    deepest = int(depth[1]) if depth else 5
    names: list[str] = []
    frame = sys._getframe(1)
    while frame is not None and len(names) < deepest:
        if not frame.f_globals.get("__name__", "").startswith("netaccess."):
            names.append(frame.f_code.co_qualname)
        frame = frame.f_back  # type: ignore[assignment]
    return (separator[1] if separator else "|").join(names)


_CONDITIONS = {"if-" + name: number for number, name in _TYPE_NAMES.items()}
_PLACEHOLDERS: dict[str, Callable[[QtMsgType, QMessageLogContext, str], str]] = {
    "appname": _application,
    "backtrace": _backtrace,
    "category": lambda kind, context, rest: context.category or "",
    "file": lambda kind, context, rest: "unknown" if context.file is None else context.file,
    "function": _function,
    "line": lambda kind, context, rest: str(context.line),
    "pid": lambda kind, context, rest: str(os.getpid()),
    "qthreadptr": _thread_object,
    "threadid": _thread_number,
    "threadname": _thread_name,
    "time": _time,
    "type": lambda kind, context, rest: _TYPE_NAMES[int(kind)],
}
