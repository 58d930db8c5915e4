"""What is declared is used or planned, what is used is declared, and each term is told in two languages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kg.rdf import PlainTriple, background, map_article, plain, to_oxigraph, vocabulary
from kg.rdf.resources import context, read, rules
from kg.rdf.vocabulary import CALCIO, TYPE
from tests.ontology.cases import conforming_text
from tests.rdf.samples import article, facts, gazetteer

ROOT = Path(__file__).parents[2]
TERM = re.compile(r"\bcalcio:([A-Za-z]\w*)")
FOREIGN = ("https://schema.org/", "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/oa#")


@cache
def ontology() -> rdflib.Graph:
    """Return the ontology."""
    return rdflib.Graph().parse(data=read("calcio.ttl"), format="turtle")


@cache
def declared(*kinds: rdflib.URIRef) -> frozenset[str]:
    """Return the IRIs the ontology declares as one of the kinds."""
    wanted = kinds or (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    return frozenset(str(term) for kind in wanted for term in ontology().subjects(RDF.type, kind) if ":" in term)


def own(terms: frozenset[str]) -> set[str]:
    """Return the terms of our own namespace, without it."""
    return {term.removeprefix(CALCIO) for term in terms if term.startswith(CALCIO)}


def planned() -> set[str]:
    """Return the names of the planned terms."""
    marked = ontology().subjects(rdflib.URIRef(CALCIO + "status"), rdflib.Literal("planned"))
    return {str(term).removeprefix(CALCIO) for term in marked}


@cache
def real_data() -> tuple[PlainTriple, ...]:
    """Return what mapping, gazetteer and rules make of an article that tells something of every kind."""
    graph = map_article(article(), facts(), gazetteer())
    nodes = {subject for subject, _, _ in graph.facts}
    known = background([*nodes, "https://w3id.org/calcio-kg/club/azzurra"], gazetteer())
    store = ox.Store()
    store.extend(to_oxigraph(graph.triples, graph.iri) + to_oxigraph(graph.facts))
    store.extend(to_oxigraph(triple for triples in known.values() for triple in triples))
    derived = [triple for rule in rules().values() for triple in store.query(rule)]  # type: ignore[union-attr]
    return (*plain(store), *plain(derived))  # type: ignore[arg-type]


def used(triples: tuple[PlainTriple, ...]) -> set[str]:
    """Return the IRIs used as property or class."""
    return {p for _, p, _ in triples} | {o for _, p, o in triples if p == TYPE and isinstance(o, str)}


def texts() -> dict[str, str]:
    """Return every file that names terms by prefix: shapes, rules, named questions, code and documents."""
    files = [*ROOT.glob("ontology/**/*.*"), *ROOT.glob("queries/*.rq"), *ROOT.glob("kg/**/*.py")]
    return {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in files if file.name != "calcio.ttl"}


def test_every_term_used_is_declared() -> None:
    names = {name: set(TERM.findall(text)) for name, text in texts().items()}
    assert "ontology/shapes.ttl" in names and any(name.endswith(".rq") for name in names)
    unknown = {name: found - own(declared()) for name, found in names.items()}
    assert not {name: found for name, found in unknown.items() if found}


def test_every_constant_of_the_code_is_declared() -> None:
    values = [value for value in vars(vocabulary).values() if isinstance(value, str)]
    values += [kind for kinds in vocabulary.INCIDENT_CLASSES.values() for kind in kinds]
    values = [value for value in values if value.startswith((CALCIO, *FOREIGN)) and value not in (CALCIO, *FOREIGN)]
    assert len(values) > 60
    assert set(values) <= declared()


def test_every_declared_term_is_used_or_planned() -> None:
    in_data = used(real_data())
    terms = declared(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    assert own(terms) - {term.removeprefix(CALCIO) for term in in_data} == planned()
    assert {term for term in terms if not term.startswith(CALCIO)} <= in_data


def test_data_use_only_what_is_declared() -> None:
    basic = {str(RDF.type), str(RDFS.label), str(OWL.sameAs)}
    assert used(real_data()) - basic <= declared()


def test_conforming_fixture_shows_every_term() -> None:
    graph = rdflib.Graph().parse(data=conforming_text(), format="turtle")
    assert own(declared(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)) - planned() <= {
        term.removeprefix(CALCIO) for term in used(tuple(plain(graph)))
    }


@pytest.mark.parametrize("name", sorted(own(declared())))
def test_term_is_told_in_italian_and_english(name: str) -> None:
    term = rdflib.URIRef(CALCIO + name)
    for predicate in (RDFS.label, RDFS.comment):
        values = [value for value in ontology().objects(term, predicate) if isinstance(value, rdflib.Literal)]
        assert sorted(str(value.language) for value in values) == ["en", "it"], predicate
        assert all(value.strip() for value in values)


def test_italian_comes_first() -> None:
    for name in ("calcio.ttl", "shapes.ttl"):
        languages = re.findall(r'"@(it|en)\b', read(name))
        assert languages == ["it", "en"] * (len(languages) // 2), name


@pytest.mark.parametrize("name", sorted(own(declared(OWL.ObjectProperty, OWL.DatatypeProperty))))
def test_property_says_what_it_joins(name: str) -> None:
    term = rdflib.URIRef(CALCIO + name)
    domains = {*ontology().objects(term, RDFS.domain)}
    domains |= {*ontology().objects(term, rdflib.URIRef("https://schema.org/domainIncludes"))}
    assert domains and all(str(domain) in declared(OWL.Class) for domain in domains)


@pytest.mark.parametrize("name", sorted(own(declared(OWL.Class))))
def test_class_is_aligned_with_others(name: str) -> None:
    """Each class is, itself or through a class above it, a kind of something other vocabularies know."""
    above = set(ontology().transitive_objects(rdflib.URIRef(CALCIO + name), RDFS.subClassOf))
    assert any(not str(kind).startswith(CALCIO) for kind in above)


def test_aligned_with_the_vocabularies_promised() -> None:
    links = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
    ends = {str(end) for link in links for _, end in ontology().subject_objects(link)}
    for vocabulary_ in (
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/ns/oa#",
        "https://schema.org/",
        "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "http://www.w3.org/2006/time#",
        "http://www.wikidata.org/entity/",
    ):
        assert any(end.startswith(vocabulary_) for end in ends), vocabulary_


def test_context_names_every_term() -> None:
    meant = {
        (value if isinstance(value, str) else value["@id"])
        for key, value in context().items()
        if not key.startswith("@")
    }
    shorts = {name.removeprefix("calcio:") for name in meant if name.startswith("calcio:")}
    assert shorts == own(declared(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)) - planned()


def test_context_says_which_values_are_nodes() -> None:
    for key, value in context().items():
        iri = value if isinstance(value, str) else value.get("@id", "") if isinstance(value, dict) else ""
        term = CALCIO + iri.removeprefix("calcio:")
        if iri.startswith("calcio:") and term in declared(OWL.ObjectProperty):
            assert isinstance(value, dict) and value["@type"] == "@id", key


def test_ontology_fetches_nothing() -> None:
    assert not list(ontology().objects(None, OWL.imports))


def contradictions(data: str) -> list[str]:
    """Return what the OWL 2 RL rules find inconsistent in ontology and data together."""
    graph = rdflib.Graph().parse(data=read("calcio.ttl"), format="turtle").parse(data=data, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return [str(error) for _, error in graph.subject_objects(errors)]


CONTRADICTORY = """
@prefix calcio: <https://w3id.org/calcio-kg/ontology#> .
<https://example.org/a> a calcio:OwnGoal, calcio:PenaltyGoal .
"""


def test_own_goal_that_is_a_goal_contradicts_the_ontology() -> None:
    assert contradictions(CONTRADICTORY)
    assert not contradictions(CONTRADICTORY.replace("OwnGoal", "Goal"))


def test_conforming_graph_agrees_with_the_ontology() -> None:
    assert not contradictions(conforming_text())
