"""The time of the telling: the match the article reports, or another time."""

from __future__ import annotations

import re

from kg.extractors.case import Case
from kg.language.clauses import Clause

YEAR = re.compile(r"\b(?:19[5-9]\d|20[0-4]\d)\b")
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
    "precedenti",
)


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
