"""Names of files: how they are taken from programs, cleaned, joined and made absolute. Always with ``/`` between parts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bytearray import QByteArray

_BACKSLASHES = os.sep == "\\"


def as_name(name: Any) -> str:
    """A file name as ``str``: from ``str``, bytes-like, ``os.PathLike`` or None (no name). Raises TypeError."""
    if name is None:
        return ""
    if isinstance(name, bytearray):
        return os.fsdecode(bytes(name))
    if isinstance(name, (str, bytes, os.PathLike)):
        return os.fsdecode(name)
    raise TypeError(f"a file name is a str, bytes or path object, not {name!r}")


def encode_name(name: str) -> QByteArray:
    """The bytes that the operating system knows *name* by."""
    from .bytearray import QByteArray

    return QByteArray(os.fsencode(name))


def slashes(path: str) -> str:
    """*path* with ``/`` for what the operating system puts between the parts."""
    return path.replace("\\", "/") if _BACKSLASHES else path


def native(path: str) -> str:
    """*path* with what the operating system puts between the parts for ``/``."""
    return path.replace("/", "\\") if _BACKSLASHES else path


def is_absolute(path: str) -> bool:
    """Whether *path* does not depend on the current directory."""
    return os.path.isabs(path)


def current() -> str:
    """The current directory; empty if it is gone."""
    try:
        return slashes(os.getcwd())
    except OSError:
        return ""


def clean(path: str) -> str:
    """*path* without ``.``, doubled separators and ``..`` after a name. What leads above the root stays written."""
    if not path:
        return ""
    drive, rest = os.path.splitdrive(slashes(path))
    parts: list[str] = []
    for part in rest.split("/"):
        if part in ("", "."):
            continue
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return drive + ("/" if rest.startswith("/") else "") + "/".join(parts) or "."


def join(folder: str, name: str) -> str:
    """*name* seen from *folder*; an absolute name is itself."""
    if not folder or is_absolute(name):
        return name
    if not name:
        return folder
    return f"{folder}{name}" if folder.endswith("/") else f"{folder}/{name}"


def absolute(path: str) -> str:
    """*path* from the root on, cleaned, but for a ``/`` at its end; an empty one stays empty."""
    if not path:
        return ""
    full = clean(path if is_absolute(path) else f"{current()}/{path}")
    return f"{full}/" if path.endswith("/") and not full.endswith("/") else full


def canonical(path: str) -> str:
    """The absolute name of the file behind all links; empty if there is no such file."""
    if not path:
        return ""
    try:
        os.stat(path)  # a file's name may not end in "/", and has no "..": realpath() does not mind
        return slashes(os.path.realpath(path, strict=True))
    except (OSError, ValueError):
        return ""


def folder_of(path: str) -> str:
    """What stands before the last ``/``: ``.`` if there is none, ``/`` for a name in the root, nothing for no name."""
    if not path:
        return ""
    folder, slash, _ = path.rpartition("/")
    return (folder or "/") if slash else "."


def link_target(path: str) -> str:
    """The absolute name that the symbolic link *path* gives; empty if it is none."""
    try:
        target = os.readlink(path)
    except (OSError, ValueError):
        return ""
    return clean(absolute(join(folder_of(path), slashes(target))))


def temporary() -> str:
    """The directory for files that do not last, from the environment; it need not exist."""
    if os.name == "posix":
        return clean(os.environ.get("TMPDIR") or "/tmp")
    import tempfile

    return clean(tempfile.gettempdir())


def exists(path: str) -> bool:
    """Whether there is a file or directory of that name, behind links."""
    try:
        return os.path.exists(path)
    except ValueError:
        return False


def move(source: str, target: str) -> None:
    """Rename, or copy and remove where the target is on another file system. Raises OSError."""
    import errno

    try:
        os.rename(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        import shutil

        shutil.move(source, target)
