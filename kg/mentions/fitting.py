"""How well a person of the gazetteer fits an article: clubs and time, what stands beside the name, calling, fame."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.gazetteer import PersonRecord

#: A spell at the club then, within a year of it, at another time.
COVERS, NEAR, EVER = 3.0, 2.0, 1.0


@dataclass(slots=True)
class Context:
    """What helps to tell namesakes apart: clubs the article names (id → mentions), its year, whether it reports a match."""

    clubs: dict[str, int] = field(default_factory=dict)
    year: int | None = None
    report: bool = False
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the mentions of one name: clubs in its noun phrase, the teams of its score sheet.

    ``small``: those teams are of the lower leagues, whose men the gazetteer seldom knows.
    """

    clubs: frozenset[str] = frozenset()
    teams: frozenset[str] | None = None
    near: frozenset[str] = frozenset()
    small: bool = False


NOTHING_BESIDE = Beside()


def fit(person: PersonRecord, club: str, year: int | None) -> float:
    """Return how well the person's spells fit a club at a time."""
    best = 0.0
    for spell in person.spells:
        if spell.club != club:
            continue
        if year is None:
            best = max(best, NEAR)
        elif spell.covers(year):
            best = max(best, COVERS)
        elif (spell.until is not None and 0 <= year - spell.until <= 1) or (
            spell.since is not None and 0 <= spell.since - year <= 1
        ):
            best = max(best, NEAR)
        else:
            best = max(best, EVER)
    return best


def club_evidence(person: PersonRecord, context: Context) -> float:
    """Return how well the person's clubs fit those of the article: 3 there at the time, 1 there at another time, 0 never."""
    best = 0.0
    for spell in person.spells:
        count = context.clubs.get(spell.club)
        if not count:
            continue
        fit = EVER
        if context.year is None:
            fit = NEAR
        elif spell.covers(context.year):
            fit = COVERS
        elif (spell.until is not None and 0 <= context.year - spell.until <= 1) or (
            spell.since is not None and 0 <= spell.since - context.year <= 1
        ):
            fit = NEAR
        best = max(best, fit + 0.1 * min(count, 5))
    return best


def score(
    person: PersonRecord, context: Context, role: str | None, beside: Beside = NOTHING_BESIDE, fame: float = 0.0
) -> float:
    """Return how well a gazetteer person fits the article (higher is better, 0 is neutral).

    A spell at a club of the article in its year weighs most; a spell there at another time some; a club in the name's
    own phrase decides; somebody out of football by years, or of another calling than the words say, counts down.
    """
    evidence = club_evidence(person, context)
    active = _activity(person, context.year)
    total = 0.8 * fame + evidence + (max(active, -0.5) if evidence >= 1 else active)
    if context.year is not None and person.birth is not None and context.year - person.birth < 15:
        total -= 4.0
    if role is not None:
        total += 1.5 if role in person.roles else -1.5
    if context.countries and context.countries & set(person.nationalities) and active >= 0:
        total += 1.0
    if beside.near:
        total += 0.5 if any(fit(person, club, context.year) >= NEAR for club in beside.near) else 0.0
    if beside.clubs and person.spells:
        fitting = max(fit(person, club, context.year) for club in beside.clubs)
        total += 2.0 if fitting >= NEAR else 0.8 if fitting else -1.5
    if beside.teams is not None:
        fitting = max((fit(person, club, context.year) for club in beside.teams), default=0.0)
        if fitting == 0.0:
            total -= 2.0 if role == "coach" else 6.0 if beside.small or _elsewhere(person, context.year) else 1.0
        else:
            total += 1.0 if fitting >= NEAR else 0.0
    return total


def _elsewhere(person: PersonRecord, year: int | None) -> bool:
    """The records have him at some club at the time, or out of the game; else his career may have gaps in them.

    In the year in which a spell begins or ends he may have been at another club too.
    """
    known = [y for s in person.spells if s.capacity == "player" for y in (s.since, s.until) if y is not None]
    if year is None or not known:
        return True
    if any(s.covers(year) and year not in (s.since, s.until) for s in person.spells):
        return True
    return not min(known) - 1 <= year <= max(known) + 6


def _activity(person: PersonRecord, year: int | None) -> float:
    """In football in the year: a plus; retired for long or not yet born to it: a minus."""
    years = [y for s in person.spells for y in (s.since, s.until) if y is not None]
    if year is None or not years:
        return 0.0
    if any(s.covers(year) for s in person.spells):
        return 1.0
    if year < min(years) - 1:
        return -3.0
    gap = year - max(years)
    return 0.0 if gap <= 1 else -0.8 if gap <= 4 else -1.6


def role_at(person: PersonRecord, year: int | None) -> str:
    """Return what the person is in football in the year: by his spells then, else by the last before it.

    A former striker who coaches is a coach; a retired man spoken of as a player is a player.
    """
    if year is None or not person.spells:
        return person.roles[0]
    now = [s for s in person.spells if s.covers(year)]
    for capacity in ("player", "coach", "executive"):
        dated = [
            s for s in now if s.capacity == capacity and (s.until is not None or s.since is None or year - s.since < 15)
        ]
        if dated and (capacity != "player" or person.birth is None or year - person.birth < 44):
            return capacity
    before = [s for s in person.spells if s.until is not None and s.until < year]
    if before:
        last = max(before, key=lambda s: s.until or 0)
        return last.capacity
    return person.roles[0]
