"""Waiting for signals and conditions in tests: `wait_signal`, `wait_signals`, `assert_not_emitted`, `wait_until`.

All run an event loop of their own until what they wait for has come, on the real clock and on virtual time alike. Times are
seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, get_args

from netaccess._kernel.signal import SignalInstance

from .bystanders import Bystanders
from .passes import PassLoop, seconds_of
from .signalorder import Check, Expected, Matcher, MatchingSpy, Order
from .signalspy import SignalSpy, check_signals
from .timeouts import Outcome, SignalTimeout, UnexpectedSignal, WaitTimeout
from .wording import brief, duration

__all__ = [
    "SignalTimeout",
    "SignalWait",
    "SignalsWait",
    "UnexpectedSignal",
    "WaitTimeout",
    "assert_not_emitted",
    "wait_signal",
    "wait_signals",
    "wait_until",
]

if TYPE_CHECKING:
    from typing import Self

    from .signalspy import Emission


class _Waiting:
    """What the waits for signals have in common. It listens from the moment it is made.

    Thread safety: see `Matcher` and `SignalSpy`, which are all that other threads touch.
    """

    def __init__(self, expected: list[Expected], order: Order, timeout: float, raising: bool) -> None:
        self._seconds = seconds_of(timeout, "a timeout")
        self._raising = raising
        self._matcher = Matcher(expected, order)
        self._outcome = Outcome()
        self._over = False
        self._used = False
        self._bystanders = Bystanders((each.signal for each in expected), self._matcher.farewell)
        self._spy = MatchingSpy(self._matcher)

    @property
    def signal_triggered(self) -> bool:
        """Whether all that was waited for has come."""
        return self._matcher.complete

    @property
    def emissions(self) -> list[Emission]:
        """Every emission of the signals so far, accepted or not, in the order of emission."""
        return self._spy.emissions

    @property
    def all_args(self) -> list[tuple[Any, ...]]:
        """The arguments of every emission so far, accepted or not, in the order of emission."""
        return [emission.args for emission in self._spy.emissions]

    def wait(self) -> bool:
        """Run an event loop until all has come, and return True.

        Raises `SignalTimeout` when it does not come in time, or cannot come any more; returns False instead if this wait is
        not raising. An exception of a check is raised here. When the wait is over already, only its result is returned.
        """
        __tracebackhide__ = True  # pytest shows the test's line instead of these
        self._used = True
        if self._over:
            return self.signal_triggered
        matcher = self._matcher
        loop = PassLoop(f"wait for {', '.join(each.title for each in matcher.expected)}")
        matcher.loop = loop
        try:
            loop.run_until(matcher.over, self._seconds)
        finally:
            matcher.loop = None
            self._stop()
        if matcher.error is not None:
            raise matcher.error
        if not matcher.complete and self._raising:
            raise SignalTimeout(self._text(loop))
        return matcher.complete

    def _stop(self) -> None:
        self._over = True
        self._spy.stop()
        self._bystanders.stop()

    def _text(self, loop: PassLoop) -> str:
        matcher = self._matcher
        missing = [each.title for each in matcher.missing()]
        gone = [each.title for each in matcher.impossible()]
        if matcher.breach is not None:
            head = f"{matcher.breach} came out of turn, where {missing[0]} was next"
        elif gone:
            head = f"{gone[0]} was not emitted, and its object was deleted {duration(loop.took)} into the wait"
        else:
            head = f"{' and '.join(missing)} {'was' if len(missing) == 1 else 'were'} not emitted"
            head += f" within {duration(self._seconds)}"
        if len(matcher.expected) > 1 and matcher.order != "none":
            head += f"; expected in {matcher.order} order: {', '.join(each.title for each in matcher.expected)}"
        chapters = [
            ("not accepted by the check", self._spy.lines_of(tuple(matcher.rejected))),
            ("emitted" if len(matcher.expected) > 1 else "", self._spy.lines() if len(matcher.expected) > 1 else []),
            (
                "what else its object emitted meanwhile"
                if len(matcher.expected) == 1
                else "what else their objects emitted meanwhile",
                self._bystanders.lines(),
            ),
        ]
        return self._outcome.text(head, loop, chapters, in_vain=matcher.breach is None)

    def __enter__(self) -> Self:
        self._used = True
        return self

    def __exit__(self, kind: type[BaseException] | None, *exc: object) -> None:
        """Wait, unless the block has raised: its exception is what the test is to show."""
        __tracebackhide__ = True
        if kind is None:
            self.wait()
        else:
            self._stop()

    def __del__(self) -> None:
        if not getattr(self, "_used", True):
            import warnings

            titles = ", ".join(each.title for each in self._matcher.expected)
            text = f"nobody waited for {titles}: write `with wait_signal(...):`, or wait_signal(...).wait()"
            warnings.warn(text, RuntimeWarning, stacklevel=2)

    def __repr__(self) -> str:
        state = "triggered" if self.signal_triggered else "over" if self._over else "waiting"
        titles = ", ".join(each.title for each in self._matcher.expected)
        return f"<{type(self).__name__} for {titles}: {state}, {len(self._spy)} emission(s)>"


class SignalWait(_Waiting):
    """A wait for one signal; `wait_signal` makes it."""

    @property
    def args(self) -> tuple[Any, ...] | None:
        """The arguments of the emission that was waited for, the first that was accepted; None when there was none."""
        found = self._matcher.matched[0]
        return None if found is None else found.args


class SignalsWait(_Waiting):
    """A wait for several signals; `wait_signals` makes it."""

    @property
    def args(self) -> list[tuple[Any, ...] | None]:
        """For each signal, as they were listed, the arguments of the emission that counted for it; None when it has not come."""
        return [None if each is None else each.args for each in tuple(self._matcher.matched)]


def wait_signal(
    signal: SignalInstance, *, timeout: float = 5.0, raising: bool = True, check: Check | None = None
) -> SignalWait:
    """Wait for *signal*: at the end of a ``with`` block that makes it come, or at once with ``wait_signal(...).wait()``.

    It listens from the call on, so that an emission in the block counts.

    :param timeout: how long to wait at the most after the block, in seconds; 0 only does what is due.
    :param raising: raise `SignalTimeout` when the signal does not come; otherwise ask ``signal_triggered``.
    :param check: called with the arguments in the emitting thread; what it does not return True for is not what is waited for.
    An exception in the block leaves it at once, without a wait. Raises `TypeError` for what is no signal of an object.
    """
    check_signals([signal], "wait_signal()")
    return SignalWait([Expected.of(signal, _checked(check))], "none", timeout, raising)


def wait_signals(
    signals: Iterable[SignalInstance],
    *,
    order: Order = "none",
    timeout: float = 5.0,
    raising: bool = True,
    checks: Iterable[Check | None] | None = None,
) -> SignalsWait:
    """Wait for all of *signals*, as `wait_signal` does for one. A signal that is listed twice has to come twice.

    :param order: ``"none"``: in any order. ``"simple"``: in the order they are listed, whatever comes in between.
        ``"strict"``: in this order, and none of them in between.
    :param timeout: for all of them together, in seconds. :param raising: as for `wait_signal`.
    :param checks: a check, or None, for each of the signals.
    Raises `TypeError` for what is no signal of an object, `ValueError` for an unknown order or another number of checks.
    """
    if isinstance(signals, SignalInstance):
        raise TypeError("wait_signals() takes a list of signals: for one there is wait_signal()")
    listed = check_signals(signals, "wait_signals()")
    if order not in get_args(Order):
        raise ValueError(f"an order is one of {', '.join(map(repr, get_args(Order)))}, not {order!r}")
    looks = [None] * len(listed) if checks is None else [_checked(each) for each in checks]
    if len(looks) != len(listed):
        raise ValueError(f"checks has one entry, maybe None, for each signal: {len(listed)}, not {len(looks)}")
    return SignalsWait([Expected.of(*pair) for pair in zip(listed, looks, strict=True)], order, timeout, raising)


def _checked(check: Any) -> Check | None:
    if check is not None and not callable(check):
        raise TypeError(f"a check is called with a signal's arguments and returns a bool; {check!r} cannot be called")
    return check  # type: ignore[no-any-return]


class assert_not_emitted:
    """Context manager that raises `UnexpectedSignal` when a signal is emitted in its block, or in a time after it."""

    def __init__(self, signal: SignalInstance, *, wait: float = 0.0) -> None:
        """
        :param signal: the signal.
        :param wait: how long to go on after the block, in seconds; 0 only does what is due then.
        An exception in the block leaves it at once. Raises `TypeError` for what is no signal of an object.
        """
        self._seconds = seconds_of(wait, "wait")
        check_signals([signal], "assert_not_emitted()")
        self._title = Expected.of(signal, None).title
        self._outcome = Outcome()
        self._spy = SignalSpy(signal)

    def __enter__(self) -> SignalSpy:
        """Return the spy that listens."""
        return self._spy

    def __exit__(self, kind: type[BaseException] | None, *exc: object) -> None:
        __tracebackhide__ = True
        loop = None
        try:
            if kind is None:
                loop = PassLoop(f"assert_not_emitted({self._title})")
                loop.run_until(lambda: self._spy.count > 0, self._seconds)
        finally:
            self._spy.stop()
        if kind is None and self._spy.count:
            head = f"{self._title} was emitted, which it should not be"
            raise UnexpectedSignal(self._outcome.text(head, loop, [("emitted", self._spy.lines())], in_vain=False))


def wait_until(condition: Callable[[], Any], *, timeout: float = 5.0) -> None:
    """Run an event loop until *condition* holds.

    :param condition: asked at once and then after every pass of the loop. It returns True or False, or makes its assertions
        and returns None; an `AssertionError` means "not yet". Any other exception ends the wait and is raised here.
    :param timeout: how long to wait at the most, in seconds; 0 only does what is due.
    Raises `WaitTimeout` when the time is up, with what the condition said last, and `TypeError` for a condition that returns
    anything else: whether that was meant to be true cannot be told.

    On the real clock the condition is also asked every few milliseconds, for what threads do without posting an event. Under
    a fake loop time jumps from one event to the next.
    """
    __tracebackhide__ = True
    seconds = seconds_of(timeout, "a timeout")
    if not callable(condition):
        raise TypeError(f"a condition is a callable, not {condition!r}")
    asked = _Condition(condition)
    outcome = Outcome()
    loop = PassLoop(f"wait_until {asked.title}")
    if not loop.run_until(asked.holds, seconds, polls=True):
        said = [] if asked.refusal is None else [f"AssertionError: {str(asked.refusal) or '(without a text)'}"]
        head = f"{asked.title} did not hold within {duration(seconds)}"
        raise WaitTimeout(outcome.text(head, loop, [("it said last", said)])) from asked.refusal


class _Condition:
    """A condition, and what it said last."""

    def __init__(self, condition: Callable[[], Any]) -> None:
        self._condition = condition
        self.refusal: AssertionError | None = None
        code = getattr(condition, "__code__", None)
        place = (
            ""
            if code is None
            else f" ({code.co_filename.replace(chr(92), '/').rpartition('/')[2]}:{code.co_firstlineno})"
        )
        self.title = f"{getattr(condition, '__qualname__', None) or brief(condition)}{place}"

    def holds(self) -> bool:
        """Ask."""
        try:
            answer = self._condition()
        except AssertionError as refusal:
            self.refusal = refusal
            return False
        if answer is None or answer is True:
            return True
        if answer is not False:
            raise TypeError(
                f"a condition returns True, False, or None after its assertions; {self.title} returned {answer!r}"
            )
        self.refusal = None
        return False
