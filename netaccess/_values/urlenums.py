"""The enumerations of `QUrl`: how a URL is read, how it is written, and how a user's input is understood."""

from __future__ import annotations

from netaccess._values.qtenum import QtEnum, QtFlag


class ParsingMode(QtEnum):
    """How strictly text is read when it becomes a URL or a part of one."""

    TolerantMode = 0
    StrictMode = 1
    DecodedMode = 2


class ComponentFormattingOption(QtFlag):
    """Which characters of a component are written percent-encoded."""

    PrettyDecoded = 0x000000
    EncodeSpaces = 0x100000
    EncodeUnicode = 0x200000
    EncodeDelimiters = 0xC00000
    EncodeReserved = 0x1000000
    DecodeReserved = 0x2000000
    FullyEncoded = 0x1F00000
    FullyDecoded = 0x7F00000


class UrlFormattingOption(QtFlag):
    """Which parts of a URL are left out or changed when the whole of it is written."""

    None_ = 0x0
    RemoveScheme = 0x1
    RemovePassword = 0x2
    RemoveUserInfo = 0x6
    RemovePort = 0x8
    RemoveAuthority = 0x1E
    RemovePath = 0x20
    RemoveQuery = 0x40
    RemoveFragment = 0x80
    PreferLocalFile = 0x200
    StripTrailingSlash = 0x400
    RemoveFilename = 0x800
    NormalizePathSegments = 0x1000


class UserInputResolutionOption(QtFlag):
    """What `QUrl.fromUserInput` makes of a relative path that names no existing file."""

    DefaultResolution = 0
    AssumeLocalFile = 1


class AceProcessingOption(QtFlag):
    """How `QUrl.toAce` and `QUrl.fromAce` treat international domain names."""

    IgnoreIDNWhitelist = 1
    AceTransitionalProcessing = 2


# The numbers the modules below compare with: plain integers, because enum arithmetic is slow.
TOLERANT = 0
STRICT = 1
DECODED = 2

PRETTY_DECODED = 0x0
ENCODE_SPACES = 0x100000
ENCODE_UNICODE = 0x200000
ENCODE_DELIMITERS = 0xC00000
ENCODE_RESERVED = 0x1000000
DECODE_RESERVED = 0x2000000
FULLY_ENCODED = 0x1F00000
FULLY_DECODED = 0x7F00000

REMOVE_SCHEME = 0x1
REMOVE_PASSWORD = 0x2
REMOVE_USER_INFO = 0x6
REMOVE_PORT = 0x8
REMOVE_AUTHORITY = 0x1E
REMOVE_PATH = 0x20
REMOVE_QUERY = 0x40
REMOVE_FRAGMENT = 0x80
PREFER_LOCAL_FILE = 0x200
STRIP_TRAILING_SLASH = 0x400
REMOVE_FILENAME = 0x800
NORMALIZE_PATH_SEGMENTS = 0x1000
