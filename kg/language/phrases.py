"""Fixed phrases found in one pass over a text (Aho-Corasick), so that their number costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick_rs

T = TypeVar("T")

_APOSTROPHES = {ord(c): "'" for c in "’‘`´ʼ′ʹ"} | {
    0xA0: " ",
    0x202F: " ",
    0x2009: " ",
    0x2013: "-",
    0x2014: "-",
    0x2011: "-",
}
_ODD = re.compile(r"[’‘`´ʼ′ʹ\u2013\u2014\u2011]|(?! )\s")


def plain(text: str) -> str:
    """Return ``text`` in lower case with one kind of apostrophe, dash and space; same length, accents kept."""
    lowered = text.lower()
    if len(lowered) != len(text):  # some capitals lower to two code points (İ): keep those as they are
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _ODD.sub(lambda hit: _APOSTROPHES.get(ord(hit[0]), " "), lowered)


class Phrases(Generic[T]):
    """Finds whole-word occurrences of phrases, the longest at each place, left to right.

    Args:
        entries: phrase (any case; apostrophes and spaces are normalised) → what it stands for.
    """

    def __init__(self, entries: Mapping[str, T] | Iterable[tuple[str, T]]) -> None:
        pairs = dict(entries)
        self._values = list(pairs.values())
        self._machine = ahocorasick_rs.AhoCorasick(
            [plain(p) for p in pairs], matchkind=ahocorasick_rs.MatchKind.Standard
        )

    def find(self, plain_text: str) -> Iterator[tuple[int, int, T]]:
        """Yield (start, end, value) for text already passed through :func:`plain`."""
        best: dict[int, tuple[int, int]] = {}
        for index, start, end in self._machine.find_matches_as_indexes(plain_text, overlapping=True):
            if (start and _word(plain_text[start - 1]) and _word(plain_text[start])) or (
                end < len(plain_text) and _word(plain_text[end]) and _word(plain_text[end - 1])
            ):
                continue
            if start not in best or best[start][0] < end:
                best[start] = (end, index)
        reach = -1
        for start in sorted(best):
            end, index = best[start]
            if start >= reach:
                yield start, end, self._values[index]
                reach = end


def _word(character: str) -> bool:
    return character.isalnum()
