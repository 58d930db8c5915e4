"""Which club a word means: names, nicknames, colours, demonyms, the town or its club."""

from __future__ import annotations

from collections import Counter

from kg.gazetteer import Gazetteer, fold
from kg.language.reading import Reading
from kg.mentions.model import Entity, Mention

_STRONG = frozenset({"name", "nick", "hashtag"})
_PLACE_PREPOSITIONS = frozenset({"a", "ad", "in"})
_NATIONAL_WORDS = frozenset(
    "nazionale nazionali ct mondiale mondiali europeo europei commissario under uefa qualificazioni azzurrini coverciano".split()
)


class ClubLinker:
    """Links the club mentions of one article."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer) -> None:
        self.r = reading
        self.gaz = gazetteer
        self.entities: dict[str, Entity] = {}
        self.national = bool(_NATIONAL_WORDS & set(reading.low))

    def link(self, mentions: list[Mention]) -> tuple[list[Entity], list[Mention]]:
        """Return the clubs of the article and the mentions that stay open (colours of several)."""
        places = [m for m in mentions if m.form in ("ground", "stand", "town", "region") or self._is_place(m)]
        strong = [m for m in mentions if m not in places and m.form in _STRONG]
        for mention in strong:
            self._strong(mention)
        for mention in mentions:
            if mention.form == "unknown":
                self._unknown(mention)
        named = Counter({key: len(e.mentions) for key, e in self.entities.items()})
        waiting = []
        for mention in mentions:
            if mention.form in ("colour", "demonym"):
                if not self._by_colour(mention, named):
                    waiting.append(mention)
        for mention in places:
            self._place(mention, named)
        return list(self.entities.values()), waiting

    def _entity(self, ident: str) -> Entity:
        entity = self.entities.get(ident)
        if entity is None:
            record = self.gaz.clubs[ident]
            entity = self.entities[ident] = Entity("club", ident, record.name, record)
        return entity

    def _unknown(self, mention: Mention) -> None:
        """A team of a score sheet that the gazetteer does not know."""
        key = f"~{fold(mention.surface)}"
        name = mention.surface.title() if mention.surface.isupper() else mention.surface
        entity = self.entities.setdefault(key, Entity("club", key, name))
        if entity.name.istitle() and not mention.surface.isupper():
            entity.name = mention.surface
        mention.entity, mention.score, mention.reason, mention.form = entity, 0.7, "team of a score sheet", "name"
        entity.mentions.append(mention)

    def _attach(self, mention: Mention, ident: str, value: float, reason: str) -> None:
        entity = self._entity(ident)
        mention.entity, mention.score, mention.reason = entity, value, reason
        entity.mentions.append(mention)

    def _strong(self, mention: Mention) -> None:
        candidates = [c for c in mention.candidates if not self.gaz.clubs[c].women] or list(mention.candidates)
        best = max(candidates, key=lambda c: (self.gaz.clubs[c].weight, c == candidates[0], c))
        self._attach(mention, best, 1.0 if len(candidates) == 1 else 0.85, "name")

    def _is_place(self, mention: Mention) -> bool:
        """A town's name without article after "a", "in" is the town; so is a dateline."""
        if mention.form != "name" or mention.reason != "town":
            return False
        i = mention.start
        before = self.r.low[i - 1] if i else "\n"
        if before in _PLACE_PREPOSITIONS or (before == "di" and not self._beside_club(mention)):
            return not self._beside_club(mention)
        s = self.r.sentences[mention.sentence]
        after = self.r.low[mention.end] if mention.end < len(self.r.low) else ""
        if i == s.start and after in ("-", "–", ",", ".", "("):
            dated = any(self.r.start[i] < d.start < self.r.start[i] + 40 for d in self.r.dates)
            return (mention.surface.isupper() and not self._beside_club(mention)) or (after == "," and dated)
        return False

    def _beside_club(self, mention: Mention) -> bool:
        """Another club's name stands across a dash, a comma or "e": a fixture or a list of clubs."""
        for j in (mention.end + 1, mention.start - 2):
            if 0 <= j < len(self.r.low) and self.r.low[min(j, mention.end) if j > mention.end else mention.start - 1] in ("-", "–", "e", "ed", ",", "/"):
                word = self.r.surface[j]
                if word[:1].isupper() and self.gaz.club_by_name(word) is not None:
                    return True
        return False

    def _by_colour(self, mention: Mention, named: Counter[str]) -> bool:
        here = [c for c in mention.candidates if named[c]]
        nationals = [c for c in here if self.gaz.clubs[c].national]
        if nationals and not self.national and len(here) > len(nationals):
            here = [c for c in here if c not in nationals]
        if len(here) == 1:
            self._attach(mention, here[0], 0.95, "colour or adjective of a club the article names")
            return True
        if len(here) > 1:
            mention.candidates = tuple(here)
            return False
        if mention.form == "demonym" and not mention.plural:
            return False
        ranked = sorted(mention.candidates, key=lambda c: -self.gaz.clubs[c].weight)
        if self.national:
            ranked.sort(key=lambda c: not self.gaz.clubs[c].national)
        else:
            ranked = [c for c in ranked if not self.gaz.clubs[c].national and not self.gaz.clubs[c].women]
        if ranked and (len(ranked) == 1 or self.gaz.clubs[ranked[0]].weight > self.gaz.clubs[ranked[1]].weight or self.national):
            self._attach(mention, ranked[0], 0.6, "the usual club of this colour")
            return True
        return False

    def _place(self, mention: Mention, named: Counter[str]) -> None:
        """A place only stands for a club the article names anyway."""
        here = [c for c in mention.candidates if named[c]]
        if len(here) == 1:
            mention.entity = self._entity(here[0])
            mention.reason = "place of a club the article names"
        mention.form = "town" if mention.form == "name" else mention.form
