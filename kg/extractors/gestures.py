"""Celebrations and muted ones: a gesture, and whose it is.

The gesture belongs to the man of its clause ("X non ha esultato", "esultanza di X"); told alone ("Niente
esultanza.", "Poi corre sotto la Maratona") it belongs to who scored last in the words before.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.extractors.case import Case, Said
from kg.extractors.roles import Roles
from kg.extractors.time import is_past
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.language.morphology import verb_table
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_SCORED = frozenset({"goal", "penalty_goal", "disallowed_goal"})
_REACH = 3
_UNREAL = frozenset({"hypothetical", "conditional", "wished", "subjunctive"})


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """Infinitive → the forms a story tells in the third person: present, past, imperfect, and the perfect."""
    found: dict[str, list[str]] = {}
    for word, forms in verb_table().items():
        for f in forms:
            if f.mood == "ind" and f.tense in ("pres", "past", "impf"):
                found.setdefault(f.lemma, []).append(word)
            elif f.mood == "part" and f.gender == "m":
                auxiliaries = ("ha", "aveva", "è", "era") if f.number == "s" else ("hanno", "sono")
                found.setdefault(f.lemma, []).extend(f"{aux} {word}" for aux in auxiliaries)
    return {lemma: tuple(words) for lemma, words in found.items()}


def spelled(phrases: list[str]) -> Iterator[str]:
    """Yield phrases with a verb in braces ("non {esultare}") once in each of its forms."""
    for phrase in phrases:
        if "{" not in phrase:
            yield phrase
            continue
        before, _, rest = phrase.partition("{")
        lemma, _, after = rest.partition("}")
        yield from (f"{before}{form}{after}" for form in _forms().get(lemma, ()))


@cache
def _phrases() -> Phrases[str]:
    data = load("responses")
    return Phrases(
        {
            **dict.fromkeys(spelled(data["celebration"]["phrases"]), "celebration"),
            **dict.fromkeys(spelled(data["muted"]["phrases"]), "muted_celebration"),
        }
    )


@cache
def _loose() -> frozenset[str]:
    """Gestures that tell something only of a man who has just scored."""
    data = load("responses")
    return frozenset(spelled([*data["celebration"]["loose"], *data["muted"]["loose"]]))


def hero(case: Case, token: int, kinds: frozenset[str] = _SCORED, reach: int = _REACH) -> Said | None:
    """Return the last of these deeds told before the token, in its sentence or the few before it."""
    sentence = case.r.sentence_of[token]
    told = [
        s
        for s in case.said
        if s.type in kinds
        and not s.sheet
        and s.player is not None
        and sentence - reach <= s.sentence <= sentence
        and (s.sentence < sentence or s.start < token)
    ]
    return max(told, key=lambda s: (s.sentence, s.start), default=None)


class GestureReader:
    """Reads celebrations; the goals of the case are told already."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        data = load("responses")
        self._never = {
            kind: tuple(f" {w} " for w in data[name]["not"])
            for kind, name in (("celebration", "celebration"), ("muted_celebration", "muted"))
        }
        self._others = frozenset(data["celebration"]["of_others"])

    def run(self) -> Iterator[Said]:
        """Yield each gesture once per man and sentence."""
        r = self.case.r
        story = {s.index for s in self.case.story()}
        done: set[tuple[str, Entity, int]] = set()
        for start, end, kind in _phrases().find(r.plain):
            a, b = r.tokens(start, end)
            sentence = r.sentence_of[a]
            if sentence not in story:
                continue
            s = r.sentences[sentence]
            local = padded(r, max(s.start, a - 6), min(s.end, b + 5))
            if any(w in local for w in self._never[kind]) or r.text[r.end[s.end - 1] - 1 : r.end[s.end - 1]] == "?":
                continue
            clause = self.case.clause_at(a)
            if clause is not None and clause.modality in _UNREAL and clause.start <= a < clause.end:
                self.case.drop("hypothetical", "incidents", a, b, kind)
                continue
            words = r.plain[start:end]
            if words == "esultanza" and any(w in self._others for w in r.low[b : min(s.end, b + 3)]):
                continue
            if kind == "celebration" and clause is not None and clause.negated and clause.verb < a:
                continue
            for owner, at in self._owners(a, b, clause, words):
                if (
                    kind == "muted_celebration"
                    and words in _loose()
                    and (scored := hero(self.case, a)) is not None
                    and scored.player is not owner
                ):
                    continue  # another man's tears
                if (kind, owner, sentence) in done or owner.role in ("coach", "referee", "executive", "agent", "other"):
                    continue
                done.add((kind, owner, sentence))
                goal = hero(self.case, a)
                minute = goal.minute if goal is not None and goal.player is owner else None
                first = min(a, at) if r.sentence_of[at] == sentence else a
                yield Said(
                    kind,
                    first,
                    max(b, at + 1) if first != a or at >= b else b,
                    sentence,
                    f"{kind}.gesture",
                    player=owner,
                    minute=minute,
                    past=is_past(self.case, sentence, clause),
                    gesture=words,
                    at=at,
                )

    def _owners(self, a: int, b: int, clause: Clause | None, words: str) -> list[tuple[Entity, int]]:
        r = self.case.r
        sentence = r.sentence_of[a]
        last = hero(self.case, a)
        if words in _loose() and last is None:
            return []
        token = b - 1
        of = self.roles.complement(token, r.sentences[sentence].end, ("di", "da", "per"), reach=3)
        if of is not None and not any(r.classes[k] in ("verb", "punct") for k in range(b, of.np_start)):
            return self._people(of)
        subject = (
            self.roles.subject(clause)
            if clause is not None and clause.start <= a < clause.end and not clause.passive
            else None
        )
        if (
            subject is not None
            and subject.kind == "person"
            and r.sentence_of[subject.start] == sentence
            and self._near(subject, a)
        ):
            return self._people(subject)
        before = [m for m in self.roles.nominals(sentence) if m.kind == "person" and m.end <= a and not m.prep]
        if clause is None and before and not any(r.low[k] in (".", ";") for k in range(before[-1].end, a)):
            return self._people(before[-1])
        if last is not None and last.player is not None:
            return [(last.player, a)]
        if subject is not None and subject.kind == "person":
            return self._people(subject)
        return self._people(before[-1]) if before else []

    def _near(self, subject: Mention, a: int) -> bool:
        """Guards against a subject far behind another clause of the sentence."""
        return abs(subject.start - a) <= 30

    def _people(self, m: Mention) -> list[tuple[Entity, int]]:
        return [(m.entity, m.start)] if m.entity is not None and m.entity.kind == "person" else []
