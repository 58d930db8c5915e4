"""Whose shot it was: the man behind "un destro che s'infila nel sette", "si stampa sul palo", "nulla può sul tiro di X"."""

from __future__ import annotations

from functools import cache

from kg.extractors.case import Case
from kg.extractors.roles import Roles
from kg.lexicon import load
from kg.mentions.model import Mention

_KEEPER_WORDS = ("portiere", "estremo difensore", "numero uno", "guardiano", "para-rigori")
_REACH = 30


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("deeds")["shot"][name])


def is_keeper(case: Case, mention: Mention) -> bool | None:
    """Tell whether the man keeps goal, by the words, the line-up or the gazetteer; ``None`` where nothing is known of him."""
    person = mention.entity.person if mention.entity is not None else None
    if mention.role_word in _KEEPER_WORDS or (person is not None and person.position == "GK"):
        return True
    if mention.entity in case.keepers:
        return True
    return None if person is None or person.position is None else False


class Shooters:
    """Looks up the man whose shot a phrase is about."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles

    def before(self, start: int) -> Mention | None:
        """Return the last man before the phrase who shot: the owner of a shot, the subject of a shooting verb, "con X"."""
        r = self.case.r
        sentence = r.sentence_of[start]
        shooting = {
            id(subject): c
            for c in self.case.clauses(sentence)
            if c.lemma in _words("verbs")
            and not c.passive
            and not c.negated
            and (subject := self.roles.subject(c)) is not None
        }
        for m in reversed([m for m in self.roles.nominals(sentence) if m.kind == "person" and m.end <= start]):
            if start - m.end > _REACH:
                return None
            if is_keeper(self.case, m):
                continue
            if self._owns_shot(m) or id(m) in shooting or m.prep == "con":
                return m
        return None

    def after(self, end: int) -> Mention | None:
        """ "sul diagonale di X": the owner of the shot behind the phrase."""
        r = self.case.r
        for m in self.roles.nominals(r.sentence_of[end - 1]):
            if m.kind != "person" or m.np_start < end or is_keeper(self.case, m):
                continue
            if m.np_start - end > 12 or any(r.low[k] in (";", ".", ":") for k in range(end, m.np_start)):
                return None
            return m if self._owns_shot(m) or m.prep == "su" else None
        return None

    def _owns_shot(self, m: Mention) -> bool:
        """ "il destro di X", "la gran botta dal limite di X": *di* hangs on a shot."""
        r = self.case.r
        if m.prep != "di":
            return False
        floor = max(r.sentences[r.sentence_of[m.start]].start, m.prep_at - 7)
        for k in range(m.prep_at - 1, floor - 1, -1):
            if r.low[k] in _words("nouns"):
                touched = r.low[k] == "deviazione" and any(
                    r.classes[j] == "prep" or r.low[j] in ("complice", "decisiva") for j in range(max(floor, k - 2), k)
                )
                return not touched  # "complice la deviazione di Y": the shot was another's
            if r.low[k] in _words("passes") or r.low[k] in (",", ";", ":") or r.classes[k] in ("name", "cc"):
                return False
        return False
