"""The time of the telling: the match the article reports, or another time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extractors.case import Case
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.lexicon import load

YEAR = re.compile(r"\b(?:19[5-9]\d|20[0-4]\d)\b")
_FIGURES = re.compile(r"\d\d")
_NO_TIME = re.compile(r"\b(?:classe|nat[oaie]|fino al|sino al|giugno|scade|scadenza)\b")
_SEASON = re.compile(
    r"(?:\b(?P<first>(?:19|20)\d\d|(?<![\d.,:])[0-9]\d)\s?[-/–]\s?'?(?P<second>\d\d)(?!\d)(?![-/.]\d))"
)
_DECADE = re.compile(
    r"\banni\s+(?:'|’|‘)?(?P<figures>[1-9]0)\b|\banni\s+(?P<word>sessanta|settanta|ottanta|novanta|duemila)\b"
)
_SHORT = re.compile(r"(?:\bnel|\bdel|\bdal|\bal|\bestate|\bstagione|\bcampionato)\s?['’‘](?P<year>\d\d)\b")
_DECADES = {"sessanta": 1960, "settanta": 1970, "ottanta": 1980, "novanta": 1990, "duemila": 2000}
_SEASON_WORDS = ("stagion", "campionat", "annata", "serie", "coppa", "torneo", "champions", "anno")
_BACK = (
    " oggi ",
    " ora ",
    " adesso ",
    " attualmente ",
    " ieri ",
    " stasera ",
    " domani ",
    " quest'anno ",
    " domenica ",
)
_OPENING = 3
_HEADING = 90  # characters: a line this short opens what follows
_SPREAD = 12  # years: a span this long ("tra il 1990 e il 2010") dates nobody
_ELSEWHEN = (
    "all'andata",
    "nella gara d'andata",
    "gara di andata",
    "nel match d'andata",
    "la scorsa stagione",
    "lo scorso anno",
    "l'anno scorso",
    "un anno fa",
    "due anni fa",
    "anni fa",
    "stagione fa",
    "stagioni fa",
    "nella passata stagione",
    "in passato",
    "quella volta",
    "all'epoca",
    "ai tempi",
    "in carriera",
    "nella stagione",
    "mesi fa",
    "settimane fa",
    "settimana scorsa",
    "era successo",
    "era già successo",
    "la prima volta",
    "in quella occasione",
    "nel lontano",
    "scorso maggio",
    "scorso aprile",
    "scorso ottobre",
    "nell'ultimo precedente",
    "nei precedenti",
    "i precedenti",
    "ultimi precedenti",
    "precedenti tra",
    "dei precedenti",
)


def told_years(text: str) -> set[int]:
    """Return the years that lower-cased words tell: figures, seasons ("1995/96", "stagione 99-00"), decades ("anni '80").

    A birth year, a contract's end and a bare pair of figures (a score, a line-up) are none.
    """
    years: set[int] = set()
    if "anni " not in text and not _FIGURES.search(text):
        return years
    for hit in YEAR.finditer(text):
        before, after = text[max(0, hit.start() - 16) : hit.start()], text[hit.end() : hit.end() + 4]
        since = before.endswith("dal ") and not after.startswith(" al ")
        if not since and not _NO_TIME.search(before):
            years.add(int(hit.group()))
    for hit in _SEASON.finditer(text):
        first, second = hit.group("first"), int(hit.group("second"))
        if len(first) == 2:
            if (int(first) + 1) % 100 != second or not any(
                w in text[max(0, hit.start() - 25) : hit.start()] for w in _SEASON_WORDS
            ):
                continue
            start = _century(int(first))
        else:
            start = int(first)
        if (start + 1) % 100 == second:
            years |= {start, start + 1}
    for hit in _DECADE.finditer(text):
        decade = _DECADES[hit.group("word")] if hit.group("word") else _century(int(hit.group("figures")))
        years |= set(range(decade, decade + 10))
    years |= {_century(int(hit.group("year"))) for hit in _SHORT.finditer(text)}
    return years


def closed_times(case: Case) -> dict[int, tuple[frozenset[int], int]]:
    """Return for each sentence of the story the years of a closed time it is told in, and the sentence that told them.

    The time goes on through the paragraph, and from a heading into what it heads, until the words come back to the present.
    """
    if case.closed is None:
        case.closed = dict(_closed_times(case)) if case.year is not None else {}
    return case.closed


def _closed_times(case: Case) -> Iterator[tuple[int, tuple[frozenset[int], int]]]:
    r = case.r
    years: frozenset[int] = frozenset()
    source, before = -1, -1
    for s in case.story():
        a, b = r.start[s.start], r.end[s.end - 1]
        here = _closed(case, r.plain[a:b])
        new_line = before < 0 or "\n" in r.text[r.end[r.sentences[before].end - 1] : a]
        if here is not None:
            years, source = here, s.index
        elif years and (
            (new_line and not _heads(case, before, source)) or any(w in padded(r, s.start, s.end) for w in _BACK)
        ):
            years, source = frozenset(), -1
        yield s.index, (years, source)
        before = s.index


def _heads(case: Case, before: int, source: int) -> bool:
    """The line before told the time and is a heading."""
    if before < 0 or before != source:
        return False
    s = case.r.sentences[before]
    return case.r.end[s.end - 1] - case.r.start[s.start] <= _HEADING


def _closed(case: Case, text: str) -> frozenset[int] | None:
    """The years a sentence tells: those of a closed time, none where it tells the present, ``None`` where it tells none."""
    years = told_years(text)
    if not years or case.year is None:
        return None
    if max(years) >= case.year - 1 or max(years) - min(years) > _SPREAD:
        return frozenset()
    return frozenset(years)


def looks_back(case: Case) -> bool:
    """Tell whether the page opens as a look back at an old match: "Accadde oggi", "Amarcord", "trent'anni fa"."""
    opening = case.story()[:_OPENING]
    return any(
        phrase in case.r.plain[case.r.start[s.start] : case.r.end[s.end - 1]]
        for s in opening
        for phrase in load("careers")["looking_back"]
    )


def _century(two: int) -> int:
    return 1900 + two if two >= 40 else 2000 + two


def is_past(case: Case, sentence: int, clause: Clause | None) -> bool:
    """Tell whether the words put the clause at another time than the article's match.

    A year other than the article's, "all'andata", "un anno fa", the pluperfect at the sentence's head.
    """
    r = case.r
    s = r.sentences[sentence]
    text = r.plain[r.start[s.start] : r.end[s.end - 1]]
    for hit in YEAR.finditer(text):
        year = int(hit.group())
        before = text[max(0, hit.start() - 12) : hit.start()]
        if (case.year is None or year < case.year) and "classe" not in before and "fino al" not in before:
            return True
    return any(words in text for words in _ELSEWHEN)
