"""The codes of a request's and a reply's attributes."""

from __future__ import annotations

from .qtenum import QtEnum


class Attribute(QtEnum):
    """What can be asked of a request and learnt from a reply beside its headers (``QNetworkRequest::Attribute``).

    The numbers from `User` to `UserMax` are the program's own: ``Attribute(1001)`` is a member too. The two timeouts behind
    them are netaccess's additions, in milliseconds: how long making a connection may take (30,000 by default), and how long
    the request may take in all, from the call to `finished`, the time in the queue and redirects included (no limit by
    default). The last ones are Qt 5's, whose numbers belong to others now: ``FollowRedirectsAttribute`` sets
    ``RedirectPolicyAttribute`` as well; nothing comes of those for SPDY.
    """

    HttpStatusCodeAttribute = 0
    HttpReasonPhraseAttribute = 1
    RedirectionTargetAttribute = 2
    ConnectionEncryptedAttribute = 3
    CacheLoadControlAttribute = 4
    CacheSaveControlAttribute = 5
    SourceIsFromCacheAttribute = 6
    DoNotBufferUploadDataAttribute = 7
    HttpPipeliningAllowedAttribute = 8
    HttpPipeliningWasUsedAttribute = 9
    CustomVerbAttribute = 10
    CookieLoadControlAttribute = 11
    AuthenticationReuseAttribute = 12
    CookieSaveControlAttribute = 13
    MaximumDownloadBufferSizeAttribute = 14
    DownloadBufferAttribute = 15
    SynchronousRequestAttribute = 16
    BackgroundRequestAttribute = 17
    EmitAllUploadProgressSignalsAttribute = 18
    Http2AllowedAttribute = 19
    Http2WasUsedAttribute = 20
    OriginalContentLengthAttribute = 21
    RedirectPolicyAttribute = 22
    Http2DirectAttribute = 23
    ResourceTypeAttribute = 24
    AutoDeleteReplyOnFinishAttribute = 25
    ConnectionCacheExpiryTimeoutSecondsAttribute = 26
    Http2CleartextAllowedAttribute = 27
    UseCredentialsAttribute = 28
    FullLocalServerNameAttribute = 29
    User = 1000
    UserMax = 32767
    ConnectTimeoutAttribute = 40000
    TotalTimeoutAttribute = 40001
    SpdyAllowedAttribute = 40018
    SpdyWasUsedAttribute = 40019
    FollowRedirectsAttribute = 40021
    HTTP2AllowedAttribute = Http2AllowedAttribute
    HTTP2WasUsedAttribute = Http2WasUsedAttribute
