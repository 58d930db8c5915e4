"""What a store holds, in numbers."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.rdf import vocabulary as v

_COUNTED = ("Person", "Club", "Spell", "Transfer", "Match", "Incident", "ExPlayerIncident", "Claim")


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What a store holds.

    Attributes:
        path: the folder, ``None`` in memory.
        base: the base IRI.
        articles: number of articles.
        facts: triples of the default graph.
        quads: quads in all.
        counts: number of nodes by class name (``Person``, ``Club``, …).
        quarantined: number of articles with something the shapes refused.
        writer: process id of a writer at work, ``None`` where there is none.
        bytes: size of the folder.
    """

    path: Path | None
    base: str
    articles: int
    facts: int
    quads: int
    counts: dict[str, int] = field(default_factory=dict)
    quarantined: int = 0
    writer: str | None = None
    bytes: int = 0


def counts(store: ox.Store, derived: ox.NamedNode) -> dict[str, int]:
    """Count the nodes by class: facts stand once in the default graph, claims and what is derived elsewhere."""
    where = {"Claim": "GRAPH ?graph", "ExPlayerIncident": f"GRAPH {derived}"}
    return {name: count(store, f"{where.get(name, '')} {{ ?node a <{v.CALCIO}{name}> }}") for name in _COUNTED}


def count(store: ox.Store, pattern: str) -> int:
    """Return the number of solutions of a SPARQL pattern."""
    found: Any = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    return int(next(found)["n"].value)


def size(folder: Path) -> int:
    """Return the bytes below a folder; a file with several names (hard links of snapshots) counts once."""
    seen: dict[tuple[int, int], int] = {}
    for directory, _, names in os.walk(folder):
        for name in names:
            try:
                found = Path(directory, name).stat()
            except FileNotFoundError:
                continue
            seen[found.st_dev, found.st_ino] = found.st_size
    return sum(seen.values())
