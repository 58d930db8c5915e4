"""When an article without a date was written: the year in which its people were at its clubs.

The estimate serves only to tell namesakes and sides apart; it is never printed as the article's date.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from kg.gazetteer import Gazetteer
from kg.language.phrases import Phrases
from kg.language.reading import Reading
from kg.lexicon import load
from kg.mentions.names import Found

_YEAR = re.compile(r"\b(19[6-9]\d|20[0-4]\d)\b")
_MOST = 40  # people looked at; more tell nothing new


def estimate_year(
    reading: Reading, gazetteer: Gazetteer, found: Found, clubs: set[str], dated: int | None = None
) -> int | None:
    """Return the year that most of the article's people spent at its clubs, ``None`` where too few agree.

    Every candidate of a name counts with an even share; the latest year told in the text weighs like one person.
    Of equally good years the latest is taken: papers write about the present.
    """
    votes: defaultdict[int, float] = defaultdict(float)
    seen: set[tuple[str, ...]] = set()
    for mention in found.people:
        if not mention.candidates or mention.candidates in seen:
            continue
        seen.add(mention.candidates)
        if len(seen) > _MOST:
            break
        share = 1.0 / len(mention.candidates)
        for ident in mention.candidates:
            years = {
                year
                for spell in gazetteer.people[ident].spells
                if spell.club in clubs and spell.since is not None
                for year in range(spell.since, min(spell.until or spell.since + 8, 2030) + 1)
            }
            for year in years:
                votes[year] += share
    told = [] if dated is not None else [int(y) for y in _YEAR.findall(reading.text)]
    if told:
        votes[max(told)] += 1
    if dated is not None:
        return _other_time(votes, dated)
    if not votes:
        return None
    since, until = told_era(reading)
    if until is not None and (since is None or since <= until) and not (told and max(told) > until):
        votes = defaultdict(float, {year: value for year, value in votes.items() if year <= until}) or votes
    floor = max((year for year in (_not_before(found, gazetteer, clubs), since) if year is not None), default=None)
    if floor is not None:
        votes = defaultdict(float, {year: value for year, value in votes.items() if year >= floor}) or votes
    best = max(votes.values())
    if best < 1.5:
        return max(told) if told else None
    return max(year for year, value in votes.items() if value >= best - 1e-9)


@cache
def _era_words() -> Phrases[tuple[str, int]]:
    table = load("eras")
    return Phrases({word: (bound, year) for bound in ("since", "until") for word, year in table[bound].items()})


def told_era(reading: Reading) -> tuple[int | None, int | None]:
    """Return the first and the last year that the words of the text allow (VAR, lire, co-ownership …)."""
    bounds: dict[str, set[int]] = {"since": set(), "until": set()}
    for _, _, (bound, year) in _era_words().find(reading.plain):
        bounds[bound].add(year)
    return max(bounds["since"], default=None), min(bounds["until"], default=None)


def _not_before(found: Found, gazetteer: Gazetteer, clubs: set[str]) -> int | None:
    """Return the earliest year in which at least two unmistakable people of the article had come to its clubs."""
    since: dict[str, int] = {}
    for mention in found.people:
        if len(mention.candidates) == 1:
            years = [
                s.since
                for s in gazetteer.people[mention.candidates[0]].spells
                if s.club in clubs and s.since is not None
            ]
            if years:
                since[mention.candidates[0]] = min(years)
    arrived = sorted(since.values(), reverse=True)
    return arrived[1] if len(arrived) > 3 else None


def _other_time(votes: dict[int, float], dated: int) -> int:
    """Keep the year of the date unless the people clearly are of another: old pages carry the date of their copy."""
    own = max(votes.get(year, 0.0) for year in (dated - 1, dated, dated + 1))
    best = max(votes.values(), default=0.0)
    if best < 3.0 or own > 0.34 * best:
        return dated
    return max(year for year, value in votes.items() if value >= best - 1e-9)
