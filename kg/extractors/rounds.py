"""Which match each sentence tells, on pages that tell several without a line for each.

A sentence that names a match, or a club of one, turns the telling to it; a sentence that names none goes on with the last. Matches
that are only told ("il Bra batte … il Campobasso", "a Pistoia … l'Imolese") count as well as those written "A-B".
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from kg.extractors.case import Case, Fixture
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_FIRM = frozenset({"name", "nick", "colour", "demonym", "unknown", "hashtag"})


@cache
def _results() -> frozenset[str]:
    """Words that say how a match ended."""
    return frozenset(load("matches")["words"]["results"])


class RoundReader:
    """Fills ``case.scopes`` and ``case.turns`` and marks the matches told as the article's."""

    def __init__(self, case: Case, deeds: frozenset[str]) -> None:
        self.case = case
        self.deeds = deeds
        self.line_of = self._lines()

    def run(self) -> bool:
        """Follow the telling; ``False`` where the page does not tell two matches or more."""
        self._implied()
        present = {i for i, f in enumerate(self.case.fixtures) if not f.past and f.home and f.away}
        if len(present) < 2:
            return False
        turns = self._follow(present)
        told = {i for i in turns.values() if i is not None}
        told = {i for i in told if self._is_told(i, [s for s, n in turns.items() if n == i])}
        if len(told) < 2:
            return False
        for number in told:
            self.case.fixtures[number].main = True
        self.case.scopes = {s: n for s, n in turns.items() if n is not None and n in told}
        self._within(told)
        return True

    def _lines(self) -> dict[int, int]:
        r = self.case.r
        found = {}
        for s in self.case.story():
            place = r.start[s.start]
            found[s.index] = next((i for i, ln in enumerate(r.lines) if ln.start <= place < ln.end), -1)
        return found

    def _is_told(self, number: int, sentences: list[int]) -> bool:
        """It has a score, or its sentences tell deeds."""
        if self.case.fixtures[number].score is not None:
            return True
        r = self.case.r
        return any(w in self.deeds for i in sentences for w in r.low[r.sentences[i].start : r.sentences[i].end])

    # -- matches without "A-B" ---------------------------------------------------------------------
    def _implied(self) -> None:
        """Two clubs of a sentence or paragraph that tells deeds and names no match."""
        named = {i for f in self.case.fixtures for i in f.sentences}
        groups: dict[int, list[int]] = {}
        for index, line in self.line_of.items():
            groups.setdefault(line, []).append(index)
        for sentences in groups.values():
            if any(i in named for i in sentences):
                continue
            for stretch in [[i] for i in sentences] + [sentences]:
                pair = self._pair(stretch)
                if pair is not None and not any(i in named for i in stretch):
                    self._add(pair, stretch)
                    named.update(stretch)

    def _pair(self, sentences: list[int]) -> tuple[Entity, Entity] | None:
        r = self.case.r
        words = {w for i in sentences for w in r.low[r.sentences[i].start : r.sentences[i].end]}
        if not words & _results() and not any(self._scored(i) for i in sentences):
            return None
        clubs = list(dict.fromkeys(m.entity for i in sentences for m in self._clubs(i) if m.entity is not None))
        return (clubs[0], clubs[1]) if len(clubs) == 2 else None

    def _scored(self, sentence: int) -> bool:
        r = self.case.r
        s = r.sentences[sentence]
        return any(r.start[s.start] <= x.start < r.end[s.end - 1] for x in r.scores)

    def _add(self, pair: tuple[Entity, Entity], sentences: list[int]) -> None:
        for fixture in self.case.fixtures:
            if fixture.has(pair[0]) and fixture.has(pair[1]):
                fixture.sentences.update(sentences)
                return
        start = self.case.r.sentences[sentences[0]].start
        self.case.fixtures.append(Fixture(*pair, start, start + 1, weight=1.0, sentences=set(sentences)))

    def _clubs(self, sentence: int) -> list[Mention]:
        return [
            m
            for m in self.case.in_sentence(sentence)
            if m.entity is not None
            and m.entity.kind == "club"
            and (m.form in _FIRM or m.form in ("town", "team"))
            and not m.ex
            and not any(part.form == "region" for part in m.parts)
        ]

    # -- the telling -------------------------------------------------------------------------------
    def _follow(self, present: set[int]) -> dict[int, int | None]:
        turns: dict[int, int | None] = {}
        current: int | None = None
        for index in self.line_of:
            named = self._named(index, present)
            if named:
                current = named[-1][1]
                turns[index] = named[0][1]
                continue
            current = self._by_clubs(index, present, current)
            turns[index] = current
        return turns

    def _named(self, sentence: int, present: set[int]) -> list[tuple[int, int]]:
        """The matches that the sentence names, as (token, index), in text order."""
        found = []
        for i in sorted(present):
            fixture = self.case.fixtures[i]
            if sentence in fixture.sentences:
                ends = [m.start for m in self.case.in_sentence(sentence) if fixture.has(m.entity)]
                found.append((min(ends, default=self.case.r.sentences[sentence].start), i))
        return sorted(found)

    def _by_clubs(self, sentence: int, present: set[int], current: int | None) -> int | None:
        """The match of the clubs named here; the last one told where none or only its own are."""
        votes: Counter[int] = Counter()
        clubs = {m.entity for m in self._clubs(sentence)}
        if not clubs:
            return current
        if current is not None and any(self.case.fixtures[current].has(c) for c in clubs):
            return current
        for i in present:
            votes[i] = sum(self.case.fixtures[i].has(c) for c in clubs)
        best = votes.most_common(2)
        if not best or best[0][1] == 0:
            return None  # another club's news
        return best[0][0] if len(best) == 1 or best[0][1] > best[1][1] else None

    def _within(self, told: set[int]) -> None:
        """Sentences that tell two matches or more are cut where the next one is named."""
        for index in self.line_of:
            named = self._named(index, told)
            if len(named) > 1:
                self.case.turns[index] = named
