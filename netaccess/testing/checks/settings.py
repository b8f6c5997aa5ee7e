"""What a pytest run may set, and has set. It is imported in every run, and so imports nothing."""

from __future__ import annotations

from typing import ClassVar

LEAK_MODES = ("fail", "warn", "off")
"""What can be done about leaks."""


class Asked:
    """What the command line of the run under way asks for."""

    seed: ClassVar[int | None] = None
    """The only seed to explore, from ``--netaccess-seed``; None for those that the tests name."""
