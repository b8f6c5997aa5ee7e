"""The bindings that netaccess can stand in for: what they call themselves, which modules they have, how they differ."""

from __future__ import annotations

from typing import Any, NamedTuple


class Binding(NamedTuple):
    """One binding of Qt to Python."""

    name: str
    """The package that programs import."""
    version: str
    """The version it calls itself; that of the newest one netaccess was compared with."""
    version_info: tuple[Any, ...]
    """The same in numbers, in the binding's own form; empty where it has none."""
    qt_version: str
    """The version of Qt it stands on."""
    life: tuple[str, ...] = ()
    """The modules that tell whether a wrapped object is still alive."""
    life_version: str = ""
    """The version these modules call themselves."""
    pyqt: bool = False
    """Whether it is one of PyQt: ``pyqtSignal``, and errors where PySide returns False."""
    features: bool = False
    """Whether it has ``from __feature__ import snake_case, true_property``."""
    modern: bool = False
    """Whether the names of older Qt have gone: ``exec_``, and enumeration members outside their enumeration."""

    @property
    def strangers(self) -> tuple[str, ...]:
        """The face's names that this binding has not, or spells otherwise."""
        own = ("EventLoopThread", "PythonFileDevice")  # netaccess's own, which no binding has
        if not self.pyqt:
            return own
        names = (*own, "Signal", "SignalInstance", "Slot", "Property", "ClassInfo", "QEnum", "QFlag")
        return names if self.name == "PyQt4" else (*names, "SIGNAL", "SLOT")


BINDINGS: dict[str, Binding] = {
    binding.name: binding
    for binding in (
        Binding("PySide", "1.2.4", (1, 2, 4, "final", 1), "4.8.7", ("shiboken", "PySide.shiboken"), "1.2.4"),
        Binding("PySide2", "5.15.2.1", (5, 15, 2.1, "", ""), "5.15.2", ("shiboken2",), "5.15.2.1", features=True),
        Binding("PySide6", "6.12.0", (6, 12, 0, "", ""), "6.12.0", ("shiboken6",), "6.12.0", features=True),
        Binding("PyQt4", "4.12.3", (), "4.8.7", ("sip",), "4.19.25", pyqt=True),
        Binding("PyQt5", "5.15.11", (), "5.15.14", ("PyQt5.sip", "sip"), "12.15.0", pyqt=True),
        Binding("PyQt6", "6.9.1", (), "6.9.1", ("PyQt6.sip",), "13.10.2", pyqt=True, modern=True),
    )
}


def find(name: str) -> Binding:
    """Return the binding of this name. Raises `ValueError`, which lists them, for any other."""
    found = BINDINGS.get(name) if isinstance(name, str) else None
    if found is None:
        raise ValueError(f"netaccess stands in for {', '.join(BINDINGS)}, not for {name!r}")
    return found


def version_number(version: str) -> int:
    """Return a version as PyQt writes it in one number: two hexadecimal digits each for major, minor and patch."""
    major, minor, patch = (int(part) for part in version.split(".")[:3])
    return major << 16 | minor << 8 | patch
