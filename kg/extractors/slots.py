"""Who fills the slots of a trigger rule: subject, object, agent, complements, those told in one list."""

from __future__ import annotations

from functools import cache

from kg.extractors.case import Case
from kg.extractors.roles import Roles
from kg.extractors.shooters import Shooters, is_keeper
from kg.extractors.triggers import Rule
from kg.language.clauses import Clause
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

GOALS = frozenset({"goal", "penalty_goal"})
_OF_A_SHOT = GOALS | {"woodwork"}
_LISTED = GOALS | {"yellow_card", "red_card", "celebration", "muted_celebration"}

_SIGNED = frozenset(
    "firmato firmata firmati firmate targato targata griffato griffata segnato siglato realizzato".split()
)
_KICKED = frozenset("trasformare realizzare segnare siglare firmare calciare battere insaccare concretizzare".split())


@cache
def _feeds() -> frozenset[str]:
    """Nouns whose *di* is not the scorer ("gol su assist di X")."""
    return frozenset(load("incidents")["sets"]["feeds"])


class Slots:
    """Looks up the people of a rule around its trigger."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.shooters = Shooters(case, roles)

    def players(self, rule: Rule, clause: Clause | None, start: int, end: int) -> list[Mention]:
        first = self.fill(rule.player, rule, clause, start, end) or self._rated(rule, start)
        if first is None or first.kind != "person" or first.entity is None:
            return []
        return [first, *self._coordinated(first)] if rule.type in _LISTED else [first]

    def _rated(self, rule: Rule, start: int) -> Mention | None:
        """ "Quagliarella 7: anticipo secco e rete": on a ratings page a noun alone is of the man rated."""
        alone = ("beside" in rule.player or "shooter" in rule.player) and "shot_on" not in rule.player
        rated = self.case.rated(start) if rule.noun and alone else None
        if rated is None or (rule.type in _OF_A_SHOT and is_keeper(self.case, rated)):
            return None
        people = self.roles.nominals(self.case.r.sentence_of[start])
        return rated if all(m is rated or m.kind != "person" for m in people) else None

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
            words = [
                r.low[k]
                for k in between
                if r.low[k] not in ("di", "del", "anche", "poi", "da", "con", "ad", "a", "per")
            ]
            if (
                not words
                or words[-1] not in (",", "e", "ed")
                or (len(words) > 1 and not self._complement_between(last, m))
                or m.prep not in ("", first.prep)
            ):
                break
            clause = self.case.clause_at(m.start)
            if (
                clause is not None
                and clause.number != "p"
                and clause.verb > m.start
                and clause.start <= m.start
                and clause.opener >= last.end
            ):
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
            if any(
                m.start - 5 <= r.start[k] < m.end and (m.start <= r.start[k] or r.low[k] in ("(", "al", "all'", "all’"))
                for m in timed
            ):
                continue
            if r.low[k] == ")" and timed:
                continue
            found.append(k)
        return found

    def _complement_between(self, last: Mention, m: Mention) -> bool:
        """Only clubs with a preposition ("contro la Lazio", "con l'Udinese") or commas stand between the names."""
        r = self.case.r
        clubs = [
            c
            for c in self.case.in_sentence(r.sentence_of[m.start], "club")
            if last.end <= c.start and c.end <= m.np_start
        ]
        covered = {k for c in clubs if c.prep for k in range(c.prep_at, c.end)}
        quotes = ("'", "‘", "’", '"', "“", "”")
        return all(
            k in covered or r.low[k] in (",", "e", "ed", "anche", "poi") or r.low[k] in quotes
            for k in range(last.end, m.np_start)
        )

    def fill(
        self,
        slots: tuple[str, ...],
        rule: Rule,
        clause: Clause | None,
        start: int,
        end: int,
        exclude: Entity | None = None,
    ) -> Mention | None:
        for slot in slots:
            mention = self._one_slot(slot, rule, clause, start, end)
            if mention is None or mention.entity is None or mention.entity is exclude:
                continue
            if rule.noun and rule.type in _OF_A_SHOT and is_keeper(self.case, mention):
                continue  # "il palo alla destra di K"
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
                return (
                    roles.subject(clause)
                    if rule.option("passive") or slot == "patient" or rule.player[0] != "subj"
                    else None
                )
            return roles.object(clause)
        if slot == "agent":
            return roles.agent(clause) if clause is not None else None
        if slot == "beside":
            if rule.option("strict"):
                return self._next_to(start, end, colon=not rule.option("no_colon"))
            return roles.beside(start, end, after_only=rule.option("after_only"))
        if slot in ("con", "opera", "firmato") and rule.type in GOALS:
            return self._by_means(slot, start, end, limit)
        if slot == "shot":  # "botta dal limite di Bandinelli, il legno salva Joronen"
            before = [
                m
                for m in roles.nominals(r.sentence_of[start])
                if m.kind == "person" and m.end <= start and m.prep == "di" and start - m.end <= 5
            ]
            return before[-1] if before else None
        if slot == "per_scorer":
            return self._for(end)
        if slot == "taker":
            return self._taker(start)
        if slot == "seen":  # "X si vede annullare un gol"
            before_verb = r.low[clause.group - 1] if clause is not None and clause.group else ""
            seeing = (
                clause is not None
                and clause.form.mood == "inf"
                and before_verb in ("vede", "visto", "vedere", "vedono")
            )
            return roles.subject(clause) if seeing and clause is not None else None
        if slot == "fronted":
            return self._fronted(start)
        if slot == "pointed":
            return next(
                (
                    m
                    for m in roles.nominals(r.sentence_of[start])
                    if m.kind == "person" and 0 < m.np_start - end <= 6 and roles.pointed_at(m)
                ),
                None,
            )
        if slot == "shooter":
            return self.shooters.before(start)
        if slot == "shot_on":
            return self.shooters.after(end)
        if slot == "con":
            return next(
                (
                    m
                    for m in roles.nominals(r.sentence_of[start])
                    if m.kind == "person" and m.prep == "con" and 0 <= m.np_start - end <= 2
                ),
                None,
            )
        if slot == "following":
            return next(
                (
                    m
                    for m in roles.nominals(r.sentence_of[start])
                    if m.kind == "person" and end <= m.np_start <= end + 3
                ),
                None,
            ) or next(
                (
                    m
                    for m in roles.nominals(r.sentence_of[start])
                    if m.kind == "person" and m.start >= end - 1 and m.start <= end + 4
                ),
                None,
            )
        preps = {"ai danni": ("a",), "tra": ("tra",)}.get(slot, (slot,))
        token = end - 1 if r.classes[end - 1] != "prep" else end - 2
        found = roles.complement(max(token, start), limit, preps, reach=int(rule.options.get("reach", 7)))
        if found is not None and rule.noun and self._verb_between(end, found.prep_at, clause):
            return None  # "il rigore del pari facendosi stendere da Audero"
        if found is not None and slot == "da" and rule.type in GOALS and self._another_deed(end, found.prep_at):
            return None  # "si guadagna un rigore, steso da Bruno"
        if (
            found is not None
            and rule.option("strict")
            and (not self._flows(end, found.np_start) or r.low[found.prep_at - 1] in _feeds())
        ):
            return None
        return found

    def _fronted(self, start: int) -> Mention | None:
        """ "Di X e Y le reti", "è di X il gol partita": *di* stands before the noun, with nothing to hang on."""
        r = self.case.r
        floor = r.sentences[r.sentence_of[start]].start
        people = [m for m in self.roles.nominals(r.sentence_of[start]) if m.kind == "person" and m.end <= start]
        if not people or start - people[-1].end > 3:
            return None
        if any(r.classes[k] not in ("det", "adv", "word", "num") for k in range(people[-1].end, start)):
            return None
        for m in people:
            head = r.low[m.prep_at - 1] if m.prep_at > floor else "."
            if m.prep == "di" and head in (".", ":", ",", ";", "è", "sono", "fu", "e", "portano", "ancora", "sempre"):
                return m
        return None

    def _taker(self, start: int) -> Mention | None:
        """ "il rigore di X viene respinto", "il penalty calciato da X": whose the penalty before the verb is."""
        r = self.case.r
        for m in reversed(self.roles.nominals(r.sentence_of[start])):
            if m.kind == "person" and m.end <= start and m.prep in ("di", "da"):
                words = r.low[max(0, m.prep_at - 4) : m.prep_at]
                return m if any(w in words for w in ("rigore", "penalty", "punizione", "dischetto", "metri")) else None
        return None

    def _for(self, end: int) -> Mention | None:
        """ "doppietta per X", "primo gol in campionato per X": no verb, no mark and no other name between."""
        r = self.case.r
        m = next((m for m in self.roles.nominals(r.sentence_of[end - 1]) if m.np_start >= end), None)
        if m is None or m.kind != "person" or m.prep != "per" or m.prep_at - end > 4:
            return None
        return None if any(r.classes[k] in ("verb", "punct", "aux") for k in range(end, m.prep_at)) else m

    def _verb_between(self, start: int, end: int, clause: Clause | None) -> bool:
        """A verb of its own, no bare participle, stands between a noun and the complement."""
        r = self.case.r
        return any(
            start <= c.verb < end and not c.reduced and c is not clause
            for c in self.case.clauses(r.sentence_of[start - 1])
        )

    def _another_deed(self, start: int, end: int) -> bool:
        """A participle that tells no kick stands before "da X"."""
        return any(
            start <= c.verb < end and c.reduced and c.lemma not in _KICKED
            for c in self.case.clauses(self.case.r.sentence_of[start - 1])
        )

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
            if (
                m.end == start - 1
                and r.low[m.end] in (",", ":")
                and (end >= s.end or r.classes[end] in ("punct", "space") or r.low[end] == "e")
            ):
                return m
        return None

    def _by_means(self, slot: str, start: int, end: int, limit: int) -> Mention | None:
        """ "pareggia con X", "con un colpo di testa di X", "grazie a X", "ad opera di X", "firmato (da) X", "è di X"."""
        r = self.case.r
        for m in self.roles.nominals(r.sentence_of[start]):
            if m.kind != "person" or m.np_start < end:
                continue
            if m.np_start - end > 12 or any(r.low[k] in (";", ".", ":", "(", ")") for k in range(end, m.np_start)):
                return None
            before = r.low[m.prep_at - 1] if m.prep_at > end else ""
            if slot == "con":
                shot = (
                    m.prep == "di"
                    and "con" in r.low[max(end, m.prep_at - 7) : m.prep_at]
                    and not any(r.classes[k] == "verb" for k in range(max(end, m.prep_at - 5), m.prep_at))
                )
                if m.prep == "con" or shot:
                    return m
            elif slot == "opera":
                if m.prep and before in ("opera", "merito", "grazie", "parte", "firma", "firme", "piedi"):
                    return m
            else:
                first = next((r.low[k] for k in range(end, min(end + 7, m.np_start)) if r.low[k] in _SIGNED), "")
                if not first:
                    first = r.low[end] if end < limit else ""
                if first in _SIGNED and m.prep in ("", "da") and r.low[m.np_start - 1 - (m.prep != "")] in _SIGNED:
                    return m
                if (
                    first in ("è", "era", "fu", "porta", "portano")
                    and m.prep == "di"
                    and (before in ("è", "era", "fu", "ancora", "sempre", "firma", "firme"))
                    and m.np_start - end <= 6
                ):
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
        before = [
            m for m in roles.nominals(r.sentence_of[start]) if m.kind == "person" and m.end <= start and not m.prep
        ]
        return before[-1] if before else None
