"""The cells of the benchmark: what each measures, in which unit, and which ratio is aimed at.

This table imports no binding, so that the orchestrator and the measured process can share it.
"""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """One number that a cell prints: its key in the cell's JSON, a title, a unit, and the ratio aimed at.

    ``more_is_better`` tells rates from times. A ratio always says how many times better the second binding is, so
    "half the time" is an aim of 2.0; ``None`` means that the figure is shown without an aim.
    """

    key: str
    title: str
    unit: str
    more_is_better: bool = False
    aim: float | None = None


class Cell(NamedTuple):
    """One measurement in a process of its own: its name, the module and function that run it, and its figures."""

    name: str
    module: str
    function: str
    figures: tuple[Figure, ...]
    needs_server: bool = False
    needs_tls: bool = False


def _rate(name: str, title: str, unit: str, aim: float | None, tls: bool = False) -> Cell:
    """Return a network cell with one rate; a TLS cell runs the plain cell's function on the other address."""
    figure = Figure("value", title, unit, more_is_better=True, aim=aim)
    return Cell(name, "cells_network", name.removeprefix("tls_"), (figure,), needs_server=True, needs_tls=tls)


def _cost(name: str, module: str, title: str, unit: str, aim: float | None, server: bool = False) -> Cell:
    """Return a cell with one cost, for which less is better."""
    return Cell(name, module, name, (Figure("value", title, unit, aim=aim),), needs_server=server)


CELLS: tuple[Cell, ...] = (
    _rate("small_queued", "1 KiB GETs, queued at once", "/s", 3.0),
    _rate("small_serial", "1 KiB GETs, one after another", "/s", 2.0),
    _rate("mib_queued", "1 MiB GETs, queued at once", "/s", None),
    _rate("big_accumulated", "100 MiB, readAll in finished", "MiB/s", 2.0),
    _rate("big_streamed", "100 MiB, streamed by readyRead", "MiB/s", 1.0),
    _rate("tls_small_queued", "TLS: 1 KiB GETs, queued at once", "/s", 1.0, tls=True),
    _rate("tls_small_serial", "TLS: 1 KiB GETs, one after another", "/s", 1.0, tls=True),
    _rate("tls_big_accumulated", "TLS: 100 MiB, readAll in finished", "MiB/s", 1.0, tls=True),
    _rate("tls_big_streamed", "TLS: 100 MiB, streamed by readyRead", "MiB/s", 1.0, tls=True),
    _rate("upload_bytes", "upload of 100 MiB, a QByteArray", "MiB/s", None),
    _rate("upload_file", "upload of 100 MiB, a QFile", "MiB/s", None),
    Cell(
        "timer_gap",
        "cells_network",
        "timer_gap",
        (
            Figure("p50", "5 ms timer, six bodies streaming: p50 gap", "ms"),
            Figure("p99", "5 ms timer, six bodies streaming: p99 gap", "ms"),
            Figure("rate", "the six bodies meanwhile", "MiB/s", more_is_better=True),
        ),
        needs_server=True,
    ),
    _cost("import_time", "cells_process", "import X.QtNetwork, fresh process", "ms", 2.0),
    _cost("first_get", "cells_process", "import and first GET, fresh process", "ms", None, server=True),
    _cost("queued_memory", "cells_process", "memory of 5,000 queued requests, each", "KiB", 2.0),
    _cost("emit_method", "cells_signals", "emit to a method", "us", 2.0),
    _cost("emit_lambda", "cells_signals", "emit to a lambda", "us", 2.0),
    _cost("emit_queued", "cells_signals", "queued emit, post and delivery", "us", None),
    _cost("connect_disconnect", "cells_signals", "connect + disconnect", "us", None),
)

BY_NAME: dict[str, Cell] = {cell.name: cell for cell in CELLS}
