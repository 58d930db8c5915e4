"""Descriptions: the noun phrases that say whose man somebody is.

"ex Genoa e Roma", "difensore brasiliano del Milan, ex Roma", "capitano della Lazio", "già al Palermo", "in forza al Pisa": read as a
small grammar of roles, adjectives, ages and clubs from left to right. What follows "ex" is former until a new role takes over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from kg.extractors.case import Case
from kg.lexicon import load
from kg.mentions.epithets import nationalities
from kg.mentions.model import Mention
from kg.mentions.names import role_words
from kg.mentions.nominals import BASE

_DETERMINERS = frozenset(["il", "lo", "l'", "la", "un", "uno", "una", "un'", "suo", "sua"])
_QUOTES = frozenset(["'", '"', "“", "”", "‘", "’", "«", "»"])
_JOINERS = frozenset([",", "e", "ed", "/", "-", "–", "poi", "ma", "nonché", "anche", "oltre"])
_CAPACITY = frozenset({"player", "coach", "executive"})
_AGE = re.compile(r"\d{2}enne|\w{4,}enne")
_PLACES = frozenset({"ground", "stand", "town"})
_DECADE = re.compile(r"['’‘]?\d0|(?:19|20)\d0|sessanta|settanta|ottanta|novanta|duemila")
_BETWEEN = frozenset([",", "e", "ed", "'", "’", "‘"])
_LONGEST = 24


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("careers")[name])


@dataclass(slots=True)
class Item:
    """One club of a description: ``status`` current or former, ``capacity`` where a role says it."""

    club: Mention
    status: str
    capacity: str | None


@dataclass(slots=True)
class Description:
    """A phrase from token ``start`` to ``end``; ``np_start`` is where its article stands; ``ex`` that the word stands in it."""

    start: int
    end: int
    np_start: int
    items: list[Item] = field(default_factory=list)
    ex: bool = False
    definite: bool = False


class _Parser:
    def __init__(
        self, case: Case, start: int, limit: int, clubs_at: dict[int, Mention], names_at: frozenset[int]
    ) -> None:
        self.low, self.classes = case.r.low, case.r.classes
        self.limit = min(limit, start + _LONGEST)
        self.clubs_at, self.names_at = clubs_at, names_at
        self.j = start
        self.found = Description(start, start, start)
        self.role: str | None = None
        self.former = False
        self.closed = False  # a club was taken since the last role or "ex"
        self.loose = 0  # adjectives no list knows

    def run(self) -> Description:
        while self.j < self.limit and self.j not in self.names_at:
            if not self._step():
                break
        return self.found

    def _word(self, k: int) -> str:
        return self.low[k] if k < self.limit else ""

    def _take(self, end: int) -> bool:
        self.j = self.found.end = end
        return True

    def _step(self) -> bool:
        word = self.low[self.j]
        if word == "ex" or (word == "già" and self._club_after(self.j + 1, ("a", "di", "in")) is not None):
            return self._former(word)
        if self.j in self.clubs_at:
            return self._bare(self.clubs_at[self.j])
        owner = self._club_after(self.j, ("di",))
        if owner is not None and (self.role or self.former or self.found.items):
            return self._add(owner, "former" if self.former else "current")
        if word in _words("standing"):
            club = self._club_after(self.j + 1, ("a", "di", "in", "con"))
            if club is not None:
                return self._add(club, "current")
        if self._role(word):
            return True
        if word in nationalities() or _AGE.fullmatch(word) or word in _words("adjectives") or word in _QUOTES:
            return self._take(self.j + 1)
        skipped = self._aside(self.j)
        if skipped:
            self.j += skipped
            return True
        if word == "classe" or self._word(self.j + 1) == "anni":
            return self._take(self.j + 2)
        if word in _JOINERS:
            return self._join()
        if word in _DETERMINERS or word in ("in", "sotto", "di"):
            self.j += 1
            return True
        if self.role is not None and not self.closed and self.classes[self.j] == "word" and self.loose < 2:
            self.loose += 1
            self.j += 1
            return True
        return False

    def _aside(self, k: int) -> int:
        """Return the length of "tra le altre" or of the decades "anni '80 e '90", which close the time."""
        if (
            self._word(k) in ("tra", "fra")
            and self._word(k + 1) in ("le", "gli", "l'")
            and self._word(k + 2) in ("altre", "altri", "altro")
        ):
            return 3 + (self._word(k + 3) == ",")
        if self._word(k) == "anni":
            n = 1
            while self._decade(k + n) or (n > 1 and self._word(k + n) in _BETWEEN and self._decade(k + n + 1)):
                n += 1
            if n > 1 and self.role is not None:
                self.former = True
                return n
        return 0

    def _decade(self, k: int) -> bool:
        """ "90", "'90", "novanta", also with the figures behind a mark of their own."""
        here, then = self._word(k), self._word(k + 1)
        return bool(_DECADE.fullmatch(here)) or (here in _QUOTES and bool(_DECADE.fullmatch(then)))

    def _former(self, word: str) -> bool:
        self.found.ex = self.found.ex or word == "ex"
        self.former, self.closed = True, False
        after = self._word(self.j + 1)
        if after in _words("false_ex"):
            return False
        if word == "già":
            club = self._club_after(self.j + 1, ("a", "di", "in"))
            return club is not None and self._add(club, "former")
        return self._take(self.j + 1)

    def _bare(self, club: Mention) -> bool:
        """A club without preposition: after "ex", as an adjective after a role, or going on with a list."""
        before = self.low[self.j - 1] if self.j else ""
        if before == "ex" or (
            self.former and self.role is not None and not self.closed and club.form in ("colour", "demonym", "name")
        ):
            return self._add(club, "former")
        if self.found.items and before in (",", "e", "ed", "/", "-"):
            return self._add(club, self.found.items[-1].status) if self.found.items[-1].status == "former" else False
        if self.role is not None and club.form in ("colour", "demonym") and not self.former:
            return self._add(club, "current")
        return False

    def _add(self, club: Mention, status: str) -> bool:
        self.found.items.append(Item(club, status, self.role))
        self.closed = True
        return self._take(club.end)

    def _role(self, word: str) -> bool:
        pair = f"{word} {self._word(self.j + 1)}"
        role = role_words().get(pair) or role_words().get(word)
        if role is None and word in _words("belongings"):
            role = "player"
        if role not in _CAPACITY or word == "classe":
            return False
        if self.closed:  # "ex difensore del Milan, tecnico della Roma"
            self.former, self.closed = False, False
            self.role = role
        self.role = role if self.role is None or self.role == "player" else self.role
        return self._take(self.j + (2 if pair in role_words() else 1))

    def _join(self) -> bool:
        """A comma or "e" goes on only into another piece of the description."""
        k = self.j + 1
        while self._word(k) in _JOINERS or self._word(k) in _DETERMINERS:
            k += 1
        word = self._word(k)
        pair = f"{word} {self._word(k + 1)}"
        goes_on = (
            word in ("ex", "già")
            or word in _words("standing")
            or (bool(self.found.items) and (k in self.clubs_at or self._club_after(k, ("di",)) is not None))
            or (word in role_words() or pair in role_words() or word in _words("belongings"))
            or word in nationalities()
            or self._word(k + 1) == "anni"
            or _AGE.fullmatch(word) is not None
            or (word in ("in", "sotto", "di") and self._word(k + 1) in _words("standing"))
        )
        if goes_on:
            self.j += 1
        return goes_on

    def _club_after(self, k: int, prepositions: tuple[str, ...]) -> Mention | None:
        """Return the club behind one of the prepositions at ``k``, over an article or quotation marks."""
        if k >= self.limit or BASE.get(self.low[k]) not in prepositions:
            return None
        k += 1
        while k < self.limit and (self.low[k] in _QUOTES or self.low[k] in _DETERMINERS):
            k += 1
        return self.clubs_at.get(k)


def descriptions(case: Case, sentence: int) -> list[Description]:
    """Return the descriptions of a sentence that name at least one club, in text order, none inside another."""
    r = case.r
    s = r.sentences[sentence]
    mentions = case.in_sentence(sentence)
    clubs_at = {
        m.start: m
        for m in mentions
        if m.entity is not None
        and m.entity.kind == "club"
        and m.form not in _PLACES
        and (m.kind == "club" or m.form == "team")
    }
    if not clubs_at:
        return []
    names_at = frozenset(m.start for m in mentions if m.kind == "person" and m.form != "epithet")
    found: list[Description] = []
    i = s.start
    while i < s.end:
        word = r.low[i]
        opens = (
            word in ("ex", "già")
            or word in _words("belongings")
            or word in role_words()
            or (i + 1 < s.end and f"{word} {r.low[i + 1]}" in role_words())
        )
        opens = opens or (word in _words("standing") and word != "ora")
        if not opens or i in names_at:
            i += 1
            continue
        d = _Parser(case, i, s.end, clubs_at, names_at).run()
        if not d.items:
            i += 1
            continue
        _left(case, d, s.start)
        found.append(d)
        i = max(d.end, i + 1)
    return found


def _left(case: Case, d: Description, floor: int) -> None:
    """Find where the phrase begins: over adjectives to its article."""
    low = case.r.low
    k = d.start
    if k > floor + 1 and low[k - 1] in ("e", "ed") and low[k - 2] in _words("belongings"):
        k -= 2
    while k > floor and (
        low[k - 1] in _words("adjectives")
        or low[k - 1] in _words("standing")
        or low[k - 1] in nationalities()
        or low[k - 1] in _QUOTES
        or low[k - 1] in ("in", "sotto", "di")
    ):
        k -= 1
    while k > floor and (low[k - 1] in _DETERMINERS or low[k - 1] in _QUOTES):
        d.definite = d.definite or low[k - 1] in ("il", "lo", "l'", "la")
        k -= 1
    d.np_start = k
