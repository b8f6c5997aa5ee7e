"""`SignalSpy`: writes down what signals are emitted, with which arguments, in which order, when, and in which thread."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, overload

from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal, SignalInstance
from netaccess._kernel.threaddata import current
from netaccess._values.qtnamespace import Qt

from .passes import PassLoop, seconds_of
from .timeouts import Outcome, SignalTimeout
from .wording import call_text, duration, signal_title

_SHOWN = 50


class Emission(NamedTuple):
    """One emission of a signal."""

    signal_name: str
    """The signal's name, without its types."""
    args: tuple[Any, ...]
    """The arguments, as objects: what the program changes in them later is changed here too."""
    time: float
    """When, in seconds on the clock of the emitting thread: virtual seconds under a fake loop."""
    thread: str
    """The name of the emitting thread."""

    def __str__(self) -> str:
        return call_text(self.signal_name, self.args)


class _Source:
    """One of a spy's signals. The connection holds this weakly, so that it ends with the spy."""

    __slots__ = ("__weakref__", "bound", "connection", "name", "spy", "text")

    def __init__(self, spy: SignalSpy, bound: SignalInstance) -> None:
        self.spy = weakref.ref(spy)
        self.bound = bound
        self.text = bound._signature.text
        self.name = self.text.partition("(")[0]

    def listen(self) -> None:
        """Connect. A direct connection is called where the signal is emitted, and before that returns; the signal's other
        connections are served as if it were not there."""
        self.connection = self.bound.connect(self.heard, Qt.ConnectionType.DirectConnection)

    def heard(self, *args: Any) -> None:
        """Hand an emission to the spy."""
        spy = self.spy()
        if spy is not None:
            spy._record(self, args)

    def stop(self) -> None:
        """End the connection, if it still stands."""
        if self.connection.active:
            self.connection.listing.remove(self.connection)


class SignalSpy:
    """Records every emission of one or several signals, in the order of emission across them.

    It can be used like a list of `Emission`: ``len(spy)``, ``spy[0]``, ``for emission in spy``; it is true when there was one.

    It listens from the moment it is made until `stop`, the end of its ``with`` block, or its own end, and in whatever thread
    a signal is emitted. It does not keep the emitting objects alive; what it has recorded stays when they are gone.

    Thread safety: recording is one append of a finished tuple to a list, and readers work on a copy of that list; both are
    single operations, so that no emission is lost or seen in half, and the order of the list is the order of emission for
    everybody. Whoever waits is registered before it looks at what has come, and is told after that was appended: one of the
    two sees the other. An emission under way in another thread may still be recorded after `stop` or `clear`.
    """

    def __init__(self, *signals: SignalInstance, clock: Callable[[], float] | None = None) -> None:
        """
        :param signals: signals of objects; of an overloaded one the default, or ``signal[type]``.
        :param clock: returns the time in seconds for the records, instead of the clock of the emitting thread.
        Raises `TypeError` for what is no signal of an object, `RuntimeError` when the object has been deleted.
        """
        if clock is not None and not callable(clock):
            raise TypeError(f"a clock is a callable that returns seconds, not {clock!r}")
        self._clock = clock
        self._began = self._now()
        self._virtual = clock is not None or not current().dispatcher.coalesces
        self._records: list[tuple[_Source, Emission]] = []
        self._waiters: list[_Waiter] = []
        self._sources: list[_Source] = []
        for each in distinct(check_signals(signals, "a SignalSpy")):
            self._sources.append(_Source(self, each))
        for source in self._sources:
            source.listen()

    @classmethod
    def all_of(cls, obj: QObject, *, clock: Callable[[], float] | None = None) -> SignalSpy:
        """Return a spy on all signals of *obj* that its meta-object lists, in all their overloads.

        Being connected to can mean something to an object: it is told by ``connectNotify``, and may ask
        ``isSignalConnected``. Raises `TypeError` for what is no QObject, `RuntimeError` when it has been deleted.
        """
        return cls(*signals_of(obj), clock=clock)

    def _now(self) -> float:
        return current().dispatcher.now() if self._clock is None else self._clock()

    def _record(self, source: _Source, args: tuple[Any, ...]) -> None:
        emission = Emission(source.name, args, self._now(), current().name)
        self._records.append((source, emission))
        self._heard(source.bound, emission)
        for waiter in tuple(self._waiters):
            waiter.tell(emission)

    def _heard(self, signal: SignalInstance, emission: Emission) -> None:
        """Do what is to be done at an emission, in the emitting thread; the waits of this package have something."""

    # What was recorded.

    @property
    def emissions(self) -> list[Emission]:
        """The emissions so far."""
        return [emission for _, emission in tuple(self._records)]

    @property
    def count(self) -> int:
        """How many emissions there have been."""
        return len(self._records)

    @property
    def args(self) -> tuple[Any, ...]:
        """The arguments of the only emission. Raises `AssertionError` when there was none, or more than one."""
        __tracebackhide__ = True  # pytest shows the test's line instead of these
        emissions = self.emissions
        if len(emissions) != 1:
            raise AssertionError(f"exactly one emission was expected\n{self.describe()}")
        return emissions[0].args

    @property
    def last(self) -> Emission:
        """The latest emission. Raises `AssertionError` when there was none."""
        __tracebackhide__ = True
        emissions = self.emissions
        if not emissions:
            raise AssertionError(f"an emission was expected\n{self.describe()}")
        return emissions[-1]

    @property
    def names(self) -> list[str]:
        """The names of the signals, one for each emission, in the order of emission."""
        return [emission.signal_name for emission in self.emissions]

    def of(self, signal: SignalInstance | str) -> list[Emission]:
        """Return the emissions of one of the spy's signals.

        :param signal: the signal, its name (all overloads, and all objects that have one), or its name and types:
            ``"progress(int)"``.
        Raises `ValueError` for a signal the spy does not listen to.
        """
        wanted = [source for source in self._sources if _means(source, signal)]
        if not wanted:
            asked = repr(signal) if isinstance(signal, str) else signal_title(signal)
            raise ValueError(f"the spy does not listen to {asked}: it listens to {self._watched()}")
        return [emission for source, emission in tuple(self._records) if source in wanted]

    def clear(self) -> None:
        """Forget what was recorded, and go on listening."""
        self._records.clear()

    def stop(self) -> None:
        """Stop listening. What was recorded stays."""
        for source in self._sources:
            source.stop()

    # Waiting and asserting.

    def wait(self, timeout: float = 5.0, *, raising: bool = True) -> Emission | None:
        """Run an event loop until the next emission, and return that; emissions before the call do not count.

        :param timeout: how long to wait at the most, in seconds (virtual ones under a fake loop).
        :param raising: raise `SignalTimeout` when nothing was emitted in time; otherwise return None then.
        """
        __tracebackhide__ = True
        seconds = seconds_of(timeout, "a timeout")
        outcome = Outcome()
        loop = PassLoop(f"SignalSpy.wait for {self._watched()}")
        waiter = _Waiter(loop)
        self._waiters.append(waiter)
        try:
            loop.run_until(waiter.is_told, seconds)
        finally:
            self._waiters.remove(waiter)
        if waiter.emission is None and raising:
            text = f"none of these signals was emitted within {duration(seconds)}: {self._watched()}"
            raise SignalTimeout(outcome.text(text, loop, [("before the wait there were", self.lines())]))
        return waiter.emission

    def assert_count(self, expected: int, signal: SignalInstance | str | None = None) -> None:
        """Raise `AssertionError` unless there were *expected* emissions.

        :param signal: count those of one signal only, given as for `of`.
        """
        __tracebackhide__ = True
        found = self.count if signal is None else len(self.of(signal))
        if found != expected:
            of = "" if signal is None else f" of {signal if isinstance(signal, str) else signal_title(signal)}"
            raise AssertionError(f"{expected} emission(s){of} expected, {found} recorded\n{self.describe()}")

    def assert_names(self, expected: Iterable[str]) -> None:
        """Raise `AssertionError` unless just these signals were emitted, in this order.

        :param expected: names, or names and types: ``["started", "progress(int)", "finished"]``.
        """
        __tracebackhide__ = True
        if isinstance(expected, str):
            raise TypeError(f"assert_names() takes a list of names, not the text {expected!r}")
        wanted = list(expected)
        found = [source for source, _ in tuple(self._records)]
        for number, (source, name) in enumerate(zip(found, wanted, strict=False)):
            if not _means(source, name):
                place = f"emission {number} is {source.text}, not {name!r}"
                raise AssertionError(f"{place}; expected: {wanted}\n{self.describe()}")
        if len(found) != len(wanted):
            missing = wanted[len(found) :]
            what = (
                f"not emitted: {missing}"
                if missing
                else f"emitted beyond: {[each.name for each in found[len(wanted) :]]}"
            )
            raise AssertionError(f"{what}; expected: {wanted}\n{self.describe()}")

    def describe(self) -> str:
        """Return what the spy listens to, and every emission with its time, on lines of their own."""
        return "\n".join([f"{len(self._records)} emission(s) of {self._watched()}", *self.lines()])

    def _watched(self) -> str:
        return ", ".join(signal_title(source.bound) for source in self._sources)

    def lines(self) -> list[str]:
        """Return every emission with its time, a line each; of very many the first and the last."""
        return self.lines_of(self.emissions)

    def lines_of(self, emissions: Sequence[Emission]) -> list[str]:
        """Return some of the spy's emissions as `lines` does."""
        half = _SHOWN // 2
        if len(emissions) > _SHOWN:
            more = f"  ... {len(emissions) - 2 * half} more ..."
            return [*self.lines_of(emissions[:half]), more, *self.lines_of(emissions[-half:])]
        here = current().name
        threads = ["" if each.thread == here else f"  (thread {each.thread!r})" for each in emissions]
        return [f"  {self._when(each)}  {each}{thread}" for each, thread in zip(emissions, threads, strict=True)]

    def _when(self, emission: Emission) -> str:
        """Return when an emission was: virtual time as it is, and what the system's clock says counted from the spy's start."""
        return f"at {emission.time:.3f} s" if self._virtual else f"after {emission.time - self._began:.3f} s"

    # A sequence, and a context manager.

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, index: int) -> Emission: ...

    @overload
    def __getitem__(self, index: slice) -> list[Emission]: ...

    def __getitem__(self, index: int | slice) -> Emission | list[Emission]:
        emissions = self.emissions
        if isinstance(index, slice):
            return emissions[index]
        try:
            return emissions[index]
        except IndexError:
            raise IndexError(f"there is no emission number {index!r}\n{self.describe()}") from None

    def __iter__(self) -> Iterator[Emission]:
        return iter(self.emissions)

    def __enter__(self) -> SignalSpy:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        shown = [str(each) for each in self.emissions]
        if len(shown) > 5:
            shown[2:-2] = ["..."]
        emitted = f": {', '.join(shown)}" if shown else ""
        return f"<SignalSpy on {self._watched()}; {len(self._records)} emission(s){emitted}>"


class _Waiter:
    """Somebody in `SignalSpy.wait`."""

    __slots__ = ("_loop", "emission")

    def __init__(self, loop: PassLoop) -> None:
        self._loop = loop
        self.emission: Emission | None = None

    def tell(self, emission: Emission) -> None:
        """There is an emission. Of two threads that emit at once, either may be the one that is returned."""
        if self.emission is None:
            self.emission = emission
            self._loop.nudge()

    def is_told(self) -> bool:
        """Return whether there has been one."""
        return self.emission is not None


def _means(source: _Source, signal: SignalInstance | str) -> bool:
    """Return whether *signal*, a bound one, a name, or a name with types, stands for *source*."""
    if isinstance(signal, str):
        return signal.replace(" ", "") in (source.name, source.text)
    return source.bound is signal


def check_signals(signals: Iterable[Any], who: str) -> list[SignalInstance]:
    """Return *signals* as a list. Raises `TypeError`, in the name of *who*, unless it holds signals of objects, at least one."""
    found = list(signals)
    for each in found:
        if isinstance(each, Signal):
            raise TypeError(f"{who} takes signals of objects, and {each} is that of a class: write object.{each._name}")
        if not isinstance(each, SignalInstance):
            raise TypeError(f"{who} takes signals of objects, not {each!r}")
        each._source()
    if not found:
        raise TypeError(f"{who} takes at least one signal")
    return found


def distinct(signals: Iterable[SignalInstance]) -> list[SignalInstance]:
    """Return *signals* without those that are there already."""
    return list({id(each): each for each in signals}.values())


def signals_of(obj: QObject) -> list[SignalInstance]:
    """Return all signals of *obj* that its meta-object lists, each overload once."""
    if not isinstance(obj, QObject):
        raise TypeError(f"only QObjects have signals, not {obj!r}")
    from netaccess._kernel.metamethod import QMetaMethod

    meta = obj.metaObject()
    methods = [meta.method(number) for number in range(meta.methodCount())]
    return distinct(each.bound_signal(obj) for each in methods if each.methodType() == QMetaMethod.MethodType.Signal)
