"""The pipeline put together: one article in, its facts out."""

from __future__ import annotations

from kg.article import Article
from kg.extractors import Case, read_facts
from kg.facts import Facts
from kg.gazetteer import Gazetteer
from kg.mentions import pipeline


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
        return read_facts(self.case(article))
