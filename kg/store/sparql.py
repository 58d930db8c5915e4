"""SPARQL that only reads, within limits.

Oxigraph reaches out to the network for ``SERVICE``; an update changes data; ``FROM`` names
documents to read. None of them is let through: the text is split into the tokens of the SPARQL
grammar, where such a word can only stand for the keyword, and refused before it is run.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.rdf.vocabulary import PREFIXES, XSD
from kg.store.answer import Answer, Cell, Limits, Triples

_Result = TypeVar("_Result")

#: Everything in which a word is no keyword, then words (SPARQL 1.1, 19.8: terminals).
_TOKEN = re.compile(
    r"""
      <[^\x00-\x20<>"{}|^`\\]*>                      # IRI
    | \#[^\r\n]*                                     # comment
    | \"{3}(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"{3}
    | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\r\n]|\\.)*"
    | '(?:[^'\\\r\n]|\\.)*'
    | [?$]\w+                                        # variable
    | @[A-Za-z]+(?:-[A-Za-z0-9]+)*                   # language tag
    | _:[\w.-]+                                      # blank node
    | (?P<prefix>(?:[^\W\d_][\w.-]*)?):(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*  # prefixed name
    | (?P<word>[A-Za-z]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLACE = re.compile(r"\bat ([0-9]+):([0-9]+)")
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
#: Most characters of a parser's own words, and of the query's words that are shown.
_LONGEST, _NEAR = 160, 30
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_OUTSIDE = frozenset({"SERVICE", "FROM"})
_INTEGERS = frozenset(
    XSD + name for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
)
_NUMBERS = frozenset(XSD + name for name in ("decimal", "double", "float"))


def keywords(query: str) -> set[str]:
    """Return the bare words of a SPARQL text in capitals: its keywords and function names."""

    def unescaped(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]

    found: set[str] = set()
    # Escapes may stand for letters of a keyword in a text that was not yet unescaped: look at both readings.
    for text in {query, _ESCAPE.sub(unescaped, query)}:
        found.update(match["word"].upper() for match in _TOKEN.finditer(text) if match["word"])
    return found


def refuse_all_but_reading(query: str) -> None:
    """Let a text pass only if it reads and stays inside the store.

    Raises:
        QueryError: it is an update, or names something outside.
    """
    words = keywords(query)
    outside = sorted(words & _OUTSIDE)
    if outside:
        raise QueryError("sparql_outside", word=outside[0])
    updates = sorted(words & _UPDATES)
    if updates:
        raise QueryError("sparql_update", word=updates[0])


def value(term: Any) -> Cell:
    """Return an RDF term as a plain value: numbers and truths as such, everything else as its text."""
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        kind = term.datatype.value
        try:
            if kind in _INTEGERS:
                return int(term.value)
            if kind in _NUMBERS:
                return float(term.value)
        except ValueError:
            return term.value
        if kind == XSD + "boolean":
            return term.value in ("true", "1")
        return term.value
    if isinstance(term, ox.NamedNode):
        return term.value
    return str(term)


def run(
    store: ox.Store,
    query: str,
    limits: Limits,
    *,
    substitutions: Mapping[str, Any] | None = None,
    name: str | None = None,
) -> Answer | Triples:
    """Run a query that only reads.

    Args:
        store: where to ask.
        query: SPARQL 1.1; the project's prefixes need no declaration.
        limits: time and rows.
        substitutions: RDF terms for variables, by the variable's name.
        name: what the message calls the query, where it is a file.

    An ASK query gives one row with the column ``ask``.

    Raises:
        QueryError: it does not parse, is not allowed, or takes longer than the limit.
        StoreError: the store cannot be read.
    """
    if not keywords(query):
        raise QueryError("query_empty")
    refuse_all_but_reading(query)
    terms = {ox.Variable(key): term for key, term in (substitutions or {}).items()}

    def work() -> Answer | Triples:
        started = time.perf_counter()
        results = store.query(query, prefixes=PREFIXES, substitutions=terms)
        return _collect(results, limits.rows, started)

    try:
        return within(work, limits.seconds)
    except SyntaxError as error:
        raise _explained(error, query, name or "SPARQL") from error
    except OSError as error:
        raise StoreError("store_unreadable", reason=str(error)) from error


def _explained(error: SyntaxError, query: str, name: str) -> QueryError:
    """Return what is wrong in one short sentence: the parser lists everything it could have read."""
    said = " ".join(str(error).split())
    # A name with a prefix nobody declared stops the parser wherever it happens to stand then.
    declared = {*PREFIXES, *_DECLARED.findall(query)}
    used = (match["prefix"] for match in _TOKEN.finditer(query) if match["prefix"] is not None)
    unknown = next((prefix for prefix in used if prefix not in declared), None)
    if unknown is not None:
        return QueryError("sparql_prefix", prefix=unknown, query=name)
    place = _PLACE.search(said)
    if place is None:
        return QueryError("sparql_wrong", reason=said[:_LONGEST], query=name)
    line, column = int(place[1]), int(place[2])
    lines = query.split("\n")
    there = lines[line - 1] if line <= len(lines) else lines[-1]
    near = there[column - 1 :].strip()[:_NEAR] or there.strip()[-_NEAR:]
    return QueryError("sparql_syntax", place=f"{line}:{column}", near=near, query=name)


def _collect(results: Any, limit: int | None, started: float) -> Answer | Triples:
    if isinstance(results, ox.QueryBoolean):
        return Answer(("ask",), ((bool(results),),), seconds=time.perf_counter() - started)
    found: list[Any] = []
    truncated = False
    for result in results:
        if limit is not None and len(found) >= limit:
            truncated = True
            break
        found.append(result)
    if isinstance(results, ox.QueryTriples):
        ordered = sorted(set(found), key=str)
        return Triples(tuple(ordered), truncated, limit, time.perf_counter() - started)
    columns = tuple(variable.value for variable in results.variables)
    rows = tuple(tuple(value(term) for term in solution) for solution in found)
    return Answer(columns, rows, truncated, limit, time.perf_counter() - started)


def within(work: Callable[[], _Result], seconds: float | None) -> _Result:
    """Return what ``work`` gives, waiting no longer than ``seconds``.

    Oxigraph has no way to stop a query that runs; it runs on in a thread that ends with the
    process and is no longer waited for.

    Raises:
        QueryError: it took longer.
    """
    if seconds is None:
        return work()
    outcome: list[_Result] = []
    failure: list[BaseException] = []

    def target() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # handed to the caller's thread below
            failure.append(error)

    thread = threading.Thread(target=target, daemon=True, name="kg-query")
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise QueryError("query_timeout", seconds=f"{seconds:g}")
    if failure:
        raise failure[0]
    return outcome[0]
