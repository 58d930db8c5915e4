"""An article's graph as text: Turtle, JSON-LD, N-Quads. Same triples in, same bytes out."""

from __future__ import annotations

import io
import json
from typing import Any, Literal

import pyoxigraph as ox

from kg.rdf import vocabulary as v
from kg.rdf.mapping import ArticleGraph
from kg.rdf.resources import context
from kg.rdf.triples import PlainTriple, to_nquads, to_oxigraph, to_rdflib

Format = Literal["rdf", "jsonld", "nquads"]


def _order(triple: PlainTriple) -> tuple[str, bool, str, str]:
    subject, predicate, value = triple
    return subject, predicate != v.TYPE, predicate, str(value)


def nquads(graph: ArticleGraph) -> str:
    """Return the named graph as canonical N-Quads, lines sorted."""
    return "".join(sorted(to_nquads([triple], graph.iri) for triple in set(graph.triples)))


def turtle(graph: ArticleGraph) -> str:
    """Return the article's triples as Turtle (which has no graph names), sorted by subject."""
    rows = sorted(set(graph.triples), key=_order)
    text = io.BytesIO()
    ox.serialize((quad.triple for quad in to_oxigraph(rows)), text, ox.RdfFormat.TURTLE, prefixes=v.PREFIXES)
    lines = text.getvalue().decode().splitlines(keepends=True)
    # The prefixes come in an order that varies from run to run; a literal cannot start a line.
    head = len(v.PREFIXES)
    return "".join(sorted(lines[:head]) + lines[head:])


def jsonld(graph: ArticleGraph) -> str:
    """Return the article's named graph as JSON-LD with the project's context written into it.

    Nothing needs to be fetched to read it.
    """
    from rdflib import Dataset, URIRef

    dataset = Dataset()
    to_rdflib(graph.triples, dataset.graph(URIRef(graph.iri)))
    text = dataset.serialize(format="json-ld", context=context(), auto_compact=False)
    return json.dumps(_sorted(json.loads(text)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _sorted(value: Any) -> Any:
    """Return JSON-LD with every array in a fixed order: arrays are sets there, and rdflib's order varies."""
    if isinstance(value, dict):
        return {key: _sorted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(inner) for inner in value), key=lambda inner: json.dumps(inner, sort_keys=True))
    return value


def serialise(graph: ArticleGraph, form: Format) -> str:
    """Return the article's graph as ``rdf`` (Turtle), ``jsonld`` or ``nquads`` text."""
    if form == "rdf":
        return turtle(graph)
    return jsonld(graph) if form == "jsonld" else nquads(graph)
