"""What is due to a Neo4j server is noted before the write and struck out after the delivery."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph import KnowledgeGraph
from kg.store.neo4j import Login
from kg.store.outbox import Outbox
from tests.neo4j.server import free_port
from tests.store.worlds import world


def test_notes_are_kept_by_server(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    outbox.note(["person/a"])
    assert outbox.servers() == [] and not outbox.path.exists()
    outbox.enlist("bolt://uno#")
    assert outbox.whole("bolt://uno#") and outbox.due("bolt://uno#") == []
    outbox.note(["person/b", "person/a", "person/a"])
    outbox.enlist("bolt://due#")
    outbox.note(["club/c"])
    assert outbox.due("bolt://uno#") == ["club/c", "person/a", "person/b"]
    assert outbox.due("bolt://due#") == ["club/c"]
    last = outbox.last()
    outbox.note(["person/b", "person/d"])
    outbox.told_whole("bolt://uno#", last)
    assert not outbox.whole("bolt://uno#")
    assert outbox.due("bolt://uno#") == ["person/b", "person/d"], "noted again while the server was told"
    outbox.told("bolt://uno#", outbox.last())
    outbox.enlist("bolt://uno#")
    assert outbox.due("bolt://uno#") == [] and not outbox.whole("bolt://uno#")
    assert outbox.due("bolt://due#") == ["club/c", "person/b", "person/d"]


def test_no_note_is_lost_to_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    Outbox(path).enlist("bolt://uno#")
    script = (
        "import sys; from pathlib import Path; from kg.store.outbox import Outbox; box = Outbox(Path(sys.argv[1]))\n"
        "for n in range(100_000):\n    box.note([f'person/{n}', f'club/{n}']); print(n, flush=True)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        last = 0
        while last < 25:
            last = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        last = max([last, *map(int, process.stdout.read().split())])
    due = Outbox(path).due("bolt://uno#")
    assert {f"{kind}/{n}" for kind in ("person", "club") for n in range(last + 1)} <= set(due)
    assert len(due) % 2 == 0, "both ids of a note or none"


def test_a_server_that_is_away_is_remembered_by_the_store(tmp_path: Path) -> None:
    away = Login(f"bolt://127.0.0.1:{free_port()}", password="parola-segreta")
    with KnowledgeGraph.open(tmp_path / "kg", write=True, neo4j=away) as graph:
        graph.neo4j.outbox.told_whole(graph.neo4j.address, 0)
        results = list(graph.load_articles(world(70, 2)))
        assert [result.change.kind for result in results if result.change] == ["added", "added"]
        assert graph.undelivered is not None and graph.undelivered.key == "neo4j_unreachable"
    with KnowledgeGraph.open(tmp_path / "kg", write=True) as graph:
        graph.forget("mondo-70-0")
        due = set(Outbox(graph.store.layout.outbox).due(f"{away.uri}#"))
        assert {"article/mondo-70-0", "article/mondo-70-1"} <= due
        assert all(not identifier.startswith("http") for identifier in due)
    assert b"parola-segreta" not in (tmp_path / "kg" / "outbox.sqlite").read_bytes()


def test_an_outbox_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "outbox.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError) as caught:
        Outbox(tmp_path / "outbox.sqlite").note(["person/a"])
    assert caught.value.key == "outbox_unreadable"
