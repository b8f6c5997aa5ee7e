"""`QTemporaryFile`: a file of one's own, removed when the object goes."""

from __future__ import annotations

import os
import weakref
from typing import Any

from netaccess._values.fileenums import FileError
from netaccess._values.filepath import as_name
from netaccess._values.nametemplate import make_unique
from netaccess._values.openmode import OpenModeFlag

from .file import QFile, system_flags
from .iodevice import as_mode
from .lookahead import NEW_ONLY, READ, WRITE
from .qobject import QObject
from .qtwarning import warn
from .temporarydir import default_stem


class QTemporaryFile(QFile):
    """A file with a name that nobody has, which its owner alone may open.

    It is made by the first `open`; closing it keeps it. It is removed with the object, or when the program ends.
    """

    _qt_auto_remove: bool = True
    _qt_keeper: weakref.finalize[Any, QTemporaryFile] | None = None

    def __init__(self, *args: Any, parent: QObject | None = None, **keywords: Any) -> None:
        """``QTemporaryFile(template=None, parent=None)`` or ``QTemporaryFile(parent)``.

        In the file name of *template* the last six or more X become letters; where there are none they are added behind
        a dot. Without a template the file is named after the application, where temporary files belong.
        """
        template = None
        if args and not isinstance(args[0], QObject):
            template, args = args[0], args[1:]
        QFile.__init__(self, *args, parent=parent, **keywords)
        self._qt_template = f"{default_stem()}.XXXXXX" if template is None else as_name(template)

    def fileTemplate(self) -> str:
        """What the name is made from."""
        return self._qt_template

    def setFileTemplate(self, name: Any) -> None:
        """Set what the name of a file that has not been made yet is made from."""
        self._qt_template = as_name(name)

    def autoRemove(self) -> bool:
        """Whether the file goes with the object."""
        return self._qt_auto_remove

    def setAutoRemove(self, b: bool) -> None:
        """Choose whether the file goes with the object."""
        self._qt_auto_remove = bool(b)
        self._qt_keep()

    def open(self, mode: int = OpenModeFlag.ReadWrite, *descriptor: Any) -> bool:
        """Make the file, or open it once more, for reading and writing or as *mode* says. Returns whether that worked.

        Nothing is cut off, even for writing alone, unless ``Truncate`` says so; an open file changes its mode.
        """
        wanted = as_mode(mode)
        if descriptor:
            return QFile.open(self, mode, *descriptor)
        if self._qt_mode:
            self.setOpenMode(wanted)
            return True
        self.unsetError()
        if wanted & NEW_ONLY:
            wanted |= WRITE
        if not wanted & ~(OpenModeFlag.Text | OpenModeFlag.Unbuffered):
            warn("QIODevice::open: File access not specified")
            return False
        # Read and write behind whatever mode shows, so that the file can be opened in another one without a new one.
        flags = system_flags((wanted | READ | WRITE) & ~NEW_ONLY)
        try:
            if self._qt_file_name:
                fd = os.open(self._qt_file_name, flags, 0o600)
            else:
                name, fd = make_unique(self._qt_template, lambda name: os.open(name, flags | os.O_EXCL, 0o600))
                self._qt_file_name = name
        except (OSError, ValueError) as error:
            return self._qt_fail(FileError.OpenError, error)
        self._qt_keep()
        return self._qt_opened(fd, wanted, owns=True, place=0)

    def renameOverwrite(self, newName: Any) -> bool:
        """Give the file another name, closing it first; a file of that name is replaced. Returns whether that worked."""
        if not self._qt_has_name("rename"):
            return False
        target = as_name(newName)
        self.close()
        try:
            os.replace(self._qt_file_name, target)
        except (OSError, ValueError) as error:
            return self._qt_fail(FileError.RenameError, error)
        self._qt_renamed(target)
        self.unsetError()
        return True

    def _qt_renamed(self, name: str) -> None:
        super()._qt_renamed(name)
        self._qt_keep()

    def _qt_removed(self) -> None:
        self._qt_file_name = ""
        self._qt_keep()

    def _qt_keep(self) -> None:
        """See to it that the file goes when the program ends, if it is to."""
        if self._qt_keeper is not None:
            self._qt_keeper.detach()
            self._qt_keeper = None
        if self._qt_auto_remove and self._qt_file_name:
            path = os.path.abspath(self._qt_file_name)
            self._qt_keeper = weakref.finalize(self, _remove, path, os.getpid())

    def _qt_dispose(self) -> None:
        super()._qt_dispose()
        if self._qt_keeper is not None:
            self._qt_keeper()
            self._qt_keeper = None


def _remove(path: str, owner: int) -> None:
    """Remove a file; not in a process that was forked from the owner's."""
    if os.getpid() == owner:
        try:
            os.unlink(path)
        except OSError:
            pass  # somebody has removed it already
