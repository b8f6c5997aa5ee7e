"""The value of Accept-Language, from the user's locale as the environment names it."""

from __future__ import annotations

import os

# Where a language alone is set, it stands for the country most of its speakers live in.
_USUAL_COUNTRY = dict(
    pair.split(":")
    for pair in str.split(
        "ar:EG bg:BG ca:ES cs:CZ da:DK de:DE el:GR en:US es:ES et:EE eu:ES fa:IR fi:FI fr:FR ga:IE gl:ES he:IL hi:IN hr:HR "
        "hu:HU id:ID is:IS it:IT ja:JP ko:KR lt:LT lv:LV mk:MK ms:MY nb:NO nl:NL nn:NO pl:PL pt:BR ro:RO ru:RU sk:SK sl:SI "
        "sq:AL sr:RS sv:SE th:TH tr:TR uk:UA vi:VN zh:CN"
    )
)


def accept_language() -> bytes:
    """Return what to send: the locale's language first, then English, then anything."""
    name = ""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        name = os.environ.get(variable, "").split(":", 1)[0]
        if name:
            break
    name = name.split(".", 1)[0].split("@", 1)[0]
    language, _, country = name.replace("-", "_").partition("_")
    if not (name.isascii() and language.isalpha() and (not country or country.isalnum())) or name in ("C", "POSIX"):
        return b"en,*"
    country = country or _USUAL_COUNTRY.get(language, "")
    tag = f"{language}-{country}" if country else language
    return f"{tag},*".encode() if language == "en" else f"{tag},en,*".encode()
