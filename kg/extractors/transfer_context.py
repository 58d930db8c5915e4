"""What the lines of a market piece are about: topic, headings, arrivals or departures, clubs under shared colours."""

from __future__ import annotations

import re

from kg.extractors.case import Case
from kg.extractors.transfer_frames import Frames, verb_class
from kg.extractors.transfer_terms import Terms
from kg.extractors.triggers import padded
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_NAMED = frozenset({"name", "nick", "colour", "demonym"})
#: Openings of a line that tells a man's career: moves of long ago, no market.
_CAREER = ("la carriera", "chi è", "la scheda", "carriera")
_HOUR = re.compile(r"(?:Ore )?\d{1,2}[.:]\d\d\b", re.IGNORECASE)


class Context:
    """The running context of one article; ``read`` is called sentence by sentence.

    ``heading`` is the club that heads the line, ``paragraph`` the one a sentence of the line opened with, ``topic`` the
    article's; ``about`` the nearest of them. ``flow`` is ``in`` or ``out`` under a heading of arrivals or departures.
    """

    def __init__(self, case: Case, frames: Frames, terms: Terms) -> None:
        self.case = case
        self.frames = frames
        self.terms = terms
        self.heading: Entity | None = None
        self.paragraph: Entity | None = None
        self.flow = ""
        self._market = frozenset(load("transfers")["market"]["words"])
        self.announcer: Entity | None = None
        halves = len(terms.over("settling", [(0, len(case.r.low))]))
        #: The article tells how shared ownerships were settled: what is told of a man there is a redemption.
        self.settling = halves >= 2
        self.career = False
        self._at = -1
        self._lines = self._line_numbers()
        self._headed_lines()
        self.round_up = self._round_up()
        self.topic = self._article_topic()
        self._colours()

    @property
    def about(self) -> Entity | None:
        """The club these lines are about."""
        return self.heading or self.paragraph or self.announcer or self.topic

    def line(self, token: int) -> int:
        """Return the number of the token's line."""
        return self._lines[self.case.r.sentence_of[token]]

    def _line_numbers(self) -> list[int]:
        r = self.case.r
        numbers: list[int] = []
        line = 0
        for s in r.sentences:
            while line + 1 < len(r.lines) and r.lines[line + 1].start <= r.start[s.start]:
                line += 1
            numbers.append(line)
        return numbers

    # -- once an article -------------------------------------------------------------------------
    def _headed_lines(self) -> None:
        """Towns in capitals that head the lines of a list stand for their club: "ROMA – I giallorossi riprendono …"."""
        r = self.case.r
        for m in self.case.mentions:
            if m.kind != "club" or m.entity is not None or m.form != "town" or len(m.candidates) != 1:
                continue
            s = r.sentences[r.sentence_of[m.start]]
            if (
                m.start - s.start <= 1
                and m.end < s.end
                and r.low[m.end] in (":", "-", "–", "—")
                and m.surface.isupper()
            ):
                key = m.candidates[0]
                known = next((c for c in self.case.clubs if c.key == key and c.mentions), None)
                if known is not None or self._list_of_headings():
                    m.entity = known or self._new_club(key)
                    m.form = "name" if m.entity is not None else m.form
                    if m.entity is not None:
                        m.entity.mentions.append(m)

    def _new_club(self, key: str) -> Entity | None:
        record = self.case.gaz.clubs.get(key)
        if record is None:
            return None
        known = self.case.club(key)
        if known is None:
            known = Entity("club", key, record.name, record)
            self.case.clubs.append(known)
        return known

    def _list_of_headings(self) -> bool:
        """Three lines that open with a name in capitals and a dash or colon: a list club by club, no dateline."""
        r = self.case.r
        count = 0
        for line in r.lines:
            head = r.text[line.start : line.end].strip()
            word = head.split(" ")[0].rstrip(":")
            count += word.isupper() and len(word) > 2 and any(mark in head[:24] for mark in (" –", " -", " —", ":"))
        return count >= 3

    def _round_up(self) -> bool:
        """Three lines or more that open with a bullet, an hour or a club's name: each has a club of its own."""
        r = self.case.r
        heads = [r.text[line.start : line.end].lstrip()[:40] for line in r.lines if line.kind == "text"]
        bullets = sum(h[:1] in "•*" or bool(_HOUR.match(h)) for h in heads)
        return bullets >= 3 or self._list_of_headings()

    def named(self, sentence: int) -> list[Mention]:
        """Return the clubs a sentence names by name, nickname or colour."""
        return [
            m
            for m in self.case.in_sentence(sentence, "club")
            if m.entity is not None and m.form in _NAMED and m.inside is None
        ]

    def _article_topic(self) -> Entity | None:
        """The club whose market the article tells: it opens the title, or is named first and most."""
        counts = [
            (sum(m.form in _NAMED for m in c.mentions), -min(m.start for m in c.mentions), c)
            for c in self.case.clubs
            if c.mentions and not (c.club is not None and c.club.national)
        ]
        counts = [x for x in counts if x[0]]
        if not counts or self.round_up:
            return None
        title = self._title_club()
        if title is not None:
            return title
        counts.sort(key=lambda x: (x[0], x[1]), reverse=True)
        most, place, club = counts[0]
        if len(counts) == 1 or most >= 2 * counts[1][0]:
            return club
        if most < 0.25 * sum(x[0] for x in counts):
            return None
        if most > counts[1][0] and place >= counts[1][1]:
            return club
        first = max(counts, key=lambda x: x[1])
        return first[2] if first[0] >= 2 and first[0] >= most - 1 else None

    def _title_club(self) -> Entity | None:
        """The club that opens the title: "Genoa, Preziosi cambia tutto"; the coach's or director's own in an interview."""
        first = next((s for s in self.case.story() if self.case.in_sentence(s.index)), None)
        if first is None:
            return None
        low, s = self.case.r.low, self.case.r.sentences[first.index]
        alone = [
            m
            for m in self.named(first.index)
            if all(
                self.case.r.classes[k] in ("space", "punct") for k in (*range(s.start, m.start), *range(m.end, s.end))
            )
        ]
        head = next((m for m in self.named(first.index) if self.frames.heads(m)), None)
        if alone or (head is not None and low[head.end] not in ("-", "–")):
            return alone[0].entity if alone else head.entity if head is not None else None
        for m in self.case.in_sentence(first.index, "person")[:1]:
            if m.entity is not None and m.entity.role in ("coach", "executive"):
                return self.frames.club_of(m) or next((c.entity for c in self.named(first.index) if not c.prep), None)
        return None

    def _colours(self) -> None:
        """A colour or ground that several clubs share is the topic's in its own piece, else the one the article names."""
        named = {c.key: c for c in self.case.clubs if c.club is not None and not c.club.national}
        for m in self.case.mentions:
            if (
                m.kind == "club"
                and m.entity is None
                and m.candidates
                and m.form in ("colour", "nick", "demonym", "ground", "region")
            ):
                fitting = [named[key] for key in m.candidates if key in named]
                if len(fitting) > 1:
                    before = [c for c in fitting if any(o.start < m.start for o in c.mentions)]
                    fitting = before if len(before) == 1 or self.topic not in fitting else fitting
                if self.topic is not None and self.topic in fitting:
                    m.entity = self.topic
                elif len(fitting) == 1 and m.form != "region":
                    m.entity = fitting[0]
            elif (
                m.kind == "group"
                and m.form == "team"
                and m.entity is None
                and m.parts
                and m.parts[0].entity is not None
            ):
                m.entity = self._employer(m.parts[0].entity)

    def _employer(self, person: Entity) -> Entity | None:
        """ "il club di Zamparini": among the article's clubs the one he ran or coached at the time."""
        record, year = person.person, self.case.year
        if record is None or year is None:
            return None
        keys = {spell.club for spell in record.spells_in(year) if spell.capacity in ("executive", "coach")}
        found = [c for c in self.case.clubs if c.key in keys]
        return found[0] if len(found) == 1 else None

    # -- sentence by sentence --------------------------------------------------------------------
    def read(self, sentence: int) -> None:
        """Take in the sentence: heading, opening club, arrivals or departures; then lend its colours their club."""
        r = self.case.r
        s = r.sentences[sentence]
        line = self._lines[sentence]
        if line != self._at:
            self._at, self.heading, self.paragraph, self.flow = line, None, None, ""
            self.career = any(f" {w} " in padded(r, s.start, min(s.end, s.start + 5)) for w in _CAREER)
        for m in self.named(sentence):
            if self.frames.heads(m):
                self.heading, self.paragraph, self.flow = m.entity, m.entity, ""
                break
        own = self._opener(sentence)
        if own is not None:
            self.paragraph = own
        last = r.text[r.start[s.start] : r.end[s.end - 1]].rstrip()[-1:]
        if last == ":":  # "L'US Pontelungo comunica le seguenti operazioni:" heads the lines that follow
            self.announcer = own
        for _, _, name in self.terms.hits("flow", s.start, s.end):
            self.flow = name
        self._lend(sentence)

    def _lend(self, sentence: int) -> None:
        """A town or colour here is the club the lines are about where it may be."""
        about = self.about
        self.frames.forget(sentence)
        if about is None:
            return
        for m in self.case.in_sentence(sentence, "club"):
            same_town = m.form == "town" and _town(m.entity) is not None and _town(m.entity) == _town(about)
            if same_town or (m.entity is None and about.key in m.candidates):
                m.entity = about

    def _opener(self, sentence: int) -> Entity | None:
        """ "Il Sassuolo riscatta …", "In casa granata …", "Chi vende è la Sampdoria": the club the sentence is about."""
        r = self.case.r
        s = r.sentences[sentence]
        people = [
            p for p in self.case.in_sentence(sentence, "person") if p.entity is not None and p.entity.role == "player"
        ]
        for m in self.frames.clubs(sentence):
            if (
                m.prep == "di"
                and m.governor >= s.start
                and r.low[m.governor] in self._market
                and m.np_start - s.start <= 5
            ):
                return m.entity
            at_home = m.prep in ("in", "di") and "casa" in [r.low[k] for k in range(s.start, m.start)]
            if m.np_start - s.start <= 5 and m.form != "town" and (not m.prep or at_home):
                early = [c for c in self.frames.verbs(sentence) if c.verb < m.start and c.form.mood == "ind"]
                if early and r.low[m.np_start - 1] != "è":
                    return None
                if any(p.start < m.start for p in people) or self._frame_at(m, sentence) in ("please", "want", "talk"):
                    return None
                return m.entity
        clauses = self.frames.verbs(sentence)
        subject = self.frames.roles.subject(clauses[0], inverted=False) if clauses else None
        if (
            subject is not None
            and subject.kind == "club"
            and not subject.prep
            and not clauses[0].relative
            and s.start <= subject.start < clauses[0].group
            and not any(p.start < subject.start for p in people)
        ):
            return subject.entity if self._frame_at(subject, sentence) not in ("please", "want", "talk") else None
        for m in self.case.in_sentence(sentence, "person"):
            if m.start - s.start <= 6 and not m.prep and m.entity is not None and m.entity.role == "executive":
                return self.frames.club_of(m)
        return None

    def _frame_at(self, m: Mention, sentence: int) -> str:
        clause = next((c for c in self.frames.verbs(sentence) if c.start <= m.start < c.end), None)
        if clause is None or self.topic is None:
            return ""
        return verb_class().get(clause.lemma, "")


def _town(club: Entity | None) -> str | None:
    return club.club.town if club is not None and club.club is not None else None
