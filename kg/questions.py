"""Named questions: ``queries/NAME.rq`` and ``queries/NAME.cypher`` give the same rows.

The head of both files is the same TOML behind ``#:`` (SPARQL) or ``//:`` (Cypher): title and
description in Italian and English, parameters, columns. Values reach a query only as bound
terms: in Cypher as ``$name``, in SPARQL as a ``VALUES`` block in the place of ``#bind name ?variable``. What
stands behind the variable on that line (a pattern, a filter) holds only where the value is given.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.rdf.identifiers import decoded
from kg.rdf.vocabulary import INTEGER
from kg.store.answer import Cell
from kg.store.naming import Names

ParameterType = Literal["person", "club", "date", "text", "integer"]

_BIND = re.compile(r"^[ \t]*#bind (\w+) \?(\w+)(?: (.*))?$", re.MULTILINE)
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_HEADS = {".rq": "#: ", ".cypher": "//: "}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value a question takes.

    Attributes:
        name: as on the command line (``--player``) and in the texts (``?player``, ``$player``).
        type: person and club are names or ids, date is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        required: whether the question needs it.
        default: value where none is given; only for text and integer.
        title: what it means, by language.
        allowed: the values it may have; empty where any will do.
    """

    name: str
    type: ParameterType
    required: bool
    default: str | int | None
    title: Mapping[str, str]
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A named question.

    Attributes:
        name: name of the two files.
        title: by language (``it``, ``en``).
        description: by language.
        parameters: what it takes, in order.
        columns: type of each column (text, integer, number, boolean, article) by name, in order.
        sparql: the SPARQL text as in the file.
        cypher: the Cypher text as in the file.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    sparql: str
    cypher: str

    def bound_sparql(self, values: Mapping[str, Any], base: str) -> str:
        """Return the SPARQL text with the values given bound; parameters without value stay open.

        Args:
            values: what :func:`bind` gave.
            base: base IRI of the store.
        """

        def values_block(found: re.Match[str]) -> str:
            name, variable, pattern = found.groups()
            value = values.get(name)
            if value is None:
                return ""
            terms = " ".join(str(term) for term in self._terms(name, value, base))
            return f"VALUES ?{variable} {{ {terms} }} {pattern or ''}"

        return _BIND.sub(values_block, self.sparql)

    def _terms(self, name: str, value: Any, base: str) -> list[Any]:
        kind = next(parameter.type for parameter in self.parameters if parameter.name == name)
        if kind in ("person", "club"):
            return [ox.NamedNode(base + identifier) for identifier in value]
        if kind == "integer":
            return [ox.Literal(str(value), datatype=ox.NamedNode(INTEGER))]
        return [ox.Literal(value)]

    def row(self, cells: tuple[Cell, ...], base: str) -> tuple[Cell, ...]:
        """Return the cells of one row as the columns' types say, alike for SPARQL and Cypher."""
        return tuple(_cell(kind, cell, base) for kind, cell in zip(self.columns.values(), cells, strict=True))


def _cell(kind: str, cell: Cell, base: str) -> Cell:
    if cell is None or cell == "":
        return None
    if kind == "integer":
        return int(cell)
    if kind == "number":
        return float(cell)
    if kind == "boolean":
        return bool(cell)
    text = str(cell).removeprefix(base)
    return decoded(text.removeprefix("article/")) if kind == "article" else text


def folder() -> Traversable:
    """Return the folder of the questions: ``queries/`` of a checkout, ``kg/queries`` of an installed wheel.

    Raises:
        FileNotFoundError: the installation is incomplete (a defect of the package).
    """
    installed = resources.files("kg").joinpath("queries")
    if installed.is_dir():
        return installed
    checkout = Path(__file__).parents[1] / "queries"
    if checkout.is_dir():
        return checkout
    raise FileNotFoundError("queries")


def head(text: str, suffix: str) -> dict[str, Any]:
    """Return the TOML in the head of a question's file.

    Raises:
        tomllib.TOMLDecodeError: the head is not TOML (a defect of the file).
    """
    mark = _HEADS[suffix]
    lines = [line for line in text.splitlines() if line.startswith(mark.rstrip())]
    return tomllib.loads("\n".join(line.removeprefix(mark.rstrip()).removeprefix(" ") for line in lines))


@cache
def questions() -> Mapping[str, Question]:
    """Return the named questions by name, in order."""
    names = sorted(entry.name.removesuffix(".rq") for entry in folder().iterdir() if entry.name.endswith(".rq"))
    return {name: _read(name) for name in names}


def question(name: str) -> Question:
    """Return a named question.

    Raises:
        UsageError: there is none of that name.
    """
    found = questions().get(name)
    if found is None:
        raise UsageError("question_unknown", name=name, known=", ".join(questions()))
    return found


def _read(name: str) -> Question:
    sparql = folder().joinpath(f"{name}.rq").read_text("utf-8")
    cypher = folder().joinpath(f"{name}.cypher").read_text("utf-8")
    told = head(sparql, ".rq")
    parameters = tuple(
        Parameter(
            key,
            row["type"],
            bool(row.get("required", False)),
            row.get("default"),
            _by_language(row),
            tuple(row.get("values", ())),
        )
        for key, row in told.get("parameters", {}).items()
    )
    return Question(
        name,
        _by_language(told["title"]),
        _by_language(told["description"]),
        parameters,
        told["columns"],
        sparql,
        cypher,
    )


def _by_language(row: Mapping[str, Any]) -> dict[str, str]:
    return {language: str(row[language]) for language in ("it", "en")}


def bind(asked: Question, given: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return the value of every parameter, checked: lists of ids for people and clubs, ``None`` where open.

    Args:
        asked: the question.
        given: values by parameter name; ``None`` is as good as not given.
        names: knows the people and clubs of the graph.

    Raises:
        UsageError: an unknown or missing parameter, an unknown name, a value that is none of those allowed,
            no date or no number.
    """
    known = {parameter.name for parameter in asked.parameters}
    strangers = sorted(name for name, value in given.items() if value is not None and name not in known)
    if strangers:
        raise UsageError(
            "question_parameter", question=asked.name, name=strangers[0], known=", ".join(sorted(known)) or "–"
        )
    return {
        parameter.name: _value(asked, parameter, given.get(parameter.name), names) for parameter in asked.parameters
    }


def _value(asked: Question, parameter: Parameter, value: Any, names: Names) -> Any:
    if value is None:
        value = parameter.default
    if value is None:
        if parameter.required:
            raise UsageError("question_missing", question=asked.name, name=parameter.name)
        return None
    if parameter.allowed and str(value) not in parameter.allowed:
        raise UsageError("question_value", name=parameter.name, value=value, known=", ".join(parameter.allowed))
    if parameter.type in ("person", "club"):
        return names.resolve(str(value), parameter.type)
    if parameter.type == "date":
        if not _DATE.fullmatch(str(value)):
            raise UsageError("question_date", name=parameter.name, value=value)
        return str(value)
    if parameter.type == "integer":
        try:
            return int(value)
        except ValueError as error:
            raise UsageError("question_number", name=parameter.name, value=value) from error
    return str(value)


def checked_columns(asked: Question, columns: tuple[str, ...]) -> None:
    """Hold a query's columns against the question's.

    Raises:
        QueryError: they differ (a defect of the file).
    """
    if columns != tuple(asked.columns):
        raise QueryError("question_columns", question=asked.name, found=", ".join(columns))
