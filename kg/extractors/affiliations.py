"""Affiliations the words tell outright: apposition, epithet, possession, "ex" in its forms.

Which noun phrase a club stands in decides whose club it is; nearness alone never does.
"""

from __future__ import annotations

from kg.extractors.case import Belongs, Case
from kg.extractors.descriptions import Description, descriptions
from kg.extractors.roles import Roles
from kg.extractors.time import closed_times, is_past, told_years
from kg.extractors.triggers import padded
from kg.mentions.model import Entity, Mention
from kg.mentions.names import role_words

_CAPACITY = {role: role for role in ("player", "coach", "executive")}
_PLACES = frozenset({"ground", "stand", "town", "region"})
_PRESENT = frozenset(["è", "e'", "resta", "rimane", "diventa", "sarà"])
_PAST = frozenset(["era", "fu"])
_MARKET = frozenset(
    [
        "milioni",
        "prestito",
        "riscatto",
        "svincolato",
        "euro",
        "acquista",
        "acquistato",
        "cede",
        "ceduto",
        "mercato",
        "trattativa",
        "arriva",
        "arrivi",
        "colpo",
        "colpi",
        "acquisto",
        "acquisti",
        "definitivo",
        "tripletta",
        "procedimento",
        "formula",
    ]
)
_THEN = (" allora ", " all'epoca ", " un tempo ", " a suo tempo ", " a lungo ", " già ", " ai tempi ", " in passato ")
_REACH = 9
_MEANWHILE = frozenset(
    "per anni stagioni due tre quattro cinque sei sette dieci a lungo molti tanti anche allora ancora oggi sempre poi già".split()
)
_MEMORY = frozenset(
    "storico storica indimenticato indimenticata indimenticabile compianto compianta leggendario mitico".split()
)


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
            clubs = [m for m in mentions if m.kind == "club" and m.entity is not None and m.form not in _PLACES]
            for description in descriptions(self.case, sentence.index):
                self._described(description, people)
            for person in people:
                if person.form == "epithet":
                    self._epithet(person, clubs)
                else:
                    self._phrase(person, clubs)
                    self._beside(person, clubs)
            for person in people:
                self._possessed(person, mentions)
            self._teams(mentions)

    # -- descriptions ----------------------------------------------------------------------------
    def _described(self, d: Description, people: list[Mention]) -> None:
        """Give the clubs of a description to the man it describes, if the words say who that is."""
        person, past = self._whose(d, people)
        if person is None:
            return
        low = self.case.r.low
        past = past or any(low[k] in _MEMORY for k in range(d.np_start, d.start + 1)) or self._then(d)
        for item in d.items:
            status = (
                "former" if past or (item.status == "current" and long_ago(self.case, person.sentence)) else item.status
            )
            capacity = _CAPACITY.get(item.capacity or "") or self._capacity_at(person, item.club, status)
            if (
                item.status == "current"
                and capacity == "player"
                and person.entity is not None
                and person.entity.role in ("coach", "executive")
            ):
                capacity = person.entity.role
            self._say(person, item.club, status, capacity, "description")

    def _whose(self, d: Description, people: list[Mention]) -> tuple[Mention | None, bool]:
        low = self.case.r.low
        floor = self.case.r.sentences[self.case.r.sentence_of[d.start]].start
        names = [p for p in people if p.form != "epithet"]
        epithet = next((p for p in people if p.form == "epithet" and d.np_start <= p.start <= d.start), None)
        after = next((p for p in names if p.start == d.end), None)
        before = self._named_before(d, names, floor)
        if after is not None:
            return after, False
        if before is not None:
            return before, False
        behind = next((p for p in names if p.start == d.end + 1 and low[d.end] == ","), None)
        closing = low[behind.end] if behind is not None and behind.end < len(low) else ""
        if behind is not None and d.definite and closing in (",", ".", "(", ")", ":", ";"):
            return behind, False
        if epithet is not None:
            return epithet, low[self._over_adverbs(d.np_start - 1, floor)] in (*_PAST, "stato")
        k = self._over_adverbs(d.np_start - 1, floor)
        if k >= floor and (
            low[k] in _PRESENT or low[k] in _PAST or (low[k] == "stato" and k > floor and low[k - 1] in _PRESENT)
        ):
            past = low[k] in _PAST or low[k] == "stato"
            return self._copula_subject(k, names, floor), past
        earlier = {
            p.entity: p for p in names if p.end <= d.np_start and p.entity is not None and p.entity.role == "player"
        }
        if d.definite and d.ex and len(earlier) == 1:  # "per Laurini, ma il terzino ex Empoli preferirebbe restare"
            return next(iter(earlier.values())), False
        return None, False

    def _then(self, d: Description) -> bool:
        """ "per le scorse due stagioni capitano del Vicenza", "all'epoca portiere del Lecce", "per anni bandiera del Bari"."""
        r = self.case.r
        words = padded(r, max(r.sentences[r.sentence_of[d.start]].start, d.np_start - 6), d.np_start)
        return any(words.endswith(w) for w in _THEN) or (
            " per " in words and words.endswith((" anni ", " stagioni ", " lustri ", " decenni "))
        )

    def _over_adverbs(self, k: int, floor: int) -> int:
        """ "è stato per anni il capitano", "era allora il portiere": back over what stands between copula and phrase."""
        low = self.case.r.low
        while k > floor and (low[k] in _MEANWHILE or low[k].isdigit()):
            k -= 1
        return k

    def _named_before(self, d: Description, names: list[Mention], floor: int) -> Mention | None:
        """ "Perin, 26 anni, portiere della Juventus": the name, a pause, nothing but descriptions between."""
        r = self.case.r
        k = d.np_start
        if k > floor and d.ex and any(p.end == k for p in names):
            return next(p for p in names if p.end == k)
        if k <= floor or r.low[k - 1] not in (",", "(", "-", "–", ":", ")"):
            return None
        for p in reversed(names):
            if p.end > k - 1:
                continue
            gap = range(p.end, k)
            if len(gap) > _REACH or any(r.classes[g] in ("verb", "aux", "rel") or r.low[g] in (".", ";") for g in gap):
                return None
            if r.low[p.end] not in (",", "(", "-", "–", ":"):
                return None
            if r.low[p.end] == ":" and len(gap) > 1:
                return None
            if len(gap) > 1 and any(r.classes[g] == "name" and not self._in_club(g) for g in gap):
                return None
            return p
        return None

    def _in_club(self, token: int) -> bool:
        return any(m.start <= token < m.end for m in self.case.in_sentence(self.case.r.sentence_of[token], "club"))

    def _copula_subject(self, k: int, names: list[Mention], floor: int) -> Mention | None:
        """ "Enrico Chiesa è un giocatore del Parma": the bare name before the copula."""
        low = self.case.r.low
        before = [p for p in names if p.end <= k and not p.prep]
        if before and all(
            low[g] not in (".", ";", ":", "?") and self.case.r.classes[g] not in ("verb",)
            for g in range(before[-1].end, k)
        ):
            return before[-1]
        return None

    # -- one phrase ------------------------------------------------------------------------------
    def _phrase(self, person: Mention, clubs: list[Mention]) -> None:
        """ "il blucerchiato Ferrari", "l'interista Hernanes": the adjective straight before the name."""
        low = self.case.r.low
        club = next((c for c in clubs if c.end == person.start and c.form in ("colour", "demonym")), None)
        if club is None or club.plural:
            return
        if club.form == "demonym" and not self._supporter(club):
            return
        ex = club.start > 0 and low[club.start - 1] == "ex"
        self._say(person, club, "former" if ex else "current", self._capacity(person), "phrase")

    def _epithet(self, person: Mention, clubs: list[Mention]) -> None:
        """ "l'ex giocatore rossonero", "il numero 7 della squadra di Sarri", "l'ex romanista"."""
        r = self.case.r
        ex = any(r.low[k] == "ex" for k in range(person.start, person.end))
        if not ex and (long_ago(self.case, person.sentence) or r.low[person.np_start - 1] in (*_PAST, "stato")):
            return
        for club in [c for c in clubs if person.start <= c.start and c.end <= person.end]:
            self._say(person, club, "former" if ex else "current", self._capacity(person), "epithet")
        if not ex:
            for group in self.case.in_sentence(r.sentence_of[person.start], "group"):
                if (
                    group.form == "team"
                    and person.start < group.start
                    and group.end <= person.end
                    and group.entity is not None
                ):
                    self._say(person, group, "current", self._capacity(person), "epithet")

    def _beside(self, person: Mention, clubs: list[Mention]) -> None:
        """ "Rossi (Milan)", "Cutrone del Wolverhampton"."""
        low = self.case.r.low
        end = person.end
        if end + 1 >= len(low):
            return
        if low[end] == "(":
            club = next((c for c in clubs if c.start == end + 1 and c.form == "name"), None)
            if club is not None and club.end < len(low) and low[club.end] == ")" and not self._market(person):
                self._say(person, club, "current", self._capacity(person), "bracket")
            return
        club = next((c for c in clubs if c.prep == "di" and c.prep_at == end and c.form in ("name", "nick")), None)
        if (
            club is not None
            and (person.form in ("full", "unknown") or not person.prep or person.prep == "di")
            and not long_ago(self.case, person.sentence)
        ):
            self._say(person, club, "current", self._capacity(person), "of club", 0.9)

    def _market(self, person: Mention) -> bool:
        """In a sentence of the market a bracket is where a man comes from."""
        s = self.case.r.sentences[self.case.r.sentence_of[person.start]]
        return any(self.case.r.low[k] in _MARKET for k in range(s.start, s.end))

    def _possessed(self, person: Mention, mentions: list[Mention]) -> None:
        """ "il Milan di Pioli", "i blucerchiati di Ranieri", "l'Inter di Marotta": the coach, or who runs it."""
        if person.prep != "di" or person.form == "epithet" or person.entity is None:
            return
        club = next(
            (
                m
                for m in mentions
                if m.kind == "club"
                and m.end == person.prep_at
                and m.entity is not None
                and m.form not in ("ground", "stand", "town")
            ),
            None,
        )
        if (
            club is None
            or (club.form in ("colour", "demonym", "region") and not club.plural)
            or self.case.r.low[person.prep_at] not in ("di", "del", "dell'")
        ):
            return
        if club.prep in ("a", "da") and role_words().get(person.role_word) == "player":
            return  # "il passaggio alla Roma del terzino X"
        status = "former" if long_ago(self.case, person.sentence) else "current"
        roles = person.entity.person.roles if person.entity.person else ()
        there = self._known_capacity(person.entity, club)
        if there is not None:
            self._say(person, club, status, there, "possession")
        elif "coach" in roles or person.entity.votes.get("coach"):
            self._say(person, club, status, "coach", "possession")
            person.entity.vote("coach")
        elif "executive" in roles or person.entity.votes.get("executive"):
            self._say(person, club, status, "executive", "possession")
        elif not roles and club.form != "region":
            self._say(person, club, status, "coach", "possession", 0.7)
            person.entity.vote("coach", 0.6)

    def _teams(self, mentions: list[Mention]) -> None:
        """ "la squadra di Pioli", "gli uomini di Conte"."""
        for group in mentions:
            coach = (
                group.parts[0]
                if group.kind == "group" and group.form == "team" and group.entity is not None and group.parts
                else None
            )
            if coach is not None and coach.kind == "person" and not is_past(self.case, group.sentence, None):
                years, _ = closed_times(self.case).get(group.sentence, (frozenset(), -1))
                self._say(coach, group, "former" if years else "current", "coach", "team of coach")

    # -- helpers ---------------------------------------------------------------------------------
    def _supporter(self, club: Mention) -> bool:
        """A supporters' name ("interista") says the club, a town's adjective ("bergamasco") may say the birthplace."""
        name = club.entity.name.lower() if club.entity else ""
        return club.surface.lower()[:4] == name[:4]

    def _capacity(self, person: Mention) -> str:
        role = role_words().get(person.role_word)
        if role is None and person.form == "epithet":
            roles = [
                role_words()[w]
                for w in (self.case.r.low[k] for k in range(person.start, person.end))
                if w in role_words()
            ]
            role = roles[0] if roles else None
        if role is None and person.entity is not None:
            role = person.entity.role
        return _CAPACITY.get(role or "player", "player")

    def _capacity_at(self, person: Mention, club: Mention, status: str) -> str:
        """What he is or was there where no role is told: the one capacity the gazetteer knows, else what he is."""
        if (
            person.entity is not None
            and club.entity is not None
            and person.entity.person is not None
            and status == "former"
        ):
            found = {s.capacity for s in person.entity.person.spells if s.club == club.entity.key}
            if len(found) == 1:
                return found.pop()
        return self._capacity(person)

    def _known_capacity(self, person: Entity, club: Mention) -> str | None:
        year = self.case.year
        if person.person is None or club.entity is None or year is None:
            return None
        found = {s.capacity for s in person.person.spells_in(year) if s.club == club.entity.key}
        return found.pop() if len(found) == 1 else None

    def _say(self, person: Mention, club: Mention, status: str, capacity: str, rule: str, weight: float = 1.0) -> None:
        p, c = person.entity, club.entity
        if p is None or c is None or c.kind != "club" or p.kind != "person":
            return
        if p.role in ("referee", "agent", "other") and rule not in ("phrase", "description"):
            return
        if status == "current" and capacity == "player" and p.role in ("coach", "executive"):
            capacity = p.role
        self.case.belongs.append(
            Belongs(
                p,
                c,
                status,
                capacity,
                min(person.start, club.start),
                max(person.end, club.end),
                f"affiliation.{rule}",
                weight,
            )
        )


def long_ago(case: Case, sentence: int) -> bool:
    """Tell whether the sentence names a year of a closed time: before the season of the article."""
    if case.year is None:
        return False
    s = case.r.sentences[sentence]
    text = case.r.plain[case.r.start[s.start] : case.r.end[s.end - 1]]
    years = [y for y in told_years(text) if f"dal {y}" not in text]
    return any(year < case.year - 1 for year in years)
