"""Incidents told in prose: each trigger of the lexicon, with the people its slots name."""

from __future__ import annotations

from kg.extractors.case import Case, Said
from kg.extractors.changes import ChangeReader
from kg.extractors.roles import Roles
from kg.extractors.time import is_past
from kg.extractors.triggers import Rule, padded, phrase_triggers, verb_rules
from kg.language.clauses import Clause
from kg.mentions.model import Entity, Mention

#: Verbs under which an infinitive with *a* is told as happened ("ci pensa Lautaro a sbloccarla").
_REALISING = frozenset("pensare riuscire tornare andare provvedere bastare arrivare continuare volare salire correre presentare mettere finire".split())
_GOAL_LIKE = frozenset({"goal", "penalty_goal"})
_LISTED = _GOAL_LIKE | {"yellow_card", "red_card", "celebration", "muted_celebration"}


class IncidentReader:
    """Reads the incidents of one article's prose into ``case.said``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles

    def run(self) -> None:
        """Fill ``case.said`` from verbs and phrases, then settle what one place tells twice."""
        story = {s.index for s in self.case.story()}
        for index in sorted(story):
            for clause in self.case.clauses(index):
                rules = verb_rules().get(clause.lemma)
                if rules:
                    self._verb(clause, rules)
        for start, end, rules in phrase_triggers(self.case.r):
            if self.case.r.sentence_of[start] in story:
                for rule in rules:
                    self._phrase(rule, start, end)
        for said in ChangeReader(self.case, self.roles).run():
            said.minute = self.minute_of(said)
            self.case.said.append(said)
        self._settle()

    # -- verbs -----------------------------------------------------------------------------------
    def _verb(self, clause: Clause, rules: tuple[Rule, ...]) -> None:
        r = self.case.r
        stretch = padded(r, clause.start, clause.end)
        after = padded(r, clause.verb, clause.end)
        for rule in rules:
            if not rule.allows(stretch, after):
                continue
            if rule.option("negated") != clause.negated:
                if clause.negated:
                    self.case.drop("negated", "incidents", clause.start, clause.end, rule.type)
                continue
            if not self._real(clause):
                self.case.drop("hypothetical", "incidents", clause.start, clause.end, rule.type)
                continue
            self._fire(rule, clause, clause.verb, clause.verb + 1)

    def _real(self, clause: Clause) -> bool:
        if clause.modality in ("hypothetical", "conditional", "wished", "subjunctive"):
            return False
        if clause.form.mood == "inf":
            r = self.case.r
            before = r.low[clause.group - 1] if clause.group else ""
            governors = [c for c in self.case.clauses(clause.sentence) if c.verb < clause.verb]
            if before not in ("a", "ad"):
                return before in ("dopo", "e", "ed") and bool(governors) and governors[-1].modality == "real"
            if not governors:
                return r.low[clause.start] in ("a", "ad")
            governor = governors[-1]
            return governor.modality == "real" and not governor.negated and (governor.lemma in _REALISING or "stat" in padded(r, clause.start - 4 if clause.start > 4 else 0, clause.verb))
        return True

    # -- phrases ---------------------------------------------------------------------------------
    def _phrase(self, rule: Rule, start: int, end: int) -> None:
        r = self.case.r
        sentence = r.sentences[r.sentence_of[start]]
        clause = self.case.clause_at(start)
        a, b = (clause.start, clause.end) if clause else (sentence.start, sentence.end)
        near = padded(r, max(sentence.start, min(a, start - 4)), min(sentence.end, max(b, end + 4)))
        wide = padded(r, sentence.start, sentence.end) if rule.option("wide") else near
        local = padded(r, max(sentence.start, start - 5), min(sentence.end, end + 5))
        if any(word in local for word in rule.never):
            return
        if rule.need and not any(word in wide for word in rule.need):
            return
        if clause is not None and rule.type != "muted_celebration" and self._governed(clause, start):
            if clause.negated and clause.verb < start:
                self.case.drop("negated", "incidents", start, end, rule.type)
                return
            if clause.modality in ("hypothetical", "conditional", "wished", "subjunctive"):
                self.case.drop("hypothetical", "incidents", start, end, rule.type)
                return
        self._fire(rule, clause, start, end)

    def _governed(self, clause: Clause, start: int) -> bool:
        return clause.start <= start < clause.end

    # -- firing ----------------------------------------------------------------------------------
    def _fire(self, rule: Rule, clause: Clause | None, start: int, end: int) -> None:
        players = self._players(rule, clause, start, end)
        if not players:
            self.case.drop("no_subject", "incidents", start, end, rule.type)
            return
        r = self.case.r
        sentence = r.sentence_of[start]
        for mention in players:
            player = mention.entity
            if player is None or (player.role in ("referee", "coach", "executive", "other", "agent") and rule.type not in ("red_card", "yellow_card", "celebration", "muted_celebration")):
                continue
            other = self._slot(rule.other, rule, clause, start, end, exclude=player)
            against = self._slot(rule.against, rule, clause, start, end, exclude=player)
            if rule.option("keeper") and not self._beats_keeper(against, clause):
                continue
            a = min(mention.start, start)
            b = max(mention.end, end, other.end if other else 0)
            said = Said(
                type=rule.type,
                start=a,
                end=b,
                sentence=sentence,
                rule=rule.name,
                player=player,
                other=other.entity if other else None,
                against=against.entity if against and against.kind == "person" else None,
                minute=self.minute(clause, start, end),
                past=is_past(self.case, sentence, clause),
                count=int(rule.options.get("count", 1)),
                ex=self._says_ex(sentence, start, end),
                at=mention.start,
            )
            self._sides(said, rule, clause)
            self.case.said.append(said)

    def _players(self, rule: Rule, clause: Clause | None, start: int, end: int) -> list[Mention]:
        first = self._slot(rule.player, rule, clause, start, end)
        if first is None or first.kind != "person" or first.entity is None:
            return []
        return [first, *self._coordinated(first)] if rule.type in _LISTED else [first]

    def _coordinated(self, first: Mention) -> list[Mention]:
        """ "le reti di Lautaro, Thuram e Barella", "Pandev contro la Lazio, Benatia contro la Roma e Behrami".

        Those joined to the first by comma or e, each perhaps with a complement of his own, none with a verb.
        """
        r = self.case.r
        found = []
        last = first
        for m in self.roles.nominals(r.sentence_of[first.start]):
            if m.kind != "person" or m.np_start < last.end or m.entity is first.entity:
                continue
            between = list(range(last.end, m.np_start))
            if any(r.classes[k] in ("verb", "aux", "rel", "sub") or r.low[k] in (".", ";", ":", "(") for k in between):
                break
            words = [r.low[k] for k in between if r.low[k] not in ("di", "del", "anche", "poi", "da", "con", "ad", "a", "per")]
            if not words or words[-1] not in (",", "e", "ed") or (len(words) > 1 and not self._complement_between(last, m)) or m.prep not in ("", first.prep):
                break
            clause = self.case.clause_at(m.start)
            if clause is not None and clause.verb > m.start and clause.start <= m.start and clause.opener >= last.end:
                break
            found.append(m)
            last = m
        return found

    def _complement_between(self, last: Mention, m: Mention) -> bool:
        """Only clubs with a preposition ("contro la Lazio", "con l'Udinese") or commas stand between the names."""
        r = self.case.r
        clubs = [c for c in self.case.in_sentence(r.sentence_of[m.start], "club") if last.end <= c.start and c.end <= m.np_start]
        covered = {k for c in clubs if c.prep for k in range(c.prep_at, c.end)}
        quotes = ("'", "‘", "’", '"', "“", "”")
        return all(k in covered or r.low[k] in (",", "e", "ed", "anche", "poi") or r.low[k] in quotes for k in range(last.end, m.np_start))

    def _slot(
        self, slots: tuple[str, ...], rule: Rule, clause: Clause | None, start: int, end: int, exclude: Entity | None = None
    ) -> Mention | None:
        for slot in slots:
            mention = self._one_slot(slot, rule, clause, start, end)
            if mention is not None and mention.entity is not None and mention.entity is not exclude:
                if mention.kind == "person" or slot in ("obj", "against"):
                    return mention
        return None

    def _one_slot(self, slot: str, rule: Rule, clause: Clause | None, start: int, end: int) -> Mention | None:
        roles, r = self.roles, self.case.r
        limit = r.sentences[r.sentence_of[start]].end
        if slot in ("subj", "subj_person", "subj_verb", "subj_patient"):
            return self._subject(rule, clause, start, slot)
        if slot in ("obj", "patient"):
            if clause is None:
                return None
            if clause.passive:
                return roles.subject(clause) if rule.option("passive") or slot == "patient" or not rule.player[0] == "subj" else None
            return roles.object(clause)
        if slot == "agent":
            return roles.agent(clause) if clause is not None else None
        if slot in ("beside", "firmato"):
            return roles.beside(start, end, after_only=rule.option("after_only"))
        if slot == "following":
            return next((m for m in roles.nominals(r.sentence_of[start]) if m.kind == "person" and end <= m.np_start <= end + 3), None) or next(
                (m for m in roles.nominals(r.sentence_of[start]) if m.kind == "person" and m.start >= end - 1 and m.start <= end + 4), None
            )
        preps = {"ai danni": ("a",), "tra": ("tra",)}.get(slot, (slot,))
        token = end - 1 if r.classes[end - 1] != "prep" else end - 2
        return roles.complement(max(token, start), limit, preps, reach=7)

    def _subject(self, rule: Rule, clause: Clause | None, start: int, slot: str) -> Mention | None:
        roles, r = self.roles, self.case.r
        if clause is not None and (slot != "subj_verb" or clause.verb < start):
            if clause.passive and clause.verb != start:
                mention = roles.agent(clause) or roles.subject(clause)
            elif clause.passive and not rule.option("clause_subject"):
                return None
            else:
                mention = roles.subject(clause)
            if mention is not None and mention.kind == "person":
                return mention
            if mention is not None and slot == "subj":
                return None
        if slot == "subj_verb":
            return None
        before = [m for m in roles.nominals(r.sentence_of[start]) if m.kind == "person" and m.end <= start and not m.prep]
        return before[-1] if before else None

    def _beats_keeper(self, against: Mention | None, clause: Clause | None) -> bool:
        if against is not None and against.kind == "person" and against.entity is not None:
            person = against.entity.person
            return against.role_word in ("portiere", "estremo difensore") or person is None or person.position in ("GK", None)
        return clause is not None and any(w in padded(self.case.r, clause.verb, clause.end) for w in (" portiere ", " estremo difensore ", " numero uno "))

    def _sides(self, said: Said, rule: Rule, clause: Clause | None) -> None:
        """Whose goal it is, where the words tell: "porta avanti l'Inter", "il Milan pareggia con X", "punisce la Roma"."""
        if clause is None:
            return
        obj = self.roles.object(clause) if not clause.passive else None
        if rule.option("against_club") and obj is not None and obj.kind == "club":
            said.opponent = obj.entity
            return
        if said.type in _GOAL_LIKE:
            if clause.lemma == "portare" and obj is not None and obj.kind == "club":
                said.club = obj.entity
            subject = self.roles.subject(clause) if not clause.passive else None
            if subject is not None and subject.kind in ("club", "group") and subject.entity is not None and subject.entity.kind == "club":
                said.club = subject.entity

    def minute(self, clause: Clause | None, start: int, end: int) -> int | None:
        """Return the minute of the clause, else of the sentence where only one is told, else of the line's head."""
        case, r = self.case, self.case.r
        sentence = r.sentences[r.sentence_of[start]]
        if clause is not None:
            value = case.minute_near(clause.start, max(clause.end, end))
            if value is not None:
                return value
        a, b = r.start[sentence.start], r.end[sentence.end - 1]
        here = [(at, value) for at, value in case.clock if a <= at < b]
        if len(here) == 1:
            return here[0][1]
        earlier = [value for at, value in here if at < r.start[start]]
        if earlier:
            return earlier[-1]
        return self._line_minute(r.start[start])

    def minute_of(self, said: Said) -> int | None:
        """Return the minute that stands beside the man's name, else the one of the clause."""
        own = self._minute_beside(said.at, said.end)
        return own if own is not None else self.minute(self.case.clause_at(said.start), said.start, said.end)

    def _minute_beside(self, at: int, end: int) -> int | None:
        """ "Zaniolo per Abraham (80')": a minute that follows the names at once."""
        r = self.case.r
        a = r.end[end - 1]
        for start, value in self.case.clock:
            if a <= start <= a + 6 and not any(c in r.plain[a:start] for c in ",;.:"):
                return value
        return None

    def _line_minute(self, place: int) -> int | None:
        """On a minute-by-minute page the head of the line gives the minute of all it tells."""
        line = next((ln for ln in self.case.r.lines if ln.start <= place < ln.end), None)
        if line is None:
            return None
        return next((value for at, value in self.case.clock if line.start <= at <= line.start + 12), None)

    def _says_ex(self, sentence: int, start: int, end: int) -> bool:
        words = padded(self.case.r, max(self.case.r.sentences[sentence].start, start - 6), min(self.case.r.sentences[sentence].end, end + 4))
        return any(w in words for w in (" gol dell'ex ", " gol degli ex ", " rete dell'ex ", " gol dell' ex ", " dei gol dell' ex ", " da ex "))

    # -- one place told twice --------------------------------------------------------------------
    def _settle(self) -> None:
        """In one sentence, the more specific reading of a man's deed wins: penalty over goal, own goal over goal, saved over missed."""
        wins = {
            "goal": ("penalty_goal", "own_goal", "disallowed_goal"),
            "penalty_goal": ("penalty_missed", "penalty_saved", "own_goal"),
            "penalty_missed": ("penalty_saved",),
            "celebration": ("muted_celebration",),
            "yellow_card": ("red_card",),
            "woodwork": ("penalty_missed",),
            "save": ("penalty_saved",),
        }
        kept: list[Said] = []
        for said in self.case.said:
            better = wins.get(said.type, ())
            rivals = [o for o in self.case.said if o is not said and o.sentence == said.sentence and o.type in better and o.player is said.player]
            if rivals and not (said.type == "yellow_card" and said.minute is not None and rivals[0].minute not in (None, said.minute)):
                rivals[0].against = rivals[0].against or said.against
                rivals[0].club = rivals[0].club or said.club
                continue
            kept.append(said)
        self.case.said[:] = kept
