"""Which match an incident belongs to when it is not the match the article reports.

Columns and look-backs tell many matches, each in a few words: "segnò alla sua ex Lazio con la maglia dell'Inter", "in
Juventus-Napoli", "tornò al Braglia con il Sassuolo". The words around the incident tell his side, the
opponent, the ground; what a sentence leaves out is carried on from the one before in the same paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.extractors.case import Case, Fixture, Said
from kg.extractors.time import YEAR
from kg.extractors.triggers import padded
from kg.lexicon import load
from kg.mentions.model import Entity, Mention

#: Words that make an article one about former players: what it tells against a club is told of its ex.
THEME = tuple(load("scenes")["theme"])
#: Words that make the club one of his past.
HIS_PAST = tuple(f" {words} " for words in load("scenes")["past"])
_STORY = frozenset({"goal", "penalty_goal", "disallowed_goal", "celebration", "muted_celebration"})
_PLAIN = frozenset({"name", "nick", "colour", "demonym", "side", "coach", "team"})
_SHIRT = (" maglia ", " casacca ", " divisa ", " colori ", " panni ", " file ")
_SINCE = frozenset("nella nel dal tra per fino negli dall'".split())
_CARRIED = 3  # sentences over which a paragraph's match is carried on


@dataclass(slots=True)
class Scene:
    """The match around one incident, as far as told: his side, the other side, who is at home."""

    own: Entity | None = None
    opponent: Entity | None = None
    home: Entity | None = None
    fixture: int | None = None
    his_past: bool = False


class Scenes:
    """Finds the scene of incidents outside the main match."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.theme = any(words in case.r.plain for words in THEME)
        self.last: dict[tuple[Entity | None, int], tuple[int, Scene]] = {}

    def of(self, said: Said) -> Scene:
        """Return the scene of an incident; call in text order, for what is carried on."""
        scene = Scene(own=said.club if said.type != "crowd_reaction" else None, opponent=said.opponent)
        sentence = said.sentence
        self._pair(said, scene)
        self._clubs(said, scene)
        if said.type == "crowd_reaction" and scene.opponent is None and said.club is not scene.own:
            scene.opponent = said.club
        scene.his_past = self._his_past(sentence)
        line = self._line(sentence)
        self._complete(said, scene)
        self._carry(said, scene, self.last.get((said.player, line)))
        self._around(said, scene, line)
        self._by_past(said, scene)
        if scene.own is not None or scene.opponent is not None:
            self.last[(said.player, line)] = (sentence, scene)
        return scene

    def _carry(self, said: Said, scene: Scene, carried: tuple[int, Scene] | None) -> None:
        """What the man's scene was a sentence or two before goes on."""
        if carried is None or said.sentence - carried[0] > _CARRIED:
            return
        before = carried[1]
        if (
            (scene.own is None and scene.opponent is None)
            or (scene.opponent is None and before.own in (None, scene.own))
            or (scene.own is None and before.opponent in (None, scene.opponent))
        ):
            scene.own = scene.own or (before.own if before.own is not scene.opponent else None)
            scene.opponent = scene.opponent or (before.opponent if before.opponent is not scene.own else None)
            scene.home = scene.home or before.home
            scene.fixture = before.fixture if scene.fixture is None else scene.fixture

    def _around(self, said: Said, scene: Scene, line: int) -> None:
        """The match that the list item or the paragraph is about holds until another one is named."""
        if scene.own is not None and scene.opponent is not None:
            return
        number = self.case.scopes.get(said.sentence)
        if number is None:
            number = self._told_before(said.sentence, line)
        if number is None:
            return
        fixture = self.case.fixtures[number]
        if any(club is not None and not fixture.has(club) for club in (scene.own, scene.opponent)):
            return
        kept = scene.fixture
        scene.fixture = number
        self._complete(said, scene)
        if scene.own is None and scene.opponent is None and said.sentence not in self.case.scopes:
            scene.fixture = kept  # nothing ties the man to that match

    def _told_before(self, sentence: int, line: int) -> int | None:
        """The last match named in the paragraph before the sentence."""
        for index in range(sentence - 1, max(-1, sentence - _CARRIED - 1), -1):
            if self._line(index) != line:
                return None
            named = [n for n, f in enumerate(self.case.fixtures) if index in f.sentences]
            if named:
                return named[-1] if len(named) == 1 else None
        return None

    def told(self, said: Said) -> Scene:
        """Return only what the incident's own sentence tells of the sides."""
        scene = Scene(opponent=said.opponent)
        self._clubs(said, scene)
        return scene

    # -- what the words tell ---------------------------------------------------------------------
    def _pair(self, said: Said, scene: Scene) -> None:
        """A fixture named in the sentence ("in Juventus-Napoli"), the nearest to the incident."""
        here = [
            (abs(f.start - said.start), i, f)
            for i, f in enumerate(self.case.fixtures)
            if said.sentence in f.sentences and not f.announced
        ]
        if not here:
            return
        _, number, fixture = min(here, key=lambda x: (x[0], x[1]))
        if scene.opponent is not None and not fixture.has(scene.opponent):
            return
        scene.fixture, scene.home = number, fixture.home

    def _clubs(self, said: Said, scene: Scene) -> None:
        r = self.case.r
        s = r.sentences[said.sentence]
        clubs = [m for m in self.case.in_sentence(said.sentence, "club") if m.entity is not None and m.inside is None]
        clubs += [
            m
            for m in self.case.in_sentence(said.sentence, "group")
            if m.entity is not None and m.entity.kind == "club" and m.inside is None
        ]
        clubs.sort(key=lambda m: self._distance(m, said))
        for m in clubs:
            if m.form in ("ground", "stand", "town"):
                if m.form == "ground" and scene.home is None and len(m.candidates) == 1:
                    scene.home = m.entity
                if m.form == "town" or m.prep or self._governs(m, said) != "other":
                    continue
            before = padded(r, max(s.start, m.np_start - 4), m.start)
            role = self._governs(m, said)
            if scene.own is None and (any(w in before for w in _SHIRT) or role == "own"):
                if m.entity is not scene.opponent:
                    scene.own = m.entity
            elif scene.opponent is None and role == "other" and m.entity is not scene.own:
                scene.opponent = m.entity

    def _distance(self, club: Mention, said: Said) -> int:
        """In a list of men each has his opponent behind him: a club before the name is farther than one after it."""
        at = said.at if said.at >= 0 else said.start
        if self.case.r.sentence_of[at] != said.sentence:  # the man is carried on: the deed's own words count
            at = said.end - 1
        return club.start - at if club.start >= at else 2 * (at - club.start) + 3

    def _governs(self, m: Mention, said: Said) -> str | None:
        """Tell which side the words around a club put it on: "own", "other" or ``None``."""
        r = self.case.r
        noun = r.low[m.governor] if m.governor >= 0 else ""
        lemmas = {f.lemma for f in r.verbs[m.governor]} if m.governor >= 0 else set()
        scores = said.type in _STORY
        if m.prep in ("contro", "vs", "versus"):
            return "other"
        if m.prep == "con":
            if noun in _words("meeting_nouns"):
                return "other"
            return "own" if m.form in _PLAIN - {"demonym"} else None
        if m.form == "colour" and not m.plural and m.prep in ("in", "da"):
            spell = r.low[m.end] in _SINCE if m.end < len(r.low) else False  # "in azzurro nella stagione 2009/10"
            return None if spell else "own"
        if m.prep == "di":
            return (
                "own" if noun in _words("own_nouns") else "other" if scores and noun in _words("other_nouns") else None
            )
        if m.prep == "su":
            return "other" if m.form != "town" and (scores or lemmas & _words("prevails")) else None
        if m.prep == "a":
            if not scores:
                return None
            if noun in _words("goal_nouns") or lemmas & _GOAL_VERBS:
                return "other"
            return "own" if lemmas & _words("serves") or self._object_of(m) & _words("serves") else None
        if m.prep:
            return None
        verbs = self._object_of(m)
        if verbs & _words("punishes") and scores:
            return "other"
        if verbs & _words("lifts") and scores:
            after = r.low[m.np_end : m.np_end + 3]
            return "other" if any(w in _words("sinks") for w in after) else "own"
        return None

    def _object_of(self, m: Mention) -> set[str]:
        """The lemmas of the verb right before the phrase, a word or two between ("porta in vantaggio il Cagliari")."""
        r = self.case.r
        floor = max(r.sentences[r.sentence_of[m.start]].start, m.np_start - 5)
        for k in range(m.np_start - 1, floor - 1, -1):
            if r.classes[k] == "verb":
                return {f.lemma for f in r.verbs[k]}
            if r.low[k] == "porta" and r.low[k + 1] in ("in", "avanti", "sul", "al", "a"):
                return {"portare"}
            if r.classes[k] in ("punct", "rel", "name"):
                break
        return set()

    def _his_past(self, sentence: int) -> bool:
        s = self.case.r.sentences[sentence]
        words = padded(self.case.r, s.start, s.end)
        return any(w in words for w in HIS_PAST)

    # -- what follows ----------------------------------------------------------------------------
    def _complete(self, said: Said, scene: Scene) -> None:
        """Fill the other end of a pair; a former club is the opponent's end of an ex-player's pair."""
        fixture = self.case.fixtures[scene.fixture] if scene.fixture is not None else None
        former = {b.club for b in self.case.belongs if b.person is said.player and b.status == "former"}
        if fixture is not None:
            if scene.own is None and fixture.has(scene.opponent):
                scene.own = fixture.rival(scene.opponent)
            elif scene.opponent is None and fixture.has(scene.own):
                scene.opponent = fixture.rival(scene.own)
            elif scene.own is None and scene.opponent is None:
                self._by_spells(said, scene, fixture, former)
        if scene.opponent is None and scene.own is not None and scene.home not in (None, scene.own):
            scene.opponent = scene.home

    def _by_past(self, said: Said, scene: Scene) -> None:
        """A former club of his is the side he meets; the club where he is now, or went to later, his own."""
        if said.type == "crowd_reaction":
            return
        former = {b.club for b in self.case.belongs if b.person is said.player and b.status == "former"}
        left = [d for d in self.case.deals if d.player is said.player and d.status == "done" and d.to is not None]
        former |= {d.origin for d in left if d.origin is not None}
        if scene.opponent is None:
            scene.opponent = self._former_side(said, scene, former)
        if scene.own is None and scene.opponent is not None:
            now = {d.to for d in left if d.to is not scene.opponent}
            scene.own = now.pop() if len(now) == 1 else self._later_side(said, scene.opponent)
        if scene.own is None and scene.opponent is None and (self.theme or scene.his_past):
            self._by_chronology(said, scene)
        if scene.opponent is None and scene.own is not None and said.type in _STORY:
            topic = self._topic_of_exes()
            if topic is not None and topic is not scene.own and self._may_be_past(said, topic):
                scene.opponent = topic

    def _later_side(self, said: Said, opponent: Entity) -> Entity | None:
        """The one other club that the sentence names, where the gazetteer has him after his time at the opponent."""
        if said.player is None or said.player.person is None or ".gapping" in said.rule:
            return None
        found = [c for c in self._sentence_clubs(said.sentence) if c is not opponent and self._after(said, opponent, c)]
        return found[0] if len(found) == 1 else None

    def _by_chronology(self, said: Said, scene: Scene) -> None:
        """Two clubs of the sentence were his, one after the other: he meets the first with the second."""
        clubs = self._sentence_clubs(said.sentence)
        pairs = [(a, b) for a in clubs for b in clubs if a is not b and self._after(said, a, b)]
        if len(pairs) == 1:
            scene.opponent, scene.own = pairs[0]

    def _after(self, said: Said, before: Entity, club: Entity) -> bool:
        """He came to the club when his time at the other was over, and in the told year he was there."""
        person = said.player.person if said.player is not None else None
        if person is None:
            return False
        year = self.year(said.sentence)
        ends = [
            s.until for s in person.spells if s.club == before.key and s.capacity == "player" and s.until is not None
        ]
        return bool(ends) and any(
            s.club == club.key
            and s.capacity == "player"
            and s.since is not None
            and s.since >= min(ends)
            and (year is None or s.covers(year))
            for s in person.spells
        )

    def _sentence_clubs(self, sentence: int) -> list[Entity]:
        """The clubs a sentence names, those after "contro" aside, in text order."""
        return list(
            dict.fromkeys(
                m.entity
                for m in self.case.in_sentence(sentence, "club")
                if m.entity is not None and m.form in ("name", "nick", "colour", "demonym") and m.prep != "contro"
            )
        )

    def _former_side(self, said: Said, scene: Scene, former: set[Entity]) -> Entity | None:
        """ "alla sua ex squadra": the former club that the text tells, else the one of the paragraph that may be."""
        if not scene.his_past:
            told = [c for c in self._sentence_clubs(said.sentence) if c in former and c is not scene.own]
            return told[0] if len(told) == 1 and (self.theme or said.type == "muted_celebration") else None
        others = {c for c in former if c is not scene.own}
        if len(others) > 1:
            others &= self._paragraph_clubs(said.sentence)
        if not others:
            near = self._paragraph_clubs(said.sentence)
            others = {c for c in near if c is not scene.own and self._may_be_past(said, c)}
        return others.pop() if len(others) == 1 else None

    def _topic_of_exes(self) -> Entity | None:
        """The club whose former men a page is about: named far more than any other, on a page about ex-players."""
        if not self.theme:
            return None
        counts = sorted(
            (
                (sum(m.form not in ("ground", "stand", "region") for m in c.mentions), -c.mentions[0].start, c)
                for c in self.case.clubs
                if c.mentions
            ),
            key=lambda x: x[:2],
            reverse=True,
        )
        if len(counts) >= 2 and counts[0][0] >= 3 and counts[0][0] >= 1.5 * counts[1][0]:
            return counts[0][2]
        return None

    def _paragraph_clubs(self, sentence: int) -> set[Entity]:
        """Clubs of the paragraph up to the sentence."""
        line = self._line(sentence)
        found: set[Entity] = set()
        for index in range(sentence, -1, -1):
            if self._line(index) != line:
                break
            found |= {
                m.entity
                for m in self.case.in_sentence(index, "club")
                if m.entity is not None and m.form in ("name", "nick", "colour", "demonym")
            }
        return found

    def _may_be_past(self, said: Said, club: Entity) -> bool:
        """The gazetteer has a spell of his there, or does not know him."""
        person = said.player.person if said.player else None
        return person is None or any(s.club == club.key for s in person.spells)

    def _by_spells(self, said: Said, scene: Scene, fixture: Fixture, former: set[Entity]) -> None:
        """Which end of the pair was his: what the text says he was, else the gazetteer's spells in that year."""
        ends = [e for e in (fixture.home, fixture.away) if e is not None]
        mine = [
            e
            for e in ends
            if any(
                b.person is said.player and b.club is e and b.status == "current" and b.capacity == "player"
                for b in self.case.belongs
            )
        ]
        meets_past = self.theme or scene.his_past or said.ex or said.type == "muted_celebration"
        his_past = [e for e in ends if e in former] if meets_past else []
        if len(mine) == 1:
            scene.own = mine[0]
        elif len(his_past) == 1 and len(ends) == 2:
            scene.own = fixture.rival(his_past[0])
        else:
            scene.own = self._spell(said, ends, fixture)
        scene.opponent = fixture.rival(scene.own)

    def _spell(self, said: Said, ends: list[Entity], fixture: Fixture) -> Entity | None:
        """The end where the gazetteer has him in that year; in the year of a move, the club he came to last."""
        person = said.player.person if said.player else None
        if person is None:
            return None
        told = int(fixture.date[:4]) if fixture.date else self.year(said.sentence)
        year = told or self.case.year
        fits = [
            (s.since or 0, n, e)
            for n, e in enumerate(ends)
            for s in person.spells
            if s.club == e.key and s.capacity == "player" and (year is None or s.covers(year))
        ]
        return max(fits)[2] if fits else None

    def year(self, sentence: int) -> int | None:
        """Return the year told in the sentence, if one is."""
        r = self.case.r
        s = r.sentences[sentence]
        found = YEAR.findall(r.plain[r.start[s.start] : r.end[s.end - 1]])
        return int(found[-1]) if found else None

    def _line(self, sentence: int) -> int:
        r = self.case.r
        place = r.start[r.sentences[sentence].start]
        return next((i for i, line in enumerate(r.lines) if line.start <= place < line.end), -1)

    def fixture_of(self, said: Said, scene: Scene) -> int | None:
        """Return the index of the scene's match, a new one where both sides are known and no match holds them."""
        if scene.own is None or scene.opponent is None or scene.own is scene.opponent:
            return scene.fixture
        fixtures = self.case.fixtures
        if (
            scene.fixture is not None
            and fixtures[scene.fixture].has(scene.own)
            and fixtures[scene.fixture].has(scene.opponent)
        ):
            return scene.fixture
        year = self.year(said.sentence)
        for i, f in enumerate(fixtures):
            if (
                f.has(scene.own)
                and f.has(scene.opponent)
                and not f.main
                and (f.date is None or year is None or f.date.startswith(str(year)))
            ):
                return i
        home, away = (scene.own, scene.opponent) if scene.home is scene.own else (scene.opponent, scene.own)
        if scene.home is None:
            home, away = self._order(said, scene.own, scene.opponent)
        fixtures.append(
            Fixture(
                home,
                away,
                said.start,
                said.end,
                0.0,
                weight=1.0,
                past=said.past,
                date=str(year) if year else None,
                sentences={said.sentence},
            )
        )
        return len(fixtures) - 1

    def _order(self, said: Said, own: Entity, opponent: Entity) -> tuple[Entity, Entity]:
        """The order of the text where nobody is said to be at home."""

        def first(club: Entity) -> int:
            return min(
                (
                    m.start
                    for m in self.case.in_sentence(said.sentence, "club")
                    if m.entity is club and self.case.r.low[m.start - 1] != "ex"
                ),
                default=1 << 30,
            )

        return (opponent, own) if first(opponent) < first(own) else (own, opponent)


_GOAL_VERBS = frozenset(
    "segnare infliggere rifilare fare trasformare esultare realizzare siglare marcare insaccare".split()
)


@cache
def _words(name: str) -> frozenset[str]:
    """Return a named set of the lexicon."""
    return frozenset(load("scenes")[name])
