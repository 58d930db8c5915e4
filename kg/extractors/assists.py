"""Assists: the pass told with a goal. Whose pass it was stands in the words, whom it served in the goal beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache

from kg.extractors.case import Case, Said
from kg.extractors.roles import Roles
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_SHORT_LINE = 300


@cache
def _phrases() -> Phrases[str]:
    data = load("deeds")["assist"]
    return Phrases(
        {
            **dict.fromkeys(data["nouns"], "noun"),
            **dict.fromkeys(data["kicked"], "kicked"),
            **dict.fromkeys(data["never"], "never"),
        }
    )


class AssistReader:
    """Reads assists of a case whose goals are told."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        data = load("deeds")["assist"]
        self.verbs, self.crossing = frozenset(data["verbs"]), frozenset(data["crossing"])
        self.putting, self.middle = frozenset(data["putting"]), tuple(f" {w} " for w in data["middle"])
        self.limbs = frozenset(data["limbs"])
        self._goals: dict[int, list[Said]] = {}
        self._passers: dict[int, list[Said]] = {}

    def run(self) -> Iterator[Said]:
        """Yield the assists, each with its scorer and his minute."""
        for said in self.case.said:
            if said.type == "goal" and not said.sheet:
                self._goals.setdefault(said.sentence, []).append(said)
        story = {s.index for s in self.case.story()}
        done: set[tuple[Entity, Entity, int]] = set()
        for passer, served, at, strong in self._passes(story):
            for goal in self._served(passer, served, at, strong):
                player, other = passer.entity, goal.player if isinstance(goal, Said) else goal
                if (
                    player is None
                    or other is None
                    or player is other
                    or player.role in ("coach", "referee", "executive", "agent")
                ):
                    continue
                if (player, other, at) in done:
                    continue
                done.add((player, other, at))
                sentence = self.case.r.sentence_of[at]
                minute = goal.minute if isinstance(goal, Said) else None
                past = goal.past if isinstance(goal, Said) else False
                start, end = min(passer.start, at), max(passer.end, at + 1)
                yield Said(
                    "assist",
                    start,
                    end,
                    sentence,
                    "assist.pass",
                    player=player,
                    other=other,
                    minute=minute,
                    past=past,
                    at=passer.start,
                )

    # -- who passes --------------------------------------------------------------------------------
    def _passes(self, story: set[int]) -> Iterator[tuple[Mention, Mention | None, int, bool]]:
        """Yield passer, whom he serves where told, the token, and whether the word is *assist* itself."""
        r = self.case.r
        for start, end, kind in _phrases().find(r.plain):
            a, b = r.tokens(start, end)
            if kind == "never" or r.sentence_of[a] not in story:
                continue
            strong = r.low[a] == "assist"
            passer = self._owner(a, b, "da" if kind == "kicked" else "di")
            if passer is None and strong:
                clause = self.case.clause_at(a)
                subject = (
                    self.roles.subject(clause)
                    if clause is not None and clause.verb < a and not clause.passive and not clause.negated
                    else None
                )
                passer = subject if subject is not None and subject.kind == "person" else None
            if passer is not None:
                served = (
                    self.roles.complement(
                        max(b - 1, passer.start), r.sentences[r.sentence_of[a]].end, ("per", "a"), reach=5
                    )
                    if strong
                    else None
                )
                yield passer, served if served is not passer else None, a, strong
        for index in sorted(story & (self._goals.keys() | {s - 1 for s in self._goals})):
            for clause in self.case.clauses(index):
                if clause.lemma not in self.verbs or clause.negated or clause.modality not in ("real", "future"):
                    continue
                if clause.passive or clause.reduced:
                    passer, served = self.roles.agent(clause), self.roles.subject(clause)
                else:
                    passer, served = (
                        self.roles.subject(clause),
                        self.roles.object(clause)
                        or self.roles.complement(clause.verb, clause.end, ("a", "per"))
                        or self._limb(clause),
                    )
                    if served is None or served.kind != "person":
                        served = self.roles.clitic(clause)
                    if served is None and not self._crosses(clause):
                        continue
                if passer is not None and passer.kind == "person":
                    yield passer, served if served is not None and served.kind == "person" else None, clause.verb, False
            yield from self._bare_pairs(index)

    def _limb(self, clause: Clause) -> Mention | None:
        """ "pennella per la testa di Y"."""
        found = self.roles.complement(clause.verb, clause.end, ("di",))
        return found if found is not None and self.case.r.low[found.prep_at - 1] in self.limbs else None

    def _crosses(self, clause: Clause) -> bool:
        """ "X crossa dalla destra", "X mette un pallone al centro": a pass without its receiver."""
        if clause.lemma in self.crossing:
            return True
        words = padded(self.case.r, clause.verb, clause.end)
        return clause.lemma in self.putting and any(w in words for w in self.middle)

    def _owner(self, a: int, b: int, prep: str) -> Mention | None:
        """ "cross basso di X", "palla dentro di X": no verb, comma or other name between."""
        r = self.case.r
        for m in self.roles.nominals(r.sentence_of[a]):
            if m.np_start < b - 1:
                continue
            if m.kind != "person" or m.np_start - b > 5 or m.prep != prep:
                return None
            between = range(b, m.prep_at)
            if r.low[m.prep_at - 1] in ("spalle", "area", "porta", "testa", "favore", "piedi", "mani", "fascia"):
                return None
            if any(r.classes[k] in ("verb", "punct") and r.low[k] not in ("'", "’") for k in between):
                return None
            return m
        return None

    def _bare_pairs(self, sentence: int) -> Iterator[tuple[Mention, Mention | None, int, bool]]:
        """ "contropiede micidiale, Marilungo per Succi, che la mette dentro"."""
        r = self.case.r
        people = [m for m in self.roles.nominals(sentence) if m.kind == "person"]
        for first, second in itertools.pairwise(people):
            if not first.prep and second.prep == "per" and second.prep_at == first.end:
                changed = any(
                    s.type == "substitution" and s.sentence == sentence and second.entity is s.other
                    for s in self.case.said
                )
                if (
                    not changed
                    and any(g.player is second.entity for g in self._goals.get(sentence, ()))
                    and r.low[second.end - 1] != "."
                ):
                    yield first, second, first.start, False

    # -- whom he serves ----------------------------------------------------------------------------
    def _served(self, passer: Mention, served: Mention | None, at: int, strong: bool) -> list[Said | Entity]:
        r = self.case.r
        sentence = r.sentence_of[at]
        here = [g for g in self._goals.get(sentence, ()) if g.player is not passer.entity]
        if served is not None:
            his = [g for g in here if g.player is served.entity] or [
                g
                for k in (1, -1)
                for g in self._goals.get(sentence + k, ())
                if g.player is served.entity and self._same_line(sentence, sentence + k)
            ]
            if his:
                return [min(his, key=lambda g: abs(g.start - at))]
            if strong and served.entity is not None:
                return [served.entity]
            return []
        if not here and (strong or self._in_short_line(at)):
            here = [
                g
                for k in (-1, 1)
                for g in self._goals.get(sentence + k, ())
                if g.player is not passer.entity and self._same_line(sentence, sentence + k)
            ]
        if not here:
            return []
        words = r.plain[max(0, r.start[at] - 30) : r.start[at]]
        if "entramb" in words:
            return [g for g in here if g.at < at]
        if any(
            g.sentence == sentence
            and g.type == "own_goal"
            and g.player is not passer.entity
            and all(abs(g.start - at) <= abs(o.at - at) for o in here)
            for g in self.case.said
        ):
            return []
        before = [g for g in here if g.at < at and not self._parted(g, at)]
        after = [g for g in here if g.at > at]
        onto = r.low[at - 1] in ("su", "sul", "sull'", "sulla", "con", "da", "dal", "dall'", "dopo") or r.low[
            at - 2 : at
        ] in (["su", "un"], ["dopo", "un"], ["su", "una"])
        if before and (onto or not after):
            return [max(before, key=lambda g: g.at)]
        return [min(after, key=lambda g: g.at)] if after else []

    def _parted(self, goal: Said, at: int) -> bool:
        """A stop stands between the goal and the pass told after it."""
        return any(self.case.r.low[k] in (";", "ma") for k in range(goal.end, at))

    def _same_line(self, a: int, b: int) -> bool:
        r = self.case.r
        if not 0 <= b < len(r.sentences):
            return False
        first, second = sorted((r.start[r.sentences[a].start], r.start[r.sentences[b].start]))
        return "\n" not in r.text[first:second].strip()

    def _in_short_line(self, at: int) -> bool:
        r = self.case.r
        line = next((ln for ln in r.lines if ln.start <= r.start[at] < ln.end), None)
        return line is not None and line.end - line.start <= _SHORT_LINE
