"""``kg extract``: the facts of articles, in the exchange format or as RDF, without any store."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands import options
from kg.commands.intake import Intake
from kg.errors import UsageError
from kg.messages import text
from kg.views.results import safe_json

if TYPE_CHECKING:
    from kg.article import Article
    from kg.facts import Facts


class Format(StrEnum):
    """What ``kg extract`` prints."""

    FACTS = "facts"
    RDF = "rdf"
    JSONLD = "jsonld"
    NQUADS = "nquads"


_SUFFIX = {Format.FACTS: ".json", Format.RDF: ".ttl", Format.JSONLD: ".jsonld", Format.NQUADS: ".nq"}


def extract(
    names: options.Names,
    form: Annotated[Format, typer.Option("--format", "-f", help=text("help_extract_format"))] = Format.FACTS,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help=text("help_out"), show_default=False)
    ] = None,
    article_id: options.ArticleId = None,
    allow_private: options.AllowPrivate = False,
) -> None:
    """Read articles and print their facts."""
    intake = Intake(names, allow_private=allow_private, article_id=article_id)
    from kg.extraction import Extractor

    if out is not None:
        _folder(out)
    extractor = Extractor() if intake.origins else None
    indent = 1 if out is not None or sys.stdout.isatty() else None
    for article in intake.articles(printed=out is None):
        assert extractor is not None
        written = render(article, extractor.extract(article), form, indent)
        if out is None:
            sys.stdout.write(written)
        else:
            (out / f"{article.id}{_SUFFIX[form]}").write_text(written, "utf-8", newline="\n")
    raise typer.Exit(intake.exit_code())


def render(article: Article, facts: Facts, form: Format, indent: int | None = None) -> str:
    """Return the facts of one article as text in one of the formats, ending in a line end."""
    if form is Format.FACTS:
        return safe_json(facts.dumps(indent)) + "\n"
    from kg.rdf import jsonld, map_article, nquads, turtle

    writers = {Format.RDF: turtle, Format.JSONLD: jsonld, Format.NQUADS: nquads}
    written = writers[form](map_article(article, facts))
    if form is Format.JSONLD and indent is None:
        return safe_json(json.dumps(json.loads(written), ensure_ascii=False)) + "\n"
    return written


def _folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError("usage_out", path=out, reason=error.strerror) from error
