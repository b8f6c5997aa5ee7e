"""`QSettings`: a program's settings in INI files that Qt reads and writes as well."""

from __future__ import annotations

import atexit
import os
import weakref
from typing import TYPE_CHECKING, Any

from . import settingspaths
from .events import QEvent
from .inifile import IniFile, open_ini
from .inivalue import storable
from .posting import PostedEvent, post
from .qobject import QObject
from .qtwarning import warn
from .settingsconversion import convert_setting
from .settingsenums import SettingsEnums

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Group:
    """One level of ``beginGroup`` or of an array."""

    __slots__ = ("array", "counted", "largest", "name", "place")

    def __init__(self, name: str, array: bool = False, counted: bool = False) -> None:
        self.name = name
        self.array = array
        self.counted = counted  # the size of the array has been said beforehand
        self.place = -1
        self.largest = -1

    def prefix(self) -> str:
        """What keys in it begin with."""
        if not self.name:
            return ""
        return f"{self.name}/{self.place + 1}/" if self.place >= 0 else self.name + "/"


class QSettings(SettingsEnums, QObject):
    """Settings that outlive the program: values by key, keys in groups, in a file for each program and user.

    Changes are written when the event loop is idle, by `sync`, when the object is deleted, and when the program ends.
    All objects of a process that use one file see the same values; several processes may change one file.
    """

    _qt_default_format = SettingsEnums.Format.NativeFormat
    _qt_files: tuple[IniFile, ...] = ()
    _qt_status = SettingsEnums.Status.NoError
    _qt_fallbacks = True
    _qt_atomic = True
    _qt_pending = False

    def __init__(self, *args: Any, parent: QObject | None = None, **keywords: Any) -> None:
        """``QSettings()``, ``QSettings(organization, application="")``, ``QSettings(fileName, format)``, or

        ``QSettings([format,] scope[, organization, application=""])``; each may end with a parent. Without names those of
        the application are taken; without an organisation the status is AccessError.
        Raises `TypeError` for other arguments.
        """
        left = list(args)
        if left and (left[-1] is None or isinstance(left[-1], QObject)) and parent is None:
            parent = left.pop()
        QObject.__init__(self, parent)
        self._qt_groups: list[_Group] = []
        self._qt_scope = QSettings.Scope.UserScope
        self._qt_format = QSettings.Format.NativeFormat
        self._qt_organization = self._qt_application = ""
        names: dict[str, str] = {
            name: keywords.pop(name) for name in ("organization", "application") if name in keywords
        }
        if keywords:
            raise AttributeError(f"QSettings has no property or signal {', '.join(map(repr, keywords))}")
        if len(left) == 2 and isinstance(left[0], str) and isinstance(left[1], QSettings.Format):
            self._qt_format = left[1]
            paths = [os.path.abspath(left[0])]
        else:
            paths = self._qt_located(left, names)
        self._qt_path = paths[0].replace("\\", "/") if os.sep == "\\" else paths[0]
        if self._qt_format > QSettings.Format.IniFormat:
            self._qt_status = QSettings.Status.AccessError
        self._qt_files = tuple(map(open_ini, paths))
        for file in self._qt_files:
            self._qt_load(file)

    def _qt_located(self, left: list[Any], names: dict[str, str]) -> list[str]:
        """Take the names out of the arguments, and return the files they mean."""
        shape = "QSettings([format,] [scope,] organization, application, parent) or QSettings(fileName, format, parent)"
        named = False
        if left and isinstance(left[0], QSettings.Format):
            self._qt_format = left.pop(0)
            if not left or not isinstance(left[0], QSettings.Scope):
                raise TypeError(f"a format is followed by a scope: {shape}")
            named = True
        if left and isinstance(left[0], QSettings.Scope):
            self._qt_scope = left.pop(0)
        texts = ["" if text is None else text for text in left]
        if not all(isinstance(text, str) for text in texts) or len(texts) > 2:
            raise TypeError(f"{shape}, not {left!r}")
        if texts or names:
            self._qt_organization = names.get("organization", texts[0] if texts else "")
            self._qt_application = names.get("application", texts[1] if len(texts) > 1 else "")
        else:
            from .application import QCoreApplication as App

            self._qt_organization = App.organizationName() or App.organizationDomain()
            self._qt_application = App.applicationName()
            if not named:
                self._qt_format = QSettings._qt_default_format
        if not self._qt_organization:
            self._qt_status = QSettings.Status.AccessError
        return settingspaths.settings_files(
            int(self._qt_format), int(self._qt_scope), self._qt_organization, self._qt_application
        )

    # -- values ------------------------------------------------------------------------------------------------------

    def value(self, arg__1: str | None, defaultValue: Any = None, type: Any = None) -> Any:
        """Return the value of a key, *defaultValue* if it has none.

        What was read from a file is a str or a list of str where the file does not say more; *type* (bool, int, float,
        str, list, bytes, dict) makes another type of it, the empty value of that type where that is not possible.
        Raises `TypeError` for a *type* that settings do not know.
        """
        found, value = self._qt_find(self._qt_key("value", arg__1))
        if not found:
            value = defaultValue
        return value if type is None else convert_setting(value, type)

    def setValue(self, key: str | None, value: Any) -> None:
        """Give *key* a value: None, bool, int, float, str, bytes, a list, a dict with str keys, a URL, date or UUID.

        Raises `TypeError` for what settings cannot hold, `OverflowError` for ints of more than 64 bits.
        """
        name = self._qt_key("setValue", key)
        if name:
            self._qt_change(lambda: self._qt_files[0].set(name, storable(value)))

    def contains(self, key: str | None) -> bool:
        """Whether *key* has a value."""
        name = _normalized(key)
        return bool(name) and self._qt_find(self._qt_prefix() + name)[0]

    def remove(self, key: str | None) -> None:
        """Remove *key* and everything below it; with an empty one, everything in the group."""
        name = _normalized(key)
        prefix = self._qt_prefix()
        self._qt_change(lambda: self._qt_files[0].remove((prefix + name).rstrip("/")))

    def clear(self) -> None:
        """Remove everything from the first file; fallbacks stay."""
        self._qt_change(lambda: self._qt_files[0].remove(""))

    def allKeys(self) -> list[str]:
        """The keys in the group and below, sorted; those of fallbacks too."""
        return sorted(self._qt_keys())

    def childKeys(self) -> list[str]:
        """The keys in the group itself, sorted."""
        return sorted(key for key in self._qt_keys() if "/" not in key)

    def childGroups(self) -> list[str]:
        """The groups in the group that have keys, sorted."""
        return sorted({key.partition("/")[0] for key in self._qt_keys() if "/" in key})

    def _qt_keys(self) -> Iterable[str]:
        prefix = self._qt_prefix()
        found: set[str] = set()
        for file in self._qt_consulted():
            if file.strange:
                self._qt_say_strange()
            found.update(key[len(prefix) :] for key in file.known_keys() if key.startswith(prefix))
        return found

    def _qt_find(self, key: str) -> tuple[bool, Any]:
        if key:
            for file in self._qt_consulted():
                if file.strange and key.rpartition("/")[0].partition("/")[0] in file.strange:
                    self._qt_say_strange()
                found, value = file.get(key)
                if found:
                    return True, value
        return False, None

    def _qt_say_strange(self) -> None:
        """A section that is looked into has lines without an equals sign. As in Qt that is noticed only then."""
        if not self._qt_status:
            self._qt_status = QSettings.Status.FormatError

    def _qt_consulted(self) -> tuple[IniFile, ...]:
        return self._qt_files if self._qt_fallbacks else self._qt_files[:1]

    def _qt_key(self, method: str, key: str | None) -> str:
        """The whole key, empty if *key* is."""
        name = _normalized(key)
        if not name:
            warn(f"QSettings::{method}: Empty key passed")
            return ""
        return self._qt_prefix() + name

    # -- groups ------------------------------------------------------------------------------------------------------

    def beginGroup(self, prefix: str | None) -> None:
        """Let all keys be below *prefix* until `endGroup`."""
        self._qt_groups.append(_Group(_normalized(prefix)))

    def endGroup(self) -> None:
        """End what the last `beginGroup` began."""
        if not self._qt_groups:
            warn("QSettings::endGroup: No matching beginGroup()")
        elif self._qt_groups.pop().array:
            warn("QSettings::endGroup: Expected endArray() instead")

    def group(self) -> str:
        """The prefix that all keys have at the moment."""
        return self._qt_prefix().rstrip("/")

    def beginReadArray(self, prefix: str | None) -> int:
        """Begin to read an array, and return its size; `setArrayIndex` chooses the element."""
        self._qt_groups.append(_Group(_normalized(prefix), array=True, counted=True))
        return int(self.value("size", type=int))

    def beginWriteArray(self, prefix: str | None, size: int = -1) -> None:
        """Begin to write an array of *size* elements; with -1 `endArray` counts them."""
        self._qt_groups.append(_Group(_normalized(prefix), array=True, counted=size >= 0))
        if size >= 0:
            self.setValue("size", size)
        else:
            self.remove("size")

    def setArrayIndex(self, i: int) -> None:
        """Let the keys be those of element *i* of the array, counted from 0."""
        group = self._qt_groups[-1] if self._qt_groups else None
        if group is None or not group.array:
            warn("QSettings::setArrayIndex: Missing beginArray()")
            return
        group.place = max(i, -1)
        group.largest = max(group.largest, group.place)

    def endArray(self) -> None:
        """End the array, and write its size if it was not known."""
        if not self._qt_groups:
            warn("QSettings::endArray: No matching beginArray()")
            return
        group = self._qt_groups.pop()
        if not group.array:
            warn("QSettings::endArray: Expected endGroup() instead")
        elif not group.counted:
            self.setValue(f"{group.name}/size", group.largest + 1)

    def _qt_prefix(self) -> str:
        return "".join(group.prefix() for group in self._qt_groups)

    # -- the file ----------------------------------------------------------------------------------------------------

    def sync(self) -> None:
        """Write what has been changed, and read what others have changed meanwhile."""
        self._qt_pending = False
        if self._qt_format > QSettings.Format.IniFormat:
            return
        for file in self._qt_files:
            if file.changed and not file.write(self._qt_atomic):
                self._qt_status = QSettings.Status.AccessError
            self._qt_load(file)

    def status(self) -> QSettings.Status:
        """Whether all went well so far: AccessError for a file that cannot be read or written, FormatError for no INI."""
        return self._qt_status

    def isWritable(self) -> bool:
        """Whether the file can be written, or made."""
        return self._qt_format <= QSettings.Format.IniFormat and self._qt_files[0].writable()

    def isAtomicSyncRequired(self) -> bool:
        """Whether the file may only be replaced as a whole."""
        return self._qt_atomic

    def setAtomicSyncRequired(self, enable: bool) -> None:
        """Allow (False) to write into the file itself where no other can be put in its place, at the risk of half a file."""
        self._qt_atomic = bool(enable)

    def fallbacksEnabled(self) -> bool:
        """Whether other files are looked into for what the first one has not got."""
        return self._qt_fallbacks

    def setFallbacksEnabled(self, b: bool) -> None:
        """Look into other files (of the organisation, of the system) or not."""
        self._qt_fallbacks = bool(b)

    def fileName(self) -> str:
        """The path of the file that is written."""
        return self._qt_path

    def format(self) -> QSettings.Format:
        """How the settings are stored."""
        return self._qt_format

    def scope(self) -> QSettings.Scope:
        """Whose settings they are."""
        return self._qt_scope

    def organizationName(self) -> str:
        """The organisation, empty for a file with a name of its own."""
        return self._qt_organization

    def applicationName(self) -> str:
        """The application, empty for a file with a name of its own."""
        return self._qt_application

    @staticmethod
    def defaultFormat() -> QSettings.Format:
        """The format of ``QSettings()``."""
        return QSettings._qt_default_format

    @staticmethod
    def setDefaultFormat(format: int) -> None:
        """Let ``QSettings()`` have *format*."""
        QSettings._qt_default_format = QSettings.Format(format)

    @staticmethod
    def setPath(format: int, scope: int, path: str) -> None:
        """Let settings of *format* and *scope* that are made from now on lie in the folder *path*."""
        settingspaths.choose_folder(int(format), int(scope), path)

    def event(self, event: QEvent) -> bool:
        """Write the changes when the loop gets to it; see `QObject.event`."""
        if event.type() == QEvent.Type.UpdateRequest:
            self.sync()
            return True
        return super().event(event)

    def _qt_load(self, file: IniFile) -> None:
        if self._qt_format > QSettings.Format.IniFormat:
            return
        if not file.load():
            self._qt_status = QSettings.Status.AccessError
        elif not file.well_formed and not self._qt_status:
            self._qt_status = QSettings.Status.FormatError

    def _qt_change(self, change: Any) -> None:
        """Make a change, to be written soon."""
        change()
        if not self._qt_pending:
            self._qt_pending = True
            if self._qt_format <= QSettings.Format.IniFormat:
                _remember(self._qt_files[0])
                post(self, PostedEvent(weakref.ref(self), QEvent(QEvent.Type.UpdateRequest), 0))

    def _qt_dispose(self) -> None:
        if self._qt_pending:
            QSettings.sync(self)
        super()._qt_dispose()


_unwritten: dict[int, IniFile] = {}  # by identity: files that may have changes when the program ends


def _remember(file: IniFile) -> None:
    """Write *file* when the program ends, if nothing has done so before."""
    if not _unwritten:
        atexit.register(_write_all)
    _unwritten[id(file)] = file


def _write_all() -> None:
    for file in list(_unwritten.values()):
        if file.changed:
            file.write(True)
    _unwritten.clear()


def _normalized(key: str | None) -> str:
    """*key* without slashes at its ends, and without empty parts. Raises `TypeError` if it is no str."""
    if key is None:
        return ""
    if not isinstance(key, str):
        raise TypeError(f"a key is a str, not {key!r}")
    return "/".join(part for part in key.split("/") if part) if "/" in key else key
