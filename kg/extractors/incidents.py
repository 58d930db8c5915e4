"""Incidents told in prose: each trigger of the lexicon, with the people its slots name."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extractors.assists import AssistReader
from kg.extractors.case import Case, Said
from kg.extractors.changes import ChangeReader
from kg.extractors.fouls import FoulReader
from kg.extractors.gestures import GestureReader
from kg.extractors.kicks import KickReader
from kg.extractors.roles import Roles
from kg.extractors.shots import SaveReader
from kg.extractors.telegraph import TelegraphReader
from kg.extractors.time import is_past
from kg.extractors.triggers import Rule, padded, phrase_triggers, verb_rules
from kg.language.clauses import Clause
from kg.mentions.model import Entity, Mention

#: Verbs under which an infinitive with *a* is told as happened ("ci pensa Lautaro a sbloccarla").
_REALISING = frozenset("pensare riuscire tornare andare provvedere bastare arrivare continuare volare salire correre presentare mettere finire".split())
_GOAL_LIKE = frozenset({"goal", "penalty_goal"})
_GOAL_WORDS = (" gol", "goal", "gooo", "vantaggio", "pareggi", "raddopp", " reti", " rete", "sblocca", "marcat", "autogol", "poker", "tris")
_RESULTS = (*_GOAL_WORDS, "vincente", "insacca", "in rete", "sipario", "battuto", "non lascia scampo", "imparabile", "la spunta", "pari ", " pari")
_LISTED = _GOAL_LIKE | {"yellow_card", "red_card", "celebration", "muted_celebration"}


_ANNULLED = re.compile(r"\bma (?:[^.;]{0,40}\b)?(?:annulla|annullato|annullata|annullano|cancella|non convalida)\b|\b(?:il var|l'arbitro) annulla\b")
_PENALTY_NEXT = re.compile(r"[\s,(]*(?:al(?:l')?\s*)?(?:\d{1,2}\s?['°])?[\s,(]*(?:su (?:calcio di )?rigore|dal dischetto|dagli undici metri|rig\b|su penalty)|[\s,(]*(?:\d{1,2}\s?['°])?\s?[,(]\s?(?:su )?rig(?:ore|\.)?\)?")
_PENALTY_WORD = re.compile(r"\b(?:rigore|dischetto|penalty|massima punizione|undici metri)\b")
_MINUTE_LINK = re.compile(r"[\s,:;(e\-]{0,4}(?:al(?:l')?|e|ed|e al(?:l')?|e poi al(?:l')?|rispettivamente al)?\s?")
_RIG = re.compile(r"\s?(?:\((?:su )?rig(?:ore|\.)?\)|su rigore)")
_FEEDS = frozenset("assist cross invito corner angolo favore sponda torre lancio passaggio suggerimento traversone errore papera fallo posto squadra parata servizio appoggio respinta".split())


def _keeps_goal(mention: Mention) -> bool:
    """The man is a goalkeeper by the gazetteer or the words."""
    person = mention.entity.person if mention.entity is not None else None
    return mention.role_word in ("portiere", "estremo difensore") or (person is not None and person.position == "GK")


class IncidentReader:
    """Reads the incidents of one article's prose into ``case.said``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self._kicks: set[int] = set()

    def run(self) -> None:
        """Fill ``case.said`` from verbs and phrases, then settle what one place tells twice."""
        story = {s.index for s in self.case.story()}
        self._kicks = KickReader(self.case, self.roles).zone()
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
        for said in TelegraphReader(self.case, self.roles).run():
            said.minute = self.minute_of(said)
            mention = next(m for m in self.roles.nominals(said.sentence) if m.start == said.at)
            said.type = "penalty_goal" if self._as_penalty(said, mention) else said.type
            self.case.said.append(said)
        for said in FoulReader(self.case, self.roles).run():
            said.minute = self.minute_of(said)
            self.case.said.append(said)
        for said in SaveReader(self.case, self.roles).run():
            said.minute = self.minute_of(said)
            self.case.said.append(said)
        self.case.said.extend(KickReader(self.case, self.roles).run())
        sheet = self.case.r.sheet  # what stands in its lists is read there
        self.case.said[:] = [s for s in self.case.said if s.sheet or not sheet.tells(self.case.r.start[s.start])]
        self._settle()
        self.case.said.extend(GestureReader(self.case, self.roles).run())
        self._settle()
        self.case.said.extend(AssistReader(self.case, self.roles).run())

    # -- verbs -----------------------------------------------------------------------------------
    def _verb(self, clause: Clause, rules: tuple[Rule, ...]) -> None:
        r = self.case.r
        stretch = padded(r, clause.start, clause.end)
        if clause.sentence in self._kicks:  # under "Dal dischetto." the kicks need no word for penalty
            stretch += "rigore "
        after = padded(r, clause.verb, clause.end)
        for rule in rules:
            if not rule.allows(stretch, after):
                continue
            if rule.option("negated") != clause.negated:
                if clause.negated:
                    self.case.drop("negated", "incidents", clause.start, clause.end, rule.type)
                continue
            if not self._framed(rule, clause):
                continue
            if not self._real(clause):
                self.case.drop("hypothetical", "incidents", clause.start, clause.end, rule.type)
                continue
            self._fire(rule, clause, clause.verb, clause.verb + 1)

    def _framed(self, rule: Rule, clause: Clause) -> bool:
        """Verbs that tell a goal only beside a score or minute, or with no object of their own ("apre Smalling")."""
        if rule.option("frame") and not self.told_as_goal(clause.verb):
            return False
        if rule.option("needs_club"):
            obj = self.roles.object(clause)
            if obj is None or obj.kind != "club":
                return False
        return not rule.option("bare_object") or self._bare(clause)

    def _bare(self, clause: Clause) -> bool:
        """After the verb stands a man, a minute, *con* or the end, and no object."""
        r = self.case.r
        limit = r.sentences[clause.sentence].end
        names = {k for m in self.case.in_sentence(clause.sentence, "person") for k in range(m.np_start, m.end)}
        k = clause.verb + 1
        while k < limit and (r.classes[k] == "adv" or r.low[k] in ("lui", "di", "nuovo")):
            k += 1
        if k >= limit or k in names or r.classes[k] in ("punct", "space", "num") or r.low[k] in ("con", "e"):
            return True
        return any(r.start[k] <= m.start <= r.end[k] + 6 for m in r.minutes)

    def told_as_goal(self, token: int) -> bool:
        """A score, a minute or a word for goal stands in the sentence, or in the line where that is short."""
        r = self.case.r
        s = r.sentences[r.sentence_of[token]]
        a, b = r.start[s.start], r.end[s.end - 1]
        line = next((ln for ln in r.lines if ln.start <= a < ln.end), None)
        if line is not None and line.end - line.start <= 260:
            a, b = line.start, line.end
        if any(a <= x.start < b for x in r.scores) or any(a <= m.start < b for m in r.minutes):
            return True
        return any(w in r.plain[a:b] for w in _GOAL_WORDS)

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
        if rule.need and not any(word in wide for word in rule.need) and sentence.index not in self._kicks:
            return
        if rule.option("need_result") and not self._results(sentence.start, sentence.end):
            return
        if clause is not None and rule.type != "muted_celebration" and self._governed(clause, start):
            if clause.negated and clause.verb < start:
                self.case.drop("negated", "incidents", start, end, rule.type)
                return
            if clause.modality in ("hypothetical", "conditional", "wished", "subjunctive"):
                self.case.drop("hypothetical", "incidents", start, end, rule.type)
                return
        self._fire(rule, clause, start, end)

    def _results(self, start: int, end: int) -> bool:
        """The sentence tells that the shot went in."""
        r = self.case.r
        a, b = r.start[start], r.end[end - 1]
        return any(a <= x.start < b for x in r.scores) or any(w in r.plain[a:b] for w in _RESULTS)

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
        minutes = self._minutes_of(players, sentence)
        for mention in players:
            player = mention.entity
            if player is None or (player.role in ("referee", "coach", "executive", "other", "agent") and rule.type not in ("red_card", "yellow_card", "celebration", "muted_celebration")):
                continue
            if rule.type == "goal" and _keeps_goal(mention) and not (clause is not None and clause.lemma in ("segnare", "siglare")):
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
                minute=minutes.get(mention.start) or self.minute(clause, start, end),
                past=is_past(self.case, sentence, clause),
                count=int(rule.options.get("count", 1)) if mention is players[0] else 1,
                ex=self._says_ex(sentence, start, end),
                at=mention.start,
            )
            self._sides(said, rule, clause)
            if said.type == "goal" and self._as_penalty(said, mention, rule):
                said.type = "penalty_goal"
            self.case.said.extend(self._one_by_one(said, mention))

    def _as_penalty(self, said: Said, mention: Mention, rule: Rule | None = None) -> bool:
        """ "pari di Borrelli su rigore", "Paredes dal dischetto", "si guadagna un rigore e Cascione non sbaglia"."""
        r = self.case.r
        s = r.sentences[said.sentence]
        after = r.plain[r.end[mention.end - 1] : r.end[s.end - 1]]
        if _PENALTY_NEXT.match(after):
            return True
        if rule is not None and rule.option("negated"):
            before = r.plain[r.start[s.start] : r.start[mention.start]]
            return bool(_PENALTY_WORD.search(before)) and "area di rigore" not in before
        return False

    def _one_by_one(self, said: Said, mention: Mention) -> list[Said]:
        """Give each of several goals its minute where a list follows: "Poker di X: 8', 15', 60' (rigore), 77'"."""
        if said.count < 2:
            return [said]
        r = self.case.r
        place, limit = r.end[mention.end - 1], r.end[r.sentences[said.sentence].end - 1]
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
        if len(told) < 2:
            return [said]
        return [replace(said, count=1, minute=value, type="penalty_goal" if penalty else said.type) for _, value, penalty in told]

    def _minutes_of(self, players: list[Mention], sentence: int) -> dict[int, int]:
        """The minute beside each man ("X (2'), Y (26')"), or one after the other ("X e Y, rispettivamente al 4' e al 47'")."""
        own = {m.start: value for m in players if (value := self._minute_beside(m.start, m.end)) is not None}
        if len(players) > 1 and len(own) < len(players):
            r = self.case.r
            a, b = r.end[players[-1].end - 1], r.end[r.sentences[sentence].end - 1]
            after = [value for at, value in self.case.clock if a <= at < b]
            if len(after) == len(players) and "rispettivamente" in r.plain[a:b]:
                return {m.start: value for m, value in zip(players, after, strict=True)}
        return own

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
            between = self._without_minutes(last.end, m.np_start)
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

    def _without_minutes(self, start: int, end: int) -> list[int]:
        """Tokens between two names but for minutes, their brackets and prepositions ("X (2'), Y (26') e Z")."""
        r = self.case.r
        timed = [m for m in r.minutes if r.start[start] <= m.end and m.start < r.end[end - 1]] if end > start else []
        found = []
        for k in range(start, end):
            if any(m.start - 5 <= r.start[k] < m.end and (m.start <= r.start[k] or r.low[k] in ("(", "al", "all'", "all’")) for m in timed):
                continue
            if r.low[k] == ")" and timed:
                continue
            found.append(k)
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
        if slot == "beside":
            if rule.option("strict"):
                return self._next_to(start, end, colon=not rule.option("no_colon"))
            return roles.beside(start, end, after_only=rule.option("after_only"))
        if slot in ("con", "opera", "firmato") and rule.type in _GOAL_LIKE:
            return self._by_means(slot, start, end, limit)
        if slot == "shot":  # "botta dal limite di Bandinelli, il legno salva Joronen"
            before = [m for m in roles.nominals(r.sentence_of[start]) if m.kind == "person" and m.end <= start and m.prep == "di" and start - m.end <= 5]
            return before[-1] if before else None
        if slot == "con":
            return next((m for m in roles.nominals(r.sentence_of[start]) if m.kind == "person" and m.prep == "con" and 0 <= m.np_start - end <= 2), None)
        if slot == "following":
            return next((m for m in roles.nominals(r.sentence_of[start]) if m.kind == "person" and end <= m.np_start <= end + 3), None) or next(
                (m for m in roles.nominals(r.sentence_of[start]) if m.kind == "person" and m.start >= end - 1 and m.start <= end + 4), None
            )
        preps = {"ai danni": ("a",), "tra": ("tra",)}.get(slot, (slot,))
        token = end - 1 if r.classes[end - 1] != "prep" else end - 2
        found = roles.complement(max(token, start), limit, preps, reach=int(rule.options.get("reach", 7)))
        if found is not None and rule.option("strict") and (not self._flows(end, found.np_start) or r.low[found.prep_at - 1] in _FEEDS):
            return None
        return found

    def _flows(self, start: int, end: int) -> bool:
        """No bracket or comma stands between, but a pair of commas ("Poker, letteralmente, di Gervasio")."""
        between = self.case.r.low[start:end]
        return not any(w in between for w in ("(", ")", "-", "–", "«", "“", '"')) and between.count(",") in (0, 2)

    def _next_to(self, start: int, end: int, colon: bool = True) -> Mention | None:
        """ "raddoppio: Saelemaekers", "Mazzitelli, doppietta": a bare name parted from the word by one mark."""
        r = self.case.r
        s = r.sentences[r.sentence_of[start]]
        for m in self.roles.nominals(s.index):
            if m.kind != "person" or m.prep:
                continue
            if colon and m.np_start == end + 1 and r.low[end] in (":", "!", "-", "–"):
                return m
            if m.end == start - 1 and r.low[m.end] in (",", ":") and (end >= s.end or r.classes[end] in ("punct", "space") or r.low[end] == "e"):
                return m
        return None

    def _by_means(self, slot: str, start: int, end: int, limit: int) -> Mention | None:
        """ "pareggia con X", "con un colpo di testa di X", "grazie a X", "ad opera di X", "firmato (da) X", "è di X"."""
        r = self.case.r
        for m in self.roles.nominals(r.sentence_of[start]):
            if m.kind != "person" or m.np_start < end:
                continue
            if m.np_start - end > 12 or any(r.low[k] in (";", ".", ":", "(") for k in range(end, m.np_start)):
                return None
            before = r.low[m.prep_at - 1] if m.prep_at > end else ""
            if slot == "con":
                shot = m.prep == "di" and "con" in r.low[max(end, m.prep_at - 7) : m.prep_at] and not any(r.classes[k] == "verb" for k in range(max(end, m.prep_at - 5), m.prep_at))
                if m.prep == "con" or shot:
                    return m
            elif slot == "opera":
                if m.prep and before in ("opera", "merito", "grazie", "parte", "firma", "firme", "piedi"):
                    return m
            else:
                first = r.low[end] if end < limit else ""
                if first in ("firmato", "firmata", "firmati", "firmate", "targato", "targata", "segnato", "siglato", "realizzato") and m.prep in ("", "da") and m.np_start - end <= 4:
                    return m
                if first in ("è", "era", "fu", "porta", "portano") and m.prep == "di" and (before in ("è", "era", "fu", "ancora", "sempre", "firma", "firme")) and m.np_start - end <= 6:
                    return m
            if not m.prep:
                return None
        return None

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
        """ "Zaniolo per Abraham (80')", "Lasagna al 70'": a minute that follows the names at once."""
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
            better = () if said.sheet else wins.get(said.type, ())  # a sheet tells each deed by itself
            rivals = [o for o in self.case.said if o is not said and o.sentence == said.sentence and o.type in better and o.player is said.player]
            if rivals and not (said.type == "yellow_card" and said.minute is not None and rivals[0].minute not in (None, said.minute)):
                rivals[0].against = rivals[0].against or said.against
                rivals[0].club = rivals[0].club or said.club
                continue
            kept.append(said)
        self.case.said[:] = kept
        self._disallowed()

    def _disallowed(self) -> None:
        """ "X va in gol, ma il Var annulla": the goal told in the words before is none."""
        r = self.case.r
        marked = {s.sentence for s in self.case.said if s.type == "disallowed_goal"}
        for said in self.case.said:
            if said.type != "goal" or said.sentence in marked:
                continue
            after = r.plain[r.end[said.end - 1] : r.end[r.sentences[said.sentence].end - 1]]
            if _ANNULLED.search(after):
                said.type = "disallowed_goal"
