"""When an incident is an ex-player's: derived from dated spells, from what articles call him, never by itself."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph as ox
import pytest

from kg.article import Article
from kg.facts import Affiliation, Club, Evidence, Facts, Incident, Match, Person
from kg.gazetteer.records import ClubRecord, PersonRecord, SpellRecord
from kg.rdf import background, map_article, to_oxigraph
from kg.rdf.resources import rules
from kg.rdf.vocabulary import CALCIO, EX_PLAYER_INCIDENT, TYPE
from kg.validation import validate

BASE = "https://w3id.org/calcio-kg/"
GOAL = "incident/2021-11-07/alba-bora/goal/rossi/37"
HERE = Evidence(0, 4)


@dataclass
class People:
    """A gazetteer of one player."""

    people: dict[str, PersonRecord] = field(default_factory=dict)
    clubs: dict[str, ClubRecord] = field(default_factory=dict)


def knowing(*spells: SpellRecord) -> People:
    """Return a gazetteer that knows Rossi's spells."""
    clubs = {name: ClubRecord(name, name.title()) for name in ("alba", "bora", "cima")}
    return People({"rossi": PersonRecord("rossi", "Rossi", spells=spells)}, clubs)


def told(
    ex: bool | None = False,
    kind: str = "goal",
    club: str = "Bora",
    opponent: str = "Alba",
    date: str | None = "2021-11-07",
    former: str | None = None,
    published: str = "2021-11-08",
    name: str = "a",
) -> tuple[Article, Facts]:
    """Return an article on an incident of Rossi's, who may be called a former player of a club."""
    facts = Facts(
        name,
        date=published,
        persons=[Person("Rossi", "player", "rossi", [], [(0, 4)])],
        clubs=[Club(club, club.lower(), [], [(0, 4)]) for club in ("Alba", "Bora", "Cima")],
        affiliations=[Affiliation("Rossi", former, "former", "player", HERE)] if former else [],
        matches=[Match("Alba", "Bora", None, None, date, HERE)],
        incidents=[Incident(kind, "Rossi", club, opponent, 37, None, ex, HERE, match=0)],
    )
    return Article(name, "Ross il testo", date=published), facts


def derived(*articles: tuple[Article, Facts], known: People | None = None) -> set[tuple[str, str, str]]:
    """Return what the rules give over articles and gazetteer, IRIs without base, properties without prefix."""
    store = ox.Store()
    for article, facts in articles:
        graph = map_article(article, facts, known)
        store.extend(to_oxigraph(graph.triples, graph.iri) + to_oxigraph(graph.facts))
        if known is not None:
            for triples in background({subject for subject, _, _ in graph.facts}, known).values():
                store.extend(to_oxigraph(triples))
    found = {(t.subject, t.predicate, t.object) for rule in rules().values() for t in store.query(rule)}  # type: ignore[union-attr]
    store.extend(ox.Quad(s, p, o, ox.NamedNode(BASE + "graph/derived")) for s, p, o in found)
    assert validate(store).conforms
    return {(s.value.removeprefix(BASE), p.value.removeprefix(CALCIO), o.value.removeprefix(BASE)) for s, p, o in found}


def ex_of(*articles: tuple[Article, Facts], known: People | None = None) -> set[str]:
    """Return the clubs whose ex-player is told, by any rule."""
    return {value for _, predicate, value in derived(*articles, known=known) if predicate == "formerClub"}


def test_spell_that_ended_in_an_earlier_year() -> None:
    found = derived(told(), known=knowing(SpellRecord("alba", 2015, 2019), SpellRecord("bora", 2019, None)))
    assert (GOAL, TYPE, EX_PLAYER_INCIDENT.removeprefix(BASE)) in found
    assert (GOAL, "formerClub", "club/alba") in found
    assert (GOAL, "yearsSinceLeaving", "2") in found
    sources = {value for _, predicate, value in found if predicate.endswith("wasDerivedFrom")}
    assert "spell/rossi/alba/player/2015" in sources
    assert any(source.startswith("claim/a/incidents-") for source in sources)


def test_spell_that_ended_in_the_year_of_the_match() -> None:
    assert ex_of(told(), known=knowing(SpellRecord("alba", 2017, 2021), SpellRecord("bora", 2021, None))) == {
        "club/alba"
    }


@pytest.mark.parametrize(
    "spells",
    [
        pytest.param((SpellRecord("alba", 2022, 2023),), id="spell after the match"),
        pytest.param((SpellRecord("alba", 2021, 2021),), id="spell within the year of the match"),
        pytest.param((SpellRecord("alba", 2015, None),), id="spell that goes on"),
        pytest.param((SpellRecord("bora", 2015, 2019),), id="spell at the player's own side"),
        pytest.param((SpellRecord("cima", 2015, 2019),), id="spell at a third club"),
        pytest.param(
            (SpellRecord("alba", 2017, 2021), SpellRecord("bora", 2020, 2022, loan=True, loan_from="alba")),
            id="lent out by the opponent",
        ),
        pytest.param((SpellRecord("alba", 2010, 2014), SpellRecord("alba", 2020, None)), id="back at the club"),
    ],
)
def test_no_ex_player(spells: tuple[SpellRecord, ...]) -> None:
    assert not derived(told(), known=knowing(*spells))


def test_last_of_several_spells_counts() -> None:
    known = knowing(SpellRecord("alba", 2008, 2010), SpellRecord("alba", 2015, 2018))
    years = {value for _, predicate, value in derived(told(), known=known) if predicate == "yearsSinceLeaving"}
    assert years == {"3"}


def test_goal_of_a_match_without_date_needs_the_article_to_say_so() -> None:
    known = knowing(SpellRecord("alba", 2015, 2019))
    assert not ex_of(told(date=None), known=known)
    assert ex_of(told(ex=True, date=None), known=known) == {"club/alba"}


def test_match_of_which_only_the_year_is_known() -> None:
    known = knowing(SpellRecord("alba", 2015, 2019))
    assert ex_of(told(date="2021"), known=known) == {"club/alba"}
    assert not ex_of(told(date="2018"), known=known)


def test_article_says_so_itself() -> None:
    found = derived(told(ex=True))
    assert (GOAL, "formerClub", "club/alba") in found
    assert not [value for _, predicate, value in found if predicate == "yearsSinceLeaving"]


@pytest.mark.parametrize("ex", [False, None])
def test_article_that_does_not_say_so(ex: bool | None) -> None:
    assert not derived(told(ex=ex))


def test_whistles_are_those_of_the_former_fans() -> None:
    whistles = told(ex=True, kind="crowd_reaction", club="Alba", opponent="Bora")
    assert ex_of(whistles) == {"club/alba"}
    known = knowing(SpellRecord("alba", 2015, 2019))
    assert ex_of(told(kind="crowd_reaction", club="Alba", opponent="Bora"), known=known) == {"club/alba"}


def test_whistles_of_his_own_fans_are_no_ex_players() -> None:
    known = knowing(SpellRecord("bora", 2010, 2012), SpellRecord("alba", 2010, 2012))
    assert not derived(told(kind="crowd_reaction", club="Bora", opponent="Bora"), known=known)


def test_another_article_called_him_a_former_player_before() -> None:
    earlier = told(date=None, former="Alba", published="2020-03-01", name="b", club="Cima", opponent="Bora")
    found = derived(told(), earlier)
    assert (GOAL, "formerClub", "club/alba") in found
    sources = {value for node, predicate, value in found if node == GOAL and predicate.endswith("wasDerivedFrom")}
    assert {source.split("/")[1] for source in sources} == {"a", "b"}


def test_article_of_the_week_after_the_match() -> None:
    assert ex_of(told(former="Alba", published="2021-11-08")) == {"club/alba"}


def test_former_player_only_long_after_the_match() -> None:
    assert not ex_of(told(former="Alba", published="2024-05-01"))


def test_rules_may_be_asked_for_one_player() -> None:
    """The store asks only for the people of an article: each rule calls the player ``?player``."""
    for text in rules().values():
        assert "calcio:player ?player" in text
