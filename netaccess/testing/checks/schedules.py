"""`explore`: run a test under many schedules, and name the one that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..virtualtime.fakeloop import FakeLoop
from .settings import Asked

if TYPE_CHECKING:
    from datetime import datetime

    from ..network import FakeNetwork


class ScheduleFailed(AssertionError):
    """A test failed under one of the schedules it was run with; `__cause__` is what it raised."""

    __module__ = "netaccess.testing"

    def __init__(self, name: str, seed: int, before: int, error: BaseException, transcript: str) -> None:
        """
        :param name: the test.
        :param seed: the schedule it failed under.
        :param before: how many it passed under before.
        :param transcript: the conversation with the fake network.
        """
        self.seed = seed
        """What reproduces the failure: ``FakeLoop(seed=...)``."""
        self.transcript = transcript
        passed = f"after passing with {before} other{'s' if before > 1 else ''}" if before else "at the first try"
        told = str(error).partition("\nThe conversation:\n")[0]  # it follows below
        said = f"{error.__class__.__name__}: {told}" if told else error.__class__.__name__
        super().__init__(
            f"{name} fails with seed {seed}, {passed}: {said}\n"
            f"reproduce it with explore(..., seeds=[{seed}]), FakeLoop(seed={seed}) or pytest --netaccess-seed {seed}\n"
            f"{transcript}".rstrip()
        )


def explore(
    test: Callable[..., Any],
    seeds: Iterable[int] = range(200),
    *,
    date: str | datetime = "2025-01-01T00:00:00Z",
) -> int:
    """Run *test* once for every seed, each time on a new `FakeLoop` and a new `FakeNetwork`.

    A seed permutes what Qt leaves unordered: whose event comes first when several threads send, which of parallel requests is
    answered first, where bodies are cut into chunks. The test fails when it raises, when an exception leaves a slot, or when
    the network finds something amiss (`FakeNetwork.verify`).

    :param test: called with the loop and the network, as far as it takes arguments: ``test(loop, network)``, ``test(loop)`` or
        ``test()``. Parameters may be named ``fake_loop``/``loop`` and ``fake_network``/``network``, in any order.
    :param seeds: the schedules to try, in this order. ``pytest --netaccess-seed`` takes their place.
    :param date: the time of day at the beginning of each run.
    Returns how many schedules the test passed under. Raises `ScheduleFailed` at the first one it fails under; its text names
    the seed, which reproduces that run exactly, and holds the transcript; `RuntimeError` inside a `FakeLoop`.
    """
    __tracebackhide__ = True
    if FakeLoop.current() is not None:
        raise RuntimeError(
            "explore() makes a FakeLoop for every seed, and one has been entered already: do without the fixture fake_loop, or "
            "mark the test with @pytest.mark.explore"
        )
    name = getattr(test, "__qualname__", None) or repr(test)
    passed = 0
    for seed in seeds if Asked.seed is None else [Asked.seed]:
        transcript = ""
        try:
            with FakeLoop(seed=seed, date=date) as loop:
                from ..network import FakeNetwork

                with FakeNetwork(loop) as network:
                    try:
                        _run(test, loop, network)
                    finally:
                        transcript = network.transcript()
        except Exception as error:
            _drop_conversation(error)
            raise ScheduleFailed(name, seed, passed, error, transcript) from error
        passed += 1
    if not passed:
        raise ValueError(f"explore() takes at least one seed, not {seeds!r}")
    return passed


def _run(test: Callable[..., Any], loop: FakeLoop, network: FakeNetwork) -> None:
    """Run *test* once, and raise what went wrong in it or in its slots."""
    from ..signals.exceptions import ExceptionCollector

    collector = ExceptionCollector()
    collector.install()
    try:
        test(*_arguments(test, loop, network))
        loop.turns.run_others()
    finally:
        collector.remove()
    collector.raise_if_any()
    network.verify()


def _drop_conversation(error: Exception) -> None:
    """Take away the note that the network has put on *error*: `ScheduleFailed` tells the same."""
    notes: list[str] = getattr(error, "__notes__", [])
    notes[:] = [note for note in notes if not note.startswith("The conversation with the fake network:")]


def _arguments(test: Callable[..., Any], loop: FakeLoop, network: FakeNetwork) -> list[Any]:
    """Return what *test* is to be called with: by the names of its parameters, else the loop and then the network."""
    from inspect import Parameter, signature

    by_name: dict[str, Any] = {"loop": loop, "fake_loop": loop, "network": network, "fake_network": network}
    positional = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    wanted = [
        each for each in signature(test).parameters.values() if each.kind in positional and each.default is each.empty
    ]
    if all(each.name in by_name for each in wanted):
        return [by_name[each.name] for each in wanted]
    if len(wanted) > 2:
        raise TypeError(
            f"explore() calls a test with a FakeLoop and a FakeNetwork; {test!r} takes {len(wanted)} arguments"
        )
    return [loop, network][: len(wanted)]
