"""What is said of a body that the program did not describe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from binding import QtCore, QtNetwork
from recorder import Recorder
from shortcuts import request

pytestmark = pytest.mark.only("netaccess", "PySide6")

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def warnings() -> Iterator[list[str]]:
    """The messages that are logged meanwhile."""
    heard: list[str] = []
    previous = QtCore.qInstallMessageHandler(lambda kind, context, text: heard.append(text))
    yield heard
    QtCore.qInstallMessageHandler(previous)


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(lambda manager, asked: manager.post(asked, b"a=b"), id="post"),
        pytest.param(lambda manager, asked: manager.sendCustomRequest(asked, b"POST", b"a=b"), id="custom POST"),
    ],
)
def test_a_post_without_content_type_is_called_a_form_with_a_warning(
    manager: Any, server: Any, warnings: list[str], send: Callable[[Any, Any], Any]
) -> None:
    Recorder(send(manager, request(server.on("/x")))).run()
    assert server.requests[-1].header("Content-Type") == FORM
    assert [text for text in warnings if text.startswith("content-type missing in HTTP POST")] != []


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(lambda manager, asked: manager.post(asked, b""), id="empty post"),
        pytest.param(lambda manager, asked: manager.put(asked, b"a=b"), id="put"),
        pytest.param(lambda manager, asked: manager.get(asked, b"a=b"), id="get with a body"),
        pytest.param(lambda manager, asked: manager.sendCustomRequest(asked, b"PATCH", b"a=b"), id="patch"),
    ],
)
def test_other_bodies_without_content_type_go_without(
    manager: Any, server: Any, warnings: list[str], send: Callable[[Any, Any], Any]
) -> None:
    Recorder(send(manager, request(server.on("/x")))).run()
    assert server.requests[-1].header("Content-Type") is None
    assert warnings == []


def test_a_post_with_content_type_is_sent_without_a_word(manager: Any, server: Any, warnings: list[str]) -> None:
    asked = request(server.on("/x"))
    asked.setHeader(QtNetwork.QNetworkRequest.ContentTypeHeader, "text/plain")
    Recorder(manager.post(asked, b"a=b")).run()
    assert server.requests[-1].header("Content-Type") == "text/plain"
    assert warnings == []
