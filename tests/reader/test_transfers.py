"""Deals of the market in small texts of our own: who, from where, where to, kind, stage, price."""

from __future__ import annotations

import pytest

from kg.article import Article
from kg.extraction import Extractor
from kg.facts import Facts

EXTRACTOR = Extractor()
Row = tuple[str, str | None, str | None, str, str, float | None]


def read(text: str, date: str | None = None) -> Facts:
    """Return the facts of a text."""
    return EXTRACTOR.extract(Article(id="prova", text=text, date=date))


def rows(text: str, date: str | None = None) -> set[Row]:
    """Return the deals of a text as (player, from, to, kind, status, fee)."""
    return {(t.player, t.origin, t.to, t.kind, t.status, t.fee_meur) for t in read(text, date).transfers}


def ends(text: str, date: str | None = None) -> set[tuple[str, str | None, str | None]]:
    """Return (player, from, to)."""
    return {row[:3] for row in rows(text, date)}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        # direction by verb and preposition
        (
            "Il Torino ha acquistato dal Genoa il terzino Ernesto Vallarsi per 4 milioni.",
            ("Ernesto Vallarsi", "Genoa", "Torino", "permanent", "done", 4.0),
        ),
        (
            "Il Parma cede Ernesto Vallarsi al Cagliari in prestito secco.",
            ("Ernesto Vallarsi", "Parma", "Cagliari", "loan", "done", None),
        ),
        (
            "Ernesto Vallarsi passa dal Lecce al Monza a titolo definitivo.",
            ("Ernesto Vallarsi", "Lecce", "Monza", "permanent", "done", None),
        ),
        (
            "Ernesto Vallarsi lascia l'Udinese e vola al Lione per 12 milioni più 3 di bonus.",
            ("Ernesto Vallarsi", "Udinese", "Lione", "permanent", "done", 12.0),
        ),
        (
            "Dal Pisa arriva in prestito con diritto di riscatto Ernesto Vallarsi: il Como lo ha presentato ieri.",
            ("Ernesto Vallarsi", "Pisa", "Como", "loan_option", "done", None),
        ),
        # kinds
        (
            "Il Sassuolo riscatta Ernesto Vallarsi dal Milan per 7 milioni.",
            ("Ernesto Vallarsi", "Milan", "Sassuolo", "redemption", "done", 7.0),
        ),
        (
            "L'Empoli ha preso dal Bari Ernesto Vallarsi in prestito con obbligo di riscatto.",
            ("Ernesto Vallarsi", "Bari", "Empoli", "loan_obligation", "done", None),
        ),
        (
            "Mercato Frosinone. Ernesto Vallarsi rientra alla Lazio per fine prestito.",
            ("Ernesto Vallarsi", "Frosinone", "Lazio", "loan_return", "done", None),
        ),
        (
            "Al Brescia arriva a parametro zero Ernesto Vallarsi, svincolatosi dal Palermo.",
            ("Ernesto Vallarsi", "Palermo", "Brescia", "free", "done", None),
        ),
        # the scale of certainty
        (
            "Il Napoli segue Ernesto Vallarsi del Verona.",
            ("Ernesto Vallarsi", "Hellas Verona", "Napoli", "unknown", "rumour", None),
        ),
        (
            "La Fiorentina tratta con il Genoa per Ernesto Vallarsi: offerta da 5 milioni.",
            ("Ernesto Vallarsi", "Genoa", "Fiorentina", "permanent", "talks", 5.0),
        ),
        (
            "Fatta per Ernesto Vallarsi al Torino: domani le visite mediche, arriva dallo Spezia in prestito.",
            ("Ernesto Vallarsi", "Spezia", "Torino", "loan", "agreed", None),
        ),
        (
            "Mercato: Ernesto Vallarsi, attaccante del Lecce, ha detto no al Monza.",
            ("Ernesto Vallarsi", "Lecce", "Monza", "unknown", "denied", None),
        ),
        (
            "Mercato. Ernesto Vallarsi del Lecce al Bologna?",
            ("Ernesto Vallarsi", "Lecce", "Bologna", "unknown", "rumour", None),
        ),
    ],
)
def test_one_sentence_one_deal(text: str, row: Row) -> None:
    assert rows(text) == {row}


def test_by_and_from_after_acquistato() -> None:
    text = "Ernesto Vallarsi è stato acquistato dalla Juventus per 9 milioni. Il Genoa, intanto, ha acquistato dalla Juventus il giovane Piero Gandossi."
    assert ends(text) == {("Ernesto Vallarsi", None, "Juventus"), ("Piero Gandossi", "Juventus", "Genoa")}


def test_wages_clauses_valuations_and_asking_prices_are_no_fees() -> None:
    text = "Il Milan segue Ernesto Vallarsi dell'Empoli, che chiede 15 milioni. L'ingaggio è di 2 milioni netti, la clausola da 30 milioni spaventa."
    assert {row[5] for row in rows(text)} == {None}


def test_prices_in_lire_are_told_but_not_converted() -> None:
    assert rows("Il Parma ha preso dalla Cremonese Ernesto Vallarsi per 8 miliardi di lire.") == {
        ("Ernesto Vallarsi", "Cremonese", "Parma", "permanent", "done", None)
    }


def test_a_list_by_clubs_with_headings_brackets_and_ellipsis() -> None:
    text = (
        "Serie B, tutti gli ufficiali del mercato\n\n"
        "ASCOLI: preso Ernesto Vallarsi dal Pisa (prestito con diritto di riscatto); ceduto Piero Gandossi al Lecco in prestito.\n"
        "MODENA: in uscita Vito Sangalli, alla Carrarese a titolo definitivo. Arriva dal Genoa Nereo Bottazzi in prestito.\n"
        "SPEZIA: Gino Malaspari alla Triestina, prestito secco.\n"
    )
    assert rows(text) == {
        ("Ernesto Vallarsi", "Pisa", "Ascoli", "loan_option", "done", None),
        ("Piero Gandossi", "Ascoli", "Lecco", "loan", "done", None),
        ("Vito Sangalli", "Modena", "Carrarese", "permanent", "done", None),
        ("Nereo Bottazzi", "Genoa", "Modena", "loan", "done", None),
        ("Gino Malaspari", "Spezia", "Triestina", "loan", "done", None),
    }


def test_same_procedure_and_the_way_back() -> None:
    text = (
        "Mercato, il punto. L'Hellas Verona prende Ernesto Vallarsi dal Bruges in prestito con diritto di riscatto. Stesso procedimento per Piero Gandossi (Udinese). "
        "Il Brescia cede Vito Sangalli al Livorno a titolo definitivo; Nereo Bottazzi fa il percorso inverso."
    )
    found = {row[0]: row[1:4] for row in rows(text)}
    assert found["Piero Gandossi"] == ("Udinese", "Hellas Verona", "loan_option")
    assert found["Nereo Bottazzi"][:2] == ("Livorno", "Brescia")


def test_every_suitor_is_a_row() -> None:
    text = "Mercato Empoli. In uscita, Ernesto Vallarsi piace a Genoa e Parma."
    assert rows(text) == {
        ("Ernesto Vallarsi", "Empoli", "Genoa", "unknown", "rumour", None),
        ("Ernesto Vallarsi", "Empoli", "Parma", "unknown", "rumour", None),
    }


def test_the_story_goes_on_without_the_name() -> None:
    text = "Mercato. Dice addio al Bologna il difensore Ernesto Vallarsi. Lo vuole il Cesena, lo segue il Vicenza."
    assert ends(text) == {("Ernesto Vallarsi", "Bologna", "Cesena"), ("Ernesto Vallarsi", "Bologna", "Vicenza")}


def test_the_first_and_the_second() -> None:
    text = "Mercato. L'Hellas Verona ha ceduto Ernesto Vallarsi e Piero Gandossi: il primo al Torino, in prestito; il secondo va a titolo definitivo alla Sampdoria."
    assert rows(text) == {
        ("Ernesto Vallarsi", "Hellas Verona", "Torino", "loan", "done", None),
        ("Piero Gandossi", "Hellas Verona", "Sampdoria", "permanent", "done", None),
    }


def test_a_move_of_long_ago_inside_the_present_one() -> None:
    text = "Mercato. Dal Chievo riparte Ernesto Vallarsi, che un anno fa era arrivato dal Gent: destinazione Sampdoria, tre milioni."
    assert ends(text) == {("Ernesto Vallarsi", "Gent", "Chievo"), ("Ernesto Vallarsi", "Chievo", "Sampdoria")}


def test_a_later_sentence_calls_the_deal_off() -> None:
    text = "Mercato Cagliari. Il Cagliari tratta con il Sassuolo per Ernesto Vallarsi in prestito. Affare saltato."
    assert {(row[2], row[4]) for row in rows(text)} == {("Cagliari", "denied")}


def test_the_latest_stage_counts_once() -> None:
    text = "Torino su Ernesto Vallarsi: il Torino segue da mesi l'attaccante del Lecce. Ora è ufficiale: Ernesto Vallarsi è un nuovo giocatore del Torino, contratto fino al 2027."
    assert [(row[2], row[4]) for row in rows(text)] == [("Torino", "done")]


@pytest.mark.parametrize(
    "text",
    [
        "Ufficiale: Ernesto Vallarsi rinnova con il Lecce, contratto fino al 2027.",
        "Panchine: esonerato Gian Piero Gasperini, al Genoa arriva Ivan Juric, contratto fino a giugno.",
        "Al 70' il Lecce manda in campo Ernesto Vallarsi, poi il Torino trova il pari con Piero Gandossi. Finisce 1-1.",
    ],
)
def test_renewals_coaches_and_matches_are_no_deals(text: str) -> None:
    assert rows(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Il Milan vorrebbe prendere Ernesto Vallarsi dal Genoa in prestito.",
        "Mercato: Ernesto Vallarsi potrebbe finire al Cesena in prestito.",
        "Secondo i rumors l'Inter avrebbe avviato i contatti con il Parma per Ernesto Vallarsi.",
        "Mercato. Ernesto Vallarsi vicino al Bologna: il Parma aspetta un'offerta da 6 milioni.",
    ],
)
def test_what_is_open_is_never_done(text: str) -> None:
    found = rows(text)
    assert found
    assert all(row[4] in ("rumour", "talks") for row in found)


def test_a_done_sale_makes_current_and_former_a_loan_only_current() -> None:
    text = "Mercato. Il Parma vende Ernesto Vallarsi al Cagliari per 3 milioni. Il Genoa prende in prestito dal Lecce Piero Gandossi."
    found = {(a.person, a.club, a.status) for a in read(text).affiliations}
    assert {
        ("Ernesto Vallarsi", "Cagliari", "current"),
        ("Ernesto Vallarsi", "Parma", "former"),
        ("Piero Gandossi", "Genoa", "current"),
    } <= found
    assert ("Piero Gandossi", "Lecce", "former") not in found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Il Torino ha acquistato dal Genoa il terzino Ernesto Vallarsi per 4 milioni.", "transfer"),
        ("Mercato Empoli. In uscita, Ernesto Vallarsi piace a Genoa e Parma.", "rumour"),
        (
            "L'EDITORIALE\nPerché il calcio dei giovani non decolla\n\nI ragazzi non giocano, e nessuno se ne cura.",
            "column",
        ),
    ],
)
def test_kind_of_article(text: str, kind: str) -> None:
    assert read(text).kind == kind


def test_name_behind_age_or_former_club_is_the_man_of_the_noun() -> None:
    """ "del difensore, classe '98, X", "dell'esterno offensivo, ex A, Y": no epithet of somebody else."""
    text = (
        "Il Savona si è assicurato le prestazioni del difensore, classe '98, Ettore Vallarsi e dell'esterno offensivo, "
        "ex Gubbio, Piero Sandrucci."
    )
    assert ends(text) == {("Ettore Vallarsi", None, "Savona"), ("Piero Sandrucci", None, "Savona")}


def test_list_of_deals_opens_each_part_with_its_noun() -> None:
    """ "il giorno del passaggio … di X, dell'arrivo … di Y e del trasferimento, ancora in prestito, di Z"."""
    text = (
        "Venerdì è il giorno del passaggio dalla Lazio al Genoa del centrocampista classe 1994 Ettore Vallarsi, dell'arrivo "
        "in prestito dall'Atalanta alla Fiorentina del portiere Marco Sandrucci e del trasferimento, ancora una volta in "
        "prestito, dell'attaccante Mario Telloni dalla Juventus all'Empoli."
    )
    assert ends(text) == {
        ("Ettore Vallarsi", "Lazio", "Genoa"),
        ("Marco Sandrucci", "Atalanta", "Fiorentina"),
        ("Mario Telloni", "Juventus", "Empoli"),
    }


def test_told_respectively() -> None:
    """Two lists of one length are read side by side."""
    text = "Pisa, Lecce e Bari hanno acquistato rispettivamente Ettore Vallarsi, Piero Sandrucci e Mario Telloni."
    assert ends(text) == {
        ("Ettore Vallarsi", None, "Pisa"),
        ("Piero Sandrucci", None, "Lecce"),
        ("Mario Telloni", None, "Bari"),
    }


def test_who_was_paid_gave_the_man() -> None:
    """ "pagato 20 miliardi alla Lazio": seller, also in the passive; lire are no euro."""
    text = "L'Inter ha ufficializzato l'acquisto di Ettore Vallarsi, pagato 20 miliardi di lire alla Lazio."
    assert ends(text) == {("Ettore Vallarsi", "Lazio", "Inter")}


def test_suitors_in_a_row_all_count() -> None:
    """ "l'interesse di Milan, Roma e Fiorentina": three rows."""
    text = "Mercato: Ettore Vallarsi ha attirato su di sé l'interesse di Milan, Roma e Fiorentina."
    assert {row[2] for row in rows(text)} == {"Milan", "Roma", "Fiorentina"}


def test_settled_coownership_is_a_redemption() -> None:
    """On the day of the sealed bids whoever is bought or confirmed is redeemed."""
    text = (
        "Risoluzione delle comproprietà: ecco l'esito delle buste. Il Catania ha preso dal Torino Ettore Vallarsi. "
        "Piero Sandrucci lascerà il Genoa per tornare al Brescia."
    )
    assert rows(text) == {
        ("Ettore Vallarsi", "Torino", "Catania", "redemption", "done", None),
        ("Piero Sandrucci", "Genoa", "Brescia", "redemption", "done", None),
    }


def test_lines_under_an_announcement_are_the_clubs_own() -> None:
    """ "Il Sassuolo comunica le seguenti operazioni:" gives the seller of the lines below."""
    text = (
        "Il Sassuolo comunica di aver completato le seguenti operazioni di mercato:\n"
        "- Ettore Vallarsi (classe 2000, difensore): ceduto a titolo di prestito al Cesena\n"
        "- Piero Sandrucci (classe 1999, portiere): ceduto a titolo di prestito al Gubbio\n"
        "- Mario Telloni (classe 2001, attaccante): ceduto a titolo di prestito alla Paganese\n"
    )
    assert ends(text) == {
        ("Ettore Vallarsi", "Sassuolo", "Cesena"),
        ("Piero Sandrucci", "Sassuolo", "Gubbio"),
        ("Mario Telloni", "Sassuolo", "Paganese"),
    }


def test_gain_of_the_club_that_the_relative_hangs_on() -> None:
    """ "Doppio colpo per il Pisa che ha preso X", also where the article is about another club."""
    text = (
        "Mercato: il Lecce cerca un portiere. Doppio colpo per il Pisa, che ha preso Ettore Vallarsi e Piero Sandrucci. "
        "Il Lecce intanto riflette."
    )
    assert {row[:3] for row in rows(text)} == {
        ("Ettore Vallarsi", None, "Pisa"),
        ("Piero Sandrucci", None, "Pisa"),
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mercato: il Pisa riaccoglie Ettore Vallarsi, di ritorno dal prestito al Lecce.", {("Lecce", "Pisa")}),
        (
            "Calciomercato Pisa: rientrano dai prestiti Ettore Vallarsi (Lecce) e Piero Sandrucci (Como).",
            {("Lecce", "Pisa"), ("Como", "Pisa")},
        ),
        ("Ettore Vallarsi rientra al Genoa dal prestito al Lecce.", {("Lecce", "Genoa")}),
        ("Il nome nuovo per il Genoa è quello di Ettore Vallarsi, di proprietà del Lecce.", {("Lecce", "Genoa")}),
        ("Ettore Vallarsi è un obiettivo concreto del Genoa. Il Lecce chiede 5 milioni.", {("Lecce", "Genoa")}),
        ("Ettore Vallarsi è del Genoa: al Lecce 5 milioni.", {("Lecce", "Genoa")}),
        (
            "Preso anche Ettore Vallarsi: il Genoa lo ha strappato alla concorrenza del Pisa.",
            {(None, "Genoa")},
        ),
        ("Mercato: il Lecce e Ettore Vallarsi hanno risolto consensualmente il contratto.", {("Lecce", None)}),
        ("Il Lecce ha detto sì: Ettore Vallarsi al Genoa per 3 milioni.", {("Lecce", "Genoa")}),
        ("Ettore Vallarsi arrivò al Genoa nel 1998 dal Lecce, per 4 miliardi di lire.", {("Lecce", "Genoa")}),
        (
            "Ettore Vallarsi ha deciso: vuole solo il Genoa. Il Lecce chiede 6 milioni per il cartellino.",
            {("Lecce", "Genoa")},
        ),
        ("Il Genoa ci riprova per Ettore Vallarsi: nuovo assalto al Lecce nelle prossime ore.", {("Lecce", "Genoa")}),
        (
            "Il futuro di Ettore Vallarsi sarà lontano da Lecce. Il Genoa ha già presentato un'offerta, il Pisa segue la situazione.",
            {("Lecce", "Genoa"), ("Lecce", "Pisa")},
        ),
        (
            "Le trattative del Genoa. In entrata piacciono Ettore Vallarsi del Lecce e Piero Sandrucci del Pisa.",
            {("Lecce", "Genoa"), ("Pisa", "Genoa")},
        ),
    ],
)
def test_ends_by_their_words(text: str, wanted: set[tuple[str | None, str | None]]) -> None:
    """Return from loan, "obiettivo di", who gets the sum, a race won, a contract dissolved."""
    assert {row[1:3] for row in rows(text)} == wanted
