"""The many wordings of goals, penalties, saves, cards and changes: one sentence each, in a match of two invented sides."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kg.article import Article
from kg.extraction import Extractor

EXTRACTOR = Extractor()
HEAD = """Parma-Lecce 2-1, la cronaca.

PARMA: Dossetti; Bianchetti, Monteleschi, Antonelli, Scalvetti; Piermatti, Bertoldini, Cascianelli; Vallarsi, Lombardelli, Trabaldi. All. Bertarini.

"""
LINES = (Path(__file__).parent / "wordings.txt").read_text(encoding="utf-8").splitlines()
CASES = [
    (text.strip(), told.split())
    for text, bars, told in (line.partition("||") for line in LINES if not line.startswith("#"))
    if bars
]
TOLD = re.compile(r"(?P<type>\w+):(?P<player>\w+)(?:>(?P<other>\w+))?(?:@(?P<minute>\d+))?")


def surname(name: str | None) -> str | None:
    """Return the last word of a name."""
    return name.split()[-1] if name else None


@pytest.mark.parametrize(("text", "told"), CASES, ids=[text for text, _ in CASES])
def test_wording(text: str, told: list[str]) -> None:
    incidents = EXTRACTOR.extract(Article(id="prova", text=HEAD + text)).incidents
    wanted = [hit for hit in map(TOLD.fullmatch, told) if hit]
    assert len(wanted) == len(told)
    assert Counter((i.type, surname(i.player)) for i in incidents) == Counter((h["type"], h["player"]) for h in wanted)
    for hit in wanted:
        rows = [i for i in incidents if (i.type, surname(i.player)) == (hit["type"], hit["player"])]
        if hit["other"]:
            assert hit["other"] in [surname(i.other) for i in rows]
        if hit["minute"]:
            assert int(hit["minute"]) in [i.minute for i in rows]
