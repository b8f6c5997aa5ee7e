"""`QObject.tr`: a text in the language of the user, looked up under the names of the object's classes."""

from __future__ import annotations

from .qobject import QObject


def translate_for(target: QObject | None, text: str | None, disambiguation: str | None, n: int) -> str:
    """Return the first translation of *text* that a class of *target* has, the nearest first; *text* when none has.

    :param target: None stands for a plain QObject. :param n: a number >= 0 that ``%n`` stands for.
    Raises `TypeError` for what is no str.
    """
    from .application import QCoreApplication

    if text is None:
        return ""
    if not isinstance(text, str):
        raise TypeError(f"tr() takes a str, not {text!r}")
    number = str(int(n))
    untranslated = text.replace("%n", number) if n >= 0 else text
    for cls in (QObject if target is None else type(target)).__mro__:
        if issubclass(cls, QObject):
            found = QCoreApplication.translate(cls.__name__, text, disambiguation, n)
            if n >= 0:
                found = found.replace("%n", number)
            if found != untranslated:
                return found
    return untranslated
