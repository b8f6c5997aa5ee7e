"""Writes down every signal of a reply, and the manager's signals about it, with arguments and in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from binding import BINDING, QtNetwork, enum_name
from loops import GUARD_MS, run_until

REPLY_SIGNALS = (
    "aboutToClose",
    "bytesWritten",
    "readChannelFinished",
    "readyRead",
    "downloadProgress",
    "encrypted",
    "errorOccurred",
    "finished",
    "metaDataChanged",
    "redirectAllowed",
    "redirected",
    "requestSent",
    "socketStartedConnecting",
    "sslErrors",
    "uploadProgress",
)
NOT_IN_QT5 = ("requestSent", "socketStartedConnecting")
# How often these come depends on how the bytes arrive, so runs of them are compared in collapsed form.
FREQUENT = ("readyRead", "downloadProgress", "uploadProgress")


def plain(value: Any) -> Any:
    """An argument of a signal as a plain value: URLs as text, errors by name, numbers as they are."""
    if isinstance(value, QtNetwork.QNetworkReply.NetworkError):
        return enum_name(value)
    if isinstance(value, (bool, int, str, bytes)):
        return value
    if hasattr(value, "toString"):
        return value.toString()
    return type(value).__name__


class Recorder:
    """Records from the moment it is made; ``events`` is the list of tuples, ``names`` its first column.

    ``hooks`` maps a signal's name to a function called, without arguments, right after that signal was recorded, so
    that a test can act from inside a signal and see what else is emitted meanwhile.
    """

    def __init__(self, reply: Any, manager: Any = None, hooks: dict[str, Callable[[], Any]] | None = None) -> None:
        self.reply = reply
        self.events: list[tuple[Any, ...]] = []
        self._hooks = dict(hooks or {})
        self._slots: list[Callable[..., None]] = []
        for name in REPLY_SIGNALS:
            if BINDING == "PySide2" and name in NOT_IN_QT5:
                continue
            self._listen(getattr(reply, name), name)
        if manager is None:
            manager = reply.manager()
        if manager is not None:
            self._listen_to_manager(manager)

    def _listen(self, signal: Any, name: str) -> None:
        def record(*arguments: Any) -> None:
            self.note(name, *arguments)

        self._slots.append(record)
        signal.connect(record)

    def _listen_to_manager(self, manager: Any) -> None:
        def record(reply: Any) -> None:
            if reply is self.reply:
                self.note("manager.finished")

        self._slots.append(record)
        manager.finished.connect(record)

    def note(self, name: str, *arguments: Any) -> None:
        """Write down an event, and run the hook for it."""
        self.events.append((name, *(plain(argument) for argument in arguments)))
        hook = self._hooks.get(name)
        if hook is not None:
            hook()

    @property
    def names(self) -> list[str]:
        """The names of the events in order."""
        return [event[0] for event in self.events]

    def count(self, name: str) -> int:
        """How often a signal came."""
        return self.names.count(name)

    def arguments(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of each emission of one signal."""
        return [event[1:] for event in self.events if event[0] == name]

    def collapsed(self) -> list[tuple[Any, ...]]:
        """The events with each stretch of frequent signals reduced to the last emission of each kind.

        Within a stretch the order of first appearance is kept.
        """
        result: list[tuple[Any, ...]] = []
        stretch: dict[str, tuple[Any, ...]] = {}
        for event in self.events:
            if event[0] in FREQUENT:
                stretch[event[0]] = event
                continue
            result.extend(stretch.values())
            stretch = {}
            result.append(event)
        result.extend(stretch.values())
        return result

    def shape(self) -> list[str]:
        """The names of ``collapsed()``."""
        return [event[0] for event in self.collapsed()]

    def run(self, timeout_ms: int = GUARD_MS) -> Recorder:
        """Run the loop until the reply has emitted ``finished``; return the recorder."""
        run_until(lambda: "finished" in self.names, timeout_ms)
        return self
