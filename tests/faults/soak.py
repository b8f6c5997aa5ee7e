"""The soak: very many requests, well-behaved and broken, aborted, deleted, closed, limited and timed out at random.

``python tests/faults/soak.py --requests 100000`` runs it against the faulty server in a process of its own, prints what came of
it, and exits with 1 when a request was lost, a signal came after ``finished``, an answer was another request's, a POST was sent
twice, or threads, sockets, objects or memory do not return to where they were. ``--tls`` does it over TLS.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from faultyserver import body_for  # noqa: E402

from netaccess.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QEventLoop, QIODevice, QTimer, QUrl  # noqa: E402
from netaccess.QtNetwork import (  # noqa: E402
    QNetworkAccessManager,
    QNetworkReply,
    QNetworkRequest,
    QSslConfiguration,
    QSslSocket,
)

STUCK = 30
"""Seconds without the end of any request after which they count as lost."""
GROWTH_MIB = 12
"""By how much the process may grow between the middle and the end."""
GROWTH_BLOCKS = 10_000
"""How many of Python's blocks of memory may be more at the end than before: caches fill, up to their bounds."""
SIGNALS = (
    "socketStartedConnecting",
    "requestSent",
    "metaDataChanged",
    "readyRead",
    "downloadProgress",
    "uploadProgress",
    "readChannelFinished",
    "errorOccurred",
    "redirected",
)
# Kind of request, how often it is made, and whether it only ends when somebody gives up.
KINDS: tuple[tuple[str, int, bool], ...] = (
    ("size/3", 40, False),
    ("size/1000", 20, False),
    ("size/0", 4, False),
    ("size/70000", 4, False),
    ("size/700000", 1, False),
    ("chunked/20000", 5, False),
    ("gzip/20000", 5, False),
    ("gzip/2000000", 1, False),
    ("pieces/5000", 3, False),
    ("close/1000", 3, False),
    ("bye/1000", 4, False),
    ("fault", 8, False),
    ("cut", 4, False),
    ("reset", 3, False),
    ("redirect/3", 3, False),
    ("excess/50", 3, False),
    ("status/404", 2, False),
    ("status/503", 1, False),
    ("early/0", 2, False),
    ("silent/0", 1, True),
    ("stalled/0", 1, True),
    ("unread/0", 1, True),
)
EXACT = frozenset(("size", "chunked", "gzip", "pieces", "close", "bye", "excess"))
"""Kinds that must succeed, with the body that belongs to them, unless the request was interfered with."""


class Figures:
    """What the process holds just now."""

    def __init__(self, manager: QNetworkAccessManager | None = None) -> None:
        gc.collect()
        self.threads = threading.active_count()
        self.files = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
        self.memory = resident_mib()
        self.blocks = sys.getallocatedblocks()
        self.children = len(manager.children()) if manager is not None else 0

    def __str__(self) -> str:
        return (
            f"{self.threads} threads, {self.files} files and sockets, {self.children} children, "
            f"{self.memory:.1f} MiB, {self.blocks:,} blocks of Python's"
        )


def resident_mib() -> float:
    """Return the memory that the process occupies; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20
    except OSError:
        return 0.0


class One:
    """A request, what is done to it, and whether what it says is right."""

    def __init__(self, soak: Soak, number: int) -> None:
        dice = soak.dice
        self.soak = soak
        self.finished = False
        self.over = False
        self.tampered = False
        self.heard = 0
        self.body = bytearray()
        kind, self.endless = soak.pick()
        self.kind = kind.split("/")[0]
        if self.kind == "fault":
            kind = f"fault/{dice.randrange(1000)}"
        elif self.kind in ("cut", "reset"):
            kind = f"{self.kind}/{dice.randrange(86)}"
        self.path = f"/{kind}/{soak.mark}{number}"
        self.size = int(kind.split("/")[1])
        request = QNetworkRequest(QUrl(f"{soak.base()}{self.path}"))
        self._prepare(request, dice)
        self.reply: Any = self._send(request, dice)
        self._listen(dice)

    def _prepare(self, request: QNetworkRequest, dice: random.Random) -> None:
        request.setRawHeader(b"Content-Type", b"text/plain")
        if self.soak.tls:
            settings = QSslConfiguration.defaultConfiguration()
            settings.setPeerVerifyMode(QSslSocket.PeerVerifyMode.VerifyNone)
            request.setSslConfiguration(settings)
        if self.endless:
            request.setTransferTimeout(dice.choice((5, 20, 60)))
            self.tampered = True
        elif dice.random() < 0.04:
            request.setTransferTimeout(dice.choice((1, 3, 10)))
            self.tampered = True
        elif dice.random() < 0.02:
            request.setAttribute(QNetworkRequest.Attribute.TotalTimeoutAttribute, dice.choice((1, 5, 30)))
            self.tampered = True
        if dice.random() < 0.1:
            request.setPriority(
                dice.choice((QNetworkRequest.Priority.HighPriority, QNetworkRequest.Priority.LowPriority))
            )

    def _send(self, request: QNetworkRequest, dice: random.Random) -> QNetworkReply:
        manager, chance = self.soak.manager, dice.random()
        self.head = False
        self.posted = False
        if self.kind in ("early", "unread") or chance < 0.12:
            self.posted = True
            payload = b"x" * dice.choice((0, 10, 10, 3000, 300_000))
            if dice.random() < 0.3:
                device = QBuffer(manager)
                device.setData(QByteArray(payload))
                device.open(QIODevice.OpenModeFlag.ReadOnly)
                reply = manager.post(request, device)
                device.setParent(reply)
                return reply
            return manager.post(request, payload)
        if chance < 0.2:
            self.head = True
            return manager.head(request)
        if chance < 0.24:
            return manager.put(request, b"y" * dice.choice((0, 100)))
        return manager.get(request)

    def _listen(self, dice: random.Random) -> None:
        reply = self.reply
        for name in SIGNALS:
            getattr(reply, name).connect(lambda *_arguments, name=name: self.hear(name))
        reply.finished.connect(self.finish)
        reply.destroyed.connect(self.destroyed)
        if dice.random() < 0.08:
            reply.setReadBufferSize(max(dice.choice((1, 500, 10_000)), self.size // 100))
        if dice.random() < 0.14:
            act = dice.choice(("abort", "close", "deleteLater", "readAll", "setReadBufferSize", "unlimit"))
            name = dice.choice((*SIGNALS, "now", "soon", "soon"))
            if act in ("abort", "close", "deleteLater"):
                self.tampered = True
            if name == "now":
                self.act(act)
            elif name == "soon":
                QTimer.singleShot(dice.choice((0, 1, 5, 20)), lambda: self.act(act))
            else:
                getattr(reply, name).connect(lambda *_arguments: self.act(act))

    def act(self, what: str) -> None:
        """Do something to the reply, if it is there still."""
        if self.reply is None:
            return
        if what == "readAll":
            if self.reply.isOpen():
                self.body += bytes(self.reply.readAll())
        elif what == "setReadBufferSize":
            self.reply.setReadBufferSize(max(2000, self.size // 100))
        elif what == "unlimit":
            self.reply.setReadBufferSize(0)
        else:
            getattr(self.reply, what)()

    def hear(self, name: str) -> None:
        """A signal has come."""
        if self.finished:
            self.soak.complain(f"{name} after finished: {self.path}")
        if name == "errorOccurred":
            self.heard += 1
            if self.heard > 1:
                self.soak.complain(f"a second error: {self.path}")
        if name == "readyRead":
            self.read()

    def read(self) -> None:
        """Read a part or all of what has come; the rest a little later."""
        if self.reply is None or not self.reply.isOpen():
            return
        if self.soak.dice.random() < 0.5:
            self.body += bytes(self.reply.readAll())
            return
        self.body += bytes(self.reply.read(5000))
        if self.reply.bytesAvailable() and not self.finished:
            QTimer.singleShot(0, self.read)

    def finish(self) -> None:
        """The reply has finished."""
        if self.finished:
            self.soak.complain(f"finished twice: {self.path}")
        self.finished = True
        reply = self.reply
        if reply.isOpen():
            self.body += bytes(reply.readAll())
        error = reply.error()
        self.soak.outcomes[error.name] += 1
        if (error != QNetworkReply.NetworkError.NoError) != bool(self.heard):
            self.soak.complain(f"{error.name} without its signal: {self.path}")
        if not self.tampered:
            self.judge(error.name)
        reply.deleteLater()

    def judge(self, error: str) -> None:
        """Say whether an undisturbed request ended as it had to."""
        if self.kind in EXACT:
            if error == "RemoteHostClosedError" and self.posted:
                return  # on a connection that was being closed: a POST has one try
            wanted = b"" if self.head else body_for(self.path, self.size)
            if error != "NoError" or self.body != wanted:
                self.soak.complain(
                    f"{self.path} ended in {error} with {len(self.body)} bytes: {bytes(self.body[:40])!r}"
                )
        elif self.kind in ("cut", "reset") and error == "NoError" and not self.head:
            self.soak.complain(f"{self.path}: half an answer passed for a whole one")
        elif error in ("TimeoutError", "OperationCanceledError"):
            self.soak.complain(f"{self.path} ended in {error}")

    def destroyed(self, *_arguments: Any) -> None:
        """The reply is gone."""
        self.reply = None
        if not self.finished:
            self.soak.outcomes["deleted"] += 1
        if not self.over:
            self.over = True
            self.soak.ended(self)


class Soak:
    """Keeps so many requests under way until all were made."""

    def __init__(self, ports: list[int], total: int, seed: int, tls: bool, mark: str = "", width: int = 80) -> None:
        self.mark = mark
        self.dice = random.Random(seed)
        self.tls = tls
        self.manager = QNetworkAccessManager()
        self.outcomes: Counter[str] = Counter()
        self.complaints: list[str] = []
        self.middle: Figures | None = None
        self._bases = [f"{'https' if tls else 'http'}://127.0.0.1:{port}" for port in ports]
        self._kinds = [(name, endless) for name, _, endless in KINDS]
        self._weights = [weight for _, weight, _ in KINDS]
        self._total = total
        self._width = width
        self._started = 0
        self.done = 0
        self._live: set[One] = set()
        self.loop = QEventLoop()
        self._starter = QTimer()
        self._starter.setSingleShot(True)
        self._starter.timeout.connect(self._start)
        self._watch = QTimer()
        self._watch.timeout.connect(self._look)
        self._seen = (0, time.monotonic())

    def base(self) -> str:
        """Return one of the servers' addresses, the first most often."""
        return self._bases[0] if self.dice.random() < 0.6 else self.dice.choice(self._bases)

    def pick(self) -> tuple[str, bool]:
        """Return a kind of request."""
        return self.dice.choices(self._kinds, self._weights)[0]

    def complain(self, what: str) -> None:
        """Something is not as it should be."""
        self.complaints.append(what)

    def run(self) -> None:
        """Make all requests."""
        self._watch.start(1000)
        self._starter.start(0)
        self.loop.exec()
        self._watch.stop()

    def _start(self) -> None:
        # Sometimes one by one, sometimes in bursts, so that lines form and dissolve.
        room = self._width if self.dice.random() < 0.5 else self.dice.randrange(1, self._width)
        while len(self._live) < room and self._started < self._total:
            self._started += 1
            self._live.add(One(self, self._started))
        if self.dice.random() < 0.002:
            self.manager.clearConnectionCache()

    def ended(self, one: One) -> None:
        """A reply is gone: time for the next."""
        self._live.discard(one)
        self.done += 1
        if self.middle is None and self.done >= self._total // 2:
            self.middle = Figures(self.manager)
        if self.done >= self._total:
            self.loop.quit()
        elif not self._starter.isActive() and (len(self._live) < self._width // 2 or self.dice.random() < 0.2):
            self._starter.start(0)

    def _look(self) -> None:
        done, since = self._seen
        if self.done != done:
            self._seen = (self.done, time.monotonic())
            return
        if not self._live and not self._starter.isActive():
            self._starter.start(0)
        if time.monotonic() - since > STUCK:
            lost = sorted(f"{one.path}{' (finished)' if one.finished else ''}" for one in self._live)
            self.complain(f"{len(lost)} requests are lost: {', '.join(lost[:10])}")
            faulthandler.dump_traceback(all_threads=True)
            self.loop.quit()

    def end(self) -> None:
        """Let go of everything."""
        children = len(self.manager.children())
        if children:
            self.complain(f"the manager has {children} children left")
        self.manager.deleteLater()
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


@contextmanager
def faulty_server(tls: bool) -> Iterator[list[int]]:
    """Run the server in a process of its own; gives its ports."""
    with tempfile.TemporaryDirectory() as folder:
        files: list[str] = []
        if tls:
            import trustme

            certificate = trustme.CA().issue_cert("127.0.0.1")
            files = [str(Path(folder) / "certificate.pem"), str(Path(folder) / "key.pem")]
            certificate.cert_chain_pems[0].write_to_path(files[0])
            certificate.private_key_pem.write_to_path(files[1])
        command = [sys.executable, str(HERE / "faultyserver.py"), *files]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None and process.stdin is not None
            yield [int(port) for port in process.stdout.readline().split()]
            process.stdin.close()
            process.wait(30)


def statistics(port: int, tls: bool) -> dict[str, Any]:
    """Ask the server what it has seen."""
    import socket
    import ssl

    sock: Any = socket.create_connection(("127.0.0.1", port))
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        sock = context.wrap_socket(sock)
    with sock:
        sock.sendall(b"GET /stats HTTP/1.1\r\nHost: x\r\n\r\n")
        data = b""
        while b"}" not in data:
            data += sock.recv(65536)
    answer: dict[str, Any] = json.loads(data.partition(b"\r\n\r\n")[2])
    return answer


def settle(before: Figures) -> Figures:
    """Return the figures once the threads have ended, or have had time enough for it."""
    ends = time.monotonic() + 10
    waiting = threading.Event()
    while True:
        after = Figures()
        if (after.threads <= before.threads and after.files <= before.files) or time.monotonic() > ends:
            return after
        waiting.wait(0.05)


def soak(total: int, seed: int = 1, tls: bool = False, say: Any = print) -> list[str]:
    """Do it; return what was wrong."""
    application = QCoreApplication.instance() or QCoreApplication([])
    with faulty_server(tls) as ports:
        # What is made once and kept, such as TLS contexts and imported modules, is not to be counted.
        warm = Soak(ports, min(total, 400), seed + 1, tls, "warm")
        warm.run()
        warm.end()
        settle(Figures())
        before = Figures()
        begun = time.monotonic()
        run = Soak(ports, total, seed, tls)
        run.run()
        seconds = time.monotonic() - begun
        run.end()
        seen = statistics(ports[0], tls)
        outcomes, complaints, middle, done = run.outcomes, warm.complaints + run.complaints, run.middle, run.done
        del run, warm
        after = settle(before)
    say(
        f"{done:,} requests in {seconds:.0f} s ({done / max(seconds, 0.001):,.0f} a second){', TLS' if tls else ''}, seed {seed}"
    )
    say(f"the server saw {seen['requests']:,} requests, {seen['posts']:,} POSTs")
    for name, count in outcomes.most_common():
        say(f"  {count:8,} {name}")
    say(f"before: {before}")
    say(f"middle: {middle}")
    say(f"after:  {after}")
    if seen["twice"]:
        complaints.append(f"POSTs were sent twice: {seen['twice']}")
    if after.threads > before.threads:
        names = sorted(thread.name for thread in threading.enumerate())
        complaints.append(f"{after.threads - before.threads} threads are left: {names}")
    if after.files > before.files:
        complaints.append(f"{after.files - before.files} files or sockets are left")
    if middle is not None and after.memory > middle.memory + GROWTH_MIB:
        complaints.append(f"the process has grown by {after.memory - middle.memory:.1f} MiB since the middle")
    if after.blocks > before.blocks + GROWTH_BLOCKS:
        complaints.append(f"{after.blocks - before.blocks:,} blocks of Python's memory are left")
    del application
    return complaints


def main() -> int:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tls", action="store_true")
    options = parser.parse_args()
    faulthandler.enable()
    complaints = soak(options.requests, options.seed, options.tls, lambda line: print(line, flush=True))
    for complaint in complaints[:30]:
        print("FAILED:", complaint)
    if not complaints:
        print("nothing was lost, and everything is as it was before")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
