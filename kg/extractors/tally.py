"""Whose goal it was, by the score: the goals of a match add up to its result.

"0-1 di Rossi" is the guests' goal, "il 2-2" after 2-1 too; in a match that ended 2-0 every scorer is of the home side, and once
one side has all its goals the rest are the other's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.extractors.case import Case, Fixture, Said
from kg.lexicon import load
from kg.mentions.model import Entity

_GOALS = frozenset({"goal", "penalty_goal", "own_goal"})
_REACH = 60  # characters between a goal and the score it makes
Told = dict[Entity, tuple[int, int | None]]


class Tally:
    """Votes for the sides of scorers of one match from the scores told."""

    def __init__(self, case: Case, fixture: Fixture, said: Iterable[Said]) -> None:
        self.case = case
        self.fixture = fixture
        self.goals = [s for s in said if s.type in _GOALS and s.player is not None and not s.rule.endswith(".kick")]

    def run(self, sides: dict[Entity, Entity]) -> dict[Entity, Entity]:
        """Return the sides of scorers that the scores settle.

        Args:
            sides: the sides already known, person → club.
        """
        found = self._running(sides)
        found.update(self._rest({**sides, **found}))
        return found

    # -- the running score -----------------------------------------------------------------------
    def _running(self, sides: dict[Entity, Entity]) -> dict[Entity, Entity]:
        """Each goal with a score beside it, in order of time: which figure it moved."""
        found: dict[Entity, Entity] = {}
        state = (0, 0)
        for said in sorted(self.goals, key=lambda s: (s.minute is None, s.minute or 0, s.start)):
            made = self._made(said)
            if made is None or said.player is None:
                state = (-9, -9)  # an untold step: what follows is open
                continue
            side = self._step(state, made)
            state = made
            if side is not None and said.player not in sides:
                found[said.player] = self._scorer(said, side)
        return found

    def _step(self, state: tuple[int, int], made: tuple[int, int]) -> Entity | None:
        if made in ((1, 0), (state[0] + 1, state[1])) or (made[1] == 0 and made[0] > 0):
            return self.fixture.home
        if made in ((0, 1), (state[0], state[1] + 1)) or (made[0] == 0 and made[1] > 0):
            return self.fixture.away
        return None

    def _scorer(self, said: Said, side: Entity) -> Entity:
        """The scorer's own side; an own goal counts for the others."""
        return (self.fixture.rival(side) or side) if said.type == "own_goal" else side

    def _made(self, said: Said) -> tuple[int, int] | None:
        """The score that the goal made, printed beside it in its sentence."""
        r = self.case.r
        s = r.sentences[said.sentence]
        a, b = r.start[s.start], r.end[s.end - 1]
        place = r.start[said.start]
        end = r.end[said.end - 1]
        near = [
            x
            for x in r.scores
            if a <= x.start < b and x.start - end <= _REACH and place - x.end <= 12 and sum((x.first, x.second)) > 0
        ]
        if len(near) != 1 or self._others_between(near[0].start, said):
            return None
        return near[0].first, near[0].second

    def _others_between(self, at: int, said: Said) -> bool:
        """Another scorer stands nearer to the score."""
        r = self.case.r
        mine = abs(r.start[said.at if said.at >= 0 else said.start] - at)
        return any(
            o.sentence == said.sentence
            and o.player is not said.player
            and abs(r.start[o.at if o.at >= 0 else o.start] - at) < mine
            for o in self.goals
        )

    # -- what is left of the result ----------------------------------------------------------------
    def _rest(self, sides: dict[Entity, Entity]) -> dict[Entity, Entity]:
        score, home, away = self.fixture.score, self.fixture.home, self.fixture.away
        if score is None or home is None or away is None:
            return {}
        counts = self._counts()
        left = {home: score[0], away: score[1]}
        unknown = 0
        for (player, own), number in counts.items():
            side = sides.get(player)
            if side is None:
                unknown += number
                continue
            scored_for = self.fixture.rival(side) if own else side
            if scored_for in left:
                left[scored_for] -= number
        if not unknown or min(left.values()) < 0:
            return {}
        open_ends = [club for club, goals in left.items() if goals > 0]
        if len(open_ends) != 1 or left[open_ends[0]] < unknown:
            return {}
        gains = open_ends[0]
        found = {}
        for player, own in counts:
            if player not in sides:
                found[player] = (self.fixture.rival(gains) or gains) if own else gains
        return found

    def _counts(self) -> dict[tuple[Entity, bool], int]:
        """Goals of each man: distinct minutes, or the number that one place tells."""
        told: dict[tuple[Entity, bool], list[Said]] = defaultdict(list)
        for said in self.goals:
            if said.player is not None:
                told[said.player, said.type == "own_goal"].append(said)
        return {
            key: max(len({s.minute for s in group if s.minute is not None}), max(s.count for s in group), 1)
            for key, group in told.items()
        }

    # -- a result that is not printed ----------------------------------------------------------------
    def listed(self) -> tuple[int, int] | None:
        """The score of a full list of scorers ("Marcatori: Angella (R), Pettinari (C)")."""
        sheet = [s for s in self.goals if s.sheet]
        if not sheet or any(s.club is None and s.opponent is None for s in sheet):
            return None
        goals = [0, 0]
        for s in sheet:
            gains = s.opponent if s.type == "own_goal" else s.club
            goals[0 if gains is self.fixture.home else 1] += 1
        return goals[0], goals[1]

    def result(self, sides: dict[Entity, Entity], text: str) -> tuple[int, int] | None:
        """The score that the goals told add up to, where the words of the match confirm it.

        Args:
            sides: person → club of every scorer.
            text: the plain words of the match's sentences.
        """
        counts = self._counts()
        if not counts or any(player not in sides for player, _ in counts):
            return None
        goals = [0, 0]
        for (player, own), number in counts.items():
            side = self.fixture.rival(sides[player]) if own else sides[player]
            goals[0 if side is self.fixture.home else 1] += number
        words = load("matches")["words"]
        told = set(text.split())
        if goals[0] == goals[1]:
            return (goals[0], goals[1]) if any(f" {w} " in f" {text} " for w in words["drawn"]) else None
        narrow = sum(goals) == 1 and not told & {"pari", "pareggio"} and bool(told & set(words["by_one"]))
        return (goals[0], goals[1]) if narrow else None
