"""The names that the README lists are exported, and nothing is exported that it does not list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from netaccess import QtCore, QtNetwork

README = Path(__file__).resolve().parents[2] / "README.md"
FACES = {"QtCore": QtCore, "QtNetwork": QtNetwork}
BUILTINS = {"qApp"}
FAMILIES = {  # of these the README names one for all
    "qCDebug": {"qCCritical", "qCInfo", "qCWarning"},
    "QtMsgType": {"QtCriticalMsg", "QtDebugMsg", "QtFatalMsg", "QtInfoMsg", "QtSystemMsg", "QtWarningMsg"},
    "qInstallMessageHandler": {"qInstallMsgHandler"},
}


def listed(face: str) -> set[str]:
    """The names in the README's list of a face: it begins with the face in bold, and ends before the first remark."""
    text = README.read_text(encoding="utf-8")
    section = text.partition(f"**`netaccess.{face}`**")[2].partition("\n- **")[0]
    return set(re.findall(r"`(\w+)`", section))


@pytest.mark.parametrize("face", FACES)
def test_what_the_readme_lists_is_exported(face: str) -> None:
    assert listed(face) - BUILTINS - set(FACES[face].__all__) == set()


@pytest.mark.parametrize("face", FACES)
def test_what_is_exported_is_listed_in_the_readme(face: str) -> None:
    relatives = set().union(*(family for name, family in FAMILIES.items() if name in listed(face)))
    assert set(FACES[face].__all__) - listed(face) - relatives == set()
