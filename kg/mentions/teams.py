"""Whose side a place of a score sheet is."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

from kg.gazetteer import Gazetteer
from kg.language.phrases import Phrases
from kg.language.reading import Reading
from kg.mentions.model import Mention

_PLAYING = frozenset({"lineup", "bench", "scorers", "yellow", "red", "substitutions", "assists", "ratings", "coach"})


def sheet_teams(
    reading: Reading,
    clubs_at: dict[int, Mention],
    gazetteer: Gazetteer,
    people: Mapping[int, tuple[str, ...]],
    year: int | None,
) -> dict[int, frozenset[str]]:
    """Return token of a name on a sheet → the clubs he may be of: his line-up's, else both teams of the sheet.

    Sheets of national teams are left out: their players are at clubs the sheet does not name. ``people`` are the
    candidates of the names by token: marks under a heading without a team of their own are of the side where they were.
    """
    starts = sorted(clubs_at)
    if year is not None:
        _settle_ratings(reading, starts, clubs_at, gazetteer, people, year)
    teams: dict[int, str | None] = {}
    for k, section in enumerate(reading.sheet.sections):
        teams[k] = _club(reading, section.team, starts, clubs_at) if section.team is not None else None
    both = frozenset(
        key
        for k, section in enumerate(reading.sheet.sections)
        if section.kind in ("lineup", "ratings") and (key := teams[k]) is not None
    )
    for heading in reading.sheet.headings[:1]:
        sides = [_club(reading, span, starts, clubs_at) for span in (heading.home, heading.away)]
        both = both or frozenset(side for side in sides if side is not None)
    if not both or any(key in gazetteer.clubs and gazetteer.clubs[key].national for key in both):
        return {}
    found: dict[int, frozenset[str]] = {}
    for k, section in enumerate(reading.sheet.sections):
        if section.kind not in _PLAYING:
            continue
        own = frozenset({team}) if (team := teams[k]) is not None else both if len(both) > 1 else None
        if own is None:
            continue
        for entry in section.entries:
            for name in (entry, *entry.replaced_by):
                found[reading.tokens(name.start, name.end)[0]] = own
    return found


def sheet_echoes(reading: Reading, names: dict[int, int]) -> list[tuple[int, int]]:
    """Return where the prose repeats a name of a sheet that opens with a particle ("Dal Corso"): the man, no preposition.

    Args:
        reading: the text read.
        names: tokens of the sheet's names, start → end.
    """
    told = {reading.words(a, b) for a, b in names.items() if b - a > 1 and reading.classes[a] in ("prep", "det")}
    found = [
        (reading.tokens(start, end), name)
        for start, end, name in Phrases({n.lower(): n for n in told}).find(reading.plain)
    ]
    return [span for span, name in found if reading.words(*span) == name]


def _settle_ratings(
    reading: Reading,
    starts: list[int],
    clubs_at: dict[int, Mention],
    gazetteer: Gazetteer,
    people: Mapping[int, tuple[str, ...]],
    year: int,
) -> None:
    """Give marks that stand right under the heading of a match the team most of the rated men were at."""
    if not reading.sheet.headings:
        return
    heading = reading.sheet.headings[0]
    sides = {span: _club(reading, span, starts, clubs_at) for span in (heading.home, heading.away)}
    for section in reading.sheet.sections:
        team = section.team
        if section.kind != "ratings" or (
            team is not None and not team[0] <= heading.home[0] < heading.away[1] <= team[1]
        ):
            continue
        there: Counter[tuple[int, int]] = Counter()
        for entry in section.entries:
            clubs = {
                spell.club
                for ident in people.get(reading.tokens(entry.start, entry.end)[0], ())
                for spell in gazetteer.people[ident].spells
                if spell.covers(year)
            }
            there.update(span for span, club in sides.items() if club in clubs)
        ranked = there.most_common(2)
        if ranked and ranked[0][1] > 2 and (len(ranked) == 1 or ranked[0][1] > 2 * ranked[1][1]):
            section.team = ranked[0][0]


def _club(reading: Reading, span: tuple[int, int], starts: list[int], clubs_at: dict[int, Mention]) -> str | None:
    a, b = reading.tokens(*span)
    for start in starts[bisect_left(starts, a) :]:
        if start >= b:
            break
        entity = clubs_at[start].entity
        if entity is not None:
            return entity.key
    return None
