"""What can be wrong with a certificate, in Qt's words, and which of it OpenSSL means by its numbers."""

from __future__ import annotations

from typing import Any

from .qtenum import QtEnum, export_enums


@export_enums
class QSslError:
    """One thing wrong with the certificate of a server; compared and hashed by what it is."""

    class SslError(QtEnum):
        """What is wrong (``QSslError::SslError``)."""

        UnspecifiedError = -1
        NoError = 0
        UnableToGetIssuerCertificate = 1
        UnableToDecryptCertificateSignature = 2
        UnableToDecodeIssuerPublicKey = 3
        CertificateSignatureFailed = 4
        CertificateNotYetValid = 5
        CertificateExpired = 6
        InvalidNotBeforeField = 7
        InvalidNotAfterField = 8
        SelfSignedCertificate = 9
        SelfSignedCertificateInChain = 10
        UnableToGetLocalIssuerCertificate = 11
        UnableToVerifyFirstCertificate = 12
        CertificateRevoked = 13
        InvalidCaCertificate = 14
        PathLengthExceeded = 15
        InvalidPurpose = 16
        CertificateUntrusted = 17
        CertificateRejected = 18
        SubjectIssuerMismatch = 19
        AuthorityIssuerSerialNumberMismatch = 20
        NoPeerCertificate = 21
        HostNameMismatch = 22
        NoSslSupport = 23
        CertificateBlacklisted = 24
        CertificateStatusUnknown = 25
        OcspNoResponseFound = 26
        OcspMalformedRequest = 27
        OcspMalformedResponse = 28
        OcspInternalError = 29
        OcspTryLater = 30
        OcspSigRequred = 31
        OcspUnauthorized = 32
        OcspResponseCannotBeTrusted = 33
        OcspResponseCertIdUnknown = 34
        OcspResponseExpired = 35
        OcspStatusUnknown = 36

    __slots__ = ("__weakref__", "_error")

    _error: QSslError.SslError

    def __init__(self, error: QSslError | QSslError.SslError | int = SslError.NoError) -> None:
        """Make an error of kind *error*, or a copy of another one. Raises ValueError for an unknown number."""
        self._error = error._error if isinstance(error, QSslError) else QSslError.SslError(error)

    def error(self) -> QSslError.SslError:
        """Return what is wrong."""
        return self._error

    def errorString(self) -> str:
        """Return what is wrong, in words."""
        return _TEXTS.get(self._error, "Unknown error")

    def swap(self, other: QSslError) -> None:
        """Exchange this error with *other*."""
        self._error, other._error = other._error, self._error

    def __copy__(self) -> QSslError:
        return QSslError(self)

    def __deepcopy__(self, memo: Any) -> QSslError:
        return QSslError(self)

    def __eq__(self, other: object) -> bool:
        return self._error == other._error if isinstance(other, QSslError) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._error)

    def __repr__(self) -> str:
        return f'<netaccess.QtNetwork.QSslError("{self.errorString()}") at {id(self):#x}>'


_E = QSslError.SslError
_TEXTS: dict[int, str] = {
    _E.NoError: "No error",
    _E.UnableToGetIssuerCertificate: "The issuer certificate could not be found",
    _E.UnableToDecryptCertificateSignature: "The certificate signature could not be decrypted",
    _E.UnableToDecodeIssuerPublicKey: "The public key in the certificate could not be read",
    _E.CertificateSignatureFailed: "The signature of the certificate is invalid",
    _E.CertificateNotYetValid: "The certificate is not yet valid",
    _E.CertificateExpired: "The certificate has expired",
    _E.InvalidNotBeforeField: "The certificate's notBefore field contains an invalid time",
    _E.InvalidNotAfterField: "The certificate's notAfter field contains an invalid time",
    _E.SelfSignedCertificate: "The certificate is self-signed, and untrusted",
    _E.SelfSignedCertificateInChain: "The root certificate of the certificate chain is self-signed, and untrusted",
    _E.UnableToGetLocalIssuerCertificate: "The issuer certificate of a locally looked up certificate "
    "could not be found",
    _E.UnableToVerifyFirstCertificate: "No certificates could be verified",
    _E.InvalidCaCertificate: "One of the CA certificates is invalid",
    _E.PathLengthExceeded: "The basicConstraints path length parameter has been exceeded",
    _E.InvalidPurpose: "The supplied certificate is unsuitable for this purpose",
    _E.CertificateUntrusted: "The root CA certificate is not trusted for this purpose",
    _E.CertificateRejected: "The root CA certificate is marked to reject the specified purpose",
    _E.SubjectIssuerMismatch: "The current candidate issuer certificate was rejected because its subject name "
    "did not match the issuer name of the current certificate",
    _E.AuthorityIssuerSerialNumberMismatch: "The current candidate issuer certificate was rejected because its "
    "issuer name and serial number was present and did not match the authority key identifier of the current "
    "certificate",
    _E.NoPeerCertificate: "The peer did not present any certificate",
    _E.HostNameMismatch: "The host name did not match any of the valid hosts for this certificate",
    _E.NoSslSupport: "",
    _E.CertificateBlacklisted: "The peer certificate is blacklisted",
    _E.OcspNoResponseFound: "No OCSP status response found",
    _E.OcspMalformedRequest: "The OCSP status request had invalid syntax",
    _E.OcspMalformedResponse: "OCSP response contains an unexpected number of SingleResponse structures",
    _E.OcspInternalError: "OCSP responder reached an inconsistent internal state",
    _E.OcspTryLater: "OCSP responder was unable to return a status for the requested certificate",
    _E.OcspSigRequred: "The server requires the client to sign the OCSP request in order to construct a response",
    _E.OcspUnauthorized: "The client is not authorized to request OCSP status from this server",
    _E.OcspResponseCannotBeTrusted: "OCSP responder's identity cannot be verified",
    _E.OcspResponseCertIdUnknown: "The identity of a certificate in an OCSP response cannot be established",
    _E.OcspResponseExpired: "The certificate status response has expired",
    _E.OcspStatusUnknown: "The certificate's status is unknown",
}

# OpenSSL's X509_V_ERR numbers. Qt checks names itself, OpenSSL has numbers 62 (host) and 64 (address) for that.
_BY_VERIFY_CODE = {
    0: _E.NoError,
    2: _E.UnableToGetIssuerCertificate,
    4: _E.UnableToDecryptCertificateSignature,
    6: _E.UnableToDecodeIssuerPublicKey,
    7: _E.CertificateSignatureFailed,
    9: _E.CertificateNotYetValid,
    10: _E.CertificateExpired,
    13: _E.InvalidNotBeforeField,
    14: _E.InvalidNotAfterField,
    18: _E.SelfSignedCertificate,
    19: _E.SelfSignedCertificateInChain,
    20: _E.UnableToGetLocalIssuerCertificate,
    21: _E.UnableToVerifyFirstCertificate,
    23: _E.CertificateRevoked,
    24: _E.InvalidCaCertificate,
    25: _E.PathLengthExceeded,
    26: _E.InvalidPurpose,
    27: _E.CertificateUntrusted,
    28: _E.CertificateRejected,
    62: _E.HostNameMismatch,
    64: _E.HostNameMismatch,
    79: _E.InvalidCaCertificate,  # what was number 24 before OpenSSL 3
}


def from_verify_code(code: int) -> QSslError:
    """Return the error that OpenSSL's verification result *code* means, `UnspecifiedError` where Qt has no name.

    Where OpenSSL has no number for an error of Qt's, the code is the negative of Qt's own; see `to_verify_code`.
    """
    kind = _BY_VERIFY_CODE.get(code)
    if kind is None:
        kind = next((each for each in _E if each == -code and code < 0), _E.UnspecifiedError)
    return QSslError(kind)


def to_verify_code(error: QSslError.SslError) -> int:
    """Return the number from which `from_verify_code` makes *error*: OpenSSL's where it has one."""
    if error == _E.UnspecifiedError:
        return 1  # so OpenSSL calls it, too
    return next((code for code, kind in _BY_VERIFY_CODE.items() if kind == error), -int(error))
