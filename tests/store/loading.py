"""A process that loads articles of a world until it is stopped: ``python loading.py STORE SEED COUNT [BYTES]``.

It prints the number of each article once it is stored. With ``BYTES`` the journal goes into the dataset, in bulk,
each time it has grown as large.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kg.graph import KnowledgeGraph
from kg.store import journal, rdf_store
from tests.store.worlds import world


def main(store: str, seed: str, count: str, enough: str | None = None) -> None:
    """Load the articles one by one."""
    if enough is not None:
        journal.ENOUGH, rdf_store.FEW = int(enough), 0
    told = world(int(seed), int(count))
    with KnowledgeGraph.open(store, write=True) as graph:
        print("open", flush=True)
        for number, (article, facts) in enumerate(told):
            graph.load(article, facts)
            print(number, flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
