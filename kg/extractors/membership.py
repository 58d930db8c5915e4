"""Membership the article implies: whoever takes part in the match it reports, who speaks and deals for the club it is about.

The text says that the man takes part (he is told in the story of the match, he chairs, coaches, deals for the club of the
paragraph); which of the clubs named is his is read from the gazetteer where the words leave it open. Nobody is given a club
that the article does not name, and nobody whom the words put elsewhere.
"""

from __future__ import annotations

from kg.extractors.case import Belongs, Case, Fixture
from kg.extractors.time import is_past
from kg.gazetteer.records import SpellRecord
from kg.mentions.model import Entity, Mention

_NAMED = frozenset({"name", "nick", "colour", "demonym", "region"})
_OFFICES = frozenset({"coach", "executive"})
_NEAR = 3
_OFTEN = 3


class MembershipReader:
    """Adds to ``case.belongs`` what the story implies; runs after matches and sides are known."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.settled = {b.person for b in case.belongs if b.status == "current"}
        self.told = {(b.person, b.club) for b in case.belongs}
        self.elsewhere = {b.person for b in case.belongs}

    def run(self) -> None:
        """Go through the people of the article."""
        for person in self.case.people:
            if person in self.settled or person.role in ("referee", "agent", "other"):
                continue
            if person.person is None:
                found = self._by_title(person)
            elif self.case.year is None:
                continue  # without a time the gazetteer says nothing
            else:
                found = (
                    self._in_match(person)
                    or (self._in_office(person) if person.role in _OFFICES else None)
                    or self._at_home(person)
                )
            if found is not None:
                club, mention, rule, weight = found
                if (person, club) not in self.told:
                    self.case.belongs.append(
                        Belongs(
                            person,
                            club,
                            "current",
                            person.role if person.role in _OFFICES else "player",
                            mention.start,
                            mention.end,
                            rule,
                            weight,
                        )
                    )

        self._there_now()

    def _there_now(self) -> None:
        """A career phrase about the club where he is now ("cresciuto nel Torino") makes no former man of him."""
        now = {(b.person, b.club) for b in self.case.belongs if b.status == "current"}
        self.case.belongs = [
            b
            for b in self.case.belongs
            if not (b.status == "former" and b.rule.startswith("career.") and (b.person, b.club) in now)
        ]

    # -- the match -------------------------------------------------------------------------------
    def _in_match(self, person: Entity) -> tuple[Entity, Mention, str, float] | None:
        """He is told in the story of a reported match, and one of its sides is his at the time."""
        for mention in person.mentions:
            sentence = self.case.r.sentence_of[mention.start]
            number = self.case.reported(sentence)
            if number is None or is_past(self.case, sentence, None) or self.case.r.sentences[sentence].noise:
                continue
            side = self._side(person, self.case.fixtures[number])
            if side is not None:
                return side, mention, "affiliation.match", 0.6
        return None

    def _side(self, person: Entity, fixture: Fixture) -> Entity | None:
        capacity = person.role if person.role in _OFFICES else "player"
        sides = [
            c
            for c in (fixture.home, fixture.away)
            if c is not None and any(self._holds(s) for s in self._spells(person, c, capacity))
        ]
        if len(sides) == 2:
            firm = [c for c in sides if any(self._firm(s) for s in self._spells(person, c, capacity))]
            sides = firm if len(firm) == 1 else []
        return sides[0] if sides else None

    # -- told beside his club --------------------------------------------------------------------
    def _at_home(self, person: Entity) -> tuple[Entity, Mention, str, float] | None:
        """He is told beside the one club of his at the time that the place names, else that the article is about."""
        capacity = person.role if person.role in _OFFICES else "player"
        places = [
            (m, s)
            for m in person.mentions
            for s in (self.case.r.sentence_of[m.start],)
            if not is_past(self.case, s, None) and not self.case.r.sentences[s].noise
        ]
        for mention, sentence in places:
            for reach in ((sentence,), (sentence - 1, sentence + 1)):
                club = self._his({c for index in reach for c in self._named_in(index)}, person, capacity)
                if club is not None:
                    return club, mention, "affiliation.beside", 0.55
        if places and person not in self.elsewhere:
            club = self._his(self._about(), person, capacity) or self._may_be(person, capacity, [s for _, s in places])
            if club is not None:
                return club, places[0][0], "affiliation.theme", 0.5
        return None

    def _his(self, clubs: set[Entity], person: Entity, capacity: str) -> Entity | None:
        wooers = {d.to for d in self.case.deals if d.player is person}
        his = [c for c in clubs - wooers if any(self._firm(s) for s in self._spells(person, c, capacity))]
        return his[0] if len(his) == 1 else None

    def _may_be(self, person: Entity, capacity: str, places: list[int]) -> Entity | None:
        """Of a year alone nobody knows before or after the summer: the one club of the article that the year touches, told near him."""
        if self._month() is not None:
            return None
        sides = {c for f in self.case.fixtures for c in (f.home, f.away) if c is not None}
        near = {c for s in places for index in (s - 1, s, s + 1) for c in self._named_in(index)}
        for clubs in (sides, set(self.case.clubs)):
            his = [c for c in clubs if any(self._holds(s) for s in self._spells(person, c, capacity))]
            if his:
                return his[0] if len(his) == 1 and (his[0] in near or his[0] in self._about()) else None
        return None

    def _month(self) -> int | None:
        return int(self.case.date[5:7]) if self.case.date and len(self.case.date) >= 7 else None

    def _named_in(self, sentence: int) -> list[Entity]:
        if not 0 <= sentence < len(self.case.r.sentences):
            return []
        return [m.entity for m in self.case.in_sentence(sentence) if m.entity is not None and m.entity.kind == "club"]

    def _about(self) -> set[Entity]:
        """The sides of the matches told and the clubs named again and again."""
        sides = {c for f in self.case.fixtures for c in (f.home, f.away) if c is not None}
        return sides | {c for c in self.case.clubs if len(c.mentions) >= _OFTEN}

    # -- offices ---------------------------------------------------------------------------------
    def _in_office(self, person: Entity) -> tuple[Entity, Mention, str, float] | None:
        """A coach or an executive is told beside the one club named there that he served at the time."""
        for mention in person.mentions:
            sentence = self.case.r.sentence_of[mention.start]
            if is_past(self.case, sentence, None):
                continue
            for club in self._clubs_near(sentence):
                if any(self._serves(s) for s in self._spells(person, club, person.role)):
                    return club, mention, "affiliation.office", 0.6
        return None

    def _by_title(self, person: Entity) -> tuple[Entity, Mention, str, float] | None:
        """A man nobody knows with a title ("il ds X", "mister X"): of the one club his sentence or the article is about."""
        if person.role not in _OFFICES:
            return None
        titled = next(
            (
                m
                for m in person.mentions
                if m.role_word and not is_past(self.case, self.case.r.sentence_of[m.start], None)
            ),
            None,
        )
        if titled is None:
            return None
        sentence = self.case.r.sentence_of[titled.start]
        met = {m.entity for m in self.case.in_sentence(sentence, "club") if m.prep in ("contro", "da", "a", "con")}
        here = {
            m.entity
            for m in self.case.in_sentence(sentence, "club")
            if m.entity is not None and not m.plural and not (m.entity.club and m.entity.club.national)
        }
        club = next(iter(here)) if len(here) == 1 else None if here else self._subject() or self._spoken_of(sentence)
        if club is None or club in met:
            return None
        return club, titled, "affiliation.title", 0.5

    def _spoken_of(self, sentence: int) -> Entity | None:
        """The one club of the nearest sentence before, of the same paragraph, that names any."""
        r = self.case.r
        for index in range(sentence - 1, max(-1, sentence - 3), -1):
            a, b = r.sentences[index].end - 1, r.sentences[sentence].start
            if "\n\n" in r.text[r.end[a] : r.start[b]]:
                return None
            named = set(self._named_in(index))
            if named:
                return named.pop() if len(named) == 1 else None
        return None

    def _subject(self) -> Entity | None:
        """The club the article is about: named at least twice as often as any other."""
        ranked = sorted((c for c in self.case.clubs if c.mentions), key=lambda c: -len(c.mentions))
        if not ranked or len(ranked[0].mentions) < 2:
            return None
        return ranked[0] if len(ranked) == 1 or len(ranked[0].mentions) >= 2 * len(ranked[1].mentions) else None

    def _clubs_near(self, sentence: int) -> list[Entity]:
        """The clubs of the sentence and the few before it, then the club the article names most."""
        near: list[Entity] = []
        for index in range(sentence, max(-1, sentence - _NEAR - 1), -1):
            near += [
                m.entity
                for m in self.case.in_sentence(index)
                if m.entity is not None and m.entity.kind == "club" and m.form in _NAMED
            ]
        most = max((c for c in self.case.clubs if c.mentions), key=lambda c: len(c.mentions), default=None)
        return list(dict.fromkeys([*near, *([most] if most is not None else [])]))

    # -- spells ----------------------------------------------------------------------------------
    @staticmethod
    def _spells(person: Entity, club: Entity, capacity: str) -> list[SpellRecord]:
        return [
            s for s in (person.person.spells if person.person else ()) if s.club == club.key and s.capacity == capacity
        ]

    def _holds(self, spell: SpellRecord) -> bool:
        return self.case.year is not None and spell.covers(self.case.year)

    def _serves(self, spell: SpellRecord) -> bool:
        """In office at the time: who takes over in the summer does so in June."""
        year, month = self.case.year, self._month()
        if year is None or not spell.covers(year):
            return False
        begun = spell.since is None or spell.since < year or month is None or month >= 6
        return begun and (spell.until is None or spell.until > year or month is None or month <= 6)

    def _firm(self, spell: SpellRecord) -> bool:
        """It does not begin or end about the time of the article."""
        year, month = self.case.year, self._month()
        if year is None or not spell.covers(year):
            return False
        begun = spell.since is None or spell.since < year or (month is not None and month >= 8)
        lasts = spell.until is None or spell.until > year or (month is not None and month <= 6)
        return begun and lasts
