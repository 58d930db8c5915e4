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
from kg.extractors.transfer_completion import Completion, Told
from kg.extractors.transfer_context import Context
from kg.extractors.transfer_ends import Ends
from kg.extractors.transfer_frames import Frames, Stretch, verb_class
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
        self.told: list[Told] = []
        self.focus: _Focus | None = None
        self.match = False
        self.dense = False
        self.piece = False

    def run(self) -> None:
        """Go through the market sentences; a report without market words has none."""
        r = self.case.r
        market = [r.token_at[start] for start, _, _ in _phrases("words").find(r.plain)]
        told = self._moves_told()
        if not market and not told and (self.case.said or self.case.main is not None):
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
        self.rest = Completion(self.case, self.frames, self.ends, self.context, self.piece)
        self.speaker = self._speaker()
        self.match = self.match and self.speaker is None
        wanted = self._market_sentences(marked) | told
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

    def _moves_told(self) -> set[int]:
        """Sentences that tell a move by its two ends, in whatever article: "passò dal Lecce al Genoa"."""
        found = set()
        for s in self.case.story():
            clubs = [m for m in self.case.in_sentence(s.index, "club") if m.entity is not None and m.form != "ground"]
            origins = [m for m in clubs if m.prep == "da"]
            if not origins or len({m.entity for m in clubs}) < 2:
                continue
            for c in self.case.clauses(s.index):
                if (
                    c.lemma in verb_class()
                    and verb_class()[c.lemma] in ("buy", "sell", "move")
                    and any(c.start <= m.start < c.end for m in origins)
                ):
                    found.add(s.index)
        return found

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
        if (st.takers or st.refused) and self.rest.last_of(st.player) is not None:
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
        last = self.rest.last_of(player)
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
        takers, giver = self.rest.complete(st, echo, last)
        if giver is not None and giver not in st.givers:
            st.givers.append(giver)
        if last is not None and "formula" in echo and kind in ("unknown", "loan"):
            kind = "loan" if last.kind == "loan_return" else last.kind
        if self.context.settling and kind in ("unknown", "permanent") and not st.earlier:
            kind = "redemption"
            if not takers and not st.refused and st.stays is not None:
                takers = [st.stays]
        if kind == "unknown" and self.rest.part_payment(st):
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
        told_here = Told(
            Deal(st.player, giver, to, kind, status, fee, start, stop, f"transfer.{st.frame}"), st.sentence, st.earlier
        )
        self.told.append(told_here)
        self.rest.add(told_here)
        if self.rest.weak_topic is None and len(self.told) == 1 and not self.context.round_up and status == "done":
            self.rest.weak_topic = to
        return True
