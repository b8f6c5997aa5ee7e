"""How HTTP/1.1 is spoken with a host."""

from __future__ import annotations

CONNECTIONS_PER_HOST = 6


class QHttp1Configuration:
    """Settings of HTTP/1.1, to be put into a request (``QHttp1Configuration``)."""

    __slots__ = ("_number",)

    _number: int

    def __init__(self, other: QHttp1Configuration | None = None) -> None:
        """Make the default settings, or a copy of *other*."""
        if other is not None and not isinstance(other, QHttp1Configuration):
            raise TypeError(f"QHttp1Configuration() takes another QHttp1Configuration, not {other!r}")
        self._number = CONNECTIONS_PER_HOST if other is None else other._number

    def numberOfConnectionsPerHost(self) -> int:
        """Return how many connections there may be to one host and port at a time."""
        return self._number

    def setNumberOfConnectionsPerHost(self, amount: int) -> None:
        """Set how many connections there may be to one host and port at a time: 1 to 255; 0 changes nothing.

        Raises TypeError for what is no integer, ValueError for another number. The request that came last to a host decides
        for it.
        """
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise TypeError(f"a number of connections is an int, not {amount!r}")
        if not 0 <= amount <= 255:
            raise ValueError(f"a number of connections is between 0 and 255, not {amount!r}")
        self._number = amount or self._number

    def swap(self, other: QHttp1Configuration) -> None:
        """Exchange these settings with *other*'s."""
        self._number, other._number = other._number, self._number

    def __eq__(self, other: object) -> bool:
        return self._number == other._number if isinstance(other, QHttp1Configuration) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._number)

    def __copy__(self) -> QHttp1Configuration:
        return QHttp1Configuration(self)
