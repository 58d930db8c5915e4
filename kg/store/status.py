"""What a store holds, in numbers."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

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
    type_ = ox.NamedNode(v.TYPE)
    where = {"Claim": None, "ExPlayerIncident": derived}
    return {
        name: sum(
            1
            for _ in store.quads_for_pattern(
                None, type_, ox.NamedNode(v.CALCIO + name), where.get(name, ox.DefaultGraph())
            )
        )
        for name in _COUNTED
    }


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
