"""How sure a deal is, and what remains of its tellings: one row a man and destination."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extractors.case import Belongs, Case, Deal
from kg.extractors.transfer_frames import Frames, Stretch, verb_class
from kg.extractors.transfer_terms import is_loan
from kg.mentions.model import Entity

_RANK = {"rumour": 0, "talks": 1, "agreed": 2, "done": 3, "denied": 4}
_FIRM = frozenset({"buy", "sell", "redeem", "move", "return", "leave", "release"})


class Stages:
    """Tells the stage of a deal from its stretch: words of the scale, mood of the verb, question marks."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.terms = frames.terms
        self.r = frames.r

    def of(self, st: Stretch, other_refused: bool = False) -> str:
        """Return done, agreed, talks, rumour or denied; ``other_refused`` where the man turned another club down."""
        if st.earlier:
            return "done"
        r = self.r
        s = r.sentences[st.sentence]
        said = self.terms.names("status", st.spans)
        clause = st.clause
        modality = clause.modality if clause is not None else "real"
        negated = (
            clause is not None and clause.negated and st.frame in ("buy", "sell", "move", "want", "please", "return")
        )
        if other_refused:  # "ha rifiutato il Cagliari perché aspetta i viola": the refusal is of the other
            return "talks" if "talks" in said or st.frame == "talks" else "rumour"
        if "denied" in said or st.frame in ("refuse", "stay") or negated:
            return "denied"
        if any(r.low[k] == "?" for k in range(max(s.start, s.end - 3), s.end)):
            return "rumour"
        if (
            st.frame == "arrival"
            and st.at is not None
            and st.clause is None
            and any(self.frames.owns(st.at, c) for c in self.frames.clubs(st.sentence))
        ):
            return "done"
        if clause is not None and clause.opener > 0 and r.low[max(0, clause.opener - 1)] == "prima":
            return "done"
        if clause is None and st.at is not None:
            governed = self._governed(st)
            if governed:
                return governed
        if modality in ("conditional", "wished", "hypothetical", "subjunctive") or (
            clause is not None and clause.form.mood == "sub" and modality == "real"
        ):
            return "talks" if "talks" in said and "rumour" not in said else "rumour"
        if (
            st.frame == "move"
            and clause is not None
            and clause.lemma == "finire"
            and "interest" in self.terms.names("nouns", st.spans)
        ):
            return "rumour"  # "è finito sul taccuino del Genoa"
        firm = (
            clause is not None
            and modality == "real"
            and clause.form.mood in ("ind", "part", "ger")
            and st.frame in _FIRM
        )
        if "talks" in said and "rumour" in said and st.frame in ("interest", "want", "please"):
            bid = any(r.low[k] in ("offerta", "proposta") for a, b in st.spans for k in range(a, b))
            return "talks" if bid and modality == "real" and self.terms.fee(st.spans)[1] else "rumour"
        if "talks" in said and not firm:
            return "agreed" if "agreed" in said and "done" not in said else "talks"
        if "done" not in said and (
            "agreed" in said
            or (st.frame not in ("interest", "want", "please") and (modality == "future" or self._future(st)))
        ):
            return "agreed"
        return self._by_frame(st, said, firm)

    def _governed(self, st: Stretch) -> str:
        """ "punta al ritorno di X", "sogna il colpo Y", "tratta l'acquisto di Z": the noun's verb tells the stage."""
        at = st.at
        if at is None:
            return ""
        noun = next(
            (
                a
                for a, b, name in self.terms.over("nouns", st.spans)
                if b <= at.np_start and name in ("arrival", "passage", "departure", "redeem")
            ),
            None,
        )
        if noun is None:
            return ""
        for c in self.frames.verbs(st.sentence):
            if not (c.start <= noun < c.end and c.verb < noun <= c.verb + 5):
                continue
            frame = verb_class().get(c.lemma, "")
            if frame in ("want", "please", "await", "ask"):
                return "rumour"
            if frame == "talk":
                return "talks" if c.lemma not in ("chiudere", "definire") else "agreed"
            if c.modality in ("conditional", "hypothetical", "wished"):
                return "rumour"
        return ""

    def _by_frame(self, st: Stretch, said: set[str], firm: bool) -> str:
        if st.frame in ("want", "please", "interest", "await", "ask"):
            return "rumour"
        if st.frame in ("talk", "talks"):
            return "done" if st.frame == "talks" and "done" in said and "talks" not in said else "talks"
        if st.frame == "agreed":
            return "agreed"
        if firm or "done" in said:
            return "done"
        clause = st.clause
        before = self.r.low[max(0, clause.group - 2) : clause.group] if clause is not None else []
        if clause is not None and clause.form.mood in ("inf", "sub"):
            return "done" if "prima" in before or "dopo" in before else "rumour"
        return "rumour" if "rumour" in said else "done"

    def _future(self, st: Stretch) -> bool:
        if st.clause is None and any(c.modality == "future" and st.has(c.verb) for c in self.frames.verbs(st.sentence)):
            return True
        return any(self.r.low[k] in ("sarà", "saranno") for a, b in st.spans for k in range(a, b))


def merge(deals: Iterable[Deal]) -> list[Deal]:
    """Return one deal a man and destination, with the latest stage told and the fullest ends."""
    kept: list[Deal] = []
    by_player: dict[str, list[Deal]] = {}
    for deal in deals:
        mine = by_player.setdefault(deal.player.key, [])
        same = next((d for d in mine if _same(d, deal)), None)
        if same is None:
            kept.append(deal)
            mine.append(deal)
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
    return [d for d in kept if d.to is not None or (d.kind == "free" and d.status == "done")]


def affiliate(case: Case, deal: Deal) -> None:
    """A done move makes the new club current and the old one former; a done loan only the first."""

    def say(club: Entity | None, status: str) -> None:
        if club is not None:
            case.belongs.append(
                Belongs(deal.player, club, status, "player", deal.start, deal.end, "affiliation.deal", 0.9)
            )

    if deal.status == "done":
        say(deal.to, "current")
        if not is_loan(deal.kind):
            say(deal.origin, "former")
    else:
        say(deal.origin, "current")


def _same(a: Deal, b: Deal) -> bool:
    if a.to is b.to:
        return True
    if a.to is None or b.to is None:
        return a.origin is None or b.origin is None or a.origin is b.origin
    return False
