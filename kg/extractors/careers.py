"""Affiliations told by career phrases: "tre stagioni alla Roma", "cresciuto nel Torino", "oggi al Como"."""

from __future__ import annotations

from functools import cache

from kg.extractors.case import Belongs, Case
from kg.extractors.roles import Roles
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_PAST_TENSES = frozenset({"past", "impf"})


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("careers")[name])


class CareerReader:
    """Reads career phrases into ``case.belongs``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles

    def run(self) -> None:
        """Look at every club of the story and at what stands before it."""
        for sentence in self.case.story():
            for club in self.case.in_sentence(sentence.index, "club"):
                if club.entity is None or club.form in ("ground", "stand", "region"):
                    continue
                self._club(club)
            self._coached(sentence.index)

    def _club(self, club: Mention) -> None:
        r = self.case.r
        sentence = r.sentence_of[club.start]
        start = r.sentences[sentence].start
        if not club.prep or club.governor < 0:
            self._shirt(club, sentence, start)
            return
        head = club.governor
        before = [r.low[k] for k in range(max(start, head - 5), head + 1)]
        clause = self.case.clause_at(club.start)
        if club.prep in ("a", "in", "con", "di") and r.low[head] in _words("chapters") and not self._future(clause):
            self._former(club, clause, head, "career.chapter")
        elif club.prep == "di" and any(w in _words("youth") for w in before[-3:]) and club.form != "town":
            self._former(club, clause, head, "career.youth")
        elif any(f.lemma in _words("beginnings") for f in r.verbs[head]) and club.prep in ("in", "da", "con", "a"):
            self._former(club, clause, head, "career.beginnings")
        elif r.low[head] in _words("present") and club.prep in ("a", "in", "di", "con"):
            self._current(club, clause, head)
        elif any(f.lemma in ("giocare", "militare") for f in r.verbs[head]) and club.prep in ("in", "con", "per", "a"):
            self._by_tense(club, clause)
        else:
            self._shirt(club, sentence, start)

    def _shirt(self, club: Mention, sentence: int, start: int) -> None:
        """ "ha vestito la maglia della Juventus"."""
        clause = self.case.clause_at(club.start)
        words = padded(self.case.r, max(start, club.np_start - 4), club.start)
        if clause is not None and clause.lemma in ("vestire", "indossare", "difendere") and any(w in words for w in (" maglia ", " casacca ", " colori ", " porta ")):
            self._by_tense(club, clause)

    def _by_tense(self, club: Mention, clause: Clause | None) -> None:
        if clause is None or clause.negated or clause.modality not in ("real",):
            return
        past = clause.form.mood == "part" or clause.form.tense in _PAST_TENSES
        person = self._person(club, clause, clause.verb)
        if person is not None:
            self._say(person, club, "former" if past else "current", "career.tense")

    @staticmethod
    def _future(clause: Clause | None) -> bool:
        return clause is not None and clause.modality != "real"

    def _former(self, club: Mention, clause: Clause | None, head: int, rule: str) -> None:
        person = self._person(club, clause, head)
        if person is not None:
            self._say(person, club, "former", rule)

    def _current(self, club: Mention, clause: Clause | None, head: int) -> None:
        person = self._nearest(club, head)
        if person is not None:
            self._say(person, club, "current", "career.present")

    def _person(self, club: Mention, clause: Clause | None, head: int) -> Mention | None:
        """Whose career: the noun phrase it hangs on, the subject of the clause, the nearest man before, the topic before."""
        people = [m for m in self.roles.nominals(self.case.r.sentence_of[club.start]) if m.kind == "person"]
        if clause is not None:
            subject = self.roles.subject(clause, inverted=False)
            if subject is not None and subject.kind == "person":
                return subject
        before = [m for m in people if m.end <= head]
        if before:
            return before[-1]
        after = [m for m in people if club.end <= m.np_start <= club.end + 3]
        return after[0] if after else None

    def _nearest(self, club: Mention, head: int) -> Mention | None:
        people = [m for m in self.roles.nominals(self.case.r.sentence_of[club.start]) if m.kind == "person" and m.end <= head and head - m.end <= 4]
        return people[-1] if people else None

    def _coached(self, sentence: int) -> None:
        """ "la formazione allenata da Simone Inzaghi": the team before the participle, the man after it."""
        r = self.case.r
        for clause in self.case.clauses(sentence):
            if clause.lemma not in _words("coached") or not clause.passive:
                continue
            agent = self.roles.agent(clause)
            if agent is None or agent.kind != "person" or agent.entity is None:
                continue
            agent.entity.vote("coach")
            before = [m for m in self.case.in_sentence(sentence) if m.end <= clause.group and clause.group - m.end <= 2 and m.kind in ("club", "group") and m.entity is not None]
            if before:
                self._add(agent.entity, before[-1].entity, "current", "coach", before[-1].start, agent.end, "career.coached")

    def _say(self, person: Mention, club: Mention, status: str, rule: str) -> None:
        if person.entity is None or club.entity is None:
            return
        capacity = person.entity.role if person.entity.role in ("coach", "executive") and status == "current" else "player"
        if status == "former" and person.entity.person is not None:
            capacity = _capacity_there(person.entity, club.entity.key) or capacity
        self._add(person.entity, club.entity, status, capacity, min(person.start, club.start), max(person.end, club.end), rule)

    def _add(self, person: Entity, club: Entity | None, status: str, capacity: str, start: int, end: int, rule: str) -> None:
        if club is None or club.kind != "club" or person.role in ("referee", "agent", "other"):
            return
        self.case.belongs.append(Belongs(person, club, status, capacity, start, end, rule, 0.85))


def _capacity_there(person: Entity, club: str) -> str | None:
    """What the gazetteer says he was at the club, where it knows one capacity only."""
    record = person.person
    found = {s.capacity for s in record.spells if s.club == club} if record else set()
    return found.pop() if len(found) == 1 else None
