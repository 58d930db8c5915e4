"""Facts as RDF and back: identifiers, vocabulary, mapping, texts in Turtle, JSON-LD and N-Quads."""

from __future__ import annotations

from kg.rdf.background import background
from kg.rdf.identifiers import Identifiers, default_base
from kg.rdf.mapping import ArticleGraph, article_dataset, article_quads, facts_graph, facts_quads, map_article
from kg.rdf.reading import facts_from_graph
from kg.rdf.serialise import jsonld, nquads, serialise, turtle
from kg.rdf.triples import PlainTriple, Value, plain, to_nquads, to_oxigraph, to_rdflib

__all__ = [
    "ArticleGraph",
    "Identifiers",
    "PlainTriple",
    "Value",
    "article_dataset",
    "article_quads",
    "background",
    "default_base",
    "facts_from_graph",
    "facts_graph",
    "facts_quads",
    "jsonld",
    "map_article",
    "nquads",
    "plain",
    "serialise",
    "to_nquads",
    "to_oxigraph",
    "to_rdflib",
    "turtle",
]
