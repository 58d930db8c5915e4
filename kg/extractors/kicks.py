"""Shoot-outs: kicks listed ("Belotti parata, Rashford palo, Bernardeschi: gol") or told under their heading.

What is told in a paragraph that a shoot-out opens ("Dal dischetto. …") are kicks without a minute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extractors.case import Case, Said
from kg.extractors.roles import Roles
from kg.extractors.time import is_past
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_FOUR_OF_FOUR = re.compile(r"\b(\w+) su (\w+)\s*:")
_ERROR = re.compile(
    r"\berror[ei](?: decisiv[oi])? di $|\bl'errore di $|\bgli errori di $|\bsbaglia(?:no)? $|\bsbagliano $"
)
_HEADING = re.compile(
    r"^\s*(?:i rigori|rigori|dal dischetto|ai rigori|la (?:sequenza|serie|lotteria) dei (?:calci di )?rigori|sequenza(?: dei)? rigori|calci di rigore)\s*[.:]?\s*$"
)
_KICKS_ONLY = frozenset({"goal", "penalty_goal", "penalty_missed", "penalty_saved", "save", "woodwork"})
_SHOOTOUT = (
    "d.c.r",
    "dcr",
    "calci di rigore",
    "lotteria",
    "oltranza",
    "i rigori\n",
    "sequenza rigori",
    "sequenza dei rigori",
    "dopo i rigori",
    "ai rigori",
)


class KickReader:
    """Reads the kicks of a shoot-out and takes the place of what else was read of the same words."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles
        data = load("deeds")["kicks"]
        words = {
            w: kind
            for kind, name in (("penalty_goal", "goal"), ("penalty_saved", "saved"), ("penalty_missed", "missed"))
            for w in data[name]
        }
        alternatives = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        self._kinds = words
        self._outcome = re.compile(
            rf"(?:\s?\([^)]{{1,18}}\))?\s?[:,(\-]?\s?(?P<what>{alternatives})\b\)?(?: (?:di|da|del|dal)\b)?"
        )

    def run(self) -> list[Said]:
        """Return the kicks; the case's other readings of the same sentences are removed."""
        r = self.case.r
        if not any(w in r.plain for w in _SHOOTOUT) and "rigori" not in r.plain[:400]:
            return []
        story = list(self.case.story())
        listed = [kick for s in story for kick in self._listed(s.index)]
        if len(listed) < 3:
            listed = []
        zone = self._zone({s.index for s in story})
        told = [kick for index in sorted(zone) for kick in self._told(index)]
        covered = {k.at for k in listed}
        ours = {(k.sentence, k.player) for k in listed}
        kept: list[Said] = []
        for said in self.case.said:
            if (said.sentence, said.player) in ours and said.type in _KICKS_ONLY and not said.sheet:
                continue
            if said.sentence in zone and not said.sheet and said.type in _KICKS_ONLY:
                if said.type in ("save", "woodwork"):
                    continue
                said.minute = None
                if said.type == "goal":
                    said.type = "penalty_goal"
            kept.append(said)
        self.case.said[:] = kept
        have = {(s.player, s.sentence) for s in kept if s.type in _KICKS_ONLY}
        return [*listed, *(k for k in told if k.at not in covered and (k.player, k.sentence) not in have)]

    def _listed(self, index: int) -> Iterator[Said]:
        """ "Name: gol", "Name parata", "Name (palo)"."""
        r = self.case.r
        for m in self.roles.nominals(index):
            if (
                m.kind != "person"
                or m.prep
                or m.entity is None
                or (m.entity.person is not None and m.entity.person.position == "GK")
            ):
                continue
            hit = self._outcome.match(r.plain, r.end[m.end - 1])
            if hit is None or "\n" in r.text[r.end[m.end - 1] : hit.start("what")]:
                continue
            keeper = self._keeper(index, m, hit.end())
            yield self._kick(self._kinds[hit["what"]], m, index, keeper)

    def _keeper(self, index: int, taker: Mention, place: int) -> Entity | None:
        r = self.case.r
        rest = r.plain[place : place + 3]
        for sentence in (index, index + 1):
            if sentence >= len(r.sentences):
                break
            for m in self.roles.nominals(sentence):
                if (
                    m.kind == "person"
                    and m.start > taker.start
                    and m.entity is not taker.entity
                    and (
                        0 <= r.start[m.np_start] - place <= 3
                        or (rest.startswith("!") and 0 <= r.start[m.np_start] - place <= 4)
                    )
                ):
                    person = m.entity.person if m.entity is not None else None
                    return m.entity if person is None or person.position in ("GK", None) else None
        return None

    def _kick(self, kind: str, m: Mention, index: int, keeper: Entity | None) -> Said:
        return Said(
            kind,
            m.start,
            m.end,
            index,
            f"{kind}.kick",
            player=m.entity,
            other=keeper if kind == "penalty_saved" else None,
            past=is_past(self.case, index, None),
            at=m.start,
        )

    # -- told under a heading ------------------------------------------------------------------------
    def zone(self) -> set[int]:
        """Return the sentences that tell kicks of a shoot-out."""
        r = self.case.r
        if not any(w in r.plain for w in _SHOOTOUT) and "rigori" not in r.plain[:400]:
            return set()
        return self._zone({s.index for s in self.case.story()})

    def _zone(self, story: set[int]) -> set[int]:
        """The sentences of a paragraph after a shoot-out heading, and those that tell an error or a kick of the shoot-out."""
        r = self.case.r
        found: set[int] = set()
        for index in sorted(story):
            s = r.sentences[index]
            text = r.plain[r.start[s.start] : r.end[s.end - 1]]
            if _HEADING.match(text.strip()):
                end = next((ln.end for ln in r.lines if ln.start <= r.start[s.start] < ln.end), r.end[s.end - 1])
                k = index + 1
                while k < len(r.sentences) and r.start[r.sentences[k].start] < end:
                    found.add(k)
                    k += 1
            elif "oltranza" in text or "errore decisivo" in text or "rigore decisivo" in text:
                found.add(index)
        return found & story

    def _told(self, index: int) -> Iterator[Said]:
        """ "fanno quattro su quattro: X, Y e Z", "errore di X e gol-qualificazione di Y"."""
        r = self.case.r
        s = r.sentences[index]
        a, b = r.start[s.start], r.end[s.end - 1]
        text = r.plain[a:b]
        full = _FOUR_OF_FOUR.search(text)
        for m in self.roles.nominals(index):
            if m.kind != "person" or m.entity is None or m.entity.role != "player":
                continue
            before = text[: r.start[m.np_start] - a]
            if (
                full is not None
                and full[1] == full[2]
                and r.start[m.start] - a >= full.end()
                and ";" not in text[full.end() : r.start[m.start] - a]
            ):
                yield self._kick("penalty_goal", m, index, None)
            elif _ERROR.search(before):
                yield self._kick("penalty_missed", m, index, None)
