"""Substitutions told in prose and on live pages: "dentro X per Y", "fuori Y, dentro X", "X al posto di Y".

A sentence is written as a line of signs, one for each group of names and one for each word of change
(``kg/lexicon/changes.toml``); patterns over the signs tell who comes on and who goes off. Groups pair in
order: "dentro X e Y per Z e W" is two changes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extractors.case import Case, Said
from kg.extractors.roles import Roles
from kg.extractors.time import is_past
from kg.language.phrases import Phrases
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

# signs: G names without a preposition, p per, d da, a a, c con, o di, u su and others; D on, F off, A place, H his, L gives, T takes, R taken
_SIGNS = {"on": "D", "off": "F", "place": "A", "his": "H", "gives": "L", "takes": "T", "taken": "R"}
_PREPS = {"": "G", "per": "p", "da": "d", "a": "a", "con": "c", "di": "o"}
_NAMES = "Gpdacou"
#: Each pattern names its groups on/off; the first that fits at a place wins.
_PATTERNS = tuple(
    re.compile(p)
    for p in (
        r"D?(?P<on>[Go])D?A(?P<off>[Go])",
        r"A(?P<off>[Go])D(?P<on>G)",
        r"F(?P<off>[Go])H?D(?P<on>[Goac])",
        r"D(?P<on>[Goac])F(?P<off>[Go])",
        r"(?P<off>[Gp])F+H?D(?P<on>[Goa])",
        r"F(?P<off>[pGoa])H(?P<on>G)",
        r"F?(?P<off>[Go])F?L(?P<on>[aG])",
        r"(?P<off>[Gp])F?R(?P<on>[dc])",
        r"G?T(?P<off>G)(?P<on>c)",
        r"(?P<on>G)TF?(?P<off>[Gao])",
        r"T(?P<on>G)(?P<off>a)",
        r"(?P<on>G)D+(?P<off>p)(?!G)",
        r"DA(?P<off>[Go])",
        r"L(?P<on>[aG])",
        r"D(?P<on>[Go])(?P<off>p)",
        r"(?<=p)(?P<on>G)(?P<off>p)",
        r"F(?P<off>[Go])(?P<on>p)",
        r"(?P<off>G)HD?(?P<on>G)",
        r"(?P<on>G)DH",
        r"(?P<on>G)H(?!G)",
        r"HD?(?P<on>G)",
        r"D(?P<on>[Go])",
        r"(?P<on>G)D",
        r"(?P<on>G)(?P<off>p)",
    )
)
_ON_ONLY_AFTER = frozenset(
    "entra entrano entrò entrarono entrato entrati subentra subentrato subentrati subentrano subentrò".split()
)
_ALONE = frozenset(
    "dentro entra entrano entrò entrarono entrato entrati subentra subentrato subentrati neoentrato ingresso ingressi inserisce inserito".split()
)
_WEAK = frozenset(
    {"c'è", "ecco", "in campo", "spazio a", "spazio per", "tocca a", "dalla panchina", "si rivede", "dà spazio a"}
)
_GAP = 7


@dataclass(slots=True)
class _Sign:
    """One sign of the line: a word of change or a group of names."""

    sign: str
    start: int
    end: int
    words: str
    people: list[Mention]


@cache
def _phrases() -> Phrases[str]:
    data = load("changes")
    return Phrases({phrase: sign for field, sign in _SIGNS.items() for phrase in data[field]})


class ChangeReader:
    """Reads substitutions into ``case.said``; ``minute`` looks up the minute of a token range."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        data = load("changes")
        self._never = tuple(data["never"])
        self._directions = frozenset(data["directions"])

    def run(self) -> Iterator[Said]:
        """Yield the substitutions told, without minutes for those that have none of their own."""
        r = self.case.r
        story = {s.index for s in self.case.story()}
        cues: dict[int, list[_Sign]] = {}
        for start, end, sign in _phrases().find(r.plain):
            a, b = r.tokens(start, end)
            sentence = r.sentence_of[a]
            if sentence in story and not self._direction(a, b, sign):
                cues.setdefault(sentence, []).append(_Sign(sign, a, b, r.plain[start:end], []))
        for sentence, signs in cues.items():
            yield from self._sentence(sentence, signs)

    def _direction(self, a: int, b: int, sign: str) -> bool:
        """ "dentro" and "fuori" of a ball, "entra in area", what is only wished or denied."""
        r = self.case.r
        s = r.sentences[r.sentence_of[a]]
        if (
            any(
                r.low[k] in ("non", "se", "potrebbe", "dovrebbe", "pronto", "né") for k in range(max(s.start, a - 3), a)
            )
            and r.low[a] != "non"
        ):
            return True
        if a > s.start and r.low[a - 1] in ("c'", "c’"):
            return True  # "non c'entra"
        if sign == "A":  # a change in the line-up before the match is none
            return any(
                r.low[k] in ("schierato", "schierati", "titolare", "gioca", "giocherà", "allenatore", "panchina")
                for k in range(max(s.start, a - 3), a)
            )
        if sign not in "DF":
            return False
        after = r.plain[r.end[b - 1] : r.end[b - 1] + 18].lstrip()
        if after.startswith(self._never):
            return True
        if r.low[a] in ("dentro", "fuori") and a > s.start:
            before = r.low[a - 1]
            pair = f"{r.low[a - 2]} {before}" if a - 2 >= s.start else before
            return before in self._directions or pair in self._directions
        return False

    def _sentence(self, sentence: int, cues: list[_Sign]) -> Iterator[Said]:
        signs = sorted([*cues, *self._groups(sentence)], key=lambda s: (s.start, s.end))
        line = "".join(s.sign for s in signs)
        place = 0
        while place < len(line):
            found = self._match(line, signs, place)
            if found is None:
                place += 1
                continue
            match, on, off = found
            yield from self._changes(sentence, match, signs, on, off)
            place = max(match.end() - (1 if match.re.pattern.endswith("(?P<off>p)") else 0), place + 1)

    def _match(self, line: str, signs: list[_Sign], place: int) -> tuple[re.Match[str], _Sign, _Sign | None] | None:
        for pattern in _PATTERNS:
            match = pattern.match(line, place)
            if match is None or not self._near(signs[match.start() : match.end()]):
                continue
            on = signs[match.start("on")] if "on" in pattern.groupindex else self._carried(signs[match.start()])
            if on is None:
                continue
            off = signs[match.start("off")] if "off" in pattern.groupindex else None
            if not self._sound(pattern.pattern, signs[match.start() : match.end()], off):
                continue
            return match, on, off
        return None

    def _near(self, signs: list[_Sign]) -> bool:
        r = self.case.r
        for a, b in itertools.pairwise(signs):
            if b.start - a.end > _GAP + (6 if a.sign in _NAMES and b.sign in "LDRF" else 0):
                return False
            if any(r.low[k] in (".", ";") for k in range(a.end, b.start)):
                return False
        return True

    def _sound(self, pattern: str, signs: list[_Sign], off: _Sign | None) -> bool:
        """Weak words ("c'è X", "in campo X") need somebody who goes off; a verb between parts what stands together."""
        cues = [s for s in signs if s.sign == "D"]
        if off is None and cues and all(s.words in _WEAK for s in cues):
            return False
        if signs[0].words == "per lui" and not self._timed(signs[0].start):
            return False
        if pattern == r"(?P<on>G)(?P<off>p)":
            return self._bare_line(signs)
        if pattern == r"(?P<on>G)D":
            return signs[-1].words.split()[0] in _ON_ONLY_AFTER and self._his_own_verb(signs[0], signs[-1])
        if pattern in (r"D(?P<on>[Go])",):
            return any(w in _ALONE for w in cues[0].words.split()) and not self._verb_between(
                cues[0].end, signs[-1].start
            )
        if off is not None and "F" not in pattern and "D(?P<on>[Go])" in pattern:
            return not self._verb_between(signs[1].end, signs[2].start)
        return True

    def _timed(self, token: int) -> bool:
        """A minute stands in the sentence."""
        r = self.case.r
        s = r.sentences[r.sentence_of[token]]
        return any(r.start[s.start] <= at < r.end[s.end - 1] for at, _ in self.case.clock)

    def _bare_line(self, signs: list[_Sign]) -> bool:
        """ "46' - Nel Palermo subito Saric per Gomes": on a minute-by-minute page, without any verb."""
        r = self.case.r
        s = r.sentences[r.sentence_of[signs[0].start]]
        headed = any(r.start[s.start] <= m.start <= r.start[s.start] + 14 for m in r.minutes)
        return headed and signs[1].start - signs[0].end <= 2 and not self._verb_between(s.start, s.end)

    def _carried(self, cue: _Sign) -> _Sign | None:
        """The man of the pronoun ("lo ha buttato dentro") or of the verb ("è entrato al posto di X")."""
        clause = self.case.clause_at(cue.start)
        if clause is None:
            return None
        m = self.roles.clitic(clause) or self.roles.subject(clause)
        if m is None or m.kind != "person":
            return None
        return _Sign("G", m.start, m.end, m.surface, [m])

    def _his_own_verb(self, names: _Sign, cue: _Sign) -> bool:
        """No finite verb between the name and what he does; participles may stand there ("X, cresciuto a Bergamo, entrato")."""
        r = self.case.r
        between = range(names.end, cue.start)
        return not any(r.classes[k] == "verb" and r.verbs[k][0].mood != "part" for k in between) and not any(
            r.low[k] in ("che", "quasi") for k in between
        )

    def _verb_between(self, a: int, b: int) -> bool:
        r = self.case.r
        return any(r.classes[k] == "verb" for k in range(a, b))

    def _changes(
        self, sentence: int, match: re.Match[str], signs: list[_Sign], on: _Sign, off: _Sign | None
    ) -> Iterator[Said]:
        out: list[Mention | None] = list(off.people) if off else []
        if off is None and signs[match.start()].sign == "L":
            clause = self.case.clause_at(signs[match.start()].start)
            out = [self.roles.subject(clause)] if clause is not None else []
        elif off is None and match.start() and signs[match.start() - 1].sign == "F":
            out = [self._gone(signs[match.start() - 1])]  # "Esce stremato, dentro Kownacki"
        elif off is None:
            out = [self._told_before(sentence, signs[match.start()].start, on)]
        for k, m in enumerate(on.people):
            gone = out[k] if k < len(out) else None
            player = m.entity
            if player is None or player.role in ("referee", "coach", "executive", "agent"):
                continue
            other = gone.entity if gone is not None and gone.entity is not player and gone.kind == "person" else None
            ends = [m.end] + (
                [gone.end] if gone is not None and self.case.r.sentence_of[gone.start] == sentence else []
            )
            starts = [m.start] + (
                [gone.start] if gone is not None and self.case.r.sentence_of[gone.start] == sentence else []
            )
            yield Said(
                "substitution",
                min(starts),
                max(ends),
                sentence,
                "substitution.change",
                player=player,
                other=other,
                past=is_past(self.case, sentence, None),
                at=m.start,
            )

    def _gone(self, cue: _Sign) -> Mention | None:
        """The subject of the verb that says who goes off, not named beside it."""
        clause = self.case.clause_at(cue.start)
        return self.roles.subject(clause, inverted=False) if clause is not None else None

    def _told_before(self, sentence: int, place: int, on: _Sign) -> Mention | None:
        """ "al suo posto X", "entra X": the man hurt or gone off just before, in the sentence or the one before in the line."""
        words = self.case.r
        cue = any(
            s in words.plain[words.start[max(0, place - 3)] : words.start[on.start]]
            for s in ("suo posto", "sua vece", "lo sostituisce", "lo rileva", "per lui", "lo rimpiazza")
        )
        if not cue:
            return None
        for index in (sentence, sentence - 1, sentence - 2):
            if index < 0:
                return None
            people = [
                m
                for m in self.roles.nominals(index)
                if m.kind == "person"
                and m.end <= place
                and m not in on.people
                and m.entity is not None
                and m.entity.role == "player"
            ]
            if people:
                free = [m for m in people if m.prep in ("", "per")]
                return (free or people)[0 if index != sentence else -1]
        return None

    # -- names -----------------------------------------------------------------------------------
    def _groups(self, sentence: int) -> list[_Sign]:
        """People of the sentence, those joined by comma or *e* in one sign."""
        found: list[_Sign] = []
        r = self.case.r
        last: Entity | None = None
        people = [m for m in self.roles.nominals(sentence) if m.kind == "person"]
        for k, m in enumerate(people):
            prep = _prep(self.case, m)
            if found and m.entity is last:
                continue
            before = found[-1] if found else None
            if (
                before is not None
                and before.sign == "p"
                and k + 1 < len(people)
                and _prep(self.case, people[k + 1]) == "per"
            ):
                before = None  # "X per Y e Z per W": Z opens the next change
            if before is not None and self._joined(before.end, m) and prep in ("", _prep(self.case, before.people[0])):
                before.people.append(m)
                before.end = m.end
            else:
                found.append(_Sign(_PREPS.get(prep, "u"), m.start, m.end, r.words(m.start, m.end), [m]))
            last = m.entity
        return found

    def _joined(self, end: int, m: Mention) -> bool:
        r = self.case.r
        gap = [
            r.low[k]
            for k in range(end, m.np_start)
            if r.classes[k] not in ("adv", "num") and r.low[k] not in ("'", "’", "′")
        ]
        if "(" in gap and ")" in gap:
            gap = [w for w in gap if w not in "()"]
        while gap and gap[-1] in ("di", "per", "a", "da", "del", "con"):
            gap.pop()
        return gap in ([","], ["e"], ["ed"], [",", "e"])


def _prep(case: Case, m: Mention) -> str:
    """Return the preposition, also before an adjective in front of the name ("per un impalpabile X")."""
    if m.prep:
        return m.prep
    r = case.r
    floor = r.sentences[r.sentence_of[m.start]].start
    k = m.np_start - 1
    if k > floor and r.classes[k] == "word":
        j = k - 1
        while j > floor and r.classes[j] == "det":
            j -= 1
        if j < k - 1 and r.low[j] in ("per", "con", "da", "a", "di"):
            return r.low[j]
    return ""
