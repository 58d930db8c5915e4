"""Score sheets: line-ups, scorers, cards, substitutions, officials, ratings, as a grammar over lines.

``sections(text)`` cuts labelled stretches ("Marcatori: …", "Ammoniti: …", "GIANA (4-4-2): …") out of a text and reads
their entries. It knows no club and no person: names are spans, sides are letters or the team's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from kg.language.quantities import minute_value, minutes
from kg.lexicon import load

_FORMATION = r"\(?\s?\d(?:\s?-\s?\d){2,4}\s?\)?"
_TEAM_WORD = r"(?:(?:[A-ZÀ-Þ]\.){1,3}[A-ZÀ-Þ]?[\w'’&]*|[A-ZÀ-Þ0-9][\w'’&]*)"
_TEAM = rf"{_TEAM_WORD}(?:[ \-](?:{_TEAM_WORD}|di|de|del|della|e)){{0,4}}"
#: Where a line-up begins: "GIANA (4-4-2):", "SPAL:", "Novara 4-3-3", at the start of a line or of a sentence.
_HEAD = re.compile(
    rf"(?:^|(?<=[.;)!\n])|(?<=[.;)!] ))[ \t*•–-]*(?P<team>{_TEAM})[ \t]*(?:(?P<formation>{_FORMATION})[ \t]*[:;.–-]?|:|[–-](?=\s))[ \t]*",
    re.MULTILINE,
)
_WORD = r"(?:[A-ZÀ-ÞŠŽČĐŁØÅ](?:[\w'’]|[.-](?=\w)){1,40}|[A-ZÀ-Þ]\.)"
_PARTICLE = r"(?:de|di|da|del|della|dos|van|der|den|von|el|al|ter|le|la|d'|D'|d’|D’|N'|N’|ben)"
_NAME = re.compile(rf"(?:{_PARTICLE}\s?){{0,2}}{_WORD}(?: (?:{_PARTICLE}\s)?{_WORD}){{0,3}}")
_HEADING = re.compile(
    r"^[ \t]*(?:[^|\n]{0,40}\|\s*)?(?P<home>[A-ZÀ-Þ][\w.'’]*(?: [A-ZÀ-Þ0-9][\w.'’]*){0,3})\s?[-–—]\s?(?P<away>[A-ZÀ-Þ][\w.'’]*(?: [A-ZÀ-Þ0-9][\w.'’]*){0,3})[\s:,]+(?P<h>\d{1,2})\s?[-–]\s?(?P<a>\d{1,2})\b",
    re.MULTILINE,
)
_KIND = r"(?:(?:A\.?S\.?D|S\.?S\.?D|A\.?C|U\.?S|F\.?C|S\.?S|G\.?S|POL)\.?[ \t]+)?"  # "ASD Rivara" is Rivara
_SIDE = r"[A-ZÀ-Þ][\w.'’]*(?: [A-ZÀ-Þ0-9][\w.'’]*){0,3}?"
#: "SPILAMBERTO   2 / RIVARA   1", "Torino 3 Lazio 1": each side's goals behind its name, in one line or two.
_HEADING_SPLIT = re.compile(
    rf"^[ \t]*{_KIND}(?P<home>{_SIDE})[ \t]+(?P<h>\d{{1,2}})(?:[ \t]*[-–—,][ \t]*|[ \t]+|\s*\n\s*){_KIND}(?P<away>{_SIDE})[ \t]+(?P<a>\d{{1,2}})[ \t]*\.?[ \t]*$",
    re.MULTILINE,
)
_RATING = re.compile(
    rf"^[ \t*•-]*(?P<name>{_NAME.pattern})\s*[:,–-]?\s*\(?(?P<mark>(?:10|[3-9])(?:[.,]5|\+|-|½|/\d)?|s\.?v\.?|sv|n\.?g\.?)\)?(?![\d'’°])(?!-\d)(?!\s+[a-zà-ÿ])\s*(?P<rest>.*)$"
)
_LETTER = re.compile(
    r"\(\s*(?:rig\.?|aut\.?|autogol|autorete)?\s*,?\s*(?P<letter>[A-Za-zÀ-ÿ]{1,4})\.?\s*(?:[,\-–]\s*[^()]{1,12})?\)",
    re.I,
)
_ITEM = re.compile(r"\(?(?:(?:pt|st|p\.t\.|s\.t\.|al)\s+)?\d{1,3}\s?['’′`°º+]")
_HALF = re.compile(r"(?i)\b(p\.?\s?t\b\.?|s\.?\s?t\b\.?|primo tempo|secondo tempo|ripresa)")


@dataclass(slots=True)
class Entry:
    """One name of a section: character span, minutes, marks, the letter of a side, who came on for him; of a kick its ``outcome`` (an incident's type)."""

    start: int
    end: int
    minutes: list[int] = field(default_factory=list)
    penalties: list[bool] = field(default_factory=list)
    own_goal: bool = False
    letter: str | None = None
    replaced_by: list[Entry] = field(default_factory=list)
    outcome: str | None = None


@dataclass(slots=True)
class Section:
    """A labelled stretch of a sheet.

    ``kind``: lineup, bench, coach, scorers, yellow, red, referee, officials, substitutions, assists, ratings, shootout, notes.
    ``team`` is the span of the team's name for line-ups and ratings, carried on to bench and coach. ``label`` is where its label stands.
    """

    kind: str
    start: int
    end: int
    entries: list[Entry] = field(default_factory=list)
    team: tuple[int, int] | None = None
    label: int = -1


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that gives a match and its score: spans of the two teams, goals home and away."""

    home: tuple[int, int]
    away: tuple[int, int]
    score: tuple[int, int]
    start: int


@dataclass(slots=True)
class Sheet:
    """All sections and headings of a text."""

    sections: list[Section]
    headings: list[Heading]

    def tells(self, at: int) -> bool:
        """Tell whether the character stands in a list of names, its label included, and not in running text."""
        return any(
            min(s.start, s.label if s.label >= 0 else s.start) <= at < s.end
            for s in self.sections
            if s.kind in _LISTS and s.entries
        )


_LISTS = frozenset({"lineup", "bench", "coach", "scorers", "yellow", "red", "substitutions", "shootout"})


@cache
def _label_pattern() -> re.Pattern[str]:
    words = sorted((w for group in load("sheets")["labels"].values() for w in group), key=len, reverse=True)
    body = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    return re.compile(
        rf"(?:^|(?<=[\n.;)–])|(?<=[.)]\s))\s*(?P<label>{body})[ \t]*(?::|(?<=\.)|(?<=arbitro)(?=\s+(?-i:[A-ZÀ-Þ])))",
        re.IGNORECASE,
    )


@cache
def _label_kind() -> dict[str, str]:
    return {word: kind for kind, words in load("sheets")["labels"].items() for word in words}


def read_sheet(text: str, noise: list[tuple[int, int]] | None = None) -> Sheet:
    """Return the sections and headings of a text.

    Args:
        text: the article's text.
        noise: spans of lines that are no part of the article.
    """
    sections = [*_lineups(text), *_labelled(text), *_ratings(text)]
    sections.sort(key=lambda s: s.start)
    sections = _not_overlapping(sections)
    _carry_team(sections)
    headings = [
        Heading(hit.span("home"), hit.span("away"), (int(hit["h"]), int(hit["a"])), hit.start())
        for pattern in (_HEADING, _HEADING_SPLIT)
        for hit in pattern.finditer(text)
    ]
    if noise:
        sections = [s for s in sections if not any(a <= s.start < b for a, b in noise)]
        headings = [h for h in headings if not any(a <= h.start < b for a, b in noise)]
    return Sheet(sections, headings)


# -- labelled stretches ----------------------------------------------------------------------------
def _labelled(text: str) -> list[Section]:
    hits = list(_label_pattern().finditer(text))
    found = []
    for k, hit in enumerate(hits):
        kind = _label_kind()[" ".join(hit["label"].lower().split())]
        begin = hit.end()
        limit = hits[k + 1].start() if k + 1 < len(hits) else len(text)
        end = min(limit, _last_line(text, begin, limit, kind))
        if kind in ("referee", "coach", "officials"):
            full = re.search(r"[.;](?:\s|$)", text[begin:end])
            end = (
                begin + full.start()
                if full and full.start() > 3 and not _initial_before(text, begin + full.start())
                else end
            )
        section = Section(kind, begin, end, label=hit.start("label"))
        if kind in ("scorers",):
            section.entries = _scorers(text, begin, end)
        elif kind == "substitutions":
            section.entries = _changes(text, begin, end)
        elif kind == "shootout":
            section.entries = _kicks(text, begin, end)
        elif kind in ("referee", "coach"):
            name = _NAME.search(text, begin, _before_town(text, begin, end))
            section.entries = [Entry(*name.span())] if name else []
        elif kind != "notes":
            section.entries = _plain_entries(text, begin, end)
        found.append(section)
    return found


def _last_line(text: str, begin: int, limit: int, kind: str) -> int:
    """Return where a labelled stretch ends: its line, or the lines of single items under a bare label.

    Scorers may go on in further lines ("pt 12' Rossi" / "st 5' Verdi"), each of which opens with a minute or a half.
    """
    end = _wrapped_end(text, begin)
    stacked = not text[begin:end].strip()
    if stacked:
        begin = end + 1
        end = _line_end(text, begin)
    if kind not in ("scorers", "yellow", "red", "substitutions", "shootout"):
        return min(end, limit)
    while end < limit:
        following = _line_end(text, end + 1)
        line = text[end + 1 : following].strip()
        single = (
            stacked
            and len(line.split()) <= 6
            and ":" not in line
            and _NAME.match(line) is not None
            and (kind != "scorers" or bool(minutes(line)))
        )
        if not (single or (kind in ("scorers", "substitutions") and _ITEM.match(line))):
            break
        end = following
    return min(end, limit)


def _line_end(text: str, begin: int) -> int:
    stop = text.find("\n", begin)
    return stop if stop >= 0 else len(text)


_WRAPS = re.compile(r"(?:[,;(/–-]|\b(?:Di|De|Del|Della|Dal|Lo|La|Le|Van|El|al|dal|per|e|di|A|a|All|allenatore))\s*$")
_GOES_ON = re.compile(r"\s*[(a-zà-ÿ,;]")


def _wrapped_end(text: str, begin: int) -> int:
    """Return where a stretch of names ends that a page breaks into lines of its own width: a line cut after a comma, in a bracket
    or before a small letter goes on."""
    end = _line_end(text, begin)
    while end < len(text):
        line = text[begin:end]
        following = _line_end(text, end + 1)
        if not text[end + 1 : following].strip():
            break
        inside = line.count("(") > line.count(")")
        if not (inside or _WRAPS.search(line) or (line.strip() and _GOES_ON.match(text, end + 1))):
            break
        end = following
    return end


def _before_town(text: str, begin: int, end: int) -> int:
    """ "Cavallerin di Legnago": the town of a referee is no part of his name."""
    town = re.search(r"\s(?:di|della sezione|sez\.)\s", text[begin:end])
    return begin + town.start() if town else end


def _initial_before(text: str, at: int) -> bool:
    return at >= 2 and text[at - 1].isupper() and not text[at - 2].isalpha()


def _lineups(text: str) -> list[Section]:
    """Read every head of a line-up with at least seven names behind it, in its line or in the lines under it."""
    found = []
    heads = [h for h in _HEAD.finditer(text) if " ".join(h["team"].lower().split()) not in _label_kind()]
    for k, head in enumerate(heads):
        begin = head.end()
        limit = heads[k + 1].start() if k + 1 < len(heads) else len(text)
        if head.group().endswith("\n"):
            end = min(limit, _block_end(text, begin))
        else:
            end = min(limit, _wrapped_end(text, begin))
        if not text[begin:end].strip():
            end = min(limit, _block_end(text, end + 1))
        label = _label_pattern().search(text, begin, end)
        if label:
            end = label.start()
        pieces = _split(text, begin, end)
        named = [p for p in pieces if _NAME.match(text[p[0] : p[1]].lstrip("0123456789 .-\n"))]
        short = [p for p in pieces if len(text[p[0] : p[1]].split("(")[0].split()) <= 4]
        if len(pieces) >= 7 and len(named) >= 0.8 * len(pieces) and len(short) >= 0.8 * len(pieces):
            found.append(Section("lineup", begin, end, _players(text, begin, end), head.span("team")))
    return found


def _block_end(text: str, begin: int) -> int:
    """Take the lines of names under a head: eleven men, however many stand in a line."""
    end, men = begin, 0
    while end < len(text) and men < 11:
        stop = _line_end(text, end)
        pieces = _split(text, end, stop)
        if not pieces or any(len(text[a:b].split("(")[0].split()) > 4 for a, b in pieces):
            break
        men += len(pieces)
        end = stop + 1
    return max(begin, end - 1)


def _ratings(text: str) -> list[Section]:
    """Runs of at least four lines "Name mark …", each run under the heading above it."""
    found: list[Section] = []
    position = 0
    current: Section | None = None
    heading: tuple[int, int] | None = None
    for line in text.split("\n"):
        hit = _RATING.match(line)
        if hit:
            if current is None:
                current = Section("ratings", position, position + len(line), team=heading)
            current.entries += _rated(text, position, position + len(line), hit)
            current.end = position + len(line)
        elif line.strip():
            if current is not None and len(current.entries) >= 4:
                found.append(current)
            if (current is not None and len(line.split()) <= 8) or current is None:
                heading = (position, position + len(line)) if len(line.split()) <= 14 else heading
                current = None
            else:
                current = None
        position += len(line) + 1
    if current is not None and len(current.entries) >= 4:
        found.append(current)
    return found


def _rated(text: str, begin: int, end: int, first: re.Match[str]) -> list[Entry]:
    """One man with his comment, or several with marks only: "Romulo 6; Hiljemark 5,5 (57' Veloso 6); Bessa 6"."""
    pieces = _split(text, begin, end, ";")
    hits = [_RATING.match(text[a:b].strip()) for a, b in pieces]
    if len(pieces) == 1 or not all(hits):
        pieces, hits = [(begin, end)], [first]
    entries = []
    for (a, b), hit in zip(pieces, hits, strict=True):
        if hit is None:
            continue
        shift = a if hit is first else a + len(text[a:b]) - len(text[a:b].lstrip())
        entry = Entry(shift + hit.start("name"), shift + hit.end("name"))
        entry.replaced_by = _comers(text, shift + hit.start("rest"), b)
        entries.append(entry)
    return entries


def _not_overlapping(sections: list[Section]) -> list[Section]:
    kept: list[Section] = []
    for section in sections:
        if kept and section.start < kept[-1].end:
            if kept[-1].kind == "ratings":
                continue
            kept[-1].end = section.start
            kept[-1].entries = [e for e in kept[-1].entries if e.end <= section.start]
        kept.append(section)
    return kept


def _carry_team(sections: list[Section]) -> None:
    """Bench and coach belong to the line-up before them; a coach line closes the team."""
    team: tuple[int, int] | None = None
    for section in sections:
        if section.kind in ("lineup", "ratings"):
            team = section.team
        elif section.kind in ("bench", "coach", "substitutions"):
            section.team = team
        elif section.kind in ("scorers", "referee"):
            team = None


# -- entries ---------------------------------------------------------------------------------------
def _split(text: str, start: int, end: int, marks: str = ",;\n") -> list[tuple[int, int]]:
    """Cut at commas and semicolons outside brackets and not inside numbers."""
    pieces = []
    depth = 0
    begin = start
    for k in range(start, end):
        c = text[k]
        if c in "([":
            depth += 1
        elif c in ")]":
            depth = max(0, depth - 1)
        elif c in marks and depth == 0:
            if c == "," and k and text[k - 1].isdigit() and k + 1 < end and text[k + 1].isdigit():
                continue
            if c == "\n" and re.match(r"[a-zà-ÿ(]", text[k + 1 : k + 2]):
                continue  # a line that only breaks
            pieces.append((begin, k))
            begin = k + 1
    pieces.append((begin, end))
    return [(a, b) for a, b in pieces if text[a:b].strip(" .\n\t")]


def _players(text: str, start: int, end: int) -> list[Entry]:
    entries = []
    for a, b in _split(text, start, end):
        bracket = text.find("(", a, b)
        name = _NAME.search(text, a, bracket if bracket >= 0 else b)
        if not name:
            continue
        entry = Entry(*name.span())
        entry.replaced_by = _comers(text, name.end(), b)
        entries.append(entry)
    return entries


def _comers(text: str, start: int, end: int) -> list[Entry]:
    """ "(71' Capano)", "(dal 15' st Rossi 6)", "(46' Bianchi, 80' Verdi)"."""
    found = []
    for bracket in re.finditer(r"\([^()]{3,80}\)", text[start:end]):
        begin, stop = start + bracket.start() + 1, start + bracket.end() - 1
        for a, b in _split(text, begin, stop):
            piece = text[a:b]
            told = minutes(piece) or _bare_minute(piece)
            name = next((n for n in _NAME.finditer(text, a, b) if n.group().lower() not in ("dal", "al")), None)
            if told and name:
                found.append(Entry(*name.span(), minutes=[told[0] if isinstance(told[0], int) else told[0].value]))
    return found


def _bare_minute(piece: str) -> list[int]:
    hit = re.match(r"\s*(?:dal\s+)?(\d{1,3})\s", piece)
    if not hit or int(hit[1]) > 120:
        return []
    half = _HALF.search(piece)
    return [
        minute_value(int(hit[1]), 2 if half and half.group().lower().replace(".", "").startswith(("s", "r")) else None)
    ]


def _plain_entries(text: str, start: int, end: int) -> list[Entry]:
    """Cards, bench, assists: names with optional minute and letter; "e" joins too."""
    entries: list[Entry] = []
    for a, b in _split(text, start, end):
        for c, d in _split_and(text, a, b):
            piece = text[c:d]
            name = _NAME.search(text, c, d)
            if not name or name.group().lower().rstrip(".") in ("nessuno", "per", "al"):
                continue
            letter = _LETTER.search(piece)
            told = minutes(piece)
            entries.append(
                Entry(*name.span(), minutes=[m.value for m in told[:1]], letter=letter["letter"] if letter else None)
            )
    _spread_letters(entries)
    return entries


def _split_and(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start]
    for hit in re.finditer(r"\s+(?:e|ed)\s+(?=[A-ZÀ-Þ])", text[start:end]):
        cuts += [start + hit.start(), start + hit.end()]
    cuts.append(end)
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def _spread_letters(entries: list[Entry]) -> None:
    """ "Nava e Riva (V)": a letter serves the names before it that have none, one step back."""
    for before, after in zip(reversed(entries[:-1]), reversed(entries[1:]), strict=True):
        if before.letter is None and after.letter is not None and after.start - before.end <= 4:
            before.letter = after.letter


def _scorers(text: str, start: int, end: int) -> list[Entry]:
    """ "39' rig. Galuppini (R)", "Lautaro 12', 45' (I)", "pt 12' Rossi; st 5' aut. Bianchi (M)"."""
    entries: list[Entry] = []
    half: int | None = None
    waiting: list[int] = []
    words = load("sheets")["words"]
    for a, b in _split(text, start, end):
        for c, d in _split_and(text, a, b):
            piece = text[c:d]
            head = piece[:14].lower()
            marker = _HALF.match(head.strip().removeprefix("nel ").strip()) or (
                _HALF.match(head.strip()) if head.strip() else None
            )
            if marker:
                half = 2 if marker.group().lower().replace(".", "").startswith(("s", "r")) else 1
            told = [minute_value(m.value, half if m.half is None else None) for m in minutes(piece)] or (
                [minute_value(int(n), half) for n in re.findall(r"(?<![\d(])(\d{1,3})(?![\d'])", piece)[:1]]
                if re.match(r"\s*\d{1,3}\s+\D", piece) or re.search(r"[A-Za-zÀ-ÿ)]\s+\d{1,3}\s*$", piece)
                else []
            )
            cleaned = re.sub(r"\([^)]*\)", lambda m: " " * len(m.group()), piece)
            low = f" {piece.lower().replace('(', ' ').replace(')', ' ').replace(',', ' ')} ".replace(".. ", ". ")
            name = next((n for n in _NAME.finditer(cleaned) if n.group().lower().rstrip(".") not in _MARKS), None)
            penalty = any(f" {w} " in low for w in words["penalty"])
            own = any(f" {w} " in low for w in words["own_goal"])
            letter = next(
                (
                    m["letter"]
                    for m in _LETTER.finditer(piece)
                    if m["letter"] not in _MARKS and not (len(m["letter"]) > 1 and m["letter"].lower() in _MARKS)
                ),
                None,
            )
            if name is None:
                if (
                    told
                    and entries
                    and not waiting
                    and not re.match(r"\s*\d", text[c - 2 : c])
                    and _belongs_before(text, entries[-1], c)
                ):
                    entries[-1].minutes += told
                    entries[-1].penalties += [penalty] * len(told)
                    entries[-1].letter = entries[-1].letter or letter
                else:
                    waiting += told
                continue
            moments = waiting + told
            penalties = [penalty and k == len(moments) - 1 for k in range(len(moments))]  # "9' e 14' rig. X"
            entry = Entry(c + name.start(), c + name.end(), moments, penalties, own, letter)
            waiting = []
            entries.append(entry)
    _spread_letters(entries)
    return entries


def _belongs_before(text: str, entry: Entry, at: int) -> bool:
    """Further minutes follow the name they belong to where the first one stood behind it."""
    first = re.match(r"\s*\(?[^\d,;]{0,12}\d", text[entry.end : at])
    return first is not None


_MARKS = frozenset("rig aut rigore autogol autorete ag og r a pt st su nel".split())


def _changes(text: str, start: int, end: int) -> list[Entry]:
    """ "46' Rossi per Bianchi", "Rossi per Bianchi (46')", "dal 60' Verdi (Neri)"."""
    entries = []
    for a, b in _split(text, start, end):
        piece = text[a:b]
        names = list(_NAME.finditer(text, a, b))
        if len(names) < 2 or not re.search(r"\bper\b|\bal posto\b|[()<>/]", piece):
            continue
        told = minutes(piece)
        out = Entry(*names[1].span())
        out.replaced_by = [Entry(*names[0].span(), minutes=[m.value for m in told[:1]])]
        entries.append(out)
    return entries


def _kicks(text: str, start: int, end: int) -> list[Entry]:
    """A shoot-out: "Belotti parata, Rashford palo, Bernardeschi gol"; what became of a kick stands behind the name."""
    entries = []
    outcomes = load("sheets")["outcomes"]
    for a, b in _split(text, start, end):
        name = _NAME.search(text, a, b)
        words = re.findall(r"[a-zà-ÿ]+", text[name.end() : b].lower()) if name else []
        outcome = next((kind for w in words for kind, known in outcomes.items() if w in known), None)
        if name and outcome:
            letter = _LETTER.search(text, name.end(), b)
            entries.append(Entry(*name.span(), letter=letter["letter"] if letter else None, outcome=outcome))
    return entries
