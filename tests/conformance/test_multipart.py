"""Multipart bodies: what the server receives of them, byte for byte, and the objects that they are made of."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from binding import QtCore, QtNetwork, octets
from bodies import buffer, multipart, part, sent
from recorder import Recorder
from shortcuts import request

MultiPart = QtNetwork.QHttpMultiPart
Part = QtNetwork.QHttpPart
Request = QtNetwork.QNetworkRequest
QT6 = pytest.mark.only("netaccess", "PySide6")


# -- the body --------------------------------------------------------------------------------------------------------


@QT6
def test_parts_stand_between_boundaries_with_their_headers_in_lower_case(server: Any, manager: Any) -> None:
    body = multipart(part(b"hello", {"Content-Disposition": 'form-data; name="x"'}), part(b"", {"X-A": "1"}))
    assert sent(server, manager, body).body == (
        b'--BB\r\ncontent-disposition: form-data; name="x"\r\n\r\nhello\r\n--BB\r\nx-a: 1\r\n\r\n\r\n--BB--\r\n'
    )


def test_a_part_without_headers_begins_with_an_empty_line(server: Any, manager: Any) -> None:
    assert sent(server, manager, multipart(part(b"x"))).body == b"--BB\r\n\r\nx\r\n--BB--\r\n"


def test_a_body_without_parts_is_its_last_boundary(server: Any, manager: Any) -> None:
    assert sent(server, manager, multipart()).body == b"--BB--\r\n"


@QT6
def test_a_part_without_a_body_is_empty(server: Any, manager: Any) -> None:
    assert sent(server, manager, multipart(part(None, {"X-A": "1"}))).body == b"--BB\r\nx-a: 1\r\n\r\n\r\n--BB--\r\n"


@QT6
def test_a_header_set_again_moves_to_the_end(server: Any, manager: Any) -> None:
    made = part(b"x", {"Zeta": "1", "Alpha": "2"})
    made.setRawHeader(b"zeta", b"3")
    assert sent(server, manager, multipart(made)).body == b"--BB\r\nalpha: 2\r\nzeta: 3\r\n\r\nx\r\n--BB--\r\n"


@QT6
def test_known_headers_are_written_as_in_a_request(server: Any, manager: Any) -> None:
    made = part(b"x")
    made.setHeader(Request.ContentTypeHeader, "text/plain")
    made.setHeader(Request.ContentLengthHeader, 5)
    made.setHeader(Request.ContentDispositionHeader, 'form-data; name="é中"')
    assert sent(server, manager, multipart(made)).body == (
        b"--BB\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n"
        b'content-disposition: form-data; name="\xc3\xa9\xe4\xb8\xad"\r\n\r\nx\r\n--BB--\r\n'
    )


@QT6
@pytest.mark.parametrize(
    ("value", "line"), [(b"  trimmed ", b"trimmed"), (b"", b""), ("é".encode(), b"\xc3\xa9"), (b"a\tb", b"a\tb")]
)
def test_the_value_of_a_part_header(server: Any, manager: Any, value: bytes, line: bytes) -> None:
    made = part(b"x")
    made.setRawHeader(b"h", value)
    assert sent(server, manager, multipart(made)).body == b"--BB\r\nh: " + line + b"\r\n\r\nx\r\n--BB--\r\n"


@pytest.mark.differs("bad-header-raises")
@pytest.mark.parametrize("field", [(b"Bad Name", b"1"), (b"a", b"b\r\nc: d"), (b"a", b"b\0")])
def test_a_part_header_that_injects_another_is_refused(field: tuple[bytes, bytes]) -> None:
    with pytest.raises(ValueError, match="header"):
        Part().setRawHeader(*field)


@QT6
def test_a_known_header_set_to_none_is_removed(server: Any, manager: Any) -> None:
    made = part(b"x", {"content-type": "text/plain"})
    made.setHeader(Request.ContentTypeHeader, None)
    assert sent(server, manager, multipart(made)).body == b"--BB\r\n\r\nx\r\n--BB--\r\n"


@pytest.mark.parametrize("kind", [bytes, bytearray, QtCore.QByteArray])
def test_the_body_of_a_part_is_any_kind_of_bytes(server: Any, manager: Any, kind: Any) -> None:
    assert sent(server, manager, multipart(part(kind(b"abc")))).body == b"--BB\r\n\r\nabc\r\n--BB--\r\n"


@pytest.mark.parametrize("body", ["text", 5, ["list"]])
def test_the_body_of_a_part_is_nothing_but_bytes(body: Any) -> None:
    with pytest.raises(TypeError):
        Part().setBody(body)


def test_any_bytes_may_stand_in_a_part(server: Any, manager: Any) -> None:
    content = bytes(range(256)) * 3
    assert sent(server, manager, multipart(part(content))).body == b"--BB\r\n\r\n" + content + b"\r\n--BB--\r\n"


def test_one_part_may_stand_twice(server: Any, manager: Any) -> None:
    one = part(b"x")
    assert sent(server, manager, multipart(one, one)).body == b"--BB\r\n\r\nx\r\n--BB\r\n\r\nx\r\n--BB--\r\n"


def test_a_part_changed_after_it_was_appended_stays_as_it_was(server: Any, manager: Any) -> None:
    one = part(b"x")
    body = multipart(one)
    one.setBody(b"changed")
    one.setRawHeader(b"a", b"b")
    assert sent(server, manager, body).body == b"--BB\r\n\r\nx\r\n--BB--\r\n"


@QT6
def test_a_multipart_body_nests_as_the_bytes_of_a_part(server: Any, manager: Any) -> None:
    inner = b"--IN\r\n\r\nz\r\n--IN--\r\n"
    body = multipart(part(inner, {"Content-Type": 'multipart/mixed; boundary="IN"'}))
    assert sent(server, manager, body).body == (
        b'--BB\r\ncontent-type: multipart/mixed; boundary="IN"\r\n\r\n' + inner + b"\r\n--BB--\r\n"
    )


def test_a_large_body_arrives_whole(server: Any, manager: Any) -> None:
    content = bytes(range(256)) * 8000
    got = sent(server, manager, multipart(part(content), part(b"last"))).body
    assert got == b"--BB\r\n\r\n" + content + b"\r\n--BB\r\n\r\nlast\r\n--BB--\r\n"


# -- the request -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("MixedType", "mixed"),
        ("RelatedType", "related"),
        ("FormDataType", "form-data"),
        ("AlternativeType", "alternative"),
    ],
)
def test_the_content_type_names_the_kind_and_the_boundary(server: Any, manager: Any, kind: str, name: str) -> None:
    got = sent(server, manager, multipart(part(b"x"), kind=getattr(MultiPart, kind)))
    assert got.header("Content-Type") == f'multipart/{name}; boundary="BB"'


def test_mime_version_is_announced(server: Any, manager: Any) -> None:
    assert sent(server, manager, multipart(part(b"x"))).header("MIME-Version") == "1.0"


@QT6
def test_type_and_version_stand_behind_the_requests_own_headers(server: Any, manager: Any) -> None:
    got = sent(server, manager, multipart(part(b"x")), request(server.on("/body"), {"X-Own": "1"}))
    assert got.names()[:5] == ["Host", "X-Own", "Content-Type", "Mime-Version", "Content-Length"]


def test_the_length_is_announced(server: Any, manager: Any) -> None:
    assert sent(server, manager, multipart(part(b"x"))).header("Content-Length") == "19"


@pytest.mark.parametrize("own", ["text/plain", "multipart/related; boundary=other"])
def test_a_content_type_of_the_request_is_left_alone(server: Any, manager: Any, own: str) -> None:
    got = sent(server, manager, multipart(part(b"x")), request(server.on("/body"), {"Content-Type": own}))
    assert got.header("Content-Type") == own
    assert got.body == b"--BB\r\n\r\nx\r\n--BB--\r\n"


def test_a_mime_version_of_the_request_is_left_alone(server: Any, manager: Any) -> None:
    got = sent(server, manager, multipart(part(b"x")), request(server.on("/body"), {"MIME-Version": "2.0"}))
    assert [value for name, value in got.headers if name.lower() == "mime-version"] == ["2.0"]


def test_the_programs_request_is_not_changed(server: Any, manager: Any) -> None:
    asked = request(server.on("/body"))
    sent(server, manager, multipart(part(b"x")), asked)
    assert list(asked.rawHeaderList()) == []


@QT6
def test_the_replys_request_tells_what_was_sent(server: Any, manager: Any) -> None:
    body = multipart(part(b"x"))
    log = Recorder(manager.post(request(server.on("/body")), body)).run()
    assert log.reply.request().header(Request.ContentTypeHeader) == 'multipart/form-data; boundary="BB"'


def test_put_sends_a_multipart_body(server: Any, manager: Any) -> None:
    got = sent(server, manager, multipart(part(b"x")), verb="put")
    assert (got.method, got.body) == ("PUT", b"--BB\r\n\r\nx\r\n--BB--\r\n")


def test_a_custom_verb_sends_a_multipart_body(server: Any, manager: Any) -> None:
    body = multipart(part(b"x"))
    Recorder(manager.sendCustomRequest(request(server.on("/body")), b"PATCH", body)).run()
    got = server.request_for("/body")
    assert (got.method, got.body) == ("PATCH", b"--BB\r\n\r\nx\r\n--BB--\r\n")
    assert got.header("Content-Type") == 'multipart/form-data; boundary="BB"'


def test_progress_counts_the_whole_body(server: Any, manager: Any) -> None:
    body = multipart(part(b"x"))
    log = Recorder(manager.post(request(server.on("/body")), body)).run()
    assert log.arguments("uploadProgress") == [(19, 19), (0, 0)]


@QT6
def test_an_own_length_cuts_the_body_off(server: Any, manager: Any) -> None:
    asked = request(server.on("/body"), {"Content-Length": "10"})
    got = sent(server, manager, multipart(part(b"first")), asked)
    assert (got.header("Content-Length"), got.body) == ("10", b"--BB\r\n\r\nfi")


@QT6
def test_an_own_length_that_is_too_large_is_put_right(server: Any, manager: Any) -> None:
    got = sent(server, manager, multipart(part(b"first")), request(server.on("/body"), {"Content-Length": "100"}))
    assert (got.header("Content-Length"), len(got.body)) == ("23", 23)


# -- the objects -----------------------------------------------------------------------------------------------------


def test_a_multipart_is_mixed_by_default(server: Any, manager: Any) -> None:
    body = MultiPart()
    assert sent(server, manager, body).header("Content-Type").startswith("multipart/mixed; boundary=")


def test_the_kind_can_be_set_later(server: Any, manager: Any) -> None:
    body = multipart(part(b"x"))
    body.setContentType(MultiPart.RelatedType)
    assert sent(server, manager, body).header("Content-Type").startswith("multipart/related;")


def test_the_numbers_of_the_kinds() -> None:
    kinds = ["MixedType", "RelatedType", "FormDataType", "AlternativeType"]
    assert [getattr(MultiPart, kind) for kind in kinds] == [MultiPart.ContentType(number) for number in range(4)]


def test_every_multipart_has_a_boundary_of_its_own() -> None:
    first, second = octets(MultiPart().boundary()), octets(MultiPart().boundary())
    assert first != second
    assert first.startswith(b"boundary_")
    assert 20 < len(first) <= 70


def test_the_boundary_is_a_byte_array() -> None:
    assert isinstance(MultiPart().boundary(), QtCore.QByteArray)


@pytest.mark.parametrize("boundary", [b"simple", b"with space", b"a:b;c=d", b"x" * 80, b"'()+_,-./?"])
def test_the_boundary_is_used_as_it_was_set(server: Any, manager: Any, boundary: bytes) -> None:
    body = multipart(part(b"x"), boundary=boundary)
    assert octets(body.boundary()) == boundary
    got = sent(server, manager, body)
    assert got.header("Content-Type") == f'multipart/form-data; boundary="{boundary.decode()}"'
    assert got.body == b"--" + boundary + b"\r\n\r\nx\r\n--" + boundary + b"--\r\n"


@pytest.mark.differs("boundary-raises")
@pytest.mark.parametrize("boundary", [b"", b'a"b', b"a\\b", b"a\r\nX: y", b"a\0"])
def test_a_boundary_that_cannot_be_announced_is_refused(boundary: bytes) -> None:
    with pytest.raises(ValueError, match="boundary"):
        MultiPart().setBoundary(boundary)


def test_a_multipart_is_an_object_with_a_parent(manager: Any) -> None:
    assert isinstance(MultiPart(), QtCore.QObject)
    assert MultiPart().parent() is None
    assert MultiPart(manager).parent() is manager
    assert MultiPart(MultiPart.RelatedType, manager).parent() is manager
    assert MultiPart(MultiPart.RelatedType, parent=manager).parent() is manager
    assert MultiPart.staticMetaObject.className() == "QHttpMultiPart"


def test_a_multipart_is_not_made_of_anything_else() -> None:
    with pytest.raises(TypeError):
        MultiPart("x")
    with pytest.raises(TypeError):
        MultiPart(5.0)


def test_sending_a_multipart_does_not_change_its_parent(server: Any, manager: Any) -> None:
    body = multipart(part(b"x"))
    sent(server, manager, body)
    assert body.parent() is None


@pytest.mark.parametrize("wrong", [None, b"x", 5])
def test_only_parts_are_appended(wrong: Any) -> None:
    with pytest.raises(TypeError):
        MultiPart().append(wrong)


def test_a_part_itself_is_not_sent(server: Any, manager: Any) -> None:
    with pytest.raises(TypeError):
        manager.post(request(server.on("/body")), part(b"x"))


def test_a_subclass_is_sent(server: Any, manager: Any) -> None:
    class Form(MultiPart):
        def __init__(self) -> None:
            super().__init__(MultiPart.FormDataType)

    form = Form()
    form.setBoundary(b"BB")
    form.append(part(b"x"))
    assert sent(server, manager, form).body == b"--BB\r\n\r\nx\r\n--BB--\r\n"


@QT6
def test_parts_are_equal_when_all_of_them_is() -> None:
    device = buffer(b"x")
    assert Part() == Part()
    assert part(b"x", {"A": "1"}) == part(b"x", {"a": "1"})
    assert part(b"x") != part(b"y")
    assert part(b"x", {"a": "1"}) != part(b"x", {"a": "2"})
    assert part(device=device) == part(device=device)
    assert part(device=device) != part(device=buffer(b"x"))


def test_a_copy_of_a_part_is_independent() -> None:
    original = part(b"x", {"a": "1"})
    copies = [Part(original), copy.copy(original)]
    original.setRawHeader(b"a", b"2")
    assert copies[0] == copies[1] == part(b"x", {"a": "1"})
    assert copies[0] != original


def test_parts_can_be_swapped() -> None:
    first, second = part(b"1", {"a": "1"}), part(b"2")
    first.swap(second)
    assert first == part(b"2")
    assert second == part(b"1", {"a": "1"})


def test_a_part_has_no_hash() -> None:
    with pytest.raises(TypeError):
        hash(Part())
