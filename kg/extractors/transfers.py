"""Transfers: who moves, from where, where to, how, for how much, and how sure it is.

Direction is in the verb and the preposition. Each player of a market sentence has his stretch of it; what the
stretch leaves out (an end of the move, the formula) comes from the sentence, the paragraph's club or the words
that say where he is now.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.extractors.case import Belongs, Case, Deal
from kg.extractors.roles import Roles
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_TO = frozenset({"a", "in", "verso"})
_CLASSES = ("buy", "redeem", "sell", "move", "return", "leave", "release", "want", "please", "talk", "refuse")
_OPEN = frozenset({"rumour", "talks", "denied"})
_NAMED = frozenset({"name", "nick", "colour", "demonym"})


@cache
def verb_class() -> dict[str, str]:
    """Return infinitive → class of market verb."""
    return {verb: name for name in reversed(_CLASSES) for verb in load("transfers")["verbs"][name]}


@cache
def _context() -> Phrases[str]:
    return Phrases({w: w for w in load("transfers")["context"]["words"]})


@cache
def _nouns() -> dict[str, str]:
    return {word: name for name, words in load("transfers")["nouns"].items() for word in words}


@dataclass(slots=True)
class Move:
    """What one stretch says of one player's move, before it is completed."""

    player: Entity
    mention: Mention
    frame: str
    origin: Entity | None = None
    to: Entity | None = None
    clause: Clause | None = None


class TransferReader:
    """Reads the deals of one article into ``case.deals``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.data = load("transfers")
        self.market = [case.r.token_at[start] for start, _, _ in _context().find(case.r.plain)]
        self.topic: Entity | None = None

    def run(self) -> None:
        """Go through the market sentences; an article without market words has none."""
        if not self.market:
            return
        marked = {self.case.r.sentence_of[t] for t in self.market}
        dense = len(marked) >= 3
        self.topic = self._article_topic()
        paragraph: Entity | None = None
        line = -1
        for sentence in self.case.story():
            here = self._line(sentence.start)
            if here != line:
                line, paragraph = here, None
            own = self._sentence_topic(sentence.index)
            paragraph = own or paragraph
            if sentence.index in marked or dense:
                self._sentence(sentence.index, paragraph or self.topic)
        self._merge()

    # -- topics ----------------------------------------------------------------------------------
    def _clubs(self, sentence: int) -> list[Mention]:
        return [m for m in self.case.in_sentence(sentence, "club") if m.entity is not None and m.form in _NAMED]

    def _article_topic(self) -> Entity | None:
        """The club whose market the article tells: named first and most."""
        counts = [(len([m for m in c.mentions if m.form in _NAMED]), -c.mentions[0].start, c) for c in self.case.clubs if c.mentions]
        if not counts:
            return None
        counts.sort(key=lambda x: (x[0], x[1]), reverse=True)
        if len(counts) == 1 or counts[0][0] >= 2 * counts[1][0] or (counts[0][0] > counts[1][0] and counts[0][1] >= counts[1][1]):
            return counts[0][2]
        return None

    def _sentence_topic(self, sentence: int) -> Entity | None:
        """ "Il Sassuolo riscatta …", "In casa granata …", "NAPOLI - …": the club that opens the sentence."""
        s = self.case.r.sentences[sentence]
        for m in self._clubs(sentence):
            if m.start - s.start <= 6 and m.prep in ("", "in") and m.form in ("name", "nick", "colour"):
                return m.entity
        return None

    def _line(self, token: int) -> int:
        place = self.case.r.start[token]
        return next((i for i, ln in enumerate(self.case.r.lines) if ln.start <= place < ln.end), -1)

    # -- one sentence ----------------------------------------------------------------------------
    def _sentence(self, sentence: int, topic: Entity | None) -> None:
        r = self.case.r
        s = r.sentences[sentence]
        players = [m for m in self.case.in_sentence(sentence, "person") if m.entity is not None and m.entity.role == "player" and m.inside is None]
        players = [m for k, m in enumerate(players) if not any(o is not m and o.entity is m.entity and o.start < m.start for o in players[:k])]
        previous: Move | None = None
        for k, m in enumerate(players):
            begin = players[k - 1].end if k else s.start
            end = players[k + 1].np_start if k + 1 < len(players) else s.end
            move = self._frame(m, begin, end, topic)
            if move is None and previous is not None and self._listed(players[k - 1], m):
                move = Move(m.entity, m, previous.frame, None, previous.to, previous.clause) if m.entity else None
            if move is None:
                continue
            self._ends(move, begin, end, topic)
            if move.origin is None and move.to is None:
                continue
            self._deal(move, begin, end, sentence)
            previous = move

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
            elif depth == 0 and word not in (",", "e", "ed", ";", "-", "–", "il", "lo", "la", "l'"):
                return False
        return True

    def _frame(self, m: Mention, begin: int, end: int, topic: Entity | None) -> Move | None:
        """Find the verb, noun or headline that moves the man."""
        if m.entity is None:
            return None
        for clause in self._clauses_of(m):
            frame = verb_class().get(clause.lemma)
            if frame is None or not self._plays(m, clause, frame):
                continue
            if clause.lemma in self.data["verbs"]["weak"] and not self._market_near(clause, m, begin, end):
                continue
            return Move(m.entity, m, frame, clause=clause)
        noun = self._noun(m)
        if noun is not None:
            return Move(m.entity, m, noun)
        if self._headline(m, end):
            return Move(m.entity, m, "headline")
        return None

    def _clauses_of(self, m: Mention) -> list[Clause]:
        """The clause the name stands in, then those it is the subject of."""
        clauses = self.case.clauses(self.case.r.sentence_of[m.start])
        inside = [c for c in clauses if c.start <= m.start < c.end]
        subject = [c for c in clauses if c not in inside and (s := self.roles.subject(c)) is not None and s.entity is m.entity]
        ranked = sorted(inside, key=lambda c: (c.form.mood == "inf", abs(c.verb - m.start)))
        return [*ranked, *subject]

    def _plays(self, m: Mention, clause: Clause, frame: str) -> bool:
        subject = self.roles.subject(clause)
        is_subject = subject is not None and subject.entity is m.entity
        if frame in ("move", "return", "leave", "please"):
            return is_subject
        if frame in ("buy", "redeem", "sell", "want", "release"):
            if is_subject:
                return clause.passive or clause.reduced or frame == "release"
            return m.start > clause.verb or m.prep in ("per", "a", "di", "")
        return True

    def _market_near(self, clause: Clause, m: Mention, begin: int, end: int) -> bool:
        a, b = min(clause.start, m.start), max(clause.end, end)
        if any(a <= t < b for t in self.market):
            return True
        clubs = [c for c in self._clubs(clause.sentence) if a <= c.start < b]
        frame = verb_class()[clause.lemma]
        if frame in ("move", "return"):
            return any(c.prep in ("a", "da") for c in clubs)
        if frame in ("want", "please", "talk", "buy"):
            return bool(clubs)
        return False

    def _noun(self, m: Mention) -> str | None:
        """ "l'arrivo di X", "la trattativa per X", "l'ipotesi X"."""
        r = self.case.r
        if m.prep in ("di", "per") and m.governor >= 0:
            return _nouns().get(r.low[m.governor])
        before = r.low[m.np_start - 1] if m.np_start else ""
        return _nouns().get(before)

    def _headline(self, m: Mention, end: int) -> bool:
        """ "Spinazzola alla Roma", "Ufficiale: Mello al Cagliari", "Balotelli-Milan?"."""
        r = self.case.r
        s = r.sentences[r.sentence_of[m.start]]
        clubs = [c for c in self._clubs(s.index) if c.start >= m.end and c.start - m.end <= 3]
        if not clubs:
            return False
        between = [r.low[k] for k in range(m.end, clubs[0].start)]
        verbless = not any(r.classes[k] in ("verb", "aux") for k in range(s.start, min(s.end, clubs[0].end + 1)))
        return verbless and (clubs[0].prep == "a" or between in (["-"], ["–"], ["–"], [",", "il"], ["dal"]))

    # -- ends ------------------------------------------------------------------------------------
    def _ends(self, move: Move, begin: int, end: int, topic: Entity | None) -> None:
        """Who gives and who takes: prepositions, subject and agent by the class of the verb."""
        m, clause = move.mention, move.clause
        sentence = self.case.r.sentence_of[m.start]
        stretch = [c for c in self._clubs(sentence) if (begin <= c.start < end) and not self._owned(c, m)]
        if clause is not None and move.frame in ("buy", "redeem", "want", "talk", "refuse", "sell", "please"):
            stretch = [c for c in self._clubs(sentence) if (min(begin, clause.start) <= c.start < max(end, clause.end)) and not self._owned(c, m)]
        goes = next((c.entity for c in stretch if c.prep in _TO and c.start > m.start), None) or next((c.entity for c in stretch if c.prep in _TO), None)
        comes = next((c.entity for c in stretch if c.prep == "da" and c.start >= begin), None)
        bracket = self._bracket_club(m)
        subject = self._club_of(self.roles.subject(clause)) if clause is not None else None
        agent = self._club_of(self.roles.agent(clause)) if clause is not None and clause.passive else None
        frame = move.frame
        if frame in ("buy", "redeem"):
            if clause is not None and clause.passive:
                by = agent if clause.lemma not in self.data["verbs"]["from_only"] else None
                move.to, move.origin = by or goes or topic, (comes if comes is not by else None)
            else:
                move.to, move.origin = subject or goes or topic, comes
        elif frame == "sell":
            move.origin = agent or subject or topic
            move.to = goes
        elif frame in ("move", "return", "headline", "passage", "arrival"):
            move.to, move.origin = goes or move.to, comes
            if move.to is None and frame == "headline":
                after = [c for c in stretch if c.start >= m.end]
                move.to = after[0].entity if after else None
            if move.to is None and topic is not move.origin and frame != "passage":
                move.to = topic
        elif frame in ("leave", "departure"):
            obj = self._club_of(self.roles.object(clause)) if clause is not None else None
            move.origin = obj or comes or topic
            move.to = goes or next((c.entity for c in stretch if c.prep == "per"), None)
        elif frame == "release":
            move.origin = next((c.entity for c in stretch if c.prep in ("con", "da")), None) or topic
        elif frame in ("want", "talk", "interest", "talks"):
            move.to = subject if subject is not None else next((c.entity for c in stretch if c.prep in ("di", "a")), None) or topic
            move.origin = comes
            if goes is not None and frame in ("talk", "talks") and subject is not None:
                move.origin = goes if goes is not move.to else move.origin
        elif frame == "please":
            move.to, move.origin = goes, comes
        elif frame == "refuse":
            move.to = goes or next((c.entity for c in stretch), None)
        if bracket is not None and bracket is not move.to:
            move.origin = move.origin or bracket
        now = self._where_now(move.player, before=m)
        if move.origin is None and now is not move.to:
            move.origin = now
        if move.origin is None and move.to is not None and frame in ("move", "want", "talk", "interest", "talks", "please", "headline", "refuse") and topic is not move.to and frame != "headline":
            move.origin = topic if topic is not None and now is None and frame in ("move",) and comes is None else None
        if move.origin is move.to:
            move.origin = None

    def _owned(self, club: Mention, player: Mention) -> bool:
        """ "il terzino del Napoli Dossena": the club inside the player's own phrase is where he is."""
        return player.np_start <= club.start < player.end

    def _bracket_club(self, m: Mention) -> Entity | None:
        r = self.case.r
        if m.end >= len(r.low) or r.low[m.end] != "(":
            return None
        for c in self._clubs(r.sentence_of[m.start]):
            if m.end < c.start <= m.end + 4:
                return c.entity
        return None

    def _club_of(self, mention: Mention | None) -> Entity | None:
        """The club a subject stands for: itself, its group, or the club its executive or coach works for."""
        if mention is None or mention.entity is None:
            return None
        if mention.entity.kind == "club":
            return mention.entity
        if mention.entity.role in ("executive", "coach"):
            return next((b.club for b in self.case.belongs if b.person is mention.entity and b.status == "current"), None)
        return None

    def _where_now(self, player: Entity, before: Mention) -> Entity | None:
        found = [b.club for b in self.case.belongs if b.person is player and b.status == "current" and b.capacity == "player" and b.rule != "affiliation.deal"]
        return found[0] if found else None

    # -- the deal --------------------------------------------------------------------------------
    def _deal(self, move: Move, begin: int, end: int, sentence: int) -> None:
        r = self.case.r
        s = r.sentences[sentence]
        clause = move.clause
        a = min(begin if begin > s.start else s.start, clause.start if clause else begin)
        words = padded(r, max(a, s.start), end)
        whole = padded(r, s.start, s.end)
        status = self._status(move, words, whole, sentence)
        kind = self._kind(move, words, whole)
        fee = self._fee(move.mention.start if begin == s.start else begin, end)
        if fee is not None and kind == "unknown":
            kind = "permanent"
        start = min(move.mention.start, clause.group if clause else move.mention.start)
        stop = max(move.mention.end, clause.verb + 1 if clause else move.mention.end)
        self.case.deals.append(Deal(move.player, move.origin, move.to, kind, status, fee, start, stop, f"transfer.{move.frame}"))

    def _status(self, move: Move, words: str, whole: str, sentence: int) -> str:
        table = self.data["status"]
        r = self.case.r
        s = r.sentences[sentence]
        question = r.low[s.end - 1] == "?" or (s.end >= 2 and r.low[s.end - 2] == "?")
        clause = move.clause

        def says(name: str, text: str) -> bool:
            return any(f" {w} " in text for w in table[name])

        if says("denied", words) or move.frame == "refuse" or (clause is not None and clause.negated and move.frame in ("buy", "sell", "move", "want", "please", "return")):
            return "denied"
        if question:
            return "rumour"
        if clause is not None and clause.modality in ("conditional", "wished", "hypothetical", "subjunctive"):
            return "rumour"
        if says("agreed", words):
            return "agreed"
        if move.frame in ("want", "please", "interest"):
            return "talks" if says("talks", words) and not says("rumour", words) else "rumour"
        if move.frame in ("talk", "talks"):
            return "talks"
        if says("talks", words) and not (clause is not None and clause.form.tense in ("pres", "past") and clause.modality == "real" and clause.form.mood == "ind" and move.frame in ("buy", "sell", "redeem")):
            return "talks"
        if clause is not None and clause.modality == "future":
            return "agreed"
        if says("rumour", words) and not says("done", words) and not (clause is not None and clause.modality == "real" and move.frame in ("buy", "sell", "redeem", "move", "return", "leave")):
            return "rumour"
        if clause is not None and clause.form.mood == "inf" and not says("done", words):
            return "rumour"
        if move.frame in ("headline", "passage", "arrival", "departure") and says("rumour", whole) and not says("done", whole):
            return "rumour"
        return "done"

    def _kind(self, move: Move, words: str, whole: str) -> str:
        table = self.data["kinds"]
        for text in (words, whole):
            for name in ("loan_return", "loan_obligation", "loan_option"):
                if any(f" {w} " in text for w in table[name]):
                    return name
            if move.frame == "redeem" or any(f" {w} " in text for w in table["redemption"]):
                return "redemption"
            for name in ("loan", "swap", "free", "permanent"):
                if any(f" {w} " in text for w in table[name]):
                    return name
            if move.frame == "release":
                return "free"
        return "permanent" if move.clause is not None and move.clause.lemma in ("acquistare", "comprare", "vendere") else "unknown"

    def _fee(self, begin: int, end: int) -> float | None:
        """The first amount of the stretch that is no wage, clause, valuation or bonus."""
        r = self.case.r
        for money in r.money:
            token = r.token_at[money.start]
            if not begin <= token < end:
                continue
            stop = r.token_at[money.end - 1] + 1
            before = padded(r, max(begin, token - 5), token)
            after = padded(r, stop, min(end, stop + 4))
            if any(f" {w} " in before for w in self.data["no_fee"]["words"]) or any(after.startswith(f" {w} ") for w in (*self.data["no_fee"]["words"], "di bonus", "di euro netti", "di euro a stagione")):
                continue
            return round(money.millions, 3)
        return None

    # -- merging ---------------------------------------------------------------------------------
    def _merge(self) -> None:
        """One row a man and destination, with the most advanced stage told and the fullest ends."""
        rank = {"rumour": 0, "talks": 1, "agreed": 2, "done": 3, "denied": 4}
        kept: list[Deal] = []
        for deal in self.case.deals:
            same = next((d for d in kept if d.player is deal.player and (d.to is deal.to or d.to is None or deal.to is None) and _ends_agree(d, deal)), None)
            if same is None:
                kept.append(deal)
                continue
            same.to = same.to or deal.to
            same.origin = same.origin or deal.origin
            same.fee = same.fee if same.fee is not None else deal.fee
            if same.kind == "unknown" or (same.kind == "permanent" and deal.kind not in ("unknown", "permanent")):
                same.kind = deal.kind
            if rank[deal.status] > rank[same.status]:
                same.status = deal.status
        self.case.deals[:] = [d for d in kept if d.to is not None or d.kind == "free" or d.status == "done"]
        for deal in self.case.deals:
            self._affiliate(deal)

    def _affiliate(self, deal: Deal) -> None:
        """A done move makes the new club current and the old one former; a done loan only the first."""

        def say(club: Entity | None, status: str) -> None:
            if club is not None:
                self.case.belongs.append(Belongs(deal.player, club, status, "player", deal.start, deal.end, "affiliation.deal", 0.9))

        loan = deal.kind in ("loan", "loan_option", "loan_obligation")
        if deal.status == "done":
            say(deal.to, "current")
            if not loan:
                say(deal.origin, "former")
        else:
            say(deal.origin, "current")


def _ends_agree(a: Deal, b: Deal) -> bool:
    return a.origin is None or b.origin is None or a.origin is b.origin
