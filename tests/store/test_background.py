"""What the gazetteer knows stands in the graph exactly while articles name the person or club."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.gazetteer import ClubRecord, PersonRecord, SpellRecord
from kg.graph import KnowledgeGraph
from kg.rdf.identifiers import slug
from kg.rdf.resources import rules
from kg.rdf.vocabulary import PREFIXES
from tests.questions.told import Records, articles
from tests.store.worlds import TOWNS, Told, World, world


class Gazetteer:
    """Knows two thirds of a world's people, each with spells at clubs of it and elsewhere."""

    def __init__(self, seed: int, people: int) -> None:
        pick = random.Random(seed)
        names = [*TOWNS, "Lontano", "Altrove"]
        self.clubs = {
            slug(name): ClubRecord(slug(name), name, wikidata="Q2", national=name == "Altrove") for name in names
        }
        self.people: dict[str, Any] = {}
        for name in World(seed, people=people).people[::3] + World(seed, people=people).people[1::3]:
            spells, year = [], pick.randint(1998, 2008)
            for _ in range(pick.randint(0, 4)):
                end = year + pick.randint(0, 4)
                club, owner = pick.sample(sorted(self.clubs), 2)
                until = None if pick.random() < 0.2 else end
                capacity = pick.choice(("player", "player", "player", "coach", "executive"))
                spells.append(SpellRecord(club, year, until, capacity, loan_from=pick.choice((None, None, owner))))
                year = end
            self.people[slug(name)] = PersonRecord(slug(name), name, spells=tuple(spells), wikidata="Q1")


def loaded(told: Iterable[Told], gazetteer: Any) -> KnowledgeGraph:
    graph = KnowledgeGraph.memory(gazetteer=gazetteer)
    assert all(result.change for result in graph.load_articles(told))
    return graph


CALM = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
seeds = st.integers(0, 10_000)


@CALM
@given(seeds, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_graph_and_state(seed: int, shuffler: random.Random) -> None:
    gazetteer, told = Gazetteer(seed, 30), world(seed, 4)
    shuffled = list(told)
    shuffler.shuffle(shuffled)
    with loaded(told, gazetteer) as one, loaded(shuffled, gazetteer) as other:
        assert one.export() == other.export()
        assert one.store.state() == other.store.state()
        assert one.embedded.check() == []


@CALM
@given(seeds, st.integers(0, 3))
def test_forgetting_leaves_what_the_others_give(seed: int, gone: int) -> None:
    gazetteer, told = Gazetteer(seed, 30), world(seed, 4)
    with loaded(told, gazetteer) as graph, loaded(told[:gone] + told[gone + 1 :], gazetteer) as without:
        graph.forget(told[gone][0].id)
        assert graph.export() == without.export()
        assert graph.store.state() == without.store.state()
        for article in graph.articles():
            graph.forget(article)
        assert graph.export() == ""


@CALM
@given(seeds)
def test_a_new_version_takes_along_whom_it_no_longer_names(seed: int) -> None:
    gazetteer, told = Gazetteer(seed, 30), world(seed, 3)
    article, facts = world(seed + 1, 1)[0]
    facts.id = told[0][0].id
    new = (type(article)(facts.id, article.text, date=article.date), facts)
    with loaded([*told, new], gazetteer) as graph, loaded([new, *told[1:]], gazetteer) as fresh:
        assert graph.export() == fresh.export()
        assert graph.store.state() == fresh.store.state()


def test_loading_again_writes_nothing() -> None:
    gazetteer, told = Gazetteer(7, 30), world(7, 4)
    with loaded(told, gazetteer) as graph:
        before = graph.export()
        again = KnowledgeGraph(graph.store, gazetteer=gazetteer)
        assert [result.change.kind for result in again.load_articles(told) if result.change] == ["unchanged"] * 4
        assert graph.export() == before


def test_what_the_records_change_comes_with_the_next_load() -> None:
    told = articles()
    with loaded(told, Records()) as graph:
        assert len(graph.ask("carriera", player="Riva").rows) == 2

        class Better(Records):
            people = {  # noqa: RUF012
                **Records.people,
                "riva": PersonRecord("riva", "Bruno Riva", spells=(SpellRecord("bitonto", 2009, 2011),)),
            }

        state = graph.store.state()
        KnowledgeGraph(graph.store, gazetteer=Better()).load(*told[0])
        # The article's own word for the spell at Cuneo stays, without the dates it had from the records.
        rows = [row[1:4] for row in graph.ask("carriera", player="Riva").rows]
        assert rows == [(None, None, "Cuneo"), ("2009", "2011", "Bitonto")]
        assert graph.store.state() != state


@pytest.mark.parametrize("article", ["derby", "mercato"])
def test_a_known_spell_goes_with_the_last_article_that_names_the_man(article: str) -> None:
    told = {a.id: (a, f) for a, f in articles()}
    ask = "ASK { GRAPH ?g { ?s calcio:person ?p ; calcio:club ?c ; calcio:from ?y } ?c rdfs:label 'Albenga' }"
    with loaded([told["derby"], told["mercato"]], Records()) as graph:
        graph.forget(article)
        assert graph.sparql(ask).rows == ((True,),)
        (other,) = graph.articles()
        graph.forget(other)
        assert graph.sparql(ask).rows == ((False,),)
        assert list(graph.store.raw) == []


def test_the_records_say_nothing_of_who_said_it() -> None:
    with loaded(articles(), Records()) as graph:
        quads = graph.store.raw.quads_for_pattern(None, None, None, ox.NamedNode(graph.store.make.gazetteer_graph))
        subjects = {str(quad.subject.value).removeprefix(graph.store.base).partition("/")[0] for quad in quads}  # type: ignore[union-attr]
        assert subjects <= {"person", "club", "spell", "graph"}


def test_leaving_out_what_no_rule_speaks_of_changes_no_derivation() -> None:
    found = 0
    for seed in range(4):
        with loaded(world(seed, 10), Gazetteer(seed, 30)) as graph:
            derived = ox.NamedNode(graph.store.make.derived_graph)
            stands = {q.triple for q in graph.store.raw.quads_for_pattern(None, None, None, derived)}
            bare = ox.Store()
            bare.extend(quad for quad in graph.store.quads() if quad.graph_name != derived)
            assert stands == {t for rule in rules().values() for t in bare.query(rule, prefixes=PREFIXES)}  # type: ignore[union-attr]
            found += len(stands)
    assert found > 20
