"""Network code tested without a network, a clock or a wait: virtual time, a fake network, signal spies, a pytest plugin.

All times are seconds, as floats; only Qt's own methods keep their milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netaccess._values.lazynames import lazy_names

if TYPE_CHECKING:  # what _LAZY names
    from .fakeloop import FakeLoop
    from .stalled import Stalled

__all__ = [
    "FakeLoop",
    "Stalled",
]

_LAZY: dict[str, str] = {
    "FakeLoop": ".fakeloop",
    "Stalled": ".stalled",
}
"""Every name, and the module it is loaded from when it is asked for: the pytest plugin must cost nothing where it is not used."""

__getattr__, __dir__ = lazy_names(globals(), _LAZY)
