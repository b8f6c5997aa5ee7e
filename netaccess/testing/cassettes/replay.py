"""From a recorded entry to what a fake server answers with it: a response that holds together, or the fault that was met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .har import FAILURE, HarEntry, HarField, HarInterim

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..network.faults import Fault
    from ..network.response import Response

_FRAMING = ("content-length", "transfer-encoding")
_SEVERAL = ("set-cookie", "set-cookie2", "www-authenticate", "proxy-authenticate")


def answer_of(entry: HarEntry) -> Response | Fault:
    """Return what is to be answered in place of the server that *entry* was recorded from.

    The body of an entry is decoded: Content-Encoding goes, unless the program had asked for a coded body and got it, and
    Content-Length is the body's own. A chunked body is served in chunks, one that ended with its connection ends so. A response
    that broke off breaks off behind the same byte; one that the program gave up comes to a halt there.
    """
    from ..network.response import Response

    response = entry.response
    if response.status == 0:
        return _fault(entry)
    if response.content.body is None:
        raise ValueError(f"the body of {entry.request.method} {entry.request.url} is not in the file")
    body = response.content.body
    bodiless = entry.request.method == "HEAD" or response.status in (204, 304)
    changes: dict[str, Any] = {}
    whole = not breaks_off(entry)
    if not bodiless and not whole:
        changes = {"stall_after" if entry.aborted else "close_after": len(body)}
        body += b"\0"  # there was more
    headers = served_headers(entry)
    names = {name.lower() for name, _ in headers}
    if not bodiless:
        if response.trailers and whole:
            changes["trailers"] = response.trailers
        if "transfer-encoding" in names or "trailers" in changes:
            changes["framing"] = "chunked"
        elif "content-length" not in names and response.http_version.lower().startswith("http/1"):
            changes["framing"] = "close"
    one = response.http_version.lower().startswith(
        "http/1"
    )  # later versions have no phrase, so that the usual one does
    reason = response.reason if one or response.reason else None
    interim = [Response(each.status, reason=each.reason, headers=each.headers) for each in _unasked(entry)]
    return Response(response.status, body=body, headers=headers, reason=reason, informational=interim, **changes)


def _unasked(entry: HarEntry) -> list[HarInterim]:
    """Return the interim responses but for the 100 that the request waited for: a fake server gives that by itself."""
    found = [*entry.response.interim]
    if (entry.request.header("expect") or "").lower() == "100-continue":
        awaited = next((each for each in found if each.status == 100), None)
        if awaited is not None:
            found.remove(awaited)
    return found


def breaks_off(entry: HarEntry) -> bool:
    """Return whether the response ends before its body does. Of a redirect that is not known: its body is nobody's concern."""
    return (entry.aborted or entry.extra.get(FAILURE) is not None) and not 300 <= entry.response.status < 400


def served_headers(entry: HarEntry) -> list[tuple[str, str]]:
    """Return the header fields of the entry's response as they are served again."""
    response = entry.response
    bodiless = entry.request.method == "HEAD" or response.status in (204, 304)
    whole = not breaks_off(entry)
    decoded = not response.content.coded and bool(response.header("content-encoding")) and not bodiless
    chunked = (response.header("transfer-encoding") or "").strip().lower() == "chunked" or bool(
        response.trailers and whole
    )
    fields: list[tuple[str, str]] = []
    measured = False
    for name, value in _separate(response.headers):
        key = name.lower()
        if key == "content-encoding" and decoded:
            continue
        if key == "transfer-encoding" and not (chunked and not bodiless):
            continue
        if key == "content-length" and not bodiless:
            if measured or chunked:
                continue
            measured = True
            if whole or decoded:
                value = str(len(response.content.body or b"") + (not whole))
        fields.append((name, value))
    return fields


def _separate(headers: tuple[HarField, ...]) -> list[HarField]:
    """Return real fields only: browsers list HTTP/2's own with a colon, and join several of a name with line ends."""
    fields: list[HarField] = []
    for name, value in headers:
        if name.startswith(":") or not name:
            continue
        lines = [line.strip() for line in value.replace("\r", "\n").replace("\0", " ").split("\n")]
        if name.lower() in _SEVERAL:
            fields += [HarField(name, line) for line in lines if line]
        else:
            fields.append(HarField(name, ", ".join(lines)))
    return fields


def _fault(entry: HarEntry) -> Fault:
    """Return why there was no response."""
    from ..network import faults

    found = entry.extra.get(FAILURE)
    known = entry.failure
    if entry.aborted:
        return faults.no_answer()
    if known is None or not isinstance(found, dict):
        return _browsers_fault(entry)
    code, text = known
    verify_code = found.get("verifyCode", 0)
    stage = faults.DIALLING if found.get("connected") is False else faults.ANSWERING

    def error() -> Exception:
        from netaccess._transport.http1 import WireError
        from netaccess._values.errors import NetworkError

        if verify_code:
            import ssl

            failed: Any = ssl.SSLCertVerificationError(1, text)
            failed.verify_code, failed.verify_message = verify_code, text
            return failed  # type: ignore[no-any-return]
        try:
            return WireError(NetworkError(code), text)
        except ValueError:  # a number that no error has
            return WireError(NetworkError.UnknownNetworkError, text)

    return faults.Fault(f"recorded: {text}", stage, error)


def _browsers_fault(entry: HarEntry) -> Fault:
    """Return the fault that a browser's entry without a response tells of, a lost connection where it does not say."""
    from ..network import faults

    told = str(entry.response.extra.get("_error") or entry.extra.get("_error") or "")
    makers: dict[str, Callable[[], Fault]] = {
        "net::ERR_CONNECTION_REFUSED": faults.refused,
        "net::ERR_NAME_NOT_RESOLVED": faults.host_not_found,
        "net::ERR_ABORTED": faults.no_answer,
    }
    return makers.get(told, _lost)()


def _lost() -> Fault:
    """Return the fault of a connection that is lost before there is an answer."""
    from ..network import faults

    return faults.Fault("recorded: no response", faults.ANSWERING, ConnectionResetError)
