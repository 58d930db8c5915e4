"""What the linker looks up in the whole gazetteer: fame, seldom used short names, who was at a club."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from kg.gazetteer import Gazetteer, PersonRecord, fold, surname
from kg.gazetteer.forms import PARTICLES, short_names

_NOW = 2026  # an open spell counts up to here
_ONE_NAMED = frozenset(
    {"BRA", "POR", "ANG", "CPV", "MOZ"}
)  # countries whose players are seldom called by the last name


_MOST_ROSTERS = 5000
Roster = dict[tuple[str, int], list[tuple[str, str]]]


@dataclass(slots=True)
class Roll:
    """Indexes over all people.

    ``fame`` is 0 to 1: years at clubs of weight. ``hidden`` leads from a part of a name that is no usual short form to
    the people. ``of_club`` lists (folded surname, id, first and last year) of everybody who was at a club.
    """

    fame: dict[str, float] = field(default_factory=dict)
    hidden: dict[str, list[str]] = field(default_factory=dict)
    of_club: dict[str, list[tuple[str, str, int, int]]] = field(default_factory=dict)
    first: frozenset[str] = frozenset()
    _rosters: dict[tuple[str, int], Roster] = field(default_factory=dict)
    first_names: Counter[str] = field(default_factory=Counter)

    def roster(self, club: str, year: int) -> Roster:
        """Return who was at a club about a year: (first letter, length of the surname) → (surname, id)."""
        found = self._rosters.get((club, year))
        if found is None:
            if len(self._rosters) > _MOST_ROSTERS:
                self._rosters.clear()
            found = self._rosters[club, year] = {}
            for last, ident, since, until in self.of_club.get(club, ()):
                if since - 1 <= year <= until + 1:
                    found.setdefault((last[:1], len(last)), []).append((last, ident))
        return found


@cache
def roll(gazetteer: Gazetteer) -> Roll:
    """Return the indexes of a gazetteer, made once."""
    made = Roll()
    for ident, person in gazetteer.people.items():
        made.fame[ident] = _fame(person, gazetteer)
        words = fold(person.name).split()
        if len(words) > 1:
            made.first_names[words[0]] += 1
        _hide(made, person, words)
        last = fold(surname(person.name) or person.name)
        for spell in person.spells:
            span = (spell.since or 0, spell.until or _NOW)
            made.of_club.setdefault(spell.club, []).append((last, ident, *span))
    made.first = frozenset(made.first_names)
    return made


def _fame(person: PersonRecord, gazetteer: Gazetteer) -> float:
    total = 0
    for spell in person.spells:
        club = gazetteer.clubs.get(spell.club)
        if club is not None and spell.since is not None:
            total += max(0, club.weight - 2) * min(12, max(1, (spell.until or _NOW) - spell.since))
    return total / (total + 30)


def _hide(made: Roll, person: PersonRecord, words: list[str]) -> None:
    if len(words) < 2 or _ONE_NAMED & set(person.nationalities):
        return
    usual = {fold(short) for short in short_names(person)}
    last = fold(surname(person.name))
    parts = {last, *words[1:], *last.replace("-", " ").split()} - usual - PARTICLES
    for part in parts:
        if len(part) > 3:
            made.hidden.setdefault(part, []).append(person.id)


def within_one_edit(a: str, b: str) -> bool:
    """Tell whether two words differ by one letter added, left out, changed, or two neighbours exchanged."""
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])
    return a[i + 1 :] == b[i:] if len(a) > len(b) else a[i:] == b[i + 1 :]
