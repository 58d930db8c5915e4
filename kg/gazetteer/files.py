"""Reading the gazetteer's files: clubs from TOML, people from CSV, into plain rows and records."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import InputError
from kg.gazetteer.folding import slug
from kg.gazetteer.records import ClubRecord, PersonRecord, SpellRecord

DATA = Path(__file__).parent / "data"
PEOPLE_HEADER = ("name", "short", "nicknames", "birth", "nationalities", "position", "roles", "spells", "wikidata")
CLUB_KEYS = frozenset(field.name for field in fields(ClubRecord))
_LIST_KEYS = frozenset({"aliases", "nicknames", "colours", "demonyms", "grounds", "stands", "rivals"})
_CAPACITIES = {"": "player", "coach": "coach", "exec": "executive"}
_SPELL = re.compile(r"(?:(coach|exec) )?([a-z0-9-]+) (\?|\d{4})-(\?|\d{4})?(?: (loan)(?: ([a-z0-9-]+))?)?")


class PersonRow(NamedTuple):
    """One line of a people file: its cells as written, and where it stands."""

    cells: tuple[str, ...]
    file: str
    line: int


class ClubRow(NamedTuple):
    """One club block as written, and where it stands."""

    data: dict[str, Any]
    file: str


def data_files(paths: Iterable[Path]) -> list[Path]:
    """Return the club (TOML) and people (CSV) files at the paths, folders searched, in a stable order.

    Raises:
        InputError: a path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            below = (p for p in path.rglob("*") if p.suffix in (".toml", ".csv") and p.parent.name in _FOLDERS)
            found.extend(sorted(below))
        elif path.exists():
            found.append(path)
        else:
            raise InputError("gazetteer.missing_file", path=path)
    return found


_FOLDERS = ("clubs", "people")


def read_clubs(name: str, content: bytes) -> Iterator[ClubRow]:
    """Read one clubs file.

    Raises:
        InputError: not TOML, or a block without ``id`` and ``name``.
    """
    try:
        blocks = tomllib.loads(content.decode("utf-8")).get("club", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("gazetteer.bad_file", path=name, reason=error) from error
    for block in blocks:
        if (
            not isinstance(block, dict)
            or not isinstance(block.get("id"), str)
            or not isinstance(block.get("name"), str)
        ):
            raise InputError("gazetteer.bad_file", path=name, reason="[[club]] without id and name")
        yield ClubRow(block, name)


def club_record(row: ClubRow) -> ClubRecord:
    """Build the record of a club block; keys the record does not know are left to ``check``."""
    values: dict[str, Any] = {
        key: tuple(map(str, value)) if key in _LIST_KEYS else value
        for key, value in row.data.items()
        if key in CLUB_KEYS
    }
    return ClubRecord(**values)


def read_people(name: str, content: bytes) -> Iterator[PersonRow]:
    """Read one people file; lines starting with ``#`` and empty lines are skipped.

    Raises:
        InputError: not UTF-8, or a header other than the documented one.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("gazetteer.bad_file", path=name, reason=error) from error
    reader = csv.reader(io.StringIO(text))
    header = tuple(cell.strip() for cell in next(reader, ()))
    if header != PEOPLE_HEADER:
        raise InputError("gazetteer.bad_file", path=name, reason=f"header {','.join(header)}")
    width = len(PEOPLE_HEADER)
    for cells in reader:
        if not cells or cells[0].startswith("#") or not cells[0].strip():
            continue
        padded = tuple(cell.strip() for cell in (cells + [""] * width)[: max(width, len(cells))])
        yield PersonRow(padded, name, reader.line_num)


def cell_list(cell: str, separator: str = "|") -> tuple[str, ...]:
    """Split a list cell; empty parts are left out."""
    return tuple(part for part in map(str.strip, cell.split(separator)) if part) if cell else ()


def parse_spell(text: str, references: Mapping[str, str]) -> SpellRecord | None:
    """Read one spell (``coach lazio 2016-2021``); ``None`` where it does not follow the format."""
    match = _SPELL.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    prefix, club, since, until, loan, owner = match.groups()
    owner = references.get(owner, owner) if owner else None
    capacity = _CAPACITIES[prefix or ""]
    return SpellRecord(references.get(club, club), _year(since), _year(until), capacity, loan is not None, owner)


def _year(text: str | None) -> int | None:
    return int(text) if text and text != "?" else None


def club_references(clubs: Iterable[ClubRecord]) -> dict[str, str]:
    """Return what else may name a club in a spell: the slug of a name or alias that only one club has, to its id."""
    found: dict[str, set[str]] = {}
    ids: set[str] = set()
    for club in clubs:
        ids.add(club.id)
        for name in (club.name, club.full, *club.aliases):
            found.setdefault(slug(name), set()).add(club.id)
    return {ref: next(iter(to)) for ref, to in found.items() if len(to) == 1 and ref and ref not in ids}


def person_record(ident: str, cells: tuple[str, ...], references: Mapping[str, str] | None = None) -> PersonRecord:
    """Build the record of a people line; what does not parse is left out here and told by ``check``.

    ``references`` leads from other ways to name a club to its id (see :func:`club_references`).
    """
    name, short, nicknames, birth, nations, position, roles, spells, wikidata = cells[: len(PEOPLE_HEADER)]
    parsed = (parse_spell(part, references or {}) for part in cell_list(spells, ";"))
    return PersonRecord(
        id=ident,
        name=name,
        short=cell_list(short),
        nicknames=cell_list(nicknames),
        birth=int(birth) if birth.isdecimal() else None,
        nationalities=cell_list(nations),
        position=position or None,
        roles=roles_of(roles),
        spells=tuple(spell for spell in parsed if spell is not None),
        wikidata=wikidata or None,
    )


def person_ids(rows: Iterable[PersonRow]) -> dict[str, tuple[str, ...]]:
    """Give every person an id: the slug of the name, with the birth year where people share the name.

    Lines with the same name and birth year are one person (a player's file and a coach's file): they are joined.
    """
    by_slug: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        group = by_slug.setdefault(slug(row.cells[0]) or "x", {})
        birth = row.cells[3]
        group[birth] = _joined(group[birth], row.cells) if birth in group else row.cells
    return {
        f"{base}-{birth}" if len(group) > 1 and birth else base: cells
        for base, group in by_slug.items()
        for birth, cells in group.items()
    }


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Join two lines of one person: lists are united, single values of the first line go before."""
    cells = [a or b for a, b in zip(first, second, strict=False)]
    for column in (1, 2, 4):
        cells[column] = " | ".join(dict.fromkeys(cell_list(first[column]) + cell_list(second[column])))
    cells[6] = " | ".join(dict.fromkeys(roles_of(first[6]) + roles_of(second[6])))
    cells[7] = "; ".join(_joined_spells(cell_list(first[7], ";"), cell_list(second[7], ";")))
    return tuple(cells)


def roles_of(cell: str) -> tuple[str, ...]:
    """Read the cell of roles; empty means player."""
    return cell_list(cell) or ("player",)


def _joined_spells(first: tuple[str, ...], second: tuple[str, ...]) -> list[str]:
    """Unite two careers in time order; a spell that overlaps one of the first line at the same club tells the same."""
    known = [spell for spell in (parse_spell(text, {}) for text in first) if spell is not None]
    spells = list(first)
    for text in second:
        new = parse_spell(text, {})
        if new is None or not any(same_time(new, old) for old in known):
            spells.append(text)
    return sorted(dict.fromkeys(spells), key=_start)


def same_time(a: SpellRecord, b: SpellRecord) -> bool:
    """Tell whether two spells are at one club, in one capacity, and touch in time."""
    if (a.club, a.capacity) != (b.club, b.capacity):
        return False
    return (a.since or 0) <= (b.until or 9999) and (b.since or 0) <= (a.until or 9999)


def _start(text: str) -> int:
    spell = parse_spell(text, {})
    return spell.since or 0 if spell else 9999
