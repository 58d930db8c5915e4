"""What the store promises: what stands depends on the articles alone, not on how they came."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.article import Article
from kg.errors import UsageError
from kg.facts import Affiliation, Club, Evidence, Facts, Person
from kg.graph import KnowledgeGraph
from kg.rdf import article_quads
from kg.store.rdf_store import RdfStore
from tests.store.worlds import Told, examples, world
from tests.strategies import articles_with_facts

CALM = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
several = st.lists(articles_with_facts(), min_size=2, max_size=4, unique_by=lambda told: told[1].id)


def put(store: RdfStore, told: Told) -> str:
    """Store an article whose facts name its id, and return what became of it."""
    article, facts = told
    return store.put(replace(article, id=facts.id), article_quads(article, facts, base=store.base)).kind


def stored(*told: Told) -> str:
    """Return the whole dataset after loading these articles."""
    with RdfStore.memory() as store:
        for one in told:
            put(store, one)
        return store.nquads()


@CALM
@given(articles_with_facts())
def test_loading_twice_changes_nothing(told: Told) -> None:
    with RdfStore.memory() as store:
        assert put(store, told) == "added"
        before, state = store.nquads(), store.state()
        assert put(store, told) == "unchanged"
        assert (store.nquads(), store.state()) == (before, state)


@CALM
@given(several, st.randoms(use_true_random=False))
def test_any_order_of_loading_gives_the_same_graph(articles: list[Told], shuffler: random.Random) -> None:
    shuffled = list(articles)
    shuffler.shuffle(shuffled)
    assert stored(*articles) == stored(*shuffled)


@CALM
@given(several)
def test_forgetting_leaves_what_the_others_give(articles: list[Told]) -> None:
    *others, last = articles
    with RdfStore.memory() as store:
        for told in articles:
            put(store, told)
        store.forget(last[1].id)
        assert store.nquads() == stored(*others)
        assert store.article(last[1].id) is None
        for told in others:
            store.forget(told[1].id)
        assert store.nquads() == ""
        assert list(store.layout.articles.glob("??/*.json")) == []


@CALM
@given(several)
def test_a_new_version_replaces_the_old_exactly(articles: list[Told]) -> None:
    first, *others = articles
    for article, facts in others:
        facts.id = first[1].id
        with RdfStore.memory() as store:
            put(store, first)
            assert put(store, (article, facts)) in ("replaced", "unchanged")
            assert store.nquads() == stored((article, facts))


@CALM
@given(articles_with_facts())
def test_the_article_comes_back_as_it_was_given(told: Told) -> None:
    article = replace(told[0], id=told[1].id, source="qui.txt")
    with RdfStore.memory() as store:
        store.put(article, article_quads(*told, base=store.base))
        assert store.article(article.id) == replace(article, source=None)


def test_a_fact_stands_once_however_many_articles_say_it() -> None:
    told = [
        (Article(name, "Aldo gioca nel Legnago."), Facts(name, persons=[Person("Aldo", id="aldo", spans=[(0, 4)])]))
        for name in ("a", "b", "c")
    ]
    with RdfStore.memory() as store:
        for one in told:
            put(store, one)
        found = store.query("SELECT (COUNT(*) AS ?n) { ?p a calcio:Person }")
        assert found.rows == ((1,),)
        by_graph = store.query("SELECT (COUNT(?g) AS ?n) { GRAPH ?g { ?p a calcio:Person } }")
        assert by_graph.rows == ((3,),)


def test_a_change_names_what_it_touched_before_it_is_made() -> None:
    noted: list[frozenset[str]] = []
    with RdfStore.memory() as store:
        sizes: list[int] = []
        store.on_change(lambda ids: (noted.append(ids), sizes.append(len(store.raw)))[0])
        told = world(1, 1)[0]
        put(store, told)
        store.settle()
        assert sizes[0] == 0, "the listener is told before the write"
        person = f"person/{told[1].persons[0].id}"
        assert person in noted[0]
        assert f"article/{told[1].id}" in noted[0]


def test_forgetting_what_is_not_there_says_so() -> None:
    with RdfStore.memory() as store, pytest.raises(UsageError) as caught:
        store.forget("mai-letto")
    assert caught.value.key == "article_unknown"
    assert "mai-letto" in str(caught.value)


def test_what_the_shapes_refuse_is_kept_aside_and_the_rest_is_stored() -> None:
    text = "Aldo Abate gioca nel Legnago."
    facts = Facts(
        "con-errore",
        persons=[Person("Aldo Abate", id="aldo", mentions=["Aldo Abate"], spans=[(0, 10)])],
        clubs=[Club("Legnago", id="legnago", mentions=["Legnago"], spans=[(21, 28)])],
        affiliations=[
            Affiliation("Aldo Abate", "Legnago", "current", "player", Evidence(0, 28)),
            Affiliation("Aldo Abate", "Legnago", "former", "coach", Evidence(500, 600)),
        ],
    )
    with KnowledgeGraph.memory() as graph:
        loaded = graph.load(Article("con-errore", text), facts)
        assert loaded.change is not None and loaded.change.kind == "added"
        assert loaded.refused and all(refusal.messages["it"] and refusal.messages["en"] for refusal in loaded.refused)
        capacities = graph.select("SELECT ?c { ?s a calcio:Spell ; calcio:capacity ?c }")
        assert capacities == [{"c": "player"}]
        (kept,) = graph.quarantined()
        assert kept.article == "con-errore" and "coach" in kept.nquads and kept.refusals == loaded.refused
        assert graph.status().quarantined == 1
        assert graph.validate() == {}
        facts.affiliations.pop()
        graph.load(Article("con-errore", text), facts)
        assert graph.quarantined() == []


def test_an_article_without_footing_is_refused_whole_and_harms_nothing() -> None:
    good = world(2, 2)
    with KnowledgeGraph.memory() as graph:
        for told in good:
            graph.load(*told)
        before = graph.export()
        article, facts = good[0]
        broken = replace(article, date="ieri")
        facts = replace(facts, date="ieri")
        loaded = graph.load(broken, facts)
        assert loaded.change is None and loaded.refused
        assert graph.export() == before


def test_the_examples_stand_and_conform() -> None:
    with KnowledgeGraph.memory() as graph:
        told = examples()
        assert len(told) >= 9
        kinds = [loaded.change.kind for loaded in graph.load_articles(told) if loaded.change]
        assert kinds == ["added"] * len(told)
        assert graph.validate() == {}
        assert graph.status().counts["Incident"] >= 40
