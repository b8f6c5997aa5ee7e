"""Event loops: one pass over a thread's queue and timers, and `QEventLoop`, which makes passes until it is told to stop."""

from __future__ import annotations

from typing import Any

from netaccess._values.qtenum import QtFlag, export_enums

from . import timers
from .affinity import check_thread
from .capacity import native_slot
from .posting import deliver_posted
from .qobject import QObject
from .qtwarning import warn
from .threaddata import ThreadData

_EXCLUDE_SOCKETS = 0x02
_WAIT = 0x04
_EXCLUDE_TIMERS = 0x08


def run_once(data: ThreadData, flags: int, may_wait: bool) -> bool:
    """Make one pass on the calling thread, whose record is *data*: deliver what is posted, wait if allowed, fire timers.

    :param flags: `QEventLoop.ProcessEventsFlag`; with ``ExcludeSocketNotifiers`` nothing from the network is delivered, with
        ``X11ExcludeTimers`` no timer fires.
    :param may_wait: wait for something to happen when nothing was delivered.
    Returns whether anything happened.
    """
    exclude = bool(flags & _EXCLUDE_SOCKETS)
    happened = deliver_posted(data, exclude_network=exclude)
    if flags & _EXCLUDE_TIMERS:
        if may_wait and not happened:
            wait(data, with_timers=False)
        return happened
    if may_wait:
        if not happened:
            wait(data)
        elif (turns := data.dispatcher.turns) is not None:
            turns.passed(True)
    return timers.activate(data) or happened


def wait(data: ThreadData, with_timers: bool = True) -> None:
    """Let the thread sleep until something is posted, a timer is due (*with_timers*) or somebody wakes it."""
    with data.lock:
        if data.queue:
            return
        data.sleeping = True
    try:
        data.dispatcher.wait(timers.next_deadline(data) if with_timers else None)
    finally:
        data.sleeping = False


@export_enums
class QEventLoop(QObject):
    """A loop that delivers events and fires timers of its thread until `exit` is called (``QEventLoop``).

    Loops nest: one started inside a slot serves everything, and the outer one goes on when it ends.
    """

    class ProcessEventsFlag(QtFlag):
        """What a pass leaves out, or whether it waits.

        There is no user input here, so ``ExcludeUserInputEvents`` leaves out nothing. Network arrivals
        (``ExcludeSocketNotifiers``) and timers (``X11ExcludeTimers``) can be left for later. The rest names who runs the loop.
        """

        AllEvents = 0
        ExcludeUserInputEvents = 0x01
        ExcludeSocketNotifiers = 0x02
        WaitForMoreEvents = 0x04
        X11ExcludeTimers = 0x08
        EventLoopExec = 0x20
        DialogExec = 0x40
        ApplicationExec = 0x80

    ProcessEventsFlags = ProcessEventsFlag

    def __init__(self, parent: QObject | None = None) -> None:
        """:param parent: the owner."""
        super().__init__(parent)
        self._qt_running = False
        self._qt_exit = False
        self._qt_code = 0

    def exec(self, flags: int = ProcessEventsFlag.AllEvents) -> int:
        """Run until `exit` or `quit`, and return the code given to `exit`.

        Returns -1 at once when the thread has been told to quit, or this loop is running already. Ctrl-C ends it with
        `KeyboardInterrupt`, ``sys.exit()`` in a slot with `SystemExit`.
        """
        check_thread(self, "exec")
        data = self._qt_thread
        if self._qt_running:
            warn("QEventLoop::exec: instance has already called exec()")
            return -1
        self._qt_exit = False
        self._qt_running = True
        data.loops.append(self)
        try:
            # Asked for only now: whoever tells the thread to quit says so first, and then stops the loops it finds.
            if data.quit_now:
                return -1
            plain = int(flags)  # an enumeration's own operators cost as much as a small event
            with data.as_loop():
                while not self._qt_exit:
                    run_once(data, plain, may_wait=True)
        finally:
            data.loops.remove(self)
            self._qt_running = False
        return self._qt_code

    exec_ = exec
    """What `exec` was called when that was a keyword; itself, so that a program may define either name by the other."""

    @native_slot((int,), ())
    def exit(self, returnCode: int = 0) -> None:
        """Make `exec` return *returnCode* when the event being delivered is done with. Any thread may call this.

        A loop that is not running is not affected. Raises `TypeError` for what is no number.
        """
        if not isinstance(returnCode, (int, float)):
            raise TypeError(f"an exit code is an int, not {returnCode!r}")
        if self._qt_running:
            self._qt_code = int(returnCode)
            self._qt_exit = True
            self._qt_thread.wake()

    def quit(self) -> None:
        """Make `exec` return 0."""
        self.exit(0)

    def isRunning(self) -> bool:
        """Return whether the loop is inside `exec` and has not been told to leave it."""
        return self._qt_running and not self._qt_exit

    def wakeUp(self) -> None:
        """End the loop's wait. Any thread may call this."""
        self._qt_thread.wake()

    def processEvents(self, flags: int = ProcessEventsFlag.AllEvents, maximumTime: Any = None) -> bool | None:
        """Deliver what is due now, and return whether there was anything; with ``WaitForMoreEvents`` wait for it.

        :param maximumTime: milliseconds (negative: for ever) or a `QDeadlineTimer`, until when to go on as long as something is
            due, without waiting; then nothing is returned.
        """
        check_thread(self, "processEvents")
        return process_events(self._qt_thread, flags, maximumTime)

    def _qt_quit(self) -> bool:
        self.quit()
        return True


def process_events(data: ThreadData, flags: int, maximum_time: Any = None) -> bool | None:
    """Make one pass, or passes until *maximum_time* (see `QEventLoop.processEvents`) as long as there is something to do."""
    if maximum_time is None:
        if not flags & _WAIT:
            happened = run_once(data, flags, may_wait=False)
            if (turns := data.dispatcher.turns) is not None:
                turns.passed(happened)  # programs poll: time must pass for them too
            return happened
        if not run_once(data, flags, may_wait=True):
            run_once(data, flags, may_wait=False)  # what ended the wait
        return True
    from .deadlinetimer import time_limit

    limit = time_limit(maximum_time, "processEvents()")
    now = data.dispatcher.now
    deadline = None if limit is None else now() + limit
    turns = data.dispatcher.turns
    while True:
        happened = run_once(data, flags & ~_WAIT, may_wait=False)
        if turns is not None:
            turns.passed(happened)
        if not happened or (deadline is not None and now() >= deadline):
            return None


def exit_loops(data: ThreadData, code: int) -> None:
    """Make every loop that runs in a thread return *code*. Any thread may call this."""
    data.quit_now = True
    for loop in tuple(data.loops):
        loop.exit(code)
