"""Hold the gazetteer's people against football records: names, birth years and dated spells.

    python scripts/check_people.py [--records DIR] [--only m_] [--list 40]

The records (``players_*.csv.gz``, ``stints_*.csv.gz``) lie in ``$KG_SHARED/data`` or ``../shared/data``. They are
something to check against, never a source of rows: what disagrees is looked at and corrected by a person, and
sometimes it is the record that is wrong.

A person of the gazetteer is the record of the same name and birth year (or, where the record writes the name
longer or shorter, of the same birth year and a common part of the name). A recorded stint agrees where the
gazetteer has the player at that club from and until the same year, give or take one season. Seasons for which
the records do not hold the club (it played in another league), or which he spent on loan elsewhere, do not count.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.gazetteer import Gazetteer, PersonRecord, slug  # noqa: E402

DATA = ROOT / "kg" / "gazetteer" / "data"
# The stints are recorded for these years only: a spell may have begun before and gone on after.
FIRST_YEAR, LAST_YEAR = 2004, 2021
_YOUNGEST = 14
# What clubs' legal forms add to their names, and years of foundation.
_LEGAL = frozenset(
    slug("AC ACF AFC AS ASD CF CFC FC FK KS NK RC SC SD SK SS SSC SSD UD US VfB VfL 1 04 05 96 98 99").split("-")
)
# Names of the records that no alias of the club files covers.
_CLUB_NAMES = {
    "atalanta-bergamo": "atalanta",
    "mainz": "magonza",
    "zenit-st-petersburg": "zenit",
    "cska-moscow": "cska-mosca",
    "spartak-moscow": "spartak-mosca",
    "loko-moscow": "lokomotiv-mosca",
    "lokomotiv-moscow": "lokomotiv-mosca",
    "dynamo-moscow": "dinamo-mosca",
    "olympique-lyon": "lione",
    "olympique-marseille": "marsiglia",
    "ogc-nice": "nizza",
    "sevilla": "siviglia",
    "real-betis": "betis-siviglia",
    "real-betis-balompie": "betis-siviglia",
    "barcelona": "barcellona",
    "atletico-de-madrid": "atletico-madrid",
    "bayern-munich": "bayern-monaco",
    "borussia-monchengladbach": "borussia-moenchengladbach",
    "stuttgart": "stoccarda",
    "hamburger-sv": "amburgo",
    "sporting-cp": "sporting-lisbona",
    "cd-nacional": "nacional-madeira",
    "nacional": "nacional-madeira",
}
_WORST = {"club": 0, "years": 1, "unrecorded": 2}


class Stint(NamedTuple):
    """A recorded time of a player at a club, in calendar years; an end of ``None`` is not recorded."""

    club: str
    since: int
    until: int | None


class Recorded(NamedTuple):
    """A player of the records: name, birth year and stints."""

    name: str
    birth: int
    stints: list[Stint]


class Finding(NamedTuple):
    """A disagreement: the kind (birth, club, years, unrecorded), whose it is, and both sides in words."""

    kind: str
    person: str
    ours: str
    records: str

    def __str__(self) -> str:
        return f"{self.kind:<10} {self.person}: gazetteer {self.ours}; records {self.records}"


class Report(NamedTuple):
    """How far gazetteer and records agree: counts by what was compared, and the disagreements."""

    people: int
    found: int
    births: tuple[int, int]
    stints: tuple[int, int]
    spells: tuple[int, int]
    findings: list[Finding]

    def lines(self) -> Iterator[str]:
        """Give the figures as lines of text."""
        yield f"people compared      {self.people}"
        yield f"names found          {_share(self.found, self.people)}"
        yield f"birth years agree    {_share(*self.births)}"
        yield f"recorded stints held {_share(*self.stints)}"
        yield f"own spells recorded  {_share(*self.spells)}"


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole}" + (f" ({100 * part / whole:.1f} %)" if whole else "")


def records_folder() -> Path:
    """Return where the records lie: ``$KG_SHARED/data`` or ``../shared/data``."""
    return Path(os.environ.get("KG_SHARED", ROOT.parent / "shared")) / "data"


class Records:
    """The players and stints of the records' files, by name and birth year."""

    def __init__(self, folder: Path, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._club_ids: dict[str, str | None] = {}
        self.players: dict[tuple[str, int], Recorded] = {}
        self.recorded_seasons: set[tuple[str, int]] = set()
        self._births: dict[str, set[int]] = defaultdict(set)
        self._by_birth: dict[int, list[Recorded]] = defaultdict(list)
        for row in _rows(folder, "players_*.csv.gz"):
            self._player(row["name"], row["birth"])
        for row in _rows(folder, "stints_*.csv.gz"):
            self._stint(row)

    def _player(self, name: str, birth: str) -> Recorded | None:
        key = (slug(name), int(birth[:4]) if birth[:4].isdecimal() else 0)
        if not key[1]:
            return None
        if key not in self.players:
            self.players[key] = Recorded(name, key[1], [])
            self._births[key[0]].add(key[1])
            self._by_birth[key[1]].append(self.players[key])
        return self.players[key]

    def _stint(self, row: dict[str, str]) -> None:
        recorded = self._player(row["player"], row.get("birth") or row.get("birth_year") or "")
        club = self._club(row["club"])
        since = int((row.get("from") or row["from_season"])[:4])
        # Some rows carry another player's years: nobody is in a first team as a child.
        if recorded is None or club is None or since < recorded.birth + _YOUNGEST:
            return
        if row.get("from"):
            stint = Stint(club, since, int(row["to"][:4]))
            self.recorded_seasons.update((club, year) for year in range(since, stint.until or since))
        else:  # a season's squad list
            stint = Stint(club, since, None)
        recorded.stints.append(stint)

    def _club(self, name: str) -> str | None:
        if name not in self._club_ids:
            words = slug(name).split("-")
            short = "-".join(word for word in words if word not in _LEGAL)
            found = (
                self._gazetteer.resolve(_CLUB_NAMES.get(short, short))
                or self._gazetteer.resolve("-".join(words))
                or self._gazetteer.club_by_name(name)
            )
            self._club_ids[name] = found.id if found else None
        return self._club_ids[name]

    def births(self, name: str) -> set[int]:
        """Return the birth years recorded for the full name."""
        return self._births.get(slug(name), set())

    def silent(self, person: PersonRecord, club: str) -> frozenset[int]:
        """Return the seasons without records of the club, and those the person spent on loan from it."""
        unrecorded = {year for year in range(FIRST_YEAR - 1, LAST_YEAR) if (club, year) not in self.recorded_seasons}
        for spell in person.spells:
            if spell.loan and spell.club != club and spell.since is not None:
                unrecorded.update(range(spell.since - 1, (spell.until or LAST_YEAR) + 1))
        return frozenset(unrecorded)

    def of(self, person: PersonRecord) -> Recorded | None:
        """Return the recorded player who is this person, or ``None`` where no one or more than one may be."""
        if person.birth is None:
            return None
        same = self.players.get((slug(person.name), person.birth))
        if same is not None and same.stints:
            return same
        forms = {slug(form) for form in (person.name, *person.short)}
        alike = [r for r in self._by_birth[person.birth] if r is not same and _alike(slug(r.name), forms)]
        # Two files may write one player's name differently, and only one of them know his clubs.
        told = [r for r in alike if r.stints] or alike
        return told[0] if len(told) == 1 else same


def _alike(recorded: str, forms: set[str]) -> bool:
    words = set(recorded.split("-"))
    if recorded in forms and len(recorded) > 3:
        return True
    names = (set(form.split("-")) for form in forms)
    return any(len(words & own) >= 2 and (words <= own or own <= words) for own in names)


def _rows(folder: Path, pattern: str) -> Iterator[dict[str, str]]:
    for path in sorted(folder.glob(pattern)):
        # Open-ended rows tell no end and are often stale: nothing about a spell can be held against them.
        if "open_ended" in path.name:
            continue
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def merged(spells: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans of years that touch or lie a year apart (a loan became a transfer, a loan away in between)."""
    joined: list[tuple[int, int]] = []
    for since, until in sorted(spells):
        if joined and since <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined


def own_years(person: PersonRecord) -> dict[str, list[tuple[int, int]]]:
    """Return the years a person played for each club, joined."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for spell in person.spells:
        if spell.capacity == "player":
            spans[spell.club].append((spell.since or 0, spell.until or 9999))
    return {club: merged(years) for club, years in spans.items()}


def agrees(stint: Stint, years: Sequence[tuple[int, int]], silent: frozenset[int] = frozenset()) -> bool:
    """Tell whether one of the spans begins and ends where the stint does, within a season.

    ``silent`` are the seasons (by their first year) for which the records say nothing of the player at this club:
    a span may reach over them.
    """
    return any(_begins(stint, since, until, silent) and _ends(stint, until, silent) for since, until in years)


def _begins(stint: Stint, since: int, until: int, silent: frozenset[int]) -> bool:
    if stint.until is None:  # one season's squad: only that he was there
        return since <= stint.since + 1 and until >= stint.since
    earlier = range(max(since, FIRST_YEAR) + 1, stint.since)
    return abs(stint.since - since) <= 1 or (since <= stint.since and silent.issuperset(earlier))


def _ends(stint: Stint, until: int, silent: frozenset[int]) -> bool:
    if stint.until is None:
        return True
    later = range(stint.until, min(until, LAST_YEAR) - 1)
    return abs(stint.until - until) <= 1 or (until >= stint.until and silent.issuperset(later))


def compare(people: Iterable[PersonRecord], records: Records) -> Report:
    """Compare players with the records."""
    total = found = births = compared_births = held = stints = recorded = spells = 0
    findings: list[Finding] = []
    for person in people:
        total += 1
        known = records.births(person.name)
        match = records.of(person)
        if match is not None or (known and person.birth is not None):
            compared_births += 1
            births += match is not None
        if match is None:
            if known and person.birth is not None:
                findings.append(Finding("birth", person.name, str(person.birth), "/".join(map(str, sorted(known)))))
            continue
        found += 1
        for finding, counted in _stint_findings(person, match, records):
            stints += 1
            held += counted
            findings.extend([finding] if finding else [])
        for finding, counted in _spell_findings(person, match, records):
            spells += 1
            recorded += counted
            findings.extend([finding] if finding else [])
    findings.sort(key=lambda f: (_WORST.get(f.kind, -1), f.person))
    return Report(total, found, (births, compared_births), (held, stints), (recorded, spells), findings)


def _stint_findings(person: PersonRecord, match: Recorded, records: Records) -> Iterator[tuple[Finding | None, bool]]:
    own = own_years(person)
    joined: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for stint in match.stints:
        if stint.until is not None:
            joined[stint.club].append((stint.since, stint.until))
    squads = [stint for stint in match.stints if stint.until is None]
    for stint in [Stint(club, *span) for club, spans in joined.items() for span in merged(spans)] + squads:
        years = own.get(stint.club, [])
        if agrees(stint, years, records.silent(person, stint.club)):
            yield None, True
            continue
        here = ", ".join(f"{since}-{until}" for since, until in years) or "none"
        there = f"{stint.club} {stint.since}-{stint.until or stint.since + 1}"
        yield Finding("years" if years else "club", person.name, here, there), False


def _spell_findings(person: PersonRecord, match: Recorded, records: Records) -> Iterator[tuple[Finding | None, bool]]:
    if not match.stints:
        return
    at = {
        (stint.club, year)
        for stint in match.stints
        for year in range(stint.since - 1, (stint.until or stint.since + 1) + 2)
    }
    for spell in person.spells:
        if spell.capacity != "player" or spell.since is None:
            continue
        until = min(spell.until or LAST_YEAR, LAST_YEAR)
        seasons = range(spell.since, max(until, spell.since + 1))
        # The records hold a league's clubs only for the seasons they were in it; elsewhere silence says nothing.
        if not all((spell.club, year) in records.recorded_seasons for year in seasons) or spell.since >= LAST_YEAR:
            continue
        good = any((spell.club, year) in at for year in range(spell.since, until + 1))
        ours = f"{spell.club} {spell.since}-{spell.until or ''}"
        yield (None, True) if good else (Finding("unrecorded", person.name, ours, "none"), False)


def names_in(files: Iterable[Path]) -> set[tuple[str, int | None]]:
    """Return name and birth year of everybody listed in the people files."""
    listed: set[tuple[str, int | None]] = set()
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                birth = (row["birth"] or "").strip()
                listed.add((slug(row["name"]), int(birth) if birth else None))
    return listed


def main(argv: Sequence[str] | None = None) -> int:
    """Print figures and disagreements; return 1 where there are no records to check against."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder with clubs/ and people/")
    parser.add_argument("--records", type=Path, default=records_folder(), help="folder of the records")
    parser.add_argument("--only", default="", help="only people of files whose names begin so")
    parser.add_argument("--list", type=int, default=40, metavar="N", help="how many disagreements to print (-1: all)")
    options = parser.parse_args(argv)
    if not any(options.records.glob("stints_*.csv.gz")):
        print(f"no records in {options.records}: set KG_SHARED or --records", file=sys.stderr)
        return 1
    gazetteer = Gazetteer.load([options.data])
    listed = names_in(sorted((options.data / "people").glob(f"{options.only}*.csv")))
    players = [
        person
        for person in gazetteer.people.values()
        if "player" in person.roles and (slug(person.name), person.birth) in listed
    ]
    report = compare(players, Records(options.records, gazetteer))
    print(*report.lines(), sep="\n")
    shown = report.findings if options.list < 0 else report.findings[: options.list]
    print(*shown, sep="\n")
    if len(shown) < len(report.findings):
        print(f"… {len(report.findings) - len(shown)} more (--list -1)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
