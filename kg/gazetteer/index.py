"""The compiled gazetteer: plain data that loads fast, and the search for its forms in a text.

Compiled data holds, for each written form, numbers that point at a club or a person. What a form asks of the
text (capitals, an article, hyphens) is worked out when the form is first met, so that loading sixty thousand people
costs no more than reading their lines.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick_rs

from kg.gazetteer.files import (
    ClubRow,
    PersonRow,
    club_record,
    club_references,
    person_ids,
    person_record,
    read_clubs,
    read_people,
)
from kg.gazetteer.folding import fold, fold_words
from kg.gazetteer.forms import KINDS, PERSON_KINDS, Form, club_forms, key_of, person_forms
from kg.gazetteer.records import ClubRecord, PersonRecord

_REGIONS = Path(__file__).parent / "data" / "regions.toml"
_SHIFT = 4  # bits of a pointer that hold the kind
_CONTRACTED = {
    "sm": r"il|lo|del|dello|nel|nello|al|allo|dal|dallo|sul|sullo|un|uno",
    "sf": r"la|della|nella|alla|dalla|sulla|una",
    "pm": r"i|gli|dei|degli|nei|negli|ai|agli|dai|dagli|sui|sugli",
    "pf": r"le|delle|nelle|alle|dalle|sulle",
}
_ELIDED = r"\b(?:l|dell|nell|all|dall|sull|un)'$"
#: An article, with its preposition, right before a word; keyed by number and gender.
_ARTICLES = {reading: re.compile(rf"\b(?:{words})\s+$|{_ELIDED}") for reading, words in _CONTRACTED.items()}
_ANY_ARTICLE = re.compile(rf"\b(?:{'|'.join(_CONTRACTED.values())})\s+$|{_ELIDED}")
_WITH_ARTICLE = frozenset({"club_nick", "person_nick", "stand"})
_GREAT = 4
_MOST_READINGS = 100_000
_INITIAL_BEFORE = re.compile(r"(?:^|(?<=[\s(\[,;:/\-–—]))([A-ZÀ-Þ][a-zà-ÿ]{0,2})\. ?$")
_INITIAL_AFTER = re.compile(r" ([A-ZÀ-Þ])\.(?!\w)")
_LETTERED = re.compile(r"(?:serie|gruppo|girone|classe|fascia|piano|lettera|tribuna|opzione|squadra) $", re.IGNORECASE)


class Hit(NamedTuple):
    """A place in a text where forms of the gazetteer stand.

    ``start`` and ``end`` are code-point offsets. ``candidates`` are all (kind, id) pairs the words may mean; ``kind``
    is their common kind, or ``ambiguous``. ``number`` (``s``/``p``) and ``gender`` (``m``/``f``) are empty where the
    form leaves them open.
    ``initial`` is the first-name initial beside a surname ("M." in "M. Rossi"), included in the place, by which the
    candidates were chosen.
    """

    start: int
    end: int
    kind: str
    candidates: tuple[tuple[str, str], ...]
    number: str = ""
    gender: str = ""
    initial: str = ""


class Compiled(NamedTuple):
    """What is kept on disk: rows of clubs and people, forms and what they point at."""

    clubs: list[dict[str, Any]]
    ids: list[str]
    people: list[tuple[str, ...]]
    forms: list[str]
    pointers: list[int | tuple[int, ...]]
    coaches: dict[str, list[tuple[int, int, int]]]
    references: dict[str, str]


def compile_files(files: Iterable[tuple[str, bytes]]) -> Compiled:
    """Compile the contents of data files (name, bytes): ``.toml`` are clubs, ``.csv`` people.

    Raises:
        InputError: a file that cannot be read as what it is.
    """
    clubs: dict[str, ClubRow] = {}
    lines: list[PersonRow] = []
    for name, content in files:
        if name.endswith(".toml"):
            for row in read_clubs(name, content):
                clubs[row.data["id"]] = row
        else:
            lines.extend(read_people(name, content))
    people = person_ids(lines)
    pointers: dict[str, dict[int, None]] = {}
    records = sorted(map(club_record, clubs.values()), key=lambda club: -club.weight)  # weightier candidates first
    references = club_references(records)
    for ref, record in enumerate(records):
        for form in club_forms(record, region_adjectives(record)):
            pointers.setdefault(key_of(form.exact), {})[_pointer(form.kind, ref)] = None
    coaches: dict[str, list[tuple[int, int, int]]] = {}
    # A bare "Milan" or "Napoli" is the club; whom the press really calls so has it among his short forms.
    great_clubs = {fold(name) for club in records if club.weight >= _GREAT for name in (club.name, *club.aliases)}
    for ref, (ident, cells) in enumerate(people.items()):
        person = person_record(ident, cells, references)
        listed = {fold(short) for short in person.short}
        for form in person_forms(person):
            if form.kind != "person_short" or form.exact not in great_clubs or form.exact in listed:
                pointers.setdefault(key_of(form.exact), {})[_pointer(form.kind, ref)] = None
        for spell in person.spells:
            if spell.capacity == "coach":
                coaches.setdefault(spell.club, []).append((spell.since or 0, spell.until or 9999, ref))
    return Compiled(
        [clubs[record.id].data for record in records],
        list(people),
        list(people.values()),
        list(pointers),
        [next(iter(found)) if len(found) == 1 else tuple(found) for found in pointers.values()],
        coaches,
        references,
    )


def region_adjectives(club: ClubRecord) -> tuple[str, ...]:
    """Return the adjectives of the club's region ("la squadra sarda"); none for national and women's teams."""
    if club.national or club.women or club.region is None:
        return ()
    return tuple(_regions().get(club.region, ()))


_region_table: dict[str, list[str]] = {}


def _regions() -> dict[str, list[str]]:
    if not _region_table:
        _region_table.update(tomllib.loads(_REGIONS.read_text("utf-8")))
    return _region_table


def _pointer(kind: str, ref: int) -> int:
    return ref << _SHIFT | KINDS.index(kind)


class LazyPeople(Mapping[str, PersonRecord]):
    """People by id; a record is built when it is first asked for."""

    def __init__(self, ids: list[str], rows: list[tuple[str, ...]], references: Mapping[str, str]) -> None:
        self._ids = ids
        self._rows = rows
        self._references = references
        self._built: dict[str, PersonRecord] = {}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {ident: place for place, ident in enumerate(self._ids)}

    def at(self, place: int) -> PersonRecord:
        """Return the person at the place in the compiled list."""
        ident = self._ids[place]
        record = self._built.get(ident)
        if record is None:
            record = self._built[ident] = person_record(ident, self._rows[place], self._references)
        return record

    def __getitem__(self, ident: str) -> PersonRecord:
        return self._built.get(ident) or self.at(self._places[ident])

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class _Entry(NamedTuple):
    """A form with whom it means."""

    form: Form
    ident: str


class _Reading(NamedTuple):
    """What a form as printed may mean, its surroundings aside."""

    entries: list[_Entry]
    kind: str
    candidates: tuple[tuple[str, str], ...]
    number: str
    gender: str
    by_article: bool
    surname: bool


class Finder:
    """Finds the compiled forms in texts."""

    def __init__(self, compiled: Compiled, clubs: list[ClubRecord], people: LazyPeople) -> None:
        self._compiled = compiled
        self._clubs = clubs
        self._people = people
        self._entries: dict[int, tuple[_Entry, ...]] = {}
        self._readings: dict[tuple[int, str], _Reading] = {}

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(self._compiled.forms or ["\0"], store_patterns=False)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {form: place for place, form in enumerate(self._compiled.forms)}

    def lookup(self, name: str) -> tuple[_Entry, ...]:
        """Return what exactly this form (case and accents aside) means."""
        place = self._places.get(key_of(fold(" ".join(name.split()))))
        return () if place is None else self._at(place)

    def _at(self, place: int) -> tuple[_Entry, ...]:
        entries = self._entries.get(place)
        if entries is None:
            entries = self._entries[place] = tuple(self._resolve(place))
        return entries

    def _resolve(self, place: int) -> Iterator[_Entry]:
        key = self._compiled.forms[place]
        pointers = self._compiled.pointers[place]
        for pointer in (pointers,) if isinstance(pointers, int) else pointers:
            kind = KINDS[pointer & (1 << _SHIFT) - 1]
            forms: Iterable[Form]
            if kind in PERSON_KINDS:
                person = self._people.at(pointer >> _SHIFT)
                ident, forms = person.id, person_forms(person)
            else:
                club = self._clubs[pointer >> _SHIFT]
                ident, forms = club.id, club_forms(club, region_adjectives(club))
            yield from (_Entry(form, ident) for form in forms if form.kind == kind and key_of(form.exact) == key)

    def find(self, text: str) -> list[Hit]:
        """Return the hits in the text from left to right, none inside or across another; of forms that begin
        at the same place the longest that the text's capitals allow."""
        haystack = f" {fold_words(text)} "
        found = self._automaton.find_matches_as_indexes(haystack, overlapping=True)
        found.sort(key=lambda match: (match[1], -match[2]))
        hits: list[Hit] = []
        free = 0
        for place, start, end in found:
            end -= 2  # the haystack is one space ahead of the text, and the form ends in a space
            if start < free:
                continue
            hit = self._hit(text, start, end, place, free)
            if hit is not None:
                hits.append(hit)
                free = hit.end
        return hits

    def _hit(self, text: str, start: int, end: int, place: int, free: int) -> Hit | None:
        surface = text[start:end]
        reading = self._readings.get((place, surface))
        if reading is None:
            if len(self._readings) >= _MOST_READINGS:
                self._readings.clear()
            reading = self._readings[place, surface] = _read(self._at(place), surface)
        if reading.by_article:
            before = fold(text[max(0, start - 8) : start])
            reading = _reading([e for e in reading.entries if _article_fits(before, surface, e.form)])
        if not reading.entries:
            return None
        initial = ""
        if reading.surname and "." in text[max(0, start - 2) : start] + text[end : end + 3]:
            start, end, initial, entries = self._by_initial(text, start, end, reading.entries, free)
            reading = _reading(entries)
        return Hit(start, end, reading.kind, reading.candidates, reading.number, reading.gender, initial)

    def _by_initial(
        self, text: str, start: int, end: int, entries: list[_Entry], free: int
    ) -> tuple[int, int, str, list[_Entry]]:
        """Take "M. Rossi" and "Rossi M." as one place and keep the people whose first name begins so."""
        before = _INITIAL_BEFORE.search(text, max(free, start - 5), start)
        if before and not _LETTERED.search(text, max(0, before.start() - 12), before.start()):
            chosen = self._with_initial(entries, before.group(1))
            if chosen:
                return before.start(1), end, before.group(1), chosen
        after = _INITIAL_AFTER.match(text, end)
        if after:
            chosen = self._with_initial(entries, after.group(1))
            if chosen:
                return start, after.end(), after.group(1), chosen
        return start, end, "", entries

    def _with_initial(self, entries: list[_Entry], initial: str) -> list[_Entry]:
        short = fold(initial)
        return [
            e for e in entries if e.form.kind == "person_short" and fold(self._people[e.ident].name).startswith(short)
        ]


def _reading(entries: list[_Entry]) -> _Reading:
    """Sum up the entries that a place may mean."""
    candidates = tuple(dict.fromkeys((e.form.kind, e.ident) for e in entries))
    kinds = {kind for kind, _ in candidates}
    return _Reading(
        entries,
        next(iter(kinds)) if len(kinds) == 1 else "ambiguous",
        candidates,
        _agreed(e.form.number for e in entries),
        _agreed(e.form.gender for e in entries),
        any(e.form.number and e.form.kind in _WITH_ARTICLE for e in entries),
        "person_short" in kinds,
    )


def _read(entries: tuple[_Entry, ...], surface: str) -> _Reading:
    """Keep the entries whose hyphens and capitals the words as printed have."""
    folded = fold(surface)
    return _reading(
        [
            e
            for e in entries
            if (folded == e.form.exact or folded == e.form.exact.replace("-", " "))
            and all(surface[place].isupper() for place in e.form.capitals)
        ]
    )


def _article_fits(before: str, surface: str, form: Form) -> bool:
    """Tell whether the words before let a nickname or stand be meant.

    In lower case, and for stands always, the right article must be there ("la Sud", "i lupi"); else it
    must not be a wrong one ("il Real" is not "la Real").
    """
    if not form.number or form.kind not in _WITH_ARTICLE:
        return True
    right = _ARTICLES.get(form.number + form.gender, _ANY_ARTICLE).search(before) is not None
    if form.kind == "stand" or (form.article and surface[0].islower()):
        return right
    return right or _ANY_ARTICLE.search(before) is None


def _agreed(values: Iterable[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else ""
