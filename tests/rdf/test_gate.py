"""The gate: what violates a shape is set aside claim by claim, the rest goes on unharmed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from kg.article import Article
from kg.facts import Evidence, Facts
from kg.rdf import article_quads, facts_from_graph, map_article
from kg.rdf.vocabulary import ABOUT_FACT, CLAIM, TYPE
from kg.validation import gate, validate
from tests.rdf.samples import article, facts
from tests.strategies import articles_with_facts


def why(gated: object) -> set[str]:
    """Return the names of the constraints something was set aside for."""
    return {
        result.shape.rpartition("#")[2]
        for aside in gated.set_aside  # type: ignore[attr-defined]
        for result in aside.results
    }


def test_what_conforms_passes_as_it_is() -> None:
    quads = article_quads(article(), facts())
    gated = gate(quads)
    assert gated.accepted == quads and not gated.refused and not gated.set_aside and gated.report.conforms


def test_plain_triples_pass_as_plain_triples() -> None:
    triples = map_article(article(), facts()).triples
    assert gate(triples).accepted == triples


def test_only_the_faulty_incident_is_set_aside() -> None:
    told = facts()
    told.incidents[0].minute = 400
    gated = gate(article_quads(article(), told))
    kept = facts_from_graph(gated.accepted)
    (aside,) = gated.set_aside
    assert why(gated) == {"Incident-minute-most"}
    assert aside.fact is not None and aside.fact.endswith("/400") and aside.claim is not None
    assert {quad.subject.value for quad in aside.triples} >= {aside.fact, aside.claim}  # type: ignore[union-attr]
    assert aside.results[0].message("it").startswith("Il minuto")
    assert [row.type for row in kept.incidents].count("goal") == 0
    assert len(kept.incidents) == len(told.incidents) - 1
    assert len(kept.transfers) == 1 and len(kept.persons) == 2 and len(kept.affiliations) == 3


def test_what_answered_it_stays_without_the_link() -> None:
    told = facts()
    told.incidents[0].minute = 400
    kept = facts_from_graph(gate(article_quads(article(), told)).accepted)
    (muted,) = (row for row in kept.incidents if row.type == "muted_celebration")
    assert muted.responds_to is None


def test_accepted_and_refused_are_all_there_was() -> None:
    told = facts()
    told.transfers[0].to = "Alba"
    quads = article_quads(article(), told)
    gated = gate(quads)
    assert why(gated) == {"Transfer-ends-differ"}
    assert sorted(map(str, [*gated.accepted, *gated.refused])) == sorted(map(str, quads))


def test_fact_without_words_is_set_aside() -> None:
    told = facts()
    told.affiliations[0].evidence = None
    gated = gate(article_quads(article(), told))
    assert why(gated) == {"Claim-evidence-needed"}
    assert len(facts_from_graph(gated.accepted).affiliations) == 2


def test_words_outside_the_text_are_no_words() -> None:
    told = facts()
    told.affiliations[0].evidence = Evidence(10, 99999)
    gated = gate(article_quads(article(), told))
    assert why(gated) == {"Evidence-quote-needed", "Claim-evidence-needed"}
    assert len(facts_from_graph(gated.accepted).affiliations) == 2


def test_claim_stays_while_some_of_its_words_do() -> None:
    told = facts()
    told.affiliations[0].more = (Evidence(10, 99999),)
    gated = gate(article_quads(article(), told))
    assert why(gated) == {"Evidence-quote-needed"}
    assert len(facts_from_graph(gated.accepted).affiliations) == 3


def test_incident_whose_player_goes_goes_too_and_says_why() -> None:
    told = facts()
    told.persons[1].name = ""
    told.affiliations[2].person = ""
    told.incidents[-1].player, told.incidents[-1].other = "", None
    gated = gate(article_quads(article(), told))
    kept = facts_from_graph(gated.accepted)
    assert {"Person-label-filled", "Incident-player-needed", "Spell-person-needed"} <= why(gated)
    (lost,) = (aside for aside in gated.set_aside if aside.fact and "/confrontation/" in aside.fact)
    assert {result.shape.rpartition("#")[2] for result in lost.results} == {
        "Incident-player-needed",
        "Person-label-filled",
    }
    assert [person.name for person in kept.persons] == ["Mario Rossi"]
    assert len(kept.incidents) == len(told.incidents) - 1


def test_person_only_an_incident_names_stays_without_a_claim() -> None:
    told = facts()
    told.persons[1].mentions = []
    gated = gate(article_quads(article(), told))
    kept = facts_from_graph(gated.accepted)
    assert why(gated) == {"Claim-evidence-needed"}
    assert [person.name for person in kept.persons] == ["Mario Rossi"]
    assert "Luca Bianchi" in {row.other for row in kept.incidents}


def test_nothing_stays_of_an_article_without_text() -> None:
    gated = gate(article_quads(replace(article(), text=""), facts()))
    assert not gated.accepted
    assert "Article-textLength-filled" in why(gated)


def test_warnings_keep_nothing_out() -> None:
    told = facts()
    told.transfers[0].fee_meur = 900.0
    gated = gate(article_quads(article(), told))
    assert not gated.set_aside
    told_of = {(result.shape.rpartition("#")[2], result.severity) for result in gated.report.results}
    assert ("Transfer-fee-plausible", "Warning") in told_of and ("Substitution-other-told", "Info") in told_of


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_both_validators_set_the_same_aside(engine: str) -> None:
    told = facts()
    told.incidents[0].minute = 400
    told.transfers[0].to = "Alba"
    gated = gate(article_quads(article(), told), engine)  # type: ignore[arg-type]
    assert why(gated) == {"Incident-minute-most", "Transfer-ends-differ"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles_with_facts())
def test_gate_leaves_what_conforms_and_tells_of_the_rest(given_: tuple[Article, Facts]) -> None:
    """Whatever comes: the accepted part conforms, nothing is lost untold, every claim left has its fact."""
    triples = map_article(*given_).triples
    gated = gate(triples)
    assert validate(gated.accepted).conforms
    assert sorted(map(str, [*gated.accepted, *gated.refused])) == sorted(map(str, triples))
    claims = {subject for subject, predicate, value in triples if (predicate, value) == (TYPE, CLAIM)}
    kept = {subject for subject, predicate, value in gated.accepted if (predicate, value) == (TYPE, CLAIM)}
    assert claims - kept == {aside.claim for aside in gated.set_aside if aside.claim}
    assert all(aside.results for aside in gated.set_aside)
    nodes = {subject for subject, _, _ in gated.accepted}
    assert {value for _, predicate, value in gated.accepted if predicate == ABOUT_FACT} <= nodes
