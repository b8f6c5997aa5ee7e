"""What the tests of PyQt share: a class with signals and slots of each kind, and the enumerations of a class."""

from __future__ import annotations

from typing import Any


def make(qt: Any) -> Any:
    """Return an object with signals and slots, made with one of PyQt's bindings."""

    class Thing(qt.QObject):  # type: ignore[misc, name-defined]
        """An object with signals of each kind."""

        plain = qt.pyqtSignal()
        number = qt.pyqtSignal(int)
        either = qt.pyqtSignal([int], ["QString"])
        named = qt.pyqtSignal("QString", int, name="named", arguments=["text", "number"], revision=2)
        value = qt.pyqtSignal(qt.QVariant)
        thing = qt.pyqtSignal("PyQt_PyObject")

        def __init__(self) -> None:
            super().__init__()
            self.seen: list[Any] = []

        @qt.pyqtSlot()
        def none(self, first: int = 7) -> None:
            self.seen.append(first)

        @qt.pyqtSlot(int)
        def one(self, first: int = 7, second: int = 8) -> None:
            self.seen.append((first, second))

        @qt.pyqtSlot(int)
        @qt.pyqtSlot("QString")
        def both(self, value: Any) -> None:
            self.seen.append(value)

        def undecorated(self, *values: Any) -> None:
            self.seen.append(values)

    return Thing()


def enumerators(cls: Any) -> list[str]:
    """Return the names of the enumerations that a class registers."""
    meta = cls.staticMetaObject
    return [meta.enumerator(index).name() for index in range(meta.enumeratorOffset(), meta.enumeratorCount())]
