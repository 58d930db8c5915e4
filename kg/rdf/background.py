"""What the gazetteer says of people and clubs that articles mention: the graph ``graph/gazetteer``."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from kg.rdf import vocabulary as v
from kg.rdf.identifiers import Identifiers, decoded, default_base, encoded, spell_start
from kg.rdf.triples import PlainTriple, Value

if TYPE_CHECKING:
    from kg.gazetteer.records import ClubRecord, PersonRecord, SpellRecord


class Knows(Protocol):
    """What is asked of the gazetteer: people and clubs by id."""

    @property
    def people(self) -> Mapping[str, PersonRecord]:
        """People by id."""
        ...

    @property
    def clubs(self) -> Mapping[str, ClubRecord]:
        """Clubs by id."""
        ...


def background(
    nodes: Iterable[str], gazetteer: Knows, base: str | None = None, but: Container[str] = ()
) -> dict[str, list[PlainTriple]]:
    """Return what the gazetteer knows of the nodes, by the IRI of the person or club it is said of.

    Args:
        nodes: IRIs of people and clubs; others, and those the gazetteer lacks, are passed over.
        gazetteer: people and clubs by id.
        base: base IRI, default :func:`kg.rdf.identifiers.default_base`.
        but: IRIs of people and clubs to leave out.

    A person's entry has the person's spells too. The clubs of these spells have entries of their
    own, so that every club a spell names has a name.
    """
    make = Identifiers(base or default_base())
    person_start, club_start = make.person(""), make.club("")
    found: dict[str, list[PlainTriple]] = {}
    clubs: set[str] = set()
    for node in sorted(set(nodes)):
        if node.startswith(person_start) and node not in but:
            person = gazetteer.people.get(decoded(node.removeprefix(person_start)))
            if person is not None and make.person(encoded(person.id)) == node:
                found[node] = _person(make, person)
                clubs.update(spell.club for spell in person.spells)
                clubs.update(spell.loan_from for spell in person.spells if spell.loan_from)
        elif node.startswith(club_start):
            clubs.add(decoded(node.removeprefix(club_start)))
    for identifier in sorted(clubs):
        node = make.club(encoded(identifier))
        club = None if node in but else gazetteer.clubs.get(identifier)
        if club is not None:
            found[node] = _club(make, club)
    return found


def _named(iri: str, kinds: Iterable[str], record: PersonRecord | ClubRecord) -> list[PlainTriple]:
    triples: list[PlainTriple] = [(iri, v.TYPE, kind) for kind in kinds]
    triples += [(iri, predicate, Value(record.name)) for predicate in (v.LABEL, v.NAME)]
    triples.append((iri, v.GAZETTEER_ID, Value(record.id)))
    if record.wikidata:
        triples.append((iri, v.SAME_AS, v.WIKIDATA + record.wikidata))
    return triples


def _club(make: Identifiers, club: ClubRecord) -> list[PlainTriple]:
    kinds = (v.CLUB, v.NATIONAL_TEAM) if club.national else (v.CLUB,)
    return _named(make.club(encoded(club.id)), kinds, club)


def _person(make: Identifiers, person: PersonRecord) -> list[PlainTriple]:
    triples = _named(make.person(encoded(person.id)), (v.PERSON,), person)
    for spell in person.spells:
        triples += _spell(make, person, spell)
    return triples


def _spell(make: Identifiers, person: PersonRecord, spell: SpellRecord) -> list[PlainTriple]:
    key, club = encoded(person.id), encoded(spell.club)
    iri = make.spell(key, club, spell.capacity, spell_start(spell.since, spell.until))
    triples: list[PlainTriple] = [
        (iri, v.TYPE, v.SPELL),
        (iri, v.OF_PERSON, make.person(key)),
        (iri, v.AT_CLUB, make.club(club)),
        (iri, v.CAPACITY, Value(spell.capacity)),
    ]
    for year, precise, number in ((spell.since, v.FROM, v.FROM_YEAR), (spell.until, v.UNTIL, v.UNTIL_YEAR)):
        if year is not None:
            triples += [(iri, precise, Value(f"{year:04}", v.YEAR)), (iri, number, Value(str(year), v.INTEGER))]
    if spell.loan_from:
        triples.append((iri, v.LOAN_FROM, make.club(encoded(spell.loan_from))))
    return triples
