"""Named questions: their heads, their answers, and the same rows from SPARQL and the embedded graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, UsageError
from kg.graph import KnowledgeGraph
from kg.questions import Question, folder, head, questions
from kg.store.answer import Limits
from tests.questions.parity import differing
from tests.questions.told import ANSWERS, PEOPLE, Records, articles
from tests.store.worlds import examples, world

ENGINES = ("sparql", "embedded")


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.memory(gazetteer=Records()) as graph:
        assert all(loaded.change and not loaded.refused for loaded in graph.load_articles(articles()))
        yield graph


def test_there_are_the_questions_asked_for() -> None:
    wanted = "gol-dell-ex storie ex-contro non-esulta fischi carriera trasferimenti trattative partita rigori compagni"
    assert set(wanted.split()) | {"percorso", "fonti"} <= set(questions())


@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.name)
def test_both_files_have_the_same_head_and_say_it_in_both_languages(question: Question) -> None:
    assert head(question.sparql, ".rq") == head(question.cypher, ".cypher")
    for told in (question.title, question.description, *(parameter.title for parameter in question.parameters)):
        assert told["it"].strip() and told["en"].strip() and told["it"] != told["en"]
    for parameter in question.parameters:
        assert f"#bind {parameter.name} ?" in question.sparql
        assert f"${parameter.name}" in question.cypher


def test_every_question_stands_in_both_languages() -> None:
    names = {entry.name for entry in folder().iterdir()}
    assert names == {f"{name}{suffix}" for name in questions() for suffix in (".rq", ".cypher")}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "values", "rows"), ANSWERS, ids=lambda value: str(value)[:40])
def test_the_answer(graph: KnowledgeGraph, engine: str, name: str, values: dict[str, str], rows: list[Any]) -> None:
    reply = graph.ask(name, engine=engine, **values)
    assert reply.columns == tuple(reply.question.columns)
    assert list(reply.rows) == rows


def test_every_question_is_answered_with_rows() -> None:
    assert {name for name, _, rows in ANSWERS if rows} == set(questions())


@pytest.mark.parametrize("seed", [50, 51])
def test_both_engines_give_the_same_rows_of_a_world(seed: int) -> None:
    told = world(seed, 25)
    with KnowledgeGraph.memory(gazetteer=Records()) as graph:
        list(graph.load_articles(told))
        odd, rows = differing(graph, told, ENGINES)
        assert odd == []
        assert rows > 500
        assert graph.embedded.check() == []


def test_both_engines_give_the_same_rows_of_the_examples() -> None:
    told = examples()
    with KnowledgeGraph.memory() as graph:
        list(graph.load_articles(told))
        odd, rows = differing(graph, told, ENGINES)
        assert odd == []
        assert rows > 300


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_both_engines_give_the_same_rows_of_any_world(seed: int, size: int) -> None:
    told = [one for one in world(seed, size, clubs=4, people=13) if one[1].affiliations]
    if told:
        with KnowledgeGraph.memory(gazetteer=Records()) as graph:
            list(graph.load_articles(told))
            assert differing(graph, told, ENGINES)[0] == []


def test_the_texts_run_as_they_stand(graph: KnowledgeGraph) -> None:
    for question in questions().values():
        if not any(parameter.required for parameter in question.parameters):
            reply = graph.ask(question.name)
            found = graph.sparql(question.sparql)
            assert found.columns == reply.columns and len(found) == len(reply.rows)


@pytest.mark.parametrize(
    ("given_name", "meant"),
    [
        ("Aldo Neri", ["Aldo Neri"]),
        ("neri", ["Aldo Neri"]),
        ("ALDO", ["Aldo Neri"]),
        ("person/neri", ["Aldo Neri"]),
    ],
)
def test_names_are_understood_loosely(graph: KnowledgeGraph, given_name: str, meant: list[str]) -> None:
    reply = graph.ask("carriera", player=given_name)
    assert [name for _, name in reply.meant["player"]] == meant


def test_a_name_that_fits_several_means_all_of_them() -> None:
    told = articles()
    for _, facts in told:
        for person in facts.persons:
            person.id = f"{PEOPLE[person.name]}-{facts.id}"
    with KnowledgeGraph.memory(gazetteer=Records()) as graph:
        list(graph.load_articles(told))
        reply = graph.ask("gol-dell-ex", player="Neri")
        assert len(reply.meant["player"]) == 2
        assert [row[4] for row in reply.rows] == ["Aldo Neri"]


@pytest.mark.parametrize(
    ("name", "values", "key", "said"),
    [
        ("gol-del-nonno", {}, "question_unknown", "gol-dell-ex"),
        ("carriera", {}, "question_missing", "--player"),
        ("carriera", {"player": "Pinco Pallino"}, "name_unknown", "Pinco Pallino"),
        ("carriera", {"player": "Aldo Nerri"}, "name_unknown_near", "Aldo Neri"),
        ("gol-dell-ex", {"from": "ieri"}, "question_date", "ieri"),
        ("gol-dell-ex", {"from": "2020-13-01"}, "question_date", "2020-13-01"),
        ("gol-dell-ex", {"squadra": "Albenga"}, "question_parameter", "squadra"),
        ("trasferimenti", {"certainty": "forse"}, "question_value", "rumour"),
    ],
)
def test_what_cannot_be_asked_is_told(
    graph: KnowledgeGraph, name: str, values: dict[str, str], key: str, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        graph.ask(name, **values)
    assert caught.value.key == key and said in str(caught.value)


@pytest.mark.parametrize("engine", ENGINES)
def test_values_are_values_and_never_text_of_the_query(graph: KnowledgeGraph, engine: str) -> None:
    wicked = ("voci' OR true //", 'voci" } UNION { ?s ?p ?o', "voci\\", "}\n#", "?wanted", "$article")
    for value in wicked:
        assert graph.ask("fonti", engine=engine, article=value).rows == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_limit_holds_for_questions_too(graph: KnowledgeGraph, engine: str) -> None:
    reply = graph.ask("partita", engine=engine, limits=Limits(rows=2))
    assert len(reply.rows) == 2 and reply.answer.truncated


def test_an_unknown_engine_is_told(graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError) as caught:
        graph.ask("partita", engine="prolog")
    assert caught.value.key == "engine_unknown"


def test_a_question_about_an_empty_graph_has_no_rows() -> None:
    with KnowledgeGraph.memory(gazetteer=Records()) as graph:
        for question in questions().values():
            if not any(parameter.required for parameter in question.parameters):
                for engine in ENGINES:
                    assert graph.ask(question.name, engine=engine).rows == ()


def test_columns_that_differ_from_the_head_are_a_fault(graph: KnowledgeGraph) -> None:
    from kg.questions import checked_columns

    with pytest.raises(QueryError):
        checked_columns(questions()["fonti"], ("date",))
