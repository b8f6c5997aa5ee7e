"""Network code tested without a network, a clock or a wait: virtual time, a fake network, signal spies, a pytest plugin.

All times are seconds, as floats; only Qt's own methods keep their milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netaccess._values.lazynames import lazy_names

if TYPE_CHECKING:  # what _LAZY names
    from .cassette import Cassette
    from .exceptions import ExceptionCollector, SlotError, capture_exceptions
    from .fakeloop import FakeLoop
    from .network import (
        FakeNetwork,
        Fault,
        Response,
        Route,
        SentRequest,
        UnmatchedRequest,
        close_early,
        drip,
        host_not_found,
        no_answer,
        no_connection,
        raw,
        redirect,
        refused,
        reset,
        stall,
        tls_error,
    )
    from .networkguard import NetworkBlocked
    from .realloop import RealLoop
    from .redaction import Redaction
    from .schedules import ScheduleFailed, explore
    from .signalspy import Emission, SignalSpy
    from .stalled import Stalled
    from .timeouts import UnexpectedSignal
    from .unittestcase import FakeLoopTestCase
    from .waits import SignalTimeout, WaitTimeout, assert_not_emitted, wait_signal, wait_signals, wait_until
    from .watch import LeakWarning

__all__ = [
    "Cassette",
    "Emission",
    "ExceptionCollector",
    "FakeLoop",
    "FakeLoopTestCase",
    "FakeNetwork",
    "Fault",
    "LeakWarning",
    "NetworkBlocked",
    "RealLoop",
    "Redaction",
    "Response",
    "Route",
    "ScheduleFailed",
    "SentRequest",
    "SignalSpy",
    "SignalTimeout",
    "SlotError",
    "Stalled",
    "UnexpectedSignal",
    "UnmatchedRequest",
    "WaitTimeout",
    "assert_not_emitted",
    "capture_exceptions",
    "close_early",
    "drip",
    "explore",
    "host_not_found",
    "no_answer",
    "no_connection",
    "raw",
    "redirect",
    "refused",
    "reset",
    "stall",
    "tls_error",
    "wait_signal",
    "wait_signals",
    "wait_until",
]

_LAZY: dict[str, str] = {
    "Cassette": ".cassette",
    "Emission": ".signalspy",
    "ExceptionCollector": ".exceptions",
    "FakeLoop": ".fakeloop",
    "FakeLoopTestCase": ".unittestcase",
    "FakeNetwork": ".network",
    "Fault": ".network",
    "LeakWarning": ".watch",
    "NetworkBlocked": ".networkguard",
    "RealLoop": ".realloop",
    "Redaction": ".redaction",
    "Response": ".network",
    "Route": ".network",
    "ScheduleFailed": ".schedules",
    "SentRequest": ".network",
    "SignalSpy": ".signalspy",
    "SignalTimeout": ".waits",
    "SlotError": ".exceptions",
    "Stalled": ".stalled",
    "UnexpectedSignal": ".timeouts",
    "UnmatchedRequest": ".network",
    "WaitTimeout": ".waits",
    "assert_not_emitted": ".waits",
    "capture_exceptions": ".exceptions",
    "close_early": ".network",
    "drip": ".network",
    "explore": ".schedules",
    "host_not_found": ".network",
    "no_answer": ".network",
    "no_connection": ".network",
    "raw": ".network",
    "redirect": ".network",
    "refused": ".network",
    "reset": ".network",
    "stall": ".network",
    "tls_error": ".network",
    "wait_signal": ".waits",
    "wait_signals": ".waits",
    "wait_until": ".waits",
}
"""Every name, and the module it is loaded from when it is asked for: the pytest plugin must cost nothing where it is not used."""

__getattr__, __dir__ = lazy_names(globals(), _LAZY)
