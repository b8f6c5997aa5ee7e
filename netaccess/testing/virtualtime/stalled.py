"""What is raised where a loop on virtual time could only hang."""

from __future__ import annotations


class Stalled(RuntimeError):
    """The loop can never go on: nothing is ready, no timer is set, and nobody is left who could wake it.

    The text lists who waits for what.
    """

    reported = False
    """Whether it was raised in a slot and handed to ``sys.excepthook``, so that it has not been swallowed there."""


Stalled.__module__ = "netaccess.testing"  # by which programs know it
