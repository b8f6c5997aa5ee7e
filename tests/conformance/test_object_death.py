"""How objects die: ownership, destroyed, deleteLater's levels, and what a dead object still answers."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from binding import QtCore, number, run_loop
from objects import destroy, post, process

DEAD = r"Internal C\+\+ object \((.*\.)?{}\) already deleted"


class Thing(QtCore.QObject):
    """A QObject with Python state."""

    tick = QtCore.Signal(int)
    shared = "class attribute"

    def __init__(self, name: str = "", parent: Any = None) -> None:
        super().__init__(parent)
        self.name = name

    def own_name(self) -> str:
        """Python only."""
        return self.name

    def qt_name(self) -> str:
        """Asks Qt."""
        return str(self.objectName())

    def hear(self, value: int) -> None:
        """A slot."""
        raise AssertionError(f"a dead object heard {value}")


@pytest.fixture
def dead() -> Any:
    """An object that died."""
    thing = Thing("dead")
    destroy(thing)
    return thing


def note_death(log: list[Any], thing: Any, name: Any) -> None:
    """Append a name to a log when an object dies."""
    thing.destroyed.connect(lambda: log.append(name))


def test_a_dead_object_keeps_its_python_side(dead: Any) -> None:
    assert dead.name == "dead"
    assert dead.own_name() == "dead"
    assert dead.shared == "class attribute"
    dead.later = 1
    assert dead.later == 1
    assert not hasattr(dead, "nope")


def test_a_dead_object_keeps_its_identity() -> None:
    thing = Thing()
    before = hash(thing)
    destroy(thing)
    assert hash(thing) == before
    assert thing == thing
    assert thing != Thing()
    assert bool(thing)
    assert isinstance(thing, Thing)
    assert isinstance(thing, QtCore.QObject)


@pytest.mark.parametrize("method", ["objectName", "parent", "children", "deleteLater", "thread", "qt_name"])
def test_qt_methods_of_a_dead_object_raise(dead: Any, method: str) -> None:
    with pytest.raises(RuntimeError, match=DEAD.format("Thing")):
        getattr(dead, method)()


def test_the_error_names_the_class_of_qt() -> None:
    timer = QtCore.QTimer()
    destroy(timer)
    with pytest.raises(RuntimeError, match=DEAD.format("QTimer")):
        timer.start(1)


def test_methods_looked_up_on_the_class_raise_too(dead: Any) -> None:
    with pytest.raises(RuntimeError, match=DEAD.format("Thing")):
        QtCore.QObject.objectName(dead)
    with pytest.raises(RuntimeError, match=DEAD.format("Thing")):
        super(Thing, dead).objectName()


def test_a_dead_object_is_no_argument(dead: Any) -> None:
    living = QtCore.QObject()
    uses = (
        lambda: QtCore.QObject(dead),
        lambda: living.setParent(dead),
        lambda: living.installEventFilter(dead),
        lambda: QtCore.QCoreApplication.sendEvent(dead, QtCore.QEvent(QtCore.QEvent.User)),
        lambda: QtCore.QCoreApplication.postEvent(dead, QtCore.QEvent(QtCore.QEvent.User)),
    )
    for use in uses:
        with pytest.raises(RuntimeError, match=DEAD.format("Thing")):
            use()


def test_signals_of_a_dead_object_raise(dead: Any) -> None:
    for use in (lambda: dead.tick.connect(print), lambda: dead.tick.emit(1), lambda: dead.tick.disconnect()):
        with pytest.raises(RuntimeError, match="deleted"):
            use()


def test_a_signal_held_from_before_raises() -> None:
    thing = Thing()
    tick = thing.tick
    destroy(thing)
    with pytest.raises(RuntimeError, match="deleted"):
        tick.emit(1)


def test_slots_of_dead_objects_are_not_called() -> None:
    living, listener = Thing(), Thing()
    connection = living.tick.connect(listener.hear)
    destroy(listener)
    assert living.tick.emit(1) is True
    assert not connection


def test_the_last_reference_kills_an_object_without_parent() -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "thing")
    del thing
    assert log == ["thing"]


def test_a_cycle_of_references_is_collected() -> None:
    log: list[str] = []
    thing = Thing()
    thing.me = thing
    note_death(log, thing, "thing")
    del thing
    gc.collect()
    assert log == ["thing"]


def test_a_parent_keeps_its_children_and_their_python_side() -> None:
    parent = QtCore.QObject()
    Thing("child", parent)
    gc.collect()
    (child,) = parent.children()
    assert type(child) is Thing
    assert child.name == "child"


def test_a_child_does_not_keep_its_parent() -> None:
    log: list[str] = []
    parent = Thing()
    child = Thing("child", parent)
    note_death(log, parent, "parent")
    note_death(log, child, "child")
    del parent
    assert log == ["parent", "child"]
    assert child.name == "child"
    with pytest.raises(RuntimeError, match=DEAD.format("Thing")):
        child.parent()


def test_a_child_given_free_dies_with_its_last_reference() -> None:
    log: list[str] = []
    parent = QtCore.QObject()
    child = Thing("child", parent)
    note_death(log, child, "child")
    child.setParent(None)
    assert log == []
    del child
    assert log == ["child"]


def test_the_dead_fall_from_the_root_to_the_leaves() -> None:
    log: list[str] = []
    root = Thing("root")
    first, second = Thing("first", root), Thing("second", root)
    leaf = Thing("leaf", first)
    for thing in (leaf, second, first, root):
        note_death(log, thing, thing.name)
    destroy(root)
    assert log == ["root", "first", "leaf", "second"]


def test_destroyed_carries_the_object_for_those_who_take_it() -> None:
    got: list[Any] = []
    thing = Thing()
    thing.destroyed.connect(lambda gone: got.append(isinstance(gone, QtCore.QObject)))
    thing.destroyed.connect(lambda: got.append("nothing"))
    destroy(thing)
    assert got == [True, "nothing"]


def test_destroyed_reaches_methods_of_others() -> None:
    class Heir(QtCore.QObject):
        def inherit(self, gone: Any = None) -> None:
            got.append(gone is not None)

    got: list[bool] = []
    heir, thing = Heir(), Thing()
    thing.destroyed.connect(heir.inherit)
    destroy(thing)
    assert got == [True]


def test_a_dying_child_leaves_its_parent() -> None:
    parent = QtCore.QObject()
    child = Thing("child", parent)
    destroy(child)
    assert parent.children() == []


def test_an_object_deleted_by_its_own_signal_calls_nobody_more() -> None:
    log: list[str] = []
    thing = Thing()
    thing.tick.connect(lambda: (log.append("first"), destroy(thing)))
    thing.tick.connect(lambda: log.append("second"))
    assert thing.tick.emit(1) is True
    assert log == ["first"]


def test_a_dead_event_filter_is_passed_over() -> None:
    class Filter(QtCore.QObject):
        def eventFilter(self, _watched: Any, _event: Any) -> bool:
            seen.append("dead")
            return True

    seen: list[str] = []
    watched, guard = QtCore.QObject(), Filter()
    watched.installEventFilter(guard)
    destroy(guard)
    QtCore.QCoreApplication.sendEvent(watched, QtCore.QEvent(QtCore.QEvent.User))
    assert seen == []


def test_posted_events_die_with_their_receiver() -> None:
    class Receiver(QtCore.QObject):
        def customEvent(self, _event: Any) -> None:
            seen.append("event")

    seen: list[str] = []
    receiver = Receiver()
    post(receiver)
    del receiver
    process()
    assert seen == []


def nothing() -> None:
    """A step that only gives the loop another round."""


def run_in_exec(log: list[Any], *steps: Any) -> list[Any]:
    """Run callables, one after another, each as a timer's slot, in a loop; append "returned" when it ended."""
    loop = QtCore.QEventLoop()
    remaining = [*steps, loop.quit]

    def step() -> None:
        work = remaining.pop(0)
        if remaining:
            QtCore.QTimer.singleShot(1, step)
        work()

    QtCore.QTimer.singleShot(0, step)
    run_loop(loop)
    log.append("returned")
    return log


def test_delete_later_waits_for_the_loop() -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "died")
    thing.deleteLater()
    process()
    assert log == []
    assert run_in_exec(log) == ["died", "returned"]


def test_delete_later_twice_kills_once() -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "died")
    thing.deleteLater()
    thing.deleteLater()
    run_in_exec(log)
    assert log == ["died", "returned"]


def test_delete_later_in_a_slot_waits_until_the_slot_returned() -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "died")

    def remove() -> None:
        thing.deleteLater()
        log.append("slot ends")

    run_in_exec(log, remove, nothing, nothing)
    assert log == ["slot ends", "died", "returned"]


def test_processing_events_in_the_slot_does_not_delete() -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "died")

    def remove() -> None:
        thing.deleteLater()
        process()
        log.append("slot ends")

    run_in_exec(log, remove, nothing, nothing, nothing, nothing)
    assert log == ["slot ends", "died", "returned"]


def test_a_nested_loop_does_not_delete_what_the_outer_level_condemned() -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "died")

    def remove() -> None:
        thing.deleteLater()
        run_in_exec([], lambda: log.append("nested"), lambda: log.append("nested"))
        log.append("slot ends")
        QtCore.QTimer.singleShot(1, lambda: QtCore.QTimer.singleShot(1, loop.quit))

    loop = QtCore.QEventLoop()
    QtCore.QTimer.singleShot(0, remove)
    run_loop(loop)
    log.append("returned")
    assert log == ["nested", "nested", "slot ends", "died", "returned"]


def test_a_nested_loop_deletes_what_was_condemned_in_it() -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "died")

    def nest() -> None:
        run_in_exec([], thing.deleteLater, nothing, nothing)
        log.append("slot ends")

    run_in_exec(log, nest)
    assert log == ["died", "slot ends", "returned"]


def test_what_a_slot_that_quits_a_loop_condemned_outlives_that_loop() -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "died")
    loop = QtCore.QEventLoop()
    QtCore.QTimer.singleShot(0, lambda: (thing.deleteLater(), loop.quit(), log.append("quit")))
    run_loop(loop)
    log.append("returned")
    run_in_exec(log)
    assert log == ["quit", "returned", "died", "returned"]


def test_what_a_slot_that_quits_the_application_condemned_dies_before_exec_returns(application: Any) -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "died")
    QtCore.QTimer.singleShot(0, lambda: (thing.deleteLater(), application.quit(), log.append("quit")))
    run_loop(application)
    log.append("returned")
    assert log == ["quit", "died", "returned"]


def test_sending_the_deferred_deletions_deletes_at_once() -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "died")
    thing.deleteLater()
    QtCore.QCoreApplication.sendPostedEvents(None, number(QtCore.QEvent.DeferredDelete))
    assert log == ["died"]


def test_a_removed_deferred_deletion_spares_the_object() -> None:
    log: list[str] = []
    thing = Thing()
    note_death(log, thing, "died")
    thing.deleteLater()
    QtCore.QCoreApplication.removePostedEvents(thing, number(QtCore.QEvent.DeferredDelete))
    run_in_exec(log)
    assert log == ["returned"]
    assert thing.objectName() == ""


def test_the_object_sees_its_deferred_deletion_as_an_event() -> None:
    class Watching(QtCore.QObject):
        def event(self, event: Any) -> bool:
            if event.type() == QtCore.QEvent.DeferredDelete:
                log.append("event")
            return bool(super().event(event))

    log: list[str] = []
    watching = Watching()
    note_death(log, watching, "died")
    watching.deleteLater()
    run_in_exec(log)
    assert log == ["event", "died", "returned"]


def test_delete_later_without_a_python_reference_still_deletes() -> None:
    log: list[str] = []

    def condemn() -> None:
        thing = Thing()
        note_death(log, thing, "died")
        thing.deleteLater()

    condemn()
    run_in_exec(log)
    assert log == ["died", "returned"]


def test_a_child_and_its_parent_may_both_be_condemned() -> None:
    log: list[str] = []
    parent = Thing()
    child = Thing("child", parent)
    note_death(log, parent, "parent")
    note_death(log, child, "child")
    child.deleteLater()
    parent.deleteLater()
    run_in_exec(log)
    assert log == ["child", "parent", "returned"]


def test_a_timer_may_delete_itself_in_its_slot() -> None:
    log: list[str] = []
    timer = QtCore.QTimer()
    note_death(log, timer, "died")
    timer.timeout.connect(lambda: (log.append("tick"), timer.deleteLater()))
    timer.start(0)
    run_in_exec(log, nothing, nothing)
    assert log == ["tick", "died", "returned"]
