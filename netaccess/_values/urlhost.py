"""Hosts of URLs: names, IPv4 addresses in all their spellings, IPv6 addresses with zones, and addresses of the future.

`normalize` brings the text of a host to the one form that `QUrl` keeps: lower case, addresses canonical, literals in
brackets, international names readable where that is safe (see `urlidna`).
"""

from __future__ import annotations

from netaccess._values.urlcodec import HEX_DIGITS, HOST, SUB_DELIMITERS, UNRESERVED, store_host, write
from netaccess._values.urlenums import DECODED, ENCODE_UNICODE, FULLY_DECODED, FULLY_ENCODED, TOLERANT

_PLAIN_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_")
_FUTURE = frozenset(UNRESERVED + SUB_DELIMITERS + ":")
_DIGITS = frozenset("0123456789")
_BASES = {"0x": 16, "0b": 2}
_LIMITS = (0x1_0000_0000, 0x100_0000, 0x1_0000, 0x100)

INVALID_NAME = "Invalid hostname (contains invalid characters)"
UNBALANCED = "Expected ']' to match '[' in hostname"


class HostError(ValueError):
    """A host that cannot be one: *reason* in words, *source* the text that is to blame when it is not the whole URL."""

    def __init__(self, reason: str, source: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.source = source


def normalize(text: str, mode: int) -> str:
    """Return the stored form of the host *text* read in *mode*; raises `HostError` when it is none."""
    if not text:
        return ""
    if text[0] == "[":
        if text[-1] != "]" or len(text) < 2:
            raise HostError(UNBALANCED)
        return f"[{_literal(text[1:-1], mode)}]"
    if mode == TOLERANT and not _PLAIN_NAME.issuperset(text):
        text = store_host(text)
        if "%" in text:
            raise HostError("Invalid hostname (character '%' not permitted)", text)
    address = parse_ipv4(text)
    if address is not None:
        return address
    from netaccess._values.urlidna import to_ace, to_display

    ace = to_ace(text)
    if not ace:
        raise HostError(INVALID_NAME)
    return parse_ipv4(ace) or to_display(ace)


def normalize_bare(text: str, mode: int) -> str:
    """Return the stored form of the host *text*, where an IPv6 address may stand without its brackets."""
    if ":" not in text or text[0] == "[":
        return normalize(text, mode)
    try:
        return normalize(f"[{text}]", mode)
    except HostError as error:
        raise HostError("Invalid IPv6 address") from error


def write_host(stored: str, options: int) -> str:
    """Return the *stored* host, brackets and all, as *options* (`ComponentFormattingOption`) ask for it."""
    if not stored.isascii() and stored[0] != "[":
        if not options & ENCODE_UNICODE or options & FULLY_DECODED == FULLY_DECODED:
            return stored
        from netaccess._values.urlidna import to_ace

        return to_ace(stored)
    if "%" in stored:
        address, _, zone = stored.partition("%25")
        mark = "%" if options & FULLY_DECODED == FULLY_DECODED else "%25"
        return f"{address}{mark}{write(HOST, zone[:-1], options)}]"
    return stored


def ace_form(stored: str) -> str:
    """Return the ASCII form of the *stored* host without brackets, its zone decoded: what a dialler needs."""
    if stored[:1] == "[":
        return write_host(stored, FULLY_DECODED)[1:-1]
    return write_host(stored, FULLY_ENCODED)


def parse_ipv4(text: str) -> str | None:
    """Return the dotted form of an IPv4 address of one to four numbers in base 8, 10 or 16, or None."""
    if text[:1] not in _DIGITS and text[:1] != "+":
        return None
    parts = text.split(".")
    if len(parts) > 4:
        return None
    address = 0
    for index, part in enumerate(parts):
        number = _ipv4_number(part)
        last = index == len(parts) - 1
        if number < 0 or number >= (_LIMITS[index] if last else 0x100):
            return None
        address += number if last else number << (24 - 8 * index)
    return f"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"


def _ipv4_number(part: str) -> int:
    """Return the value of one number of an IPv4 address, or -1."""
    if part[:1] == "+":
        part = part[1:]
    prefix = part[:2].lower()
    digits, base = (part[2:], _BASES[prefix]) if prefix in _BASES else (part, 8 if part[:1] == "0" else 10)
    if not digits or not HEX_DIGITS.issuperset(digits):
        return -1
    try:
        return int(digits, base)
    except ValueError:
        return -1


def parse_ipv6(text: str) -> tuple[int, ...] | int:
    """Return the eight groups of an IPv6 address, or the index of the character that is wrong (-1: the whole of it)."""
    groups: list[int] = []
    gap = -1
    index = 0
    if text[:2] == "::":
        gap, index = 0, 2
    while index < len(text):
        if len(groups) == 8:
            return index
        end = index
        while end < len(text) and text[end] in HEX_DIGITS:
            end += 1
        after = text[end : end + 1]
        if after == ".":
            quad = _dotted_quad(text[index:])
            if quad is None or len(groups) > 6:
                return index
            groups += (quad >> 16, quad & 0xFFFF)
            break
        if end == index or end - index > 4 or after not in (":", ""):
            return index if end == index or end - index > 4 else end
        groups.append(int(text[index:end], 16))
        index = end + 1
        if after == ":":
            if text[index : index + 1] == ":":
                if gap >= 0:
                    return index
                gap = len(groups)
                index += 1
            elif index == len(text):
                return -1
    if gap < 0:
        return tuple(groups) if len(groups) == 8 else -1
    if len(groups) > 7 and gap < 8:
        return -1
    return (*groups[:gap], *([0] * (8 - len(groups))), *groups[gap:])


def _dotted_quad(text: str) -> int | None:
    """Return the value of four decimal numbers joined by dots, or None."""
    parts = text.split(".")
    if len(parts) != 4:
        return None
    address = 0
    for part in parts:
        if not _DIGITS.issuperset(part) or not part or len(part) > 3 or int(part) > 255 or (part[0] == "0" < part[1:]):
            return None
        address = address << 8 | int(part)
    return address


def format_ipv6(groups: tuple[int, ...]) -> str:
    """Return the shortest text of an IPv6 address: the longest run of zeros left out, embedded IPv4 dotted."""
    embedded = groups[:5] == (0,) * 5 and (groups[5] == 0xFFFF or (not groups[5] and groups[6] != 0))
    words = [f"{group:x}" for group in (groups[:6] if embedded else groups)]
    if embedded:
        high, low = groups[6:]
        words.append(f"{high >> 8}.{high & 255}.{low >> 8}.{low & 255}")
    start, length = _longest_zeros(groups[: 6 if embedded else 8])
    if length < 2:
        return ":".join(words)
    return ":".join(words[:start]) + "::" + ":".join(words[start + length :])


def _longest_zeros(groups: tuple[int, ...]) -> tuple[int, int]:
    """Return where the longest run of zeros in *groups* starts, and its length."""
    best = (0, 0)
    start = 0
    for index in range(len(groups) + 1):
        if index == len(groups) or groups[index]:
            if index - start > best[1]:
                best = (start, index - start)
            start = index + 1
    return best


def _literal(text: str, mode: int) -> str:
    """Return the stored form of what stands between brackets."""
    if text[:1] == "v":
        return _future(text, mode)
    if mode == TOLERANT:
        text = store_host(text)
    elif mode == DECODED:
        text = text.replace("%", "%25")
    address, mark, zone = text.rpartition("%25") if "%25" in text else (text, "", "")
    groups = parse_ipv6(address)
    if isinstance(groups, int):
        at = groups
        if at < 0:
            raise HostError("Invalid IPv6 address")
        raise HostError(f"Invalid IPv6 address (character '{address[at : at + 1]}' not permitted)")
    if "]" in zone or (mark and not zone):
        raise HostError("Invalid IPv6 address")
    return format_ipv6(groups) + (mark and mark + zone)


def _future(text: str, mode: int) -> str:
    """Return the stored form of an IPvFuture literal such as ``v1.name``."""
    if mode == TOLERANT:
        text = store_host(text)
    wrong = ""
    if text[1:2] not in HEX_DIGITS or not text[1:2]:
        wrong = text[1:2] or "["
    elif text[2:3] != ".":
        wrong = text[2:3] or "["
    elif len(text) == 3:
        wrong = "["
    else:
        wrong = next((character for character in text[3:] if character not in _FUTURE), "")
    if wrong:
        raise HostError(f"Invalid IPvFuture address (character '{wrong}' not permitted)")
    return text
