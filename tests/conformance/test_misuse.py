"""Arguments of wrong types: the error comes at once, and leaves the object as it was."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore


def test_a_loop_s_exit_code_is_a_number(application: Any) -> None:
    with pytest.raises(TypeError):
        QtCore.QEventLoop().exit("a")


def test_the_name_of_a_class_is_text(application: Any) -> None:
    with pytest.raises(TypeError):
        QtCore.QObject().inherits(5)


def test_a_thread_that_was_started_wrongly_does_not_run(application: Any) -> None:
    thread = QtCore.QThread()
    with pytest.raises((TypeError, ValueError)):
        thread.start("urgent")
    assert not thread.isRunning()
    thread.start()
    thread.quit()
    assert thread.wait(5000)
