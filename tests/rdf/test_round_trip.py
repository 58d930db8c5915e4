"""Facts -> RDF -> facts gives the same facts, whatever form the triples took in between."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.article import Article
from kg.errors import InputError, UsageError
from kg.facts import Affiliation, Club, Evidence, Facts, Incident, Match, Person, Transfer
from kg.rdf import (
    article_dataset,
    article_quads,
    facts_from_graph,
    facts_graph,
    facts_quads,
    map_article,
    serialise,
    to_nquads,
    to_oxigraph,
)
from kg.rdf.triples import Value, statements
from tests.strategies import articles_with_facts

pytestmark = pytest.mark.filterwarnings("ignore:.*(Dataset|ConjunctiveGraph).*:DeprecationWarning:rdflib")

FAMILIES = ("persons", "clubs", "affiliations", "transfers", "matches", "incidents")
slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def in_any_order(facts: Facts) -> dict[str, object]:
    """Return the exchange format with rows and mentions sorted."""
    data = facts.to_json()
    for family in FAMILIES:
        for row in data[family]:
            if "mentions" in row:
                row["mentions"] = sorted(row["mentions"])
        data[family] = sorted(data[family], key=lambda row: json.dumps(row, sort_keys=True))
    return data


@slow
@given(articles_with_facts())
def test_facts_come_back_from_quads(given_: tuple[Article, Facts]) -> None:
    article, facts = given_
    assert in_any_order(facts_from_graph(article_quads(article, facts))) == in_any_order(facts)


@slow
@given(articles_with_facts())
def test_links_between_rows_come_back(given_: tuple[Article, Facts]) -> None:
    article, facts = given_
    back = facts_from_graph(map_article(article, facts).triples)

    def linked(of: Facts) -> list[str]:
        def told(row: Incident) -> str:
            match = None if row.match is None else of.matches[row.match]
            cause = None if row.responds_to is None else of.incidents[row.responds_to]
            return repr(
                (row.evidence, row.more, row.speaker, row.gesture, match, cause and (cause.type, cause.evidence))
            )

        return sorted(map(told, of.incidents))

    assert linked(back) == linked(facts)
    assert sorted(map(repr, back.affiliations)) == sorted(map(repr, facts.affiliations))
    assert sorted(map(repr, back.transfers)) == sorted(map(repr, facts.transfers))
    assert sorted(map(repr, back.matches)) == sorted(map(repr, facts.matches))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles_with_facts(max_rows=3))
def test_every_form_says_the_same(given_: tuple[Article, Facts]) -> None:
    article, facts = given_
    graph = map_article(article, facts)
    lines = sorted({to_nquads([triple], graph.iri) for triple in graph.triples})
    written = ox.serialize(ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
    assert "".join(lines) == serialise(graph, "nquads")
    assert written is not None and written.decode() == serialise(graph, "nquads"), "not canonical"
    expected = in_any_order(facts)
    assert in_any_order(facts_from_graph(article_dataset(article, facts), facts.id)) == expected
    turtle = rdflib.Graph().parse(data=serialise(graph, "rdf"), format="turtle")
    assert in_any_order(facts_from_graph(turtle)) == expected
    jsonld = rdflib.Dataset().parse(data=serialise(graph, "jsonld"), format="json-ld")
    assert in_any_order(facts_from_graph(jsonld, facts.id)) == expected
    store = ox.Store()
    store.extend(article_quads(article, facts))
    assert in_any_order(facts_from_graph(store, facts.id)) == expected


@slow
@given(articles_with_facts())
def test_rows_in_another_order_give_the_same_claims(given_: tuple[Article, Facts]) -> None:
    """What the extractor lists first must not name things."""
    article, facts = given_
    facts.matches, facts.incidents = [], []  # numbered in the order of the text, not of the list, but ties exist
    before = serialise(map_article(article, facts), "nquads")
    for family in ("clubs", "affiliations", "transfers"):
        setattr(facts, family, list(reversed(getattr(facts, family))))
    assert serialise(map_article(article, facts), "nquads") == before


def derby() -> tuple[Article, Facts]:
    """A small article told in our own words, with a fact of each family."""
    text = "Dal Napoli all'Inter per 30 milioni: Rossi, ex Milan, segna al 37' il gol dell'1-0 nel derby e non esulta."

    def words(part: str, confidence: float = 0.9) -> Evidence:
        start = text.index(part)
        return Evidence(start, start + len(part), confidence, "by hand")

    facts = Facts(
        "derby",
        title="Il derby è dell'ex",
        date="2021-11-07",
        kind="match",
        persons=[Person("Mario Rossi", "player", "mario-rossi", ["Rossi"], [(37, 42)])],
        clubs=[
            Club("Milan", "milan", ["Milan"], [(47, 52)]),
            Club("Inter", "inter", ["Inter"], [(14, 19)]),
            Club("Napoli", None, ["Napoli"], [(4, 10)]),
        ],
        affiliations=[Affiliation("Mario Rossi", "Milan", "former", "player", words("ex Milan"))],
        transfers=[
            Transfer("Mario Rossi", "Napoli", "Inter", "permanent", 30.0, "done", words("Dal Napoli all'Inter per 30"))
        ],
        matches=[Match("Milan", "Inter", "0-1", "Serie A", "2021-11-07", words("1-0 nel derby"))],
        incidents=[
            Incident("goal", "Mario Rossi", "Inter", "Milan", 37, None, True, words("segna al 37'"), match=0),
            Incident(
                "muted_celebration",
                "Mario Rossi",
                "Inter",
                "Milan",
                37,
                None,
                True,
                words("non esulta"),
                match=0,
                responds_to=0,
                gesture="non esulta",
            ),
        ],
    )
    return Article("derby", text, title=facts.title, date=facts.date, site="Il Foglio di prova"), facts


def test_identifiers_are_readable() -> None:
    base = "https://w3id.org/calcio-kg/"
    graph = map_article(*derby(), base=base)
    nodes = {subject.removeprefix(base) for subject, _, _ in graph.facts}
    assert graph.iri == base + "graph/derby"
    assert nodes == {
        "person/mario-rossi",
        "club/milan",
        "club/inter",
        "club/napoli",
        "spell/mario-rossi/milan/player/_",
        "transfer/mario-rossi/napoli/inter/2022-winter",
        "match/2021-11-07/milan-inter",
        "incident/2021-11-07/milan-inter/goal/mario-rossi/37",
        "incident/2021-11-07/milan-inter/muted_celebration/mario-rossi/37",
    }


def test_default_graph_has_no_claims() -> None:
    article, facts = derby()
    predicates = {quad.predicate.value.rpartition("#")[2] for quad in facts_quads(article, facts)}
    assert not predicates & {"aboutFact", "inArticle", "evidence", "certainty", "quote"}
    assert {quad.graph_name for quad in facts_quads(article, facts)} == {ox.DefaultGraph()}
    assert len(facts_graph(article, facts)) == len(set(facts_quads(article, facts)))


def test_words_outside_the_text_have_no_quote() -> None:
    article, facts = derby()
    facts.affiliations[0].evidence = Evidence(5, 5000)
    place = "evidence/derby/5-5000"
    said = [
        predicate.rpartition("#")[2]
        for subject, predicate, _ in map_article(article, facts).triples
        if place in subject
    ]
    assert "endOffset" in said and "quote" not in said


def test_two_goals_without_minute_are_two_goals() -> None:
    article, facts = derby()
    goal = facts.incidents[0]
    goal.minute = None
    facts.incidents = [
        goal,
        Incident("goal", "Mario Rossi", "Inter", "Milan", None, None, True, goal.evidence, match=0),
    ]
    back = facts_from_graph(article_quads(article, facts))
    assert [row.type for row in back.incidents] == ["goal", "goal"]


def test_past_and_present_spell_at_one_club_are_two() -> None:
    article, facts = derby()
    facts.affiliations.append(Affiliation("Mario Rossi", "Milan", "current", "player", facts.affiliations[0].evidence))
    spells = {s for s, _, _ in map_article(article, facts).facts if "/spell/" in s}
    assert len(spells) == 2


def test_base_can_be_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_BASE", "https://example.org/calcio#")
    assert map_article(*derby()).iri == "https://example.org/calcio#graph/derby"
    monkeypatch.setenv("KG_BASE", "not an address")
    with pytest.raises(UsageError, match="not an address"):
        map_article(*derby())


def test_no_article_and_two_articles_are_refused() -> None:
    article, facts = derby()
    quads = article_quads(article, facts)
    facts.id = "altro"
    both = quads + article_quads(article, facts)
    with pytest.raises(InputError):
        facts_from_graph([])
    with pytest.raises(InputError):
        facts_from_graph(both)
    assert facts_from_graph(both, "altro").id == "altro"


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example('\x00\x7f\ufffe\uffff\U0010ffff\\"\n')
def test_statements_are_written_as_the_store_writes_them(text: str) -> None:
    triples = [("urn:a", "urn:b", Value(text)), ("urn:a", "urn:b", Value(text, "urn:t")), ("urn:a", "urn:b", "urn:c")]
    assert statements(triples) == [str(quad.triple) for quad in to_oxigraph(triples)]
