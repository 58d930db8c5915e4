"""The market's words of one text by place: how sure a deal is, of what kind, at what price."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from kg.extractors.triggers import padded
from kg.language.phrases import Phrases
from kg.language.reading import Reading
from kg.lexicon import load

_FAMILIES = ("status", "kinds", "nouns", "flow", "echo", "settling")
#: "24 più 6 di bonus", "prelevato a 9": amounts whose unit goes without saying.
_BARE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?) (?:più|\+) \d{1,3}(?:[.,]\d)?(?: milioni)? di bonus")
#: No player cost this much in euro: the amount is in lire.
_LIRE = 400.0
_FOREIGN = ("lire", "sterline", "dollari", "marchi", "di lire")
_LOANS = ("loan_obligation", "loan_option", "loan")


@cache
def _phrases(family: str) -> Phrases[tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for name, words in load("transfers")[family].items():
        for word in words:
            table[word] = (*table.get(word, ()), name)
    return Phrases(table)


class Terms:
    """Hits of the lexicon's market phrases, to be asked for by token range."""

    def __init__(self, reading: Reading) -> None:
        self.r = reading
        self.data = load("transfers")
        self._money = [m.start for m in reading.money]
        self._hits: dict[str, list[tuple[int, int, str]]] = {}
        for family in _FAMILIES:
            self._hits[family] = [
                (*reading.tokens(start, end), name)
                for start, end, names in _phrases(family).find(reading.plain)
                for name in names
            ]

    def over(self, family: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
        """Return the hits in any of the spans."""
        return [hit for start, end in spans for hit in self.hits(family, start, end)]

    def hits(self, family: str, start: int, end: int) -> list[tuple[int, int, str]]:
        """Return (token, end token, name) of the family's phrases that begin in ``start``…``end``."""
        found = self._hits[family]
        left = bisect_left(found, (start, 0, ""))
        right = bisect_left(found, (end, 0, ""))
        return found[left:right]

    def names(self, family: str, spans: Sequence[tuple[int, int]]) -> set[str]:
        """Return the names of the family's phrases in the spans."""
        return {name for _, _, name in self.over(family, spans)}

    def words(self, spans: Sequence[tuple[int, int]]) -> str:
        """Return the plain words of the spans, padded, for phrase tests."""
        return " ".join(padded(self.r, start, end) for start, end in spans)

    def sums(self, start: int, end: int) -> bool:
        """Tell whether an amount of money begins in the range of tokens."""
        r = self.r
        if start >= end or start >= len(r.start):
            return False
        first = bisect_left(self._money, r.start[start])
        return first < len(self._money) and r.token_at[self._money[first]] < end

    def says(self, name: str, spans: Sequence[tuple[int, int]]) -> bool:
        """Tell whether a list of plain words of the lexicon has one in the spans."""
        words = self.words(spans)
        return any(f" {w} " in words for w in self.data[name]["words"])

    # -- kind ------------------------------------------------------------------------------------
    def kind(self, spans: Sequence[tuple[int, int]]) -> str:
        """Return the kind of move the words of the spans tell, ``unknown`` where they tell none."""
        names = self.names("kinds", spans)
        words = self.words(spans)
        for name in ("loan_obligation", "loan_option"):
            if name in names and not self._without(name, words):
                if "prest" in words or "temporaneo" in words or "fissat" in words or "riscatt" in words:
                    if "diventa obbligo" in words or "trasforma" in words or " che diventa " in words:
                        return "loan_option"
                    if "loan_return" in names and "loan" not in names:
                        return "loan_return"
                    return name
                if name == "loan_option" and " diritto " in words:
                    return name
        if "redemption" in names:
            return "redemption"
        if "loan_return" in names:
            return "loan_return"
        if "swap" in names and " nessuna contropartita " not in words:
            return "swap"
        if "loan" in names and ("free" not in names or "permanent" not in names):
            return "loan"
        if "half" in names:
            return "unknown"
        for name in ("free", "permanent"):
            if name in names:
                return name
        return "unknown"

    @staticmethod
    def _without(name: str, words: str) -> bool:
        noun = "obbligo" if name == "loan_obligation" else "diritto"
        return any(f" {w} {noun} " in words for w in ("senza", "senza alcun", "nessun", "alcun"))

    # -- price -----------------------------------------------------------------------------------
    def fee(self, spans: Sequence[tuple[int, int]]) -> tuple[float | None, bool]:
        """Return the price told in the spans, and whether a price is told at all (in whatever money).

        The first amount that is no wage, clause, valuation, asking price or bonus; "X milioni e Y mila" is one.
        """
        told = False
        for start, end in spans:
            value, here = self._fee(start, end)
            if value is not None:
                return value, True
            told = told or here
        return None, told

    def _fee(self, start: int, end: int) -> tuple[float | None, bool]:
        told = False
        r = self.r
        if end <= start:
            return None, False
        a, b = r.start[start], r.end[end - 1]
        money = r.money[bisect_left(self._money, a) : bisect_left(self._money, b)]
        for k, amount in enumerate(money):
            token, stop = r.token_at[amount.start], r.token_at[amount.end - 1] + 1
            if self._no_fee(max(start, token - 6), token, stop, min(end, stop + 8)):
                continue
            after = padded(r, stop, min(end, stop + 3))
            if amount.millions >= _LIRE or any(f" {w} " in after for w in _FOREIGN):
                told = True
                continue
            value = amount.millions
            if k + 1 < len(money):
                gap = r.plain[amount.end : money[k + 1].start].strip()
                if gap in ("e", "di euro e") and money[k + 1].millions < 1:
                    value += money[k + 1].millions
            return round(value, 3), True
        bare = _BARE.search(r.plain, a, b)
        if bare is not None:
            return float(bare[1].replace(",", ".")), True
        return None, told or "miliard" in r.plain[a:b]

    def _no_fee(self, begin: int, token: int, stop: int, end: int) -> bool:
        r = self.r
        for k in range(token - 1, begin - 1, -1):
            if r.low[k] in (",", ";", ":", ".", "più") or (r.low[k] == ")" and k < token - 1):
                begin = k + 1
                break
        before = padded(r, begin, token).replace("'", "' ")  # "l'ingaggio"
        if any(f" {w} " in before for w in self.data["no_fee"]["before"]):
            return True
        wide = padded(r, max(r.sentences[r.sentence_of[token]].start, token - 10), token)
        if any(f" {w} " in wide for w in ("valutazione", "valutato")):
            return True
        after = padded(r, stop, end)
        return any(after.startswith((f" {w} ", f" di euro {w} ", f" euro {w} ")) for w in self.data["no_fee"]["after"])


def is_loan(kind: str) -> bool:
    """Tell whether the man stays his owner's."""
    return kind in _LOANS
