"""The network holds what the graph says, in an order of its own."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest
from small_graph import Asked

from kg.errors import UsageError
from kg.views.network import Network, limited, network_of
from kg.views.reading import Reading
from kg.views.wording import Wording

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def edges(network: Network) -> set[tuple[str, str, str]]:
    names = {n.id: n.label for n in network.nodes}
    return {(names[e.source], names[e.target], e.kind) for e in network.edges}


def test_spells_transfers_and_ex_incidents_become_edges(select: Asked) -> None:
    network = network_of(select, language="it", careers=True)
    told = {edge for edge in edges(network) if edge[2] != "spell" or "Italia" not in edge}
    assert told == {
        ("Nino Adami", "Vallefiorita", "former"),
        ("Nino Adami", "Ponterosso", "spell"),
        ("Ivo Besić", "Vallefiorita", "spell"),
        ("Vallefiorita", "Nino Adami", "transfer"),
        ("Nino Adami", "Ponterosso", "transfer"),
        ("Mirko Besić", "Ponterosso", "rumour"),
        ("Nino Adami", "Vallefiorita", "ex"),
    }
    assert {n.label: n.kind for n in network.nodes if "script" not in n.label} == {
        "Nino Adami": "player",
        "Ivo Besić": "staff",
        "Mirko Besić": "player",
        "Ponterosso": "club",
        "Vallefiorita": "club",
        "Italia": "national",
    }


def test_an_ex_edge_holds_each_incident_with_its_words(select: Asked) -> None:
    (edge,) = (e for e in network_of(select, language="it").edges if e.kind == "ex")
    goal, silence = sorted(edge.facts, key=lambda f: f.kind)
    assert goal.summary == (
        "Nino Adami contro la sua ex Vallefiorita: gol "
        "(31', Vallefiorita–Ponterosso 0-1, 2020-10-04, anni dall'addio: 1)"
    )
    assert [(s.quote, s.article, s.headline, s.start, s.end) for s in goal.sources] == [
        ("gol dell'ex al 31'", "gara uno", "Adami decide e tace", 20, 29)
    ]
    assert silence.label == "non esulta"
    assert goal.when == "2020-10-04"


def test_a_transfer_tells_kind_fee_and_certainty_in_both_languages(select: Asked) -> None:
    facts = {f.id: f for e in network_of(select, language="it").edges for f in e.facts}
    sold = next(f for f in facts.values() if f.kind == "permanent")
    wanted = next(f for f in facts.values() if f.kind == "loan")
    assert sold.summary == "Nino Adami: Vallefiorita → Ponterosso (a titolo definitivo, 4,5 mln €)"
    assert wanted.summary == "Mirko Besić: ? → Ponterosso (prestito, voce)"
    english = {f.id: f for e in network_of(select, language="en").edges for f in e.facts}
    assert english[sold.id].summary == "Nino Adami: Vallefiorita → Ponterosso (permanent, €4.5m)"


@pytest.mark.parametrize("name", ["Nino Adami", "adami", "NINO", "https://w3id.org/calcio-kg/person/ada"])
def test_a_player_is_found_by_parts_of_his_name(select: Asked, name: str) -> None:
    network = network_of(select, players=[name])
    assert {n.label for n in network.nodes} == {"Nino Adami", "Ponterosso", "Vallefiorita"}


def test_a_surname_of_two_shows_both(select: Asked) -> None:
    assert edges(network_of(select, players=["Besic"])) == {
        ("Ivo Besić", "Vallefiorita", "spell"),
        ("Mirko Besić", "Ponterosso", "rumour"),
    }


def test_a_club_keeps_its_facts_and_both_ends_of_its_transfers(select: Asked) -> None:
    assert edges(network_of(select, clubs=["ponterosso"])) == {
        ("Nino Adami", "Ponterosso", "spell"),
        ("Vallefiorita", "Nino Adami", "transfer"),
        ("Nino Adami", "Ponterosso", "transfer"),
        ("Mirko Besić", "Ponterosso", "rumour"),
    }


def test_player_and_club_together_narrow(select: Asked) -> None:
    assert (
        edges(network_of(select, players=["Besic"], clubs=["Vallefiorita"]))
        == {("Ivo Besić", "Vallefiorita", "spell")} | set()
    )


def test_unknown_names_get_the_nearest(select: Asked) -> None:
    with pytest.raises(UsageError, match="Nino Adami"):
        network_of(select, players=["Nino Adamo"])
    with pytest.raises(UsageError, match="not in the graph"):
        network_of(select, clubs=["Xyz"])


def test_spells_that_no_article_tells_are_drawn_where_asked_for(select: Asked) -> None:
    terms, base = "https://w3id.org/calcio-kg/ontology#", "https://w3id.org/calcio-kg/"
    known = ox.NamedNode(base + "spell/known")
    values = {"person": base + "person/bes2", "club": base + "club/valle"}
    store = ox.Store()
    store.extend(iter(select.store))
    store.add(ox.Quad(known, ox.NamedNode(RDF_TYPE), ox.NamedNode(terms + "Spell")))
    for key, value in values.items():
        store.add(ox.Quad(known, ox.NamedNode(terms + key), ox.NamedNode(value)))
    asked = Asked(store)
    spell = ("Mirko Besić", "Vallefiorita", "spell")
    assert spell not in edges(network_of(asked))
    assert spell in edges(network_of(asked, careers=True))
    assert spell in edges(network_of(asked, players=["Mirko Besić"]))
    assert spell in edges(network_of(asked, clubs=["Vallefiorita"]))


def test_a_spell_within_one_year_is_that_year(select: Asked) -> None:
    words = Wording(Reading(select), "it")
    periods = [("2003", "2003"), ("2003", "2004"), ("2003", None), (None, "2003"), (None, None)]
    assert [words.period(*period) for period in periods] == ["2003", "2003–2004", "2003–", "–2003", ""]


def test_the_order_of_rows_changes_nothing(select: Asked) -> None:
    assert network_of(Asked(select.store, backwards=True)) == network_of(select)


def test_too_many_nodes_are_counted_and_the_named_kept(select: Asked) -> None:
    whole = network_of(select)
    mirko = next(n.id for n in whole.nodes if n.label == "Mirko Besić")
    small = limited(whole, 3, keep=[mirko])
    assert {n.label for n in small.nodes} == {"Mirko Besić", "Nino Adami", "Vallefiorita"}
    assert small.hidden == len(whole.nodes) - 3
    assert all({e.source, e.target} <= {n.id for n in small.nodes} for e in small.edges)
    assert limited(whole, 300) is whole


def test_an_unsafe_iri_never_enters_a_query(select: Asked) -> None:
    asked: list[str] = []

    def listening(query: str) -> list[dict[str, str | None]]:
        asked.append(query)
        return select(query)

    Reading(listening).spells(people=["http://x> } DELETE { ?s ?p ?o", "https://w3id.org/calcio-kg/person/ada"])
    assert "DELETE" not in "".join(asked)
    assert "person/ada" in asked[0]


def test_reading_thousands_of_facts_takes_seconds() -> None:
    """Each claim is found from its fact: a query that scans all claims for each fact took minutes here."""
    base, terms = "https://w3id.org/calcio-kg/", "https://w3id.org/calcio-kg/ontology#"
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    name = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quads = []

    def say(graph: str | None, subject: str, **values: ox.NamedNode | ox.Literal) -> None:
        where = ox.NamedNode(base + graph) if graph else ox.DefaultGraph()
        for key, value in values.items():
            term = {"a": kind, "label": name}.get(key) or ox.NamedNode(terms + key)
            quads.append(ox.Quad(ox.NamedNode(base + subject), term, value, where))

    for i in range(40):
        say(None, f"club/{i}", a=ox.NamedNode(terms + "Club"), label=ox.Literal(f"Club {i}"))
    for i in range(8000):
        person, club = ox.NamedNode(f"{base}person/{i // 2}"), ox.NamedNode(f"{base}club/{i % 40}")
        graph, fact, place = f"graph/a{i % 500}", f"spell/{i}", f"evidence/a{i % 500}/{i}"
        say(None, f"person/{i // 2}", a=ox.NamedNode(terms + "Person"), label=ox.Literal(f"Nome {i // 2}"))
        say(None, fact, a=ox.NamedNode(terms + "Spell"), person=person, club=club)
        say(graph, f"claim/{i}", aboutFact=ox.NamedNode(base + fact), spellStatus=ox.Literal("former"))
        say(
            graph,
            f"claim/{i}",
            inArticle=ox.NamedNode(f"{base}article/a{i % 500}"),
            evidence=ox.NamedNode(base + place),
        )
        say(graph, place, quote=ox.Literal("parole"), startOffset=ox.Literal(1), endOffset=ox.Literal(7))
    store = ox.Store()
    store.bulk_extend(quads)
    begun = time.perf_counter()
    network = network_of(Asked(store), limit=50)
    assert time.perf_counter() - begun < 15
    assert len(network.nodes) == 50
    assert network.hidden == 4040 - 50
    assert all(f.sources[0].quote == "parole" for e in network.edges for f in e.facts)
