"""Named questions on a real Neo4j server: the same Cypher texts, the same rows as from SPARQL."""

from __future__ import annotations

import pytest

from kg.graph import KnowledgeGraph
from kg.store.neo4j import Login
from tests.questions.parity import differing
from tests.questions.told import ANSWERS, Records, articles
from tests.store.worlds import examples, world

ENGINES = ("sparql", "neo4j", "embedded")


def test_the_answers(neo4j_login: Login) -> None:
    with KnowledgeGraph.memory(neo4j=neo4j_login, gazetteer=Records()) as graph:
        list(graph.load_articles(articles()))
        given = [list(graph.ask(name, engine="neo4j", **values).rows) for name, values, _ in ANSWERS]
        assert given == [rows for _, _, rows in ANSWERS]


@pytest.mark.parametrize("seed", [60])
def test_all_engines_give_the_same_rows_of_a_world(neo4j_login: Login, seed: int) -> None:
    told = world(seed, 25)
    with KnowledgeGraph.memory(neo4j=neo4j_login, gazetteer=Records()) as graph:
        list(graph.load_articles(told))
        odd, rows = differing(graph, told, ENGINES)
        assert odd == []
        assert rows > 500


def test_all_engines_give_the_same_rows_of_the_examples(neo4j_login: Login) -> None:
    told = examples()
    with KnowledgeGraph.memory(neo4j=neo4j_login) as graph:
        list(graph.load_articles(told))
        odd, rows = differing(graph, told, ENGINES)
        assert odd == []
        assert rows > 300


def test_any_cypher_gives_the_same_rows_on_both(neo4j_login: Login) -> None:
    texts = [
        "MATCH (p:Person)-[r:PLAYED_FOR]->(c:Club) RETURN p.name AS p, c.name AS c, r.status AS s ORDER BY r.id",
        "MATCH (c:Club)<-[:HOME|AWAY]-(m:Fixture) RETURN c.id AS c, count(m) AS n, max(m.home_goals) AS g ORDER BY c",
        "MATCH (k:Claim)-[:IN_ARTICLE]->(a:Article) RETURN a.id AS a, avg(k.confidence) > 0.5 AS sure ORDER BY a",
        "MATCH (m:Fixture) WHERE m.date >= date('2020-02-01') RETURN m.id AS m, m.date AS d ORDER BY m",
        "MATCH (i:Incident) WHERE 'mondo-61-1' IN i.articles RETURN i AS i ORDER BY i.id",
        "MATCH (s:Spell) RETURN s.capacity AS c, count(*) AS n ORDER BY c",
    ]
    with KnowledgeGraph.memory(neo4j=neo4j_login, gazetteer=Records()) as graph:
        list(graph.load_articles(world(61, 6)))
        for text in texts:
            on_server, embedded = (graph.cypher(text, engine=engine) for engine in ("neo4j", "embedded"))
            assert len(on_server) > 0
            assert on_server == embedded
