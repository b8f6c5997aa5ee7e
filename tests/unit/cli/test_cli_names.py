"""File names out of URLs and headers."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netaccess._cli.names import name_from_disposition, name_from_url, numbered, safe_name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://h/a.zip", "a.zip"),
        ("http://h/b/a.zip?x=1/2#f", "a.zip"),
        ("http://h/dir/", "dir"),
        ("http://h", "index.html"),
        ("http://h/", "index.html"),
        ("http://h/a%20b%C3%A9.txt", "a bé.txt"),
        ("http://h/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("http://h/..%5C..%5Cboot.ini", "boot.ini"),
        ("http://h/%2e%2e", "index.html"),
        ("http://h/%2Ebashrc", "_.bashrc"),
        ("http://h/a%00b%0Ac", "a_b_c"),
        ("http://h/NUL.txt", "_NUL.txt"),
        ("http://h/a:b|c", "a_b_c"),
        ("http://[bad", "index.html"),
        ("data:text/plain,a/b", "data"),
    ],
)
def test_a_url_names_a_harmless_file(url: str, name: str) -> None:
    assert name_from_url(url) == name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('attachment; filename="a.zip"', "a.zip"),
        ("attachment; filename=a.zip", "a.zip"),
        ("attachment; filename*=UTF-8''b%C3%A9.txt", "bé.txt"),
        ("attachment; filename=\"old.txt\"; filename*=UTF-8''new.txt", "new.txt"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="/etc/passwd"', "passwd"),
        ("attachment; filename*=UTF-8''..%2F..%2Fx", "x"),
        ('attachment; filename=".."', None),
        ('attachment; filename=""', None),
        ("attachment; filename*=nonsense''%ff", "_"),
        ("attachment", None),
        ("", None),
        ("inline\r\nX: y", None),
    ],
)
def test_a_header_names_a_harmless_file_or_none(value: str, name: str | None) -> None:
    found = name_from_disposition(value)
    assert found == name or (name == "_" and found is not None)


@given(st.text(max_size=300))
def test_no_text_makes_a_name_that_leaves_the_folder(text: str) -> None:
    name = safe_name(text)
    assert name == os.path.basename(name)
    assert name not in (".", "..")
    assert not name.startswith(".")
    assert len(os.fsencode(name)) <= 200
    assert not set(name) & set('/\\\0:"')


@given(st.text(max_size=100))
def test_no_header_makes_a_name_that_leaves_the_folder(text: str) -> None:
    name = name_from_disposition(f"attachment; filename={text}")
    assert name is None or (name == os.path.basename(name) and not name.startswith("."))


def test_a_long_name_keeps_its_extension() -> None:
    assert safe_name("é" * 300 + ".tar.gz").endswith("é.tar.gz")


@pytest.mark.parametrize(
    ("name", "second"), [("a.zip", "a-1.zip"), ("a.tar.gz", "a-1.tar.gz"), ("a", "a-1"), (".tar.gz", ".tar-1.gz")]
)
def test_a_second_file_of_one_name_gets_a_number(name: str, second: str) -> None:
    assert numbered(name, 0) == name
    assert numbered(name, 1) == second
