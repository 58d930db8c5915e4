"""A text as the extractors read it: tokens with word classes, sentences, lines, quantities.

Built once per article by the spaCy component ``calcio_reading`` and kept on ``doc._.reading``.
Plain lists indexed by token stand beside the Doc because the rules look at most tokens many times.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from spacy.attrs import IDX, LENGTH
from spacy.tokens import Doc

from kg.language import quantities
from kg.language.morphology import VerbForm, homographs, verb_table
from kg.language.phrases import plain
from kg.language.sheets import Sheet, read_sheet
from kg.language.zones import NOISE, Line, lines
from kg.lexicon import load


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: tokens ``start`` to ``end`` (exclusive), the kind of its line, its number."""

    start: int
    end: int
    zone: str
    index: int

    @property
    def noise(self) -> bool:
        """The sentence is no part of the article."""
        return self.zone in NOISE


@dataclass(slots=True)
class Reading:
    """The working view of one text; every list is indexed by token.

    ``classes`` hold one of: prep, det, rel, sub, cc, aux, cli, neg, adv, verb, punct, num, name
    (capitalised, no closed-class word), space, word.
    """

    doc: Doc
    text: str
    low: list[str]
    start: list[int]
    end: list[int]
    classes: list[str]
    verbs: list[tuple[VerbForm, ...]]
    sentences: list[Sentence]
    sentence_of: list[int]
    lines: list[Line]
    minutes: list[quantities.Minute] = field(default_factory=list)
    scores: list[quantities.Score] = field(default_factory=list)
    dates: list[quantities.Date] = field(default_factory=list)
    money: list[quantities.Money] = field(default_factory=list)
    plain: str = ""
    surface: list[str] = field(default_factory=list)
    token_at: list[int] = field(default_factory=list)
    sheet: Sheet = field(default_factory=lambda: Sheet([], []))

    def words(self, start: int, end: int) -> str:
        """Return the text of tokens ``start`` to ``end`` (exclusive)."""
        return self.text[self.start[start] : self.end[end - 1]] if end > start else ""

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """Return the token range that covers the characters ``start`` to ``end``."""
        return self.token_at[start], self.token_at[max(start, end - 1)] + 1


@cache
def _closed() -> dict[str, str]:
    data = load("grammar")
    table: dict[str, str] = {}
    for name, label in (
        ("adverbs", "adv"),
        ("coordinators", "cc"),
        ("subordinators", "sub"),
        ("auxiliaries", "aux"),
        ("negations", "neg"),
        ("clitics", "cli"),
        ("determiners", "det"),
        ("relatives", "rel"),
        ("prepositions", "prep"),
    ):
        for word in data[name]:
            table[word] = label  # later tables win: "la" is a determiner before it is a clitic
    table["di"] = "prep"
    return table


@lru_cache(maxsize=1 << 16)
def _classify(word: str, low: str, at_start: bool) -> str:
    closed = _closed().get(low)
    if closed is not None and (at_start or (low == word.lower() and (not word[0].isupper() or len(word) <= 3))):
        return closed
    if closed is not None and not word.isupper():
        return closed
    if not any(c.isalnum() for c in word):
        return "space" if word.isspace() else "punct"
    if word[0].isdigit():
        return "num"
    if low in verb_table() and (at_start or not word[0].isupper()):
        return "verb"
    if word[0].isupper():
        return "name"
    return "word"


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(load("zones")["abbreviations"])


_CLOSING = frozenset('!?….;”»")')


def _breaks(low: list[str], words: list[str], doc: Doc, line_starts: set[int], starts: list[int]) -> list[bool]:
    """Tell for each token whether a sentence starts there."""
    abbreviations = _abbreviations()
    n = len(words)
    first = [False] * n
    if n:
        first[0] = True
    for i in range(1, n):
        if words[i].isspace():  # a line break ends no sentence by itself: the next line may go on
            continue
        if starts[i] in line_starts:
            first[i] = True
            continue
        last = i - 2 if words[i - 1].isspace() and i >= 2 else i - 1
        before = low[last]
        if before[-1] not in _CLOSING:
            continue
        if before in ("!", "?", "…", "...", ";") or before.endswith(("...", "…")):
            first[i] = words[i][0].isupper() or words[i][0] in "«“\"'’" or before == ";"
        elif before == "." or (
            before.endswith(".") and len(before) > 3 and before[-2].isalpha() and "." not in before[:-1]
        ):
            head = low[last - 1] if before == "." and last else before.rstrip(".")
            if words[i][0].islower() or (words[i][0].isdigit() and head in abbreviations):
                continue
            first[i] = head not in abbreviations
        elif (
            before in ("”", "»", '"', ")") and last and low[last - 1] in (".", "!", "?", "…") and words[i][0].isupper()
        ):
            first[i] = True
    return first


#: Marks behind which speech begins like a sentence, with a capital that makes no name.
_SPEECH_OPENS = frozenset(["«", "“"])


def _line_starts(text: str, found: list[Line]) -> set[int]:
    """Where a line opens a sentence: not where a line merely goes on in lower case."""
    starts = set()
    for i, line in enumerate(found):
        begin = line.start + len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip())
        if i:
            before = text[found[i - 1].start : found[i - 1].end].rstrip()
            goes_on = text[begin].islower() and before[-1:] not in '.!?:;…»”"' and found[i - 1].kind == line.kind
            if goes_on:
                continue
        starts.add(begin)
    return starts


def read(doc: Doc, quoted: tuple[tuple[int, int], ...] = (), source: str | None = None) -> Reading:
    """Build the working view of a tokenised text.

    Args:
        doc: a tokenised Italian text; its text is never changed.
        quoted: character spans known to be tweets.
        source: the text itself where it is at hand (joining it from the tokens costs time).
    """
    text = doc.text if source is None else source
    whole = plain(text)
    starts = [int(start) for start in doc.to_array(IDX)]
    ends = [start + int(length) for start, length in zip(starts, doc.to_array(LENGTH), strict=True)]
    words = [text[s:e] for s, e in zip(starts, ends, strict=True)]
    low = [whole[s:e] for s, e in zip(starts, ends, strict=True)]
    spans = np.diff([*starts, len(text)]) if starts else np.zeros(0, dtype=np.int64)
    token_at = [*np.repeat(np.arange(len(words)), spans).tolist(), max(0, len(words) - 1)]
    found = lines(text, quoted)
    first = _breaks(low, words, doc, _line_starts(text, found), starts)
    table = verb_table()
    classes, verbs = [], []
    at_start = True
    before = ""
    for word, lowered, opens in zip(words, low, first, strict=True):
        at_start = at_start or opens or lowered in _SPEECH_OPENS or (lowered == '"' and before == ":")
        before = lowered
        kind = _classify(word, lowered, at_start)
        classes.append(kind)
        verbs.append(table[lowered] if kind == "verb" else ())
        at_start = at_start and kind in ("punct", "space")
    _full_verbs(low, classes, verbs)
    _as_verbs(low, classes, verbs)
    sentences, sentence_of = _sentences(first, starts, found, len(words))
    return Reading(
        doc=doc,
        text=text,
        low=low,
        start=starts,
        end=ends,
        classes=classes,
        verbs=verbs,
        sentences=sentences,
        sentence_of=sentence_of,
        lines=found,
        minutes=quantities.minutes(text),
        scores=quantities.scores(text),
        dates=quantities.dates(text),
        money=quantities.money(text),
        plain=whole,
        surface=words,
        token_at=token_at,
        sheet=read_sheet(text, [(line.start, line.end) for line in found if line.kind in NOISE]),
    )


def _full_verbs(low: list[str], classes: list[str], verbs: list[tuple[VerbForm, ...]]) -> None:
    """ "va a terra", "va in gol": an auxiliary without a verb behind it is a verb itself ("va battuto" is not)."""
    for i, word in enumerate(low):
        if word != "va" or classes[i] != "aux":
            continue
        j = i + 1
        while j < len(low) and classes[j] == "adv":
            j += 1
        if j == len(low) or classes[j] != "verb" or not any(f.mood in ("part", "ger") for f in verbs[j]):
            classes[i], verbs[i] = "verb", verb_table().get(word, ())


_DIRECTIONS = frozenset("in a al all' alla avanti il i l' subito su sul sull' sulla fuori".split())


def _as_verbs(low: list[str], classes: list[str], verbs: list[tuple[VerbForm, ...]]) -> None:
    """Make verbs of homographs where a name, a pronoun, *che* or an adverb stands before them: "Rossi porta", "ci prova"."""
    table = homographs()
    for i in range(1, len(low)):
        if low[i] not in table or classes[i] == "verb" or classes[i] in ("name", "prep"):
            continue
        before = classes[i - 1]
        after = low[i + 1] if i + 1 < len(low) else ""
        pronoun = before == "cli" and low[i - 1] not in ("lo", "la", "l'", "le", "gli", "li", "i")
        pronoun = pronoun or (low[i - 1] in ("lo", "li", "gli") and low[i] != "parte")
        if (
            pronoun
            or (before in ("name", "rel", "neg", "cc", "punct") and after in _DIRECTIONS and before != "punct")
            or (before == "punct" and low[i - 1] == "," and after in ("in", "avanti", "subito"))
        ):
            classes[i], verbs[i] = "verb", table[low[i]]


def _sentences(first: list[bool], starts: list[int], found: list[Line], n: int) -> tuple[list[Sentence], list[int]]:
    sentences: list[Sentence] = []
    sentence_of = [0] * n
    opens = [i for i, value in enumerate(first) if value]
    line = 0
    for k, start in enumerate(opens):
        end = opens[k + 1] if k + 1 < len(opens) else n
        while line + 1 < len(found) and found[line + 1].start <= starts[start]:
            line += 1
        zone = found[line].kind if found else "text"
        sentences.append(Sentence(start, end, zone, k))
        sentence_of[start:end] = [k] * (end - start)
    return sentences, sentence_of
