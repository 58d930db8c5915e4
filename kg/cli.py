"""The command ``kg``: the list of commands, and the rim where errors become one sentence."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Annotated, Any

import typer

from kg.commands import ask, evaluate, extract, keep, load, query, see, server
from kg.errors import KgError, UsageError
from kg.messages import text

app = typer.Typer(
    name="kg",
    help=text("help_kg"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_MORE = {"allow_extra_args": True, "ignore_unknown_options": True}

app.command("load", help=text("help_load"))(load.load)
app.command("extract", help=text("help_extract"))(extract.extract)
app.command("ask", help=text("help_ask"), context_settings=_MORE)(ask.ask)
app.command("show", help=text("help_show"))(see.show)
app.command("graph", help=text("help_graph"))(see.graph)
app.command("sparql", help=text("help_sparql"))(query.sparql)
app.command("cypher", help=text("help_cypher"))(query.cypher)
app.command("status", help=text("help_status"))(keep.status)
app.command("export", help=text("help_export"))(keep.export)
app.command("forget", help=text("help_forget"))(keep.forget)
app.command("validate", help=text("help_validate"))(keep.validate)
app.command("evaluate", help=text("help_evaluate"))(evaluate.evaluate)
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
    try:
        # Not app(): Typer's own call would put its traceback hook in place of ours.
        sys.exit(typer.main.get_command(app).main(standalone_mode=False) or 0)
    except typer.TyperException as error:
        sys.exit(_misused(error))
    except KgError as error:
        if debug:
            raise
        from kg.commands.intake import tell

        tell(error)
        sys.exit(error.exit_code)


def _misused(error: typer.TyperException) -> int:
    """Tell what is wrong with the words of a command, in one sentence; return the exit code."""
    from kg.commands.intake import tell

    kind = type(error).__name__
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "kg"
    if kind == "NoArgsIsHelpError":
        print(error)
    elif kind == "NoSuchOption":
        tell(UsageError("usage_option", option=getattr(error, "option_name", "?"), command=command))
    elif kind == "MissingParameter":
        parameter = getattr(error, "param", None)
        name = getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or "?"
        tell(UsageError("usage_missing", name=name, command=command))
    else:
        said = error.format_message() if hasattr(error, "format_message") else str(error)
        tell(UsageError("usage_words", reason=said.rstrip("."), command=command))
    return UsageError.exit_code


def _unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Any:
    """Tell of a fault of the program itself in one sentence."""
    if issubclass(kind, KeyboardInterrupt):
        return
    from kg.views.plain import clean

    print(clean(text("unexpected", kind=kind.__name__, reason=str(error)[:300])), file=sys.stderr)
