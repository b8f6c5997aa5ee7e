"""What waits raise when their time is over, and what they say: what came instead, and who waits for what."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .exceptions import Since
from .wording import indented

if TYPE_CHECKING:
    from .passes import PassLoop


class WaitTimeout(AssertionError):
    """What was waited for did not come within its time."""

    __module__ = "netaccess.testing"


class SignalTimeout(WaitTimeout):
    """A signal that was waited for was not emitted, or not as expected."""

    __module__ = "netaccess.testing"


class UnexpectedSignal(AssertionError):
    """A signal was emitted that should not have been."""

    __module__ = "netaccess.testing"


class Outcome:
    """Writes the text of a wait that has failed. Made when it begins, so that it knows what has happened since."""

    __slots__ = ("_since",)

    def __init__(self) -> None:
        self._since = Since()

    def text(
        self, head: str, loop: PassLoop | None, chapters: Iterable[tuple[str, list[str]]], *, in_vain: bool = True
    ) -> str:
        """Return the whole text.

        :param head: what was waited for.
        :param loop: what ran meanwhile, if anything did.
        :param chapters: titles and the lines under them; those without lines are left out.
        :param in_vain: something did not come, so that it matters who still waits.
        """
        lines = [head]
        if loop is not None and loop.virtual:
            lines[0] += " (virtual time)"
        for title, under in [*chapters, ("exceptions raised meanwhile", list(self._since.summary()))]:
            if under:
                lines += [f"{title}:", *indented(line.strip() for line in under)]
        if loop is not None and loop.told_to_quit:
            lines.append("the program was told to quit meanwhile, which does not end the wait")
        return "\n".join([*lines, *(_who_waits() if in_vain else [])])


def _who_waits() -> list[str]:
    """Return who waits for what, under a fake loop. Where nobody has loaded its module there is none."""
    module: Any = sys.modules.get("netaccess.testing.virtualtime.fakeloop")
    loop = None if module is None else module.FakeLoop.current()
    described = "" if loop is None else loop.describe_waiting()
    return ["who waits for what:", *indented([described])] if described else []
