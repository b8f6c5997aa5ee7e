"""The table of a reply's life is total: every pair of phase and event is either in it or raises."""

from __future__ import annotations

import itertools

import pytest

from netaccess._access import replystate
from netaccess._access.replystate import ENDING, TABLE, Phase, Redirected, RedirectHeld, Refused, step
from netaccess._access.transfer import _ACTIONS
from netaccess._values.messages import (
    Connecting,
    Data,
    Encrypted,
    End,
    Failed,
    Head,
    Informational,
    Sent,
    UploadProgress,
)

MESSAGES = (Connecting, Encrypted, Sent, UploadProgress, Informational, Head, Data, End, Failed)
EVENTS = (*MESSAGES, Redirected, RedirectHeld, Refused)
PAIRS = list(itertools.product(Phase, EVENTS))


@pytest.mark.parametrize(("phase", "event"), PAIRS, ids=lambda value: getattr(value, "name", None) or value.__name__)
def test_every_pair_is_in_the_table_or_raises(phase: Phase, event: type) -> None:
    if (phase, event) in TABLE:
        assert step(phase, event) == TABLE[phase, event]
    else:
        with pytest.raises(RuntimeError, match=f"{phase.name} cannot be given {event.__name__}"):
            step(phase, event)


def test_the_table_knows_no_other_phases_or_events() -> None:
    assert set(TABLE) <= set(PAIRS)


def test_every_action_of_the_table_can_be_done() -> None:
    named = {action for _, actions in TABLE.values() for action in actions}
    assert named == set(_ACTIONS) & named
    assert named == set(_ACTIONS)


def test_nothing_follows_the_end() -> None:
    assert not [event for phase, event in TABLE if phase is Phase.ENDED]


def test_every_way_to_the_end_says_so_once() -> None:
    for phase, actions in TABLE.values():
        assert actions.count("end") == (1 if phase is Phase.ENDED else 0)
        if phase is Phase.ENDED:
            assert actions[-2:] == ENDING


def test_every_phase_but_the_end_can_be_failed_by_the_transport() -> None:
    living = {phase for phase in Phase if any(key[0] is phase for key in TABLE)}
    assert all((phase, Failed) in TABLE for phase in living)


def test_every_phase_that_is_used_leads_to_the_end() -> None:
    reached = {Phase.WAITING}
    for _ in Phase:
        reached |= {after for (before, _), (after, _) in TABLE.items() if before in reached}
    assert Phase.ENDED in reached
    assert {before for before, _ in TABLE} <= reached


def test_a_body_is_shown_only_while_it_is_received() -> None:
    assert [phase for (phase, event), (_, actions) in TABLE.items() if event is Data and actions] == [Phase.RECEIVING]


def test_the_module_has_no_second_table() -> None:
    assert [name for name, value in vars(replystate).items() if isinstance(value, dict) and name.isupper()] == ["TABLE"]
