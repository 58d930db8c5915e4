"""SPARQL only reads, stays inside, and keeps to its limits."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from kg.errors import QueryError
from kg.graph import KnowledgeGraph
from kg.store.answer import Answer, Limits, Triples
from kg.store.sparql import keywords
from tests.store.worlds import world


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    made = KnowledgeGraph.memory()
    list(made.load_articles(world(30, 4)))
    return made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT * { ?s ?p ?o }", {"SELECT"}),
        ("select * from <x:y> { ?s ?p ?o }", {"SELECT", "FROM"}),
        ("ASK { ?from ?service 'SERVICE' ; <x:SERVICE> \"it's FROM\"@from }", {"ASK"}),
        ("ASK { ?s ex:service '''a 'LOAD' b''' ; from:LOAD \"\"\"x\"LOAD\"y\"\"\" } # DROP ALL", {"ASK"}),
        ("ASK { ?s ?p ?o FILTER(?a<?b && ?c>?d) }", {"ASK", "FILTER"}),
        ('ASK { _:load ?p "\\" DROP" }', {"ASK"}),
    ],
)
def test_keywords_are_words_that_stand_for_nothing_else(text: str, found: set[str]) -> None:
    assert keywords(text) == found


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("INSERT DATA { <x:s> <x:p> <x:o> }", "sparql_update"),
        ("DELETE WHERE { ?s ?p ?o }", "sparql_update"),
        ("clear all", "sparql_update"),
        ("DROP GRAPH <x:g>", "sparql_update"),
        ("LOAD <https://example.org/a.ttl>", "sparql_update"),
        ("PREFIX x: <x:> WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "sparql_update"),
        ("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }", "sparql_outside"),
        ("SELECT * { service silent <https://example.org/sparql> { ?s ?p ?o } }", "sparql_outside"),
        ("SELECT * { \\u0053ERVICE <https://example.org/sparql> { ?s ?p ?o } }", "sparql_outside"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "sparql_outside"),
        ("SELECT * FROM NAMED <x:g> { GRAPH ?g { ?s ?p ?o } }", "sparql_outside"),
    ],
)
def test_what_changes_data_or_reaches_outside_is_refused(graph: KnowledgeGraph, text: str, key: str) -> None:
    before = graph.export()
    with pytest.raises(QueryError) as caught:
        graph.sparql(text)
    assert caught.value.key == key
    assert graph.export() == before


def test_a_service_is_never_called(graph: KnowledgeGraph) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        for text in (f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", f"SELECT * FROM <{address}> {{ ?s ?p ?o }}"):
            with pytest.raises(QueryError):
                graph.sparql(text)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_syntax_error_names_the_place(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError) as caught:
        graph.sparql("SELECT ?s WHERE {\n  ?s a calcio:Person ;;; }}")
    assert caught.value.key == "sparql_syntax"
    assert "2:" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT * WHERE { ?a foo:b ?c }", "prefix foo: is not declared"),
        ("PREFIX bar: <http://bar.example/>\nSELECT * WHERE { ?a bar:b ?b ; foo:b ?c }", "prefix foo: is not declared"),
        ("", "query is empty"),
        (" \n# only a remark\n", "query is empty"),
        ("SELECT ?x WHERE { ?x a }", "1:"),
        ("SELEC ?x", "1:"),
        ("SELECT ?x WHERE { ?x ?p ?o", "at 1:27"),
    ],
)
def test_what_is_wrong_is_told_in_one_short_sentence(graph: KnowledgeGraph, text: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        graph.sparql(text)
    said = str(caught.value)
    assert told in said
    assert "expected" not in said
    assert len(said.splitlines()) == 1
    assert len(said) < 160


def test_rows_beyond_the_limit_are_left_out_and_told(graph: KnowledgeGraph) -> None:
    text = "SELECT ?s { ?s a calcio:Person } ORDER BY ?s"
    whole = graph.sparql(text)
    cut = graph.sparql(text, limits=Limits(rows=3))
    assert isinstance(whole, Answer) and isinstance(cut, Answer)
    assert not whole.truncated and len(whole) > 3
    assert cut.truncated and cut.limit == 3 and cut.rows == whole.rows[:3]
    exact = graph.sparql(text, limits=Limits(rows=len(whole)))
    assert not exact.truncated and len(exact) == len(whole)


def test_a_query_that_takes_too_long_is_given_up(graph: KnowledgeGraph) -> None:
    started = time.monotonic()
    with pytest.raises(QueryError) as caught:
        graph.sparql(
            "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f FILTER(?b < ?d && ?d < ?f && ?f < ?a) }",
            limits=Limits(seconds=0.3),
        )
    assert caught.value.key == "query_timeout"
    assert time.monotonic() - started < 10
    assert any(thread.name == "kg-query" for thread in threading.enumerate()), "the query was still running"


def test_values_come_typed_and_triples_in_order(graph: KnowledgeGraph) -> None:
    found = graph.sparql('SELECT (1 AS ?a) (1.5 AS ?b) (true AS ?c) ("x" AS ?d) (calcio:Person AS ?e) ?f {}')
    assert isinstance(found, Answer)
    iri = "https://w3id.org/calcio-kg/ontology#Person"
    assert found.rows == ((1, 1.5, True, "x", iri, None),)
    assert graph.sparql("ASK { ?s a calcio:Person }") == Answer(("ask",), ((True,),))
    triples = graph.sparql("CONSTRUCT { ?s a calcio:Person } WHERE { ?s a calcio:Person }")
    assert isinstance(triples, Triples)
    assert list(triples.triples) == sorted(triples.triples, key=str) and len(triples) > 3
