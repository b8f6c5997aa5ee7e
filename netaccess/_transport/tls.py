"""TLS contexts, made once per setting: loading the root certificates takes longer than a small request."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

ALPN = ["http/1.1"]

_contexts: dict[tuple[bool, str | None, str | None], ssl.SSLContext] = {}
# Held while a context is made, so that workers which start together load the roots once. A context is never changed
# after it has been published here, so using it needs no lock.
_lock = Lock()


def context_for(verify: bool) -> ssl.SSLContext:
    """Return the client context for connections whose certificates must hold (*verify*) or are not looked at.

    The trusted roots are certifi's, unless the environment names others: SSL_CERT_FILE (a file of certificates) or
    SSL_CERT_DIR (a directory of them, named by hash). Both are looked up at each call.
    """
    import os

    key = (verify, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")) if verify else (False, None, None)
    context = _contexts.get(key)
    if context is None:
        with _lock:
            context = _contexts.get(key)
            if context is None:
                context = _contexts[key] = _make(*key)
    return context


def _make(verify: bool, file: str | None, directory: str | None) -> ssl.SSLContext:
    import ssl

    from urllib3.util import create_urllib3_context

    # Naming what is required sets or clears the check of the host name too.
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED if verify else ssl.CERT_NONE)
    context.set_alpn_protocols(ALPN)
    if verify:
        if not file and not directory:
            import certifi

            file = certifi.where()
        context.load_verify_locations(file or None, directory or None)
    return context
