"""Cassettes: conversations with a real server, recorded once into a HAR file and played again without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cassettematch import UNKNOWN, WEIGHTS, CassetteMatch, aspects, window
from .har import HarContent, HarEntry, HarField, HarLog, HarRequest
from .redaction import Redaction

__all__ = ["Cassette", "CassetteMatch", "Recording"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike
    from typing import Self

    from netaccess._transport.base import Transport

    from ..network.faults import Fault
    from ..network.response import Response
    from ..network.sentrequest import SentRequest
    from ..virtualtime.fakeloop import FakeLoop
    from .recording import Recorder

REDACTION = "_redaction"
"""The log's field with the names of what was taken out."""
_NEAREST = 3


class Cassette:
    """Recorded answers, in their order.

    Requests that are equal (`CassetteMatch`) get the answers that such requests got, one after the other, each once. A live
    request is redacted as the recorded ones were before the two are compared. `FakeNetwork.cassette` puts one on a network.
    """

    def __init__(
        self,
        log: HarLog,
        *,
        path: str = "",
        redact: Redaction | None = None,
        match: CassetteMatch | None = None,
        strict: bool = True,
    ) -> None:
        """
        :param log: what was recorded; entries that are not about http or https are left out.
        :param path: where it comes from, for messages.
        :param redact: what to take out of live requests, besides what the log says was taken out of its own.
        :param match: what makes requests equal.
        :param strict: every entry has to be played, and once only; otherwise the last of equal ones repeats, and none has to.
        """
        self.log = log
        self.path = path
        self.strict = strict
        self.match = match or CassetteMatch()
        kept = log.extra.get(REDACTION)
        self.redaction = redact or Redaction()
        if isinstance(kept, dict):
            self.redaction = self.redaction.with_names(kept)
        self._tracks = [
            _Track(number, entry, self.redaction.request(entry.request))
            for number, entry in enumerate(log.entries, 1)
            if entry.request.url.partition(":")[0].lower() in ("http", "https")
        ]

    # Making one.

    @classmethod
    def load(
        cls,
        path: str | PathLike[str],
        *,
        redact: Redaction | None = None,
        match: CassetteMatch | None = None,
        strict: bool = True,
    ) -> Self:
        """Return the cassette in the file at *path*, of ours or of a browser. Other parameters as for the class.

        Raises `HarError` for what is no HAR, `OSError` for what cannot be read.
        """
        __tracebackhide__ = True
        from os import fspath

        return cls(HarLog.load(path), path=fspath(path), redact=redact, match=match, strict=strict)

    @staticmethod
    def record(
        path: str | PathLike[str],
        *,
        redact: Redaction | None = None,
        loop: FakeLoop | None = None,
        keep_on_error: bool = False,
        make_transport: Callable[[], Transport] | None = None,
    ) -> Recording:
        """Return a context manager that records what managers send that are made, or first used, inside it.

        :param path: the file, which is written at the end, whole or not at all, in place of one that is there.
        :param redact: what is taken out before that, besides authorization, cookies and user information.
        :param loop: the loop whose time stands still while the network works; by default the `FakeLoop` that has been entered.
        :param keep_on_error: write what there is also when an exception ends the block.
        :param make_transport: makes what does the work; by default what managers use outside.
        """
        return Recording(path, redact or Redaction(), loop, keep_on_error, make_transport)

    # Playing.

    def answer(self, request: SentRequest) -> Response | Fault | None:
        """Return what *request* was answered with when it was recorded, None when the cassette has nothing (left) for it.

        A failure is answered by the fault that was met. The entry counts as played.
        """
        from .replay import answer_of

        track = self._find(request)
        if track is None:
            return None
        track.played = True
        return answer_of(track.entry)

    def peek(self, request: SentRequest) -> Response | Fault | None:
        """Return what `answer` would, without counting it as played."""
        from .replay import answer_of

        track = self._find(request)
        return None if track is None else answer_of(track.entry)

    def nearest(self, request: SentRequest) -> list[str]:
        """Return a line for each of the entries that come nearest to *request*, with what is different about it."""
        live = self._live(request)
        ranked = sorted(
            ((self._differences(track, live), track) for track in self._tracks),
            key=lambda pair: (sum(WEIGHTS.get(what, 1) for what, *_ in pair[0]), pair[1].played, pair[1].number),
        )
        return [f"{track.title}: {_explained(track, differences)}" for differences, track in ranked[:_NEAREST]]

    def unplayed(self) -> list[str]:
        """Return a line for each entry that has to be played and has not been: none when not strict.

        An entry that was aborted need not be played: whether it is sent at all may be a matter of time.
        """
        if not self.strict:
            return []
        return [track.title for track in self._tracks if not track.played and not track.entry.aborted]

    def verify(self) -> None:
        """Raise `AssertionError` unless every entry that has to be played has been."""
        left = self.unplayed()
        if left:
            lines = "\n".join(f"  {line}" for line in left)
            raise AssertionError(f"{self!r}: {len(left)} of {len(self._tracks)} entries were never played:\n{lines}")

    def rewind(self) -> None:
        """Begin again: nothing counts as played."""
        for track in self._tracks:
            track.played = False

    def __repr__(self) -> str:
        return f"<Cassette {self.path or 'in memory'}>"

    # Comparing.

    def _find(self, request: SentRequest) -> _Track | None:
        """Return the entry that is played next for *request*."""
        live = self._live(request)
        equal = [track for track in self._tracks if not track.silent and not self._differences(track, live)]
        track = next((each for each in equal if not each.played), None)
        return equal[-1] if track is None and equal and not self.strict else track

    def _live(self, request: SentRequest) -> HarRequest:
        """Return a live request as it would have been recorded."""
        headers = tuple(HarField(name, value) for name, value in request.headers)
        content = HarContent(request.body, request.header("content-type") or "") if request.body else None
        return self.redaction.request(HarRequest(request.method, request.url, headers, content))

    def _differences(self, track: _Track, live: HarRequest) -> list[tuple[str, str, str]]:
        """Return what is different about *live*: what it is about, how it was recorded, how it was sent."""
        recorded = track.aspects(self.match)
        found = []
        for (what, wanted), (_, got) in zip(recorded, aspects(live, self.match), strict=True):
            if wanted != got and wanted is not UNKNOWN:
                found.append((what, wanted, got))
        return found


class _Track:
    """An entry on its cassette."""

    def __init__(self, number: int, entry: HarEntry, request: HarRequest) -> None:
        self.number = number
        self.entry = entry
        self.played = False
        self.silent = entry.response.status != 0 and entry.response.content.body is None
        """Whether there was an answer that the file does not hold."""
        self._request = request
        self._aspects: list[tuple[str, str]] | None = None

    @property
    def title(self) -> str:
        """What to call it."""
        request = self._request
        return f"entry {self.number} ({request.method} {request.url})"

    def aspects(self, match: CassetteMatch) -> list[tuple[str, str]]:
        """Return what is compared, found out once."""
        if self._aspects is None:
            self._aspects = aspects(self._request, match)
        return self._aspects


def _explained(track: _Track, differences: list[tuple[str, str, str]]) -> str:
    """Return why the entry was not played."""
    if differences:
        return "; ".join(f"{what}: recorded {window(a, b)}, sent {window(b, a)}" for what, a, b in differences)
    if track.silent:
        return "it is the same request, but the file does not hold its answer's body"
    return "it is the same request, but has been played already"


class Recording:
    """A recording under way: a context manager, made by `Cassette.record`."""

    def __init__(
        self,
        path: str | PathLike[str],
        redaction: Redaction,
        loop: FakeLoop | None,
        keep_on_error: bool,
        make_transport: Callable[[], Transport] | None,
    ) -> None:
        self.path = path
        self._redaction = redaction
        self._loop = loop
        self._keep_on_error = keep_on_error
        self._make_transport = make_transport
        self._recorder: Recorder | None = None
        self._before: Callable[[], Transport] | None = None

    def __enter__(self) -> Self:
        """Let managers that need a transport from now on have one that records. Raises `RuntimeError` the second time."""
        from netaccess._access.manager import Seam

        from ..virtualtime.fakeloop import FakeLoop
        from .recording import Recorder

        if self._recorder is not None:
            raise RuntimeError("a recording can be made only once: call Cassette.record again")
        loop = self._loop or FakeLoop.current()
        self._recorder = Recorder(None if loop is None else loop.turns.outside)
        self._before = Seam.make_transport
        Seam.make_transport = staticmethod(self.transport)
        return self

    def __exit__(self, kind: type[BaseException] | None, *exception: object) -> None:
        """Write the file; after an exception only if that was asked for. Requests under way are recorded as aborted.

        Raises `OSError` when it cannot be written, and whatever the redaction's own functions raise: nothing is written then.
        """
        from netaccess._access.manager import Seam

        assert self._before is not None and self._recorder is not None
        Seam.make_transport = staticmethod(self._before)
        self._recorder.close()
        if kind is None or self._keep_on_error:
            self.log().save(self.path)

    def transport(self) -> Transport:
        """Return a transport that records, for one manager. Raises `RuntimeError` before the with statement."""
        from .recording import RecordingTransport

        make = self._make_transport or self._before
        if make is None or self._recorder is None:
            raise RuntimeError("the recording has not begun: use it in a with statement")
        return RecordingTransport(make(), self._recorder)

    def log(self) -> HarLog:
        """Return what has been recorded so far, redacted."""
        return redacted_log(self._recorder.entries() if self._recorder is not None else (), self._redaction)


def redacted_log(entries: Iterable[HarEntry], redaction: Redaction) -> HarLog:
    """Return what a cassette's file holds of *entries*."""
    return HarLog(tuple(map(redaction.entry, entries)), {REDACTION: redaction.names()})
