"""`QCoreApplication`: the main loop, the posting of events, and what is known of the program as a whole."""

from __future__ import annotations

import atexit
import builtins
import sys
import weakref
from collections.abc import Sequence
from typing import Any

from .affinity import check_thread
from .capacity import native_slot
from .events import QEvent
from .loop import QEventLoop, exit_loops, process_events
from .posting import Hooks, PostedEvent, delete_deferred, deliver_posted, filter_and_handle, notify, post, remove_posted
from .program import Program, ProgramData, name_program, run_post_routines
from .qobject import QObject
from .qtwarning import warn
from .signal import Signal
from .threaddata import DEAD, ThreadData, current
from .tombstone import deleted_error
from .waiting import looked


class QCoreApplication(Program, QObject):
    """The one object that stands for the program and runs the main event loop (``QCoreApplication``).

    It belongs to the thread that makes it, and lives until `shutdown` or the end of the process. Only one can exist at a
    time. As in Qt for Python it is also the builtin ``qApp``, which is None without one.
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
        "quitLockEnabled": ("isQuitLockEnabled", "setQuitLockEnabled"),
    }

    def __init__(self, arguments: Sequence[str] | None = None, **keywords: Any) -> None:
        """
        :param arguments: the command line, usually ``sys.argv``. None or an empty one names the script alone.
        Raises `RuntimeError` when there is an application already.
        """
        if Hooks.application is not None:
            raise RuntimeError(
                "Please destroy the QCoreApplication singleton before creating a new QCoreApplication instance."
            )
        if arguments is None:
            arguments = ()
        elif isinstance(arguments, str) or not isinstance(arguments, Sequence):
            raise TypeError(f"the arguments of a QCoreApplication are a sequence of str, not {arguments!r}")
        if not all(isinstance(argument, str) for argument in arguments):
            raise TypeError(f"the arguments of a QCoreApplication are str, not {arguments!r}")
        self._qt_arguments = list(arguments) or [_script()]
        self._qt_executing = False
        self._qt_said_quit = False
        super().__init__(None, **keywords)
        Hooks.application = self
        Hooks.notify = None if type(self).notify is QCoreApplication.notify else self.notify
        ProgramData.closing = False
        name_program()
        vars(builtins)["qApp"] = self
        if not _AtExit.registered:
            _AtExit.registered = True
            atexit.register(_end_with_process)

    def _qt_dispose(self) -> None:
        if Hooks.application is self:
            run_post_routines()
            ProgramData.closing = True
            Hooks.application = None
            Hooks.notify = None
            vars(builtins)["qApp"] = None

    def shutdown(self) -> None:
        """Delete the application object, so that another can be made. What belongs to the program as a whole stays."""
        from .destruction import destroy

        destroy(self)

    # The loop.

    @staticmethod
    def instance() -> QCoreApplication | None:
        """Return the application, None when there is none."""
        application: QCoreApplication | None = Hooks.application
        return application

    @staticmethod
    def instanceExists() -> bool:
        """Return whether there is an application."""
        return Hooks.application is not None

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
        remove_posted(application, QEvent.Type.Quit, data)  # what was said before does not count
        loop = QEventLoop()
        try:
            code = loop.exec(QEventLoop.ProcessEventsFlag.ApplicationExec)
        finally:
            data.quit_now = False
            application._qt_executing = False
        if application._qt_thread is not DEAD:
            application._qt_say_quit()
            delete_deferred(data)  # what was deleted "later" in the loop that has ended is due now
        return code

    exec_ = exec
    """What `exec` was called when that was a keyword; itself, so that a program may define either name by the other."""

    @staticmethod
    @native_slot((int,), ())
    def exit(retcode: int = 0) -> None:
        """Make `exec` return *retcode*, and every other loop of the application's thread with it. Any thread may call this.

        `aboutToQuit` is emitted before this returns; called from another thread, when `exec` is about to return.
        """
        if not isinstance(retcode, (int, float)):
            raise TypeError(f"an exit code is an int, not {retcode!r}")
        application: QCoreApplication | None = Hooks.application
        if application is not None:
            if application._qt_executing and application._qt_thread is current():
                application._qt_say_quit()
            exit_loops(application._qt_thread, int(retcode))

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
            self._qt_say_quit()
            QCoreApplication.exit(0)
            return True
        return super().event(event)

    def _qt_say_quit(self) -> None:
        """Emit `aboutToQuit`, once for every `exec`."""
        if not self._qt_said_quit:
            self._qt_said_quit = True
            self.aboutToQuit.emit()

    @staticmethod
    def processEvents(flags: int = QEventLoop.ProcessEventsFlag.AllEvents, maxtime: int | None = None) -> None:
        """Deliver what is due now in the calling thread.

        :param flags: what to leave out; a plain number is refused, as it is mostly meant as *maxtime*.
        :param maxtime: milliseconds to go on delivering what is posted meanwhile, or a `QDeadlineTimer`.
        """
        if not isinstance(flags, QEventLoop.ProcessEventsFlag):
            raise TypeError(f"processEvents() takes QEventLoop.ProcessEventsFlags first, not {flags!r}")
        process_events(current(), flags, maxtime)

    @staticmethod
    def hasPendingEvents() -> bool:
        """Return whether something is posted to the calling thread's objects (Qt 5)."""
        looked()
        return bool(current().queue)

    @staticmethod
    def flush() -> None:
        """Hand on what the window system has not been told yet (Qt 5): there is none here."""

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
        if not isinstance(priority, int):
            raise TypeError(f"a priority is an int, not {priority!r}")
        post(receiver, PostedEvent(weakref.ref(receiver), event, int(priority)))

    @staticmethod
    def sendEvent(receiver: QObject, event: QEvent) -> bool:
        """Deliver *event* to *receiver* now, and return whether it was handled. Only in the receiver's thread."""
        _check_event(receiver, event)
        check_thread(receiver, "sendEvent", "cannot send events to objects owned by a different thread, post them")
        receiver._qt_thread.level += 1
        data = receiver._qt_thread
        try:
            return notify(receiver, event)
        finally:
            data.level -= 1

    @staticmethod
    def sendPostedEvents(receiver: QObject | None = None, event_type: int = 0) -> None:
        """Deliver now what was posted to *receiver* (None: to anybody in the calling thread), of one type if it is not 0."""
        kind = _event_number(event_type)
        data = _thread_of(receiver)
        if receiver is not None:
            check_thread(receiver, "sendPostedEvents")
        happened = deliver_posted(data, receiver, kind)
        if (turns := data.dispatcher.turns) is not None:
            turns.passed(happened)

    @staticmethod
    def removePostedEvents(receiver: QObject | None, eventType: int = 0) -> None:
        """Forget what was posted to *receiver* (None: to anybody in the calling thread), of one type if it is not 0."""
        remove_posted(receiver, _event_number(eventType), _thread_of(receiver))

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver *event*: to the application's filters, the object's filters, and the object. May be overridden."""
        return filter_and_handle(receiver, event)


# As in Qt for Python: the name is there for programs to ask, before there is an application.
vars(builtins).setdefault("qApp", None)


class _AtExit:
    registered = False


def _end_with_process() -> None:
    """Delete the application when the process ends, so that what waits for its deletion happens."""
    application: QCoreApplication | None = Hooks.application
    if application is not None and application._qt_thread is current():
        application.shutdown()


def _script() -> str:
    """Return the path of the script that runs, or whatever stands for it on Python's command line."""
    return getattr(sys.modules.get("__main__"), "__file__", None) or (sys.argv[:1] or [""])[0] or "python"


def _require() -> QCoreApplication:
    application: QCoreApplication | None = Hooks.application
    if application is None:
        raise RuntimeError("there is no QCoreApplication: make one before calling exec()")
    return application


def _check_event(receiver: Any, event: Any) -> None:
    if not isinstance(receiver, QObject):
        raise TypeError(f"the receiver of an event is a QObject, not {receiver!r}")
    if not isinstance(event, QEvent):
        raise TypeError(f"an event is a QEvent, not {event!r}")
    if receiver._qt_thread is DEAD:
        raise deleted_error(receiver.__class__.__name__)


def _event_number(kind: Any) -> int:
    if not isinstance(kind, int):
        raise TypeError(f"an event type is an int or a QEvent.Type, not {kind!r}")
    return int(kind)


def _thread_of(receiver: Any) -> ThreadData:
    """Return the record of the thread whose queue is meant: the receiver's, without one the calling thread's."""
    if receiver is None:
        return current()
    if not isinstance(receiver, QObject):
        raise TypeError(f"the receiver of an event is a QObject or None, not {receiver!r}")
    return receiver._qt_thread
