"""The commands against a real Neo4j: loading, asking, checking, and catching up after the server was away."""

from __future__ import annotations

import json
from pathlib import Path

from kg_runner import DERBY, Run

from kg.store.neo4j import Login

COUNT = "MATCH (p:Person) RETURN count(p) AS people"


def login(server: Login) -> dict[str, str]:
    return {"NEO4J_URI": server.uri, "NEO4J_USER": server.user, "NEO4J_PASSWORD": server.password}


def test_load_writes_to_the_server_in_the_same_step(kg: Run, derby: Path, tmp_path: Path, neo4j_login: Login) -> None:
    store, server = tmp_path / "kg", login(neo4j_login)
    assert kg("load", derby, "--store", store, **server).code == 0
    (row,) = json.loads(kg("cypher", COUNT, "--store", store, "-f", "json", **server).out)
    (here,) = json.loads(kg("cypher", COUNT, "--store", store, "-f", "json", "--embedded", **server).out)
    assert row == here
    assert row["people"] > 0
    assert kg("neo4j", "check", "--store", store, **server).code == 0
    status = json.loads(kg("neo4j", "status", "--store", store, "--format", "json", **server).out)
    assert (status["due"], status["whole"]) == (0, False)
    assert status["counts"]["Article"] == 1
    assert kg("forget", "derby", "--store", store, **server).code == 0
    (row,) = json.loads(kg("cypher", COUNT, "--store", store, "-f", "json", **server).out)
    assert row["people"] == 0


def test_what_a_server_missed_is_delivered_later(kg: Run, derby: Path, tmp_path: Path, neo4j_login: Login) -> None:
    store, server = tmp_path / "kg", login(neo4j_login)
    assert kg("load", derby, "--store", store, **server).code == 0
    other = tmp_path / "altro.txt"
    other.write_text(DERBY.replace("Quagliarella", "Defrel"), "utf-8")
    assert kg("load", other, "--store", store).code == 0
    differs = kg("neo4j", "check", "--store", store, **server)
    assert (differs.code, differs.err.count("\n")) == (5, 1)
    assert "Article" in differs.out
    assert kg("load", derby, "--store", store, **server).code == 0
    assert kg("neo4j", "check", "--store", store, **server).code == 0


def test_push_rebuilds_and_every_engine_answers_alike(kg: Run, store: Path, neo4j_login: Login) -> None:
    server = login(neo4j_login)
    pushed = kg("neo4j", "push", "--store", store, **server)
    assert (pushed.code, neo4j_login.uri in pushed.out) == (0, True)
    assert kg("neo4j", "check", "--store", store, **server).code == 0
    words = ("ask", "partita", "--club", "Sampdoria", "--store", store, "-f", "json", "--engine")
    rows = [json.loads(kg(*words, engine, **server).out) for engine in ("sparql", "embedded", "neo4j")]
    assert rows[0] == rows[1] == rows[2] != []


def test_a_wrong_password_stores_and_tells_without_saying_it(
    kg: Run, derby: Path, tmp_path: Path, neo4j_login: Login
) -> None:
    wrong = login(neo4j_login) | {"NEO4J_PASSWORD": "parola-sbagliata"}
    result = kg("load", derby, "--store", tmp_path / "kg", **wrong)
    assert (result.code, result.err.count("\n")) == (5, 1)
    assert "NEO4J_PASSWORD" in result.err
    assert "parola-sbagliata" not in result.out + result.err
    assert json.loads(kg("status", "--store", tmp_path / "kg", "--format", "json").out)["articles"] == 1


def test_cypher_that_is_wrong_gives_code_six_on_the_server_too(kg: Run, loaded: Path, neo4j_login: Login) -> None:
    for query in ("MATCH (n", "CREATE (n:X)", "MATCH (n) DETACH DELETE n"):
        result = kg("cypher", query, "--store", loaded, **login(neo4j_login))
        assert (result.code, result.err.count("\n")) == (6, 1), query
