"""Cypher that both graphs understand: writing nodes and relationships, and questions that only read."""

from __future__ import annotations

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Protocol, TypeVar

from kg.errors import QueryError
from kg.store.answer import Cell
from kg.store.property_graph import (
    LABELS,
    RELATION_TYPES,
    RELATIONS,
    SHORT_CUTS,
    Link,
    Node,
    Projection,
    Tally,
    label_of,
)

#: Rows of one statement.
BATCH = 5_000
#: Nodes of one transaction.
TRANSACTION = 5_000

#: Relationships between nodes of one kind: the other end may come later.
_WITHIN_A_KIND = frozenset({"IN_RESPONSE_TO"})

_Row = TypeVar("_Row")
#: Kinds of nodes in the order in which they are written: what others lead to comes first. An article and its
#: claims come together, so that its graph is read once.
_ORDER = {kind: place for place, kind in enumerate(LABELS)} | {"article": len(LABELS), "claim": len(LABELS)}

_TOKEN = re.compile(
    r"""
      //[^\r\n]*
    | /\*.*?\*/
    | '(?:[^'\\]|\\.)*'
    | "(?:[^"\\]|\\.)*"
    | `(?:[^`]|``)*`
    | [$:.]\s*\w+                       # parameter, label, property
    | (?P<word>[^\W\d]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)
_WRITES = frozenset({"CREATE", "MERGE", "DELETE", "REMOVE", "SET", "DROP", "FOREACH", "ALTER", "GRANT", "REVOKE"})


class Runs(Protocol):
    """What runs one Cypher statement with its parameters."""

    def __call__(self, statement: str, parameters: Mapping[str, Any], /) -> Any:
        """Run the statement."""
        ...


def keywords(text: str) -> list[str]:
    """Return the bare words of a Cypher text in capitals, in order."""
    return [found["word"].upper() for found in _TOKEN.finditer(text) if found["word"]]


def parameter_names(text: str) -> set[str]:
    """Return the names of the parameters (``$name``) that the text asks for."""
    return {found[0][1:].strip() for found in _TOKEN.finditer(text) if found[0].startswith("$")}


def with_values(text: str, values: Mapping[str, Any]) -> str:
    """Return the text with its parameters written out, unknown ones as ``null``."""
    return _TOKEN.sub(
        lambda found: (
            json.dumps(values.get(found[0][1:].strip()), ensure_ascii=False) if found[0].startswith("$") else found[0]
        ),
        text,
    )


def without_comments(text: str) -> str:
    """Return the text with a blank for each comment: the embedded engine does not know all kinds."""
    return _TOKEN.sub(lambda found: " " if found[0].startswith(("//", "/*")) else found[0], text)


def refuse_all_but_reading(text: str) -> None:
    """Let a text pass only if it reads and stays inside the graph.

    The engines themselves refuse to write in a reading transaction; this says so beforehand, in
    one sentence, and refuses ``LOAD CSV``, which reads files and addresses.

    Raises:
        QueryError: it writes, or reads files.
    """
    words = keywords(text)
    if "LOAD" in words and "CSV" in words:
        raise QueryError("cypher_outside", word="LOAD CSV")
    for word in words:
        if word in _WRITES:
            raise QueryError("cypher_update", word=word)


# -- writing ----------------------------------------------------------------------------------------


def constraints() -> Iterator[str]:
    """Yield the statements that make ids unique: of nodes, and of the short cuts by spell."""
    for label in LABELS.values():
        yield f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"


def relation_indexes() -> Iterator[str]:
    """Yield the statements of Neo4j that make the short cuts of a spell easy to find."""
    for type_ in sorted(SHORT_CUTS.values()):
        yield f"CREATE INDEX {type_.lower()}_spell IF NOT EXISTS FOR ()-[r:{type_}]-() ON (r.spell_id)"


Transact = Callable[[Callable[[Runs], None]], None]


def write(transact: Transact, projection: Projection, wanted: Iterable[str], *, fresh: bool = False) -> int:
    """Bring nodes to the state of the dataset; doing it again changes nothing. Return how many.

    Args:
        transact: runs the work it is given in one transaction.
        projection: how the dataset reads.
        wanted: ids of the nodes to bring up to date; those the dataset no longer has are deleted.
        fresh: the graph is empty, so nothing old needs to be looked for.
    """
    ordered = sorted(wanted, key=lambda identifier: (_order(identifier), identifier.partition("/")[2]))
    # A relationship can be written once both ends stand: kinds come in an order in which most do.
    waiting: list[Link] = []
    for part in batches(ordered, TRANSACTION):
        nodes = list(projection.nodes(part))
        ready: list[Link] = []
        for link in (link for node in nodes for link in node.links):
            (waiting if link.type in _WITHIN_A_KIND else ready).append(link)
        gone = set() if fresh else set(part) - {node.id for node in nodes}
        transact(partial(_write_part, nodes=nodes, links=ready, gone=gone, fresh=fresh))
    for links in batches(waiting, TRANSACTION):
        transact(partial(_link, links=links, fresh=fresh))
    return len(ordered)


def _order(identifier: str) -> int:
    return _ORDER.get(identifier.partition("/")[0], len(_ORDER))


def _write_part(run: Runs, nodes: list[Node], links: list[Link], gone: set[str], fresh: bool) -> None:
    _delete(run, gone)
    for label, rows in _by_label(nodes).items():
        for batch in batches(rows, BATCH):
            make = f"CREATE (n:{label})" if fresh else f"MERGE (n:{label} {{id: row.id}})"
            run(f"UNWIND $rows AS row {make} SET n = row", {"rows": [dict(node.properties) for node in batch]})
    if not fresh:
        _cut(run, nodes)
    _link(run, links, fresh=fresh)


def _by_label(nodes: Iterable[Node]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        found[node.label].append(node)
    return found


def batches(rows: list[_Row], size: int) -> Iterator[list[_Row]]:
    """Yield the rows in lists of at most ``size``."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _delete(run: Runs, gone: set[str]) -> None:
    """Delete nodes with all their relationships; a spell takes its short cut along."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for identifier in sorted(gone):
        label = label_of(identifier)
        if label is not None:
            by_label[label].append(identifier)
    for label, ids in by_label.items():
        for batch in batches(ids, BATCH):
            run(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", {"ids": batch})
    for type_ in SHORT_CUTS.values():
        for batch in batches(by_label.get("Spell", []), BATCH):
            run(f"UNWIND $ids AS id MATCH ()-[r:{type_} {{spell_id: id}}]->() DELETE r", {"ids": batch})


def _cut(run: Runs, nodes: list[Node]) -> None:
    """Delete the relationships the nodes once brought along and no longer do."""
    for label, owners in _by_label(nodes).items():
        kind = next(kind for kind, name in LABELS.items() if name == label)
        relations = RELATIONS.get(kind, ())
        for batch in batches(owners, BATCH):
            rows = [{"id": node.id, "keep": [link.id for link in node.links]} for node in batch]
            for relation in relations:
                arrow = f"<-[r:{relation.type}]-" if relation.reverse else f"-[r:{relation.type}]->"
                run(
                    f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}){arrow}() "
                    "WHERE NOT r.id IN row.keep DELETE r",
                    {"rows": rows},
                )
            for type_ in SHORT_CUTS.values() if kind == "spell" else ():
                run(
                    f"UNWIND $rows AS row MATCH ()-[r:{type_} {{spell_id: row.id}}]->() "
                    "WHERE NOT r.id IN row.keep DELETE r",
                    {"rows": rows},
                )


def _link(run: Runs, links: list[Link], *, fresh: bool) -> None:
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for link in links:
        start, end = label_of(link.start), label_of(link.end)
        if start is not None and end is not None:
            row = {"source": link.start, "target": link.end, "properties": dict(link.properties)}
            groups[link.type, start, end].append(row)
    for (type_, start, end), rows in sorted(groups.items()):
        ends = f"MATCH (a:{start} {{id: row.source}}) MATCH (b:{end} {{id: row.target}})"
        make = f"CREATE (a)-[r:{type_}]->(b)" if fresh else f"MERGE (a)-[r:{type_} {{id: row.properties.id}}]->(b)"
        for batch in batches(rows, BATCH):
            run(f"UNWIND $rows AS row {ends} {make} SET r = row.properties", {"rows": batch})


# -- reading back -------------------------------------------------------------------------------------


class Reads(Protocol):
    """What gives the rows of a Cypher query."""

    def __call__(self, statement: str, /) -> Iterable[tuple[Any, ...]]:
        """Yield the rows."""
        ...


def found(read: Reads) -> dict[str, Tally]:
    """Return the tally of what a graph holds, by label and relationship type."""
    tallies = {name: Tally() for name in (*LABELS.values(), *RELATION_TYPES)}
    for label in LABELS.values():
        for identifier, properties in read(f"MATCH (n:{label}) RETURN n.id AS id, properties(n) AS told"):
            tallies[label].add(identifier, _properties(properties))
    for type_ in RELATION_TYPES:
        statement = f"MATCH (a)-[r:{type_}]->(b) RETURN a.id AS start, b.id AS end_, properties(r) AS told"
        for start, end, properties in read(statement):
            tallies[type_].add(start, end, _properties(properties))
    return tallies


#: What the embedded engine adds to the properties of every node.
_ADDED = ("title", "type")


def _properties(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell(value) for name, value in properties.items() if name not in _ADDED}


def cell(value: Any) -> Cell:
    """Return a value of Cypher as plain data: dates as ISO text, nodes and relationships as their properties."""
    if isinstance(value, datetime.date | datetime.datetime | datetime.time):
        return value.isoformat()
    if hasattr(value, "iso_format"):
        return value.iso_format()
    if hasattr(value, "nodes") and hasattr(value, "relationships"):
        return [cell(node) for node in value.nodes]
    if hasattr(value, "element_id"):
        return {name: cell(inner) for name, inner in sorted(value.items())}
    if isinstance(value, Mapping):
        if "properties" in value and ("labels" in value or "start" in value):
            return _properties(dict(sorted(value["properties"].items())))
        return {str(name): cell(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [cell(inner) for inner in value]
    return value
