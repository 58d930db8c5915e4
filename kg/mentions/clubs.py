"""Which club a word means: names, nicknames, colours, demonyms, the town or its club."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from kg.gazetteer import Gazetteer, fold
from kg.gazetteer.forms import without_affixes
from kg.language.reading import Reading
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

_STRONG = frozenset({"name", "nick", "hashtag"})
_PLACE_PREPOSITIONS = frozenset({"a", "ad", "in"})
_SCORE = re.compile(r"\d{1,2}-\d{1,2}")
_DATELINE = re.compile(
    r"\s*,\s*(?:\d{1,2}°?\s+)?(?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)[a-z]*\.?\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
_HEAD = 600  # characters in which a dateline stands


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("places")[name])


_NATIONAL_WORDS = frozenset(
    "nazionale nazionali ct mondiale mondiali europeo europei commissario under uefa qualificazioni azzurrini coverciano".split()
)


_WOMEN_TOLD = 3


@cache
def _women_sides(gazetteer: Gazetteer) -> dict[str, str]:
    """Return club → its women's side: the women's club whose name is the club's with one word more."""
    by_name = {club.name: club.id for club in gazetteer.clubs.values() if not club.women}
    return {
        by_name[bare]: club.id
        for club in gazetteer.clubs.values()
        if club.women and (bare := club.name.rpartition(" ")[0]) in by_name
    }


class ClubLinker:
    """Links the club mentions of one article."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer) -> None:
        self.r = reading
        self.gaz = gazetteer
        self.entities: dict[str, Entity] = {}
        words = set(reading.low)
        self.national = bool(_NATIONAL_WORDS & words)
        self.plays = len(_words("nation_words") & words) > 1 or "nazionali" in words or "ct" in words
        self.sectioned = False
        self.women = False
        self.towns: dict[int, set[str]] = {}

    def link(self, mentions: list[Mention]) -> list[Entity]:
        """Give the mentions their clubs and return the clubs; colours that several share stay open."""
        self._sisters(mentions)
        self._headings(mentions)
        places, strong = [], []
        for mention in mentions:
            if mention.form in ("ground", "stand", "town", "region") or self._is_place(mention):
                places.append(mention)
            elif mention.form in _STRONG:
                strong.append(mention)
        for mention in strong:
            if mention.form != "nick":
                self._strong(mention)
        for mention in strong:
            if mention.form == "nick":
                self._strong(mention)
        for mention in mentions:
            if mention.form == "unknown":
                self._unknown(mention)
        for mention in places:
            if self._town_plays(mention):
                self._attach(
                    mention, max(mention.candidates, key=lambda c: self.gaz.clubs[c].weight), 0.7, "town for its club"
                )
        named = Counter({key: len(e.mentions) for key, e in self.entities.items()})
        self._towns_near(places)
        for mention in mentions:
            if mention.form in ("colour", "demonym"):
                self._by_colour(mention, named)
        told = Counter({key: len(e.mentions) for key, e in self.entities.items()})
        for mention in places:
            if mention.entity is None:
                self._place(mention, told)
        return list(self.entities.values())

    def _sisters(self, mentions: list[Mention]) -> None:
        """In an article about women's football the name and the colours of a club mean its women's side."""
        told = sum(word in _words("women_words") for word in self.r.low)
        if told < _WOMEN_TOLD or not any(self.gaz.clubs[c].women for m in mentions for c in m.candidates):
            return
        self.women = True
        for mention in mentions:
            if mention.form not in ("ground", "stand", "town", "region"):
                mention.candidates = tuple(dict.fromkeys(_women_sides(self.gaz).get(c, c) for c in mention.candidates))

    def _entity(self, ident: str) -> Entity:
        entity = self.entities.get(ident)
        if entity is None:
            record = self.gaz.clubs[ident]
            entity = self.entities[ident] = Entity("club", ident, record.name, record)
        return entity

    def _unknown(self, mention: Mention) -> None:
        """A team of a score sheet that the gazetteer does not know."""
        bare = without_affixes(mention.surface)  # "ASD Rivara" is Rivara
        key = f"~{fold(bare)}"
        name = bare.title() if bare.isupper() else bare
        entity = self.entities.setdefault(key, Entity("club", key, name))
        if entity.name.istitle() and not mention.surface.isupper():
            entity.name = bare
        mention.entity, mention.score, mention.reason, mention.form = entity, 0.7, "team of a score sheet", "name"
        entity.mentions.append(mention)

    def _attach(self, mention: Mention, ident: str, value: float, reason: str) -> None:
        entity = self._entity(ident)
        mention.entity, mention.score, mention.reason = entity, value, reason
        entity.mentions.append(mention)

    def _strong(self, mention: Mention) -> None:
        candidates = [c for c in mention.candidates if self.women or not self.gaz.clubs[c].women]
        candidates = candidates or list(mention.candidates)
        here = [c for c in candidates if c in self.entities]
        if mention.form == "nick" and here:
            candidates = here
        best = max(candidates, key=lambda c: (self.gaz.clubs[c].weight, c == candidates[0], c))
        self._attach(mention, best, 1.0 if len(candidates) == 1 else 0.85, "name")

    def _is_place(self, mention: Mention) -> bool:
        """A town's name without article after "a", "in" is the town; so is a dateline."""
        i = mention.start
        before = self.r.low[i - 1] if i else "\n"
        if (
            mention.form == "name"
            and mention.end - mention.start == 1
            and all(self.gaz.clubs[c].national for c in mention.candidates)
        ):
            return not self._nation_plays(mention, before)
        if mention.form != "name" or mention.reason != "town":
            return False
        if _DATELINE.match(self.r.text, self.r.end[mention.end - 1]) and (
            before == "(" or self.r.start[i] < _HEAD or before in ("a", "nato")
        ):
            return True
        if before in _PLACE_PREPOSITIONS or (before == "di" and not self._beside_club(mention)):
            return not self._beside_club(mention)
        s = self.r.sentences[mention.sentence]
        after = self.r.low[mention.end] if mention.end < len(self.r.low) else ""
        if i == s.start and self.r.start[i] < _HEAD and not self.sectioned and after in ("-", "–", ",", ".", "("):
            dated = any(self.r.start[i] < d.start < self.r.start[i] + 40 for d in self.r.dates)
            return (mention.surface.isupper() and not self._beside_club(mention)) or (after == "," and dated)
        return False

    def _headings(self, mentions: list[Mention]) -> None:
        """A text cut up by the names of clubs in capitals ("CAGLIARI", "PARMA – Dal Craiova …") is no list of datelines."""
        heads = {
            m.candidates
            for m in mentions
            if m.form == "name" and m.surface.isupper() and m.start == self.r.sentences[m.sentence].start
        }
        self.sectioned = len(heads) > 2

    def _nation_plays(self, mention: Mention, before: str) -> bool:
        """A country's name is its team: in a fixture, after "contro", or where national teams play and it is no place."""
        if self._dashed(mention) or before == "contro":
            return True
        earlier = self.r.low[mention.start - 2] if mention.start > 1 else ""
        if before in ("l'", "la", "il") and earlier == "contro":
            return True
        if before in ("l'", "la", "il", "gli") and earlier in ("per", "in", "verso", "tutta", "tutto"):
            return False
        if before in ("dell'", "della", "del"):
            return earlier in _words("nation_nouns") and (self.plays or earlier in ("nazionale", "ct"))
        return self.plays and before not in _words("nation_never")

    def _dashed(self, mention: Mention) -> bool:
        """Another capital stands across a dash: "Italia-Inghilterra"."""
        surface = self.r.surface
        for dash, other in ((mention.end, mention.end + 1), (mention.start - 1, mention.start - 2)):
            if (
                0 <= dash < len(surface)
                and 0 <= other < len(surface)
                and surface[dash] in ("-", "–")
                and surface[other][:1].isupper()
            ):
                return True
        return False

    def _town_plays(self, mention: Mention) -> bool:
        """A town that stands for its club: after a score or a word of matches and careers ("3-1 a Bergamo", "l'esonero di Bari")."""
        if (
            mention.form not in ("name", "town")
            or not mention.candidates
            or self.gaz.clubs[mention.candidates[0]].national
        ):
            return False
        if max(self.gaz.clubs[c].weight for c in mention.candidates) < 3:
            return False
        low, i = self.r.low, mention.start
        before = low[i - 1] if i else ""
        if i < 2 or before not in ("a", "ad", "di"):
            return False
        if _DATELINE.match(self.r.text, self.r.end[mention.end - 1]):
            return False
        governor = low[i - 2]
        if before == "di":
            return (
                governor in ("esonero", "parentesi", "esperienza", "avventura", "trasferta", "panchina")
                and mention.form == "name"
            )
        return governor in _words("club_nouns") or governor in _words("club_verbs") or bool(_SCORE.fullmatch(governor))

    def _towns_near(self, places: list[Mention]) -> None:
        """Note the towns of each sentence: they help a colour that several clubs share."""
        for mention in places:
            if mention.form != "region":
                self.towns.setdefault(mention.sentence, set()).update(mention.candidates)

    def _beside_club(self, mention: Mention) -> bool:
        """Another club's name stands across a dash, a comma or "e": a fixture or a list of clubs."""
        for j in (mention.end + 1, mention.start - 2):
            if 0 <= j < len(self.r.low) and self.r.low[
                min(j, mention.end) if j > mention.end else mention.start - 1
            ] in ("-", "–", "e", "ed", ",", "/"):
                word = self.r.surface[j]
                if word[:1].isupper() and self.gaz.club_by_name(word) is not None:
                    return True
        return False

    def _by_colour(self, mention: Mention, named: Counter[str]) -> None:
        here = [c for c in mention.candidates if named[c]]
        nationals = [c for c in here if self.gaz.clubs[c].national]
        if nationals and not self.national and len(here) > len(nationals):
            here = [c for c in here if c not in nationals]
        if len(here) == 1:
            self._attach(mention, here[0], 0.95, "colour or adjective of a club the article names")
            return
        if len(here) > 1:
            mention.candidates = tuple(here)
            return
        near = self.towns.get(mention.sentence, set()) | self.towns.get(mention.sentence - 1, set())
        towned = [c for c in mention.candidates if c in near and not self.gaz.clubs[c].women]
        if len(towned) == 1:
            self._attach(mention, towned[0], 0.7, "colour of the club of a town nearby")
            return
        before = self.r.low[mention.start - 1] if mention.start else ""
        if mention.form == "demonym" and not mention.plural and before != "ex":
            return
        ranked = sorted(mention.candidates, key=lambda c: -self.gaz.clubs[c].weight)
        if mention.form == "demonym":
            ranked = [c for c in ranked if not self.gaz.clubs[c].national]
        if self.national:
            ranked.sort(key=lambda c: not self.gaz.clubs[c].national)
        else:
            ranked = [c for c in ranked if not self.gaz.clubs[c].national and not self.gaz.clubs[c].women]
        if ranked and (
            len(ranked) == 1 or self.gaz.clubs[ranked[0]].weight > self.gaz.clubs[ranked[1]].weight or self.national
        ):
            self._attach(mention, ranked[0], 0.6, "the usual club of this colour")

    def _place(self, mention: Mention, named: Counter[str]) -> None:
        """A place only stands for a club the article names anyway."""
        here = [c for c in mention.candidates if named[c]]
        if len(here) == 1:
            mention.entity = self._entity(here[0])
            mention.reason = "place of a club the article names"
        mention.form = "town" if mention.form == "name" else mention.form
