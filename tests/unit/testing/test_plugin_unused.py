"""The pytest plugin where nobody uses it: it changes nothing and costs next to nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pluginruns import Runs, passes

pytest_plugins = "pytester"

ROOT = Path(__file__).resolve().parents[3]


def test_tests_that_use_nothing_are_run_as_without_the_plugin(run: Runs) -> None:
    passes(
        run(
            """
        def test_it(request):
            import _pytest.runner
            frame, callers = sys._getframe(), set()
            while frame is not None:
                callers.add(frame.f_code.co_filename)
                frame = frame.f_back
            assert not any(name.endswith("itemrun.py") for name in callers)
            assert sys.excepthook is sys.__excepthook__
        """
        )
    )


def test_the_plugin_imports_nothing_before_it_is_used(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it():
            ours = sorted(name for name in sys.modules if name.partition(".")[0] == "netaccess")
            print(ours)
            assert "netaccess.testing.plugin" in ours
            assert {name for name in ours if name.count(".") > 1} <= {
                "netaccess.testing.plugin", "netaccess._values.lazynames",
            "netaccess.testing.checks", "netaccess.testing.checks.settings",
            }
            assert "netaccess.QtCore" not in ours
            assert not {"urllib3", "blinker", "certifi"} & set(sys.modules)
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    passes(result)


def test_the_plugin_costs_no_import_of_weight() -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import netaccess.testing.plugin; "
        "print(*sorted(set(sys.modules) - before))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert {name for name in told.stdout.split() if not name.startswith("netaccess")} == set()


def test_the_entry_point_names_the_plugin() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '[project.entry-points.pytest11]\nnetaccess = "netaccess.testing.plugin"' in text
