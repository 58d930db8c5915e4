"""Noun phrases around mentions, and groups: fans, bench, team of a club.

For each mention: where its phrase begins, the noun in front of it, the preposition before it and the word
it hangs on. "un fallo di Kessié sul numero 20" gives Kessié (di ← fallo) and the number 20 (su ← fallo).
"""

from __future__ import annotations

from collections.abc import Container
from functools import cache

from kg.language.reading import Reading
from kg.lexicon import load
from kg.mentions.model import Mention
from kg.mentions.words import role_words

BASE = {
    **dict.fromkeys(("del", "dello", "della", "dell'", "dei", "degli", "delle", "d'", "di"), "di"),
    **dict.fromkeys(("al", "allo", "alla", "all'", "ai", "agli", "alle", "ad", "a"), "a"),
    **dict.fromkeys(("dal", "dallo", "dalla", "dall'", "dai", "dagli", "dalle", "da"), "da"),
    **dict.fromkeys(("nel", "nello", "nella", "nell'", "nei", "negli", "nelle", "in"), "in"),
    **dict.fromkeys(("sul", "sullo", "sulla", "sull'", "sui", "sugli", "sulle", "su"), "su"),
    **dict.fromkeys(("col", "coi", "con"), "con"),
    "fra": "tra",
}
_QUOTES = frozenset(["'", '"', "“", "”", "‘", "’"])  # "la 'sua' Lazio"
_COACHED = frozenset("allenata allenato allenati guidata guidato guidati diretta diretto".split())


@cache
def _modifiers() -> frozenset[str]:
    """Adjectives and nouns that stand between the article and a name ("il rientrante X", "del danese X")."""
    nations = load("nationalities")["adjectives"]
    return frozenset([*load("grammar")["describers"], *nations, *(f"{n[:-1]}a" for n in nations)])


@cache
def group_words() -> dict[str, str]:
    """Return noun → fans, bench or team."""
    groups = load("grammar")["groups"]
    return {word: name for name in ("team", "bench", "fans") for word in groups[name]}


def frame(reading: Reading, mentions: list[Mention]) -> None:
    """Fill np_start, prep, governor, role_word, ex and definite of every mention (sorted by start)."""
    club_at = {k: m for m in mentions if m.kind == "club" for k in range(m.start, m.end)}
    for mention in mentions:
        _frame(reading, mention, club_at)


def _frame(reading: Reading, mention: Mention, club_at: dict[int, Mention]) -> None:
    low, classes = reading.low, reading.classes
    floor = reading.sentences[reading.sentence_of[mention.start]].start
    mention.np_end = mention.end
    i = mention.start
    if mention.kind == "person" and mention.form != "epithet":
        i = _over_role(reading, mention, floor, club_at)
    while i > floor and (low[i - 1] in _modifiers() or low[i - 1] in _QUOTES):
        mention.ex = mention.ex or low[i - 1] == "ex"
        i -= 1
    while i > floor and (classes[i - 1] == "det" or (low[i - 1] in _QUOTES and classes[i - 2] in ("det", "prep"))):
        i -= 1
    mention.np_start = i
    if i > floor and low[i - 1] in BASE:
        mention.prep, mention.prep_at = BASE[low[i - 1]], i - 1
    elif i > floor and classes[i - 1] == "prep":
        mention.prep, mention.prep_at = low[i - 1], i - 1
    if mention.prep_at > floor:
        j = mention.prep_at - 1
        while j > floor and classes[j] == "adv" and low[j] != "prima":
            j -= 1
        if classes[j] in ("word", "verb", "name", "num", "aux"):
            mention.governor = j


def _over_role(reading: Reading, mention: Mention, floor: int, club_at: dict[int, Mention]) -> int:
    """Walk left over "l'attaccante argentino del Milan" in front of the name; return where the noun stands."""
    low, classes = reading.low, reading.classes
    behind = _over_insert(reading, mention.start, floor, club_at)
    i = behind - 1
    limit = max(floor, behind - 6)
    while i >= limit:
        if low[i] in role_words():
            mention.role_word = low[i]
            return i
        if i - 1 >= limit and f"{low[i - 1]} {low[i]}" in role_words():
            mention.role_word = f"{low[i - 1]} {low[i]}"
            return i - 1
        if (
            i in club_at
            or classes[i] == "word"
            or low[i] == "ex"
            or (classes[i] == "prep" and (i + 1) in club_at)
            or classes[i] == "num"
        ):
            i -= 1
            continue
        if classes[i] == "det" and (i + 1) in club_at:
            i -= 1
            continue
        break
    if behind < mention.start and "classe" in low[behind : mention.start]:
        mention.role_word = "classe"
        return behind if low[behind] != "," else mention.start
    return mention.start


def _over_insert(reading: Reading, start: int, floor: int, club_at: dict[int, Mention]) -> int:
    """Walk left over "classe 1994", ", classe '85,", ", ex Parma," between the noun and the name."""
    i = start
    if i - 1 > floor and reading.low[i - 1] == ",":
        k = i - 2
        while k > max(floor, i - 8) and _inserted(reading, k, club_at):
            k -= 1
        inside = reading.low[k + 1 : i - 1]
        return k if reading.low[k] == "," and ("classe" in inside or inside[:1] == ["ex"]) else start
    while i > max(floor, start - 4) and (
        reading.low[i - 1] in ("classe", "'") or reading.low[i - 1].strip("'").isdigit()
    ):
        i -= 1
    return i if reading.low[i] == "classe" else start


def _inserted(reading: Reading, k: int, club_at: dict[int, Mention]) -> bool:
    word = reading.low[k]
    return word in ("classe", "'", "ex") or word.strip("'").isdigit() or k in club_at


def insert_end(reading: Reading, start: int, limit: int, clubs: Container[int]) -> int:
    """Return where "classe 1994", ", classe '85,", ", ex Parma," behind a noun ends; ``start`` where none begins there."""
    low = reading.low
    comma = start < limit and low[start] == ","
    k = start + comma
    if k >= limit or low[k] not in ("classe", "ex"):
        return start
    while k < min(limit, start + 8) and (low[k] in ("classe", "'", "ex") or low[k].strip("'").isdigit() or k in clubs):
        k += 1
    if comma:
        return k + 1 if k < limit and low[k] == "," else start
    return k


def groups(reading: Reading, mentions: list[Mention]) -> list[Mention]:
    """Return fans, benches and teams, with the club mention that tells whose they are where there is one."""
    starts = {m.start: m for m in mentions}
    found: list[Mention] = []
    kinds = group_words()
    by_start: dict[int, Mention] = {}
    for i in range(len(reading.low) - 1, -1, -1):  # from the right: "tifosi della squadra di Pioli" nests to the right
        kind = kinds.get(reading.low[i])
        sentence = reading.sentences[reading.sentence_of[i]]
        if kind is None or sentence.noise:
            continue
        owner, end = _owner(reading, i, sentence.end, starts, by_start)
        group = Mention(i, end, "group", kind, reading.words(i, end), sentence=sentence.index)
        if owner is not None:
            owner.inside = group
            group.parts.append(owner)
        by_start[i] = group
        found.append(group)
    found.reverse()
    return found


def _owner(
    reading: Reading, i: int, limit: int, starts: dict[int, Mention], groups_at: dict[int, Mention]
) -> tuple[Mention | None, int]:
    """Find whose the group is: "tifosi rossoneri", "panchina del Milan", "squadra di Pioli"."""
    j = i + 1
    while (
        j < min(limit, i + 4)
        and reading.classes[j] in ("word", "punct")
        and j not in starts
        and reading.low[j] not in (",", ".", ";", ":", "(", ")")
    ):
        if reading.low[j] in ("casa", "ospite", "ospiti"):
            break
        j += 1
    if j < limit and j in starts and starts[j].kind == "club":
        return starts[j], starts[j].end
    k = i + 1
    if (
        k + 1 < limit and reading.low[k] in _COACHED and BASE.get(reading.low[k + 1]) == "da"
    ):  # "la formazione allenata da X"
        target = starts.get(k + 2)
        if target is not None and target.kind == "person":
            return target, target.end
    if k < limit and BASE.get(reading.low[k]) == "di":
        k += 1
        while k < limit and reading.classes[k] == "det":
            k += 1
        target = starts.get(k) or groups_at.get(k)
        if target is not None:
            return target, target.end
    return None, i + 1
