"""``kg ask``: named questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands import options
from kg.commands.intake import remark
from kg.commands.server import login
from kg.errors import UsageError
from kg.messages import text, user_language
from kg.views import results
from kg.views.console import Screen

if TYPE_CHECKING:
    from kg.questions import Question


class Language(StrEnum):
    """Whose text is shown."""

    SPARQL = "sparql"
    CYPHER = "cypher"


class Engine(StrEnum):
    """Which graph answers; the rows are the same."""

    SPARQL = "sparql"
    EMBEDDED = "embedded"
    NEO4J = "neo4j"


def ask(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help=text("help_ask_name"), show_default=False)
    ] = None,
    player: Annotated[
        str | None, typer.Option("--player", metavar="NAME", help=text("help_ask_player"), show_default=False)
    ] = None,
    club: Annotated[
        str | None, typer.Option("--club", metavar="NAME", help=text("help_ask_club"), show_default=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=text("help_ask_from"), show_default=False)
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help=text("help_ask_to"), show_default=False)
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help=text("help_ask_list"))] = False,
    shown: Annotated[Language | None, typer.Option("--show", help=text("help_ask_show"), show_default=False)] = None,
    engine: Annotated[Engine, typer.Option("--engine", help=text("help_ask_engine"))] = Engine.SPARQL,
    form: options.Rows = options.TableFormat.TABLE,
    limit: options.MaxRows = 10_000,
    timeout: options.Seconds = 60,
    uri: options.Neo4jUri = None,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Ask a named question, list the questions, or show the text of one."""
    if listed:
        _list(form)
        return
    if name is None:
        raise UsageError("usage_question")
    from kg.questions import question

    asked = question(name)
    given: dict[str, Any] = {"player": player, "club": club, "from": since, "to": until}
    given.update(_more(context.args))
    if shown is not None and all(value is None for value in given.values()):
        typer.echo(asked.sparql if shown is Language.SPARQL else asked.cypher, nl=False)
        return
    from kg.graph import KnowledgeGraph

    if shown is not None:
        with KnowledgeGraph.open(store) as graph:
            typer.echo(graph.text_of(name, shown.value, **given), nl=False)
        return
    from kg.store.answer import Limits
    from kg.views.telling import told

    # The driver of a server nobody asks takes longer to import than the answer takes.
    server = login(uri) if engine is Engine.NEO4J else None
    with KnowledgeGraph.open(store, neo4j=server) as graph:
        reply = graph.ask(name, engine=engine.value, limits=Limits(timeout, limit), **given)
        columns, rows = reply.columns, list(reply.rows)
        if form is options.TableFormat.TABLE:
            columns, rows = told(columns, rows, graph.select, graph.store.base, user_language())
    screen = Screen()
    if form is options.TableFormat.TABLE:
        screen.line((reply.question.title[user_language()], "bold"))
    results.show(screen, columns, rows, form.value)
    if form is options.TableFormat.TABLE:
        screen.line((text("rows_found", count=len(reply.rows)), "dim"))
    tell_cut(reply.answer)


def tell_cut(answer: Any) -> None:
    """Say on standard error that there are more rows than were printed."""
    if answer.truncated:
        remark("rows_cut", limit=answer.limit)


def _list(form: options.TableFormat) -> None:
    from kg.questions import questions

    language, screen = user_language(), Screen()
    if form is options.TableFormat.TABLE:
        for asked in questions().values():
            screen.line((asked.name, "bold"), "".join(f" {option}" for option in _signature(asked)))
            screen.line("  ", asked.description[language])
        return
    rows = [(q.name, q.title[language], q.description[language], " ".join(_signature(q))) for q in questions().values()]
    results.show(screen, ("question", "title", "description", "parameters"), rows, form.value)


def _signature(asked: Question) -> Iterator[str]:
    for parameter in asked.parameters:
        option = f"--{parameter.name}"
        yield option if parameter.required else f"[{option}]"


def _more(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the parameters a question has beside the usual ones, given as ``--name value`` or ``--name=value``."""
    rest = iter(words)
    for word in rest:
        option, equals, value = word.partition("=")
        if not option.startswith("--") or len(option) < 3:
            raise UsageError("usage_word", word=word)
        if not equals:
            following = next(rest, None)
            if following is None:
                raise UsageError("usage_no_value", option=option)
            value = following
        yield option.removeprefix("--").replace("-", "_"), value
