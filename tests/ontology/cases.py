"""The fixtures of the shapes: one graph nothing is wrong with, and a change of it for each constraint."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.rdf.vocabulary import PREFIXES

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
    """Return by constraint the SPARQL Update that makes the conforming graph violate it, and what it cannot but violate too."""
    return dict(tomllib.loads((FIXTURES / "violations.toml").read_text("utf-8")))


def violating(name: str) -> ox.Store:
    """Return the graph that violates the constraint of this name."""
    store = conforming()
    store.update(violations()[name]["update"], base_iri=BASE, prefixes=PREFIXES)
    return store
