"""The property graph on a real Neo4j server: it mirrors the store, whatever comes in between."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

import neo4j
import pytest

from kg.errors import Neo4jError, QueryError, UsageError
from kg.graph import KnowledgeGraph
from kg.store.answer import Limits
from kg.store.neo4j import Login, Neo4jGraph
from kg.store.property_graph import LABELS, RELATION_TYPES
from tests.neo4j.server import free_port
from tests.store.worlds import examples, world


@pytest.fixture
def graph(neo4j_login: Login) -> Iterator[KnowledgeGraph]:
    """A graph in memory mirrored on an empty server, with the articles of a small world."""
    with KnowledgeGraph.memory(neo4j=neo4j_login) as graph:
        assert all(loaded.change for loaded in graph.load_articles(world(40, 6)))
        assert graph.undelivered is None
        yield graph


def run(login: Login, statement: str, **values: object) -> list[neo4j.Record]:
    """Run a statement on the server behind the graph's back."""
    with neo4j.GraphDatabase.driver(login.uri, auth=(login.user, login.password)) as driver:
        return driver.execute_query(statement, values).records  # type: ignore[arg-type]


def everything(login: Login) -> tuple[int, int]:
    """Return the number of nodes and relationships on the server."""
    nodes, links = run(login, "MATCH (n) RETURN count(n) AS n UNION ALL MATCH ()-[r]->() RETURN count(r) AS n")
    return nodes["n"], links["n"]


def test_a_load_writes_neo4j_in_the_same_step(graph: KnowledgeGraph) -> None:
    status = graph.neo4j.status()
    assert status.counts["Article"] == 6 and status.counts["Incident"] > 10 and status.counts["Claim"] > 50
    assert status.due == 0 and not status.whole
    assert status.version.startswith("5.") and "community" in status.version
    assert graph.neo4j.check() == []


def test_every_kind_of_node_and_relationship_arrives(neo4j_login: Login) -> None:
    with KnowledgeGraph.memory(neo4j=neo4j_login) as graph:
        list(graph.load_articles([*world(41, 30), *examples()]))
        found = {row["l"] for row in run(neo4j_login, "MATCH (n) UNWIND labels(n) AS l RETURN DISTINCT l")}
        assert found == set(LABELS.values())
        types = {row["t"] for row in run(neo4j_login, "MATCH ()-[r]->() RETURN DISTINCT type(r) AS t")}
        assert types | {"DIRECTED"} == set(RELATION_TYPES)
        assert graph.neo4j.check() == []


def test_loading_again_and_pushing_again_change_nothing(graph: KnowledgeGraph, neo4j_login: Login) -> None:
    before = everything(neo4j_login)
    list(graph.load_articles(world(40, 6)))
    assert everything(neo4j_login) == before
    assert graph.neo4j.deliver().nodes == 0
    assert graph.neo4j.push().whole
    assert everything(neo4j_login) == before
    assert graph.neo4j.check() == []


def test_ids_are_unique_by_constraint(graph: KnowledgeGraph, neo4j_login: Login) -> None:
    (row,) = run(neo4j_login, "MATCH (p:Person) RETURN p.id AS id LIMIT 1")
    with pytest.raises(neo4j.exceptions.ConstraintError):
        run(neo4j_login, "CREATE (:Person {id: $id})", id=row["id"])
    shown = run(neo4j_login, "SHOW CONSTRAINTS YIELD labelsOrTypes, type RETURN labelsOrTypes[0] AS label, type")
    assert set(LABELS.values()) <= {row["label"] for row in shown if row["type"] == "UNIQUENESS"}


def test_dates_are_native_where_they_are_whole(neo4j_login: Login) -> None:
    with KnowledgeGraph.memory(neo4j=neo4j_login) as graph:
        list(graph.load_articles(world(46, 12)))
    rows = run(neo4j_login, "MATCH (m:Fixture) WHERE m.date IS NOT NULL RETURN m.date AS date, m.date_precision AS p")
    by_precision = {row["p"]: row["date"] for row in rows}
    assert isinstance(by_precision["day"], neo4j.time.Date)
    assert by_precision["month"] == "2020-05"


def test_forgetting_reaches_neo4j(graph: KnowledgeGraph, neo4j_login: Login) -> None:
    others = [told for told in world(40, 6) if told[0].id != "mondo-40-2"]
    graph.forget("mondo-40-2")
    assert run(neo4j_login, "MATCH (n) WHERE 'mondo-40-2' IN n.articles RETURN n") == []
    assert run(neo4j_login, "MATCH ()-[r]->() WHERE 'mondo-40-2' IN r.articles RETURN r") == []
    assert graph.neo4j.check() == []
    after = everything(neo4j_login)
    with KnowledgeGraph.memory(neo4j=neo4j_login) as fresh:
        list(fresh.load_articles(others))
        fresh.neo4j.push()
        assert everything(neo4j_login) == after


def test_a_new_version_replaces_the_old_on_neo4j(graph: KnowledgeGraph) -> None:
    article, facts = world(40, 6)[3]
    graph.load(article, replace(facts, incidents=[], transfers=[], matches=[]))
    graph.deliver()
    assert graph.neo4j.check() == []


def test_a_server_that_is_away_loses_nothing(neo4j_login: Login) -> None:
    away = replace(neo4j_login, uri=f"bolt://127.0.0.1:{free_port()}")
    told = world(42, 4)
    with KnowledgeGraph.memory(neo4j=away) as graph:
        results = list(graph.load_articles(told))
        assert all(loaded.change and loaded.change.kind == "added" for loaded in results)
        assert isinstance(graph.undelivered, Neo4jError) and graph.undelivered.key == "neo4j_unreachable"
        assert away.uri in str(graph.undelivered)
        with pytest.raises(Neo4jError):
            graph.neo4j.status()
        # The same address answers again.
        graph.neo4j.outbox.enlist(f"{neo4j_login.uri}#")
        back = Neo4jGraph(graph.store, neo4j_login)
        assert back.deliver().whole
        assert back.check() == []
        back.close()


def test_what_was_missed_is_delivered_with_the_next_load(graph: KnowledgeGraph, neo4j_login: Login) -> None:
    store = graph.store
    more = world(43, 3)
    # A process without the server's address loads into the same store.
    with_out = KnowledgeGraph(store)
    for told in more[:2]:
        with_out.load(*told)
    due = graph.neo4j.status().due
    assert due > 0 and graph.neo4j.check() != []
    list(graph.load_articles(more[2:]))
    assert graph.neo4j.status().due == 0
    assert graph.neo4j.check() == []


def test_a_server_that_was_emptied_gets_everything_anew(graph: KnowledgeGraph, neo4j_login: Login) -> None:
    run(neo4j_login, "MATCH (n) DETACH DELETE n")
    graph.load(*world(44, 1)[0])
    delivered = graph.deliver()
    assert delivered is not None and delivered.whole
    assert graph.neo4j.check() == []


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("MATCH (i:Incident) WITH i LIMIT 1 DETACH DELETE i", "Incident"),
        ("MATCH (c:Club) WITH c LIMIT 1 SET c.name = 'Altro'", "Club"),
        ("MATCH (:Claim)-[r:ABOUT]->() WITH r LIMIT 1 DELETE r", "ABOUT"),
        ("MATCH (p:Person) WITH p LIMIT 1 MATCH (c:Club) WITH p, c LIMIT 1 CREATE (p)-[:COACHED]->(c)", "COACHED"),
        ("MATCH ()-[r:DID]->() WITH r LIMIT 1 SET r.articles = []", "DID"),
    ],
)
def test_the_check_finds_what_is_off_and_a_push_mends_it(
    graph: KnowledgeGraph, neo4j_login: Login, statement: str, wrong: str
) -> None:
    run(neo4j_login, statement)
    assert wrong in {difference.name for difference in graph.neo4j.check()}
    graph.neo4j.push()
    assert graph.neo4j.check() == []


def test_a_push_leaves_what_is_not_ours(graph: KnowledgeGraph, neo4j_login: Login) -> None:
    run(neo4j_login, "CREATE (:Ricetta {nome: 'ribollita'})")
    graph.neo4j.push()
    assert len(run(neo4j_login, "MATCH (r:Ricetta) DETACH DELETE r RETURN 1 AS one")) == 1


def test_a_wrong_password_is_told_without_showing_it(neo4j_login: Login) -> None:
    wrong = replace(neo4j_login, password="parola-sbagliata")
    assert "parola-sbagliata" not in repr(wrong)
    with KnowledgeGraph.memory(neo4j=wrong) as graph:
        (loaded,) = graph.load_articles(world(45, 1))
        assert loaded.change is not None
        assert graph.undelivered is not None and graph.undelivered.key == "neo4j_login"
        assert "parola-sbagliata" not in str(graph.undelivered)
        assert graph.neo4j.outbox.whole(graph.neo4j.address)


def test_what_is_no_address_is_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        Login("localhost:7687")
    assert caught.value.key == "neo4j_scheme"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("CREATE (:Person {id: 'x'})", "cypher_update"),
        ("MATCH (n) DETACH DELETE n", "cypher_update"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "cypher_outside"),
        ("MATCH (n RETURN n", "cypher_syntax"),
        ("MATCH (n) RETURN x", "cypher_syntax"),
    ],
)
def test_cypher_that_may_not_run_is_told(graph: KnowledgeGraph, neo4j_login: Login, text: str, key: str) -> None:
    before = everything(neo4j_login)
    with pytest.raises(QueryError) as caught:
        graph.cypher(text)
    assert caught.value.key == key
    assert everything(neo4j_login) == before


def test_the_server_itself_refuses_to_write_for_a_question(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError) as caught:
        graph.cypher("CALL db.createLabel('Intruso')")
    assert caught.value.key == "cypher_update"


def test_cypher_keeps_to_its_limits(graph: KnowledgeGraph) -> None:
    cut = graph.cypher("MATCH (n:Claim) RETURN n.id AS id ORDER BY id", limits=Limits(rows=2))
    assert cut.truncated and len(cut) == 2
    with pytest.raises(QueryError) as caught:
        graph.cypher("UNWIND range(1, 100000000000) AS x RETURN count(x) AS n", limits=Limits(seconds=1))
    assert caught.value.key == "query_timeout"


def test_values_come_back_as_plain_data(graph: KnowledgeGraph) -> None:
    found = graph.cypher(
        "RETURN date('2020-01-02') AS d, [1, 2.5, 'x', null] AS l, {a: true} AS m, $p AS p", {"p": "è"}
    )
    assert found.columns == ("d", "l", "m", "p")
    assert found.rows == (("2020-01-02", [1, 2.5, "x", None], {"a": True}, "è"),)
    (row,) = graph.cypher("MATCH (m:Fixture) WHERE m.date_precision = 'day' RETURN m LIMIT 1").rows
    assert datetime.date.fromisoformat(row[0]["date"])
