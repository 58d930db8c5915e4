"""The command ``kg``: the list of commands, and the rim where errors become one sentence."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Annotated, Any

import typer

from kg.commands import ask, evaluate, extract, keep, load, query, see, server
from kg.commands.manner import Command, Group, misused, spoken
from kg.errors import KgError, UsageError
from kg.messages import text

app = typer.Typer(
    name="kg",
    cls=Group,
    help=text("help_kg"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_MORE = {"allow_extra_args": True, "ignore_unknown_options": True}

app.command("load", cls=Command, help=text("help_load"))(load.load)
app.command("extract", cls=Command, help=text("help_extract"))(extract.extract)
app.command("ask", cls=Command, help=text("help_ask"), context_settings=_MORE)(ask.ask)
app.command("show", cls=Command, help=text("help_show"))(see.show)
app.command("graph", cls=Command, help=text("help_graph"))(see.graph)
app.command("sparql", cls=Command, help=text("help_sparql"))(query.sparql)
app.command("cypher", cls=Command, help=text("help_cypher"))(query.cypher)
app.command("status", cls=Command, help=text("help_status"))(keep.status)
app.command("export", cls=Command, help=text("help_export"))(keep.export)
app.command("forget", cls=Command, help=text("help_forget"))(keep.forget)
app.command("validate", cls=Command, help=text("help_validate"))(keep.validate)
app.command("evaluate", cls=Command, help=text("help_evaluate"))(evaluate.evaluate)
app.add_typer(server.app, name="neo4j")


def _version(wanted: bool) -> None:
    if wanted:
        from kg import __version__

        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=text("help_version"))
    ] = False,
) -> None:
    """Options of ``kg`` itself."""


def main() -> None:
    """Run ``kg``; errors a user may meet are printed in one sentence and give their exit code.

    ``KG_DEBUG=1`` shows the traceback of any error.
    """
    debug = os.environ.get("KG_DEBUG", "") not in ("", "0")
    if not debug:
        sys.excepthook = _unexpected
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    from kg.commands.intake import tell

    try:
        # Not app(): Typer's own call would put its traceback hook in place of ours.
        sys.exit(spoken(app).main(prog_name="kg", standalone_mode=False) or 0)
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error)
        else:
            tell(misused(error))
        sys.exit(UsageError.exit_code)
    except KgError as error:
        if debug:
            raise
        tell(error)
        sys.exit(error.exit_code)


def _unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Any:
    """Tell of a fault of the program itself in one sentence."""
    if issubclass(kind, KeyboardInterrupt):
        return
    from kg.views.plain import clean

    print(clean(text("unexpected", kind=kind.__name__, reason=str(error)[:300])), file=sys.stderr)
