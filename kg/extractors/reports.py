"""The match or matches an article reports: chosen among those it names, with order, score, competition and date."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache

from kg.extractors.case import Case, Fixture
from kg.extractors.items import read_items
from kg.extractors.matches import MatchReader, shootout
from kg.extractors.rounds import RoundReader
from kg.extractors.scenes import THEME
from kg.extractors.time import is_past
from kg.extractors.triggers import padded
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity

_DEED_WORDS = frozenset(
    "gol goal rete reti rigore ammonito espulso assist raddoppio pareggio vantaggio ripresa minuto traversa palo marcatori parata segna sblocca vittoria sconfitta pareggia vince batte partita gara match".split()
)
_DEED_VERBS = frozenset(
    "segno passa applaude espulso colpisce colpito beffa riprendere pareggiare vincere marcature replica guizzo firma decide chiude apre".split()
)
_WEEKDAYS = {"lunedì": 0, "martedì": 1, "mercoledì": 2, "giovedì": 3, "venerdì": 4, "sabato": 5, "domenica": 6}


@cache
def _competitions() -> Phrases[str]:
    return Phrases(load("matches")["competitions"])


class ReportReader:
    """Decides which matches the article reports and completes them."""

    def __init__(self, case: Case, matches: MatchReader) -> None:
        self.case = case
        self.matches = matches
        self.words = load("matches")["words"]

    def run(self) -> None:
        """Mark the reported matches, then order, score, competition and date of each."""
        if not (read_items(self.case) or self._round_up() or self._by_paragraph() or self._clear()):
            rounds = RoundReader(self.case, _DEED_WORDS | _DEED_VERBS)
            if not rounds.run():
                self._by_clubs()
        for fixture in self.case.fixtures:
            if fixture.main:
                if not fixture.heads or fixture.ordered < 0.8:
                    self._order(fixture)
                self._score(fixture)
        self._competition()
        self._dates()

    # -- which -----------------------------------------------------------------------------------
    def _round_up(self) -> bool:
        """Two or more matches that open their lines: each is told in the lines under it."""
        heads = sorted((h, n) for n, f in enumerate(self.case.fixtures) for h in f.heads)
        told = {n for _, n in heads}
        if len(told) < 2 or sum(self.case.fixtures[n].score is not None for n in told) < 2:
            return False
        for (begin, number), (stop, _) in zip(heads, [*heads[1:], (len(self.case.r.sentences), -1)], strict=True):
            self.case.fixtures[number].main = True
            for sentence in range(begin, stop):
                self.case.scopes[sentence] = number
        return True

    def _by_paragraph(self) -> bool:
        """A round-up in prose: three or more paragraphs, each about the match of two clubs of its own."""
        found: list[tuple[list[int], Entity, Entity]] = []
        for sentences in self._paragraphs():
            pair = self._pair_of(sentences)
            if pair is not None:
                found.append((sentences, *pair))
        if len({frozenset((a.key, b.key)) for _, a, b in found}) < 3:
            return False
        for sentences, a, b in found:
            fixtures = self.case.fixtures
            known = next((f for f in fixtures if f.has(a) and f.has(b) and not f.past), None)
            if known is None:
                start = self.case.r.sentences[sentences[0]].start
                known = Fixture(a, b, start, start + 1)
                fixtures.append(known)
            known.main = True
            known.sentences.update(sentences)
            for sentence in sentences:
                self.case.scopes[sentence] = fixtures.index(known)
        self._told_beside()
        return True

    def _told_beside(self) -> None:
        """A match with its score in a paragraph about something else ("nel 2-1 della Sampdoria sul Torino") is of the round too."""
        for number, fixture in enumerate(self.case.fixtures):
            free = [s for s in fixture.sentences if s not in self.case.scopes]
            if not fixture.main and not fixture.past and fixture.score is not None and free:
                fixture.main = True
                for sentence in free:
                    self.case.scopes[sentence] = number

    def _paragraphs(self) -> list[list[int]]:
        r = self.case.r
        lines: dict[int, list[int]] = {}
        for s in self.case.story():
            lines.setdefault(
                next((i for i, ln in enumerate(r.lines) if ln.start <= r.start[s.start] < ln.end), -1), []
            ).append(s.index)
        return list(lines.values())

    def _pair_of(self, sentences: list[int]) -> tuple[Entity, Entity] | None:
        """The two clubs of a paragraph that tells deeds; a third one named as often leaves it open."""
        r = self.case.r
        words = [w for i in sentences for w in r.low[r.sentences[i].start : r.sentences[i].end]]
        if sum(w in _DEED_WORDS or w in _DEED_VERBS for w in words) < 2:
            return None
        counts: Counter[Entity] = Counter()
        for i in sentences:
            for m in self.case.in_sentence(i):
                if m.kind == "club" and m.entity is not None and m.form not in ("stand", "region"):
                    counts[m.entity] += 1 if m.form in ("town", "ground") else 2
        ranked = counts.most_common(3)
        if len(ranked) < 2 or (len(ranked) == 3 and ranked[2][1] >= ranked[1][1]):
            return None
        a, b = ranked[0][0], ranked[1][0]
        first = {e: min(m.start for i in sentences for m in self.case.in_sentence(i) if m.entity is e) for e in (a, b)}
        return (a, b) if first[a] <= first[b] else (b, a)

    def _clear(self) -> bool:
        """The match most told and told first is the article's, where one stands out."""
        present = [f for f in self.case.fixtures if not f.past]
        opening = self._opening()

        def rank(f: Fixture) -> float:
            early = 2.0 if any(s <= opening for s in f.sentences) else 0.0
            mentions = min(3.0, 0.1 * sum(len(c.mentions) for c in (f.home, f.away) if c))
            return f.weight + early + mentions + (1.0 if f.score_rank >= 2 else 0.0)

        ranked = sorted(present, key=lambda f: (-rank(f), f.start))
        if ranked:
            early = any(s <= opening for s in ranked[0].sentences)
            clear = len(ranked) == 1 or rank(ranked[0]) >= 1.25 * rank(ranked[1])
            if rank(ranked[0]) >= (2.5 if early else 5.0) and clear:
                ranked[0].main = True
                return True
        return False

    def _by_clubs(self) -> None:
        """No match stands out: the two clubs that the article is about."""
        pair = self._two_clubs()
        if pair is None:
            return
        present = [f for f in self.case.fixtures if not f.past]
        known = next((f for f in present if f.has(pair[0]) and f.has(pair[1])), None)
        if known is None:
            start = pair[0].mentions[0].start
            known = Fixture(*pair, start, start + 1, weight=1.0, sentences=set())
            self.case.fixtures.append(known)
        known.main = True

    def _opening(self) -> int:
        """The index of the fourth sentence of the story: a report names its match by then."""
        story = [s.index for s in self.case.story() if s.end - s.start > 3]
        return story[min(3, len(story) - 1)] if story else 0

    def _two_clubs(self) -> tuple[Entity, Entity] | None:
        """A report that never writes "A-B": two clubs carry the article, and it speaks of a match."""
        r = self.case.r
        deeds = sum(1 for w in r.low if w in _DEED_WORDS)
        if deeds + len(r.minutes) + 2 * len(r.scores) < 6:
            return None
        if not r.minutes and not r.scores and any(words in r.plain for words in THEME):
            return None  # a page of many stories
        counts: Counter[Entity] = Counter()
        grounds: Counter[Entity] = Counter()  # the ground of a club that is named besides
        for m in self.case.mentions:
            if m.entity is None or m.entity.kind != "club" or m.form in ("stand", "town", "region"):
                continue
            if m.form == "ground":
                grounds[m.entity] += 1
            elif not is_past(self.case, r.sentence_of[m.start], None):
                counts[m.entity] += 1
        ranked = counts.most_common(3)
        if len(ranked) < 2 or ranked[1][1] + grounds[ranked[1][0]] < 2:
            return None
        if ranked[0][1] + ranked[1][1] < 0.6 * sum(counts.values()) or (
            len(ranked) == 3 and ranked[2][1] >= ranked[1][1]
        ):
            return None
        a, b = sorted((ranked[0][0], ranked[1][0]), key=lambda e: e.mentions[0].start)
        return a, b

    # -- home and away ---------------------------------------------------------------------------
    def _order(self, fixture: Fixture) -> None:
        home, away = fixture.home, fixture.away
        if fixture.ordered >= 0.8 or home is None or away is None:
            return
        votes = {home: 0.0, away: 0.0}
        for m in self.case.mentions:
            if (
                m.form == "ground"
                and m.prep not in ("da", "per", "verso")
                and self._in_scope(fixture, self.case.r.sentence_of[m.start])
            ):
                owners = [c for c in votes if c.key in m.candidates]
                if len(owners) == 1:
                    votes[owners[0]] += 1.0
        for s in self.case.story():
            if not self._in_scope(fixture, s.index):
                continue
            text = padded(self.case.r, s.start, s.end)
            for club, rival in ((home, away), (away, home)):
                name = club.name.lower()
                votes[club] += sum(
                    1.0
                    for w in self.words["at_home_of"]
                    if f" {w} {name} " in text or (w.endswith("'") and f" {w}{name} " in text.replace("' ", "'"))
                )
                votes[rival] += sum(1.0 for w in self.words["visits"] if self._subject_visits(s.index, club, w))
            for m in self.case.in_sentence(s.index, "club"):
                if (
                    m.prep == "di"
                    and m.governor >= 0
                    and self.case.r.low[m.governor] in ("esterno", "blitz", "corsara", "corsaro")
                    and m.entity in votes
                    and m.entity is not None
                ):
                    votes[fixture.rival(m.entity) or m.entity] += 1.0
            if " in trasferta " in text or " fuori casa " in text:
                first = next((m.entity for m in self.case.in_sentence(s.index, "club") if m.entity in votes), None)
                if first is not None:
                    votes[fixture.rival(first) or first] += 0.5
        self._town_votes(fixture, votes)
        if votes[away] > votes[home]:
            fixture.home, fixture.away = away, home
            if fixture.score:
                fixture.score = (fixture.score[1], fixture.score[0])

    def _town_votes(self, fixture: Fixture, votes: dict[Entity, float]) -> None:
        """A dateline or "a Bologna" in the opening tells where they play."""
        opening = self._opening()
        for m in self.case.mentions:
            sentence = self.case.r.sentence_of[m.start]
            near = sentence <= opening if not self.case.scopes else self._in_scope(fixture, sentence)
            if m.form == "town" and near and m.entity in votes:
                votes[m.entity] += 0.5

    def _subject_visits(self, sentence: int, club: Entity, verb: str) -> bool:
        for clause in self.case.clauses(sentence):
            if clause.lemma == verb:
                subject = self.matches.roles.subject(clause)
                return subject is not None and subject.entity is club
        return False

    # -- score -----------------------------------------------------------------------------------
    def _score(self, fixture: Fixture) -> None:
        """The latest score told in the match's scope, where no line with both clubs gives one."""
        if fixture.score is not None:
            return
        r = self.case.r
        best: tuple[float, int, tuple[int, int]] | None = None
        for score in r.scores:
            token = r.token_at[score.start]
            s = r.sentences[r.sentence_of[token]]
            if (
                s.noise
                or is_past(self.case, s.index, None)
                or shootout(self.case, score.end)
                or not self._in_scope(fixture, s.index)
            ):
                continue
            words = padded(r, max(s.start, token - 6), min(s.end, token + 6))
            rank = 1.0
            if any(f" {w} " in words for w in self.words["partial"]):
                rank = 0.3
            elif any(f" {w} " in words for w in self.words["final"]):
                rank = 2.0
            goals = self._turned(fixture, s.index, token, (score.first, score.second))
            if best is None or (rank, sum(goals)) >= (best[0], sum(best[2])):
                best = (rank, score.start, goals)
        if best is not None:
            fixture.score, fixture.score_rank = best[2], best[0]

    def _in_scope(self, fixture: Fixture, sentence: int) -> bool:
        scope = self.case.scopes.get(sentence)
        return not self.case.scopes if scope is None else self.case.fixtures[scope] is fixture

    def _turned(self, fixture: Fixture, sentence: int, token: int, goals: tuple[int, int]) -> tuple[int, int]:
        """ "vince 2-1", "2-1 per il Siena": the winner's goals first; turned where the winner plays away."""
        high, low = max(goals), min(goals)
        winner: Entity | None = None
        for clause in self.case.clauses(sentence):
            if clause.start <= token < clause.end and (
                clause.lemma in self.words["beats"] or clause.lemma in self.words["loses"]
            ):
                subject = self.matches.roles.subject(clause)
                if subject is not None and fixture.has(subject.entity):
                    winner = subject.entity if clause.lemma in self.words["beats"] else fixture.rival(subject.entity)
        if winner is None:
            after = next(
                (
                    m
                    for m in self.case.in_sentence(sentence)
                    if m.start > token and m.np_start - token <= 3 and m.prep == "per" and fixture.has(m.entity)
                ),
                None,
            )
            winner = after.entity if after else None
        if winner is None:
            winner = next(
                (
                    m.entity
                    for m in self.case.in_sentence(sentence, "club")
                    if m.prep == "di"
                    and m.governor >= 0
                    and self.case.r.low[m.governor] in self.words["triumphs"]
                    and fixture.has(m.entity)
                ),
                None,
            )
        if winner is None:
            return goals
        return (high, low) if winner is fixture.home else (low, high)

    # -- competition and date --------------------------------------------------------------------
    def _competition(self) -> None:
        r = self.case.r
        for start, _, name in _competitions().find(r.plain):
            token = r.token_at[start]
            if r.sentences[r.sentence_of[token]].noise or start > max(600, len(r.text) // 3):
                continue
            for fixture in self.case.fixtures:
                if fixture.main and fixture.competition is None:
                    fixture.competition = name
            return

    def _dates(self) -> None:
        day = self._match_day()
        for fixture in self.case.fixtures:
            if fixture.main and fixture.date is None:
                fixture.date = day or self.case.date

    def _match_day(self) -> str | None:
        """ "ieri", "sabato sera": the match's day reckoned from the article's."""
        if self.case.date is None or len(self.case.date) < 10:
            return None
        today = date.fromisoformat(self.case.date)
        for s in self.case.story()[:5]:
            words = padded(self.case.r, s.start, s.end)
            for preposition in ("di", "da", "del", "dal", "dalla", "della", "fino a", "entro"):
                if preposition != "di" or " anticip" in words:
                    words = words.replace(f" {preposition} ieri ", " ")
                for name in _WEEKDAYS:
                    words = words.replace(f" {preposition} {name} ", " ")
            if " ieri " in words or " ieri sera " in words:
                return (today - timedelta(days=1)).isoformat()
            if any(w in words for w in (" oggi ", " stasera ", " questa sera ", " questo pomeriggio ", " stanotte ")):
                return None
            for name, number in _WEEKDAYS.items():
                if f" {name} " in words and not any(f" {w} {name} " in words for w in ("ogni", "prossima", "prossimo")):
                    back = (today.weekday() - number) % 7
                    return (today - timedelta(days=back)).isoformat()
        return None
