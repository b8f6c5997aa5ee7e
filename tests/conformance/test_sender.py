"""``sender()`` and ``senderSignalIndex()``: relays, lambdas, queues, threads, nested emission, and senders that die."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from binding import QtCore
from objects import destroy, in_plain_thread, process
from oldstyle import SIGNAL, SLOT, Emitter, Receiver, connect

QUEUED = QtCore.Qt.QueuedConnection
DIRECT = QtCore.Qt.DirectConnection


class Watcher(QtCore.QObject):
    """Notes its sender, and the signal, whenever one of its slots runs."""

    def __init__(self) -> None:
        super().__init__()
        self.senders: list[Any] = []
        self.signals: list[str] = []

    def note(self, *_arguments: Any) -> None:
        """Note the sender and the signature of the signal."""
        sender = self.sender()
        self.senders.append(sender)
        index = self.senderSignalIndex()
        if sender is not None and index >= 0:
            self.signals.append(bytes(sender.metaObject().method(index).methodSignature()).decode())
        else:
            self.signals.append("")


@pytest.fixture
def emitter() -> Any:
    """A fresh emitter."""
    return Emitter()


@pytest.fixture
def watcher() -> Any:
    """A fresh watcher."""
    return Watcher()


def test_outside_slots_there_is_no_signal_index(watcher: Any) -> None:
    assert watcher.senderSignalIndex() == -1


def test_a_slot_knows_the_signal_it_was_called_by(emitter: Any, watcher: Any) -> None:
    emitter.plain.connect(watcher.note)
    emitter.number.connect(watcher.note)
    emitter.number.emit(1)
    emitter.plain.emit()
    assert watcher.signals == ["number(int)", "plain()"]


def test_a_slot_knows_the_overload_it_was_called_by(emitter: Any, watcher: Any) -> None:
    emitter.either[str].connect(watcher.note)
    emitter.either[str].emit("a")
    assert watcher.signals == ["either(QString)"]


def test_a_queued_slot_knows_the_signal(emitter: Any, watcher: Any) -> None:
    emitter.number.connect(watcher.note, QUEUED)
    emitter.number.emit(1)
    process()
    assert watcher.senders == [emitter]
    assert watcher.signals == ["number(int)"]


def test_a_slot_of_a_signal_of_qt_knows_it(watcher: Any) -> None:
    timer = QtCore.QTimer()
    timer.timeout.connect(watcher.note)
    timer.start(0)
    process()
    timer.stop()
    assert watcher.senders[0] is timer
    assert watcher.signals[0].startswith("timeout(")


def test_a_nested_emission_gives_the_outer_signal_back(emitter: Any) -> None:
    class Nesting(Watcher):
        def note(self, *arguments: Any) -> None:
            super().note()
            if arguments:
                emitter.plain.emit()
                super().note()

    nesting = Nesting()
    emitter.number.connect(nesting.note)
    emitter.plain.connect(nesting.note)
    emitter.number.emit(1)
    assert nesting.signals == ["number(int)", "plain()", "number(int)"]


def test_a_nested_emission_of_another_object_gives_the_outer_sender_back(emitter: Any) -> None:
    other = Emitter()

    class Nesting(Watcher):
        def note(self, *arguments: Any) -> None:
            super().note()
            if arguments:
                other.plain.emit()
                super().note()

    nesting = Nesting()
    emitter.number.connect(nesting.note)
    other.plain.connect(nesting.note)
    emitter.number.emit(1)
    assert nesting.senders == [emitter, other, emitter]


def test_a_raising_slot_leaves_no_sender_behind(emitter: Any, slot_errors: list[BaseException]) -> None:
    class Raising(QtCore.QObject):
        def slot(self) -> None:
            raise ValueError("on purpose")

    raising = Raising()
    emitter.plain.connect(raising.slot)
    emitter.plain.emit()
    assert [type(error) for error in slot_errors] == [ValueError]
    slot_errors.clear()
    assert raising.sender() is None


def test_an_object_that_listens_to_itself_is_its_own_sender() -> None:
    class Selfish(Watcher):
        fired = QtCore.Signal()

    selfish = Selfish()
    selfish.fired.connect(selfish.note)
    selfish.fired.emit()
    assert selfish.senders == [selfish]


def test_a_relayed_signal_has_the_relay_for_its_signal(emitter: Any, watcher: Any) -> None:
    relay = Receiver()
    emitter.plain.connect(relay.relayed)
    relay.relayed.connect(watcher.note)
    emitter.plain.emit()
    assert watcher.senders == [relay]
    assert watcher.signals == ["relayed()"]


def test_a_relay_by_text_is_the_sender(emitter: Any, watcher: Any) -> None:
    relay = Receiver()
    connect(emitter, SIGNAL("plain()"), relay, SIGNAL("relayed()"))
    relay.relayed.connect(watcher.note)
    emitter.plain.emit()
    assert watcher.senders == [relay]


def test_a_slot_connected_by_text_knows_its_sender(emitter: Any) -> None:
    receiver = Receiver()
    connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    emitter.emit(SIGNAL("plain()"))
    assert receiver.senders == [emitter]


def test_the_relay_itself_has_no_sender_afterwards(emitter: Any) -> None:
    relay = Receiver()
    emitter.plain.connect(relay.relayed)
    emitter.plain.emit()
    assert relay.sender() is None


@pytest.mark.only("netaccess", "PySide6")
def test_a_lambda_of_the_emitter_sees_it_as_the_sender(emitter: Any) -> None:
    senders: list[Any] = []
    emitter.plain.connect(lambda: senders.append(emitter.sender()))
    emitter.plain.emit()
    assert senders == [emitter]


def test_a_lambda_does_not_make_other_objects_have_a_sender(emitter: Any, watcher: Any) -> None:
    emitter.plain.connect(lambda: watcher.note())
    emitter.plain.emit()
    assert watcher.senders == [None]


def test_a_slot_called_by_hand_inside_another_slot_has_no_sender_of_its_own(emitter: Any, watcher: Any) -> None:
    class Calling(QtCore.QObject):
        def slot(self) -> None:
            watcher.note()

    calling = Calling()
    emitter.plain.connect(calling.slot)
    emitter.plain.emit()
    assert watcher.senders == [None]


def test_a_direct_slot_called_from_a_plain_thread_runs_there(emitter: Any) -> None:
    calls: list[Any] = []
    receiver = Receiver()
    emitter.plain.connect(receiver.ping, DIRECT)
    in_plain_thread(lambda: (emitter.plain.emit(), calls.append(list(receiver.heard))))
    assert calls == [["ping"]]


def test_a_queued_slot_of_an_emission_from_a_plain_thread_knows_its_sender(emitter: Any, watcher: Any) -> None:
    emitter.plain.connect(watcher.note)
    in_plain_thread(emitter.plain.emit)
    assert watcher.senders == []
    process()
    assert watcher.senders == [emitter]


def test_two_senders_are_told_apart_in_the_queue(watcher: Any) -> None:
    one, two = Emitter(), Emitter()
    one.plain.connect(watcher.note, QUEUED)
    two.plain.connect(watcher.note, QUEUED)
    one.plain.emit()
    two.plain.emit()
    one.plain.emit()
    process()
    assert watcher.senders == [one, two, one]


def test_a_sender_that_was_destroyed_in_the_slot_is_none(slot_errors: list[BaseException]) -> None:
    class Destroying(Watcher):
        def slot(self) -> None:
            destroy(self.sender())
            self.note()

    emitter, destroying = Emitter(), Destroying()
    emitter.plain.connect(destroying.slot)
    emitter.plain.emit()
    assert destroying.senders == [None]


def test_a_queued_slot_of_a_destroyed_sender_has_none(watcher: Any) -> None:
    emitter = Emitter()
    emitter.plain.connect(watcher.note, QUEUED)
    emitter.plain.emit()
    destroy(emitter)
    process()
    assert watcher.senders == [None]
    assert watcher.signals == [""]


@pytest.mark.differs("sender-after-disconnect")
def test_a_slot_that_disconnects_itself_still_knows_its_sender(emitter: Any) -> None:
    class Leaving(Watcher):
        def slot(self) -> None:
            emitter.plain.disconnect(self.slot)
            self.note()

    leaving = Leaving()
    emitter.plain.connect(leaving.slot)
    emitter.plain.emit()
    assert leaving.senders == [emitter]


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.differs("sender-after-disconnect")
def test_a_single_shot_slot_knows_its_sender(emitter: Any, watcher: Any) -> None:
    emitter.plain.connect(watcher.note, QtCore.Qt.SingleShotConnection)
    emitter.plain.emit()
    assert watcher.senders == [emitter]


def test_the_sender_is_not_kept_alive_by_the_call(watcher: Any) -> None:
    gone: list[bool] = []
    emitter = Emitter()
    emitter.destroyed.connect(lambda: gone.append(True))
    emitter.plain.connect(watcher.note)
    emitter.plain.emit()
    watcher.senders.clear()
    del emitter
    gc.collect()
    assert gone == [True]


def test_a_worker_slot_knows_a_sender_of_another_thread(emitter: Any) -> None:
    thread = QtCore.QThread()
    watcher = Watcher()
    watcher.moveToThread(thread)
    emitter.plain.connect(watcher.note, QtCore.Qt.BlockingQueuedConnection)
    thread.start()
    emitter.plain.emit()
    thread.quit()
    assert thread.wait(5000)
    assert watcher.senders == [emitter]
