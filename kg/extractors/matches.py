"""Matches: which clubs meet, who is at home, the score, competition and date."""

from __future__ import annotations

import re
from functools import cache

from kg.extractors.case import Case, Fixture
from kg.extractors.roles import Roles
from kg.extractors.time import is_past
from kg.extractors.triggers import padded
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_BETWEEN_CLUBS = re.compile(r"^\s*[-–—/]\s*$|^\s+vs\.?\s+$|^\s*-\s*$", re.IGNORECASE)
_BETWEEN_SCORED = re.compile(r"^\s*[-–—,:]?\s*(\d{1,2})\s*[-–—:]\s*(\d{1,2})\s*[-–—,:]?\s*$")
_STRONG_FORMS = frozenset({"name", "nick"})


@cache
def _competitions() -> Phrases[str]:
    return Phrases(load("matches")["competitions"])


class MatchReader:
    """Finds the matches of one article and fills ``case.fixtures``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.words = load("matches")["words"]

    def collect(self) -> None:
        """Collect what pairs of clubs the text matches."""
        for sentence in self.case.r.sentences:
            if sentence.noise:
                continue
            self._pairs(sentence.index)
            if sentence.zone != "tweet":
                self._between(sentence.index)
                self._verbs(sentence.index)
        self._against()

    def settle(self) -> None:
        """Choose the match the article reports and complete it."""
        self._choose_main()
        self._home_and_away()
        self._scores()
        self._competition_and_date()

    # -- pairs -----------------------------------------------------------------------------------
    def _clubs(self, sentence: int) -> list[Mention]:
        return [m for m in self.case.in_sentence(sentence, "club") if m.entity is not None and m.form not in ("ground", "stand", "region")]

    def _pairs(self, sentence: int) -> None:
        """ "Milan-Inter", "Milan-Inter 1-1", "Milan 1-1 Inter", "#MilanInter"."""
        r = self.case.r
        clubs = self._clubs(sentence)
        for a, b in zip(clubs, clubs[1:], strict=False):
            if a.entity is b.entity or a.entity is None or b.entity is None:
                continue
            if a.form == b.form == "hashtag" and a.start == b.start:
                self._add(a.entity, b.entity, a, b, 0.9, 1.0)
                continue
            gap = r.text[r.end[a.end - 1] : r.start[b.start]]
            scored = _BETWEEN_SCORED.match(gap)
            if a.form in _STRONG_FORMS | {"town"} and b.form in _STRONG_FORMS | {"town"} and (_BETWEEN_CLUBS.match(gap) or scored):
                fixture = self._add(a.entity, b.entity, a, b, 1.0, 2.0)
                if scored:
                    self._score(fixture, (int(scored[1]), int(scored[2])), 3.0)
                else:
                    self._score_after(fixture, b)

    def _score_after(self, fixture: Fixture, last: Mention) -> None:
        r = self.case.r
        end = r.end[last.end - 1]
        for score in r.scores:
            if end <= score.start <= end + 4:
                self._score(fixture, (score.first, score.second), 3.0)

    def _between(self, sentence: int) -> None:
        """ "il derby tra Milan ed Inter", "la sfida fra X e Y"."""
        r = self.case.r
        clubs = self._clubs(sentence)
        for a, b in zip(clubs, clubs[1:], strict=False):
            if a.prep == "tra" and a.entity and b.entity and a.entity is not b.entity and not b.prep:
                gap = [r.low[k] for k in range(a.end, b.start) if r.classes[k] != "det"]
                if gap in (["e"], ["ed"]):
                    self._add(a.entity, b.entity, a, b, 0.8, 1.5)

    def _verbs(self, sentence: int) -> None:
        """ "il Milan batte l'Inter 2-1", "la Roma ospita il Lecce"."""
        for clause in self.case.clauses(sentence):
            lemma = clause.lemma
            kinds = [k for k in ("beats", "loses", "draws", "hosts", "meets") if lemma in self.words[k]]
            if not kinds:
                continue
            subject = self.roles.subject(clause)
            if subject is None or subject.entity is None or subject.entity.kind != "club":
                continue
            target = self.roles.object(clause)
            if target is None or target.entity is None or target.entity.kind != "club":
                target = self.roles.complement(clause.verb, clause.end, ("contro", "con", "su", "da", "a"), kinds=("club", "group"))
            if target is None or target.entity is None or target.entity.kind != "club" or target.entity is subject.entity:
                continue
            if clause.passive:
                subject, target = target, subject
            order = 0.9 if "hosts" in kinds else 0.2
            weight = 1.5 if clause.modality in ("real", "future") else 0.5
            first, second = subject.entity, target.entity
            if first is None or second is None:
                continue
            fixture = self._add(first, second, subject, target, order, weight)
            self._verb_score(fixture, first, kinds, clause.start, clause.end)

    def _verb_score(self, fixture: Fixture, winner: Entity, kinds: list[str], start: int, end: int) -> None:
        r = self.case.r
        for score in r.scores:
            if r.start[start] <= score.start < r.end[end - 1]:
                high, low = max(score.first, score.second), min(score.first, score.second)
                goals = (low, high) if "loses" in kinds else (high, low)
                home_first = goals if fixture.home is winner else (goals[1], goals[0])
                self._score(fixture, home_first, 2.5)
                return

    def _against(self) -> None:
        """ "contro il Milan" with the one other club of the sentence or of the article."""
        for sentence in self.case.story():
            clubs = self._clubs(sentence.index)
            for m in clubs:
                if m.prep != "contro" or m.entity is None or m.inside is not None:
                    continue
                others = [c for c in clubs if c.entity is not m.entity and c.entity is not None and c.start < m.start and c.form != "town" and not c.prep and c.inside is None]
                if others and others[-1].entity is not None:
                    first = others[-1].entity
                    self._add(first, m.entity, others[-1], m, 0.1, 1.0)

    def _add(self, home: Entity, away: Entity, a: Mention, b: Mention, order: float, weight: float) -> Fixture:
        sentence = self.case.r.sentence_of[a.start]
        past = is_past(self.case, sentence, self.case.clause_at(a.start))
        for fixture in self.case.fixtures:
            if {fixture.home, fixture.away} == {home, away} and fixture.past == past:
                fixture.weight += weight
                fixture.sentences.add(sentence)
                if order > fixture.ordered:
                    fixture.ordered = order
                    if fixture.home is not home:
                        fixture.home, fixture.away = home, away
                        if fixture.score:
                            fixture.score = (fixture.score[1], fixture.score[0])
                return fixture
        start, end = min(a.start, b.start), max(a.end, b.end)
        fixture = Fixture(home, away, start, end, order, weight=weight, past=past, sentences={sentence})
        self.case.fixtures.append(fixture)
        return fixture

    @staticmethod
    def _score(fixture: Fixture, goals: tuple[int, int], rank: float) -> None:
        if rank >= fixture.score_rank:
            fixture.score, fixture.score_rank = goals, rank

    # -- main match ------------------------------------------------------------------------------
    def _choose_main(self) -> None:
        """The match most told and told first is the article's, where one stands out."""
        present = [f for f in self.case.fixtures if not f.past]
        if not present:
            return
        first = min(f.start for f in present)

        opening = self._opening()

        def rank(f: Fixture) -> float:
            told_early = 2.0 if any(s <= opening for s in f.sentences) else 0.0
            mentions = min(3.0, 0.1 * sum(len(c.mentions) for c in (f.home, f.away) if c))
            return f.weight + told_early + mentions + (1.0 if f.score_rank >= 2 else 0.0) + (0.5 if f.start == first else 0.0)

        ranked = sorted(present, key=rank, reverse=True)
        early = any(s <= opening for s in ranked[0].sentences)
        if rank(ranked[0]) >= (2.5 if early else 5.0) and (len(ranked) == 1 or rank(ranked[0]) >= 1.25 * rank(ranked[1])):
            ranked[0].main = True

    def _opening(self) -> int:
        """The index of the third sentence of the story: a report names its match by then."""
        story = [s.index for s in self.case.story() if s.end - s.start > 3]
        return story[min(3, len(story) - 1)] if story else 0

    def _home_and_away(self) -> None:
        main = self.case.main
        if main is None or main.ordered >= 0.8 or main.home is None or main.away is None:
            return
        r = self.case.r
        grounds = [m for m in self.case.mentions if m.form == "ground" and m.candidates]
        votes = {main.home.key: 0.0, main.away.key: 0.0}
        for m in grounds:
            owners = [key for key in votes if key in m.candidates]
            if len(owners) == 1:
                votes[owners[0]] += 1.0
        for s in self.case.story():
            text = padded(r, s.start, s.end)
            for club in (main.home, main.away):
                if any(f" {w} {club.name.lower()} " in text for w in ("in casa del", "in casa della", "in casa dell'", "sul campo del", "sul campo della", "ospite del", "ospite della")):
                    votes[club.key] += 1.0
        if votes[main.away.key] > votes[main.home.key]:
            main.home, main.away = main.away, main.home
            if main.score:
                main.score = (main.score[1], main.score[0])

    def _scores(self) -> None:
        """The latest score told of the main match where no line with both clubs gives one."""
        main = self.case.main
        if main is None or main.score is not None:
            return
        r = self.case.r
        best: tuple[float, int, tuple[int, int]] | None = None
        for score in r.scores:
            token = r.token_at[score.start]
            s = r.sentences[r.sentence_of[token]]
            if s.noise or is_past(self.case, s.index, None):
                continue
            words = padded(r, max(s.start, token - 6), min(s.end, token + 6))
            rank = 1.0
            if any(f" {w} " in words for w in self.words["partial"]):
                rank = 0.3
            elif any(f" {w} " in words for w in self.words["final"]):
                rank = 2.0
            goals = (score.first, score.second)
            if best is None or (rank, sum(goals)) >= (best[0], sum(best[2])):
                best = (rank, score.start, goals)
        if best is not None:
            main.score, main.score_rank = best[2], best[0]

    def _competition_and_date(self) -> None:
        main = self.case.main
        if main is None:
            return
        r = self.case.r
        found = [(start, name) for start, _, name in _competitions().find(r.plain) if not r.sentences[r.sentence_of[r.token_at[start]]].noise]
        if found and found[0][0] < max(600, len(r.text) // 3):
            main.competition = found[0][1]
        main.date = self.case.date
