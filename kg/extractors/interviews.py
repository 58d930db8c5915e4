"""Who speaks: the man an interview is with, to whom "io", "noi" and verbs of the first person belong."""

from __future__ import annotations

import itertools
from collections import Counter

from kg.extractors.case import Case
from kg.mentions.model import Entity

_FIRST = frozenset(
    [
        "ho",
        "sono",
        "io",
        "mi",
        "mio",
        "mia",
        "miei",
        "mie",
        "abbiamo",
        "siamo",
        "noi",
        "nostro",
        "nostra",
        "nostri",
        "ero",
        "avevo",
        "m'",
        "me",
    ]
)
_OPENING = 3
_ENOUGH = 5
_QUOTED = 2  # first persons that are enough where the opening lets a man speak
#: Endings that only verbs of the first person have.
_ENDINGS = ("avo", "evo", "ivo", "ammo", "emmo", "immo", "avamo", "evamo", "ivamo", "iamo")
_SPEECH = frozenset(["«", '"', "“", "”"])
_SAYS = frozenset(
    "intervista racconta ricorda parla confessa rivela svela dice spiega dichiara ammette intervistato esclusiva confida ripercorre".split()
)


def first_person(case: Case, sentence: int) -> bool:
    """Tell whether the sentence speaks in the first person."""
    s = case.r.sentences[sentence]
    return any(_first(case, k) for k in range(s.start, s.end))


def _first(case: Case, k: int) -> bool:
    word = case.r.low[k]
    return word in _FIRST or (case.r.classes[k] == "verb" and word.endswith(_ENDINGS))


def _lets_speak(case: Case, story: list[int]) -> bool:
    """ "Brambati: «…»", "parla Brambati": the opening gives somebody the word."""
    for index in story:
        s = case.r.sentences[index]
        words = case.r.low[s.start : s.end]
        if any(w in _SAYS for w in words):
            return True
        if any(a == ":" and b in _SPEECH for a, b in itertools.pairwise(words)):
            return True
    return False


def interviewee(case: Case) -> Entity | None:
    """Return the man the article lets speak at length: named at its head, first persons all over the text."""
    speaking = sum(1 for k in range(len(case.r.low)) if _first(case, k))
    if speaking < _QUOTED:
        return None
    story = [s.index for s in case.story() if s.end - s.start > 2][:_OPENING]
    if speaking < _ENOUGH and not _lets_speak(case, story):
        return None
    named: Counter[Entity] = Counter()
    for index in story:
        for m in case.in_sentence(index, "person"):
            if m.entity is not None and m.entity.role not in ("agent", "other", "referee"):
                named[m.entity] += 1
    return named.most_common(1)[0][0] if named else None
