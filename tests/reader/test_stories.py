"""Stories of former players: the match, the sides and the past of each, told outside a report."""

from __future__ import annotations

import pytest

from kg.article import Article
from kg.extraction import Extractor
from kg.facts import Facts

EXTRACTOR = Extractor()


def read(text: str) -> Facts:
    return EXTRACTOR.extract(Article(id="story", text=text))


def rows(text: str, *types: str) -> set[tuple[str, str, str | None, str | None, bool]]:
    return {
        (i.type, i.player, i.club, i.opponent, i.ex_player)
        for i in read(text).incidents
        if not types or i.type in types
    }


LIST = """Quando il gol dell'ex arriva nel derby: ecco i casi da ricordare

• ALEKSANDAR KOLAROV (ROMA-LAZIO 3-1 29/09/2018)
Il terzino, che a Formello era arrivato ragazzo, segnò su punizione e mandò in delirio la Sud.

• FABIO QUAGLIARELLA (TORINO-JUVENTUS 2-1 26/04/2015)
L'attaccante firmò il gol della vittoria con un tocco sotto porta.
"""


def test_items_of_a_list_belong_to_the_match_of_their_heading() -> None:
    assert rows(LIST, "goal") == {
        ("goal", "Aleksandar Kolarov", "Roma", "Lazio", True),
        ("goal", "Fabio Quagliarella", "Torino", "Juventus", True),
    }
    assert {(m.home, m.away, m.score, m.date) for m in read(LIST).matches} == {
        ("Roma", "Lazio", "3-1", "2018-09-29"),
        ("Torino", "Juventus", "2-1", "2015-04-26"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Nel 2008 Ettore Brambati segnò il gol che permise all'Udinese di passeggiare sul Cagliari.",
        "Nel 2008 Ettore Brambati segnò il gol che portò in vantaggio l'Udinese contro il Cagliari.",
        "Nel 2008 Ettore Brambati segnò al Cagliari con la maglia dell'Udinese.",
        "Nel 2008 Ettore Brambati segnò nella vittoria dell'Udinese sul Cagliari.",
        "Nel 2008 Ettore Brambati segnò con l'Udinese e castigò il Cagliari.",
    ],
)
def test_the_words_around_a_goal_tell_his_side_and_the_other(sentence: str) -> None:
    text = f"Il gol dell'ex, che storia. {sentence}"
    assert {r[1:4] for r in rows(text, "goal")} == {("Ettore Brambati", "Udinese", "Cagliari")}


@pytest.mark.parametrize(
    "sentence",
    [
        "Antonio Scarpellon, per due stagioni cuore e capitano del Vicenza, ha segnato.",
        "Antonio Scarpellon era stato l'idolo della tifoseria del Vicenza.",
        "Fino allo scorso anno era il beniamino del Vicenza. Antonio Scarpellon adesso è un avversario.",
        "Antonio Scarpellon fu una bandiera del Vicenza.",
    ],
)
def test_who_was_an_idol_of_a_club_is_its_former_man(sentence: str) -> None:
    assert ("Antonio Scarpellon", "Vicenza", "former") in {
        (a.person, a.club, a.status) for a in read(f"12 marzo 2016\n\n{sentence}").affiliations
    }


def test_who_is_an_idol_today_is_no_former_man() -> None:
    text = "12 marzo 2016\n\nAntonio Scarpellon è l'idolo dei tifosi del Vicenza."
    assert "former" not in {a.status for a in read(text).affiliations}


@pytest.mark.parametrize(
    "gesture",
    [
        "poi si fermò a centrocampo",
        "poi scoppiò in lacrime",
        "poi chiese scusa ai suoi vecchi tifosi",
        "poi rimase immobile",
        "ma trattenne l'esultanza",
        "poi abbassò lo sguardo",
        "ma preferì non esultare",
    ],
)
def test_a_muted_celebration_by_any_wording(gesture: str) -> None:
    text = f"Nel 2011 Pablo Daniel Osvaldo, con la maglia della Roma, segnò alla Fiorentina, {gesture}."
    assert ("muted_celebration", "Pablo Daniel Osvaldo", "Roma", "Fiorentina") in {r[:4] for r in rows(text)}


@pytest.mark.parametrize(
    "gesture",
    [
        "poi corse sotto la curva",
        "e portò il dito sulla bocca",
        "poi zittì lo stadio",
        "e baciò la maglia",
        "poi mimò il gesto dell'ombrello",
        "e si tolse la maglia",
    ],
)
def test_a_celebration_by_gesture(gesture: str) -> None:
    text = f"Nel 2011 Pablo Daniel Osvaldo, con la maglia della Roma, segnò alla Fiorentina {gesture}."
    assert ("celebration", "Pablo Daniel Osvaldo", "Roma", "Fiorentina") in {r[:4] for r in rows(text)}


def test_tears_of_another_man_are_no_muted_celebration() -> None:
    text = "Il Latina è battuto: al 90' segna Succi per il Cesena. Cottafava, in lacrime, resta a terra. Cesena-Latina 2-1."
    assert not rows(text, "muted_celebration")


def test_the_joy_of_the_fans_is_theirs() -> None:
    text = "Milan-Inter 1-0. Al 12' segna Leao. L'esultanza dei tifosi si sente fino in centro."
    assert not rows(text, "celebration")


def test_a_crowd_that_does_not_spare_whistles_whistles() -> None:
    text = "Inter-Milan 1-1. La Curva Nord non ha risparmiato fischi a Calhanoglu."
    assert "crowd_reaction" in {r[0] for r in rows(text)}


def test_seen_to_score_is_a_goal() -> None:
    text = "Ieri abbiamo visto Antonio Scarpellon segnare un gol alla sua ex squadra, il Vicenza."
    assert ("goal", "Antonio Scarpellon") in {r[:2] for r in rows(text)}


def test_a_reaction_after_a_deed_of_another_match_belongs_there() -> None:
    text = (
        "4 settembre 2018\n\nDomenica la Sampdoria ha battuto il Napoli 3-0, in gol Fabio Quagliarella.\n\n"
        "Nel 2000 Gabriel Batistuta, con la maglia della Roma, segnò alla Fiorentina. Dalla curva arrivarono soltanto applausi."
    )
    assert ("crowd_reaction", "Gabriel Omar Batistuta") in {r[:2] for r in rows(text)}
    assert all(r[3] == "Roma" for r in rows(text, "crowd_reaction"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Il match winner è stato l'ex Ettore Brambati.",
        "C'è stata la firma di un ex, Ettore Brambati.",
        "Ettore Brambati ha punito la sua ex squadra al 70'.",
        "Ettore Brambati gela la sua vecchia squadra.",
    ],
)
def test_a_goal_of_the_ex_without_its_word(sentence: str) -> None:
    assert ("goal", "Ettore Brambati") in {r[:2] for r in rows(f"Udinese-Cagliari 1-0. {sentence}")}


def test_what_has_to_do_with_it_does_not_come_on() -> None:
    text = "Udinese-Cagliari 1-0. C'entra invece Ettore Brambati, che nel finale ha fatto discutere."
    assert not rows(text, "substitution")
