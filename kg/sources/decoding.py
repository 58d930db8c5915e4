"""Bytes into text.

The text is the article as given: nothing in it is changed, line ends included, so that offsets
count the code points of the file. A byte order mark says how to read the file and is not part of
the text. A byte that is no UTF-8 in a file that otherwise is becomes one U+FFFD, so that one
broken place costs one place and not the offsets of the whole file.
"""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError
from kg.sources.notices import Notice, Notify

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings in which Italian text is found beside UTF-8, the most frequent first.
_EIGHT_BIT = ["cp1252", "latin_1", "iso8859_15", "mac_roman", "cp850"]
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_CONTROL_SHARE = 0.02
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_META_WINDOW = 4096


def decode(data: bytes, name: str, notify: Notify) -> str:
    """Return the text of ``data``.

    Args:
        data: the whole file.
        name: what the user calls it, for messages.
        notify: told of a foreign encoding and of replaced bytes.

    Raises:
        InputError: the bytes are no text, or in no encoding that can be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with_replacement(data[len(mark) :], encoding, name, notify)
    if data.startswith(_SIGNATURES):
        raise InputError("input_binary", name=name)
    if b"\x00" in data:
        return _unmarked_utf16(data, name, notify)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _not_utf8(data, error, name, notify)
    _refuse_controls(text, name)
    return text


def decode_page(data: bytes, name: str, notify: Notify, declared: str | None = None) -> str:
    """Return the text of an HTML page; ``declared`` is the charset of the HTTP header, where there is one.

    UTF-8 that reads without fault wins over what the page declares, for declarations are often
    left over from an older page; then the header, then the page's own ``meta`` count.
    """
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        inside = _META_CHARSET.search(data[:_META_WINDOW])
        for label in (declared, inside.group(1).decode("ascii") if inside else None):
            text = _declared(data, label)
            if text is not None:
                return text
    return decode(data, name, notify)


def _declared(data: bytes, label: str | None) -> str | None:
    if label is None:
        return None
    # On the web, latin-1 means windows-1252 (WHATWG Encoding Standard).
    wanted = "cp1252" if label.lower() in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"} else label
    try:
        return data.decode(wanted)
    except (LookupError, UnicodeError):
        return None


def _with_replacement(data: bytes, encoding: str, name: str, notify: Notify) -> str:
    text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if broken:
        notify(Notice("notice_replaced", {"name": name, "count": broken}))
    return text


def _unmarked_utf16(data: bytes, name: str, notify: Notify) -> str:
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[offset::2].count(0) > len(data) // 3:
            notify(Notice("notice_encoding", {"name": name, "encoding": encoding}))
            text = _with_replacement(data, encoding, name, notify)
            _refuse_controls(text, name)
            return text
    raise InputError("input_binary", name=name)


def _not_utf8(data: bytes, error: UnicodeDecodeError, name: str, notify: Notify) -> str:
    """Tell UTF-8 with broken places from an eight-bit encoding: valid sequences speak for UTF-8."""
    repaired = data.decode("utf-8", errors="replace")
    broken = repaired.count("\ufffd")
    valid = sum(character > "\x7f" for character in repaired) - broken
    if valid >= broken or _cut_off(data, error):
        notify(Notice("notice_replaced", {"name": name, "count": broken}))
        return repaired
    encoding = _eight_bit(data)
    if encoding is None:
        raise InputError("input_encoding", name=name)
    notify(Notice("notice_encoding", {"name": name, "encoding": encoding}))
    return data.decode(encoding)


def _cut_off(data: bytes, error: UnicodeDecodeError) -> bool:
    """Return whether a file ends inside a character of UTF-8: a lone last byte may be "à" in windows-1252 too."""
    end = data[error.start :]
    return error.reason == "unexpected end of data" and (len(end) > 1 or end[0] in (0xC2, 0xC3))


def _eight_bit(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=_EIGHT_BIT, enable_fallback=False)
    best = matches.best()
    if best is None:
        return None
    # Short texts give several encodings the same score; windows-1252 is then the likely one.
    equal = [match for match in matches if match.chaos <= best.chaos]
    names = {name for match in equal for name in (match.encoding, *match.could_be_from_charset)}
    return next((name for name in _EIGHT_BIT if name in names), best.encoding)


def _refuse_controls(text: str, name: str) -> None:
    if len(_CONTROLS.findall(text)) > _CONTROL_SHARE * len(text):
        raise InputError("input_binary", name=name)
