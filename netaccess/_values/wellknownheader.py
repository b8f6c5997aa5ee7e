"""The headers that `QHttpHeaders` knows by number: those of IANA's registry, with their names on the wire."""

from __future__ import annotations

from .qtenum import QtEnum


class WellKnownHeader(QtEnum):
    """A registered header (``QHttpHeaders::WellKnownHeader``), to be used in place of its name."""

    AIM = 0
    Accept = 1
    AcceptAdditions = 2
    AcceptCH = 3
    AcceptDatetime = 4
    AcceptEncoding = 5
    AcceptFeatures = 6
    AcceptLanguage = 7
    AcceptPatch = 8
    AcceptPost = 9
    AcceptRanges = 10
    AcceptSignature = 11
    AccessControlAllowCredentials = 12
    AccessControlAllowHeaders = 13
    AccessControlAllowMethods = 14
    AccessControlAllowOrigin = 15
    AccessControlExposeHeaders = 16
    AccessControlMaxAge = 17
    AccessControlRequestHeaders = 18
    AccessControlRequestMethod = 19
    Age = 20
    Allow = 21
    ALPN = 22
    AltSvc = 23
    AltUsed = 24
    Alternates = 25
    ApplyToRedirectRef = 26
    AuthenticationControl = 27
    AuthenticationInfo = 28
    Authorization = 29
    CacheControl = 30
    CacheStatus = 31
    CalManagedID = 32
    CalDAVTimezones = 33
    CapsuleProtocol = 34
    CDNCacheControl = 35
    CDNLoop = 36
    CertNotAfter = 37
    CertNotBefore = 38
    ClearSiteData = 39
    ClientCert = 40
    ClientCertChain = 41
    Close = 42
    Connection = 43
    ContentDigest = 44
    ContentDisposition = 45
    ContentEncoding = 46
    ContentID = 47
    ContentLanguage = 48
    ContentLength = 49
    ContentLocation = 50
    ContentRange = 51
    ContentSecurityPolicy = 52
    ContentSecurityPolicyReportOnly = 53
    ContentType = 54
    Cookie = 55
    CrossOriginEmbedderPolicy = 56
    CrossOriginEmbedderPolicyReportOnly = 57
    CrossOriginOpenerPolicy = 58
    CrossOriginOpenerPolicyReportOnly = 59
    CrossOriginResourcePolicy = 60
    DASL = 61
    Date = 62
    DAV = 63
    DeltaBase = 64
    Depth = 65
    Destination = 66
    DifferentialID = 67
    DPoP = 68
    DPoPNonce = 69
    EarlyData = 70
    ETag = 71
    Expect = 72
    ExpectCT = 73
    Expires = 74
    Forwarded = 75
    From = 76
    Hobareg = 77
    Host = 78
    If = 79
    IfMatch = 80
    IfModifiedSince = 81
    IfNoneMatch = 82
    IfRange = 83
    IfScheduleTagMatch = 84
    IfUnmodifiedSince = 85
    IM = 86
    IncludeReferredTokenBindingID = 87
    KeepAlive = 88
    Label = 89
    LastEventID = 90
    LastModified = 91
    Link = 92
    Location = 93
    LockToken = 94
    MaxForwards = 95
    MementoDatetime = 96
    Meter = 97
    MIMEVersion = 98
    Negotiate = 99
    NEL = 100
    ODataEntityId = 101
    ODataIsolation = 102
    ODataMaxVersion = 103
    ODataVersion = 104
    OptionalWWWAuthenticate = 105
    OrderingType = 106
    Origin = 107
    OriginAgentCluster = 108
    OSCORE = 109
    OSLCCoreVersion = 110
    Overwrite = 111
    PingFrom = 112
    PingTo = 113
    Position = 114
    Prefer = 115
    PreferenceApplied = 116
    Priority = 117
    ProxyAuthenticate = 118
    ProxyAuthenticationInfo = 119
    ProxyAuthorization = 120
    ProxyStatus = 121
    PublicKeyPins = 122
    PublicKeyPinsReportOnly = 123
    Range = 124
    RedirectRef = 125
    Referer = 126
    Refresh = 127
    ReplayNonce = 128
    ReprDigest = 129
    RetryAfter = 130
    ScheduleReply = 131
    ScheduleTag = 132
    SecPurpose = 133
    SecTokenBinding = 134
    SecWebSocketAccept = 135
    SecWebSocketExtensions = 136
    SecWebSocketKey = 137
    SecWebSocketProtocol = 138
    SecWebSocketVersion = 139
    Server = 140
    ServerTiming = 141
    SetCookie = 142
    Signature = 143
    SignatureInput = 144
    SLUG = 145
    SoapAction = 146
    StatusURI = 147
    StrictTransportSecurity = 148
    Sunset = 149
    SurrogateCapability = 150
    SurrogateControl = 151
    TCN = 152
    TE = 153
    Timeout = 154
    Topic = 155
    Traceparent = 156
    Tracestate = 157
    Trailer = 158
    TransferEncoding = 159
    TTL = 160
    Upgrade = 161
    Urgency = 162
    UserAgent = 163
    VariantVary = 164
    Vary = 165
    Via = 166
    WantContentDigest = 167
    WantReprDigest = 168
    WWWAuthenticate = 169
    XContentTypeOptions = 170
    XFrameOptions = 171
    AcceptCharset = 172
    CPEPInfo = 173
    Pragma = 174
    ProtocolInfo = 175
    ProtocolQuery = 176


_NAMES = (
    b"a-im accept accept-additions accept-ch accept-datetime accept-encoding accept-features accept-language "
    b"accept-patch accept-post accept-ranges accept-signature access-control-allow-credentials "
    b"access-control-allow-headers access-control-allow-methods access-control-allow-origin "
    b"access-control-expose-headers access-control-max-age access-control-request-headers "
    b"access-control-request-method age allow alpn alt-svc alt-used alternates apply-to-redirect-ref "
    b"authentication-control authentication-info authorization cache-control cache-status cal-managed-id "
    b"caldav-timezones capsule-protocol cdn-cache-control cdn-loop cert-not-after cert-not-before "
    b"clear-site-data client-cert client-cert-chain close connection content-digest content-disposition "
    b"content-encoding content-id content-language content-length content-location content-range "
    b"content-security-policy content-security-policy-report-only content-type cookie "
    b"cross-origin-embedder-policy cross-origin-embedder-policy-report-only cross-origin-opener-policy "
    b"cross-origin-opener-policy-report-only cross-origin-resource-policy dasl date dav delta-base depth "
    b"destination differential-id dpop dpop-nonce early-data etag expect expect-ct expires forwarded from "
    b"hobareg host if if-match if-modified-since if-none-match if-range if-schedule-tag-match "
    b"if-unmodified-since im include-referred-token-binding-id keep-alive label last-event-id last-modified "
    b"link location lock-token max-forwards memento-datetime meter mime-version negotiate nel odata-entityid "
    b"odata-isolation odata-maxversion odata-version optional-www-authenticate ordering-type origin "
    b"origin-agent-cluster oscore oslc-core-version overwrite ping-from ping-to position prefer "
    b"preference-applied priority proxy-authenticate proxy-authentication-info proxy-authorization "
    b"proxy-status public-key-pins public-key-pins-report-only range redirect-ref referer refresh replay-nonce "
    b"repr-digest retry-after schedule-reply schedule-tag sec-purpose sec-token-binding sec-websocket-accept "
    b"sec-websocket-extensions sec-websocket-key sec-websocket-protocol sec-websocket-version server "
    b"server-timing set-cookie signature signature-input slug soapaction status-uri strict-transport-security "
    b"sunset surrogate-capability surrogate-control tcn te timeout topic traceparent tracestate trailer "
    b"transfer-encoding ttl upgrade urgency user-agent variant-vary vary via want-content-digest "
    b"want-repr-digest www-authenticate x-content-type-options x-frame-options accept-charset c-pep-info "
    b"pragma protocol-info protocol-query"
).split()
"""The names in the order of the numbers, in lower case, as Qt 6 reports them."""


def well_known_name(header: int) -> bytes:
    """Return the name of a well-known header in lower case, empty for a number that none has."""
    return _NAMES[header] if 0 <= header < len(_NAMES) else b""
