"""docs/property-graph.md names every label, relationship and property there is, and none more."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from kg.graph import KnowledgeGraph
from kg.store.property_graph import LABELS, RELATION_TYPES, Node, Projection, label_of
from tests.store.test_background import Gazetteer
from tests.store.worlds import ROOT, examples, world

DOCUMENT = (ROOT / "docs" / "property-graph.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.MULTILINE)
WORD = re.compile(r"`(\w+)`")


def rows() -> dict[str, list[str]]:
    """Return the cells of each row of the tables by their first."""
    return {name: [cell.strip() for cell in rest.split("|")] for name, rest in ROW.findall(DOCUMENT)}


@pytest.fixture(scope="module")
def nodes() -> list[Node]:
    told = [*world(80, 60), *examples()]
    for article, facts in told:
        # What the small world does not tell by itself.
        facts.url, facts.title = f"https://example.org/{article.id}", article.title or "Titolo"
        for affiliation in facts.affiliations[:1]:
            affiliation.capacity = "executive"
        for incident in facts.incidents[:1]:
            incident.gesture, incident.speaker = "braccia alzate", "Il tecnico"
    with KnowledgeGraph.memory(gazetteer=Gazetteer(80, 30)) as graph:
        for article, facts in told:
            given = type(article)(article.id, article.text, date=article.date, site="Il Foglio", author="Una firma")
            graph.load(given, facts)
        projection = Projection(graph.store)
        return list(projection.nodes(projection.ids()))


def test_every_property_of_a_node_is_named(nodes: list[Node]) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for node in nodes:
        found[node.label].update(node.properties)
    assert {label: set(WORD.findall(rows()[label][0])) for label in LABELS.values()} == found


def test_every_relationship_is_named_with_its_ends_and_properties(nodes: list[Node]) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    ends: dict[str, set[tuple[str | None, str | None]]] = defaultdict(set)
    for link in (link for node in nodes for link in node.links):
        found[link.type].update(link.properties)
        ends[link.type].add((label_of(link.start), label_of(link.end)))
    table = {name: cells for name, cells in rows().items() if name in RELATION_TYPES}
    assert {name: set(WORD.findall(cells[2])) for name, cells in table.items()} == found
    for name, cells in table.items():
        if name != "ABOUT":
            assert {tuple(WORD.findall(cells[0]) + WORD.findall(cells[1]))} == ends[name]
    assert {end for _, end in ends["ABOUT"]} == set(LABELS.values()) - {"Claim", "Article"}
