"""Reading what PySide6 pickled into streams and settings, as far as that is plain data.

A pickle can call any function. This reader knows no function and no class: only None, numbers, texts, bytes, tuples,
lists, dicts and sets come out of it.
"""

from __future__ import annotations

from typing import Any


def load_plain(data: bytes) -> Any:
    """The value that *data* is the pickle of. Raises `ValueError` for everything but plain data."""
    import io
    import pickle

    class PlainUnpickler(pickle.Unpickler):
        """A reader that refuses all names."""

        def find_class(self, module_name: str, global_name: str) -> Any:
            """Raise `UnpicklingError`: nothing is looked up for a file."""
            raise pickle.UnpicklingError(f"{module_name}.{global_name} is not plain data")

        def persistent_load(self, pid: Any) -> Any:
            """Raise `UnpicklingError`: nothing is looked up for a file."""
            raise pickle.UnpicklingError("a reference is not plain data")

    try:
        return PlainUnpickler(io.BytesIO(data)).load()
    except Exception as error:  # a broken pickle raises nearly anything
        raise ValueError(f"no pickle of plain data: {error}") from None
