"""The local time zone of tests: set here, so that no test depends on that of the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from date_table import ZONE, use_zone


@pytest.fixture(autouse=True)
def berlin() -> Iterator[None]:
    """Let the test run in the time zone of Berlin: an hour east of UTC, two from March to October."""
    before = os.environ.get("TZ")
    use_zone(ZONE)
    yield
    use_zone(before)
