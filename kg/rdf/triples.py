"""Triples as plain tuples, and their forms in pyoxigraph, rdflib and N-Quads.

The mapping is written once, over plain strings; what a store or a library needs is made from
them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

import pyoxigraph as ox

from kg.rdf.vocabulary import RDF, STRING

if TYPE_CHECKING:  # rdflib takes 0.2 s to import; commands that do not need it shall not wait
    import rdflib


_LANGUAGE_STRING = RDF + "langString"


class Value(NamedTuple):
    """A literal: its lexical form, the IRI of its datatype, its language tag (the project's data have none)."""

    text: str
    datatype: str = STRING
    language: str = ""


#: Subject IRI, predicate IRI, object (IRI or literal).
PlainTriple: TypeAlias = tuple[str, str, str | Value]

#: What the functions of this package read triples from.
TripleSource: TypeAlias = "Iterable[PlainTriple] | Iterable[ox.Quad] | Iterable[ox.Triple] | rdflib.Graph | ox.Store"


@lru_cache(maxsize=4096)
def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _ox_literal(value: Value) -> ox.Literal:
    if value.datatype == STRING:
        return ox.Literal(value.text)
    if value.language:
        return ox.Literal(value.text, language=value.language)
    return ox.Literal(value.text, datatype=_node(value.datatype))


def to_oxigraph(triples: Iterable[PlainTriple], graph: str | None = None) -> list[ox.Quad]:
    """Return the triples as pyoxigraph quads in ``graph`` (``None``: the default graph)."""
    where = ox.DefaultGraph() if graph is None else _node(graph)
    return [
        ox.Quad(_node(s), _node(p), _ox_literal(o) if isinstance(o, Value) else _node(o), where) for s, p, o in triples
    ]


def to_rdflib(triples: Iterable[PlainTriple], graph: rdflib.Graph) -> rdflib.Graph:
    """Add the triples to an rdflib graph and return it."""
    from rdflib import Literal, URIRef

    iri = lru_cache(maxsize=4096)(URIRef)

    def literal(value: Value) -> Literal:
        if value.language:
            return Literal(value.text, lang=value.language)
        datatype = None if value.datatype == STRING else iri(value.datatype)
        return Literal(value.text, datatype=datatype, normalize=False)

    for s, p, o in triples:
        graph.add((iri(s), iri(p), literal(o) if isinstance(o, Value) else iri(o)))
    return graph


_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)},
    **{ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"},
    **{ord("\b"): "\\b", ord("\f"): "\\f"},
}


def _text(node: str | Value) -> str:
    if not isinstance(node, Value):
        return f"<{node}>"
    literal = f'"{node.text.translate(_ESCAPES)}"'
    if node.datatype == STRING:
        return literal
    return f"{literal}@{node.language}" if node.language else f"{literal}^^<{node.datatype}>"


def statements(triples: Iterable[PlainTriple]) -> list[str]:
    """Return each triple in canonical N-Triples, without the full stop: as pyoxigraph writes it."""
    return [f"<{s}> <{p}> {_text(o)}" if type(o) is Value else f"<{s}> <{p}> <{o}>" for s, p, o in triples]


def to_nquads(triples: Iterable[PlainTriple], graph: str | None = None) -> str:
    """Return the triples as canonical N-Quads lines, in the order given (N-Triples without ``graph``)."""
    tail = "" if graph is None else f" <{graph}>"
    return "".join(f"{statement}{tail} .\n" for statement in statements(triples))


def _from_ox(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str | Value:
    if isinstance(term, ox.Literal):
        return Value(term.value, term.datatype.value, term.language or "")
    if isinstance(term, ox.NamedNode):
        return term.value
    return str(term)


def _from_rdflib(graph: rdflib.Graph, name: str | None) -> Iterator[PlainTriple]:
    from rdflib import Dataset, Literal, URIRef

    triples: Iterable[tuple[object, ...]] = graph
    if isinstance(graph, Dataset):
        triples = graph.quads() if name is None else graph.get_context(URIRef(name))
    for subject, predicate, value, *_ in triples:
        if isinstance(value, Literal):
            datatype = _LANGUAGE_STRING if value.language else str(value.datatype or STRING)
            yield str(subject), str(predicate), Value(str(value), datatype, value.language or "")
        else:
            yield str(subject), str(predicate), str(value)


def plain(source: TripleSource, graph: str | None = None) -> Iterator[PlainTriple]:
    """Yield plain triples of ``source``.

    With ``graph`` only the triples of that named graph; without, the triples of every graph.
    Plain triples, pyoxigraph triples and rdflib graphs that are no dataset have no graph names:
    all of theirs are given.
    """
    if type(source).__module__.startswith("rdflib."):
        yield from _from_rdflib(cast("rdflib.Graph", source), graph)
        return
    wanted = None if graph is None else _node(graph)
    if isinstance(source, ox.Store):
        source = source.quads_for_pattern(None, None, None, wanted)
    for item in cast("Iterable[PlainTriple | ox.Quad | ox.Triple]", source):
        if isinstance(item, tuple):
            yield item
        elif wanted is None or isinstance(item, ox.Triple) or item.graph_name == wanted:
            yield str(_from_ox(item.subject)), item.predicate.value, _from_ox(item.object)
