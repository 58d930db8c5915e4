"""What a man was to a club: "era l'idolo dell'Emirates", "per due stagioni cuore e capitano del Vicenza", "fu un mito della tifoseria".

The noun names no office, so only a closed time makes a former man of him: a verb of the past, a span that is over, an "ex".
"""

from __future__ import annotations

import re
from functools import cache

from kg.extractors.case import Belongs, Case
from kg.extractors.roles import Roles
from kg.extractors.triggers import padded
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_WAS = frozenset("era fu stato diventato divenne diventò".split())
_REACH = 6


@cache
def _nouns() -> frozenset[str]:
    return frozenset(load("scenes")["idols"])


@cache
def _over() -> re.Pattern[str]:
    return re.compile("|".join(load("scenes")["over"]))


class IdolReader:
    """Adds the former spells that such words tell to ``case.belongs``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.told = {(b.person, b.club) for b in case.belongs}

    def run(self) -> None:
        """Look at every club or its fans behind "di" whose governing noun tells what a man was to it."""
        r = self.case.r
        for sentence in self.case.story():
            for m in self.case.in_sentence(sentence.index):
                if (
                    m.kind == "person"
                    or m.entity is None
                    or m.entity.kind != "club"
                    or m.inside is not None
                    or m.prep != "di"
                    or m.governor < sentence.start
                    or r.low[m.governor] not in _nouns()
                ):
                    continue
                if not self._closed(m, sentence.start):
                    continue
                person = self._who(m, sentence.index)
                club = self._which(m, person) if person is not None else None
                if person is not None and club is not None and (person, club) not in self.told:
                    self.told.add((person, club))
                    self.case.belongs.append(
                        Belongs(person, club, "former", "player", m.governor, m.end, "career.idol", 0.8)
                    )

    def _which(self, m: Mention, person: Entity) -> Entity | None:
        """The club meant; a ground of two is that of the one where he was."""
        if len(m.candidates) < 2:
            return m.entity
        spells = {s.club for s in person.person.spells} if person.person is not None else set()
        his = [key for key in m.candidates if key in spells]
        return self.case.club(his[0]) if len(his) == 1 else None

    def _closed(self, m: Mention, start: int) -> bool:
        """The words before the noun put it in a time that is over."""
        r = self.case.r
        before = padded(r, max(start, m.governor - 12), m.governor + 1)
        was = any(w in _WAS for w in r.low[max(start, m.governor - _REACH) : m.governor])
        return was or bool(_over().search(before))

    def _who(self, m: Mention, sentence: int) -> Entity | None:
        """The subject of the verb, the man the apposition stands behind; at the head of a story the man told next."""
        people = [p for p in self.roles.nominals(sentence) if p.kind == "person" and p.entity is not None]
        before = [p for p in people if p.end <= m.governor]
        clause = self.case.clause_at(m.governor)
        subject = self.roles.subject(clause) if clause is not None else None
        bare = [p for p in before if not p.prep] or before
        found = bare[-1] if bare else subject if subject is not None and subject.kind == "person" else None
        if found is None:
            found = next((p for p in people if p.start >= m.end and not p.prep), None)
        if found is None:
            found = self._told_before(sentence) or self._told_next(sentence)
        if (
            found is None
            or found.entity is None
            or found.entity.role in ("coach", "executive", "referee", "other", "agent")
        ):
            return None
        return found.entity

    def _told_before(self, sentence: int) -> Mention | None:
        """The man the sentence before goes on about, in the same paragraph."""
        r = self.case.r
        if sentence == 0 or "\n" in r.words(r.sentences[sentence].start - 1, r.sentences[sentence].start + 1):
            return None
        for clause in self.case.clauses(sentence - 1):
            subject = self.roles.subject(clause)
            if subject is not None and subject.kind == "person" and not clause.relative:
                return subject
        return None

    def _told_next(self, sentence: int) -> Mention | None:
        """ "Fino a maggio era l'idolo della Nord. Emmanuel Adebayor …": the story opens without his name."""
        if sentence + 1 >= len(self.case.r.sentences):
            return None
        return next((p for p in self.roles.nominals(sentence + 1) if p.kind == "person"), None)
