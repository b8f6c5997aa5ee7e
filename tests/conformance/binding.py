"""The binding under test, chosen by the environment variable that ``conftest.py`` sets from ``--binding``.

Test modules say ``from binding import QtCore, QtNetwork, BINDING`` and run unchanged on netaccess and on real Qt.
``QtNetwork`` is imported on first use, so that tests of the kernel alone do not load the network half.
"""

from __future__ import annotations

import importlib
import os
from typing import Any

BINDING: str = os.environ.get("NETACCESS_BINDING", "netaccess")
KNOWN_BINDINGS = ("netaccess", "PySide6", "PySide2")

if BINDING not in KNOWN_BINDINGS:
    raise ValueError(f"NETACCESS_BINDING is {BINDING!r}; it must be one of {', '.join(KNOWN_BINDINGS)}")

IS_ORACLE: bool = BINDING != "netaccess"
# netaccess follows Qt 6 wherever Qt 5 and Qt 6 differ.
IS_QT6: bool = BINDING != "PySide2"

QtCore: Any = importlib.import_module(f"{BINDING}.QtCore")
QtNetwork: Any


def __getattr__(name: str) -> Any:
    """Import the network half when a test module first asks for it."""
    if name == "QtNetwork":
        module = importlib.import_module(f"{BINDING}.QtNetwork")
        globals()["QtNetwork"] = module
        return module
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def number(value: Any) -> int:
    """The integer behind an enum or flag member of any binding."""
    return int(getattr(value, "value", value))


def enum_name(value: Any) -> str:
    """The bare member name of an enum value: ``"ConnectionRefusedError"``."""
    name = getattr(value, "name", None)
    if isinstance(name, bytes):
        return name.decode("ascii")
    if isinstance(name, str):
        return name
    return str(value).rsplit(".", 1)[-1]


def run_loop(loop: Any) -> int:
    """Run a QEventLoop or an application under whichever of the two spellings the binding has."""
    return int((loop.exec if hasattr(loop, "exec") else loop.exec_)())


def octets(data: Any) -> bytes:
    """The plain bytes of a QByteArray, bytes or None."""
    return b"" if data is None else bytes(data)
