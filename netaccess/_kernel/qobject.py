"""`QObject`: parents and children, signals, events, timers, properties, and the thread an object lives in.

All of an object's own state has names that begin with ``_qt_``, so that a program's subclasses may use any other; most of it
stands as a default on the class until it is needed.
"""

from __future__ import annotations

import weakref
from threading import get_ident
from typing import TYPE_CHECKING, Any, TypeVar

from netaccess._values.qtnamespace import Qt

from . import timers
from .affinity import check_thread, move_to_thread
from .classattributes import StaticMetaObject, Uninitialised
from .destruction import collect, destroy
from .events import QChildEvent, QDynamicPropertyChangeEvent, QEvent, QTimerEvent
from .finding import find_children
from .metacall import MetaCallEvent
from .posting import Hooks, KeepAlive, PostedEvent, notify, post
from .properties import initialise, read_property, write_property
from .qtwarning import warn
from .signal import Signal, emit_own
from .staticorbound import StaticOrBound
from .threaddata import ThreadData, current
from .tombstone import deleted_error, is_buried

if TYPE_CHECKING:
    from netaccess._values.bytearray import QByteArray

    from .connection import Connection
    from .metamethod import QMetaMethod
    from .metaobject import QMetaObject
    from .signal import SignalInstance
    from .thread import QThread

_Type = TypeVar("_Type")


class QObject:
    """The base of everything that has signals, slots, events, children or timers (``QObject``).

    An object belongs to the thread that made it. A parent owns its children: they are deleted with it and need no other
    reference; a child does not keep its parent alive. Objects without a parent die with their last reference.
    """

    _qt_thread: ThreadData = Uninitialised()  # type: ignore[assignment]
    _qt_parent: weakref.ref[QObject] | None = None
    _qt_children: dict[int, QObject] | None = None  # by identity, in the order they were added
    _qt_filters: list[weakref.ref[QObject]] | None = None
    _qt_blocked: bool = False
    _qt_signals: dict[Signal, SignalInstance] | None = None  # the bound signals that have been made
    _qt_sender: QObject | None = None
    _qt_self: weakref.ref[QObject] | None = None
    _qt_name: str = ""
    _qt_dynamic: dict[str, Any] | None = None
    _qt_timers: dict[int, timers.TimerEntry] | None = None
    _qt_posted_delete: bool = False
    _qt_properties: dict[str, tuple[str, str | None]] = {"objectName": ("objectName", "setObjectName")}

    #: The object is being deleted; it comes with the object, of which little can still be used.
    destroyed = Signal("QObject*").with_optional_arguments()
    #: The object has this name now.
    objectNameChanged = Signal(str, arguments=("objectName",))

    def __init__(self, parent: QObject | None = None, **keywords: Any) -> None:
        """
        :param parent: the owner. It must live in the calling thread.
        :param keywords: values for properties (``objectName="x"``) and slots for signals (``destroyed=f``). What is neither
            goes to the next class behind QObject in the method resolution order, if there is one.
        Raises `TypeError` for a parent that is no QObject, `AttributeError` for an unknown keyword.
        """
        if "_qt_thread" in self.__dict__:
            raise RuntimeError(f"a {self.__class__.__name__} cannot be initialised twice")
        self._qt_thread = current()
        if parent is not None:
            if not isinstance(parent, QObject):
                raise TypeError(f"the parent of a {self.__class__.__name__} is a QObject or None, not {parent!r}")
            self._qt_adopt(parent)
        if keywords or self.__class__.__mro__[-2] is not QObject:
            initialise(self, keywords, QObject)

    # Life.

    def deleteLater(self) -> None:
        """Delete the object when control is back in the event loop it is in now; it is kept alive until then.

        Any thread may call this.
        """
        if not self._qt_posted_delete:
            self._qt_posted_delete = True
            event = QEvent(QEvent.Type.DeferredDelete)
            here = current()
            if here is self._qt_thread:
                event._qt_level = here.level if here.running else -here.level
            post(self, PostedEvent(KeepAlive(self), event, 0))  # type: ignore[arg-type]

    def __del__(self) -> None:
        if collect is not None:  # the interpreter's end clears the modules first
            collect(self)

    def _qt_dispose(self) -> None:
        """Let go of what the object holds outside the object model. Called once, first thing in its deletion."""

    # The tree.

    def parent(self) -> QObject | None:
        """Return the owner, None when there is none."""
        reference = self._qt_parent
        return None if reference is None else reference()

    def setParent(self, parent: QObject | None) -> None:
        """Give the object to another owner, or to nobody (then it lives as long as it is referred to).

        Raises `TypeError` for what is no QObject, `RuntimeError` across threads, `ValueError` for a descendant.
        """
        if parent is not None and not isinstance(parent, QObject):
            raise TypeError(f"the parent of a {self.__class__.__name__} is a QObject or None, not {parent!r}")
        old = QObject.parent(self)  # a program may have put something else there
        if old is parent:
            return
        if parent is not None:
            check_thread(self, "setParent", "a parent is set in the object's own thread")
            _refuse_cycle(self, parent)
        if old is not None:
            self._qt_leave(old)
        if parent is not None:
            self._qt_adopt(parent)

    def children(self) -> list[QObject]:
        """Return the objects this one owns, in the order they were added."""
        self._qt_thread  # noqa: B018
        return list((self._qt_children or {}).values())

    def _qt_adopt(self, parent: QObject) -> None:
        if is_buried(parent):
            raise deleted_error(parent.__class__.__name__)
        if parent._qt_thread is not self._qt_thread:
            raise RuntimeError(
                f"cannot make a child in {self._qt_thread.describe()} for a parent that is in a different thread, "
                f"{parent._qt_thread.describe()}: {parent!r}"
            )
        self._qt_parent = weakref.ref(parent)
        if parent._qt_children is None:
            parent._qt_children = {id(self): self}
        else:
            parent._qt_children[id(self)] = self
        if parent.watches_events():
            notify(parent, QChildEvent(QEvent.Type.ChildAdded, self))

    def _qt_leave(self, parent: QObject) -> None:
        self._qt_parent = None
        siblings = parent._qt_children
        if siblings is not None and siblings.pop(id(self), None) is not None and parent.watches_events():
            notify(parent, QChildEvent(QEvent.Type.ChildRemoved, self))

    def findChild(
        self,
        type: type[_Type],
        name: str | None = None,
        options: int = Qt.FindChildOption.FindChildrenRecursively,
    ) -> _Type | None:
        """Return the first child of class *type* with this *name* (None: any), direct children before deeper ones."""
        found: list[Any] = find_children(self, type, name, options, first=True)
        return found[0] if found else None

    def findChildren(
        self,
        type: type[_Type],
        name: Any = None,
        options: int = Qt.FindChildOption.FindChildrenRecursively,
    ) -> list[_Type]:
        """Return all children of class *type* whose name is *name* (None: any), or matches it if it is a compiled pattern."""
        return find_children(self, type, name, options)

    # Names and properties.

    def objectName(self) -> str:
        """Return the object's name, empty by default."""
        self._qt_thread  # noqa: B018
        return self._qt_name

    def setObjectName(self, name: str) -> None:
        """Name the object; emits `objectNameChanged` when that changes anything."""
        if name is not None and not isinstance(name, str):
            raise TypeError(f"an object's name is a str, not {name!r}")
        name = name or ""
        if name != self._qt_name:
            self._qt_name = name
            emit_own(self, _object_name_changed, name)

    def property(self, name: str) -> Any:
        """Return the value of a property, declared or dynamic; None when there is none of that *name*."""
        return read_property(self, name)

    def setProperty(self, name: str, value: Any) -> bool:
        """Set a declared property and return True, or a dynamic one (None removes it) and return False."""
        declared, changed = write_property(self, name, value)
        if changed:
            notify(self, QDynamicPropertyChangeEvent(name.encode()))
        return declared

    #: The meta-object of the class, as a class attribute.
    staticMetaObject = StaticMetaObject()

    def metaObject(self) -> QMetaObject:
        """Return what the object's class declares, and the signals that connecting by text has made for this object."""
        from .metaobject import object_meta

        self._qt_thread  # noqa: B018
        return object_meta(self)

    def dynamicPropertyNames(self) -> list[QByteArray]:
        """Return the names of the dynamic properties."""
        from netaccess._values.bytearray import QByteArray

        return [QByteArray(name.encode()) for name in self._qt_dynamic or ()]

    def inherits(self, classname: str) -> bool:
        """Return whether the object's class, or a base of it, is named *classname*. Raises `TypeError` for what is no str."""
        if not isinstance(classname, str):
            raise TypeError(f"the name of a class is a str, not {classname!r}")
        self._qt_thread  # noqa: B018
        return any(cls.__name__ == classname for cls in self.__class__.__mro__ if issubclass(cls, QObject))

    @StaticOrBound
    def tr(self: QObject | None, sourceText: str, /, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the translation of *sourceText* in the context of the object's class, else of a base; itself without one.

        :param disambiguation: tells texts apart that are the same. :param n: a number >= 0, which ``%n`` in the text stands
            for. Raises `TypeError` for what is no str.
        """
        from .translation import translate_for

        return translate_for(self, sourceText, disambiguation, n)

    def isWidgetType(self) -> bool:
        """Return whether the object is a widget; there are none."""
        return False

    def isWindowType(self) -> bool:
        """Return whether the object is a window; there are none."""
        return False

    def isQuickItemType(self) -> bool:
        """Return whether the object is an item of Qt Quick; there are none."""
        return False

    def dumpObjectTree(self) -> None:
        """Log the object and everything below it, as debug messages."""
        from .objecttree import dump_tree

        dump_tree(self)

    def dumpObjectInfo(self) -> None:
        """Log where the object's signals lead, and which signals of objects in its tree lead to it, as debug messages."""
        from .objecttree import dump_info

        dump_info(self)

    # Signals.

    def sender(self) -> QObject | None:
        """Return the object whose signal called the slot of this object that is running now; None outside slots."""
        found = self._qt_sender
        return None if found is None or is_buried(found) else found

    def blockSignals(self, block: bool) -> bool:
        """Let the object's signals go unheard, or be heard again. Return whether they were blocked before."""
        if not isinstance(block, int):
            raise TypeError(f"blockSignals() takes a bool, not {block!r}")
        before = self._qt_blocked
        self._qt_blocked = bool(block)
        return before

    def signalsBlocked(self) -> bool:
        """Return whether the object's signals are blocked."""
        return self._qt_blocked

    def senderSignalIndex(self) -> int:
        """Return the number that the signal which called the running slot has in its sender's meta-object, -1 outside slots."""
        found = QObject.sender(self)
        if found is None:
            return -1
        from .callingsignal import calling_signal
        from .metaobject import object_meta

        signal = calling_signal(self)
        return -1 if signal is None else object_meta(found).indexOfSignal(signal._signature.text)

    @StaticOrBound
    def connect(self: QObject | None, *arguments: Any, type: Any = 0) -> Connection:
        """Connect in the old way, by the text of a signal, and return a handle that is true while the connection stands.

        On the class: ``(sender, SIGNAL, callable)``, ``(sender, SIGNAL, receiver, SLOT or SIGNAL or callable)``. On an object
        also without a sender, which it is then, and ``(sender, SIGNAL, SLOT)``, whose receiver it is. A `Qt.ConnectionType`
        may come last. A signal that the sender has not is made for it.

        Raises `TypeError` for other arguments. A slot that does not exist, or takes other arguments, is warned about, and
        the handle is false.
        """
        from .oldsignals import connect

        return connect(self, arguments, type)

    @StaticOrBound
    def disconnect(self: QObject | None, *arguments: Any) -> bool:
        """End a connection, given as what ``connect`` returned, or connections, and return whether there was one.

        On the class: ``(sender, SIGNAL, callable)``, ``(sender, SIGNAL, receiver, SLOT)``, where None stands for all signals,
        receivers or slots. On an object also without the sender, and ``(receiver)``, ``(receiver, SLOT)``.
        """
        from .oldsignals import disconnect

        return disconnect(self, arguments)

    def emit(self, signal: str, /, *args: Any) -> bool:
        """Emit the signal named by ``SIGNAL(...)`` with *args*; False when the object has no such signal."""
        from .oldsignals import emit

        return emit(self, signal, args)

    def receivers(self, signal: str | SignalInstance) -> int:
        """Return how many connections the signal has, which is named by ``SIGNAL(...)`` or is a bound signal of the object."""
        from .oldsignals import receivers

        return receivers(self, signal)

    def isSignalConnected(self, signal: QMetaMethod) -> bool:
        """Return whether something is connected to *signal* (made with `QMetaMethod.fromSignal`)."""
        from .oldsignals import is_connected

        return is_connected(self, signal)

    def connectNotify(self, signal: QMetaMethod) -> None:
        """Something has been connected to *signal* of this object. Does nothing here; to be overridden.

        Called in the thread that connects. The override has to stand when the signal is connected for the first time.
        """

    def disconnectNotify(self, signal: QMetaMethod) -> None:
        """Something has been disconnected from *signal* (an invalid one: from every signal); to be overridden.

        Not called for connections that end because this object is deleted.
        """

    # Events.

    def event(self, event: QEvent) -> bool:
        """Handle *event*: timers, children, queued slots, deletion, and the program's own events. Return whether it was."""
        kind = event._qt_type
        if kind == QEvent.Type.Timer:
            self.timerEvent(event)  # type: ignore[arg-type]
        elif kind in (QEvent.Type.ChildAdded, QEvent.Type.ChildPolished, QEvent.Type.ChildRemoved):
            self.childEvent(event)  # type: ignore[arg-type]
        elif kind == QEvent.Type.MetaCall:
            if not isinstance(event, MetaCallEvent):
                return False
            event.place(self)
        elif kind == QEvent.Type.DeferredDelete:
            destroy(self)
        elif kind >= QEvent.Type.User:
            self.customEvent(event)
        else:
            return kind == QEvent.Type.Quit and self._qt_quit()
        return True

    def _qt_quit(self) -> bool:
        """Handle an event of type ``Quit``, which loops and threads end at. Return whether it was handled."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at an event meant for *watched*, which this object filters; True keeps it from going any further."""
        return False

    def installEventFilter(self, filterObj: QObject | None) -> None:
        """Let *filterObj* see this object's events first; the filter installed last is asked first. None changes nothing.

        Raises `TypeError` for what is no QObject, `RuntimeError` for one that lives in a different thread.
        """
        if filterObj is None:
            return
        if not isinstance(filterObj, QObject):
            raise TypeError(f"an event filter is a QObject, not {filterObj!r}")
        if filterObj._qt_thread is not self._qt_thread:
            raise RuntimeError(
                f"cannot filter events for objects in a different thread: {filterObj!r} is in "
                f"{filterObj._qt_thread.describe()}, {self!r} in {self._qt_thread.describe()}"
            )
        self.removeEventFilter(filterObj)
        self._qt_filters = [weakref.ref(filterObj), *(self._qt_filters or ())]

    def removeEventFilter(self, obj: QObject | None) -> None:
        """Let *obj* filter this object's events no longer."""
        if self._qt_filters:
            kept = [each for each in self._qt_filters if (found := each()) is not None and found is not obj]
            self._qt_filters = kept or None

    def timerEvent(self, event: QTimerEvent) -> None:
        """Handle a timer started with `startTimer`. Does nothing here; to be overridden."""

    def childEvent(self, event: QChildEvent) -> None:
        """Handle the coming or going of a child. Does nothing here; to be overridden."""

    def customEvent(self, event: QEvent) -> None:
        """Handle an event of the program's own. Does nothing here; to be overridden."""

    def watches_events(self) -> bool:
        """Return whether anybody looks at this object's events: a filter, an override, or the application."""
        cls = type(self)
        application = Hooks.application
        return (
            self._qt_filters is not None
            or cls.event is not QObject.event
            or cls.childEvent is not QObject.childEvent
            or Hooks.notify is not None
            or (application is not None and application._qt_filters is not None)
        )

    # Timers.

    def startTimer(self, interval: int, timerType: Qt.TimerType = Qt.TimerType.CoarseTimer) -> int:
        """Start a timer that sends a `QTimerEvent` every *interval* milliseconds, and return its number."""
        check_thread(self, "startTimer", "timers cannot be started from another thread")
        if interval < 0:
            raise ValueError(f"a timer's interval is a number of milliseconds >= 0, not {interval!r}")
        entry = timers.start(self._qt_thread, int(interval), _send_timer_event, weakref.ref(self), int(timerType))
        if self._qt_timers is None:
            self._qt_timers = {}
        self._qt_timers[entry.number] = entry
        return entry.number

    def killTimer(self, id: int) -> None:
        """Stop the timer with this number; one that the object has not is warned about.

        Raises `RuntimeError` from another thread.
        """
        check_thread(self, "killTimer", "timers cannot be stopped from another thread")
        running = self._qt_timers
        if running is not None and id in running:
            timers.stop(self._qt_thread, running.pop(id))
        else:
            warn(
                f"QObject::killTimer(): Error: timer id {int(id)} is not valid for object {_address(self)} "
                f"({type(self).__name__}, {self._qt_name}), timer has not been killed"
            )

    # Threads.

    def thread(self) -> QThread | None:
        """Return the thread the object lives in, where its slots and events run; None when it was moved to None."""
        from .thread import thread_object

        return thread_object(self._qt_thread)

    def moveToThread(self, thread: QThread | None) -> bool:
        """Let the object, its children, their timers and what is posted to them go over to *thread*.

        Only the thread an object lives in can push it to another. With None it lives in no thread, its events and timers
        wait, and any thread can fetch it to itself. Raises `ValueError` for an object with a parent and `RuntimeError`
        when called from elsewhere.
        """
        return move_to_thread(self, thread)

    def __repr__(self) -> str:
        cls = self.__class__
        name = f', name = "{self._qt_name}"' if self.objectName() else ""
        return f"<{cls.__module__}.{cls.__qualname__}({id(self):#x}{name}) at {id(self):#x}>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError(f"cannot pickle or copy a {self.__class__.__name__}: a QObject is an identity, not a value")


_object_name_changed = QObject.__dict__["objectNameChanged"]


def _address(target: QObject) -> str:
    return f"{id(target):#x}"


def _refuse_cycle(child: QObject, parent: QObject) -> None:
    ancestor: QObject | None = parent
    while ancestor is not None:
        if ancestor is child:
            raise ValueError(f"{child!r} cannot be the child of {parent!r}, which it owns")
        ancestor = QObject.parent(ancestor)


def _send_timer_event(entry: timers.TimerEntry) -> None:
    target = entry.target()
    if target is not None and target._qt_thread.ident == get_ident():
        notify(target, QTimerEvent(entry.number))
