"""Transfers: who moves, from where, where to, how, for how much, and how sure it is.

Direction is in the verb and the preposition. Each man of a market sentence has his stretch of it
(:mod:`kg.extractors.transfer_frames`); what the stretch leaves out comes from the heading of the line, the club the
paragraph is about, the deal told before ("percorso inverso", "stessa formula") or the words that say where he is now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.extractors.case import Belongs, Case, Deal
from kg.extractors.roles import Roles
from kg.extractors.transfer_frames import IN, OUT, Frames, Stretch, verb_class
from kg.extractors.transfer_terms import Terms, is_loan
from kg.language.clauses import Clause
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_NAMED = frozenset({"name", "nick", "colour", "demonym"})
_OPEN = frozenset({"rumour", "talks", "denied"})
_RANK = {"rumour": 0, "talks": 1, "agreed": 2, "done": 3, "denied": 4}
_BREAKS = frozenset({",", ";", ":", "-", "–", "—", "e", "ed", "ma", "mentre", "oltre"})
_HOUR = re.compile(r"(?:Ore )?\d{1,2}[.:]\d\d\b", re.IGNORECASE)
_LISTING = frozenset({",", "e", "ed", ";", "-", "–", "il", "lo", "la", "l'", "gli", "i", "o", "anche", "poi"})


@cache
def _phrases(name: str) -> Phrases[str]:
    return Phrases({w: w for w in load("transfers")["context"][name]})


@dataclass(slots=True)
class _Told:
    """A deal with the places that told it, as far as later words may add to it."""

    deal: Deal
    sentence: int
    frame: str
    end: int
    earlier: bool = False


class TransferReader:
    """Reads the deals of one article into ``case.deals``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.data = load("transfers")
        self.market = [case.r.token_at[start] for start, _, _ in _phrases("words").find(case.r.plain)]
        self.topic: Entity | None = None
        self.told: list[_Told] = []
        self.match = False
        self.weak = False
        self.focus: tuple[Entity, Entity | None, int] | None = None
        self.pair: tuple[Entity, Entity] | None = None
        self._heading: Entity | None = None
        self._paragraph: Entity | None = None
        self._flow: str = ""

    def run(self) -> None:
        """Go through the market sentences; an article without market words has none."""
        if not self.market:
            return
        r = self.case.r
        self.terms = Terms(r)
        self.frames = Frames(self.case, self.roles, self.terms)
        marked = {r.sentence_of[t] for t in self.market}
        strong = {r.sentence_of[r.token_at[start]] for start, _, _ in _phrases("strong").find(r.plain)}
        story = self.case.story()
        self._places()
        self.match = self.case.main is not None or len(self.case.said) >= 4
        dense = len(marked) >= 3 and not self.match
        if not self.match:
            marked |= {
                r.sentence_of[t]
                for t, _, _ in (*self.terms.hits("nouns", 0, len(r.low)), *self.terms.hits("status", 0, len(r.low)))
            }
        self.topic = self._article_topic()
        self._colours()
        line = -1
        for sentence in story:
            here = self._line(sentence.start)
            if here != line:
                line, self._heading, self._paragraph, self._flow = here, None, None, ""
            self._context(sentence.index)
            if (
                dense
                or sentence.index in (strong if self.match else marked)
                or (not self.match and self._open_before(sentence.index))
            ):
                self._sentence(sentence.index)
        self._merge()

    # -- context ---------------------------------------------------------------------------------
    def _places(self) -> None:
        """Towns that head a line or follow a verb of going stand for their only club: "ROMA – …", "torna a Roma"."""
        for m in self.case.mentions:
            if m.kind != "club" or m.entity is not None or m.form != "town" or len(m.candidates) != 1:
                continue
            r = self.case.r
            s = r.sentences[r.sentence_of[m.start]]
            heads = (
                m.start - s.start <= 1
                and m.end < s.end
                and r.low[m.end] in (":", "-", "–", "—")
                and m.surface.isupper()
            )
            if heads and not any(c.key == m.candidates[0] and c.mentions for c in self.case.clubs):
                heads = self._list_of_headings()
            if heads:
                m.entity = self._club(m.candidates[0], m)
                m.form = "name" if m.entity is not None else m.form

    def _list_of_headings(self) -> bool:
        """Three lines that open with a name in capitals and a dash or colon: a list club by club, no dateline."""
        r = self.case.r
        count = 0
        for line in r.lines:
            head = r.text[line.start : line.end].strip()
            word = head.split(" ")[0].rstrip(":")
            count += word.isupper() and len(word) > 2 and any(mark in head[:24] for mark in (" –", " -", " —", ":"))
        return count >= 3

    def _club(self, key: str, m: Mention) -> Entity | None:
        known = self.case.club(key)
        if known is None:
            record = self.case.gaz.clubs.get(key)
            if record is None:
                return None
            known = Entity("club", key, record.name, record)
            self.case.clubs.append(known)
        known.mentions.append(m)
        return known

    def _clubs(self, sentence: int) -> list[Mention]:
        return [
            m
            for m in self.case.in_sentence(sentence, "club")
            if m.entity is not None and m.form in _NAMED and m.inside is None
        ]

    def _article_topic(self) -> Entity | None:
        """The club whose market the article tells: named first and most, or in the title."""
        counts = [
            (len([m for m in c.mentions if m.form in _NAMED]), -min(m.start for m in c.mentions), c)
            for c in self.case.clubs
            if c.mentions
        ]
        counts = [x for x in counts if x[0] and not (x[2].club is not None and x[2].club.national)]
        if not counts or self._round_up():
            return None
        title = self._title_club()
        if title is not None:
            return title
        counts.sort(key=lambda x: (x[0], x[1]), reverse=True)
        if (
            len(counts) == 1
            or counts[0][0] >= 2 * counts[1][0]
            or (counts[0][0] > counts[1][0] and counts[0][1] >= counts[1][1])
        ):
            return counts[0][2]
        first = max(counts, key=lambda x: x[1])
        return first[2] if first[0] >= 2 and first[0] >= counts[0][0] - 1 else None

    def _round_up(self) -> bool:
        """Three lines or more that open with a bullet, an hour or a club's name: each has a club of its own."""
        r = self.case.r
        heads = [r.text[line.start : line.end].lstrip()[:40] for line in r.lines if line.kind == "text"]
        bullets = sum(h[:1] in "•*" or bool(_HOUR.match(h)) for h in heads)
        return bullets >= 3 or self._list_of_headings()

    def _title_club(self) -> Entity | None:
        """The club that opens the title: "Genoa, Preziosi cambia tutto"; the coach's or director's own in an interview."""
        first = next((s for s in self.case.story() if self.case.in_sentence(s.index)), None)
        if first is None:
            return None
        head = next((m for m in self._clubs(first.index) if self.frames.heads(m)), None)
        if head is not None and head.entity is not None and self.case.r.low[head.end] not in ("-", "–"):
            return head.entity
        for m in self.case.in_sentence(first.index, "person")[:1]:
            if m.entity is not None and m.entity.role in ("coach", "executive"):
                return self.frames.club_of(m)
        return None

    def _colours(self) -> None:
        """A colour or ground that several clubs share is the topic's in its market piece, else the one the article names."""
        named = {c.key: c for c in self.case.clubs if c.club is not None and not c.club.national}
        for m in self.case.mentions:
            if (
                m.kind == "club"
                and m.entity is None
                and m.candidates
                and m.form in ("colour", "nick", "demonym", "ground")
            ):
                fitting = [named[key] for key in m.candidates if key in named]
                if self.topic is not None and self.topic in fitting:
                    m.entity = self.topic
                elif len(fitting) == 1:
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

    def _context(self, sentence: int) -> None:
        """The heading of the line, the club the sentence opens with, arrivals or departures."""
        r = self.case.r
        s = r.sentences[sentence]
        for m in self._clubs(sentence):
            if self.frames.heads(m):
                self._heading, self._paragraph, self._flow = m.entity, m.entity, ""
                break
        own = self._opener(sentence)
        if own is not None:
            self._paragraph = own
        for _, _, name in self.terms.hits("flow", s.start, s.end):
            self._flow = name
        about = self.about
        for m in self.case.in_sentence(sentence, "club"):
            if m.entity is None and about is not None and about.key in m.candidates:
                m.entity = about
            elif (
                m.form == "town"
                and m.entity is not None
                and about is not None
                and about.club is not None
                and m.entity.club is not None
                and about.club.town == m.entity.club.town
            ):
                m.entity = about

    def _opener(self, sentence: int) -> Entity | None:
        """ "Il Sassuolo riscatta …", "In casa granata …", "Chi vende è la Sampdoria": the club the sentence is about."""
        r = self.case.r
        s = r.sentences[sentence]
        for m in self.frames.clubs(sentence):
            place = m.np_start - s.start
            if (
                place <= 5
                and m.form != "town"
                and (not m.prep or (m.prep in ("in", "di") and "casa" in [r.low[k] for k in range(s.start, m.start)]))
            ):
                if any(p.start < m.start for p in self._players(sentence)) or self._clause_of(m, sentence) in (
                    "please",
                ):
                    return None
                return m.entity
        for m in self.case.in_sentence(sentence, "person"):
            if m.start - s.start <= 6 and not m.prep and m.entity is not None and m.entity.role == "executive":
                return self.frames.club_of(m)
        return None

    def _clause_of(self, m: Mention, sentence: int) -> str:
        clause = next((c for c in self.frames.verbs(sentence) if c.start <= m.start < c.end), None)
        return verb_class().get(clause.lemma, "") if clause is not None else ""

    def _line(self, token: int) -> int:
        place = self.case.r.start[token]
        return next((i for i, ln in enumerate(self.case.r.lines) if ln.start <= place < ln.end), -1)

    def _open_before(self, sentence: int) -> bool:
        """The sentence before told a deal: this one may go on about it."""
        return bool(self.told) and 0 < sentence - self.told[-1].sentence <= 1

    @property
    def about(self) -> Entity | None:
        """The club these lines are about."""
        return self._heading or self._paragraph or self.topic

    # -- stretches -------------------------------------------------------------------------------
    def _players(self, sentence: int) -> list[Mention]:
        found: list[Mention] = []
        seen: set[int] = set()
        for m in self.case.in_sentence(sentence, "person"):
            if m.entity is None or m.entity.role != "player" or m.inside is not None or id(m.entity) in seen:
                continue
            if any(
                o is not m and o.form == "epithet" and o.start <= m.start and m.end <= o.end
                for o in self.case.in_sentence(sentence, "person")
            ):
                continue
            if self._bystander(m):
                continue
            seen.add(id(m.entity))
            found.append(m)
        return found

    def _bystander(self, m: Mention) -> bool:
        """ "per sostituire Chiesa", "al posto di Ilicic", "il vice Lukaku": no man of this deal."""
        low = self.case.r.low
        words = self.data["bystander"]["words"]
        if (
            m.prep == "di"
            and m.governor >= 0
            and any(
                c.start <= m.governor < c.end for c in self.case.in_sentence(self.case.r.sentence_of[m.start], "club")
            )
        ):
            return True  # "gli adriatici di Colombo": their coach
        if m.start and low[m.start - 1] in ("via", "viale", "piazza", "stadio", "corso"):
            return True
        return any(low[k] in words for k in range(max(0, m.np_start - 2), m.np_start)) or (
            m.start > 0 and low[m.start - 1] in ("vice", "dopo", "vice-")
        )

    def _stretches(self, sentence: int) -> list[Stretch]:
        """Cut the sentence into the parts of its men; men in a row share theirs."""
        r = self.case.r
        s = r.sentences[sentence]
        players = self._players(sentence)
        found: list[Stretch] = []
        begin = s.start
        for k, m in enumerate(players):
            if m.entity is None:
                continue
            end = s.end
            listed = False
            if k + 1 < len(players):
                following = players[k + 1]
                listed = self._listed(m, following)
                end = self._boundary(m, following, sentence)
            st = Stretch(m.entity, m, sentence, begin, end, anchor=m.start)
            st.listed = bool(k) and self._listed(players[k - 1], m)
            found.append(st)
            begin = end
            if listed:
                continue
        for k in range(len(found) - 1, 0, -1):  # men in a row: what stands before and after them holds for all
            if found[k].listed:
                found[k - 1].b = max(found[k - 1].b, found[k].b)
        for k in range(1, len(found)):
            if found[k].listed:
                found[k].a = min(found[k].a, found[k - 1].a)
        return found

    def _listed(self, before: Mention, m: Mention) -> bool:
        """The name stands in a list with the one before: only brackets, commas and "e" between."""
        r = self.case.r
        depth = 0
        for k in range(before.end, m.np_start):
            word = r.low[k]
            if word == "(":
                depth += 1
            elif word == ")":
                depth -= 1
            elif depth == 0 and word not in _LISTING and k < m.np_start - (1 if m.prep else 0):
                return False
        return True

    def _boundary(self, m: Mention, following: Mention, sentence: int) -> int:
        """Where the next man's part begins: at his clause, else at the last comma or "e" before him."""
        r = self.case.r
        for c in self.frames.verbs(sentence):
            if (
                m.end <= c.group
                and c.verb < following.np_start
                and c.opener >= m.end
                and not c.relative
                and not c.reduced
                and c.form.mood not in ("inf", "ger")
            ):
                subject = self.roles.subject(c)
                if subject is None or subject.entity is not m.entity or subject.start < c.group:
                    if subject is not None and subject.entity is m.entity:
                        continue
                    if (
                        r.low[c.opener] in ("e", "ed")
                        and c.opener + 1 == c.group
                        and not any(k.start < c.opener < k.end for k in self._clubs(sentence))
                        and (subject is None or subject.entity is not following.entity)
                    ):
                        continue
                    return c.opener + 1
        depth = 0
        cut = -1
        for k in range(m.end, following.np_start):
            if r.low[k] == "(":
                depth += 1
            elif r.low[k] == ")":
                depth -= 1
            elif depth == 0 and r.low[k] in _BREAKS:
                cut = k + 1
        return cut if cut >= 0 else following.np_start

    # -- one sentence ----------------------------------------------------------------------------
    def _sentence(self, sentence: int) -> None:
        stretches = self._stretches(sentence)
        if not stretches:
            self._without_name(sentence)
            return
        previous: Stretch | None = None
        for st in stretches:
            self._earlier(st)
            self.frames.find(st)
            if not st.frame and previous is not None and self._continues(previous, st):
                st.frame, st.clause = previous.frame, previous.clause
            self.frames.ends(st)
            if not st.frame and (st.takers or st.refused) and self._last_of(st.player) is not None:
                st.frame = "interest"
            if not st.frame and st.brackets and self._flow:
                st.frame = "arrival" if self._flow == "in" else "departure"
            if not st.frame and self.terms.names("echo", st.a, st.b):
                st.frame = "headline"
            if st.frame and self._deals(st):
                previous = st
            elif st.frame and previous is None:
                previous = st

    def _continues(self, previous: Stretch, st: Stretch) -> bool:
        """The man goes on in the frame of the one before: a list, or a part without a verb of its own after comma or "e"."""
        if st.listed:
            return True
        return not any(
            st.a <= c.verb < st.b and c.form.mood == "ind" and c.lemma not in verb_class()
            for c in self.frames.verbs(st.sentence)
        )

    def _without_name(self, sentence: int) -> None:
        """A sentence that names no man goes on about the last: "lo vuole il Cesena", "Affare saltato"."""
        if (
            not self.told
            or sentence - self.told[-1].sentence > 2
            or self._line(self.told[-1].deal.start) != self._line(self.case.r.sentences[sentence].start)
        ):
            return
        s = self.case.r.sentences[sentence]
        last = self.told[-1]
        if last.sentence < sentence - 1 and not self.frames.clubs(sentence):
            return
        st = Stretch(last.deal.player, None, sentence, s.start, s.end, anchor=s.start)
        self.frames.find(st)
        self.frames.ends(st)
        said = self.terms.status(s.start, s.end)
        st.takers = [c for c in st.takers if c is not last.deal.origin]
        new = [c for c in [*st.takers, *st.refused] if c is not last.deal.to]
        if st.frame and new and not (self._heading is not None and self.frames.heads(self.frames.clubs(sentence)[0])):
            before = len(self.told)
            self._deals(st)
            if len(self.told) > before:
                return
        if "denied" in said and last.deal.status in _OPEN | {"agreed"}:
            last.deal.status = "denied"
        elif "agreed" in said and last.deal.status in ("rumour", "talks"):
            last.deal.status = "agreed"
        elif "talks" in said and last.deal.status == "rumour":
            last.deal.status = "talks"
        if st.stays is not None and last.deal.to is not st.stays and last.deal.origin is None:
            last.deal.origin = st.stays
        if last.deal.fee is None and last.deal.status != "denied":
            fee, told = self.terms.fee(s.start, s.end)
            if told and last.deal.kind == "unknown":
                last.deal.kind = "permanent"
            last.deal.fee = fee

    # -- earlier deals ---------------------------------------------------------------------------
    def _earlier(self, st: Stretch) -> None:
        """ "che un anno fa era arrivato dal Gent": a past move inside the present one takes its own words with it."""
        r = self.case.r
        for c in self.frames.verbs(st.sentence):
            if (
                not st.a <= c.verb < st.b
                or c.form.mood not in ("part", "ger", "inf")
                or verb_class().get(c.lemma) not in ("buy", "move", "sell")
            ):
                continue
            words = {r.low[k] for k in range(c.group, c.verb)}
            if not words & {"era", "erano", "aveva", "avevano", "avendolo", "averlo"}:
                continue
            part = Stretch(st.player, st.at, st.sentence, c.start, min(c.end, st.b), anchor=c.group, earlier=True)
            part.frame, part.clause = verb_class()[c.lemma], c
            self.frames.ends(part)
            if not part.givers and not part.takers:
                continue
            self._deals(part)
            if c.end >= st.b and c.start <= (st.at.np_start if st.at else st.a):
                st.b = st.a  # the whole stretch told the earlier move
            elif c.relative and st.at is not None and c.start > st.at.end:
                st.b = min(st.b, c.start) if c.end >= st.b - 1 else st.b

    # -- from stretch to deals -------------------------------------------------------------------
    def _deals(self, st: Stretch) -> bool:
        if st.b <= st.a:
            return False
        kind = self.terms.kind(st.a, st.b)
        echo = self.terms.names("echo", st.a, st.b)
        last = self.told[-1].deal if self.told else None
        takers, giver = self._complete(st, kind, echo, last)
        if self.terms.says("renewal", st.a, st.b) and not st.takers and not st.givers:
            return False
        if not takers and not st.refused and not (giver is not None and (kind == "free" or st.frame == "release")):
            return False
        if last is not None and "formula" in echo and kind in ("unknown", "loan"):
            kind = last.kind
        if kind == "unknown" and "inverse" in echo and last is not None and last.kind == "swap":
            kind = "swap"
        kind = self._kind_by_verb(st, kind)
        made = False
        targets: list[tuple[Entity | None, bool]] = [(c, False) for c in takers] + [
            (c, True) for c in st.refused if c not in takers
        ]
        for to, refused in targets or [(None, False)]:
            status = "denied" if refused else self._status(st)
            made = self._add(st, giver if giver is not to else None, to, kind, status) or made
        return made

    def _kind_by_verb(self, st: Stretch, kind: str) -> str:
        if kind == "unknown":
            if st.frame == "redeem":
                return "redemption"
            if st.frame == "release":
                return "free"
            half = "half" in self.terms.names("kinds", st.a, st.b)
            if st.clause is not None and st.clause.lemma in ("acquistare", "comprare", "vendere") and not half:
                return "permanent"
        return kind

    def _complete(
        self, st: Stretch, kind: str, echo: set[str], last: Deal | None
    ) -> tuple[list[Entity], Entity | None]:
        """Fill the ends the words leave out."""
        about = self.about
        takers = [c for c in st.takers]
        giver = next((c for c in st.givers if c not in takers), None)
        if last is not None and "inverse" in echo:
            return ([last.origin] if last.origin is not None else takers), giver or last.to
        if last is not None and "same" in echo and not takers:
            takers = [last.to] if last.to is not None and last.to is not giver else takers
        out = st.frame in OUT or (self._flow == "out" and st.frame not in ("buy", "arrival"))
        for club in st.brackets:
            if not takers and out and about is not None and club is not about:
                takers.append(club)
            elif giver is None and club not in takers:
                giver = club
        if st.stays is not None:
            giver = giver or st.stays
        if st.earlier:
            main = next((t.deal for t in reversed(self.told) if t.deal.player is st.player and not t.earlier), None)
            if not takers:
                target = main.origin if main is not None and main.origin is not giver else None
                target = (
                    target
                    or (main.to if main is not None and main.to is not giver else None)
                    or self._where_now(st.player)
                    or about
                )
                takers = [target] if target is not None and target is not giver else []
            return takers, giver
        if not takers and not st.refused and self._joins(st, giver, out):
            prior = self._last_of(st.player)
            target = about if about is not giver else None
            if (
                prior is not None
                and prior.deal.to is not None
                and prior.deal.to is not giver
                and (target is None or st.at is None or prior.deal.to is target)
            ):
                target = prior.deal.to
            if target is not None and target is not self._where_now(st.player):
                takers = [target]
        if giver is None:
            giver = self._owner(st, takers, about, out, kind)
        return takers, giver

    def _joins(self, st: Stretch, giver: Entity | None, out: bool) -> bool:
        """The man may be bound for the club the lines are about."""
        if st.stays is not None and st.frame not in ("refuse", "talks", "interest"):
            return False
        if st.frame in ("leave", "release", "departure", "please", "stay", "ask"):
            return st.frame == "leave" and giver is not None and giver is not self.about and self.about is not None
        if st.frame == "sell":
            return giver is not None and giver is not self.about
        if st.frame in ("passage", "loan", "headline"):
            return giver is not None
        if out and giver is None:
            return False
        return True

    def _owner(self, st: Stretch, takers: list[Entity], about: Entity | None, out: bool, kind: str) -> Entity | None:
        """Where the man is: told elsewhere in the article, else the club the lines are about where he leaves it."""
        now = self._where_now(st.player)
        if now is not None and now not in takers:
            return now
        prior = self._last_of(st.player)
        if prior is not None and not prior.earlier:
            known = (
                prior.deal.to
                if prior.deal.status == "done" and prior.deal.to not in takers and prior.deal.kind == "loan_return"
                else prior.deal.origin
            )
            if known is not None and known not in takers:
                return known
        if about is None or about in takers:
            return None
        if takers or st.refused or st.frame in ("release", "departure", "leave"):
            return about
        return None

    def _where_now(self, player: Entity) -> Entity | None:
        found = [
            b.club
            for b in self.case.belongs
            if b.person is player
            and b.status == "current"
            and b.capacity == "player"
            and not b.rule.endswith(("deal", "deed"))
        ]
        return found[0] if found else None

    def _last_of(self, player: Entity) -> _Told | None:
        return next((t for t in reversed(self.told) if t.deal.player is player), None)

    def _add(self, st: Stretch, giver: Entity | None, to: Entity | None, kind: str, status: str) -> bool:
        if to is None and giver is None:
            return False
        clause = st.clause
        fee, told = self.terms.fee(st.a, st.b, is_loan(kind))
        if status == "denied" and st.refused:
            fee, told = None, False
        if told and kind == "unknown":
            kind = "permanent"
        start = min(st.anchor, clause.group if clause is not None and st.a <= clause.group else st.anchor)
        stop = max(
            st.at.end if st.at is not None else st.anchor + 1,
            clause.verb + 1 if clause is not None and clause.verb < st.b else st.anchor + 1,
        )
        deal = Deal(st.player, giver, to, kind, status, fee, start, stop, f"transfer.{st.frame}")
        self.told.append(_Told(deal, st.sentence, st.frame, st.b, st.earlier))
        return True

    # -- how sure --------------------------------------------------------------------------------
    def _status(self, st: Stretch) -> str:
        r = self.case.r
        s = r.sentences[st.sentence]
        if st.earlier:
            return "done"
        said = self.terms.status(st.a, st.b)
        clause = st.clause
        question = any(r.low[k] == "?" for k in range(max(s.start, s.end - 3), s.end))
        modality = clause.modality if clause is not None else "real"
        if "denied" in said or st.frame == "refuse":
            return "denied"
        if clause is not None and clause.negated and st.frame in ("buy", "sell", "move", "want", "please", "return"):
            return "denied"
        if st.stays is not None and st.frame == "stay":
            return "denied"
        if question:
            return "rumour"
        if modality in ("conditional", "wished", "hypothetical", "subjunctive"):
            return "talks" if "talks" in said and "rumour" not in said else "rumour"
        firm = (
            clause is not None
            and modality == "real"
            and clause.form.mood in ("ind", "part", "ger")
            and st.frame in ("buy", "sell", "redeem", "move", "return", "leave", "release")
        )
        if "talks" in said and not (firm and clause is not None and clause.lemma not in ("chiudere",)):
            return "talks" if "agreed" not in said or "done" in said else "agreed"
        if "agreed" in said and "done" not in said:
            return "agreed"
        if modality == "future" and "done" not in said:
            return "agreed"
        if st.frame in ("want", "please", "interest"):
            return "rumour"
        if st.frame in ("talk", "talks"):
            return "talks"
        if st.frame == "agreed":
            return "agreed"
        if firm:
            return "done"
        if clause is not None and clause.form.mood == "inf" and "done" not in said:
            return "rumour"
        if "rumour" in said and "done" not in said:
            return "rumour"
        return "done"

    # -- merging ---------------------------------------------------------------------------------
    def _merge(self) -> None:
        """One row a man and destination, with the latest stage told and the fullest ends."""
        kept: list[Deal] = []
        for told in self.told:
            deal = told.deal
            same = next((d for d in kept if d.player is deal.player and self._same(d, deal)), None)
            if same is None:
                kept.append(deal)
                continue
            same.to = same.to or deal.to
            same.origin = same.origin or (deal.origin if deal.origin is not same.to else None)
            same.fee = same.fee if same.fee is not None else deal.fee
            if (
                same.kind == "unknown"
                or (same.kind == "permanent" and deal.kind not in ("unknown", "permanent"))
                or (same.kind == "loan" and is_loan(deal.kind))
            ):
                same.kind = deal.kind
            if _RANK[deal.status] > _RANK[same.status]:
                same.status = deal.status
        self.case.deals[:] = [d for d in kept if d.to is not None or (d.kind == "free" and d.status == "done")]
        for deal in self.case.deals:
            self._affiliate(deal)

    @staticmethod
    def _same(a: Deal, b: Deal) -> bool:
        if a.to is b.to:
            return True
        if a.to is None or b.to is None:
            return a.origin is None or b.origin is None or a.origin is b.origin
        return False

    def _affiliate(self, deal: Deal) -> None:
        """A done move makes the new club current and the old one former; a done loan only the first."""

        def say(club: Entity | None, status: str) -> None:
            if club is not None:
                self.case.belongs.append(
                    Belongs(deal.player, club, status, "player", deal.start, deal.end, "affiliation.deal", 0.9)
                )

        if deal.status == "done":
            say(deal.to, "current")
            if not is_loan(deal.kind):
                say(deal.origin, "former")
        else:
            say(deal.origin, "current")
