"""Text of strangers made safe to draw: names, quotes and addresses come out of articles."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from kg.article import unmarked

#: Marks that reorder text on screen (Unicode Bidi_Control): a name that carries one could show
#: another name than it says.
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
#: What XML 1.0 cannot carry (https://www.w3.org/TR/xml/#charsets), lone surrogates included.
_UNDRAWABLE = re.compile(f"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u009f{_BIDI}]")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return ``text`` on one line, every undrawable or reordering character shown as U+FFFD.

    A character is replaced, never dropped, so that nobody reads words that are not there.
    """
    return _SPACE.sub(" ", _UNDRAWABLE.sub("\N{REPLACEMENT CHARACTER}", text)).strip()


def quoted(text: str) -> str:
    """Return words of an article as its reader sees them: cleaned, without the marks of Markdown.

    For the eye alone: stored quotes and their offsets are those of the text as given.
    """
    return clean(unmarked(text))


def web_address(address: str | None) -> str | None:
    """Return the address where it is http or https with a host, else ``None`` (no ``javascript:`` links)."""
    if not address:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def fold(text: str) -> str:
    """Return ``text`` for comparing names: no case, no diacritics, single spaces, plain apostrophes."""
    plain = unicodedata.normalize("NFKD", clean(text).replace("’", "'").replace("ı", "i"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def shorten(text: str, length: int) -> str:
    """Return ``text`` cut to at most ``length`` characters at a word, with an ellipsis where cut."""
    if len(text) <= length:
        return text
    # One character more than fits: a word that ends just there stays whole.
    head, cut = text[: length - 1], text[:length].rfind(" ")
    return (text[:cut] if cut > length // 2 else head).rstrip(" ,.;:-") + "…"
