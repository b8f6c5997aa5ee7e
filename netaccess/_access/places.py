"""How many hops a manager has under way in all: enough for many hosts, not so many that threads run out."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .hostqueue import HostQueue

MORE_UP_TO = 64
"""Hops in all up to which a host may have more than one under way."""
FIRST_UP_TO = 256
"""Hops in all up to which a host that has none under way gets one at once; beyond that the hosts take turns."""


class Places:
    """The places of a manager's host queues. Every host that has something to send gets one sooner or later: while a
    host waits for its first, the others give up the place of each hop that ends.

    Thread safety: `_lock` guards the count and the line of waiting queues. It may be taken while a queue's own lock is held,
    never the other way round; the queue at the head of the line is resumed outside it.
    """

    __slots__ = ("_lock", "taken", "waiting")

    def __init__(self) -> None:
        self._lock = Lock()
        self.taken = 0
        """How many hops are under way. May be looked at without the lock, for a hint."""
        self.waiting: deque[HostQueue] = deque()
        """The queues that wait for their first place. May be looked at without the lock, for a hint."""

    def take(self, first: bool) -> bool:
        """Take a place, for a host's *first* hop or a further one; return whether there is one."""
        with self._lock:
            if self.taken >= (FIRST_UP_TO if first else MORE_UP_TO):
                return False
            self.taken += 1
            return True

    def wait(self, queue: HostQueue) -> None:
        """Let *queue*, which has nothing under way, be resumed when there is a place."""
        with self._lock:
            self.waiting.append(queue)

    def look_again(self) -> None:
        """Resume the host that has waited longest, if it is waiting although there is a place."""
        if not self.waiting:
            return
        with self._lock:
            if not self.waiting or self.taken >= FIRST_UP_TO:
                return
            self.taken += 1
        self.give_back()

    def forgo(self) -> None:
        """Return a place that was just taken and is not needed after all."""
        with self._lock:
            self.taken -= 1

    def give_back(self) -> None:
        """A place is free: the host that has waited longest takes it, if one does. Any thread."""
        while True:
            with self._lock:
                if not self.waiting:
                    self.taken -= 1
                    return
                queue = self.waiting.popleft()
            if queue.resume():  # the place goes over as it is
                return
