"""``shiboken`` and ``sip``: is an object still alive, and the way to delete it now."""

from __future__ import annotations

from typing import Any

from netaccess._kernel.liveness import delete as _delete
from netaccess._kernel.liveness import is_valid, owned_by_python
from netaccess.QtCore import QObject

from .bindings import Binding, version_number


def is_deleted(obj: Any) -> bool:
    """Return whether *obj* has been deleted, though Python still refers to it (``sip.isdeleted``)."""
    return not is_valid(obj)


def delete(obj: Any) -> None:
    """Delete *obj* and its children now. Raises `TypeError` for what is no object of Qt's."""
    _delete(obj)


def created_by_python(obj: Any) -> bool:
    """Return whether *obj* was made by Python: here every one was. Raises `TypeError` for what is no object of Qt's."""
    return isinstance(_object(obj), QObject)


def address(obj: Any) -> int:
    """Return the number that stands for *obj*'s address (``sip.unwrapinstance``). Raises `TypeError` as the others do."""
    return id(_object(obj))


def addresses(obj: Any) -> tuple[int]:
    """Return the addresses of *obj*'s parts, of which there is one (``shiboken.getCppPointer``)."""
    return (address(obj),)


def dump(obj: Any) -> str:
    """Return a text that says how *obj* fares, for debugging."""
    alive = is_valid(obj)
    kind = type(obj).__name__
    owner = "nobody" if not alive or owned_by_python(obj) else repr(QObject.parent(obj))
    return f"address.... {id(obj):#x}\nclass...... {kind}\nalive...... {alive}\nowned by... {owner}\n"


def _object(obj: Any) -> QObject:
    if not isinstance(obj, QObject):
        raise TypeError(f"an object of Qt's is wanted, not {obj!r}")
    return obj


def shiboken_names(binding: Binding) -> dict[str, Any]:
    """Return what PySide's module about the life of objects holds."""
    return {
        "__version__": binding.life_version,
        "__version_info__": binding.version_info,
        "isValid": is_valid,
        "delete": delete,
        "ownedByPython": owned_by_python,
        "createdByPython": created_by_python,
        "getCppPointer": addresses,
        "dump": dump,
        "Object": QObject,
    }


def sip_names(binding: Binding) -> dict[str, Any]:
    """Return what PyQt's ``sip`` module holds."""
    names: dict[str, Any] = {
        "SIP_VERSION": version_number(binding.life_version),
        "SIP_VERSION_STR": binding.life_version,
        "isdeleted": is_deleted,
        "delete": delete,
        "ispyowned": owned_by_python,
        "ispycreated": created_by_python,
        "unwrapinstance": address,
        "cast": cast,
        "wrapper": QObject,
        "simplewrapper": QObject,
        "wrappertype": type(QObject),
        "dump": lambda obj: print(dump(obj), end=""),
    }
    if not binding.modern:
        names.update(setapi=set_api, getapi=get_api)
    return names


def cast(obj: Any, type: type) -> Any:
    """Return *obj*, which must be of that *type*: objects are of their own class here, never seen as a base of it.

    Raises `TypeError` when it is not.
    """
    if not isinstance(obj, type):
        raise TypeError(f"{obj!r} is no {type.__name__}")
    return obj


_API_NAMES = ("QDate", "QDateTime", "QString", "QTextStream", "QTime", "QUrl", "QVariant")


def set_api(name: str, version: int) -> None:
    """Choose how PyQt4 hands on a class of values; 2 (Python's own values) is the only way here.

    Raises `ValueError` for another version, and for a class that has none.
    """
    get_api(name)
    if version != 2:
        raise ValueError(f"{name} has API version 2 here (Python's own values), not {version!r}")


def get_api(name: str) -> int:
    """Return the way PyQt4 hands on a class of values: 2. Raises `ValueError` for a class that has no choice."""
    if name not in _API_NAMES:
        raise ValueError(f"{name!r} has no API versions: {', '.join(_API_NAMES)} have")
    return 2
