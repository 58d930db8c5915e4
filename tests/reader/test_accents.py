"""Accents typed as apostrophes are read as accents, told with the places of the text as given."""

from __future__ import annotations

import pytest

from kg.article import Article
from kg.extraction import Extractor
from kg.language.accents import accentuate, is_typed


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("E' finita: la citta' e' in festa.", "È finita: la città è in festa."),
        ("Gelo' lo stadio, poi esulto' piu' di tutti.", "Gelò lo stadio, poi esultò più di tutti."),
        ("Perche’ no? Cosi’ si puo’.", "Perché no? Così si può."),
    ],
)
def test_typed_accents_are_read(typed: str, read: str) -> None:
    text, places = accentuate(typed)
    assert text == read
    assert len(places) == len(text) + 1
    assert places[-1] == len(typed)
    assert all(typed[place] == letter or typed[place + 1] in "'’" for letter, place in zip(text, places, strict=False))


@pytest.mark.parametrize(
    "text", ["Un po' di gol dell'ex.", "Ha detto 'vinciamo la partita' e basta.", "Di' la tua, fa' presto.", "Niente."]
)
def test_other_apostrophes_stay(text: str) -> None:
    assert not is_typed(text)
    assert accentuate(text)[0] == text


def test_facts_keep_the_places_of_the_text_as_given() -> None:
    text = "E' finita 1-0. La partita e' stata decisa al 30' da Lautaro, che segno' di testa: piu' Inter che Milan in Inter-Milan."
    facts = Extractor().extract(Article(id="x", text=text))
    goal = next(i for i in facts.incidents if i.type == "goal")
    assert goal.evidence is not None
    assert "Lautaro" in text[goal.evidence.start : goal.evidence.end]
