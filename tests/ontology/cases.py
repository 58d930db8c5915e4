"""The fixtures of the shapes: one graph nothing is wrong with, and a change of it for each constraint."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.rdf.resources import read
from kg.rdf.vocabulary import PREFIXES, TYPE

FIXTURES = Path(__file__).parent / "fixtures"
BASE = "https://example.org/kg/"
SH = "http://www.w3.org/ns/shacl#"
SHAPES = "https://w3id.org/calcio-kg/shapes#"


@cache
def conforming_text() -> str:
    """Return the Turtle of the conforming graph."""
    return (FIXTURES / "conforming.ttl").read_text("utf-8")


def conforming() -> ox.Store:
    """Return the conforming graph."""
    store = ox.Store()
    store.load(conforming_text().encode(), format=ox.RdfFormat.TURTLE)
    return store


@cache
def violations() -> dict[str, dict[str, Any]]:
    """Return by constraint the SPARQL Update that makes the conforming graph violate it.

    ``also`` names what cannot but be violated with it.
    """
    return dict(tomllib.loads((FIXTURES / "violations.toml").read_text("utf-8")))


def violating(name: str) -> ox.Store:
    """Return the graph that violates the constraint of this name."""
    store = conforming()
    store.update(violations()[name]["update"], base_iri=BASE, prefixes=PREFIXES)
    return store


def part(name: str) -> list[ox.Quad]:
    """Return what the change of this name touches, with all it leads to and the claims about it, and no more."""
    before, after = set(conforming()), set(violating(name))
    ahead = {quad.subject for quad in before ^ after}
    ahead |= {quad.subject for node in set(ahead) for quad in after if quad.object == node}
    held: set[object] = set()
    while ahead:
        node = ahead.pop()
        held.add(node)
        ahead |= {quad.object for quad in after if quad.subject == node and quad.predicate.value != TYPE} - held
    return [quad for quad in after if quad.subject in held]


@cache
def shapes() -> tuple[ox.Quad, ...]:
    """Return the triples of the shapes."""
    return tuple(ox.parse(read("shapes.ttl"), format=ox.RdfFormat.TURTLE))


@cache
def constraints() -> dict[str, dict[str, list[Any]]]:
    """Return each constraint's shape by name: its values by property (the part after ``#``)."""
    found: dict[str, dict[str, list[Any]]] = {}
    for quad in shapes():
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(SHAPES):
            shape = found.setdefault(quad.subject.value.removeprefix(SHAPES), {})
            shape.setdefault(quad.predicate.value.rpartition("#")[2], []).append(quad.object)
    return {name: shape for name, shape in found.items() if "message" in shape}


def without(name: str) -> str:
    """Return the shapes as Turtle with this constraint taken out."""
    gone = ox.NamedNode(SHAPES + name)
    kept = [quad.triple for quad in shapes() if gone not in (quad.subject, quad.object)]
    text = ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES)
    assert text is not None
    return text.decode()
