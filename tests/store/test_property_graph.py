"""The property graph: the mapping from the dataset, and the graph embedded in the process."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph import KnowledgeGraph
from kg.store.answer import Limits
from kg.store.property_graph import LABELS, RELATION_TYPES, Node, Projection, Tally, expected
from tests.questions.told import Records, articles
from tests.store.test_promises import put
from tests.store.worlds import Told, examples
from tests.strategies import articles_with_facts


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.memory(gazetteer=Records()) as graph:
        list(graph.load_articles(articles()))
        yield graph


@pytest.fixture(scope="module")
def nodes(graph: KnowledgeGraph) -> dict[str, Node]:
    projection = Projection(graph.store)
    return {node.id: node for node in projection.nodes(projection.ids())}


GOAL = "incident/2020-03-08/albenga-bitonto/goal/neri/30"


def test_a_fact_says_which_articles_support_it(nodes: dict[str, Node]) -> None:
    assert nodes[GOAL].properties["articles"] == ["derby", "il-giorno-dopo"]
    assert {link.type: link.properties["articles"] for link in nodes[GOAL].links} == {
        "DID": ["derby", "il-giorno-dopo"],
        "FOR_CLUB": ["derby", "il-giorno-dopo"],
        "AGAINST_CLUB": ["derby", "il-giorno-dopo"],
        "IN_FIXTURE": ["derby", "il-giorno-dopo"],
        "AGAINST_FORMER": [],
    }
    assert nodes["spell/riva/albenga/player/2014"].properties["articles"] == []


def test_an_incident_by_a_former_player_is_marked(nodes: dict[str, Node]) -> None:
    assert nodes[GOAL].properties["ex_player"] is True
    assert nodes["incident/2020-03-08/albenga-bitonto/penalty_goal/sala/60"].properties["ex_player"] is False
    (former,) = (link for link in nodes[GOAL].links if link.type == "AGAINST_FORMER")
    assert (former.end, former.properties["years"]) == ("club/albenga", 4)


def test_contradicting_scores_stand_side_by_side(nodes: dict[str, Node]) -> None:
    game = nodes["match/2020-03-08/albenga-bitonto"].properties
    assert game["scores"] == ["1-2", "1-3"]
    assert "home_goals" not in game and "away_goals" not in game


def test_a_spell_has_a_short_cut_for_paths(nodes: dict[str, Node]) -> None:
    spell = nodes["spell/neri/albenga/player/2012"]
    (short,) = (link for link in spell.links if link.type == "PLAYED_FOR")
    assert (short.start, short.end) == ("person/neri", "club/albenga")
    assert short.properties["spell_id"] == spell.id
    assert (short.properties["since"], short.properties["until"], short.properties["status"]) == (
        "2012",
        "2016",
        "former",
    )
    assert short.properties["since_precision"] == "year"


def test_a_claim_carries_its_words(nodes: dict[str, Node]) -> None:
    claims = [n.properties for n in nodes.values() if any(link.end == GOAL for link in n.links if link.type == "ABOUT")]
    assert {claim["quote"] for claim in claims} == {"segna al 30'", "il gol al 30' di Aldo Neri"}
    for claim in claims:
        article = next(a for a, _ in articles() if [a.id] == claim["articles"])
        assert article.text[claim["start_offset"] : claim["end_offset"]] == claim["quote"]  # type: ignore[misc]
        assert claim["confidence"] == 0.9 and claim["rule"] == "prose" and claim["family"] == "incidents"


def test_every_relationship_leads_from_node_to_node(nodes: dict[str, Node]) -> None:
    links = [link for node in nodes.values() for link in node.links]
    assert all(link.start in nodes and link.end in nodes for link in links)
    assert len({link.id for link in links}) == len(links)
    assert {link.type for link in links} <= set(RELATION_TYPES)
    assert {node.label for node in nodes.values()} == set(LABELS.values())


def test_no_name_is_reserved_in_an_engine(nodes: dict[str, Node]) -> None:
    used = {name for node in nodes.values() for part in (node, *node.links) for name in part.properties}
    assert not used & {"end", "type", "title", "start", "labels"}
    assert "Match" not in LABELS.values()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(articles_with_facts(), min_size=1, max_size=3, unique_by=lambda told: told[1].id))
def test_the_embedded_graph_holds_what_the_dataset_says(told: list[Told]) -> None:
    with KnowledgeGraph.memory(gazetteer=Records()) as graph:
        for one in told:
            put(graph.store, one)
        assert graph.embedded.check() == []


def test_the_check_finds_what_is_off() -> None:
    with KnowledgeGraph.memory(gazetteer=Records()) as graph:
        list(graph.load_articles(articles()))
        wanted = expected(Projection(graph.store))
        graph.forget("voci")
        changed = {name for name, tally in expected(Projection(graph.store)).items() if tally.sum != wanted[name].sum}
        assert {"Article", "Claim", "Transfer", "Person", "Club", "ABOUT", "OF", "TO_CLUB"} <= changed
        assert "Fixture" not in changed and "Incident" not in changed


def test_a_tally_heeds_values_and_no_order() -> None:
    one, other, third = Tally(), Tally(), Tally()
    for thing in ("a", "b"):
        one.add(thing, {"x": 1})
    for thing in ("b", "a"):
        other.add(thing, {"x": 1})
        third.add(thing, {"x": 2})
    assert (one.count, one.hash) == (other.count, other.hash)
    assert one.hash != third.hash


def test_the_embedded_graph_follows_every_change() -> None:
    count = "MATCH (a:Article) RETURN count(a) AS n"
    with KnowledgeGraph.memory(gazetteer=Records()) as graph:
        assert graph.cypher(count).rows == ((0,),)
        list(graph.load_articles(articles()))
        assert graph.cypher(count).rows == ((4,),)
        graph.forget("voci")
        assert graph.cypher(count).rows == ((3,),)


def test_the_embedded_graph_is_kept_and_thrown_away_at_will(tmp_path: Path) -> None:
    told = examples()
    with KnowledgeGraph.open(tmp_path / "kg", write=True) as graph:
        list(graph.load_articles(told))
    count = "MATCH (n:Claim) RETURN count(n) AS n"

    def ask() -> int:
        with KnowledgeGraph.open(tmp_path / "kg") as graph:
            return int(graph.cypher(count).rows[0][0])

    first, saved = ask(), tmp_path / "kg" / "embedded.kgl"
    stamp = saved.stat().st_mtime_ns
    assert first > 100 and ask() == first
    assert saved.stat().st_mtime_ns == stamp, "an unchanged store needs no new graph"
    saved.write_bytes(b"no graph")
    assert ask() == first
    saved.unlink()
    assert ask() == first
    state = tmp_path / "kg" / "embedded.json"
    state.write_text(json.dumps({**json.loads(state.read_text()), "state": "other"}))
    assert ask() == first


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("CREATE (:Person {id: 'x'})", "cypher_update", "CREATE"),
        ("MATCH (n) SET n.name = 'x'", "cypher_update", "SET"),
        ("MATCH (n) DETACH DELETE n", "cypher_update", "DELETE"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "cypher_outside", "LOAD CSV"),
        ("load /* x */ csv from 'file:///etc/passwd' as row return row", "cypher_outside", "LOAD CSV"),
        ("MATCH (n RETURN n", "cypher_syntax", "RETURN"),
    ],
)
def test_cypher_that_may_not_run_is_told(graph: KnowledgeGraph, text: str, key: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        graph.cypher(text)
    assert caught.value.key == key and said in str(caught.value)
    assert graph.embedded.check() == []


def test_words_in_texts_and_names_are_no_keywords(graph: KnowledgeGraph) -> None:
    text = "MATCH (n:Person) // CREATE\nWHERE n.name <> 'DELETE' AND n.`SET` IS NULL RETURN count(n) AS n /* MERGE */"
    assert graph.cypher(text).rows == ((6,),)


def test_cypher_keeps_to_its_limits(graph: KnowledgeGraph) -> None:
    cut = graph.cypher("MATCH (n:Claim) RETURN n.id AS id ORDER BY id", limits=Limits(rows=2))
    whole = graph.cypher("MATCH (n:Claim) RETURN n.id AS id ORDER BY id")
    assert cut.truncated and cut.rows == whole.rows[:2] and not whole.truncated
    started = time.monotonic()
    with pytest.raises(QueryError) as caught:
        heavy = "MATCH (a), (b), (c), (d) WHERE a.id < b.id AND c.id > d.id RETURN count(*) AS n"
        graph.cypher(heavy, limits=Limits(seconds=0.5))
    assert caught.value.key == "query_timeout"
    assert time.monotonic() - started < 20
