"""Text forms of bytes and numbers as `QByteArray` has them: base64, hex, percent-encoding, integers, floats.

Everything here takes and returns plain Python objects, so that it can be tested and used without a `QByteArray`. The
leniency is deliberate and was measured on real Qt: characters that do not belong are skipped, not refused.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable

WHITESPACE = b" \t\n\v\f\r"
DIGITS = b"0123456789abcdefghijklmnopqrstuvwxyz"

URL_ALPHABET = 1
OMIT_PADDING = 2
ABORT_ON_ERROR = 4

OK = 0
ILLEGAL_LENGTH = 1
ILLEGAL_CHARACTER = 2
ILLEGAL_PADDING = 3

_ALNUM = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_UNRESERVED = frozenset(_ALNUM + b"-._~")
_STANDARD_TO_URL = bytes.maketrans(b"+/", b"-_")
_URL_TO_STANDARD = bytes.maketrans(b"-_", b"+/")


def _all_but(keep: Iterable[int]) -> bytes:
    """Every byte value that is not in *keep*, as the *delete* argument of ``translate``."""
    kept = frozenset(keep)
    return bytes(n for n in range(256) if n not in kept)


def encode_base64(data: bytes | bytearray, options: int = 0) -> bytes:
    """Encode *data*; *options* may hold `URL_ALPHABET` and `OMIT_PADDING`."""
    text = b2a_base64(data, newline=False)
    if options & URL_ALPHABET:
        text = text.translate(_STANDARD_TO_URL)
    if options & OMIT_PADDING:
        text = text.rstrip(b"=")
    return text


def decode_base64(text: bytes | bytearray, options: int = 0) -> tuple[bytes, int]:
    """Decode *text* and return ``(data, status)``.

    Without `ABORT_ON_ERROR` whatever is not in the alphabet is skipped, padding too, and the status is `OK`. With it
    the first fault gives no data and its status. A last group of a single character is dropped either way.
    """
    alphabet = _ALNUM + (b"-_" if options & URL_ALPHABET else b"+/")
    if options & ABORT_ON_ERROR:
        status = base64_status(text, alphabet)
        if status != OK:
            return b"", status
    clean = bytes(text).translate(None, _all_but(alphabet))
    if options & URL_ALPHABET:
        clean = clean.translate(_URL_TO_STANDARD)
    rest = len(clean) % 4
    if rest == 1:
        clean = clean[:-1]
    elif rest:
        clean += b"=" * (4 - rest)
    return a2b_base64(clean), OK


def base64_status(text: bytes | bytearray, alphabet: bytes) -> int:
    """The first fault of *text* read from left to right by strict rules; padding is optional, but whole if there."""
    padding = text.find(b"=")
    body = text if padding < 0 else text[:padding]
    if body.translate(None, alphabet):
        return ILLEGAL_CHARACTER
    if padding < 0:
        return OK
    if len(text) % 4:
        return ILLEGAL_LENGTH
    return OK if text[padding:] in (b"=", b"==") else ILLEGAL_PADDING


def decode_hex(text: bytes | bytearray) -> bytes:
    """Decode pairs of hex digits counted from the end; others are skipped, an odd first digit stands alone."""
    digits = bytes(text).translate(None, _all_but(b"0123456789abcdefABCDEF")).decode("ascii")
    return bytes.fromhex("0" + digits if len(digits) % 2 else digits)


def percent_encode(data: bytes | bytearray, exclude: bytes, include: bytes, percent: int) -> bytes:
    """Write bytes in *include*, and reserved ones not in *exclude*, as *percent* and two hex digits."""
    # As bytes: a QByteArray yields bytes of length one where Python's own types yield numbers.
    data = bytes(data)
    plain = (_UNRESERVED.union(exclude)).difference(include, (percent,))
    if not data.translate(None, bytes(plain)):
        return data
    escape = chr(percent)
    table = [chr(n) if n in plain else f"{escape}{n:02X}" for n in range(256)]
    return "".join([table[n] for n in data]).encode("latin-1")


def percent_decode(text: bytes | bytearray, percent: int) -> bytes:
    """Replace *percent* and two characters by a byte; a digit that is none counts as all bits set, as on Qt."""
    text = bytes(text)
    mark = bytes((percent,))
    if mark not in text:
        return text
    result = bytearray()
    at, end = 0, len(text)
    while True:
        hit = text.find(mark, at)
        if hit < 0 or hit + 2 >= end:
            return bytes(result + text[at:])
        result += text[at:hit]
        result.append(((_hex_digit(text[hit + 1]) << 4) | _hex_digit(text[hit + 2])) & 0xFF)
        at = hit + 3


def _hex_digit(code: int) -> int:
    """The value of one hex digit, or -1."""
    return b"0123456789abcdef".find(bytes((code,)).lower())


def parse_integer(text: bytes | bytearray, base: int, bits: int, signed: bool) -> tuple[int, bool]:
    """Read an integer of *bits* bits; return ``(number, True)`` or ``(0, False)``.

    *base* is 2 to 36, or 0 for the prefixes ``0x``, ``0b`` and ``0``. Blanks around it are skipped, a NUL ends it.
    """
    word = bytes(text).partition(b"\0")[0].strip(WHITESPACE).lower()
    negative = word[:1] == b"-"
    if word[:1] in (b"-", b"+"):
        word = word[1:]
    if base in (0, 16) and word[:2] == b"0x":
        word, base = word[2:], 16
    elif base in (0, 2) and word[:2] == b"0b":
        word, base = word[2:], 2
    elif base == 0:
        base = 8 if word[:1] == b"0" else 10
    if not 2 <= base <= 36 or not word or word.translate(None, DIGITS[:base]) or (negative and not signed):
        return 0, False
    number = -int(word, base) if negative else int(word, base)
    low, high = (-(1 << (bits - 1)), 1 << (bits - 1)) if signed else (0, 1 << bits)
    return (number, True) if low <= number < high else (0, False)


def parse_double(text: bytes | bytearray) -> tuple[float, bool]:
    """Read a float in the C locale; return ``(number, True)`` or ``(0.0, False)``, the latter also out of range."""
    word = bytes(text).strip(WHITESPACE).lower()
    if word in (b"inf", b"+inf", b"-inf", b"nan"):
        return float(word), True
    if word.translate(None, b"0123456789.e+-"):
        return 0.0, False
    try:
        number = float(word)
    except ValueError:
        return 0.0, False
    vanished = number == 0.0 and bool(word.partition(b"e")[0].translate(None, b"0.+-"))
    return (0.0, False) if vanished or number in (float("inf"), float("-inf")) else (number, True)


def parse_float(text: bytes | bytearray) -> tuple[float, bool]:
    """Read a float and round it to single precision; too large gives an infinity and False, too small 0.0 and False."""
    from struct import pack, unpack

    number, good = parse_double(text)
    if not good or number != number or number in (float("inf"), float("-inf")):
        return number, good
    try:
        single: float = unpack("<f", pack("<f", number))[0]
    except OverflowError:
        return (float("inf") if number > 0 else float("-inf")), False
    return single, single != 0.0 or number == 0.0


def format_integer(number: int, base: int) -> bytes:
    """Write *number* in *base* with lower-case digits; a base outside 2 to 36 counts as 10."""
    if base == 10 or not 2 <= base <= 36:
        return str(number).encode("ascii")
    digits = bytearray()
    rest = abs(number)
    while True:
        rest, digit = divmod(rest, base)
        digits.append(DIGITS[digit])
        if not rest:
            break
    if number < 0:
        digits += b"-"
    digits.reverse()
    return bytes(digits)


def format_double(number: float, form: str, precision: int) -> bytes:
    """Write *number* in the printf form *form* (``e``, ``f`` or ``g``, or upper case; others mean ``f``).

    A negative *precision* means 6 digits; -128 means as few as identify the number.
    """
    if form not in "eEfFgG" or len(form) != 1:
        form = "f"
    if number != number or number in (float("inf"), float("-inf")):
        word = f"{number:g}"
        return (word.upper() if form.isupper() else word).encode("ascii")
    sign = "-" if number < 0 else ""
    digits, exponent = _shortest_digits(number) if precision == -128 else ("", 0)
    if precision == -128:
        lower = form.lower()
        plain, scientific = _fixed(digits, exponent), _scientific(digits, exponent)
        text = plain if lower == "f" or (lower == "g" and len(plain) <= len(scientific)) else scientific
    else:
        text = _rounded(abs(number), form.lower(), 6 if precision < 0 else precision)
    return (sign + (text.upper() if form.isupper() else text)).encode("ascii")


def _rounded(number: float, form: str, precision: int) -> str:
    """*number*, not negative, in the form *form*; exact halves are rounded up, where ``format()`` rounds to even."""
    if form == "f":
        digits = str(_scaled(number, precision)).zfill(precision + 1)
        return f"{digits[:-precision]}.{digits[-precision:]}" if precision else digits
    places = precision if form == "e" else max(precision, 1) - 1
    exponent = int(f"{number:.17e}".partition("e")[2])
    digits = str(_scaled(number, places - exponent)).zfill(places + 1)
    if len(digits) > places + 1:
        digits, exponent = digits[:-1], exponent + 1
    if form == "e":
        return _scientific(digits, exponent)
    kept = digits.rstrip("0") or "0"
    return _fixed(kept, exponent) if -4 <= exponent <= places else _scientific(kept, exponent)


def _scaled(number: float, places: int) -> int:
    """``number * 10 ** places`` as the nearest integer, computed exactly, halves up."""
    above, below = number.as_integer_ratio()
    if places >= 0:
        above *= 10**places
    else:
        below *= 10**-places
    return (2 * above + below) // (2 * below)


def _shortest_digits(number: float) -> tuple[str, int]:
    """The fewest digits that identify *number*, and the decimal exponent of the first of them."""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    power = len(whole) - 1 + int(exponent or "0")
    digits = whole + fraction
    stripped = digits.lstrip("0")
    if not stripped:
        return "0", 0
    return stripped.rstrip("0"), power - (len(digits) - len(stripped))


def _fixed(digits: str, exponent: int) -> str:
    """*digits* with the point where *exponent* puts it, without an exponent."""
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    if len(digits) <= exponent + 1:
        return digits.ljust(exponent + 1, "0")
    return f"{digits[: exponent + 1]}.{digits[exponent + 1 :]}"


def _scientific(digits: str, exponent: int) -> str:
    """*digits* with the point after the first, and an exponent of two digits at least."""
    point = "." if len(digits) > 1 else ""
    return f"{digits[0]}{point}{digits[1:]}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
