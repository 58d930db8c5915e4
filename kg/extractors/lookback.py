"""Closed times: what a told year, a told season or a page that looks back says of the men in it.

"Nel 1998 all'Olimpico decise Batistuta contro la sua Fiorentina": the year is told, man and club are told beside one another; which
of the clubs was his then the gazetteer knows. The time goes on through the paragraph until the words come back to the present.
"""

from __future__ import annotations

from kg.extractors.case import Belongs, Case
from kg.extractors.scenes import THEME
from kg.extractors.time import closed_times
from kg.extractors.triggers import padded
from kg.gazetteer.records import SpellRecord
from kg.mentions.model import Entity, Mention

_EX = (" ex ", " suoi vecchi ", " suo passato ", " sua vecchia ", " passato ")
#: "ai tempi del Chelsea", "nei giorni del Parma", "all'epoca del Napoli".
_DAYS = frozenset({"tempi", "giorni", "epoca", "anni", "periodo"})


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
        for index, (years, context) in closed_times(self.case).items():
            people = [m for m in self.case.in_sentence(index, "person") if m.entity is not None]
            if people:
                self._sentence(index, people, years, context)
                self._in_the_days(index, people)

    def _in_the_days(self, index: int, people: list[Mention]) -> None:
        """ "suo allenatore già ai tempi del Chelsea", "compagni nel Napoli": who of the sentence was there once."""
        low = self.case.r.low
        for club in self.case.in_sentence(index, "club"):
            if club.entity is None or club.prep != "di" or club.governor < 1 or low[club.governor] not in _DAYS:
                continue
            for m in people:
                if m.entity is None or m.entity.person is None:
                    continue
                spells = [s for s in m.entity.person.spells if s.club == club.entity.key]
                if spells and not any(self._now(s) for s in spells):
                    self._say(m.entity, club.entity, spells[0].capacity, m, "career.days")

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
