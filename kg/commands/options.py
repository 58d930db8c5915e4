"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.messages import text

DEFAULT_STORE = Path(".kg")


class TableFormat(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class TextFormat(StrEnum):
    """Words for people or data for programs."""

    TEXT = "text"
    JSON = "json"


Names = Annotated[list[str], typer.Argument(metavar="PATH|URL|-…", help=text("help_names"), show_default=False)]
Store = Annotated[Path, typer.Option("--store", envvar="KG_STORE", metavar="DIR", help=text("help_store"))]
Neo4jUri = Annotated[
    str | None, typer.Option("--neo4j", envvar="NEO4J_URI", metavar="URI", help=text("help_neo4j"), show_default=False)
]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help=text("help_allow_private"))]
ArticleId = Annotated[str | None, typer.Option("--id", metavar="ID", help=text("help_id"), show_default=False)]
Rows = Annotated[TableFormat, typer.Option("--format", "-f", help=text("help_table_format"))]
Words = Annotated[TextFormat, typer.Option("--format", "-f", help=text("help_text_format"))]
MaxRows = Annotated[int, typer.Option("--limit", min=1, metavar="N", help=text("help_limit"))]
Seconds = Annotated[float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help=text("help_timeout"))]
