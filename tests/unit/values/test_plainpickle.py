"""Reading pickles of plain data, and of nothing else."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from typing import Any

import pytest

from netaccess._values.plainpickle import load_plain


class Calling:
    """Its pickle is a call."""

    def __reduce__(self) -> Any:
        return (print, ("called",))


@pytest.mark.parametrize("protocol", range(3, pickle.HIGHEST_PROTOCOL + 1))
def test_plain_data_is_read(protocol: int) -> None:
    value = (1, "x", b"y", [None, True, 2.5], {"k": (3,)})
    assert load_plain(pickle.dumps(value, protocol)) == value


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_call_is_refused(protocol: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="not plain data"):
        load_plain(pickle.dumps(Calling(), protocol))
    assert capsys.readouterr().out == ""


def test_a_class_is_refused() -> None:
    with pytest.raises(ValueError, match="not plain data"):
        load_plain(pickle.dumps(OrderedDict(a=1)))


@pytest.mark.parametrize("data", [b"", b"junk", b"\x80\x04\x95"])
def test_what_is_no_pickle_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no pickle"):
        load_plain(data)
