"""Facts of an article -> triples: one claim for each row, its evidence, and the fact it is about."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.article import Article
from kg.facts import Affiliation, Club, Evidence, Facts, Incident, Match, Person, Transfer
from kg.rdf import vocabulary as v
from kg.rdf.identifiers import (
    UNKNOWN,
    Identifiers,
    club_key,
    default_base,
    encoded,
    match_key,
    person_key,
    spell_start,
    window,
)
from kg.rdf.triples import PlainTriple, Value, to_oxigraph, to_rdflib

if TYPE_CHECKING:
    import rdflib

    from kg.gazetteer.records import PersonRecord

_SCORE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_DATES = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), v.DATE),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), v.YEAR_MONTH),
    (re.compile(r"[0-9]{4}"), v.YEAR),
)
#: Start of a past spell where the article also tells a present one at the same club.
_EARLIER = "_earlier"


class KnowsPeople(Protocol):
    """What the mapping asks of the gazetteer: people by id, to tell which spell is meant."""

    @property
    def people(self) -> Mapping[str, PersonRecord]:
        """People by id."""
        ...


@dataclass(slots=True)
class ArticleGraph:
    """The triples of one article.

    Attributes:
        iri: IRI of the article's named graph.
        facts: people, clubs, spells, transfers, matches, incidents: what the default graph holds too.
        claims: the article, its claims and evidence: only in the named graph.
    """

    iri: str
    facts: list[PlainTriple] = field(default_factory=list)
    claims: list[PlainTriple] = field(default_factory=list)

    @property
    def triples(self) -> list[PlainTriple]:
        """All triples of the named graph."""
        return self.claims + self.facts


def date_value(date: str) -> Value:
    """Return a date literal as precise as told; text that is no date stays a plain string."""
    for pattern, datatype in _DATES:
        if pattern.fullmatch(date):
            return Value(date, datatype)
    return Value(date)


def decimal_value(number: float) -> Value:
    """Return a decimal of at most six places, written the way Oxigraph gives it back."""
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return Value("0" if text in ("-0", "") else text, v.DECIMAL)


def _integer(number: int) -> Value:
    return Value(str(int(number)), v.INTEGER)


def _boolean(truth: bool) -> Value:
    return Value("true" if truth else "false", v.BOOLEAN)


class _Mapper:
    """Writes one article; :func:`map_article` is its face."""

    def __init__(self, article: Article, facts: Facts, gazetteer: KnowsPeople | None, base: str) -> None:
        self.article = article
        self.facts = facts
        self.gazetteer = gazetteer
        self.make = Identifiers(base)
        self.iri = self.make.article(facts.id)
        self.out = ArticleGraph(self.make.graph(facts.id))
        self.date = facts.date or article.date
        self.people: dict[str, tuple[str, str | None]] = {}
        self.clubs: dict[str, str] = {}
        self.matches: list[str] = []
        self._namesakes: Counter[str] = Counter()
        self._written: set[str] = set()

    def run(self) -> ArticleGraph:
        self._article()
        self._entities()
        self._affiliations()
        for transfer in self.facts.transfers:
            self._transfer(transfer)
        self._matches()
        self._incidents()
        return self.out

    # -- writing ----------------------------------------------------------------------------

    def _fact(self, subject: str, predicate: str, value: str | Value | None) -> None:
        if value is not None:
            self.out.facts.append((subject, predicate, value))

    def _told(self, subject: str, predicate: str, value: str | Value | None) -> None:
        if value is not None:
            self.out.claims.append((subject, predicate, value))

    def _new(self, iri: str) -> bool:
        """Tell whether the node is met for the first time in this article."""
        if iri in self._written:
            return False
        self._written.add(iri)
        return True

    def _article(self) -> None:
        iri, article, facts = self.iri, self.article, self.facts
        date, url = self.date, facts.url or article.url
        self._told(iri, v.TYPE, v.ARTICLE)
        self._told(iri, v.TEXT_HASH, Value(hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()))
        self._told(iri, v.TEXT_LENGTH, _integer(len(article.text)))
        self._told(iri, v.HEADLINE, _string(facts.title if facts.title is not None else article.title))
        self._told(iri, v.PUBLISHED, date_value(date) if date else None)
        self._told(iri, v.URL, Value(url, v.ANY_URI) if url else None)
        self._told(iri, v.PUBLISHER, _string(article.site))
        self._told(iri, v.AUTHOR, _string(article.author))
        self._told(iri, v.ARTICLE_KIND, _string(facts.kind))

    def _place(self, start: int, end: int) -> str:
        iri = self.make.evidence(self.facts.id, start, end)
        if self._new(iri):
            text = self.article.text
            self._told(iri, v.TYPE, v.EVIDENCE)
            self._told(iri, v.HAS_SOURCE, self.iri)
            self._told(iri, v.START_OFFSET, _integer(start))
            self._told(iri, v.END_OFFSET, _integer(end))
            # Offsets outside the text have no words; validation sets the claim aside.
            self._told(iri, v.QUOTE, Value(text[start:end]) if 0 <= start < end <= len(text) else None)
        return iri

    def _claim(
        self, family: str, fact: str, values: Sequence[object], places: Sequence[tuple[int, int]], certainty: str
    ) -> str | None:
        """Write a claim and its places; return its IRI, ``None`` where the very same claim stands already."""
        ends = list(dict.fromkeys(places))
        iri = self.make.claim(self.facts.id, family, (fact, *values, *ends[:1], *sorted(ends[1:])))
        if not self._new(iri):
            return None
        self._told(iri, v.TYPE, v.CLAIM)
        self._told(iri, v.ABOUT_FACT, fact)
        self._told(iri, v.IN_ARTICLE, self.iri)
        self._told(iri, v.CERTAINTY, Value(certainty))
        for start, end in ends:
            self._told(iri, v.HAS_EVIDENCE, self._place(start, end))
        return iri

    def _row(
        self,
        family: str,
        fact: str,
        row: Affiliation | Transfer | Match | Incident,
        values: Sequence[object],
        certainty: str = "stated",
    ) -> str | None:
        """Write the claim of a row with evidence, rule and speaker."""
        main = row.evidence
        places = [(e.start, e.end) for e in ((main,) if main else ()) + row.more]
        speaker = None if isinstance(row, Match) else row.speaker
        iri = self._claim(family, fact, (*values, speaker), places, certainty)
        if iri is None:
            return None
        if main is not None:
            self._told(iri, v.CONFIDENCE, decimal_value(round(main.confidence, 2)))
            self._told(iri, v.RULE, _string(main.rule or None))
            if len(set(places)) > 1:
                self._told(iri, v.MAIN_EVIDENCE, self.make.evidence(self.facts.id, main.start, main.end))
        self._told(iri, v.SPEAKER, _string(speaker))
        return iri

    # -- people and clubs ---------------------------------------------------------------------

    def _entities(self) -> None:
        for person in self.facts.persons:
            self._person(person)
        for club in self.facts.clubs:
            self._club(club)

    def _person(self, person: Person) -> None:
        key = self._person_key(person.name, person.id)
        iri = self.make.person(key)
        if self._new(iri):
            self._named(iri, v.PERSON, person.name, person.id)
        self._fact(iri, v.ROLE, Value(person.role))
        self._mentions("persons", iri, person, (person.role,))

    def _club(self, club: Club) -> None:
        key = club_key(club.id, club.name)
        self.clubs.setdefault(club.name, key)
        iri = self.make.club(key)
        if self._new(iri):
            self._named(iri, v.CLUB, club.name, club.id)
        self._mentions("clubs", iri, club, ())

    def _named(self, iri: str, kind: str, name: str, identifier: str | None) -> None:
        self._fact(iri, v.TYPE, kind)
        self._fact(iri, v.LABEL, Value(name))
        self._fact(iri, v.NAME, Value(name))
        self._fact(iri, v.GAZETTEER_ID, _string(identifier))

    def _mentions(self, family: str, iri: str, row: Person | Club, values: Sequence[object]) -> None:
        claim = self._claim(family, iri, (*values, *sorted(row.mentions)), self._first_place(row), "stated")
        if claim is not None:
            for mention in dict.fromkeys(row.mentions):
                self._told(claim, v.MENTION, Value(mention))

    def _first_place(self, row: Person | Club) -> list[tuple[int, int]]:
        """Return the first place that names somebody: all places would be half of the article's triples.

        Facts read from a file have forms and no places; the first form that stands in the text is the place then.
        """
        if row.spans:
            return [min(row.spans)]
        found = ((self.article.text.find(form), form) for form in row.mentions if form)
        return sorted((start, start + len(form)) for start, form in found if start >= 0)[:1]

    def _person_key(self, name: str, identifier: str | None = None) -> str:
        """Return the key of a person of this article; a name met first here is made known."""
        known = self.people.get(name)
        if known is not None:
            return known[0]
        key = person_key(identifier, name, self.facts.id)
        if not identifier:
            self._namesakes[key] += 1
            key = _numbered(key, self._namesakes[key] - 1)
        self.people[name] = (key, identifier)
        return key

    def _who(self, name: str | None) -> str | None:
        """Return the key of a named person; one the article's list lacks becomes a node without claim."""
        if name is None:
            return None
        key = self._person_key(name)
        if self._new(self.make.person(key)):
            self._named(self.make.person(key), v.PERSON, name, None)
        return key

    def _side(self, name: str | None) -> str | None:
        """Return the key of a named club, as :meth:`_who` does for people."""
        if name is None:
            return None
        key = self.clubs.setdefault(name, club_key(None, name))
        if self._new(self.make.club(key)):
            self._named(self.make.club(key), v.CLUB, name, None)
        return key

    # -- spells and transfers -----------------------------------------------------------------

    def _affiliations(self) -> None:
        statuses: dict[tuple[str, str, str | None], set[str]] = {}
        for row in self.facts.affiliations:
            statuses.setdefault((row.person, row.club, row.capacity), set()).add(row.status)
        for row in self.facts.affiliations:
            both = len(statuses[row.person, row.club, row.capacity]) > 1
            self._affiliation(row, told_both=both)

    def _affiliation(self, row: Affiliation, told_both: bool) -> None:
        person, club = self._who(row.person), self._side(row.club)
        assert person is not None and club is not None
        since = self._since(row, club) or (_EARLIER if told_both and row.status == "former" else None)
        iri = self.make.spell(person, club, row.capacity, since)
        if self._new(iri):
            self._fact(iri, v.TYPE, v.SPELL)
            self._fact(iri, v.OF_PERSON, self.make.person(person))
            self._fact(iri, v.AT_CLUB, self.make.club(club))
            self._fact(iri, v.CAPACITY, _string(row.capacity))
        claim = self._row("affiliations", iri, row, (row.status,))
        if claim is not None:
            self._told(claim, v.SPELL_STATUS, Value(row.status))

    def _since(self, row: Affiliation, club: str) -> str | None:
        """Return what tells the one spell the gazetteer knows that the row can mean (its first year)."""
        identifier = self.people[row.person][1]
        year = self.date[:4] if self.date else ""
        if self.gazetteer is None or identifier is None or not year.isdecimal():
            return None
        record = self.gazetteer.people.get(identifier)
        if record is None:
            return None
        meant = [
            spell_start(spell.since, spell.until)
            for spell in record.spells
            if encoded(spell.club) == club
            and row.capacity in (None, spell.capacity)
            and (spell.covers(int(year)) if row.status == "current" else _over(spell.until, int(year)))
        ]
        return meant[0] if len(meant) == 1 else None

    def _transfer(self, row: Transfer) -> None:
        person, origin, destination = self._who(row.player), self._side(row.origin), self._side(row.to)
        assert person is not None
        iri = self.make.transfer(person, origin, destination, window(self.date, self.facts.id))
        if self._new(iri):
            self._fact(iri, v.TYPE, v.TRANSFER)
            self._fact(iri, v.PLAYER, self.make.person(person))
            self._fact(iri, v.ORIGIN, self.make.club(origin) if origin else None)
            self._fact(iri, v.DESTINATION, self.make.club(destination) if destination else None)
        fee = None if row.fee_meur is None else decimal_value(row.fee_meur)
        self._fact(iri, v.TRANSFER_KIND, Value(row.kind))
        self._fact(iri, v.FEE, fee)
        claim = self._row("transfers", iri, row, (row.status, row.kind, fee), certainty=row.status)
        if claim is not None:
            self._told(claim, v.CLAIMED_KIND, Value(row.kind))
            self._told(claim, v.CLAIMED_FEE, fee)

    # -- matches and incidents ------------------------------------------------------------------

    def _matches(self) -> None:
        keys: dict[int, str] = {}
        met: Counter[str] = Counter()
        for index in _in_text_order(self.facts.matches):
            row = self.facts.matches[index]
            home, away = self._side(row.home), self._side(row.away)
            key = match_key(row.date, home, away, self.facts.id)
            keys[index] = _numbered(key, met[key])
            met[key] += 1
            self._match(self.make.match(keys[index]), row, home, away)
        self.matches = [keys[index] for index in range(len(keys))]

    def _match(self, iri: str, row: Match, home: str | None, away: str | None) -> None:
        self._fact(iri, v.TYPE, v.MATCH)
        self._fact(iri, v.HOME, self.make.club(home) if home else None)
        self._fact(iri, v.AWAY, self.make.club(away) if away else None)
        score = _SCORE.fullmatch(row.score) if row.score is not None else None
        if score:
            self._fact(iri, v.HOME_GOALS, _integer(int(score[1])))
            self._fact(iri, v.AWAY_GOALS, _integer(int(score[2])))
        self._fact(iri, v.COMPETITION, _string(row.competition))
        self._fact(iri, v.MATCH_DATE, None if row.date is None else date_value(row.date))
        claim = self._row("matches", iri, row, (row.score,))
        if claim is not None:
            self._told(claim, v.CLAIMED_SCORE, _string(row.score))

    def _incidents(self) -> None:
        nodes: dict[int, str] = {}
        met: Counter[str] = Counter()
        for index in _in_text_order(self.facts.incidents):
            row = self.facts.incidents[index]
            key = self._incident_key(row)
            if row.minute is None:
                nodes[index] = self.make.incident(f"{key}/n{met[key] + 1}")
            else:
                key = f"{key}/{row.minute}"
                nodes[index] = self.make.incident(_numbered(key, met[key]))
            met[key] += 1
        for index, row in enumerate(self.facts.incidents):
            self._incident(nodes, index, row)

    def _incident_key(self, row: Incident) -> str:
        """Return the part of an incident's key before the minute."""
        in_match = row.match is not None and 0 <= row.match < len(self.matches)
        where = self.matches[row.match or 0] if in_match else f"article/{encoded(self.facts.id)}"
        parts = [where, row.type, self._who(row.player) or UNKNOWN]
        if row.type == "confrontation":
            parts.append(self._who(row.other) or UNKNOWN)
        return "/".join(parts)

    def _incident(self, nodes: Mapping[int, str], index: int, row: Incident) -> None:
        iri = nodes[index]
        player, other = self._who(row.player), self._who(row.other)
        club, opponent = self._side(row.club), self._side(row.opponent)
        for kind in v.INCIDENT_CLASSES[row.type]:
            self._fact(iri, v.TYPE, kind)
        self._fact(iri, v.INCIDENT_TYPE, Value(row.type))
        self._fact(iri, v.PLAYER, self.make.person(player) if player else None)
        self._fact(iri, v.OTHER, self.make.person(other) if other else None)
        self._fact(iri, v.FOR_CLUB, self.make.club(club) if club else None)
        self._fact(iri, v.AGAINST_CLUB, self.make.club(opponent) if opponent else None)
        if row.match is not None and 0 <= row.match < len(self.matches):
            self._fact(iri, v.IN_MATCH, self.make.match(self.matches[row.match]))
        self._fact(iri, v.MINUTE, None if row.minute is None else _integer(row.minute))
        self._fact(iri, v.GESTURE, _string(row.gesture))
        cause = None if row.responds_to is None else nodes.get(row.responds_to)
        self._fact(iri, v.IN_RESPONSE_TO, cause if cause != iri else None)
        claim = self._row("incidents", iri, row, (row.ex_player,))
        if claim is not None and row.ex_player is not None:
            self._told(claim, v.EX_PLAYER_STATED, _boolean(row.ex_player))


def _string(text: str | None) -> Value | None:
    return None if text is None else Value(text)


def _over(until: int | None, year: int) -> bool:
    return until is not None and until <= year


def _numbered(key: str, taken: int) -> str:
    """Return the key, with ``-2``, ``-3`` … where it is taken already."""
    return key if not taken else f"{key}-{taken + 1}"


def _in_text_order(rows: Iterable[Match | Incident]) -> list[int]:
    """Return the rows' indices in the order of their words; rows without words come last, as listed."""

    def place(entry: tuple[int, Match | Incident]) -> tuple[bool, int, int]:
        evidence: Evidence | None = entry[1].evidence
        return (evidence is None, evidence.start if evidence else 0, entry[0])

    return [index for index, _ in sorted(enumerate(rows), key=place)]


def map_article(
    article: Article, facts: Facts, gazetteer: KnowsPeople | None = None, base: str | None = None
) -> ArticleGraph:
    """Return the triples of one article as plain tuples.

    Args:
        article: the text the facts' offsets count in, and its metadata.
        facts: what the article says; its id, date, title and address go before the article's.
        gazetteer: tells which of a person's known spells an affiliation means.
        base: base IRI, default :func:`kg.rdf.identifiers.default_base`.

    A row of the facts becomes one claim. What the row says twice over becomes one claim too.
    """
    return _Mapper(article, facts, gazetteer, base or default_base()).run()


def article_quads(
    article: Article, facts: Facts, gazetteer: KnowsPeople | None = None, base: str | None = None
) -> list[ox.Quad]:
    """Return the article's named graph as pyoxigraph quads (see :func:`map_article`)."""
    graph = map_article(article, facts, gazetteer, base)
    return to_oxigraph(graph.triples, graph.iri)


def facts_quads(
    article: Article, facts: Facts, gazetteer: KnowsPeople | None = None, base: str | None = None
) -> list[ox.Quad]:
    """Return the article's facts as quads of the default graph: no article, claims or evidence."""
    return to_oxigraph(map_article(article, facts, gazetteer, base).facts)


def article_dataset(
    article: Article, facts: Facts, gazetteer: KnowsPeople | None = None, base: str | None = None
) -> rdflib.Dataset:
    """Return the article's named graph in an rdflib dataset, prefixes bound."""
    graph = map_article(article, facts, gazetteer, base)
    from rdflib import Dataset, URIRef

    dataset = Dataset()
    _bind(dataset)
    to_rdflib(graph.triples, dataset.graph(URIRef(graph.iri)))
    return dataset


def facts_graph(
    article: Article, facts: Facts, gazetteer: KnowsPeople | None = None, base: str | None = None
) -> rdflib.Graph:
    """Return the article's facts as an rdflib graph: what the default graph holds of it."""
    from rdflib import Graph

    return to_rdflib(map_article(article, facts, gazetteer, base).facts, _bind(Graph()))


def _bind(graph: rdflib.Graph) -> rdflib.Graph:
    for prefix, iri in v.PREFIXES.items():
        graph.bind(prefix, iri, override=True)
    return graph
