"""What follows from the facts: the rules of ``ontology/rules``, run for the people whose facts changed.

A rule is a CONSTRUCT query about the incidents of a person. It is run on a small dataset that holds what
concerns a few people: their incidents against clubs they had left, with the matches, their spells, the claims
about these and the claims' articles. So its cost depends on the people who changed and not on the size of
the graph. Each triple a rule gives has an incident as subject, so what a person's incidents no longer give
can be taken back.

Every rule asks for a claim that calls the player an ex, or for a club on the other side that he had left by
the year of the match or that an article calls his former one. Nearly all incidents need not be looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.rdf import vocabulary as v
from kg.rdf.resources import rules
from kg.store.statements import Triple

#: People a rule is run for at once.
_TOGETHER = 12
#: People whose clubs are remembered.
_REMEMBERED = 50_000

_PLAYER, _OF_PERSON, _IN_MATCH = (ox.NamedNode(iri) for iri in (v.PLAYER, v.OF_PERSON, v.IN_MATCH))
_AT_CLUB, _AGAINST, _FOR_CLUB = (ox.NamedNode(iri) for iri in (v.AT_CLUB, v.AGAINST_CLUB, v.FOR_CLUB))
_ABOUT, _IN_ARTICLE, _EX_STATED = (ox.NamedNode(iri) for iri in (v.ABOUT_FACT, v.IN_ARTICLE, v.EX_PLAYER_STATED))
_UNTIL_YEAR, _STATUS, _DATE = (ox.NamedNode(iri) for iri in (v.UNTIL_YEAR, v.SPELL_STATUS, v.MATCH_DATE))
_FORMER = ox.Literal("former")
_TYPE, _PERSON, _CROWD = (ox.NamedNode(iri) for iri in (v.TYPE, v.PERSON, v.INCIDENT_CLASSES["crowd_reaction"][0]))
_TRUE = ox.Literal("true", datatype=ox.NamedNode(v.BOOLEAN))
_DEFAULT = ox.DefaultGraph()

_READ = (
    *(v.PLAYER, v.OF_PERSON, v.IN_MATCH, v.AT_CLUB, v.AGAINST_CLUB, v.FOR_CLUB, v.ABOUT_FACT, v.EX_PLAYER_STATED),
    *(v.UNTIL_YEAR, v.SPELL_STATUS, v.MATCH_DATE, v.INCIDENT_TYPE),
)
#: What is read of new quads, as they are written: none of these values has a sign that is written otherwise.
_NAMES = "|".join(sorted(re.escape(iri.removeprefix(v.CALCIO)) for iri in _READ))
_LINE = re.compile(rf'^<([^>]*)> <{re.escape(v.CALCIO)}({_NAMES})> (?:<([^>]*)>|"([^"]*)")'.encode(), re.MULTILINE)


@cache
def _asked() -> frozenset[str]:
    """Return the predicates the rules ask for."""
    found = {v.TYPE}
    for rule in rules().values():
        for prefix, name in re.findall(r"\b([a-z]+):(\w+)", rule):
            found.add(v.PREFIXES.get(prefix, "") + name)
    return frozenset(found)


def _values(store: ox.Store, subject: Any, predicate: ox.NamedNode, graph: Any = _DEFAULT) -> set[Any]:
    return {quad.object for quad in store.quads_for_pattern(subject, predicate, None, graph)}


def _subjects(store: ox.Store, predicate: ox.NamedNode, value: Any, graph: Any = _DEFAULT) -> set[Any]:
    return {quad.subject for quad in store.quads_for_pattern(None, predicate, value, graph)}


# -- which incidents a rule may speak of ------------------------------------------------------------

#: The clubs a person may have left, with the year from which on; 0 where an article calls him a former member.
_Left = Mapping[str, int]


@dataclass(slots=True)
class _News:
    """What new articles say, by subject and predicate (IRIs without brackets; literals as they are written)."""

    told: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    @classmethod
    def of(cls, quads: bytes) -> _News:
        """Read N-Quads as the store writes them."""
        news = cls()
        for subject, predicate, node, text in _LINE.findall(quads):
            news.told[subject.decode()][v.CALCIO + predicate.decode()].add((node or text).decode())
        return news

    def former(self) -> set[str]:
        """Return the spells that a claim calls past."""
        claims = (told for told in self.told.values() if "former" in told.get(v.SPELL_STATUS, ()))
        return {spell for told in claims for spell in told[v.ABOUT_FACT]}

    def stated(self) -> set[str]:
        """Return the incidents whose claim calls the player an ex."""
        claims = (told for told in self.told.values() if "true" in told.get(v.EX_PLAYER_STATED, ()))
        return {incident for told in claims for incident in told[v.ABOUT_FACT]}

    def left(self) -> dict[str, dict[str, int]]:
        """Return for each person with a spell in the news the clubs he may have left."""
        former = self.former()
        found: dict[str, dict[str, int]] = {}
        for spell, told in self.told.items():
            years = [0] if spell in former else [int(year) for year in told.get(v.UNTIL_YEAR, ())]
            for person in told.get(v.OF_PERSON, ()):
                clubs = found.setdefault(person, {})
                for club in told.get(v.AT_CLUB, ()) if years else ():
                    clubs[club] = min(*years, clubs.get(club, min(years)))
        return found


class Derivation:
    """Keeps the graph of what is derived in step with the facts.

    Args:
        store: the dataset.
        graph: the graph of what is derived.
    """

    def __init__(self, store: ox.Store, graph: ox.NamedNode) -> None:
        self._store = store
        self._graph = graph
        self._known: dict[str, _Left] = {}

    def after(self, quads: bytes, graphs: set[str]) -> tuple[set[Triple], set[Triple]]:
        """Return what the graph gains and loses now that these N-Quads came, in these graphs, and nothing went.

        What comes can make more incidents worth looking at, and never fewer.
        """
        news = _News.of(quads)
        changed, stated = self._learn(news, graphs), news.stated()
        due: dict[Any, set[Any]] = defaultdict(set)
        for incident, told in news.told.items():
            for player in told.get(v.PLAYER, ()) if v.INCIDENT_TYPE in told else ():
                if incident in stated or self._against_former(player, told, news):
                    due[ox.NamedNode(player)].add(ox.NamedNode(incident))
        for player in changed:
            node = ox.NamedNode(player)
            due[node] |= self._worth(node, self._left(player))
        return self._difference(due)

    def anew(self, people: set[ox.NamedNode]) -> tuple[set[Triple], set[Triple]]:
        """Return what the graph gains and loses now that these people's facts changed in any way.

        What was derived for incidents that are no more is looked for in the whole graph.
        """
        self._known.clear()
        due = {person: self._worth(person, self._left(person.value)) for person in people}
        stands: set[Triple] = set()
        for quad in self._store.quads_for_pattern(None, None, None, self._graph):
            players = _values(self._store, quad.subject, _PLAYER)
            if not players or players & people:
                stands.add((quad.subject, quad.predicate, quad.object))
        wanted = self._construct(due)
        return wanted - stands, stands - wanted

    def _learn(self, news: _News, graphs: set[str]) -> set[str]:
        """Remember what the news say of people's clubs; return who had been named before and had left other clubs."""
        changed: set[str] = set()
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        for person, left in news.left().items():
            before = self._known.get(person)
            if before is None and self._is_new(person, graphs):
                self._known[person] = left
            elif before is None:
                self._known[person] = self._left(person)
                changed.add(person)
            elif any(year < before.get(club, 10_000) for club, year in left.items()):
                self._known[person] = {**before, **{c: min(y, before.get(c, y)) for c, y in left.items()}}
                changed.add(person)
        return changed

    def _is_new(self, person: str, graphs: set[str]) -> bool:
        """Tell whether nothing but the news names the person."""
        found: Any = self._store.quads_for_pattern(ox.NamedNode(person), _TYPE, _PERSON, None)
        return all(quad.graph_name == _DEFAULT or quad.graph_name.value in graphs for quad in found)

    def _left(self, person: str) -> _Left:
        """Return the clubs a person may have left."""
        if person not in self._known:
            store, left = self._store, dict[str, int]()
            for spell in _subjects(store, _OF_PERSON, ox.NamedNode(person)):
                claims = store.quads_for_pattern(None, _ABOUT, spell, None)
                if any(ox.Quad(quad.subject, _STATUS, _FORMER, quad.graph_name) in store for quad in claims):
                    years = [0]
                else:
                    years = [int(year.value) for year in _values(store, spell, _UNTIL_YEAR)]
                for club in _values(store, spell, _AT_CLUB) if years else ():
                    left[club.value] = min(*years, left.get(club.value, min(years)))
            self._known[person] = left
        return self._known[person]

    def _against_former(self, player: str, told: Mapping[str, set[str]], news: _News) -> bool:
        """Tell whether a new incident is against a club the player may have left."""
        against = set(told.get(v.AGAINST_CLUB, ()))
        if "crowd_reaction" in told.get(v.INCIDENT_TYPE, ()):
            against |= told.get(v.FOR_CLUB, set())
        dates = [d for match in told.get(v.IN_MATCH, ()) for d in news.told.get(match, {}).get(v.MATCH_DATE, ())]
        return _may_be(self._left(player), against, dates)

    def _worth(self, person: ox.NamedNode, left: _Left) -> set[Any]:
        """Return the incidents of a person that a rule may speak of."""
        return {incident for incident in _subjects(self._store, _PLAYER, person) if self._is_worth(incident, left)}

    def _is_worth(self, incident: Any, left: _Left) -> bool:
        store = self._store
        against = _values(store, incident, _AGAINST)
        if ox.Quad(incident, _TYPE, _CROWD, _DEFAULT) in store:
            against |= _values(store, incident, _FOR_CLUB)
        clubs = {club.value for club in against} & left.keys()
        matches = _values(store, incident, _IN_MATCH) if clubs else ()
        if _may_be(left, clubs, [date.value for match in matches for date in _values(store, match, _DATE)]):
            return True
        claims = store.quads_for_pattern(None, _ABOUT, incident, None)
        return any(ox.Quad(quad.subject, _EX_STATED, _TRUE, quad.graph_name) in store for quad in claims)

    # -- running the rules --------------------------------------------------------------------------

    def _difference(self, due: Mapping[Any, set[Any]]) -> tuple[set[Triple], set[Triple]]:
        wanted = self._construct(due)
        found = (
            quad
            for incidents in due.values()
            for incident in incidents
            for quad in self._store.quads_for_pattern(incident, None, None, self._graph)
        )
        stands: set[Triple] = {(quad.subject, quad.predicate, quad.object) for quad in found}
        return wanted - stands, stands - wanted

    def _construct(self, due: Mapping[Any, set[Any]]) -> set[Triple]:
        """Return what the rules give for these incidents of these people."""
        found: set[Triple] = set()
        careers = sorted(((person, incidents) for person, incidents in due.items() if incidents), key=str)
        for start in range(0, len(careers), _TOGETHER):
            small = ox.Store()
            small.extend(quad for career in careers[start : start + _TOGETHER] for quad in self._concerning(*career))
            for rule in rules().values():
                results: Any = small.query(rule, prefixes=v.PREFIXES)
                found.update((t.subject, t.predicate, t.object) for t in results)
        return found

    def _concerning(self, person: Any, incidents: Iterable[Any]) -> Iterator[ox.Quad]:
        """Yield the quads that concern these incidents of a person."""
        store, incidents = self._store, set(incidents)
        spells = {spell: _values(store, spell, _AT_CLUB) for spell in _subjects(store, _OF_PERSON, person)}
        sides = (_AGAINST, _FOR_CLUB)
        clubs = {club for incident in incidents for side in sides for club in _values(store, incident, side)}
        claims = {claim for incident in incidents for claim in _subjects(store, _ABOUT, incident, None)}
        for spell in (spell for spell, at in spells.items() if at & clubs):
            told = store.quads_for_pattern(None, _ABOUT, spell, None)
            claims |= {q.subject for q in told if ox.Quad(q.subject, _STATUS, _FORMER, q.graph_name) in store}
        articles = {article for claim in claims for article in _values(store, claim, _IN_ARTICLE, None)}
        matches = {match for incident in incidents for match in _values(store, incident, _IN_MATCH)}
        asked = _asked()
        # A spell and a match stand in every article that speaks of them, and once where rules look for them.
        for nodes, graph in (({*spells, *matches}, _DEFAULT), ({*incidents, *claims, *articles}, None)):
            for node in nodes:
                for quad in store.quads_for_pattern(node, None, None, graph):
                    if quad.predicate.value in asked and quad.graph_name != self._graph:
                        yield quad


def _may_be(left: _Left, against: Iterable[str], dates: Iterable[str]) -> bool:
    """Tell whether one of the clubs was left by the year of a date, or is called former whatever the date."""
    years = [left[club] for club in against if club in left]
    if not years:
        return False
    latest = max((int(date[:4]) for date in dates if date[:4].isdecimal()), default=0)
    return min(years) <= latest
