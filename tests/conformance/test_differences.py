"""Every deliberate difference that a test declares is explained in the README."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).resolve().parent
README = HERE.parent.parent / "README.md"


def declared_keys() -> dict[str, str]:
    """The keys of all ``differs`` markers in this folder, each with the file that uses it."""
    keys: dict[str, str] = {}
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "differs":
                assert node.args and isinstance(node.args[0], ast.Constant), f"{path.name}:{node.lineno}: no key"
                keys[str(node.args[0].value)] = path.name
    return keys


def test_every_declared_difference_stands_in_the_readme() -> None:
    rows = [line for line in README.read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("|")]
    missing = {key: name for key, name in declared_keys().items() if not any(f"`{key}`" in row for row in rows)}
    assert not missing, f"not in the README's table of differences: {missing}"
