"""Accents typed as an apostrophe behind the vowel ("e' finita", "piu'", "gelo' lo stadio"): agencies write so.

A page is looked at only where words that cannot be anything else stand so; there every such word that a dictionary of
the language knows with its accent is read with it. A closing quotation mark is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.language.morphology import verb_table

_MARK = re.compile(r"(?<=[aeiouAEIOU])['’](?![\w'’])")
_WORDS = "piu perche poiche finche affinche benche puo gia cosi pero cioe citta lunedi martedi mercoledi giovedi venerdi giu cio meta eta virtu tribu gioventu e ultra caffe lassu laggiu quaggiu li la si ne"
_OTHERS = frozenset(_WORDS.split())
_SHORTENED = frozenset("po mo va fa da di sta to be te ve ca pie co su tra i a de dei papa".split())
_ACCENTED = dict(zip("aeiouAEIOU", "àèìòùÀÈÌÒÙ", strict=True))
_ACUTE = ("che",)


def is_typed(text: str) -> bool:
    """Tell whether accents of the text are typed as apostrophes."""
    return next(_typed(text), None) is not None


def _typed(text: str) -> Iterator[tuple[int, str]]:
    """Yield the place of each such mark and the word before it."""
    for hit in _MARK.finditer(text):
        start = mark = hit.start()
        while start and text[start - 1].isalpha():
            start -= 1
        if start and text[start - 1] in "'’‘":
            continue
        word = text[start:mark]
        if _known(word) and not _closes(text, start, mark):
            yield mark, word


def accentuate(text: str) -> tuple[str, list[int]]:
    """Return the text with such accents on their letters, and for each place in it, its end included, the place in the text given."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for mark, word in _typed(text):
        last = mark - 1
        letter = _ACCENTED[text[last]]
        if word.lower().endswith(_ACUTE) and letter in "èÈ":
            letter = "é" if letter == "è" else "É"
        parts += [text[done:last], letter]
        places += [*range(done, last), last]
        done = mark + 1
    parts.append(text[done:])
    places += range(done, len(text) + 1)
    return "".join(parts), places


def _known(word: str) -> bool:
    """The word is one with an accent on its last letter."""
    low = word.lower()
    if not low or low in _SHORTENED or low[-1] not in _ACCENTED:
        return False
    return (
        low in _OTHERS
        or (low.endswith(("ita", "che")) and len(low) > 4)
        or low[:-1] + _ACCENTED[low[-1]] in verb_table()
    )


def _closes(text: str, start: int, mark: int) -> bool:
    """The mark closes a quotation opened in the same line: an odd one stands open before the word."""
    line = text.rfind("\n", 0, start) + 1
    opened = closed = 0
    for k in range(max(line, start - 120), start):
        if text[k] in "'’‘" and (k == 0 or not text[k - 1].isalnum()) and text[k + 1 : k + 2].isalnum():
            opened += 1
        elif (
            text[k] in "'’"
            and k
            and (text[k - 1].isalnum() or text[k - 1] in ".,!?")
            and not text[k + 1 : k + 2].isalnum()
        ):
            closed += text[k] == text[mark] and not _known(re.split(r"[^\w]", text[max(0, k - 20) : k])[-1])
    return opened > closed
