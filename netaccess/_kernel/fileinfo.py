"""`QFileInfo`: what a file name says, and what the file system says about the file."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

from netaccess._values import filepath
from netaccess._values.fileenums import FileTime, Permission
from netaccess._values.filepermissions import from_mode, user_permissions

if TYPE_CHECKING:
    from netaccess._values.qdatetime import QDateTime

    from .dir import QDir

_NOBODY = 0xFFFFFFFE


class _Exists:
    """`exists`, which can be asked of an object and, with a name, of the class."""

    __doc__ = "Whether the file exists, behind links. ``QFileInfo.exists(name)`` asks without an object."

    def __get__(self, instance: QFileInfo | None, owner: type) -> Any:
        return _of_name if instance is None else instance._exists


def _of_name(file: Any) -> bool:
    """Whether there is a file of that name."""
    return filepath.exists(filepath.as_name(file))


class QFileInfo:
    """A file's name taken apart, and its size, times, owner and permissions.

    What the file system said about a file that exists is remembered until `refresh`, unless `setCaching` says no.
    """

    __slots__ = ("_caching", "_found", "_path")

    __hash__ = None  # type: ignore[assignment]  # it can be changed, and equality looks at the disk

    exists = _Exists()

    def __init__(self, *args: Any) -> None:
        """``QFileInfo()``, ``QFileInfo(name)``, ``QFileInfo(file)``, ``QFileInfo(dir, name)``, ``QFileInfo(other)``.

        Names are str, bytes or path objects; a *file* has ``fileName()``, as `QFile` does. Raises `TypeError`.
        """
        self._caching = True
        self._found: os.stat_result | None = None
        self._path = _path_of(args) if args else ""

    def setFile(self, *args: Any) -> None:
        """Speak of another file: the arguments are the constructor's."""
        self._path, self._found = _path_of(args), None

    def swap(self, other: QFileInfo) -> None:
        """Exchange the files with *other*."""
        for name in self.__slots__:
            mine = getattr(self, name)
            setattr(self, name, getattr(other, name))
            setattr(other, name, mine)

    # -- the name --------------------------------------------------------------------------------------------------

    def filePath(self) -> str:
        """The name as it was given, with ``/``."""
        return self._path

    def fileName(self) -> str:
        """What stands behind the last ``/``."""
        return self._path.rpartition("/")[2]

    def path(self) -> str:
        """What stands before the last ``/``; ``.`` if there is none."""
        return filepath.folder_of(self._path)

    def baseName(self) -> str:
        """The file name up to its first dot."""
        return self.fileName().partition(".")[0]

    def completeBaseName(self) -> str:
        """The file name up to its last dot."""
        name, dot, rest = self.fileName().rpartition(".")
        return name if dot else rest

    def suffix(self) -> str:
        """What stands behind the last dot of the file name."""
        _, dot, rest = self.fileName().rpartition(".")
        return rest if dot else ""

    def completeSuffix(self) -> str:
        """What stands behind the first dot of the file name."""
        return self.fileName().partition(".")[2]

    def absoluteFilePath(self) -> str:
        """The name from the root on; links stay."""
        return filepath.absolute(self._path)

    def absolutePath(self) -> str:
        """The directory part of `absoluteFilePath`."""
        return filepath.folder_of(self.absoluteFilePath())

    def canonicalFilePath(self) -> str:
        """The absolute name behind all links; empty if the file does not exist."""
        return filepath.canonical(self._path)

    def canonicalPath(self) -> str:
        """The directory part of `canonicalFilePath`; ``.`` if the file does not exist."""
        return filepath.folder_of(self.canonicalFilePath()) or ("." if self._path else "")

    def dir(self) -> QDir:
        """The directory of `path`."""
        from .dir import QDir

        return QDir(self.path())

    def absoluteDir(self) -> QDir:
        """The directory of `absolutePath`."""
        from .dir import QDir

        return QDir(self.absolutePath())

    def isAbsolute(self) -> bool:
        """Whether the name does not depend on the current directory."""
        return filepath.is_absolute(self._path)

    def isRelative(self) -> bool:
        """Whether the name depends on the current directory."""
        return not self.isAbsolute()

    def isNativePath(self) -> bool:
        """Whether the name is one of the operating system's: any that is not empty."""
        return bool(self._path)

    def isRoot(self) -> bool:
        """Whether this is a root directory, spelled plainly."""
        return bool(self._path) and os.path.splitdrive(self._path)[1] == "/"

    def makeAbsolute(self) -> bool:
        """Make the name absolute. Returns False if it was, or is empty."""
        if not self._path or self.isAbsolute():
            return False
        self._path = self.absoluteFilePath()
        return True

    # -- what the file system knows --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Forget what the file system said."""
        self._found = None

    def stat(self) -> None:
        """Ask the file system now."""
        self._found = None
        self._stat()

    def caching(self) -> bool:
        """Whether answers of the file system are remembered."""
        return self._caching

    def setCaching(self, on: bool) -> None:
        """Remember answers of the file system, or ask each time."""
        self._caching = bool(on)
        self._found = None

    def _stat(self) -> os.stat_result | None:
        """What the file system says about the file behind links; None, not remembered, if there is none."""
        found = self._found
        if found is None:
            try:
                found = os.stat(self._path)
            except (OSError, ValueError):
                return None
            if self._caching:
                self._found = found
        return found

    def _exists(self) -> bool:
        """Whether the file exists, behind links."""
        return self._stat() is not None

    def isFile(self) -> bool:
        """Whether this is a regular file, or a link to one."""
        found = self._stat()
        return found is not None and stat.S_ISREG(found.st_mode)

    def isDir(self) -> bool:
        """Whether this is a directory, or a link to one."""
        found = self._stat()
        return found is not None and stat.S_ISDIR(found.st_mode)

    def isOther(self) -> bool:
        """Whether this exists and is neither file, directory nor link: a pipe, a socket, a device."""
        return self._exists() and not (self.isFile() or self.isDir() or self.isSymLink())

    def isSymLink(self) -> bool:
        """Whether this is a symbolic link."""
        try:
            return os.path.islink(self._path)
        except ValueError:
            return False

    isSymbolicLink = isSymLink

    def isAlias(self) -> bool:
        """Whether this is an alias of macOS: never so here."""
        return False

    def isShortcut(self) -> bool:
        """Whether this is a shortcut (``*.lnk``) of Windows."""
        return os.name == "nt" and self._path.lower().endswith(".lnk") and self.isFile()

    def isJunction(self) -> bool:
        """Whether this is a junction of Windows."""
        question = getattr(os.path, "isjunction", None)
        return question is not None and bool(question(self._path))

    def isBundle(self) -> bool:
        """Whether this is a bundle of macOS: never so here."""
        return False

    def bundleName(self) -> str:
        """The name of a bundle: always empty."""
        return ""

    def isHidden(self) -> bool:
        """Whether the file name begins with a dot."""
        return self._path.rstrip("/").rpartition("/")[2].startswith(".")

    def isReadable(self) -> bool:
        """Whether this process may read the file."""
        return self._may(os.R_OK)

    def isWritable(self) -> bool:
        """Whether this process may write to the file."""
        return self._may(os.W_OK)

    def isExecutable(self) -> bool:
        """Whether this process may execute the file or enter the directory."""
        return self._may(os.X_OK)

    def _may(self, question: int) -> bool:
        try:
            return os.access(self._path, question)
        except ValueError:
            return False

    def size(self) -> int:
        """The size in bytes; 0 if the file does not exist."""
        found = self._stat()
        return 0 if found is None else found.st_size

    def symLinkTarget(self) -> str:
        """The absolute name that a link gives; empty if this is none."""
        return filepath.link_target(self._path)

    readLink = symLinkTarget

    def readSymLink(self) -> str:
        """The name that a link gives, as it is written in it; empty if this is none."""
        try:
            return os.readlink(self._path)
        except (OSError, ValueError):
            return ""

    def junctionTarget(self) -> str:
        """The absolute name that a junction of Windows gives; empty if this is none."""
        return self.symLinkTarget() if self.isJunction() else ""

    # -- owners and permissions ------------------------------------------------------------------------------------

    def ownerId(self) -> int:
        """The number of the owner; 4294967294 if there is none."""
        found = self._stat()
        return _NOBODY if found is None else found.st_uid

    def groupId(self) -> int:
        """The number of the group; 4294967294 if there is none."""
        found = self._stat()
        return _NOBODY if found is None else found.st_gid

    def owner(self) -> str:
        """The name of the owner; empty if it is not known."""
        try:
            import pwd

            return pwd.getpwuid(self.ownerId()).pw_name
        except (ImportError, KeyError, OverflowError):
            return ""

    def group(self) -> str:
        """The name of the group; empty if it is not known."""
        try:
            import grp

            return grp.getgrgid(self.groupId()).gr_name
        except (ImportError, KeyError, OverflowError):
            return ""

    def permissions(self) -> Permission:
        """Who may do what with the file; no flag at all if there is none."""
        found = self._stat()
        return Permission(0) if found is None else from_mode(found.st_mode, user_permissions(self._path))

    def permission(self, permissions: int) -> bool:
        """Whether all of *permissions* are given."""
        return self.permissions() & int(permissions) == int(permissions)

    # -- times -----------------------------------------------------------------------------------------------------

    def lastModified(self, tz: Any = None) -> QDateTime:
        """When the contents were last changed, in local time or in the time zone *tz*; invalid if there is no file."""
        return self.fileTime(FileTime.FileModificationTime, tz)

    def lastRead(self, tz: Any = None) -> QDateTime:
        """When the contents were last read."""
        return self.fileTime(FileTime.FileAccessTime, tz)

    def birthTime(self, tz: Any = None) -> QDateTime:
        """When the file was made; invalid if the file system does not know."""
        return self.fileTime(FileTime.FileBirthTime, tz)

    def created(self) -> QDateTime:
        """When the file was made, or changed last if the file system does not know: the name before Qt 6."""
        born = self.birthTime()
        return born if born.isValid() else self.metadataChangeTime()

    def metadataChangeTime(self, tz: Any = None) -> QDateTime:
        """When the name, the permissions or the contents were last changed."""
        return self.fileTime(FileTime.FileMetadataChangeTime, tz)

    def fileTime(self, time: FileTime, tz: Any = None) -> QDateTime:
        """One of the times of the file, in local time or in the time zone *tz*."""
        from netaccess._values import filetimes

        found = self._stat()
        which = FileTime(time)
        return filetimes.as_date(None if found is None else filetimes.milliseconds(found, which, self._path), tz)

    # -- Python ----------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        """Whether both speak of one file, existing or not. Empty ones are unlike each other."""
        if not isinstance(other, QFileInfo):
            return NotImplemented
        if self is other:
            return True
        if not self._path or not other._path:
            return False
        mine, others = self.canonicalFilePath(), other.canonicalFilePath()
        if mine or others:
            return mine == others
        return filepath.clean(self.absoluteFilePath()) == filepath.clean(other.absoluteFilePath())

    def __copy__(self) -> QFileInfo:
        return QFileInfo(self)

    def __reduce__(self) -> tuple[type[QFileInfo], tuple[str]]:
        return QFileInfo, (self._path,)

    def __repr__(self) -> str:
        return f"<netaccess.QtCore.QFileInfo({self._path}) at {id(self):#x}>"


def _path_of(args: tuple[Any, ...]) -> str:
    """The name that the arguments of a constructor give. Raises TypeError."""
    if len(args) > 2:
        raise TypeError(f"QFileInfo takes a file, or a directory and a file, not {args!r}")
    file = args[-1]
    if len(args) == 2:
        path_in = getattr(args[0], "filePath", None)
        if path_in is None or isinstance(args[0], QFileInfo):
            raise TypeError(f"the directory of a QFileInfo is a QDir, not {args[0]!r}")
        return str(path_in(filepath.as_name(file)))
    if isinstance(file, QFileInfo):
        return file._path
    name = getattr(file, "fileName", None)
    if callable(name):
        return filepath.slashes(str(name()))
    if file is None:
        raise TypeError("the file of a QFileInfo is a name, a QFile or a QFileInfo, not None")
    return filepath.slashes(filepath.as_name(file))
