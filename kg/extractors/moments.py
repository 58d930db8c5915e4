"""When a deed happened: the minute beside the name, of the clause, of the sentence, at the head of a live line."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extractors.case import Case, Said
from kg.language.clauses import Clause
from kg.mentions.model import Mention

_MINUTE_LINK = re.compile(r"[\s,:;(e\-]{0,4}(?:al(?:l')?|e|ed|e al(?:l')?|e poi al(?:l')?|rispettivamente al)?\s?")
_RIG = re.compile(r"\s?(?:\((?:su )?rig(?:ore|\.)?\)|su rigore)")


class Moments:
    """Looks up minutes of play for what is said."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def one_by_one(self, said: Said, mention: Mention) -> list[Said]:
        """Give each of several goals its minute where a list follows: "Poker di X: 8', 15', 60' (rigore), 77'"."""
        if said.count < 2:
            return [said]
        r = self.case.r
        place, limit = r.end[mention.end - 1], r.end[r.sentences[said.sentence].end - 1]
        after = [value for at, value in self.case.clock if place <= at < limit]
        told: list[tuple[int, int, bool]] = []
        for m in r.minutes:
            if not place <= m.start < limit:
                continue
            if not _MINUTE_LINK.fullmatch(r.plain[place : m.start]):
                break
            value = next(v for at, v in self.case.clock if at == m.start)
            hit = _RIG.match(r.plain, m.end)
            place = hit.end() if hit else m.end
            told.append((m.start, value, bool(hit)))
        if len(told) < 2 and len(after) == said.count and not self._another(mention, said.sentence):
            return [replace(said, count=1, minute=value) for value in after]
        if len(told) < 2:
            return [said]
        return [
            replace(said, count=1, minute=value, type="penalty_goal" if penalty else said.type)
            for _, value, penalty in told
        ]

    def _another(self, mention: Mention, sentence: int) -> bool:
        """Somebody else is named after the man in the sentence."""
        return any(
            m.start >= mention.end and m.entity is not mention.entity for m in self.case.in_sentence(sentence, "person")
        )

    def of_each(self, players: list[Mention], sentence: int) -> dict[int, int]:
        """The minute beside each man ("X (2'), Y (26')"), or one after the other ("X e Y, rispettivamente al 4' e al 47'")."""
        own = {m.start: value for m in players if (value := self.beside(m.start, m.end)) is not None}
        if len(players) > 1 and len(own) < len(players):
            r = self.case.r
            a, b = r.end[players[-1].end - 1], r.end[r.sentences[sentence].end - 1]
            after = [value for at, value in self.case.clock if a <= at < b]
            if len(after) == len(players) and "rispettivamente" in r.plain[a:b]:
                return {m.start: value for m, value in zip(players, after, strict=True)}
        return own

    def of_clause(self, clause: Clause | None, start: int, end: int) -> int | None:
        """Return the minute of the clause, else of the sentence where only one is told, else of the line's head."""
        case, r = self.case, self.case.r
        sentence = r.sentences[r.sentence_of[start]]
        if clause is not None:
            value = case.minute_near(clause.start, max(clause.end, end))
            if value is not None:
                return value
        a, b = r.start[sentence.start], r.end[sentence.end - 1]
        here = [(at, value) for at, value in case.clock if a <= at < b]
        if len(here) == 1 and not self._turned(clause, here[0][0]):
            return here[0][1]
        earlier = [value for at, value in here if at < r.start[start]]
        if earlier:
            return earlier[-1]
        return self._line_minute(r.start[start])

    def _turned(self, clause: Clause | None, at: int) -> bool:
        """Between the deed and the one minute stands "ma": it is another deed's ("passa con X, ma nel recupero …")."""
        r = self.case.r
        return clause is not None and " ma " in r.plain[r.end[clause.verb] : at]

    def of(self, said: Said) -> int | None:
        """Return the minute that stands beside the man's name, else the one of the clause."""
        own = self.beside(said.at, said.end)
        return own if own is not None else self.of_clause(self.case.clause_at(said.start), said.start, said.end)

    def beside(self, at: int, end: int) -> int | None:
        """ "Zaniolo per Abraham (80')", "Lasagna al 70'": a minute that follows the names at once."""
        r = self.case.r
        a = r.end[end - 1]
        for start, value in self.case.clock:
            if a <= start <= a + 6 and not any(c in r.plain[a:start] for c in ",;.:!?\n"):
                return value
        return None

    def _line_minute(self, place: int) -> int | None:
        """On a minute-by-minute page the head of the line gives the minute of all it tells."""
        line = next((ln for ln in self.case.r.lines if ln.start <= place < ln.end), None)
        if line is None:
            return None
        relative = {
            m.start for m in self.case.r.minutes if m.relative
        }  # "Due minuti dopo …" heads no line of a live page
        return next(
            (value for at, value in self.case.clock if line.start <= at <= line.start + 12 and at not in relative), None
        )
