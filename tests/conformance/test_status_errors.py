"""What every HTTP status means as an error, and what the error string says."""

from __future__ import annotations

from typing import Any

import pytest
from binding import IS_QT6, QtCore, QtNetwork, enum_name
from recorder import Recorder
from shortcuts import get, pairs, request, status, typed

Request = QtNetwork.QNetworkRequest

SPECIAL = {
    400: "ProtocolInvalidOperationError",
    401: "AuthenticationRequiredError",
    403: "ContentAccessDenied",
    404: "ContentNotFoundError",
    405: "ContentOperationNotPermittedError",
    407: "ProxyAuthenticationRequiredError",
    409: "ContentConflictError",
    410: "ContentGoneError",
    418: "ProtocolInvalidOperationError",
    500: "InternalServerError",
    501: "OperationNotImplementedError",
    503: "ServiceUnavailableError",
}
CHALLENGES = {401: "Host requires authentication", 407: "Proxy requires authentication"}
# Qt 5 says nothing more where the server gives no reason.
WITHOUT_REASON = pytest.mark.only("netaccess", "PySide6")


def expected(code: int) -> str:
    """The error of a status."""
    if code in SPECIAL:
        return SPECIAL[code]
    return "UnknownServerError" if code >= 500 else "UnknownContentError" if code >= 400 else "NoError"


def ended(server: Any, manager: Any, line: str, body: bytes = b"") -> Any:
    """The reply to a GET that is answered with this status line."""
    raw = f"HTTP/1.1 {line}\r\nContent-Length: {len(body)}\r\n\r\n".encode("latin-1") + body
    return Recorder(get(manager, server.on("/a", raw=raw))).run().reply


@pytest.mark.parametrize("hundred", [400, 420, 440, 460, 480, 500, 520, 540, 560, 580])
def test_every_status_of_clients_and_servers_faults_is_an_error(server: Any, manager: Any, hundred: int) -> None:
    found = {}
    for code in range(hundred, hundred + 20):
        reply = ended(server, manager, f"{code} Why")
        found[code] = (enum_name(reply.error()), status(reply), reply.errorString())
        reply.deleteLater()
    said = f"Error transferring {server.url('/a')} - server replied: Why"
    assert found == {code: (expected(code), code, CHALLENGES.get(code, said)) for code in found}


@pytest.mark.parametrize("code", [600, 601, 700, 799, 800, 999])
def test_a_status_beyond_all_classes_is_the_servers_fault(server: Any, manager: Any, code: int) -> None:
    reply = ended(server, manager, f"{code} Why")
    assert (enum_name(reply.error()), status(reply)) == ("UnknownServerError", code)


@pytest.mark.parametrize("code", [200, 202, 203, 205, 207, 208, 226, 250, 299, 300, 304, 306, 309, 310, 350, 399])
def test_a_status_below_400_is_no_error(server: Any, manager: Any, code: int) -> None:
    reply = ended(server, manager, f"{code} Why")
    assert (enum_name(reply.error()), status(reply), reply.errorString()) == ("NoError", code, "Unknown error")


@WITHOUT_REASON
@pytest.mark.parametrize("blank", ["", " "], ids=["nothing", "blank"])
@pytest.mark.parametrize("code", [400, 402, 403, 404, 405, 409, 410, 418, 429, 500, 501, 502, 503, 504, 600])
def test_the_string_names_the_status_where_the_server_gives_no_reason(
    server: Any, manager: Any, code: int, blank: str
) -> None:
    reply = ended(server, manager, f"{code}{blank}")
    assert reply.errorString() == f"Error transferring {server.url('/a')} - server replied with status code {code}"
    assert reply.attribute(Request.HttpReasonPhraseAttribute) == ""


@WITHOUT_REASON
@pytest.mark.parametrize("code", CHALLENGES)
@pytest.mark.parametrize("reason", ["", " Not for you"])
def test_a_challenge_has_a_string_of_its_own(server: Any, manager: Any, code: int, reason: str) -> None:
    assert ended(server, manager, f"{code}{reason}").errorString() == CHALLENGES[code]


@pytest.mark.parametrize("reason", ["Grüße", "a<b>&\tc", " two  blanks ", "x" * 500])
def test_the_reason_is_quoted_as_it_came(server: Any, manager: Any, reason: str) -> None:
    reply = ended(server, manager, f"404 {reason}")
    assert reply.errorString() == f"Error transferring {server.url('/a')} - server replied: {reason}"


def test_the_string_shows_the_whole_url_for_reading(server: Any, manager: Any) -> None:
    server.on("/b%20c", status=404)
    url = server.url("/b c?q=%20%41#f")
    reply = Recorder(get(manager, url)).run().reply
    shown = server.url("/b c?q= A#f") if IS_QT6 else reply.url().toString()
    assert reply.errorString() == f"Error transferring {shown} - server replied: Not Found"


def test_the_string_names_the_url_after_the_redirect(server: Any, manager: Any) -> None:
    server.on("/b", status=404)
    asked = request(server.on("/a", status=302, headers=[("Location", "/b")]))
    asked.setAttribute(Request.RedirectPolicyAttribute, Request.NoLessSafeRedirectPolicy)
    reply = Recorder(manager.get(asked)).run().reply
    assert reply.errorString() == f"Error transferring {server.url('/b')} - server replied: Not Found"


@pytest.mark.parametrize("verb", ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("code", [404, 409, 500])
def test_a_status_means_the_same_for_every_method(server: Any, manager: Any, verb: str, code: int) -> None:
    asked = typed(server.on("/a", status=code, body=b"why"))
    start = {
        "GET": lambda: manager.get(asked),
        "HEAD": lambda: manager.head(asked),
        "POST": lambda: manager.post(asked, b"x"),
        "PUT": lambda: manager.put(asked, b"x"),
        "DELETE": lambda: manager.deleteResource(asked),
        "PATCH": lambda: manager.sendCustomRequest(asked, QtCore.QByteArray(b"PATCH"), b"x"),
    }[verb]
    reply = Recorder(start()).run().reply
    assert enum_name(reply.error()) == SPECIAL[code]
    assert bytes(reply.readAll()) == (b"" if verb == "HEAD" else b"why")


@pytest.mark.parametrize("code", [400, 404, 418, 429, 500, 503, 600])
def test_the_body_of_an_error_is_readable(server: Any, manager: Any, code: int) -> None:
    assert bytes(ended(server, manager, f"{code} Why", b"the reason").readAll()) == b"the reason"


@pytest.mark.parametrize("code", [404, 500])
def test_an_error_leaves_headers_and_attributes_readable(server: Any, manager: Any, code: int) -> None:
    reply = Recorder(get(manager, server.on("/a", status=code, headers=[("X-A", "1")]))).run().reply
    assert ("x-a", "1") in [(name.lower(), value) for name, value in pairs(reply)]
    assert reply.isFinished() and reply.isOpen()
    assert status(reply) == code


@pytest.mark.parametrize("code", [404, 410, 500, 503])
def test_the_error_is_told_once_and_before_the_end(server: Any, manager: Any, code: int) -> None:
    log = Recorder(get(manager, server.on("/a", status=code))).run()
    assert log.arguments("errorOccurred") == [(SPECIAL[code],)]
    assert log.names.index("metaDataChanged") < log.names.index("errorOccurred") < log.names.index("finished")
    assert log.count("finished") == 1
