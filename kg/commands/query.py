"""``kg sparql`` and ``kg cypher``: any question, in the language of RDF or of the property graph."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.commands import options
from kg.commands.ask import tell_cut
from kg.errors import InputError, UsageError
from kg.messages import text
from kg.views import results
from kg.views.console import Screen

_MOST = 1_000_000


class GraphFormat(StrEnum):
    """How the answer of a SPARQL query is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


Query = Annotated[str, typer.Argument(metavar="QUERY|FILE|-", help=text("help_query"), show_default=False)]


def sparql(
    query: Query = "-",
    form: Annotated[
        GraphFormat | None, typer.Option("--format", "-f", help=text("help_sparql_format"), show_default=False)
    ] = None,
    limit: options.MaxRows = 10_000,
    timeout: options.Seconds = 60,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Run a SPARQL query that only reads."""
    from kg.graph import KnowledgeGraph
    from kg.store.answer import Limits, Triples

    words = query_text(query)
    with KnowledgeGraph.open(store) as graph:
        answer = graph.sparql(words, limits=Limits(timeout, limit))
    if isinstance(answer, Triples):
        _triples(answer, form or GraphFormat.TTL)
    elif form is GraphFormat.TTL:
        raise UsageError("usage_no_triples")
    else:
        results.show(Screen(), answer.columns, answer.rows, (form or GraphFormat.TABLE).value)
    tell_cut(answer)


def cypher(
    query: Query = "-",
    form: options.Rows = options.TableFormat.TABLE,
    embedded: Annotated[bool, typer.Option("--embedded", help=text("help_embedded"))] = False,
    limit: options.MaxRows = 10_000,
    timeout: options.Seconds = 60,
    uri: options.Neo4jUri = None,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Run a Cypher query that only reads, on Neo4j where a server is named, else embedded."""
    from kg.commands.server import login
    from kg.graph import KnowledgeGraph
    from kg.store.answer import Limits

    words = query_text(query)
    with KnowledgeGraph.open(store, neo4j=None if embedded else login(uri)) as graph:
        answer = graph.cypher(words, limits=Limits(timeout, limit))
    results.show(Screen(), answer.columns, answer.rows, form.value)
    tell_cut(answer)


def query_text(given: str) -> str:
    """Return a query's text: as given, from the file of that name, or from standard input for ``-``.

    Raises:
        InputError: the file or standard input cannot be read as UTF-8, or is empty.
    """
    if given == "-":
        words, name = sys.stdin.buffer.read(_MOST), "-"
    else:
        path = Path(given)
        try:
            is_file = path.is_file()
        except (OSError, ValueError):
            is_file = False
        if not is_file:
            if path.suffix in {".rq", ".sparql", ".cypher", ".cql"} and "\n" not in given and "{" not in given:
                raise InputError("input_missing", name=given)
            return given
        try:
            words, name = path.read_bytes()[:_MOST], given
        except OSError as error:
            raise InputError("input_unreadable", name=given, reason=error.strerror) from error
    try:
        found = words.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("input_encoding", name=name) from error
    if not found.strip():
        raise UsageError("usage_no_query", name=name)
    return found


def _triples(answer: object, form: GraphFormat) -> None:
    from kg.rdf.vocabulary import PREFIXES

    triples = answer.triples  # type: ignore[attr-defined]
    if form is GraphFormat.TTL:
        import pyoxigraph

        written = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=PREFIXES)
        sys.stdout.write((written or b"").decode("utf-8"))
        return
    rows = [[getattr(term, "value", str(term)) for term in triple] for triple in triples]
    results.show(Screen(), ("subject", "predicate", "object"), rows, form.value)
