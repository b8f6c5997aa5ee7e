"""Digest access authentication (RFC 7616) on the side of a server that checks every parameter of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .challenges import Challenge

if TYPE_CHECKING:
    from .sentrequest import SentRequest

__tracebackhide__ = True  # pytest shows the test's line instead of those here

_HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}


class Digest(Challenge):
    """Asks for a digest and checks it: nonce, counter, URI, algorithm, quality of protection, and the response itself."""

    scheme = "Digest"

    def __init__(
        self,
        user: str,
        password: str,
        realm: str = "fake",
        proxy: bool = False,
        algorithm: str = "SHA-256",
        qop: str | None = "auth",
        stale_after: int | None = None,
    ) -> None:
        """See `Route.require_digest`. Raises `ValueError` for an algorithm that RFC 7616 does not know."""
        super().__init__(realm, proxy)
        self._base, dash, self._session = algorithm.partition("-sess")
        if self._base not in _HASHES or (dash and algorithm != f"{self._base}-sess"):
            raise ValueError(f"algorithm is one of {', '.join(_HASHES)}, with -sess or without, not {algorithm!r}")
        self._algorithm = algorithm
        self._session_keyed = bool(dash)
        self._qop = [each.strip() for each in qop.split(",")] if qop else []
        if not set(self._qop) <= {"auth", "auth-int"}:
            raise ValueError(f'qop is "auth", "auth-int", both, or None, not {qop!r}')
        if self._session_keyed and not self._qop:
            raise ValueError(f"{algorithm} takes the client's nonce, which is only sent with a qop")
        self._user, self._password = user, password
        self._stale_after = stale_after
        self._nonces: dict[str, set[int]] = {}  # the counters that were seen with each
        self.faults: list[str] = []
        """Why credentials were refused, in order, for the test to look at."""

    def parameters(self, more: str) -> str:
        """Hand out a new nonce."""
        nonce = self._hash(f"{self.realm}:{len(self._nonces) + 1}")[:24]
        self._nonces[nonce] = set()
        text = f'realm="{self.realm}", nonce="{nonce}", opaque="{self._hash(self.realm)[:16]}", algorithm={self._algorithm}'
        if self._qop:
            text += f', qop="{",".join(self._qop)}"'
        return text + (f", {more}" if more else "")

    def refuses(self, credentials: str, request: SentRequest) -> str | None:
        """Check all parameters; a nonce that is unknown or used up makes the challenge say ``stale=true`` if all else holds."""
        given = parse_parameters(credentials)
        fault = self._fault(given, request)
        if fault:
            self.faults.append(fault)
            return ""
        seen = self._nonces.get(given["nonce"])
        if seen is None or (self._stale_after is not None and len(seen) >= self._stale_after):
            self.faults.append("the nonce is stale")
            return "stale=true"
        counter = int(given.get("nc", "0") or "0", 16) or len(seen) + 1
        if counter in seen:
            self.faults.append(f"the counter {counter} was used before")
            return ""
        seen.add(counter)
        return None

    def _fault(self, given: dict[str, str], request: SentRequest) -> str:
        """Return what is wrong with the credentials apart from the nonce's age, "" when nothing is."""
        missing = [name for name in ("username", "realm", "nonce", "uri", "response") if name not in given]
        if missing:
            return f"{', '.join(missing)} missing"
        if given["username"] != self._user or given["realm"] != self.realm:
            return "another user or realm"
        if given["uri"] != request.target:
            return f"the uri {given['uri']!r} is not the request's {request.target!r}"
        if given.get("algorithm", "MD5") != self._algorithm:
            return f"the algorithm {given.get('algorithm')!r} was not asked for"
        if given.get("opaque") != self._hash(self.realm)[:16]:
            return "opaque was not handed back"
        qop = given.get("qop")
        if self._qop:
            if qop not in self._qop:
                return f"qop {qop!r} was not offered"
            if not given.get("cnonce") or not _is_counter(given.get("nc", "")):
                return "cnonce or nc missing"
        elif qop is not None:
            return "qop was not offered"
        if given["response"].lower() != self._expected(given, request):
            return "the response is wrong"
        return ""

    def _expected(self, given: dict[str, str], request: SentRequest) -> str:
        """Return the response that the right password makes of the parameters (RFC 7616 3.4)."""
        secret = self._hash(f"{self._user}:{self.realm}:{self._password}")
        if self._session_keyed:
            secret = self._hash(f"{secret}:{given['nonce']}:{given.get('cnonce', '')}")
        what = f"{request.method}:{given['uri']}"
        if given.get("qop") == "auth-int":
            what += f":{self._hash(request.body)}"
        middle = f":{given['nc']}:{given['cnonce']}:{given['qop']}" if "qop" in given else ""
        return self._hash(f"{secret}:{given['nonce']}{middle}:{self._hash(what)}")

    def _hash(self, text: str | bytes) -> str:
        import hashlib

        made: Any = hashlib.new(_HASHES[self._base], text.encode() if isinstance(text, str) else text)
        digest: str = made.hexdigest()
        return digest


def parse_parameters(text: str) -> dict[str, str]:
    """Return the parameters of credentials, names in lower case, quotes and their escapes undone."""
    found: dict[str, str] = {}
    position, size = 0, len(text)
    while position < size:
        equals = text.find("=", position)
        if equals < 0:
            break
        name = text[position:equals].strip(" ,\t").lower()
        position = equals + 1
        value: list[str] = []
        if text[position : position + 1] == '"':
            position += 1
            while position < size and text[position] != '"':
                position += text[position] == "\\"
                value.append(text[position : position + 1])
                position += 1
            comma = text.find(",", position)
        else:
            comma = text.find(",", position)
            value.append(text[position : comma if comma >= 0 else size].strip())
        found[name] = "".join(value)
        position = size if comma < 0 else comma + 1
    return found


def _is_counter(text: str) -> bool:
    return len(text) == 8 and all(letter in "0123456789abcdefABCDEF" for letter in text)
