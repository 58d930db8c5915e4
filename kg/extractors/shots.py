"""Saves: what a goalkeeper does to a shot, and whose shot it was."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.extractors.case import Case, Said
from kg.extractors.roles import Roles
from kg.extractors.shooters import Shooters, is_keeper
from kg.extractors.time import is_past
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_UNREAL = frozenset({"hypothetical", "conditional", "wished", "subjunctive"})


@cache
def _nouns() -> Phrases[str]:
    data = load("deeds")["save"]
    loose = set(data["loose"])
    return Phrases({w: "loose" if w in loose else "strong" for w in data["nouns"]})


class SaveReader:
    """Reads saves from verbs and from phrases."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.shooters = Shooters(case, roles)
        data = load("deeds")["save"]
        self.verbs, self.weak = frozenset(data["verbs"]), frozenset(data["weak"])
        self.forcing, self.forced = frozenset(data["forcing"]), tuple(f" {w} " for w in data["forced"])
        self.beating = frozenset(data["beating"])
        self.need = tuple(f" {w} " for w in data["weak_need"])
        self.never = tuple(f" {w} " for w in data["never"])
        self.shots = frozenset(data["shots"])

    def run(self) -> Iterator[Said]:
        """Yield each save once per keeper, shooter and sentence."""
        r = self.case.r
        story = {s.index for s in self.case.story()}
        done: set[tuple[Entity | None, Entity | None, int]] = set()
        found: list[tuple[Mention, Mention | None, int]] = []
        for index in sorted(story):
            for clause in self.case.clauses(index):
                if clause.lemma in self.forcing and not clause.negated and clause.modality not in _UNREAL:
                    found.extend(self._forced(clause))
                if clause.lemma in self.verbs and not clause.negated and clause.modality not in _UNREAL:
                    found.extend(self._verb(clause))
        for start, end, kind in _nouns().find(r.plain):
            a, b = r.tokens(start, end)
            if r.sentence_of[a] in story:
                found.extend(self._noun(a, b, kind))
        for keeper, shooter, at in sorted(found, key=lambda f: (f[1] is None, f[2])):
            sentence = r.sentence_of[at]
            entity, other = keeper.entity, shooter.entity if shooter is not None else None
            if (entity, other, sentence) in done or (
                other is None and any(k[0] is entity and k[2] == sentence for k in done)
            ):
                continue
            done.add((entity, other, sentence))
            places = [m for m in (keeper, shooter) if m is not None and r.sentence_of[m.start] == sentence]
            start, end = min([at, *(m.start for m in places)]), max([at + 1, *(m.end for m in places)])
            yield Said(
                "save",
                start,
                end,
                sentence,
                "save.told",
                player=entity,
                other=other,
                past=is_past(self.case, sentence, None),
                at=keeper.start,
            )

    def _verb(self, clause: Clause) -> Iterator[tuple[Mention, Mention | None, int]]:
        words = padded(self.case.r, clause.start, clause.end)
        s = self.case.r.sentences[clause.sentence]
        if any(w in padded(self.case.r, s.start, s.end) for w in self.never):
            return
        if clause.lemma in self.weak and not any(w in words for w in self.need):
            return
        if clause.lemma == "salvare" and " si " in padded(self.case.r, clause.group, clause.verb):
            return  # "si salva"
        if clause.passive or clause.reduced:
            keeper = self.roles.agent(clause)
            if keeper is None or is_keeper(self.case, keeper) is False or keeper.kind != "person":
                return
            shooter = self._shooter_before(clause.sentence, clause.verb, keeper)
            if is_keeper(self.case, keeper) or shooter is not None:
                yield keeper, shooter, clause.verb
            return
        keeper = self.roles.subject(clause)
        if keeper is None or keeper.kind != "person" or not is_keeper(self.case, keeper):
            keeper = next(
                (
                    m
                    for m in self.roles.nominals(clause.sentence)
                    if m.kind == "person"
                    and not m.prep
                    and is_keeper(self.case, m)
                    and (clause.start <= m.start < clause.end)
                    and abs(m.start - clause.verb) <= 6
                ),
                None,
            )
        if keeper is None and clause.form.mood == "inf":  # "si vede negare il pari da Mirante"
            agent = self.roles.complement(clause.verb, clause.end, ("da",))
            if agent is not None and is_keeper(self.case, agent):
                shooter = self.roles.subject(clause)
                yield agent, shooter if shooter is not None and shooter.kind == "person" else None, clause.verb
            return
        if keeper is None:
            return
        shooter = (
            self._after(clause.verb, clause.end, keeper)
            or self._clitic(clause, keeper)
            or self._shooter_before(clause.sentence, min(clause.verb, keeper.start), keeper)
        )
        yield keeper, shooter, clause.verb

    def _forced(self, clause: Clause) -> Iterator[tuple[Mention, Mention | None, int]]:
        """ "Y impegna K", "Y costringe K alla parata", "il destro di Y trova la risposta di K"."""
        r = self.case.r
        words = padded(r, clause.verb, clause.end)
        if not any(w in words for w in self.forced) or any(
            w in padded(r, clause.start, clause.end) for w in self.never
        ):
            return
        people = [m for m in self.roles.nominals(clause.sentence) if m.kind == "person"]
        keeper = next((m for m in people if clause.verb < m.start <= clause.verb + 8 and is_keeper(self.case, m)), None)
        if keeper is None:
            return
        subject = self.roles.subject(clause)
        if subject is None or subject.kind != "person" or is_keeper(self.case, subject):
            subject = self.shooters.before(clause.verb)
        if subject is not None:
            yield keeper, subject, clause.verb

    def _clitic(self, clause: Clause, keeper: Mention) -> Mention | None:
        found = self.roles.clitic(clause)
        return (
            found
            if found is not None and found.entity is not keeper.entity and not is_keeper(self.case, found)
            else None
        )

    def _after(self, token: int, limit: int, keeper: Mention) -> Mention | None:
        """ "respinge un sinistro di Y", "dice no a Y", "vola sulla punizione di Y"."""
        r = self.case.r
        for m in self.roles.nominals(r.sentence_of[token]):
            if m.np_start <= token or m.np_start >= limit or m.kind != "person" or m.entity is keeper.entity:
                continue
            if m.np_start - token > 11 or any(r.low[k] in (";", ".", ":", "(") for k in range(token + 1, m.np_start)):
                return None
            return m if m.prep in ("di", "su", "a", "da") and not is_keeper(self.case, m) else None
        return None

    def _shooter_before(self, sentence: int, token: int, keeper: Mention) -> Mention | None:
        """ "un tiro di Y respinto da K", "Y di testa, blocca K": the last man before the save, near it."""
        r = self.case.r
        before = [
            m
            for m in self.roles.nominals(sentence)
            if m.kind == "person" and m.end <= token and m.entity is not keeper.entity and not is_keeper(self.case, m)
        ]
        if (
            before
            and token - before[-1].end <= 9
            and not any(r.low[k] in (";", ".") for k in range(before[-1].end, token))
        ):
            return before[-1]
        if not before and sentence:  # on a live page the shot is the sentence before
            people = [
                m for m in self.roles.nominals(sentence - 1) if m.kind == "person" and not is_keeper(self.case, m)
            ]
            first, second = r.start[r.sentences[sentence - 1].start], r.start[r.sentences[sentence].start]
            if (
                people
                and "\n" not in r.text[first:second].strip()
                and any(w in self.shots for w in r.low[r.sentences[sentence - 1].start : r.sentences[sentence - 1].end])
            ):
                return people[-1]
        return None

    def _noun(self, a: int, b: int, kind: str) -> Iterator[tuple[Mention, Mention | None, int]]:
        r = self.case.r
        s = r.sentences[r.sentence_of[a]]
        near = max(s.start, a - 8)
        near = next((k for k in range(a - 1, near - 1, -1) if r.low[k] in (",", ";", ":", "(")), near)
        if any(w in padded(r, near, min(s.end, b + 8)) for w in self.never):
            return
        clause = self.case.clause_at(a)
        if clause is not None and (clause.modality in _UNREAL or (clause.negated and clause.verb < a)):
            return
        keeper = self._keeper_at(a, b, s.start, s.end)
        if keeper is None or self._beaten(keeper):
            return
        start = max(b - 1, keeper.end - 1 if keeper.start > a else b - 1)
        shooter = self._after(start, s.end, keeper) or (
            self._shooter_before(s.index, min(a, keeper.start), keeper)
            if kind == "strong"
            else self.shooters.before(min(a, keeper.start))
        )
        if kind == "strong" or shooter is not None:
            yield keeper, shooter, a

    def _beaten(self, keeper: Mention) -> bool:
        """ "batte K in uscita": the ball went past him."""
        return any(
            c.lemma in self.beating and self.roles.object(c) is keeper
            for c in self.case.clauses(self.case.r.sentence_of[keeper.start])
        )

    def _keeper_at(self, a: int, b: int, start: int, end: int) -> Mention | None:
        """The keeper right after the phrase ("parata di K", "ok K") or just before it ("K c'è", "K decisivo")."""
        r = self.case.r
        for m in self.roles.nominals(r.sentence_of[a]):
            if m.kind != "person" or not is_keeper(self.case, m):
                continue
            if (
                b <= m.np_start <= b + 3
                and m.prep in ("", "di", "da")
                and not any(r.classes[k] == "verb" or r.low[k] in (",", ";") for k in range(b, m.np_start))
            ):
                return m
            if (
                m.end <= a
                and a - m.end <= 10
                and not m.prep
                and not any(r.low[k] in (";", ".") for k in range(m.end, a))
            ):
                return m
        rated = self.case.rated(a)
        if rated is not None and is_keeper(self.case, rated):
            return rated  # "Rossi 7: vola su Verdi", on a ratings page
        return None
