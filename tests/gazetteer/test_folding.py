from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer import fold, slug
from kg.gazetteer.folding import fold_words


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(fold_words(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_is_char_by_char(a: str, b: str) -> None:
    assert fold(a + b) == fold(a) + fold(b)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Çalhanoğlu", "calhanoglu"),
        ("KESSIÉ", "kessie"),
        ("Ibrahimović", "ibrahimovic"),
        ("Højlund", "hojlund"),
        ("Łukasz Đorđe", "lukasz dorde"),
        ("İlkay Gündoğan", "ilkay gundogan"),
        ("dell’Inter", "dell'inter"),
        ("D`Ambrosio D´Ambrosio DʼAmbrosio D‘Ambrosio", "d'ambrosio d'ambrosio d'ambrosio d'ambrosio"),
        ("Milinković–Savić — sì", "milinkovic-savic - si"),
        ("San\u00a0Siro", "san siro"),
        ("Groß", "groß"),
    ],
)
def test_spellings_meet(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_are_parted_but_handles_are_not() -> None:
    assert fold_words("l’Inter, 3-1!") == "l inter  3 1 "
    assert fold_words("@Inter_it") == "@inter_it"


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("Hellas Verona", "hellas-verona"),
        ("Danilo D'Ambrosio", "danilo-d-ambrosio"),
        ("Pascal Groß", "pascal-gross"),
        ("Bodø/Glimt", "bodo-glimt"),
        ("Perù", "peru"),
    ],
)
def test_slugs(name: str, ident: str) -> None:
    assert slug(name) == ident
    assert slug(ident) == ident
