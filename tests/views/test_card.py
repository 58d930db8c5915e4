"""Cards of people, clubs and matches."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console
from small_graph import HOSTILE_NAME, Asked

from kg.errors import UsageError
from kg.views.card import Card, card, print_card


def lines(shown: Card) -> dict[str, list[tuple[str, str]]]:
    return {part.key: [(line.when, line.summary) for line in part.lines] for part in shown.sections}


def printed(shown: Card) -> str:
    console = Console(file=io.StringIO(), width=100, color_system=None)
    print_card(shown, console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_a_person(select: Asked) -> None:
    shown = card(select, "adami", "it")
    assert (shown.kind, shown.name, shown.note) == ("person", "Nino Adami", "calciatore")
    assert lines(shown) == {
        "career": [("2015–2019", "Vallefiorita (calciatore, ex)"), ("", "Ponterosso (calciatore, in corso)")],
        "transfers": [
            ("2019-07-01", "Nino Adami: Vallefiorita → Ponterosso (a titolo definitivo, 4,5 mln €)"),
        ],
        "incidents": [
            (
                "2020-10-04",
                "Nino Adami contro la sua ex Vallefiorita: gol "
                "(31', Vallefiorita–Ponterosso 0-1, 2020-10-04, anni dall'addio: 1)",
            ),
            (
                "2020-10-04",
                "Nino Adami contro la sua ex Vallefiorita: non esulta (Vallefiorita–Ponterosso 0-1, 2020-10-04)",
            ),
        ],
    }
    assert [s.article for s in shown.articles] == ["mercato", "gara uno"]


def test_a_club(select: Asked) -> None:
    shown = card(select, "Vallefiorita", "en")
    told = lines(shown)
    assert list(told) == ["people", "transfers", "matches", "ex"]
    assert told["people"] == [("2015–2019", "Nino Adami (player, former)"), ("", "Ivo Besić (coach)")]
    assert len(told["ex"]) == 2
    assert told["matches"] == [("2020-10-04", "Vallefiorita–Ponterosso 0-1 (2020-10-04)")]


@pytest.mark.parametrize("name", ["Vallefiorita-Ponterosso", "vallefiorita - ponterosso 2020-10-04"])
def test_a_match_by_minute(select: Asked, name: str) -> None:
    shown = card(select, name, "it")
    assert shown.note == "Serie C"
    assert lines(shown)["incidents"] == [
        ("12'", "Mirko Besić: ammonizione"),
        ("31'", "Nino Adami contro la sua ex Vallefiorita: gol (anni dall'addio: 1)"),
        ("", "Nino Adami contro la sua ex Vallefiorita: non esulta"),
    ]


def test_several_of_one_name_are_offered(select: Asked) -> None:
    with pytest.raises(UsageError, match="Ivo Besić, Mirko Besić"):
        card(select, "besic")
    with pytest.raises(UsageError, match="not in the graph"):
        card(select, "Ponterosso-Vallefiorita")


def test_printed_with_quotes_and_articles(select: Asked) -> None:
    out = printed(card(select, "Adami", "it"))
    assert "«gol dell'ex al 31'» — gara uno" in out
    assert "2020-10-04 · Adami decide e tace · https://example.org/gara" in out


def test_hostile_words_neither_style_nor_move_the_terminal(select: Asked) -> None:
    out = printed(card(select, HOSTILE_NAME, "it"))
    assert "onerror=window.broken=1" in out
    assert "\u202e" not in out
    assert "\x1b" not in out


def test_json(select: Asked) -> None:
    data = json.loads(json.dumps(card(select, "Adami", "it").to_json(), ensure_ascii=False))
    assert data["sections"][0]["lines"][0]["sources"][0]["quote"] == "l'ex di turno"
    assert data["articles"][1]["article"] == "gara uno"
