"""Matches: which clubs meet, who is at home, the score, competition and date."""

from __future__ import annotations

import itertools
import re

from kg.extractors.case import Case, Fixture
from kg.extractors.roles import Roles
from kg.extractors.time import YEAR, is_past
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_BETWEEN_CLUBS = re.compile(r"^\s*[-–—/]\s*$|^\s+vs\.?\s+$|^\s*-\s*$", re.IGNORECASE)
_BETWEEN_SCORED = re.compile(r"^\s*[-–—,:]?\s*(\d{1,2})\s*[-–—:]\s*(\d{1,2})\s*[-–—,:]?\s*$")
_PAIR_FORMS = frozenset({"name", "nick", "town"})


def shootout(case: Case, end: int) -> bool:
    """Tell whether the score that ends at the character was made by penalty kicks ("8-7 d.c.r.", "5-3, rigori compresi")."""
    score = next((s for s in case.r.scores if s.end == end), None)
    if score is not None and min(score.first, score.second) >= 3 and abs(score.first - score.second) <= 2:
        sentence = case.r.sentences[case.r.sentence_of[case.r.token_at[score.start]]]
        words = case.r.plain[case.r.start[sentence.start] : score.end]
        if any(
            w in words
            for w in ("ai rigori", "calci di rigore", "lotteria", "dal dischetto", "tiri di rigore", "rigore totale")
        ):
            return True
    after = case.r.plain[end : end + 45].split("\n")[0]
    before = case.r.plain[max(0, end - 45) : end].rsplit("\n", 1)[-1]
    if after.lstrip(" (").startswith(("d.c.r", "dcr", "d.t.r")):
        return True
    return any(
        w in text for w in ("rigori", "dal dischetto:") for text in (after.split(".")[0], before.rsplit(". ", 1)[-1])
    )


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
        self._headings()
        self._against()
        for sentence in self.case.story():
            self._won_over(sentence.index)
            self._on_their_ground(sentence.index)
            self._meetings(sentence.index)
        for sentence in self.case.story():
            self._later_score(sentence.index)

    # -- pairs -----------------------------------------------------------------------------------
    def _clubs(self, sentence: int) -> list[Mention]:
        return [
            m
            for m in self.case.in_sentence(sentence, "club")
            if m.entity is not None and m.form not in ("ground", "stand", "region")
        ]

    def _headings(self) -> None:
        """The headings of score sheets, also where each side has its own line."""
        r = self.case.r
        clubs = [m for m in self.case.mentions if m.kind == "club" and m.entity is not None and m.form in _PAIR_FORMS]
        for heading in r.sheet.headings:
            ends = [
                next((m for m in clubs if a <= r.start[m.start] and r.end[m.end - 1] <= b), None)
                for a, b in (heading.home, heading.away)
            ]
            home, away = ends
            if home is None or away is None or home.entity is None or away.entity is None or home.entity is away.entity:
                continue
            fixture = self._add(home.entity, away.entity, home, away, 1.0, 0.0)
            if fixture.score is None:
                self.give_score(fixture, heading.score, 3.0)

    def _pairs(self, sentence: int) -> None:
        """ "Milan-Inter", "Milan-Inter 1-1", "Milan 1-1 Inter", "#MilanInter"."""
        r = self.case.r
        clubs = self._clubs(sentence)
        taken: set[int] = set()
        for a, b in itertools.pairwise(clubs):
            if a.entity is b.entity or a.entity is None or b.entity is None:
                continue
            if a.form == b.form == "hashtag" and a.start == b.start:
                self._add(a.entity, b.entity, a, b, 0.9, 1.0)
                continue
            if a.start in taken or a.form not in _PAIR_FORMS or b.form not in _PAIR_FORMS:
                continue
            gap = r.text[r.end[a.end - 1] : r.start[b.start]]
            scored = _BETWEEN_SCORED.match(gap)
            if not _BETWEEN_CLUBS.match(gap) and not scored:
                continue
            taken.add(b.start)
            fixture = self._add(a.entity, b.entity, a, b, 1.0, 2.0)
            if self._heads_line(a, b):
                fixture.heads.append(sentence)
            if scored:
                self.give_score(fixture, (int(scored[1]), int(scored[2])), 3.0)
            else:
                self._score_after(fixture, b)

    def _heads_line(self, a: Mention, b: Mention) -> bool:
        """The pair opens its line ("SASSUOLO-LAZIO 1-2 – …") or fills it: what follows tells that match."""
        r = self.case.r
        line = next((ln for ln in r.lines if ln.start <= r.start[a.start] < ln.end), None)
        if line is None:
            return False
        before = r.text[line.start : r.start[a.start]].strip(" *•-–|·").lower()
        return (
            not before
            or not any(c.isalpha() for c in before)
            or (before.startswith(("serie", "coppa", "ore", "champions", "europa")) and len(before) < 30)
        )

    def _score_after(self, fixture: Fixture, last: Mention) -> None:
        r = self.case.r
        end = r.end[last.end - 1]
        found = [s for s in r.scores if end <= s.start <= end + 4]
        if found and shootout(self.case, found[0].end):  # "8-7 d.c.r. (1-1)": the score in brackets is the match's
            found = [s for s in r.scores if found[0].end < s.start <= found[0].end + 16]
        if found:
            self.give_score(fixture, (found[0].first, found[0].second), 3.0)

    def _between(self, sentence: int) -> None:
        """ "il derby tra Milan ed Inter", "la sfida fra X e Y"."""
        r = self.case.r
        clubs = self._clubs(sentence)
        for a, b in itertools.pairwise(clubs):
            if a.prep == "tra" and a.entity and b.entity and a.entity is not b.entity and not b.prep:
                gap = [r.low[k] for k in range(a.end, b.start) if r.classes[k] != "det"]
                if gap in (["e"], ["ed"]):
                    self._add(a.entity, b.entity, a, b, 0.8, 1.5)

    def _verbs(self, sentence: int) -> None:
        """ "il Milan batte l'Inter 2-1", "la Roma ospita il Lecce"."""
        for clause in self.case.clauses(sentence):
            lemma = clause.lemma
            kinds = [k for k in ("beats", "loses", "draws", "hosts", "meets", "visits") if lemma in self.words[k]]
            if not kinds:
                continue
            subject = self.roles.subject(clause)
            if subject is None or subject.entity is None or subject.entity.kind != "club":
                continue
            target = self.roles.object(clause)
            if target is None or target.entity is None or target.entity.kind != "club":
                target = self.roles.complement(
                    clause.verb, clause.end, ("contro", "con", "su", "da", "a"), kinds=("club", "group")
                )
            at_theirs = False
            if (
                target is None
                or target.entity is None
                or target.entity.kind != "club"
                or target.entity is subject.entity
            ):
                target = next(
                    (
                        m
                        for m in self._clubs(sentence)
                        if m.start > clause.verb
                        and m.prep == "di"
                        and m.governor >= 0
                        and self.case.r.low[m.governor] in ("casa", "campo")
                    ),
                    None,
                )
                at_theirs = target is not None
                if target is None and kinds != ["hosts"]:
                    target = self._ground_of(sentence, subject)
                    at_theirs = target is not None
            at_theirs = at_theirs or ("visits" in kinds and target is not None)
            if target is None or target.entity is None or target.entity is subject.entity:
                continue
            if clause.passive:
                subject, target = target, subject
            order = 0.9 if "hosts" in kinds or at_theirs else 0.2
            weight = 1.5 if clause.modality in ("real", "future") else 0.5
            first, second = subject.entity, target.entity
            if first is None or second is None:
                continue
            pair = (second, first) if at_theirs else (first, second)
            fixture = self._add(*pair, subject, target, order, weight)
            fixture.announced = clause.modality == "future" and fixture.score is None and len(fixture.sentences) == 1
            self._verb_score(fixture, first, kinds, clause.start, clause.end)

    def _ground_of(self, sentence: int, subject: Mention) -> Mention | None:
        """ "A Carrara il Portogruaro vince 4-2", "al Curi passa il Pisa": the other side's town or ground."""
        for m in self.case.in_sentence(sentence, "club"):
            if m.form not in ("town", "ground") or m.prep not in ("a", "di") or len(m.candidates) != 1:
                continue
            if m.prep == "di" and not (m.governor >= 0 and self.case.r.low[m.governor] in ("campo", "casa")):
                continue
            owner = self.case.club_of(m)
            if owner is not None and owner is not subject.entity:
                return m
        return None

    def _meeting(self, governor: int) -> bool:
        """The word is a meeting or result ("vittoria", "2-0"), perhaps with an adjective behind it ("successo prezioso del Bra")."""
        r = self.case.r
        if governor < 0:
            return False
        if any(s.start <= r.start[governor] < s.end for s in r.scores):
            return True
        return any(
            r.low[k] in self.words["meetings"]
            for k in range(max(0, governor - 2), governor + 1)
            if r.classes[k] == "word"
        )

    def _verb_score(self, fixture: Fixture, winner: Entity, kinds: list[str], start: int, end: int) -> None:
        r = self.case.r
        for score in r.scores:
            if r.start[start] <= score.start < r.end[end - 1]:
                high, low = max(score.first, score.second), min(score.first, score.second)
                goals = (low, high) if "loses" in kinds else (high, low)
                home_first = goals if fixture.home is winner else (goals[1], goals[0])
                self.give_score(fixture, home_first, 2.5)
                return

    def _against(self) -> None:
        """ "contro il Milan" with the one other club of the sentence or of the article."""
        for sentence in self.case.story():
            clubs = self._clubs(sentence.index)
            for m in clubs:
                if m.prep != "contro" or m.entity is None or m.inside is not None:
                    continue
                others = [
                    c
                    for c in clubs
                    if c.entity is not m.entity
                    and c.entity is not None
                    and c.start < m.start
                    and c.form != "town"
                    and not c.prep
                    and c.inside is None
                ]
                if others and others[-1].entity is not None:
                    first = others[-1].entity
                    self._add(first, m.entity, others[-1], m, 0.1, 1.0)

    def _meetings(self, sentence: int) -> None:
        """ "vittoria con il Bari", "la sfida contro il Milan": the other side is the sentence's club or the article's."""
        r = self.case.r
        clubs = self._clubs(sentence)
        for m in clubs:
            if m.prep not in ("contro", "con", "su", "a") or m.governor < 0 or m.inside is not None or m.form == "town":
                continue
            if not self._meeting(m.governor) or (m.prep == "a" and r.low[m.governor] in ("gol", "rete")):
                continue
            others = [
                c
                for c in clubs
                if c.entity is not m.entity
                and c.inside is None
                and c.form != "town"
                and c.prep in ("", "per", "di", "in")
            ]
            near = min(others, key=lambda c: abs(c.start - m.start), default=None)
            if near is not None and near.entity is not None and m.entity is not None:
                self._add(near.entity, m.entity, near, m, 0.1, 1.0)

    def _won_over(self, sentence: int) -> None:
        """ "il 3-0 della Sampdoria sul Napoli", "la vittoria del Bari contro il Lecce"."""
        r = self.case.r
        clubs = self._clubs(sentence)
        for a, b in itertools.pairwise(clubs):
            if b.prep not in ("su", "contro", "con") or b.np_start - a.end > 2:
                continue
            if a.entity is None or b.entity is None or a.entity is b.entity:
                continue
            if a.prep == "" and b.prep == "su" and b.governor == a.end - 1 and a.form == b.form == "name":
                self._add(a.entity, b.entity, a, b, 0.1, 0.8)  # "bene il Carpi sul Cesena"
                continue
            if a.prep != "di" or a.governor < 0:
                continue
            place = r.start[a.governor]
            score = next((s for s in r.scores if s.start <= place < s.end), None)
            if score is None and not self._meeting(a.governor):
                continue
            fixture = self._add(a.entity, b.entity, a, b, 0.1, 1.5)
            if score is not None:
                high, low = max(score.first, score.second), min(score.first, score.second)
                self.give_score(fixture, (high, low) if fixture.home is a.entity else (low, high), 2.5)

    def _on_their_ground(self, sentence: int) -> None:
        """ "vittoria per 3-2 sul campo del Giana", "la Sambenedettese in casa del Fano": the guest is the club told before."""
        r = self.case.r
        clubs = self._clubs(sentence)
        for k, m in enumerate(clubs):
            if (
                m.prep != "di"
                or m.governor < 0
                or r.low[m.governor] not in ("campo", "casa", "tana")
                or m.entity is None
            ):
                continue
            before = [
                c for c in clubs[:k] if c.entity is not m.entity and c.prep in ("", "di", "per") and c.form != "town"
            ]
            if (
                not before
                or before[-1].entity is None
                or any(
                    f.has(m.entity) and f.has(before[-1].entity) and sentence in f.sentences for f in self.case.fixtures
                )
            ):
                continue
            fixture = self._add(m.entity, before[-1].entity, m, before[-1], 0.9, 1.0)
            s = r.sentences[sentence]
            score = [x for x in r.scores if r.start[s.start] <= x.start < r.end[s.end - 1]]
            if len(score) == 1 and fixture.score is None:
                high, low = max(score[0].first, score[0].second), min(score[0].first, score[0].second)
                words = set(r.low[s.start : s.end])
                if words & set(self.words["triumphs"]) or high == low:
                    self.give_score(fixture, (low, high), 2.0)

    def _later_score(self, sentence: int) -> None:
        """ "Finì 1-0 per la Roma": the score of the past match told in the sentence before."""
        r = self.case.r
        s = r.sentences[sentence]
        scores = [x for x in r.scores if r.start[s.start] <= x.start < r.end[s.end - 1]]
        if len(scores) != 1 or any(sentence in f.sentences for f in self.case.fixtures):
            return
        if not any(c.lemma in ("finire", "terminare", "chiudere", "concludere") for c in self.case.clauses(sentence)):
            return
        for fixture in self.case.fixtures:
            if fixture.past and sentence - 1 in fixture.sentences and fixture.score is None:
                self.give_score(fixture, (scores[0].first, scores[0].second), 1.5)

    def _day(self, sentence: int) -> str | None:
        """The date of another match as its sentence tells it: day, month or year."""
        r = self.case.r
        s = r.sentences[sentence]
        a, b = r.start[s.start], r.end[s.end - 1]
        full = next((d for d in r.dates if a <= d.start < b and d.year is not None), None)
        if full is not None:
            return full.iso()
        years = YEAR.findall(r.plain[a:b])
        return years[0] if len(set(years)) == 1 else None

    def _printed_day(self, token: int) -> str | None:
        """ "LAZIO-ROMA 3-2 26/09/2021", "Roma-Fiorentina del 26 novembre 2000": the date straight behind the match."""
        r = self.case.r
        end = r.end[token - 1]
        return next(
            (d.iso() for d in r.dates if end <= d.start <= end + 14 and d.year is not None and d.day is not None), None
        )

    def _add(self, home: Entity, away: Entity, a: Mention, b: Mention, order: float, weight: float) -> Fixture:
        sentence = self.case.r.sentence_of[a.start]
        past = is_past(self.case, sentence, self.case.clause_at(a.start))
        day = self._day(sentence) if past else self._printed_day(max(a.end, b.end))
        for fixture in self.case.fixtures:
            if (
                {fixture.home, fixture.away} == {home, away}
                and fixture.past == past
                and (day is None or fixture.date in (None, day))
            ):
                fixture.date = fixture.date or day
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
        fixture = Fixture(home, away, start, end, order, weight=weight, past=past, date=day, sentences={sentence})
        self.case.fixtures.append(fixture)
        return fixture

    @staticmethod
    def give_score(fixture: Fixture, goals: tuple[int, int], rank: float) -> None:
        """Set the score unless a surer one is known, or one as sure with more goals: scores only grow."""
        known = sum(fixture.score) if fixture.score is not None else -1
        if rank > fixture.score_rank or (rank == fixture.score_rank and sum(goals) >= known):
            fixture.score, fixture.score_rank = goals, rank
