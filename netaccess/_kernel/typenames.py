"""How Qt spells types and signatures: ``str`` is ``QString``, a `QObject` class is ``QObject*``."""

from __future__ import annotations

SPELLINGS: dict[type, str] = {
    int: "int",
    str: "QString",
    float: "double",
    bool: "bool",
    list: "QVariantList",
    dict: "QVariantMap",
}
_WORDS = {  # spellings of C++ that mean one type
    "unsigned": "uint",
    "unsigned int": "uint",
    "unsigned char": "uchar",
    "unsigned short": "ushort",
    "unsigned long": "ulong",
    "unsigned long long": "qulonglong",
    "long long": "qlonglong",
    "long int": "long",
    "short int": "short",
    "QVector": "QList",
}
_ALIASES = {  # other names of types that a declared signature settles on one of
    "qint64": "qlonglong",
    "quint64": "qulonglong",
    "qint32": "int",
    "quint32": "uint",
    "qint16": "short",
    "quint16": "ushort",
    "qint8": "signed char",
    "quint8": "uchar",
    "qreal": "double",
    "QList<QString>": "QStringList",
    "QList<QVariant>": "QVariantList",
    "QMap<QString,QVariant>": "QVariantMap",
}
_OWNERS = {  # enumerations that stand in a module of their own, and the class that a program finds them in
    "NetworkError": "QNetworkReply",
    "Operation": "QNetworkAccessManager",
    "Attribute": "QNetworkRequest",
    "KnownHeaders": "QNetworkRequest",
}


def type_name(declared: object) -> str:
    """Return how a declared argument type, a class or the name of one, is spelled in a signature."""
    if isinstance(declared, str):
        text = normalized_type(declared)
        return _ALIASES.get(text, text)
    if not isinstance(declared, type):
        return "PyObject"
    spelling = SPELLINGS.get(declared)
    if spelling is not None:
        return spelling
    if hasattr(declared, "_qt_thread"):  # objects are passed by address, as the nearest class of ours
        names = (cls.__name__ for cls in declared.__mro__ if cls.__module__.startswith("netaccess."))
        return next(name for name in names if name[0] == "Q") + "*"
    if not declared.__module__.startswith("netaccess."):
        return "PyObject"
    if hasattr(declared, "registerEventType"):
        return f"{declared.__name__}*"
    owner = _OWNERS.get(declared.__qualname__)
    path = declared.__qualname__ if owner is None else f"{owner}.{declared.__qualname__}"
    return path.replace(".", "::")


def normalized_type(text: str) -> str:
    """Return a C++ type as Qt compares it: no spare blanks, no ``const`` and ``&`` that make no difference to the caller."""
    words = _words(text)
    words = [word for word in words if word not in ("struct", "class", "enum")]
    if words and words[-1] == "&" and "const" in words and "*" not in words:
        words = [word for index, word in enumerate(words[:-1]) if not (word == "const" and _outermost(words, index))]
    elif "*" not in words and "&" not in words:
        words = [word for index, word in enumerate(words) if not (word == "const" and _outermost(words, index))]
    elif "const" in words and words[0] != "const" and _outermost(words, words.index("const")):
        words.remove("const")  # ``QObject const *`` is ``const QObject *``
        words.insert(0, "const")
    return _joined(words)


def normalized_signature(text: str) -> str:
    """Return a member's signature as Qt compares it: ``a( int, const QString & )`` becomes ``a(int,QString)``."""
    opening = text.find("(")
    closing = text.rfind(")")
    name = _joined(_words(text if opening < 0 else text[:opening]))
    if opening < 0 or closing < opening:
        return name if opening < 0 else f"{name}({_joined(_words(text[opening + 1 :]))}"
    types = [normalized_type(each) for each in split_types(text[opening + 1 : closing])]
    if types == ["void"]:
        types = []
    return f"{name}({','.join(types)}){text[closing + 1 :].strip()}"


def split_signature(text: str) -> tuple[str, list[str]]:
    """Return the name and the argument types of a normalized signature."""
    name, _, rest = text.partition("(")
    return name, split_types(rest[: rest.rfind(")")]) if rest else []


def split_types(text: str) -> list[str]:
    """Split what stands between a signature's parentheses at its commas, those inside ``<>`` left alone."""
    parts: list[str] = []
    depth = 0
    start = 0
    for index, character in enumerate(text):
        if character == "<":
            depth += 1
        elif character == ">":
            depth -= 1
        elif character == "," and not depth:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return [part.strip() for part in parts] if text.strip() else []


def _words(text: str) -> list[str]:
    """Split into names and single signs."""
    words: list[str] = []
    word = ""
    for character in text:
        if character.isalnum() or character in "_:":
            word += character
            continue
        if word:
            words.append(word)
            word = ""
        if not character.isspace():
            words.append(character)
    return [*words, word] if word else words


def _outermost(words: list[str], index: int) -> bool:
    return words[:index].count("<") == words[:index].count(">")


def _joined(words: list[str]) -> str:
    """Put words together again, with blanks only where two names would run into one."""
    names: list[str] = []
    result = ""

    def flush() -> None:
        nonlocal result
        if names:
            text = " ".join(names)
            if text.startswith("const ") and text[6:] in _WORDS:
                text = f"const {_WORDS[text[6:]]}"
            result += _WORDS.get(text, text)
            names.clear()

    for word in words:
        if word[0].isalnum() or word[0] in "_:":
            names.append(word)
        else:
            flush()
            result += word
    flush()
    return result
