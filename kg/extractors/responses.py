"""What an incident sets off: fans who whistle or applaud, opponents who confront a man."""

from __future__ import annotations

from functools import cache

from kg.extractors.case import Case, Said
from kg.extractors.gestures import hero
from kg.extractors.incidents import IncidentReader
from kg.extractors.roles import Roles
from kg.extractors.time import is_past
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_FANS_OF_HIS_PAST = (
    " suoi ex tifosi ",
    " ex tifosi ",
    " vecchi tifosi ",
    " suoi vecchi ",
    " suo passato ",
    " sua ex ",
    " suo ex pubblico ",
    " vecchia curva ",
    " ex pubblico ",
    " suo vecchio ",
)

_SCENE = frozenset(
    {"goal", "penalty_goal", "disallowed_goal", "celebration", "muted_celebration", "substitution", "penalty_missed"}
)


@cache
def _phrases(family: str, field: str) -> Phrases[str]:
    return Phrases({words: words for words in load("responses")[family][field]})


class ResponseReader:
    """Reads crowd reactions and confrontations into ``case.said``."""

    def __init__(self, case: Case, roles: Roles, incidents: IncidentReader) -> None:
        self.case = case
        self.roles = roles
        self.incidents = incidents
        self.data = load("responses")

    def run(self) -> None:
        """Fill ``case.said`` with what fans and opponents did."""
        r = self.case.r
        story = {s.index for s in self.case.story()}
        for index in sorted(story):
            for clause in self.case.clauses(index):
                if clause.lemma in self.data["crowd"]["verbs"]:
                    self._crowd_verb(clause)
                if clause.lemma in self.data["confrontation"]["verbs"]:
                    self._confrontation_verb(clause)
        for family, field in (("crowd", "nouns"), ("confrontation", "phrases")):
            for start, end, words in _phrases(family, field).find(r.plain):
                a, b = r.tokens(start, end)
                if r.sentence_of[a] in story:
                    (self._crowd_noun if family == "crowd" else self._confrontation_phrase)(a, b, words)

    # -- crowd -----------------------------------------------------------------------------------
    def _fans(self, sentence: int, around: int) -> Mention | None:
        """The fans of the sentence nearest to the trigger."""
        groups = [m for m in self.case.in_sentence(sentence, "group") if m.form == "fans"]
        free = [m for m in groups if m.inside is None] or groups
        return min(free, key=lambda m: (m.entity is None, abs(m.start - around)), default=None)

    def _crowd_verb(self, clause: Clause) -> None:
        r = self.case.r
        fans = self._fans(clause.sentence, clause.verb)
        words = padded(r, clause.start, clause.end)
        if any(f" {n} " in words for n in self.data["crowd"]["not"]):
            return
        nouns = any(f" {n} " in words for n in self.data["crowd"]["nouns"])
        if clause.lemma in self.data["crowd"]["weak"] and fans is None and not nouns:
            return
        subject = self.roles.subject(clause)
        pronoun = None if clause.passive else self.roles.clitic(clause)
        if clause.passive:
            target = subject
            if clause.reduced and (target is None or target.kind != "person"):  # "Fischiato dai suoi tifosi Margiotta"
                target = next(
                    (
                        m
                        for m in self.roles.nominals(clause.sentence)
                        if m.kind == "person" and clause.verb < m.start < clause.end and not m.prep
                    ),
                    None,
                )
        else:
            if (
                subject is not None
                and subject.kind == "person"
                and fans is None
                and not (pronoun is not None and self._somebody(clause))
            ):
                return  # a man who applauds or insults is no crowd
            target = (
                pronoun
                or self.roles.object(clause)
                or self.roles.complement(clause.verb, clause.end, ("contro", "a", "verso"))
            )
        if target is None or target.kind != "person":
            later = [
                m
                for m in self.roles.nominals(clause.sentence)
                if m.kind == "person" and m.start > clause.verb and not m.prep
            ]
            target = later[0] if later and not clause.passive and fans is not None else None
        if target is None and any(f" {w} " in words for w in self.data["crowd"]["darlings"]):
            near = range(clause.sentence - 2, clause.sentence + 1)
            if len({s.player for s in self.case.said if s.sentence in near and s.type in _SCENE}) == 1:
                target = self._him(clause.sentence, clause.verb)  # "la curva applaude il suo capitano"
        if clause.negated or clause.modality in ("hypothetical", "conditional", "wished", "future"):
            self.case.drop(
                "negated" if clause.negated else "hypothetical", "incidents", clause.start, clause.end, "crowd_reaction"
            )
            return
        if target is not None and target.kind == "person":
            self._add("crowd_reaction", target, fans, clause, clause.verb, clause.verb + 1, "crowd.verb")

    def _crowd_noun(self, a: int, b: int, words: str) -> None:
        r = self.case.r
        sentence = r.sentences[r.sentence_of[a]]
        local = padded(r, max(sentence.start, a - 4), min(sentence.end, b + 3))
        if any(f" {n} " in local for n in self.data["crowd"]["not"]):
            return
        fans = self._fans(sentence.index, a)
        if words in self.data["crowd"]["weak_nouns"] and (fans is None or abs(fans.start - b) > 6):
            return
        clause = self.case.clause_at(a)
        if clause is not None and clause.modality in ("hypothetical", "conditional", "wished", "future"):
            return
        target = self.roles.complement(b - 1, sentence.end, ("per", "a", "verso", "contro", "su"), reach=10)
        if target is not None and any(self.case.r.classes[k] == "verb" for k in range(b, target.np_start)):
            target = None
        if target is None and clause is not None:
            target = self.roles.clitic(clause)  # "gli ha dedicato un coro"
        before = [m for m in self.roles.nominals(sentence.index) if m.kind == "person" and m.end <= a]
        if target is None and clause is not None and (before or clause.verb < a):
            subject = self.roles.subject(clause)
            target = subject if subject is not None and subject.kind == "person" else self.roles.object(clause)
            if target is None or target.kind != "person":
                target = self._causer(clause)
        if target is None or target.kind != "person":
            target = before[-1] if before else self._him(sentence.index, a)
            if target is not None and target.entity is not None and target.entity.role == "coach":
                target = self._him(sentence.index, a) or target  # "quando il tecnico lo richiama, ovazione"
        if clause is not None and clause.negated and clause.lemma not in self.data["crowd"]["spares"]:
            self.case.drop("negated", "incidents", a, b, "crowd_reaction")
            return
        if target is None:
            self.case.drop("no_subject", "incidents", a, b, "crowd_reaction")
            return
        self._add("crowd_reaction", target, fans, clause, a, b, "crowd.noun")

    def _somebody(self, clause: Clause) -> bool:
        """The verb stands in the plural or its subject is carried on: the crowd is meant without a word."""
        return clause.number == "p"

    def _him(self, sentence: int, a: int) -> Mention | None:
        """The man the scene is about: who scored last, else the subject of the sentences before, else who follows."""
        last = hero(self.case, a, _SCENE)
        if last is not None and last.player is not None:
            found = next(
                (m for m in reversed(self.case.in_sentence(last.sentence, "person")) if m.entity is last.player), None
            )
            if found is not None:
                return found
        for index in range(sentence - 1, max(-1, sentence - 3), -1):
            people = [m for m in self.roles.nominals(index) if m.kind == "person" and not m.prep]
            if people:
                return people[-1] if len({m.entity for m in people}) == 1 else (self.roles.topic(index) or people[-1])
        after = [m for m in self.roles.nominals(sentence) if m.kind == "person" and m.start > a]
        return after[-1] if after else None

    def _causer(self, clause: Clause) -> Mention | None:
        """ "L'esultanza del turco ha scatenato la furia dei tifosi": the man behind the deed in subject place."""
        before = [
            m
            for m in self.roles.nominals(clause.sentence)
            if m.kind == "person" and m.prep == "di" and m.end <= clause.verb
        ]
        return before[0] if before else None

    # -- confrontation ---------------------------------------------------------------------------
    def _confrontation_verb(self, clause: Clause) -> None:
        r = self.case.r
        sentence = r.sentences[clause.sentence]
        words = padded(r, clause.start, sentence.end)
        if clause.lemma in self.data["confrontation"]["weak"] and not any(
            f" {w} " in words or f" {w}" in words for w in self.data["confrontation"]["weak_need"]
        ):
            return
        subject = self.roles.subject(clause)
        target = (
            subject
            if clause.passive
            else self.roles.object(clause) or self.roles.complement(clause.verb, sentence.end, ("a",))
        )
        if target is None or target.kind != "person" or clause.negated:
            return
        aggressor = self.roles.agent(clause) if clause.passive else subject
        if aggressor is None or aggressor.entity is target.entity:
            aggressor = self._other_person(clause, target)
        self._confront(target, aggressor, clause, clause.verb, clause.verb + 1, "confrontation.verb")

    def _other_person(self, clause: Clause, target: Mention) -> Mention | None:
        for m in self.roles.nominals(clause.sentence):
            if (
                m.kind in ("person", "group")
                and m.end <= clause.verb
                and m.entity is not target.entity
                and not m.prep
                and m.form != "fans"
            ):
                return m
        return None

    def _confrontation_phrase(self, a: int, b: int, words: str) -> None:
        r = self.case.r
        if words.startswith("mischi") and r.low[a - 1] in ("nella", "in", "dalla", "sulla", "da"):
            return  # "gettato nella mischia", "gol in mischia"
        sentence = r.sentences[r.sentence_of[a]]
        clause = self.case.clause_at(a)
        target = self.roles.complement(
            b - 2 if words.endswith(" con") else b - 1,
            sentence.end,
            ("con", "contro", "a", "su"),
            kinds=("person",),
            reach=7,
        )
        if target is None and any(w in ("lui", "lei") for w in r.low[b : b + 2]):
            target = self._last_told(a, sentence.index)
        subject = self.roles.subject(clause) if clause is not None else None
        if subject is None or (target is not None and subject.entity is target.entity):
            before = [
                m
                for m in self.roles.nominals(sentence.index)
                if m.end <= a and m.kind in ("person", "group") and (target is None or m.entity is not target.entity)
            ]
            subject = before[-1] if before else None
        if "panchina" in words or "ire" in words or "furia" in words:
            benches = [m for m in self.case.in_sentence(sentence.index, "group") if m.form == "bench"]
            aggressor = benches[-1] if benches else None
            target = target or (subject if subject is not None and subject.kind == "person" else None)
            if target is None or aggressor is None:
                return
            self._confront(target, aggressor, clause, a, b, "confrontation.bench")
            return
        if target is None:
            pair = [m for m in self.roles.nominals(sentence.index) if m.kind == "person"]
            between = [m for m in pair if m.prep == "tra"] or pair
            if len(between) >= 2:
                self._confront(between[0], between[1], clause, a, b, "confrontation.between")
            return
        self._confront(target, subject, clause, a, b, "confrontation.with")

    def _last_told(self, a: int, sentence: int) -> Mention | None:
        """ "con lui": the last man told, in this sentence or the one before, coaches aside."""
        for index in (sentence, sentence - 1):
            if index < 0:
                break
            found = [
                m
                for m in self.roles.nominals(index)
                if m.kind == "person" and m.end <= a and m.entity is not None and m.entity.role == "player"
            ]
            if found:
                return found[-1]
        return None

    def _confront(
        self, target: Mention, aggressor: Mention | None, clause: Clause | None, a: int, b: int, rule: str
    ) -> None:
        said = self._make("confrontation", target, clause, a, b, rule)
        if said is None:
            return
        if aggressor is not None and aggressor.kind == "person" and aggressor.entity is not said.player:
            said.other = aggressor.entity
        elif aggressor is not None and aggressor.entity is not None and aggressor.entity.kind == "club":
            said.opponent = aggressor.entity
        self.case.said.append(said)

    # -- making ----------------------------------------------------------------------------------
    def _add(
        self, kind: str, target: Mention, fans: Mention | None, clause: Clause | None, a: int, b: int, rule: str
    ) -> None:
        said = self._make(kind, target, clause, a, b, rule)
        if said is None:
            return
        r = self.case.r
        sentence = r.sentences[r.sentence_of[a]]
        said.ex = any(w in padded(r, sentence.start, sentence.end) for w in _FANS_OF_HIS_PAST)
        if fans is not None and fans.entity is not None and fans.entity.kind == "club":
            said.club = fans.entity
        self.case.said.append(said)

    def _make(self, kind: str, target: Mention, clause: Clause | None, a: int, b: int, rule: str) -> Said | None:
        player: Entity | None = target.entity
        if player is None or player.kind != "person":
            return None
        sentence = self.case.r.sentence_of[a]
        return Said(
            type=kind,
            start=min(a, target.start),
            end=max(b, target.end),
            sentence=sentence,
            rule=rule,
            player=player,
            minute=self.incidents.moments.of_clause(clause, a, b) if clause is not None else None,
            past=is_past(self.case, sentence, clause),
            confidence=0.75,
        )
