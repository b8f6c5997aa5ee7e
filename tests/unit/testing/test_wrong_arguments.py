"""What a loop says of arguments that cannot be meant."""

from __future__ import annotations

import math
from typing import Any

import pytest

from netaccess.QtCore import QTimer
from netaccess.testing import FakeLoop
from netaccess.testing.checks.realloop import RealLoop


@pytest.mark.parametrize("seconds", ["5", None, True])
def test_time_is_a_number_of_seconds(fake_loop: FakeLoop, seconds: Any) -> None:
    with pytest.raises(TypeError, match=rf"^what advance\(\) takes is a number of seconds, not {seconds!r}$"):
        fake_loop.advance(seconds)
    with pytest.raises(TypeError, match=f"^timeout is a number of seconds, not {seconds!r}$"):
        fake_loop.run_until(lambda: False, seconds)


@pytest.mark.parametrize("seconds", [-1, math.inf, math.nan])
def test_time_does_not_go_back_nor_on_for_ever(fake_loop: FakeLoop, seconds: float) -> None:
    with pytest.raises(
        ValueError, match=rf"^what advance\(\) takes is a finite number of seconds >= 0, not {seconds!r}$"
    ):
        fake_loop.advance(seconds)
    with pytest.raises(ValueError, match=f"^timeout is a finite number of seconds >= 0, not {seconds!r}$"):
        fake_loop.run_until(lambda: False, seconds)


@pytest.mark.parametrize("what", [False, None, "finished"])
@pytest.mark.parametrize("loop", ["fake", "real"])
def test_a_function_that_was_called_is_none_to_wait_for(request: pytest.FixtureRequest, what: Any, loop: str) -> None:
    with pytest.raises(
        TypeError, match=rf"^run_until\(\) takes a function, or a signal .*, itself and not called, not {what!r}$"
    ):
        (RealLoop() if loop == "real" else request.getfixturevalue("fake_loop")).run_until(what)


def test_the_sender_of_a_signal_is_none(fake_loop: FakeLoop) -> None:
    with pytest.raises(TypeError, match=r"a signal such as reply\.finished, itself and not called, not .*QTimer"):
        fake_loop.run_until(QTimer())  # type: ignore[arg-type]
