"""``kg neo4j push|status|check``: the property graph on a server, beside the store."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.commands import options
from kg.commands.manner import Command, Group
from kg.errors import Neo4jError
from kg.messages import text
from kg.views.console import Screen
from kg.views.plain import clean
from kg.views.results import safe_json

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.store.neo4j import Login

app = typer.Typer(cls=Group, no_args_is_help=True, help=text("help_neo4j_group"))


def login(uri: str | None) -> Login | None:
    """Return how to reach the server named, user and password from the environment; ``None`` where none is named.

    Raises:
        UsageError: a setting holds a value it may not hold.
    """
    if not uri:
        return None
    from kg.config import settings
    from kg.store.neo4j import Login

    # The driver tells of each attempt that fails; one sentence at the end is enough.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    chosen = settings()
    password = chosen.neo4j_password
    return Login(
        uri,
        chosen.neo4j_user,
        password.get_secret_value() if password is not None else "",
        chosen.neo4j_database,
    )


def _open(store: Path, uri: str | None, *, write: bool = False) -> KnowledgeGraph:
    from kg.graph import KnowledgeGraph

    return KnowledgeGraph.open(store, write=write, neo4j=login(uri))


@app.command("push", cls=Command, help=text("help_neo4j_push"))
def push(uri: options.Neo4jUri = None, store: options.Store = options.DEFAULT_STORE) -> None:
    """Rebuild the server's graph from the store."""
    # First only to read: opening to write would make a store where there is none, and empty the server.
    _open(store, None).close()
    with _open(store, uri, write=True) as graph:
        delivered = graph.neo4j.push()
    Screen().line(text("neo4j_pushed", nodes=delivered.nodes, seconds=f"{delivered.seconds:.1f}", uri=uri))


@app.command("status", cls=Command, help=text("help_neo4j_status"))
def status(
    uri: options.Neo4jUri = None,
    form: options.Words = options.TextFormat.TEXT,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Tell what the server holds and what it is due."""
    with _open(store, uri) as graph:
        found = graph.neo4j.status()
    if form is options.TextFormat.JSON:
        data = {
            "uri": found.uri,
            "version": found.version,
            "counts": dict(found.counts),
            "due": found.due,
            "whole": found.whole,
        }
        sys.stdout.write(safe_json(json.dumps(data, ensure_ascii=False, indent=1)) + "\n")
        return
    screen = Screen()
    screen.line((clean(found.uri), "bold"), "  ", clean(found.version))
    width = max(map(len, found.counts), default=0)
    for label, count in found.counts.items():
        screen.line("  ", (label.ljust(width), "dim"), f"  {count}")
    screen.line(text("neo4j_due_whole") if found.whole else text("neo4j_due", count=found.due))


@app.command("check", cls=Command, help=text("help_neo4j_check"))
def check(uri: options.Neo4jUri = None, store: options.Store = options.DEFAULT_STORE) -> None:
    """Compare the server with the store, node by node; equal gives code 0, else 5."""
    with _open(store, uri) as graph:
        found = graph.neo4j.check()
    screen = Screen()
    if found:
        columns = tuple(text(f"neo4j_column_{name}") for name in ("what", "expected", "found"))
        screen.table(columns, [(difference.name, difference.expected, difference.found) for difference in found])
        raise Neo4jError("neo4j_differs", count=len(found))
    screen.line(text("neo4j_equal"))
