"""Fouls, the penalties they give, and cards that name nobody ("Ammonito.", "giallo per entrambi").

A foul is told by a noun with whom it hits ("fallo di X su Y", "ammonito X, intervento duro su Y") or by a
verb ("X stende Y", "lo ha steso X"). Where a penalty follows it is one conceded and one won instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg.extractors.case import Case, Said
from kg.extractors.roles import Roles
from kg.extractors.time import is_past
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_CARDS = ("yellow_card", "red_card")
_BOTH = re.compile(
    r"\b(?:ammonisce|ammoniti|giallo per|ammonizione per|gialli per|cartellino per|ammonendo) entrambi\b|\bentrambi ammoniti\b"
)
_ALONE = re.compile(
    r"(?:^|[.:;!,]\s*)(?P<card>ammonito|ammonizione|giallo|cartellino giallo|espulso|rosso|cartellino rosso|rosso diretto)(?: (?:per (?P<why>simulazione|proteste)|inevitabile|sacrosanto|giusto))?\s?(?=[.,;:!]|$)"
)


@cache
def _nouns() -> Phrases[str]:
    data = load("deeds")["foul"]
    return Phrases({**dict.fromkeys(data["nouns"], "noun"), **dict.fromkeys(data["hand"], "hand")})


class FoulReader:
    """Reads fouls into rows; the cards of the case are told already."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        data = load("deeds")["foul"]
        self.verbs, self.weak = frozenset(data["verbs"]), frozenset(data["weak"])
        self.weak_need = tuple(data["weak_need"])
        self.falls, self.falls_weak = frozenset(data["falls"]), frozenset(data["falls_weak"])
        self.down = tuple(data["down"])
        self.penalty, self.denied = tuple(data["penalty"]), tuple(data["denied"])

    def run(self) -> Iterator[Said]:
        """Yield fouls, penalties conceded and won, and the cards for them that name nobody."""
        r = self.case.r
        story = {s.index for s in self.case.story()}
        told: list[Said] = []
        seen: set[tuple[Entity | None, Entity | None, int]] = set()
        for index in sorted(story):
            for clause in self.case.clauses(index):
                if clause.lemma in self.verbs or clause.lemma in self.weak:
                    self._verb(clause, told, seen)
        for start, end, kind in _nouns().find(r.plain):
            a, b = r.tokens(start, end)
            if r.sentence_of[a] in story:
                (self._hand if kind == "hand" else self._noun)(a, b, told, seen)
        yield from told
        for index in sorted(story):
            yield from self._nameless(index, told)

    # -- verbs -------------------------------------------------------------------------------------
    def _verb(self, clause: Clause, told: list[Said], seen: set[tuple[Entity | None, Entity | None, int]]) -> None:
        if clause.negated or clause.modality in ("conditional", "hypothetical", "wished", "subjunctive"):
            return
        r = self.case.r
        if clause.lemma in self.weak:
            s = r.sentences[clause.sentence]
            words = padded(r, s.start, s.end)
            if not any(w in words for w in self.weak_need):
                return
        before = r.low[clause.verb - 1] if clause.verb else ""
        if clause.passive or clause.reduced:
            fouler, fouled = self.roles.agent(clause), self.roles.subject(clause)
            if fouler is None:
                return
        elif clause.form.mood == "inf":  # "facendosi stendere da Audero"
            fouler = self.roles.complement(clause.verb, clause.end, ("da",), reach=3)
            if fouler is None or not before.startswith(("fa", "si", "farsi")):
                return
            fouled = self.roles.subject(clause)
        else:
            fouler = self.roles.subject(clause)
            fouled = self.roles.clitic(clause) or self.roles.object(clause)
            if clause.lemma in ("prendere", "tirare") and fouled is None:
                fouled = next(
                    (
                        m
                        for m in self.roles.nominals(clause.sentence)
                        if m.kind == "person" and clause.verb < m.start < clause.end
                    ),
                    None,
                )
        if (
            fouler is None
            or fouled is None
            or fouler.kind != "person"
            or fouled.kind != "person"
            or fouler.entity is fouled.entity
        ):
            return
        if (
            clause.lemma in self.weak
            and self.roles.clitic(clause) is None
            and not (clause.passive or clause.reduced)
            and fouled.np_start - clause.verb > 6
        ):
            return
        self._tell(fouler, fouled, clause.verb, clause.verb + 1, told, seen)

    # -- nouns -------------------------------------------------------------------------------------
    def _noun(self, a: int, b: int, told: list[Said], seen: set[tuple[Entity | None, Entity | None, int]]) -> None:
        """ "fallo di X su Y"; without "di X" the man of the card before it; without Y only where a penalty follows."""
        r = self.case.r
        s = r.sentences[r.sentence_of[a]]
        clause = self.case.clause_at(a)
        if clause is not None and clause.negated and clause.verb < a and clause.verb >= a - 4:
            return
        fouler, fouled = self._owner(a, b), None
        start = fouler.end - 1 if fouler is not None else b - 1
        target = self.roles.complement(start, s.end, ("su", "a", "ai danni di", "contro", "con"), reach=7)
        if target is not None and not any(
            r.classes[k] == "verb" or r.low[k] in (",", ")", "(") for k in range(start + 1, target.np_start)
        ):
            fouled = target if target.prep != "con" else None
        if fouled is None:
            fouled = self._harmed(start, s.end) or self._fallen(clause, a)
        if fouled is None and fouler is not None and not self._gives_penalty(a):
            return
        if fouler is None and fouled is None:
            return
        if fouler is None:
            fouler = self._carded(a, fouled) or self._subject(clause, a, fouled)
        if fouler is None or fouler.kind != "person" or (fouled is not None and fouler.entity is fouled.entity):
            return
        self._tell(fouler, fouled, a, b, told, seen)

    def _owner(self, a: int, b: int) -> Mention | None:
        r = self.case.r
        for m in self.roles.nominals(r.sentence_of[a]):
            if m.np_start < b:
                continue
            between = range(b, m.prep_at if m.prep_at > 0 else m.np_start)
            if (
                m.kind == "person"
                and m.prep == "di"
                and m.np_start - b <= 6
                and not any(
                    (r.classes[k] in ("verb", "prep") and r.low[k] not in ("di", "in", "da", "a"))
                    or r.low[k] in (",", "(", ")", ";", ":", ".")
                    for k in between
                )
                and r.low[m.prep_at - 1] != "danni"
            ):
                return m
            return None
        return None

    def _harmed(self, start: int, limit: int) -> Mention | None:
        """ "ai danni di Y"."""
        r = self.case.r
        for m in self.roles.nominals(r.sentence_of[start]):
            if start < m.np_start < limit and m.kind == "person":
                return m if m.prep == "di" and r.low[m.prep_at - 1] == "danni" and m.np_start - start <= 8 else None
        return None

    def _fallen(self, clause: Clause | None, a: int) -> Mention | None:
        """ "il turco va a terra in area sul contrasto di Kessié": who falls was fouled."""
        if clause is None or clause.verb > a or clause.lemma not in self.falls:
            return None
        words = padded(self.case.r, clause.start, a)
        if clause.lemma in self.falls_weak and not any(f" {w} " in words for w in self.down):
            return None
        subject = self.roles.subject(clause)
        return subject if subject is not None and subject.kind == "person" else None

    def _carded(self, a: int, fouled: Mention | None) -> Mention | None:
        """The man booked in the same sentence, or in the one before on the same line: "Rosso a X! Gomitata a Y"."""
        r = self.case.r
        sentence = r.sentence_of[a]
        for index in (sentence, sentence - 1):
            cards = [
                s
                for s in self.case.said
                if s.type in _CARDS and s.sentence == index and (fouled is None or s.player is not fouled.entity)
            ]
            if index != sentence and (not cards or "\n" in r.text[r.start[cards[-1].end - 1] : r.start[a]]):
                return None
            cards = [s for s in cards if s.start < a or index != sentence] or cards
            if cards:
                last = min(cards, key=lambda s: abs(s.start - a))
                return next((m for m in self.roles.nominals(index) if m.entity is last.player), None) or next(
                    (m for m in self.case.in_sentence(index, "person") if m.entity is last.player), None
                )
        return None

    def _subject(self, clause: Clause | None, a: int, fouled: Mention | None) -> Mention | None:
        if (
            clause is None
            or clause.verb > a
            or clause.passive
            or clause.lemma
            not in (
                "commettere",
                "rischiare",
                "entrare",
                "intervenire",
                "arrivare",
                "rifilare",
                "colpire",
                "essere",
                "pagare",
            )
        ):
            return None
        subject = self.roles.subject(clause)
        return subject if subject is not None and (fouled is None or subject.entity is not fouled.entity) else None

    def _hand(self, a: int, b: int, told: list[Said], seen: set[tuple[Entity | None, Entity | None, int]]) -> None:
        """A hand ball tells only the penalty conceded."""
        if not self._gives_penalty(a):
            return
        token = b - 1 if self.case.r.classes[b - 1] != "prep" else b - 2
        owner = self.roles.complement(token, self.case.r.sentences[self.case.r.sentence_of[a]].end, ("di",), reach=6)
        if owner is not None:
            said = self._row("penalty_conceded", owner, None, a, b)
            if said is not None and not any(
                o.player is said.player and o.type == said.type and o.sentence == said.sentence for o in told
            ):
                told.append(said)

    # -- telling -----------------------------------------------------------------------------------
    def _gives_penalty(self, token: int) -> bool:
        """A penalty is named in the sentence, at the head of the next or in the rest of a short line, and was not denied."""
        r = self.case.r
        s = r.sentences[r.sentence_of[token]]
        a, b = r.start[s.start], r.end[s.end - 1]
        line = next((ln for ln in r.lines if ln.start <= a < ln.end), None)
        if line is not None and line.end - line.start <= 260:
            a, b = line.start, line.end
        elif s.index + 1 < len(r.sentences):
            follower = r.sentences[s.index + 1]
            ahead = r.plain[r.start[follower.start] : min(r.end[follower.end - 1], r.start[follower.start] + 45)]
            if (
                line is not None
                and r.start[follower.start] < line.end
                and ("rigore" in ahead or "dischetto" in ahead)
                and not any(w in ahead for w in self.denied)
            ):
                return True
        text = r.plain[a:b]
        if "area di rigore" in text:
            text = text.replace("area di rigore", "area")
        return any(w in text for w in self.penalty) and not any(w in text for w in self.denied)

    def _tell(
        self,
        fouler: Mention,
        fouled: Mention | None,
        a: int,
        b: int,
        told: list[Said],
        seen: set[tuple[Entity | None, Entity | None, int]],
    ) -> None:
        key = (fouler.entity, fouled.entity if fouled else None, self.case.r.sentence_of[a])
        if key in seen:
            return
        seen.add(key)
        penalty = self._gives_penalty(a)
        if fouled is None and not penalty:
            return
        said = self._row("penalty_conceded" if penalty else "foul", fouler, fouled, a, b)
        if said is None:
            return
        told.append(said)
        if penalty and said.other is not None:
            told.append(replace(said, type="penalty_won", player=said.other, other=said.player))

    def _row(self, kind: str, fouler: Mention, fouled: Mention | None, a: int, b: int) -> Said | None:
        player = fouler.entity
        if player is None or player.role in ("coach", "referee", "executive", "agent"):
            return None
        sentence = self.case.r.sentence_of[a]
        places = [m for m in (fouler, fouled) if m is not None and self.case.r.sentence_of[m.start] == sentence]
        start, end = min([a, *(m.start for m in places)]), max([b, *(m.end for m in places)])
        return Said(
            kind,
            start,
            end,
            sentence,
            f"{kind}.told",
            player=player,
            other=fouled.entity if fouled else None,
            past=is_past(self.case, sentence, None),
            at=fouler.start,
        )

    # -- cards that name nobody ----------------------------------------------------------------------
    def _nameless(self, index: int, told: list[Said]) -> Iterator[Said]:
        r = self.case.r
        s = r.sentences[index]
        text = r.plain[r.start[s.start] : r.end[s.end - 1]]
        if _BOTH.search(text):
            people = self._last_two(index)
            cards = "yellow_card"
            for m in people:
                said = self._row(cards, m, None, s.start, s.end)
                if said is not None:
                    yield replace(said, rule="yellow_card.both")
            return
        for hit in _ALONE.finditer(text):
            a, b = r.tokens(r.start[s.start] + hit.start("card"), r.start[s.start] + hit.end())
            if any(o.type in _CARDS and o.sentence == index and abs(o.start - a) <= 8 for o in self.case.said):
                continue
            kind = "red_card" if hit["card"].startswith(("espuls", "ross")) or "rosso" in hit["card"] else "yellow_card"
            foul = next(
                (
                    o
                    for o in reversed(told)
                    if o.type in ("foul", "penalty_conceded")
                    and index - 1 <= o.sentence <= index
                    and (o.sentence < index or o.start < a)
                ),
                None,
            )
            if foul is not None:
                yield replace(foul, type=kind, start=a, end=b, sentence=index, rule=f"{kind}.alone", other=None, at=a)
            elif hit["why"]:
                clauses = [c for c in self.case.clauses(index) if c.verb < a]
                subject = self.roles.subject(clauses[-1]) if clauses else None
                if subject is not None and subject.kind == "person":
                    said = self._row(kind, subject, None, a, b)
                    if said is not None:
                        yield replace(said, rule=f"{kind}.alone")

    def _last_two(self, index: int) -> list[Mention]:
        """The last two men told, here or in the sentences before."""
        found: list[Mention] = []
        for k in range(index, max(-1, index - 3), -1):
            for m in reversed(self.roles.nominals(k)):
                if (
                    m.kind == "person"
                    and m.entity is not None
                    and m.entity.role in ("player",)
                    and all(o.entity is not m.entity for o in found)
                ):
                    found.append(m)
                if len(found) == 2:
                    return found[::-1]
        return []
