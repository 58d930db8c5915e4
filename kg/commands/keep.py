"""``kg status``, ``kg export``, ``kg forget``: what the graph holds, out of it, out with it."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.commands import options
from kg.errors import UsageError
from kg.messages import text
from kg.views.console import Screen
from kg.views.plain import clean
from kg.views.results import safe_json


class ExportFormat(StrEnum):
    """Syntaxes of an export."""

    NQUADS = "nquads"
    TRIG = "trig"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"


def export(
    form: Annotated[
        ExportFormat, typer.Option("--format", "-f", help=text("help_export_format"))
    ] = ExportFormat.NQUADS,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help=text("help_export_out"), show_default=False)
    ] = None,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Write the whole graph."""
    from kg.graph import KnowledgeGraph

    with KnowledgeGraph.open(store) as graph:
        written = graph.export(form.value)
    if out is None:
        sys.stdout.write(written)
        return
    try:
        out.write_text(written, "utf-8", newline="\n")
    except OSError as error:
        raise UsageError("usage_out", path=out, reason=error.strerror) from error


def forget(
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE…", help=text("help_forget_article"), show_default=False)
    ],
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Remove articles and what only they say."""
    from kg.graph import KnowledgeGraph

    screen = Screen()
    with KnowledgeGraph.open(store, write=True) as graph:
        known = set(graph.articles())
        unknown = [article for article in articles if article not in known]
        if unknown:
            raise UsageError("article_unknown", article=unknown[0])
        for article in dict.fromkeys(articles):
            change = graph.forget(article)
            screen.line(text("forgotten", article=clean(article), removed=change.facts_removed))


def status(form: options.Words = options.TextFormat.TEXT, store: options.Store = options.DEFAULT_STORE) -> None:
    """Tell what the graph holds."""
    from kg.graph import KnowledgeGraph

    with KnowledgeGraph.open(store) as graph:
        found = graph.status()
    if form is options.TextFormat.JSON:
        from dataclasses import asdict

        sys.stdout.write(safe_json(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str)) + "\n")
        return
    screen = Screen()
    rows = [
        (text("status_store"), found.path),
        (text("status_articles"), found.articles),
        *((text(f"status_{name.lower()}"), number) for name, number in found.counts.items()),
        (text("status_facts"), found.facts),
        (text("status_quads"), found.quads),
        (text("status_quarantined"), found.quarantined),
        (text("status_size"), f"{found.bytes / 1_000_000:.1f} MB"),
        *([(text("status_writer"), found.writer)] if found.writer else []),
    ]
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        screen.line((label.ljust(width), "dim"), "  ", clean(str(value)))
