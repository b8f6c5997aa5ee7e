"""The soak in short: ``make soak`` does the same at length."""

from __future__ import annotations

import pytest
from soak import soak


@pytest.mark.parametrize(("total", "tls"), [(1000, False), (300, True)], ids=["plain", "TLS"])
def test_nothing_is_lost_or_left_behind(application: object, slot_errors: object, total: int, tls: bool) -> None:
    """After very many requests, disturbed in every way, all is as it was before."""
    assert soak(total, 5, tls, lambda line: None) == []
