"""Who does what in a clause: subject, object, agent and complements among the linked mentions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from kg.extractors.case import Case
from kg.language.clauses import Clause
from kg.lexicon import load
from kg.mentions.model import Mention
from kg.mentions.names import role_words

_PAUSE = frozenset([",", "(", ")", "-", "–", "—", ":", ";", "«", "»", "“", "”", '"'])

_ARTICLES = frozenset("il lo la l' i gli le un uno una un'".split())
_TIMES = frozenset(
    "minuto minuti volta volte sera stagione anno anni partita giornata settimana tempo domenica mese giorno notte inizio fine secondo primo stesso altro giro attimo".split()
)
#: Of a side that goes on with these, the name behind is the other side ("vince e affronterà il Cittadella").
_BETWEEN_SIDES = frozenset(
    "affrontare sfidare incontrare battere superare sconfiggere ospitare ricevere eliminare raggiungere".split()
)
_HE_WAS = frozenset("è e' era fu sarà stato stata stati".split())
_OBJECT_CLITICS = frozenset("lo la l' li le".split())
#: How far behind its verb a subject may stand: "pareggia in avvio di ripresa il rientrante Comi".
_INVERSION = 11


@cache
def _absolute() -> frozenset[str]:
    """Verbs that take no man as their object: who follows them is their subject."""
    return frozenset(load("incidents")["sets"]["absolute"])


_SPANS = frozenset("minuti minuto secondi giri poco giorni ore mesi anni subito istanti".split())
_PRONOUNS = frozenset("lo gli l' l’ gliel' glielo".split())


def _enclitic(word: str, clause: Clause) -> bool:
    """ "ad applaudirlo", "spiazzandolo": the pronoun at the end of an infinitive or gerund."""
    return clause.form.mood in ("inf", "ger") and word.endswith(("lo", "gli"))


class Roles:
    """Role look-ups over one case. Nominals are people, clubs and groups that stand by themselves."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._nominals: dict[int, list[Mention]] = {}
        self._subjects: dict[int, Mention | None] = {}
        self._role_words = role_words()

    def forget(self) -> None:
        """Drop what was worked out; call after mentions were added to the case."""
        self._nominals.clear()
        self._subjects.clear()

    def nominals(self, sentence: int) -> list[Mention]:
        """Return the free nominals of a sentence: not inside a group, linked or a group."""
        found = self._nominals.get(sentence)
        if found is None:
            everything = self.case.in_sentence(sentence)
            for m in everything:  # "due minuti dopo Quagliarella": the adverb is no preposition
                if m.prep in ("dopo", "prima") and m.prep_at > 0 and self.case.r.low[m.prep_at - 1] in _SPANS:
                    m.prep, m.prep_at, m.governor = "", -1, -1
            epithets = [m for m in everything if m.form == "epithet"]
            found = [
                m
                for m in everything
                if m.inside is None
                and (m.entity is not None or m.kind == "group")
                and m.form not in ("town", "ground", "stand", "region")
                and not any(e is not m and e.start <= m.start and m.end <= e.end for e in epithets)
            ]
            self._nominals[sentence] = found
        return found

    # -- subject ---------------------------------------------------------------------------------
    def subject(self, clause: Clause, inverted: bool = True) -> Mention | None:
        """Return the subject of the clause: before the verb, the antecedent of *che*, after the verb, or carried on.

        Args:
            clause: the clause.
            inverted: whether the verb lets its subject follow ("segna Lautaro").
        """
        key = clause.verb * 2 + inverted
        if key not in self._subjects:
            self._subjects[key] = None  # guards against cycles while it is worked out
            self._subjects[key] = self._subject(clause, inverted)
        return self._subjects[key]

    def _subject(self, clause: Clause, inverted: bool) -> Mention | None:
        nominals = self.nominals(clause.sentence)
        if clause.group > clause.start and self.case.r.low[clause.group - 1] == "chi":
            return None  # "chi fa gol": nobody in particular
        before = [
            m
            for m in nominals
            if clause.start <= m.np_start and m.end <= clause.group and not m.prep and not self._paired(m)
        ]
        follows_verb = clause.opener < 0 and self.case.clauses(clause.sentence)[0] is not clause
        if before and clause.form.mood not in ("ger", "inf") and not follows_verb:
            fitting = [m for m in before if self._agrees(clause, m)]
            if fitting:
                return fitting[-1]
        if clause.relative:
            antecedent = self._antecedent(clause, nominals)
            if antecedent is not None or self._thing_before(clause.opener):
                return antecedent
        if clause.reduced:
            direct = next((m for m in nominals if m.np_start == clause.verb + 1 and not m.prep), None)
            if clause.passive and direct is not None and direct.kind == "person":
                return direct  # "…, poi ammonito Bonucci"
            return self._modified(clause, nominals) or self._rated(clause, nominals)
        interrupted = self._interrupted(clause, nominals)
        if interrupted is not None:
            return interrupted
        if (
            clause.opener >= 0
            and self.case.r.low[clause.opener] in ("e", "ed", ",")
            and clause.opener + 1 == clause.group
            and not clause.reduced
        ):
            after = self._after(clause, nominals) if clause.lemma in _absolute() else None
            if after is not None:
                return after  # "apre Smalling, raddoppia Mancini"
            carried = self._carried_here(clause)  # "Pinamonti raccoglie l'invito e infila Silvestri"
            if carried is not None and (carried.kind == "person" or clause.lemma in _BETWEEN_SIDES):
                return carried
        if clause.form.mood == "inf":
            cleft = self.cleft(clause) or self.allowed(clause)
            if cleft is not None:
                return cleft
        if inverted and clause.form.mood not in ("ger", "inf"):
            if self._overt(clause):
                return None
            after = self._after(clause, nominals)
            if after is not None:
                return after
        return self._carried(clause)

    def _paired(self, m: Mention) -> bool:
        """One end of a match ("A sbloccare Milan-Inter ci pensa X") does nothing."""
        r = self.case.r
        joined = [k for k in (m.start - 1, m.end) if 0 < k < len(r.low) - 1 and r.low[k] in ("-", "–", "/")]
        return m.kind == "club" and any(
            other is not m and other.kind == "club" and (other.end == k or other.start == k + 1)
            for k in joined
            for other in self.case.in_sentence(r.sentence_of[m.start])
        )

    def _overt(self, clause: Clause) -> bool:
        """ "l'arbitro ammonisce X", "il portiere respinge": a common noun that no mention covers is the subject."""
        r = self.case.r
        k = clause.group - 1
        if clause.opener < 0 and self.case.clauses(clause.sentence)[0] is not clause:
            return False  # what stands there is the object of the verb before
        if any(r.low[j] in _OBJECT_CLITICS for j in range(clause.group, clause.verb)):
            return False  # "la gara la decide X"
        while k > clause.start and r.classes[k] == "adv":
            k -= 1
        while k > clause.start and r.classes[k] == "word" and r.classes[k - 1] == "word":
            k -= 1
        return (
            k > clause.start
            and r.classes[k] == "word"
            and r.low[k] not in _TIMES
            and r.low[k - 1] in _ARTICLES
            and (k - 2 < clause.start or r.classes[k - 2] != "prep")
        )

    def cleft(self, clause: Clause) -> Mention | None:
        """ "è Rossi a raddoppiare", "ad aprire le marcature è stato Verdi": the man that *essere* points at."""
        r = self.case.r
        opener = clause.group - 1
        if opener < 0 or r.low[opener] not in ("a", "ad"):
            return None
        nominals = [m for m in self.nominals(clause.sentence) if m.kind == "person" and not m.prep]
        before = [m for m in nominals if m.end <= opener]
        if (
            before
            and opener - before[-1].end <= 6
            and self.pointed_at(before[-1])
            and not any(r.classes[k] == "verb" for k in range(before[-1].end, opener))
        ):
            return before[-1]
        following = next((m for m in nominals if m.np_start > clause.verb), None)
        if following is None or not self.pointed_at(following):
            return None
        between = (c for c in self.case.clauses(clause.sentence) if clause.verb < c.verb < following.start)
        return following if all(c.reduced or c.form.mood == "inf" for c in between) else None

    def allowed(self, clause: Clause) -> Mention | None:
        """ "consente a Rossi di ribadire in rete", "costringe Verdi a uscire": the infinitive is done by the man of the verb before."""
        r = self.case.r
        before = [c for c in self.case.clauses(clause.sentence) if c.verb < clause.verb]
        opener = clause.group - 1
        if not before or opener < 0 or before[-1].lemma not in ("consentire", "permettere", "concedere", "costringere"):
            return None
        if before[-1].negated or before[-1].modality != "real" or r.low[opener] not in ("di", "a", "ad"):
            return None
        people = [m for m in self.nominals(clause.sentence) if before[-1].verb < m.start and m.end == opener]
        return people[-1] if people and people[-1].kind == "person" else None

    def pointed_at(self, m: Mention) -> bool:
        """Tell whether *essere* stands right before the man and points at him ("l'eroe è X")."""
        r = self.case.r
        k = m.np_start - 1
        floor = r.sentences[r.sentence_of[m.start]].start
        while k > floor and r.classes[k] == "adv" and r.low[k] not in _HE_WAS:
            k -= 1
        return k >= floor and r.low[k] in _HE_WAS and (k == floor or r.classes[k - 1] != "neg")

    def _interrupted(self, clause: Clause, nominals: list[Mention]) -> Mention | None:
        """ "al 63' Raspadori, su punizione, beffa Maignan": the subject stands before a phrase between commas."""
        r = self.case.r
        opener = clause.opener
        if (
            opener < 0
            or r.low[opener] not in (",", ")", "-", "–")
            or opener + 1 != clause.group
            or clause.form.mood in ("ger", "inf")
        ):
            return None
        floor = max(
            (
                c.verb + 1
                for c in self.case.clauses(clause.sentence)
                if c.verb < clause.verb and not c.reduced and not c.relative
            ),
            default=r.sentences[clause.sentence].start,
        )
        for m in nominals:
            if (
                floor <= m.np_start
                and m.end < opener
                and not m.prep
                and r.low[m.end] in (",", "(", "-", "–")
                and self._agrees(clause, m)
            ):
                first = self._past_club(m)
                heads = (
                    first == floor
                    or r.classes[first - 1] in ("punct", "cc", "sub", "adv", "num", "rel")
                    or r.low[first - 1] in ("ma", "poi")
                )
                if heads and m.np_start > floor:
                    return m
        return None

    def _past_club(self, m: Mention) -> int:
        """Return where the phrase begins, "l'ex viola" before the name included."""
        r = self.case.r
        first = m.np_start
        while any(c.start < first <= c.end for c in self.case.in_sentence(r.sentence_of[m.start], "club")):
            first -= 1
        if r.low[first - 1] != "ex":
            return m.np_start
        return first - 2 if r.low[first - 2] in _ARTICLES else first - 1

    def _antecedent(self, clause: Clause, nominals: list[Mention]) -> Mention | None:
        r = self.case.r
        opener = clause.opener
        for m in reversed(nominals):
            if m.end <= opener and (m.end == opener or (m.end == opener - 1 and r.low[m.end] in (",", "(", "-", "–"))):
                return m
        if opener >= 1 and r.low[opener - 1] in (
            "e",
            "ed",
            "ma",
            ",",
        ):  # "X, che … e che …": the antecedent of the first
            sentence = r.sentences[clause.sentence]
            for k in range(opener - 1, sentence.start, -1):
                if r.classes[k] == "rel":
                    return next((m for m in reversed(nominals) if k - 1 <= m.end <= k), None)
        return None

    def _modified(self, clause: Clause, nominals: list[Mention]) -> Mention | None:
        """A participle straight after a nominal modifies it: "Lautaro, servito da Barella"."""
        r = self.case.r
        for m in reversed(nominals):
            if m.end <= clause.group:
                gap = [r.low[k] for k in range(m.end, clause.group)]
                if all(w in _PAUSE or r.classes[m.end + n] in ("adv",) for n, w in enumerate(gap)):
                    return m
                return None
        return None

    def _rated(self, clause: Clause, nominals: list[Mention]) -> Mention | None:
        """ "Romero 6: ruvido, ammonito al 62'": on a ratings page the comment's participle is of the man rated."""
        rated = self.case.rated(clause.verb)
        if rated is None or any(m.end <= clause.group and m is not rated for m in nominals if m.kind == "person"):
            return None
        return rated

    def _after(self, clause: Clause, nominals: list[Mention]) -> Mention | None:
        r = self.case.r
        wide = clause.lemma in _absolute()
        verbs = {c.verb for c in self.case.clauses(clause.sentence)}
        for m in nominals:
            if m.np_start > clause.verb and m.start < clause.end:
                gap = range(clause.verb + 1, m.np_start)
                if any(r.low[k] in _PAUSE or k in verbs for k in gap):
                    return None
                if m.prep and wide and m.kind == "club":
                    continue  # "segna per il Parma X"
                if m.prep or len(gap) > (_INVERSION if wide else 3):
                    return None
                if not wide and any(r.classes[k] == "prep" for k in gap):
                    return None
                return m if self._agrees(clause, m) else None
        return None

    def _thing_before(self, opener: int) -> bool:
        """ "la palla che ribalta la partita": the relative hangs on a common noun."""
        r = self.case.r
        return (
            r.low[opener] == "che"
            and opener >= 1
            and r.classes[opener - 1] == "word"
            and r.low[opener - 1] not in self._role_words
        )

    def _common_subject(self, clause: Clause) -> bool:
        """A common noun stands in subject place ("il pareggio arriva"): nobody is carried on."""
        r = self.case.r
        for k in range(clause.group - 1, max(clause.start, clause.group - 8), -1):
            noun = r.classes[k] == "word" or (r.classes[k] == "verb" and r.low[k - 1] in _ARTICLES)
            if not noun and r.classes[k] in ("punct", "verb"):
                return False
            if noun and r.low[k - 1] in _ARTICLES and r.low[k] not in _TIMES and r.low[k] not in self._role_words:
                return r.classes[k - 2] != "prep" if k - 2 >= clause.start else True
        return False

    def _carried(self, clause: Clause) -> Mention | None:
        """Carry the subject on from the clause before, else from the head of the sentence, else from the sentence before."""
        if self._common_subject(clause):
            return None
        here = self._carried_here(clause)
        if here is not None:
            return here
        if clause.form.mood == "ger" or (clause.reduced and not clause.passive):
            return None
        return self._previous_topic(clause)

    def _carried_here(self, clause: Clause) -> Mention | None:
        siblings = self.case.clauses(clause.sentence)
        place = siblings.index(clause)
        for other in reversed(siblings[:place]):
            if other.relative and clause.opener >= 0 and not clause.relative and self.case.r.low[clause.opener] == ",":
                continue
            if other.reduced or (other.modality == "subjunctive" and clause.modality != "subjunctive"):
                continue  # "aspetta che il portiere si muova e lo spiazza": the indicative goes on from the indicative
            subject = self.subject(other)
            if subject is not None and self._agrees(clause, subject):
                return subject
        after = self._thinks_of_it(clause, siblings[place + 1 :])
        if after is not None:
            return after
        head = [m for m in self.nominals(clause.sentence) if m.end <= clause.group and not m.prep]
        return next((m for m in head if self._agrees(clause, m)), None)

    def _thinks_of_it(self, clause: Clause, later: list[Clause]) -> Mention | None:
        """ "A sbloccare la gara ci pensa Calhanoglu": the infinitive's subject stands behind the verb that follows."""
        if clause.form.mood != "inf" or not later or later[0].lemma not in ("pensare", "provvedere"):
            return None
        return self._after(later[0], self.nominals(clause.sentence))

    def _previous_topic(self, clause: Clause) -> Mention | None:
        """A sentence without a subject of its own goes on about the subject of the one before."""
        if clause.number == "p":
            return None
        rated = self.case.rated(clause.verb)
        if rated is not None:
            return rated
        sentence = clause.sentence - 1
        if sentence < 0 or self.case.r.sentences[sentence].noise or self.case.r.sentences[sentence].zone != "text":
            return None
        for other in self.case.clauses(sentence):
            if not other.relative and not other.reduced and other.form.mood not in ("ger", "inf"):
                subject = self._subjects.get(other.verb * 2 + 1) or self.subject(other)
                if subject is not None and subject.kind == "person":
                    return subject
        people = [m for m in self.nominals(sentence) if m.kind == "person"]
        return people[0] if len({m.entity for m in people}) == 1 else None

    def _agrees(self, clause: Clause, mention: Mention) -> bool:
        if clause.number == "p":
            return mention.kind == "group" or mention.plural or self._one_of_several(mention)
        return not (clause.number == "s" and mention.plural and mention.kind == "club")

    def _one_of_several(self, mention: Mention) -> bool:
        """ "segnano X e Y": names joined by *e* are a plural."""
        r = self.case.r
        limit = len(r.low)
        if mention.kind != "person":
            return False
        after = r.low[mention.end] if mention.end < limit else ""
        return (
            after in ("e", "ed")
            or (mention.np_start > 0 and r.low[mention.np_start - 1] in ("e", "ed"))
            or (after == "," and mention.end + 1 < limit and r.classes[mention.end + 1] == "name")
        )

    # -- other roles -----------------------------------------------------------------------------
    def object(self, clause: Clause) -> Mention | None:
        """Return the bare nominal after the verb that is not the subject."""
        subject = self.subject(clause)
        r = self.case.r
        for m in self.nominals(clause.sentence):
            if m.np_start > clause.verb and m.end <= clause.end and not m.prep and m is not subject:
                if any(r.classes[k] == "punct" and r.low[k] in (";", ":", "(") for k in range(clause.verb, m.np_start)):
                    return None
                return m
        return None

    def clitic(self, clause: Clause) -> Mention | None:
        """Return the man a pronoun of the verb group means ("lo stende", "gli ha negato", "lo hanno fischiato"): the last man told."""
        r = self.case.r
        floor = r.sentences[clause.sentence].start
        words = [r.low[k] for k in range(max(floor, clause.group - 1), clause.verb)]
        if not any(w in _PRONOUNS for w in words) and not _enclitic(r.low[clause.verb], clause):
            return None
        subject = self.subject(clause)
        taken = subject.entity if subject is not None else None
        before = [
            m
            for m in self.nominals(clause.sentence)
            if m.kind == "person" and m.end <= clause.group and m.entity is not taken and m.entity is not None
        ]
        if before:
            return before[-1]
        for index in range(clause.sentence - 1, max(-1, clause.sentence - 4), -1):
            if r.sentences[index].noise:
                break
            topic = self.topic(index)
            if topic is not None and topic.entity is not taken:
                return topic
            people = [m for m in self.nominals(index) if m.kind == "person" and m.entity is not taken]
            if people:
                return people[-1]
        return None

    def topic(self, sentence: int) -> Mention | None:
        """Return the man who is subject of the sentence's first main clause."""
        for clause in self.case.clauses(sentence):
            if not clause.relative and not clause.reduced and clause.form.mood not in ("ger", "inf"):
                subject = self.subject(clause)
                if (
                    subject is not None
                    and subject.kind == "person"
                    and self.case.r.sentence_of[subject.start] == sentence
                ):
                    return subject
        return None

    def agent(self, clause: Clause) -> Mention | None:
        """Return the *da* complement of the verb ("trasformato da Hakan Calhanoglu")."""
        return self.complement(clause.verb, clause.end, ("da",), kinds=("person", "group", "club"))

    def complement(
        self, token: int, limit: int, preps: Iterable[str], kinds: Iterable[str] = ("person",), reach: int = 8
    ) -> Mention | None:
        """Return the first nominal after ``token`` under one of the prepositions, no verb or full pause between."""
        r = self.case.r
        wanted, allowed = set(preps), set(kinds)
        for m in self.nominals(r.sentence_of[token]):
            if m.np_start <= token or m.np_start >= limit:
                continue
            if m.np_start - token > reach:
                return None
            between = r.low[token + 1 : m.np_start]
            if any(w in (";", ".", ":") for w in between) or (")" in between and "(" not in between):
                return None
            if m.prep in wanted and m.kind in allowed:
                return m
        return None

    def _beaten(self, m: Mention) -> bool:
        """ "su rigore, Zoet spiazzato": the man with his own participle is whom it was done to."""
        r = self.case.r
        return any(c.reduced and c.passive and c.verb == m.end for c in self.case.clauses(r.sentence_of[m.start]))

    def beside(
        self, start: int, end: int, kinds: Iterable[str] = ("person",), after_only: bool = False
    ) -> Mention | None:
        """Return the bare nominal directly after (or before) a phrase: "In gol Lautaro", "Lautaro in gol"."""
        r = self.case.r
        nominals = [m for m in self.nominals(r.sentence_of[start]) if m.kind in set(kinds)]
        for m in nominals:
            if (
                m.np_start >= end
                and m.np_start - end <= 2
                and not m.prep
                and not any(r.classes[k] in ("verb", "prep", "rel", "sub") for k in range(end, m.np_start))
                and not self._beaten(m)
            ):
                return m
        for m in reversed(nominals if not after_only else []):
            gap = range(m.end, start)
            if (
                m.end <= start
                and start - m.end <= 2
                and not m.prep
                and not any(r.classes[k] in ("verb", "aux", "cc", "prep") for k in gap)
            ):
                return m
        return None
