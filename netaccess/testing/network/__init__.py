"""The fake network: requests of the code under test meet routes and scripted answers, on virtual time, without sockets.

Everything above the transport is the real code: queues, redirects, cookies, timeouts, replies. All times are seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netaccess._values.lazynames import lazy_names

if TYPE_CHECKING:
    from .fakenetwork import FakeNetwork
    from .faults import (
        Fault,
        close_early,
        host_not_found,
        no_answer,
        no_connection,
        refused,
        reset,
        stall,
        tls_error,
    )
    from .response import Response, drip, raw, redirect
    from .route import Route
    from .sentrequest import SentRequest
    from .verdicts import UnmatchedRequest

__all__ = [
    "FakeNetwork",
    "Fault",
    "Response",
    "Route",
    "SentRequest",
    "UnmatchedRequest",
    "close_early",
    "drip",
    "host_not_found",
    "no_answer",
    "no_connection",
    "raw",
    "redirect",
    "refused",
    "reset",
    "stall",
    "tls_error",
]

_MODULES = {
    "FakeNetwork": ".fakenetwork",
    "Fault": ".faults",
    "Response": ".response",
    "Route": ".route",
    "SentRequest": ".sentrequest",
    "UnmatchedRequest": ".verdicts",
    "close_early": ".faults",
    "drip": ".response",
    "host_not_found": ".faults",
    "no_answer": ".faults",
    "no_connection": ".faults",
    "raw": ".response",
    "redirect": ".response",
    "refused": ".faults",
    "reset": ".faults",
    "stall": ".faults",
    "tls_error": ".faults",
}

__getattr__, __dir__ = lazy_names(globals(), _MODULES)
