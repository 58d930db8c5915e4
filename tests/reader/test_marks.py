"""Marks of Markdown are read over; the words are told with the places of the text as given."""

from __future__ import annotations

import pytest

from kg.article import Article
from kg.extraction import Extractor
from kg.language.marks import is_marked, unmark


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("Andrea **Belotti ha segnato** al 12'.", "Andrea Belotti ha segnato al 12'."),
        ("La *Roma* e la __Lazio__ e _il Torino_.", "La Roma e la Lazio e il Torino."),
        ("# Roma-Torino 1-0\n\nDecide [Belotti](https://esempio.it/b).", "Roma-Torino 1-0\n\nDecide Belotti."),
    ],
)
def test_marks_are_read_over(given: str, read: str) -> None:
    text, places = unmark(given)
    assert is_marked(given)
    assert text == read
    assert len(places) == len(text) + 1
    assert all(given[place] == letter for place, letter in zip(places, text, strict=False))


@pytest.mark.parametrize("text", ["Voto 6* e 7*.", "2 * 3 * 4", "nome_di_file", "Niente.", "#RomaLazio", "5 ** 2"])
def test_what_is_no_mark_stays(text: str) -> None:
    assert unmark(text)[0] == text


def test_facts_stand_in_the_text_as_given() -> None:
    text = "# Roma-Torino 1-0\n\nAndrea **Belotti ha segnato** al 12' il gol della *Roma* contro il **Torino**.\n"
    facts = Extractor().extract(Article(id="prova", text=text))
    goal = next(i for i in facts.incidents if i.type == "goal")
    assert (goal.player, goal.club, goal.minute) == ("Andrea Belotti", "Roma", 12)
    assert facts.matches[0].score == "1-0"
    for person in facts.persons:
        assert [text[a:b] for a, b in person.spans] and all(text[a:b] in person.mentions for a, b in person.spans)
    assert goal.evidence is not None
    assert "Belotti" in text[goal.evidence.start : goal.evidence.end]
