"""What a program asks of TLS, and what can be wrong with a certificate."""

from __future__ import annotations

from .qtenum import QtEnum, export_enums, named
from .sslerror import QSslError, from_verify_code

__all__ = ["QSslConfiguration", "QSslError", "QSslSocket", "from_verify_code"]


@export_enums
class QSslSocket:
    """The home of `PeerVerifyMode`; sockets themselves belong to the transport."""

    class PeerVerifyMode(QtEnum):
        """What is asked of the server's certificate. `QueryPeer` and `VerifyNone` let a bad one pass."""

        VerifyNone = 0
        QueryPeer = 1
        VerifyPeer = 2
        AutoVerifyPeer = 3


class QSslConfiguration:
    """TLS settings of a request. Without any of its own, a request has those of `defaultConfiguration`."""

    __slots__ = ("__weakref__", "_mode", "_rooted")

    def __init__(self, other: QSslConfiguration | None = None) -> None:
        """Make an empty configuration (see `isNull`), or a copy of *other*."""
        if other is None:
            self._mode = QSslSocket.PeerVerifyMode.AutoVerifyPeer
            # Whether the configuration comes from the default one, which knows the certificate authorities to trust.
            self._rooted = False
        elif isinstance(other, QSslConfiguration):
            self._mode = other._mode
            self._rooted = other._rooted
        else:
            raise TypeError(f"a QSslConfiguration is made from nothing or from another one, not from {other!r}")

    def isNull(self) -> bool:
        """Return whether nothing has been set: the configuration says nothing."""
        return not self._rooted and self._mode == QSslSocket.PeerVerifyMode.AutoVerifyPeer

    def peerVerifyMode(self) -> QSslSocket.PeerVerifyMode:
        """Return what is asked of the server's certificate."""
        return self._mode

    def setPeerVerifyMode(self, mode: QSslSocket.PeerVerifyMode) -> None:
        """Set what is asked of the server's certificate. Raises ValueError for what is no `PeerVerifyMode`."""
        self._mode = named(QSslSocket.PeerVerifyMode, mode)

    @staticmethod
    def defaultConfiguration() -> QSslConfiguration:
        """Return a copy of the configuration of all requests that have none of their own."""
        return QSslConfiguration(_default)

    @staticmethod
    def setDefaultConfiguration(configuration: QSslConfiguration) -> None:
        """Make *configuration* the one of all requests that have none of their own."""
        global _default
        _default = QSslConfiguration(configuration)

    def swap(self, other: QSslConfiguration) -> None:
        """Exchange this configuration with *other*."""
        self._mode, other._mode = other._mode, self._mode
        self._rooted, other._rooted = other._rooted, self._rooted

    def __copy__(self) -> QSslConfiguration:
        return QSslConfiguration(self)

    def __deepcopy__(self, memo: object) -> QSslConfiguration:
        return QSslConfiguration(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, QSslConfiguration):
            return NotImplemented
        return self._mode == other._mode and self._rooted == other._rooted


_default = QSslConfiguration()
_default._rooted = True
