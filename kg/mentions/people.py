"""Which person a name means: the article's own full mentions first, then the gazetteer by context.

A name that nothing decides stays with the words of the text: the linker abstains rather than guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from kg.gazetteer import Gazetteer, PersonRecord, fold
from kg.gazetteer.forms import short_names
from kg.language.reading import Reading
from kg.lexicon import load
from kg.mentions.fitting import COVERS, NEAR, NOTHING_BESIDE, Beside, Context, club_evidence, role_at, score
from kg.mentions.model import Entity, Mention
from kg.mentions.names import Found
from kg.mentions.nominals import BASE
from kg.mentions.roll import roll, within_one_edit
from kg.mentions.teams import sheet_teams
from kg.mentions.words import given_first, is_dictionary_word, role_words

#: Below this the gazetteer's best candidate of several is not taken.
THRESHOLD = 0.3
#: Below this not even the only candidate is taken.
_ALONE = -0.05
_MARGIN = 0.02


class Linker:
    """Links the person mentions of one article."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, context: Context) -> None:
        self.r = reading
        self.gaz = gazetteer
        self.context = context
        self.entities: dict[str, Entity] = {}
        self.by_name: dict[str, Entity] = {}
        self.by_short: dict[str, list[Entity]] = {}
        self.sheet_roles: dict[int, str] = {}
        self.teams: dict[int, frozenset[str]] = {}
        self.roles_at: dict[int, str | None] = {}
        self.clubs_at: dict[int, Mention] = {}
        self.ends: dict[int, Mention] = {}
        self.in_sentence: dict[int, set[str]] = {}

    def link(self, found: Found) -> list[Entity]:
        """Give every person mention its entity; weak mentions only where something confirms them."""
        self.sheet_roles = found.roles
        self._know_clubs(found)
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
            # a nickname may mean a man whom a short name before it has just brought in
            open_still = [m for m in mentions if m.form != "nick" or not self._known_here(m, key)]
            if open_still:
                self._by_gazetteer(key, open_still)
        self._weak(found)
        return list(self.entities.values())

    # -- full names ------------------------------------------------------------------------------
    def _full(self, mention: Mention) -> None:
        if mention.candidates:
            record, value = self._best(mention.candidates, self._role(mention))
            self._attach(mention, self._entity(record.id, record.name, record), value, "full name")
            return
        turned = given_first(mention.surface)
        same = self.gaz.person_by_name(turned) if turned != mention.surface else []
        if same:
            record, value = self._best(tuple(p.id for p in same), self._role(mention))
            self._attach(mention, self._entity(record.id, record.name, record), value, "full name, surname first")
            return
        known = self._misspelt_full(mention.surface)
        if known is not None:
            self._attach(mention, self._entity(known.id, known.name, known), 0.8, "full name, misspelt")
            return
        name = turned if not mention.surface.isupper() else mention.surface.title()
        named = self.by_name.get(fold(name))
        self._attach(mention, named or self._entity(f"~{fold(name)}", name, None), 1.0, "full name, unknown")

    def _entity(self, key: str, name: str, record: PersonRecord | None) -> Entity:
        entity = self.entities.get(key)
        if entity is None:
            entity = self.entities[key] = Entity("person", key, name, record)
            self.by_name.setdefault(fold(name), entity)
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

    def _know_clubs(self, found: Found) -> None:
        """Note where clubs stand, and whose side each place of a score sheet is."""
        for mention in found.clubs:
            if mention.entity is None or mention.form in ("region", "ground", "stand"):
                continue
            if mention.form == "town":
                self.in_sentence.setdefault(mention.sentence, set()).add(mention.entity.key)
                continue
            self.clubs_at[mention.start] = mention
            self.ends[mention.end] = mention
            self.in_sentence.setdefault(mention.sentence, set()).add(mention.entity.key)
        self.teams = sheet_teams(
            self.r,
            {m.start: m for m in found.clubs if m.entity is not None},
            self.gaz,
            {m.start: m.candidates for m in found.people},
            self.context.year,
        )

    def _beside(self, mentions: list[Mention]) -> Beside:
        """Gather what stands beside the mentions: "il blucerchiato Ferrari", "Rossi (Milan)", "Ferrari, ora blucerchiato"."""
        clubs: set[str] = set()
        near: set[str] = set()
        teams: frozenset[str] | None = None
        for mention in mentions[:6]:
            near |= self.in_sentence.get(mention.sentence, set())
            if mention.start in self.teams:
                own = self.teams[mention.start]
                teams = own if teams is None else (teams & own or teams | own)
                continue
            clubs |= self._phrase_clubs(mention)
        small = teams is not None and all(key not in self.gaz.clubs or self.gaz.clubs[key].weight < 3 for key in teams)
        return Beside(frozenset(clubs), teams, frozenset(near), small)

    def _phrase_clubs(self, mention: Mention) -> set[str]:
        low, found = self.r.low, set()
        before = self.ends.get(mention.start)
        if before is not None and before.form in ("colour", "demonym") and not before.plural:
            found.add(before.entity.key if before.entity else "")
        i = mention.start - 1
        while i >= max(0, mention.start - 5) and (self.r.classes[i] == "word" or i in self.clubs_at):
            other = self.clubs_at.get(i)
            if (
                other is not None
                and other.entity is not None
                and other.form in ("colour", "demonym")
                and not other.plural
            ):
                found.add(other.entity.key)
            i -= 1
        j = mention.end
        if j + 1 < len(low) and low[j] == "(":
            other = self.clubs_at.get(j + 1)
        elif j + 2 < len(low) and low[j] == "," and low[j + 1] in ("ora", "oggi", "adesso", "ex"):
            other = self.clubs_at.get(j + 2)
        else:
            other = self.clubs_at.get(j)
            if other is not None and (other.form not in ("colour", "demonym") or other.plural):
                other = None
        if other is not None and other.entity is not None:
            found.add(other.entity.key)
        return found - {""}

    def _by_gazetteer(self, key: str, mentions: list[Mention]) -> None:
        roles = [role for role in map(self._role, mentions) if role is not None]
        role = max(sorted(set(roles)), key=roles.count) if roles else None
        candidates = tuple(dict.fromkeys(c for m in mentions for c in m.candidates))
        beside = self._beside(mentions)
        ident, value = self._choose(key, candidates, role, beside)
        if ident is not None:
            record = self.gaz.people[ident]
            entity = self._entity(ident, record.name, record)
            for mention in mentions:
                self._attach(mention, entity, min(0.95, 0.5 + 0.12 * min(value, 3.5)), "gazetteer by context")
            return
        name = mentions[0].surface.lstrip("#")
        entity = self._entity(f"~{key}", name.title() if name.isupper() else name, None)
        for mention in mentions:
            self._attach(mention, entity, 0.5, "name of the text: nothing decides who")

    def _choose(
        self, key: str, candidates: tuple[str, ...], role: str | None, beside: Beside
    ) -> tuple[str | None, float]:
        """Return the person a short name means, ``None`` where nothing decides."""
        ranked = sorted(
            ((self._score(c, role, beside) - self._only_called(key, c), c) for c in candidates), reverse=True
        )
        accepted = bool(ranked) and self._acceptable(ranked, role, beside)
        hidden = self._hidden(key, role, beside)
        if hidden and (len(hidden) == 1 or hidden[0][0] - hidden[1][0] > _MARGIN):
            usual = 0.0 if beside.clubs or beside.teams else 0.5  # who is seldom called so needs more
            if not accepted or hidden[0][0] - usual > ranked[0][0]:
                return hidden[0][1], hidden[0][0]
        if accepted:
            return ranked[0][1], ranked[0][0]
        if beside.teams is not None and len(beside.teams) > 1:
            return None, 0.0
        return self._misspelt(key, role, beside)

    def _only_called(self, key: str, ident: str) -> float:
        """What a nickname that is others' surname counts less ("Coco")."""
        person = self.gaz.people[ident]
        return 0.8 if key in map(fold, person.nicknames) and key not in map(fold, short_names(person)) else 0.0

    def _acceptable(self, ranked: list[tuple[float, str]], role: str | None, beside: Beside) -> bool:
        value, ident = ranked[0]
        person = self.gaz.people[ident]
        evidence = club_evidence(person, self.context)
        second = ranked[1][0] if len(ranked) > 1 else -9.0
        if evidence == 0.0 and not self.context.countries & set(person.nationalities):
            year = self.context.year
            playing = any(
                s.capacity == "player" and (year is None or (s.covers(year) and year not in (s.since, s.until)))
                for s in person.spells
            )
            if self.context.report and playing and (len(ranked) > 1 or "ITA" in person.nationalities):
                return False  # in the report of a match, men of other clubs are namesakes
            if (
                len(ranked) > 1
                and role is None
                and person.spells
                and (roll(self.gaz).fame[ident] < 0.4 or value - second < 0.3)
            ):
                return False
        if second < value - 1.5 or second < -1.5:
            return value >= (_ALONE if evidence < 1 else -0.6)
        return value >= THRESHOLD and value - second > _MARGIN

    def _hidden(self, key: str, role: str | None, beside: Beside) -> list[tuple[float, str]]:
        """People who are seldom called so, where their club and time fit: "Larsen" for Stryger Larsen."""
        found = []
        for ident in roll(self.gaz).hidden.get(key, ()):
            evidence = club_evidence(self.gaz.people[ident], self.context)
            if self.context.year is not None and evidence >= NEAR:
                value = self._score(ident, role, beside)
                if value >= 2.0:
                    found.append((value, ident))
        return sorted(found, reverse=True)

    def _misspelt(self, key: str, role: str | None, beside: Beside) -> tuple[str | None, float]:
        """Find the man of the article's clubs and time whose surname differs by one letter ("Higuian")."""
        if len(key) < 5 or self.context.year is None or " " in key:
            return None, 0.0
        found = {
            ident
            for surname, ident in self._like(key, beside.teams)
            if surname != key
            and (beside.teams is None or sorted(surname) == sorted(key))  # sheets are copied: letters change places
        }
        if len(found) != 1:
            return None, 0.0
        ident = found.pop()
        value = self._score(ident, role, beside)
        return (ident, value) if value > THRESHOLD else (None, 0.0)

    def _like(self, last: str, clubs: frozenset[str] | None = None) -> Iterator[tuple[str, str]]:
        """Yield (surname, id) of the people at the article's clubs and time whose surname is at most one letter away.

        The same letters in another order count too ("Hjsay").
        """
        people = roll(self.gaz)
        for club in sorted(clubs if clubs is not None else self.context.clubs):
            roster = people.roster(club, self.context.year or 0)
            for length in (len(last) - 1, len(last), len(last) + 1):
                for surname, ident in roster.get((last[0], length), ()):
                    if within_one_edit(last, surname) or sorted(last) == sorted(surname):
                        yield surname, ident

    def _misspelt_full(self, name: str) -> PersonRecord | None:
        """Find the man of the article's clubs whose first name and surname are each at most one letter away."""
        words = fold(name).split()
        if len(words) != 2 or self.context.year is None or min(map(len, words)) < 4:
            return None
        first, last = words
        found = {i for _, i in self._like(last) if within_one_edit(first, fold(self.gaz.people[i].name).split()[0])}
        return self.gaz.people[found.pop()] if len(found) == 1 else None

    def _best(self, candidates: tuple[str, ...], role: str | None) -> tuple[PersonRecord, float]:
        ranked = max(candidates, key=lambda c: (self._score(c, role), c))
        return self.gaz.people[ranked], 1.0 if len(candidates) == 1 else 0.8

    def _score(self, ident: str, role: str | None, beside: Beside = NOTHING_BESIDE) -> float:
        return score(self.gaz.people[ident], self.context, role, beside, roll(self.gaz).fame.get(ident, 0.0))

    # -- weak names ------------------------------------------------------------------------------
    def _weak(self, found: Found) -> None:
        for mention in found.weak:
            key = fold(mention.surface)
            if self._known_here(mention, key):
                found.people.append(mention)
                continue
            if mention.form == "surname" and (self._role(mention) is not None or self._acts(mention)):
                self._by_gazetteer(key, [mention])
                found.people.append(mention)
                continue
            if mention.form == "unknown" and self._confirmed(mention, found.weak):
                self._by_gazetteer(key, [mention])
                found.people.append(mention)
        found.people.sort(key=lambda m: m.start)

    def _acts(self, mention: Mention) -> bool:
        """A verb follows the doubtful name, and somebody so called was at a club of the article: "Buongiorno ha recuperato?"."""
        after = self.r.classes[mention.end] if mention.end < len(self.r.classes) else ""
        people = (*mention.candidates, *roll(self.gaz).hidden.get(fold(mention.surface), ()))
        there = max((club_evidence(self.gaz.people[c], self.context) for c in people), default=0.0)
        if after in ("verb", "aux"):
            return there >= NEAR
        shouted = mention.surface.isupper() or self.r.low[mention.end : mention.end + 1] in (["!"], ["?"])
        return there >= COVERS and after in ("punct", "") and not shouted

    def _confirmed(self, mention: Mention, weak: list[Mention]) -> bool:
        r = self.r
        low = r.low[mention.start]
        if is_dictionary_word(low) or roll(self.gaz).first_names[fold(low)] > 2:
            return self._role(mention) is not None or bool(self._hidden(fold(mention.surface), None, NOTHING_BESIDE))
        opening = r.sentences[mention.sentence].start
        if mention.start == opening or (
            r.classes[mention.start - 1] in ("punct", "num", "space")
            and r.low[mention.start - 1] not in (",", "(", ";")
        ):
            if mention.start in self.sheet_roles:
                return True
            after = r.classes[mention.end] if mention.end < len(r.classes) else ""
            return after in ("verb", "aux") or any(
                w.surface == mention.surface
                and w.start > r.sentences[w.sentence].start + 1
                and r.classes[w.start - 1] in ("word", "verb", "prep")
                for w in weak
            )
        before = r.low[mention.start - 1] if mention.start else ""
        after_article = before in _ARTICLED
        if after_article:
            return False
        if before in ("a", "ad", "in"):
            return sum(1 for w in weak if w.surface == mention.surface) > 1
        return True

    # -- helpers ---------------------------------------------------------------------------------
    def _role(self, mention: Mention) -> str | None:
        """What the words beside the name say he is: "il tecnico X", "la squadra di X", "X assegna il rigore"."""
        i = mention.start
        if i in self.sheet_roles:
            return self.sheet_roles[i] or None
        if i not in self.roles_at:
            self.roles_at[i] = self._role_before(i) or self._apposed_role(mention) or self._role_after(mention)
        return self.roles_at[i]

    def _role_before(self, i: int) -> str | None:
        low = self.r.low
        if i >= 2 and low[i - 1] == "di" and low[i - 2] in _TEAMS:
            return "coach"
        last = low[i - 1] if i else ""
        pair = f"{low[i - 2]} {last}" if i > 1 else ""
        if last == "ad" and low[i - 2] not in ("l'", "dell'", "all'", "dall'", "nuovo", "ex"):
            last = ""  # "pensa ad Origi"
        earlier = low[i - 2] if i > 1 and self.r.classes[i - 1] == "word" else ""
        for word in (last, pair, "" if earlier == "ad" else earlier):
            role = role_words().get(word)
            if role is not None:
                return role
        triple = f"{low[i - 3]} {pair}" if i > 2 else ""
        if last == "e" and i > 3 and low[i - 3] in ("assistenti", "guardalinee"):
            return "referee"
        return "referee" if {last, pair, triple} & _context_words()["referee_before"] else None

    def _apposed_role(self, mention: Mention) -> str | None:
        """ "il presidente onorario degli emiliani, Stefano Gatti": the noun before the comma, articles and club aside."""
        low, classes, i = self.r.low, self.r.classes, mention.start
        if i < 3 or low[i - 1] != "," or (mention.end < len(low) and self.r.classes[mention.end] != "punct"):
            return None
        for j in range(i - 2, max(0, i - 9), -1):
            role = role_words().get(low[j])
            if role is not None and low[j] != "ad":
                return role if role not in ("player", "other") else None
            if classes[j] not in ("word", "det", "prep", "name"):
                return None
        return None

    def _role_after(self, mention: Mention) -> str | None:
        low = self.r.low
        j = mention.end
        words = low[j : j + 5]
        if not words:
            return None
        bare = words[1:] if words[0] == "," else words
        phrase = " ".join(bare).replace("' ", "'")
        if any(phrase.startswith(p) for p in _agent_phrases()) and (words[0] == "," or words[0] == "che"):
            return "agent"
        table = _context_words()
        if words[0] == "," and len(words) > 2:
            noun = words[2] if words[1] in ("il", "l'", "lo", "la", "un", "una") else words[1]
            if noun in table["trades"]:
                return "other"
            if role_words().get(noun) in ("coach", "executive", "agent", "referee") and noun != "ad":
                return role_words()[noun]
            if (
                noun in ("vice", "secondo", "assistente")
                and BASE.get(words[words.index(noun) + 1] if noun in words[:-1] else "") == "di"
            ):
                return "coach"
        if mention.candidates and not any("referee" in self.gaz.people[c].roles for c in mention.candidates):
            return None
        if words[0] in table["referee_verbs"] or any(phrase.startswith(p) for p in table["referee_phrases"]):
            return "referee" if mention.candidates else None
        return None

    def _attach(self, mention: Mention, entity: Entity, value: float, reason: str) -> None:
        mention.entity = entity
        mention.score = value
        mention.reason = reason
        role = self._role(mention)
        if role is not None:
            entity.vote(role, 2.0 if mention.start in self.sheet_roles or role not in ("player", "other") else 1.0)
        entity.mentions.append(mention)


_ARTICLED = frozenset(
    "il lo la l' i gli le del dello della dell' dei degli delle al allo alla all' ai agli alle dal dallo dalla dall' dai dagli dalle "
    "nel nello nella nell' nei negli nelle sul sullo sulla sull' sui sugli sulle col un una".split()
)


_TEAMS = frozenset({"squadra", "uomini", "ragazzi", "undici", "formazione", "panchina", "banda", "truppa", "compagine"})


@cache
def _context_words() -> dict[str, frozenset[str]]:
    return {
        name: frozenset(load("callings")[name])
        for name in ("referee_verbs", "referee_phrases", "referee_before", "trades")
    }


@cache
def _agent_phrases() -> tuple[str, ...]:
    return tuple(load("callings")["agent_phrases"])
