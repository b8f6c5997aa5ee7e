"""`QSignalBlocker`: keeps an object's signals unheard for a while."""

from __future__ import annotations

from .qobject import QObject


class QSignalBlocker:
    """Blocks an object's signals from its making until `unblock`, its deletion, or the end of its ``with`` block."""

    def __init__(self, o: QObject) -> None:
        """:param o: the object whose signals are blocked."""
        self._object: QObject | None = o
        self._before = o.blockSignals(True)
        self._blocking = True

    def reblock(self) -> None:
        """Block the signals again."""
        if self._object is not None and not self._blocking:
            self._before = self._object.blockSignals(True)
            self._blocking = True

    def unblock(self) -> None:
        """Let the signals be as they were before."""
        if self._object is not None and self._blocking:
            self._blocking = False
            self._object.blockSignals(self._before)

    def dismiss(self) -> None:
        """Let go of the object, its signals staying as they are."""
        self._object = None

    def __enter__(self) -> QSignalBlocker:
        return self

    def __exit__(self, *exc: object) -> None:
        self.unblock()

    def __del__(self) -> None:
        if self._object is not None and self._blocking:
            self.unblock()
