"""A process of its own for tests of settings: ``settings_child.py BINDING FOLDER`` and Python code on standard input.

All folders that settings may lie in are below FOLDER before the binding is imported. What the code puts into ``result``
is printed as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))


def main() -> None:
    """Run the code of standard input."""
    binding, folder = sys.argv[1:]
    os.environ.update(HOME=folder, XDG_CONFIG_HOME=f"{folder}/user", XDG_CONFIG_DIRS=f"{folder}/system:{folder}/more")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    names = {"QtCore": importlib.import_module(f"{binding}.QtCore"), "folder": folder, "result": None}
    exec(compile(sys.stdin.read(), "<test>", "exec"), names)
    print(json.dumps(names["result"]))


if __name__ == "__main__":
    main()
