"""Print the path of a CPython on which PySide6 is sound: 3.13 or 3.12 (on 3.11 it corrupts reference counts).

Looked for on the PATH and among pyenv's versions; the environment variable ORACLE_PYTHON names one outright.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

VERSIONS = ("3.13", "3.12")


def main() -> int:
    """Print the first interpreter that is one of `VERSIONS` when it is asked; return the exit code."""
    for candidate in candidates():
        if version_of(candidate) in VERSIONS:
            print(candidate)
            return 0
    wanted = " or ".join(VERSIONS)
    print(f"the conformance tests on PySide6 need CPython {wanted}: set ORACLE_PYTHON to one", file=sys.stderr)
    return 1


def candidates() -> list[str]:
    """Return what might be such an interpreter, the likeliest first."""
    found = [os.environ.get("ORACLE_PYTHON", ""), sys.executable]
    for version in VERSIONS:
        found.append(shutil.which(f"python{version}") or "")
        if shutil.which("pyenv"):
            prefix = subprocess.run(["pyenv", "prefix", version], capture_output=True, text=True, check=False)
            if prefix.returncode == 0:
                found.append(os.path.join(prefix.stdout.strip(), "bin", "python"))
    return [each for each in found if each]


def version_of(python: str) -> str:
    """Return *python*'s version as ``major.minor``, empty when it does not run."""
    command = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


if __name__ == "__main__":
    raise SystemExit(main())
