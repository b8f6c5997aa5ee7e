"""The pytest plugin: fixtures for tests on virtual and on real time, and the checks at their end.

It is loaded in every pytest run of everybody who has the package installed, so it does nothing and imports nothing of the
package, but for a handful of names, before one of its fixtures is used. What it then does stands in `itemrun` and `watch`.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from .checks.settings import LEAK_MODES, Asked

if TYPE_CHECKING:
    from .checks.realloop import RealLoop
    from .checks.watch import Watch
    from .network import FakeNetwork
    from .signals.signalspy import SignalSpy
    from .virtualtime.fakeloop import FakeLoop

_ASKED: pytest.StashKey[int | None] = pytest.StashKey()
"""What a run around this one has asked for."""
WATCH: pytest.StashKey[Watch] = pytest.StashKey()
"""What watches the item, once a fixture of ours has been used."""
OWNED: pytest.StashKey[bool] = pytest.StashKey()
"""The item is run by this plugin, which can still make its call phase fail when its fixtures have been torn down."""

_ASKING = frozenset(("fake_loop", "fake_network", "real_loop"))
"""Fixtures that something is checked for at the end."""
_MARKERS = (
    "seed(number): the schedule that fake_loop runs the test with",
    "explore(seeds=range(50)): run the test once for each seed, on a new fake_loop and fake_network each time",
    "allow_leaks(*kinds): what the test may leave running: replies, timers, threads, sockets, events; all without arguments",
    "real_network(*hosts): let the test reach the real network, or these hosts of it",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the settings."""
    group = parser.getgroup("netaccess")
    group.addoption(
        "--netaccess-seed",
        type=int,
        default=None,
        metavar="N",
        help="run tests that use fake_loop with this seed, also those that explore several",
    )
    parser.addini("netaccess_leaks", "what is done about leaks of tests: fail, warn or off", default="fail")
    parser.addini(
        "netaccess_block_network", "let no test reach the network, but for this machine", type="bool", default=False
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known, and check the settings."""
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)
    leaks = config.getini("netaccess_leaks")
    if leaks not in LEAK_MODES:
        raise pytest.UsageError(f"netaccess_leaks is one of {', '.join(LEAK_MODES)}, not {leaks!r}")
    seed = config.getoption("netaccess_seed")
    if seed is not None:
        config.stash[_ASKED], Asked.seed = Asked.seed, seed


def pytest_unconfigure(config: pytest.Config) -> None:
    """Forget the seed of the command line."""
    if _ASKED in config.stash:
        Asked.seed = config.stash[_ASKED]


# Running tests.


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run the tests that use the fixtures, so that what is found at their end fails their call."""
    if not _is_ours(item) and not _may_ask(item):
        return None
    from .checks.itemrun import run_item

    run_item(item, nextitem)
    return True


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note that a report has been handed out, so that it cannot be changed any more."""
    module = sys.modules.get("netaccess.testing.checks.itemrun")
    if module is not None:
        module.handed_out(report)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Give test cases of ours what they need, and check doctests, which ask for fixtures only now."""
    __tracebackhide__ = True
    if is_test_case(item):
        from .checks.itemrun import equip_test_case

        equip_test_case(item)
    result = yield
    if WATCH in item.stash and OWNED not in item.stash and isinstance(item, pytest.DoctestItem):
        from .checks.itemrun import check_now

        check_now(item)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Begin anew, as this may be another run of the item; guard the network, where a whole suite asked for that."""
    if WATCH in item.stash:
        from .checks.itemrun import forget

        forget(item)
    if item.config.getini("netaccess_block_network"):
        watch_of(item).begin_guard()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Finish what no fixture has finished, and make the test fail for what was found."""
    __tracebackhide__ = True
    try:
        return (yield)
    finally:
        if WATCH in item.stash:
            from .checks.itemrun import conclude

            conclude(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the conversation with the fake network to the reports of tests that fail."""
    report = yield
    if WATCH in item.stash:
        from .checks.itemrun import complete

        complete(item, call, report)
    return report


def _is_ours(item: pytest.Item) -> bool:
    return (
        provides(item, "fake_loop")
        or provides(item, "real_loop")
        or is_test_case(item)
        or bool(item.config.getini("netaccess_block_network"))
    )


def provides(item: pytest.Item, name: str) -> bool:
    """Return whether the item uses the fixture *name*, and it is this module's and not another one of that name."""
    if name not in getattr(item, "fixturenames", ()):
        return False
    found: Any = _definitions(item).get(name)
    return found is not None and getattr(found[-1].func, "__module__", "") == __name__


def _definitions(item: pytest.Item) -> dict[str, Any]:
    """Return the fixtures that the item uses, those they use included, by their names."""
    return getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})


def _may_ask(item: pytest.Item) -> bool:
    """Return whether the item seems to ask for a loop while it runs: ``request.getfixturevalue("fake_loop")``.

    The name stands in the test, in one of its fixtures, or is a parameter. Where another function asks, that is found out too
    late to run the item, and what is wrong at its end is an error of its teardown.
    """
    if "request" not in getattr(item, "fixturenames", ()):
        return False
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    if any(isinstance(value, str) and value in _ASKING for value in parameters.values()):
        return True
    functions = [getattr(item, "function", None), *(each[-1].func for each in _definitions(item).values() if each)]
    return any(
        _names_a_loop(getattr(each, "__code__", None)) for function in functions for each in _unwrapped(function)
    )


def _unwrapped(function: Any) -> Iterator[Any]:
    """Yield a function, and those that decorators have wrapped."""
    while function is not None:
        yield function
        function = getattr(function, "__wrapped__", None)


def _names_a_loop(code: Any) -> bool:
    """Return whether the name of one of the fixtures is a constant in *code*, or in a function in it."""
    for constant in getattr(code, "co_consts", ()):
        if constant in _ASKING if isinstance(constant, str) else _names_a_loop(constant):
            return True
    return False


def is_test_case(item: pytest.Item) -> bool:
    """Return whether the item belongs to a `FakeLoopTestCase`; where nobody has loaded its module none does."""
    module = sys.modules.get("netaccess.testing.checks.unittestcase")
    cls = getattr(item, "cls", None)
    return module is not None and isinstance(cls, type) and issubclass(cls, module.FakeLoopTestCase)


def watch_of(item: pytest.Item) -> Watch:
    """Return what watches the item, made when it is asked for first."""
    found = item.stash.get(WATCH, None)
    if found is None:
        from .checks.itemrun import make_watch

        found = item.stash[WATCH] = make_watch(item)
    return found


# Fixtures.


@pytest.fixture
def fake_loop(request: pytest.FixtureRequest) -> Iterator[FakeLoop]:
    """A `FakeLoop` that has been entered: virtual time. The test fails for exceptions in slots and for what it leaves running."""
    from .checks.itemrun import seed_of

    watch = watch_of(request.node)
    yield watch.begin_fake(seed_of(request.node))
    watch.finish()


@pytest.fixture
def fake_network(request: pytest.FixtureRequest, fake_loop: FakeLoop) -> FakeNetwork:
    """A strict `FakeNetwork` on ``fake_loop``. The test fails for requests that no route is for, and for routes never called."""
    return watch_of(request.node).begin_network()


@pytest.fixture
def real_loop(request: pytest.FixtureRequest) -> Iterator[RealLoop]:
    """A `RealLoop`: drives the test's event loop in real time. The checks are those of ``fake_loop``."""
    watch = watch_of(request.node)
    yield watch.begin_real()
    watch.finish()


class SpyFactory:
    """Makes `SignalSpy` objects that are stopped at the end of the test: ``signal_spy(sender.signal, ...)``."""

    def __init__(self) -> None:
        self._spies: list[SignalSpy] = []

    def __call__(self, *signals: Any, **options: Any) -> SignalSpy:
        """Return a spy on *signals*; *options* are those of `SignalSpy`."""
        from .signals.signalspy import SignalSpy

        self._spies.append(SignalSpy(*signals, **options))
        return self._spies[-1]

    def all_of(self, obj: Any, **options: Any) -> SignalSpy:
        """Return a spy on all signals of *obj*; see `SignalSpy.all_of`."""
        from .signals.signalspy import SignalSpy

        self._spies.append(SignalSpy.all_of(obj, **options))
        return self._spies[-1]

    def stop(self) -> None:
        """Stop all that were made."""
        while self._spies:
            self._spies.pop().stop()


@pytest.fixture
def signal_spy() -> Iterator[SpyFactory]:
    """Makes a `SignalSpy` for the signals it is called with; all are stopped at the end of the test."""
    factory = SpyFactory()
    yield factory
    factory.stop()
