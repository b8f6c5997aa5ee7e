"""What an HTTP status means as an error."""

from __future__ import annotations

import pytest

from netaccess._access.statuserror import status_error, status_text
from netaccess._values.errors import NetworkError


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (200, "NoError"),
        (204, "NoError"),
        (304, "NoError"),
        (399, "NoError"),
        (400, "ProtocolInvalidOperationError"),
        (401, "AuthenticationRequiredError"),
        (402, "UnknownContentError"),
        (403, "ContentAccessDenied"),
        (404, "ContentNotFoundError"),
        (405, "ContentOperationNotPermittedError"),
        (407, "ProxyAuthenticationRequiredError"),
        (409, "ContentConflictError"),
        (410, "ContentGoneError"),
        (418, "ProtocolInvalidOperationError"),
        (429, "UnknownContentError"),
        (499, "UnknownContentError"),
        (500, "InternalServerError"),
        (501, "OperationNotImplementedError"),
        (502, "UnknownServerError"),
        (503, "ServiceUnavailableError"),
        (504, "UnknownServerError"),
        (599, "UnknownServerError"),
        (600, "UnknownServerError"),
        (999, "UnknownServerError"),
    ],
)
def test_a_status_is_this_error(status: int, name: str) -> None:
    assert status_error(status) is NetworkError[name]


def test_every_status_has_an_answer() -> None:
    for status in range(100, 1000):
        assert (status_error(status) == NetworkError.NoError) == (status < 400)


def test_the_text_names_the_url_and_the_servers_reason() -> None:
    text = status_text(404, "http://a/b", "Not Found")
    assert text == "Error transferring http://a/b - server replied: Not Found"


@pytest.mark.parametrize(
    ("status", "text"), [(401, "Host requires authentication"), (407, "Proxy requires authentication")]
)
def test_challenges_have_a_text_of_their_own(status: int, text: str) -> None:
    assert status_text(status, "http://a/b", "x") == text
