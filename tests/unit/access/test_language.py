"""Accept-Language, from the environment."""

from __future__ import annotations

import pytest

from netaccess._access.language import accept_language

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, b"en,*"),
        ({"LANG": "C"}, b"en,*"),
        ({"LANG": "C.UTF-8"}, b"en,*"),
        ({"LC_ALL": "POSIX"}, b"en,*"),
        ({"LANG": "de_DE.UTF-8"}, b"de-DE,en,*"),
        ({"LANG": "de"}, b"de-DE,en,*"),
        ({"LANG": "en_GB.UTF-8"}, b"en-GB,*"),
        ({"LANG": "en_US"}, b"en-US,*"),
        ({"LANG": "de_AT@euro"}, b"de-AT,en,*"),
        ({"LANG": "pt-BR"}, b"pt-BR,en,*"),
        ({"LANG": "xx"}, b"xx,en,*"),
        ({"LANG": "de_DE", "LC_ALL": "fr_FR"}, b"fr-FR,en,*"),
        ({"LANG": "de_DE", "LC_MESSAGES": "it_IT"}, b"it-IT,en,*"),
        ({"LANG": "de_DE", "LANGUAGE": "sv_SE:da"}, b"sv-SE,en,*"),
        ({"LANG": "d\r\nX: y"}, b"en,*"),
        ({"LANG": "dé_FR"}, b"en,*"),
    ],
)
def test_the_environment_names_the_language(
    environment: dict[str, str], expected: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert accept_language() == expected


@pytest.mark.parametrize("country", ["\r\nX", "D\u00cb", "D E", "DE;q=1"])
def test_nothing_from_the_environment_can_break_the_header(country: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", f"de_{country}")
    assert accept_language() in (b"en,*", b"de-DE,en,*")
