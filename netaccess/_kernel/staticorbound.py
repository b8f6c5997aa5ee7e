"""Methods that are called on the class and on an object alike, and want to know which (``QObject.connect``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class StaticOrBound:
    """Decorator: the function gets the object it was called on as its first argument, None when called on the class."""

    def __init__(self, function: Callable[..., Any]) -> None:
        """:param function: the function; its documentation is the method's."""
        self._function = function
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__

    def __get__(self, instance: Any, owner: type) -> Callable[..., Any]:
        function = self._function

        def call(*arguments: Any, **keywords: Any) -> Any:
            return function(instance, *arguments, **keywords)

        call.__doc__ = self.__doc__
        call.__name__ = call.__qualname__ = self.__name__
        return call
