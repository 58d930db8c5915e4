"""Whom the story makes an ex of the club he meets: "gol dell'ex", "l'ex di turno", "i suoi ex tifosi".

The text says it of a match, not of a club; the club is the one he meets there, so this runs once sides are known.
"""

from __future__ import annotations

from kg.extractors.case import Belongs, Case, Said
from kg.extractors.scenes import HIS_PAST, THEME
from kg.extractors.triggers import padded
from kg.lexicon import load
from kg.mentions.model import Entity

_STORY = frozenset({"goal", "penalty_goal", "celebration", "muted_celebration"})
_GOAL_OF_THE_EX = (
    " gol dell'ex ",
    " gol dell' ex ",
    " gol degli ex ",
    " rete dell'ex ",
    " rete dell' ex ",
    " firma dell'ex ",
    " firma di un ex ",
    " dei gol dell'ex ",
)
_NO_GOAL = (
    " niente gol dell'ex ",
    " nessun gol dell'ex ",
    " non c'è il gol dell'ex ",
    " non colpisce ",
    " mancato gol dell'ex ",
)
_OF_THE_DAY = frozenset("turno giornata serata lusso".split())
_NAMES_IT = 5  # tokens behind "ex" within which the club is named
_INDEFINITE = frozenset("un grande altro doppio illustre grandissimo classico solito il gli".split())


class ExReader:
    """Adds former spells that the story tells."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def run(self) -> None:
        """Look at every incident, then at every "ex" that names no club."""
        theme = any(words in self.case.r.plain for words in THEME)
        self._goal_of_the_ex()
        self._his_past()
        for s in self.case.said:
            target = s.club if s.type == "crowd_reaction" else s.opponent
            if s.player is None or target is None or s.club is s.opponent:
                continue
            if s.ex or (
                self._implied(s, target, theme) and (s.player.person is None or self._was_there(s.player, target))
            ):
                self._say(s.player, target, s.start, s.end, "affiliation.story")
        self._of_the_day()
        self._among_exes(theme)
        self._whose_fans()

    def _whose_fans(self) -> None:
        """A crowd that no word names: his old fans where he meets his old club, his own where they acclaim him."""
        r = self.case.r
        for s in self.case.said:
            if s.type != "crowd_reaction" or s.club is not None or s.player is None or s.opponent is None:
                continue
            rival = self.case.fixtures[s.fixture].rival(s.opponent) if s.fixture is not None else None
            former = {b.club for b in self.case.belongs if b.person is s.player and b.status == "former"}
            words = r.plain[r.start[s.start] : r.end[s.end - 1]]
            if rival in former:
                s.club = rival
            elif any(w in words for w in ("ovazione", "applaus", "applaud", "acclam")):
                s.club = s.opponent

    def _goal_of_the_ex(self) -> None:
        """ "… e il gol dell'ex è servito": the goal told in the sentence, else the last one before it."""
        r = self.case.r
        goals = sorted((s for s in self.case.said if s.type in ("goal", "penalty_goal")), key=lambda s: s.start)
        for sentence in self.case.story():
            words = padded(r, sentence.start, sentence.end)
            if not any(w in words for w in _GOAL_OF_THE_EX) or any(w in words for w in _NO_GOAL):
                continue
            here = [s for s in goals if s.sentence == sentence.index]
            before = [s for s in goals if sentence.index - 2 <= s.sentence < sentence.index]
            for s in here or before[-1:]:
                s.ex = True
                break

    def _his_past(self) -> None:
        """ "corre sotto il settore dei suoi vecchi sostenitori": whose deed it is was theirs."""
        r = self.case.r
        for s in self.case.said:
            if s.type in _STORY and not s.ex and s.opponent is not None:
                sentence = r.sentences[s.sentence]
                words = padded(r, sentence.start, sentence.end)
                people = {o.player for o in self.case.said if o.sentence == s.sentence and o.type in _STORY}
                s.ex = len(people) == 1 and any(w in words for w in HIS_PAST)

    def _implied(self, s: Said, target: Entity, theme: bool) -> bool:
        """Who does not celebrate against a club was its man; so is whom a page about ex-players tells against it."""
        if s.type == "muted_celebration":
            return True
        if not theme or s.type not in _STORY or s.player is None or s.player.person is None:
            return False
        reported = s.fixture is not None and self.case.fixtures[s.fixture].main  # there not everybody is an ex
        present = any(b.person is s.player and b.club is target and b.status == "current" for b in self.case.belongs)
        return not reported and not present

    def _was_there(self, player: Entity, club: Entity) -> bool:
        """The gazetteer does not speak against it: a spell there that began before the article."""
        record, year = player.person, self.case.year
        return record is not None and any(
            s.club == club.key and (year is None or s.since is None or s.since <= year) for s in record.spells
        )

    def _of_the_day(self) -> None:
        """ "l'ex di turno", "Belotti, un ex che …": an ex of the side he meets in the reported match."""
        r = self.case.r
        for sentence in self.case.story():
            for i in range(sentence.start, sentence.end):
                if r.low[i] != "ex" or not self._names_no_club(i, sentence.end):
                    continue
                person = self._who(i)
                if person is None:
                    continue
                number = self.case.reported(sentence.index)
                rival = self._rival(person, number)
                if rival is not None and (person.person is None or self._was_there(person, rival)):
                    self._say(person, rival, i, i + 1, "affiliation.ex_of_the_day")

    def _among_exes(self, theme: bool) -> None:
        """ "gli ex Mancini e Reja contro Lazio e Napoli", "altri due ex: Zapata e Gabbiadini"; on a page about exes all it tells.

        The words say that they are exes; of which of the clubs beside them the gazetteer knows.
        """
        r = self.case.r
        sides = {c for f in self.case.fixtures if f.main for c in (f.home, f.away) if c is not None}
        for sentence in self.case.story():
            at = next(
                (i for i in range(sentence.start, sentence.end) if r.low[i] == "ex" and self._men(i, sentence.end)),
                None,
            )
            if at is None and not theme:
                continue
            clubs = {
                m.entity
                for m in self.case.in_sentence(sentence.index)
                if m.entity is not None and m.entity.kind == "club"
            }
            met = {
                m.entity
                for m in self.case.in_sentence(sentence.index, "club")
                if m.entity is not None and m.prep in ("contro", "a")
            }
            for m in self.case.in_sentence(sentence.index, "person"):
                if m.entity is None or m.entity.person is None:
                    continue
                if m.entity.role == "coach" and m.prep == "di":
                    continue  # "la squadra di Pioli" names a side
                near = at is not None and (m.start > at or at - m.end <= 3)
                here = {b.club for b in self.case.belongs if b.person is m.entity and b.status == "current"}
                for club in (clubs | sides if near else met) - here:
                    if self._gone_from(m.entity, club):
                        self._say(
                            m.entity, club, m.start, m.end, "affiliation.exes" if near else "affiliation.exes_page"
                        )

    def _men(self, i: int, limit: int) -> bool:
        """The word means men of a club, no wife and no judge."""
        after = self.case.r.low[i + 1] if i + 1 < limit else ""
        if after in load("careers")["false_ex"]:
            return False
        clubs = self.case.in_sentence(self.case.r.sentence_of[i])
        return not any(m.entity is not None and m.entity.kind == "club" and 0 < m.start - i <= _NAMES_IT for m in clubs)

    def _gone_from(self, person: Entity, club: Entity) -> bool:
        """He was there before the article and is no more."""
        record, year = person.person, self.case.year
        if record is None or year is None:
            return False
        spells = [s for s in record.spells if s.club == club.key]
        summer = int(self.case.date[5:7]) >= 8 if self.case.date and len(self.case.date) >= 7 else False
        return bool(spells) and all(s.until is not None and s.until < year + summer for s in spells)

    def _names_no_club(self, i: int, limit: int) -> bool:
        r = self.case.r
        after = r.low[i + 1] if i + 1 < limit else ""
        if after == "di" and i + 2 < limit and r.low[i + 2] in _OF_THE_DAY:
            return True
        return r.low[i - 1] in _INDEFINITE and (
            after in ("", ".", ",", "che", ":", ";", "(", ")", "e")
            or r.classes[i + 1] in ("verb", "aux", "punct", "rel")
        )

    def _who(self, i: int) -> Entity | None:
        """The man the words mean: the epithet they are part of, the name before a comma, the name right after."""
        r = self.case.r
        people = [m for m in self.case.in_sentence(r.sentence_of[i], "person") if m.entity is not None]
        for m in people:
            if m.start <= i < m.end:
                return m.entity
        before = [
            m
            for m in people
            if m.end <= i and i - m.end <= 3 and any(r.low[k] in (",", "è", "era", "(") for k in range(m.end, i))
        ]
        if before:
            return before[-1].entity
        after = [
            m
            for m in people
            if 0 < m.np_start - i <= 4 and not any(r.classes[k] == "verb" for k in range(i, m.np_start))
        ]
        return after[0].entity if after else None

    def _rival(self, person: Entity, number: int | None) -> Entity | None:
        if number is None:
            return None
        fixture = self.case.fixtures[number]
        sides = [
            s.club
            for s in self.case.said
            if s.player is person and s.fixture == number and s.type != "crowd_reaction" and fixture.has(s.club)
        ]
        sides += [
            b.club for b in self.case.belongs if b.person is person and b.status == "current" and fixture.has(b.club)
        ]
        return fixture.rival(sides[0]) if sides else None

    def _say(self, player: Entity, club: Entity, start: int, end: int, rule: str) -> None:
        capacity = player.role if player.role in ("coach", "executive") else "player"
        self.case.belongs.append(Belongs(player, club, "former", capacity, start, end, rule, 0.8))
