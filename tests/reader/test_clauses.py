"""Clauses and roles: voice, mood, negation, who is the subject, whom a pronoun means."""

from __future__ import annotations

import pytest

from kg.article import Article
from kg.extraction import Extractor
from kg.extractors.case import Case
from kg.extractors.roles import Roles
from kg.language.clauses import Clause

EXTRACTOR = Extractor()


def case_of(text: str) -> Case:
    """Return the article as a case."""
    return EXTRACTOR.case(Article(id="prova", text=text))


def clause_of(case: Case, lemma: str) -> Clause:
    """Return the clause of a verb."""
    return next(c for s in case.story() for c in case.clauses(s.index) if c.lemma == lemma)


@pytest.mark.parametrize(
    ("text", "lemma", "passive", "negated", "modality"),
    [
        ("Ernesto Vallarsi ha segnato.", "segnare", False, False, "real"),
        ("Ernesto Vallarsi non ha segnato.", "segnare", False, True, "real"),
        ("Il rigore è stato trasformato da Ernesto Vallarsi.", "trasformare", True, False, "real"),
        ("Se segna Ernesto Vallarsi, è festa.", "segnare", False, False, "hypothetical"),
        ("Ernesto Vallarsi avrebbe segnato.", "segnare", False, False, "conditional"),
        ("Ernesto Vallarsi vuole segnare.", "segnare", False, False, "wished"),
        ("Ernesto Vallarsi segnerà.", "segnare", False, False, "future"),
    ],
)
def test_voice_negation_modality(text: str, lemma: str, passive: bool, negated: bool, modality: str) -> None:
    clause = clause_of(case_of(text), lemma)
    assert (clause.passive, clause.negated, clause.modality) == (passive, negated, modality)


@pytest.mark.parametrize(
    ("text", "lemma", "subject"),
    [
        ("Ernesto Vallarsi segna al 12'.", "segnare", "Ernesto Vallarsi"),
        ("Al 12' segna Ernesto Vallarsi.", "segnare", "Ernesto Vallarsi"),
        ("Ugo Trabaldi serve Ernesto Vallarsi, che segna.", "segnare", "Ernesto Vallarsi"),
        ("Ernesto Vallarsi controlla il pallone e segna.", "segnare", "Ernesto Vallarsi"),
        ("Ugo Trabaldi accorcia, poi Ernesto Vallarsi, su punizione, pareggia.", "pareggiare", "Ernesto Vallarsi"),
        ("Ernesto Vallarsi entra nella ripresa. Poi segna.", "segnare", "Ernesto Vallarsi"),
        ("Apre Ugo Trabaldi, raddoppia Ernesto Vallarsi.", "raddoppiare", "Ernesto Vallarsi"),
        ("Segnano Ernesto Vallarsi e Ugo Trabaldi.", "segnare", "Ernesto Vallarsi"),
    ],
)
def test_subjects(text: str, lemma: str, subject: str) -> None:
    case = case_of(text)
    found = Roles(case).subject(clause_of(case, lemma))
    assert found is not None and found.entity is not None
    assert found.entity.name == subject


def test_a_thing_as_subject_carries_nobody_on() -> None:
    case = case_of("Ernesto Vallarsi tira alto. Il pareggio arriva al 30'.")
    assert Roles(case).subject(clause_of(case, "arrivare")) is None


@pytest.mark.parametrize(
    "text", ["Ugo Trabaldi scatta, Ernesto Vallarsi lo stende.", "Ugo Trabaldi scatta. Ernesto Vallarsi lo stende."]
)
def test_a_pronoun_means_the_last_man_told(text: str) -> None:
    case = case_of(text)
    found = Roles(case).clitic(clause_of(case, "stendere"))
    assert found is not None and found.entity is not None
    assert found.entity.name == "Ugo Trabaldi"


def test_nouns_that_look_like_verbs_are_none() -> None:
    case = case_of("Inutili i centri di Ernesto Vallarsi per un fallo.")
    assert not [c for s in case.story() for c in case.clauses(s.index) if c.lemma in ("centrare", "fallire")]
