"""A private nginx on free ports of 127.0.0.1: small and large files over http and https, and a place to upload to."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

KIB = 1024
MIB = 1024 * KIB
FILES = {"small": KIB, "mib": MIB, "big": 100 * MIB}
START_ATTEMPTS = 200
START_STEP_SECONDS = 0.02

CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=16;
    keepalive_timeout 300;
    keepalive_requests 1000000000;
    client_max_body_size 0;
    client_body_temp_path tmp_body;
    proxy_temp_path tmp_proxy;
    fastcgi_temp_path tmp_fastcgi;
    uwsgi_temp_path tmp_uwsgi;
    scgi_temp_path tmp_scgi;
    server {{
        listen 127.0.0.1:{http_port} backlog=1024;
        {tls}
        root files;
        # A proxied request is passed on once its body has been read to the end, and here into memory, not onto a
        # disk. The body itself is dropped. $request_length counts what was read: the client checks it.
        location = /upload {{
            client_body_buffer_size 128m;
            proxy_pass http://unix:{folder}/discard.sock:/;
            proxy_pass_request_body off;
            proxy_set_header Content-Length "";
            add_header X-Request-Length $request_length;
        }}
    }}
    server {{
        listen unix:{folder}/discard.sock;
        return 204;
    }}
}}
"""

TLS_CONFIGURATION = """listen 127.0.0.1:{https_port} ssl backlog=1024;
        ssl_certificate chain.pem;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_certificate_key key.pem;"""


class Server(NamedTuple):
    """Where the running server is: two addresses without a trailing slash, the CA's file, the 100 MiB file."""

    http: str
    https: str | None
    ca_file: str | None
    big_file: str


def find() -> str | None:
    """Return the path of nginx, also where the folders of system programs are not on PATH, or None.

    The configuration needs Unix sockets, so that there is none on Windows.
    """
    if os.name == "nt":
        return None
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")


def _free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on; all are held until all are known, so that they differ."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in sockets]


def _write_certificates(folder: Path) -> bool:
    """Write a CA and a server certificate for 127.0.0.1 and localhost; return False when trustme is not installed."""
    try:
        import trustme
    except ImportError:
        return False
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    for number, blob in enumerate(certificate.cert_chain_pems):
        blob.write_to_path(str(folder / "chain.pem"), append=number > 0)
    return True


def _write_files(folder: Path) -> None:
    """Write the bodies that are served."""
    folder.mkdir()
    block = bytes(range(256)) * 4096
    for name, size in FILES.items():
        with open(folder / name, "wb") as file:
            for _ in range(max(1, size // MIB)):
                file.write(block[:size])


def _user_directive() -> str:
    """Return the line that keeps root's worker root: another user could not read the temporary folder."""
    if os.geteuid():
        return ""
    import grp
    import pwd

    return f"user {pwd.getpwuid(0).pw_name} {grp.getgrgid(os.getegid()).gr_name};"


def _await_start(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Return once the port answers; raise RuntimeError with nginx's log when it ends or never listens."""
    for _ in range(START_ATTEMPTS):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(START_STEP_SECONDS)
            break
    log = folder / "error.log"
    raise RuntimeError(f"nginx did not start: {log.read_text() if log.exists() else 'it wrote no log'}")


@contextlib.contextmanager
def running(program: str) -> Iterator[Server]:
    """Run nginx in a temporary folder for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="netaccess-bench-") as name:
        folder = Path(name)
        _write_files(folder / "files")
        http_port, https_port = _free_ports(2)
        tls = _write_certificates(folder)
        configuration = CONFIGURATION.format(
            user=_user_directive(),
            http_port=http_port,
            tls=TLS_CONFIGURATION.format(https_port=https_port) if tls else "",
            folder=folder,
        )
        (folder / "nginx.conf").write_text(configuration)
        command = [program, "-p", name, "-c", str(folder / "nginx.conf")]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            _await_start(process, http_port, folder)
            yield Server(
                http=f"http://127.0.0.1:{http_port}",
                https=f"https://127.0.0.1:{https_port}" if tls else None,
                ca_file=str(folder / "ca.pem") if tls else None,
                big_file=str(folder / "files" / "big"),
            )
        finally:
            process.terminate()
            process.wait()
