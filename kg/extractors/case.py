"""One article as a case to solve: what is known of it, and what the families of rules have said so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from kg.article import Article
from kg.facts import Dropped, DropReason
from kg.gazetteer import Gazetteer
from kg.language.clauses import Clause, clauses
from kg.language.phrases import Phrases
from kg.language.reading import Reading, Sentence
from kg.mentions.model import Entity, Mention

#: Words after which a bare minute counts from the second half's start.
_BREAKS = Phrases(
    {
        w: w
        for w in (
            "nella ripresa",
            "nel secondo tempo",
            "la ripresa",
            "secondo tempo",
            "dopo l'intervallo",
            "al rientro dagli spogliatoi",
            "inizio ripresa",
            "in avvio di ripresa",
            "dopo il riposo",
            "nella seconda frazione",
            "ad inizio secondo tempo",
            "a inizio ripresa",
        )
    }
)


@dataclass(slots=True, eq=False)
class Said:
    """An incident as one place of the text tells it, before places are merged.

    Entities are people and clubs of the article. ``club``/``opponent`` only where this place tells them;
    ``fixture`` is the index of the match it belongs to. ``past`` marks another time than the article's match.
    ``count`` is how many alike the words tell (a brace is 2). ``against`` is whom the words oppose without
    being the row's ``other`` (the beaten keeper). ``at`` is the token of the player's name, -1 where it is ``start``.
    """

    type: str
    start: int
    end: int
    sentence: int
    rule: str
    player: Entity | None = None
    other: Entity | None = None
    club: Entity | None = None
    opponent: Entity | None = None
    against: Entity | None = None
    minute: int | None = None
    confidence: float = 0.8
    fixture: int | None = None
    past: bool = False
    count: int = 1
    gesture: str | None = None
    ex: bool = False
    sheet: bool = False
    responds_to: Said | None = None
    speaker: str | None = None
    at: int = -1


@dataclass(slots=True, eq=False)
class Belongs:
    """The text says that a person belongs or belonged to a club. ``weight`` is how firmly."""

    person: Entity
    club: Entity
    status: str
    capacity: str
    start: int
    end: int
    rule: str
    weight: float = 1.0


@dataclass(slots=True, eq=False)
class Fixture:
    """A particular match: two clubs in the order home, away as far as told.

    ``announced``: still to come. ``ordered`` tells how sure the order is (0 the order of the text, 1 said). ``final`` marks a score that is the end or
    the latest state. ``main`` is a match the article reports; ``heads`` the sentences whose lines it opens, in a round-up.
    """

    home: Entity | None
    away: Entity | None
    start: int
    end: int
    ordered: float = 0.0
    score: tuple[int, int] | None = None
    score_rank: float = 0.0
    competition: str | None = None
    date: str | None = None
    main: bool = False
    weight: float = 1.0
    past: bool = False
    announced: bool = False
    sentences: set[int] = field(default_factory=set)
    heads: list[int] = field(default_factory=list)

    def has(self, club: Entity | None) -> bool:
        """Tell whether the club plays in it."""
        return club is not None and (club is self.home or club is self.away)

    def rival(self, club: Entity | None) -> Entity | None:
        """Return the other side."""
        if club is self.home:
            return self.away
        if club is self.away:
            return self.home
        return None


@dataclass(slots=True, eq=False)
class Deal:
    """A transfer as one place of the text tells it."""

    player: Entity
    origin: Entity | None
    to: Entity | None
    kind: str
    status: str
    fee: float | None
    start: int
    end: int
    rule: str
    confidence: float = 0.8


class Case:
    """The article with its mentions, and the growing list of what was said.

    Attributes:
        said: incidents told; belongs: affiliations told; fixtures: matches told; deals: transfers told.
        dropped: what a trigger announced and a rule set aside, with the reason.
        scopes: in a round-up, sentence → index of the match told there; turns: for a sentence that tells several, the token
            from which each is told.
        closed: sentence → years of a closed time and where they are told, once worked out (:func:`kg.extractors.time.closed_times`).
    """

    def __init__(self, article: Article, reading: Reading, gazetteer: Gazetteer, date: str | None) -> None:
        self.article = article
        self.r = reading
        self.gaz = gazetteer
        self.date = date
        self.year: int | None = int(date[:4]) if date else reading.doc._.year
        self.mentions: list[Mention] = reading.doc._.mentions
        self.people: list[Entity] = reading.doc._.people
        self.clubs: list[Entity] = reading.doc._.clubs
        self.said: list[Said] = []
        self.belongs: list[Belongs] = []
        self.fixtures: list[Fixture] = []
        self.deals: list[Deal] = []
        self.dropped: list[Dropped] = []
        self.scopes: dict[int, int] = {}
        self.turns: dict[int, list[tuple[int, int]]] = {}
        self.closed: dict[int, tuple[frozenset[int], int]] | None = None
        self._clauses: dict[int, list[Clause]] = {}
        self._by_sentence: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            self._by_sentence.setdefault(reading.sentence_of[mention.start], []).append(mention)

    def add(self, mentions: list[Mention]) -> None:
        """Add mentions that only the solved match tells ("gli ospiti")."""
        self.mentions = sorted([*self.mentions, *mentions], key=lambda m: (m.start, -m.end))
        self._by_sentence.clear()
        for mention in self.mentions:
            self._by_sentence.setdefault(self.r.sentence_of[mention.start], []).append(mention)

    def club_of(self, mention: Mention) -> Entity | None:
        """Return the club that a town or ground with one candidate stands for, known to the article from here on."""
        if mention.entity is None and len(mention.candidates) == 1 and mention.candidates[0] in self.gaz.clubs:
            key = mention.candidates[0]
            entity = self.club(key)
            if entity is None:
                record = self.gaz.clubs[key]
                entity = Entity("club", key, record.name, record)
                self.clubs.append(entity)
            mention.entity = entity
            entity.mentions.append(mention)
        return mention.entity

    @property
    def main(self) -> Fixture | None:
        """The match the article reports, if it reports one."""
        return next((f for f in self.fixtures if f.main), None)

    def reported(self, sentence: int, token: int | None = None) -> int | None:
        """Return the index of the match that the place belongs to: the round-up's, else the main one."""
        if token is not None and sentence in self.turns:
            turns = self.turns[sentence]
            return next((n for at, n in reversed(turns) if at <= token), turns[0][1])
        if sentence in self.scopes:
            return self.scopes[sentence]
        if self.scopes:
            return None
        return next((i for i, f in enumerate(self.fixtures) if f.main), None)

    def story(self) -> list[Sentence]:
        """Return the sentences that are part of the article and not another's quoted tweet."""
        return [s for s in self.r.sentences if not s.noise and s.zone != "tweet"]

    def clauses(self, sentence: int) -> list[Clause]:
        """Return the clauses of a sentence (computed once)."""
        found = self._clauses.get(sentence)
        if found is None:
            names = frozenset(k for m in self.in_sentence(sentence) if m.kind != "group" for k in range(m.start, m.end))
            found = self._clauses[sentence] = clauses(self.r, self.r.sentences[sentence], names)
        return found

    def clause_at(self, token: int) -> Clause | None:
        """Return the clause whose stretch holds the token."""
        return next((c for c in self.clauses(self.r.sentence_of[token]) if c.start <= token < c.end), None)

    def in_sentence(self, sentence: int, kind: str | None = None) -> list[Mention]:
        """Return the mentions of a sentence in text order, of one kind if given."""
        found = self._by_sentence.get(sentence, [])
        return [m for m in found if m.kind == kind] if kind else found

    def club(self, key: str) -> Entity | None:
        """Return the article's club with this gazetteer id."""
        return next((c for c in self.clubs if c.key == key), None)

    def minute_near(self, start: int, end: int) -> int | None:
        """Return the minute told in these tokens, the first if several."""
        a, b = self.r.start[start], self.r.end[end - 1]
        return next((value for start, value in self.clock if a <= start < b), None)

    @cached_property
    def clock(self) -> list[tuple[int, int]]:
        """Every minute told as (character, minute of the match), in text order.

        A bare "al 7'" after the half-time break is second half; "due minuti dopo" counts from the last one told. On
        pages that run backwards or count through, minutes beyond 45 show that the count does not start anew.
        """
        told: list[tuple[int, int]] = []
        breaks = [start for start, _, _ in _BREAKS.find(self.r.plain)]
        half_marked = any(m.half == 2 and not m.relative for m in self.r.minutes)
        through = (
            any(m.half is None and 45 < m.value <= 90 and not m.relative for m in self.r.minutes) and not half_marked
        )
        for minute in self.r.minutes:
            value = minute.value
            if minute.relative:
                if not told:
                    continue
                value = told[-1][1] + minute.value
            elif minute.half is None and value <= 45 and not through and any(b < minute.start for b in breaks):
                value += 45
            told.append((minute.start, value))
        return told

    @cached_property
    def keepers(self) -> frozenset[Entity]:
        """The goalkeepers by the words: first of a line-up or of a ratings run, or called so somewhere."""
        people = {self.r.start[m.start]: m.entity for m in self.mentions if m.kind == "person"}
        first = {
            people.get(s.entries[0].start)
            for s in self.r.sheet.sections
            if s.kind in ("lineup", "ratings") and len(s.entries) >= 7
        }
        called = {m.entity for m in self.mentions if m.role_word in ("portiere", "estremo difensore", "para-rigori")}
        return frozenset(
            e for e in first | called if e is not None and (e.person is None or e.person.position in ("GK", None))
        )

    @cached_property
    def _ratings(self) -> list[tuple[int, int, Mention]]:
        """The stretches of a ratings page: first character, end, and the man who is rated there."""
        people = {self.r.start[m.start]: m for m in self.mentions if m.kind == "person" and m.entity is not None}
        found = []
        for section in self.r.sheet.sections:
            if section.kind != "ratings":
                continue
            bounds = [e.start for e in section.entries[1:]] + [section.end]
            for entry, end in zip(section.entries, bounds, strict=True):
                if (m := people.get(entry.start)) is not None:
                    found.append((entry.start, end, m))
        return found

    def rated(self, token: int) -> Mention | None:
        """Return the man whose mark the words are the comment of, on a ratings page."""
        at = self.r.start[token]
        return next((m for a, b, m in self._ratings if a <= at < b), None)

    def drop(self, reason: DropReason, family: str, start: int, end: int, detail: str = "") -> None:
        """Note what was set aside; ``start``/``end`` are tokens."""
        self.dropped.append(Dropped(reason, family, self.r.start[start], self.r.end[max(start, end - 1)], detail))
