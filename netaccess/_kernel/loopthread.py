"""`EventLoopThread`: a running event loop on a background thread, for programs that never call ``exec()``."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

from .posting import PostedCall, post, remove_posted
from .qobject import QObject
from .thread import QThread
from .threaddata import current
from .waiting import acquire

_Result = TypeVar("_Result")
_Parameters = ParamSpec("_Parameters")


class _Call(PostedCall, Generic[_Result]):
    """A function on its way to the loop thread, and what came of it."""

    __slots__ = ("done", "error", "result", "work")

    def __init__(self, receiver: weakref.ref[QObject], work: Callable[[], _Result]) -> None:
        super().__init__(receiver, self.perform)
        self.work = work
        self.result: _Result
        self.error: BaseException | None = None
        self.done = Lock()
        self.done.acquire()

    def perform(self, receiver: QObject) -> None:
        """Call the function on the loop thread; whatever it raises is the caller's."""
        try:
            self.result = self.work()
        except BaseException as error:
            self.error = error
        self.done.release()

    def drop(self) -> None:
        """The loop ended before the call's turn came."""
        self.error = RuntimeError("the event loop thread was stopped before the call ran")
        self.done.release()

    def wait(self) -> _Result:
        """Return the function's result, or raise its exception, once it has run."""
        acquire(self.done, None, "EventLoopThread.run()")
        if self.error is not None:
            raise self.error
        return self.result


class _Thread(QThread):
    """Tells when its loop has ended, by whatever means, so that nobody waits for it for ever."""

    def __init__(self, over: Callable[[], None], **keywords: Any) -> None:
        super().__init__(**keywords)
        self._qt_over = over

    def _qt_finish(self) -> None:
        try:
            self._qt_over()
        finally:
            super()._qt_finish()


class EventLoopThread:
    """A thread with a running event loop, where objects of this library live and work.

    ``with EventLoopThread() as loop: body = loop.run(fetch, url)``: *fetch* is called on the loop's thread, may make objects
    there and run nested loops, and its result is returned. Servers, scripts, notebooks and Tk programs use one for as long as
    they live. The thread does not keep the interpreter from exiting.
    """

    def __init__(self, name: str = "netaccess loop") -> None:
        """Start the thread; its loop is running when this returns. :param name: the thread's name."""
        self._thread = _Thread(self._refuse_calls, objectName=name)
        self._receiver = QObject()
        self._receiver.moveToThread(self._thread)
        self._stopped = False
        # Between a caller that posts and the loop's end: a call is posted before it, and then made or dropped, or refused.
        self._lock = Lock()
        self._thread.start()
        self.run(int)

    @property
    def thread(self) -> QThread:
        """The thread, for `QObject.moveToThread`."""
        return self._thread

    def run(
        self, function: Callable[_Parameters, _Result], *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> _Result:
        """Call *function* on the loop's thread, wait, and return its result or raise its exception.

        Called on the loop's thread itself, it is an ordinary call. Raises `RuntimeError` when the loop has ended, or ends before
        the call's turn has come.
        """
        if self._thread._qt_data is current():
            return function(*args, **kwargs)
        return self._start(lambda: function(*args, **kwargs)).wait()

    def post(self, function: Callable[_Parameters, Any], *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> None:
        """Call *function* on the loop's thread soon, without waiting; an exception goes to ``sys.excepthook``."""
        from .posting import report_exception

        def work() -> None:
            try:
                function(*args, **kwargs)
            except Exception:
                report_exception()

        self._start(work)

    def _start(self, work: Callable[[], _Result]) -> _Call[_Result]:
        call = _Call(weakref.ref(self._receiver), work)
        # Posting may give the loop's thread its turn, where threads take turns, and that thread may come here as well.
        acquire(self._lock, None, "EventLoopThread.post()")
        try:
            if self._stopped:
                raise RuntimeError("the event loop thread has been stopped, or its loop has ended")
            post(self._receiver, call)
        finally:
            self._lock.release()
        return call

    def stop(self, timeout: float | None = None) -> bool:
        """End the loop and wait for the thread; calls that have not begun raise `RuntimeError` in their callers.

        :param timeout: seconds to wait at the most. Returns whether the thread has ended.
        """
        acquire(self._lock, None, "EventLoopThread.stop()")
        self._stopped = True
        self._lock.release()
        self._thread.quit()
        return self._thread.wait(None if timeout is None else int(timeout * 1000))

    def _refuse_calls(self) -> None:
        """The loop has ended: take no more calls, and let those who wait for one know. Called on the loop's thread."""
        acquire(self._lock, None, "the end of an EventLoopThread")
        self._stopped = True
        self._lock.release()
        remove_posted(self._receiver, 0, current())

    def __enter__(self) -> EventLoopThread:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()
