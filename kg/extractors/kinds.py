"""What kind of article it is, from what it tells and how."""

from __future__ import annotations

from kg.extractors.case import Case
from kg.facts import Facts


def article_kind(case: Case, facts: Facts) -> str:
    """Return match, live, transfer, rumour, ex_player, interview, column or mixed.

    Live pages have many lines that begin with a minute; an interview is mostly quotation; deals that are done or agreed
    make a transfer page, open ones a rumour; an ex-player's story is told by ex-player incidents with a response.
    """
    r = case.r
    text_lines = [line for line in r.lines if line.kind == "text"]
    timed = sum(1 for line in text_lines if any(line.start <= m.start <= line.start + 12 for m in r.minutes))
    if timed >= 5 and timed >= 0.4 * len(text_lines):
        return "live"
    quoted = sum(r.text.count(c) for c in "«“") + r.text.count('"') // 2
    ex_story = [i for i in facts.incidents if i.ex_player and i.type in ("celebration", "muted_celebration", "crowd_reaction", "confrontation")]
    if ex_story:
        return "ex_player"
    if facts.transfers and len(facts.transfers) >= 0.5 * len(facts.incidents):
        open_deals = sum(t.status in ("rumour", "talks", "denied") for t in facts.transfers)
        return "rumour" if open_deals > len(facts.transfers) / 2 else "transfer"
    if quoted >= 4 and len(facts.incidents) < 4:
        return "interview"
    if case.main is not None:
        return "match"
    return "column" if not facts.transfers else "mixed"
