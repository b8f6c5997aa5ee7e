"""What a request asks for."""

from __future__ import annotations

from .qtenum import QtEnum


class Operation(QtEnum):
    """The operation of a request and its reply (``QNetworkAccessManager::Operation``)."""

    UnknownOperation = 0
    HeadOperation = 1
    GetOperation = 2
    PutOperation = 3
    PostOperation = 4
    DeleteOperation = 5
    CustomOperation = 6
