"""Lines of a page by what they are: the article, or noise around it.

Nothing is deleted; a line that is no part of the article only gets a name, and later stages
decide what to do with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.language.phrases import plain
from kg.lexicon import load

_TWEET_SIGN = re.compile(r"pic\.twitter\.com|\(@\w{2,30}\)|\bt\.co/|https?://(?:x|twitter)\.com", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]+")
_HEADER = re.compile(r"^(?:title|titolo|date|data|url|site|sito|author|autore|source|fonte)\s*:", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…»\"”]\s*$")
_CAPITAL_NAME = re.compile(r"^(?:[A-ZÀ-Ý][\w'’.-]*\s+){1,3}[A-ZÀ-Ý][\w'’.-]*$")
_FOR_PAPER = re.compile(r"\s+(?:per|su)\s+\S+$")
_SIGNED = re.compile(r"^[A-ZÀ-Ý][a-zà-ÿ'’]+(?:\s+[A-ZÀ-Ý][A-Za-zà-ÿ'’]+){1,3}$")
_SCORE_LINE = re.compile(r"[A-Za-zà-ÿ]\s*\d{1,2}\b.*\d")
_HEAD_LINES = 5  # a signature stands under the title or at the very end
NOISE = frozenset({"teaser", "boilerplate", "credit", "byline", "navigation", "header"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text with its kind: text, title, tweet, or one of :data:`NOISE`."""

    start: int
    end: int
    kind: str


@cache
def _openings() -> list[tuple[str, tuple[str, ...]]]:
    data = load("zones")
    return [(kind, tuple(data[kind])) for kind in ("teaser", "boilerplate")]


@cache
def _credit() -> re.Pattern[str]:
    """The marks of a credit as whole words: "ansa" is none of "Ansaldi"."""
    marks = "|".join(
        re.escape(mark) + (r"\b" if mark[-1].isalnum() else "") for mark in load("zones")["credit"] if mark != "foto "
    )
    return re.compile(rf"(?<!\w)(?:{marks})")


@cache
def _opening() -> re.Pattern[str]:
    words = "|".join(re.escape(word.strip()) for word in sorted(load("zones")["byline"], key=len, reverse=True))
    return re.compile(rf"^(?:{words})(?!\w)\s*", re.IGNORECASE)


def _kind(line: str, low: str) -> str:
    if _HEADER.match(line):
        return "header"
    if _TWEET_SIGN.search(line):
        return "tweet"
    bare = low.strip(" *-–>•|#«»\"'([")
    words = len(low.split())
    for kind, openings in _openings():
        if bare.startswith(openings) and (kind == "teaser" or words <= 25):
            return kind
    data = load("zones")
    if words <= 14 and _credit().search(low) and not _SENTENCE_END.search(line.rstrip('"”») ')):
        return "credit"
    if words <= 8 and bare.startswith(tuple(data["byline"])) and (":" not in line or low.startswith("autore")):
        rest = _opening().sub("", line.strip(" \t*-–>•|"))
        rest = _FOR_PAPER.sub("", rest)
        if (
            not rest
            or _CAPITAL_NAME.match(rest)
            or bare.startswith(("redazione", "a cura", "dal nostro", "dall'inviato"))
        ):
            return "byline"
    names = line.split()
    if len(names) > 7 and all(name[:1].isupper() and name[-1:].isalpha() for name in names) and not line.isupper():
        return "navigation"  # a row of names without any other word: tags
    return "text"


def lines(text: str, quoted: tuple[tuple[int, int], ...] = ()) -> list[Line]:
    """Return the non-empty lines of ``text`` with their kinds.

    Args:
        text: the article's text.
        quoted: spans already known to be tweets.
    """
    found: list[Line] = []
    for hit in _LINE.finditer(text):
        if not hit.group().strip():
            continue
        start, end = hit.span()
        kind = "tweet" if any(s <= start < e for s, e in quoted) else _kind(hit.group(), plain(hit.group()))
        found.append(Line(start, end, kind))
    _tweet_bodies(text, found)
    _navigation(text, found)
    _signature(text, found)
    return found


def _signature(text: str, found: list[Line]) -> None:
    """A name alone on a line, the only one of the text, under the title or at the end is who wrote it."""
    alone = [
        i for i, line in enumerate(found) if line.kind == "text" and _SIGNED.match(text[line.start : line.end].strip())
    ]
    if len(alone) != 1 or len(found) < 3:
        return
    i = alone[0]
    before = text[found[i - 1].start : found[i - 1].end].rstrip() if i else ""
    after = text[found[i + 1].start : found[i + 1].end] if i + 1 < len(found) else ""
    if (i == len(found) - 1 and before.endswith((".", "!", "?", "…", "”", '"', "»"))) or (
        0 < i < _HEAD_LINES and len(after.split()) > 8 and not before.endswith(":")
    ):
        found[i] = Line(found[i].start, found[i].end, "byline")


def _tweet_bodies(text: str, found: list[Line]) -> None:
    """A line in quotation marks straight before a tweet's signature belongs to the tweet."""
    for i in range(1, len(found)):
        line = text[found[i - 1].start : found[i - 1].end].strip()
        if found[i].kind == "tweet" and found[i - 1].kind == "text" and line[:1] in '“"«' and line[-1:] in '”"»':
            found[i - 1] = Line(found[i - 1].start, found[i - 1].end, "tweet")


def _navigation(text: str, found: list[Line]) -> None:
    """Six or more lines in a row of one or two words without verb or figure are a menu."""
    run: list[int] = []
    for i in range(len(found) + 1):
        words = text[found[i].start : found[i].end].split() if i < len(found) else ["x"] * 9
        plain_short = (
            len(words) <= 2 and not any(c.isdigit() for w in words for c in w) and words[-1][-1] not in ".:;,!?"
        )
        if i < len(found) and plain_short:
            run.append(i)
            continue
        if len(run) >= 6 and not _listed(text, found, run):
            for j in run:
                found[j] = Line(found[j].start, found[j].end, "navigation")
        run = []


def _listed(text: str, found: list[Line], run: list[int]) -> bool:
    """The run is a team printed one man to a line: a score stands above it, or a coach, referee or scorer below."""
    above = text[found[run[0] - 1].start : found[run[0] - 1].end] if run[0] else ""
    labels = tuple(load("zones")["sheet_follows"])
    below = (text[line.start : line.end].lstrip().lower() for line in found[run[0] + 1 : run[-1] + 2])
    return bool(_SCORE_LINE.search(above)) and any(line.startswith(labels) for line in below)
