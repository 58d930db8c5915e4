"""The property graph without a server: kglite, built from the dataset whenever that has changed.

It is a picture that can be thrown away at any time. It is saved beside the store under the state
it was built from; the same Cypher texts run on it and on Neo4j.
"""

from __future__ import annotations

import json
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import kglite

from kg.errors import QueryError
from kg.store import cypher
from kg.store.answer import Answer, Limits
from kg.store.layout import write_atomically
from kg.store.property_graph import Difference, Projection, differences, expected
from kg.store.rdf_store import RdfStore

# What a query does not find is no matter for standard error.
kglite.set_query_warning_policy("silent")


class EmbeddedGraph:
    """The property graph of a store, in this process.

    Args:
        store: the dataset it is built from.
    """

    def __init__(self, store: RdfStore) -> None:
        self.store = store
        self._state: str | None = None
        self._graph: Any = None

    def graph(self) -> Any:
        """Return kglite's graph, unchangeable, brought up to date first."""
        state = self.store.state()
        if self._graph is None or self._state != state:
            self._graph = (self._saved(state) or self._built(state)).freeze()
            self._state = state
        return self._graph

    def _saved(self, state: str) -> Any:
        """Return the graph saved for this state, ``None`` where there is none that can be read."""
        path, stamp = self.store.layout.embedded, self._stamp
        try:
            told = json.loads(stamp.read_text("utf-8"))
            if told != {"state": state, "engine": kglite.__version__}:
                return None
            return kglite.load(str(path))
        except (OSError, ValueError, kglite.KgError):
            return None

    @property
    def _stamp(self) -> Path:
        return self.store.layout.embedded.with_suffix(".json")

    def _built(self, state: str) -> Any:
        graph = build(self.store)
        path = self.store.layout.embedded
        try:
            with tempfile.TemporaryDirectory(dir=path.parent, prefix=".new-") as folder:
                made = Path(folder) / path.name
                with warnings.catch_warnings():
                    # How the file is laid out inside is no matter for users.
                    warnings.simplefilter("ignore", kglite.MappedFallbackWarning)
                    graph.save(str(made))
                self._stamp.unlink(missing_ok=True)
                made.replace(path)
            write_atomically(self._stamp, json.dumps({"state": state, "engine": kglite.__version__}))
        except OSError:
            # A store one may only read is as good as any other: the graph is built anew next time.
            pass
        return graph

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Answer:
        """Run a Cypher query that only reads.

        Raises:
            QueryError: it does not parse, writes, reads files, or takes too long.
        """
        cypher.refuse_all_but_reading(text)
        if not cypher.without_comments(text).strip():
            raise QueryError("query_empty")
        limits = limits or Limits()
        graph = self.graph()
        started = time.perf_counter()
        # One row more than allowed tells whether some were left out.
        most = None if limits.rows is None else limits.rows + 1
        waiting = 0 if limits.seconds is None else max(1, int(limits.seconds * 1000))
        try:
            found = graph.cypher(
                cypher.without_comments(text), params=dict(parameters or {}), timeout_ms=waiting, row_limit=most
            )
            columns = tuple(found.columns)
            rows = [tuple(cypher.cell(row[column]) for column in columns) for row in found.to_list()]
        except kglite.CypherTimeoutError as error:
            raise QueryError("query_timeout", seconds=f"{limits.seconds:g}") from error
        except kglite.ReadOnlyError as error:
            raise QueryError("cypher_update", word="Cypher") from error
        except kglite.KgError as error:
            raise QueryError("cypher_syntax", query="Cypher", reason=_reason(error)) from error
        truncated = limits.rows is not None and len(rows) > limits.rows
        kept = tuple(rows[: limits.rows]) if truncated else tuple(rows)
        return Answer(columns, kept, truncated, limits.rows, time.perf_counter() - started)

    def check(self) -> list[Difference]:
        """Compare the graph with the dataset; nothing in the list means they are equal."""
        graph = self.graph()

        def read(statement: str, /) -> Iterator[tuple[Any, ...]]:
            found = graph.cypher(statement)
            return (tuple(row[column] for column in found.columns) for row in found.to_list())

        return differences(expected(Projection(self.store)), cypher.found(read))


def build(store: RdfStore) -> Any:
    """Return a new kglite graph of everything in the store."""
    graph = kglite.KnowledgeGraph()

    def run(statement: str, parameters: Mapping[str, Any], /) -> None:
        graph.cypher(statement, params=dict(parameters))

    for statement in cypher.constraints():
        run(statement, {})
    projection = Projection(store)
    cypher.write(lambda work: work(run), projection, projection.ids(), fresh=True)
    return graph


def _reason(error: BaseException) -> str:
    """Return the engine's sentence without the query and the arrow it draws below."""
    return (str(error).strip().splitlines() or [""])[0][:300]
