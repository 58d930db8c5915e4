"""``kg load``: articles into the graph, with a report of what each one said."""

from __future__ import annotations

import typer

from kg.commands import options
from kg.commands.intake import Intake


def load(names: options.Names, store: options.Store = options.DEFAULT_STORE) -> None:
    """Read articles, extract their facts, check and store them."""
    intake = Intake(names)
    raise typer.Exit(intake.exit_code())
