"""Who belongs where: affiliations in small texts of our own."""

from __future__ import annotations

import pytest

from kg.article import Article
from kg.extraction import Extractor

EXTRACTOR = Extractor()


def rows(text: str, date: str | None = "2021-03-10") -> set[tuple[str, str, str, str]]:
    """Return (person, club, status, capacity) of a text."""
    facts = EXTRACTOR.extract(Article(id="prova", text=text, date=date))
    return {(a.person, a.club, a.status, a.capacity) for a in facts.affiliations}


def pairs(text: str, date: str | None = "2021-03-10") -> set[tuple[str, str, str]]:
    """Return (person, club, status) of a text."""
    return {row[:3] for row in rows(text, date)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ha deciso l'ex Genoa Ernesto Brambati, entrato da poco.", {("Ernesto Brambati", "Genoa")}),
        (
            "Ernesto Brambati, ex Genoa, Torino e Lazio, ha smesso.",
            {("Ernesto Brambati", "Genoa"), ("Ernesto Brambati", "Torino"), ("Ernesto Brambati", "Lazio")},
        ),
        ("Ernesto Brambati (ex Parma) ha parlato ieri.", {("Ernesto Brambati", "Parma")}),
        (
            "A presentarlo Ernesto Brambati, ex difensore di Cagliari e Bologna.",
            {("Ernesto Brambati", "Cagliari"), ("Ernesto Brambati", "Bologna")},
        ),
        (
            "Sampdoria e Fiorentina lo ricordano: Ernesto Brambati, ex blucerchiato, ex viola, non dimentica.",
            {("Ernesto Brambati", "Sampdoria"), ("Ernesto Brambati", "Fiorentina")},
        ),
        ("Il favorito è Ernesto Brambati (già al Palermo).", {("Ernesto Brambati", "Palermo")}),
    ],
)
def test_ex(text: str, wanted: set[tuple[str, str]]) -> None:
    """Every club under "ex" is a former one, and nothing else is."""
    assert pairs(text) == {(person, club, "former") for person, club in wanted}


@pytest.mark.parametrize(
    "text",
    [
        "Ernesto Brambati ha rivisto l'ex compagno Ivo Carassai.",
        "L'ex arbitro Ernesto Brambati ha commentato Lazio-Roma.",
        "Ernesto Brambati, agente di molti, parla del Milan.",
        "Ernesto Brambati piace al Milan e alla Roma.",
        "Ernesto Brambati ha visto il Milan dalla tribuna.",
    ],
)
def test_no_affiliation(text: str) -> None:
    """False friends of "ex", and clubs that merely stand near."""
    assert pairs(text) == set()


@pytest.mark.parametrize(
    ("text", "person", "club", "capacity"),
    [
        (
            "Ernesto Brambati, 24 anni, centrocampista argentino del Parma, resta fermo.",
            "Ernesto Brambati",
            "Parma",
            "player",
        ),
        ("Il portiere del Bari, Micalizzotti, ha toccato il pallone.", "Micalizzotti", "Bari", "player"),
        ("L'attaccante del Como Ernesto Brambati si ferma per un mese.", "Ernesto Brambati", "Como", "player"),
        ("Ernesto Brambati è il capitano del Modena.", "Ernesto Brambati", "Modena", "player"),
        ("Ernesto Brambati, in forza al Pisa, aspetta.", "Ernesto Brambati", "Pisa", "player"),
        ("L'alternativa è Ernesto Brambati del Guingamp.", "Ernesto Brambati", "Guingamp", "player"),
        ("Il direttore sportivo del Siena, Micalizzotti, ha annunciato ricorso.", "Micalizzotti", "Siena", "executive"),
        ("Il nuovo allenatore del Lecce Ernesto Brambati si presenta.", "Ernesto Brambati", "Lecce", "coach"),
        ("Il Napoli di Antonio Conte vola.", "Antonio Conte", "Napoli", "coach"),
    ],
)
def test_current(text: str, person: str, club: str, capacity: str) -> None:
    """Appositions, copulas, possession: current, in the capacity the words give."""
    date = "2025-02-10" if "Conte" in text else "2021-03-10"
    assert (person, club, "current", capacity) in rows(text, date)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ernesto Brambati, cresciuto nelle giovanili della Roma, aspetta una chiamata.", {("Roma", "former")}),
        ("Ernesto Brambati ha alle spalle tre stagioni al Genoa.", {("Genoa", "former")}),
        ("Ernesto Brambati, dopo il prestito alla Fiorentina, cerca spazio.", {("Fiorentina", "former")}),
        (
            "Ernesto Brambati, che ha vestito le maglie di Bologna e Perugia, studia da allenatore.",
            {("Bologna", "former"), ("Perugia", "former")},
        ),
        (
            "Ernesto Brambati faceva il pendolare. Due anni al Teramo, la Reggiana.",
            {("Teramo", "former"), ("Reggiana", "former")},
        ),
        ("Ernesto Brambati, che del Parma è un ex, saluta tutti.", {("Parma", "former")}),
        (
            "Ernesto Brambati, oggi al Como, ricorda le quattro stagioni al Genoa.",
            {("Como", "current"), ("Genoa", "former")},
        ),
        ("Ernesto Brambati è un mediano della Primavera della Fiorentina.", {("Fiorentina", "current")}),
    ],
)
def test_careers(text: str, wanted: set[tuple[str, str]]) -> None:
    """Chapters, beginnings, shirts, lists, and where he is now."""
    assert {(club, status) for _, club, status in pairs(text)} == wanted


def test_beginnings_where_he_plays_now_make_no_former_man() -> None:
    """Who grew up at the club he plays for is current only."""
    text = "Ernesto Brambati, difensore del Torino, è cresciuto nel vivaio granata. Torino al lavoro."
    assert pairs(text) == {("Ernesto Brambati", "Torino", "current")}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Il Lecce ha esonerato Luca Gotti per affidarsi a Marco Giampaolo.",
            {("Luca Gotti", "Lecce", "former", "coach"), ("Marco Giampaolo", "Lecce", "current", "coach")},
        ),
        (
            "L'allenatore Ernesto Brambati è stato esonerato dal Cosenza.",
            {("Ernesto Brambati", "Cosenza", "former", "coach")},
        ),
        (
            "Il Livorno di Carlo Mazzone, che ha preso il posto del dimissionario Roberto Donadoni, riparte.",
            {("Carlo Mazzone", "Livorno", "current", "coach"), ("Roberto Donadoni", "Livorno", "former", "coach")},
        ),
    ],
)
def test_benches(text: str, wanted: set[tuple[str, str, str, str]]) -> None:
    """Who goes is former, who comes is current."""
    date = "2006-02-12" if "Livorno" in text else "2024-11-12"
    assert rows(text, date) == wanted


def test_a_closed_time_is_former() -> None:
    """A sentence about a year long gone makes no current men."""
    assert pairs("Nel 1998 Ernesto Brambati era l'ala del Bari.", "2021-03-10") == {
        ("Ernesto Brambati", "Bari", "former")
    }


def test_who_is_told_in_the_story_of_the_match_has_his_side() -> None:
    """The words say that he plays, the gazetteer which of the two sides is his."""
    text = "Lazio-Roma 1-0\n\nAl 12' Milinkovic-Savic sblocca il derby con un colpo di testa. Nella ripresa Pellegrini ci prova due volte da fuori area."
    assert {("Sergej Milinkovic-Savic", "Lazio", "current"), ("Lorenzo Pellegrini", "Roma", "current")} <= pairs(
        text, "2021-01-15"
    )


def test_nobody_gets_a_club_the_article_does_not_name() -> None:
    """Spells of the gazetteer are no facts of the text."""
    assert pairs("Ha parlato Lorenzo Pellegrini. Il campionato riparte domani.", "2021-01-15") == set()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Ernesto Brambati ha militato nelle fila di Catania, Foggia, Teramo e Fano.",
            {("Catania", "former"), ("Foggia", "former"), ("Teramo", "former"), ("Fano", "former")},
        ),
        ("Ernesto Brambati è stato al Torino per due anni.", {("Torino", "former")}),
        ('Ernesto Brambati: "Sono stato al Torino, poi al Bari".', {("Torino", "former"), ("Bari", "former")}),
        ("Ernesto Brambati, che al Bari ha passato tre anni, non ha esultato.", {("Bari", "former")}),
        ("Con il Brescia Ernesto Brambati ha segnato quaranta gol in tre anni.", {("Brescia", "former")}),
        ("Con la maglia del Brescia Ernesto Brambati ha vinto un campionato nel 2012.", {("Brescia", "former")}),
        (
            "In carriera Ernesto Brambati ha guidato anche il Lecce e la Ternana.",
            {("Lecce", "former"), ("Ternana", "former")},
        ),
        ("Ernesto Brambati ha lasciato il Genoa due anni fa.", {("Genoa", "former")}),
        ("Ernesto Brambati ha chiuso la carriera nel Padova.", {("Padova", "former")}),
        ("Ernesto Brambati ha esordito in Serie A con il Bologna nel 1998.", {("Bologna", "former")}),
        ("Ernesto Brambati, nato calcisticamente nel Padova, ha trent'anni.", {("Padova", "former")}),
        ("Ernesto Brambati, l'anno scorso al Venezia, è senza squadra.", {("Venezia", "former")}),
        ("Ernesto Brambati, scuola Inter, ha vent'anni.", {("Inter", "former")}),
        ("Ernesto Brambati vinse lo scudetto con la Sampdoria nel 1991.", {("Sampdoria", "former")}),
        (
            "Ernesto Brambati, lanciato in Serie A dall'Atalanta, oggi gioca nel Monza.",
            {("Atalanta", "former"), ("Monza", "current")},
        ),
    ],
)
def test_spells_told_by_a_verb(text: str, wanted: set[tuple[str, str]]) -> None:
    """Ranks and shirts, time spent, honours, beginnings, ends, leaving."""
    assert {(club, status) for _, club, status in pairs(text)} == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ernesto Brambati potrebbe lasciare il Genoa a giugno.",
        "Ernesto Brambati non ha lasciato il Genoa.",
        "Ernesto Brambati ha vinto la partita con la Lazio.",
        "Ernesto Brambati ha segnato due gol alla Lazio.",
    ],
)
def test_what_is_no_spell(text: str) -> None:
    """Wishes, denials and opponents put nobody at a club in the past."""
    assert not {row for row in pairs(text) if row[2] == "former"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Ernesto Brambati, portiere anni '80 e '90 di Lecce e Bari, ricorda quei tempi.",
            {("Lecce", "former"), ("Bari", "former")},
        ),
        (
            "Ernesto Brambati - centrocampista anni '70 Milan e Lazio - ex allenatore Napoli e Udinese.",
            {("Milan", "former"), ("Lazio", "former"), ("Napoli", "former"), ("Udinese", "former")},
        ),
        ("Ernesto Brambati, ex tra le altre di Bari e Lecce, è tornato.", {("Bari", "former"), ("Lecce", "former")}),
        ("Ernesto Brambati, storico capitano del Lecce, è morto ieri.", {("Lecce", "former")}),
        ("Ernesto Brambati era il portiere del Torino di allora.", {("Torino", "former")}),
        ("Ernesto Brambati, oggi allenatore della Ternana, ha parlato ieri.", {("Ternana", "current")}),
    ],
)
def test_descriptions_of_a_closed_time(text: str, wanted: set[tuple[str, str]]) -> None:
    """Decades, memory and a copula in the past close the time of a description."""
    assert {(club, status) for _, club, status in pairs(text)} == wanted


def test_a_told_year_dates_the_men_beside_the_club() -> None:
    """The year is told; the gazetteer knows who was at the club in it, and nobody of another time."""
    text = "Nel 2001 la Roma vinse con Batistuta e Montella. Festa grande anche per Cafu."
    found = pairs(text, "2021-03-10")
    assert ("Gabriel Omar Batistuta", "Roma", "former") in found
    assert ("Vincenzo Montella", "Roma", "former") in found
    assert not {row for row in found if row[2] == "current"}


def test_exes_told_in_a_list() -> None:
    """ "Gli ex": which of the clubs beside them was theirs the gazetteer knows; who names no ex stays as he is."""
    text = "Sampdoria-Atalanta 1-2. Tra gli ex in campo c'era Zapata, fischiato dal pubblico della Sampdoria."
    assert ("Duvan Zapata", "Sampdoria", "former") in pairs(text, "2020-11-10")


def test_a_man_told_beside_his_club_is_one_of_its_men() -> None:
    """Club and man in one place, a spell of the time: no more is needed; a club of another time is none of his."""
    text = "L'Inter pensa al derby. Conte ritrova Skriniar e Bastoni dopo la sosta."
    found = pairs(text, "2021-02-10")
    assert {("Milan Skriniar", "Inter", "current"), ("Alessandro Bastoni", "Inter", "current")} <= found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('Brambati: "Quando giocavo nel Parma era tutto diverso. Ero un ragazzo."', {("Parma", "former")}),
        ("Ernesto Brambati: «Giocai nel Pescara con Junior. Noi due ci capivamo.»", {("Pescara", "former")}),
        (
            "L'intervista a Ernesto Brambati. «Ho iniziato nelle giovanili del Torino. Ho giocato due stagioni nella Roma e una nel Genoa. Quando ero al Bari mi divertivo.»",
            {("Torino", "former"), ("Roma", "former"), ("Genoa", "former"), ("Bari", "former")},
        ),
        ('Brambati ricorda: "Io venivo dal Cosenza, avevo vent\'anni."', {("Cosenza", "former")}),
    ],
)
def test_who_speaks_tells_his_own_career(text: str, wanted: set[tuple[str, str]]) -> None:
    """The first person is the man whom the opening gives the word."""
    assert {(club, status) for _, club, status in pairs(text)} == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ernesto Brambati resterà al Milan.",
        "Ernesto Brambati è stato confermato dal Milan.",
        "Ernesto Brambati rimane nel Milan.",
    ],
)
def test_who_stays_is_there(text: str) -> None:
    """Staying is being there."""
    assert pairs(text) == {("Ernesto Brambati", "Milan", "current")}


def test_a_page_that_looks_back_tells_former_men() -> None:
    """ "Accadde oggi": the men of the old match are of that day."""
    text = "Accadde oggi: Roma-Fiorentina 1-0\n\nCapello si affida a Totti e Delvecchio. All'83' Batistuta batte Toldo da fuori area."
    found = pairs(text, "2000-11-26")
    assert ("Francesco Totti", "Roma", "former") in found
    assert not {row for row in found if row[2] == "current"}


def test_the_days_of_a_club() -> None:
    """ "ai tempi del": both men that the sentence brings together were there."""
    found = pairs("Sarri ritrova Jorginho, suo regista ai tempi del Napoli.", "2021-11-10")
    assert {("Maurizio Sarri", "Napoli", "former"), ("Jorginho", "Napoli", "former")} <= found


@pytest.mark.parametrize(
    "text",
    [
        "Latina-Cesena 0-1\n\nI nerazzurri attaccano: il Latina colpisce una traversa con Brambati nella ripresa.",
        "Latina-Cesena 1-1\n\nPer il Latina segna Brambati nella ripresa.",
    ],
)
def test_the_side_that_acts_is_the_side_of_who_acts(text: str) -> None:
    """A man nobody knows is on the side that is told to act with him."""
    assert ("Brambati", "Latina", "current") in pairs(text, "2014-06-18")


def test_a_title_in_front_of_a_man_nobody_knows() -> None:
    """ "Il ds": of the one club his sentence names, not of a club he deals with."""
    assert ("Ernesto Brambati", "Pordenone", "current", "executive") in rows(
        'Il ds Ernesto Brambati: "Così ho costruito il Pordenone".', None
    )
    assert not rows("Il ds Ernesto Brambati ha parlato contro la Juventus.", None)
