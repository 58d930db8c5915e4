"""Holding the gazetteer's files against their documented format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import InputError
from kg.gazetteer.files import (
    CLUB_KEYS,
    DATA,
    PEOPLE_HEADER,
    ClubRow,
    PersonRow,
    cell_list,
    club_record,
    club_references,
    data_files,
    parse_spell,
    read_clubs,
    read_people,
    same_time,
)
from kg.gazetteer.folding import slug

ROLES = frozenset({"player", "coach", "referee", "executive", "agent", "other"})
POSITIONS = frozenset({"", "GK", "DF", "MF", "FW"})
_TEXT_KEYS = frozenset({"id", "name", "full", "town", "region", "country", "wikidata"})
_FLAGS = frozenset({"national", "women"})
_YEARS = range(1850, 2041)
_CODE = re.compile(r"[A-Z]{3}")
_QID = re.compile(r"Q[1-9]\d*")
_LONGEST_CAREER = 65


class Problem(NamedTuple):
    """One fault: the file, the line (0 where the file format gives none), what it is about and what is wrong."""

    file: str
    line: int
    about: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.about}: {self.message}"


def check(paths: Iterable[Path] | None = None) -> list[Problem]:
    """Check clubs and people files together (the shipped ones where no paths are given) and return what is wrong."""
    clubs: list[ClubRow] = []
    people: list[PersonRow] = []
    problems: list[Problem] = []
    for path in data_files([DATA] if paths is None else paths):
        try:
            if path.suffix == ".toml":
                clubs.extend(read_clubs(path.name, path.read_bytes()))
            else:
                people.extend(read_people(path.name, path.read_bytes()))
        except InputError as error:
            problems.append(Problem(path.name, 0, "file", str(error.values.get("reason", error))))
    known = {row.data["id"] for row in clubs}
    problems.extend(_check_clubs(clubs, known))
    known.update(_references(clubs))
    for person in people:
        problems.extend(_check_person(person, known))
    problems.extend(_check_twice(people))
    return problems


def _references(rows: list[ClubRow]) -> Iterable[str]:
    well_formed = (row for row in rows if not list(_club_faults(row.data, set(row.data.get("rivals", ())))))
    return club_references(map(club_record, well_formed))


def _check_clubs(rows: list[ClubRow], known: set[str]) -> Iterator[Problem]:
    times = Counter(row.data["id"] for row in rows)
    names = Counter((row.data["name"], bool(row.data.get("women"))) for row in rows)
    for row in rows:
        data, ident = row.data, row.data["id"]
        wrong = list(_club_faults(data, known))
        if times[ident] > 1:
            wrong.append("id given twice")
        if names[data["name"], bool(data.get("women"))] > 1:
            wrong.append(f"name {data['name']!r} given twice")
        yield from (Problem(row.file, 0, ident, message) for message in wrong)


def _club_faults(data: dict[str, Any], known: set[str]) -> Iterator[str]:
    ident = data["id"]
    if slug(ident) != ident:
        yield "id is no slug"
    for key, value in data.items():
        if key not in CLUB_KEYS:
            yield f"unknown key {key!r}"
        elif key in _TEXT_KEYS and not (isinstance(value, str) and value.strip()):
            yield f"{key} is no text"
        elif key in _FLAGS and not isinstance(value, bool):
            yield f"{key} is neither true nor false"
        elif key == "weight" and value not in range(1, 6):
            yield "weight is not 1 to 5"
        elif key not in _TEXT_KEYS | _FLAGS | {"weight"}:
            yield from _list_faults(key, value)
    if "country" in data and not _CODE.fullmatch(str(data["country"])):
        yield f"country {data['country']!r} is no three-letter code"
    if "wikidata" in data and not _QID.fullmatch(str(data["wikidata"])):
        yield f"wikidata {data['wikidata']!r} is no Q id"
    for rival in data.get("rivals", ()):
        if rival not in known or rival == ident:
            yield f"rival {rival!r} is no other club"


def _list_faults(key: str, value: Any) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() == v and v for v in value):
        yield f"{key} is no list of texts"
    elif len(set(value)) < len(value):
        yield f"{key} says something twice"
    elif key in ("colours", "demonyms") and any(v != v.lower() for v in value):
        yield f"{key} are written in lower case"


def _check_person(row: PersonRow, known: set[str]) -> Iterator[Problem]:
    name = row.cells[0]
    if len(row.cells) > len(PEOPLE_HEADER):
        yield Problem(row.file, row.line, name, f"{len(row.cells)} cells instead of {len(PEOPLE_HEADER)}")
        return
    birth, nations, position, roles, spells, wikidata = row.cells[3:]
    wrong: list[str] = []
    if birth and not (birth.isdecimal() and int(birth) in _YEARS):
        wrong.append(f"birth {birth!r} is no year")
    wrong += [f"nationality {n!r} is no three-letter code" for n in cell_list(nations) if not _CODE.fullmatch(n)]
    if position not in POSITIONS:
        wrong.append(f"position {position!r}")
    wrong += [f"role {r!r}" for r in cell_list(roles) if r not in ROLES]
    if wikidata and not _QID.fullmatch(wikidata):
        wrong.append(f"wikidata {wikidata!r} is no Q id")
    wrong += _spell_faults(spells, int(birth) if birth.isdecimal() else None, known)
    yield from (Problem(row.file, row.line, name, message) for message in wrong)


def _spell_faults(cell: str, birth: int | None, known: set[str]) -> list[str]:
    wrong: list[str] = []
    for part in cell_list(cell, ";"):
        spell = parse_spell(part, {})
        if spell is None:
            wrong.append(f"spell {part!r} does not follow the format")
            continue
        wrong += [f"unknown club {c!r}" for c in (spell.club, spell.loan_from) if c is not None and c not in known]
        years = [year for year in (spell.since, spell.until) if year is not None]
        if any(year not in _YEARS for year in years) or years != sorted(years):
            wrong.append(f"spell {part!r} has impossible years")
        elif birth is not None and any(not birth + 13 <= year <= birth + _LONGEST_CAREER + 25 for year in years):
            wrong.append(f"spell {part!r} does not fit a birth in {birth}")
        elif spell.capacity == "player" and len(years) == 2 and years[1] - years[0] > 26:
            wrong.append(f"spell {part!r} is too long for a player")
    return wrong


def _same_spell(first: PersonRow, second: PersonRow) -> bool:
    """Tell whether two namesakes were at one club in the same years in the same capacity."""
    spells = [[parse_spell(part, {}) for part in cell_list(row.cells[7], ";")] for row in (first, second)]
    return any(a and b and same_time(a, b) for a in spells[0] for b in spells[1])


def _check_twice(rows: list[PersonRow]) -> Iterator[Problem]:
    groups: dict[str, list[PersonRow]] = {}
    for row in rows:
        groups.setdefault(slug(row.cells[0]), []).append(row)
    for group in groups.values():
        seen: dict[str, PersonRow] = {}
        listed: dict[tuple[str, str], PersonRow] = {}
        for row in group:
            birth, wikidata = row.cells[3], row.cells[8]
            first = listed.setdefault((birth, row.file), row)
            if first is not row:
                yield Problem(row.file, row.line, row.cells[0], f"listed twice, also in line {first.line}")
            known = seen.setdefault(birth, row).cells[8]
            if wikidata and known and wikidata != known:
                yield Problem(row.file, row.line, row.cells[0], f"is {wikidata} here and {known} elsewhere")
        for first, second in combinations(seen.values(), 2):
            if first.cells[3] != second.cells[3] and _same_spell(first, second):
                message = f"has a spell in common with his namesake in {first.file}:{first.line}: one man?"
                yield Problem(second.file, second.line, second.cells[0], message)
        if len(group) > 1 and "" in seen and len(seen) > 1:
            row = seen[""]
            yield Problem(row.file, row.line, row.cells[0], "has namesakes and needs a birth year")
