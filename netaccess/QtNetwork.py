"""Network access, under the names of ``PySide6.QtNetwork``."""

from __future__ import annotations

from ._access.cookiejar import QNetworkCookieJar
from ._access.manager import QNetworkAccessManager
from ._access.reply import QNetworkReply
from ._values.cookie import QNetworkCookie
from ._values.httpconfig import QHttp1Configuration
from ._values.lazynames import lazy_names
from ._values.netproxy import QNetworkProxy
from ._values.request import QNetworkRequest
from ._values.sslconfig import QSslConfiguration, QSslError, QSslSocket

__all__ = [
    "QHttp1Configuration",
    "QNetworkAccessManager",
    "QNetworkCookie",
    "QNetworkCookieJar",
    "QNetworkProxy",
    "QNetworkReply",
    "QNetworkRequest",
    "QSslConfiguration",
    "QSslError",
    "QSslSocket",
]

_LAZY: dict[str, str] = {}
"""Names that few programs use, and the module each is loaded from when it is asked for."""

__getattr__, __dir__ = lazy_names(globals(), _LAZY)
