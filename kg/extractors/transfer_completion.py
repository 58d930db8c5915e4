"""The ends of a deal that its words leave out: the club of the lines, the owner told elsewhere, the last deal of the man."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extractors.case import Case, Deal
from kg.extractors.transfer_context import Context
from kg.extractors.transfer_ends import Ends
from kg.extractors.transfer_frames import OUT, Frames, Stretch, verb_class
from kg.extractors.transfer_terms import Terms
from kg.mentions.model import Entity


@dataclass(slots=True)
class Told:
    """A deal with the place that told it, as far as later words may add to it."""

    deal: Deal
    sentence: int
    earlier: bool = False


class Completion:
    """Fills the ends that a stretch leaves open; it knows the deals told so far.

    ``piece`` tells that the article is about the market; ``weak_topic`` is the buyer of the first deal told.
    """

    def __init__(self, case: Case, frames: Frames, ends: Ends, context: Context, piece: bool) -> None:
        self.case = case
        self.frames = frames
        self.terms: Terms = frames.terms
        self.ends = ends
        self.context = context
        self.piece = piece
        self.weak_topic: Entity | None = None
        self._by_player: dict[str, list[Told]] = {}
        self._now: dict[str, Entity] = {}
        self._collect_now()

    @property
    def about(self) -> Entity | None:
        """The club these lines are about."""
        return self.context.about

    def add(self, told: Told) -> None:
        """Remember a deal."""
        self._by_player.setdefault(told.deal.player.key, []).append(told)

    def complete(self, st: Stretch, echo: set[str], last: Deal | None) -> tuple[list[Entity], Entity | None]:
        """Fill the ends the words leave out."""
        takers = list(st.takers)
        if st.frame in ("interest", "want", "please"):  # nobody courts his own man
            now = self._where_now(st.player)
            takers = [c for c in takers if c is not now]
        giver = next((c for c in st.givers if c not in takers), None)
        if last is not None and self.part_payment(st):
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
        if not st.refused and st.frame == "interest" and st.clause is None and st.loose:
            takers += [c for c in st.loose if c is not about and c is not giver and c not in takers]
        if not takers and not st.refused and self._joins(st, giver, out, about):
            takers = self._joined(st, giver, about)
        if not takers and not st.refused and st.loose and (out or st.frame in ("interest", "talks")):
            takers = [c for c in st.loose if c is not about and c is not giver][:1]
        if giver is None and st.takers and st.frame not in ("interest", "want") and self._where_now(st.player) is None:
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

    def part_payment(self, st: Stretch) -> bool:
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
                (giver is None or (st.at is not None and giver is not about))
                and self.context.flow != "out"
                and self._where_now(st.player) is not about
                and self.last_of(st.player) is None
            )
        if st.frame in ("departure", "stay", "ask", "await"):
            return False
        return not (out and giver is None)

    def _joined(self, st: Stretch, giver: Entity | None, about: Entity | None) -> list[Entity]:
        target = about if about is not giver else None
        prior = self.last_of(st.player)
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
        prior = self.last_of(st.player)
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

    def last_of(self, player: Entity) -> Told | None:
        """Return the last deal told of the man."""
        return next(iter(self._by_player.get(player.key, ())[-1:]), None)
