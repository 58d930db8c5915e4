"""Score sheets as facts: line-ups, scorers, cards, substitutions, referees, ratings.

Sides come from the line-up a man stands in, else from the letter behind his name. The letter behind an own goal is the
player's side on some sites and the beneficiary on others: the final score decides.
"""

from __future__ import annotations

from kg.extractors.case import Belongs, Case, Fixture, Said
from kg.extractors.matches import shootout
from kg.gazetteer import fold
from kg.language.sheets import Entry, Heading, Section
from kg.mentions.model import Entity


class SheetReader:
    """Reads the sections of one article's sheet into the case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.side: dict[Entity, Entity] = {}
        self.person_at = {m.start: m.entity for m in case.mentions if m.kind == "person" and m.entity is not None}

    def run(self) -> None:
        """Fill the match of the heading, who is on which side, and what the sheet says happened."""
        sheet = self.case.r.sheet
        self._headings()
        for section in sheet.sections:
            if section.kind in ("lineup", "bench", "coach", "ratings"):
                self._team(section)
        for section in sheet.sections:
            if section.kind == "scorers":
                self._scorers(section)
            elif section.kind in ("yellow", "red"):
                self._cards(section)
            elif section.kind == "substitutions":
                self._changes(section, None)
            elif section.kind == "shootout":
                self._kicks(section)

    # -- the match -------------------------------------------------------------------------------
    def _headings(self) -> None:
        for heading in self.case.r.sheet.headings:
            home, away = self._club_in(*heading.home), self._club_in(*heading.away)
            if home is None or away is None or home is away:
                continue
            start, end = self.case.r.tokens(heading.home[0], heading.away[1])
            known = next((f for f in self.case.fixtures if {f.home, f.away} == {home, away} and not f.past), None)
            fixture = known or Fixture(home, away, start, end)
            if known is None:
                self.case.fixtures.append(fixture)
            fixture.home, fixture.away, fixture.ordered = home, away, 2.0
            fixture.score, fixture.score_rank = self._played(heading), 4.0
            fixture.weight += 3.0
            fixture.sentences.add(self.case.r.sentence_of[start])

    def _played(self, heading: Heading) -> tuple[int, int]:
        """The score of the heading; after penalty kicks the one in brackets ("8-7 d.c.r. (1-1)")."""
        after = [s for s in self.case.r.scores if s.start >= heading.away[1]][:2]
        if len(after) == 2 and shootout(self.case, after[0].end) and after[1].start - after[0].end < 24:
            return after[1].first, after[1].second
        return heading.score

    def _club_in(self, start: int, end: int) -> Entity | None:
        r = self.case.r
        inside = [
            m
            for m in self.case.mentions
            if m.kind == "club"
            and m.entity is not None
            and start <= r.start[m.start] < end
            and m.form not in ("ground", "stand", "region")
        ]
        return inside[0].entity if inside else None

    @property
    def _fixture(self) -> Fixture | None:
        """The match the sheet belongs to: of its line-ups, else of its heading."""
        teams = list(dict.fromkeys(self.side.values()))
        for f in self.case.fixtures:
            if not f.past and teams and all(f.has(t) for t in teams):
                return f
        return max((f for f in self.case.fixtures if not f.past), key=lambda f: f.weight, default=None)

    # -- teams -----------------------------------------------------------------------------------
    def _team(self, section: Section) -> None:
        club = self._club_in(*section.team) if section.team else None
        if section.kind == "ratings":
            club = self._rated(section) or club
        if club is None:
            return
        capacity = "coach" if section.kind == "coach" else "player"
        for entry in section.entries:
            person = self._person(entry)
            if person is None:
                continue
            self._belongs(
                person, club, person.role if section.kind == "ratings" and person.role == "coach" else capacity, entry
            )
            for comer in entry.replaced_by:
                on = self._person(comer)
                if on is not None:
                    self._belongs(on, club, "player", comer)
        if section.kind in ("lineup", "ratings"):
            self._changes(section, club)

    def _rated(self, section: Section) -> Entity | None:
        """The side of a ratings run: the one club of the heading, else the side most of its people have by the gazetteer."""
        r = self.case.r
        if section.team is not None:
            inside = {
                m.entity
                for m in self.case.mentions
                if m.kind == "club"
                and m.entity is not None
                and m.form in ("name", "nick", "colour", "demonym")
                and section.team[0] <= r.start[m.start] < section.team[1]
            }
            if len(inside) == 1:
                return inside.pop()
        clubs = [c for c in self.case.clubs if c.mentions]
        votes = dict.fromkeys(clubs, 0)
        for entry in section.entries:
            person = self._person(entry)
            record = person.person if person else None
            for c in clubs:
                if record is not None and any(
                    s.club == c.key and (self.case.year is None or s.covers(self.case.year)) for s in record.spells
                ):
                    votes[c] += 1
        ranked = sorted(votes.items(), key=lambda pair: -pair[1])
        if ranked and ranked[0][1] >= 3 and (len(ranked) == 1 or ranked[0][1] > 2 * ranked[1][1]):
            return ranked[0][0]
        return None

    def _belongs(self, person: Entity, club: Entity, capacity: str, entry: Entry) -> None:
        if capacity == "player":
            self.side[person] = club
        start, end = self.case.r.tokens(entry.start, entry.end)
        self.case.belongs.append(Belongs(person, club, "current", capacity, start, end, "affiliation.sheet", 1.5))

    def _person(self, entry: Entry) -> Entity | None:
        start, _ = self.case.r.tokens(entry.start, entry.end)
        return self.person_at.get(start)

    # -- what happened ---------------------------------------------------------------------------
    def _say(
        self, kind: str, person: Entity, entry: Entry, minute: int | None, club: Entity | None, **more: Entity | None
    ) -> Said:
        start, end = self.case.r.tokens(entry.start, entry.end)
        said = Said(
            kind,
            start,
            end,
            self.case.r.sentence_of[start],
            f"sheet.{kind}",
            player=person,
            minute=minute,
            club=club,
            confidence=0.97,
            sheet=True,
            other=more.get("other"),
        )
        self.case.said.append(said)
        return said

    def _scorers(self, section: Section) -> None:
        own_goals = [e for e in section.entries if e.own_goal]
        letter_is_beneficiary = self._own_goal_letters(section) if own_goals else False
        for entry in section.entries:
            person = self._person(entry)
            if person is None:
                continue
            club = self.side.get(person) or self._by_letter(entry.letter)
            if (
                entry.own_goal
                and person not in self.side
                and club is not None
                and letter_is_beneficiary
                and self._fixture
            ):
                club = self._fixture.rival(club)
            for k, minute in enumerate(entry.minutes or [None]):
                penalty = k < len(entry.penalties) and entry.penalties[k]
                kind = "own_goal" if entry.own_goal else "penalty_goal" if penalty else "goal"
                said = self._say(kind, person, entry, minute, club)
                if (
                    kind == "own_goal" and self._fixture is not None
                ):  # the club of an own goal may be read as the side that gains
                    said.club, said.opponent = None, self._fixture.rival(club)

    def _own_goal_letters(self, section: Section) -> bool:
        """Tell whether the letter behind an own goal names the side it counts for."""
        fixture = self._fixture
        if fixture is None or fixture.score is None:
            return False
        for beneficiary in (False, True):
            goals = [0, 0]
            for entry in section.entries:
                person = self._person(entry)
                club = (self.side.get(person) if person else None) or self._by_letter(entry.letter)
                if club is None:
                    continue
                scored = club
                if entry.own_goal and not (beneficiary and person not in self.side):
                    scored = fixture.rival(club) or club
                goals[0 if scored is fixture.home else 1] += max(1, len(entry.minutes))
            if tuple(goals) == fixture.score:
                return beneficiary
        return False

    def _by_letter(self, letter: str | None) -> Entity | None:
        fixture = self._fixture
        if letter is None or fixture is None:
            return None
        key = fold(letter)
        ends = [e for e in (fixture.home, fixture.away) if e is not None]
        fits = [e for e in ends if any(fold(w).startswith(key) for w in self._names(e))]
        return fits[0] if len(fits) == 1 else None

    @staticmethod
    def _names(club: Entity) -> list[str]:
        names = [club.name, *club.name.split()]
        if club.club is not None:
            names += [club.club.name, *club.club.aliases]
        initials = "".join(w[0] for w in club.name.split())
        return [*names, initials]

    def _cards(self, section: Section) -> None:
        kind = "yellow_card" if section.kind == "yellow" else "red_card"
        for entry in section.entries:
            person = self._person(entry)
            if person is not None:
                club = self.side.get(person) or self._by_letter(entry.letter)
                self._say(kind, person, entry, entry.minutes[0] if entry.minutes else None, club)

    def _changes(self, section: Section, club: Entity | None) -> None:
        for entry in section.entries:
            off = self._person(entry)
            chain = [off, *(self._person(c) for c in entry.replaced_by)]
            for previous, comer, on in zip(chain, entry.replaced_by, chain[1:], strict=False):
                if on is not None and previous is not None:
                    own = (
                        club
                        or self.side.get(previous)
                        or self.side.get(on)
                        or (self._club_in(*section.team) if section.team else None)
                    )
                    if own is not None and on not in self.side:
                        self._belongs(on, own, "player", comer)
                    said = self._say(
                        "substitution", on, comer, comer.minutes[0] if comer.minutes else None, own, other=previous
                    )
                    said.start = min(said.start, self.case.r.token_at[entry.start])

    def _kicks(self, section: Section) -> None:
        """A shoot-out, told kick by kick."""
        for entry in section.entries:
            person = self._person(entry)
            if person is not None and entry.outcome is not None:
                self._say(entry.outcome, person, entry, None, self.side.get(person) or self._by_letter(entry.letter))
