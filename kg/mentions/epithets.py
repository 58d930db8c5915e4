"""Epithets: "il turco", "il trequartista", "l'ex di turno", "il numero 7 della squadra di Sarri".

A definite phrase that describes somebody without naming him is matched against the people of the article:
nationality, position, calling, former club by the gazetteer, then salience. Below the threshold the
reader abstains.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from functools import cache

from kg.gazetteer.records import PersonRecord, SpellRecord
from kg.language.reading import Reading
from kg.lexicon import load
from kg.mentions.model import Entity, Mention
from kg.mentions.nominals import insert_end
from kg.mentions.words import role_words

THRESHOLD = 1.0
_DEFINITE = frozenset(
    "il lo l' la del dello dell' della al allo all' alla dal dallo dall' dalla sul sullo sull' sulla col nel quel quello quell' quella questo".split()
)
_ARTICLES = frozenset("il lo l' la".split())
_FALSE_FRIENDS = frozenset("moglie fidanzata arbitro presidente premier ministro".split())


@cache
def nationalities() -> dict[str, str]:
    """Return adjective (both genders, singular) → FIFA code."""
    table: dict[str, str] = {}
    for word, code in load("nationalities")["adjectives"].items():
        table[word] = code
        if word.endswith("o"):
            table[word[:-1] + "a"] = code
    return table


@cache
def positions() -> dict[str, frozenset[str]]:
    """Return role noun → positions it may name."""
    table: dict[str, set[str]] = {}
    for position, words in load("grammar")["positions"].items():
        for word in words:
            table.setdefault(word, set()).add(position)
    return {word: frozenset(found) for word, found in table.items()}


@dataclass(slots=True)
class Description:
    """What an epithet says of the person."""

    nationality: str | None = None
    positions: frozenset[str] | None = None
    role: str | None = None
    former: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    ex: bool = False
    ex_of_the_day: bool = False
    number: bool = False


class Epithets:
    """Finds and resolves the epithets of one article."""

    def __init__(self, reading: Reading, year: int | None, people: list[Entity], mentions: list[Mention]) -> None:
        self.r = reading
        self.year = year
        self.people = people
        self.mentions = mentions
        for entity in people:
            entity.mentions.sort(key=lambda m: m.start)
        self.covered = {k for m in mentions for k in range(m.start, m.end) if m.kind != "group"}
        self.club_tokens = {k for m in mentions if m.kind == "club" for k in range(m.start, m.end)}
        self.clubs_at = {m.start: m for m in mentions if m.kind == "club"}
        self.clubs = {m.entity.key for m in mentions if m.kind == "club" and m.entity is not None and m.form != "town"}

    def run(self) -> list[Mention]:
        """Return the resolved epithets, in text order."""
        found: list[Mention] = []
        for sentence in self.r.sentences:
            if sentence.noise or sentence.zone == "tweet":
                continue
            i = sentence.start
            while i < sentence.end - 1:
                candidate = self._at(i, sentence.end, sentence.index) if self.r.low[i] in _DEFINITE else None
                if candidate is None:
                    i += 1
                    continue
                mention, description = candidate
                i = mention.end
                if self._resolve(mention, description):
                    found.append(mention)
        return found

    # -- finding ---------------------------------------------------------------------------------
    def _at(self, i: int, limit: int, sentence: int) -> tuple[Mention, Description] | None:
        low = self.r.low
        d = Description()
        j = i + 1
        if low[j] in ("ex", "grande", "vecchio", "solito") and j + 1 < limit:
            if low[j] == "ex" or low[j + 1] == "ex":
                j += 1 if low[j] == "ex" else 2
                return self._ex(i, j, limit, sentence, d)
            j += 1
        j, said = self._head(j, limit, d)
        if not said:
            return None
        return self._finish(i, j, limit, sentence, d)

    def _head(self, j: int, limit: int, d: Description) -> tuple[int, bool]:
        """Read the nouns and adjectives that describe: "trequartista turco", "numero 20"."""
        low = self.r.low
        said = False
        while j < limit and j not in self.covered:
            word = low[j]
            pair = f"{word} {low[j + 1]}" if j + 1 < limit else ""
            if word == "numero" and j + 1 < limit and low[j + 1].isdigit():
                d.number = said = True
                j += 2
                continue
            role = role_words().get(pair) or role_words().get(word)
            if role is not None and word not in ("campione", "classe", "baby", "libero", "interno", "manager"):
                width = 2 if pair in role_words() else 1
                key = pair if width == 2 else word
                d.role = d.role or role
                if key in positions():
                    d.positions = positions()[key]
                said = True
                j += width
                continue
            if word in nationalities():
                d.nationality = nationalities()[word]
                said = True
                j += 1
                continue
            break
        return j, said

    def _ex(self, i: int, j: int, limit: int, sentence: int, d: Description) -> tuple[Mention, Description] | None:
        low = self.r.low
        d.ex = True
        if low[j] == "di" and j + 1 < limit and low[j + 1] in ("turno", "giornata", "serata"):
            d.ex_of_the_day = True
            return self._make(i, j + 2, sentence), d
        if low[j] in ("compagno", "compagna"):
            d.ex_of_the_day = True
            return self._make(i, j + 1, sentence), d
        if low[j] in _FALSE_FRIENDS:
            return None
        if j in self.clubs_at and self.clubs_at[j].entity is not None:
            club = self.clubs_at[j]
            d.former = (club.entity.key,) if club.entity else ()
            end = club.end
            if end in self.starts():
                return None  # "l'ex Genoa Perin": the name follows
            return self._make(i, end, sentence), d
        j, said = self._head(j, limit, d)
        if not said:
            return None
        return self._finish(i, j, limit, sentence, d)

    def starts(self) -> set[int]:
        """Tokens where a person's name starts."""
        return {m.start for m in self.mentions if m.kind == "person"}

    def _finish(self, i: int, j: int, limit: int, sentence: int, d: Description) -> tuple[Mention, Description] | None:
        """Take the club that follows ("rossonero", "della Roma", "della squadra di Inzaghi"); refuse appositions."""
        low = self.r.low
        clubs: tuple[str, ...] = ()
        end = j
        club = self.clubs_at.get(j)
        if club is not None and club.form in ("colour", "demonym", "name"):
            clubs, end = self._keys(club), club.end
        elif j + 1 < limit and low[j] in ("del", "della", "dell'", "dello", "dei", "di"):
            target = self._owner(j + 1, limit)
            if target is not None:
                clubs, end = self._keys(target), target.end
        if d.ex:
            d.former = clubs
        else:
            d.current = clubs
        if end < limit and self._name_follows(end, limit):
            return None
        if d.number and not clubs and d.nationality is None and d.role is None and end == i + 3:
            pass
        return self._make(i, end, sentence), d

    def _name_follows(self, end: int, limit: int) -> bool:
        """ "il terzino Rossi", "l'esterno offensivo classe 2001 Rossi", "il terzino, ex Parma, Rossi": no epithet."""
        starts = self.starts()
        k = end
        while k < min(limit, end + 3) and k not in starts and self.r.classes[k] == "word" and self.r.low[k] != "classe":
            k += 1
        after = insert_end(self.r, k, limit, self.club_tokens)
        return end in starts or (k in starts and k > end) or (after > k and after in starts)

    def _owner(self, j: int, limit: int) -> Mention | None:
        if j in self.clubs_at:
            return self.clubs_at[j]
        for mention in self.mentions:
            if mention.kind == "group" and mention.start == j and mention.form == "team":
                return mention
        return None

    @staticmethod
    def _keys(mention: Mention) -> tuple[str, ...]:
        return (mention.entity.key,) if mention.entity is not None else mention.candidates

    def _make(self, i: int, end: int, sentence: int) -> Mention:
        start = i if self.r.low[i] in _ARTICLES else i + 1
        return Mention(start, end, "person", "epithet", self.r.words(start, end), sentence=sentence)

    # -- resolving -------------------------------------------------------------------------------
    def _resolve(self, mention: Mention, d: Description) -> bool:
        ranked = sorted(
            ((self._score(e, mention, d), e.key, e) for e in self.people), reverse=True, key=lambda x: (x[0], x[1])
        )
        if not ranked or ranked[0][0] < THRESHOLD:
            return False
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.05:
            return False
        value, _, entity = ranked[0]
        mention.entity = entity
        mention.score = min(0.9, 0.4 + 0.15 * value)
        mention.reason = "epithet: agreement with the gazetteer and salience"
        if d.role is not None:
            entity.vote(d.role, 0.5)
        insort(entity.mentions, mention, key=lambda m: m.start)
        return True

    def _score(self, entity: Entity, mention: Mention, d: Description) -> float:
        person = entity.person
        total = self._salience(entity, mention)
        if total <= -5:
            return total
        apposed = self._apposition(entity, mention)
        total += 2.0 if apposed else 0.0
        if person is None:
            total += 0.3 if (d.nationality or d.positions) else 0.0
            total += self._role_fit(entity, d)
            return total + (0.8 if d.ex_of_the_day else 0.0)
        if d.nationality is not None:
            total += 1.5 if d.nationality in person.nationalities else -3.0
        if d.positions is not None and person.position is not None:
            total += 0.8 if person.position in d.positions else -0.8
        total += self._role_fit(entity, d)
        if d.ex or d.ex_of_the_day:
            wanted = d.former or tuple(self.clubs)
            total += self._former(person, wanted)
        if d.current and self.year is not None:
            here = any(s.club in d.current for s in person.spells_in(self.year))
            total += 1.0 if here else -0.5
        return total

    def _role_fit(self, entity: Entity, d: Description) -> float:
        if d.role is None:
            return 0.5 if d.number and entity.role == "player" else 0.0
        if entity.person is not None:
            active = {s.capacity for s in entity.person.spells_in(self.year)} if self.year else set(entity.person.roles)
            roles = active or set(entity.person.roles)
        else:
            roles = {entity.role}
        return 0.7 if d.role in roles else -2.0

    def _former(self, person: PersonRecord, clubs: tuple[str, ...]) -> float:
        spells = [s for s in person.spells if s.club in clubs and s.capacity != "executive"]
        if not any(self._is_past(s, person) for s in spells):
            return -1.5
        return 1.5

    def _is_past(self, spell: SpellRecord, person: PersonRecord) -> bool:
        """Ended by the article's year, or overtaken by a later spell elsewhere (a loan, a move in that year)."""
        if self.year is None or (spell.until is not None and spell.until <= self.year):
            return True
        return any(
            s.club != spell.club and s.covers(self.year) and (s.since or 0) > (spell.since or 0) for s in person.spells
        )

    def _salience(self, entity: Entity, mention: Mention) -> float:
        at = bisect_left(entity.mentions, mention.start, key=lambda m: m.start)
        if not at:
            return -1.0 if len(entity.mentions) > 1 else -2.0
        last = entity.mentions[at - 1]
        gap = mention.sentence - last.sentence
        near = mention.start - last.end
        here = -0.6 if gap == 0 and near <= 3 and not self._apposition(entity, mention) else 0.0
        return 0.6 / (1 + gap) + 0.08 * min(8, len(entity.mentions)) + here

    def _apposition(self, entity: Entity, mention: Mention) -> bool:
        """ "Lautaro, l'argentino, …": the phrase follows the name across a comma."""
        start = mention.start
        at = bisect_left(entity.mentions, start, key=lambda m: m.start)
        return any(
            m.end < start <= m.end + 2 and self.r.low[m.end] == "," and self.r.low[start - 1] == ","
            for m in entity.mentions[max(0, at - 2) : at]
        )
