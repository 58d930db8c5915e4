"""Lines of a page by what they are."""

from __future__ import annotations

import pytest

from kg.language.zones import lines


def kinds(text: str) -> list[str]:
    """Return the kinds of the lines of a text."""
    return [line.kind for line in lines(text)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("LEGGI ANCHE: il calendario completo", "teaser"),
        ("di Anna Bellandi", "byline"),
        ("– di Anna Bellandi –", "byline"),
        ("Editoriale di Anna Bellandi per CalcioOggi", "byline"),
        ("amarcord di Anna Bellandi", "byline"),
        ("(Ha collaborato G. Parodini)", "credit"),
        ("Foto: archivio", "credit"),
        ("data: 2021-11-07", "header"),
        ("Atalanta Bologna Cagliari Empoli Fiorentina Genoa Inter Juventus", "navigation"),
        ("Di Marco Rossi si era detto molto, ma ieri ha taciuto tutti.", "text"),
        ("Segna Lautaro e l'Inter vince il derby per due a uno.", "text"),
    ],
)
def test_kind_of_a_line(line: str, kind: str) -> None:
    assert kinds(line) == [kind]


def test_a_menu_is_navigation_and_the_article_stays() -> None:
    menu = "Home\nSerie A\nSerie B\nMercato\nVideo\nFoto\nContatti"
    assert kinds(menu + "\nIl Lecce ha vinto ancora, stavolta in trasferta.") == ["navigation"] * 7 + ["text"]


def test_a_tweet_takes_its_quoted_body_along() -> None:
    assert kinds("“Che partita ieri sera”\n— Tifoso (@tifoso) pic.twitter.com/abc") == ["tweet", "tweet"]


BODY = "Il mercato dei granata entra nel vivo e la società cerca un difensore per la prossima stagione."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Il Torino cerca un centrale\nAnna Bellandi\n{BODY}", ["text", "byline", "text"]),
        (f"Il Torino cerca un centrale\n{BODY}\nAnna Bellandi", ["text", "text", "byline"]),
        (f"Anna Bellandi\n{BODY}\nPaolo Ronchi\n{BODY}", ["text"] * 4),
    ],
)
def test_a_name_alone_on_its_line_signs_the_article(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_a_team_one_man_to_a_line_is_no_menu() -> None:
    text = "Borgo 2 Pieve 1\nArnoldi\nBassini\nCorradi\nDentoni\nErcoli\nFantini\nGerosa\nAll.: Mauri"
    assert kinds(text) == ["text"] * 9
