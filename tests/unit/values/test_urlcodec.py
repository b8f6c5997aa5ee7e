"""The percent-encoding of URL components: the stored form and what is written of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netaccess._values import urlcodec
from netaccess._values.urlcodec import FRAGMENT, PASSWORD, PATH, QUERY, USER_NAME
from netaccess._values.urlenums import FULLY_DECODED, FULLY_ENCODED

COMPONENTS = [USER_NAME, PASSWORD, PATH, QUERY, FRAGMENT]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("plain", "plain"),
        ("%7e%41", "~A"),
        ("%2f%2F", "%2F%2F"),
        ("%c3%a9", "é"),
        ("%ff%C3", "%FF%C3"),
        ("%zz%41", "%25zz%2541"),
        ("100%", "100%25"),
        ("a\nb\x7f", "a%0Ab%7F"),
        ("%0a%25", "%0A%25"),
        ("%EF%BF%BE", "%EF%BF%BE"),
    ],
)
def test_tolerant_text_gets_its_stored_form(text: str, stored: str) -> None:
    assert urlcodec.store(PATH, text) == stored


def test_one_bad_escape_makes_every_percent_sign_literal() -> None:
    assert urlcodec.store(QUERY, "%41%4") == "%2541%254"


def test_decoded_text_keeps_its_percent_signs_and_loses_brackets() -> None:
    assert urlcodec.store_decoded(PATH, "%41[x]") == "%2541%5Bx%5D"


@pytest.mark.parametrize(("text", "at"), [("abc", -1), ("a b", 1), ("a%4", 1), ("a%41", -1), ("<", 0), ("é", -1)])
def test_strict_text_is_searched_for_what_it_may_not_hold(text: str, at: int) -> None:
    assert urlcodec.forbidden_at(PATH, text) == at


def test_guarded_delimiters_are_encoded_in_a_url_only() -> None:
    stored = urlcodec.store(PATH, "%3F#")
    assert urlcodec.write(PATH, stored, 0) == "?#"
    assert urlcodec.write(PATH, stored, 0, urlcodec.IN_URL) == "%3F%23"


def test_each_byte_that_is_no_utf_8_becomes_one_replacement_character() -> None:
    assert urlcodec.decode_fully("%E2%82x%FF") == "\ufffd\ufffdx\ufffd"
    assert urlcodec.utf8_text(b"\xe2\x82x\xff") == "\ufffd\ufffdx\ufffd"


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)
@settings(deadline=None)
@given(text=st.text())
def test_the_stored_form_is_a_fixed_point(component: urlcodec.Component, text: str) -> None:
    stored = urlcodec.store(component, text)
    assert urlcodec.store(component, stored) == stored


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)
@settings(deadline=None)
@given(text=st.text())
def test_the_encoded_form_is_clean_and_stays_as_it_is(component: urlcodec.Component, text: str) -> None:
    stored = urlcodec.store(component, text)
    encoded = urlcodec.write(component, stored, FULLY_ENCODED, urlcodec.IN_URL)
    assert encoded.isascii()
    assert not set(encoded) & set(' "<>\r\n\t\\^`{|}')
    again = urlcodec.store(component, encoded)
    assert urlcodec.write(component, again, FULLY_ENCODED, urlcodec.IN_URL) == encoded


@settings(deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cn"))))
def test_decoded_text_comes_back_decoded(text: str) -> None:
    assert urlcodec.write(PATH, urlcodec.store_decoded(PATH, text), FULLY_DECODED) == text
