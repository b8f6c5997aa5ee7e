"""What somebody meant who typed something that may be a file, a URL, or a host name."""

from __future__ import annotations

import os

from netaccess._values.url import QUrl
from netaccess._values.urlpath import clean_local

_ASSUME_LOCAL_FILE = 1


def from_user_input(text: str, directory: str, options: int) -> QUrl:
    """Return the URL meant by *text*; with a *directory*, files that exist in it are looked for first."""
    typed, text = text, text.strip()
    if not text:
        return QUrl()
    if text.count(":") > 1 and _ADDRESS.issuperset(text):
        url = QUrl()
        url.setHost(text)
        if url.isValid():
            url.setScheme("http")
            return url
    if directory and text[0] not in "/:":
        full = os.path.join(os.path.abspath(directory), typed)
        if os.path.exists(full) or (options & _ASSUME_LOCAL_FILE and QUrl(text).isRelative()):
            path = clean_local(full)
            return QUrl.fromLocalFile(path if typed[-1] == "/" or len(path) == 1 else path.rstrip("/"))
    return _guess(text)


_ADDRESS = frozenset("0123456789abcdefABCDEF:.")


def _guess(text: str) -> QUrl:
    """Return the URL meant by *text* alone: an absolute path, a URL with a scheme, or a host."""
    if text[0] in "/:":
        return QUrl.fromLocalFile(text)
    url = QUrl(text)
    prepended = QUrl("http://" + text)
    if url.isValid() and url.scheme() and prepended.port() == -1:
        return url
    if not prepended.isValid() or (not prepended.host() and not prepended.path()):
        return QUrl()
    if text.partition(".")[0].lower() == "ftp":
        prepended.setScheme("ftp")
    return prepended
