"""International domain names: the ASCII-compatible form of a host and the readable one.

Names are processed by Unicode's UTS 46 (non-transitional): mapped, normalised, cut into labels, and each label checked
for hyphens, a leading combining mark and joiners in their context. The readable form is shown only where labels keep
one direction of writing, under top-level domains whose registries are known to keep look-alikes out: the whitelist.
"""

from __future__ import annotations

_ACE_PREFIX = "xn--"
_LABEL_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
_LONGEST_LABEL = 63
_LONGEST_NAME = 4096
_JOINERS = "\u200c\u200d"

_REGISTRIES = (
    "ac ar asia at biz br cat ch cl cn com de dk es fi gr hu il info io ir is jp kr li lt lu lv museum name net no "
    "nu nz org pl pr se sh tel th tm tw ua vn xn--fiqs8s xn--fiqz9s xn--fzc2c9e2c xn--j6w193g xn--kprw13d xn--kpry57d "
    "xn--mgba3a4f16a xn--mgba3a4fra xn--mgbaam7a8h xn--mgbayh7gpa xn--mgberp4a5d4ar xn--ogbpf8fl xn--p1ai xn--wgbh1c "
    "xn--wgbl6a xn--xkc2al3hye2a"
)
_whitelist: list[str] = _REGISTRIES.split()


def whitelist() -> list[str]:
    """Return the top-level domains, in ASCII, under which names are shown in Unicode."""
    return list(_whitelist)


def set_whitelist(domains: list[str]) -> None:
    """Replace the whitelist by *domains* (ASCII, lower case); URLs that exist already keep what they show."""
    global _whitelist
    _whitelist = list(domains)


def to_ace(name: str, transitional: bool = False) -> str:
    """Return the lower-case ASCII form of the host *name*, or "" when it is no valid name.

    *transitional* maps the four characters that IDNA 2003 treated otherwise (such as the German sharp s) the old way.
    """
    if not name or len(name) > _LONGEST_NAME:
        return ""
    international = not name.isascii()
    if international:
        mapped = _map(name, transitional)
        if mapped is None:
            return ""
        name = mapped
    labels = name.lower().split(".")
    if len(labels) > 1 and not labels[-1]:
        labels.pop()
        trailing = "."
    else:
        trailing = ""
    out = []
    for label in labels:
        ace = label if label.isascii() else _encode_label(label)
        if not _is_ascii_label(ace):
            return ""
        if international and label[2:4] == "--" and not label.startswith(_ACE_PREFIX):
            return ""
        out.append(ace)
    return ".".join(out) + trailing


def to_display(ace: str, ignore_whitelist: bool = False) -> str:
    """Return the readable form of the host *ace*: Unicode where the whitelist allows it, else *ace* itself."""
    if _ACE_PREFIX not in ace:
        return ace
    labels = ace.split(".")
    # As in Qt, a name with a final dot, absolute in the DNS, is always shown readable.
    if not ignore_whitelist and labels[-1] and (len(labels) == 1 or labels[-1] not in _whitelist):
        return ace
    readable = [_decode_label(label) for label in labels]
    if any(label[2:4] == "--" for label in readable):
        return ace
    return ".".join(readable) if _keeps_direction(readable) else ace


def _keeps_direction(labels: list[str]) -> bool:
    """Return whether the labels read in one direction each (RFC 5893), so that none can pose as another name."""
    import unicodedata

    if not any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for label in labels for character in label):
        return True
    from idna import IDNABidiError, check_bidi

    try:
        return all(not label or check_bidi(label, check_ltr=True) for label in labels)
    except IDNABidiError:
        return False


def _map(name: str, transitional: bool) -> str | None:
    """Return *name* mapped and normalised by UTS 46, or None when it holds a character that is not allowed."""
    from idna import IDNAError, uts46_remap

    if transitional:
        for deviation, old in (
            ("\u00df", "ss"),
            ("\u1e9e", "ss"),
            ("\u03c2", "\u03c3"),
            ("\u200c", ""),
            ("\u200d", ""),
        ):
            name = name.replace(deviation, old)
    try:
        return uts46_remap(name, std3_rules=False)
    except IDNAError:
        return None


def _is_ascii_label(label: str) -> bool:
    """Return whether *label* may stand in a host name: letters, digits, inner hyphens and underscores, 63 at most."""
    return (
        0 < len(label) <= _LONGEST_LABEL
        and label[0] != "-"
        and label[-1] != "-"
        and _LABEL_CHARACTERS.issuperset(label)
    )


def _encode_label(label: str) -> str:
    """Return the ASCII form of a *label* with characters beyond ASCII, or "" when it is not valid."""
    if not _is_unicode_label(label):
        return ""
    return _ACE_PREFIX + label.encode("punycode").decode("ascii")


def _is_unicode_label(label: str) -> bool:
    """Return whether the mapped and normalised *label* is a valid label of Unicode characters."""
    import unicodedata

    if label[0] == "-" or label[-1] == "-" or label[2:4] == "--":
        return False
    if unicodedata.category(label[0])[0] == "M":
        return False
    if any(character < "\x80" and character not in _LABEL_CHARACTERS for character in label):
        return False
    if any(joiner in label for joiner in _JOINERS):
        from idna import valid_contextj

        try:
            return all(valid_contextj(label, i) for i, character in enumerate(label) if character in _JOINERS)
        except ValueError:
            return False
    return True


def _decode_label(label: str) -> str:
    """Return the Unicode form of an ASCII *label*, or the label itself when it hides no valid one."""
    if not label.startswith(_ACE_PREFIX):
        return label
    try:
        text = label[len(_ACE_PREFIX) :].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    if not text or text.isascii() or _map(text, False) != text or not _is_unicode_label(text):
        return label
    return text if _ACE_PREFIX + text.encode("punycode").decode("ascii") == label else label
