"""Names in the text: gazetteer forms, then capitalised sequences that no common word explains."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

import simplemma

from kg.gazetteer import Gazetteer, Hit, fold
from kg.gazetteer.forms import PARTICLES
from kg.language.phrases import Phrases
from kg.language.reading import Reading, Sentence
from kg.lexicon import load
from kg.mentions.model import Mention
from kg.mentions.roll import roll

_PERSON = frozenset({"person", "person_short", "person_nick"})
_CLUB = frozenset({"club", "club_nick", "colour", "demonym", "ground", "stand", "town", "region"})
_HASHTAG = re.compile(r"#(\w+)")
_CAMEL = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+|[A-Z]{2,}(?![a-z])")
_FOREIGN_PARTICLES = PARTICLES - {"di", "da", "do", "del", "della", "delle", "dei", "degli", "lo", "la", "le", "y", "e"}
_ARTICLES = frozenset("il lo la l' i gli le un uno una un'".split())


@cache
def _not_people() -> frozenset[str]:
    return frozenset(fold(word) for word in load("not_people")["words"])


@cache
def _heads() -> frozenset[str]:
    return frozenset(load("not_people")["heads"])


@cache
def role_words() -> dict[str, str]:
    """Return noun → role (player, coach, referee, executive, agent, other); "numero uno" is a player."""
    table: dict[str, str] = {}
    for role in ("other", "agent", "referee", "executive", "coach", "player"):
        for word in load("grammar")["roles"][role]:
            table[word] = role
    return table


@cache
def is_dictionary_word(low: str) -> bool:
    """Tell whether a lower-case word is common Italian (so that a capital may be the sentence's)."""
    return bool(simplemma.is_known(low, lang="it"))


@dataclass(slots=True)
class Found:
    """Mentions of people and clubs before anybody is linked.

    ``weak`` ones need more evidence; ``roles`` is what a score sheet says of the name at a token (player, coach, referee).
    """

    people: list[Mention] = field(default_factory=list)
    clubs: list[Mention] = field(default_factory=list)
    weak: list[Mention] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)


class _Detector:
    def __init__(self, reading: Reading, gazetteer: Gazetteer) -> None:
        self.r = reading
        self.gaz = gazetteer
        self.found = Found()
        self.sheet_end: dict[int, int] = {}
        self.team_end: dict[int, int] = {}
        self.hit_at: dict[int, tuple[int, int, Hit]] = {}
        self.capital = [w[:1].isupper() for w in reading.surface]
        self.shouting = {
            line.start for line in reading.lines if _all_caps(reading.text[line.start : line.end])
        }

    def run(self) -> Found:
        self._hits()
        self._sheet_teams()
        self._sheet_names()
        for sentence in self.r.sentences:
            if not sentence.noise:
                self._sentence(sentence)
        self._hashtags()
        self.found.people.sort(key=lambda m: m.start)
        self.found.clubs.sort(key=lambda m: m.start)
        return self.found

    def _hits(self) -> None:
        for hit in self.gaz.find(self.r.text):
            start, end = self.r.tokens(hit.start, hit.end)
            tagged = hit.start > 0 and self.r.text[hit.start - 1] == "#"
            if not tagged and not self.r.sentences[self.r.sentence_of[start]].noise:
                self.hit_at[start] = (start, end, hit)

    # -- score sheets ------------------------------------------------------------------------
    def _sheet_names(self) -> None:
        """Every name of a sheet is a person, whatever his name means elsewhere."""
        roles = {"referee": "referee", "officials": "referee", "coach": "coach"}
        for section in self.r.sheet.sections:
            for entry in section.entries:
                for name in (entry, *entry.replaced_by):
                    start, end = self.r.tokens(name.start, name.end)
                    self.sheet_end[start] = end
                    self.found.roles[start] = roles.get(section.kind, "player")

    def _sheet_person(self, a: int, b: int, s: Sentence) -> None:
        surface = self.r.words(a, b).rstrip(".")
        hits = [self.hit_at[k] for k in range(a, b) if k in self.hit_at]
        hit = next((h for h in reversed(hits) if h[1] >= b and self._knows_person(h[2])), None)
        if hit is not None and hit[0] > a:
            self._prefixed(a, hit, s)
        elif hit is not None:
            full = any(kind == "person" for kind, _ in hit[2].candidates)
            people = tuple(dict.fromkeys(i for k, i in hit[2].candidates if k in _PERSON))
            self._append(Mention(a, b, "person", "full" if full else "surname", surface, people, sentence=s.index))
        else:
            form = "unknown" if b - a > 1 and fold(self.r.words(a, a + 1)) in first_names(self.gaz) else "surname"
            self._append(Mention(a, b, "person", form, surface, sentence=s.index))

    @staticmethod
    def _knows_person(hit: Hit) -> bool:
        return any(kind in _PERSON for kind, _ in hit.candidates)

    def _sheet_teams(self) -> None:
        """Teams of headings and line-ups that the gazetteer does not know are clubs all the same, wherever they stand."""
        spans = [span for h in self.r.sheet.headings for span in (h.home, h.away)]
        spans += [s.team for s in self.r.sheet.sections if s.kind == "lineup" and s.team is not None]
        unknown: dict[str, str] = {}
        for start, end in spans:
            name = self.r.text[start:end].strip(" .")
            inside = [h for h in self.hit_at.values() if self.r.start[h[0]] >= start and self.r.end[h[1] - 1] <= end]
            if not any(k == "club" for h in inside for k, _ in h[2].candidates) and fold(name) not in _not_people():
                unknown[name.lower()] = name
        if not unknown:
            return
        for start, end, _ in Phrases(unknown).find(self.r.plain):
            a, b = self.r.tokens(start, end)
            if self.capital[a]:
                self.team_end[a] = b

    def _unknown_club(self, a: int, b: int, s: Sentence) -> int:
        self.found.clubs.append(Mention(a, b, "club", "unknown", self.r.words(a, b), sentence=s.index))
        return b

    # -- one sentence ------------------------------------------------------------------------
    def _sentence(self, s: Sentence) -> None:
        i = s.start
        while i < s.end:
            if i in self.sheet_end:
                self._sheet_person(i, self.sheet_end[i], s)
                i = self.sheet_end[i]
                continue
            if i in self.team_end:
                i = self._unknown_club(i, self.team_end[i], s)
                continue
            placed = self.hit_at.get(i)
            if placed and not self._is_person_hit(placed[2], i, s):
                self._club(placed, s)
                i = placed[1]
                continue
            if placed and not self.capital[i]:  # a nickname in lower case ("il pipita")
                self._add(placed[0], placed[1], s, "nick", placed[2])
                i = placed[1]
                continue
            if self.capital[i] and self._may_name(i, s):
                i = self._run_of_names(i, s)
                continue
            i += 1

    def _is_person_hit(self, hit: Hit, i: int, s: Sentence) -> bool:
        kinds = {kind for kind, _ in hit.candidates}
        if not kinds & _PERSON:
            return False
        if not kinds & _CLUB:
            return True
        # both: a first name before it makes it a surname, an article before it a club
        before = self.r.low[i - 1] if i > s.start else ""
        if i > s.start and self.capital[i - 1] and fold(before) in first_names(self.gaz):
            return True
        if i > s.start and self.capital[i] and not kinds & {"club", "club_nick", "ground", "stand", "town"}:
            return True  # adjectives of town, region or colours are written small: "Romagnoli" is a man
        return not kinds & {"club", "colour"} and before not in _ARTICLES and self.r.classes[i - 1] != "prep"

    def _may_name(self, i: int, s: Sentence) -> bool:
        word = self.r.surface[i]
        if not word[0].isalpha() or (len(word) == 1 and i + 1 < s.end and self.r.low[i + 1] != "."):
            return False
        return not (self.r.classes[i] in ("det", "prep", "cli", "aux", "cc", "rel", "neg", "sub") and i not in self.hit_at)

    def _run_of_names(self, i: int, s: Sentence) -> int:
        """Take the capitalised sequence from token ``i``; return the token after it."""
        j = i
        while j < s.end:
            placed = self.hit_at.get(j)
            if placed and not self._is_person_hit(placed[2], j, s):
                break
            if placed and (self.capital[j] or j == i):
                j = placed[1]
                continue
            if self.capital[j] and self.r.surface[j][0].isalpha():
                j += 1
                if j < s.end and self.r.low[j] == "." and len(self.r.low[j - 1]) == 1:
                    j += 1
                continue
            if j > i and self.r.low[j] in _FOREIGN_PARTICLES and j + 1 < s.end and self.capital[j + 1] and self.capital[j - 1]:
                j += 1
                continue
            if j > i and self.r.low[j] in ("-",) and j + 1 < s.end and self.capital[j + 1] and self.r.end[j] == self.r.start[j + 1] and self.r.end[j - 1] == self.r.start[j]:
                if (j + 1) in self.hit_at or (j - 1) in self.hit_at:
                    break
                j += 2
                continue
            break
        for a, b in self._split(i, j, s):
            self._person_run(a, b, s)
        return max(j, i + 1)

    def _split(self, i: int, j: int, s: Sentence) -> list[tuple[int, int]]:
        """Cut a run at words that are no part of a person's name."""
        parts: list[tuple[int, int]] = []
        a = i
        k = i
        while k < j:
            placed = self.hit_at.get(k)
            if placed and placed[1] <= j:
                k = placed[1]
                continue
            folded = fold(self.r.surface[k])
            pair = fold(self.r.words(k, k + 2)) if k + 1 < j else ""
            stop = folded in _not_people() or pair in _not_people() or self.r.low[k] in role_words()
            common_start = k == s.start and self._common_opening(k, j)
            if stop or common_start:
                if k > a:
                    parts.append((a, k))
                k += 2 if pair in _not_people() else 1
                if folded in _heads() and not (k in self.hit_at and self._is_person_hit(self.hit_at[k][2], k, s)):
                    k = j  # "Stadio X Y": the rest belongs to the place
                a = k
                continue
            k += 1
        if j > a:
            parts.append((a, j))
        return parts

    def _common_opening(self, k: int, j: int) -> bool:
        """A sentence's first word that is common Italian opens the sentence, unless it is a first name."""
        low = self.r.low[k]
        if fold(low) in first_names(self.gaz) and k + 1 < j:
            return False
        return is_dictionary_word(low) or self.r.classes[k] in ("verb", "adv")

    def _person_run(self, a: int, b: int, s: Sentence) -> None:
        hits = [self.hit_at[k] for k in range(a, b) if k in self.hit_at and self.hit_at[k][1] <= b]
        hits = [h for h in hits if self._is_person_hit(h[2], h[0], s)]
        if not hits:
            self._unknown(a, b, s)
            return
        last = hits[-1]
        if last[0] > a and last[1] == b and len(hits) == 1:
            self._prefixed(a, last, s)
            return
        if last[1] < b and last[0] == a and len(hits) == 1 and not last[2].initial:
            if {k for k, _ in last[2].candidates} == {"person"}:
                self._add(last[0], last[1], s, "full", last[2])
            elif self.r.low[b - 1] != "." and fold(self.r.words(a, last[1])) in first_names(self.gaz):
                self._unknown(a, b, s)  # "Alessandro Pinco": the hit was only a first name
            else:
                self._add(a, last[1], s, "surname", last[2])
            return
        for start, end, hit in hits:
            full = any(kind == "person" for kind, _ in hit.candidates)
            self._add(start, end, s, "full" if full else "surname", hit)

    def _prefixed(self, a: int, placed: tuple[int, int, Hit], s: Sentence) -> None:
        """A surname with capitalised words before it: the same person with first name, or somebody unknown."""
        start, end, hit = placed
        prefix = fold(self.r.words(a, start)).strip(". ")
        fitting = tuple(
            ident
            for kind, ident in hit.candidates
            if kind in _PERSON and _first_name_fits(prefix, self.gaz, ident)
        )
        if fitting:
            self._append(Mention(a, end, "person", "full", self.r.words(a, end), fitting, sentence=s.index))
        elif prefix in first_names(self.gaz) or (a > s.start and not is_dictionary_word(prefix)):
            self._unknown(a, end, s)
        else:
            self._add(start, end, s, "surname", hit)

    def _unknown(self, a: int, b: int, s: Sentence) -> None:
        while b > a and self.r.low[b - 1] in (".", "-"):
            b -= 1
        surface = self.r.words(a, b)
        words = surface.split()
        if s.zone == "tweet":  # whoever signs it is no part of the story
            return
        if len(surface) < 3 or any(c.isdigit() for c in surface) or self._line_shouts(a):
            return
        mention = Mention(a, b, "person", "unknown", surface, sentence=s.index)
        if len(words) >= 2:
            first = fold(words[0])
            known_first = first in first_names(self.gaz)
            if known_first or not all(is_dictionary_word(w.lower()) for w in words):
                self._append(mention)
            return
        if a == s.start and is_dictionary_word(self.r.low[a]):
            return
        self.found.weak.append(mention)

    def _line_shouts(self, i: int) -> bool:
        line = next((ln for ln in self.r.lines if ln.start <= self.r.start[i] < ln.end), None)
        return line is not None and line.start in self.shouting

    def _add(self, a: int, b: int, s: Sentence, form: str, hit: Hit) -> None:
        candidates = tuple(dict.fromkeys(ident for kind, ident in hit.candidates if kind in _PERSON))
        nick_only = all(kind == "person_nick" for kind, _ in hit.candidates if kind in _PERSON)
        mention = Mention(a, b, "person", "nick" if nick_only else form, self.r.words(a, b), candidates, sentence=s.index)
        single = b - a == 1
        doubtful = single and (self.gaz.is_common_word(mention.surface) or is_dictionary_word(self.r.low[a]))
        if doubtful and form == "surname" and (a == s.start or self._line_shouts(a) or self._after_opening_mark(a, s)):
            self.found.weak.append(mention)
        else:
            self._append(mention)

    def _after_opening_mark(self, a: int, s: Sentence) -> bool:
        return a == s.start + 1 and self.r.classes[s.start] == "punct"

    def _append(self, mention: Mention) -> None:
        self.found.people.append(mention)

    # -- clubs ---------------------------------------------------------------------------------
    def _club(self, placed: tuple[int, int, Hit], s: Sentence) -> None:
        start, end, hit = placed
        kinds = {kind for kind, _ in hit.candidates if kind in _CLUB}
        form = next(k for k in ("club", "club_nick", "colour", "demonym", "stand", "ground", "town", "region") if k in kinds)
        names = {"club": "name", "club_nick": "nick"}
        wanted = kinds if form in ("colour", "demonym") else {form}
        candidates = tuple(dict.fromkeys(i for k, i in hit.candidates if k in wanted))
        if form == "demonym" and hit.number != "p":  # "turco" says where a man is from, not a team
            candidates = tuple(c for c in candidates if not self.gaz.clubs[c].national)
            if not candidates:
                return
        mention = Mention(
            start, end, "club", names.get(form, form), self.r.words(start, end), candidates, sentence=s.index, plural=hit.number == "p"
        )
        if form == "club" and "town" in kinds:
            mention.reason = "town"
        self.found.clubs.append(mention)

    def _hashtags(self) -> None:
        """``#MilanInter`` names both; ``#Calhanoglu`` one."""
        r = self.r
        for tag in _HASHTAG.finditer(r.text):
            start, end = r.tokens(tag.start(), tag.end())
            s = r.sentences[r.sentence_of[start]]
            if s.noise:
                continue
            people, clubs = self._tag_parts(tag[1])
            for kind, groups in (("person", people), ("club", clubs)):
                for candidates in groups:
                    mention = Mention(start, end, kind, "hashtag", tag[0], candidates, sentence=s.index)
                    (self.found.people if kind == "person" else self.found.clubs).append(mention)

    def _tag_parts(self, word: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        people, clubs = [], []
        for part in _CAMEL.findall(word):
            for hit in self.gaz.find(part):
                if any(k == "club" for k, _ in hit.candidates):
                    clubs.append(tuple(c for k, c in hit.candidates if k == "club"))
                elif any(k in _PERSON for k, _ in hit.candidates):
                    people.append(tuple(dict.fromkeys(c for k, c in hit.candidates if k in _PERSON)))
        return people, clubs


def _all_caps(line: str) -> bool:
    letters = sum(map(str.isalpha, line))
    return letters > 3 and sum(map(str.isupper, line)) > 0.8 * letters


def first_names(gazetteer: Gazetteer) -> frozenset[str]:
    """Return the folded first names of the people the gazetteer knows."""
    return roll(gazetteer).first


def _first_name_fits(prefix: str, gazetteer: Gazetteer, ident: str) -> bool:
    person = gazetteer.people[ident]
    full = fold(person.name)
    return full.startswith(prefix) or any(fold(n).endswith(prefix) for n in (*person.nicknames, *person.short))


def detect(reading: Reading, gazetteer: Gazetteer) -> Found:
    """Return the names of people and clubs in the text, none linked yet."""
    return _Detector(reading, gazetteer).run()
