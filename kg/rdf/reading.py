"""Triples of an article's named graph -> facts: the way back of :mod:`kg.rdf.mapping`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from kg.errors import InputError
from kg.facts import Affiliation, Club, Evidence, Facts, Incident, Match, Person, Transfer
from kg.rdf import vocabulary as v
from kg.rdf.identifiers import Identifiers, decoded, default_base
from kg.rdf.triples import TripleSource, Value, plain

_Row = TypeVar("_Row")


class _Reader:
    """Reads one article's graph; :func:`facts_from_graph` is its face."""

    def __init__(self, source: TripleSource, graph: str | None) -> None:
        self.index: dict[str, dict[str, list[str | Value]]] = defaultdict(lambda: defaultdict(list))
        self.typed: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, value in dict.fromkeys(plain(source, graph)):
            self.index[subject][predicate].append(value)
            if predicate == v.TYPE and isinstance(value, str):
                self.typed[value].append(subject)

    # -- single values ------------------------------------------------------------------------

    def text(self, subject: str | None, predicate: str) -> str | None:
        """Return the literal's text or the node's IRI; of several the first in order."""
        values = self.texts(subject, predicate)
        return values[0] if values else None

    def texts(self, subject: str | None, predicate: str) -> list[str]:
        if subject is None or subject not in self.index:
            return []
        return sorted(o.text if isinstance(o, Value) else o for o in self.index[subject].get(predicate, ()))

    def number(self, subject: str | None, predicate: str) -> int | None:
        text = self.text(subject, predicate)
        return None if text is None else int(text)

    def name(self, subject: str | None, predicate: str) -> str | None:
        """Return the label of the node that ``predicate`` leads to."""
        return self.text(self.text(subject, predicate), v.LABEL)

    # -- claims -------------------------------------------------------------------------------

    def places(self, claim: str) -> list[tuple[int, int]]:
        """Return the offsets of the claim's words, the main place first, then in text order."""
        main = self.text(claim, v.MAIN_EVIDENCE)
        found = []
        for iri in self.texts(claim, v.HAS_EVIDENCE):
            start, end = self.number(iri, v.START_OFFSET), self.number(iri, v.END_OFFSET)
            if start is not None and end is not None:
                found.append((iri != main, start, end))
        return [(start, end) for _, start, end in sorted(found)]

    def evidence(self, claim: str) -> tuple[Evidence | None, tuple[Evidence, ...]]:
        places = self.places(claim)
        if not places:
            return None, ()
        confidence = self.text(claim, v.CONFIDENCE)
        main = Evidence(*places[0], 1.0 if confidence is None else float(confidence), self.text(claim, v.RULE) or "")
        return main, tuple(Evidence(*place) for place in places[1:])

    def rows(self, kind: str, make: Callable[[str, str], _Row]) -> list[_Row]:
        """Return ``make(claim, fact)`` for each claim about a fact of the class, in text order."""
        return [make(claim, fact) for claim, fact in self.claims(kind)]

    def claims(self, kind: str) -> list[tuple[str, str]]:
        wanted = set(self.typed[kind])
        found = [(claim, fact) for claim in self.typed[v.CLAIM] for fact in self.texts(claim, v.ABOUT_FACT)]
        keyed = [((self.places(claim) or [(1 << 60, 0)])[0], fact, claim) for claim, fact in found if fact in wanted]
        return [(claim, fact) for _, fact, claim in sorted(keyed)]

    def entities(self, kind: str) -> list[tuple[str, list[str]]]:
        """Return each claimed node of the class with its claims."""
        grouped: dict[str, list[str]] = {}
        for claim, node in self.claims(kind):
            grouped.setdefault(node, []).append(claim)
        return list(grouped.items())

    # -- rows ---------------------------------------------------------------------------------

    def person(self, node: str, claims: list[str]) -> Person:
        return Person(
            self.text(node, v.LABEL) or "",
            self.text(node, v.ROLE) or "other",
            self.text(node, v.GAZETTEER_ID),
            [mention for claim in claims for mention in self.texts(claim, v.MENTION)],
            [place for claim in claims for place in self.places(claim)],
        )

    def club(self, node: str, claims: list[str]) -> Club:
        return Club(
            self.text(node, v.LABEL) or "",
            self.text(node, v.GAZETTEER_ID),
            [mention for claim in claims for mention in self.texts(claim, v.MENTION)],
            [place for claim in claims for place in self.places(claim)],
        )

    def affiliation(self, claim: str, spell: str) -> Affiliation:
        main, more = self.evidence(claim)
        return Affiliation(
            self.name(spell, v.OF_PERSON) or "",
            self.name(spell, v.AT_CLUB) or "",
            self.text(claim, v.SPELL_STATUS) or "current",
            self.text(spell, v.CAPACITY),
            main,
            more,
            self.text(claim, v.SPEAKER),
        )

    def transfer(self, claim: str, transfer: str) -> Transfer:
        main, more = self.evidence(claim)
        fee = self.text(claim, v.CLAIMED_FEE)
        return Transfer(
            self.name(transfer, v.PLAYER) or "",
            self.name(transfer, v.ORIGIN),
            self.name(transfer, v.DESTINATION),
            self.text(claim, v.CLAIMED_KIND) or "unknown",
            None if fee is None else float(fee),
            self.text(claim, v.CERTAINTY) or "done",
            main,
            more,
            self.text(claim, v.SPEAKER),
        )

    def match(self, claim: str, match: str) -> Match:
        main, more = self.evidence(claim)
        return Match(
            self.name(match, v.HOME),
            self.name(match, v.AWAY),
            self.text(claim, v.CLAIMED_SCORE),
            self.text(match, v.COMPETITION),
            self.text(match, v.MATCH_DATE),
            main,
            more,
        )

    def incident(self, claim: str, incident: str) -> Incident:
        main, more = self.evidence(claim)
        stated = self.text(claim, v.EX_PLAYER_STATED)
        return Incident(
            self.text(incident, v.INCIDENT_TYPE) or "",
            self.name(incident, v.PLAYER),
            self.name(incident, v.FOR_CLUB),
            self.name(incident, v.AGAINST_CLUB),
            self.number(incident, v.MINUTE),
            self.name(incident, v.OTHER),
            None if stated is None else stated == "true",
            main,
            more,
            gesture=self.text(incident, v.GESTURE),
            speaker=self.text(claim, v.SPEAKER),
        )

    def facts(self, article: str) -> Facts:
        facts = Facts(
            decoded(article.rpartition("/")[2]),
            url=self.text(article, v.URL),
            title=self.text(article, v.HEADLINE),
            date=self.text(article, v.PUBLISHED),
            kind=self.text(article, v.ARTICLE_KIND),
            persons=[self.person(*entry) for entry in self.entities(v.PERSON)],
            clubs=[self.club(*entry) for entry in self.entities(v.CLUB)],
            affiliations=self.rows(v.SPELL, self.affiliation),
            transfers=self.rows(v.TRANSFER, self.transfer),
            matches=self.rows(v.MATCH, self.match),
            incidents=self.rows(v.INCIDENT, self.incident),
        )
        matches = {node: place for place, (_, node) in enumerate(self.claims(v.MATCH))}
        nodes = [node for _, node in self.claims(v.INCIDENT)]
        places = {node: place for place, node in enumerate(nodes)}
        for row, node in zip(facts.incidents, nodes, strict=True):
            row.match = matches.get(self.text(node, v.IN_MATCH) or "")
            row.responds_to = places.get(self.text(node, v.IN_RESPONSE_TO) or "")
        return facts


def facts_from_graph(source: TripleSource, article: str | None = None, base: str | None = None) -> Facts:
    """Return the facts that an article's named graph holds.

    Args:
        source: plain triples, pyoxigraph quads or store, rdflib graph or dataset.
        article: the article's id; needed where the source holds more than one article.
        base: base IRI, default :func:`kg.rdf.identifiers.default_base`.

    Rows come in the order of their words. What a fact says is read from its claims, so facts
    without a claim (a person that only an incident names) give no row of their own.

    Raises:
        InputError: the source holds no article, or several and ``article`` names none of them.
    """
    make = Identifiers(base or default_base())
    reader = _Reader(source, None if article is None else make.graph(article))
    found = sorted(set(reader.typed[v.ARTICLE]))
    if article is not None:
        found = [iri for iri in found if iri == make.article(article)]
    if len(found) != 1:
        raise InputError("rdf.not_one_article", count=len(found))
    return reader.facts(found[0])
