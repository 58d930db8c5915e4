"""Folding: how two spellings of a name are made to meet, without moving a single offset.

Both functions give back exactly one code point for each code point, so an offset in the folded
text is an offset in the article.
"""

from __future__ import annotations

import unicodedata

_APOSTROPHES = "’‘`´ʼ‛＇"
_SPACES = "\u00a0\u2007\u2009\u200a\u202f"
_DASHES = "‐‑‒–—―"
# Letters whose stroke or missing dot is no combining mark in Unicode, yet which Italian papers write plain.
_STROKES = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ɨ": "i", "ơ": "o", "ư": "u"}


def _fold_char(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in _SPACES:
        return " "
    if char in _DASHES:
        return "-"
    lower = char.lower()
    base = lower[0]
    decomposed = unicodedata.normalize("NFD", base)
    if len(decomposed) > 1 and all(unicodedata.combining(mark) for mark in decomposed[1:]):
        base = decomposed[0]
    return _STROKES.get(base, base)


def _word_char(char: str) -> str:
    # "_" and "@" glue: the club in "@Inter_it" is part of a handle, not a mention.
    return _fold_char(char) if char.isalnum() or char in "_@" else " "


class _Table(dict[int, str]):
    """A translation table: ready for the scripts the press writes, computed for the rest of Unicode."""

    def __init__(self, compute: str) -> None:
        self._compute = _fold_char if compute == "fold" else _word_char
        ranges = (range(0x0, 0x530), range(0x1E00, 0x1F00), range(0x2000, 0x20D0))
        super().__init__({code: self._compute(chr(code)) for part in ranges for code in part})

    def __missing__(self, code: int) -> str:
        return self._compute(chr(code))


_FOLD = _Table("fold")
_WORDS = _Table("words")


def fold(text: str) -> str:
    """Return ``text`` in lower case without diacritics, one code point for each code point.

    Typographic apostrophes become ``'``, long dashes ``-``, no-break spaces a space. ``ß``, ``æ``
    and other letters with no one-letter reading stay as they are.
    """
    return text.translate(_FOLD)


def fold_words(text: str) -> str:
    """Return ``fold(text)`` with a space for everything that is no letter or digit (``_`` and ``@`` stay)."""
    return text.translate(_WORDS)


def slug(name: str) -> str:
    """Return the name as an identifier: lower-case ASCII words joined by hyphens."""
    text = fold(name).replace("ß", "ss").replace("æ", "ae").replace("œ", "oe").replace("'", "-")
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in text).split())
