"""`NetworkGuard`: while it is up, nobody in the process reaches a real network, and whoever tries is remembered.

Two layers. Python's audit events are raised for every look-up and connection, also those made around the ``socket`` module's
own functions; an audit hook cannot be taken away, so it is put up when a guard is first used and looks at one global from then
on. Sockets that are given a name look it up before their event is raised, which is why their methods are watched as well.

Thread safety: attempts are appended to a list by whatever thread makes them; which guard is up is one store, by the thread
that runs the test.
"""

from __future__ import annotations

import errno
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from .origins import Origin, capture

if TYPE_CHECKING:
    from .leaks import Sent


class NetworkBlocked(OSError):
    """A test tried to use the real network. It fails, whatever the code under test made of this error."""

    __module__ = "netaccess.testing"


class Attempt(NamedTuple):
    """Somebody tried to use the real network."""

    what: str
    """What was tried, in words."""
    host: str
    """The name or address, in lower case."""
    origin: Origin
    """By what line."""


class ConnectionBlocked(NetworkBlocked, ConnectionRefusedError):
    """A connection, or a datagram, to a real address: for the code under test it is refused."""


class LookupBlocked(NetworkBlocked, socket.gaierror):
    """A look-up of a real name: for the code under test there is no such host."""


class NetworkGuard:
    """Blocks connections and look-ups that are not allowed. ``begin`` and ``end`` it, or use it in a with statement.

    Pairs of connected sockets, local (``AF_UNIX``) sockets and whatever is connected already are left alone.
    """

    _up: ClassVar[NetworkGuard | None] = None

    def __init__(self, title: str, *, loopback: bool = False, hosts: Iterable[str] = ()) -> None:
        """
        :param title: the test, for the messages.
        :param loopback: let addresses of this machine through.
        :param hosts: names and addresses to let through; ``*`` stands for any part of a name.
        """
        self.title = title
        self.loopback = loopback
        self.hosts = tuple(host.lower() for host in hosts)
        self.attempts: list[Attempt] = []
        """What was tried."""
        self._addresses: set[str] = set()  # what the names that are let through have been resolved to
        self._looking = threading.local()
        self._before: NetworkGuard | None = None

    def begin(self) -> None:
        """Put the guard up, in the place of one that is up already."""
        _listen()
        self._before, NetworkGuard._up = NetworkGuard._up, self
        if self._before is None:
            _watch_methods()

    def end(self) -> None:
        """Take the guard away; the one before it is up again."""
        NetworkGuard._up = self._before
        if self._before is None:
            _unwatch_methods()

    def describe(self, whole: bool = False, sent: Callable[[str], list[Sent]] | None = None) -> str:
        """Return what was tried and where, '' when nothing was.

        :param whole: with the whole stack.
        :param sent: tells of the requests that were sent to a host: what a worker of the library tries is put down to them.
        """
        if not self.attempts:
            return ""
        alone = len(self.attempts) == 1
        lines = [f"real network: {self.attempts[0].what}"]
        if not alone:
            lines[0] += f", and {len(self.attempts) - 1} more"
        by = "" if alone else "  "
        told: dict[str, int] = {}  # how many attempts were put down to requests to that host
        for attempt in self.attempts:
            if not alone:
                lines.append(f"  {attempt.what}")
            requests = sent(attempt.host) if sent is not None and attempt.origin.passes_through("_transport") else []
            if requests:
                number = told[attempt.host] = told.get(attempt.host, 0) + 1
                request = requests[min(number, len(requests)) - 1]
                lines += [f"{by}  for {request.what}"]
                lines += [f"{by}  sent at {line}" for line in request.origin.lines(whole)]
            else:
                lines += [f"{by}  at {line}" for line in attempt.origin.lines(whole)]
        advice = f"the fixture fake_network answers requests; {_ADVICE}" if told else _ADVICE
        return "\n".join([*lines, f"  ({advice})"])

    # Judging. Raises, or returns.

    def judge_address(self, sock: Any, address: Any, what: str) -> None:
        """Raise `ConnectionBlocked` unless the address may be used by *sock*."""
        __tracebackhide__ = True
        if sock.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple) or not address:
            return
        host = _text(address[0])
        if self._lets_through(host) or _makes_a_pair():
            return
        port = f":{address[1]}" if len(address) > 1 else ""
        whom = f"[{host}]" if ":" in host else host
        self._refuse(ConnectionBlocked, errno.ECONNREFUSED, f"{what} {whom}{port}", host)

    def judge_lookup(self, host: Any, what: str) -> None:
        """Raise `LookupBlocked` unless the name may be looked up. Addresses need no look-up."""
        __tracebackhide__ = True
        if getattr(self._looking, "busy", False):
            return
        name = _text(host)
        if is_address(name):
            return
        if self._lets_through(name):
            self._remember(name)
            return
        if not (self.loopback and name == socket.gethostname().lower()):
            self._refuse(LookupBlocked, socket.EAI_NONAME, f"{what} {name}", name)

    def judge_reverse_lookup(self, host: Any) -> None:
        """Raise `LookupBlocked` unless the name that belongs to an address may be looked up."""
        __tracebackhide__ = True
        if not self._lets_through(_text(host)):
            self._refuse(LookupBlocked, socket.EAI_NONAME, f"look up the name of {_text(host)}", _text(host))

    def _lets_through(self, host: str) -> bool:
        if host in self._addresses or (self.loopback and is_loopback(host)):
            return True
        if not self.hosts:
            return False
        from fnmatch import fnmatchcase

        return any(fnmatchcase(host, allowed) for allowed in self.hosts)

    def _remember(self, name: str) -> None:
        """Note the addresses of a name that is let through: it is them that are connected to."""
        if is_loopback(name):
            return
        self._looking.busy = True
        try:
            self._addresses.update(str(found[4][0]).lower() for found in socket.getaddrinfo(name, None))
        except OSError:
            pass  # who asked gets the same answer
        finally:
            self._looking.busy = False

    def _refuse(self, kind: type[NetworkBlocked], number: int, what: str, host: str) -> None:
        __tracebackhide__ = True
        self.attempts.append(Attempt(what, host, capture(2)))
        raise kind(number, f"{what}: blocked in {self.title} ({_ADVICE})")

    def __enter__(self) -> NetworkGuard:
        self.begin()
        return self

    def __exit__(self, *exc: object) -> None:
        self.end()


_ADVICE = "@pytest.mark.real_network allows it"


def is_address(host: str) -> bool:
    """Return whether *host* is an address, or nothing, so that no name has to be looked up."""
    if host in ("", "<broadcast>"):
        return True
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host.partition("%")[0])
        except (OSError, ValueError):
            continue
        return True
    return False


def is_loopback(host: str) -> bool:
    """Return whether *host*, a name or an address in lower case, is this very machine."""
    if host in ("localhost", "::1", "", "0.0.0.0", "::") or host.endswith(".localhost"):
        return True
    return host.removeprefix("::ffff:").startswith("127.") and is_address(host)


def _text(host: Any) -> str:
    if host is None:
        return ""
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("ascii", "replace")
    return str(host).lower().rstrip(".")


def _makes_a_pair() -> bool:
    """Return whether the connection joins the two ends of a socket pair, where the system has none of its own."""
    frame = sys._getframe(2)
    for _ in range(6):
        if frame.f_code.co_name in _PAIRS and frame.f_code.co_filename == socket.__file__:
            return True
        if frame.f_back is None:
            break
        frame = frame.f_back
    return False


_PAIRS = ("socketpair", "_fallback_socketpair")


# The audit events.


def _heard_address(guard: NetworkGuard, args: tuple[Any, ...]) -> None:
    __tracebackhide__ = True
    guard.judge_address(args[0], args[1], "connect to")


def _heard_datagram(guard: NetworkGuard, args: tuple[Any, ...]) -> None:
    __tracebackhide__ = True
    guard.judge_address(args[0], args[1], "send to")


def _heard_lookup(guard: NetworkGuard, args: tuple[Any, ...]) -> None:
    __tracebackhide__ = True
    guard.judge_lookup(args[0], "look up")


def _heard_reverse(guard: NetworkGuard, args: tuple[Any, ...]) -> None:
    __tracebackhide__ = True
    address = args[0]
    guard.judge_reverse_lookup(address[0] if isinstance(address, tuple) else address)


_EVENTS: dict[str, Callable[[NetworkGuard, tuple[Any, ...]], None]] = {
    "socket.connect": _heard_address,
    "socket.sendto": _heard_datagram,
    "socket.sendmsg": _heard_datagram,
    "socket.getaddrinfo": _heard_lookup,
    "socket.gethostbyname": _heard_lookup,
    "socket.gethostbyaddr": _heard_reverse,
    "socket.getnameinfo": _heard_reverse,
}


class _State:
    listening: ClassVar[bool] = False
    methods: ClassVar[list[tuple[type, str, Any]]] = []


def _hear(event: str, args: tuple[Any, ...]) -> None:
    __tracebackhide__ = True
    guard = NetworkGuard._up
    if guard is not None and (judge := _EVENTS.get(event)) is not None:
        judge(guard, args)


def _listen() -> None:
    if not _State.listening:
        _State.listening = True
        sys.addaudithook(_hear)


# The methods of sockets. What is called with an address in the last place is judged before the name in it is looked up.


def _watch_methods() -> None:
    for name, what in (("connect", "connect to"), ("connect_ex", "connect to"), ("sendto", "send to")):
        cls = socket.socket
        _State.methods.append((cls, name, cls.__dict__.get(name)))
        setattr(cls, name, _guarded(getattr(cls, name), what))


def _unwatch_methods() -> None:
    while _State.methods:
        cls, name, before = _State.methods.pop()
        if before is None:
            delattr(cls, name)
        else:
            setattr(cls, name, before)


def _guarded(method: Callable[..., Any], what: str) -> Callable[..., Any]:
    def call(self: socket.socket, *args: Any) -> Any:
        __tracebackhide__ = True
        guard = NetworkGuard._up
        if guard is not None and args:
            guard.judge_address(self, args[-1], what)
        return method(self, *args)

    call.__name__ = method.__name__
    return call
