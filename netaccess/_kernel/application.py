"""`QCoreApplication`: the main loop, the posting of events, and what is known of the program as a whole."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Sequence
from typing import Any

from .affinity import check_thread
from .capacity import native_slot
from .events import QEvent
from .loop import QEventLoop, exit_loops, process_events
from .posting import Hooks, PostedEvent, deliver_posted, filter_and_handle, notify, post, remove_posted
from .qobject import QObject
from .qtwarning import warn
from .signal import Signal
from .threaddata import DEAD, current
from .tombstone import deleted_error


class _ProgramData:
    """What belongs to the program and outlives the application object."""

    name: str | None = None
    version = ""
    organization = ""
    domain = ""


class QCoreApplication(QObject):
    """The one object that stands for the program and runs the main event loop (``QCoreApplication``).

    It belongs to the thread that makes it. Only one can exist at a time.
    """

    #: The main loop is about to end.
    aboutToQuit = Signal()
    #: The program's name has been set.
    applicationNameChanged = Signal()
    #: The program's version has been set.
    applicationVersionChanged = Signal()
    #: The organization's name has been set.
    organizationNameChanged = Signal()
    #: The organization's domain has been set.
    organizationDomainChanged = Signal()

    _qt_properties = {
        "applicationName": ("applicationName", "setApplicationName"),
        "applicationVersion": ("applicationVersion", "setApplicationVersion"),
        "organizationName": ("organizationName", "setOrganizationName"),
        "organizationDomain": ("organizationDomain", "setOrganizationDomain"),
    }

    def __init__(self, arguments: Sequence[str] | None = None, **keywords: Any) -> None:
        """
        :param arguments: the command line, by default ``sys.argv``.
        Raises `RuntimeError` when there is an application already.
        """
        if Hooks.application is not None:
            raise RuntimeError(
                "Please destroy the QCoreApplication singleton before creating a new QCoreApplication instance."
            )
        if arguments is not None and (isinstance(arguments, str) or not isinstance(arguments, Sequence)):
            raise TypeError(f"the arguments of a QCoreApplication are a sequence of str, not {arguments!r}")
        super().__init__(None, **keywords)
        self._qt_arguments = list(sys.argv if arguments is None else arguments) or [""]
        self._qt_executing = False
        self._qt_said_quit = False
        Hooks.application = self
        Hooks.notify = None if type(self).notify is QCoreApplication.notify else self.notify

    def _qt_dispose(self) -> None:
        if Hooks.application is self:
            Hooks.application = None
            Hooks.notify = None

    def shutdown(self) -> None:
        """Delete the application object, so that another can be made."""
        from .destruction import destroy

        destroy(self)

    # The loop.

    @staticmethod
    def instance() -> QCoreApplication | None:
        """Return the application, None when there is none."""
        application: QCoreApplication | None = Hooks.application
        return application

    @staticmethod
    def exec() -> int:
        """Run the main loop until `quit` or `exit`, and return the exit code.

        Must be called in the application's thread. Ctrl-C ends it with `KeyboardInterrupt`.
        """
        application = _require()
        check_thread(application, "exec")
        data = application._qt_thread
        if data.loops:
            warn("QCoreApplication::exec: The event loop is already running")
            return -1
        data.quit_now = False
        application._qt_executing = True
        application._qt_said_quit = False
        loop = QEventLoop()
        try:
            code = loop.exec(QEventLoop.ProcessEventsFlag.ApplicationExec)
        finally:
            data.quit_now = False
            application._qt_executing = False
        if application._qt_thread is not DEAD:
            if not application._qt_said_quit:
                application.aboutToQuit.emit()
            data.level += 1  # what was deleted "later" in the loop that has ended is due now
            try:
                deliver_posted(data, event_type=QEvent.Type.DeferredDelete)
            finally:
                data.level -= 1
        return code

    @staticmethod
    def exec_() -> int:
        """Run as `exec` does, under the name it had when ``exec`` was a keyword."""
        return QCoreApplication.exec()

    @staticmethod
    @native_slot((int,), ())
    def exit(retcode: int = 0) -> None:
        """Make `exec` return *retcode*. Without effect before `exec`."""
        if not isinstance(retcode, int):
            raise TypeError(f"an exit code is an int, not {retcode!r}")
        application: QCoreApplication | None = Hooks.application
        if application is not None:
            running = application._qt_thread.loops
            exit_loops(application._qt_thread, retcode)
            if not running:
                application._qt_thread.quit_now = False

    @staticmethod
    def quit() -> None:
        """Make `exec` return 0, by an event of type ``Quit`` to the application. Any thread may call this."""
        application: QCoreApplication | None = Hooks.application
        if application is None or not application._qt_executing:
            return
        event = QEvent(QEvent.Type.Quit)
        if application._qt_thread is current():
            notify(application, event)
        else:
            QCoreApplication.postEvent(application, event)

    def event(self, event: QEvent) -> bool:
        """Handle an event; one of type ``Quit`` ends the main loop."""
        if event.type() == QEvent.Type.Quit:
            if not self._qt_said_quit:
                self._qt_said_quit = True
                self.aboutToQuit.emit()
            QCoreApplication.exit(0)
            return True
        return super().event(event)

    @staticmethod
    def processEvents(flags: int = QEventLoop.ProcessEventsFlag.AllEvents, maxtime: int | None = None) -> None:
        """Deliver what is due now in the calling thread.

        :param maxtime: milliseconds to go on delivering what is posted meanwhile.
        """
        process_events(current(), flags, maxtime)

    # Events.

    @staticmethod
    def postEvent(receiver: QObject, event: QEvent, priority: int = 0) -> None:
        """Put *event* into the queue of the thread that *receiver* lives in; higher priorities go first.

        Any thread may call this. An event to an object that dies first is dropped.
        """
        _check_event(receiver, event)
        if event._qt_type == QEvent.Type.DeferredDelete:
            receiver.deleteLater()
            return
        post(receiver, PostedEvent(weakref.ref(receiver), event, int(priority)))

    @staticmethod
    def sendEvent(receiver: QObject, event: QEvent) -> bool:
        """Deliver *event* to *receiver* now, and return whether it was handled. Only in the receiver's thread."""
        _check_event(receiver, event)
        check_thread(receiver, "sendEvent")
        receiver._qt_thread.level += 1
        data = receiver._qt_thread
        try:
            return notify(receiver, event)
        finally:
            data.level -= 1

    @staticmethod
    def sendPostedEvents(receiver: QObject | None = None, event_type: int = 0) -> None:
        """Deliver now what was posted to *receiver* (None: to anybody in the calling thread), of one type if it is not 0."""
        data = current() if receiver is None else receiver._qt_thread
        if receiver is not None:
            check_thread(receiver, "sendPostedEvents")
        if event_type == QEvent.Type.DeferredDelete:
            data.level += 1
        try:
            deliver_posted(data, receiver, int(event_type))
        finally:
            if event_type == QEvent.Type.DeferredDelete:
                data.level -= 1

    @staticmethod
    def removePostedEvents(receiver: QObject | None, eventType: int = 0) -> None:
        """Forget what was posted to *receiver* (None: to anybody in the calling thread), of one type if it is not 0."""
        remove_posted(receiver, int(eventType), current() if receiver is None else receiver._qt_thread)

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver *event*: to the application's filters, the object's filters, and the object. May be overridden."""
        return filter_and_handle(receiver, event)

    # The program.

    @staticmethod
    def arguments() -> list[str]:
        """Return the command line."""
        application: QCoreApplication | None = Hooks.application
        return list(application._qt_arguments) if application is not None else []

    @staticmethod
    def applicationName() -> str:
        """Return the program's name: what was set, else the name of the file it was started from."""
        if _ProgramData.name is not None:
            return _ProgramData.name
        application: QCoreApplication | None = Hooks.application
        if application is None:
            return ""
        return application._qt_arguments[0].replace("\\", "/").rsplit("/", 1)[-1]

    @staticmethod
    def setApplicationName(application: str) -> None:
        """Set the program's name."""
        _set("name", application, "applicationNameChanged")

    @staticmethod
    def applicationVersion() -> str:
        """Return the program's version, empty by default."""
        return _ProgramData.version

    @staticmethod
    def setApplicationVersion(version: str) -> None:
        """Set the program's version."""
        _set("version", version, "applicationVersionChanged")

    @staticmethod
    def organizationName() -> str:
        """Return the name of the organization that wrote the program, empty by default."""
        return _ProgramData.organization

    @staticmethod
    def setOrganizationName(orgName: str) -> None:
        """Set the organization's name."""
        _set("organization", orgName, "organizationNameChanged")

    @staticmethod
    def organizationDomain() -> str:
        """Return the internet domain of the organization, empty by default."""
        return _ProgramData.domain

    @staticmethod
    def setOrganizationDomain(orgDomain: str) -> None:
        """Set the organization's internet domain."""
        _set("domain", orgDomain, "organizationDomainChanged")

    @staticmethod
    def translate(context: str, key: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return *key*: no translations are installed."""
        return key

    @staticmethod
    def applicationPid() -> int:
        """Return the number of this process."""
        import os

        return os.getpid()

    @staticmethod
    def startingUp() -> bool:
        """Return whether there is no application yet."""
        return Hooks.application is None

    @staticmethod
    def closingDown() -> bool:
        """Return whether the application object is being deleted."""
        application: QCoreApplication | None = Hooks.application
        return application is not None and "_qt_dying" in application.__dict__


def _require() -> QCoreApplication:
    application: QCoreApplication | None = Hooks.application
    if application is None:
        raise RuntimeError("there is no QCoreApplication: make one before calling exec()")
    return application


def _set(what: str, value: str, signal: str) -> None:
    if not isinstance(value, str):
        raise TypeError(f"a str is wanted, not {value!r}")
    if getattr(_ProgramData, what) != value:
        setattr(_ProgramData, what, value)
        application = Hooks.application
        if application is not None:
            getattr(application, signal).emit()


def _check_event(receiver: Any, event: Any) -> None:
    if not isinstance(receiver, QObject):
        raise TypeError(f"the receiver of an event is a QObject, not {receiver!r}")
    if not isinstance(event, QEvent):
        raise TypeError(f"an event is a QEvent, not {event!r}")
    if receiver._qt_thread is DEAD:
        raise deleted_error(receiver.__class__.__name__)
