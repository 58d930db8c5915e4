"""The gazetteer: clubs and people with their written forms and dated spells, and the search for them in a text.

It knows nothing of sentences or facts: :meth:`Gazetteer.find` tells where a form stands and all it may mean.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

from kg.gazetteer import stored
from kg.gazetteer.checking import Problem, check
from kg.gazetteer.files import DATA, club_record, data_files
from kg.gazetteer.files import ClubRow as _ClubRow
from kg.gazetteer.folding import fold, slug
from kg.gazetteer.forms import surname, without_affixes
from kg.gazetteer.index import Compiled, Finder, Hit, LazyPeople, compile_files
from kg.gazetteer.inflection import Inflected, inflect
from kg.gazetteer.records import ClubRecord, PersonRecord, SpellRecord

__all__ = [
    "ClubRecord",
    "Gazetteer",
    "Hit",
    "Inflected",
    "PersonRecord",
    "Problem",
    "SpellRecord",
    "check",
    "fold",
    "inflect",
    "slug",
    "surname",
]


class Gazetteer:
    """Clubs and people, and the index of their written forms.

    Attributes:
        clubs: club records by id.
        people: person records by id, built when asked for.
    """

    clubs: dict[str, ClubRecord]
    people: Mapping[str, PersonRecord]

    def __init__(self, compiled: Compiled) -> None:
        clubs = [club_record(_ClubRow(data, "")) for data in compiled.clubs]
        self.clubs = {club.id: club for club in clubs}
        self._lazy = LazyPeople(compiled.ids, compiled.people, compiled.references)
        self.people = self._lazy
        self._coaches = compiled.coaches
        self._references = compiled.references
        self._finder = Finder(compiled, clubs, self._lazy)

    @classmethod
    def default(cls) -> Gazetteer:
        """Return the shipped gazetteer, loaded once per process."""
        return _default()

    @classmethod
    def load(cls, paths: Iterable[str | os.PathLike[str]]) -> Gazetteer:
        """Load clubs (TOML) and people (CSV) from files, or folders that hold ``clubs/`` and ``people/``.

        A club id given twice is taken from the last file, so that own files may correct the shipped ones.

        Raises:
            InputError: a path does not exist or a file does not follow the format.
        """
        files = [(str(path), path.read_bytes()) for path in data_files(map(Path, paths))]
        name = stored.key((Path(path).name, content) for path, content in files)
        ready = stored.read(name)
        if ready is not None:
            return cls(Compiled(*ready))
        compiled = compile_files(files)
        stored.write(name, tuple(compiled))
        return cls(compiled)

    def find(self, text: str) -> list[Hit]:
        """Return the places where names, nicknames, colours, demonyms and grounds stand, left to right, disjoint.

        One place carries all it may mean: ``Roma`` the club and the town, ``rossoblù`` every club of these
        colours. Names need capitals as printed in the press; colours and demonyms do not.
        """
        return self._finder.find(text)

    def resolve(self, club: str) -> ClubRecord | None:
        """Return the club of this id, or of a slugged name or alias that only one club has (``psg``, ``verona``)."""
        return self.clubs.get(club) or self.clubs.get(self._references.get(club, ""))

    def people_by_surname(self, name: str) -> tuple[PersonRecord, ...]:
        """Return the people whom the surname or short form alone may mean (case and accents aside)."""
        return self._people(name, ("person_short", "person"))

    def person_by_name(self, name: str) -> list[PersonRecord]:
        """Return the people of this full name (case and accents aside)."""
        return list(self._people(name, ("person",)))

    def clubs_by_name(self, name: str) -> tuple[ClubRecord, ...]:
        """Return the clubs with this name, alias or full name, the weightiest first."""
        for form in (name, without_affixes(name)):
            found = {e.ident: self.clubs[e.ident] for e in self._finder.lookup(form) if e.form.kind == "club"}
            if found:
                return tuple(sorted(found.values(), key=lambda club: -club.weight))
        return ()

    def club_by_name(self, name: str) -> ClubRecord | None:
        """Return the club with this name, alias or full name; of namesakes the weightiest.

        Where nothing has exactly this name, legal forms and years beside it do not count ("Watford FC").
        """
        return next(iter(self.clubs_by_name(name)), None)

    def colour_clubs(self, adjective: str) -> tuple[ClubRecord, ...]:
        """Return the clubs of a colour adjective in any form ("rossoblù", "nerazzurra"), the weightiest first."""
        found = {e.ident: self.clubs[e.ident] for e in self._finder.lookup(adjective) if e.form.kind == "colour"}
        return tuple(sorted(found.values(), key=lambda club: -club.weight))

    def coach_of(self, club_id: str, year: int) -> tuple[PersonRecord, ...]:
        """Return who coached the club in the calendar year, in time order; often more than one."""
        spells = sorted(self._coaches.get(club_id, ()))
        return tuple(dict.fromkeys(self._lazy.at(ref) for since, until, ref in spells if since <= year <= until))

    def is_common_word(self, token: str) -> bool:
        """Tell whether the token, a name or not, is also a common Italian word ("Conte", "Chiesa", "Gatti")."""
        return fold(token) in self._common_words

    @cached_property
    def _common_words(self) -> frozenset[str]:
        return common_words()

    def _people(self, name: str, kinds: tuple[str, ...]) -> tuple[PersonRecord, ...]:
        idents = dict.fromkeys(e.ident for e in self._finder.lookup(name) if e.form.kind in kinds)
        return tuple(self.people[ident] for ident in idents)


@cache
def common_words() -> frozenset[str]:
    """Return the common Italian words that are also names or open sentences with a capital, folded."""
    lines = (DATA / "common_words.txt").read_text("utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def _default() -> Gazetteer:
    return Gazetteer.load([DATA])
