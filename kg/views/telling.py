"""The rows of a named question in the words of whoever reads them on screen: headings, kinds, facts.

Data for programs (CSV, JSON) keep the names and ids of the graph; only tables are worded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.messages import worded
from kg.views.plain import quoted
from kg.views.reading import Reading, Select
from kg.views.wording import Wording

#: The messages that word the values of a column: their keys begin so.
_VALUES = {
    "kind": ("incident", "transfer"),
    "reaction": ("incident",),
    "family": ("family",),
    "certainty": ("certainty",),
    "status": ("status",),
    "capacity": ("role",),
}
_TOGETHER = 400


def told(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], select: Select, base: str, language: str
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return headings and rows as people read them; columns without a single value are left out.

    Args:
        columns: names of the columns.
        rows: the values.
        select: answers SPARQL SELECT texts, for the words of facts that rows name by their id.
        base: base IRI of the graph.
        language: ``it`` or ``en``.
    """
    rows = list(rows)
    facts: dict[str, str] = {}
    if "fact" in columns:
        at = columns.index("fact")
        facts = sentences(select, base, {row[at] for row in rows}, language)
    made = []
    for row in rows:
        cells = zip(columns, row, strict=True)
        made.append(tuple(facts.get(v, v) if c == "fact" else _value(c, v, language) for c, v in cells))
    filled = [n for n in range(len(columns)) if not made or any(row[n] not in (None, "", ()) for row in made)]
    headings = tuple(worded(f"column_{columns[n]}", columns[n], language) for n in filled)
    return headings, [tuple(row[n] for n in filled) for row in made]


def sentences(select: Select, base: str, ids: Iterable[str], language: str) -> dict[str, str]:
    """Return what each fact says, by its id below the base."""
    reading = Reading(select)
    words = Wording(reading, language)
    found: dict[str, str] = {}
    wanted = sorted(base + identifier for identifier in ids)
    for at in range(0, len(wanted), _TOGETHER):
        part = wanted[at : at + _TOGETHER]
        found.update((s.id, words.spell(s)) for s in reading.spells(facts=part))
        found.update((t.id, words.transfer(t)) for t in reading.transfers(facts=part))
        found.update((m.id, words.match(m)) for m in reading.matches(matches=part))
        incidents = reading.incidents(facts=part)
        played = sorted({i.match for i in incidents if i.match})
        matches = {m.id: m for m in reading.matches(matches=played)} if played else {}
        found.update((i.id, words.incident(i, matches.get(i.match or ""))) for i in incidents)
    return {iri.removeprefix(base): said for iri, said in found.items()}


def _value(column: str, value: Any, language: str) -> Any:
    if not isinstance(value, str):
        return value
    if column in ("words", "gesture"):
        return quoted(value)
    if column == "certainty" and value == "stated":
        return ""
    if column == "outcome":
        return worded(f"outcome_{value}", value, language)
    for kind in _VALUES.get(column, ()):
        said = worded(f"{kind}_{value}", "", language)
        if said:
            return said
    return value
