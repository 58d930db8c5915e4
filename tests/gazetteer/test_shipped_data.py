"""The shipped data: sound by the format, and holding what the press takes for granted."""

from __future__ import annotations

import tomllib

import pytest

from kg.gazetteer import Gazetteer, check, fold
from kg.gazetteer.files import DATA


@pytest.fixture(scope="module")
def shipped() -> Gazetteer:
    return Gazetteer.default()


def test_every_row_follows_the_format() -> None:
    assert [str(problem) for problem in check()] == []


def test_enough_clubs(shipped: Gazetteer) -> None:
    assert len(shipped.clubs) >= 350
    assert sum(club.national for club in shipped.clubs.values()) >= 80
    assert sum(club.women for club in shipped.clubs.values()) >= 12


def test_names_collide_only_where_the_press_lets_them() -> None:
    owners: dict[str, set[str]] = {}
    for path in sorted((DATA / "clubs").glob("*.toml")):
        for club in tomllib.loads(path.read_text("utf-8"))["club"]:
            for name in {club["name"], *club.get("aliases", ())}:
                owners.setdefault(fold(name), set()).add(club["id"])
    shared = {name: ids for name, ids in owners.items() if len(ids) > 1}
    assert shared == {
        "borussia": {"borussia-dortmund", "borussia-moenchengladbach"},
        "nacional": {"nacional-montevideo", "nacional-madeira"},
    }


@pytest.mark.parametrize(
    ("said", "ident"),
    [
        ("Juve", "juventus"),
        ("Verona", "hellas-verona"),
        ("Samp", "sampdoria"),
        ("PSG", "paris-saint-germain"),
        ("Dortmund", "borussia-dortmund"),
        ("Man United", "manchester-united"),
        ("Chievo Verona", "chievo"),
        ("Spal", "spal"),
        ("Bayern", "bayern-monaco"),
        ("Barça", "barcellona"),
        ("Real", "real-madrid"),
        ("Sporting", "sporting-lisbona"),
        ("Shakhtar", "shakhtar-donetsk"),
        ("Paesi Bassi", "olanda"),
        ("Albinoleffe", "albinoleffe"),
    ],
)
def test_names_of_the_press(shipped: Gazetteer, said: str, ident: str) -> None:
    club = shipped.club_by_name(said)
    assert club is not None and club.id == ident


@pytest.mark.parametrize(
    ("text", "kind", "ident"),
    [
        ("la Dea vola", "club_nick", "atalanta"),
        ("il Diavolo cade", "club_nick", "milan"),
        ("la Vecchia Signora", "club_nick", "juventus"),
        ("i galletti di casa", "club_nick", "bari"),
        ("gol del Grifone", "club_nick", "genoa"),
        ("i felsinei reagiscono", "demonym", "bologna"),
        ("gli estensi reagiscono", "demonym", "spal"),
        ("la squadra partenopea", "demonym", "napoli"),
        ("una squadra sarda", "region", "cagliari"),
        ("i rossoblù di casa", "colour", "genoa"),
        ("i rossoblù di casa", "colour", "crotone"),
        ("i blucerchiati", "colour", "sampdoria"),
        ("la granata delusa", "colour", "salernitana"),
        ("all'Arechi", "ground", "salernitana"),
        ("a Marassi", "ground", "sampdoria"),
        ("all'Olimpico", "ground", "lazio"),
        ("al Bentegodi", "ground", "chievo"),
        ("sotto la Fiesole", "stand", "fiorentina"),
        ("sotto la Sud", "stand", "roma"),
        ("torna a Bergamo", "town", "atalanta"),
        ("la Seleção", "club_nick", "brasile"),
        ("i Bleus", "club_nick", "francia"),
        ("gli Azzurri", "colour", "italia"),
        ("il turco", "demonym", "turchia"),
    ],
)
def test_other_words_for_a_club(shipped: Gazetteer, text: str, kind: str, ident: str) -> None:
    assert (kind, ident) in [candidate for hit in shipped.find(text) for candidate in hit.candidates]


def test_weightier_clubs_come_first(shipped: Gazetteer) -> None:
    weights = [club.weight for club in shipped.colour_clubs("rossoblù")]
    assert weights == sorted(weights, reverse=True) and weights[0] == 5


def test_the_bare_name_means_the_men(shipped: Gazetteer) -> None:
    women = {ident for ident, club in shipped.clubs.items() if club.women}
    for text in ("la Juventus", "i bianconeri", "a Torino", "la Roma"):
        assert not women & {ident for hit in shipped.find(text) for _, ident in hit.candidates}
    assert shipped.find("la Juventus Women")[0].candidates == (("club", "juventus-women"),)


@pytest.mark.parametrize(
    "word", ["Conte", "Costa", "Chiesa", "Gatti", "Bastoni", "Pioli", "Rossi", "Leone", "Felice", "Re"]
)
def test_common_words(shipped: Gazetteer, word: str) -> None:
    assert shipped.is_common_word(word)


@pytest.mark.parametrize("word", ["Calhanoglu", "Barella", "Ibrahimovic", "Juventus"])
def test_plain_names_are_no_common_words(shipped: Gazetteer, word: str) -> None:
    assert not shipped.is_common_word(word)
