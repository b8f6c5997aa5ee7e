"""The verdicts that a policy can give on a response. Which policies there are, and in which order they are asked, stands in
the exchange: two tuples of functions, one for requests about to leave, one for responses that came."""

from __future__ import annotations

from typing import NamedTuple

from netaccess._values.errors import NetworkError
from netaccess._values.url import QUrl


class Deliver(NamedTuple):
    """The response is the user's."""


class Resend(NamedTuple):
    """The response is not shown; another hop is made instead."""

    url: QUrl
    method: bytes
    drop_body: bool
    """Whether the body, and the headers that describe it, stay behind."""
    drop_credentials: bool
    """Whether what proves who the user is stays behind, because the new hop goes to somebody else."""


class Hold(NamedTuple):
    """Nothing happens until the user has spoken; with his consent *then* does."""

    then: Resend


class Fail(NamedTuple):
    """The exchange ends with an error; *text* is the reply's error string."""

    error: NetworkError
    text: str
    url: QUrl | None = None
    """What the reply shows as its URL from then on, None for no change."""


Verdict = Deliver | Resend | Hold | Fail
"""What a review can say."""
