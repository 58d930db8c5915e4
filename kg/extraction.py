"""The pipeline put together: one article in, its facts out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from kg.article import Article
from kg.extractors import Case, read_facts
from kg.facts import Affiliation, Club, Evidence, Facts, Incident, Match, Person, Transfer
from kg.gazetteer import Gazetteer
from kg.language.accents import accentuate, is_typed
from kg.language.composed import compose, is_composed
from kg.language.marks import is_marked, unmark
from kg.mentions import pipeline

#: How a text is made easier to read, each with the test whether it needs it; places are told in the text as given.
_MENDINGS: tuple[tuple[Callable[[str], bool], Callable[[str], tuple[str, list[int]]]], ...] = (
    (lambda text: not is_composed(text), compose),
    (is_typed, accentuate),
    (is_marked, unmark),
)

_CLOSING = {"*": "*", "_": "_", "[": "]"}


class Extractor:
    """Reads articles. Deterministic: the same article and gazetteer give the same facts.

    Args:
        gazetteer: whom it knows; the shipped gazetteer by default.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self.gazetteer = gazetteer or Gazetteer.default()
        self._nlp = pipeline()

    def case(self, article: Article) -> Case:
        """Return the article read as far as people and clubs, before the families of facts."""
        doc = self._nlp.make_doc(article.text)
        doc._.source = article.text
        doc._.gazetteer = self.gazetteer
        doc._.date = article.date
        doc._.quoted = tuple((q.start, q.end) for q in article.quoted)
        for _, component in self._nlp.pipeline:
            doc = component(doc)
        return Case(article, doc._.reading, self.gazetteer, doc._.date)

    def extract(self, article: Article) -> Facts:
        """Return the facts of the article; an article without any gives empty lists."""
        text, places = article.text, list(range(len(article.text) + 1))
        for needed, mended in _MENDINGS:
            if needed(text):
                text, moved = mended(text)
                places = [places[place] for place in moved]
        if text == article.text:
            return read_facts(self.case(article))
        quoted = tuple(
            replace(q, start=bisect_left(places, q.start), end=bisect_left(places, q.end)) for q in article.quoted
        )
        facts = read_facts(self.case(replace(article, text=text, quoted=quoted)))
        _move(facts, article.text, places)
        return facts


def _move(facts: Facts, text: str, places: list[int]) -> None:
    """Set every place back to the text as given, whose letters carry their accents apart."""
    named: list[Person | Club] = [*facts.persons, *facts.clubs]
    for entity in named:
        entity.spans = [_place(places, text, start, end) for start, end in entity.spans]
        entity.mentions = list(dict.fromkeys(text[start:end] for start, end in entity.spans))
    told: list[Affiliation | Transfer | Match | Incident] = [
        *facts.affiliations,
        *facts.transfers,
        *facts.matches,
        *facts.incidents,
    ]
    for fact in told:
        if fact.evidence is not None:
            fact.evidence = _moved(fact.evidence, places, text)
        fact.more = tuple(_moved(evidence, places, text) for evidence in fact.more)
    facts.dropped = [
        replace(d, start=start, end=end) for d in facts.dropped for start, end in [_place(places, text, d.start, d.end)]
    ]


def _moved(evidence: Evidence, places: list[int], text: str) -> Evidence:
    start, end = _place(places, text, evidence.start, evidence.end)
    return replace(evidence, start=start, end=end)


def _place(places: list[int], text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch in the text as given: with the signs that belong to its last letter, without a mark that closes behind it.

    Where a mark closes inside, the one that opened it in front belongs to the stretch too ("*Roma* sul Torino").
    """
    first, last = places[start], places[end - 1] + 1 if end > start else places[end]
    if text[last : last + 1] not in ("*", "_", "]"):
        last = places[end]
    while first and text[first - 1] in _CLOSING and text[first:last].count(_CLOSING[text[first - 1]]) % 2:
        first -= 1
    return first, last
