"""The lexicon's incident triggers, compiled: which rules a verb or phrase of the text sets off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.language.phrases import Phrases, plain
from kg.language.reading import Reading
from kg.lexicon import load

_SCORE_WORD = re.compile(r" (?:il |lo |l'|per il |per lo |per l'|sul |sullo |sull'|del |dell'|dello )?\d-\d ")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One entry of ``incidents.toml``; the file's head explains the fields."""

    name: str
    type: str
    player: tuple[str, ...]
    other: tuple[str, ...]
    against: tuple[str, ...]
    need: tuple[str, ...]
    object: tuple[str, ...]
    never: tuple[str, ...]
    options: dict[str, Any]
    noun: bool = False

    def option(self, name: str) -> bool:
        """Tell whether a yes/no option is set."""
        return bool(self.options.get(name))

    def allows(self, stretch: str, after_verb: str) -> bool:
        """Tell whether the words of the clause meet `need`, `object` and `not`.

        Both texts are plain (see :func:`kg.language.phrases.plain`) and padded with spaces.
        """
        if any(word in stretch for word in self.never):
            return False
        if self.need and not any(word in stretch for word in self.need):
            return False
        if not self.object or any(word in after_verb for word in self.object):
            return True
        return self.option("score_object") and bool(_SCORE_WORD.search(after_verb))


def _words(value: Any, sets: dict[str, list[str]]) -> tuple[str, ...]:
    if value is None:
        return ()
    items: list[str] = []
    for item in [value] if isinstance(value, str) else value:
        items += sets[item[1:]] if item.startswith("$") else [item]
    return tuple(f" {plain(w)} " for w in items)


def _slots(value: str | None) -> tuple[str, ...]:
    return tuple(value.split("|")) if value else ()


def _compile(row: dict[str, Any], sets: dict[str, list[str]], number: int, kind: str) -> Rule:
    known = {"verbs", "words", "type", "player", "other", "against", "need", "object", "not"}
    return Rule(
        name=f"{row['type']}.{kind}{number}",
        type=row["type"],
        player=_slots(row.get("player")),
        other=_slots(row.get("other")),
        against=_slots(row.get("against")),
        need=_words(row.get("need"), sets),
        object=_words(row.get("object"), sets),
        never=_words(row.get("not"), sets),
        options={k: v for k, v in row.items() if k not in known},
        noun=kind == "noun",
    )


@cache
def verb_rules() -> dict[str, tuple[Rule, ...]]:
    """Return infinitive → rules."""
    data = load("incidents")
    table: dict[str, list[Rule]] = {}
    for number, row in enumerate(data["verb"], start=1):
        rule = _compile(row, data["sets"], number, "verb")
        for verb in row["verbs"]:
            table.setdefault(verb, []).append(rule)
    return {verb: tuple(rules) for verb, rules in table.items()}


@cache
def _phrases() -> Phrases[tuple[Rule, ...]]:
    data = load("incidents")
    table: dict[str, list[Rule]] = {}
    for number, row in enumerate(data["noun"], start=1):
        rule = _compile(row, data["sets"], number, "noun")
        for words in row["words"]:
            table.setdefault(words, []).append(rule)
    return Phrases({words: tuple(rules) for words, rules in table.items()})


def phrase_triggers(reading: Reading) -> Iterator[tuple[int, int, tuple[Rule, ...]]]:
    """Yield (first token, end token, rules) for each trigger phrase of the text."""
    for start, end, rules in _phrases().find(reading.plain):
        yield (*reading.tokens(start, end), rules)


def padded(reading: Reading, start: int, end: int) -> str:
    """Return the plain words of tokens ``start`` to ``end`` with punctuation as spaces, padded, for phrase tests."""
    if end <= start:
        return " "
    text = reading.plain[reading.start[start] : reading.end[end - 1]]
    for mark in ',.;:!?()"«»“”…':
        if mark in text:
            text = text.replace(mark, " ")
    return f" {' '.join(text.split())} "
