"""Names in the text: gazetteer forms, then capitalised sequences that no common word explains."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from kg.gazetteer import Gazetteer, Hit, fold
from kg.gazetteer.forms import PARTICLES
from kg.language.phrases import Phrases
from kg.language.reading import Reading, Sentence
from kg.mentions.model import Mention
from kg.mentions.tags import hashtags
from kg.mentions.teams import sheet_echoes
from kg.mentions.words import (
    MONTHS,
    NICK_ARTICLES,
    STREETS,
    all_caps,
    first_name_fits,
    first_names,
    full_firsts,
    heads,
    is_dictionary_word,
    named_as_club,
    not_people,
    places_before,
    role_words,
    same_accents,
)

__all__ = ["Found", "detect", "first_names", "is_dictionary_word", "role_words"]

_PERSON = frozenset({"person", "person_short", "person_nick"})
_CLUB = frozenset({"club", "club_nick", "colour", "demonym", "ground", "stand", "town", "region"})
_ITALIAN = frozenset(
    "di da do del dello della delle dei degli dell' dal dallo dalla dalle dai d' al allo alla lo la le li y e".split()
)
_FOREIGN_PARTICLES = PARTICLES - _ITALIAN
_SHOUT = re.compile(r"(\w)\1\1", re.IGNORECASE)  # "GOOOL"
_OPENERS = frozenset("- – — : « “ \" ” » . ! ? … ... • * | > ’ ' ′".split())
_CLOSED = frozenset({"det", "prep", "cli", "aux", "cc", "rel", "neg", "sub"})
_TO_THE = frozenset(
    "stadio curva tribuna al allo alla all' dal dallo dalla dall' nel nello nella nell' del dello della dell' sul il lo la l'".split()
)
_ARTICLES = frozenset("il lo la l' i gli le un uno una un'".split())


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
        self.club_ids: set[str] | None = None
        self.capital = [w[:1].isupper() for w in reading.surface]
        self.line_starts = [line.start for line in reading.lines]
        self.shouting = {line.start for line in reading.lines if all_caps(reading.text[line.start : line.end])}

    def run(self) -> Found:
        self._hits()
        self._sheet_teams()
        self._sheet_names()
        for sentence in self.r.sentences:
            if not sentence.noise:
                self._sentence(sentence)
        for found, tagged in zip((self.found.people, self.found.clubs), hashtags(self.r, self.gaz), strict=True):
            found += tagged
        self.found.people.sort(key=lambda m: m.start)
        self.found.clubs.sort(key=lambda m: m.start)
        return self.found

    def _hits(self) -> None:
        for hit in self._find():
            start, end = self.r.tokens(hit.start, hit.end)
            if not {k for k, _ in hit.candidates} - {"colour", "demonym"} and self._in_name(start, end):
                continue
            if end - start == 1 and self.r.low[start] in MONTHS and start and self.r.low[start - 1][:1].isdigit():
                continue
            tagged = hit.start > 0 and self.r.text[hit.start - 1] == "#"
            if not tagged and not self.r.sentences[self.r.sentence_of[start]].noise:
                self.hit_at[start] = (start, end, hit)

    def _in_name(self, start: int, end: int) -> bool:
        """An adjective with a capital amid a sentence and another capital after it: "Doriano Pezzuti" is a man."""
        if not (self.capital[start] and end < len(self.capital) and self.capital[end] and start):
            return False
        before = self.r.surface[start - 1]
        low = self.r.low[end]
        return (
            before not in _OPENERS
            and not before.isspace()
            and self.r.classes[start - 1] != "det"
            and not is_dictionary_word(low)
            and not self.r.surface[start].isupper()
        )

    def _find(self) -> list[Hit]:
        """Search the text; where "di" before a name is a preposition ("il gol di Lorenzo X"), search again without it."""
        text = self.r.text
        hits = self.gaz.find(text)
        masked: list[str] | None = None
        for hit in hits:
            word = text[hit.start : hit.end].split(" ", 1)[0]
            if word not in ("di", "da", "del", "della", "dal", "dalla") or not all(
                k in _PERSON for k, _ in hit.candidates
            ):
                continue
            before = text[max(0, hit.start - 30) : hit.start].rstrip().rsplit(" ", 1)[-1]
            if before[:1].isupper() and fold(before) in first_names(self.gaz):
                continue
            masked = masked if masked is not None else list(text)
            masked[hit.start : hit.start + len(word)] = "·" * len(word)
        return hits if masked is None else self.gaz.find("".join(masked))

    def _opens(self, i: int, s: Sentence) -> bool:
        """A capital here may be that of a sentence: its first word, or after a colon, dash, quotation mark or minute."""
        if i <= s.start:
            return True
        before = self.r.surface[i - 1]
        return before in _OPENERS or before.isspace() or (self.r.classes[i - 1] == "num" and i - 1 == s.start)

    # -- score sheets ------------------------------------------------------------------------
    def _sheet_names(self) -> None:
        """Every name of a sheet is a person, whatever his name means elsewhere."""
        roles = {"referee": "referee", "officials": "referee", "coach": "coach"}
        for section in self.r.sheet.sections:
            for entry in section.entries:
                for name in (entry, *entry.replaced_by):
                    start, end = self.r.tokens(name.start, name.end)
                    self.sheet_end[start] = end
                    self.found.roles[start] = "" if section.kind == "ratings" else roles.get(section.kind, "player")

        self.sheet_end = dict(sheet_echoes(self.r, self.sheet_end)) | self.sheet_end

    def _sheet_person(self, a: int, b: int, s: Sentence) -> None:
        while b - a > 1 and self.r.low[b - 1] in ("all", "allenatore", "s.v", "sv", "."):
            b -= 1
        while (
            b - a > 1
            and (self.r.low[a] in ("dal", "dall'") or self.r.classes[a] in ("num", "punct"))
            and not (self.r.low[a] == "dal" and self.capital[a + 1])
        ):
            a += 1  # "dall'87' Rossi"
        surface = self.r.words(a, b).rstrip(".")
        placed = self.hit_at.get(a)
        if (
            placed
            and placed[1] == b
            and not self._knows_person(placed[2])
            and self.capital[b - 1]
            and self.r.surface[a].isupper()
        ):
            self._club(placed, s)  # "LECCE 6" heads the marks of the team
            return
        hits = [self.hit_at[k] for k in range(a, b) if k in self.hit_at]
        hit = next((h for h in reversed(hits) if h[1] >= b and self._knows_person(h[2])), None)
        if hit is not None and hit[0] > a and fold(self.r.words(a, hit[0])).strip("' ") in PARTICLES:
            self._append(Mention(a, b, "person", "surname", surface, sentence=s.index))  # "Dal Corso" is no Corso
        elif hit is not None and hit[0] > a:
            self._prefixed(a, hit, s)
        elif hit is not None:
            full = self._is_full(hit)
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
            if not any(k == "club" for h in inside for k, _ in h[2].candidates) and fold(name) not in not_people():
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
            if self.capital[i] and self._names_place(i, s):
                i += 1
                while i < s.end and self.capital[i]:
                    i += 1
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
        if (
            kinds & {"club"}
            and i > s.start
            and before in ("di", ",", ":", "e", "mister")
            and all(self.gaz.clubs[c].weight < 3 for k, c in hit.candidates if k == "club")
        ):
            return self.capital[i]  # "i pontini di Breda": a small foreign club would have its article
        if kinds & _CLUB <= {"ground", "stand"}:  # "al Maradona" is the ground, "un'invenzione di Maradona" the man
            return before not in _TO_THE
        return not kinds & {"club", "colour"} and before not in _ARTICLES and self.r.classes[i - 1] != "prep"

    def _may_name(self, i: int, s: Sentence) -> bool:
        word = self.r.surface[i]
        if not word[0].isalpha() or (len(word) == 1 and i + 1 < s.end and self.r.low[i + 1] != "."):
            return False
        if self.r.classes[i] in _CLOSED and i not in self.hit_at:
            return (
                i + 1 < s.end
                and self.r.low[i] in PARTICLES
                and self.capital[i + 1]
                and not self._opens(i, s)
                and not self._line_shouts(i)
            )
        return True

    def _names_place(self, i: int, s: Sentence) -> bool:
        """After "via", "quartiere", "dalle parti di" stands a place; "l'attaccante di Ceccano" tells where he is from."""
        if i <= s.start:
            return False
        low = self.r.low
        pair = f"{low[i - 2]} {low[i - 1]}" if i - 2 >= s.start else ""
        if (
            low[i - 1] in STREETS
            and not self.capital[i - 1]
            and low[i - 2] not in ("in", "di", "a", "da", "sede", "club")
        ):
            return False  # "ha mandato via Juric"
        if low[i - 1] in places_before() or pair in places_before():
            return True
        single = not (i + 1 < s.end and self.capital[i + 1])
        return (
            single
            and i not in self.hit_at
            and low[i - 1] == "di"
            and role_words().get(low[i - 2] if i - 2 >= s.start else "") == "player"
        )

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
                if j > i and self.r.classes[j] in _CLOSED and self.r.low[j] not in PARTICLES:
                    break
                j += 1
                if j < s.end and self.r.low[j] == "." and len(self.r.low[j - 1]) == 1:
                    if j + 1 < s.end and self.r.classes[j + 1] in _CLOSED and self.r.low[j + 1] not in PARTICLES:
                        break  # "in B. Se le sono date"
                    j += 1
                continue
            if (
                j > i
                and self.r.low[j] in _FOREIGN_PARTICLES
                and j + 1 < s.end
                and self.capital[j + 1]
                and self.capital[j - 1]
                and not self._club_at(j + 1, s)
            ):
                j += 1
                continue
            if (
                j > i
                and self.r.low[j] in ("-",)
                and j + 1 < s.end
                and self.capital[j + 1]
                and self.r.end[j] == self.r.start[j + 1]
                and self.r.end[j - 1] == self.r.start[j]
            ):
                if (j + 1) in self.hit_at or (j - 1) in self.hit_at:
                    break
                j += 2
                continue
            break
        placed = self.hit_at.get(j)
        if (
            j == i + 1
            and placed
            and self._first_name(i)
            and placed[1] == j + 1
            and self.capital[j]
            and self.r.low[i - 1] in role_words()
            and i > s.start
        ):
            self._unknown(i, j + 1, s)  # "il ds Domenico Roma"
            return j + 1
        for a, b in self._split(i, j, s):
            self._person_run(a, b, s)
        return max(j, i + 1)

    def _club_at(self, i: int, s: Sentence) -> bool:
        placed = self.hit_at.get(i)
        return placed is not None and not self._is_person_hit(placed[2], i, s)

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
            stop = (
                folded in not_people()
                or pair in not_people()
                or self.r.low[k] in role_words()
                or _SHOUT.search(folded) is not None
            )
            common_start = (k == s.start or (k == i and self._opens(k, s))) and self._common_opening(k, j)
            if stop or common_start:
                if k > a:
                    parts.append((a, k))
                k += 2 if pair in not_people() else 1
                if folded in heads() and not (k in self.hit_at and self._is_person_hit(self.hit_at[k][2], k, s)):
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
        while b > a and self.r.low[b - 1] in PARTICLES and b - 1 not in self.hit_at:
            b -= 1
        if b <= a:
            return
        hits = [self.hit_at[k] for k in range(a, b) if k in self.hit_at and self.hit_at[k][1] <= b]
        hits = [h for h in hits if self._is_person_hit(h[2], h[0], s)]
        if not hits:
            self._unknown(a, b, s)
            return
        first, last = hits[0], hits[-1]
        if len(hits) == 1 and last[0] > a and last[1] == b:
            self._prefixed(a, last, s)
        elif len(hits) == 1 and last[1] < b and last[0] == a and not last[2].initial:
            self._continued(a, b, last, s)
        elif (
            len(hits) == 1
            and a < last[0]
            and last[1] < b
            and self._first_name(a)
            and not is_dictionary_word(self.r.low[b - 1])
            and not self._is_full(last)
        ):
            self._unknown(a, b, s)  # "Stefano Padoin Ribaudo"
        elif (
            len(hits) == 2
            and first[0] == a
            and last[1] == b
            and first[1] == last[0] == a + 1
            and self._first_name(a)
            and not self._is_full(last)
        ):
            self._prefixed(a, last, s)  # "Beppe Riso", "Gabriel Batistuta": the first hit is his first name
        else:
            for hit in hits:
                self._add(hit[0], hit[1], s, "full" if self._is_full(hit) else "surname", hit[2])

    @staticmethod
    def _is_full(placed: tuple[int, int, Hit]) -> bool:
        return placed[1] - placed[0] > 1 and any(kind == "person" for kind, _ in placed[2].candidates)

    def _first_name(self, i: int) -> bool:
        word = fold(self.r.surface[i])
        return word in first_names(self.gaz) or bool(full_firsts(word))

    def _continued(self, a: int, b: int, placed: tuple[int, int, Hit], s: Sentence) -> None:
        """A known name goes on with capitals nobody knows: another man ("Igor Santelia"), or just a capital."""
        start, end, hit = placed
        rest = [w for w in self.r.low[end:b] if w != "-"]
        strange = all(w.isalpha() and not is_dictionary_word(w) for w in rest) and not self._line_shouts(a)
        joined = self.r.low[end] == "-" and self.r.end[end - 1] == self.r.start[end]
        single = end - start == 1
        firstly = single and self._first_name(a)
        called = (
            single and a > s.start and self.r.low[a - 1] in role_words() and b - end == 1 and not self._line_shouts(a)
        )
        if self.r.low[b - 1] != "." and (firstly or called or ((strange or joined) and not self._mixed_caps(a, b))):
            self._unknown(a, b, s)
        elif self._is_full(placed):
            self._add(start, end, s, "full", hit)
        else:
            self._add(a, end, s, "surname", hit)

    def _mixed_caps(self, a: int, b: int) -> bool:
        """Some words wholly in capitals, others not: two things side by side."""
        words = [w for w in self.r.surface[a:b] if len(w) > 1]
        return len({w.isupper() for w in words}) > 1

    def _prefixed(self, a: int, placed: tuple[int, int, Hit], s: Sentence) -> None:
        """A surname with capitalised words before it: the same person with first name, or somebody unknown."""
        start, end, hit = placed
        prefix = fold(self.r.words(a, start)).strip(". ")
        fitting = tuple(
            ident for kind, ident in hit.candidates if kind in _PERSON and first_name_fits(prefix, self.gaz, ident)
        )
        nick = all(kind == "person_nick" for kind, _ in hit.candidates if kind in _PERSON)
        if prefix in NICK_ARTICLES and nick:
            self._add(start, end, s, "nick", hit)
        elif fitting:
            self._append(Mention(a, end, "person", "full", self.r.words(a, end), fitting, sentence=s.index))
        elif (
            (self._first_name(a) and start - a == 1)
            or prefix in first_names(self.gaz)
            or not self._opening_prefix(a, prefix, s)
        ):
            self._unknown(a, end, s)
        else:
            self._add(start, end, s, "surname", hit)

    def _opening_prefix(self, a: int, prefix: str, s: Sentence) -> bool:
        """The word before the surname has its capital from the sentence, or is an ordinary word in a line of capitals."""
        if not is_dictionary_word(prefix):
            return a == s.start
        return self._opens(a, s) or self._line_shouts(a) or self.r.surface[a].isupper()

    def _unknown(self, a: int, b: int, s: Sentence) -> None:
        while b > a and self.r.low[b - 1] in (".", "-"):
            b -= 1
        surface = self.r.words(a, b)
        words = surface.split()
        if s.zone == "tweet":  # whoever signs it is no part of the story
            return
        if (
            len(surface) < 3
            or any(c.isdigit() for c in surface)
            or self._line_shouts(a)
            or surface.endswith(("Today", ".it", ".com"))
        ):
            return
        mention = Mention(a, b, "person", "unknown", surface, sentence=s.index)
        if named_as_club(self.r, a, b, s):
            self._unknown_club(a, b, s)
            return
        if len(words) >= 2:
            known_first = fold(words[0]) in first_names(self.gaz)
            common = sum(is_dictionary_word(w.lower()) for w in words)
            if len(words[-1].strip(".")) < 2 or (len(words) > 4 and not known_first):
                return
            if known_first or not common or (common < len(words) and not self._opens(a, s)):
                self._append(mention)
            return
        low = self.r.low[a]
        if a == s.start and (
            is_dictionary_word(low) or (low.endswith("mente") and fold(low) not in first_names(self.gaz))
        ):
            return
        self.found.weak.append(mention)

    def _line_shouts(self, i: int) -> bool:
        k = bisect_right(self.line_starts, self.r.start[i]) - 1
        return k >= 0 and self.line_starts[k] in self.shouting

    def _add(self, a: int, b: int, s: Sentence, form: str, hit: Hit) -> None:
        candidates = tuple(dict.fromkeys(ident for kind, ident in hit.candidates if kind in _PERSON))
        if b - a == 1 and b > a and len(self.r.low[a]) <= 3 and not same_accents(self.r.low[a], self.gaz, candidates):
            return  # "Lì" is not Li
        nick_only = all(kind == "person_nick" for kind, _ in hit.candidates if kind in _PERSON)
        told = "nick" if nick_only else form
        mention = Mention(a, b, "person", told, self.r.words(a, b), candidates, sentence=s.index)
        single = b - a == 1
        doubtful = single and (
            self.gaz.is_common_word(mention.surface)
            or is_dictionary_word(self.r.low[a])
            or self.r.classes[a] in ("adv", "verb")
        )
        caps = mention.surface.isupper() and len(mention.surface) > 2
        if doubtful and form == "surname" and (caps or self._opens(a, s) or self._line_shouts(a)):
            self.found.weak.append(mention)
        else:
            self._append(mention)

    def _append(self, mention: Mention) -> None:
        self.found.people.append(mention)

    # -- clubs ---------------------------------------------------------------------------------
    def _club(self, placed: tuple[int, int, Hit], s: Sentence) -> None:
        start, end, hit = placed
        kinds = {kind for kind, _ in hit.candidates if kind in _CLUB}
        form = next(
            k for k in ("club", "club_nick", "colour", "demonym", "stand", "ground", "town", "region") if k in kinds
        )
        names = {"club": "name", "club_nick": "nick"}
        wanted = kinds if form in ("colour", "demonym") else {form}
        candidates = tuple(dict.fromkeys(i for k, i in hit.candidates if k in wanted))
        if form == "demonym" and hit.number != "p":  # "turco" says where a man is from, not a team
            candidates = tuple(c for c in candidates if not self.gaz.clubs[c].national)
            if not candidates:
                return
        mention = Mention(
            start,
            end,
            "club",
            names.get(form, form),
            self.r.words(start, end),
            candidates,
            sentence=s.index,
            plural=hit.number == "p",
        )
        if form == "club" and "ground" in kinds and self._is_ground(start, hit):
            mention.form = "ground"
            mention.candidates = tuple(dict.fromkeys(i for k, i in hit.candidates if k == "ground"))
        elif form == "club" and "town" in kinds:
            mention.reason = "town"
        self.found.clubs.append(mention)

    def _is_ground(self, start: int, hit: Hit) -> bool:
        """A name of both a club and another club's ground ("San Paolo") is the ground where that other club is named."""
        home = {i for k, i in hit.candidates if k == "ground"} - {i for k, i in hit.candidates if k == "club"}
        if not home:
            return False
        before = self.r.low[start - 1] if start else ""
        if self.club_ids is None:
            self.club_ids = {i for _, _, h in self.hit_at.values() for k, i in h.candidates if k == "club"}
        return bool(home & self.club_ids) or before in ("al", "dal", "nel", "del", "stadio")


def detect(reading: Reading, gazetteer: Gazetteer) -> Found:
    """Return the names of people and clubs in the text, none linked yet."""
    return _Detector(reading, gazetteer).run()
