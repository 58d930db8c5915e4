"""``kg load``: articles into the graph, with a report of what each one said."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands import options
from kg.commands.intake import Intake, remark
from kg.commands.server import login
from kg.errors import KgError, StoreError
from kg.messages import text, user_language
from kg.views import console
from kg.views.console import Screen
from kg.views.plain import clean
from kg.views.results import safe_json

if TYPE_CHECKING:
    from kg.article import Article
    from kg.facts import Facts
    from kg.graph import Loaded
    from kg.store.neo4j import Login


def load(
    names: options.Names,
    store: options.Store = options.DEFAULT_STORE,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=text("help_quiet"))] = False,
    form: options.Words = options.TextFormat.TEXT,
    uri: options.Neo4jUri = None,
    article_id: options.ArticleId = None,
    allow_private: options.AllowPrivate = False,
) -> None:
    """Read articles, extract their facts, check and store them, and tell what was found."""
    intake = Intake(names, allow_private=allow_private, article_id=article_id)
    articles = intake.articles()
    first = next(articles, None)
    # No store is made for nothing.
    if first is not None:
        undelivered = _load(chain([first], articles), Teller(Screen(), form, quiet=quiet), intake, store, login(uri))
        if undelivered is not None:
            raise undelivered
    raise typer.Exit(intake.exit_code())


def _load(
    articles: Iterator[Article], teller: Teller, intake: Intake, store: Path, server: Login | None
) -> KgError | None:
    """Load and tell; return why Neo4j could not be told, ``None`` where it was or none is named."""
    from kg.graph import KnowledgeGraph

    # The article whose result comes next: results come one by one, in order.
    at_work: list[Article] = []

    def handed_over() -> Iterator[Article]:
        for article in articles:
            at_work[:] = [article]
            yield article

    with KnowledgeGraph.open(store, write=True, neo4j=server) as graph:
        for loaded in graph.load_articles(handed_over()):
            if isinstance(loaded.error, StoreError):
                raise loaded.error
            if loaded.error is not None:
                intake.not_loaded(loaded.error)
            else:
                teller.tell(at_work[0], loaded)
        undelivered = graph.undelivered
    teller.total(intake)
    return undelivered


class Teller:
    """Tells what became of each article, and of all."""

    def __init__(self, screen: Screen, form: options.TextFormat, *, quiet: bool) -> None:
        self.screen = screen
        self.form = form
        self.quiet = quiet
        self.found: Counter[str] = Counter()
        self.changes: Counter[str] = Counter()
        self.refused = 0
        self.unheard = False

    def tell(self, article: Article, loaded: Loaded) -> None:
        """Count one article and print it, unless the reader of standard output has gone: the load goes on without."""
        facts = loaded.facts
        assert facts is not None
        self.found.update(console.counts(facts))
        self.refused += len(loaded.refused)
        change = loaded.change.kind if loaded.change is not None else "unchanged"
        self.changes[change] += 1
        if self.unheard:
            return
        try:
            self._print(article, facts, loaded, change)
            self.screen.stream.flush()
        except BrokenPipeError:
            self.unheard = True
            # What is still buffered must not fail when the process ends.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.screen.stream.fileno())
            os.close(nowhere)

    def _print(self, article: Article, facts: Facts, loaded: Loaded, change: str) -> None:
        """Print one article: as a JSON line, in one line, or with every fact and its words."""
        if self.form is options.TextFormat.JSON:
            self.screen.stream.write(safe_json(json.dumps(_row(article, facts, loaded), ensure_ascii=False)) + "\n")
            return
        summary = (f"{text(f'change_{change}')} · {console.counts_line(console.counts(facts))}", "green")
        if self.quiet:
            console.article_head(self.screen, article, facts, "  ", summary)
        else:
            console.article_head(self.screen, article, facts)
            console.article_facts(self.screen, article, facts)
            self.screen.line("  ", summary)
        for refusal in loaded.refused:
            said = refusal.messages.get(user_language()) or next(iter(refusal.messages.values()), refusal.shape)
            self.screen.line("  ", (text("refused", reason=clean(said), focus=clean(refusal.focus)), "red"))

    def total(self, intake: Intake) -> None:
        """Print the totals, on standard error where standard output carries JSON; nothing where nobody reads."""
        if self.unheard:
            return
        if self.form is options.TextFormat.JSON:
            screen = Screen(sys.stderr)
        else:
            screen = self.screen
            screen.line()
        changes = [f"{text(f'total_{kind}')} {count}" for kind, count in sorted(self.changes.items())]
        screen.line((text("total_read", read=intake.read, failed=intake.failed), "bold"), *(f" · {c}" for c in changes))
        if intake.read + intake.failed == 1:
            # All that could be said of one article stands above.
            pass
        elif self.found:
            screen.line(text("total_found", counts=console.counts_line(dict(self.found))))
        else:
            screen.line(text("total_nothing"))
        if self.refused:
            remark("total_refused", count=self.refused)


def _row(article: Article, facts: Facts, loaded: Loaded) -> dict[str, Any]:
    return {
        "id": article.id,
        "source": article.source,
        "change": loaded.change.kind if loaded.change is not None else None,
        "found": console.counts(facts),
        "refused": [{"focus": r.focus, "shape": r.shape, "messages": r.messages} for r in loaded.refused],
    }
