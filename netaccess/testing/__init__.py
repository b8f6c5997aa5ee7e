"""Network code tested without a network, a clock or a wait: virtual time, a fake network, signal spies, a pytest plugin.

All times are seconds, as floats; only Qt's own methods keep their milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netaccess._values.lazynames import lazy_names

if TYPE_CHECKING:  # what _LAZY names
    from .cassettes.cassette import Cassette
    from .cassettes.redaction import Redaction
    from .checks.networkguard import NetworkBlocked
    from .checks.realloop import RealLoop
    from .checks.schedules import ScheduleFailed, explore
    from .checks.unittestcase import FakeLoopTestCase
    from .checks.watch import LeakWarning
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
    from .signals.exceptions import ExceptionCollector, SlotError, capture_exceptions
    from .signals.signalspy import Emission, SignalSpy
    from .signals.timeouts import UnexpectedSignal
    from .signals.waits import SignalTimeout, WaitTimeout, assert_not_emitted, wait_signal, wait_signals, wait_until
    from .virtualtime.fakeloop import FakeLoop
    from .virtualtime.stalled import Stalled

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
    "Cassette": ".cassettes.cassette",
    "Emission": ".signals.signalspy",
    "ExceptionCollector": ".signals.exceptions",
    "FakeLoop": ".virtualtime.fakeloop",
    "FakeLoopTestCase": ".checks.unittestcase",
    "FakeNetwork": ".network",
    "Fault": ".network",
    "LeakWarning": ".checks.watch",
    "NetworkBlocked": ".checks.networkguard",
    "RealLoop": ".checks.realloop",
    "Redaction": ".cassettes.redaction",
    "Response": ".network",
    "Route": ".network",
    "ScheduleFailed": ".checks.schedules",
    "SentRequest": ".network",
    "SignalSpy": ".signals.signalspy",
    "SignalTimeout": ".signals.waits",
    "SlotError": ".signals.exceptions",
    "Stalled": ".virtualtime.stalled",
    "UnexpectedSignal": ".signals.timeouts",
    "UnmatchedRequest": ".network",
    "WaitTimeout": ".signals.waits",
    "assert_not_emitted": ".signals.waits",
    "capture_exceptions": ".signals.exceptions",
    "close_early": ".network",
    "drip": ".network",
    "explore": ".checks.schedules",
    "host_not_found": ".network",
    "no_answer": ".network",
    "no_connection": ".network",
    "raw": ".network",
    "redirect": ".network",
    "refused": ".network",
    "reset": ".network",
    "stall": ".network",
    "tls_error": ".network",
    "wait_signal": ".signals.waits",
    "wait_signals": ".signals.waits",
    "wait_until": ".signals.waits",
}
"""Every name, and the module it is loaded from when it is asked for: the pytest plugin must cost nothing where it is not used."""

__getattr__, __dir__ = lazy_names(globals(), _LAZY)
