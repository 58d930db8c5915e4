"""Transfers: who moves, from where, where to, how, for how much, and how sure it is.

Direction is in the verb and the preposition. Each man of a market sentence has his stretch of it
(:mod:`kg.extractors.transfer_stretches`, :mod:`kg.extractors.transfer_frames`); what the stretch leaves out comes from
the lines around it (:mod:`kg.extractors.transfer_context`), the deal told before ("percorso inverso", "stessa formula")
or the words that say where he is now.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.extractors.case import Case, Deal
from kg.extractors.roles import Roles
from kg.extractors.transfer_context import Context
from kg.extractors.transfer_ends import Ends
from kg.extractors.transfer_frames import OUT, Frames, Stretch, verb_class
from kg.extractors.transfer_lists import share_out
from kg.extractors.transfer_stages import Stages, affiliate, merge
from kg.extractors.transfer_stretches import Cutter
from kg.extractors.transfer_terms import Terms, is_loan
from kg.language.clauses import Clause
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity

_ABOUT_HIM = frozenset(verb for verb, name in verb_class().items() if name in ("want", "please", "buy", "talk"))
_SPEAKING = frozenset("mi me io m' sono ho".split())


@cache
def _phrases(name: str) -> Phrases[str]:
    return Phrases({w: w for w in load("transfers")["context"][name]})


@dataclass(slots=True)
class _Told:
    """A deal with the place that told it, as far as later words may add to it."""

    deal: Deal
    sentence: int
    earlier: bool = False


@dataclass(slots=True)
class _Focus:
    """The man the last words were about, and whom he leaves as far as told."""

    player: Entity
    giver: Entity | None
    sentence: int
    line: int


class TransferReader:
    """Reads the deals of one article into ``case.deals``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.told: list[_Told] = []
        self._by_player: dict[str, list[_Told]] = {}
        self._now: dict[str, Entity] = {}
        self.focus: _Focus | None = None
        self.match = False
        self.dense = False
        self.piece = False
        self.weak_topic: Entity | None = None

    def run(self) -> None:
        """Go through the market sentences; a report without market words has none."""
        r = self.case.r
        market = [r.token_at[start] for start, _, _ in _phrases("words").find(r.plain)]
        if not market and (self.case.said or self.case.main is not None):
            return
        self.terms = Terms(r)
        self.frames = Frames(self.case, self.roles, self.terms)
        self.ends = Ends(self.frames)
        self.stages = Stages(self.frames)
        self.context = Context(self.case, self.frames, self.terms)
        self.cutter = Cutter(self.case, self.roles, self.frames)
        marked = {r.sentence_of[t] for t in market}
        main = self.case.main
        self.match = len(self.case.said) >= max(3, len(marked)) or (
            main is not None and main.score is not None and len(marked) < 4
        )
        self.dense = len(marked) >= 3 and not self.match
        self.piece = len(marked) >= 2 and not self.match
        self._collect_now()
        self.speaker = self._speaker()
        self.match = self.match and self.speaker is None
        wanted = self._market_sentences(marked)
        for sentence in self.case.story():
            self.context.read(sentence.index)
            if self.context.career:
                continue
            self.ends.about = self.about
            if sentence.index in wanted or (
                not self.match and self.focus is not None and sentence.index - self.focus.sentence == 1
            ):
                self._sentence(sentence.index)
        self.case.deals[:] = merge(told.deal for told in self.told)
        for deal in self.case.deals:
            affiliate(self.case, deal)

    def _market_sentences(self, marked: set[int]) -> set[int]:
        """Where to look: in a market piece everywhere, in a report only where the words are of the market alone."""
        r = self.case.r
        if self.match:
            return {r.sentence_of[r.token_at[start]] for start, _, _ in _phrases("strong").find(r.plain)}
        if self.dense or (marked and len(r.sentences) <= 6):
            return {s.index for s in r.sentences}
        n = len(r.low)
        return marked | {
            r.sentence_of[t] for t, _, _ in (*self.terms.hits("nouns", 0, n), *self.terms.hits("status", 0, n))
        }

    def _speaker(self) -> Entity | None:
        """The player whom an interview is with: the first man named, a player, with questions or quotes after."""
        text = self.case.r.text
        if sum(text.count(c) for c in "«“") + text.count('"') // 2 < 4:
            return None
        first = next(
            (m for s in self.case.story() for m in self.case.in_sentence(s.index, "person") if m.entity is not None),
            None,
        )
        return (
            first.entity if first is not None and first.entity is not None and first.entity.role == "player" else None
        )

    @property
    def about(self) -> Entity | None:
        """The club these lines are about."""
        return self.context.about

    # -- one sentence ----------------------------------------------------------------------------
    def _sentence(self, sentence: int) -> None:
        stretches = self.cutter.cut(sentence)
        if not stretches:
            self._without_name(sentence)
            return
        first = stretches[0].at
        if self.focus is not None and first is not None and sentence - self.focus.sentence <= 1:
            end = self.cutter.clitic_head(sentence, first, _ABOUT_HIM)
            if end is not None:
                start = self.case.r.sentences[sentence].start
                self._go_on(sentence, start, end, self.focus.player)
                for st in stretches:
                    st.without(start, end)
        previous: Stretch | None = None
        for st in stretches:
            self._earlier(st)
            self.frames.find(st)
            if previous is not None and (
                (st.frame == "release" and st.listed) or (not st.frame and self._continues(previous, st))
            ):
                st.frame, st.clause = previous.frame, previous.clause
            self.ends.sort(st)
            previous = st if st.frame else previous
        share_out(self.frames, stretches)
        previous = None
        for st in stretches:
            self._late_frame(st)
            if not st.frame:
                continue
            if self._deals(st) or previous is None:
                previous = st
            giver = next(iter(st.givers), None)
            self.focus = _Focus(st.player, giver, sentence, self.context.line(st.anchor))

    def _late_frame(self, st: Stretch) -> None:
        """Without verb or noun of the market: a bracket under a heading, an ellipsis, a man already spoken of."""
        if st.frame:
            return
        if (st.takers or st.refused) and self._last_of(st.player) is not None:
            st.frame = "interest"
        elif st.brackets and (self.context.flow or (st.at is not None and self.terms.names("kinds", st.spans))):
            st.frame = "departure" if self.context.flow == "out" else "arrival"
        elif self.terms.names("echo", st.spans):
            st.frame = "headline"
        elif self.dense and st.at is not None:
            told = [c for c in self.frames.clubs(st.sentence) if st.has(c.start) and c.start >= st.at.end]
            near = self.focus is not None and st.sentence - self.focus.sentence <= 1
            if st.brackets and near:
                st.frame = "arrival"
            elif (
                told
                and told[0].prep == "da"
                and (near or self.terms.over("kinds", st.spans) or self.terms.fee(st.spans)[1])
            ):
                st.frame = "headline"

    def _continues(self, previous: Stretch, st: Stretch) -> bool:
        """The man goes on in the frame of the one before: a list, or a part without a verb of its own after comma or "e"."""
        if st.listed:
            return True
        if self.match or previous.at is None or st.at is None:
            return False
        between = range(previous.at.end, st.b)
        return not any(
            c.verb in between and c.form.mood == "ind" and c.lemma not in verb_class()
            for c in self.frames.verbs(st.sentence)
        )

    def _without_name(self, sentence: int) -> None:
        """A sentence that names no man goes on about the last, or the speaker: "lo vuole il Cesena", "Affare saltato"."""
        s = self.case.r.sentences[sentence]
        line = self.context.line(s.start)
        player = self.cutter.ordinal(sentence)
        focus = self.focus
        near = (
            focus is not None
            and sentence - focus.sentence <= 2
            and (focus.line == line or focus.player is self.speaker)
        )
        if player is None and self.speaker is not None and not near and self._speaks(s.start, s.end):
            player = self.speaker
        if (
            player is None
            and focus is not None
            and (near or (sentence - focus.sentence == 1 and not self.context.round_up))
        ):
            player = focus.player
        if player is None:
            return
        clubs = self.frames.clubs(sentence)
        if any(
            p.entity is not None and p.entity.role == "coach" and not p.prep
            for p in self.case.in_sentence(sentence, "person")
        ):
            return  # what a coach does
        if not near and not clubs:
            return
        if clubs and self.frames.heads(clubs[0]):
            return
        if (
            not near
            and self.speaker is None
            and any(p.entity is not None for p in self.case.in_sentence(sentence, "person"))
        ):
            return
        self._go_on(sentence, s.start, s.end, player)

    def _speaks(self, start: int, end: int) -> bool:
        low = self.case.r.low
        return any(low[k] in _SPEAKING or low[k] in ("suo", "la", "lei") for k in range(start, end))

    def _go_on(self, sentence: int, start: int, end: int, player: Entity) -> None:
        """Read a stretch about a man named before: new suitors make rows, other words add to his last one."""
        st = Stretch(player, None, sentence, start, end, anchor=start)
        st.spans = [(start, end)]
        self._earlier(st)
        self.frames.find(st)
        self.ends.sort(st)
        last = self._last_of(player)
        known = last.deal if last is not None else None
        if known is not None and known.status == "done":
            st.takers = [c for c in st.takers if c is not known.origin]
        focus = self.focus
        if focus is not None and focus.player is player and focus.giver is not None and not st.givers:
            st.givers = [focus.giver]
        st.takers = [c for c in st.takers if c not in st.givers]
        if st.frame and [c for c in (*st.takers, *st.refused) if known is None or c is not known.to]:
            self._deals(st)
        elif known is not None and last is not None and sentence - last.sentence <= 2:
            self._add_to(known, st)
        if focus is not None and focus.player is player:
            focus.sentence, focus.line = sentence, self.context.line(start)
        elif st.frame:
            self.focus = _Focus(player, next(iter(st.givers), None), sentence, self.context.line(start))

    def _add_to(self, deal: Deal, st: Stretch) -> None:
        """ "Affare saltato", "Firma lunedì", "il prestito è oneroso (un milione)": later words on the same deal."""
        said = self.terms.names("status", st.spans)
        clubs = st.takers or st.givers or st.loose
        if "denied" in said and (deal.status in ("rumour", "talks") or (deal.status == "agreed" and not clubs)):
            deal.status = "denied"
        elif "agreed" in said and deal.status in ("rumour", "talks"):
            deal.status = "agreed"
        elif "talks" in said and "rumour" not in said and deal.status == "rumour":
            deal.status = "talks"
        if deal.origin is None:
            giver = st.stays or next(iter(st.givers), None)
            deal.origin = giver if giver is not deal.to else None
        kind = self.terms.kind(st.spans)
        if is_loan(kind) and deal.kind in ("unknown", "loan"):
            deal.kind = kind
        if deal.fee is None and "denied" not in said and deal.status != "denied":
            deal.fee, told = self.terms.fee(st.spans)
            if told and deal.kind == "unknown":
                deal.kind = "permanent"

    # -- earlier deals ---------------------------------------------------------------------------
    def _earlier(self, st: Stretch) -> None:
        """ "che un anno fa era arrivato dal Gent": a past move inside the present one takes its own words with it."""
        r = self.case.r
        for c in self.frames.verbs(st.sentence):
            frame = verb_class().get(c.lemma)
            if (
                not st.has(c.verb)
                or frame not in ("buy", "move", "sell", "return")
                or c.form.mood not in ("part", "ger", "inf")
            ):
                continue
            words = {r.low[k] for k in range(c.group, c.verb + 1)}
            back = frame == "return" and c.reduced and "loan_return" in self.terms.names("kinds", [(c.group, c.end)])
            if not back and not words & {"era", "erano", "aveva", "avevano", "avendolo", "averlo", "avendo"}:
                continue
            end = next((k for k in range(c.verb, min(c.end, st.b)) if r.low[k] in (":", ";")), min(c.end, st.b))
            part = Stretch(st.player, st.at, st.sentence, c.start, end, anchor=c.group, earlier=True)
            part.spans = [(min(c.start, st.at.np_start) if back and st.at is not None else c.start, end)]
            part.frame, part.clause = frame, c
            self.ends.sort(part)
            if (
                back and len(part.givers) > 1
            ):  # "il classe '98 del Wolverhampton, rientrato dopo il prestito alla Fiorentina"
                part.takers, part.givers = part.givers[:1], part.givers[1:]
            if not part.givers and not part.takers:
                continue
            self._deals(part)
            st.without(c.start, end)

    # -- from stretch to deals -------------------------------------------------------------------
    def _deals(self, st: Stretch) -> bool:
        if not st.spans:
            return False
        kind = self._kind(st)
        echo = self.terms.names("echo", st.spans)
        last = self.told[-1].deal if self.told else None
        if self.terms.says("renewal", st.spans) and not st.takers and not st.givers:
            return False
        if st.frame == "release" and not st.takers and not st.givers:
            st.givers = st.loose[:1]
        takers, giver = self._complete(st, echo, last)
        if giver is not None and giver not in st.givers:
            st.givers.append(giver)
        if last is not None and "formula" in echo and kind in ("unknown", "loan"):
            kind = "loan" if last.kind == "loan_return" else last.kind
        if self.context.settling and kind in ("unknown", "permanent") and not st.earlier:
            kind = "redemption"
            if not takers and not st.refused and st.stays is not None:
                takers = [st.stays]
        if kind == "unknown" and self._part_payment(st):
            kind = "swap"
        if kind == "unknown" and "inverse" in echo and last is not None and last.kind == "swap":
            kind = "swap"
        targets: list[tuple[Entity | None, bool]] = [(c, False) for c in takers]
        targets += [(c, True) for c in st.refused if c not in takers]
        if not targets and giver is not None and (kind == "free" or st.frame == "release"):
            targets = [(None, False)]
        if (
            self.match
            and not st.earlier
            and (giver is None or not takers)
            and (st.clause is None or st.frame not in ("buy", "sell", "move", "return", "leave"))
        ):
            return False  # in a report a bare noun says too little
        made = False
        for to, refused in targets:
            status = "denied" if refused else self.stages.of(st, bool(st.refused))
            if self.context.settling and st.frame in ("stay", "leave", "return", "move"):
                status = "done"
            made = self._add(st, giver if giver is not to else None, to, kind, status) or made
        return made

    def _kind(self, st: Stretch) -> str:
        own = [(a, b) for a, b in st.spans if st.at is not None and a <= st.at.start < b]
        kind = self.terms.kind(own) if own else "unknown"
        if kind == "unknown":
            kind = self.terms.kind(st.spans)
        if kind != "unknown":
            return kind
        if st.frame == "redeem":
            return "redemption"
        if st.frame == "release":
            return "free"
        if st.clause is not None and st.clause.lemma == "rientrare" and st.frame == "return":
            return "loan_return"
        half = "half" in self.terms.names("kinds", st.spans)
        if st.clause is not None and st.clause.lemma in ("acquistare", "comprare", "vendere") and not half:
            return "permanent"
        return "unknown"

    def _complete(self, st: Stretch, echo: set[str], last: Deal | None) -> tuple[list[Entity], Entity | None]:
        """Fill the ends the words leave out."""
        takers = list(st.takers)
        if st.frame in ("interest", "want", "please"):  # nobody courts his own man
            now = self._where_now(st.player)
            takers = [c for c in takers if c is not now]
        giver = next((c for c in st.givers if c not in takers), None)
        if last is not None and self._part_payment(st):
            return ([last.origin] if last.origin is not None and last.origin is not giver else []), last.to
        if last is not None and "inverse" in echo and last.player is not st.player:
            return ([last.origin] if last.origin is not None else takers), giver or last.to
        if last is not None and "same" in echo and not takers and last.to is not giver:
            takers = [last.to] if last.to is not None else []
        if st.earlier:
            return self._complete_earlier(st, takers, giver)
        about = self._local(st)
        if st.frame == "arrival" and not takers:
            takers = self._shut_out(st, giver)
        out = st.frame in OUT or (self.context.flow == "out" and st.frame not in ("buy", "arrival"))
        for club in st.brackets:
            if not takers and out and about is not None and club is not about:
                takers.append(club)
            elif giver is None and club not in takers:
                giver = club
        giver = giver or (st.stays if st.stays not in takers else None)
        denied = "denied" in self.terms.names("status", st.spans)
        back = any(st.has(c.verb) and verb_class().get(c.lemma) == "return" for c in self.frames.verbs(st.sentence))
        if back and denied and about is not None and takers and about not in takers and giver in (None, about):
            return [about], takers[0]  # "stop per X: torna all'Utrecht"
        if not takers and not st.refused and st.frame == "interest" and st.loose:
            takers = [c for c in st.loose if c is not about and c is not giver]
        if not takers and not st.refused and self._joins(st, giver, out, about):
            takers = self._joined(st, giver, about)
        if not takers and not st.refused and st.loose and (out or st.frame in ("interest", "talks")):
            takers = [c for c in st.loose if c is not about and c is not giver][:1]
        if giver is None and st.takers and self._where_now(st.player) is None:
            giver = next((c for c in st.loose if c not in takers and c is not about), None)
        if giver is None:
            giver = self._owner(st, takers, about)
        return takers, giver

    def _local(self, st: Stretch) -> Entity | None:
        """The club of these lines, or the one that opens the man's own part: "il Cagliari risponde con Nandez"."""
        if st.at is not None and st.loose:
            for m in self.frames.clubs(st.sentence):
                if m.entity in st.loose and m.start < st.at.np_start and st.has(m.start) and not m.prep:
                    return m.entity
        return self.ends.doer(st) or self.about

    def _shut_out(self, st: Stretch, giver: Entity | None) -> list[Entity]:
        """ "Chiuso dall'arrivo di X, dice addio al Bologna Y", "chiuso al Milan dall'arrivo di X": X came where Y was."""
        s = self.case.r.sentences[st.sentence]
        if not {"chiuso", "chiusi"} & set(self.case.r.low[s.start : s.end]):
            return []
        return [
            c.entity
            for c in self.frames.clubs(st.sentence)
            if c.prep == "a" and c.entity is not None and c.entity is not giver
        ][:1]

    def _part_payment(self, st: Stretch) -> bool:
        """ "per 10 milioni più il cartellino di Merkel": he goes the other way."""
        low = self.case.r.low
        if st.at is None or st.at.governor < 2 or low[st.at.governor] != "cartellino":
            return False
        return "più" in low[st.at.governor - 2 : st.at.governor]

    def _complete_earlier(
        self, st: Stretch, takers: list[Entity], giver: Entity | None
    ) -> tuple[list[Entity], Entity | None]:
        """An earlier move led to where the present one starts."""
        if takers:
            return takers, giver
        main = next((t.deal for t in reversed(self._by_player.get(st.player.key, [])) if not t.earlier), None)
        here = [
            c.entity
            for c in self.frames.clubs(st.sentence)
            if st.at is not None and c.prep == "da" and c.end <= st.at.start
        ]
        target = main.origin if main is not None and main.origin is not giver else None
        target = target or next((c for c in here if c is not giver), None) or self._where_now(st.player) or self.about
        return ([target] if target is not None and target is not giver else []), giver

    def _joins(self, st: Stretch, giver: Entity | None, out: bool, about: Entity | None) -> bool:
        """The man may be bound for the club the lines are about."""
        if st.stays is not None and st.frame not in ("refuse", "talks", "interest"):
            return False
        if st.frame in ("leave", "release", "sell", "passage", "loan", "headline"):
            return giver is not None and giver is not about
        if st.frame == "please":
            return (
                giver is None
                and self.context.flow != "out"
                and self._where_now(st.player) is not about
                and self._last_of(st.player) is None
            )
        if st.frame in ("departure", "stay", "ask", "await"):
            return False
        return not (out and giver is None)

    def _joined(self, st: Stretch, giver: Entity | None, about: Entity | None) -> list[Entity]:
        target = about if about is not giver else None
        prior = self._last_of(st.player)
        if (
            prior is not None
            and prior.deal.to is not None
            and prior.deal.to is not giver
            and not prior.earlier
            and (target is None or st.at is None or prior.deal.status != "denied")
        ):
            target = prior.deal.to
        if (
            target is None
            and self.weak_topic is not None
            and self.weak_topic is not giver
            and self._was_there(st.player, self.weak_topic)
        ):
            target = self.weak_topic
        stays = giver is None and target is self._where_now(st.player)
        if (
            target is not None
            and st.frame in ("interest", "talks", "talk", "want", "agreed")
            and self._plays_for(st.player, target)
        ):
            return []
        return [target] if target is not None and not stays else []

    def _was_there(self, player: Entity, club: Entity) -> bool:
        """The gazetteer breaks a tie of side: he has a spell at the club."""
        return player.person is not None and any(s.club == club.key for s in player.person.spells)

    def _plays_for(self, player: Entity, club: Entity) -> bool:
        """The gazetteer vetoes a guess: he has been the club's own player since an earlier year."""
        record, year = player.person, self.case.year
        if record is None or year is None:
            return False
        return any(
            s.club == club.key and s.since is not None and s.since < year for s in record.spells_in(year, "player")
        )

    def _never_there(self, player: Entity, club: Entity) -> bool:
        """The gazetteer vetoes a guess: it knows where the man played at the time, and it never was this club."""
        record, year = player.person, self.case.year
        if record is None or year is None or any(s.club == club.key for s in record.spells):
            return False
        return any(s.since is not None and s.since < year and s.covers(year) for s in record.spells_in(year, "player"))

    def _owner(self, st: Stretch, takers: list[Entity], about: Entity | None) -> Entity | None:
        """Where the man is: told elsewhere in the article, else the club the lines are about where he leaves it."""
        now = self._where_now(st.player)
        if now is not None and now not in takers:
            return now
        prior = self._last_of(st.player)
        if prior is not None and not prior.earlier:
            back = prior.deal.status == "done" and prior.deal.kind == "loan_return"
            known = prior.deal.to if back and prior.deal.to not in takers else prior.deal.origin
            if known is not None and known not in takers:
                return known
        gone = bool(takers or st.refused) or st.frame in ("release", "departure", "leave")
        paragraph = about is not self.context.topic
        if any(t.deal.to is about and not t.earlier for t in self._by_player.get(st.player.key, ())):
            return None
        if (st.frame == "arrival" or self.context.flow == "in") and st.takers and about not in st.takers:
            return None  # another club's new man
        if about is not None and about not in takers and gone and (self.piece or paragraph):
            return None if self._never_there(st.player, about) else about
        topic = self.context.topic
        if (
            about is not None
            and about in takers
            and topic is not None
            and topic not in takers
            and st.frame in ("redeem", "want")
            and not self._never_there(st.player, topic)
        ):
            return topic  # in a piece on one club another takes the man
        weak = self.weak_topic
        if about is None and weak is not None and weak not in takers and gone and self._was_there(st.player, weak):
            return weak
        return None

    def _where_now(self, player: Entity) -> Entity | None:
        """Where the text says that he is, apart from its deals."""
        return self._now.get(player.key)

    def _collect_now(self) -> None:
        for b in self.case.belongs:
            if b.status == "current" and b.capacity == "player" and not b.rule.endswith(("deal", "deed")):
                self._now.setdefault(b.person.key, b.club)

    def _last_of(self, player: Entity) -> _Told | None:
        return next(iter(self._by_player.get(player.key, ())[-1:]), None)

    @staticmethod
    def _played(clause: Clause) -> bool:
        """A verb of playing in the past."""
        return clause.lemma in ("giocare", "militare") and (
            clause.form.mood == "part" or clause.form.tense in ("past", "impf")
        )

    def _add(self, st: Stretch, giver: Entity | None, to: Entity | None, kind: str, status: str) -> bool:
        if to is None and giver is None:
            return False
        clause = st.clause
        if clause is not None and st.has(clause.verb) and self._played(clause):
            return False  # "che in blucerchiato aveva giocato in prestito": a stay, no deal
        if clause is not None and clause.negated and st.frame == "leave":
            return False  # "difficilmente partirà": he stays where he is
        fee, told = (None, False) if status == "denied" else self.terms.fee(st.spans)
        if told and kind == "unknown":
            kind = "permanent"
        start = min(st.anchor, clause.group) if clause is not None and st.has(clause.verb) else st.anchor
        stop = max(
            st.at.end if st.at is not None else st.anchor + 1,
            clause.verb + 1 if clause is not None and st.has(clause.verb) else 0,
        )
        told_here = _Told(
            Deal(st.player, giver, to, kind, status, fee, start, stop, f"transfer.{st.frame}"), st.sentence, st.earlier
        )
        self.told.append(told_here)
        self._by_player.setdefault(st.player.key, []).append(told_here)
        if self.weak_topic is None and len(self.told) == 1 and not self.context.round_up and status == "done":
            self.weak_topic = to
        return True
