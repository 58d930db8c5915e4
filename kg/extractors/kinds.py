"""What kind of article it is, from what it tells and how."""

from __future__ import annotations

import re
from functools import cache

from kg.extractors.case import Case
from kg.facts import Facts
from kg.language.phrases import Phrases
from kg.lexicon import load

_RESPONSES = frozenset({"celebration", "muted_celebration", "crowd_reaction", "confrontation"})
_OPEN = frozenset({"rumour", "talks", "denied"})
_HEAD = 160
_QUOTED_TITLE = re.compile(r":\s*[«“\"]|^[«“\"].{5,120}[»”\"]\s*[:,–-]")


@cache
def _phrases(name: str) -> Phrases[str]:
    return Phrases({w: w for w in load("kinds")[name]})


def article_kind(case: Case, facts: Facts) -> str:
    """Return match, live, transfer, rumour, ex_player, interview, column or mixed.

    Live pages have many lines that begin with a minute; an interview is questions and quotation; a column says so in
    its heading; an ex-player's story is told by ex-player incidents with a response, or speaks of little else than
    former players; deals that are done or agreed make a transfer page, open ones a rumour.
    """
    r = case.r
    lines = [r.text[line.start : line.end].strip() for line in r.lines if line.kind == "text"]
    head = r.plain[:_HEAD]
    if _live(case, len(lines), head) and len(facts.transfers) < len(facts.incidents):
        return "live"
    if _interview(lines, r.text, head):
        return "interview"
    if any(_phrases("column").find(head)):
        return "column"
    theme = sum(1 for _ in _phrases("ex").find(r.plain))
    if any(i.ex_player and i.type in _RESPONSES for i in facts.incidents) or (theme >= 3 and len(facts.transfers) < 3):
        return "ex_player"
    if facts.transfers and len(facts.transfers) >= 0.5 * len(facts.incidents):
        open_deals = sum(t.status in _OPEN for t in facts.transfers)
        return "rumour" if open_deals > len(facts.transfers) / 2 else "transfer"
    if case.main is not None or (len(facts.incidents) >= 4 and any(m.score for m in facts.matches)):
        return "match"
    if r.text.count("«") + r.text.count("“") + r.text.count('"') // 2 >= 4 and len(facts.incidents) < 4:
        return "interview"
    return "column" if not facts.transfers else "mixed"


def _live(case: Case, lines: int, head: str) -> bool:
    """Lines that open with a minute; where the heading announces a live page, fewer will do."""
    r = case.r
    minutes = [m.start for m in r.minutes]
    timed = sum(
        1
        for line in r.lines
        if line.kind == "text" and any(line.start <= start <= line.start + 12 for start in minutes)
    )
    announced = any(_phrases("live").find(head))
    return (timed >= 5 and timed >= (0.2 if announced else 0.4) * lines) or (
        announced and lines >= 6 and len(minutes) >= lines
    )


def _interview(lines: list[str], text: str, head: str) -> bool:
    """Answers as lines of quotation, or much quotation under a heading that quotes or announces it."""
    answers = sum(line[:1] in '«“"' for line in lines)
    questions = sum(line.endswith("?") for line in lines)
    quoted = text.count("«") + text.count("“") + text.count('"') // 2
    if answers >= 3 and (questions >= 2 or answers >= 0.3 * len(lines)):
        return True
    title = next((line for line in lines if line), "")
    return quoted >= 6 and (any(_phrases("interview").find(head)) or bool(_QUOTED_TITLE.search(title)))
