"""netaccess: PySide's network access API, with the signals, slots and event loops under it, in pure Python without Qt.

Every public name of `netaccess.QtCore` and `netaccess.QtNetwork` can be had from here, and is loaded when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .QtCore import *  # noqa: F403
    from .QtNetwork import *  # noqa: F403

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "__all__":  # asked for by ``from netaccess import *``
        from . import QtCore, QtNetwork

        return [*QtCore.__all__, *QtNetwork.__all__]
    if name[:1].isupper() or name.startswith("q"):  # else it is no name of Qt's, but one of Python's, or a module here
        from importlib import import_module

        if name in ("QtCore", "QtNetwork"):
            return import_module(f"netaccess.{name}")
        for face in ("netaccess.QtCore", "netaccess.QtNetwork"):
            module = import_module(face)
            if name in module.__all__:
                value = getattr(module, name)
                globals()[name] = value
                return value
    import sys

    from ._values.lazynames import missing

    raise missing(__name__, name, sys._getframe(1))


def __dir__() -> list[str]:
    from . import QtCore, QtNetwork

    return sorted({*globals(), *QtCore.__all__, *QtNetwork.__all__})
