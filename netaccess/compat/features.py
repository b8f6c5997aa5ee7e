"""``from __feature__ import snake_case, true_property``: the module of that name, and what asking for either does.

On PySide6 a feature changes what the asking module sees: under ``snake_case`` the names in camelCase are gone, and come back
when code of another module runs. Here names only come in addition: with ``snake_case`` every method has its other name as
well, in all modules, and a method overridden under either name is the one that is called. What cannot be added, because a name
is a method here and a property there (``timer.interval``), depends on the module that asks, as it does on PySide6.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from enum import Enum
from types import ModuleType
from typing import Any

from netaccess._kernel.liveness import is_valid
from netaccess.QtCore import QObject, Signal

from .changes import Changes, ours

SNAKE_CASE = 1
TRUE_PROPERTY = 2
_TOMBSTONE = "netaccess._kernel.tombstone"
FEATURES = {"snake_case": SNAKE_CASE, "true_property": TRUE_PROPERTY}


def snake(name: str) -> str:
    """Return a camelCase name in snake_case; unchanged where it has two capitals side by side, as in ``toUTC``."""
    letters: list[str] = []
    capital_before = False
    for letter in name:
        if letter.isupper():
            if capital_before:
                return name
            letters.append("_")
        capital_before = letter.isupper()
        letters.append(letter.lower())
    return "".join(letters)


class Features:
    """Which features which modules have asked for, and what that has changed.

    Thread safety: a feature is switched on by an import statement. The module's name is written down after the classes have
    been changed, in one step, so that whoever finds it there finds the classes changed.
    """

    def __init__(self, changes: Changes) -> None:
        """Begin with none; what is changed is noted in *changes*."""
        self._changes = changes
        self._asked: dict[str, int] = {}  # modules that import features, by name
        self._on = 0  # what has been switched on anywhere
        self._faces: list[ModuleType] = []
        self._camel: dict[str, str] = {}  # snake_case names of methods, and what they are in camelCase

    def fill(self, module: ModuleType) -> None:
        """Make *module* the one that programs import features from."""

        def switch(name: str) -> int:
            if name.startswith("__"):
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            if name not in FEATURES:
                raise SyntaxError(f"there is no feature {name!r}: {', '.join(FEATURES)} are known")
            self._ask(str(sys._getframe(1).f_globals.get("__name__", "")), FEATURES[name])
            return FEATURES[name]

        module.__dict__["__getattr__"] = switch

    def add_face(self, face: ModuleType) -> None:
        """Take in a module that the program has imported; its classes change with the features."""
        if face not in self._faces:
            self._faces.append(face)
            if self._on:
                self._change(face)

    def _ask(self, module: str, feature: int) -> None:
        """Switch a feature on for a module."""
        if not self._on & feature:
            if feature == SNAKE_CASE:
                self._begin_snake_case()
            self._on |= feature
            for face in self._faces:
                self._change(face)
        self._asked[module] = self._asked.get(module, 0) | feature

    def _change(self, face: ModuleType) -> None:
        """Change all classes of a face, also those that are loaded late: objects of theirs come without their names."""
        values = [getattr(face, name) for name in face.__all__]
        for value in values:
            if isinstance(value, type):
                for cls in reversed(ours(value)):
                    self._change_class(cls)
        for cls in _below(QObject):
            self._change_class(cls)

    def _change_class(self, cls: type) -> None:
        if not _is_ours(cls):
            self._match(cls)
            return
        if self._on & SNAKE_CASE:
            self._add_snake_names(cls)
        if self._on & TRUE_PROPERTY:
            self._add_properties(cls)

    # snake_case

    def _begin_snake_case(self) -> None:
        """Let classes and objects made from now on know both spellings."""
        before = QObject.__dict__.get("__init_subclass__")
        construct = QObject.__init__

        def init_subclass(cls: type[Any], /, **keywords: Any) -> None:
            if before is not None:
                before.__get__(None, cls)(**keywords)
            else:
                super(QObject, cls).__init_subclass__(**keywords)  # type: ignore[misc]
            self._change_class(cls)

        @functools.wraps(construct)
        def init(this: QObject, parent: QObject | None = None, **keywords: Any) -> None:
            construct(this, parent, **{self._camel.get(name, name): value for name, value in keywords.items()})

        self._changes.put(QObject, "__init_subclass__", classmethod(init_subclass))
        self._changes.put(QObject, "__init__", init)

    def _add_snake_names(self, cls: type) -> None:
        """Give the methods of a class of ours their other names."""
        for name in vars(cls).get("_qt_properties", ()):
            self._camel[snake(name)] = name  # for keywords
        for name, value in list(vars(cls).items()):
            other = snake(name)
            if other == name or not name[:1].islower() or isinstance(value, (Signal, Enum, type)):
                continue
            if isinstance(value, PropertyOrMethod):
                value = value.before
            existing = vars(cls).get(other)
            if isinstance(existing, PropertyOrMethod):
                existing.before = value
            elif existing is None and (callable(value) or isinstance(value, (staticmethod, classmethod, property))):
                self._changes.put(cls, other, value)
            self._camel[other] = name

    def _match(self, cls: type) -> None:
        """Let what a program's class overrides be found under both spellings."""
        for name, value in list(vars(cls).items()):
            other = self._camel.get(name)
            if other is None and self._camel.get(snake(name)) == name:
                other = snake(name)
            if other is not None and other != name and other not in vars(cls) and callable(value):
                self._changes.put(cls, other, value)

    # true_property

    def _add_properties(self, cls: type) -> None:
        """Let the properties of a class of ours be read and written as attributes by the modules that want it."""
        for name in vars(cls).get("_qt_properties", ()):
            for spelling in {name, snake(name)}:
                found = next((vars(each)[spelling] for each in cls.__mro__ if spelling in vars(each)), None)
                if not isinstance(found, PropertyOrMethod):
                    wanted = TRUE_PROPERTY if spelling == name else TRUE_PROPERTY | SNAKE_CASE
                    self._changes.put(cls, spelling, PropertyOrMethod(name, spelling, found, wanted, self._asked))


def _is_inside(namespace: dict[str, Any]) -> bool:
    """Return whether these are the names of a module of netaccess, which always wants the method."""
    return str(namespace.get("__name__", "")).partition(".")[0] == "netaccess"


def _is_ours(cls: type) -> bool:
    return cls.__module__.partition(".")[0] == "netaccess"


def _below(cls: type[Any]) -> list[type[Any]]:
    """Return all subclasses of *cls* there are now, bases before what is derived from them."""
    found: list[type[Any]] = []
    for each in cls.__subclasses__():
        found.append(each)
        found.extend(_below(each))
    return found


class PropertyOrMethod:
    """A name that is a property for the modules that asked for it, and what it was before for all others."""

    __slots__ = ("_asked", "_name", "_spelling", "_wanted", "before")

    def __init__(self, name: str, spelling: str, before: Any, wanted: int, asked: dict[str, int]) -> None:
        """
        :param name: the property's name. :param spelling: the name it is asked for by.
        :param before: what the class had under that name, None for nothing.
        :param wanted: the features a module must have asked for to see the property.
        :param asked: which modules have asked for which features.
        """
        self._name = name
        self._spelling = spelling
        self.before = before
        self._wanted = wanted
        self._asked = asked

    def _is_property_for(self, namespace: dict[str, Any]) -> bool:
        asked = self._asked.get(str(namespace.get("__name__", "")), 0)
        return asked & self._wanted == self._wanted

    def __get__(self, instance: Any, owner: type) -> Any:
        asking = sys._getframe(1).f_globals
        if asking.get("__name__") == _TOMBSTONE:  # which looks it up for somebody else
            asking = sys._getframe(2).f_globals
        wanted = self._is_property_for(asking)
        if wanted and instance is not None:
            if not is_valid(instance):
                raise RuntimeError(f"Internal C++ object ({owner.__name__}) already deleted.")
            return QObject.property(instance, self._name)
        if instance is not None and self._spelling in instance.__dict__ and not _is_inside(asking):
            return instance.__dict__[self._spelling]
        if wanted and isinstance(self.before, staticmethod) and not _takes_arguments(self.before.__func__):
            return self.before.__func__()  # a property of the class as a whole: QCoreApplication.application_name
        if self.before is None:
            raise AttributeError(f"{owner.__name__!r} object has no attribute {self._spelling!r}")
        return self.before.__get__(instance, owner)

    def __set__(self, instance: Any, value: Any) -> None:
        if not self._is_property_for(sys._getframe(1).f_globals):
            instance.__dict__[self._spelling] = value
        elif not QObject.setProperty(instance, self._name, value):
            raise AttributeError(f"the property {self._spelling!r} of {instance!r} cannot be set to {value!r}")


def _takes_arguments(function: Callable[..., Any]) -> bool:
    code = getattr(function, "__code__", None)
    return code is None or code.co_argcount > 0
