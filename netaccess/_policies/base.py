"""What a policy is, and the verdicts it can give on a request that is about to leave and on a response that came."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Head, Headers, Hop
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


class Answer(NamedTuple):
    """The exchange ends with a response that came from elsewhere than the network."""

    status: int
    reason: str
    headers: Headers
    body: bytes


Verdict = Deliver | Resend | Hold | Fail | Answer
"""What a review can say."""


class Policy(Protocol):
    """One concern of an exchange: HSTS, redirects, cookies, cache, proxy or authentication."""

    def prepare(self, hop: Hop) -> Hop | Answer | Fail:
        """Look at *hop* before it is queued: return it, a changed one, or what happens instead."""

    def review(self, hop: Hop, head: Head) -> Verdict:
        """Look at the head of the response to *hop*. `Deliver` means that this policy has nothing against it."""
