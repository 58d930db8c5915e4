"""What the views show, read from the RDF graph: facts as plain records, each with its sources.

Everything is asked in SPARQL through one function, ``select(query)``, that answers rows as
mappings from variable name to text (``None`` or missing where unbound), so that any store fits.
Every answer is sorted: the order in which a store finds rows never reaches the screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from kg.rdf.identifiers import decoded
from kg.views.plain import clean

Row = Mapping[str, str | None]
Select = Callable[[str], Iterable[Row]]

#: Facts asked for in one query; longer lists are asked in several.
CHUNK = 400

_IRI = re.compile(r'[^\x00-\x20<>"{}|^`\\]+')


@dataclass(frozen=True, slots=True)
class Source:
    """One article's claim of a fact: its words and where they stand.

    ``start`` and ``end`` are code-point offsets into the article's text; ``certainty`` is that of
    the claim (done, agreed, talks, rumour, denied, stated); ``status`` is the spell's status at
    the article's time (current, former), ``score`` what the article says of a match.
    """

    article: str
    headline: str | None = None
    date: str | None = None
    url: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    certainty: str | None = None
    status: str | None = None
    score: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """Somebody or a club: ``kind`` is person, club or national; ``role`` a person's role."""

    id: str
    name: str
    kind: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """A person's time at a club; ``since``/``until`` as precise as known; ``loan_from`` a club."""

    id: str
    person: str
    club: str
    capacity: str | None = None
    since: str | None = None
    until: str | None = None
    loan_from: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def status(self) -> str | None:
        """``former`` where an end is known, else what the latest article says, else ``None``."""
        if self.until:
            return "former"
        told = [s for s in self.sources if s.status]
        return max(told, key=lambda s: (s.date or "", s.article)).status if told else None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A deal; ``fee`` in millions of euro as written in the graph."""

    id: str
    player: str
    origin: str | None
    destination: str | None
    kind: str | None = None
    fee: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def certainty(self) -> str | None:
        """The certainty of the latest article's claim."""
        told = [s for s in self.sources if s.certainty]
        return max(told, key=lambda s: (s.date or "", s.article)).certainty if told else None


@dataclass(frozen=True, slots=True)
class Match:
    """A match; goals are ``None`` where no article tells the score."""

    id: str
    home: str | None
    away: str | None
    home_goals: str | None = None
    away_goals: str | None = None
    competition: str | None = None
    date: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def score(self) -> str | None:
        """Home-away; where articles contradict each other, what each says; ``None`` where unknown."""
        claimed = dict.fromkeys(s.score for s in self.sources if s.score)
        if claimed:
            return " / ".join(claimed)
        return None if self.home_goals is None or self.away_goals is None else f"{self.home_goals}-{self.away_goals}"


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened in a match; ``former_club`` and ``years`` where it is an ex-player's."""

    id: str
    type: str
    player: str | None
    other: str | None = None
    side: str | None = None
    against: str | None = None
    match: str | None = None
    minute: int | None = None
    ex_player: bool = False
    former_club: str | None = None
    years: str | None = None
    sources: tuple[Source, ...] = ()


class Reading:
    """The facts of a graph, for the views.

    Args:
        select: answers a SPARQL SELECT text with rows; the default graph holds the facts, named
            graphs hold the claims (docs/architecture.md).
    """

    def __init__(self, select: Select) -> None:
        self._select = select
        self._things: dict[str, Thing] | None = None

    def things(self) -> dict[str, Thing]:
        """Return everybody and every club by IRI, in order of IRI."""
        if self._things is None:
            found: dict[str, Thing] = {}
            for row in self._rows("names", ""):
                kind = {"Person": "person", "Club": "club"}.get(_local(row["class"]), "national")
                known = found.get(row["node"])
                # Several labels or types of one node: the first by alphabet, so that it never changes;
                # a national team is a club too.
                if known is None:
                    found[row["node"]] = Thing(row["node"], clean(row["label"]), kind, row.get("role"))
                elif kind == "national":
                    found[row["node"]] = replace(known, kind=kind)
            self._things = dict(sorted(found.items()))
        return self._things

    def name(self, iri: str | None) -> str:
        """Return the label of a person or club, its last IRI part where it has none, ``""`` for ``None``."""
        if iri is None:
            return ""
        thing = self.things().get(iri)
        return thing.name if thing else clean(iri.rstrip("/").rsplit("/", 1)[-1])

    def spells(self, people: Sequence[str] = (), clubs: Sequence[str] = (), facts: Sequence[str] = ()) -> list[Spell]:
        """Return spells, of these people and at these clubs where given, or those named."""
        wanted = _values("fact", facts) + _wanted(people, "calcio:person") + _wanted(clubs, "calcio:club")
        rows = self._rows("spells", wanted)
        found = {
            r["fact"]: Spell(
                r["fact"], r["person"], r["club"], r.get("capacity"), r.get("since"), r.get("until"), r.get("loan")
            )
            for r in reversed(rows)
        }
        sources = self.sources(found)
        spells = [replace(s, sources=sources.get(s.id, ())) for s in found.values()]
        return sorted(spells, key=lambda s: (s.since or s.until or "9999", s.until or "9999", s.id))

    def transfers(
        self, people: Sequence[str] = (), clubs: Sequence[str] = (), facts: Sequence[str] = ()
    ) -> list[Transfer]:
        """Return transfers, of these people and from or to these clubs where given, or those named."""
        wanted = (
            _values("fact", facts)
            + _wanted(people, "calcio:player")
            + _wanted(clubs, "calcio:origin|calcio:destination")
        )
        found = {
            r["fact"]: Transfer(
                r["fact"], r["player"], r.get("origin"), r.get("destination"), r.get("kind"), r.get("fee")
            )
            for r in reversed(self._rows("transfers", wanted))
        }
        sources = self.sources(found)
        transfers = [replace(t, sources=sources.get(t.id, ())) for t in found.values()]
        return sorted(transfers, key=lambda t: (_earliest(t.sources), t.id))

    def matches(self, clubs: Sequence[str] = (), matches: Sequence[str] = ()) -> list[Match]:
        """Return matches, of these clubs or these IRIs where given."""
        wanted = _wanted(clubs, "calcio:home|calcio:away") + _values("fact", matches)
        found = {
            r["fact"]: Match(
                r["fact"],
                r.get("home"),
                r.get("away"),
                r.get("homegoals"),
                r.get("awaygoals"),
                r.get("competition"),
                r.get("date"),
            )
            for r in reversed(self._rows("matches", wanted))
        }
        sources = self.sources(found)
        games = [replace(m, sources=sources.get(m.id, ())) for m in found.values()]
        return sorted(games, key=lambda m: (m.date or "", m.id))

    def ex_incidents(self, people: Sequence[str] = (), clubs: Sequence[str] = ()) -> list[Incident]:
        """Return the derived ex-player incidents, of these people and against these former clubs where given."""
        former = {r["fact"]: (r.get("former"), r.get("years")) for r in reversed(self._rows("ex", ""))}
        found = [i for part in _chunks(sorted(former)) for i in self._incidents(_values("fact", part), former)]
        return [
            i
            for i in found
            if (not people or i.player in people) and (not clubs or (i.former_club or i.against) in clubs)
        ]

    def incidents(
        self,
        people: Sequence[str] = (),
        clubs: Sequence[str] = (),
        matches: Sequence[str] = (),
        facts: Sequence[str] = (),
    ) -> list[Incident]:
        """Return incidents done or suffered by these people, of or against these clubs, in these matches, or those named."""
        wanted = (
            _values("fact", facts)
            + _wanted(people, "calcio:player|calcio:other")
            + _wanted(clubs, "calcio:forClub|calcio:againstClub")
            + _wanted(matches, "calcio:inMatch")
        )
        former = {r["fact"]: (r.get("former"), r.get("years")) for r in reversed(self._rows("ex", ""))}
        return self._incidents(wanted, former)

    def _incidents(self, wanted: str, former: Mapping[str, tuple[str | None, str | None]]) -> list[Incident]:
        rows = {row["fact"]: row for row in reversed(self._rows("incidents", wanted))}
        sources = self.sources(rows)
        found = []
        for fact, row in rows.items():
            club, years = former.get(fact, (None, None))
            found.append(
                Incident(
                    id=fact,
                    type=row["type"],
                    player=row.get("player"),
                    other=row.get("other"),
                    side=row.get("side"),
                    against=row.get("against"),
                    match=row.get("match"),
                    minute=int(row["minute"]) if "minute" in row else None,
                    ex_player=fact in former,
                    former_club=club,
                    years=years,
                    sources=sources.get(fact, ()),
                )
            )
        return sorted(
            found, key=lambda i: (_earliest(i.sources), i.match or "", 999 if i.minute is None else i.minute, i.id)
        )

    def sources(self, facts: Iterable[str]) -> dict[str, tuple[Source, ...]]:
        """Return the claims about each fact, by date, article and place in the text."""
        claims = self._each("claims", "fact", facts)
        quotes = {row["evidence"]: row for row in self._each("quotes", "evidence", _column(claims, "evidence"))}
        articles = {row["article"]: row for row in self._each("articles", "article", _column(claims, "article"))}
        found: dict[str, set[Source]] = {}
        for row in claims:
            quote = quotes.get(row.get("evidence", ""), {})
            article = articles.get(row["article"], {})
            source = Source(
                article=clean(decoded(row["article"].rsplit("/", 1)[-1])),
                headline=_cleaned(article.get("headline")),
                date=article.get("published"),
                url=article.get("url"),
                quote=_cleaned(quote.get("quote")),
                start=int(quote["start"]) if quote else None,
                end=int(quote["end"]) if quote else None,
                certainty=row.get("certainty"),
                status=row.get("status"),
                score=row.get("score"),
                speaker=_cleaned(row.get("speaker")),
            )
            found.setdefault(row["fact"], set()).add(source)
        return {fact: tuple(sorted(sources, key=_place)) for fact, sources in found.items()}

    def _each(self, name: str, variable: str, iris: Iterable[str]) -> list[dict[str, str]]:
        """Ask the query ``name`` for these IRIs, some hundreds at a time."""
        parts = _chunks(sorted(set(iris)))
        return [row for part in parts for row in self._rows(name, _values(variable, part))]

    def _rows(self, name: str, wanted: str) -> list[dict[str, str]]:
        query = _query(name).replace("#WANTED", wanted)
        rows = [{k: str(v) for k, v in row.items() if v is not None} for row in self._select(query)]
        return sorted(rows, key=lambda row: sorted(row.items()))


@cache
def _query(name: str) -> str:
    return resources.files("kg.views").joinpath("queries").joinpath(f"{name}.rq").read_text("utf-8")


def _values(variable: str, iris: Sequence[str]) -> str:
    """Return a VALUES block; an IRI that could break out of its angle brackets is left out."""
    safe = " ".join(f"<{iri}>" for iri in sorted(set(iris)) if _IRI.fullmatch(iri))
    return f"VALUES ?{variable} {{ {safe} }} " if iris else ""


def _wanted(iris: Sequence[str], path: str) -> str:
    variable = "wanted_" + re.sub(r"\W+", "_", path)
    return f"{_values(variable, iris)}?fact {path} ?{variable} . " if iris else ""


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(items), CHUNK):
        yield items[at : at + CHUNK]


def _column(rows: Iterable[Mapping[str, str]], name: str) -> set[str]:
    return {row[name] for row in rows if name in row}


def _place(source: Source) -> tuple[str, ...]:
    """Return the order of sources: date, article, place; then all the rest, so that ties are decided."""
    numbers = (f"{source.start or 0:09}", f"{source.end or 0:09}")
    rest = (source.quote, source.certainty, source.status, source.score, source.speaker, source.headline, source.url)
    return (source.date or "", source.article, *numbers, *(part or "" for part in rest))


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def _cleaned(text: str | None) -> str | None:
    return clean(text) if text else None


def _earliest(sources: Sequence[Source]) -> str:
    return min((s.date for s in sources if s.date), default="9999")
