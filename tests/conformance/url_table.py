"""A table of URLs and what real Qt's `QUrl` makes of each, kept in ``url_table.json`` beside this file.

The file is the list of what is asked and the answers in one: ``python tests/conformance/url_table.py PySide6`` asks the
oracle all of it anew and writes the answers (``--print`` shows them instead), so that a new URL is added by writing it
into its group with ``null`` for an answer. The tests in ``test_url.py`` compare the binding under test with the file.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_suffix(".json")

PRETTY_DECODED = 0x0
FULLY_ENCODED = 0x1F00000
FULLY_DECODED = 0x7F00000

COMPONENTS = ("userName", "password", "host", "path", "query", "fragment", "fileName", "userInfo", "authority")


def view(url: Any, options: Any) -> dict[str, Any]:
    """Everything that can be seen of *url*; what is empty, false or absent is left out, the port is one too high."""
    seen: dict[str, Any] = {
        "valid": url.isValid(),
        "empty": url.isEmpty(),
        "relative": url.isRelative(),
        "local": url.isLocalFile(),
        "error": bool(url.errorString()),
        "hasQuery": url.hasQuery(),
        "hasFragment": url.hasFragment(),
        "scheme": url.scheme(),
        "port": url.port() + 1,
        "string": url.toString(),
        "display": url.toDisplayString(),
        "encoded": bytes(url.toEncoded()).decode("ascii"),
        "file": url.toLocalFile(),
    }
    for name in COMPONENTS:
        getter = getattr(url, name)
        forms = [getter(options(PRETTY_DECODED)), getter(options(FULLY_ENCODED))]
        if name not in ("userInfo", "authority"):
            forms.append(getter(options(FULLY_DECODED)))
        seen[name] = forms[0] if len(set(forms)) == 1 else forms
    for name in ("display", "encoded"):
        if seen[name] == seen["string"]:
            del seen[name]
    return {key: value for key, value in seen.items() if value or key == "valid"}


def observe(QtCore: Any, text: str) -> dict[str, Any]:
    """What the binding makes of *text*, tolerantly, and strictly where that is not the same."""
    QUrl = QtCore.QUrl
    tolerant = view(QUrl(text), QUrl.FormattingOptions)
    strict = view(QUrl(text, QUrl.ParsingMode.StrictMode), QUrl.FormattingOptions)
    return tolerant if strict == tolerant else {**tolerant, "strict": strict}


def resolve(QtCore: Any, base: str, reference: str) -> str:
    """The string of *reference* resolved against *base*."""
    return str(QtCore.QUrl(base).resolved(QtCore.QUrl(reference)).toString())


def local_file(QtCore: Any, path: str) -> list[str]:
    """The URL of a local *path* in both its forms, and the path that it gives back."""
    url = QtCore.QUrl.fromLocalFile(path)
    return [url.toString(), bytes(url.toEncoded()).decode("ascii"), url.toLocalFile()]


def user_input(QtCore: Any, text: str) -> str:
    """The URL that typed *text* is taken for."""
    return str(QtCore.QUrl.fromUserInput(text).toString())


def expected() -> dict[str, dict[str, Any]]:
    """The table as real Qt answered it."""
    loaded: dict[str, dict[str, Any]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return loaded


def answers(QtCore: Any) -> dict[str, dict[str, Any]]:
    """The whole table as the binding answers it."""
    asked = expected()
    return {
        "urls": {group: {text: observe(QtCore, text) for text in rows} for group, rows in asked["urls"].items()},
        "resolved": {
            base: {reference: resolve(QtCore, base, reference) for reference in rows}
            for base, rows in asked["resolved"].items()
        },
        "local": {path: local_file(QtCore, path) for path in asked["local"]},
        "input": {text: user_input(QtCore, text) for text in asked["input"]},
    }


def written(value: Any, depth: int = 0) -> str:
    """The text of the table file: plain ASCII, one answer a line."""
    if depth == 3 or not isinstance(value, dict) or "valid" in value:
        return json.dumps(value)
    rows = [f"{' ' * depth} {json.dumps(key)}: {written(row, depth + 1)}" for key, row in value.items()]
    return "{\n" + ",\n".join(rows) + "\n" + " " * depth + "}"


def main(arguments: list[str]) -> None:
    """Ask the binding named in *arguments* (PySide6) and write the table file, or print it."""
    names = [argument for argument in arguments if not argument.startswith("-")]
    text = written(answers(importlib.import_module(f"{names[0] if names else 'PySide6'}.QtCore"))) + "\n"
    if "--print" in arguments:
        sys.stdout.write(text)
    else:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
