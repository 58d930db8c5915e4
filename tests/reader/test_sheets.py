"""Score sheets: goals, cards, changes and sides in the layouts of the press."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from kg.article import Article
from kg.extraction import Extractor
from kg.facts import Facts
from kg.language.sheets import read_sheet
from scripts import generated_sheets as generated

EXTRACTOR = Extractor()

HOME = "Aldinucci; Bravetti, Cosmai, Dorigatti, Ermacora; Fusaroli, Gavioso, Iacovella; Lupattini, Mordenti, Nascimbeni"
AWAY = "Ottobrini; Pizzuti, Quattrone, Rimbaldo, Sgarzini; Tavolazzi, Ubertis, Vercesi; Zaninotto, Bondioli, Cattaruzza"


def read(text: str) -> Facts:
    """Return the facts of a text."""
    return EXTRACTOR.extract(Article(id="prova", text=text, date="2019-10-06"))


def incidents(text: str) -> set[tuple[str, str | None, int | None, str | None]]:
    """Return (type, player, minute, club)."""
    return {(i.type, i.player, i.minute, i.club) for i in read(text).incidents}


def sheet(scorers: str, home: str = HOME, away: str = AWAY, rest: str = "") -> str:
    """A sheet of Pisa-Lecce 2-1."""
    return f"PISA-LECCE 2-1\n{scorers}\nPISA (4-3-3): {home}. All.: Zambonelli.\nLECCE (4-3-3): {away}. All.: Trevisanato.\nARBITRO: Passerotti di Legnago.\n{rest}"


@pytest.mark.parametrize(
    "scorers",
    [
        "Marcatori: 12' Mordenti (P), 40' rig. Bondioli (L), 57' aut. Sgarzini (L)",
        "Reti: 12' pt Mordenti, 40' pt Bondioli (rig.), 12' st aut. Sgarzini",
        "MARCATORI: pt 12' Mordenti, 40' rig. Bondioli; st 12' aut. Sgarzini",
        "Reti: Mordenti (P) al 12' p.t., Bondioli (L, rig.) al 40' p.t., Sgarzini (L, aut.) al 12' s.t.",
        "Gol: Mordenti 12' (P), Bondioli 40' rig. (L), autogol Sgarzini 57' (L)",
        "Marcatori:\n12' Mordenti\n40' rig. Bondioli\n57' aut. Sgarzini",
        "Marcatori: 12' Mordenti 1-0; 40' Bondioli su rigore 1-1; 57' Sgarzini (autorete) 2-1",
    ],
)
def test_scorers(scorers: str) -> None:
    """However the list is printed, it tells the same three goals."""
    assert incidents(sheet(scorers)) == {
        ("goal", "Mordenti", 12, "Pisa"),
        ("penalty_goal", "Bondioli", 40, "Lecce"),
        ("own_goal", "Sgarzini", 57, "Lecce"),
    }


@pytest.mark.parametrize("letter", ["L", "P"])
def test_the_score_decides_what_the_letter_of_an_own_goal_means(letter: str) -> None:
    """With or against the player's side: the running score has one reading only."""
    text = f"Pisa-Lecce 2-1\nReti: 12' Mordenti (P), 40' Bondioli (L), 57' aut. Sgarzini ({letter})"
    assert ("own_goal", "Sgarzini", 57, "Lecce") in incidents(text)


def test_two_goals_of_one_man_one_of_them_a_penalty() -> None:
    """A sheet tells each by itself."""
    assert {("penalty_goal", "Mordenti", 12, "Pisa"), ("goal", "Mordenti", 57, "Pisa")} <= incidents(
        sheet("Marcatori: 12' rig. Mordenti (P), 40' Bondioli (L), 57' Mordenti (P)")
    )


@pytest.mark.parametrize(
    ("home", "rest"),
    [
        (HOME.replace("Mordenti,", "Mordenti (12' st Pedrelli),"), ""),
        (HOME.replace("Mordenti,", "Mordenti (dal 57' Pedrelli),"), ""),
        (HOME.replace("Mordenti,", "Mordenti (Pedrelli 57'),"), ""),
        (HOME, "SOSTITUZIONI: 57' Pedrelli per Mordenti"),
        (HOME, "Cambi: Pedrelli per Mordenti (57')"),
    ],
)
def test_changes(home: str, rest: str) -> None:
    """Who came on stands behind whom he replaced, or in a list of its own."""
    facts = read(sheet("Marcatori: 3' Lupattini (P), 5' Lupattini (P), 40' Bondioli (L)", home, rest=rest))
    assert [(i.player, i.other, i.minute, i.club) for i in facts.incidents if i.type == "substitution"] == [
        ("Pedrelli", "Mordenti", 57, "Pisa")
    ]
    assert ("Pedrelli", "Pisa", "current") in {(a.person, a.club, a.status) for a in facts.affiliations}


def test_cards_take_their_side_from_the_line_ups() -> None:
    """No letter, no minute: the line-ups tell the side."""
    found = incidents(
        sheet(
            "Marcatori: 12' Mordenti",
            rest="NOTE: spettatori 4.000. Ammoniti: Cosmai, Ubertis e Vercesi. Espulsi: 80' Ubertis per doppia ammonizione.",
        )
    )
    assert {
        ("yellow_card", "Cosmai", None, "Pisa"),
        ("yellow_card", "Vercesi", None, "Lecce"),
        ("red_card", "Ubertis", 80, "Lecce"),
    } <= found


def test_several_line_ups_in_one_line() -> None:
    """Agencies send the whole sheet as one paragraph."""
    facts = read(f"Pisa-Lecce 2-1\nFormazioni. PISA: {HOME}. All. Zambonelli. LECCE: {AWAY}. All. Trevisanato.")
    sides = Counter(a.club for a in facts.affiliations)
    assert sides == {"Pisa": 12, "Lecce": 12}
    assert {(a.person, a.club) for a in facts.affiliations if a.capacity == "coach"} == {
        ("Zambonelli", "Pisa"),
        ("Trevisanato", "Lecce"),
    }


def test_a_line_up_under_its_heading() -> None:
    """The team stands alone in its line, the names below."""
    facts = read(
        f"Pisa-Lecce 2-1\n\nPISA (4-3-3)\n{HOME}.\nAllenatore: Zambonelli\n\nLECCE (4-3-3)\n{AWAY}.\nAllenatore: Trevisanato"
    )
    assert Counter(a.club for a in facts.affiliations) == {"Pisa": 12, "Lecce": 12}


def test_ratings_with_several_men_in_a_line() -> None:
    """Marks behind the names, comments behind some, who came on in brackets."""
    text = (
        "Pisa-Lecce 1-0\n\nPISA (4-3-3)\nAldinucci 6: poco lavoro.\nBravetti 6; Cosmai 5,5 (57' Pedrelli 6); Dorigatti 6.\nErmacora 6,5: spinge sempre.\nFusaroli 7.\n"
        "Gavioso 6,5: ordine.\n"
    )
    facts = read(text)
    assert {a.person for a in facts.affiliations if a.club == "Pisa"} == {
        "Aldinucci",
        "Bravetti",
        "Cosmai",
        "Pedrelli",
        "Dorigatti",
        "Ermacora",
        "Fusaroli",
        "Gavioso",
    }
    assert ("substitution", "Pedrelli", 57) in {(i.type, i.player, i.minute) for i in facts.incidents}


def test_a_shoot_out_told_kick_by_kick() -> None:
    """What became of a kick stands behind the name."""
    text = sheet(
        "Marcatori: 3' Lupattini, 5' Lupattini, 40' Bondioli",
        rest="Sequenza rigori: Mordenti gol, Bondioli parata, Lupattini palo, Zaninotto gol.",
    )
    found = incidents(text)
    assert {
        ("penalty_goal", "Mordenti", None, "Pisa"),
        ("penalty_saved", "Bondioli", None, "Lecce"),
        ("penalty_missed", "Lupattini", None, "Pisa"),
        ("penalty_goal", "Zaninotto", None, "Lecce"),
    } <= found


def test_a_name_that_holds_an_agency_is_no_credit() -> None:
    """ "ansa" is none of "Ansaldoni"."""
    assert ("yellow_card", "Ansaldoni", None, "Pisa") in incidents(
        sheet("Marcatori: 12' Mordenti", HOME.replace("Cosmai", "Ansaldoni"), rest="Ammoniti: Ansaldoni")
    )


@pytest.mark.parametrize(
    "unit",
    ["Rossi-Bianchi-", "A.B. ", "Rossi 6; Bianchi 5,5; ", "Marcatori: Rossi 12', ", "( ", "Rossi Bianchi Verdi "],
)
def test_cost_is_linear(unit: str) -> None:
    """Twice the text takes about twice the time, however odd the text."""

    def seconds(times: int) -> float:
        began = time.process_time()
        read_sheet(unit * times)
        return time.process_time() - began

    read_sheet(unit)
    short, long = min(seconds(8000) for _ in range(2)), seconds(32000)
    assert long < 12 * short + 0.2


@pytest.mark.parametrize("layout", sorted(generated.LAYOUTS))
def test_generated_sheets(layout: str) -> None:
    """Goals, cards and changes of recorded matches are read back from every layout."""
    path = generated.records()
    if path is None:
        pytest.skip("no records: KG_SHARED is not set and ../shared is not there")
    told: Counter[str] = Counter()
    right: Counter[str] = Counter()
    got: Counter[str] = Counter()
    for number, match in enumerate(generated.matches(path, seed=7)):
        if number >= 12:
            break
        wanted = generated.expected(match, layout)
        found = generated.read(
            EXTRACTOR.extract(Article(id="p", text=generated.LAYOUTS[layout](match), date=match.date)), match
        )
        for fact in wanted | found:
            told[generated.family(fact)] += wanted[fact]
            got[generated.family(fact)] += found[fact]
            right[generated.family(fact)] += min(wanted[fact], found[fact])
    for family in told:
        assert right[family] >= 0.95 * max(told[family], got[family]), (
            family,
            told[family],
            got[family],
            right[family],
        )
