"""Triples as text on their way into the store, and the SPARQL that writes a difference.

A statement is a triple in canonical N-Triples without the full stop: what pyoxigraph writes for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.rdf import vocabulary as v

#: A triple of pyoxigraph terms.
Triple = tuple[Any, Any, Any]
#: Triples of a graph, ``None`` for the default graph.
Part = tuple[ox.NamedNode | None, set[Triple]]

#: SHA-256 of a content (schema.org): of the article as kept, and of the article's graph.
SHA256 = ox.NamedNode(v.SCHEMA + "sha256")

_ABOUT = f"> <{v.ABOUT_FACT}> <".encode()
_TYPE = f"> <{v.TYPE}> <".encode()


def statement(triple: Triple) -> str:
    """Return a triple of pyoxigraph terms as a statement."""
    return f"{triple[0]} {triple[1]} {triple[2]}"


def terms(statements: Iterable[str]) -> set[Triple]:
    """Return the triples of statements as pyoxigraph terms."""
    text = "".join(f"{line} .\n" for line in statements).encode("utf-8")
    return {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)}


def quad_line(quad: ox.Quad) -> str:
    """Return a quad as N-Quads, without the full stop."""
    graph = "" if quad.graph_name == ox.DefaultGraph() else f" {quad.graph_name}"
    return f"{quad.subject} {quad.predicate} {quad.object}{graph}"


def digest(lines: Iterable[str]) -> int:
    """Return a hash of statements that does not depend on their order; of two lots it is the exclusive or."""
    found = 0
    for line in lines:
        found ^= int.from_bytes(hashlib.sha256(line.encode("utf-8")).digest())
    return found


def told_of(quads: bytes) -> tuple[set[str], set[str]]:
    """Return the IRIs N-Quads say something of, or make a claim about; and those they give a class."""
    nodes: set[bytes] = set()
    typed: set[bytes] = set()
    for line in quads.splitlines():
        subject, _, rest = line.partition(b">")
        nodes.add(subject[1:])
        rest = b">" + rest
        if rest.startswith(_TYPE):
            typed.add(subject[1:])
        elif rest.startswith(_ABOUT):
            nodes.add(rest[len(_ABOUT) :].partition(b">")[0])
    return {iri.decode() for iri in nodes}, {iri.decode() for iri in typed}


def difference(deletes: Iterable[Part], inserts: Iterable[Part]) -> str:
    """Return one SPARQL update that deletes and inserts."""
    return _operation("DELETE", deletes) + _operation("INSERT", inserts)


def _operation(word: str, parts: Iterable[Part]) -> str:
    """Return one ``INSERT DATA`` or ``DELETE DATA``; the terms write themselves, so no text is quoted by hand."""
    body = []
    for graph, triples in parts:
        if triples:
            lines = " .\n".join(statement(triple) for triple in triples)
            body.append(lines + " ." if graph is None else f"GRAPH {graph} {{ {lines} }}")
    return f"{word} DATA {{\n" + "\n".join(body) + "\n};\n" if body else ""
