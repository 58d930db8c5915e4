"""Reading the gazetteer's files: clubs from TOML, people from CSV, into plain rows and records."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator
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


def parse_spell(text: str) -> SpellRecord | None:
    """Read one spell (``coach lazio 2016-2021``); ``None`` where it does not follow the format."""
    match = _SPELL.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    prefix, club, since, until, loan, owner = match.groups()
    return SpellRecord(club, _year(since), _year(until), _CAPACITIES[prefix or ""], loan is not None, owner)


def _year(text: str | None) -> int | None:
    return int(text) if text and text != "?" else None


def person_record(ident: str, cells: tuple[str, ...]) -> PersonRecord:
    """Build the record of a people line; what does not parse is left out here and told by ``check``."""
    name, short, nicknames, birth, nations, position, roles, spells, wikidata = cells[: len(PEOPLE_HEADER)]
    parsed = (parse_spell(part) for part in cell_list(spells, ";"))
    return PersonRecord(
        id=ident,
        name=name,
        short=cell_list(short),
        nicknames=cell_list(nicknames),
        birth=int(birth) if birth.isdecimal() else None,
        nationalities=cell_list(nations),
        position=position or None,
        roles=cell_list(roles) or ("player",),
        spells=tuple(spell for spell in parsed if spell is not None),
        wikidata=wikidata or None,
    )


def person_ids(rows: Iterable[PersonRow]) -> dict[str, PersonRow]:
    """Give every line its id: the slug of the name, with the birth year where people share the name.

    Of two lines with the same name and birth the first counts; ``check`` tells of the second.
    """
    by_slug: dict[str, list[PersonRow]] = {}
    for row in rows:
        by_slug.setdefault(slug(row.cells[0]) or "x", []).append(row)
    out: dict[str, PersonRow] = {}
    for base, group in by_slug.items():
        for row in group:
            birth = row.cells[3]
            out.setdefault(f"{base}-{birth}" if len(group) > 1 and birth else base, row)
    return out
