"""Names that a layer over several bindings, such as qtpy, touches in QtCore while it is imported.

They are no use to a program without windows, and are there so that the layer can be imported: it compares, renames and
copies them. Only a binding's modules have them, never `netaccess.QtCore`.
"""

from __future__ import annotations

from typing import Any, NoReturn

from netaccess._values.qtenum import QtEnum, QtFlag, QtIntEnum, export_enums
from netaccess.QtCore import Qt

from .changes import Changes

__all__ = ["QLibraryInfo", "QTextStreamManipulator"]


class ItemDataRole(QtIntEnum):
    """What a view asks an item for."""

    DisplayRole = 0
    DecorationRole = 1
    EditRole = 2
    ToolTipRole = 3
    StatusTipRole = 4
    WhatsThisRole = 5
    FontRole = 6
    TextAlignmentRole = 7
    BackgroundRole = 8
    ForegroundRole = 9
    CheckStateRole = 10
    AccessibleTextRole = 11
    AccessibleDescriptionRole = 12
    SizeHintRole = 13
    InitialSortOrderRole = 14
    UserRole = 256


class ItemFlag(QtFlag):
    """What can be done with an item in a view."""

    NoItemFlags = 0
    ItemIsSelectable = 1
    ItemIsEditable = 2
    ItemIsDragEnabled = 4
    ItemIsDropEnabled = 8
    ItemIsUserCheckable = 16
    ItemIsEnabled = 32
    ItemIsAutoTristate = 64
    ItemNeverHasChildren = 128
    ItemIsUserTristate = 256


class MouseButton(QtFlag):
    """A button of the mouse."""

    NoButton = 0
    LeftButton = 1
    RightButton = 2
    MiddleButton = 4
    BackButton = 8
    ForwardButton = 16


@export_enums
class QLibraryInfo:
    """Where the files of a Qt are; there is none here, so every path is empty (``QLibraryInfo``)."""

    class LibraryPath(QtEnum):
        """A kind of file that Qt brings along."""

        PrefixPath = 0
        DocumentationPath = 1
        HeadersPath = 2
        LibrariesPath = 3
        LibraryExecutablesPath = 4
        BinariesPath = 5
        PluginsPath = 6
        Qml2ImportsPath = 7
        ArchDataPath = 8
        DataPath = 9
        TranslationsPath = 10
        ExamplesPath = 11
        TestsPath = 12
        SettingsPath = 100

    LibraryLocation = LibraryPath

    @staticmethod
    def path(p: LibraryPath) -> str:
        """Return the empty string: no files of Qt are installed."""
        QLibraryInfo.LibraryPath(p)
        return ""

    location = path

    @staticmethod
    def isDebugBuild() -> bool:
        """Return False."""
        return False


class QTextStreamManipulator:
    """What changes the format of a text stream; there are no text streams here, so there is nothing to make one for."""

    def __init__(self, *arguments: Any) -> None:
        """Raise `TypeError`."""
        raise TypeError("there are no text streams in netaccess: Python's own way is open() and the io module")


def might_be_rich_text(text: str) -> NoReturn:
    """Raise `RuntimeError`: only what draws text knows (``Qt.mightBeRichText``)."""
    raise RuntimeError("Qt.mightBeRichText() belongs to the half of Qt that draws, which netaccess is not")


def change_namespace(changes: Changes) -> None:
    """Put into ``Qt`` what belongs to items, the mouse and rich text."""
    for enumeration in (ItemDataRole, ItemFlag, MouseButton):
        changes.put(Qt, enumeration.__name__, enumeration)
        for name, member in enumeration.__members__.items():
            changes.put(Qt, name, member)
    changes.put(Qt, "mightBeRichText", staticmethod(might_be_rich_text))
