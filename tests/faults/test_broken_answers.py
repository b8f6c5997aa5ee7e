"""Answers that break the rules in their bytes: the table of `brokenanswers`, a line for each."""

from __future__ import annotations

import pytest
from brokenanswers import EVERY, Fault
from suffering import Suffer, closing


@pytest.mark.parametrize("fault", EVERY, ids=[f"{fault.name}: {fault.rule}" for fault in EVERY])
def test_a_broken_answer(suffer: Suffer, fault: Fault) -> None:
    """One error or the body, as the fault's line says; nobody else notices."""
    suffer(
        closing(fault.wire) if fault.closes else fault.wire,
        fault.error,
        fault.body,
        method=fault.method,
        trusted=fault.trusted,
        sent=fault.sent,
    )
