"""Elliptic chains: a sentence that tells the last predicate again of other men, one after another.

"Stesso discorso per Pandev contro la Lazio, per Benatia contro la Roma": each name takes the deeds told
last, with the opponent that stands behind it.
"""

from __future__ import annotations

from functools import cache

from kg.extractors.case import Case, Said
from kg.extractors.roles import Roles
from kg.extractors.time import is_past
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Mention

_DEEDS = frozenset(
    {
        "goal",
        "penalty_goal",
        "celebration",
        "muted_celebration",
        "crowd_reaction",
        "own_goal",
        "red_card",
        "penalty_missed",
    }
)
_REACH = 4  # sentences back over which a predicate is taken up again


@cache
def _again() -> Phrases[str]:
    return Phrases({w: w for w in load("gapping")["again"]})


class GappingReader:
    """Copies predicates along elliptic chains into ``case.said``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles

    def run(self) -> None:
        """Look at every phrase that takes a predicate up again."""
        r = self.case.r
        story = {s.index for s in self.case.story()}
        done: set[int] = set()
        for start, end, _ in _again().find(r.plain):
            a, b = r.tokens(start, end)
            sentence = r.sentence_of[a]
            if sentence in story and sentence not in done:
                done.add(sentence)
                self._chain(a, b, sentence)

    def _chain(self, a: int, b: int, sentence: int) -> None:
        r = self.case.r
        end = r.sentences[sentence].end
        if "?" in r.low[max(0, end - 2) : end]:
            return  # asked, not told
        models = self._last_deeds(sentence, a)
        if not models:
            return
        told = {s.player for s in self.case.said if s.sentence == sentence}
        r = self.case.r
        stop = next(
            (
                k
                for k in range(b, r.sentences[sentence].end)
                if r.classes[k] == "verb" and r.low[k] not in ("fece", "fecero", "fatto", "citarne")
            ),
            r.sentences[sentence].end,
        )
        people = [
            m
            for m in self.roles.nominals(sentence)
            if m.kind == "person" and b <= m.start < stop and m.entity is not None and m.entity.role == "player"
        ]
        for m in people:
            if m.entity in told or m.entity in {s.player for s in models} or m.prep in ("di", "da", "con", "su"):
                continue
            if self._own_verb(m):
                continue
            for model in models:
                self.case.said.append(
                    Said(
                        model.type,
                        m.start,
                        m.end,
                        sentence,
                        f"gapping.{model.type}",
                        player=m.entity,
                        past=is_past(self.case, sentence, None) or model.past,
                        confidence=0.7,
                        at=m.start,
                        ex=model.ex,
                    )
                )

    def _last_deeds(self, sentence: int, before: int) -> list[Said]:
        """The deeds of the last man told before the chain, one of each type."""
        earlier = [
            s
            for s in self.case.said
            if s.type in _DEEDS and sentence - _REACH <= s.sentence and (s.sentence < sentence or s.end <= before)
        ]
        if not earlier:
            return []
        last = max(earlier, key=lambda s: (s.sentence, s.start))
        kinds: dict[str, Said] = {}
        for s in sorted(earlier, key=lambda s: s.sentence):
            if s.player is last.player:
                kinds[s.type] = s
        return list(kinds.values())

    def _own_verb(self, m: Mention) -> bool:
        """The man has a verb of his own ("Hernanes, che fece la capriola"): no copy."""
        clauses = self.case.clauses(self.case.r.sentence_of[m.start])
        return any(
            c.verb > m.end and not c.reduced and (s := self.roles.subject(c)) is not None and s.entity is m.entity
            for c in clauses
        )
