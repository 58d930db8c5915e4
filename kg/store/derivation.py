"""What follows from the facts: the rules of ``ontology/rules``, run for the people whose facts changed.

A rule is a CONSTRUCT query about the incidents of a person. It is run on a small dataset that holds what
concerns a few people: their incidents against clubs they were at, with the matches, their spells, the claims
about these and the claims' articles. So its cost depends on the people who changed and not on the size of the graph.
Each triple a rule gives has an incident as subject, so what a person's incidents no longer give can be
taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.rdf import vocabulary as v
from kg.rdf.resources import rules

Triple = tuple[Any, Any, Any]

#: People a rule is run for at once.
_TOGETHER = 12

_PLAYER, _OF_PERSON, _IN_MATCH = (ox.NamedNode(iri) for iri in (v.PLAYER, v.OF_PERSON, v.IN_MATCH))
_AT_CLUB, _AGAINST, _FOR_CLUB = (ox.NamedNode(iri) for iri in (v.AT_CLUB, v.AGAINST_CLUB, v.FOR_CLUB))
_ABOUT, _IN_ARTICLE, _EX_STATED = (ox.NamedNode(iri) for iri in (v.ABOUT_FACT, v.IN_ARTICLE, v.EX_PLAYER_STATED))
_UNTIL_YEAR, _STATUS, _DATE = (ox.NamedNode(iri) for iri in (v.UNTIL_YEAR, v.SPELL_STATUS, v.MATCH_DATE))
_FORMER = ox.Literal("former")
_TYPE, _CROWD = ox.NamedNode(v.TYPE), ox.NamedNode(v.INCIDENT_CLASSES["crowd_reaction"][0])
_TRUE = ox.Literal("true", datatype=ox.NamedNode(v.BOOLEAN))
_DEFAULT = ox.DefaultGraph()


def _values(store: ox.Store, subject: Any, predicate: ox.NamedNode, graph: Any = _DEFAULT) -> set[Any]:
    return {quad.object for quad in store.quads_for_pattern(subject, predicate, None, graph)}


def _subjects(store: ox.Store, predicate: ox.NamedNode, value: Any, graph: Any = _DEFAULT) -> set[Any]:
    return {quad.subject for quad in store.quads_for_pattern(None, predicate, value, graph)}


@dataclass(frozen=True, slots=True)
class _Career:
    """A person's spells with their clubs, and the incidents of which a rule may say something."""

    spells: dict[Any, set[Any]]
    incidents: dict[Any, set[Any]]

    @property
    def clubs(self) -> set[Any]:
        """The clubs a rule may speak of."""
        return set().union(*self.incidents.values())


def _career(store: ox.Store, person: ox.NamedNode) -> _Career:
    """Return what a rule may need of a person.

    Every rule asks for a claim that calls him an ex, or for a club on the other side that he had left by the
    year of the match or that an article calls his former one: nearly all incidents need not be looked at.
    """
    spells = {spell: _values(store, spell, _AT_CLUB) for spell in _subjects(store, _OF_PERSON, person)}
    left: dict[Any, int] = {}
    for spell, clubs in spells.items():
        since = _left(store, spell)
        if since is not None:
            left.update({club: min(since, left.get(club, since)) for club in clubs})
    incidents = {}
    for incident in _subjects(store, _PLAYER, person):
        against = _values(store, incident, _AGAINST)
        if ox.Quad(incident, _TYPE, _CROWD, _DEFAULT) in store:
            against |= _values(store, incident, _FOR_CLUB)
        years = [left[club] for club in against if club in left]
        if (years and min(years) <= _year(store, incident)) or _stated(store, incident):
            incidents[incident] = against
    return _Career(spells, incidents)


def _left(store: ox.Store, spell: Any) -> int | None:
    """Return the year from which a spell may be a past one: its last, any where an article says so; or ``None``."""
    for quad in store.quads_for_pattern(None, _ABOUT, spell, None):
        if ox.Quad(quad.subject, _STATUS, _FORMER, quad.graph_name) in store:
            return 0
    return min((int(year.value) for year in _values(store, spell, _UNTIL_YEAR)), default=None)


def _year(store: ox.Store, incident: Any) -> int:
    """Return the latest year an incident's match may be of."""
    dates = [date.value for match in _values(store, incident, _IN_MATCH) for date in _values(store, match, _DATE)]
    return max((int(date[:4]) for date in dates if date[:4].isdecimal()), default=0)


def _stated(store: ox.Store, incident: Any) -> bool:
    """Tell whether a claim about the incident calls the player an ex."""
    claims = store.quads_for_pattern(None, _ABOUT, incident, None)
    return any(ox.Quad(claim.subject, _EX_STATED, _TRUE, claim.graph_name) in store for claim in claims)


def _concerning(store: ox.Store, career: _Career, derived: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield the quads that concern a career."""
    clubs = career.clubs
    told_of = [*career.incidents, *(spell for spell, at in career.spells.items() if at & clubs)]
    claims = {claim for fact in told_of for claim in _subjects(store, _ABOUT, fact, None)}
    articles = {article for claim in claims for article in _values(store, claim, _IN_ARTICLE, None)}
    matches = {match for incident in career.incidents for match in _values(store, incident, _IN_MATCH)}
    for node in {*career.incidents, *career.spells, *claims, *articles, *matches}:
        for quad in store.quads_for_pattern(node, None, None, None):
            if quad.graph_name != derived:
                yield quad


def construct(store: ox.Store, people: Iterable[ox.NamedNode], derived: ox.NamedNode) -> set[Triple]:
    """Return what the rules give for these people.

    Args:
        store: the dataset.
        people: whose incidents are looked at.
        derived: the graph of what was derived before; rules do not see it.
    """
    careers = (_career(store, person) for person in sorted(people, key=str))
    due = [career for career in careers if career.incidents]
    found: set[Triple] = set()
    for start in range(0, len(due), _TOGETHER):
        small = ox.Store()
        small.extend(quad for career in due[start : start + _TOGETHER] for quad in _concerning(store, career, derived))
        for rule in rules().values():
            results: Any = small.query(rule, prefixes=v.PREFIXES)
            found.update((t.subject, t.predicate, t.object) for t in results)
    return found


def difference(
    store: ox.Store, people: set[ox.NamedNode], graph: ox.NamedNode, *, orphans: bool = False
) -> tuple[set[Triple], set[Triple]]:
    """Return what the derived graph gains and loses now that these people's facts changed.

    Args:
        store: the dataset.
        people: whose facts changed.
        graph: the graph of what is derived.
        orphans: look also for what was derived for incidents that are no more; that reads the whole graph.
    """
    wanted = construct(store, people, graph)
    stands: set[Triple] = set()
    if orphans:
        for quad in store.quads_for_pattern(None, None, None, graph):
            players = _values(store, quad.subject, _PLAYER)
            if not players or players & people:
                stands.add((quad.subject, quad.predicate, quad.object))
    else:
        for person in people:
            for incident in _subjects(store, _PLAYER, person):
                found = store.quads_for_pattern(incident, None, None, graph)
                stands.update((quad.subject, quad.predicate, quad.object) for quad in found)
    return wanted - stands, stands - wanted
