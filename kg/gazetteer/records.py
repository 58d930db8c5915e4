"""What the gazetteer knows: clubs, people, dated spells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpellRecord:
    """A person's time at a club.

    ``club`` is a club id. ``since`` and ``until`` are calendar years (a season 2019-20 is
    2019 to 2020); ``until`` ``None`` means it goes on or nobody wrote down its end;
    ``since`` ``None`` is unknown. ``capacity`` is player, coach or executive.
    ``loan_from`` is the owning club's id where the spell was a loan.
    """

    club: str
    since: int | None
    until: int | None
    capacity: str = "player"
    loan: bool = False
    loan_from: str | None = None

    def covers(self, year: int) -> bool:
        """Tell whether the spell touches the calendar year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A player, coach, referee or executive.

    ``name`` is the full name as the Italian press writes it; ``short`` are the usual short forms
    (by default the surname part), ``nicknames`` what else the press calls him ("il Pipita").
    ``birth`` is a year; ``nationalities`` are ISO 3166 alpha-3 codes as FIFA writes them (ITA,
    TUR, ARG, NED …); ``position`` GK, DF, MF, FW or ``None``; ``roles`` at least one of
    player, coach, referee, executive, agent, other. ``wikidata`` is a Q id where certain.
    """

    id: str
    name: str
    short: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    birth: int | None = None
    nationalities: tuple[str, ...] = ()
    position: str | None = None
    roles: tuple[str, ...] = ("player",)
    spells: tuple[SpellRecord, ...] = ()
    wikidata: str | None = None

    def spells_in(self, year: int, capacity: str | None = None) -> tuple[SpellRecord, ...]:
        """Return the spells that touch the calendar year, of one capacity if given."""
        return tuple(s for s in self.spells if s.covers(year) and capacity in (None, s.capacity))


@dataclass(frozen=True, slots=True)
class ClubRecord:
    """A club or national team.

    ``name`` is the common short Italian name. ``nicknames`` stand alone with their article ("la
    Dea"), ``colours`` are colour adjectives in the masculine plural ("nerazzurri", ambiguous by
    nature), ``demonyms`` adjectives of town or supporters in the masculine plural ("bergamaschi",
    "orobici"), ``grounds`` and ``stands`` the places that stand for the club, ``rivals`` ids.
    ``weight`` (1 to 5) says how often the Italian press means this one among namesakes:
    5 Serie A regulars, 4 other Serie A, 3 Serie B and main European clubs, 2 others, 1 rare.
    """

    id: str
    name: str
    full: str = ""
    aliases: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    town: str | None = None
    region: str | None = None
    country: str | None = None
    grounds: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    wikidata: str | None = None
    national: bool = False
    women: bool = False
    weight: int = 2
