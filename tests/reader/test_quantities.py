"""Minutes as the press writes them, and the clock of an article."""

from __future__ import annotations

import pytest

from kg.article import Article
from kg.extraction import Extractor
from kg.language.quantities import minute_value, minutes

EXTRACTOR = Extractor()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("al 23' segna", 23),
        ("al 23’ segna", 23),
        ("al 23′ segna", 23),
        ("al 23° segna", 23),
        ("45'+2 traversa", 45),
        ("90'+3 gol", 90),
        ("7' st", 52),
        ("al 7' della ripresa", 52),
        ("47' della ripresa", 92),
        ("62' st", 62),
        ("6' pts", 96),
        ("13' sts", 118),
        ("Minuto 25'", 25),
        ("al minuto 31", 31),
        ("alla mezz'ora", 30),
        ("al quarto d'ora", 15),
        ("a due minuti dal novantesimo", 88),
        ("in pieno recupero", 90),
        ("allo scadere", 90),
        ("allo scadere del primo tempo", 45),
    ],
)
def test_minutes(text: str, value: int) -> None:
    assert [m.value for m in minutes(text)] == [value]


@pytest.mark.parametrize("text", ["7' di recupero", "il 4-3-3 di partenza", "dopo 3 anni", "27ª giornata"])
def test_no_minutes(text: str) -> None:
    assert minutes(text) == []


@pytest.mark.parametrize(
    ("minute", "half", "value"),
    [(45, 1, 45), (46, 2, 91), (50, 2, 95), (51, 2, 51), (15, 3, 105), (15, 4, 120), (30, None, 30)],
)
def test_halves(minute: int, half: int | None, value: int) -> None:
    assert minute_value(minute, half) == value


def clock(text: str) -> list[int]:
    """Return the minutes of the match that a text tells, in order."""
    return [value for _, value in EXTRACTOR.case(Article(id="prova", text=text)).clock]


def test_a_bare_minute_after_the_break_is_second_half() -> None:
    assert clock("Al 10' traversa. Nella ripresa, al 7', il gol.") == [10, 52]


def test_relative_minutes_count_from_the_last_one() -> None:
    assert clock("Al 10' traversa. Due minuti dopo il gol.") == [10, 12]


def test_counted_through_minutes_stay() -> None:
    assert clock("Al 10' traversa. Nella ripresa, al 57', il gol.") == [10, 57]
