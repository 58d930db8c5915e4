"""Goals told without a verb: "GOOOL! Antenucci!", "Pareggia l'Empoli: Fazzini!", "Empoli-Verona 1-2: Bernede".

An announcement (a word for goal, a score) ends in a mark, and the next stretch is a bare name; or a list of
names with their minutes follows a score ("2-1: Bonfanti (18'), Lasagna al 70'"); or "due volte X, una Y".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extractors.case import Case, Said
from kg.extractors.roles import Roles
from kg.extractors.time import is_past
from kg.mentions.model import Entity, Mention

_ANNOUNCES = re.compile(
    r"(?:\bg+o+l+\b|\bgoal\b|\brete\b|\bpareggio\b|\bpari\b|\braddoppio\b|\bvantaggio\b|\btris\b|\bpoker\b|\bcinquina\b|\bpareggia\b|\braddoppia\b|\baccorcia\b|\bsblocca\b|\ba segno\b|\d\s?-\s?\d)[^.;:!?\n]{0,45}$"
)
_DENIES = re.compile(
    r"\bannulla|\bgol mancato|\bquasi gol\b|\bpalla gol\b|\boccasione|\bmancat|\bnient|\bper l'1-1|\bfinale\b|\bsfiora|\bfuori\b|\bparziale\b|\bdiretta\b|\blive\b|\bpagelle\b|\bformazion|\bper \d|\brisultat|\btabellin|\bmarcator|\breti\s*:|\barbitro|\bammonit|\bespuls|\bvideo|\bhighlights"
)
_MANNER = re.compile(
    r" (?:di testa|di destro|di sinistro|di piatto|dal dischetto|su rigore|su punizione|in tuffo|in spaccata|in contropiede)(?=[,.;:!)]|$)"
)
_SCORING = re.compile(r"\bgol\b|\brete\b|pareggi|vantaggio|raddopp|\d-\d|nessuno:|rimont|\bpari\b")
_NO_GOAL = re.compile(r"travers|\bpalo\b|\blegno\b|parat|respin|blocca|\balto\b|fuori\b|occasion|annull|sfior")
_CRY = re.compile(r"g+o+l+", re.IGNORECASE)
_TIMES = {"una": 1, "due": 2, "tre": 3, "quattro": 4}
_VOLTE = re.compile(r"\b(due|tre|quattro) volte (?=\S)|\b(una)(?: volta)? (?=\S)")
_MODS = frozenset(
    ["ancora", "sempre", "il", "la", "solito", "lo", "proprio", "l'", "ci", "pensa", "capitan", "e", "lui"]
)


class TelegraphReader:
    """Reads goals of few words; ``minute`` is asked of the caller for each."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        self._scorers: set[tuple[int, Entity | None]] = set()

    def run(self) -> Iterator[Said]:
        """Yield the goals that no verb or noun phrase tells."""
        told = {(s.sentence, s.player) for s in self.case.said}
        self._scorers = {(s.sentence, s.player) for s in self.case.said if s.type in ("goal", "penalty_goal")}
        for s in self.case.story():
            for m in self.roles.nominals(s.index):
                if (
                    m.kind != "person"
                    or m.entity is None
                    or m.entity.role != "player"
                    or _CRY.fullmatch(m.surface)
                    or (s.index, m.entity) in told
                ):
                    continue
                if self._announced(m, s.index) or self._listed(m, s.index, told) or self._manner(m, s.index):
                    told.add((s.index, m.entity))
                    self._scorers.add((s.index, m.entity))
                    yield self._goal(m, s.index)
            for m, count in self._times(s.index):
                if (s.index, m.entity) not in told:
                    said = self._goal(m, s.index)
                    said.count = count
                    yield said

    def _goal(self, m: Mention, index: int) -> Said:
        return Said(
            "goal",
            m.start,
            m.end,
            index,
            "goal.telegraph",
            player=m.entity,
            past=is_past(self.case, index, None),
            at=m.start,
            confidence=0.75,
        )

    def _announced(self, m: Mention, index: int) -> bool:
        """The name fills the stretch after an announcement that ended in a mark."""
        r = self.case.r
        s = r.sentences[index]
        k = m.np_start - 1
        while k >= 0 and (r.low[k] in _MODS or r.classes[k] == "space") and "\n" not in r.text[r.start[k] : r.end[k]]:
            k -= 1
        if k < 0 or r.low[k] not in ("!", ":", ".", "!!", "!!!") or (m.prep and m.prep_at > k):
            return False
        if r.low[k] == "." and r.text[r.start[k] - 1 : r.start[k]].isdigit() is False and not self._live(m.start):
            return False
        if not self._alone(m, s.end) or (r.low[k] == "." and r.low[m.end : m.end + 1] == [","]):
            return False  # "Milan-Inter 3-2. Seedorf, che …" tells no scorer
        head = r.plain[max(self._line_start(m.start), r.start[k] - 110) : r.start[k]]
        head = re.sub(r"[!.]+\s*$", "", head)
        while head.rstrip().endswith(("!", "?")):
            head = head.rstrip()[:-1]
        last = re.split(r"[!.;]\s+(?=\S)", head)[-1] if not re.search(r"g+o+l+\W*$", head) else head
        return bool(_ANNOUNCES.search(last)) and not _DENIES.search(last)

    def _listed(self, m: Mention, index: int, told: set[tuple[int, Entity | None]]) -> bool:
        """ "2-1: Bonfanti (18'), pari di Borrelli, Lasagna al 70'": in a list of scorers a name with its minute."""
        r = self.case.r
        if m.prep or m.np_start == 0 or r.low[m.np_start - 1] not in (",", "e", ";"):
            return False
        goals = any(i == index and (i, e) in self._scorers for i, e in told)
        if not goals or any(
            s.sentence == index and s.type not in ("goal", "penalty_goal", "assist") for s in self.case.said
        ):
            return False
        a = r.end[m.end - 1]
        minute = next((x for x in r.minutes if a <= x.start <= a + 6), None)
        return (
            minute is not None
            and r.plain[minute.end : minute.end + 1] in (")", ",", ".", ";", "")
            and not any(c in r.plain[a : minute.start] for c in ",;.")
        )

    def _manner(self, m: Mention, index: int) -> bool:
        """ "prima Kurtic di testa", "Piatek dal dischetto": a name and how he shot, with a word for goal before it and no verb."""
        r = self.case.r
        s = r.sentences[index]
        if m.prep or not _MANNER.match(r.plain, r.end[m.end - 1]):
            return False
        before = r.plain[r.start[s.start] : r.start[m.np_start]]
        around = r.plain[r.start[s.start] : r.end[s.end - 1]]
        k = m.np_start - 1
        while k > s.start and r.low[k] in ("prima", "poi", "e", "infine", "ancora"):
            k -= 1
        return r.low[k] in (":", ",", ";") and bool(_SCORING.search(before)) and not _NO_GOAL.search(around)

    def _alone(self, m: Mention, limit: int) -> bool:
        """After the name comes a mark, a minute or the end."""
        r = self.case.r
        if m.end >= limit:
            return True
        if r.low[m.end] in ("!", ".", ",", ";", "(", "!!", "!!!") or r.classes[m.end] == "space":
            return True
        return (
            r.low[m.end] in ("al", "all'", "di", "su", "dal", "in")
            and any(r.start[m.end] <= x.start <= r.start[m.end] + 6 for x in r.minutes)
        ) or r.low[m.end : m.end + 2] in (["di", "testa"], ["di", "destro"], ["di", "sinistro"])

    def _line_start(self, token: int) -> int:
        r = self.case.r
        return next((ln.start for ln in r.lines if ln.start <= r.start[token] < ln.end), 0)

    def _live(self, token: int) -> bool:
        """The line opens with a minute or a clock time."""
        r = self.case.r
        a = self._line_start(token)
        return bool(re.match(r"\s*(?:minuto\s+)?\d{1,3}(?:['°]|[.:]\d\d\b)", r.plain[a : a + 14]))

    def _times(self, index: int) -> Iterator[tuple[Mention, int]]:
        """ "due volte Madonia, una Abate"."""
        r = self.case.r
        s = r.sentences[index]
        a, b = r.start[s.start], r.end[s.end - 1]
        text = r.plain[a:b]
        if " volte " not in text or not any(a <= x.start < b for x in r.scores):
            return
        people = {
            r.start[m.start]: m
            for m in self.roles.nominals(index)
            if m.kind == "person" and not m.prep and m.entity is not None and m.entity.role == "player"
        }
        first = text.find(" volte ")
        for hit in _VOLTE.finditer(text):
            m = people.get(a + hit.end())
            if m is not None and (hit[1] or hit.start() > first):
                yield m, _TIMES[hit[1] or hit[2]]
