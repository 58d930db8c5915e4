"""Which side everybody is on, and which match each incident belongs to: one small weighted problem per article.

The words give votes (an apposition, whose goal it is, the ex of whom) and relations (fouler and fouled are opponents,
who assists plays with the scorer, an own goal serves the others). Spells of the gazetteer at the article's date
are a prior. Votes travel along relations for a few rounds; what stays undecided is left open.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace

from kg.extractors.case import Case, Fixture, Said
from kg.extractors.roles import Roles
from kg.extractors.scenes import Scene, Scenes
from kg.extractors.tally import Tally
from kg.extractors.triggers import padded
from kg.lexicon import load
from kg.mentions.model import Entity

_OPPOSED = frozenset({"penalty_won", "penalty_conceded", "foul", "penalty_saved", "save", "confrontation"})
_RESPONSES = frozenset({"celebration", "muted_celebration", "crowd_reaction", "confrontation"})
_TOGETHER = frozenset({"assist", "substitution"})
_ATTACKS = frozenset({"goal", "penalty_goal", "penalty_missed", "woodwork"})
_GOAL_NOUNS = frozenset(
    "gol goal rete vantaggio pareggio raddoppio pari tris poker firma sorpasso bis marcatura".split()
)
_SCORED = frozenset({"goal", "penalty_goal", "own_goal"})
#: Of a club these tell a goal of its own.
_CLUB_SCORES = frozenset(
    "passare raddoppiare pareggiare sbloccare accorciare triplicare impattare ribaltare riequilibrare".split()
)
_MARGIN = 0.3
_ROUNDS = 4


class Sides:
    """Solves the sides of one article."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.scenes = Scenes(case)

    def run(self) -> None:
        """Give every incident its match, club and opponent."""
        last: dict[Entity, Said] = {}
        for said in sorted(self.case.said, key=lambda s: (s.sentence, s.type in _RESPONSES, s.start)):
            main = self.case.reported(said.sentence, said.at if said.at >= 0 else said.start)
            before = last.get(said.player) if said.player is not None else None
            if said.player is not None and said.type not in _RESPONSES:
                last[said.player] = said
            if before is not None and self._answers(said, before, main):
                said.fixture = before.fixture
                self._stage(said, Scene(own=before.club, opponent=before.opponent, fixture=before.fixture))
            elif self._in_main(said, main):
                said.fixture = main
            else:
                scene = self.scenes.of(said)
                said.fixture = self.scenes.fixture_of(said, scene)
                self._stage(said, scene)
        for number, fixture in enumerate(self.case.fixtures):
            if fixture.main:
                self._solve(number, fixture)
        self._implied_goals()

    def _answers(self, said: Said, before: Said, main: int | None) -> bool:
        """A reaction told right after a man's deed in another match is a reaction there."""
        return (
            said.type in _RESPONSES
            and not said.sheet
            and before.fixture is not None
            and before.fixture != main
            and 0 < said.sentence - before.sentence <= 2
            and before.opponent is not None
            and said.opponent is None
            and (said.club is None or self.case.fixtures[before.fixture].has(said.club))
            and said.sentence not in self.case.fixtures[before.fixture].sentences
            and not any(said.sentence in f.sentences for f in self.case.fixtures)
        )

    def _implied_goals(self) -> None:
        """Who celebrates (or does not) in another match has scored in it, also where the goal itself is not told."""
        goals = {(s.player, s.opponent) for s in self.case.said if s.type in ("goal", "penalty_goal")}
        for s in list(self.case.said):
            if (
                s.type in ("celebration", "muted_celebration")
                and s.opponent is not None
                and not (s.fixture is not None and self.case.fixtures[s.fixture].main)
                and (s.player, s.opponent) not in goals
            ):
                goals.add((s.player, s.opponent))
                self.case.said.append(replace(s, type="goal", rule="goal.implied", gesture=None, confidence=0.65))

    def _in_main(self, said: Said, main: int | None) -> bool:
        """The article's match, unless the words name another one, another opponent or another time."""
        if main is None or not self.case.fixtures[main].main:
            return False
        if said.sheet:
            return True
        fixture = self.case.fixtures[main]
        if said.past:
            return False
        here = [i for i, f in enumerate(self.case.fixtures) if said.sentence in f.sentences and not f.announced]
        if here and main not in here:
            return False
        if said.opponent is not None and not fixture.has(said.opponent):
            return False
        scene = self.scenes.told(said)
        return all(club is None or fixture.has(club) for club in (scene.own, scene.opponent))

    def _stage(self, said: Said, scene: Scene) -> None:
        """Put an incident of another match into its scene."""
        said.ex = said.ex or (scene.his_past and scene.opponent is not None)
        if said.type == "crowd_reaction":
            said.opponent = scene.own
            said.club = said.club or (scene.opponent if scene.his_past else None)
            return
        if said.type == "own_goal" and said.club is not None and scene.own is said.club:
            scene.own, scene.opponent = scene.opponent, scene.own
        said.club, said.opponent = scene.own, scene.opponent
        if said.club is None and not said.past:
            own = self._current_club(said.player)
            said.club = own if own is not said.opponent else None

    def _current_club(self, person: Entity | None) -> Entity | None:
        found = [
            b.club for b in self.case.belongs if b.person is person and b.status == "current" and b.capacity == "player"
        ]
        return found[0] if found and all(c is found[0] for c in found) else None

    # -- one match -------------------------------------------------------------------------------
    def _solve(self, number: int, fixture: Fixture) -> None:
        if fixture.home is None or fixture.away is None:
            return
        said = [s for s in self.case.said if s.fixture == number]
        votes = self._votes(fixture, said)
        relations = [*self._relations(said), *self._joined(said)]
        for _ in range(_ROUNDS):
            pulled: dict[Entity, float] = defaultdict(float)
            for a, b, sign in relations:
                for source, target in ((a, b), (b, a)):
                    if abs(votes[source]) >= 0.5:
                        pulled[target] += 0.6 * sign * (1 if votes[source] > 0 else -1)
            for person, pull in pulled.items():
                if abs(votes[person]) < 2.0:
                    votes[person] = max(-2.0, min(2.0, votes[person] + pull))
        self._count(fixture, said, votes)
        for s in said:
            self._assign(s, fixture, votes)

    def _count(self, fixture: Fixture, said: list[Said], votes: dict[Entity, float]) -> None:
        """Scorers whose side no word tells get it from the score."""
        sides: dict[Entity, Entity] = {}
        for person, value in votes.items():
            side = fixture.home if value > 0 else fixture.away
            if abs(value) >= _MARGIN and side is not None:
                sides[person] = side
        tally = Tally(self.case, fixture, said)
        for person, side in tally.run(sides).items():
            votes[person] = 1.0 if side is fixture.home else -1.0
            sides[person] = side
        if fixture.score_rank < 2 and (listed := tally.listed()) is not None:
            fixture.score, fixture.score_rank = listed, 2.0
        if fixture.score is None:
            fixture.score = tally.result(sides, self._words(said))

    def _words(self, said: list[Said]) -> str:
        """The plain words of the sentences that tell the match, and of the title."""
        r = self.case.r
        number = said[0].fixture if said else None
        told = [
            s
            for s in self.case.story()
            if self.case.reported(s.index) == number or s.index in {x.sentence for x in said}
        ]
        return " ".join(padded(r, s.start, s.end) for s in told)

    def _votes(self, fixture: Fixture, said: list[Said]) -> dict[Entity, float]:
        """Positive for the home side, negative for the away side."""
        votes: dict[Entity, float] = defaultdict(float)
        home, away = fixture.home, fixture.away
        people = {e for s in said for e in (s.player, s.other, s.against) if e is not None}
        for b in self.case.belongs:
            if b.person in people and b.capacity == "player" and fixture.has(b.club):
                side = 1.0 if b.club is home else -1.0
                firm = b.weight * (0.3 if b.rule == "affiliation.deal" else 1.0)  # a move of years ago is told too
                votes[b.person] += side * (2.5 if b.status == "current" else -1.5) * firm
        for s in said:
            if s.player is None:
                continue
            if s.type in ("crowd_reaction",):
                if s.ex and s.club is not None and fixture.has(s.club):
                    votes[s.player] += -1.0 if s.club is home else 1.0
                continue
            if s.club is not None and fixture.has(s.club) and s.type not in ("own_goal", "disallowed_goal"):
                sign = -1.0 if self._beaten(s) else 1.0
                firm = 2.0 if ".verb" in s.rule or s.sheet else 0.9  # "dopo le reti di X il Milan …" says little of X
                votes[s.player] += sign * (firm if s.club is home else -firm)
            elif s.club is not None and fixture.has(s.club) and s.type == "own_goal":
                votes[s.player] += -2.0 if s.club is home else 2.0
            whose = self._whose_goal(s) or self._announced(s)
            if whose is not None and fixture.has(whose):
                votes[s.player] += 2.0 if whose is home else -2.0
            doing = self._side_at_it(s, fixture) if s.club is None and whose is None else None
            if doing is not None:
                votes[s.player] += 0.6 if doing is home else -0.6
            if s.opponent is not None and fixture.has(s.opponent):
                votes[s.player] += -2.0 if s.opponent is home else 2.0
            if not s.sheet and s.type in ("goal", "penalty_goal", "muted_celebration", "celebration"):
                scene = self.scenes.told(s)
                if fixture.has(scene.own):
                    votes[s.player] += 0.8 if scene.own is home else -0.8
                if fixture.has(scene.opponent):
                    votes[s.player] += -0.8 if scene.opponent is home else 0.8
        for person in people:
            votes[person] += self._prior(person, home, away)
        return votes

    def _side_at_it(self, s: Said, fixture: Fixture) -> Entity | None:
        """ "i pontini colpiscono una traversa con Jefferson", "per l'Alzano segna Madonna": the one side told before him."""
        if s.type not in _ATTACKS or s.at < 0 or self._beaten(s):
            return None
        r = self.case.r
        before = [
            m
            for m in self.case.in_sentence(s.sentence)
            if m.end <= s.at and m.entity is not None and m.kind in ("club", "group") and fixture.has(m.entity)
        ]
        if len({m.entity for m in before}) != 1 or before[-1].prep not in ("", "per"):
            return None
        between = r.low[before[-1].end : s.at]
        return None if any(w in (";", ".", "ma", "mentre", "portiere") for w in between) else before[-1].entity

    def _whose_goal(self, s: Said) -> Entity | None:
        """ "il vantaggio bergamasco con Capellini", "la rete rossonera di X": the adjective behind the goal."""
        if s.type not in ("goal", "penalty_goal"):
            return None
        r = self.case.r
        for m in self.case.in_sentence(s.sentence, "club"):
            if m.entity is None:
                continue
            if (
                m.form in ("colour", "demonym", "side")
                and -6 <= m.start - s.start <= 6
                and r.low[m.start - 1] in _GOAL_NOUNS
            ):
                return m.entity
            if m.prep == "di" and s.start <= m.governor < s.end and r.low[m.governor] in _GOAL_NOUNS:
                return m.entity  # "il raddoppio dell'Italia arriva con X"
        return None

    def _announced(self, s: Said) -> Entity | None:
        """ "Le vespe passano. Punizione di X e Y impatta", "arriva il vantaggio ospite": the club's goal told just before its scorer."""
        if s.type not in ("goal", "penalty_goal") or s.club is not None or s.opponent is not None:
            return None
        r = self.case.r
        for index in (s.sentence, s.sentence - 1):
            if index < 0 or (
                index != s.sentence and any(o.sentence == index and o.type in _SCORED for o in self.case.said)
            ):
                return None
            found = self._club_scores(index, s.start if index == s.sentence else r.sentences[index].end)
            if found is not None:
                return found
        return None

    def _club_scores(self, index: int, limit: int) -> Entity | None:
        """The club of whom a sentence says, up to the token, that it scores."""
        r = self.case.r
        found: Entity | None = None
        for clause in self.case.clauses(index):
            if clause.verb >= limit or clause.negated or clause.modality != "real":
                continue
            if clause.lemma in _CLUB_SCORES:
                subject = self.roles.subject(clause)
                if subject is not None and subject.kind == "club" and r.sentence_of[subject.start] == index:
                    found = subject.entity
        for m in self.case.in_sentence(index, "club"):
            if m.start >= limit or m.entity is None or (m.governor < 0 and m.form not in ("colour", "demonym", "side")):
                continue
            noun = m.governor if m.prep == "di" else m.start - 1
            if (m.prep == "di" or m.form in ("colour", "demonym", "side")) and r.low[noun] in _GOAL_NOUNS:
                found = m.entity
        return found

    def _beaten(self, s: Said) -> bool:
        """ "il Livorno cade sotto i colpi di Bogdani": the club of the sentence is the one that loses."""
        clause = self.case.clause_at(s.start)
        return (
            clause is not None
            and clause.lemma in load("matches")["words"]["loses"]
            and s.type in ("goal", "penalty_goal")
        )

    def _prior(self, entity: Entity, home: Entity | None, away: Entity | None) -> float:
        """A spell of the gazetteer at the date: a nudge, never a fact."""
        person, year = entity.person, self.case.year
        if person is None or year is None or home is None or away is None:
            return 0.0
        month = int(self.case.date[5:7]) if self.case.date and len(self.case.date) >= 7 else 7

        def strength(club: Entity) -> float:
            if club.club is not None and club.club.national:
                return 1.0 if club.club.country in person.nationalities else 0.0
            best = 0.0
            for s in person.spells:
                if s.club != club.key or s.capacity != "player" or not s.covers(year):
                    continue
                fresh = (s.since == year and month >= 7) or (
                    s.since is not None and s.since < year and (s.until is None or s.until > year or month < 7)
                )
                best = max(best, 1.0 if fresh else 0.4)
            return best

        return strength(home) - strength(away)

    @staticmethod
    def _relations(said: list[Said]) -> list[tuple[Entity, Entity, int]]:
        found = []
        for s in said:
            if s.player is None:
                continue
            if s.other is not None and s.type in _OPPOSED:
                found.append((s.player, s.other, -1))
            if s.other is not None and s.type in _TOGETHER:
                found.append((s.player, s.other, 1))
            if s.against is not None:
                found.append((s.player, s.against, -1 if s.type != "own_goal" else 1))
        return found

    def _joined(self, said: list[Said]) -> list[tuple[Entity, Entity, int]]:
        """ "i gol di Danilo e Soriano": who is joined by comma or e in one deed plays on one side."""
        r = self.case.r
        found = []
        deeds = sorted(
            (s for s in said if s.player is not None and s.at >= 0 and s.type in ("goal", "penalty_goal")),
            key=lambda s: (s.sentence, s.rule, s.at),
        )
        for a, b in itertools.pairwise(deeds):
            if (a.sentence, a.rule) != (b.sentence, b.rule) or a.player is b.player or not 0 < b.at - a.at <= 6:
                continue
            between = [r.low[k] for k in range(a.at, b.at) if r.classes[k] not in ("name", "det")]
            if (
                between
                and all(w in (",", "e", "ed", "di", "ad", "a", "-", ".") for w in between)
                and a.player is not None
                and b.player is not None
            ):
                found.append((a.player, b.player, 1))
        return found

    @staticmethod
    def _assign(s: Said, fixture: Fixture, votes: dict[Entity, float]) -> None:
        if s.player is None:
            return
        value = votes[s.player]
        side = None if abs(value) < _MARGIN else fixture.home if value > 0 else fixture.away
        if s.type == "crowd_reaction":
            fans = s.club if fixture.has(s.club) else (fixture.rival(side) if s.ex else s.club)
            s.club, s.opponent = fans, side
            return
        if side is not None:
            s.club, s.opponent = side, fixture.rival(side)
        elif s.type == "own_goal" and s.club is not None:
            s.club, s.opponent = fixture.rival(s.club), s.club
