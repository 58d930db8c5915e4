"""Who is meant: people, clubs and roles in small texts of our own."""

from __future__ import annotations

import unicodedata

import pytest

from kg.article import Article
from kg.extraction import Extractor
from kg.facts import Facts

EXTRACTOR = Extractor()


def read(text: str, date: str | None = None) -> Facts:
    """Return the facts of a text."""
    return EXTRACTOR.extract(Article(id="prova", text=text, date=date))


def people(text: str, date: str | None = None) -> set[str]:
    """Return the names of the people of a text."""
    return {person.name for person in read(text, date).persons}


def roles(text: str, date: str | None = None) -> dict[str, str]:
    """Return name → role of the people of a text."""
    return {person.name: person.role for person in read(text, date).persons}


def clubs(text: str, date: str | None = None) -> set[str]:
    """Return the names of the clubs of a text."""
    return {club.name for club in read(text, date).clubs}


@pytest.mark.parametrize(
    ("text", "date", "name"),
    [
        ("Lo stesso gesto del blucerchiato Ferrari contro il Crotone.", "2017-12-01", "Gian Marco Ferrari"),
        ("Rossi (Milan) ha parato anche l'ultimo tiro.", "1993-05-02", "Sebastiano Rossi"),
        ("Il Pescara di Zeman ha perso ancora.", "2013-01-10", "Zdenek Zeman"),
        ("Palo di Berardi, poi il Sassuolo si arrende alla Lazio.", "2019-11-24", "Domenico Berardi"),
    ],
)
def test_a_club_beside_the_name_decides_between_namesakes(text: str, date: str, name: str) -> None:
    assert name in people(text, date)


def test_in_a_line_up_the_side_decides() -> None:
    sheet = (
        "GIANA (4-4-2): Leoni; Perico, Sosio, Bonalumi, Romagnoli; Pinto, Biraghi, Marotta, Augello; Bruno, Chiarello."
    )
    found = people("Giana Erminio-Renate 1-0\n" + sheet, "2016-11-20")
    assert "Alessio Romagnoli" not in found
    assert "Romagnoli" in found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Che bel gol di Lorenzo Pellegrini per la Roma.", "Lorenzo Pellegrini"),
        ("Il Venezia di Paolo Vanoli vola.", "Paolo Vanoli"),
        ("Passa al Parma la metà di Igor Santelia.", "Igor Santelia"),
        ("Preso a titolo definitivo Doriano Pezzuti dal Venezia.", "Doriano Pezzuti"),
        ("Ceduto Davide Bendotti al Lecco in prestito.", "Davide Bendotti"),
        ("Il ds Domenico Roma ha presentato i nuovi del Messina.", "Domenico Roma"),
        ("Nel tabellino c'è anche Oscar Damianovich.", "Oscar Damianovich"),
    ],
)
def test_names_keep_their_bounds(text: str, name: str) -> None:
    found = people(text, "2024-10-01")
    assert found == {name}


@pytest.mark.parametrize(
    ("text", "date", "name"),
    [
        ("Contro il Napoli segna Higuian, e la Juventus vince.", "2017-04-02", "Gonzalo Higuain"),
        ("Doppietta per la Cremonese di Cahrles Pickel.", "2024-08-10", "Charles Pickel"),
        ("La squadra di Mazzari trova il pari: Torino-Udinese 1-1.", "2019-02-10", "Walter Mazzarri"),
        ("Il Milan ritrova Kaka e batte il Lecce.", "2005-10-01", "Kakà"),
    ],
)
def test_a_letter_wrong_is_forgiven_where_the_club_is_named(text: str, date: str, name: str) -> None:
    assert name in people(text, date)


@pytest.mark.parametrize(
    "text",
    [
        "GOOOL! GOOOL! L'Inter passa in vantaggio.",
        "Buongiorno! Restate con noi, il Napoli gioca alle 18.",
        "Il club di via Aldo Rossi valuta un rinforzo.",
        "L'attaccante di Ceccano ha firmato con il Frosinone.",
        "Non ho esultato. Lì ho vissuto anni belli, al Milan.",
        "Al San Paolo il Napoli ha battuto il Lecce.",
        "(Ha collaborato G. Parodini)",
        "– di Luigi Polce –\nIl Carpi batte la Lazio.",
        "Bologna, 24 aprile 2024. Negli anni Novanta il Bologna vinceva.",
    ],
)
def test_capitals_that_name_nobody(text: str) -> None:
    assert people(text, "2024-09-20") == set()


def test_a_verb_makes_a_common_word_a_name() -> None:
    assert people("Buongiorno ha recuperato e giocherà nel Napoli.", "2024-09-20") == {"Alessandro Buongiorno"}


def test_a_first_name_alone_is_the_man_named_in_full() -> None:
    assert people("Gigio Donnarumma torna a San Siro. Gigio para tutto contro il Milan.", "2023-11-07") == {
        "Gianluigi Donnarumma"
    }


def test_short_first_names_belong_to_the_surname() -> None:
    assert people("Il Napoli chiede informazioni a Beppe Riso, che cura gli interessi del ragazzo.", "2025-01-14") == {
        "Giuseppe Riso"
    }


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Fabbri non ha dubbi: rigore per l'Udinese.", "Michael Fabbri", "referee"),
        ("Il Napoli tratta con Oscar Damianovich, che cura gli interessi del ragazzo.", "Oscar Damianovich", "agent"),
        (
            "Parla il presidente onorario degli emiliani, Stefano Barbanera: «Bene così».",
            "Stefano Barbanera",
            "executive",
        ),
        ("Applausi per Luciano Marangolo, vice di Pioli al Milan.", "Luciano Marangolo", "coach"),
        ("Salvatore Sirigutti, ragioniere di Ostia, ha visto Roma-Lazio.", "Salvatore Sirigutti", "other"),
        ("L'Inter pensa ad Origi per l'attacco.", "Divock Origi", "player"),
    ],
)
def test_words_beside_the_name_tell_the_role(text: str, name: str, role: str) -> None:
    assert roles(text, "2022-04-16")[name] == role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tre anni in giro per l'Italia, poi il ritorno in Spagna.", set()),
        ("Passa il turno di Coppa Italia il Torino.", {"Torino"}),
        ("Finisce Italia-Inghilterra 1-1, i rigori premiano gli azzurri.", {"Italia", "Inghilterra"}),
        ("Ha fatto bene a Empoli, poi l'esonero di Bari.", {"Empoli", "Bari"}),
        ("Al San Paolo il Napoli ha battuto il Lecce 2-0.", {"Napoli", "Lecce"}),
        ("È nato a Bologna e vive a Torino.", set()),
        ("Torino, luglio 2018 - Visite per il nuovo acquisto del Genoa.", {"Genoa"}),
        ("Nel prossimo turno il Borgo Ticinella riceve il Cavenago.", {"Borgo Ticinella", "Cavenago"}),
        ("Il Derby della Mole finisce in parità: Torino-Juventus 1-1.", {"Torino", "Juventus"}),
        ("A Salerno decide Djuric, tre stagioni in granata.", {"Salernitana"}),
    ],
)
def test_clubs_and_places(text: str, expected: set[str]) -> None:
    assert clubs(text, "2021-07-11") == expected


def test_accents_as_separate_code_points_change_nothing_but_the_places() -> None:
    text = "Nicolò Barella e Hakan Çalhanoğlu regalano il derby all'Inter: è 2-1 sul Milan."
    given = unicodedata.normalize("NFD", text)
    facts, moved = read(text, "2023-02-05"), read(given, "2023-02-05")
    assert [p.name for p in facts.persons] == [p.name for p in moved.persons] == ["Nicolò Barella", "Hakan Calhanoglu"]
    for person in moved.persons:
        assert [given[a:b] for a, b in person.spans] == person.mentions
        assert unicodedata.is_normalized("NFD", person.mentions[0])


def test_the_date_of_a_copy_does_not_move_the_people_in_time() -> None:
    text = (
        "Sabato, 20 Aprile 2024\nSampdoria scatenata. Maresca va al Palermo, Eder resta alla Sampdoria con Gastaldello, "
        "Palombo, Obiang e Krsticic; Castellini va al Livorno."
    )
    assert "Paolo Castellini" in people(text)


def test_a_name_with_the_surname_first_in_capitals_is_turned() -> None:
    text = "Il club comunica le operazioni:\n- BAGGIO Roberto (attaccante): ceduto a titolo definitivo al Brescia\n- ZORBELLI Piero (portiere): ceduto in prestito al Gubbio"
    assert {"Roberto Baggio", "Piero Zorbelli"} <= people(text)


def test_the_words_of_a_time_date_an_undated_page() -> None:
    text = "L'Udinese ha deciso con le buste le comproprietà: {}. La Fiorentina ha riscattato Lazzari."
    assert "Andrea Lazzari" in people(text.format("restano in bianconero i giovani"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La Virtus Bolgaretta ha vinto ancora.", {"Virtus Bolgaretta"}),
        ("Domenica l'ASD Trezzonico riceve la Polisportiva Lambrate.", {"Trezzonico", "Polisportiva Lambrate"}),
    ],
)
def test_small_clubs_are_no_people(text: str, expected: set[str]) -> None:
    assert clubs(text) == expected
    assert people(text) == set()


def test_a_bare_name_means_the_womens_side_in_an_article_about_women() -> None:
    text = (
        "La Juventus Women perde in casa della Roma. Le ragazze di mister Spugna, avanti con Giacinti, allungano in testa: "
        "per le bianconere di Montemurro segna Bonansea. Nella Serie A femminile la Roma resta sola."
    )
    assert clubs(text) == {"Juventus Women", "Roma Femminile"}
    assert {"Valentina Giacinti", "Barbara Bonansea", "Alessandro Spugna", "Joe Montemurro"} <= people(text)


def test_one_word_about_women_leaves_the_clubs_of_men() -> None:
    assert clubs("La Roma batte il Torino 2-0. Domani gioca la squadra femminile.") == {"Roma", "Torino"}


def test_marks_under_the_heading_are_of_the_side_where_the_men_were() -> None:
    text = (
        "Empoli-Sampdoria 1-2\n\nAudero 6 - Sicuro.\n\nMurru 6 - Attento.\n\nPraet 6,5 - Elegante.\n\nEkdal 6 - Solido.\n\n"
        "Linetty 6 - Corre.\n\nQuagliarella 7 - Segna il gol della vittoria.\n"
    )
    assert {"Emil Audero", "Nicola Murru", "Dennis Praet", "Albin Ekdal", "Karol Linetty"} <= people(text, "2019-01-20")


def test_letters_that_changed_places_on_a_sheet_are_put_right() -> None:
    text = "BENEVENTO: Gori; Venuti, Padella, Lucioni, Pezzi; Melara, Chisbah, Buzzegoli; Ciciretti, Ceravolo. All. Baroni."
    assert "Raman Chibsah" in people(text, "2016-10-02")
