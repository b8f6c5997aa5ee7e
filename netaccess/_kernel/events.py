"""Events: what the loop delivers to objects (Qt's ``QEvent`` and the subclasses that objects without a window see)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netaccess._values.qtenum import QtIntEnum, export_enums

if TYPE_CHECKING:
    from netaccess._values.bytearray import QByteArray
    from netaccess._values.qtnamespace import Qt

    from .qobject import QObject


@export_enums
class QEvent:
    """A message to one object, delivered by `QCoreApplication.sendEvent` at once or by `postEvent` through the loop."""

    class Type(QtIntEnum):
        """The kind of an event. Numbers from `User` to `MaxUser` are the program's own; `registerEventType` hands them out."""

        None_ = 0
        Timer = 1
        MouseButtonPress = 2
        MouseButtonRelease = 3
        MouseButtonDblClick = 4
        MouseMove = 5
        KeyPress = 6
        KeyRelease = 7
        FocusIn = 8
        FocusOut = 9
        FocusAboutToChange = 23
        Enter = 10
        Leave = 11
        Paint = 12
        Move = 13
        Resize = 14
        Create = 15
        Destroy = 16
        Show = 17
        Hide = 18
        Close = 19
        Quit = 20
        ParentChange = 21
        ParentAboutToChange = 131
        ThreadChange = 22
        WindowActivate = 24
        WindowDeactivate = 25
        ShowToParent = 26
        HideToParent = 27
        Wheel = 31
        WindowTitleChange = 33
        WindowIconChange = 34
        ApplicationWindowIconChange = 35
        ApplicationFontChange = 36
        ApplicationLayoutDirectionChange = 37
        ApplicationPaletteChange = 38
        PaletteChange = 39
        Clipboard = 40
        Speech = 42
        MetaCall = 43
        SockAct = 50
        WinEventAct = 132
        DeferredDelete = 52
        DragEnter = 60
        DragMove = 61
        DragLeave = 62
        Drop = 63
        DragResponse = 64
        ChildAdded = 68
        ChildPolished = 69
        ChildRemoved = 71
        ShowWindowRequest = 73
        PolishRequest = 74
        Polish = 75
        LayoutRequest = 76
        UpdateRequest = 77
        UpdateLater = 78
        EmbeddingControl = 79
        ActivateControl = 80
        DeactivateControl = 81
        ContextMenu = 82
        InputMethod = 83
        TabletMove = 87
        LocaleChange = 88
        LanguageChange = 89
        LayoutDirectionChange = 90
        Style = 91
        TabletPress = 92
        TabletRelease = 93
        OkRequest = 94
        HelpRequest = 95
        IconDrag = 96
        FontChange = 97
        EnabledChange = 98
        ActivationChange = 99
        StyleChange = 100
        IconTextChange = 101
        ModifiedChange = 102
        MouseTrackingChange = 109
        WindowBlocked = 103
        WindowUnblocked = 104
        WindowStateChange = 105
        ReadOnlyChange = 106
        ToolTip = 110
        WhatsThis = 111
        StatusTip = 112
        ActionChanged = 113
        ActionAdded = 114
        ActionRemoved = 115
        FileOpen = 116
        Shortcut = 117
        ShortcutOverride = 51
        WhatsThisClicked = 118
        ToolBarChange = 120
        ApplicationActivate = 121
        ApplicationActivated = 121
        ApplicationDeactivate = 122
        ApplicationDeactivated = 122
        QueryWhatsThis = 123
        EnterWhatsThisMode = 124
        LeaveWhatsThisMode = 125
        ZOrderChange = 126
        HoverEnter = 127
        HoverLeave = 128
        HoverMove = 129
        AcceptDropsChange = 152
        ZeroTimerEvent = 154
        GraphicsSceneMouseMove = 155
        GraphicsSceneMousePress = 156
        GraphicsSceneMouseRelease = 157
        GraphicsSceneMouseDoubleClick = 158
        GraphicsSceneContextMenu = 159
        GraphicsSceneHoverEnter = 160
        GraphicsSceneHoverMove = 161
        GraphicsSceneHoverLeave = 162
        GraphicsSceneHelp = 163
        GraphicsSceneDragEnter = 164
        GraphicsSceneDragMove = 165
        GraphicsSceneDragLeave = 166
        GraphicsSceneDrop = 167
        GraphicsSceneWheel = 168
        GraphicsSceneLeave = 220
        KeyboardLayoutChange = 169
        DynamicPropertyChange = 170
        TabletEnterProximity = 171
        TabletLeaveProximity = 172
        NonClientAreaMouseMove = 173
        NonClientAreaMouseButtonPress = 174
        NonClientAreaMouseButtonRelease = 175
        NonClientAreaMouseButtonDblClick = 176
        MacSizeChange = 177
        ContentsRectChange = 178
        MacGLWindowChange = 179
        FutureCallOut = 180
        GraphicsSceneResize = 181
        GraphicsSceneMove = 182
        CursorChange = 183
        ToolTipChange = 184
        NetworkReplyUpdated = 185
        GrabMouse = 186
        UngrabMouse = 187
        GrabKeyboard = 188
        UngrabKeyboard = 189
        StateMachineSignal = 192
        StateMachineWrapped = 193
        TouchBegin = 194
        TouchUpdate = 195
        TouchEnd = 196
        NativeGesture = 197
        RequestSoftwareInputPanel = 199
        CloseSoftwareInputPanel = 200
        WinIdChange = 203
        Gesture = 198
        GestureOverride = 202
        ScrollPrepare = 204
        Scroll = 205
        Expose = 206
        InputMethodQuery = 207
        OrientationChange = 208
        TouchCancel = 209
        ThemeChange = 210
        SockClose = 211
        PlatformPanel = 212
        StyleAnimationUpdate = 213
        ApplicationStateChange = 214
        WindowChangeInternal = 215
        ScreenChangeInternal = 216
        PlatformSurface = 217
        Pointer = 218
        TabletTrackingChange = 219
        WindowAboutToChangeInternal = 221
        DevicePixelRatioChange = 222
        ChildWindowAdded = 223
        ChildWindowRemoved = 224
        ParentWindowAboutToChange = 225
        ParentWindowChange = 226
        SafeAreaMarginsChange = 227
        User = 1000
        MaxUser = 65535

    __slots__ = ("__dict__", "_qt_accepted", "_qt_level", "_qt_spontaneous", "_qt_type")

    def __init__(self, type: Type | int) -> None:
        """:param type: a member of `QEvent.Type`, or its number. Raises `TypeError` for anything else."""
        self._qt_type = _event_type(type)
        self._qt_accepted = True
        self._qt_spontaneous = False
        self._qt_level = 0

    def type(self) -> Type:
        """Return the event's type; numbers of the program's own make members without a name."""
        return self._qt_type

    def accept(self) -> None:
        """Mark the event as accepted (events start so)."""
        self._qt_accepted = True

    def ignore(self) -> None:
        """Mark the event as not accepted."""
        self._qt_accepted = False

    def isAccepted(self) -> bool:
        """Return whether the event is marked as accepted."""
        return self._qt_accepted

    def setAccepted(self, accepted: bool) -> None:
        """Mark the event as accepted or not. Raises `TypeError` for what is neither a bool nor a number."""
        if not isinstance(accepted, (int, float)):
            raise TypeError(f"setAccepted() takes a bool, not {accepted!r}")
        self._qt_accepted = bool(accepted)

    def spontaneous(self) -> bool:
        """Return whether the event came from outside the program; no event here does."""
        return self._qt_spontaneous

    def isInputEvent(self) -> bool:
        """Return whether the event is a user's input; no event here is."""
        return False

    def isPointerEvent(self) -> bool:
        """Return whether the event comes from a pointing device; no event here does."""
        return False

    def isSinglePointEvent(self) -> bool:
        """Return whether the event comes from a device that points at one place; no event here does."""
        return False

    def clone(self) -> QEvent:
        """Return a copy of the event, of the same class and with the same attributes."""
        copy = QEvent.__new__(self.__class__)
        copy.__dict__.update(self.__dict__)
        for cls in self.__class__.__mro__:
            for name in cls.__dict__.get("__slots__", ()):
                if name.startswith("_qt_"):
                    setattr(copy, name, getattr(self, name))
        return copy

    @staticmethod
    def registerEventType(hint: int = -1) -> int:
        """Reserve an event type for the program: *hint* if it is free and in the user range, else the highest free number.

        Returns -1 when every number from `User` to `MaxUser` is taken.
        """
        if 1000 <= hint <= 65535 and hint not in _registered:
            _registered.add(hint)
            return hint
        for number in range(65535, 999, -1):
            if number not in _registered:
                _registered.add(number)
                return number
        return -1

    def __repr__(self) -> str:
        number = self._qt_type
        name = number.name if number.name in QEvent.Type.__members__ else f"Type({int(number)})"
        cls = self.__class__
        return f"<{cls.__module__}.{cls.__qualname__}(QEvent::{name})>"


_registered: set[int] = set()


def _event_type(number: QEvent.Type | int) -> QEvent.Type:
    """Return the type of *number*; anything that is no integer raises `TypeError`."""
    if isinstance(number, QEvent.Type):
        return number
    if not isinstance(number, int):
        raise TypeError(f"an event type is a QEvent.Type or an int, not {number!r}")
    return QEvent.Type(number)


class QTimerEvent(QEvent):
    """Sent to an object whose timer, started with `QObject.startTimer`, has run out."""

    __slots__ = ("_qt_id",)

    def __init__(self, timerId: int) -> None:
        """:param timerId: what `QObject.startTimer` returned."""
        super().__init__(QEvent.Type.Timer)
        self._qt_id = timerId

    def timerId(self) -> int:
        """Return the number of the timer."""
        return self._qt_id

    def id(self) -> Qt.TimerId:
        """Return the number of the timer as a `Qt.TimerId`."""
        from netaccess._values.qtnamespace import Qt as namespace

        return namespace.TimerId(self._qt_id)


class QChildEvent(QEvent):
    """Sent to an object when a child was added to it or removed from it."""

    __slots__ = ("_qt_child",)

    def __init__(self, type: QEvent.Type, child: QObject) -> None:
        """:param type: ``ChildAdded``, ``ChildPolished`` or ``ChildRemoved``. :param child: the child."""
        super().__init__(type)
        self._qt_child = child

    def child(self) -> QObject:
        """Return the child. When it is removed by its deletion, only its identity can be relied on."""
        return self._qt_child

    def added(self) -> bool:
        """Return whether the child was added."""
        return self._qt_type == QEvent.Type.ChildAdded

    def polished(self) -> bool:
        """Return whether the child was polished, which is a matter of widgets."""
        return self._qt_type == QEvent.Type.ChildPolished

    def removed(self) -> bool:
        """Return whether the child was removed."""
        return self._qt_type == QEvent.Type.ChildRemoved


class QDynamicPropertyChangeEvent(QEvent):
    """Sent to an object when one of its dynamic properties was added, changed or removed."""

    __slots__ = ("_qt_name",)

    def __init__(self, name: bytes) -> None:
        """:param name: the property's name."""
        super().__init__(QEvent.Type.DynamicPropertyChange)
        self._qt_name = bytes(name)

    def propertyName(self) -> QByteArray:
        """Return the name of the property."""
        from netaccess._values.bytearray import QByteArray

        return QByteArray(self._qt_name)
