"""Paths of URLs: dots resolved, references merged, file names, and paths of the local file system."""

from __future__ import annotations

from netaccess._values.urlenums import NORMALIZE_PATH_SEGMENTS, REMOVE_FILENAME, STRIP_TRAILING_SLASH


def remove_dots(path: str) -> str:
    """Return *path* with its ``.`` and ``..`` segments resolved; a ``..`` with nothing before it is dropped."""
    if "." not in path:
        return path
    absolute = path[:1] == "/"
    out: list[str] = []
    segments = (path[1:] if absolute else path).split("/")
    last = len(segments) - 1
    for index, segment in enumerate(segments):
        if segment in (".", ".."):
            if segment == ".." and out:
                out.pop()
            if index == last:
                out.append("")
            elif out == [""]:
                # What is left is "//": it must not become the start of an authority.
                out.clear()
        elif segment or absolute or out:
            out.append(segment)
    joined = "/".join(out)
    return "/" + joined if absolute else joined


def clean_local(path: str) -> str:
    """Return a path of the file system with dots resolved and slashes joined; a ``..`` with nothing before it stays.

    As in Qt, of several slashes behind a dot segment two are left.
    """
    if not path:
        return path
    absolute = path[0] == "/"
    out: list[str] = []
    segments = (path[1:] if absolute else path).split("/")
    last = len(segments) - 1
    after_dots = False
    for index, segment in enumerate(segments):
        if segment == "." or (segment == ".." and out and out[-1] != ".."):
            if out and (segment == ".." or (not out[-1] and index < last)):
                out.pop()
            if index == last and out:
                out.append("")
            after_dots = (absolute and not out) or (segment == ".." and bool(out))
        else:
            if segment or index == last or after_dots:
                out.append(segment)
            after_dots = segment == ".."
    joined = "/".join(out)
    return "/" + joined if absolute else joined or "."


def merge(base: str, has_authority: bool, relative: str) -> str:
    """Return *relative* put where the last segment of the path *base* was."""
    if not base:
        return "/" + relative if has_authority else relative
    return base[: base.rfind("/") + 1] + relative


def adjust(path: str, options: int, is_local: bool) -> str:
    """Return *path* changed as *options* (`UrlFormattingOption`) ask for."""
    if options & NORMALIZE_PATH_SEGMENTS:
        path = clean_local(path) if is_local else remove_dots(path)
    if options & REMOVE_FILENAME:
        path = path[: path.rfind("/") + 1]
    if options & STRIP_TRAILING_SLASH:
        while len(path) > 1 and path[-1] == "/":
            path = path[:-1]
    return path
