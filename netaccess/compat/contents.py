"""What the modules of a binding hold, made from netaccess's faces."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from netaccess._values.lazynames import missing

from .absence import why_absent
from .bindings import Binding
from .changes import Changes

if TYPE_CHECKING:
    from .features import Features

_FACES = {"QtCore": "netaccess.QtCore", "QtNetwork": "netaccess.QtNetwork", "QtTest": "netaccess.compat.qttest"}
_FEATURE_MODULE = "__feature__"


class Contents:
    """Fills the modules of one binding."""

    def __init__(self, binding: Binding) -> None:
        """Prepare for *binding*; nothing is imported or changed before a module is filled."""
        self.binding = binding
        self.changes = Changes()
        self._features: Features | None = None
        self._prepared: list[ModuleType] = []
        root = binding.name
        self._fillers: dict[str, Callable[[ModuleType], None]] = {root: self._fill_root}
        for part in _FACES:
            self._fillers[f"{root}.{part}"] = self._fill_face
        for name in binding.life:
            self._fillers[name] = self._fill_life
        if binding.pyqt and not binding.modern:
            self._fillers[f"{root}.Qt"] = self._fill_everything
        if binding.features:
            self._fillers[_FEATURE_MODULE] = self._fill_features

    @property
    def modules(self) -> Iterable[str]:
        """The names of all modules."""
        return self._fillers

    def fill(self, module: ModuleType) -> None:
        """Put into an empty *module* what belongs there, or lets it be found."""
        self._fillers[module.__name__](module)

    def _fill_root(self, module: ModuleType) -> None:
        parts = [name.partition(".")[2] for name in self._fillers if name.startswith(f"{module.__name__}.")]
        if not self.binding.pyqt:
            module.__dict__.update(__version__=self.binding.version, __version_info__=self.binding.version_info)

        def load(name: str) -> Any:
            if name in parts:
                return import_module(f"{module.__name__}.{name}")
            if name.startswith("__"):
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            text = why_absent(module.__name__, name)
            error = missing(module.__name__, name, sys._getframe(1))
            raise type(error)(text)

        import netaccess

        module.__dict__.update(
            __doc__=f"netaccess, in the place of {module.__name__}.",
            __file__=netaccess.__file__,
            __all__=[part for part in parts if part in _FACES],
            __getattr__=load,
        )

    def _fill_face(self, module: ModuleType) -> None:
        part = module.__name__.rpartition(".")[2]
        face = import_module(_FACES[part])
        names = dict.fromkeys(self._names_of(face), face)
        extras = {}
        if part == "QtCore":
            names |= self._shim_names()
            extras = self._core_names()
        self._prepare(face)
        self._give(module, names, extras)

    def _fill_everything(self, module: ModuleType) -> None:
        """Fill PyQt's module that has all names of all others."""
        names = self._shim_names()
        for target in _FACES.values():
            face = import_module(target)
            self._prepare(face)
            names.update((name, face) for name in self._names_of(face))
        self._give(module, names, self._core_names())

    def _fill_life(self, module: ModuleType) -> None:
        from . import liveness

        names = liveness.sip_names if self.binding.pyqt else liveness.shiboken_names
        module.__dict__.update(names(self.binding))
        if not self.binding.pyqt:
            module.__dict__["Shiboken"] = module

    def _fill_features(self, module: ModuleType) -> None:
        self._switches().fill(module)

    def _switches(self) -> Features:
        """Return what knows of the features; it is not loaded before a face is, for it needs one itself."""
        if self._features is None:
            from .features import Features

            self._features = Features(self.changes)
        return self._features

    def _names_of(self, face: ModuleType) -> list[str]:
        """Return the names of a face that the binding has as well."""
        strangers = self.binding.strangers
        return [name for name in face.__all__ if name not in strangers]

    def _shim_names(self) -> dict[str, ModuleType]:
        """Return what QtCore has for the sake of layers over several bindings."""
        from . import shims

        shims.change_namespace(self.changes)
        return dict.fromkeys(shims.__all__, shims)

    def _core_names(self) -> dict[str, Any]:
        """Return what QtCore has beside the face's names."""
        version = self.binding.qt_version

        def qVersion() -> str:
            """Return the version of Qt that this binding stands on."""
            return version

        if self.binding.pyqt:
            from .pyqt import core_names

            return {**core_names(self.binding), "qVersion": qVersion}
        numbers = tuple(int(part) for part in version.split("."))
        return {"__version__": version, "__version_info__": numbers, "qVersion": qVersion}

    def _give(self, module: ModuleType, names: dict[str, ModuleType], extras: dict[str, Any]) -> None:
        """Let *module* have the *extras*, and *names* of faces when they are asked for."""
        own = module.__dict__
        public = sorted({*names, *(name for name in extras if not name.startswith("_"))})

        def load(name: str) -> Any:
            face = None if name in extras else names.get(name)
            if face is None:
                raise missing(module.__name__, name, sys._getframe(1))
            value = getattr(face, name)
            self._adapt(value)
            own[name] = value
            return value

        own.update(extras, __all__=public, __getattr__=load, __dir__=lambda: sorted({*own, *public}))

    def _prepare(self, face: ModuleType) -> None:
        """Change the classes of *face* whose objects a program may get without having asked for their names."""
        if face in self._prepared:
            return
        self._prepared.append(face)
        if self.binding.features:
            self._switches().add_face(face)
        if face.__name__ == "netaccess.QtNetwork" and self.binding.qt_version < "6":
            from .qt5 import change_network

            change_network(self.changes)
        if self.binding.pyqt and face.__name__ != "netaccess.compat.qttest":
            from . import pyqt

            if not hasattr(pyqt.pyqtBoundSignal, "signal"):
                pyqt.change_signals(self.changes)
            pyqt.change_devices(self.changes)

    def _adapt(self, value: Any) -> None:
        """Change a class that a program has asked for; one that is loaded late was not there when the face was."""
        if not isinstance(value, type):
            return
        if self.binding.pyqt and hasattr(value, "readAll"):
            from .pyqt import change_devices

            change_devices(self.changes)
        if self.binding.pyqt and value.__name__.startswith("QJson"):
            from .pyqtjson import change_json

            change_json(self.changes)
        if self.binding.modern:
            from .visibility import hide_old_names

            hide_old_names(value, self.changes)
