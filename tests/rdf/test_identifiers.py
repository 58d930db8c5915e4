"""IRIs: readable, computed from what identifies a thing, never two things under one."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer.records import SpellRecord
from kg.rdf import Identifiers, article_quads, background, facts_from_graph, map_article, plain
from kg.rdf.identifiers import DEFAULT_BASE, decoded, encoded, match_key, slug, window
from kg.validation import validate
from tests.rdf.samples import article, facts, gazetteer
from tests.strategies import article_ids, names

MAKE = Identifiers(DEFAULT_BASE)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Franck Kessié", "franck-kessie"),
        ("Danilo D'Ambrosio", "danilo-d-ambrosio"),
        ("Danilo D’Ambrosio", "danilo-d-ambrosio"),
        ("Martin Ødegaard", "martin-odegaard"),
        ("Hellas Verona", "hellas-verona"),
    ],
)
def test_slugs_are_readable(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_names_in_other_scripts_stay_apart() -> None:
    assert slug("日本") != slug("日光") and slug("???") != slug("!!!")


@given(article_ids)
def test_ids_are_one_segment_and_come_back(identifier: str) -> None:
    assert decoded(encoded(identifier)) == identifier
    assert "/" not in encoded(identifier) and encoded(identifier) not in (".", "..", "_")
    assert MAKE.graph(identifier) not in (MAKE.gazetteer_graph, MAKE.derived_graph)
    ox.NamedNode(MAKE.article(identifier))


@given(st.lists(article_ids, min_size=2, max_size=2, unique=True))
def test_two_articles_are_never_one(identifiers: list[str]) -> None:
    assert MAKE.graph(identifiers[0]) != MAKE.graph(identifiers[1])


@given(names)
def test_slug_is_made_of_plain_letters(name: str) -> None:
    assert slug(name) and set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2021-07-15", "2021-summer"),
        ("2021-04", "2021-summer"),
        ("2021-10-01", "2022-winter"),
        ("2022-01-31", "2022-winter"),
        ("2022-03-31", "2022-winter"),
        ("2021", "2021"),
        (None, "article/a%20b"),
    ],
)
def test_transfer_windows(date: str | None, expected: str) -> None:
    assert window(date, "a b") == expected


def test_match_is_the_same_in_two_articles_only_with_a_full_date() -> None:
    assert match_key("2021-11-07", "alba", "bora", "a") == match_key("2021-11-07", "alba", "bora", "b")
    for date in ("2021-11", "2021", None):
        assert match_key(date, "alba", "bora", "a") != match_key(date, "alba", "bora", "b")


def test_person_the_gazetteer_lacks_belongs_to_the_article() -> None:
    told = facts()
    told.persons[1].id = None
    nodes = {subject.removeprefix(DEFAULT_BASE) for subject, _, _ in map_article(article(), told).facts}
    assert "person/alba-bora/luca-bianchi" in nodes and "person/mario-rossi" in nodes


def test_affiliation_means_the_spell_the_gazetteer_knows() -> None:
    nodes = {s.removeprefix(DEFAULT_BASE) for s, _, _ in map_article(article(), facts(), gazetteer()).facts}
    assert {node for node in nodes if node.startswith("spell/")} == {
        "spell/mario-rossi/alba/player/2015",
        "spell/mario-rossi/bora/player/2021",
        "spell/luca-bianchi/alba/player/2019",
    }


def test_affiliation_that_may_mean_two_spells_means_neither() -> None:
    known = gazetteer()
    rossi = known.people["mario-rossi"]
    spells = (SpellRecord("alba", 2010, 2012), SpellRecord("alba", 2015, 2021))
    known.people["mario-rossi"] = type(rossi)(rossi.id, rossi.name, spells=spells)
    nodes = {s.removeprefix(DEFAULT_BASE) for s, _, _ in map_article(article(), facts(), known).facts}
    assert "spell/mario-rossi/alba/player/_" in nodes


def test_gazetteer_changes_no_fact() -> None:
    """World knowledge says which spell is meant; it asserts nothing."""
    with_, without = (facts_from_graph(article_quads(article(), facts(), known)) for known in (gazetteer(), None))
    assert with_.to_json() == without.to_json()


def test_background_tells_people_their_spells_and_the_spells_clubs() -> None:
    known = background([MAKE.person("mario-rossi"), MAKE.club("azzurra"), MAKE.match("x")], gazetteer())
    assert {node.removeprefix(DEFAULT_BASE) for node in known} == {
        "person/mario-rossi",
        "club/alba",
        "club/bora",
        "club/cima",
        "club/azzurra",
    }
    triples = [triple for entry in known.values() for triple in entry]
    assert validate(triples).results == ()
    subjects = {subject.removeprefix(DEFAULT_BASE) for subject, _, _ in plain(triples)}
    assert {
        "spell/mario-rossi/cima/player/until-2015",
        "spell/mario-rossi/alba/player/2015",
        "spell/mario-rossi/cima/player/2018",
        "spell/mario-rossi/bora/player/2021",
    } <= subjects


def test_background_passes_over_who_it_does_not_know() -> None:
    assert background([MAKE.person("a/luca-verdi"), MAKE.person("nobody"), MAKE.club("nowhere")], gazetteer()) == {}
