from __future__ import annotations

from pathlib import Path

import pytest
from gazetteer_samples import PEOPLE, write_data
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.gazetteer import Gazetteer, Hit, fold

PIECES = st.sampled_from(
    [
        "Inter",
        "MILAN",
        "Milinković–Savić",
        "de Vrij",
        "M. Rossi",
        "Rossi M.",
        "nerazzurri",
        "viola",
        "i galletti",
        "la Sud",
        "D’Ambrosio",
        "St. Pauli",
        "Hellas Verona",
        "l’",
        "dell'",
        " ",
        "\n",
        "-",
        "(",
        ")",
        ", ",
        ". ",
        "@",
        "İ",
        "ß",
        "⚽",
        "\u0301",
    ]
)


def only(gazetteer: Gazetteer, text: str) -> Hit:
    hits = gazetteer.find(text)
    assert len(hits) == 1, hits
    return hits[0]


def surfaces(gazetteer: Gazetteer, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in gazetteer.find(text)]


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=25).map("".join)))
def test_any_text_gives_disjoint_places_that_hold_their_form(small: Gazetteer, text: str) -> None:
    free = 0
    for hit in small.find(text):
        assert free <= hit.start < hit.end <= len(text)
        free = hit.end
        assert hit.candidates
        surface = fold(text[hit.start : hit.end])
        for kind, ident in hit.candidates:
            assert ident in (small.people if kind.startswith("person") else small.clubs)
        if hit.initial:
            assert "." in surface
        else:
            assert not text[hit.start - 1 : hit.start].isalnum() and not text[hit.end : hit.end + 1].isalnum()
            meanings = small._finder.lookup(surface) or small._finder.lookup(surface.replace(" ", "-"))
            assert {(e.form.kind, e.ident) for e in meanings} >= set(hit.candidates)


@pytest.mark.parametrize("text", ["CALHANOĞLU", "Çalhanoglu", "Calhanoglu"])
def test_surname_in_any_spelling(small: Gazetteer, text: str) -> None:
    hit = only(small, f"Segna {text}!")
    assert (hit.kind, hit.candidates) == ("person_short", (("person_short", "hakan-calhanoglu"),))


def test_full_name_goes_before_the_surname(small: Gazetteer) -> None:
    hit = only(small, "gol di Hakan Calhanoglu.")
    assert (hit.kind, hit.start) == ("person", 7)


def test_names_need_their_capitals(small: Gazetteer) -> None:
    assert small.find("il conte guarda l'inter e il milan di roma, alex sandro no, la dea e il diavolo") == []
    assert surfaces(small, "il Conte e CONTE") == ["Conte", "CONTE"]


@pytest.mark.parametrize("text", ["de Vrij", "De Vrij", "DE VRIJ"])
def test_particles_are_free(small: Gazetteer, text: str) -> None:
    assert surfaces(small, f"con {text} fuori") == [text]


def test_no_surname_without_its_particle(small: Gazetteer) -> None:
    assert small.find("con Vrij fuori") == []


def test_no_surname_from_a_compound_name(small: Gazetteer) -> None:
    assert surfaces(small, "Sandro lascia, Alex Sandro resta") == ["Alex Sandro"]


def test_first_name_and_surname_both_stand_for_him(small: Gazetteer) -> None:
    assert surfaces(small, "Lautaro, cioè Martinez") == ["Lautaro", "Martinez"]


def test_one_word_name_is_the_full_name(small: Gazetteer) -> None:
    assert only(small, "arriva Ronaldinho").kind == "person"


def test_hyphen_and_apostrophe_variants(small: Gazetteer) -> None:
    text = "Milinkovic-Savic, Milinković Savić, Milinkovic–Savic; D’Ambrosio, d'Ambrosio; St. Pauli e St Pauli"
    assert surfaces(small, text) == [
        "Milinkovic-Savic",
        "Milinković Savić",
        "Milinkovic–Savic",
        "D’Ambrosio",
        "d'Ambrosio",
        "St. Pauli",
        "St Pauli",
    ]


def test_a_fixture_is_two_clubs(small: Gazetteer) -> None:
    assert surfaces(small, "Inter-Milan 2-1; Verona–Roma; Hellas-Verona") == [
        "Inter", "Milan", "Verona", "Roma", "Hellas", "Verona",
    ]  # fmt: skip


def test_words_around_do_not_hide_a_club(small: Gazetteer) -> None:
    assert surfaces(small, "(Inter) l'Inter dell’Inter «Inter» Inter, #Inter") == ["Inter"] * 6


def test_no_club_inside_a_word_or_a_handle(small: Gazetteer) -> None:
    assert small.find("Romano, Internet, Milano2, @Inter, @Inter_it, Barista") == []


def test_one_place_carries_all_it_may_mean(small: Gazetteer) -> None:
    assert only(small, "a Roma").candidates == (("club", "roma"), ("town", "roma"))
    assert only(small, "a Roma").kind == "ambiguous"
    assert only(small, "i nerazzurri").candidates == (("colour", "inter"), ("colour", "atalanta"))
    assert only(small, "a San Siro").candidates == (("ground", "inter"), ("ground", "milan"))
    assert {ident for _, ident in only(small, "gol di Rossi").candidates} == {
        "paolo-rossi", "marco-rossi-1964", "marco-rossi-1978",
    }  # fmt: skip


def test_a_great_clubs_name_is_no_surname(tmp_path: Path) -> None:
    people = ["Gino Milan,,,,,,,,", "Martin Bari,Bari,,,,,,,"]
    gazetteer = Gazetteer.load([write_data(tmp_path, people="\n".join([PEOPLE.splitlines()[0], *people]))])
    assert only(gazetteer, "il Milan").candidates == (("club", "milan"),)
    assert only(gazetteer, "con Gino Milan").candidates == (("person", "gino-milan"),)
    assert set(only(gazetteer, "gol di Bari").candidates) == {("club", "bari"), ("person_short", "martin-bari")}


def test_a_surname_that_is_a_colour_only_with_a_capital(small: Gazetteer) -> None:
    assert only(small, "la squadra viola").candidates == (("colour", "fiorentina"),)
    assert set(only(small, "la squadra di Viola").candidates) == {
        ("colour", "fiorentina"),
        ("person_short", "andrea-viola"),
    }


@pytest.mark.parametrize(
    ("text", "number", "gender"),
    [
        ("rossonero", "s", "m"),
        ("rossonera", "s", "f"),
        ("Rossoneri", "p", "m"),
        ("ROSSONERE", "p", "f"),
        ("viola", "", ""),
    ],
)
def test_colours_tell_number_and_gender(small: Gazetteer, text: str, number: str, gender: str) -> None:
    hit = only(small, f"il {text} corre")
    assert (hit.kind, hit.number, hit.gender) == ("colour", number, gender)


def test_demonyms_and_regions(small: Gazetteer) -> None:
    assert only(small, "il bergamasco").candidates == (("demonym", "atalanta"),)
    assert only(small, "gli scaligeri").candidates == (("demonym", "hellas-verona"),)
    assert only(small, "una formazione veneta").candidates == (("region", "hellas-verona"),)


@pytest.mark.parametrize(
    ("text", "initial", "people"),
    [
        ("P. Rossi", "P", {"paolo-rossi"}),
        ("Rossi P.", "P", {"paolo-rossi"}),
        ("M. Rossi", "M", {"marco-rossi-1964", "marco-rossi-1978"}),
        ("Mar. Rossi", "Mar", {"marco-rossi-1964", "marco-rossi-1978"}),
    ],
)
def test_an_initial_chooses_among_namesakes(small: Gazetteer, text: str, initial: str, people: set[str]) -> None:
    hit = only(small, f"Gol: {text}, 12'")
    assert (f"Gol: {text}, 12'"[hit.start : hit.end], hit.initial) == (text, initial)
    assert {ident for _, ident in hit.candidates} == people


@pytest.mark.parametrize("text", ["In serie P. Rossi segna", "Un X. Rossi qualunque", "Ha segnato Rossi. Poi nulla"])
def test_a_letter_that_is_no_initial_changes_nothing(small: Gazetteer, text: str) -> None:
    hit = only(small, text)
    assert (text[hit.start : hit.end], hit.initial, len(hit.candidates)) == ("Rossi", "", 3)


def test_nicknames_with_and_without_article(small: Gazetteer) -> None:
    assert surfaces(small, "il Sergente, del Sergente; Sergente; la Beneamata; Pablito; Pablito Rossi") == [
        "Sergente", "Sergente", "Sergente", "Beneamata", "Pablito", "Pablito Rossi",
    ]  # fmt: skip


def test_lower_case_nicknames_need_their_article(small: Gazetteer) -> None:
    assert only(small, "la festa dei galletti").candidates == (("club_nick", "bari"),)
    assert only(small, "Galletti avanti").candidates == (("club_nick", "bari"),)
    assert small.find("due galletti") == []


def test_a_wrong_article_rules_a_nickname_out(small: Gazetteer) -> None:
    assert only(small, "il Real vince").candidates == (("club", "real-madrid"),)
    assert ("club_nick", "real-sociedad") in only(small, "la Real vince").candidates


def test_a_stand_needs_its_article(small: Gazetteer) -> None:
    assert only(small, "corre sotto la Sud").candidates == (("stand", "milan"),)
    assert small.find("nel Sud Italia") == []


def test_lookups(small: Gazetteer) -> None:
    assert [p.id for p in small.people_by_surname("calhanoglu")] == ["hakan-calhanoglu"]
    assert [p.id for p in small.person_by_name("hakan ÇALHANOĞLU")] == ["hakan-calhanoglu"]
    assert {p.birth for p in small.person_by_name("Marco Rossi")} == {1964, 1978}
    assert small.person_by_name("Calhanoglu") == []
    club = small.club_by_name("VERONA")
    assert club is not None and club.id == "hellas-verona"
    assert small.club_by_name("Milano") is None
    assert [c.id for c in small.colour_clubs("Nerazzurra")] == ["inter", "atalanta"]
    assert [p.id for p in small.coach_of("inter", 2020)] == ["antonio-conte"]
    assert small.coach_of("inter", 2022) == ()
    assert small.is_common_word("Conte") and not small.is_common_word("Calhanoglu")


def test_an_alias_names_the_club_in_a_spell(small: Gazetteer) -> None:
    spell = small.people["franck-kessie"].spells[0]
    assert (spell.club, spell.loan, spell.loan_from) == ("hellas-verona", True, "milan")
    assert small.resolve("verona") == small.clubs["hellas-verona"]
    assert small.resolve("nowhere") is None


@pytest.mark.parametrize("name", ["Inter FC", "F.C. Inter 1908", "Inter", "inter calcio"])
def test_legal_forms_beside_a_clubs_name_do_not_count(small: Gazetteer, name: str) -> None:
    club = small.club_by_name(name)
    assert club is not None and club.id == "inter"


def test_a_legal_form_alone_is_no_club(small: Gazetteer) -> None:
    assert small.club_by_name("FC 1908") is None
    assert small.club_by_name("Inter Primavera") is None
