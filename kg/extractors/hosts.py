"""The sides of a match by where they play: "i padroni di casa", "gli ospiti", "la formazione ospite".

Known only once the match and its ground are known; each becomes a mention of its club then.
"""

from __future__ import annotations

from functools import cache

from kg.extractors.case import Case
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Mention
from kg.mentions.nominals import frame

_SINGULAR_HEADS = frozenset("squadra formazione compagine undici padrone".split())
#: "ospite del Milan" says where somebody is a guest, "ospite in studio" that he is no player.
_NO_SIDE_BEFORE = frozenset(
    ["sarà", "è", "era", "fu", "come", "settore", "curva", "tifosi", "spicchio", "panchina", "porta"]
)


@cache
def _phrases() -> Phrases[str]:
    return Phrases({words: side for side, group in load("matches")["hosts"].items() for words in group})


class HostReader:
    """Adds mentions of the home and the visiting side to the case."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def run(self) -> bool:
        """Add the mentions; tell whether there were any."""
        r = self.case.r
        found = []
        for start, end, side in _phrases().find(r.plain):
            a, b = r.tokens(start, end)
            sentence = r.sentences[r.sentence_of[a]]
            number = self.case.reported(sentence.index)
            if sentence.noise or number is None or not self._means_side(a, b, sentence.end):
                continue
            fixture = self.case.fixtures[number]
            club = fixture.home if side == "home" else fixture.away
            if club is None:
                continue
            if r.low[a] in ("i", "gli", "le"):
                a += 1
            mention = Mention(a, b, "club", "side", r.words(a, b), (club.key,), club, sentence.index)
            mention.plural = r.low[a] not in _SINGULAR_HEADS
            found.append(mention)
        if found:
            frame(r, found)
            self.case.add(found)
        return bool(found)

    def _means_side(self, a: int, b: int, limit: int) -> bool:
        r = self.case.r
        if any(m.start < b and a < m.end for m in self.case.in_sentence(r.sentence_of[a])):
            return False
        if b < limit and r.low[b] in ("di", "del", "della", "dello", "dell'", "in", "d'", "a", "dei", "al"):
            return False  # "ospiti del Lecce" are not the visitors
        return not (a and r.low[a - 1] in _NO_SIDE_BEFORE)
