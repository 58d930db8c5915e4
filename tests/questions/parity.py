"""Every question with all its parameters, for comparing the engines."""

from __future__ import annotations

from collections.abc import Iterator

from kg.facts import Facts
from kg.graph import KnowledgeGraph
from kg.questions import questions
from tests.questions.told import TRIED
from tests.store.worlds import Told

Asked = tuple[str, dict[str, str]]


def ways_to_ask(told: list[Told]) -> Iterator[Asked]:
    """Yield each question with what it needs, and with each further parameter, on people and clubs told of."""
    facts: list[Facts] = [facts for _, facts in told if facts.affiliations]
    people = [facts[0].affiliations[0].person, facts[-1].affiliations[-1].person]
    clubs = [facts[0].affiliations[0].club, *(match.away for f in facts[:1] for match in f.matches if match.away)]
    tried = {
        **TRIED,
        "player": people[:1],
        "other": people[1:],
        "club": clubs[:1],
        "opponent": clubs[-1:],
        "article": [facts[0].id],
    }
    for question in questions().values():
        needed = {p.name: tried[p.name][0] for p in question.parameters if p.required}
        yield question.name, needed
        for parameter in question.parameters:
            for value in [] if parameter.required else tried[parameter.name]:
                yield question.name, {**needed, parameter.name: value}


def differing(graph: KnowledgeGraph, told: list[Told], engines: tuple[str, ...]) -> tuple[list[Asked], int]:
    """Return the ways to ask to which the engines give different rows, and the rows given in all."""
    odd, rows = [], 0
    for name, values in ways_to_ask(told):
        first, *others = (graph.ask(name, engine=engine, **values) for engine in engines)
        rows += len(first.rows)
        if any((other.columns, other.rows) != (first.columns, first.rows) for other in others):
            odd.append((name, values))
    return odd, rows
