"""`Takeover`: managers that were there before a fake network use it as well, and go on afterwards as if nothing had been.

Programs keep one manager for everything, made when they begin; in a test suite it lives through many fake networks.

Thread safety: a manager is taken over by its own thread, at its next request. Under a fake loop those take turns.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

from netaccess._access.manager import QNetworkAccessManager
from netaccess._kernel.threaddata import DEAD

_managers: Any = QNetworkAccessManager


class Takeover:
    """Gives every manager that sends something between `begin` and `end` a transport of its own for that time."""

    def __init__(self) -> None:
        self._taken: weakref.WeakSet[QNetworkAccessManager] = weakref.WeakSet()
        self._before: list[tuple[weakref.ref[QNetworkAccessManager], Any, Any, Any]] = []
        self._function: Callable[..., Any] | None = None

    def begin(self) -> None:
        """Begin to take managers over, each with its next request."""
        function = self._function = QNetworkAccessManager._qt_queue

        def _qt_queue(manager: QNetworkAccessManager, *args: Any) -> Any:
            if manager not in self._taken:
                self._take(manager)
            return function(manager, *args)

        _managers._qt_queue = _qt_queue

    def _take(self, manager: QNetworkAccessManager) -> None:
        self._taken.add(manager)
        kept = (manager._qt_transport, manager._qt_queues, manager._qt_places)
        self._before.append((weakref.ref(manager), *kept))
        manager._qt_transport, manager._qt_queues, manager._qt_places = None, {}, type(manager._qt_places)()

    def end(self) -> None:
        """Give back what managers had before: connections, queues. What a dead one had is closed."""
        assert self._function is not None
        _managers._qt_queue = self._function
        while self._before:
            known, transport, queues, places = self._before.pop()
            manager = known()
            if manager is not None and manager._qt_thread is not DEAD:
                manager._qt_transport, manager._qt_queues, manager._qt_places = transport, queues, places
            elif transport is not None:
                transport.shutdown()
