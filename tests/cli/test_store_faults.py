"""A store that is locked, damaged or not there, and a server that is away: one sentence, a code, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kg_runner import DERBY, Run

NOWHERE = "bolt://127.0.0.1:9"


def articles(kg: Run, store: Path) -> int:
    found = json.loads(kg("status", "--store", store, "--format", "json").out)["articles"]
    assert isinstance(found, int)
    return found


def test_a_server_that_is_away_loses_no_article(kg: Run, derby: Path, tmp_path: Path) -> None:
    store = tmp_path / "kg"
    result = kg("load", derby, "--store", store, NEO4J_URI=NOWHERE, NEO4J_PASSWORD="segreto-42")
    assert result.code == 5
    assert "Articles read: 1" in result.out
    assert result.err.count("\n") == 1
    assert NOWHERE in result.err
    assert "segreto-42" not in result.err + result.out
    status = json.loads(kg("status", "--store", store, "--format", "json").out)
    assert (status["articles"], status["neo4j"]) == (1, [{"uri": NOWHERE, "due": None}])
    assert "derby" in kg("export", "--store", store).out


@pytest.mark.parametrize("command", ["push", "status", "check"])
def test_the_server_commands_tell_of_a_server_that_is_away_or_unnamed(kg: Run, loaded: Path, command: str) -> None:
    away = kg("neo4j", command, "--store", loaded, "--neo4j", NOWHERE)
    assert (away.code, NOWHERE in away.err, away.err.count("\n")) == (5, True, 1)
    unnamed = kg("neo4j", command, "--store", loaded)
    assert (unnamed.code, "NEO4J_URI" in unnamed.err) == (2, True)


def test_an_address_that_is_none_is_told(kg: Run, derby: Path, tmp_path: Path) -> None:
    result = kg("load", derby, "--store", tmp_path / "kg", "--neo4j", "ftp://example.org")
    assert (result.code, "ftp://example.org" in result.err, "neo4j+s://" in result.err) == (2, True, True)
    assert not (tmp_path / "kg").exists()


@pytest.mark.parametrize("uri", ["ftp://x", "localhost:7687", "bolt://", "bolt://localhost:porta", ""])
def test_every_command_with_a_server_refuses_what_is_no_address(kg: Run, loaded: Path, uri: str) -> None:
    result = kg("neo4j", "push", "--store", loaded, "--neo4j", uri)
    assert (result.code, result.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        (NOWHERE, "no Neo4j server answers"),
        (NOWHERE.replace("bolt", "neo4j"), "no Neo4j server answers"),
        ("bolt://nobody.invalid:7687", "no host of that name"),
    ],
)
def test_a_server_that_is_away_is_told_at_once_and_in_plain_words(kg: Run, loaded: Path, uri: str, told: str) -> None:
    started = time.monotonic()
    result = kg("ask", "storie", "--engine", "neo4j", "--neo4j", uri, "--store", loaded)
    assert time.monotonic() - started < 3
    assert (result.code, result.err.count("\n")) == (5, 1)
    assert told in result.err
    assert "push" not in result.err
    assert "',)" not in result.err


def test_a_locked_store_is_left_alone_and_can_be_read(kg: Run, store: Path, derby: Path) -> None:
    code = (
        "import sys\nfrom kg.graph import KnowledgeGraph\n"
        f"graph = KnowledgeGraph.open({str(store)!r}, write=True)\nprint('open', flush=True)\nsys.stdin.read()\n"
    )
    before = articles(kg, store)
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"
        result = kg("load", derby, "--store", store)
        assert (result.code, result.out, result.err.count("\n")) == (4, "", 1)
        assert str(writer.pid) in result.err
        assert kg("forget", "derby", "--store", store).code == 4
        assert articles(kg, store) == before
    assert kg("load", derby, "--store", store).code == 0


def test_a_damaged_store_is_told_and_not_overwritten(kg: Run, store: Path, derby: Path) -> None:
    damaged = [
        path
        for path in store.rglob("*")
        if (path.is_file() and path.suffix in {".sst", ".log"}) or "MANIFEST" in path.name
    ]
    assert damaged
    for path in damaged:
        os.truncate(path, path.stat().st_size // 2)
    before = {path: path.read_bytes() for path in damaged}
    for words in (["load", derby], ["export"], ["status"], ["sparql", "SELECT * WHERE { ?s ?p ?o }"]):
        result = kg(*words, "--store", store)
        assert (result.code, result.err.count("\n")) == (4, 1), (words, result)
        assert str(store) in result.err
    assert {path: path.read_bytes() for path in damaged if path.exists()} == before


def test_a_folder_that_is_no_store_is_left_alone(kg: Run, derby: Path, tmp_path: Path) -> None:
    folder = tmp_path / "documenti"
    folder.mkdir()
    (folder / "lettera.txt").write_text("cara redazione", "utf-8")
    assert kg("load", derby, "--store", folder).code == 4
    assert [path.name for path in folder.iterdir()] == ["lettera.txt"]
    assert kg("status", "--store", folder).code == 4


def test_a_load_that_fails_in_the_middle_keeps_what_was_stored(kg: Run, store: Path, tmp_path: Path) -> None:
    before = kg("export", "--store", store).out
    bad = tmp_path / "brutti"
    bad.mkdir()
    (bad / "a.txt").write_bytes(b"\x00\x01")
    (bad / "b.txt").write_text(" ", "utf-8")
    assert kg("load", bad, "--store", store).code == 3
    assert kg("export", "--store", store).out == before
    (bad / "c.txt").write_text(DERBY.replace("Quagliarella", "Defrel"), "utf-8")
    assert kg("load", bad, "--store", store).code == 1
    assert kg("forget", "c", "--store", store).code == 0
    assert kg("export", "--store", store).out == before
