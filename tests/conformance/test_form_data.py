"""Forms: what `QFormDataBuilder` makes of names, file names, media types and headers, byte for byte."""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
from typing import Any

import pytest
from binding import QtNetwork, enum_name, number
from bodies import Stream, buffer, build, file, sent
from recorder import Recorder
from shortcuts import request

pytestmark = pytest.mark.only("netaccess", "PySide6")

if hasattr(QtNetwork, "QFormDataBuilder"):
    Builder = QtNetwork.QFormDataBuilder
    Option = Builder.Option

OMIT, PERCENT, STRICT, LATIN = 1, 2, 3, 4


def body_of(server: Any, manager: Any, builder: Any, options: int = 0) -> bytes:
    """What the server receives of a form."""
    made = build(builder, options)
    made.setBoundary(b"BB")
    return bytes(sent(server, manager, made).body)


def one(server: Any, manager: Any, *arguments: Any, name: str = "n", options: int = 0) -> tuple[str, bytes]:
    """The two headers' values of a form with one field."""
    builder = Builder()
    field = builder.part(name)
    field.setBody(*arguments)
    head = body_of(server, manager, builder, options).partition(b"\r\n\r\n")[0]
    boundary, kind, disposition = head.split(b"\r\n")
    assert boundary == b"--BB"
    assert kind.startswith(b"content-type: ")
    assert disposition.startswith(b"content-disposition: ")
    return kind[14:].decode("latin-1"), disposition[21:]


# -- the form --------------------------------------------------------------------------------------------------------


def test_a_field_has_a_type_a_name_and_a_body(server: Any, manager: Any) -> None:
    builder = Builder()
    builder.part("text").setBody(b"hello")
    builder.part("second").setBody(b"2")
    assert body_of(server, manager, builder) == (
        b'--BB\r\ncontent-type: text/plain\r\ncontent-disposition: form-data; name="text"\r\n\r\nhello\r\n'
        b'--BB\r\ncontent-type: text/plain\r\ncontent-disposition: form-data; name="second"\r\n\r\n2\r\n--BB--\r\n'
    )


def test_a_form_is_announced_as_form_data(server: Any, manager: Any) -> None:
    builder = Builder()
    made = build(builder)
    made.setBoundary(b"BB")
    assert sent(server, manager, made).header("Content-Type") == 'multipart/form-data; boundary="BB"'


def test_what_is_built_is_a_multipart() -> None:
    assert isinstance(build(Builder()), QtNetwork.QHttpMultiPart)


def test_a_form_without_fields(server: Any, manager: Any) -> None:
    assert body_of(server, manager, Builder()) == b"--BB--\r\n"


def test_a_field_without_content_is_empty_and_unknown(server: Any, manager: Any) -> None:
    builder = Builder()
    builder.part("x")
    assert body_of(server, manager, builder) == (
        b'--BB\r\ncontent-type: application/octet-stream\r\ncontent-disposition: form-data; name="x"\r\n\r\n\r\n--BB--\r\n'
    )


def test_a_name_may_occur_twice(server: Any, manager: Any) -> None:
    builder = Builder()
    first, second = builder.part("a"), builder.part("a")
    first.setBody(b"1")
    second.setBody(b"2")
    body = body_of(server, manager, builder)
    assert body.count(b'name="a"') == 2
    assert body.index(b"\r\n1\r\n") < body.index(b"\r\n2\r\n")


def test_fields_stay_valid_while_others_are_added(server: Any, manager: Any) -> None:
    builder = Builder()
    fields = [builder.part(str(index)) for index in range(40)]
    for index, field in enumerate(fields):
        field.setBody(b"<%d>" % index)
    body = body_of(server, manager, builder)
    assert [body.index(b"<%d>" % index) for index in range(40)] == sorted(
        body.index(b"<%d>" % index) for index in range(40)
    )


def test_a_builder_can_build_twice(server: Any, manager: Any) -> None:
    builder = Builder()
    builder.part("a").setBody(b"1")
    assert body_of(server, manager, builder) == body_of(server, manager, builder)


def test_builders_can_be_swapped(server: Any, manager: Any) -> None:
    first, second = Builder(), Builder()
    first.part("1").setBody(b"1")
    second.part("2").setBody(b"2")
    first.swap(second)
    assert b'name="2"' in body_of(server, manager, first)


def test_the_last_content_counts(server: Any, manager: Any) -> None:
    builder = Builder()
    field = builder.part("a")
    field.setBody(b"first", "f", "x/y")
    field.setBody(b"second")
    assert body_of(server, manager, builder) == (
        b'--BB\r\ncontent-type: text/plain\r\ncontent-disposition: form-data; name="a"\r\n\r\nsecond\r\n--BB--\r\n'
    )


def test_methods_can_be_chained(server: Any, manager: Any) -> None:
    headers = QtNetwork.QHttpHeaders()
    headers.append("X-A", "1")
    builder = Builder()
    builder.part("a").setBody(b"1").setHeaders(headers)
    assert body_of(server, manager, builder).startswith(b"--BB\r\nx-a: 1\r\n")


# -- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a b", b"a b"),
        ("é", b"\xc3\xa9"),
        ("中", b"\xe4\xb8\xad"),
        ('a"b', b'a\\"b'),
        ("a\\b", b"a\\\\b"),
        ("", b""),
        ("%", b"%"),
        ("a\tb", b"a\tb"),
        (" lead ", b" lead "),
        ("!#$&'()*+,-./:;<=>?@[]^_`{|}~", b"!#$&'()*+,-./:;<=>?@[]^_`{|}~"),
    ],
)
@pytest.mark.parametrize("options", [0, STRICT, LATIN])
def test_the_name_of_a_field(server: Any, manager: Any, name: str, written: bytes, options: int) -> None:
    assert one(server, manager, b"x", name=name, options=options)[1] == b'form-data; name="' + written + b'"'


@pytest.mark.differs("bad-header-raises")
@pytest.mark.parametrize("name", ["a\r\nb", "a\0b", "a\rb", "a\x7fb"])
def test_a_name_that_injects_a_header_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        Builder().part(name)


@pytest.mark.parametrize("name", [b"x", 5])
def test_a_name_is_text(name: Any) -> None:
    with pytest.raises(TypeError):
        Builder().part(name)


# -- file names ------------------------------------------------------------------------------------------------------

PLAIN = [
    ("a.txt", b"a.txt", b"a.txt"),
    ("a b.txt", b"a b.txt", b"a%20b.txt"),
    ('a"b.txt', b'a\\"b.txt', b"a%22b.txt"),
    ("a\\b.txt", b"a\\\\b.txt", b"a%5Cb.txt"),
    ("a%b.txt", b"a%b.txt", b"a%25b.txt"),
    ("a;b=c", b"a;b=c", b"a%3Bb%3Dc"),
    ("a'b*", b"a'b*", b"a%27b%2A"),
    ("a/b", b"a/b", b"a%2Fb"),
    ("", b"", b""),
]


@pytest.mark.parametrize(("name", "quoted", "percent"), PLAIN)
@pytest.mark.parametrize("options", range(8))
def test_an_ascii_file_name(server: Any, manager: Any, name: str, quoted: bytes, percent: bytes, options: int) -> None:
    written = percent if options & PERCENT else quoted
    assert one(server, manager, b"x", name, options=options)[1] == (b'form-data; name="n"; filename="' + written + b'"')


@pytest.mark.parametrize(
    ("options", "written"),
    [
        (0, b"filename=\"\xc3\xa9 b.txt\"; filename*=UTF-8''%C3%A9%20b.txt"),
        (OMIT, b'filename="\xc3\xa9 b.txt"'),
        (PERCENT, b"filename=\"%C3%A9%20b.txt\"; filename*=UTF-8''%C3%A9%20b.txt"),
        (STRICT, b'filename="%C3%A9%20b.txt"'),
        (LATIN, b"filename=\"\xe9 b.txt\"; filename*=ISO-8859-1''%E9%20b.txt"),
        (LATIN | OMIT, b'filename="\xe9 b.txt"'),
        (LATIN | PERCENT, b"filename=\"%E9%20b.txt\"; filename*=ISO-8859-1''%E9%20b.txt"),
        (LATIN | STRICT, b'filename="%E9%20b.txt"'),
    ],
)
def test_a_file_name_that_latin_1_has(server: Any, manager: Any, options: int, written: bytes) -> None:
    assert one(server, manager, b"x", "é b.txt", options=options)[1] == b'form-data; name="n"; ' + written


@pytest.mark.parametrize("options", [0, OMIT, PERCENT, STRICT])
def test_a_file_name_that_latin_1_has_not_is_utf_8_in_any_case(server: Any, manager: Any, options: int) -> None:
    plain = one(server, manager, b"x", "€.txt", options=options)[1]
    assert one(server, manager, b"x", "€.txt", options=options | LATIN)[1] == plain
    assert b"ISO-8859" not in plain


def test_the_encoded_name_escapes_all_but_unreserved_characters(server: Any, manager: Any) -> None:
    ascii_characters = "".join(map(chr, range(32, 127)))
    written = one(server, manager, b"x", "é" + ascii_characters)[1].partition(b"filename*=UTF-8''")[2]
    assert written == (
        b"%C3%A9%20%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F0123456789%3A%3B%3C%3D%3E%3F%40ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        b"%5B%5C%5D%5E_%60abcdefghijklmnopqrstuvwxyz%7B%7C%7D~"
    )


@pytest.mark.parametrize(("name", "written"), [("a\nb", b"a%0Ab"), ("\x01", b"%01")])
def test_percent_encoding_carries_control_characters(server: Any, manager: Any, name: str, written: bytes) -> None:
    assert one(server, manager, b"x", name, options=PERCENT)[1] == b'form-data; name="n"; filename="' + written + b'"'


@pytest.mark.differs("bad-header-raises")
@pytest.mark.parametrize("name", ["a\r\nb", "a\0b"])
def test_a_file_name_that_injects_a_header_is_refused(name: str) -> None:
    builder = Builder()
    builder.part("n").setBody(b"x", name)
    with pytest.raises(ValueError, match="disposition"):
        build(builder)


def test_without_a_file_name_there_is_none(server: Any, manager: Any) -> None:
    assert one(server, manager, b"x", None)[1] == b'form-data; name="n"'


# -- media types -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text/html", "TEXT/HTML", "text/html; charset=utf-8", "nonsense", "é/x"])
def test_the_media_type_is_written_as_given(server: Any, manager: Any, kind: str) -> None:
    assert one(server, manager, b"x", "f", kind)[0] == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.png", "image/png"),
        ("A.PNG", "image/png"),
        ("a.jpg", "image/jpeg"),
        ("a.json", "application/json"),
        ("a.csv", "text/csv"),
        ("a.html", "text/html"),
        ("a.xml", "application/xml"),
        ("a.svg", "image/svg+xml"),
        ("a.js", "application/javascript"),
        ("a.css", "text/css"),
        ("a.md", "text/markdown"),
        ("a.txt", "text/plain"),
        ("a.py", "text/x-python"),
        ("a.pdf", "application/pdf"),
        ("a.zip", "application/zip"),
        ("a.gz", "application/gzip"),
        ("a.tar.gz", "application/x-compressed-tar"),
        ("a.mp3", "audio/mpeg"),
        ("a.mp4", "video/mp4"),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.b.png", "image/png"),
        ("a~", "application/x-trash"),
    ],
)
def test_the_ending_of_a_name_tells_the_type(server: Any, manager: Any, name: str, kind: str) -> None:
    assert one(server, manager, b"hello", name)[0] == kind
    assert one(server, manager, b"\x00\x01", name)[0] == kind


def zipped() -> bytes:
    """A small archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a", "b")
    return made.getvalue()


CONTENTS = {
    "nothing": (b"", "application/x-zerosize"),
    "text": (b"hello world", "text/plain"),
    "utf-8": ("é中".encode(), "text/plain"),
    "latin-1": (b"\xe9\xff abc", "text/plain"),
    "utf-16": ("\ufeffhello".encode("utf-16-le"), "text/plain"),
    "tabs and lines": (b"a\tb\r\n", "text/plain"),
    "nul": (b"a\0b", "application/octet-stream"),
    "escape": (b"\x1b[0m", "application/octet-stream"),
    "nul behind 127": (b"a" * 127 + b"\0", "application/octet-stream"),
    "nul behind 128": (b"a" * 128 + b"\0", "text/plain"),
    "json": (b'{"a": 1}', "text/plain"),
    "html": (b"<!DOCTYPE html><html></html>", "text/html"),
    "html without type": (b"\n <HTML><body>", "text/html"),
    "xml": (b'<?xml version="1.0"?><a/>', "application/xml"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(30), "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"),
    "gif": (b"GIF89a" + bytes(10), "image/gif"),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    "bmp": (b"BM" + bytes(60), "image/bmp"),
    "pdf": (b"%PDF-1.4\n", "application/pdf"),
    "zip": (zipped(), "application/zip"),
    "gzip": (gzip.compress(b"x"), "application/gzip"),
    "bzip2": (bz2.compress(b"x"), "application/x-bzip"),
    "wav": (b"RIFF\0\0\0\0WAVEfmt ", "audio/x-wav"),
    "mp4": (b"\0\0\0\x18ftypmp42", "video/mp4"),
    "shell": (b"#!/bin/sh\n", "application/x-shellscript"),
    "sqlite": (b"SQLite format 3\0", "application/vnd.sqlite3"),
}


@pytest.mark.parametrize(("content", "kind"), CONTENTS.values(), ids=CONTENTS)
def test_the_content_tells_the_type_of_what_has_no_name(server: Any, manager: Any, content: bytes, kind: str) -> None:
    assert one(server, manager, content)[0] == kind


@pytest.mark.parametrize("name", ["plain", "a.unheardof", ".hidden"])
def test_the_content_tells_the_type_of_what_has_no_known_ending(server: Any, manager: Any, name: str) -> None:
    assert one(server, manager, b"\x89PNG\r\n\x1a\n" + bytes(30), name)[0] == "image/png"


@pytest.mark.differs("bad-header-raises")
def test_a_media_type_that_injects_a_header_is_refused() -> None:
    builder = Builder()
    builder.part("n").setBody(b"x", "f", "a/b\r\nX: y")
    with pytest.raises(ValueError, match="type"):
        build(builder)


# -- devices ---------------------------------------------------------------------------------------------------------


def test_a_device_is_the_content(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f.png", b"text all the same")
    builder = Builder()
    builder.part("d").setBodyDevice(device)
    assert body_of(server, manager, builder) == (
        b'--BB\r\ncontent-type: text/plain\r\ncontent-disposition: form-data; name="d"\r\n\r\ntext all the same\r\n--BB--\r\n'
    )


def test_a_device_can_be_given_a_name_and_a_type(server: Any, manager: Any) -> None:
    device = buffer(b"x")
    builder = Builder()
    builder.part("d").setBodyDevice(device, "other.txt", "x/y")
    assert b'content-type: x/y\r\ncontent-disposition: form-data; name="d"; filename="other.txt"\r\n' in body_of(
        server, manager, builder
    )


def test_a_device_is_peeked_at_for_its_type(server: Any, manager: Any) -> None:
    device = buffer(b"\x89PNG\r\n\x1a\n" + bytes(30))
    builder = Builder()
    builder.part("d").setBodyDevice(device)
    body = body_of(server, manager, builder)
    assert body.startswith(b"--BB\r\ncontent-type: image/png\r\n")
    assert b"\r\n\r\n\x89PNG\r\n\x1a\n" in body


def test_building_leaves_a_device_where_it_stands() -> None:
    device = buffer(b"x" * 50, at=38)
    builder = Builder()
    builder.part("d").setBodyDevice(device)
    build(builder)
    assert device.pos() == 38


def test_building_takes_nothing_from_a_sequential_device() -> None:
    device = Stream(b"0123456789")
    builder = Builder()
    builder.part("d").setBodyDevice(device)
    build(builder)
    assert bytes(device.readAll()) == b"0123456789"


def test_no_device_is_no_content(server: Any, manager: Any) -> None:
    builder = Builder()
    builder.part("d").setBodyDevice(None)
    assert body_of(server, manager, builder).endswith(b'name="d"\r\n\r\n\r\n--BB--\r\n')


@pytest.mark.parametrize("device_last", [True, False])
def test_of_bytes_and_device_the_last_one_counts(server: Any, manager: Any, device_last: bool) -> None:
    builder, device = Builder(), buffer(b"device")
    field = builder.part("a")
    if not device_last:
        field.setBodyDevice(device)
    field.setBody(b"bytes")
    if device_last:
        field.setBodyDevice(device)
    expected = b"device" if device_last else b"bytes"
    assert body_of(server, manager, builder).endswith(b"\r\n\r\n" + expected + b"\r\n--BB--\r\n")


def test_an_unopened_device_is_an_error(server: Any, manager: Any) -> None:
    builder, device = Builder(), buffer(b"x", opened=False)
    builder.part("a").setBodyDevice(device)
    made = build(builder)
    log = Recorder(manager.post(request(server.on("/body")), made)).run()
    assert enum_name(log.reply.error()) == "UnknownNetworkError"
    assert server.requests == []


# -- further headers -------------------------------------------------------------------------------------------------


def test_the_fields_own_headers_stand_first_and_cannot_replace_type_and_name(server: Any, manager: Any) -> None:
    headers = QtNetwork.QHttpHeaders()
    for name, value in (("X-A", "1"), ("content-disposition", "mine"), ("Content-Type", "a/b"), ("x-a", "2")):
        headers.append(name, value)
    builder = Builder()
    builder.part("d").setBody(b"x", "f").setHeaders(headers)
    assert body_of(server, manager, builder) == (
        b'--BB\r\nx-a: 2\r\ncontent-type: text/plain\r\ncontent-disposition: form-data; name="d"; filename="f"\r\n'
        b"\r\nx\r\n--BB--\r\n"
    )


def test_headers_are_taken_as_they_are_when_set(server: Any, manager: Any) -> None:
    headers = QtNetwork.QHttpHeaders()
    headers.append("X-A", "1")
    builder = Builder()
    field = builder.part("d")
    field.setHeaders(headers)
    headers.append("Later", "1")
    field.setBody(b"x")
    assert b"later" not in body_of(server, manager, builder)


def test_headers_set_again_replace_the_first(server: Any, manager: Any) -> None:
    builder = Builder()
    field = builder.part("d")
    for name in ("X-A", "X-B"):
        headers = QtNetwork.QHttpHeaders()
        headers.append(name, "1")
        field.setHeaders(headers)
    field.setBody(b"x")
    assert body_of(server, manager, builder).startswith(b"--BB\r\nx-b: 1\r\ncontent-type")


# -- the classes -----------------------------------------------------------------------------------------------------


def test_the_options_have_their_numbers() -> None:
    assert [number(option) for option in Option] == [1, 2, 4]
    assert number(Option.StrictRfc7578) == number(
        Option.OmitRfc8187EncodedFilename | Option.UseRfc7578PercentEncodedFilename
    )
    assert number(Option.Default) == 0


@pytest.mark.parametrize("body", ["text", 5])
def test_content_is_bytes(body: Any) -> None:
    with pytest.raises(TypeError):
        Builder().part("a").setBody(body)


@pytest.mark.parametrize("arguments", [(b"x", b"name"), (b"x", "name", b"type"), (b"x", 5)])
def test_file_names_and_types_are_text(arguments: Any) -> None:
    builder = Builder()
    field = builder.part("a")
    with pytest.raises(TypeError):
        field.setBody(*arguments)
