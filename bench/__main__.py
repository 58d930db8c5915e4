"""``python -m bench``: every measurement in one run, each beside its baseline; a table on standard output.

Single core unless said otherwise. What a machine lacks (records, Java, rdflib-neo4j) is named and left out.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench import texts
from kg.article import Article

Row = tuple[str, str, str, str]
_SMALL = 25  # articles of the store that both tools push whole into Neo4j


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="made articles for load and question (default 1000)")
    parser.add_argument("--no-neo4j", action="store_true", help="leave the server out")
    given = parser.parse_args()
    rows: list[Row] = []
    sample = _sample(400)
    rows += _extraction(sample)
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        store = Path(folder) / "store"
        rows += _load(_sample(given.articles), store)
        rows += _question(store)
        rows.append(("peak memory up to here", f"{_peak():.0f} MB", "", "one process; the bench's own texts included"))
        rows += _start(store)
        if not given.no_neo4j:
            small = Path(folder) / "small"
            _load(_sample(_SMALL), small)
            rows += _neo4j(store, small)
    _print(rows, sample)


def _sample(count: int) -> list[Article]:
    """Made articles from the records; where they are missing, the examples over and over."""
    if texts.records() is not None:
        return texts.made(count)
    pool = texts.examples()
    return [Article(id=f"{a.id}-{n}", text=a.text) for n in range(count) for a in (pool[n % len(pool)],)]


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    """Return the median of the times of ``work`` in seconds, after one run that does not count."""
    work()
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return statistics.median(found)


def _extraction(sample: list[Article]) -> list[Row]:
    import spacy

    from kg.extraction import Extractor

    extractor = Extractor()
    blank = spacy.blank("it")
    ours = len(sample) / _seconds(lambda: [extractor.extract(a) for a in sample])
    tokens = len(sample) / _seconds(lambda: [blank(a.text) for a in sample])
    examples = texts.examples()
    real = len(examples) / _seconds(lambda: [extractor.extract(a) for a in examples])
    return [
        (
            "extraction, made reports",
            f"{ours:.0f} articles/s",
            f"bare spaCy tokens {tokens:.0f}/s",
            f"{tokens / ours:.1f}× slower",
        ),
        ("extraction, examples", f"{real:.0f} articles/s", "", ""),
    ]


def _load(sample: list[Article], store: Path) -> list[Row]:
    from kg.graph import KnowledgeGraph
    from kg.store.status import size

    begin = time.perf_counter()
    with KnowledgeGraph.open(store, write=True) as graph:
        stored = sum(1 for loaded in graph.load_articles(sample) if loaded.error is None)
    took = time.perf_counter() - begin
    on_disk = size(store) / 1e6
    return [
        (
            f"whole load (extract, SHACL, store), {stored} articles",
            f"{stored / took:.0f} articles/s",
            "",
            f"{on_disk:.0f} MB on disk",
        )
    ]


def _question(store: Path) -> list[Row]:
    from kg.graph import KnowledgeGraph

    with KnowledgeGraph.open(store) as graph:
        rows = len(graph.ask("gol-dell-ex").rows)
        took = _seconds(lambda: graph.ask("gol-dell-ex"), 5)
    return [("question gol-dell-ex on that store", f"{took * 1000:.0f} ms", "", f"{rows} rows")]


def _start(store: Path) -> list[Row]:
    kg = shutil.which("kg", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if kg is None:
        return [("start of the command", "no kg on the path", "", "")]

    def run(*words: str) -> Callable[[], object]:
        return lambda: subprocess.run([kg, *words], check=True, capture_output=True)

    bare = _seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 5)
    out = []
    for label, words in (
        ("kg --help", ("--help",)),
        ("kg ask gol-dell-ex", ("ask", "gol-dell-ex", "--store", str(store))),
    ):
        took = _seconds(run(*words), 5)
        out.append((f"start to end of {label}", f"{took:.2f} s", f"python -c pass {bare:.2f} s", f"{took / bare:.1f}×"))
    return out


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _neo4j(store: Path, small: Path) -> list[Row]:
    from bench.neo4j_push import measure

    return measure(store, small)


def _print(rows: list[Row], sample: list[Article]) -> None:
    words = statistics.mean(len(a.text.split()) for a in sample)
    kind = "made from the records" if texts.records() is not None else "the examples repeated (no records here)"
    print(
        f"{date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(f"articles: {kind}, {words:.0f} words on average\n")
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()
