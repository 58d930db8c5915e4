"""Cutting a sentence of the market into the parts of its men."""

from __future__ import annotations

from kg.extractors.case import Case
from kg.extractors.roles import Roles
from kg.extractors.transfer_frames import Frames, Stretch, verb_class
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_BREAKS = frozenset({",", ";", ":", "-", "–", "—", "e", "ed", "ma", "mentre", "oltre"})
_LISTING = frozenset(
    {",", "e", "ed", ";", "-", "–", "il", "lo", "la", "l'", "gli", "i", "o", "anche", "poi", "di", "per"}
)
_PRONOUNS = frozenset({"lui", "lei", "loro", "noi"})
_ORDINALS = {"primo": 0, "secondo": 1, "quest'ultimo": 1}


class Cutter:
    """Finds the men of a sentence and the words that are about each."""

    def __init__(self, case: Case, roles: Roles, frames: Frames) -> None:
        self.case = case
        self.roles = roles
        self.frames = frames
        self.r = case.r
        self.pair: tuple[Entity, Entity] | None = None
        self._beside = frozenset(load("transfers")["bystander"]["beside"])
        self._heads = frozenset(load("transfers")["heads"]["words"])
        self._bystanders = frozenset(load("transfers")["bystander"]["words"])

    # -- men -------------------------------------------------------------------------------------
    def players(self, sentence: int) -> list[Mention]:
        """Return each player of the sentence once, where he is first meant."""
        found: list[Mention] = []
        seen: set[int] = set()
        people = self.case.in_sentence(sentence, "person")
        epithets = [m for m in people if m.form == "epithet"]
        for m in people:
            if m.entity is None or m.entity.role != "player" or m.inside is not None or id(m.entity) in seen:
                continue
            if any(o is not m and o.start <= m.start and m.end <= o.end for o in epithets) or self._bystander(m):
                continue
            if m.surface.lower() in _PRONOUNS:
                continue
            if m.form == "epithet" and any(
                o.form != "epithet" and o.start == m.end and o.entity is not m.entity for o in people
            ):
                continue  # "il centrocampista classe 1994 Danilo Sarti": the name tells whom
            seen.add(id(m.entity))
            found.append(m)
        return found

    def _bystander(self, m: Mention) -> bool:
        """ "per sostituire Chiesa", "al posto di Ilicic", "gli adriatici di Colombo": no man of this deal."""
        low = self.r.low
        if m.prep == "di" and m.governor >= 0 and m.form != "epithet" and not m.role_word:
            clubs = self.case.in_sentence(self.r.sentence_of[m.start], "club")
            if any(c.start <= m.governor < c.end for c in clubs):
                return True
        before = low[m.np_start - 1] if m.np_start else ""
        if before in ("via", "viale", "piazza", "stadio", "corso", "vice", "dopo", "vice-"):
            return True
        near = low[max(0, m.np_start - 2) : m.np_start]
        return any(w in self._bystanders for w in near) or (bool(m.prep) and any(w in self._beside for w in near))

    # -- parts -----------------------------------------------------------------------------------
    def cut(self, sentence: int) -> list[Stretch]:
        """Return the stretches of the sentence's men; men in a row share what stands before and after the row."""
        s = self.r.sentences[sentence]
        men = self.players(sentence)
        rows: list[list[Mention]] = []
        for m in men:
            if rows and self._listed(rows[-1][-1], m):
                rows[-1].append(m)
            else:
                rows.append([m])
        found: list[Stretch] = []
        begin = s.start
        for k, row in enumerate(rows):
            end = self._boundary(row[-1], rows[k + 1][0], sentence) if k + 1 < len(rows) else s.end
            found.extend(self._row(row, sentence, begin, end))
            begin = end
        return found

    def _row(self, row: list[Mention], sentence: int, begin: int, end: int) -> list[Stretch]:
        if len(row) == 2 and row[0].entity is not None and row[1].entity is not None:
            self.pair = (row[0].entity, row[1].entity)
        found = []
        ordinals = self._ordinals(row[-1].end, end) if len(row) == 2 else {}
        tail = min(ordinals.values(), default=end)
        told_apart = any(self._opens_bracket(m) for m in row[:-1])
        for n, m in enumerate(row):
            if m.entity is None:
                continue
            head = (begin, row[0].np_start)
            own = (m.np_start, row[n + 1].np_start if n + 1 < len(row) else tail)
            spans = [head, own]
            if n + 1 < len(row):
                after = self._after_own(row[-1])
                if not told_apart or self._verb_follows(after, tail):
                    spans.append((after, tail))
            if n in ordinals:
                later = [t for t in ordinals.values() if t > ordinals[n]]
                spans.append((ordinals[n], min(later, default=end)))
            st = Stretch(m.entity, m, sentence, begin, end, anchor=m.start)
            st.spans = [x for x in spans if x[1] > x[0]]
            st.listed = n > 0
            found.append(st)
        return found

    def _opens_bracket(self, m: Mention) -> bool:
        return m.end < len(self.r.low) and self.r.low[m.end] == "("

    def _after_own(self, m: Mention) -> int:
        """Where the words after the last man's own bracket begin."""
        if not self._opens_bracket(m):
            return m.end
        k = m.end
        while k < len(self.r.low) - 1 and self.r.low[k] != ")" and k < m.end + 30:
            k += 1
        return k + 1

    def _verb_follows(self, start: int, end: int) -> bool:
        return any(self.r.classes[k] in ("verb", "aux") for k in range(start, min(end, start + 4)))

    def _ordinals(self, start: int, end: int) -> dict[int, int]:
        """ "il primo al Torino, il secondo alla Sampdoria": token of each after two names."""
        low = self.r.low
        return {
            _ORDINALS[low[k]]: k for k in range(start, end) if low[k] in _ORDINALS and low[k - 1] in ("il", "per", "al")
        }

    def ordinal(self, sentence: int) -> Entity | None:
        """Return whom "il secondo" at the head of a sentence means, of the last two men named in a row."""
        s = self.r.sentences[sentence]
        for k in range(s.start, min(s.end, s.start + 4)):
            if self.r.low[k] in _ORDINALS and self.pair is not None:
                return self.pair[_ORDINALS[self.r.low[k]]]
        return None

    def _listed(self, before: Mention, m: Mention) -> bool:
        """The name stands in a list with the one before: only brackets, commas and "e" between."""
        r = self.r
        depth = 0
        for k in range(before.end, m.np_start):
            word = r.low[k]
            if word == "(":
                depth += 1
            elif word == ")":
                depth -= 1
            elif depth == 0 and word not in _LISTING and k != m.prep_at:
                return False
        return True

    def _boundary(self, m: Mention, following: Mention, sentence: int) -> int:
        """Where the next man's part begins: at his clause, else at the last comma or "e" before him."""
        r = self.r
        for c in self.frames.verbs(sentence):
            if not (m.end <= c.group and c.verb < following.np_start and c.opener >= m.end):
                continue
            if c.relative or c.reduced or c.form.mood in ("inf", "ger"):
                continue
            subject = self.roles.subject(c)
            carried = subject is not None and subject.entity is m.entity
            joined = (
                r.low[c.opener] in ("e", "ed")
                and c.opener + 1 == c.group
                and (subject is None or subject.entity is not following.entity)
            )
            if not carried and not joined:
                return c.opener + 1
        if (
            following.governor > m.end
            and r.low[following.governor] == "cartellino"
            and "più" in r.low[following.governor - 2 : following.governor]
        ):
            return following.governor - 1  # "per 10 milioni più il cartellino di Y": the sum is the first man's
        depth = 0
        cut = -1
        for k in range(m.end, following.np_start):
            if r.low[k] == "(":
                depth += 1
            elif r.low[k] == ")":
                depth -= 1
            elif depth == 0 and r.low[k] in _BREAKS:
                if cut >= 0 and any(r.low[j] in self._heads for j in range(cut, min(cut + 4, k))):
                    break  # ", dell'arrivo, ancora in prestito, del portiere Y": the noun opens his part
                cut = k + 1
        for c in self.frames.verbs(sentence):
            if cut >= 0 and c.reduced and cut <= c.verb < following.np_start - 1 and c.lemma in verb_class():
                return following.np_start  # "X, venduto al Milan più il cartellino di Y": the comma opens more on X
        return cut if cut >= 0 else following.np_start

    def clitic_head(self, sentence: int, first: Mention, wanted: frozenset[str]) -> int | None:
        """ "lo tenta l'ipotesi Inter, che …": where a part about the man before ends that stands in front of the first name."""
        low = self.r.low
        for c in self.frames.verbs(sentence):
            if (
                c.verb < first.np_start
                and c.lemma in wanted
                and any(low[k] in ("lo", "l'", "gli") for k in range(c.group, c.verb))
            ):
                return c.end if c.end <= first.np_start else first.np_start
        return None
