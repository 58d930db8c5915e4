"""The store on disk: one writer, readers beside it, kills, damage, other programs' folders."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph import KnowledgeGraph
from kg.store.layout import FORMAT, STAMP
from kg.store.rdf_store import RdfStore
from tests.store.worlds import Told, world

LOADING = Path(__file__).parent / "loading.py"


def load(store: Path, told: list[Told]) -> None:
    """Load articles and close the store."""
    with KnowledgeGraph.open(store, write=True) as graph:
        assert all(loaded.change for loaded in graph.load_articles(told))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with what is in it."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@contextmanager
def writer(store: Path, seed: int, count: int, *more: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that loads a world into a store and then holds it until its input ends."""
    command = [sys.executable, str(LOADING), str(store), str(seed), str(count), *more]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None and process.stdout.readline() == "open\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def told_by(process: subprocess.Popen[str], number: int) -> None:
    """Wait until the process has stored the article of this number."""
    assert process.stdout is not None
    while process.stdout.readline().strip() != str(number):
        assert process.poll() is None


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A store with three articles."""
    load(tmp_path / "kg", world(5, 3))
    return tmp_path / "kg"


def test_what_was_written_is_there_for_the_next_process(loaded: Path) -> None:
    with RdfStore.open(loaded) as store, KnowledgeGraph.memory() as fresh:
        list(fresh.load_articles(world(5, 3)))
        assert store.nquads() == fresh.export()
        assert list(store.articles()) == ["mondo-5-0", "mondo-5-1", "mondo-5-2"]
        article = store.article("mondo-5-1")
        assert article is not None and article.text == world(5, 3)[1][0].text


def test_loading_into_a_store_again_changes_no_data(loaded: Path) -> None:
    with RdfStore.open(loaded) as store:
        before, state = store.nquads(), store.state()
    with KnowledgeGraph.open(loaded, write=True) as graph:
        changes = [result.change.kind for result in graph.load_articles(world(5, 3)) if result.change]
        assert changes == ["unchanged"] * 3
    with RdfStore.open(loaded) as store:
        assert (store.nquads(), store.state()) == (before, state)


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with writer(tmp_path / "kg", 6, 1) as process:
        with pytest.raises(StoreError) as caught:
            RdfStore.open(tmp_path / "kg", write=True)
        assert caught.value.key == "store_locked"
        assert str(process.pid) in str(caught.value) and str(tmp_path / "kg") in str(caught.value)


def test_readers_read_beside_a_writer_what_was_published(loaded: Path) -> None:
    with RdfStore.open(loaded) as store:
        published = store.nquads()
    with writer(loaded, 7, 4) as process:
        told_by(process, 3)
        with RdfStore.open(loaded) as store, RdfStore.open(loaded) as another:
            assert store.nquads() == another.nquads() == published
            assert store.status().writer == str(process.pid)
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        process.wait(30)
    with RdfStore.open(loaded) as store:
        assert len(store.articles()) == 7
        assert store.status().writer is None


def test_a_reader_keeps_its_snapshot_while_the_writer_makes_new_ones(loaded: Path) -> None:
    with RdfStore.open(loaded) as reader:
        before = reader.nquads()
        for seed in (8, 9, 10):
            load(loaded, world(seed, 2))
        assert reader.nquads() == before
        assert len(list((loaded / "snapshots").glob("[0-9]*/"))) <= 3
    load(loaded, world(11, 1))
    assert len(list((loaded / "snapshots").glob("[0-9]*/"))) == 1


def test_a_reader_cannot_write(loaded: Path) -> None:
    with KnowledgeGraph.open(loaded) as graph, pytest.raises(StoreError) as caught:
        graph.load(*world(5, 1)[0])
    assert caught.value.key == "store_read_only"


@pytest.mark.parametrize("bulk", [(), ("30000",)])
@pytest.mark.parametrize("seed", range(4))
def test_a_kill_leaves_the_state_before_or_after_an_article(tmp_path: Path, seed: int, bulk: tuple[str, ...]) -> None:
    told = world(20, 12)
    states = []
    with KnowledgeGraph.memory() as graph:
        states.append(graph.export())
        for one in told:
            graph.load(*one)
            states.append(graph.export())
    pick = random.Random(seed)
    with writer(tmp_path / "kg", 20, 12, *bulk) as process:
        stored = pick.randrange(8)
        told_by(process, stored)
        time.sleep(pick.random() * 0.03)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with RdfStore.open(tmp_path / "kg") as store:
        assert store.nquads() in states[stored + 1 :]
        records = {path.stem for path in store.layout.articles.glob("??/*.json")}
        assert len(records) == len(store.articles())
    load(tmp_path / "kg", told)
    with RdfStore.open(tmp_path / "kg") as store:
        assert store.nquads() == states[-1]


def test_an_article_cut_short_in_the_journal_was_never_stored(tmp_path: Path) -> None:
    told = world(21, 3)
    with writer(tmp_path / "kg", 21, 3) as process:
        told_by(process, 2)
    journal = tmp_path / "kg" / "journal"
    journal.write_bytes(journal.read_bytes()[:-10])
    with RdfStore.open(tmp_path / "kg") as store, KnowledgeGraph.memory() as fresh:
        list(fresh.load_articles(told[:2]))
        assert store.nquads() == fresh.export()
    assert not journal.exists()


def test_a_damaged_journal_says_so_and_is_left(tmp_path: Path) -> None:
    with writer(tmp_path / "kg", 21, 3) as process:
        told_by(process, 2)
    journal = tmp_path / "kg" / "journal"
    data = journal.read_bytes()
    journal.write_bytes(data[:500] + b"?" + data[501:])
    for write in (False, True):
        with pytest.raises(StoreError) as caught:
            RdfStore.open(tmp_path / "kg", write=write)
        assert caught.value.key == "store_corrupt" and "journal" in str(caught.value)
    assert journal.exists()


def test_a_newer_store_is_refused_and_not_touched(loaded: Path) -> None:
    stamp = json.loads((loaded / STAMP).read_text())
    (loaded / STAMP).write_text(json.dumps({**stamp, "format": FORMAT + 1}))
    before = contents(loaded)
    for write in (False, True):
        with pytest.raises(StoreError) as caught:
            RdfStore.open(loaded, write=write)
        assert caught.value.key == "store_newer" and str(FORMAT + 1) in str(caught.value)
    assert contents(loaded) == before


def test_a_folder_of_something_else_is_refused_and_not_touched(tmp_path: Path) -> None:
    (tmp_path / "tesi.txt").write_text("la mia tesi")
    for write, key in ((False, "store_missing"), (True, "store_foreign")):
        with pytest.raises(StoreError) as caught:
            RdfStore.open(tmp_path, write=write)
        assert caught.value.key == key
    assert contents(tmp_path) == {"tesi.txt": b"la mia tesi"}
    with pytest.raises(StoreError) as caught:
        RdfStore.open(tmp_path / "tesi.txt", write=True)
    assert caught.value.key == "store_foreign"


def test_reading_a_store_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        RdfStore.open(tmp_path / "kg")
    assert caught.value.key == "store_missing"
    assert not (tmp_path / "kg").exists()


def test_a_store_keeps_its_base_iri(tmp_path: Path) -> None:
    base = "https://esempio.org/calcio/"
    with KnowledgeGraph.open(tmp_path / "kg", write=True, base=base) as graph:
        graph.load(*world(5, 1)[0])
    with KnowledgeGraph.open(tmp_path / "kg") as graph:
        assert graph.store.base == base
        assert f"<{base}article/mondo-5-0>" in graph.export()
        player = world(5, 1)[0][1].affiliations[0].person
        assert graph.ask("carriera", player=player).rows
    with pytest.raises(StoreError) as caught:
        RdfStore.open(tmp_path / "kg", base="https://altro.org/")
    assert caught.value.key == "store_base"


def newest(folder: Path, pattern: str) -> list[Path]:
    """Return files of the data or the snapshot readers open."""
    return sorted(path for path in folder.rglob(pattern) if path.is_file())


def damage(name: str, folder: Path) -> None:
    """Damage a store in one of the ways disks and people do."""
    if name == "manifest":
        for path in newest(folder, "MANIFEST-*"):
            path.write_bytes(path.read_bytes()[:7])
    elif name == "current":
        for path in newest(folder, "CURRENT"):
            path.unlink()
    elif name == "tables":
        for path in newest(folder, "*.sst"):
            path.write_bytes(b"\0" * path.stat().st_size)
    elif name == "stamp":
        (folder / STAMP).write_text("{")
    elif name == "data":
        shutil.rmtree(folder / "data")
        for path in (folder / "snapshots").glob("[0-9]*/*"):
            path.unlink()


@pytest.mark.parametrize("name", ["manifest", "current", "tables", "stamp", "data"])
@pytest.mark.parametrize("write", [False, True])
def test_a_damaged_store_says_so_and_is_left_as_it_is(loaded: Path, name: str, write: bool) -> None:
    damage(name, loaded)
    before = {path: size for path, size in contents(loaded).items() if not path.endswith(("LOG", "lock", "LOCK"))}
    with pytest.raises(StoreError) as caught, RdfStore.open(loaded, write=write) as store:
        store.nquads()
    assert caught.value.key == "store_corrupt"
    assert str(loaded) in str(caught.value)
    after = contents(loaded)
    assert {path for path in before if path.startswith(("articles/", STAMP))} <= set(after)
    assert [path for path in before if path not in after and path.endswith((".sst", ".json"))] == []


def test_a_reader_is_told_of_damaged_data_and_the_copy_mends_them(loaded: Path) -> None:
    with RdfStore.open(loaded) as store:
        before = store.nquads()
    for path in (loaded / "data").glob("MANIFEST-*"):
        path.unlink()
    for write in (False, True):
        with pytest.raises(StoreError) as caught:
            RdfStore.open(loaded, write=write)
        assert caught.value.key == "store_corrupt" and "data/MANIFEST" in str(caught.value)
        assert str(loaded / "snapshots") in str(caught.value)
    (copy,) = (loaded / "snapshots").glob("[0-9]*/")
    (loaded / "data").rename(loaded / "rotti")
    copy.rename(loaded / "data")
    with RdfStore.open(loaded) as store:
        assert store.nquads() == before


def test_a_damaged_snapshot_is_named_and_made_anew_when_it_is_removed(loaded: Path) -> None:
    with RdfStore.open(loaded) as store:
        before = store.nquads()
    for path in (loaded / "snapshots").glob("[0-9]*/MANIFEST-*"):
        path.write_bytes(b"")
    with pytest.raises(StoreError) as caught, RdfStore.open(loaded) as store:
        store.nquads()
    assert caught.value.key == "store_corrupt"
    assert f"{loaded / 'snapshots'}" in str(caught.value) and "kg validate" in str(caught.value)
    shutil.rmtree(loaded / "snapshots")
    with RdfStore.open(loaded) as store:
        assert store.nquads() == before


@pytest.mark.parametrize("cut", [True, False])
def test_a_damaged_text_is_told_and_mended_by_loading_again(loaded: Path, cut: bool) -> None:
    article, facts = world(5, 3)[1]
    (path,) = [p for p in (loaded / "articles").glob("??/*.json") if f'"{article.id}"' in p.read_text()]
    if cut:
        path.write_bytes(path.read_bytes()[:-20])
    else:
        path.unlink()
    with KnowledgeGraph.open(loaded) as graph:
        for look in (lambda: graph.article(article.id), graph.validate):
            with pytest.raises(StoreError) as caught:
                look()
            assert caught.value.key == "article_damaged" and article.id in str(caught.value)
        assert graph.validate("mondo-5-0") == {}
    with KnowledgeGraph.open(loaded, write=True) as graph:
        graph.load(article, facts)
        assert graph.article(article.id) == article and graph.validate() == {}


def test_a_fresh_clone_of_the_folder_is_a_store_too(loaded: Path, tmp_path: Path) -> None:
    shutil.copytree(loaded, tmp_path / "copia")
    with RdfStore.open(loaded) as store, RdfStore.open(tmp_path / "copia") as copy:
        assert copy.nquads() == store.nquads()
    load(tmp_path / "copia", world(12, 1))
