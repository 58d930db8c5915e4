"""Affiliations the words tell outright: apposition, epithet, possession, "ex" in its forms."""

from __future__ import annotations

from kg.extractors.case import Belongs, Case
from kg.extractors.roles import Roles
from kg.mentions.model import Entity, Mention
from kg.mentions.names import role_words

_CAPACITY = {"player": "player", "coach": "coach", "executive": "executive"}
_FALSE_EX = frozenset("moglie fidanzata arbitro ministro premier giornalista".split())


class AffiliationReader:
    """Reads ``case.belongs`` from noun phrases; verbs of career are in :mod:`kg.extractors.careers`."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case = case
        self.roles = roles

    def run(self) -> None:
        """Go through the mentions of the story."""
        for sentence in self.case.story():
            mentions = self.case.in_sentence(sentence.index)
            people = [m for m in mentions if m.kind == "person" and m.entity is not None]
            clubs = [m for m in mentions if m.kind == "club" and m.entity is not None and m.form not in ("ground", "stand", "town", "region")]
            for person in people:
                if person.form == "epithet":
                    self._epithet(person, clubs)
                else:
                    self._phrase(person, clubs)
                    self._apposition(person, clubs, people)
            for club in clubs:
                self._possessed(club, people)
            self._teams(mentions)

    # -- one phrase ------------------------------------------------------------------------------
    def _phrase(self, person: Mention, clubs: list[Mention]) -> None:
        """ "l'attaccante del Milan Rossi", "l'ex Genoa Perin", "l'interista Hernanes"."""
        r = self.case.r
        inside = [c for c in clubs if person.np_start <= c.start and c.end <= person.start]
        before = [c for c in clubs if c.end == person.start] if not inside else []
        for club in inside or before:
            ex = "ex" in [r.low[k] for k in range(max(0, club.start - 4), club.start) if k >= min(person.np_start, club.start - 2)]
            if not ex and not inside and club.form not in ("colour", "demonym"):
                continue
            if club.form == "demonym" and not self._supporter(club):
                continue
            self._say(person, club, "former" if ex else "current", self._capacity(person), "phrase")

    def _epithet(self, person: Mention, clubs: list[Mention]) -> None:
        """ "l'ex giocatore rossonero", "il numero 20 della squadra di Inzaghi", "l'ex romanista"."""
        r = self.case.r
        ex = any(r.low[k] == "ex" for k in range(person.start, person.end))
        for club in [c for c in clubs if person.start <= c.start and c.end <= person.end]:
            self._say(person, club, "former" if ex else "current", self._capacity(person), "epithet")
        if not ex:
            for group in self.case.in_sentence(r.sentence_of[person.start], "group"):
                if group.form == "team" and person.start < group.start and group.end <= person.end and group.entity is not None:
                    self._say(person, group, "current", self._capacity(person), "epithet")

    def _apposition(self, person: Mention, clubs: list[Mention], people: list[Mention]) -> None:
        """ "Perin, ex Genoa,", "Rossi (Milan)", "Rossi, attaccante del Milan"."""
        r = self.case.r
        end = person.end
        limit = r.sentences[r.sentence_of[person.start]].end
        if end >= limit or r.low[end] not in (",", "(", "-", "–"):
            return
        others = {p.start for p in people if p.form != "epithet"}
        j = end + 1
        ex = role = False
        while j < min(limit, end + 9):
            club = next((c for c in clubs if c.start == j), None)
            if club is not None:
                opened = r.low[end] == "("
                if ex or role or (opened and club.end < limit and r.low[club.end] in (")", ",") and club.form == "name"):
                    self._say(person, club, "former" if ex else "current", self._capacity_words(end, j), "apposition")
                    if ex:
                        self._more_former(person, club, clubs)
                return
            word = r.low[j]
            if j in others or word in (",", ")", ".", ";", ":") or r.classes[j] in ("verb", "aux", "rel"):
                return
            if word == "ex":
                ex = True
            if word in _FALSE_EX:
                return
            if word in role_words() or f"{word} {r.low[j + 1] if j + 1 < limit else ''}" in role_words():
                role = True
            j += 1

    def _more_former(self, person: Mention, club: Mention, clubs: list[Mention]) -> None:
        """ "ex Genoa, Torino e Lazio": the list goes on."""
        r = self.case.r
        last = club
        for c in clubs:
            if c.start <= last.start:
                continue
            gap = [r.low[k] for k in range(last.end, c.start)]
            if gap and all(w in (",", "e", "ed", "di", "del", "della", "dell'") for w in gap):
                self._say(person, c, "former", "player", "apposition")
                last = c
            else:
                return

    def _possessed(self, club: Mention, people: list[Mention]) -> None:
        """ "il Milan di Pioli", "l'Inter di Marotta": the coach, or who runs it."""
        r = self.case.r
        for person in people:
            if person.np_start == club.end + 1 and r.low[club.end] == "di" and person.form != "epithet" and person.entity is not None:
                roles = person.entity.person.roles if person.entity.person else ()
                votes = person.entity.votes
                if "coach" in roles or votes.get("coach"):
                    self._say(person, club, "current", "coach", "possession")
                    person.entity.vote("coach")
                elif "executive" in roles or votes.get("executive"):
                    self._say(person, club, "current", "executive", "possession")
                elif not roles:
                    self._say(person, club, "current", "coach", "possession", 0.7)
                    person.entity.vote("coach", 0.6)

    def _teams(self, mentions: list[Mention]) -> None:
        """ "la squadra di Pioli", "gli uomini di Conte"."""
        for group in mentions:
            if group.kind == "group" and group.form == "team" and group.entity is not None and group.parts and group.parts[0].kind == "person":
                self._say(group.parts[0], group, "current", "coach", "team of coach")

    # -- helpers ---------------------------------------------------------------------------------
    def _supporter(self, club: Mention) -> bool:
        """A supporters' name ("interista") says the club, a town's adjective ("bergamasco") may say the birthplace."""
        name = club.entity.name.lower() if club.entity else ""
        return club.surface.lower()[:4] == name[:4]

    def _capacity(self, person: Mention) -> str:
        role = role_words().get(person.role_word)
        if role is None and person.form == "epithet":
            roles = [role_words()[w] for w in (self.case.r.low[k] for k in range(person.start, person.end)) if w in role_words()]
            role = roles[0] if roles else None
        if role is None and person.entity is not None:
            role = person.entity.role
        return _CAPACITY.get(role or "player", "player")

    def _capacity_words(self, a: int, b: int) -> str:
        for k in range(a, b):
            for word in (f"{self.case.r.low[k]} {self.case.r.low[k + 1]}", self.case.r.low[k]):
                role = role_words().get(word)
                if role in _CAPACITY:
                    return _CAPACITY[role]
        return "player"

    def _say(self, person: Mention, club: Mention, status: str, capacity: str, rule: str, weight: float = 1.0) -> None:
        p, c = person.entity, club.entity
        if p is None or c is None or c.kind != "club" or p.kind != "person":
            return
        if p.role in ("referee", "agent", "other") and rule != "phrase":
            return
        if status == "current" and capacity == "player" and p.role in ("coach", "executive"):
            capacity = p.role
        self.case.belongs.append(Belongs(p, c, status, capacity, min(person.start, club.start), max(person.end, club.end), f"affiliation.{rule}", weight))


def former_clubs(case: Case, person: Entity) -> set[str]:
    """Return the ids of the clubs the text calls him a former man of."""
    return {b.club.key for b in case.belongs if b.person is person and b.status == "former"}
