"""What the command line passes around: a job that was asked for, and the result it came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestPlan:
    """Everything about a request but its URL; the jobs of one run share one, but for credentials in their URLs.

    headers holds (name, value) pairs in sending order; body is None for a request without one; timeout is the number
    of seconds a whole transfer may take, None for no limit; proxy is a proxy's URL, an empty string for "no proxy",
    None for "ask the environment".
    """

    method: str = "GET"
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes | None = None
    timeout: float | None = None
    insecure: bool = False
    follow: bool = True
    proxy: str | None = None
    show_headers: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One URL to fetch and where it goes.

    output is the file named with -o ("-" is standard output), None to derive a name from the URL. sha256 is the digest
    (64 hexadecimal digits) the body must have. expected_status is an HTTP status that counts as success here although
    it is an error: the demo asks for a file that is missing.
    """

    url: str
    plan: RequestPlan
    output: str | None = None
    use_header_name: bool = False
    sha256: str | None = None
    expected_status: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job.

    path is where the file is, None when there is none. status and reason are HTTP's, None and "" where no answer came
    or the scheme has none. size counts the body's bytes as written, seconds the time from the request to the end.
    sha256 is the digest of the body, None when it is incomplete; verified says whether it was compared with a known
    digest and matched. error is None when the job succeeded.
    """

    name: str
    url: str
    path: str | None = None
    status: int | None = None
    reason: str = ""
    size: int = 0
    seconds: float = 0.0
    sha256: str | None = None
    verified: bool = False
    error: str | None = None
    expected: bool = False
    canceled: bool = False

    @property
    def ok(self) -> bool:
        """Whether the job came out as it should: no error, or just the HTTP error it expected."""
        return self.error is None or self.expected
