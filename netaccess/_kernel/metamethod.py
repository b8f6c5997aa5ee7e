"""`QMetaMethod`: a signal or slot as a meta-object lists it, which can be asked about and called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netaccess._values.bytearray import QByteArray
from netaccess._values.qtenum import QtEnum, export_enums

from .qtwarning import warn
from .signal import SignalInstance
from .typenames import split_signature

if TYPE_CHECKING:
    from .metaobject import QMetaObject
    from .qobject import QObject


@export_enums
class QMetaMethod:
    """A member of a class that can be connected to or called by name (``QMetaMethod``).

    They come from `QMetaObject.method`, or from a bound signal with `fromSignal`; one made without either is invalid.
    """

    class MethodType(QtEnum):
        """What kind of member it is."""

        Method = 0
        Signal = 1
        Slot = 2
        Constructor = 3

    class Access(QtEnum):
        """Who may call it; everything here is public."""

        Private = 0
        Protected = 1
        Public = 2

    __slots__ = ("_attribute", "_index", "_kind", "_names", "_owner", "_result", "_signature")

    def __init__(self) -> None:
        """Make an invalid one, which stands for no member."""
        self._owner: QMetaObject | None = None
        self._kind = QMetaMethod.MethodType.Method
        self._signature = ""
        self._attribute = ""
        self._names: tuple[str, ...] = ()
        self._result = ""
        self._index = -1

    @classmethod
    def _made(
        cls, owner: QMetaObject, kind: MethodType, signature: str, attribute: str, names: tuple[str, ...], result: str
    ) -> QMetaMethod:
        """Make the record of a member: *attribute* is the name Python knows it by, *names* those of its arguments."""
        made = cls()
        made._owner = owner
        made._kind = kind
        made._signature = signature
        made._attribute = attribute
        made._names = names
        made._result = result
        return made

    @staticmethod
    def fromSignal(signal: SignalInstance) -> QMetaMethod:
        """Return what stands for the bound *signal* (in the overload it is) in its object's class.

        Raises `TypeError` for what is no bound signal, `RuntimeError` when its object has been deleted.
        """
        if not isinstance(signal, SignalInstance):
            raise TypeError(f"fromSignal() takes a signal of an object, not {signal!r}")
        from .metaobject import object_meta

        text = signal._signature.text
        if signal._signal._optional and signal._signature is signal._signal.signatures[0]:
            text = f"{text[: text.index('(')]}()"  # the shorter overload stands for both
        owner = object_meta(signal._source())
        index = owner.indexOfSignal(text)
        if index >= 0:
            return owner.method(index)
        # Put on the class after its meta-object was made: it has no number, and is a signal all the same.
        attribute = signal._signal._attribute
        return QMetaMethod._made(
            owner, QMetaMethod.MethodType.Signal, text, attribute, signal._signal.arguments, "void"
        )

    def isValid(self) -> bool:
        """Return whether this stands for a member."""
        return self._owner is not None

    def name(self) -> QByteArray:
        """Return the member's name."""
        return QByteArray(split_signature(self._signature)[0].encode())

    def nameView(self) -> bytes:
        """Return the member's name as bytes."""
        return split_signature(self._signature)[0].encode()

    def methodSignature(self) -> QByteArray:
        """Return name and argument types as Qt spells them: ``b"progress(int,QString)"``."""
        return QByteArray(self._signature.encode())

    def methodType(self) -> MethodType:
        """Return whether it is a signal or a slot."""
        return self._kind

    def typeName(self) -> str | None:
        """Return the type of the result, ``"void"`` when there is none."""
        return self._result if self.isValid() else None

    def parameterCount(self) -> int:
        """Return how many arguments it has."""
        return len(split_signature(self._signature)[1])

    def parameterNames(self) -> list[QByteArray]:
        """Return the names of the arguments, empty where they were not declared."""
        count = self.parameterCount()
        return [QByteArray(name.encode()) for name in (*self._names, *[""] * count)[:count]]

    def parameterTypes(self) -> list[QByteArray]:
        """Return the types of the arguments."""
        return [QByteArray(each.encode()) for each in split_signature(self._signature)[1]]

    def parameterTypeName(self, index: int) -> QByteArray:
        """Return the type of argument number *index*, empty when there is none."""
        types = self.parameterTypes()
        return types[index] if 0 <= index < len(types) else QByteArray()

    def access(self) -> Access:
        """Return who may call it."""
        return QMetaMethod.Access.Public if self.isValid() else QMetaMethod.Access.Private

    def tag(self) -> str:
        """Return the empty string: nothing here is tagged."""
        return ""

    def revision(self) -> int:
        """Return 0: nothing here has a revision."""
        return 0

    def isConst(self) -> bool:
        """Return False: Python's methods are not declared so."""
        return False

    def methodIndex(self) -> int:
        """Return the member's number in its meta-object, -1 when it has none."""
        return self._index

    def relativeMethodIndex(self) -> int:
        """Return the member's number among those its own class adds."""
        return self._index - self._owner.methodOffset() if self._owner is not None and self._index >= 0 else -1

    def enclosingMetaObject(self) -> QMetaObject | None:
        """Return the meta-object of the class that declares the member."""
        return self._owner

    def invoke(self, object: QObject, *arguments: Any) -> Any:
        """Call the slot, or emit the signal, of *object*.

        :param arguments: as for `QMetaObject.invokeMethod`: a `Qt.ConnectionType`, a `Q_RETURN_ARG`, and the arguments.
        Returns True, or the result when a `Q_RETURN_ARG` was given; False, with a warning, when the arguments do not fit,
        and without one for an object of another class. Raises `RuntimeError` for a result that cannot be had.
        """
        from .invocation import Request

        request = Request(arguments)
        problem = self._problem(object, request.types)
        if problem is None:
            return request.carry_out(object, self.function_of, self._signature)
        if problem:
            warn(f"QMetaMethod::invoke: {problem}")
        return request.refused()

    def _problem(self, target: Any, given: list[str | None]) -> str | None:
        """Return why a call with arguments of the *given* types is refused, None when it is not."""
        if self._owner is None or not self._owner.cast(target):
            return ""
        types = split_signature(self._signature)[1]
        call = f"in call to {self._owner.className()}::{self._signature}"
        if len(given) < len(types):
            return f"too few arguments ({len(given)}) {call}"
        for number, (wanted, offered) in enumerate(zip(types, given, strict=False)):
            if not fits(wanted, offered):
                return f"cannot convert formal parameter {number} from {offered} {call}"
        del given[len(types) :]  # more than there are parameters: left out
        return None

    def function_of(self, target: Any) -> Any:
        """Return what performs the member for *target*: the method, or the signal's ``emit`` in this overload."""
        member = getattr(target, self._attribute)
        if not isinstance(member, SignalInstance):
            return member
        return self.bound_signal(target).emit

    def bound_signal(self, target: Any) -> SignalInstance:
        """Return the signal of *target* that this stands for. Raises `TypeError` when it is no signal."""
        member = getattr(target, self._attribute)
        if not isinstance(member, SignalInstance):
            raise TypeError(f"{self._signature!r} is no signal of {target!r}")
        if len(member._signal.signatures) > 1:
            return member[tuple(split_signature(self._signature)[1])]
        return member

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, QMetaMethod):
            return NotImplemented
        return self._owner is other._owner and self._signature == other._signature and self._kind is other._kind

    def __hash__(self) -> int:
        return hash((id(self._owner), self._signature))

    def __repr__(self) -> str:
        if not self.isValid():
            return "<QMetaMethod (invalid)>"
        return f"type={self._kind.name}, signature={self._signature}"


def fits(wanted: str, given: str | None) -> bool:
    """Return whether an argument of the type *given* (None: not known) can be passed where *wanted* is declared."""
    return given is None or given == wanted or wanted in ("PyObject", "QVariant")
