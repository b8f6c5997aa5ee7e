"""The life of a reply as one table: what may come in which phase, and which signals that emits.

A reply that is given something its phase does not know has met a fault of the transport, and `step` raises.
"""

from __future__ import annotations

from enum import IntEnum

from netaccess._values.messages import (
    Connecting,
    Data,
    Encrypted,
    End,
    Failed,
    Head,
    Informational,
    Sent,
    UploadProgress,
)


class Phase(IntEnum):
    """Where a reply is."""

    WAITING = 0
    """For the head of a response: queued, dialling, sending."""
    RECEIVING = 1
    """The head has been delivered, the body is coming."""
    REDIRECTING = 2
    """The response is not shown; when it is over, the next hop starts."""
    HELD = 3
    """As `REDIRECTING`, but the next hop starts only with the user's consent."""
    ENDED = 4
    """Nothing more comes."""


class Redirected:
    """Stands for a `Head` that leads to another hop."""


class RedirectHeld:
    """Stands for a `Head` that leads to another hop if the user consents."""


class Refused:
    """Stands for a `Head` that ends the reply with an error, whatever its body is."""


ENDING = ("errorOccurred", "end")
"""How every reply ends: the error if there is one, then the last progress, readChannelFinished and both finished."""

TABLE: dict[tuple[Phase, type], tuple[Phase, tuple[str, ...]]] = {
    (Phase.WAITING, Connecting): (Phase.WAITING, ("socketStartedConnecting",)),
    (Phase.WAITING, Encrypted): (Phase.WAITING, ("encrypted",)),
    (Phase.WAITING, Sent): (Phase.WAITING, ("requestSent",)),
    (Phase.WAITING, UploadProgress): (Phase.WAITING, ("uploadProgress",)),
    (Phase.WAITING, Informational): (Phase.WAITING, ()),
    (Phase.WAITING, Head): (Phase.RECEIVING, ("metaDataChanged",)),
    (Phase.WAITING, Redirected): (Phase.REDIRECTING, ("metaDataChanged", "redirected")),
    (Phase.WAITING, RedirectHeld): (Phase.HELD, ("metaDataChanged", "redirected")),
    (Phase.WAITING, Refused): (Phase.ENDED, ("metaDataChanged", *ENDING)),
    (Phase.WAITING, Failed): (Phase.ENDED, ENDING),
    (Phase.RECEIVING, Data): (Phase.RECEIVING, ("readyRead", "downloadProgress")),
    # A server may answer before it has the whole request.
    (Phase.RECEIVING, Sent): (Phase.RECEIVING, ("requestSent",)),
    (Phase.RECEIVING, UploadProgress): (Phase.RECEIVING, ("uploadProgress",)),
    (Phase.RECEIVING, End): (Phase.ENDED, ENDING),
    (Phase.RECEIVING, Failed): (Phase.ENDED, ENDING),
    (Phase.REDIRECTING, Data): (Phase.REDIRECTING, ()),
    (Phase.REDIRECTING, Sent): (Phase.REDIRECTING, ()),
    (Phase.REDIRECTING, UploadProgress): (Phase.REDIRECTING, ()),
    (Phase.REDIRECTING, End): (Phase.WAITING, ("resend",)),
    (Phase.REDIRECTING, Failed): (Phase.WAITING, ("resend",)),
    (Phase.HELD, Data): (Phase.HELD, ()),
    (Phase.HELD, Sent): (Phase.HELD, ()),
    (Phase.HELD, UploadProgress): (Phase.HELD, ()),
    (Phase.HELD, End): (Phase.HELD, ("held",)),
    (Phase.HELD, Failed): (Phase.HELD, ("held",)),
}


def step(phase: Phase, event: type) -> tuple[Phase, tuple[str, ...]]:
    """Return the phase after *event* (a message's class, or one of the stand-ins above) and what is to be emitted, in order.

    Raises `RuntimeError` for an event that the phase does not know.
    """
    try:
        return TABLE[phase, event]
    except KeyError:
        raise RuntimeError(f"a reply that is {phase.name} cannot be given {event.__name__}") from None
