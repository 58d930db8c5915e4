"""The property graph: how the RDF dataset reads as nodes and relationships (docs/property-graph.md).

One mapping serves Neo4j and the embedded graph. What a node should look like is a function of the
dataset alone, so a picture elsewhere can be brought up to date node by node, in any order, as
often as one likes.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from kg.rdf import vocabulary as v
from kg.rdf.identifiers import decoded
from kg.store.rdf_store import RdfStore

#: A property value: text, number, truth, date or a list of texts.
Property = str | int | float | bool | datetime.date | list[str]

#: The label of each kind of node, by the first part of its id.
LABELS: Final[Mapping[str, str]] = {
    "person": "Person",
    "club": "Club",
    "spell": "Spell",
    "transfer": "Transfer",
    "match": "Fixture",
    "incident": "Incident",
    "article": "Article",
    "claim": "Claim",
}
#: The short cut from a person to a club, by the spell's capacity.
SHORT_CUTS: Final[Mapping[str, str]] = {"player": "PLAYED_FOR", "coach": "COACHED", "executive": "DIRECTED"}


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of relationship and the predicate it comes from.

    ``type`` leads from the node that has the predicate to its value, or back where ``reverse``.
    """

    predicate: str
    type: str
    reverse: bool = False


#: The relationships each kind of node brings along.
RELATIONS: Final[Mapping[str, tuple[Relation, ...]]] = {
    "spell": (
        Relation(v.OF_PERSON, "HAD_SPELL", reverse=True),
        Relation(v.AT_CLUB, "AT"),
        Relation(v.LOAN_FROM, "ON_LOAN_FROM"),
    ),
    "transfer": (
        Relation(v.PLAYER, "OF"),
        Relation(v.ORIGIN, "FROM_CLUB"),
        Relation(v.DESTINATION, "TO_CLUB"),
    ),
    "match": (Relation(v.HOME, "HOME"), Relation(v.AWAY, "AWAY")),
    "incident": (
        Relation(v.PLAYER, "DID", reverse=True),
        Relation(v.OTHER, "INVOLVED"),
        Relation(v.FOR_CLUB, "FOR_CLUB"),
        Relation(v.AGAINST_CLUB, "AGAINST_CLUB"),
        Relation(v.IN_MATCH, "IN_FIXTURE"),
        Relation(v.IN_RESPONSE_TO, "IN_RESPONSE_TO"),
        Relation(v.FORMER_CLUB, "AGAINST_FORMER"),
    ),
    "claim": (Relation(v.ABOUT_FACT, "ABOUT"), Relation(v.IN_ARTICLE, "IN_ARTICLE")),
}
#: All relationship types, in order.
RELATION_TYPES: Final = tuple(
    sorted({relation.type for relations in RELATIONS.values() for relation in relations} | set(SHORT_CUTS.values()))
)


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship: ``start`` and ``end`` are node ids, ``id`` is unique, ``owner`` brought it along."""

    type: str
    id: str
    owner: str
    start: str
    end: str
    properties: Mapping[str, Property] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """One node with the relationships it brings along."""

    label: str
    id: str
    properties: Mapping[str, Property]
    links: tuple[Link, ...] = ()


def label_of(identifier: str) -> str | None:
    """Return the label of a node id, ``None`` where the kind has no node (evidence, graphs)."""
    return LABELS.get(identifier.partition("/")[0])


class Projection:
    """Reads nodes from a store. The store must not change while one is at work."""

    def __init__(self, store: RdfStore) -> None:
        self._store = store.raw
        self._base = store.base
        self._graphs = f"{store.base}graph/"
        self._at_hand: tuple[str | None, Mapping[str, Mapping[str, Mapping[Any, set[str]]]]] = (None, {})
        self._articles: dict[str, str | None] = {}
        self._special = {store.make.gazetteer_graph, store.make.derived_graph}

    # -- reading the dataset ------------------------------------------------------------------

    def ids(self) -> Iterator[str]:
        """Yield the ids of all nodes, kind by kind."""
        for kind, name in _CLASSES.items():
            found = self._store.quads_for_pattern(None, _TYPE, ox.NamedNode(name), None)
            seen = {self._id(quad.subject) for quad in found}
            yield from sorted(identifier for identifier in seen if identifier.startswith(f"{kind}/"))

    def _id(self, term: Any) -> str:
        return str(term.value).removeprefix(self._base)

    def _node(self, identifier: str) -> ox.NamedNode:
        return ox.NamedNode(self._base + identifier)

    def _read(self, identifier: str) -> Mapping[str, Mapping[Any, set[str]]]:
        """Return the values of each predicate, and for each value the articles that support it."""
        kind, _, rest = identifier.partition("/")
        if kind in _TOLD:
            return self._told_in(rest.partition("/")[0]).get(identifier, {})
        found: dict[str, dict[Any, set[str]]] = {}
        for quad in self._store.quads_for_pattern(self._node(identifier), None, None, None):
            articles = found.setdefault(quad.predicate.value, {}).setdefault(quad.object, set())
            article = self._article_of(quad.graph_name)
            if article is not None:
                articles.add(article)
        return found

    def _article_of(self, graph: Any) -> str | None:
        """Return the id of the article whose graph this is, ``None`` where it is no article's."""
        iri = getattr(graph, "value", "")
        if iri not in self._articles:
            ours = iri.startswith(self._graphs) and iri not in self._special
            self._articles[iri] = decoded(iri.removeprefix(self._graphs)) if ours else None
        return self._articles[iri]

    def _told_in(self, segment: str) -> Mapping[str, Mapping[str, Mapping[Any, set[str]]]]:
        """Return article, claims and evidence of an article's graph, read at once; the last one is kept at hand."""
        if self._at_hand[0] != segment:
            article, graph = decoded(segment), ox.NamedNode(self._graphs + segment)
            read: dict[str, dict[str, dict[Any, set[str]]]] = {}
            supported = {article}
            # Half of the graph are facts and what has no place here; each quad costs the look-up of its terms.
            for predicate in _TOLD_PREDICATES:
                for quad in self._store.quads_for_pattern(None, predicate, None, graph):
                    node = read.setdefault(self._id(quad.subject), {})
                    node.setdefault(predicate.value, {})[quad.object] = supported
            for kind in _TOLD_CLASSES:
                for quad in self._store.quads_for_pattern(None, _TYPE, kind, graph):
                    read.setdefault(self._id(quad.subject), {})[v.TYPE] = {kind: supported}
            self._at_hand = (segment, read)
        return self._at_hand[1]

    def _claimed(self, identifier: str, predicate: str) -> set[str]:
        """Return what claims about a fact say under a predicate."""
        about, wanted = ox.NamedNode(v.ABOUT_FACT), ox.NamedNode(predicate)
        claims = {q.subject for q in self._store.quads_for_pattern(None, about, self._node(identifier), None)}
        told: list[Any] = [q.object for c in claims for q in self._store.quads_for_pattern(c, wanted, None, None)]
        return {term.value for term in told}

    # -- nodes --------------------------------------------------------------------------------

    def nodes(self, identifiers: Iterable[str]) -> Iterator[Node]:
        """Yield the nodes of these ids; one that the dataset no longer has is left out."""
        for identifier in identifiers:
            node = self.node(identifier)
            if node is not None:
                yield node

    def node(self, identifier: str) -> Node | None:
        """Return a node, ``None`` where the dataset has none of that id."""
        kind = identifier.partition("/")[0]
        label = LABELS.get(kind)
        if label is None:
            return None
        found = self._read(identifier)
        if v.TYPE not in found:
            return None
        properties: dict[str, Property] = {"id": identifier, **_PROPERTIES[kind](found)}
        if kind == "spell":
            properties.update(_status(found, self._claimed(identifier, v.SPELL_STATUS)))
        elif kind == "match":
            properties.update(_score(self._claimed(identifier, v.CLAIMED_SCORE)))
        elif kind == "claim":
            properties["family"] = identifier.rpartition("/")[2].partition("-")[0]
            properties.update(self._words(found))
        if kind != "article":
            articles = {article for of_value in found[v.TYPE].values() for article in of_value}
            properties["articles"] = sorted(articles)
        return Node(label, identifier, properties, tuple(self._links(kind, identifier, found, properties)))

    def _words(self, found: Mapping[str, Mapping[Any, set[str]]]) -> dict[str, Property]:
        """Return the claim's main words: those its confidence speaks of, else the first in the text."""
        places = found.get(v.MAIN_EVIDENCE) or found.get(v.HAS_EVIDENCE) or {}
        told: list[tuple[int, int, str | None]] = []
        for place in places:
            evidence = self._read(self._id(place))
            start, end = _number(evidence, v.START_OFFSET), _number(evidence, v.END_OFFSET)
            if start is not None and end is not None:
                told.append((int(start), int(end), _text(evidence, v.QUOTE)))
        if not told:
            return {}
        start, end, quote = min(told, key=lambda place: place[:2])
        return {"start_offset": start, "end_offset": end, **({"quote": quote} if quote else {})}

    def _links(
        self,
        kind: str,
        identifier: str,
        found: Mapping[str, Mapping[Any, set[str]]],
        properties: Mapping[str, Property],
    ) -> Iterator[Link]:
        for relation in RELATIONS.get(kind, ()):
            for target, articles in sorted(found.get(relation.predicate, {}).items(), key=lambda item: str(item[0])):
                other = self._id(target)
                if label_of(other) is None:
                    continue
                start, end = (other, identifier) if relation.reverse else (identifier, other)
                told: dict[str, Property] = {"articles": sorted(articles)}
                if relation.type == "AGAINST_FORMER":
                    years = _number(found, v.YEARS_SINCE_LEAVING)
                    told = {**told, **({} if years is None else {"years": int(years)})}
                yield _link(relation.type, identifier, start, end, other, told)
        if kind == "spell":
            yield from self._short_cut(identifier, found, properties)

    def _short_cut(
        self, identifier: str, found: Mapping[str, Mapping[Any, set[str]]], properties: Mapping[str, Property]
    ) -> Iterator[Link]:
        type_ = SHORT_CUTS.get(str(properties.get("capacity")))
        people, clubs = found.get(v.OF_PERSON, {}), found.get(v.AT_CLUB, {})
        if type_ is None:
            return
        kept = ("status", "since", "since_precision", "until", "until_precision", "articles")
        told = {name: properties[name] for name in kept if name in properties}
        for person in people:
            for club in clubs:
                start, end = self._id(person), self._id(club)
                yield _link(type_, identifier, start, end, end, {"spell_id": identifier, **told})


def _link(type_: str, owner: str, start: str, end: str, other: str, properties: Mapping[str, Property]) -> Link:
    identifier = f"{owner}|{type_}|{other}"
    return Link(type_, identifier, owner, start, end, {"id": identifier, **properties})


# -- properties of each kind ----------------------------------------------------------------------

_TYPE = ox.NamedNode(v.TYPE)
_CLASSES = {
    "person": v.PERSON,
    "club": v.CLUB,
    "spell": v.SPELL,
    "transfer": v.TRANSFER,
    "match": v.MATCH,
    "incident": v.INCIDENT,
    "article": v.ARTICLE,
    "claim": v.CLAIM,
}
_Found = Mapping[str, Mapping[Any, set[str]]]
#: Kinds of nodes that stand in one article's graph alone.
_TOLD = ("article", "claim", "evidence")
_TOLD_CLASSES = (ox.NamedNode(v.ARTICLE), ox.NamedNode(v.CLAIM))
#: What articles, claims and evidence are read by.
_TOLD_PREDICATES = tuple(
    ox.NamedNode(name)
    for name in (
        *(v.HEADLINE, v.URL, v.PUBLISHER, v.AUTHOR, v.ARTICLE_KIND, v.TEXT_HASH, v.TEXT_LENGTH, v.PUBLISHED),
        *(v.CERTAINTY, v.CONFIDENCE, v.RULE, v.SPEAKER, v.SPELL_STATUS, v.EX_PLAYER_STATED, v.MENTION),
        *(v.CLAIMED_SCORE, v.CLAIMED_KIND, v.CLAIMED_FEE, v.ABOUT_FACT, v.IN_ARTICLE),
        *(v.MAIN_EVIDENCE, v.HAS_EVIDENCE, v.START_OFFSET, v.END_OFFSET, v.QUOTE),
    )
)
_PRECISIONS = {v.DATE: "day", v.YEAR_MONTH: "month", v.YEAR: "year"}


def _texts(found: _Found, predicate: str) -> list[str]:
    terms = found.get(predicate, ())
    texts = [term.value for term in terms]
    return sorted(texts) if len(texts) > 1 else texts


def _text(found: _Found, predicate: str) -> str | None:
    """Return the value; of several, which only contradicting articles give, the first in order."""
    texts = _texts(found, predicate)
    return texts[0] if texts else None


def _number(found: _Found, predicate: str) -> float | None:
    numbers = sorted(float(text) for text in _texts(found, predicate))
    return numbers[0] if numbers else None


def _some(**properties: Property | None) -> dict[str, Property]:
    return {name: value for name, value in properties.items() if value is not None}


def _integer(found: _Found, predicate: str) -> int | None:
    number = _number(found, predicate)
    return None if number is None else int(number)


def _truth(found: _Found, predicate: str) -> bool | None:
    text = _text(found, predicate)
    return None if text is None else text == "true"


def _date(name: str, found: _Found, predicate: str) -> dict[str, Property]:
    """Return a date: native where it is a full day, else its text; its precision beside it."""
    terms = sorted(found.get(predicate, ()), key=lambda term: str(term.value))
    if not terms:
        return {}
    text, precision = terms[0].value, _PRECISIONS.get(terms[0].datatype.value)
    value: Property = text
    if precision == "day":
        try:
            value = datetime.date.fromisoformat(text)
        except ValueError:
            precision = None
    return {name: value, **({f"{name}_precision": precision} if precision else {})}


def _person(found: _Found) -> dict[str, Property]:
    roles = _texts(found, v.ROLE)
    return {**_named(found), **({"roles": roles} if roles else {})}


def _named(found: _Found) -> dict[str, Property]:
    return _some(
        name=_text(found, v.LABEL), gazetteer_id=_text(found, v.GAZETTEER_ID), wikidata=_text(found, v.SAME_AS)
    )


def _club(found: _Found) -> dict[str, Property]:
    national = any(term.value == v.NATIONAL_TEAM for term in found[v.TYPE])
    return {**_named(found), "national": national}


def _spell(found: _Found) -> dict[str, Property]:
    return {
        **_some(capacity=_text(found, v.CAPACITY)),
        **_date("since", found, v.FROM),
        **_date("until", found, v.UNTIL),
    }


def _status(found: _Found, claimed: set[str]) -> dict[str, Property]:
    """Return ``former`` where an end is known or any article says so, else what articles say."""
    if v.UNTIL in found or "former" in claimed:
        return {"status": "former"}
    return {"status": "current"} if claimed else {}


def _transfer(found: _Found) -> dict[str, Property]:
    kinds = [kind for kind in _texts(found, v.TRANSFER_KIND) if kind != "unknown"]
    return _some(kind=kinds[0] if kinds else _text(found, v.TRANSFER_KIND), fee_meur=_number(found, v.FEE))


def _match(found: _Found) -> dict[str, Property]:
    return {**_some(competition=_text(found, v.COMPETITION)), **_date("date", found, v.MATCH_DATE)}


def _score(claimed: set[str]) -> dict[str, Property]:
    """Return the scores articles tell; the goals only where all tell the same."""
    scores = sorted(claimed)
    told: dict[str, Property] = {"scores": scores} if scores else {}
    if len(scores) == 1:
        home, dash, away = scores[0].partition("-")
        if dash and home.isdecimal() and away.isdecimal():
            told.update(home_goals=int(home), away_goals=int(away))
    return told


def _incident(found: _Found) -> dict[str, Property]:
    ex_player = any(term.value == v.EX_PLAYER_INCIDENT for term in found[v.TYPE])
    told = _some(kind=_text(found, v.INCIDENT_TYPE), minute=_integer(found, v.MINUTE), gesture=_text(found, v.GESTURE))
    return {**told, "ex_player": ex_player}


def _article(found: _Found) -> dict[str, Property]:
    told = _some(
        headline=_text(found, v.HEADLINE),
        url=_text(found, v.URL),
        publisher=_text(found, v.PUBLISHER),
        author=_text(found, v.AUTHOR),
        kind=_text(found, v.ARTICLE_KIND),
        text_hash=_text(found, v.TEXT_HASH),
        text_length=_integer(found, v.TEXT_LENGTH),
    )
    return {**told, **_date("published", found, v.PUBLISHED)}


def _claim(found: _Found) -> dict[str, Property]:
    mentions = _texts(found, v.MENTION)
    told = _some(
        certainty=_text(found, v.CERTAINTY),
        confidence=_number(found, v.CONFIDENCE),
        rule=_text(found, v.RULE),
        speaker=_text(found, v.SPEAKER),
        spell_status=_text(found, v.SPELL_STATUS),
        ex_player=_truth(found, v.EX_PLAYER_STATED),
        score=_text(found, v.CLAIMED_SCORE),
        kind=_text(found, v.CLAIMED_KIND),
        fee_meur=_number(found, v.CLAIMED_FEE),
    )
    return {**told, **({"mentions": mentions} if mentions else {})}


_PROPERTIES: Final[Mapping[str, Callable[[_Found], dict[str, Property]]]] = {
    "person": _person,
    "club": _club,
    "spell": _spell,
    "transfer": _transfer,
    "match": _match,
    "incident": _incident,
    "article": _article,
    "claim": _claim,
}

# -- fingerprints: does a graph elsewhere hold what it should? --------------------------------------


@dataclass(slots=True)
class Tally:
    """Count and order-free hash of the nodes of a label or the relationships of a type."""

    count: int = 0
    sum: int = 0

    def add(self, *parts: Any) -> None:
        """Count one thing in; the order in which things are added does not matter."""
        text = json.dumps(parts, ensure_ascii=True, sort_keys=True, default=_plain)
        digest = hashlib.blake2b(text.encode("ascii"), digest_size=16).digest()
        self.count += 1
        self.sum = (self.sum + int.from_bytes(digest)) % (1 << 128)

    @property
    def hash(self) -> str:
        """The hash as text."""
        return f"{self.sum:032x}"


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def expected(projection: Projection) -> dict[str, Tally]:
    """Return the tally the dataset asks for, by label and relationship type.

    A relationship whose other end the dataset does not have is no part of the property graph.
    """
    tallies = {name: Tally() for name in (*LABELS.values(), *RELATION_TYPES)}
    known = set(projection.ids())
    for node in projection.nodes(sorted(known)):
        tallies[node.label].add(node.id, dict(node.properties))
        for link in node.links:
            if link.start in known and link.end in known:
                tallies[link.type].add(link.start, link.end, dict(link.properties))
    return tallies


@dataclass(frozen=True, slots=True)
class Difference:
    """One label or relationship type that is not as it should be."""

    name: str
    expected: int
    found: int


def differences(wanted: Mapping[str, Tally], found: Mapping[str, Tally]) -> list[Difference]:
    """Return the labels and types whose count or hash differs."""
    return [
        Difference(name, tally.count, found[name].count)
        for name, tally in wanted.items()
        if (tally.count, tally.sum) != (found[name].count, found[name].sum)
    ]
