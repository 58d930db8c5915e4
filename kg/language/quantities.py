"""Minutes, scores, money and dates: found by regular expressions over the text as given.

Every pattern is anchored on digits or on a fixed word and has bounded repetition, so the cost is
linear in the length of the text. Offsets are code points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.language.phrases import Phrases, plain
from kg.lexicon import load

_PRIME = "['’‘′´`ʹ]"
_HALF = (
    r"(?P<half>p\.?\s?t\.?s\.?|s\.?\s?t\.?s\.?|p\.?\s?t\b\.?|s\.?\s?t\b\.?|1t\b|2t\b"
    r"|d(?:el(?:la)?|i)\s+(?:primo\s+tempo(?:\s+supplementare)?|secondo\s+tempo(?:\s+supplementare)?|ripresa|supplementare))"
)
#: "'87" is a year, "all'87'" a minute.
_NOT_IN_NUMBER = r"(?<![\d.,:/])(?:(?<!['’])|(?<=all['’])|(?<=\bl['’])|(?<=ll['’]))"
_MINUTE = re.compile(
    rf"{_NOT_IN_NUMBER}(?P<m>\d{{1,3}})\s?(?:{_PRIME}{{1,2}}|[°º])\s?(?:\+\s?(?P<plus>\d{{1,2}})\s?{_PRIME}?)?(?:\s?{_HALF})?(?P<min>\s+minuto)?",
    re.IGNORECASE,
)
_MINUTE_PLUS = re.compile(
    rf"(?<![\d.,:/])(?P<m>45|90|105|120)\s?\+\s?(?P<plus>\d{{1,2}})\s?{_PRIME}?(?:\s?{_HALF})?", re.I
)
_MINUTE_WORD = re.compile(rf"\bminut[oi]\s+(?P<m>\d{{1,3}})\b(?:\s?{_PRIME})?(?:\s?{_HALF})?", re.IGNORECASE)
_MINUTE_HALF = re.compile(
    _NOT_IN_NUMBER
    + r"(?<!-)(?P<m>\d{1,2})\s?(?P<half>p\.?t\b\.?|s\.?t\b\.?|pts\b|sts\b|(?:minut[oi]\s+)?del(?:la)?\s+(?:primo\s+tempo|secondo\s+tempo|ripresa))",
    re.IGNORECASE,
)
_MINUTE_OF = re.compile(r"\b(?P<m>\d{1,3})\s?(?:°|º|esimo)?\s?minuto\b(?:\s?" + _HALF + ")?", re.IGNORECASE)
_SCORE = re.compile(r"(?<![\d.,/:'’+-])(?P<h>\d{1,2})\s?(?:[-–—]|\s+a\s+)\s?(?P<a>\d{1,2})(?![\d/'’°º%]|[-–—.,:]\d)")
_DATE_WORDS = re.compile(
    r"(?<!\d)(?P<d>\d{1,2}|1°|primo)\s+(?P<mo>gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)"
    r"(?:\s+(?P<y>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(
    r"(?<!\d )(?<!\d° )\b(?P<mo>gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)\s+(?:del\s+)?(?P<y>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DATE_SHORT = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s+(?P<mo>gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)\.?\s+(?P<y>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_DATE_ENGLISH = re.compile(
    r"\b(?P<mo>January|February|March|April|May|June|July|August|September|October|November|December)\s+(?P<d>\d{1,2}),\s+(?P<y>(?:19|20)\d\d)"
)
_DATE_DIGITS = re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})[/.-](?P<mo>\d{1,2})[/.-](?P<y>(?:19|20)\d\d|\d\d)(?![\d/])")
_DATE_ISO = re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<mo>\d\d)(?:-(?P<d>\d\d))?(?![\d-])")
_MONEY = re.compile(
    r"(?:(?P<cur>€|euro)\s?)?(?<![\d.,])(?P<n>\d{1,4}(?:[.,]\d{1,3})?)\s?(?P<unit>milion[ei]|mln\.?|ml\b\.?|M€|mila(?:\s+euro)|miliard[oi])",
    re.IGNORECASE,
)
_MONEY_BARE = re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:\.\d{3}){1,3})\s?(?:€|euro\b)", re.IGNORECASE)
_SHORT_MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
_MONTHS = {
    name: n
    for n, names in enumerate(
        [
            ("gennaio", "january"),
            ("febbraio", "february"),
            ("marzo", "march"),
            ("aprile", "april"),
            ("maggio", "may"),
            ("giugno", "june"),
            ("luglio", "july"),
            ("agosto", "august"),
            ("settembre", "september"),
            ("ottobre", "october"),
            ("novembre", "november"),
            ("dicembre", "december"),
        ],
        start=1,
    )
    for name in names
}


@dataclass(frozen=True, slots=True)
class Minute:
    """A minute of play by the conventions of the exchange format (90'+1 is 90, 7' st is 52).

    ``half`` is 1, 2, 3 (first extra half), 4 or ``None`` where the words do not tell.
    ``relative`` minutes ("due minuti dopo") are to be added to the last one told.
    """

    start: int
    end: int
    value: int
    half: int | None = None
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Two goal counts in the order of the text."""

    start: int
    end: int
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date; ``year`` or ``day`` ``None`` where not written."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None

    def iso(self, default_year: int | None = None) -> str | None:
        """Return YYYY-MM-DD or YYYY-MM, ``None`` without a year."""
        year = self.year or default_year
        if year is None:
            return None
        return f"{year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in millions of euro."""

    start: int
    end: int
    millions: float


def _half_number(words: str | None) -> int | None:
    if not words:
        return None
    low = words.lower().replace(".", "").replace(" ", "")
    if "supplementare" in low:
        return 4 if "secondo" in low else 3
    if low in ("pts",):
        return 3
    if low in ("sts",):
        return 4
    if low.startswith("pt") or low == "1t" or "primo" in low:
        return 1
    return 2


_LONGEST_HALF = 50


def minute_value(minute: int, half: int | None) -> int:
    """Return the minute of the match for a minute told within a half.

    "47' della ripresa" is stoppage of the second half (92); minutes well beyond the half are counted from the start of
    the match already ("62' st").
    First-half stoppage is kept as printed.
    """
    if half == 2 and minute <= _LONGEST_HALF:
        return minute + 45
    if half == 3 and minute <= 15:
        return minute + 90
    if half == 4 and minute <= 15:
        return minute + 105
    return minute


def minutes(text: str) -> list[Minute]:
    """Return the minutes told in digits or fixed words, in text order, not overlapping."""
    found: list[Minute] = []
    taken: list[tuple[int, int]] = []

    def add(start: int, end: int, value: int, half: int | None, relative: bool = False) -> None:
        if value <= 135 and not any(s < end and start < e for s, e in taken):
            end -= len(text[start:end]) - len(text[start:end].rstrip())
            taken.append((start, end))
            found.append(Minute(start, end, value, half, relative))

    for pattern in (_MINUTE_PLUS, _MINUTE, _MINUTE_WORD, _MINUTE_OF, _MINUTE_HALF):
        for hit in pattern.finditer(text):
            if _is_count(text, hit.start(), hit.end()):
                continue
            half = _half_number(hit.groupdict().get("half"))
            add(hit.start(), hit.end(), minute_value(int(hit["m"]), half), half)
    for start, end, words in _said("minutes").find(plain(text)):
        add(start, end, words["minute"], words.get("half"), words.get("relative", False))
    return sorted(found, key=lambda m: m.start)


def _is_count(text: str, start: int, end: int) -> bool:
    """A number of minutes that measures a span ("7' di recupero", "da 20' ") is no moment, nor is "il 100° gol"."""
    after = text[end : end + 16].lower().lstrip()
    if after.startswith("gol "):
        return not re.match(_PRIME, text[start:end].rstrip()[-1])  # "24' GOL DELLO SPEZIA" opens a live line
    return after.startswith(("di recupero", "di gioco prima", "giornata", "posto", "stagion", "anno", "anni"))


@cache
def _said(topic: str) -> Phrases[dict[str, Any]]:
    return Phrases({row["say"]: row for row in load("quantities")[topic]})


def scores(text: str) -> list[Score]:
    """Return score lines such as ``2-1`` or ``3 a 1``; formations, dates and ranges are left out."""
    found = []
    for hit in _SCORE.finditer(text):
        first, second = int(hit["h"]), int(hit["a"])
        after = text[hit.end() : hit.end() + 12].lower().lstrip()
        before = text[max(0, hit.start() - 12) : hit.start()].lower()
        if max(first, second) > 19 or after.startswith(
            ("minut", "milion", "mln", "anni", "giorn", "settiman", "mesi", "gol ")
        ):
            continue
        if before.rstrip().endswith(("stagione", "ore", "del", "modulo", "pagine")) and max(first, second) > 9:
            continue
        found.append(Score(hit.start(), hit.end(), first, second))
    for start, end, words in _said("scores").find(plain(text)):
        found.append(Score(start, end, words["first"], words["second"]))
    return sorted(found, key=lambda s: s.start)


def dates(text: str) -> list[Date]:
    """Return dates with at least day and month, or ISO month, in text order."""
    found = []
    for hit in _DATE_WORDS.finditer(text):
        day = 1 if hit["d"] in ("1°", "primo") else int(hit["d"])
        found.append(Date(hit.start(), hit.end(), int(hit["y"]) if hit["y"] else None, _MONTHS[hit["mo"].lower()], day))
    for hit in _DATE_SHORT.finditer(text):
        found.append(
            Date(hit.start(), hit.end(), int(hit["y"]), _SHORT_MONTHS.index(hit["mo"].lower()) + 1, int(hit["d"]))
        )
    for hit in _MONTH_YEAR.finditer(text):
        if not text[: hit.start()].rstrip()[-1:].isdigit():
            found.append(Date(hit.start(), hit.end(), int(hit["y"]), _MONTHS[hit["mo"].lower()], None))
    for hit in _DATE_ENGLISH.finditer(text):
        found.append(Date(hit.start(), hit.end(), int(hit["y"]), _MONTHS[hit["mo"].lower()], int(hit["d"])))
    for hit in _DATE_DIGITS.finditer(text):
        year = int(hit["y"])
        year += 0 if year > 99 else (2000 if year < 50 else 1900)
        found.append(Date(hit.start(), hit.end(), year, int(hit["mo"]), int(hit["d"])))
    for hit in _DATE_ISO.finditer(text):
        found.append(Date(hit.start(), hit.end(), int(hit["y"]), int(hit["mo"]), int(hit["d"]) if hit["d"] else None))
    return sorted(
        (d for d in found if 1 <= d.month <= 12 and (d.day is None or 1 <= d.day <= 31)), key=lambda d: d.start
    )


def money(text: str) -> list[Money]:
    """Return amounts of money in millions of euro, in text order."""
    found = []
    for hit in _MONEY.finditer(text):
        unit = hit["unit"].lower()
        number = hit["n"]
        if unit.startswith("mila"):
            found.append(Money(hit.start(), hit.end(), float(number.replace(".", "").replace(",", ".")) / 1000))
            continue
        amount = float(number.replace(",", "."))
        found.append(Money(hit.start(), hit.end(), amount * 1000 if unit.startswith("miliard") else amount))
    for hit in _MONEY_BARE.finditer(text):
        found.append(Money(hit.start(), hit.end(), int(hit["n"].replace(".", "")) / 1_000_000))
    for start, end, words in _said("money").find(plain(text)):
        if not any(m.start < end and start < m.end for m in found):
            found.append(Money(start, end, words["millions"]))
    return sorted(found, key=lambda m: m.start)
