"""Numbers as Qt's JSON knows them: 64-bit integers where a number is whole, and doubles in their shortest form."""

from __future__ import annotations

LEAST_INTEGER = -(2**63)
GREATEST_INTEGER = 2**63 - 1
_EXACT = 2.0**53


def number_of_text(text: str) -> int | float:
    """The number that *text*, of a JSON document, means. Raises `ValueError` if that is no number or out of range.

    Whole numbers of 64 bits are ints, however they are written.
    """
    if text.lstrip("-").isdecimal() and LEAST_INTEGER <= int(text[:21]) <= GREATEST_INTEGER:
        # The digits count here: a double would round them.
        return int(text[:21])
    double = float(text)
    if double - double != 0 or (double == 0 and any(digit in "123456789" for digit in _mantissa(text))):
        raise ValueError(f"{text!r} is out of the range of a double")
    if double.is_integer() and LEAST_INTEGER <= double < -float(LEAST_INTEGER):
        return int(double)
    return double


def _mantissa(text: str) -> str:
    return text.replace("E", "e").partition("e")[0]


def number_of_double(double: float) -> int | float:
    """*double*, as an int where it is whole and no other whole number could have been meant."""
    return int(double) if double.is_integer() and -_EXACT <= double <= _EXACT else double


def double_text(double: float) -> str:
    """The shortest text that is read as *double* again, with or without an exponent; ``null`` if there is none."""
    if double - double != 0:
        return "null"
    text = repr(double)
    sign = "-" if text[0] == "-" else ""
    mantissa, _, exponent = text.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    if fraction == "0":
        fraction = ""
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0") or "0"
    if point <= 0:
        plain = "0." + "0" * -point + digits
    elif point >= len(digits):
        plain = digits + "0" * (point - len(digits))
    else:
        plain = digits[:point] + "." + digits[point:]
    power = point - 1
    scientific = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + f"e{power:+03d}"
    return sign + (plain if len(plain) <= len(scientific) else scientific)
