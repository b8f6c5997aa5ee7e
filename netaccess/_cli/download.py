"""The download engine: runs transfers in parallel on a loop of its own, and stops all of them when interrupted."""

from __future__ import annotations

import signal
import time
from collections import deque
from typing import TYPE_CHECKING

from netaccess.QtCore import QCoreApplication, QEventLoop, QTimer
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkProxy

from .interrupt import Interrupts
from .names import name_from_url
from .progress import SilentView
from .proxies import ProxyChoice, proxy_for
from .track import Overall, Track
from .transfer import Transfer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .jobs import Job, Result
    from .progress import View
    from .targets import Folder

TICK = 100
"""Milliseconds between two looks at the progress, and at whether somebody pressed Ctrl-C."""


class Download:
    """Fetches jobs into a folder, a number of them at a time, and shows them in a view."""

    def __init__(self, jobs: Sequence[Job], folder: Folder, view: View, parallel: int) -> None:
        """Prepare to fetch jobs; parallel (at least 1) is how many transfers run at a time."""
        self._view = view
        self._parallel = parallel
        self.tracks = [Track(job.output if job.output not in (None, "-") else name_from_url(job.url)) for job in jobs]
        self.overall = Overall(self.tracks)
        self._waiting = deque(
            Transfer(job, track, folder, self._on_ended) for job, track in zip(jobs, self.tracks, strict=True)
        )
        self._active: list[Transfer] = []
        self._managers: dict[ProxyChoice | None, QNetworkAccessManager] = {}
        self._application = QCoreApplication.instance() or QCoreApplication([])
        self._loop = QEventLoop()
        self._interrupts = Interrupts()
        self._filling = False
        self.interrupted: int | None = None
        self.seconds = 0.0

    def run(self) -> list[Result]:
        """Run until everything has ended and return the results in the order of the jobs.

        `interrupted` holds the number of the signal that cut it short, if one did. Raises ValueError for a proxy that
        cannot be understood.
        """
        began = time.monotonic()
        self._show(self._view.open, self.tracks, self.overall)
        self.overall.sample(began)
        tick = QTimer()
        tick.timeout.connect(self._on_tick)
        tick.start(TICK)
        try:
            with self._interrupts:
                self._fill()
                while self._active and self.interrupted is None:
                    self._loop.exec()
        except KeyboardInterrupt:
            self.interrupted = int(signal.SIGINT)
        finally:
            tick.stop()
            self._cancel_all()
            now = time.monotonic()
            self.seconds = now - began
            self.overall.sample(now)
            self._show(self._view.close, now)
        for manager in self._managers.values():
            manager.clearConnectionCache()
        return [track.result for track in self.tracks if track.result is not None]

    def _fill(self) -> None:
        """Start waiting transfers as long as there is room."""
        if self._filling:  # a transfer that fails in start() ends up here again
            return
        self._filling = True
        try:
            while self._waiting and len(self._active) < self._parallel and self.interrupted is None:
                transfer = self._waiting.popleft()
                self._active.append(transfer)
                transfer.start(self._manager(transfer.job))
        finally:
            self._filling = False

    def _on_ended(self, transfer: Transfer) -> None:
        """Show the end of a transfer, start the next one, leave the loop after the last."""
        if transfer in self._active:
            self._active.remove(transfer)
        now = time.monotonic()
        self.overall.sample(now)
        self._show(self._view.ended, transfer.track, now)
        if self.interrupted is None:
            self._fill()
        if not self._active:
            self._loop.quit()

    def _on_tick(self) -> None:
        """Measure, draw, and see whether it is time to stop."""
        if self._interrupts.number is not None:
            self.interrupted = self._interrupts.number
            self._loop.quit()
            return
        now = time.monotonic()
        for transfer in self._active:
            transfer.track.sample(now)
        self.overall.sample(now)
        self._show(self._view.update, now)

    def _show(self, what: Callable[..., None], *arguments: object) -> None:
        """Call a method of the view; when nobody reads it any more, go on without one: the files matter more."""
        try:
            what(*arguments)
        except OSError:
            self._view = SilentView()

    def _cancel_all(self) -> None:
        """End whatever has not ended."""
        waiting, self._waiting = list(self._waiting), deque()
        for transfer in [*self._active, *waiting]:
            transfer.cancel("canceled")

    def _manager(self, job: Job) -> QNetworkAccessManager:
        """Return the manager for a job: they are told apart by their proxies."""
        choice = proxy_for(job.url, job.plan.proxy)
        if choice not in self._managers:
            manager = self._managers[choice] = QNetworkAccessManager()
            if choice is not None:
                kind = (
                    QNetworkProxy.ProxyType.HttpProxy if choice.kind == "http" else QNetworkProxy.ProxyType.Socks5Proxy
                )
                manager.setProxy(QNetworkProxy(kind, choice.host, choice.port, choice.user, choice.password))
        return self._managers[choice]
