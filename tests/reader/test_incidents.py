"""Deeds and responses in small texts of our own: what happened, who, with whom, when."""

from __future__ import annotations

import pytest

from kg.article import Article
from kg.extraction import Extractor
from kg.facts import Facts

EXTRACTOR = Extractor()
HEAD = "Parma-Lecce 2-1, la cronaca.\n\n"
Row = tuple[str, str | None, str | None, int | None]


def read(text: str) -> Facts:
    """Return the facts of a text."""
    return EXTRACTOR.extract(Article(id="prova", text=text))


def rows(text: str) -> set[Row]:
    """Return the incidents of a report as (type, player, other, minute)."""
    return {(i.type, i.player, i.other, i.minute) for i in read(HEAD + text).incidents}


def deeds(text: str, kind: str) -> list[str | None]:
    """Return the players of all incidents of one type, in order of name."""
    return sorted((i.player or "") for i in read(HEAD + text).incidents if i.type == kind)


@pytest.mark.parametrize(
    ("text", "players"),
    [
        # the usual verbs, and the verbs that tell a goal beside a score or minute
        ("Segna Ernesto Vallarsi al 12'.", ["Ernesto Vallarsi"]),
        ("Al 12' Ernesto Vallarsi sblocca il risultato.", ["Ernesto Vallarsi"]),
        (
            "Apre Ernesto Vallarsi al 12', raddoppia Dario Monteleschi, chiude Ugo Trabaldi al 90'.",
            ["Dario Monteleschi", "Ernesto Vallarsi", "Ugo Trabaldi"],
        ),
        ("Il Parma passa al 30' con Ernesto Vallarsi.", ["Ernesto Vallarsi"]),
        ("Il Parma trova il pari con un colpo di testa di Ernesto Vallarsi.", ["Ernesto Vallarsi"]),
        ("La partita la decide Ernesto Vallarsi.", ["Ernesto Vallarsi"]),
        ("Ci pensa Ernesto Vallarsi: 1-0.", ["Ernesto Vallarsi"]),
        ("Dal limite Ernesto Vallarsi, su punizione, beffa il portiere per il 2-2.", ["Ernesto Vallarsi"]),
        # nouns
        ("Il gol partita è di Ernesto Vallarsi, al 12'.", ["Ernesto Vallarsi"]),
        ("Parma avanti grazie a Ernesto Vallarsi.", ["Ernesto Vallarsi"]),
        ("Per gli ospiti inutile il guizzo di Ernesto Vallarsi.", ["Ernesto Vallarsi"]),
        ("Il raddoppio porta la firma di Ernesto Vallarsi.", ["Ernesto Vallarsi"]),
        ("La zampata di Ernesto Vallarsi vale il 2-1.", ["Ernesto Vallarsi"]),
        # several at once
        ("Doppietta di Ernesto Vallarsi.", ["Ernesto Vallarsi", "Ernesto Vallarsi"]),
        ("Ernesto Vallarsi ha fatto doppietta.", ["Ernesto Vallarsi", "Ernesto Vallarsi"]),
        (
            "Le reti di Ernesto Vallarsi (2'), Dario Monteleschi (26') e Ugo Trabaldi (55') valgono la salvezza.",
            ["Dario Monteleschi", "Ernesto Vallarsi", "Ugo Trabaldi"],
        ),
        (
            "Il Parma vince 3-0: due volte Ernesto Vallarsi, una Ugo Trabaldi.",
            ["Ernesto Vallarsi", "Ernesto Vallarsi", "Ugo Trabaldi"],
        ),
        # without a verb
        ("GOOOL! Ernesto Vallarsi!", ["Ernesto Vallarsi"]),
        ("Pareggia il Lecce: Ernesto Vallarsi!", ["Ernesto Vallarsi"]),
    ],
)
def test_goals(text: str, players: list[str]) -> None:
    assert deeds(text, "goal") == players


@pytest.mark.parametrize(
    "text",
    [
        "Ernesto Vallarsi sfiora il gol al 12'.",
        "Ernesto Vallarsi non ha segnato.",
        "Se segna Ernesto Vallarsi, il Parma è salvo.",
        "Ernesto Vallarsi potrebbe segnare ancora.",
        "L'ultimo gol in trasferta di Ernesto Vallarsi risale a gennaio.",
        "Valter Dossetti, il portiere, stende Ernesto Vallarsi in area.",
    ],
)
def test_no_goals(text: str) -> None:
    assert deeds(text, "goal") == []


def test_minutes_belong_to_each_man() -> None:
    told = rows("A segno Ernesto Vallarsi e Ugo Trabaldi, rispettivamente al 4' e al 47' della ripresa.")
    assert ("goal", "Ernesto Vallarsi", None, 4) in told
    assert ("goal", "Ugo Trabaldi", None, 92) in told


def test_several_goals_each_with_its_minute() -> None:
    told = rows("Poker di Ernesto Vallarsi: 8', 15', 60' (rigore), 77'.")
    assert {(t, m) for t, _, _, m in told} == {("goal", 8), ("goal", 15), ("penalty_goal", 60), ("goal", 77)}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Al 30' pareggia Ernesto Vallarsi su rigore.", ("penalty_goal", "Ernesto Vallarsi", None, 30)),
        ("Al 30' Ernesto Vallarsi trasforma il rigore.", ("penalty_goal", "Ernesto Vallarsi", None, 30)),
        ("Al 30' Ernesto Vallarsi calcia alto il rigore.", ("penalty_missed", "Ernesto Vallarsi", None, 30)),
        (
            "Al 30' Valter Dossetti para il rigore di Ernesto Vallarsi.",
            ("penalty_saved", "Ernesto Vallarsi", "Valter Dossetti", 30),
        ),
    ],
)
def test_penalty_kicks(text: str, row: Row) -> None:
    assert row in rows(text)
    assert all(t != "goal" for t, *_ in rows(text))


def test_penalty_won_and_conceded_are_two_rows() -> None:
    told = rows("Al 30' Ugo Trabaldi stende Ernesto Vallarsi in area: rigore.")
    assert ("penalty_conceded", "Ugo Trabaldi", "Ernesto Vallarsi", 30) in told
    assert ("penalty_won", "Ernesto Vallarsi", "Ugo Trabaldi", 30) in told
    assert all(t != "foul" for t, *_ in told)


def test_hand_ball_is_conceded_only() -> None:
    told = rows("Al 30' rigore per il Lecce per un tocco di mano di Ugo Trabaldi.")
    assert ("penalty_conceded", "Ugo Trabaldi", None, 30) in told
    assert all(t != "penalty_won" for t, *_ in told)


@pytest.mark.parametrize(
    "denied",
    [
        "Al 30' contatto tra Ugo Trabaldi ed Ernesto Vallarsi, rigore negato.",
        "Ernesto Vallarsi reclama invano un rigore.",
    ],
)
def test_denied_penalties_tell_nothing(denied: str) -> None:
    assert not {t for t, *_ in rows(denied)} & {"penalty_won", "penalty_conceded", "penalty_goal"}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Al 60' dentro Ernesto Vallarsi per Ugo Trabaldi.", {("Ernesto Vallarsi", "Ugo Trabaldi")}),
        ("Al 60' fuori Ugo Trabaldi, dentro Ernesto Vallarsi.", {("Ernesto Vallarsi", "Ugo Trabaldi")}),
        ("Ernesto Vallarsi entra al posto di Ugo Trabaldi.", {("Ernesto Vallarsi", "Ugo Trabaldi")}),
        ("Ernesto Vallarsi, entrato per Ugo Trabaldi, ci prova da lontano.", {("Ernesto Vallarsi", "Ugo Trabaldi")}),
        ("Ugo Trabaldi lascia il posto a Ernesto Vallarsi.", {("Ernesto Vallarsi", "Ugo Trabaldi")}),
        ("Ugo Trabaldi, rilevato da Ernesto Vallarsi, era stanco.", {("Ernesto Vallarsi", "Ugo Trabaldi")}),
        ("Esce Ugo Trabaldi. Al suo posto Ernesto Vallarsi.", {("Ernesto Vallarsi", "Ugo Trabaldi")}),
        (
            "Al 55' doppio cambio: fuori Ugo Trabaldi e Dario Monteleschi, dentro Ernesto Vallarsi e Piero Calandrini.",
            {("Ernesto Vallarsi", "Ugo Trabaldi"), ("Piero Calandrini", "Dario Monteleschi")},
        ),
        (
            "Entrano Ernesto Vallarsi per Ugo Trabaldi (73') e Piero Calandrini per Dario Monteleschi (80').",
            {("Ernesto Vallarsi", "Ugo Trabaldi"), ("Piero Calandrini", "Dario Monteleschi")},
        ),
    ],
)
def test_substitutions(text: str, pairs: set[tuple[str, str]]) -> None:
    assert {(p, o) for t, p, o, _ in rows(text) if t == "substitution"} == pairs


@pytest.mark.parametrize(
    "text",
    [
        "Ernesto Vallarsi entra in area e tira.",
        "Palla dentro per Ernesto Vallarsi.",
        "Ernesto Vallarsi calcia fuori.",
        "Ernesto Vallarsi, pronto a entrare, aspetta.",
    ],
)
def test_directions_are_no_substitutions(text: str) -> None:
    assert deeds(text, "substitution") == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Al 12' segna Ernesto Vallarsi, servito da Ugo Trabaldi.", ("assist", "Ugo Trabaldi", "Ernesto Vallarsi", 12)),
        (
            "Al 12' cross basso di Ugo Trabaldi e gol di Ernesto Vallarsi.",
            ("assist", "Ugo Trabaldi", "Ernesto Vallarsi", 12),
        ),
        (
            "Al 12' il gol di Ernesto Vallarsi su assist di Ugo Trabaldi.",
            ("assist", "Ugo Trabaldi", "Ernesto Vallarsi", 12),
        ),
    ],
)
def test_assists(text: str, row: Row) -> None:
    assert row in rows(text)


def test_a_cross_without_a_goal_is_no_assist() -> None:
    assert deeds("Al 12' cross di Ugo Trabaldi, nessuno ci arriva.", "assist") == []


@pytest.mark.parametrize(
    ("text", "kind", "players"),
    [
        (
            "Ammoniti Ernesto Vallarsi, Ugo Trabaldi e Dario Monteleschi.",
            "yellow_card",
            ["Dario Monteleschi", "Ernesto Vallarsi", "Ugo Trabaldi"],
        ),
        ("Al 20' giallo per Ernesto Vallarsi.", "yellow_card", ["Ernesto Vallarsi"]),
        ("Al 79' espulso Ernesto Vallarsi per doppia ammonizione.", "red_card", ["Ernesto Vallarsi"]),
        ("Ernesto Vallarsi si fa cacciare.", "red_card", ["Ernesto Vallarsi"]),
        ("L'espulsione di Ernesto Vallarsi cambia la gara.", "red_card", ["Ernesto Vallarsi"]),
    ],
)
def test_cards(text: str, kind: str, players: list[str]) -> None:
    assert deeds(text, kind) == players


def test_a_card_and_the_foul_it_punishes() -> None:
    told = rows("Al 40' giallo a Ernesto Vallarsi per un intervento su Ugo Trabaldi.")
    assert ("yellow_card", "Ernesto Vallarsi", None, 40) in told
    assert ("foul", "Ernesto Vallarsi", "Ugo Trabaldi", 40) in told


def test_a_card_that_names_nobody_is_the_fouler_s() -> None:
    told = rows("Minuto 8' - Ugo Trabaldi scatta, Ernesto Vallarsi lo stende. Ammonito.")
    assert ("foul", "Ernesto Vallarsi", "Ugo Trabaldi", 8) in told
    assert ("yellow_card", "Ernesto Vallarsi", None, 8) in told


@pytest.mark.parametrize(
    "text",
    [
        "Il portiere Valter Dossetti respinge un sinistro di Ernesto Vallarsi.",
        "Il portiere Valter Dossetti dice no a Ernesto Vallarsi.",
        "Il portiere Valter Dossetti vola sulla punizione di Ernesto Vallarsi.",
        "Gran parata del portiere Valter Dossetti su Ernesto Vallarsi.",
    ],
)
def test_saves_tell_keeper_and_shooter(text: str) -> None:
    assert ("save", "Valter Dossetti", "Ernesto Vallarsi", None) in rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ernesto Vallarsi colpisce la traversa.",
        "Palo di Ernesto Vallarsi.",
        "Il Parma colpisce un palo con Ernesto Vallarsi.",
    ],
)
def test_woodwork(text: str) -> None:
    assert deeds(text, "woodwork") == ["Ernesto Vallarsi"]


def test_a_near_miss_is_no_woodwork() -> None:
    assert deeds("Ernesto Vallarsi sfiora il palo.", "woodwork") == []


SHOOT_OUT = """Parma-Lecce 5-4 d.c.r. (1-1): la finale

I RIGORI
Ernesto Vallarsi: gol.
Ugo Trabaldi: parata.
Dario Monteleschi: palo.
Piero Calandrini: gol.
"""


def test_shoot_out_kicks_have_no_minute() -> None:
    told = {(i.type, i.player, i.minute) for i in read(SHOOT_OUT).incidents}
    assert told == {
        ("penalty_goal", "Ernesto Vallarsi", None),
        ("penalty_saved", "Ugo Trabaldi", None),
        ("penalty_missed", "Dario Monteleschi", None),
        ("penalty_goal", "Piero Calandrini", None),
    }


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Al 12' segna Ernesto Vallarsi. Niente esultanza.", "muted_celebration"),
        ("Al 12' segna Ernesto Vallarsi, che non esulta.", "muted_celebration"),
        ("Al 12' segna Ernesto Vallarsi. Poi chiede scusa.", "muted_celebration"),
        ("Al 12' segna Ernesto Vallarsi e corre sotto la curva.", "celebration"),
        ("Al 12' segna Ernesto Vallarsi. L'esultanza, mani alle orecchie, fa discutere.", "celebration"),
    ],
)
def test_celebrations_belong_to_the_scorer(text: str, kind: str) -> None:
    assert deeds(text, kind) == ["Ernesto Vallarsi"]


@pytest.mark.parametrize(
    "text",
    [
        "«Se segno, esulto», ha detto Ernesto Vallarsi.",
        "Ernesto Vallarsi non esulta mai.",
        "Il tecnico Ottavio Brandimarte non esulta.",
    ],
)
def test_no_celebrations(text: str) -> None:
    assert not {t for t, *_ in rows(text)} & {"celebration", "muted_celebration"}


@pytest.mark.parametrize(
    "text",
    [
        "Bordata di fischi per Ernesto Vallarsi dalla curva del Lecce.",
        "Ernesto Vallarsi esce. I tifosi del Lecce lo hanno fischiato.",
        "Ernesto Vallarsi è stato applaudito dai tifosi del Lecce.",
        "Standing ovation per Ernesto Vallarsi.",
    ],
)
def test_crowd_reactions(text: str) -> None:
    assert deeds(text, "crowd_reaction") == ["Ernesto Vallarsi"]


def test_the_final_whistle_is_no_crowd() -> None:
    assert deeds("Al fischio finale Ernesto Vallarsi saluta tutti.", "crowd_reaction") == []


def test_a_disallowed_goal_is_no_goal() -> None:
    told = {t for t, *_ in rows("Al 12' gol annullato a Ernesto Vallarsi per fuorigioco.")}
    assert told == {"disallowed_goal"}


def test_two_goals_told_before_the_verb_with_their_minutes() -> None:
    told = rows("Finisce Brenta-Alpone 0-2. I due gol li ha fatti Ernesto Vallarsi, nel finale: all'87' e al 92'.")
    assert {(t, m) for t, _, _, m in told} == {("goal", 87), ("goal", 92)}
