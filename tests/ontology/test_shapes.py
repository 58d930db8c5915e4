"""Every constraint of the shapes does its work, and both validators say the same of all of them."""

from __future__ import annotations

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings

from kg.article import Article
from kg.facts import Facts
from kg.rdf import map_article, plain
from kg.rdf.resources import read
from kg.rdf.vocabulary import CALCIO, TYPE
from kg.validation import validate
from tests.ontology.cases import (
    SH,
    SHAPES,
    conforming,
    constraints,
    part,
    shapes,
    violating,
    violations,
    without,
)
from tests.strategies import articles_with_facts

#: What may stand in a shape beside its one constraint.
ABOUT = {"type", "path", "severity", "message", "targetClass"}


def named(report: object) -> list[str]:
    """Return the names of the constraints a report tells, sorted."""
    return sorted(result.shape.removeprefix(SHAPES) for result in report.results)  # type: ignore[attr-defined]


def test_nothing_is_wrong_with_the_conforming_graph() -> None:
    assert validate(conforming()).results == ()
    assert validate(conforming(), "reference").results == ()


@pytest.mark.parametrize("name", constraints())
def test_constraint_is_violated_by_its_fixture_and_by_nothing_once_it_is_gone(name: str) -> None:
    also = sorted(violations()[name].get("also", []))
    data = violating(name)
    report = validate(data)
    assert named(report) == sorted([name, *also])
    assert named(validate(data, shapes=without(name))) == also
    (result,) = (result for result in report.results if result.shape == SHAPES + name)
    assert f"{SH}{result.severity}" == constraints()[name]["severity"][0].value
    assert set(result.messages) == {"it", "en"} and result.message("it") != result.message("en")


def test_each_constraint_has_a_fixture_and_each_fixture_a_constraint() -> None:
    assert set(violations()) == set(constraints())


@pytest.mark.parametrize("name", constraints())
def test_shape_holds_one_constraint_with_severity_and_messages(name: str) -> None:
    shape = constraints()[name]
    assert len(set(shape) - ABOUT) == 1, "one constraint per shape, so that its message fits"
    assert len(shape["severity"]) == 1
    assert sorted(message.language for message in shape["message"]) == ["en", "it"]
    assert all(message.value.strip() == message.value != "" for message in shape["message"])


@pytest.mark.parametrize("name", constraints())
def test_conforming_graph_has_what_the_constraint_speaks_of(name: str) -> None:
    """A constraint that nothing in the conforming graph meets would conform for want of data."""
    data = conforming()
    kind = ox.NamedNode(CALCIO + name.partition("-")[0])
    nodes = {quad.subject for quad in data.quads_for_pattern(None, ox.NamedNode(TYPE), kind)}
    assert nodes
    if "path" in constraints()[name]:
        (path,) = constraints()[name]["path"]
        assert any(True for node in nodes for _ in data.quads_for_pattern(node, path, None))


def test_every_class_in_use_has_a_shape() -> None:
    classes = set()
    for quad in ox.parse(read("calcio.ttl"), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == TYPE and str(quad.object) == "<http://www.w3.org/2002/07/owl#Class>":
            classes.add(quad.subject)
    planned = {
        quad.subject
        for quad in ox.parse(read("calcio.ttl"), format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == CALCIO + "status"
    }
    targets = [
        quad.object
        for quad in shapes()
        if quad.predicate.value == SH + "targetClass"
        and quad.subject.value == SHAPES + quad.object.value.removeprefix(CALCIO)  # type: ignore[union-attr]
    ]
    assert len(targets) == len(set(targets)) and set(targets) == classes - planned


def test_every_constraint_is_reached() -> None:
    """A property shape that no node shape names would never be asked."""
    named_by = {quad.object for quad in shapes() if quad.predicate.value == SH + "property"}
    for name, shape in constraints().items():
        assert "targetClass" in shape or ox.NamedNode(SHAPES + name) in named_by, name


def test_shapes_conform_to_the_shapes_of_shapes() -> None:
    graph = rdflib.Graph().parse(data=read("shapes.ttl"), format="turtle")
    conforms, _, _ = pyshacl.validate(rdflib.Graph(), shacl_graph=graph, meta_shacl=True)
    assert conforms


def test_both_validators_say_the_same_of_every_fixture() -> None:
    """All changed parts in one graph, the nodes of each renamed: pySHACL is slow by the graph."""
    together = []
    for name in violations():
        for subject, predicate, value in plain(part(name)):
            link = value.replace("/kg/", f"/{name}/") if isinstance(value, str) else value
            together.append((subject.replace("/kg/", f"/{name}/"), predicate, link))
    fast, reference = validate(together), validate(together, "reference")
    assert fast == reference
    assert {result.shape.removeprefix(SHAPES) for result in reference.results} == set(violations())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles_with_facts(max_rows=3))
def test_both_validators_say_the_same_of_articles(given_: tuple[Article, Facts]) -> None:
    triples = map_article(*given_).triples
    assert validate(triples) == validate(triples, "reference")
