"""How pytest items that use the fixtures are run, and how what is found at their end reaches their reports.

What a test has left can be told only when its own fixtures have been torn down: they may be what ends it. pytest has handed
out the report of the call by then, so such items are run here, and their reports handed out together. Where another plugin
runs items (again, say, or in processes of their own) and keeps their reports until they are over, those are changed as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from _pytest import runner

from .. import plugin as this_plugin
from ..plugin import OWNED, WATCH, is_test_case, provides, watch_of
from .schedules import ScheduleFailed
from .watch import LeakWarning, Watch, rules_of

_SEED: pytest.StashKey[int] = pytest.StashKey()
_REPORT: pytest.StashKey[pytest.TestReport] = pytest.StashKey()
"""The report of the item's call, or of its setup where that has failed."""
_TOLD: pytest.StashKey[bool] = pytest.StashKey()
_RETURNED: pytest.StashKey[bool] = pytest.StashKey()
"""The test itself found nothing wrong."""
_OF_ONE_RUN: tuple[pytest.StashKey[Any], ...] = (WATCH, _REPORT, _TOLD, _RETURNED)
_TITLE = "netaccess transcript"
_KEPT: dict[int, pytest.TestReport] = {}
"""Reports of setups and calls, by their identity, that nobody has been handed yet: they can still be changed."""


def run_item(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Run *item* once, or once for each seed it is to be explored with, and hand out its reports."""
    seeds = _seeds(item)
    if seeds is None and _run_by_another(item, nextitem):
        return
    ihook = item.ihook
    ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports: list[pytest.TestReport] = []
    if seeds is None:
        reports = _run_once(item, nextitem)
    else:
        spent = 0.0
        for number, seed in enumerate(seeds):
            item.stash[_SEED] = seed
            last = number == len(seeds) - 1
            # What is of wider scope stays set up for the next run, as if that were another item of the same parent.
            reports = _run_once(item, nextitem if last else item.parent)
            spent += sum(report.duration for report in reports if report.when == "call")
            watch = item.stash.get(WATCH, None)  # a part of the test may have failed, which is no report of these
            if len(reports) < 3 or any(not report.passed for report in reports) or (watch is not None and watch.failed):
                if not last:
                    reports += _leave_for(item, nextitem)
                _name_seed(item, reports, seed, number)
                break
        for report in reports:
            if report.when == "call":
                report.duration = spent
    for report in reports:
        ihook.pytest_runtest_logreport(report=report)
    ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


def _run_by_another(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Let other plugins that run items have the item, if one of them wants it, and return whether one did."""
    beside = [
        each for each in item.ihook.pytest_runtest_protocol.get_hookimpls() if each.plugin not in (this_plugin, runner)
    ]
    others = [each.plugin for each in beside if not each.hookwrapper and not each.wrapper]  # those are at work already
    if not others:
        return False
    manager = item.config.pluginmanager
    every = manager.hook.pytest_runtest_protocol.get_hookimpls()
    without = [each.plugin for each in every if each.plugin not in others]
    return bool(manager.subset_hook_caller("pytest_runtest_protocol", without)(item=item, nextitem=nextitem))


def _run_once(item: pytest.Item, nextitem: Any) -> list[pytest.TestReport]:
    item.stash[OWNED] = True
    try:
        return runner.runtestprotocol(item, log=False, nextitem=nextitem)
    finally:
        del item.stash[OWNED]


def forget(item: pytest.Item) -> None:
    """Forget what an earlier run of the item has left."""
    if _REPORT in item.stash:
        handed_out(item.stash[_REPORT])
    for key in _OF_ONE_RUN:
        if key in item.stash:
            del item.stash[key]


def handed_out(report: pytest.TestReport) -> None:
    """Note that everybody knows *report*."""
    _KEPT.pop(id(report), None)


def _leave_for(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    """Tear down what the next item does not need; a run that was thought to be followed by another has not done it."""
    state = item.session._setupstate
    call = pytest.CallInfo.from_call(lambda: state.teardown_exact(nextitem), when="teardown")
    return [] if call.excinfo is None else [pytest.TestReport.from_item_and_call(item, call)]


# What is found at the end.


def conclude(item: pytest.Item) -> None:
    """Finish the item's watch, at the end of its teardown, and see to it that the test fails for what was found."""
    if _TOLD in item.stash:
        return
    item.stash[_TOLD] = True
    watch = item.stash[WATCH]
    watch.finish()
    _warn(item, watch)
    if not watch.problems:
        return
    report = item.stash.get(_REPORT, None)
    if report is None or id(report) not in _KEPT:
        pytest.fail(watch.report(), pytrace=False)
    if report.when == "call" and item.stash.get(_RETURNED, False):
        call = pytest.CallInfo.from_call(lambda: pytest.fail(watch.report(), pytrace=False), when="call")
        verdict = item.ihook.pytest_runtest_makereport(item=item, call=call)
        verdict.duration, verdict.start, verdict.stop = report.duration, report.start, report.stop
        vars(report).update(vars(verdict))
        if report.failed and _is_the_last_failure(item):
            item.session._setupstate.teardown_exact(None)
    elif report.failed or hasattr(report, "wasxfail"):
        _add_problems(report, watch)


def _is_the_last_failure(item: pytest.Item) -> bool:
    """Return whether the run ends when a failure of the item has been handed out, so that all fixtures are to be torn down."""
    most = item.config.getoption("maxfail")
    return OWNED in item.stash and bool(most) and item.session.testsfailed + 1 >= most


def check_now(item: pytest.Item) -> None:
    """Finish the item's watch at the end of its call, and fail for what was found."""
    watch = item.stash[WATCH]
    watch.finish()
    _warn(item, watch)
    item.stash[_TOLD] = True
    if watch.problems:
        pytest.fail(watch.report(), pytrace=False)


def _warn(item: pytest.Item, watch: Watch) -> None:
    from .watch import Problem

    text, watch.warning = watch.warning, ""
    if text:
        try:
            item.warn(LeakWarning(text))
        except LeakWarning:  # the suite makes errors of warnings
            watch.problems.append(Problem("leaks", text))


def _add_problems(report: pytest.TestReport, watch: Watch) -> None:
    report.sections += [(f"netaccess {problem.kind}", problem.text) for problem in watch.problems]


def complete(item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
    """Note whether the call raised anything, and add the conversation with the fake network to the report if it failed."""
    watch = item.stash[WATCH]
    watch.failed = watch.failed or call.excinfo is not None
    if call.when != "teardown" and _TOLD not in item.stash:
        if _REPORT in item.stash:  # of a part of the test, which has been made a report of another kind
            handed_out(item.stash[_REPORT])
        item.stash[_REPORT] = _KEPT[id(report)] = report
        item.stash[_RETURNED] = call.when == "call" and call.excinfo is None
    if not report.failed or call.when == "teardown":
        return
    if _is_the_last_failure(item) and not hasattr(report, "wasxfail"):
        item.session.shouldfail = f"stopping after {item.session.testsfailed + 1} failures"
    if isinstance(item, pytest.DoctestItem) and OWNED not in item.stash and _TOLD not in item.stash:
        item.stash[_TOLD] = True
        watch.finish()
        _add_problems(report, watch)
    text = watch.transcript()
    if text and call.excinfo is not None and _holds(call.excinfo.value, text.partition("\n")[2]):
        text = "" if text.startswith("no seed") else f"{text.partition(chr(10))[0]}; it is in the message above"
    if text:
        report.sections.append((_TITLE, text))


def _holds(error: BaseException | None, text: str) -> bool:
    """Return whether what pytest shows of *error* has *text* in it: its own words, its notes, or those of its causes."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        try:
            words = [str(error), *map(str, getattr(error, "__notes__", ()))]
        except Exception:  # one that cannot be printed
            words = []
        if any(text in each for each in words):
            return True
        seen.add(id(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return False


# What an item asks for.


def make_watch(item: pytest.Item) -> Watch:
    """Return a new watch with the item's settings."""
    allowed: Iterable[str] = ()
    for marker in item.iter_markers("allow_leaks"):
        allowed = {*allowed, *rules_of(marker.args)}
    hosts: tuple[str, ...] | None = ()
    for marker in item.iter_markers("real_network"):
        hosts = None if hosts is None or not marker.args else (*hosts, *marker.args)
    try:
        return Watch(
            item.nodeid,
            leaks=item.config.getini("netaccess_leaks"),
            allowed=allowed,
            hosts=hosts,
            whole=item.config.getoption("verbose") >= 2,
        )
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


def seed_of(item: pytest.Item) -> int | None:
    """Return the seed that the item is to be run with."""
    if _SEED in item.stash:
        return item.stash[_SEED]
    asked: int | None = item.config.getoption("netaccess_seed")
    if asked is not None:
        return asked
    marker = item.get_closest_marker("seed")
    if marker is None:
        return None
    if marker.kwargs or len(marker.args) != 1 or not isinstance(marker.args[0], int):
        raise pytest.UsageError(f"{item.nodeid}: seed takes one number, as in @pytest.mark.seed(7)")
    return marker.args[0]


def _seeds(item: pytest.Item) -> list[int] | None:
    """Return the seeds that the item is to be explored with, None for one ordinary run."""
    marker = item.get_closest_marker("explore")
    if marker is None or not (provides(item, "fake_loop") or is_test_case(item)):
        return None
    asked: int | None = item.config.getoption("netaccess_seed")
    if asked is not None:
        return [asked]
    given: Any = marker.kwargs.get("seeds", marker.args[0] if marker.args else range(50))
    seeds = [given] if isinstance(given, int) else list(given)
    if not seeds or not all(isinstance(seed, int) for seed in seeds):
        raise pytest.UsageError(f"{item.nodeid}: explore takes numbers, as in @pytest.mark.explore(seeds=range(50))")
    return seeds


def _name_seed(item: pytest.Item, reports: list[pytest.TestReport], seed: int, before: int) -> None:
    """Tell in the report that failed under which seed it did, and how to see that again."""
    for report in reports:
        if not report.failed:
            continue
        told = str(ScheduleFailed(item.name, seed, before, AssertionError(), "")).partition(": AssertionError")[0]
        again = f"reproduce it with: pytest {item.nodeid!r} --netaccess-seed {seed}"
        report.sections.insert(0, ("netaccess schedule", f"{told}\n{again}"))
        crash = getattr(report.longrepr, "reprcrash", None)
        if crash is not None:
            crash.message = f"[seed {seed}] {crash.message}"
        elif isinstance(report.longrepr, str):
            report.longrepr = f"[seed {seed}] {report.longrepr}"
        break


def equip_test_case(item: pytest.Item) -> None:
    """Give the instance of a `FakeLoopTestCase` its loop and its network."""
    case: Any = item.instance  # type: ignore[attr-defined]
    watch = watch_of(item)
    if watch.loop is None:
        watch.begin_fake(seed_of(item) if seed_of(item) is not None else case.seed, **case._loop_options())
    if watch.network is None:
        watch.begin_network(strict=case.strict)
    case.loop, case.network = watch.loop, watch.network
    case._equipped = True
