"""Qt's warnings about values. The log stands on a floor above, which plugs itself in; until then standard error does."""

from __future__ import annotations

from collections.abc import Callable


class Route:
    """Where warnings go: *send* is given the text and the name of its logging category."""

    send: Callable[[str, str], None] | None = None


def warn(text: str, category: str = "default") -> None:
    """Log *text* as one of Qt's own warnings."""
    if Route.send is not None:
        Route.send(text, category)
        return
    import sys

    print(text if category == "default" else f"{category}: {text}", file=sys.stderr)
