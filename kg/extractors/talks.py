"""What the man of an interview tells of his own club: "domenica arriva il Napoli", "all'andata finì 1-0 per loro", "ci punì X".

"Noi" is the club that he is of now. A club he calls his own and is not of any more ("il suo Leicester", asked of Roma's coach) was
his once.
"""

from __future__ import annotations

from kg.extractors.case import Belongs, Case, Fixture
from kg.extractors.interviews import interviewee
from kg.extractors.roles import Roles
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_GOALS = frozenset({"goal", "penalty_goal", "muted_celebration", "celebration"})
_OWN = frozenset("suo mio nostro vostro tuo".split())
_US = frozenset(["ci", "c'"])
_NEAR = 4  # sentences back over which a meeting goes on


class TalkReader:
    """Adds the matches and former clubs that an interview tells from the side of the man interviewed."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.words = load("matches")["talk"]
        self.man = interviewee(case)
        self.own = self._own_club()

    def _own_club(self) -> Entity | None:
        """His club as the text tells it, else the one of the clubs named that the gazetteer has him at now."""
        if self.man is None:
            return None
        clubs = {b.club for b in self.case.belongs if b.person is self.man and b.status == "current"}
        record, year = self.man.person, self.case.year
        if not clubs and record is not None and year is not None:
            now = {s.club for s in record.spells if s.covers(year)}
            clubs = {c for c in self.case.clubs if c.mentions and c.key in now}
        return clubs.pop() if len(clubs) == 1 else None

    # -- before incidents --------------------------------------------------------------------------
    def matches(self) -> None:
        """Add the matches of his club that he or the question speaks of."""
        if self.own is None:
            return
        last: tuple[int, Fixture] | None = None
        for sentence in self.case.story():
            meeting = self._meeting(sentence.index)
            if meeting is not None:
                last = (sentence.index, meeting)
            elif last is not None and sentence.index - last[0] <= _NEAR:
                self._first_leg(sentence.index, last[1])
        self._his_clubs()

    def _meeting(self, sentence: int) -> Fixture | None:
        """ "Domenica arriva il Napoli", "affrontiamo la Lazio", "andremo in casa del Lecce"."""
        for clause in self.case.clauses(sentence):
            home = clause.lemma in self.words["comes"]
            if not home and clause.lemma not in self.words["faces"]:
                continue
            club = self._other(clause)
            if club is None or club.entity is None:
                continue
            if home and not any(f" {w} " in padded(self.case.r, clause.start, clause.end) for w in self.words["when"]):
                continue
            return self._add(self.own, club.entity, club, sentence, 0.9 if home else 0.1)
        return None

    def _other(self, clause: Clause) -> Mention | None:
        """The club that comes or is met; somebody else's deed is none of ours."""
        subject = self.roles.subject(clause)
        if clause.lemma in self.words["comes"]:
            found = subject
        else:
            foreign = subject is not None and subject.entity not in (None, self.own, self.man)
            found = None if foreign else self.roles.object(clause)
        good = found is not None and found.kind == "club" and found.entity not in (None, self.own)
        return found if good else None

    def _add(self, home: Entity | None, away: Entity | None, at: Mention, sentence: int, order: float) -> Fixture:
        for fixture in self.case.fixtures:
            if fixture.has(home) and fixture.has(away) and not fixture.past:
                fixture.sentences.add(sentence)
                return fixture
        fixture = Fixture(home, away, at.start, at.end, order, sentences={sentence}, announced=True)
        self.case.fixtures.append(fixture)
        return fixture

    def _first_leg(self, sentence: int, meeting: Fixture) -> None:
        """ "All'andata finì 1-0 per loro": the same two on the other's ground."""
        r = self.case.r
        s = r.sentences[sentence]
        words = padded(r, s.start, s.end)
        if " all'andata " not in words and " nella gara d'andata " not in words:
            return
        a, b = r.start[s.start], r.end[s.end - 1]
        leg = Fixture(meeting.away, meeting.home, s.start, s.end, 0.9, past=True, sentences={sentence})
        score = next((x for x in r.scores if a <= x.start < b), None)
        if score is not None:
            high, low = max(score.first, score.second), min(score.first, score.second)
            won = any(w in words for w in (" per noi ", " a nostro favore "))
            lost = any(w in words for w in (" per loro ", " a loro favore "))
            if high == low or won or lost:
                loser_first = (leg.home is self.own) == lost
                leg.score = (low, high) if loser_first else (high, low)
        self.case.fixtures.append(leg)

    def _his_clubs(self) -> None:
        """ "E del suo Leicester che cosa le è rimasto?": a club he is not of any more, called his."""
        r = self.case.r
        capacity = self.man.role if self.man is not None and self.man.role in ("coach", "executive") else "player"
        for m in self.case.mentions:
            if m.kind != "club" or m.entity in (None, self.own) or m.form != "name" or not m.start:
                continue
            if r.low[m.start - 1] in _OWN and self.man is not None and m.entity is not None:
                self.case.belongs.append(
                    Belongs(self.man, m.entity, "former", capacity, m.start - 1, m.end, "career.his_own", 0.7)
                )

    # -- after incidents ---------------------------------------------------------------------------
    def against_us(self) -> None:
        """ "Ci punì proprio X": his goal was against the club of the man who speaks."""
        if self.own is None:
            return
        for said in self.case.said:
            if said.type in _GOALS and said.opponent is None and self._us(said.sentence, said.start):
                said.opponent = self.own

    def _us(self, sentence: int, token: int) -> bool:
        """In the sentence, or in the one before it, somebody hurts "us"."""
        r = self.case.r
        line = [i for i in (sentence, sentence - 1) if i >= 0]
        return any(
            clause.lemma in self.words["hurts"] and any(r.low[k] in _US for k in range(clause.group, clause.verb))
            for i in line
            for clause in self.case.clauses(i)
        )
