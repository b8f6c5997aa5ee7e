"""What kind of content it is: media types by a file's name, and by how its content begins.

A choice of what real Qt answers, without its database of a thousand types: the kinds that programs upload. Where Qt knows a
rarer type, this says ``text/plain`` or ``application/octet-stream``.
"""

from __future__ import annotations

UNKNOWN = "application/octet-stream"
_EMPTY = "application/x-zerosize"
_TEXT = "text/plain"
SNIFFED = 1024
"""Bytes of the beginning that `media_type` looks at."""
_TEXT_SAMPLE = 128
_NOT_IN_TEXT = bytes([*range(9), 11, 12, *range(14, 32)])

_BY_SUFFIX = """
application/atom+xml atom
application/epub+zip epub
application/geo+json geojson
application/gpx+xml gpx
application/gzip gz
application/javascript js mjs
application/json json
application/ld+json jsonld
application/msword doc
application/pdf pdf
application/pkcs12 p12 pfx
application/pkix-cert cer
application/postscript ps
application/rss+xml rss
application/rtf rtf
application/sql sql
application/toml toml
application/vnd.android.package-archive apk
application/vnd.apple.mpegurl m3u m3u8
application/vnd.debian.binary-package deb
application/vnd.google-earth.kml+xml kml
application/vnd.google-earth.kmz kmz
application/vnd.ms-excel xls
application/vnd.ms-excel.sheet.macroEnabled.12 xlsm
application/vnd.ms-powerpoint ppt pps
application/vnd.oasis.opendocument.graphics odg
application/vnd.oasis.opendocument.presentation odp
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.oasis.opendocument.text odt
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.rar rar
application/vnd.sqlite3 sqlite3
application/x-7z-compressed 7z
application/x-apple-diskimage dmg
application/x-bittorrent torrent
application/x-bzip bz2
application/x-bzip-compressed-tar tar.bz2 tbz2
application/x-cd-image iso
application/x-compressed-tar tar.gz tgz
application/x-hdf h5
application/x-ipynb+json ipynb
application/x-java class
application/x-java-archive jar
application/x-lz4 lz4
application/x-ms-dos-executable exe
application/x-msi msi
application/x-perl pl
application/x-php php
application/x-python-bytecode pyc
application/x-rpm rpm
application/x-ruby rb
application/x-sharedlib so
application/x-shellscript sh
application/x-subrip srt
application/x-tar tar
application/x-trash bak old
application/x-x509-ca-cert pem crt der
application/x-xz xz
application/x-xz-compressed-tar tar.xz txz
application/x-yaml yaml yml
application/x-zstd-compressed-tar tar.zst
application/xhtml+xml xhtml
application/xml xml xsd
application/xml-dtd dtd
application/xslt+xml xsl xslt
application/zip zip
application/zstd zst
audio/AMR amr
audio/aac aac
audio/flac flac
audio/midi mid midi
audio/mp4 m4a
audio/mpeg mp3
audio/ogg ogg oga opus
audio/x-aiff aif aiff
audio/x-matroska mka
audio/x-ms-wma wma
audio/x-wav wav
font/ttf ttf
font/woff woff
font/woff2 woff2
image/avif avif
image/bmp bmp
image/gif gif
image/heif heic heif
image/jp2 jp2
image/jpeg jpg jpeg jpe
image/jxl jxl
image/png png
image/svg+xml svg
image/tiff tif tiff
image/vnd.adobe.photoshop psd
image/vnd.microsoft.icon ico
image/webp webp
image/x-eps eps
image/x-portable-bitmap pbm
image/x-portable-graymap pgm
image/x-portable-pixmap ppm
image/x-tga tga
image/x-xcf xcf
message/rfc822 eml
model/gltf+json gltf
model/gltf-binary glb
text/calendar ics
text/css css
text/csv csv
text/html html htm
text/markdown md markdown
text/plain txt asc
text/rust rs
text/tab-separated-values tsv
text/vcard vcf
text/vtt vtt
text/x-c++hdr hpp hh
text/x-c++src cc cpp cxx
text/x-chdr h
text/x-cmake cmake
text/x-csharp cs
text/x-csrc c
text/x-go go
text/x-java java
text/x-kotlin kt
text/x-log log
text/x-lua lua
text/x-patch diff patch
text/x-python py
text/x-qml qml
text/x-sass sass
text/x-scala scala
text/x-scss scss
text/x-tex tex
video/3gpp 3gp
video/mp2t m2ts
video/mp4 mp4 m4v
video/mpeg mpg mpeg vob
video/ogg ogv
video/quicktime mov
video/webm webm
video/x-flv flv
video/x-matroska mkv
video/x-ms-wmv wmv
video/x-msvideo avi
"""

_BY_START: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG", "image/png"),
    (0, b"\xff\xd8", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x04\x22\x4d\x18", "application/x-lz4"),
    (257, b"ustar", "application/x-tar"),
    (4, b"ftypqt  ", "video/quicktime"),
    (4, b"ftypM4A ", "audio/mp4"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heif"),
    (4, b"ftypisom", "video/mp4"),
    (4, b"ftypmp42", "video/mp4"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"\0\0\1\0", "image/vnd.microsoft.icon"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "application/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"MThd", "audio/midi"),
    (0, b"FLV\1", "video/x-flv"),
    (0, b"wOFF", "font/woff"),
    (0, b"wOF2", "font/woff2"),
    (0, b"SQLite format 3", "application/vnd.sqlite3"),
    (0, b"\x89HDF\r\n\x1a\n", "application/x-hdf"),
    (0, b"glTF\2\0\0\0", "model/gltf-binary"),
    (0, b"\x7fELF\2\1", "application/x-executable"),
    (0, b"\x7fELF\1\1", "application/x-executable"),
    (0, b"MZ", "application/x-ms-dos-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/x-java"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"%!", "application/postscript"),
    (0, b"%YAML ", "application/x-yaml"),
    (0, b"-----BEGIN CERTIFICATE-----", "application/pkix-cert"),
    (0, b"BEGIN:VCARD", "text/vcard"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"WEBVTT", "text/vtt"),
    (0, b"diff --git", "text/x-patch"),
    (0, b"<?php", "application/x-php"),
    (0, b"#!/bin/sh", "application/x-shellscript"),
    (0, b"#!/bin/bash", "application/x-shellscript"),
    (0, b"#!/usr/bin/env python3", "text/x-python3"),
    (0, b"#!/usr/bin/python", "text/x-python"),
    (0, b"#!/usr/bin/perl", "application/x-perl"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<!--")

_IN_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/x-wav", b"AVI ": "video/x-msvideo"}

_suffixes: dict[str, str] = {}


def media_type(name: str | None, start: bytes) -> str:
    """Return the media type of content called *name* (None: it has no name) that begins with *start*.

    What the end of a name says goes before what the content looks like.

    :param start: the first `SNIFFED` bytes of the content, all of it if it is shorter.
    """
    return (_by_name(name) if name else None) or _by_content(start)


def _by_name(name: str) -> str | None:
    """Return the type that belongs to the longest suffix of *name* that is known, in any case; None without one."""
    if not _suffixes:
        for line in _BY_SUFFIX.split("\n"):
            kind, *suffixes = line.split() or [""]
            for suffix in suffixes:
                _suffixes[suffix] = kind
    if name.endswith("~"):
        return "application/x-trash"
    _, *parts = name.lower().split(".")
    for number in range(len(parts)):
        found = _suffixes.get(".".join(parts[number:]))
        if found is not None:
            return found
    return None


def _by_content(start: bytes) -> str:
    if not start:
        return _EMPTY
    for offset, mark, kind in _BY_START:
        if start.startswith(mark, offset):
            return kind
    if start.startswith(b"RIFF") and start[8:12] in _IN_RIFF:
        return _IN_RIFF[start[8:12]]
    markup = start[:SNIFFED].lstrip().lower()
    if markup.startswith(_MARKUP):
        return "text/html"
    if markup.startswith((b"<?xml", b"<svg")):
        return "image/svg+xml" if b"<svg" in markup else "application/xml"
    if start.startswith((b"\xfe\xff", b"\xff\xfe")):
        return _TEXT
    sample = start[:_TEXT_SAMPLE]
    if len(sample.translate(None, _NOT_IN_TEXT)) == len(sample):
        return _TEXT
    return "image/bmp" if start.startswith(b"BM") else UNKNOWN
