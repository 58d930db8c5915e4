"""Words that make or unmake a name: roles, places, first names, common words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import simplemma

from kg.gazetteer import Gazetteer, fold
from kg.language.reading import Reading, Sentence
from kg.lexicon import load
from kg.mentions.roll import roll, within_one_edit

STREETS = frozenset({"via", "corso", "largo"})
MONTHS = frozenset(
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()
)
NICK_ARTICLES = frozenset({"el", "il", "lo", "la", "o"})
CLUB_ARTICLES = frozenset(
    "il lo l' la al allo all' alla dal dallo dall' dalla del dello dell' della nel nello nell' nella".split()
)


@cache
def not_people() -> frozenset[str]:
    """Return the capitalised words that are nobody's name, folded."""
    return frozenset(fold(word) for word in load("not_people")["words"])


@cache
def heads() -> frozenset[str]:
    """Return the words that open the name of a place or thing."""
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
def club_words() -> frozenset[str]:
    """Return the words of matches and moves before the article of a club."""
    return frozenset(load("places")["club_before_article"])


@cache
def club_openers() -> frozenset[str]:
    """Return the words that open the name of a small club ("Virtus X")."""
    return frozenset(load("places")["club_openers"])


def given_first(name: str) -> str:
    """Return a name whose surname stands first in capitals the usual way round ("AURELIO Giuseppe")."""
    words = name.split()
    capitals = [w for w in words if w.isupper() and len(w) > 1]
    if not 0 < len(capitals) < len(words) or words[: len(capitals)] != capitals or not words[-1].istitle():
        return name
    return " ".join([*words[len(capitals) :], *(w.title() for w in capitals)])


@cache
def club_plays() -> frozenset[str]:
    """Return what a club does: verbs after its name."""
    return frozenset(load("places")["club_plays"])


@cache
def places_before() -> frozenset[str]:
    """Return the words before the name of a place."""
    return frozenset(load("callings")["places_before"])


@cache
def full_firsts(short: str) -> tuple[str, ...]:
    """Return the first names that a short form may stand for ("beppe": giuseppe)."""
    return tuple(load("callings")["short_first"].get(short, ()))


@cache
def is_dictionary_word(low: str) -> bool:
    """Tell whether a lower-case word is common Italian (so that a capital may be the sentence's)."""
    return bool(simplemma.is_known(low, lang="it"))


def first_names(gazetteer: Gazetteer) -> frozenset[str]:
    """Return the folded first names of the people the gazetteer knows."""
    return roll(gazetteer).first


def first_name_fits(prefix: str, gazetteer: Gazetteer, ident: str) -> bool:
    """Tell whether the words before a surname are the person's: "Hakan", "H", "Beppe" for Giuseppe, "Cahrles" for Charles."""
    person = gazetteer.people[ident]
    full = fold(person.name)
    if full.startswith(prefix) or any(fold(n).endswith(prefix) for n in (*person.nicknames, *person.short)):
        return True
    if any(full.startswith(first) for first in full_firsts(prefix)):
        return True
    first = full.split(" ", 1)[0]
    return len(prefix) > 4 and within_one_edit(prefix, first)


def all_caps(line: str) -> bool:
    """Tell whether a line is printed in capitals."""
    letters = sum(map(str.isalpha, line))
    return letters > 3 and sum(map(str.isupper, line)) > 0.8 * letters


def same_accents(low: str, gazetteer: Gazetteer, idents: Iterable[str]) -> bool:
    """Tell whether a short word is written with the accents of one of the names ("Lì" is not Li)."""
    people = [gazetteer.people[ident] for ident in idents]
    names = " ".join(" ".join((p.name, *p.short, *p.nicknames)) for p in people).lower()
    return low.isascii() or low in names.split()


def named_as_club(reading: Reading, a: int, b: int, s: Sentence) -> bool:
    """Tell whether capitals nobody knows name a club: by their first word ("Virtus X"), or by what stands around them.

    An article before them, and before it a word of matches or moves ("riceve il Cavenago"), or a verb of clubs after.
    """
    low = reading.low
    if b - a > 1 and low[a] in club_openers() and not is_dictionary_word(low[b - 1]):
        return True
    if a < s.start + 1 or low[a - 1] not in CLUB_ARTICLES or (b - a == 1 and is_dictionary_word(low[a])):
        return False
    return low[a - 2] in club_words() or (b < s.end and low[b] in club_plays())
