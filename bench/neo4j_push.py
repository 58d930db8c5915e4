"""Pushing one graph into a real Neo4j server: ours beside ``rdflib-neo4j``, in the same run."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

Row = tuple[str, str, str, str]
TRIPLES = 20_000  # what rdflib-neo4j is given; it is measured per triple


def measure(store: Path) -> list[Row]:
    """Return the rows of the table; where no server can be started, one that says so."""
    from tests.neo4j.server import lacking, started

    missing = lacking()
    if missing is not None:
        return [("push into Neo4j", "not measured", missing, "")]
    with (
        tempfile.TemporaryDirectory(prefix="kg-bench-neo4j-") as home,
        contextmanager(started)(Path(home) / "server") as login,
    ):
        ours, facts = _ours(store, login)
        theirs, triples, whole = _theirs(store, login)
    # A node holds several triples, so the two are compared by how fast the same dataset gets through.
    ratio = (whole / ours) / (triples / theirs)
    return [
        (
            "push into Neo4j, whole store",
            f"{facts / ours:.0f} facts/s",
            f"{facts} nodes and relationships in {ours:.1f} s",
            f"{whole / ours:.0f} triples of the store per second",
        ),
        (
            "rdflib-neo4j, same graph",
            f"{triples / theirs:.0f} triples/s",
            f"{triples} triples in {theirs:.1f} s",
            f"ours {ratio:.1f}× as fast by triples",
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


def _theirs(store: Path, login: Any) -> tuple[float, int, int]:
    """Return the seconds, the triples pushed in them, and how many triples the whole store has."""
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
        whole = len({quad.triple for quad in opened.quads()})
        lines = "".join(f"{quad.triple} .\n" for quad in islice(opened.quads(), TRIPLES))
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
    return time.perf_counter() - begin, len(source), whole
