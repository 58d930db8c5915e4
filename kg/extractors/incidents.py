"""Incidents told in prose: each trigger of the lexicon, with the people its slots name."""

from __future__ import annotations

import re
from functools import cache

from kg.extractors.assists import AssistReader
from kg.extractors.case import Case, Said
from kg.extractors.changes import ChangeReader
from kg.extractors.fouls import FoulReader
from kg.extractors.gestures import GestureReader
from kg.extractors.kicks import KickReader
from kg.extractors.moments import Moments
from kg.extractors.roles import Roles
from kg.extractors.settling import settle
from kg.extractors.shooters import is_keeper
from kg.extractors.shots import SaveReader
from kg.extractors.slots import GOALS, Slots
from kg.extractors.telegraph import TelegraphReader
from kg.extractors.time import is_past
from kg.extractors.triggers import Rule, padded, phrase_triggers, verb_rules
from kg.language.clauses import Clause
from kg.lexicon import load
from kg.mentions.model import Mention

_PENALTY_NEXT = re.compile(
    r"[\s,(]*(?:al(?:l')?\s*)?(?:\d{1,2}\s?['°])?[\s,(]*"
    r"(?:su (?:calcio di )?rigore|dal dischetto|dagli undici metri|rig\b|su penalty)"
    r"|[\s,(]*(?:\d{1,2}\s?['°])?\s?[,(]\s?(?:su )?rig(?:ore|\.)?\)?"
)
_SIGHT = frozenset("visto vista visti vedere ammirato ammirare vediamo vidi vedemmo".split())
_UNREAL = frozenset({"hypothetical", "conditional", "wished", "subjunctive", "future"})
_OBJECT_PRONOUNS = frozenset("lo la l' l’ li le".split())
_CAUSATIVE = frozenset("fa fanno fece farsi facendosi fatto fatta fatti facendo".split())
_PENALTY_WORD = re.compile(r"\b(?:rigore|dischetto|penalty|massima punizione|undici metri)\b")
_SPOT = re.compile(
    r"\b(?:dischetto|dagli undici metri|dagli 11 metri|rigore con cui|penalty con cui|massima punizione)\b"
)
#: After this the ball is in play again: the goal is none from the spot.
_OPEN_PLAY = re.compile(
    r"respin|ribatt|tap-in|parat|sbagli|fallit|fallisc|ipnotizz|palo|traversa|di testa|ripresa|\bpoi\b|\bdopo\b|cross|assist|minuti|raddopp"
)


@cache
def _words(name: str) -> tuple[str, ...]:
    """Return a named set of the lexicon."""
    return tuple(load("incidents")["sets"][name])


class IncidentReader:
    """Reads the incidents of one article's prose into ``case.said``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.slots = Slots(case, roles)
        self.moments = Moments(case)
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
            if self.case.r.sentence_of[start] in story and not self._in_name(start):
                for rule in rules:
                    self._phrase(rule, start, end)
        for said in ChangeReader(self.case, self.roles).run():
            said.minute = self.moments.of(said)
            self.case.said.append(said)
        for said in TelegraphReader(self.case, self.roles).run():
            said.minute = self.moments.of(said)
            mention = next(m for m in self.roles.nominals(said.sentence) if m.start == said.at)
            said.type = "penalty_goal" if self._as_penalty(said, mention) else said.type
            self.case.said.append(said)
        for said in FoulReader(self.case, self.roles).run():
            said.minute = self.moments.of(said)
            self.case.said.append(said)
        for said in SaveReader(self.case, self.roles).run():
            said.minute = self.moments.of(said)
            self.case.said.append(said)
        self.case.said.extend(KickReader(self.case, self.roles).run())
        sheet = self.case.r.sheet  # what stands in its lists is read there
        self.case.said[:] = [s for s in self.case.said if s.sheet or not sheet.tells(self.case.r.start[s.start])]
        settle(self.case)
        self.case.said.extend(GestureReader(self.case, self.roles).run())
        settle(self.case)
        self.case.said.extend(AssistReader(self.case, self.roles).run())

    def _in_name(self, token: int) -> bool:
        """ "Delio Rossi" shows no red card."""
        people = self.case.in_sentence(self.case.r.sentence_of[token], "person")
        return any(m.start <= token < m.end and m.form != "epithet" for m in people)

    # -- verbs -----------------------------------------------------------------------------------
    def _verb(self, clause: Clause, rules: tuple[Rule, ...]) -> None:
        r = self.case.r
        stretch = padded(r, clause.start, clause.end)
        if clause.sentence in self._kicks:  # under "Dal dischetto." the kicks need no word for penalty
            stretch += "rigore "
        after = padded(r, clause.verb, clause.end)
        if any(r.low[k] in _OBJECT_PRONOUNS for k in range(clause.group, clause.verb)):
            after = padded(r, clause.start, clause.group) + after  # "i due gol li ha fatti X"
        sentence = r.sentences[clause.sentence]
        for rule in rules:
            told = padded(r, sentence.start, clause.end) if rule.option("wide") else stretch
            if not rule.allows(told, after):
                continue
            if rule.option("by_wood") and not self._by_wood(clause):
                continue
            if rule.option("negated") != clause.negated:
                if clause.negated:
                    self.case.drop("negated", "incidents", clause.start, clause.end, rule.type)
                continue
            if not self._framed(rule, clause):
                continue
            if rule.type == "goal" and self._statistic(clause):
                self.case.drop("counted", "incidents", clause.start, clause.end, rule.type)
                continue
            if not self._real(clause):
                self.case.drop("hypothetical", "incidents", clause.start, clause.end, rule.type)
                continue
            self._fire(rule, clause, clause.verb, clause.verb + 1)

    def _by_wood(self, clause: Clause) -> bool:
        """ "il palo nega il gol a X", "X è fermato dalla traversa": the woodwork does it."""
        r = self.case.r
        if clause.passive:
            return any(
                w in padded(r, clause.verb, clause.end)
                for w in (
                    " dal palo ",
                    " dalla traversa ",
                    " dal legno ",
                    " dal montante ",
                    " dai legni ",
                    " dall'incrocio ",
                )
            )
        before = padded(r, max(clause.start, clause.group - 4), clause.group)
        return any(w in before for w in (" palo ", " traversa ", " legno ", " montante ", " incrocio "))

    def _statistic(self, clause: Clause) -> bool:
        """ "ha segnato 33 reti", "sei gol in dieci partite": a man's record, no goal of a match."""
        r = self.case.r
        for k in range(clause.verb + 1, min(clause.end, clause.verb + 6)):
            if r.low[k] in ("gol", "reti", "goal", "centri", "marcature", "volte") and (
                r.low[k - 1] in _words("many") or (r.low[k - 1].isdigit() and int(r.low[k - 1]) > 3)
            ):
                return True
        return any(
            w in padded(r, clause.start, clause.end) for w in (" presenze ", " partite ", " gare ", " stagioni ")
        )

    def _framed(self, rule: Rule, clause: Clause) -> bool:
        """Verbs that tell a goal only beside a score or minute, or with no object of their own ("apre Smalling")."""
        if rule.option("frame") and not self.told_as_goal(clause.verb):
            return False
        if rule.option("needs_club"):
            obj = self.roles.object(clause)
            if obj is None or obj.kind != "club":
                return self._his_old_club(clause)
        if rule.option("team_subject"):
            subject = self.roles.subject(clause)
            if subject is None or subject.kind == "person":
                return False
        return not rule.option("bare_object") or self._bare(clause)

    def _his_old_club(self, clause: Clause) -> bool:
        """ "punisce la sua ex squadra": the object is the club he came from."""
        words = padded(self.case.r, clause.verb, min(clause.end, clause.verb + 7))
        return any(past in words for past in (" ex squadra ", " vecchia squadra ", " ex club ", " vecchio club "))

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
        return any(w in r.plain[a:b] for w in _words("goal_words"))

    def _real(self, clause: Clause) -> bool:
        if clause.modality in ("hypothetical", "conditional", "wished", "subjunctive"):
            return False
        if clause.form.mood == "inf":
            r = self.case.r
            before = r.low[clause.group - 1] if clause.group else ""
            governors = [c for c in self.case.clauses(clause.sentence) if c.verb < clause.verb]
            if before in _CAUSATIVE:  # "si fa riprendere da X"
                return bool(governors) and governors[-1].modality == "real" and not governors[-1].negated
            if before not in ("a", "ad"):
                if self._seen(governors[-1] if governors else None, clause):
                    return True
                if before == "di":
                    return self.roles.allowed(clause) is not None
                return before in ("dopo", "e", "ed") and bool(governors) and governors[-1].modality == "real"
            if self.roles.cleft(clause) is not None or self._able(clause.group - 2):
                return True
            if not governors:
                return r.low[clause.start] in ("a", "ad")
            governor = governors[-1]
            return (
                governor.modality == "real"
                and not governor.negated
                and (
                    governor.lemma in _words("realising")
                    or "stat" in padded(r, clause.start - 4 if clause.start > 4 else 0, clause.verb)
                )
            )
        return True

    def _seen(self, sight: Clause | None, deed: Clause) -> bool:
        """ "abbiamo visto X realizzare un gol": a man stands between the two verbs, and nothing unreal is said."""
        r = self.case.r
        floor = r.sentences[deed.sentence].start
        at = next((k for k in range(deed.verb - 1, max(floor, deed.verb - 30), -1) if r.low[k] in _SIGHT), None)
        if at is None or (sight is not None and sight.modality in _UNREAL):
            return False
        return any(m.kind == "person" and at < m.start < deed.verb for m in self.roles.nominals(deed.sentence))

    def _able(self, token: int) -> bool:
        """ "bravo a ribadire in rete", "il più lesto a infilare": what the adjective praises was done."""
        r = self.case.r
        floor = max(r.sentences[r.sentence_of[token]].start, token - 4)
        if token < floor or r.low[token] not in _words("able"):
            head = [r.low[k] for k in range(floor, token + 1) if r.low[k] in _words("able")]
            if not head or any(r.classes[k] in ("verb", "punct") for k in range(floor, token + 1)):
                return False  # "il più rapido di tutti a insaccare"
        return not any(r.classes[k] == "neg" for k in range(floor, token))

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
        if rule.option("unreal") and self._unreal(clause, start):
            self.case.drop("hypothetical", "incidents", start, end, rule.type)
            return
        if clause is not None and rule.type != "muted_celebration" and self._governed(clause, start):
            if clause.negated and clause.verb < start and clause.lemma not in _words("vain"):
                self.case.drop("negated", "incidents", start, end, rule.type)
                return
            if clause.modality in ("hypothetical", "conditional", "wished", "subjunctive") or self._hearsay(
                clause, start
            ):
                self.case.drop("hypothetical", "incidents", start, end, rule.type)
                return
        self._fire(rule, clause, start, end)

    def _hearsay(self, clause: Clause, start: int) -> bool:
        """ "qualcuno ha scritto di un autogol", "si parlava di un rigore": what is said of, not told."""
        r = self.case.r
        return (
            clause.lemma in _words("saying")
            and clause.verb < start
            and r.low[start - 1] in ("un", "una", "un'")
            and r.low[start - 2] in ("di", "su")
        )

    def _unreal(self, clause: Clause | None, start: int) -> bool:
        """ "sfiora il gol", "manca il raddoppio", "a caccia del gol", "palla gol": what governs the noun says that it did not happen."""
        r = self.case.r
        floor = r.sentences[r.sentence_of[start]].start
        for k in range(start - 1, max(floor, start - 4) - 1, -1):
            if r.low[k] in _words("unreal_heads"):
                return True
            if r.classes[k] in ("punct", "verb", "name"):
                break
        if clause is None or not clause.verb < start <= clause.verb + 8 or clause.passive:
            return False
        return clause.lemma in _words("unreal_verbs") and not any(
            r.low[k] in (",", ":", ";", "e", "ma", "su", "sul", "dopo", "grazie") for k in range(clause.verb, start)
        )

    def _results(self, start: int, end: int) -> bool:
        """The sentence tells that the shot went in."""
        r = self.case.r
        a, b = r.start[start], r.end[end - 1]
        return any(a <= x.start < b for x in r.scores) or any(
            w in r.plain[a:b] for w in (*_words("goal_words"), *_words("results"))
        )

    def _governed(self, clause: Clause, start: int) -> bool:
        return clause.start <= start < clause.end

    # -- firing ----------------------------------------------------------------------------------
    def _fire(self, rule: Rule, clause: Clause | None, start: int, end: int) -> None:
        players = self.slots.players(rule, clause, start, end)
        if not players:
            self.case.drop("no_subject", "incidents", start, end, rule.type)
            return
        r = self.case.r
        sentence = r.sentence_of[start]
        minutes = self.moments.of_each(players, sentence)
        for mention in players:
            player = mention.entity
            if player is None or (
                player.role in ("referee", "coach", "executive", "other", "agent")
                and rule.type not in ("red_card", "yellow_card", "celebration", "muted_celebration")
            ):
                continue
            if (
                rule.type in ("goal", "penalty_goal")
                and is_keeper(self.case, mention)
                and not (clause is not None and clause.lemma in ("segnare", "siglare"))
            ):
                continue
            other = self.slots.fill(rule.other, rule, clause, start, end, exclude=player)
            against = self.slots.fill(rule.against, rule, clause, start, end, exclude=player)
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
                minute=minutes.get(mention.start) or self.moments.of_clause(clause, start, end),
                past=is_past(self.case, sentence, clause),
                count=int(rule.options.get("count", 1)) if mention is players[0] else 1,
                ex=self._says_ex(sentence, start, end),
                at=mention.start,
            )
            self._sides(said, rule, clause)
            if said.type == "goal" and self._as_penalty(said, mention, rule, clause):
                said.type = "penalty_goal"
            self.case.said.extend(self.moments.one_by_one(said, mention))

    def _as_penalty(self, said: Said, mention: Mention, rule: Rule | None = None, clause: Clause | None = None) -> bool:
        """ "pari di Borrelli su rigore", "Paredes dal dischetto", "dal dischetto va Caruso che fa 1-2"."""
        r = self.case.r
        s = r.sentences[said.sentence]
        after = r.plain[r.end[mention.end - 1] : r.end[s.end - 1]]
        if _PENALTY_NEXT.match(after):
            return True
        if rule is None or clause is None or rule.noun:
            return False
        before = r.plain[r.start[s.start] : r.start[clause.verb]].replace("area di rigore", "area")
        if rule.option("negated") and s.index and not r.sentences[s.index - 1].noise:
            before = r.plain[r.start[r.sentences[s.index - 1].start] : r.start[clause.verb]].replace(
                "area di rigore", ""
            )
        spots = list((_PENALTY_WORD if rule.option("negated") else _SPOT).finditer(before))
        return bool(spots) and not _OPEN_PLAY.search(before, spots[-1].end())

    def _beats_keeper(self, against: Mention | None, clause: Clause | None) -> bool:
        if against is not None and against.kind == "person" and against.entity is not None:
            person = against.entity.person
            return (
                against.role_word in ("portiere", "estremo difensore")
                or person is None
                or person.position in ("GK", None)
            )
        return clause is not None and any(
            w in padded(self.case.r, clause.verb, clause.end)
            for w in (" portiere ", " estremo difensore ", " numero uno ")
        )

    def _sides(self, said: Said, rule: Rule, clause: Clause | None) -> None:
        """Whose goal it is, where the words tell: "porta avanti l'Inter", "il Milan pareggia con X", "punisce la Roma"."""
        if clause is None:
            return
        obj = self.roles.object(clause) if not clause.passive else None
        if rule.option("against_club") and obj is not None and obj.kind == "club":
            said.opponent = obj.entity
            return
        if said.type in GOALS:
            if clause.lemma == "portare" and obj is not None and obj.kind == "club":
                said.club = obj.entity
            subject = self.roles.subject(clause) if not clause.passive else None
            if (
                subject is not None
                and subject.kind in ("club", "group")
                and subject.entity is not None
                and subject.entity.kind == "club"
            ):
                said.club = subject.entity

    def _says_ex(self, sentence: int, start: int, end: int) -> bool:
        words = padded(
            self.case.r,
            max(self.case.r.sentences[sentence].start, start - 6),
            min(self.case.r.sentences[sentence].end, end + 4),
        )
        return any(
            w in words
            for w in (
                " gol dell'ex ",
                " gol degli ex ",
                " rete dell'ex ",
                " gol dell' ex ",
                " dei gol dell' ex ",
                " da ex ",
            )
        )

    # -- one place told twice --------------------------------------------------------------------
