"""Network access, under the names of ``PySide6.QtNetwork``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._access.cookiejar import QNetworkCookieJar
from ._access.manager import QNetworkAccessManager
from ._access.reply import QNetworkReply
from ._values.cookie import QNetworkCookie
from ._values.httpconfig import QHttp1Configuration
from ._values.lazynames import lazy_names
from ._values.netproxy import QNetworkProxy
from ._values.request import QNetworkRequest
from ._values.sslconfig import QSslConfiguration, QSslError, QSslSocket

if TYPE_CHECKING:  # what _LAZY names
    from ._access.formdata import QFormDataBuilder, QFormDataPartBuilder
    from ._access.httppart import QHttpPart
    from ._access.multipart import QHttpMultiPart
    from ._access.requestfactory import QNetworkRequestFactory
    from ._access.restmanager import QRestAccessManager
    from ._access.restreply import QRestReply
    from ._values.httpheaderranges import QHttpHeaderRangeSet
    from ._values.httpheaders import QHttpHeaders

__all__ = [
    "QFormDataBuilder",
    "QFormDataPartBuilder",
    "QHttp1Configuration",
    "QHttpHeaderRangeSet",
    "QHttpHeaders",
    "QHttpMultiPart",
    "QHttpPart",
    "QNetworkAccessManager",
    "QNetworkCookie",
    "QNetworkCookieJar",
    "QNetworkProxy",
    "QNetworkReply",
    "QNetworkRequest",
    "QNetworkRequestFactory",
    "QRestAccessManager",
    "QRestReply",
    "QSslConfiguration",
    "QSslError",
    "QSslSocket",
]

_LAZY: dict[str, str] = {
    "QFormDataBuilder": "._access.formdata",
    "QFormDataPartBuilder": "._access.formdata",
    "QHttpHeaderRangeSet": "._values.httpheaderranges",
    "QHttpHeaders": "._values.httpheaders",
    "QHttpMultiPart": "._access.multipart",
    "QHttpPart": "._access.httppart",
    "QNetworkRequestFactory": "._access.requestfactory",
    "QRestAccessManager": "._access.restmanager",
    "QRestReply": "._access.restreply",
}
"""Names that few programs use, and the module each is loaded from when it is asked for."""

__getattr__, __dir__ = lazy_names(globals(), _LAZY)
