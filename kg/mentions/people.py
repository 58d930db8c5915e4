"""Which person a name means: the article's own full mentions first, then the gazetteer by context.

A name that nothing decides stays with the words of the text: the linker abstains rather than guesses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.gazetteer import Gazetteer, PersonRecord, fold
from kg.gazetteer.forms import short_names
from kg.language.reading import Reading
from kg.mentions.model import Entity, Mention
from kg.mentions.names import Found, is_dictionary_word, role_words

#: Below this the gazetteer's best candidate is not taken.
THRESHOLD = 0.5


@dataclass(slots=True)
class Context:
    """What helps to tell namesakes apart: clubs the article names (id → mentions) and its year."""

    clubs: dict[str, int] = field(default_factory=dict)
    year: int | None = None


def score(person: PersonRecord, context: Context, role: str | None) -> float:
    """Return how well a gazetteer person fits the article (higher is better, 0 is neutral).

    A spell at a club of the article in its year weighs most; a spell there at another time some;
    somebody out of football by years, or of another calling than the words say, counts down.
    """
    total = min(1.0, 0.1 * len(person.spells))
    best = 0.0
    for spell in person.spells:
        weight = context.clubs.get(spell.club)
        if not weight:
            continue
        if context.year is None:
            best = max(best, 2.0)
        elif spell.covers(context.year):
            best = max(best, 3.0 if spell.capacity != "executive" or role in (None, "executive") else 2.0)
        else:
            best = max(best, 1.0)
    total += best + _activity(person, context.year)
    if context.year is not None and person.birth is not None and context.year - person.birth < 15:
        total -= 4.0
    if role is not None:
        total += 1.5 if role in person.roles else -1.5
    return total


def _activity(person: PersonRecord, year: int | None) -> float:
    """In football in the year: a plus; retired for long or not yet born to it: a minus."""
    years = [y for s in person.spells for y in (s.since, s.until) if y is not None]
    if year is None or not years:
        return 0.0
    if any(s.covers(year) for s in person.spells):
        return 1.0
    if year < min(years) - 1:
        return -3.0
    gap = year - max(years)
    return 0.0 if gap <= 1 else -0.8 if gap <= 4 else -1.6


def role_at(person: PersonRecord, year: int | None) -> str:
    """Return what the person is in football in the year: by his spells then, else by the last before it.

    A former striker who coaches is a coach; a retired man spoken of as a player is a player.
    """
    if year is None or not person.spells:
        return person.roles[0]
    now = [s for s in person.spells if s.covers(year)]
    for capacity in ("player", "coach", "executive"):
        dated = [s for s in now if s.capacity == capacity and (s.until is not None or s.since is None or year - s.since < 15)]
        if dated and (capacity != "player" or person.birth is None or year - person.birth < 44):
            return capacity
    before = [s for s in person.spells if s.until is not None and s.until < year]
    if before:
        last = max(before, key=lambda s: s.until or 0)
        return last.capacity
    return person.roles[0]


class Linker:
    """Links the person mentions of one article."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, context: Context) -> None:
        self.r = reading
        self.gaz = gazetteer
        self.context = context
        self.entities: dict[str, Entity] = {}
        self.by_short: dict[str, list[Entity]] = {}
        self.sheet_roles: dict[int, str] = {}

    def link(self, found: Found) -> list[Entity]:
        """Give every person mention its entity; weak mentions only where something confirms them."""
        self.sheet_roles = found.roles
        full = [m for m in found.people if m.form in ("full", "unknown")]
        for mention in full:
            self._full(mention)
        rest = sorted((m for m in found.people if m.form not in ("full", "unknown")), key=lambda m: m.start)
        grouped: dict[tuple[str, ...], list[Mention]] = {}
        for mention in rest:
            key = fold(mention.surface.lstrip("#"))
            if not self._known_here(mention, key):
                grouped.setdefault((key,), []).append(mention)
        for (key,), mentions in grouped.items():
            self._by_gazetteer(key, mentions)
        self._weak(found)
        return list(self.entities.values())

    # -- full names ------------------------------------------------------------------------------
    def _full(self, mention: Mention) -> None:
        if mention.candidates:
            record, value = self._best(mention.candidates, self._role(mention))
            self._attach(mention, self._entity(record.id, record.name, record), value, "full name")
            return
        name = mention.surface if not mention.surface.isupper() else mention.surface.title()
        same = next((e for e in self.entities.values() if fold(e.name) == fold(name)), None)
        self._attach(mention, same or self._entity(f"~{fold(name)}", name, None), 1.0, "full name, unknown")

    def _entity(self, key: str, name: str, record: PersonRecord | None) -> Entity:
        entity = self.entities.get(key)
        if entity is None:
            entity = self.entities[key] = Entity("person", key, name, record)
            if record is not None:
                entity.vote(role_at(record, self.context.year), 0.6)
            for short in self._shorts(name, record):
                self.by_short.setdefault(short, []).append(entity)
        return entity

    @staticmethod
    def _shorts(name: str, record: PersonRecord | None) -> Iterable[str]:
        words = fold(name).split()
        forms = {" ".join(words[i:]) for i in range(1, len(words))}
        if len(words) > 1:
            forms.add(words[0])
        if record is not None:
            forms.update(fold(s) for s in short_names(record))
            forms.update(fold(n) for n in record.nicknames)
            forms.update(fold(n).split(" ", 1)[1] for n in record.nicknames if " " in n)
        forms.add(" ".join(words))
        return forms

    # -- short names -----------------------------------------------------------------------------
    def _known_here(self, mention: Mention, key: str) -> bool:
        entities = self.by_short.get(key, [])
        if not entities:
            return False
        surnames = [e for e in entities if not fold(e.name).startswith(key + " ")] or entities
        chosen = surnames[0] if len(surnames) == 1 else self._nearest(mention, surnames)
        self._attach(mention, chosen, 0.95 if len(surnames) == 1 else 0.7, "named in full in the article")
        return True

    def _nearest(self, mention: Mention, entities: list[Entity]) -> Entity:
        role = self._role(mention)
        if role is not None:
            fitting = [e for e in entities if e.person is None or role in e.person.roles]
            entities = fitting or entities

        def distance(entity: Entity) -> tuple[int, int]:
            before = [mention.start - m.start for m in entity.mentions if m.start < mention.start]
            return (0, min(before)) if before else (1, min(abs(m.start - mention.start) for m in entity.mentions))

        return min(entities, key=distance)

    def _by_gazetteer(self, key: str, mentions: list[Mention]) -> None:
        roles = [role for role in map(self._role, mentions) if role is not None]
        role = max(sorted(set(roles)), key=roles.count) if roles else None
        candidates = tuple(dict.fromkeys(c for m in mentions for c in m.candidates))
        if candidates:
            ranked = sorted(((self._score(c, role), c) for c in candidates), reverse=True)
            value, ident = ranked[0]
            margin = value - (ranked[1][0] if len(ranked) > 1 else -9.0)
            if value >= THRESHOLD and margin > 0.05:
                record = self.gaz.people[ident]
                entity = self._entity(ident, record.name, record)
                for mention in mentions:
                    self._attach(mention, entity, min(0.95, 0.5 + 0.12 * min(value, margin + 1)), "gazetteer by context")
                return
        name = mentions[0].surface.lstrip("#")
        entity = self._entity(f"~{key}", name.title() if name.isupper() else name, None)
        for mention in mentions:
            self._attach(mention, entity, 0.5, "name of the text: nothing decides who")

    def _best(self, candidates: tuple[str, ...], role: str | None) -> tuple[PersonRecord, float]:
        ranked = max(candidates, key=lambda c: (self._score(c, role), c))
        return self.gaz.people[ranked], 1.0 if len(candidates) == 1 else 0.8

    def _score(self, ident: str, role: str | None) -> float:
        return score(self.gaz.people[ident], self.context, role)

    # -- weak names ------------------------------------------------------------------------------
    def _weak(self, found: Found) -> None:
        for mention in found.weak:
            key = fold(mention.surface)
            if self._known_here(mention, key):
                found.people.append(mention)
                continue
            if self._role(mention) is not None and mention.form == "surname":
                self._by_gazetteer(key, [mention])
                found.people.append(mention)
                continue
            if mention.form == "unknown" and self._confirmed(mention, found.weak):
                entity = self._entity(f"~{key}", mention.surface, None)
                self._attach(mention, entity, 0.5, "capital letter no common word explains")
                found.people.append(mention)
        found.people.sort(key=lambda m: m.start)

    def _confirmed(self, mention: Mention, weak: list[Mention]) -> bool:
        r = self.r
        low = r.low[mention.start]
        if is_dictionary_word(low):
            return self._role(mention) is not None
        opening = r.sentences[mention.sentence].start
        if mention.start == opening or (mention.start == opening + 1 and r.classes[opening] in ("punct", "num")):
            return any(w.surface == mention.surface and w.start > r.sentences[w.sentence].start + 1 for w in weak)
        before = r.low[mention.start - 1] if mention.start else ""
        after_article = before in _ARTICLED
        if after_article:
            return False
        if before in ("a", "ad", "in"):
            return sum(1 for w in weak if w.surface == mention.surface) > 1
        return True

    # -- helpers ---------------------------------------------------------------------------------
    def _role(self, mention: Mention) -> str | None:
        """What the words straight before the name say he is: "il tecnico X", "la squadra di X"."""
        low = self.r.low
        i = mention.start
        if i in self.sheet_roles:
            return self.sheet_roles[i]
        if i >= 2 and low[i - 1] == "di" and low[i - 2] in ("squadra", "uomini", "ragazzi", "undici", "formazione", "panchina"):
            return "coach"
        for word in (low[i - 1] if i else "", low[i - 2] + " " + low[i - 1] if i > 1 else "", low[i - 2] if i > 1 and self.r.classes[i - 1] == "word" else ""):
            role = role_words().get(word)
            if role is not None:
                return role
        return None

    def _attach(self, mention: Mention, entity: Entity, value: float, reason: str) -> None:
        mention.entity = entity
        mention.score = value
        mention.reason = reason
        role = self._role(mention)
        if role is not None:
            entity.vote(role, 2.0 if mention.start in self.sheet_roles else 1.0)
        entity.mentions.append(mention)


_ARTICLED = frozenset(
    "il lo la l' i gli le del dello della dell' dei degli delle al allo alla all' ai agli alle dal dallo dalla dall' dai dagli dalle "
    "nel nello nella nell' nei negli nelle sul sullo sulla sull' sui sugli sulle col un una".split()
)
