"""The player–club network as plain data: who is joined to which club by which facts.

:func:`network_of` fills it from a graph; :mod:`kg.views.drawing`, :mod:`kg.views.graph_page` and
:func:`graphml` only read it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.messages import text
from kg.views.reading import Incident, Match, Reading, Select, Source, Spell, Transfer
from kg.views.wording import Wording, named

NODE_KINDS = ("player", "staff", "club", "national")
EDGE_KINDS = ("spell", "former", "transfer", "rumour", "ex")

#: Claims that make a deal a done one on the page; the others are drawn as talk.
_SETTLED = frozenset({"done", "agreed", "stated"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that joins a person and a club.

    ``kind`` is the spell's capacity, the transfer's kind or the incident's type; ``label`` the short
    text drawn on the edge and ``summary`` the sentence that tells the fact, both in the page's
    language; ``when`` the period or date as known.
    """

    id: str
    kind: str
    label: str
    summary: str
    when: str = ""
    certainty: str | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A person or club; ``kind`` one of :data:`NODE_KINDS`."""

    id: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Edge:
    """All facts of one kind (:data:`EDGE_KINDS`) from one node to another.

    Spells and ex-player incidents run from the person to the club; a transfer runs from the
    club left to the player, and from the player to the club joined.
    """

    source: str
    target: str
    kind: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """What a graph page shows. ``hidden`` counts the nodes left out because there were too many."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    hidden: int = 0
    title: str = ""
    language: str = "en"


@dataclass(slots=True)
class _Builder:
    words: Wording
    facts: dict[tuple[str, str, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))

    def spell(self, spell: Spell) -> None:
        kind = "former" if spell.status == "former" else "spell"
        when = self.words.period(spell.since, spell.until)
        staff = spell.capacity not in (None, "player")
        label = ", ".join(filter(None, (self.words.say(f"capacity_{spell.capacity}") if staff else "", when)))
        fact = Fact(spell.id, spell.capacity or "player", label, self.words.spell(spell), when, None, spell.sources)
        self.facts[spell.person, spell.club, kind].append(fact)

    def transfer(self, transfer: Transfer) -> None:
        certainty = transfer.certainty
        kind = "transfer" if certainty is None or certainty in _SETTLED else "rumour"
        label = ", ".join(filter(None, (*self.words.terms(transfer), self.words.certainty(transfer))))
        when = self.words.told_on(transfer.sources)
        summary = self.words.transfer(transfer)
        fact = Fact(transfer.id, transfer.kind or "unknown", label, summary, when, certainty, transfer.sources)
        if transfer.origin:
            # One label for the two halves is enough: on the half that arrives, if there is one.
            half = replace(fact, label="") if transfer.destination else fact
            self.facts[transfer.origin, transfer.player, kind].append(half)
        if transfer.destination:
            self.facts[transfer.player, transfer.destination, kind].append(fact)

    def incident(self, incident: Incident, match: Match | None) -> None:
        club = incident.former_club or incident.against
        if incident.player is None or club is None:
            return
        label = self.words.say(f"incident_{incident.type}")
        summary = self.words.incident(incident, match)
        when = (match.date if match else None) or ""
        fact = Fact(incident.id, incident.type, label, summary, when, None, incident.sources)
        self.facts[incident.player, club, "ex"].append(fact)


def network_of(
    select: Select,
    players: Sequence[str] = (),
    clubs: Sequence[str] = (),
    *,
    limit: int = 300,
    language: str = "en",
    careers: bool | None = None,
) -> Network:
    """Return the player–club network of a graph.

    Args:
        select: answers SPARQL SELECT texts (:mod:`kg.views.reading`).
        players: names of people; only their facts are shown. A surname will do; where several
            people have it, all of them are shown.
        clubs: names of clubs; only facts with them are shown, a transfer with both its ends.
            With players given too, only the facts between those players and those clubs.
        limit: at most this many nodes, those with most facts; ``Network.hidden`` tells the rest.
        language: ``it`` or ``en``, for the words on the page.
        careers: whether spells that no article tells, known from the gazetteer, are shown too; if
            not said, they are where a player or club is named: of everybody they would hide what is told.

    Raises:
        UsageError: nobody, or no club, has a name given.
    """
    reading = Reading(select)
    people_ids = [t.id for name in players for t in named(reading, name, ("person",))]
    club_ids = [t.id for name in clubs for t in named(reading, name, ("club", "national"))]
    builder = _Builder(Wording(reading, language))
    known_too = bool(players or clubs) if careers is None else careers
    for spell in reading.spells(people_ids, club_ids):
        if known_too or spell.sources:
            builder.spell(spell)
    for transfer in reading.transfers(people_ids, club_ids):
        builder.transfer(transfer)
    incidents = reading.ex_incidents(people_ids, club_ids)
    played = sorted({i.match for i in incidents if i.match})
    matches = {m.id: m for m in reading.matches(matches=played)} if played else {}
    for incident in incidents:
        builder.incident(incident, matches.get(incident.match or ""))
    edges = tuple(Edge(a, b, kind, tuple(facts)) for (a, b, kind), facts in sorted(builder.facts.items()))
    ends = {n for e in edges for n in (e.source, e.target)} | set(people_ids) | set(club_ids)
    nodes = tuple(_node(reading, iri) for iri in sorted(ends))
    title = " · ".join((*players, *clubs)) or text("view_title_all", language=language)
    return limited(Network(nodes, edges, 0, title, language), limit, keep=(*people_ids, *club_ids))


def limited(network: Network, limit: int, keep: Iterable[str] = ()) -> Network:
    """Return the network with its ``limit`` nodes of most facts (``keep`` first), ties by id."""
    if len(network.nodes) <= limit:
        return network
    weight: Counter[str] = Counter()
    for edge in network.edges:
        for end in (edge.source, edge.target):
            # An ex-player incident is what people come for: it outweighs a spell.
            weight[end] += len(edge.facts) * (3 if edge.kind == "ex" else 1)
    first = set(keep)
    order = sorted(network.nodes, key=lambda n: (n.id not in first, -weight[n.id], n.id))
    kept = {n.id for n in order[:limit]}
    edges = tuple(e for e in network.edges if e.source in kept and e.target in kept)
    nodes = tuple(n for n in network.nodes if n.id in kept)
    return replace(network, nodes=nodes, edges=edges, hidden=network.hidden + len(network.nodes) - len(nodes))


def _node(reading: Reading, iri: str) -> Node:
    thing = reading.things().get(iri)
    if thing is None or thing.kind == "person":
        staff = thing is not None and thing.role not in (None, "player")
        return Node(iri, reading.name(iri), "staff" if staff else "player")
    return Node(iri, thing.name, thing.kind)
