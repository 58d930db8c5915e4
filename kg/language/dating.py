"""The article's own date, from its words: header line, dateline, tweet; never from the address."""

from __future__ import annotations

import re

from kg.language.reading import Reading

_DATELINE = re.compile(r"^\s*(?:[A-ZÀ-Ý][\w'’.]*\s?){1,4}(?:\([A-Z]{2}\))?,\s*(?:l[uìaune]\w+\s+)?$")
_HEADER = re.compile(r"^\s*(?:data|date|pubblicato(?:\s+il)?|aggiornato(?:\s+il)?|published)\b[:\s]", re.IGNORECASE)


def article_date(reading: Reading, metadata: str | None) -> str | None:
    """Return the date of the article as YYYY-MM-DD (or less precise), ``None`` where nothing tells.

    Order: metadata, a header line, a line that is little but a date, a dateline at the head of the text, a
    tweet's date.
    """
    if metadata:
        return metadata
    full = [d for d in reading.dates if d.year is not None]
    for line in reading.lines:  # "Parma, 12 luglio 2020 – Finale clamoroso …": the day of writing, not of the page
        for d in full:
            if (
                line.start < d.start <= line.start + 40
                and (d.day or d.end < line.start + 60)
                and d.end < line.end - 30
                and _DATELINE.match(reading.text[line.start : d.start])
            ):
                return d.iso()
    for line in reading.lines:
        here = [d for d in full if line.start <= d.start < line.end]
        if not here:
            continue
        words = reading.text[line.start : line.end]
        bare = len(words) - (here[0].end - here[0].start)
        if _HEADER.match(words) or line.kind == "header" or (bare <= 45 and len(words.split()) <= 9):
            return here[0].iso()
    for number, line in enumerate(reading.lines):
        near = (
            line.end
            if number == 0 and line.end - line.start <= 140
            else line.start + 45
            if number < 3
            else line.start + 14
        )
        for date in full:  # in the headline, at the head of the first lines, at the very start of a line further down
            if line.start <= date.start < near and (date.day is not None or date.start - line.start < 14 or number < 3):
                return date.iso()
    for line in reading.lines:
        if line.kind == "tweet":
            for date in full:
                if line.start <= date.start < line.end:
                    return date.iso()
    return None
