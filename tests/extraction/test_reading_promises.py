"""What reading promises whatever the article: the same facts each time, no word to the network, the derby whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.evaluation import evaluate, load_facts
from kg.extraction import Extractor
from kg.sources import read

ROOT = Path(__file__).resolve().parents[2]
RECORDS = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))
DERBY = "calhanoglu-derby"
#: Ends the process at the first attempt to look up a name or to open a connection.
OFFLINE = """
import sys

def watch(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"):
        sys.stderr.write(f"{event} {args}")
        sys.stderr.flush()
        import os
        os._exit(99)

sys.addaudithook(watch)
sys.argv = ["kg", *sys.argv[1:]]
from kg.cli import main
main()
"""


def kg(*words: object, code: str = OFFLINE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own that may not reach the network."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "KG_"))}
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, env=clean | environment, timeout=300, check=False)


def test_the_same_bytes_in_give_the_same_bytes_out() -> None:
    said = [kg("extract", "examples", "--format", "nquads", PYTHONHASHSEED=seed) for seed in ("1", "4242")]
    assert [one.returncode for one in said] == [0, 0], said[0].stderr.decode()
    assert said[0].stdout.count(b"\n") > 1000
    assert said[0].stdout == said[1].stdout


def test_loading_and_asking_go_nowhere(tmp_path: Path) -> None:
    store = tmp_path / "kg"
    for words in (
        ("load", "examples/derby-raccontato.txt", "--quiet"),
        ("ask", "gol-dell-ex"),
        ("ask", "gol-dell-ex", "--engine", "embedded"),
        ("graph", "-o", tmp_path / "page.html"),
        ("validate",),
    ):
        done = kg(*words, "--store", store)
        assert done.returncode == 0, (words, done.stderr.decode())


def test_an_attempt_to_go_somewhere_would_be_seen() -> None:
    assert kg("load", "http://127.0.0.1:9/a", "--allow-private").returncode == 99


def test_the_derby_of_the_records_is_read_whole(tmp_path: Path) -> None:
    folder = RECORDS / "facts" / "examples"
    if not (folder / f"{DERBY}.txt").is_file():
        pytest.skip(f"no records in {RECORDS.name} (KG_SHARED)")
    for suffix in (".txt", ".json"):
        shutil.copy(folder / f"{DERBY}{suffix}", tmp_path)
    (article,) = read(str(tmp_path / f"{DERBY}.txt"))
    report = evaluate(load_facts(tmp_path), {DERBY: Extractor().extract(article)})
    for family, score in report.families.items():
        assert score.missed == score.spurious == 0, family
    for attribute, told in report.attributes.items():
        assert told.right == told.total, attribute
