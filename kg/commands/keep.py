"""``kg status``, ``kg export``, ``kg forget``, ``kg validate``: what the graph holds and whether it is sound."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands import options
from kg.errors import UsageError, ValidationError
from kg.messages import text, user_language
from kg.views.console import Screen
from kg.views.plain import clean
from kg.views.results import safe_json

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.store.quarantine import Quarantined
    from kg.validation import ValidationReport


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
    uri: options.Neo4jUri = None,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Remove articles and what only they say, from the Neo4j server too where one is named."""
    from kg.commands.server import login
    from kg.graph import KnowledgeGraph

    screen = Screen()
    # First only to read: opening to write would make a store where there is none.
    with KnowledgeGraph.open(store) as graph:
        known = set(graph.articles())
    unknown = [article for article in articles if article not in known]
    if unknown:
        raise UsageError("article_unknown", article=unknown[0])
    with KnowledgeGraph.open(store, write=True, neo4j=login(uri)) as graph:
        for article in dict.fromkeys(articles):
            change = graph.forget(article)
            screen.line(text("forgotten", article=clean(article), removed=change.facts_removed))
        undelivered = graph.undelivered
    if undelivered is not None:
        raise undelivered


def validate(
    article: Annotated[
        str | None, typer.Argument(metavar="ARTICLE", help=text("help_validate_article"), show_default=False)
    ] = None,
    form: options.Words = options.TextFormat.TEXT,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Hold each article's part of the graph against the shapes, and tell what was refused when it was loaded."""
    from kg.graph import KnowledgeGraph

    with KnowledgeGraph.open(store) as graph:
        if article is not None and article not in graph.articles():
            raise UsageError("article_unknown", article=article)
        reports = graph.validate(article)
        refused = [item for item in graph.quarantined() if article in (None, item.article)]
    if form is options.TextFormat.JSON:
        written = json.dumps(_verdict(reports, refused), ensure_ascii=False, indent=1)
        sys.stdout.write(safe_json(written) + "\n")
    else:
        _tell_verdict(Screen(), reports, refused)
    if reports:
        raise ValidationError("graph_violates", count=sum(len(report.violations) for report in reports.values()))


def _verdict(reports: Mapping[str, ValidationReport], refused: Sequence[Quarantined]) -> dict[str, Any]:
    return {
        "conforms": not reports,
        "results": [
            {
                "article": name,
                "focus": result.focus,
                "path": result.path,
                "value": result.value,
                "severity": result.severity,
                "messages": result.messages,
            }
            for name, report in reports.items()
            for result in report.results
        ],
        "refused": [
            {"article": item.article, "when": item.when, "reasons": [refusal.messages for refusal in item.refusals]}
            for item in refused
        ],
    }


def _tell_verdict(screen: Screen, reports: Mapping[str, ValidationReport], refused: Sequence[Quarantined]) -> None:
    language = user_language()
    for name, report in reports.items():
        screen.line((clean(name), "bold"))
        for result in report.results:
            screen.line(
                "  ", (text(f"severity_{result.severity.lower()}"), "red"), f"  {clean(result.message(language))}"
            )
            place = " ".join(filter(None, (result.focus, result.path, result.value)))
            screen.line("    ", (clean(place), "dim"))
    for item in refused:
        screen.line((text("refused_article", article=clean(item.article), when=item.when), "yellow"))
        for refusal in item.refusals:
            said = refusal.messages.get(language) or refusal.shape
            screen.line("  ", clean(said), "  ", (clean(refusal.focus), "dim"))
    if not reports:
        screen.line(text("graph_conforms"))


def status(
    articles: Annotated[bool, typer.Option("--articles", help=text("help_status_articles"))] = False,
    form: options.Words = options.TextFormat.TEXT,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Tell what the graph holds."""
    from kg.graph import KnowledgeGraph

    with KnowledgeGraph.open(store) as graph:
        if articles:
            ids = graph.articles()
            if form is options.TextFormat.JSON:
                sys.stdout.write(safe_json(json.dumps(ids, ensure_ascii=False, indent=1)) + "\n")
            else:
                for article in ids:
                    Screen().line(clean(article))
            return
        found = graph.status()
        due = list(_due(graph))
    if form is options.TextFormat.JSON:
        from dataclasses import asdict

        data = {**asdict(found), "neo4j": [{"uri": uri, "due": count} for uri, count in due]}
        sys.stdout.write(safe_json(json.dumps(data, ensure_ascii=False, indent=1, default=str)) + "\n")
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
        *((text("status_due", uri=uri), text("status_due_whole") if count is None else count) for uri, count in due),
    ]
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        screen.line((label.ljust(width), "dim"), "  ", clean(str(value)))


def _due(graph: KnowledgeGraph) -> Iterator[tuple[str, int | None]]:
    """Yield the servers the store delivers to and how many nodes each is due, ``None`` for all."""
    from kg.store.outbox import Outbox

    outbox = Outbox(graph.store.layout.outbox)
    for address in outbox.servers():
        yield address.removesuffix("#"), None if outbox.whole(address) else len(outbox.due(address))
