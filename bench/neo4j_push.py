"""Pushing one graph into a real Neo4j server: ours beside ``rdflib-neo4j``, in the same run."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Row = tuple[str, str, str, str]


def measure(store: Path, small: Path) -> list[Row]:
    """Return the rows of the table; where no server can be started, one that says so.

    Args:
        store: the whole store of the bench.
        small: a store of few articles, which both tools push whole.
    """
    from tests.neo4j.server import lacking, started

    missing = lacking()
    if missing is not None:
        return [("push into Neo4j", "not measured", missing, "")]
    with (
        tempfile.TemporaryDirectory(prefix="kg-bench-neo4j-") as home,
        contextmanager(started)(Path(home) / "server") as login,
    ):
        ours, facts = _ours(store, login)
        ours_small, facts_small = _ours(small, login)
        theirs, triples = _theirs(small, login)
    return [
        (
            "push into Neo4j, whole store",
            f"{facts / ours:.0f} facts/s",
            f"{facts} nodes and relationships in {ours:.1f} s",
            "",
        ),
        (
            "push into Neo4j, small store",
            f"{facts_small / ours_small:.0f} facts/s",
            f"{facts_small} nodes and relationships in {ours_small:.1f} s",
            f"{triples / ours_small:.0f} triples of the store per second",
        ),
        (
            "rdflib-neo4j, the same small store",
            f"{triples / theirs:.0f} triples/s",
            f"{triples} triples in {theirs:.1f} s",
            f"ours {theirs / ours_small:.1f}× as fast",
        ),
    ]


def _ours(store: Path, login: Any) -> tuple[float, int]:
    from kg.graph import KnowledgeGraph

    with KnowledgeGraph.open(store, write=True, neo4j=login) as graph:
        begin = time.perf_counter()
        graph.neo4j.push()
        took = time.perf_counter() - begin
        nodes = graph.neo4j.cypher("MATCH (n) RETURN count(n) AS number").rows[0][0]
        edges = graph.neo4j.cypher("MATCH ()-[r]->() RETURN count(r) AS number").rows[0][0]
        return took, int(nodes) + int(edges)


def _theirs(store: Path, login: Any) -> tuple[float, int]:
    """Return the seconds and the triples pushed in them: those of the whole store, each once."""
    import neo4j
    from rdflib import Graph
    from rdflib_neo4j import HANDLE_VOCAB_URI_STRATEGY, Neo4jStore, Neo4jStoreConfig

    from kg.store.rdf_store import RdfStore

    with (
        neo4j.GraphDatabase.driver(login.uri, auth=(login.user, login.password)) as driver,
        driver.session() as session,
    ):
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        session.run(
            "CREATE CONSTRAINT n10s_unique_uri IF NOT EXISTS FOR (r:Resource) REQUIRE r.uri IS UNIQUE"
        ).consume()
    with RdfStore.open(store) as opened:
        lines = "".join(f"{triple} .\n" for triple in {quad.triple for quad in opened.quads()})
    source = Graph().parse(data=lines, format="nt")
    config = Neo4jStoreConfig(
        auth_data={"uri": login.uri, "database": "neo4j", "user": login.user, "pwd": login.password},
        handle_vocab_uri_strategy=HANDLE_VOCAB_URI_STRATEGY.IGNORE,
        batching=True,
    )
    target = Graph(store=Neo4jStore(config=config))
    begin = time.perf_counter()
    for triple in source:
        target.add(triple)
    target.close(True)
    return time.perf_counter() - begin, len(source)
