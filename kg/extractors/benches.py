"""Changes on the bench: who is dismissed, who takes over, at which club. They are affiliations, never transfers."""

from __future__ import annotations

from functools import cache

from kg.extractors.case import Belongs, Case
from kg.extractors.roles import Roles
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_NAMED = frozenset({"name", "nick", "colour", "demonym"})
_MOVES = frozenset({"passare", "finire", "andare", "tornare", "ritornare", "approdare", "sbarcare", "scegliere"})
_BEFORE = 3


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("careers")["benches"][name])


class BenchReader:
    """Reads dismissals and appointments of coaches into ``case.belongs``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles

    def run(self) -> None:
        """Go through the sentences that name a coach."""
        for sentence in self.case.story():
            coaches = [m for m in self.roles.nominals(sentence.index) if m.kind == "person" and self._coach(m)]
            text = padded(self.case.r, sentence.start, sentence.end) if coaches else ""
            news = self._tells_of_benches(text)
            if not coaches:
                continue
            for clause in self.case.clauses(sentence.index):
                self._dismissed(clause)
                self._appointed(clause)
                self._moved(clause)
            for coach in coaches:
                self._gone(coach)
                self._seated(coach, news)
            self._replaced(sentence.index, coaches)

    @staticmethod
    def _tells_of_benches(text: str) -> bool:
        return any(f" {w} " in text for w in _words("seats"))

    @staticmethod
    def _coach(m: Mention | None) -> bool:
        if m is None or m.kind != "person" or m.entity is None:
            return False
        entity = m.entity
        return (
            entity.role == "coach"
            or m.role_word in ("tecnico", "allenatore", "mister")
            or (entity.person is not None and "coach" in entity.person.roles and not entity.votes.get("player"))
        )

    # -- going -----------------------------------------------------------------------------------
    def _dismissed(self, clause: Clause) -> None:
        """ "il Lecce ha esonerato Gotti", "Gautieri è stato sollevato dall'incarico"."""
        sacked, parted = clause.lemma in _words("sacked"), clause.lemma in _words("parted")
        if not (sacked or parted) or clause.negated or clause.modality != "real":
            return
        if clause.passive:
            man = self.roles.subject(clause) if not clause.reduced else self._beside(clause)
            club = self._complement_club(clause, ("da",))
        else:
            man, subject = self.roles.object(clause), self.roles.subject(clause)
            club = subject if subject is not None and subject.kind == "club" else None
            if parted and club is None:
                return
        if self._coach(man):
            self._former(man, club.entity if club is not None else self._club_at(clause.verb))

    def _beside(self, clause: Clause) -> Mention | None:
        subject = self.roles.subject(clause, inverted=False)
        return subject if self._coach(subject) else self.roles.beside(clause.verb, clause.verb + 1, after_only=True)

    def _gone(self, coach: Mention) -> None:
        """ "l'esonero di Juric", "le dimissioni di X", "il dimissionario Donadoni", "fresco di esonero dal Wuhan"."""
        r = self.case.r
        low = r.low
        if coach.start and low[coach.start - 1] in _words("gone_adjectives"):
            self._former(coach, self._club_at(coach.start))
        elif coach.prep in ("di", "per", "a") and coach.governor >= 0 and low[coach.governor] in _words("gone"):
            inside = [
                c
                for c in self._clubs(coach.sentence)
                if c.prep in ("a", "da") and (c.governor == coach.governor or 0 <= c.prep_at - coach.end <= 1)
            ]
            self._former(coach, inside[0].entity if inside else self._club_at(coach.governor))
        for club in self._clubs(coach.sentence):
            if (
                club.prep == "da"
                and club.governor >= 0
                and low[club.governor] in ("esonero", "esonerato", "licenziamento", "dimissioni", "cinese")
                and coach.end <= club.governor
                and club.governor - coach.end <= 6
            ):
                self._former(coach, club.entity)

    # -- coming ----------------------------------------------------------------------------------
    def _appointed(self, clause: Clause) -> None:
        """ "per affidarsi a Giampaolo", "la panchina è stata affidata a X", "il Bari ha richiamato X"."""
        if clause.negated or clause.modality not in ("real", "future"):
            return
        if clause.lemma in _words("entrusts"):
            man = self.roles.complement(clause.verb, self.case.r.sentences[clause.sentence].end, ("a", "su"), reach=5)
            if self._coach(man):
                self._current(man, self._club_at(clause.verb))
        elif clause.lemma in _words("takes") and not clause.passive:
            man, subject = self.roles.object(clause), self.roles.subject(clause)
            if self._coach(man) and subject is not None and subject.kind == "club":
                self._current(man, subject.entity)

    def _moved(self, clause: Clause) -> None:
        """ "Juric ha scelto il Genoa", "Gasperini, a sua volta finito all'Atalanta"."""
        if clause.lemma not in _MOVES or clause.negated or clause.modality != "real" or clause.form.mood == "inf":
            return
        man = self.roles.subject(clause, inverted=False)
        if not self._coach(man):
            return
        club = self.roles.object(clause) if clause.lemma == "scegliere" else self._complement_club(clause, ("a", "in"))
        if club is not None and club.kind == "club" and club.form in _NAMED:
            self._current(man, club.entity)

    def _seated(self, coach: Mention, news: bool) -> None:
        """ "torna sulla panchina del Lecce", "in panchina ecco Nicola", "tornato in bianconero"."""
        if not news:
            return
        r = self.case.r
        s = r.sentences[coach.sentence]
        text = padded(r, s.start, s.end)
        for club in self._clubs(coach.sentence):
            seat = club.governor if club.prep == "di" else club.start - 1
            if not (club.prep == "di" or club.form == "colour") or seat < s.start or r.low[seat] not in _words("seats"):
                continue
            leaving = any(
                r.low[k] in ("lascia", "lasciato", "lasciare", "addio", "via", "perso", "ex")
                for k in range(max(s.start, seat - 5), seat)
            )
            clause = self.case.clause_at(seat)
            subject = self.roles.subject(clause) if clause is not None else None
            if subject is not None and subject.entity is not coach.entity:
                continue
            if leaving:
                self._former(coach, club.entity)
            else:
                self._current(coach, club.entity)
                if any(
                    f" {w} {n} " in text
                    for w in ("seconda", "terza", "quarta")
                    for n in ("avventura", "esperienza", "volta")
                ):
                    self._former(coach, club.entity)
        before = r.low[max(s.start, coach.np_start - 3) : coach.np_start]
        if "panchina" in before and any(w in before for w in ("ecco", "c'è", "arriva", "va")):
            self._current(coach, self._club_at(coach.start))

    # -- one for another -------------------------------------------------------------------------
    def _replaced(self, sentence: int, coaches: list[Mention]) -> None:
        """ "subentra a Gasperini", "ha preso il posto del dimissionario Donadoni", "al posto di X"."""
        r = self.case.r
        for old in coaches:
            clause = self.case.clause_at(old.start)
            verb = clause.lemma if clause is not None else ""
            head = old.governor
            verbal = (
                clause is not None
                and verb in _words("replaces")
                and clause.verb < old.start
                and old.start - clause.verb <= 6
                and (old.prep == "a" or (not old.prep and verb in ("sostituire", "rilevare", "rimpiazzare")))
            )
            nominal = (
                old.prep == "di"
                and head > 0
                and r.low[head] in ("posto", "luogo")
                and r.low[head - 1] in ("il", "al", "in")
            )
            if not (verbal or nominal):
                continue
            new = next(
                (
                    m
                    for m in (self._newcomer(clause, old), *reversed([c for c in coaches if c.end <= old.np_start]))
                    if self._coach(m) and m is not None and m.entity is not old.entity
                ),
                None,
            )
            if new is None:
                continue
            club = self._coached(new) or self._club_at(old.start)
            self._current(new, club)
            self._former(old, club)

    def _newcomer(self, clause: Clause | None, old: Mention) -> Mention | None:
        if clause is None:
            return None
        subject = self.roles.subject(clause)
        return subject if subject is not old else None

    def _coached(self, new: Mention) -> Entity | None:
        """The club the words have just made him coach of, in this sentence or before."""
        found = [
            b.club
            for b in self.case.belongs
            if b.person is new.entity and b.status == "current" and b.capacity == "coach"
        ]
        return found[-1] if found else None

    # -- the club --------------------------------------------------------------------------------
    def _clubs(self, sentence: int) -> list[Mention]:
        return [m for m in self.case.in_sentence(sentence, "club") if m.entity is not None and m.form in _NAMED]

    def _complement_club(self, clause: Clause, preps: tuple[str, ...]) -> Mention | None:
        return self.roles.complement(clause.verb, clause.end, preps, kinds=("club",), reach=5)

    def _club_at(self, token: int) -> Entity | None:
        """The club the place speaks of: the last bare one before it in the sentence, else the first, else of the sentences before."""
        sentence = self.case.r.sentence_of[token]
        here = self._clubs(sentence)
        subjects = [c for c in here if c.end <= token and c.prep in ("", "a", "in")]
        if subjects:
            return subjects[-1].entity
        owned = [c for c in here if c.end <= token]
        if owned:
            return owned[-1].entity
        for index in range(sentence - 1, max(-1, sentence - _BEFORE - 1), -1):
            before = [c for c in self._clubs(index) if c.prep in ("", "di", "a", "in")]
            if len({c.entity for c in before}) == 1:
                return before[0].entity
            if before:
                return None
        following = {c.entity for c in here}
        return following.pop() if len(following) == 1 else None

    # -- rows ------------------------------------------------------------------------------------
    def _former(self, man: Mention | None, club: Entity | None) -> None:
        self._add(man, club, "former", "bench.left")

    def _current(self, man: Mention | None, club: Entity | None) -> None:
        self._add(man, club, "current", "bench.taken")

    def _add(self, man: Mention | None, club: Entity | None, status: str, rule: str) -> None:
        if man is None or man.entity is None or club is None or club.kind != "club":
            return
        man.entity.vote("coach")
        self.case.belongs.append(Belongs(man.entity, club, status, "coach", man.start, man.end, rule, 1.0))
