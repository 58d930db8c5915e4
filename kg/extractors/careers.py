"""Affiliations told by career phrases: "tre stagioni alla Roma", "cresciuto nel Torino", "oggi al Como".

A club counts for the man whose career the clause tells: its subject, the noun the participle stands with, or the man the
sentences before are about; in an interview who speaks.
"""

from __future__ import annotations

from functools import cache

from kg.extractors.benches import BenchReader
from kg.extractors.case import Belongs, Case
from kg.extractors.interviews import first_person, interviewee
from kg.extractors.roles import Roles
from kg.extractors.stints import told_stint
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_PAST_TENSES = frozenset({"past", "impf"})
_PLACES = frozenset({"ground", "stand", "region"})
_LIST = frozenset(
    [
        ",",
        "e",
        "ed",
        "poi",
        "quindi",
        "infine",
        "prima",
        "anche",
        "il",
        "lo",
        "la",
        "l'",
        "al",
        "allo",
        "alla",
        "all'",
        "nel",
        "nella",
        "nell'",
        "con",
        "di",
        "del",
        "della",
        "dell'",
        "a",
        "in",
        "un",
        "uno",
        "una",
    ]
)
#: "quando era al Bari", "stavo alla Roma": where somebody was.
_WAS = frozenset("stava era giocava militava allenava ero stavo giocavo militavo allenavo eravamo erano".split())
_ARTICLES = frozenset(["il", "lo", "la", "l'", "un", "suo", "con"])


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("careers")[name])


class CareerReader:
    """Reads career phrases into ``case.belongs``."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self.speaker = interviewee(case)

    def run(self) -> None:
        """Look at every club of the story and at what stands before it."""
        for sentence in self.case.story():
            done: set[Mention] = set()
            clubs = [
                c
                for c in self.case.in_sentence(sentence.index, "club")
                if c.entity is not None and c.form not in _PLACES
            ]
            for club in clubs:
                if club not in done:
                    self._club(club, clubs, done)
            self._coached(sentence.index)
        BenchReader(self.case, self.roles).run()

    def _club(self, club: Mention, clubs: list[Mention], done: set[Mention]) -> None:
        found = self._status(club)
        if found is None:
            return
        status, head, rule = found
        person = self._person(club, head)
        if person is None:
            return
        if status == "open":  # the words leave the time open: the gazetteer knows whether he is still there
            status = self._by_spells(person, club) or ""
            if not status:
                return
        chain = [club, *self._list_after(club, clubs)] if status == "former" else [club]
        if status == "former" and not self._has_verb(club.sentence):
            chain = [*[c for c in clubs if c.end <= club.start and not c.prep], *chain]
        for c in chain:
            done.add(c)
            self._say(person, c, status, rule)

    # -- what the words say ----------------------------------------------------------------------
    def _status(self, club: Mention) -> tuple[str, int, str] | None:
        """Return status, the token the club hangs on, and the rule: a phrase of the noun, else what the verb tells."""
        return self._noun_phrase(club) or told_stint(self.case, club, self.case.clause_at(club.start))

    def _noun_phrase(self, club: Mention) -> tuple[str, int, str] | None:
        """Return status, the token the club hangs on, and the rule; ``None`` where it is no career."""
        r = self.case.r
        start = r.sentences[r.sentence_of[club.start]].start
        clause = self.case.clause_at(club.start)
        inverted = self._inverted(club)
        if inverted is not None:
            return inverted
        if not club.prep and club.start > start and r.low[club.start - 1] == "scuola":
            return ("former", club.start - 1, "career.youth")
        if not club.prep or club.governor < 0:
            return self._coaches(club, clause) or self._shirt(club, clause, start)
        if self._doubtful(clause):
            return None
        head = club.governor
        word = r.low[head]
        if (
            word in ("scorso", "scorsa", "passata", "precedente")
            and r.low[head - 1] in ("anno", "stagione")
            and club.prep in ("a", "in", "con")
        ):
            return ("former", head, "career.chapter")
        if self._chapter(club, head, start):
            return ("former", head, "career.chapter")
        youth = self._youth(club, head, start)
        if youth is not None:
            return (youth, head, "career.youth")
        if self._beginning(club, head):
            return ("former", head, "career.beginnings")
        if word in _words("present") and club.prep in ("a", "in", "di", "con"):
            return ("current", head, "career.present")
        if (
            clause is not None
            and (clause.verb == head or clause.start <= club.np_start < clause.group)
            and clause.lemma in ("giocare", "militare")
            and club.prep in ("in", "con", "per", "a")
        ):
            return self._by_tense(clause, head, "career.tense")
        if word == "parte" and club.prep == "di" and head and r.low[head - 1] in ("faceva", "fece", "fa"):
            return ("current" if r.low[head - 1] == "fa" else "former", head, "career.part")
        if (
            word in _WAS
            and club.prep in ("a", "in", "con")
            and (word.endswith("o") or "quando" in r.low[max(start, head - 3) : head])
        ):
            return ("former", head, "career.when")
        if word == "passi" and head and r.low[head - 1] == "primi":
            return ("former", head, "career.beginnings")
        if clause is not None and clause.lemma in ("rinnovare", "prolungare", "rinnovo") and club.prep == "con":
            return ("current", clause.verb, "career.contract")
        return self._shirt(club, clause, start)

    def _chapter(self, club: Mention, head: int, start: int) -> bool:
        """ "quattro stagioni al Genoa", "con un passato nell'Atalanta", "dopo il prestito alla Fiorentina"."""
        low = self.case.r.low
        word = low[head]
        window = low[max(start, head - 6) : head]
        before = window[-1] if window else ""
        if word == "prestito":
            return club.prep == "a" and any(w in window for w in ("dopo", "dal", "fine", "reduce", "ritorno"))
        if word not in _words("chapters") or club.prep not in ("a", "in", "con", "di"):
            return False
        if any(
            w.startswith(("quest", "prossim", "prim", "second", "terz", "quart", "quint", "attual"))
            for w in window[-2:]
        ):
            return False
        if word == "passato":  # "X, con un passato alla Roma": whose, only where the name stands straight before
            whose = [m for m in self.case.in_sentence(club.sentence, "person") if head - 4 <= m.end <= head - 2]
            return before in ("un", "suo", "lungo", "breve") and (before == "suo" or bool(whose))
        if club.prep == "di":
            return (
                word in ("anni", "stagioni", "mesi", "campionati")
                and len(window) > 0
                and (before.isdigit() or before in _words("numbers"))
                and club.form in ("name", "colour")
            )
        return True

    def _youth(self, club: Mention, head: int, start: int) -> str | None:
        """ "cresciuto nelle giovanili della Roma" is former, "un mediano della Primavera della Fiorentina" current."""
        low = self.case.r.low
        window = low[max(start, head - 6) : head + 1]
        if club.prep != "di" or club.form == "town" or not any(w in _words("youth") for w in window[-2:]):
            return None
        grown = any(
            w.startswith(
                (
                    "cresciut",
                    "format",
                    "iniziat",
                    "cominciat",
                    "provenient",
                    "uscit",
                    "prodott",
                    "scuola",
                    "dal",
                    "lanciat",
                    "tirat",
                )
            )
            for w in window
        )
        return (
            "former"
            if grown
            else "current"
            if any(w in ("della", "della", "nella", "gioca") for w in window[:-1])
            else None
        )

    def _beginning(self, club: Mention, head: int) -> bool:
        r = self.case.r
        if club.prep not in ("in", "da", "con", "a") or not any(f.lemma in _words("beginnings") for f in r.verbs[head]):
            return False
        return any(f.mood == "part" or f.tense in _PAST_TENSES for f in r.verbs[head])

    def _shirt(self, club: Mention, clause: Clause | None, start: int) -> tuple[str, int, str] | None:
        """ "ha vestito la maglia della Juventus"."""
        words = padded(self.case.r, max(start, club.np_start - 5), club.start)
        worn = any(w in words for w in (" maglia ", " maglie ", " casacca ", " casacche ", " colori ", " porta "))
        if (
            worn
            and clause is not None
            and clause.lemma in ("vestire", "indossare", "difendere")
            and not self._doubtful(clause)
        ):
            return self._by_tense(clause, clause.verb, "career.tense")
        return None

    def _coaches(self, club: Mention, clause: Clause | None) -> tuple[str, int, str] | None:
        """ "ha allenato il Bari": the bare club after the verb."""
        if (
            clause is None
            or clause.lemma not in _words("coached")
            or clause.passive
            or club.form in ("region", "town")
            or self._doubtful(clause)
        ):
            return None
        gap = self.case.r.low[clause.verb + 1 : club.np_start]
        if not clause.verb < club.start or any(w not in _LIST and w not in ("le", "tra", "altre", "pure") for w in gap):
            return None
        if clause.lemma != "allenare" and not (clause.form.mood == "part" or clause.form.tense in _PAST_TENSES):
            return None  # "guida l'attacco" is told of players; of the bench the past is
        return self._by_tense(clause, clause.verb, "career.coach")

    def _inverted(self, club: Mention) -> tuple[str, int, str] | None:
        """ "che del Parma è un ex", "del Vicenza è stato il bomber"."""
        low = self.case.r.low
        k = club.end
        limit = self.case.r.sentences[self.case.r.sentence_of[club.start]].end
        if club.prep != "di" or k >= limit or low[k] not in ("è", "era", "fu", "resta"):
            return None
        past = low[k] in ("era", "fu")
        k += 1
        while k < limit and low[k] in ("stato", "anche", "un", "il", "l'", "lo", "già", "stata", "pure", "grande"):
            past = past or low[k] == "stato"
            k += 1
        if k < limit and low[k] == "ex":
            return ("former", club.prep_at - 1, "career.inverted")
        if k < limit and low[k] in _words("belongings"):
            return ("former" if past else "current", club.prep_at - 1, "career.inverted")
        return None

    @staticmethod
    def _doubtful(clause: Clause | None) -> bool:
        return clause is not None and (clause.negated or clause.modality not in ("real",))

    def _by_tense(self, clause: Clause, head: int, rule: str) -> tuple[str, int, str]:
        past = clause.form.mood in ("part", "inf") or clause.form.tense in _PAST_TENSES
        then = any(
            self.case.r.low[k] in ("poi", "quindi", "successivamente")
            for k in range(clause.verb + 1, min(clause.end, clause.verb + 3))
        )
        return ("former" if past or then else "current", head, rule)

    def _by_spells(self, person: Mention, club: Mention) -> str | None:
        record, year = person.entity.person if person.entity else None, self.case.year
        if record is None or club.entity is None or year is None:
            return None
        spells = [s for s in record.spells if s.club == club.entity.key and (s.since is None or s.since <= year)]
        return None if not spells else "current" if any(s.covers(year) for s in spells) else "former"

    # -- lists -----------------------------------------------------------------------------------
    def _list_after(self, club: Mention, clubs: list[Mention]) -> list[Mention]:
        """ "due anni al Teramo, la Reggiana": the list goes on with nothing but articles and further chapters between."""
        low = self.case.r.low
        found: list[Mention] = []
        last = club
        for c in clubs:
            if c.start <= last.start:
                continue
            gap = low[last.end : c.start]
            if not gap or gap[0] not in (",", "e", "ed", "poi"):
                break
            if (
                any(
                    w not in _LIST and w not in _words("chapters") and w not in _words("numbers") and not w.isdigit()
                    for w in gap
                )
                or "contro" in gap
            ):
                break
            found.append(c)
            last = c
        return found

    def _has_verb(self, sentence: int) -> bool:
        return any(c.form.mood != "part" or not c.reduced for c in self.case.clauses(sentence))

    # -- whose -----------------------------------------------------------------------------------
    def _person(self, club: Mention, head: int) -> Mention | None:
        """Whose career: the noun a participle stands with, the subject of the clause, the nearest man before, the topic."""
        r = self.case.r
        sentence = r.sentence_of[club.start]
        people = [m for m in self.roles.nominals(sentence) if m.kind == "person"]
        clause = self.case.clause_at(head) if head >= 0 else None
        before = [m for m in people if m.end <= head]
        if head >= 0 and r.low[head] == "che" and (not before or before[-1].end < head - 1):
            return None  # the antecedent is nobody the text names
        if before and self._leads(before[-1], head):
            return before[-1]
        if clause is not None:
            subject = self.roles.subject(clause, inverted=False)
            if subject is not None and subject.kind == "person":
                return subject
        if before and not (clause is not None and clause.form.mood == "ind" and first_person(self.case, sentence)):
            return before[-1]
        after = [m for m in people if club.end <= m.np_start <= club.end + 3]
        if after:
            return after[0]
        return self._topic(sentence)

    def _leads(self, m: Mention, head: int) -> bool:
        """Nothing but a comma and the words of the phrase lie between the name and its career."""
        r = self.case.r
        gap = range(m.end, head)
        return (
            len(gap) <= 6
            and not any(r.classes[k] in ("verb", "rel", "aux") for k in gap if k != head)
            and (not gap or r.low[m.end] in (",", "(", "-", "–", ":"))
        )

    def _topic(self, sentence: int) -> Mention | None:
        """A sentence without a man of its own: who speaks in an interview, else the man the sentence before is about."""
        if self.speaker is not None and (first_person(self.case, sentence) or not self._has_verb(sentence)):
            return self.speaker.mentions[0] if self.speaker.mentions else None
        for index in (sentence - 1, sentence - 2):
            if index < 0 or self.case.r.sentences[index].noise:
                return None
            people = [m for m in self.roles.nominals(index) if m.kind == "person"]
            bare = [m for m in people if not m.prep]
            if len({m.entity for m in bare}) == 1:
                return bare[0]
            if people:
                return None
        return None

    # -- coaches ---------------------------------------------------------------------------------
    def _coached(self, sentence: int) -> None:
        """ "la formazione allenata da Simone Inzaghi": the team before the participle, the man after it."""
        for clause in self.case.clauses(sentence):
            if clause.lemma not in _words("coached") or not clause.passive:
                continue
            agent = self.roles.agent(clause)
            if agent is None or agent.kind != "person" or agent.entity is None:
                continue
            agent.entity.vote("coach")
            before = [
                m
                for m in self.case.in_sentence(sentence)
                if m.end <= clause.group
                and clause.group - m.end <= 2
                and m.kind in ("club", "group")
                and m.entity is not None
            ]
            if before:
                self._add(
                    agent.entity, before[-1].entity, "current", "coach", before[-1].start, agent.end, "career.coached"
                )

    def _say(self, person: Mention, club: Mention, status: str, rule: str) -> None:
        if person.entity is None or club.entity is None:
            return
        capacity = (
            person.entity.role if person.entity.role in ("coach", "executive") and status == "current" else "player"
        )
        if status == "former" and person.entity.person is not None:
            capacity = _capacity_there(person.entity, club.entity.key) or capacity
        if rule == "career.coach":
            capacity = "coach"
        self._add(
            person.entity, club.entity, status, capacity, min(person.start, club.start), max(person.end, club.end), rule
        )

    def _add(
        self, person: Entity, club: Entity | None, status: str, capacity: str, start: int, end: int, rule: str
    ) -> None:
        if club is None or club.kind != "club" or person.role in ("referee", "agent", "other"):
            return
        if self.case.r.sentence_of[start] != self.case.r.sentence_of[end - 1]:  # told about the man of another sentence
            s = self.case.r.sentences[self.case.r.sentence_of[end - 1]]
            start = max(start, s.start)
        self.case.belongs.append(Belongs(person, club, status, capacity, start, end, rule, 0.85))


def _capacity_there(person: Entity, club: str) -> str | None:
    """What the gazetteer says he was at the club, where it knows one capacity only."""
    record = person.person
    found = {s.capacity for s in record.spells if s.club == club} if record else set()
    return found.pop() if len(found) == 1 else None
