"""Closed times: what a told year, a told season or a page that looks back says of the men in it.

"Nel 1998 all'Olimpico decise Batistuta contro la sua Fiorentina": the year is told, man and club are told beside one another; which
of the clubs was his then the gazetteer knows. The time goes on through the paragraph until the words come back to the present.
"""

from __future__ import annotations

from kg.extractors.case import Belongs, Case
from kg.extractors.scenes import THEME
from kg.extractors.time import told_years
from kg.extractors.triggers import padded
from kg.gazetteer.records import SpellRecord
from kg.mentions.model import Entity, Mention

_BACK = (
    " oggi ",
    " ora ",
    " adesso ",
    " attualmente ",
    " ieri ",
    " stasera ",
    " domani ",
    " quest'anno ",
    " domenica ",
)
_EX = (" ex ", " suoi vecchi ", " suo passato ", " sua vecchia ", " passato ")
_HEADING = 90  # characters: a line this short opens what follows
_SPREAD = 12  # years: a span this long ("tra il 1990 e il 2010") dates nobody


class LookBackReader:
    """Adds former spells that a closed time tells to ``case.belongs``; runs before matches are read."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.theme = any(words in case.r.plain for words in THEME)
        self.told = {(b.person, b.club) for b in case.belongs}

    def run(self) -> None:
        """Go through the sentences with the years they are told in."""
        if self.case.year is None:
            return
        for index, years, context in self._dated():
            people = [m for m in self.case.in_sentence(index, "person") if m.entity is not None]
            if people:
                self._sentence(index, people, years, context)

    def _dated(self) -> list[tuple[int, frozenset[int], int]]:
        """Return (sentence, years of a closed time or none, the sentence that told them)."""
        r = self.case.r
        found: list[tuple[int, frozenset[int], int]] = []
        years: frozenset[int] = frozenset()
        source, line = -1, -1
        for s in self.case.story():
            a, b = r.start[s.start], r.end[s.end - 1]
            text = r.plain[a:b]
            here = self._closed(text)
            new_line = "\n" in r.text[r.end[r.sentences[line].end - 1] : a] if line >= 0 else True
            if here is not None:
                years, source = here, s.index
            elif any(w in padded(r, s.start, s.end) for w in _BACK) or (new_line and not self._heading(line, source)):
                years, source = frozenset(), -1
            found.append((s.index, years, source))
            line = s.index
        return found

    def _heading(self, before: int, source: int) -> bool:
        """The line before told the time and is a heading: what comes after belongs to it."""
        if before < 0 or before != source:
            return False
        s = self.case.r.sentences[before]
        return self.case.r.end[s.end - 1] - self.case.r.start[s.start] <= _HEADING

    def _closed(self, text: str) -> frozenset[int] | None:
        """The years a sentence tells: those of a closed time, none where it tells the present, ``None`` where it tells none."""
        years = told_years(text)
        if not years:
            return None
        assert self.case.year is not None
        if max(years) >= self.case.year - 1 or max(years) - min(years) > _SPREAD:
            return frozenset()
        return frozenset(years)

    def _sentence(self, index: int, people: list[Mention], years: frozenset[int], context: int) -> None:
        clubs = self._clubs(index) | (self._clubs(context) if years and context >= 0 else set())
        sentence = self.case.r.sentences[index]
        words = padded(self.case.r, sentence.start, sentence.end)
        ex = self.theme or any(w in words for w in _EX)
        for m in people:
            person = m.entity
            if person is None or person.person is None:
                continue
            for club in clubs:
                spells = [s for s in person.person.spells if s.club == club.key]
                if not spells or any(self._now(s) for s in spells):
                    continue
                then = [s for s in spells if any(s.covers(y) for y in years)]
                if then:
                    self._say(person, club, then[0].capacity, m, "career.dated")
                elif ex and years and any(s.until is not None and s.until <= min(years) for s in spells):
                    self._say(person, club, spells[0].capacity, m, "career.dated_ex")

    def _clubs(self, index: int) -> set[Entity]:
        return {m.entity for m in self.case.in_sentence(index) if m.entity is not None and m.entity.kind == "club"}

    def _now(self, spell: SpellRecord) -> bool:
        return self.case.year is not None and spell.covers(self.case.year)

    def _say(self, person: Entity, club: Entity, capacity: str, m: Mention, rule: str) -> None:
        if (person, club) in self.told or person.role in ("referee", "agent"):
            return
        self.told.add((person, club))
        self.case.belongs.append(Belongs(person, club, "former", capacity, m.start, m.end, rule, 0.7))
