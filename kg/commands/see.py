"""``kg graph`` and ``kg show``: a page, a drawing, a card."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.commands import options
from kg.commands.intake import remark
from kg.errors import UsageError
from kg.messages import text, user_language
from kg.views.console import Screen


def graph(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help=text("help_graph_out"))] = Path("graph.html"),
    players: Annotated[
        list[str] | None, typer.Option("--player", metavar="NAME", help=text("help_graph_player"), show_default=False)
    ] = None,
    clubs: Annotated[
        list[str] | None, typer.Option("--club", metavar="NAME", help=text("help_graph_club"), show_default=False)
    ] = None,
    careers: Annotated[bool, typer.Option("--careers", help=text("help_graph_careers"))] = False,
    limit: Annotated[int, typer.Option("--limit", min=2, help=text("help_graph_limit"))] = 300,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Write the graph of players and clubs as a page, a drawing or GraphML."""
    from kg.graph import KnowledgeGraph
    from kg.views.graph_page import graph_view
    from kg.views.network import network_of

    with KnowledgeGraph.open(store) as opened:
        network = network_of(
            opened.select,
            players or (),
            clubs or (),
            limit=limit,
            language=user_language(),
            careers=True if careers else None,
        )
    try:
        graph_view(network, out)
    except OSError as error:
        raise UsageError("usage_out", path=out, reason=error.strerror) from error
    if not network.edges:
        remark("graph_empty")
    Screen().line(text("graph_written", path=out, nodes=len(network.nodes), edges=len(network.edges)))


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help=text("help_show_name"), show_default=False)],
    form: options.Words = options.TextFormat.TEXT,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Print the card of a person, a club or a match."""
    from kg.graph import KnowledgeGraph
    from kg.views.card import card, print_card

    with KnowledgeGraph.open(store) as opened:
        shown = card(opened.select, name, user_language())
    if form is options.TextFormat.JSON:
        import json

        from kg.views.results import safe_json

        sys.stdout.write(safe_json(json.dumps(shown.to_json(), ensure_ascii=False, indent=1)) + "\n")
    else:
        print_card(shown, Screen().console)
