"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.messages import text

Names = Annotated[list[str], typer.Argument(metavar="PATH|URL|-…", help=text("help_names"), show_default=False)]
Store = Annotated[Path, typer.Option("--store", envvar="KG_STORE", metavar="DIR", help=text("help_store"))]
Neo4jUri = Annotated[
    str | None, typer.Option("--neo4j", envvar="NEO4J_URI", metavar="URI", help=text("help_neo4j"), show_default=False)
]
AllowPrivate = Annotated[bool, typer.Option("--allow-private", help=text("help_allow_private"))]
ArticleId = Annotated[str | None, typer.Option("--id", metavar="ID", help=text("help_id"), show_default=False)]

DEFAULT_STORE = Path(".kg")
