"""Scores: hand-counted cases, laws that hold for any facts, reading and printing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.evaluation import (
    ATTRIBUTES,
    FAMILIES,
    Report,
    evaluate,
    fold,
    format_errors,
    format_report,
    load_facts,
)
from kg.facts import Affiliation, Club, Evidence, Facts, Incident, Match, Person, Transfer


def scores(gold: Facts, predicted: Facts) -> Report:
    return evaluate({"a": gold}, {"a": predicted})


def counts(report: Report, family: str) -> tuple[int, int, int]:
    score = report.families[family]
    return score.right, score.missed, score.spurious


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hakan Calhanoglu", "HAKAN ÇALHANOĞLU", True),
        ("M’Bala Nzola", "M'Bala Nzola", True),
        ("N’Koulou", "Nkoulou", True),
        ("Łukasz Skorupski", "Lukasz Skorupski", True),
        ("Simon Kjær", "Simon Kjaer", True),
        ("İlkay  Gündoğan", "Ilkay Gundogan", True),
        ("Calhanoglu", "Hakan Calhanoglu", False),
        ("Lautaro Martinez", "Josep Martinez", False),
        ("Verona", "Hellas Verona", False),
    ],
)
def test_names_are_compared_without_case_marks_and_apostrophes(one: str, other: str, same: bool) -> None:
    assert (fold(one) == fold(other)) is same


def test_persons_and_clubs_by_name_with_role_as_attribute() -> None:
    gold = Facts("a", persons=[Person("Mario Rossi"), Person("Luca Bianchi", "coach")], clubs=[Club("Inter")])
    found = Facts("a", persons=[Person("Mario Rossi", "coach"), Person("Bianchi", "coach")], clubs=[Club("inter")])
    report = scores(gold, found)
    assert counts(report, "persons") == (1, 1, 1)
    assert counts(report, "clubs") == (1, 0, 0)
    role = report.attributes["person.role"]
    assert (role.right, role.total) == (0, 1)


def test_a_row_said_twice_is_right_once() -> None:
    gold = Facts("a", affiliations=[Affiliation("X", "Roma", "current")])
    found = Facts("a", affiliations=[Affiliation("X", "Roma", "current"), Affiliation("X", "Roma", "current")])
    assert counts(scores(gold, found), "affiliations") == (1, 0, 1)


def test_former_is_a_part_of_affiliations() -> None:
    gold = Facts("a", affiliations=[Affiliation("X", "Roma", "former"), Affiliation("X", "Inter", "current", "coach")])
    found = Facts("a", affiliations=[Affiliation("X", "Roma", "current"), Affiliation("X", "Inter", "current")])
    report = scores(gold, found)
    assert counts(report, "affiliations") == (1, 1, 1)
    assert counts(report, "former") == (0, 1, 0)
    assert report.families["former"].precision is None
    assert (report.attributes["affiliation.as"].right, report.attributes["affiliation.as"].total) == (0, 1)


def test_transfers_by_player_and_ends_and_strictly_with_all() -> None:
    gold = Facts(
        "a",
        transfers=[Transfer("X", "Roma", "Inter", "loan", 2.0), Transfer("Y", None, "Lecce", "free", None, "talks")],
    )
    found = Facts(
        "a", transfers=[Transfer("X", "Roma", "Inter", "loan", 2.5), Transfer("Y", None, "Lecce", "free", None, "done")]
    )
    report = scores(gold, found)
    assert counts(report, "transfers") == (2, 0, 0)
    assert counts(report, "transfers_strict") == (0, 2, 2)
    assert report.attributes["transfer.kind"].accuracy == 1.0
    assert report.attributes["transfer.status"].accuracy == 0.5
    fee = report.attributes["transfer.fee"]
    assert (fee.right, fee.total) == (0, 1), "a fee that neither side gives does not count"
    assert (report.open_as_done.right, report.open_as_done.total) == (1, 1)


def test_an_unknown_end_is_not_a_known_one() -> None:
    gold = Facts("a", transfers=[Transfer("X", None, "Inter")])
    found = Facts("a", transfers=[Transfer("X", "Roma", "Inter")])
    assert counts(scores(gold, found), "transfers") == (0, 1, 1)


def test_matches_with_score_in_the_key_and_date_as_attribute() -> None:
    gold = Facts("a", matches=[Match("Milan", "Inter", "1-1", None, "2021-11-07"), Match("Roma", "Lazio", "2-0")])
    found = Facts("a", matches=[Match("Milan", "Inter", "1-1", None, "2021-11"), Match("Roma", "Lazio", "2-1")])
    report = scores(gold, found)
    assert counts(report, "matches") == (1, 1, 1)
    assert (report.attributes["match.score"].right, report.attributes["match.score"].total) == (1, 2)
    assert (report.attributes["match.date"].right, report.attributes["match.date"].total) == (0, 1)


def test_a_brace_is_paired_so_that_most_attributes_agree() -> None:
    gold = Facts(
        "a", incidents=[Incident("goal", "X", "Roma", "Lazio", 10), Incident("goal", "X", "Roma", "Lazio", 80)]
    )
    found = Facts(
        "a", incidents=[Incident("goal", "X", "Roma", "Lazio", 80), Incident("goal", "X", "Roma", "Lazio", 11)]
    )
    report = scores(gold, found)
    assert counts(report, "incidents") == (2, 0, 0)
    minute = report.attributes["incident.minute"]
    assert (minute.right, minute.total) == (1, 2)


def test_an_equal_key_is_paired_before_agreeing_attributes() -> None:
    gold = Facts("a", incidents=[Incident("goal", "X", "Roma", "Lazio", 10, "Y", True)])
    found = Facts(
        "a",
        incidents=[Incident("goal", "X", "Lazio", "Roma", 10, "Y", True), Incident("goal", "X", "Roma", "Lazio", 55)],
    )
    report = scores(gold, found)
    assert counts(report, "incidents") == (1, 0, 1)
    assert report.attributes["incident.minute"].right == 0


def test_a_wrong_side_is_missed_and_spurious_and_shows_in_the_attribute() -> None:
    gold = Facts("a", incidents=[Incident("goal", "X", "Roma", "Lazio", 10)])
    found = Facts("a", incidents=[Incident("goal", "X", "Roma", None, 10)])
    report = scores(gold, found)
    assert counts(report, "incidents") == (0, 1, 1)
    assert report.attributes["incident.club"].accuracy == 1.0
    assert report.attributes["incident.opponent"].accuracy == 0.0
    assert report.attributes["incident.minute"].total == 0, "minutes count where the key is right"


def test_ex_incidents_count_only_rows_flagged_so() -> None:
    gold = Facts(
        "a",
        incidents=[
            Incident("goal", "X", "Roma", "Lazio", ex_player=True),
            Incident("goal", "Y", "Roma", "Lazio", ex_player=None),
        ],
    )
    found = Facts(
        "a",
        incidents=[Incident("goal", "X", "Roma", "Lazio"), Incident("goal", "Y", "Roma", "Lazio", ex_player=False)],
    )
    report = scores(gold, found)
    assert counts(report, "incidents") == (2, 0, 0)
    assert counts(report, "ex_incidents") == (0, 1, 0)
    assert (report.attributes["incident.ex_player"].right, report.attributes["incident.ex_player"].total) == (1, 2)


def test_counts_add_up_over_articles_and_kinds() -> None:
    gold = {
        "a": Facts("a", kind="match", clubs=[Club("Roma"), Club("Lazio")]),
        "b": Facts("b", kind="match", clubs=[Club("Inter")]),
        "c": Facts("c", kind=None, clubs=[Club("Pisa")]),
    }
    found = {"a": Facts("a", clubs=[Club("Roma")]), "b": Facts("b", clubs=[Club("Milan")]), "z": Facts("z")}
    report = evaluate(gold, found)
    assert report.articles == 3
    assert report.missing == ["c"]
    assert report.extra == ["z"]
    assert counts(report, "clubs") == (1, 3, 1)
    assert report.kind_articles == {"match": 2, "?": 1}
    assert report.kinds["match"]["clubs"].gold == 3
    assert report.kinds["?"]["clubs"].recall == 0.0
    assert report.families["matches"].f1 is None


def test_mistakes_are_listed_for_reading() -> None:
    gold = Facts("a", incidents=[Incident("goal", "X", "Roma", "Lazio", 10), Incident("save", "Z", "Lazio", "Roma", 3)])
    found = Facts("a", incidents=[Incident("goal", "X", "Roma", "Lazio", 12), Incident("foul", "Z", "Lazio", "Roma")])
    report = scores(gold, found)
    lines = format_errors(report).splitlines()
    assert lines[0] == "a"
    assert "  ~ incidents goal | X | Roma | Lazio | minute=10: minute 12, gold 10" in lines
    assert "  - incidents save | Z | Lazio | Roma | minute=3" in lines
    assert "  + incidents foul | Z | Lazio | Roma" in lines
    assert format_errors(report, "clubs") == ""


def test_the_table_and_the_json_name_every_family_and_attribute() -> None:
    report = scores(Facts("a", kind="match", clubs=[Club("Roma")]), Facts("a", clubs=[Club("Roma")]))
    table = format_report(report)
    first = [line.split()[0] for line in table.splitlines() if line.strip()]
    assert set(FAMILIES) <= set(first)
    assert set(ATTRIBUTES) <= set(first)
    data = json.loads(json.dumps(report.to_json()))
    assert data["families"]["clubs"] == {
        "gold": 1,
        "predicted": 1,
        "right": 1,
        "missed": 0,
        "spurious": 0,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
    assert data["kinds"]["match"]["articles"] == 1


def test_confidence_is_held_against_what_is_right() -> None:
    gold = Facts("a", incidents=[Incident("goal", "X", "Roma", "Lazio"), Incident("goal", "Y", "Roma", "Lazio")])
    found = Facts(
        "a",
        incidents=[
            Incident("goal", "X", "Roma", "Lazio", evidence=Evidence(0, 5, 0.95)),
            Incident("goal", "Y", "Lazio", "Roma", evidence=Evidence(0, 5, 0.9)),
            Incident("goal", "Z", "Roma", "Lazio", evidence=Evidence(0, 5, 0.31)),
            Incident("foul", "Z", "Roma", "Lazio", ex_player=True),
        ],
    )
    report = scores(gold, found)
    assert {low: (a.right, a.total) for low, a in report.calibration.items() if a.total} == {0.9: (1, 2), 0.0: (0, 1)}
    assert ">= 0.9                  0.500      1      2" in format_report(report)


def test_reading_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(Facts("a", clubs=[Club("Pisa")]).dumps(), "utf-8")
    assert load_facts(tmp_path)["a"].clubs[0].name == "Pisa"
    (tmp_path / "b.json").write_text(Facts("a").dumps(), "utf-8")
    with pytest.raises(InputError, match="repeats"):
        load_facts(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"{", "not JSON"), (b"\xff\xfe", "not JSON"), (b'{"id": "a"}', "facts format"), (None, "no .json")],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(InputError, match=message):
        load_facts(tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        load_facts(tmp_path / "nowhere")


_names = st.sampled_from(["X", "Y", "Żeljko O’Neil"])
_clubs = st.sampled_from(["Roma", "Lazio", None])
_incidents = st.lists(
    st.builds(
        Incident,
        st.sampled_from(["goal", "foul"]),
        _names,
        _clubs,
        _clubs,
        st.sampled_from([None, 10, 80]),
        st.none(),
        st.booleans(),
    ),
    max_size=7,
)
_transfers = st.lists(
    st.builds(Transfer, _names, _clubs, _clubs, st.sampled_from(["loan", "free"]), st.sampled_from([None, 1.5])),
    max_size=4,
)
_facts = st.builds(lambda i, t: Facts("a", incidents=i, transfers=t), _incidents, _transfers)


@settings(max_examples=60, deadline=None)
@given(_facts, _facts)
def test_swapping_the_sides_swaps_missed_and_spurious(one: Facts, other: Facts) -> None:
    there, back = scores(one, other), scores(other, one)
    for family in FAMILIES:
        right, missed, spurious = counts(there, family)
        assert counts(back, family) == (right, spurious, missed)


@settings(max_examples=60, deadline=None)
@given(_facts)
def test_facts_agree_with_themselves(facts: Facts) -> None:
    report = scores(facts, facts)
    assert report.mistakes == []
    assert report.families["incidents"].right == len(facts.incidents)
    assert report.families["ex_incidents"].right == sum(bool(i.ex_player) for i in facts.incidents)
    assert all(a.right == a.total for n, a in report.attributes.items() if n in ATTRIBUTES)


@settings(max_examples=60, deadline=None)
@given(_facts, _facts)
def test_right_rows_are_the_common_multiset(one: Facts, other: Facts) -> None:
    from collections import Counter

    def keys(facts: Facts) -> Counter[tuple[str | None, ...]]:
        return Counter((i.type, i.player, i.club, i.opponent) for i in facts.incidents)

    assert counts(scores(one, other), "incidents")[0] == (keys(one) & keys(other)).total()
