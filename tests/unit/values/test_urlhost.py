"""Hosts of URLs: names, addresses and literals."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netaccess._values import urlhost, urlidna
from netaccess._values.urlenums import DECODED, FULLY_DECODED, FULLY_ENCODED, STRICT, TOLERANT


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("", ""),
        ("EXAMPLE.com", "example.com"),
        ("0x7F.1", "127.0.0.1"),
        ("%61.b", "a.b"),
        ("É.com", "é.com"),
        ("é.unlisted", "xn--9ca.unlisted"),
        ("[::FFFF:1.2.3.4]", "[::ffff:1.2.3.4]"),
        ("[fe80::1%eth0]", "[fe80::1%25eth0]"),
        ("[v1.a]", "[v1.a]"),
    ],
)
def test_a_host_gets_its_stored_form(text: str, stored: str) -> None:
    assert urlhost.normalize(text, TOLERANT) == stored


@pytest.mark.parametrize(
    "text", ["a b", "a..b", "-a", "[::1", "[]", "[::1]x", "a%00b", "[v1]", "é-", "\u200d", "[::1%25]"]
)
@pytest.mark.parametrize("mode", [TOLERANT, STRICT, DECODED])
def test_nonsense_is_no_host(text: str, mode: int) -> None:
    if (text, mode) == ("[::1%25]", DECODED):
        text = "[::1%]"
    with pytest.raises(urlhost.HostError):
        urlhost.normalize(text, mode)


@pytest.mark.parametrize("text", ["1.2.3\0.evil", "0x7f.1\0", " 127.0.0.1", "\n1.2.3.4", "2\0.3.4"])
def test_an_address_with_blanks_or_nul_in_it_is_no_host_though_qt_cuts_it_off(text: str) -> None:
    with pytest.raises(urlhost.HostError):
        urlhost.normalize(text, TOLERANT)


@pytest.mark.parametrize("text", ["[::1%25a]b]", "[fe80::1%25eth0]0]"])
def test_a_bracket_ends_a_literal_though_qt_reads_on(text: str) -> None:
    with pytest.raises(urlhost.HostError):
        urlhost.normalize(text, TOLERANT)


def test_a_name_in_punycode_that_is_not_canonical_stays_as_it_is_though_qt_changes_it() -> None:
    assert urlhost.normalize("xn--9c.com", TOLERANT) == "xn--9c.com"


def test_a_bare_ipv6_address_needs_no_brackets_in_a_setter() -> None:
    assert urlhost.normalize_bare("::1", DECODED) == "[::1]"


def test_a_host_is_written_for_people_for_the_wire_and_for_a_dialler() -> None:
    stored = urlhost.normalize("[fe80::1%25a b]", TOLERANT)
    assert urlhost.write_host(stored, FULLY_ENCODED) == "[fe80::1%25a%20b]"
    assert urlhost.write_host(stored, FULLY_DECODED) == "[fe80::1%a b]"
    assert urlhost.ace_form(stored) == "fe80::1%a b"
    assert urlhost.ace_form("é.com") == "xn--9ca.com"


@settings(deadline=None)
@given(number=st.integers(0, 2**32 - 1))
def test_every_spelling_of_an_ipv4_address_means_the_same(number: int) -> None:
    dotted = str(ipaddress.IPv4Address(number))
    for text in (dotted, str(number), hex(number), f"0{number:o}"):
        assert urlhost.parse_ipv4(text) == dotted


@settings(deadline=None)
@given(number=st.integers(0, 2**128 - 1))
def test_ipv6_addresses_are_read_and_written(number: int) -> None:
    address = ipaddress.IPv6Address(number)
    groups = tuple(int(word, 16) for word in address.exploded.split(":"))
    assert urlhost.parse_ipv6(str(address)) == groups
    assert urlhost.parse_ipv6(urlhost.format_ipv6(groups)) == groups


@settings(deadline=None)
@given(text=st.text())
def test_any_text_is_a_host_or_a_host_error(text: str) -> None:
    try:
        stored = urlhost.normalize(text, TOLERANT)
    except urlhost.HostError:
        return
    assert urlhost.normalize(stored, TOLERANT) == stored


@pytest.mark.parametrize(
    ("name", "ace"),
    [("faß.de", "xn--fa-hia.de"), ("a。b", "a.b"), ("é.", "xn--9ca."), ("ab--é", ""), ("\u0300a.é", ""), ("A", "a")],
)
def test_names_are_made_ascii(name: str, ace: str) -> None:
    assert urlidna.to_ace(name) == ace


def test_names_that_mix_directions_are_not_shown_readable() -> None:
    assert urlidna.to_display(urlidna.to_ace("aא.com")) == urlidna.to_ace("aא.com")
    assert urlidna.to_display(urlidna.to_ace("א.com")) == "א.com"


def test_a_very_long_name_is_refused() -> None:
    assert urlidna.to_ace("é" * 100_000) == ""
