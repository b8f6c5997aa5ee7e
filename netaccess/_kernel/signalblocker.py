"""`QSignalBlocker`: keeps an object's signals unheard for a while."""

from __future__ import annotations

import weakref

from .qobject import QObject
from .tombstone import deleted_error, is_buried


class QSignalBlocker:
    """Blocks an object's signals from its making until `unblock`, its deletion, or the end of its ``with`` block.

    What was blocked before stays so afterwards. The object is not kept alive; when it dies there is nothing left to do.
    """

    def __init__(self, o: QObject) -> None:
        """:param o: the object whose signals are blocked. Raises `TypeError` for anything else."""
        self._reference: weakref.ref[QObject] | None = None  # first, for __del__
        self._blocking = False
        if not isinstance(o, QObject):
            raise TypeError(f"a QSignalBlocker blocks the signals of a QObject, not {o!r}")
        if is_buried(o):
            raise deleted_error(o.__class__.__name__)
        self._reference = weakref.ref(o)
        self._before = QObject.blockSignals(o, True)
        self._blocking = True

    def _target(self) -> QObject | None:
        target = None if self._reference is None else self._reference()
        return None if target is None or is_buried(target) else target

    def reblock(self) -> None:
        """Block the signals again."""
        target = self._target()
        if target is not None:
            QObject.blockSignals(target, True)
            self._blocking = True

    def unblock(self) -> None:
        """Let the signals be as they were before."""
        target = self._target()
        if target is not None:
            self._blocking = False
            QObject.blockSignals(target, self._before)

    def dismiss(self) -> None:
        """Let go of the object, its signals staying as they are."""
        self._reference = None

    def __enter__(self) -> QSignalBlocker:
        return self

    def __exit__(self, *exc: object) -> None:
        self.unblock()

    def __del__(self) -> None:
        if self._blocking:
            self.unblock()
