"""`Route`: which requests it is for, what they get, and which came."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from .callables import name_of
from .response import as_response

if TYPE_CHECKING:
    from .challenges import Challenge
    from .faults import Fault
    from .matching import Matcher
    from .response import Response
    from .sentrequest import SentRequest
    from .transcript import Transcript

__tracebackhide__ = True  # pytest shows the test's line instead of those here

Answer = Any
"""A value that `as_response` knows, or a callable that gets the `SentRequest` (and the URL's named parts) and returns one."""


class Route:
    """What a fake server does with the requests that match. Made by `FakeNetwork`'s `get`, `post`, `route`...

    Its answers are given one after the other, each once, or as often as ``times`` says; the last one again and again, unless
    it has its own ``times``: then the route is used up after it, and requests go on to the routes behind. A route that was
    given no answer gives an empty 200.

    Attributes: `name`, `optional` (no failure if it is never called), `requests` (those that it answered, in order).
    """

    def __init__(
        self, matcher: Matcher, transcript: Transcript, name: str | None = None, optional: bool = False
    ) -> None:
        self.matcher = matcher
        self.name = name or matcher.describe()
        self.optional = optional
        self.requests: list[SentRequest] = []
        self.challenges: list[Challenge] = []
        self._transcript = transcript
        self._answers: list[tuple[Answer, int | None]] = []
        self._given = 0  # answers of the current entry that were given
        self._current = 0

    # Saying what is answered.

    def respond(self, answer: Answer = None, *, times: int | None = None, **response: Any) -> Route:
        """Answer with *answer*, in place of all answers said before.

        :param answer: a `Response` or a fault, a status, bytes, text, a dict or list (as JSON), a path (the file's content), or a
            callable that gets the `SentRequest`, and by name those of the URL's ``{parts}`` it has parameters for, and returns
            such a value. What it raises is reported like an exception in a slot, and the request fails.
        :param times: how often, see the class.
        :param response: arguments of `Response`, besides or instead of *answer*: ``respond({...}, delay=2)``,
            ``respond(status=404, text="?")``.
        Returns the route.
        """
        self._answers.clear()
        self._current = self._given = 0
        return self.then(answer, times=times, **response)

    def then(self, answer: Answer = None, *, times: int | None = None, **response: Any) -> Route:
        """Answer with *answer* when those said before have been given. Arguments as of `respond`."""
        if times is not None and times < 1:
            raise ValueError(f"an answer is given at least once, not {times!r} times")
        if not callable(answer):
            answer = as_response(answer, **response)
        elif response:
            raise TypeError(f"{answer!r} returns the whole answer: {', '.join(response)} cannot be said besides")
        self._answers.append((answer, times))
        return self

    def respond_each(self, answers: Iterable[Answer], *, times: int | None = None) -> Route:
        """Answer with each of *answers* in turn; the last one goes on, unless *times* says how often it is given."""
        made = list(answers)
        if not made:
            raise ValueError("a sequence of answers is not empty")
        self._answers.clear()
        self._current = self._given = 0
        for index, answer in enumerate(made):
            self.then(answer, times=times if index == len(made) - 1 else None)
        return self

    def fail(self, fault: Fault | Response, *, times: int | None = None) -> Route:
        """Let requests fail with *fault* (`refused()`, `reset()`...); behind other answers, as `then` does."""
        return self.then(fault, times=times)

    def require_basic(self, user: str, password: str, *, realm: str = "fake", proxy: bool = False) -> Route:
        """Answer 401 (407 with *proxy*) to requests that do not name *user* and *password* by Basic; see `challenges`."""
        from .challenges import Basic

        return self.require(Basic(user, password, realm, proxy))

    def require_digest(
        self,
        user: str,
        password: str,
        *,
        realm: str = "fake",
        algorithm: str = "SHA-256",
        qop: str | None = "auth",
        stale_after: int | None = None,
        proxy: bool = False,
    ) -> Route:
        """Answer 401 (407 with *proxy*) to requests that do not prove *user* and *password* by Digest (RFC 7616).

        :param algorithm: ``"MD5"``, ``"SHA-256"`` or ``"SHA-512-256"``, with ``-sess`` or without. :param qop: ``"auth"``,
            ``"auth-int"``, ``"auth,auth-int"``, or None for the way of RFC 2069.
        :param stale_after: after how many requests a nonce is stale, so that another one is handed out.
        """
        from .digest import Digest

        return self.require(Digest(user, password, realm, proxy, algorithm, qop, stale_after))

    def require_bearer(self, token: str, *, realm: str = "fake", proxy: bool = False) -> Route:
        """Answer 401 (407 with *proxy*) to requests that do not bear *token*."""
        from .challenges import Bearer

        return self.require(Bearer(token, realm, proxy))

    def require(self, challenge: Challenge) -> Route:
        """Ask every request for what *challenge* wants; being asked uses up no answer."""
        self.challenges.append(challenge)
        return self

    # What happened.

    @property
    def count(self) -> int:
        """How many requests came, those that were challenged or met a fault included."""
        return len(self.requests)

    @property
    def called(self) -> bool:
        """Whether a request came."""
        return bool(self.requests)

    @property
    def last(self) -> SentRequest:
        """The last request. Raises `AssertionError` when none came."""
        if not self.requests:
            self.assert_called()
        return self.requests[-1]

    def assert_called(self, times: int | None = None) -> None:
        """Raise `AssertionError`, with the transcript, unless requests came: *times* of them, at least one by default."""
        if self.called if times is None else self.count == times:
            return
        wanted = "a request" if times is None else f"{times} request{'s' * (times != 1)}"
        raise AssertionError(
            f"the route {self.name} should have had {wanted}, and had {self.count}\n{self._transcript.text()}"
        )

    # For the network.

    @property
    def used_up(self) -> bool:
        """Whether all answers have been given."""
        return bool(self._answers) and self._current >= len(self._answers)

    def peek(self) -> Answer:
        """Return the answer that is next, None for the empty 200 of a route without any."""
        return self._answers[self._current][0] if self._answers else None

    def take(self) -> Answer:
        """Return the answer that is next, and count it as given."""
        if not self._answers:
            return None
        answer, times = self._answers[self._current]
        self._given += 1
        last = self._current == len(self._answers) - 1
        if (times is not None and self._given >= times) or (times is None and not last):
            self._current += 1
            self._given = 0
        return answer

    def __repr__(self) -> str:
        return f"<Route {self.name}: {self.count} requests>"


def call(answer: Callable[..., Any], request: SentRequest, parts: dict[str, str]) -> Response | Fault:
    """Return what a responding callable gives for *request*; it gets the *parts* it has parameters for."""
    if parts:
        from inspect import Parameter, signature

        try:
            parameters = signature(answer).parameters.values()
        except (TypeError, ValueError):
            parts = {}
        else:
            if not any(each.kind is Parameter.VAR_KEYWORD for each in parameters):
                names = {each.name for each in parameters}
                parts = {name: text for name, text in parts.items() if name in names}
    given = answer(request, **parts)
    try:
        return as_response(given)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{name_of(answer)} has returned {given!r}: {error}") from None
