"""What a host is: an address or a name."""

from __future__ import annotations


def is_address(host: str) -> bool:
    """Return whether *host* is an IP address: four decimal numbers, or anything with a colon (brackets allowed)."""
    if ":" in host:
        return True
    parts = host.split(".")
    return len(parts) == 4 and all(part.isascii() and part.isdigit() and int(part) < 256 for part in parts)
