"""What follows from the facts: the rules of ``ontology/rules``, run for the people whose facts changed.

A rule is a CONSTRUCT query about the incidents of a person it calls ``?player``. Its triples stand
in the graph ``derived``; each has the incident as subject, so what a person's incidents no longer
give can be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.rdf import vocabulary as v
from kg.rdf.resources import rules

Triple = tuple[Any, Any, Any]

_WHERE = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)
_PLAYER = ox.NamedNode(v.PLAYER)
_DEFAULT = ox.DefaultGraph()


def restricted(rule: str, people: Iterable[ox.NamedNode]) -> str:
    """Return the rule asked only for these people."""
    values = " ".join(sorted(str(person) for person in people))
    return _WHERE.sub(lambda found: f"{found[0]} VALUES ?player {{ {values} }}", _COMMENT.sub("", rule), count=1)


def construct(store: ox.Store, people: set[ox.NamedNode]) -> set[Triple]:
    """Return what the rules give for these people."""
    found: set[Triple] = set()
    for rule in rules().values():
        results: Any = store.query(restricted(rule, people), prefixes=v.PREFIXES)
        found.update((t.subject, t.predicate, t.object) for t in results)
    return found


def difference(store: ox.Store, people: set[ox.NamedNode], graph: ox.NamedNode) -> tuple[set[Triple], set[Triple]]:
    """Return what the derived graph gains and loses now that these people's facts changed."""
    wanted = construct(store, people)
    stands: set[Triple] = set()
    for quad in store.quads_for_pattern(None, None, None, graph):
        players = {q.object for q in store.quads_for_pattern(quad.subject, _PLAYER, None, _DEFAULT)}
        if not players or players & people:
            stands.add((quad.subject, quad.predicate, quad.object))
    return wanted - stands, stands - wanted
