"""Which domains belong to everybody: the public suffix list, loaded when the first cookie asks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_list: Any = None


@lru_cache(maxsize=1024)
def is_public_suffix(domain: str) -> bool:
    """Return whether everybody can register names right under *domain* (lower case, without a dot in front).

    A name of one label always counts: no cookie is shared by all of ``com`` or ``localhost``.
    """
    global _list
    if "." not in domain:
        return True
    if _list is None:
        # Loading takes some 60 ms, and most programs never see a cookie with a Domain attribute.
        from publicsuffixlist import PublicSuffixList

        _list = PublicSuffixList()
    return bool(_list.publicsuffix(domain) == domain)
