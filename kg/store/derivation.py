"""What follows from the facts: the rules of ``ontology/rules``, run for the people whose facts changed.

A rule is a CONSTRUCT query about the incidents of a person. It is run on a small dataset that holds what
concerns a few people: their incidents with the matches, their spells, the claims about these and the
claims' articles. So its cost depends on the people who changed and not on the size of the graph.
Each triple a rule gives has an incident as subject, so what a person's incidents no longer give can be
taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.rdf import vocabulary as v
from kg.rdf.resources import rules

Triple = tuple[Any, Any, Any]

#: People a rule is run for at once.
_TOGETHER = 12

_PLAYER, _OF_PERSON, _IN_MATCH = (ox.NamedNode(iri) for iri in (v.PLAYER, v.OF_PERSON, v.IN_MATCH))
_ABOUT, _IN_ARTICLE = ox.NamedNode(v.ABOUT_FACT), ox.NamedNode(v.IN_ARTICLE)
_DEFAULT = ox.DefaultGraph()


def _values(store: ox.Store, subject: Any, predicate: ox.NamedNode) -> set[Any]:
    return {quad.object for quad in store.quads_for_pattern(subject, predicate, None, None)}


def _subjects(store: ox.Store, predicate: ox.NamedNode, value: Any) -> set[Any]:
    return {quad.subject for quad in store.quads_for_pattern(None, predicate, value, None)}


def _concerning(store: ox.Store, people: Iterable[ox.NamedNode], derived: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield the quads that concern these people."""
    facts: set[Any] = set()
    for person in people:
        facts |= _subjects(store, _PLAYER, person) | _subjects(store, _OF_PERSON, person)
    claims = {claim for fact in facts for claim in _subjects(store, _ABOUT, fact)}
    articles = {article for claim in claims for article in _values(store, claim, _IN_ARTICLE)}
    matches = {match for fact in facts for match in _values(store, fact, _IN_MATCH)}
    for node in facts | claims | articles | matches:
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
    found: set[Triple] = set()
    ordered = sorted(people, key=str)
    for start in range(0, len(ordered), _TOGETHER):
        small = ox.Store()
        small.extend(_concerning(store, ordered[start : start + _TOGETHER], derived))
        for rule in rules().values():
            results: Any = small.query(rule, prefixes=v.PREFIXES)
            found.update((t.subject, t.predicate, t.object) for t in results)
    return found


def difference(store: ox.Store, people: set[ox.NamedNode], graph: ox.NamedNode) -> tuple[set[Triple], set[Triple]]:
    """Return what the derived graph gains and loses now that these people's facts changed."""
    wanted = construct(store, people, graph)
    stands: set[Triple] = set()
    for quad in store.quads_for_pattern(None, None, None, graph):
        players = {q.object for q in store.quads_for_pattern(quad.subject, _PLAYER, None, _DEFAULT)}
        if not players or players & people:
            stands.add((quad.subject, quad.predicate, quad.object))
    return wanted - stands, stands - wanted
