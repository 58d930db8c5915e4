"""``kg evaluate``: scores of facts against gold."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands import options
from kg.commands.intake import Intake
from kg.errors import UsageError
from kg.messages import text
from kg.views.plain import clean

if TYPE_CHECKING:
    from kg.facts import Facts


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help=text("help_gold"), show_default=False)],
    predicted: Annotated[
        Path | None, typer.Argument(metavar="PRED_DIR", help=text("help_predicted"), show_default=False)
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", "-e", help=text("help_errors"))] = False,
    family: Annotated[
        str | None, typer.Option("--family", metavar="NAME", help=text("help_family"), show_default=False)
    ] = None,
    form: options.Words = options.TextFormat.TEXT,
) -> None:
    """Score facts against gold: those of PRED_DIR, else those read now from the articles in GOLD_DIR."""
    from kg import evaluation

    if family is not None and family not in evaluation.FAMILIES:
        raise UsageError("usage_family", family=family, known=", ".join(evaluation.FAMILIES))
    right = evaluation.load_facts(gold)
    intake: Intake | None = None
    if predicted is not None:
        found = evaluation.load_facts(predicted)
    else:
        intake = Intake([str(gold)])
        found = _extracted(intake)
    report = evaluation.evaluate(right, found)
    if form is options.TextFormat.JSON:
        sys.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        print(evaluation.format_report(report))
        if errors:
            print()
            for line in evaluation.format_errors(report, family).splitlines():
                print(line[: len(line) - len(line.lstrip())] + clean(line))
    raise typer.Exit(intake.exit_code() if intake is not None else 0)


def _extracted(intake: Intake) -> dict[str, Facts]:
    from kg.extraction import Extractor

    extractor = Extractor()
    return {article.id: extractor.extract(article) for article in intake.articles(printed=False)}
