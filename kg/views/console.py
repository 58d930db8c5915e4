"""What commands print: lines for a terminal with colours, or plain lines for a pipe and NO_COLOR.

Everything that comes from an article passes through :func:`kg.views.plain.clean`, so that no
control sequence of a stranger reaches the terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from kg.messages import text
from kg.views.plain import clean, quoted, shorten

if TYPE_CHECKING:
    from rich.console import Console

    from kg.article import Article
    from kg.facts import Dropped, Evidence, Facts

_QUOTE_LENGTH = 110
_AROUND = 60
_MENTIONS = 6
_FOLDED = 30
"""The width down to which the widest column of a table is folded."""
Segment = tuple[str, str]
"""A piece of a line and its style, in Rich's words; the style is empty for plain text."""


class Screen:
    """Where commands print; knows whether somebody looks at a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stdout
        self.terminal = self.stream.isatty() and os.environ.get("TERM") != "dumb"

    @cached_property
    def console(self) -> Console:
        """The Rich console on this stream; made only when needed, for importing Rich takes its time."""
        from rich.console import Console

        return Console(file=self.stream, highlight=False, markup=False, emoji=False, soft_wrap=True)

    def line(self, *segments: str | Segment) -> None:
        """Print one line; a segment is a text or a text with a style."""
        if not self.terminal:
            plain = "".join(segment if isinstance(segment, str) else segment[0] for segment in segments)
            self.stream.write(plain + "\n")
            return
        from rich.text import Text

        self.console.print(Text.assemble(*segments))

    def fact(self, said: str, words: str) -> None:
        """Print a fact and the words that say it: on one line, on a narrow terminal on two."""
        if not words:
            self.line("    ", said)
        elif not self.terminal or 6 + len(said) + len(words) <= self.console.width:
            self.line("    ", said, "  ", (words, "dim"))
        else:
            self.line("    ", said)
            room = max(20, self.console.width - 8)
            cut = shorten(words, room - 1) + "»" if len(words) > room and words.endswith("»") else shorten(words, room)
            self.line("      ", (cut, "dim"))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Print rows under their columns: framed on a terminal, row by row where it is too narrow, else aligned by spaces."""
        cells = [[cell(value) for value in row] for row in rows]
        widths = [max([len(column), *(len(row[n]) for row in cells)]) for n, column in enumerate(columns)]
        if self.terminal:
            # The widest column may be folded, down to a width at which words can still be read.
            needed = sum(widths) + 3 * len(widths)
            if widths:
                needed -= max(0, max(widths) - _FOLDED)
            if needed <= self.console.width:
                self._framed(columns, cells)
            else:
                self._row_by_row(columns, cells)
            return
        for row in [list(columns), *cells]:
            self.stream.write("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip())
            self.stream.write("\n")

    def _framed(self, columns: Sequence[str], cells: list[list[str]]) -> None:
        from rich.box import SIMPLE_HEAD
        from rich.table import Table
        from rich.text import Text

        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for column in columns:
            table.add_column(Text(column), overflow="fold")
        for row in cells:
            table.add_row(*(Text(value) for value in row))
        self.console.print(table, soft_wrap=False)

    def _row_by_row(self, columns: Sequence[str], cells: list[list[str]]) -> None:
        """Print each row as lines of a column's name and its value; nothing is said of empty ones."""
        margin = max(len(column) for column in columns)
        for row in cells:
            self.line()
            for column, value in zip(columns, row, strict=True):
                if value:
                    self.line((column.ljust(margin), "bold"), "  ", value)
        if cells:
            self.line()


def cell(value: Any) -> str:
    """Return a value of a result as text for a screen: empty for nothing, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return text("word_yes") if value else text("word_no")
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(item) for item in value)
    return clean(str(value))


def article_head(screen: Screen, article: Article, facts: Facts, *more: str | Segment) -> None:
    """Print the line that names an article: id, date, kind, headline, and ``more`` behind them."""
    details = [facts.date or text("word_undated")]
    if facts.kind:
        details.append(text(f"kind_{facts.kind}"))
    headline = article.title or facts.title
    if headline:
        details.append(clean(headline))
    screen.line((clean(facts.id), "bold"), "  ", " · ".join(details), *more)


def counts(facts: Facts) -> dict[str, int]:
    """Return how many rows of each family the facts have, and how many were set aside."""
    return {
        "persons": len(facts.persons),
        "clubs": len(facts.clubs),
        "affiliations": len(facts.affiliations),
        "transfers": len(facts.transfers),
        "matches": len(facts.matches),
        "incidents": len(facts.incidents),
        "dropped": len(facts.dropped),
    }


def counts_line(found: dict[str, int]) -> str:
    """Return counts as one line of words."""
    return " · ".join(f"{text(f'family_{name}')} {number}" for name, number in found.items())


def article_facts(screen: Screen, article: Article, facts: Facts) -> None:
    """Print everything found in an article, each fact with the words that say it, and what was set aside."""
    _people(screen, facts)
    _clubs(screen, facts)
    _section(screen, "affiliations", [(_affiliation(a), a.evidence) for a in facts.affiliations], article)
    _section(screen, "transfers", [(_transfer(t), t.evidence) for t in facts.transfers], article)
    _section(screen, "matches", [(_match(m), m.evidence) for m in facts.matches], article)
    _section(screen, "incidents", [(_incident(i), i.evidence) for i in facts.incidents], article)
    _dropped(screen, article, facts.dropped)


def quote(article: Article, evidence: Evidence | Dropped) -> str:
    """Return the words of a place of the article, safe for a screen and cut to one line."""
    return f"«{shorten(quoted(article.text[evidence.start : evidence.end]), _QUOTE_LENGTH)}»"


def _around(article: Article, dropped: Dropped) -> str:
    """Return the words of a place with those around them on the same line: a single word tells little."""
    words = article.text
    first = words.rfind("\n", 0, dropped.start) + 1
    last = words.find("\n", dropped.end)
    last = len(words) if last < 0 else last
    spare = max(0, _AROUND - (dropped.end - dropped.start)) // 2
    start, end = max(first, dropped.start - spare), min(last, dropped.end + spare)
    while start > first and not words[start - 1].isspace():
        start -= 1
    while end < last and not words[end].isspace():
        end += 1
    before, after = "…" if start > first else "", "…" if end < last else ""
    return f"«{before}{shorten(quoted(words[start:end]), _QUOTE_LENGTH)}{after}»"


def _heading(screen: Screen, family: str, number: int) -> None:
    screen.line("  ", (f"{text(f'family_{family}')} ({number})", "bold"))


def _section(screen: Screen, family: str, rows: Sequence[tuple[str, Evidence | None]], article: Article) -> None:
    if not rows:
        return
    _heading(screen, family, len(rows))
    for said, evidence in rows:
        screen.fact(clean(said), quote(article, evidence) if evidence is not None else "")


def _people(screen: Screen, facts: Facts) -> None:
    if facts.persons:
        _heading(screen, "persons", len(facts.persons))
    for person in facts.persons:
        screen.fact(f"{clean(person.name)}, {text(f'role_{person.role}')}", _mentions(person.mentions))


def _clubs(screen: Screen, facts: Facts) -> None:
    if facts.clubs:
        _heading(screen, "clubs", len(facts.clubs))
    for club in facts.clubs:
        screen.fact(clean(club.name), _mentions(club.mentions))


def _mentions(mentions: Sequence[str]) -> str:
    shown = [f"«{shorten(quoted(mention), 50)}»" for mention in mentions[:_MENTIONS]]
    return " ".join([*shown, *(["…"] if len(mentions) > _MENTIONS else [])])


def _affiliation(affiliation: Any) -> str:
    capacity = text(f"role_{affiliation.capacity or 'other'}")
    return f"{affiliation.person} → {affiliation.club}, {text(f'status_{affiliation.status}')} {capacity}"


def _transfer(transfer: Any) -> str:
    ends = f"{transfer.origin or '?'} → {transfer.to or '?'}"
    parts = [f"{transfer.player}: {ends}", text(f"transfer_{transfer.kind}"), text(f"certainty_{transfer.status}")]
    if transfer.fee_meur is not None:
        parts.append(text("word_fee", fee=f"{transfer.fee_meur:g}"))
    return ", ".join(parts)


def _match(match: Any) -> str:
    sides = f"{match.home or '?'}-{match.away or '?'}"
    return ", ".join(
        part for part in (f"{sides} {match.score}" if match.score else sides, match.competition, match.date) if part
    )


def _incident(incident: Any) -> str:
    who = incident.player or "?"
    said = f"{text(f'incident_{incident.type}')}: {who}"
    if incident.type == "crowd_reaction":  # the club is the fans', the opponent his own side
        said += f" ({incident.opponent})" if incident.opponent else ""
        said += f", {text('word_fans', club=incident.club)}" if incident.club else ""
        return f"{said} · {text('word_ex')}" if incident.ex_player else said
    if incident.club:
        said += f" ({incident.club})"
    if incident.opponent:
        said += f" {text('word_against')} {incident.opponent}"
    if incident.minute is not None:
        said += f", {incident.minute}'"
    if incident.other:
        said += f", {text('word_other')} {incident.other}"
    return f"{said} · {text('word_ex')}" if incident.ex_player else said


def _dropped(screen: Screen, article: Article, dropped: Sequence[Dropped]) -> None:
    if not dropped:
        return
    _heading(screen, "dropped", len(dropped))
    for item in dropped:
        what = _worded("incident", item.detail) if item.detail else _worded("family", item.family)
        screen.fact(f"{what}: {text(f'dropped_{item.reason}')}", _around(article, item))


def _worded(kind: str, name: str) -> str:
    """Return the user's word for a name of the facts format, or the name itself where there is none."""
    try:
        return text(f"{kind}_{name}")
    except KeyError:
        return clean(name)
