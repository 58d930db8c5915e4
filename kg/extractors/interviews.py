"""Who speaks: the man an interview is with, to whom "io", "noi" and verbs of the first person belong."""

from __future__ import annotations

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


def first_person(case: Case, sentence: int) -> bool:
    """Tell whether the sentence speaks in the first person."""
    s = case.r.sentences[sentence]
    return any(case.r.low[k] in _FIRST for k in range(s.start, s.end))


def interviewee(case: Case) -> Entity | None:
    """Return the man the article lets speak at length: named at its head, first persons all over the text."""
    speaking = sum(1 for w in case.r.low if w in _FIRST)
    if speaking < _ENOUGH:
        return None
    story = [s.index for s in case.story() if s.end - s.start > 2][:_OPENING]
    named: Counter[Entity] = Counter()
    for index in story:
        for m in case.in_sentence(index, "person"):
            if m.entity is not None and m.entity.role not in ("agent", "other", "referee"):
                named[m.entity] += 1
    return named.most_common(1)[0][0] if named else None
