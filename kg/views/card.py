"""The card of a person, club or match: what the graph knows of it, with the words and the articles.

:func:`card` gathers, :func:`print_card` prints; :meth:`Card.to_json` is for programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.messages import text
from kg.views.plain import clean, fold, quoted
from kg.views.reading import Incident, Match, Reading, Select, Source, Spell, Thing, Transfer
from kg.views.wording import Wording, named

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True)
class Line:
    """One fact on a card: when, what, and who says it."""

    when: str
    summary: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a card: ``key`` is career, people, transfers, incidents, ex or matches."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one person, club or match; ``kind`` is person, club, national or match."""

    id: str
    kind: str
    name: str
    note: str
    sections: tuple[Section, ...]
    language: str = "en"

    @property
    def articles(self) -> tuple[Source, ...]:
        """One source per article, by date and id: the articles behind the card."""
        found = {s.article: s for part in self.sections for line in part.lines for s in line.sources}
        return tuple(sorted(found.values(), key=lambda s: (s.date or "", s.article)))

    def to_json(self) -> dict[str, Any]:
        """Return the card as plain data."""
        data = asdict(self)
        data["articles"] = [
            {"article": s.article, "headline": s.headline, "date": s.date, "url": s.url} for s in self.articles
        ]
        return data


def card(select: Select, name: str, language: str = "en") -> Card:
    """Return the card of whoever or whatever ``name`` means.

    Args:
        select: answers SPARQL SELECT texts (:mod:`kg.views.reading`).
        name: a person (a surname will do), a club, or a match as ``Milan-Inter``, if need be with
            its date: ``Milan-Inter 2021-11-07``.
        language: ``it`` or ``en``.

    Raises:
        UsageError: nothing has the name, or several have it.
    """
    reading = Reading(select)
    words = Wording(reading, language)
    games = _matches(reading, name)
    if len(games) > 1:
        labels = ", ".join(words.match(m) for m in games[:6])
        raise UsageError("view_ambiguous_name", name=name, names=labels)
    if games:
        return _match_card(reading, words, games[0])
    things = named(reading, name, ("person", "club", "national"))
    exact = [t for t in things if t.kind != "person"] if len(things) > 1 else things
    if len(exact) == 1:
        things = exact
    if len(things) > 1:
        labels = ", ".join(f"{t.name} <{t.id}>" if _shared(t, things) else t.name for t in things[:6])
        raise UsageError("view_ambiguous_name", name=name, names=labels)
    thing = things[0]
    return _person_card(reading, words, thing) if thing.kind == "person" else _club_card(reading, words, thing)


def print_card(shown: Card, console: Console, *, quotes: int = 2) -> None:
    """Print a card; at most ``quotes`` quotes for each fact. What articles say is never read as Rich markup."""
    from rich.text import Text

    def say(key: str, **values: object) -> str:
        return text(f"view_{key}", language=shown.language, **values)

    console.print(Text(clean(shown.name), style="bold"), Text(clean(shown.note), style="dim"))
    for section in shown.sections:
        margin = max(len(clean(line.when)) for line in section.lines)
        console.print()
        console.print(Text(section.title, style="bold underline"))
        for line in section.lines:
            when = f"{clean(line.when).ljust(margin)}  " if margin else ""
            console.print(Text.assemble("  ", (when, "cyan"), clean(line.summary)), soft_wrap=True)
            told = _apart(s for s in line.sources if s.quote)
            for source in told[:quotes]:
                console.print(
                    Text(f"      «{quoted(source.quote or '')}» — {clean(source.article)}", style="dim"), soft_wrap=True
                )
            if len(told) > quotes:
                console.print(Text(f"      + {len(told) - quotes}", style="dim"))
    if not shown.sections:
        console.print(say("card_nothing", name=clean(shown.name)), markup=False)
    if shown.articles:
        console.print()
        console.print(Text(say("card_sources"), style="bold underline"))
        for source in shown.articles:
            told_of = (source.article, source.date, source.headline, source.url)
            console.print(Text("  " + " · ".join(clean(part) for part in told_of if part)), soft_wrap=True)


def _apart(sources: Iterable[Source]) -> list[Source]:
    """Return the sources whose words are no part of another's in the same article, in their order."""
    given = list(sources)

    def within(one: Source, other: Source) -> bool:
        return one.article == other.article and (one.quote or "") in (other.quote or "") and one.quote != other.quote

    kept: list[Source] = []
    for source in given:
        twice = any(k.article == source.article and k.quote == source.quote for k in kept)
        if not twice and not any(within(source, other) for other in given):
            kept.append(source)
    return kept


def _person_card(reading: Reading, words: Wording, thing: Thing) -> Card:
    who = [thing.id]
    sections = [
        _section(words, "career", _spells(words, reading.spells(people=who), of="club")),
        _section(words, "transfers", _transfers(words, reading.transfers(people=who))),
        _section(words, "incidents", _incidents(reading, words, reading.incidents(people=who))),
    ]
    role = words.say(f"role_{thing.role}") if thing.role else ""
    return Card(thing.id, "person", thing.name, role, _filled(sections), words.language)


def _club_card(reading: Reading, words: Wording, thing: Thing) -> Card:
    which = [thing.id]
    sections = [
        _section(words, "people", _spells(words, reading.spells(clubs=which), of="person")),
        _section(words, "transfers", _transfers(words, reading.transfers(clubs=which))),
        _section(
            words, "matches", [Line(m.date or "", words.match(m), m.sources) for m in reading.matches(clubs=which)]
        ),
        _section(words, "ex", _incidents(reading, words, reading.ex_incidents(clubs=which))),
    ]
    kind = text(f"view_node_{thing.kind}", language=words.language)
    return Card(thing.id, thing.kind, thing.name, kind, _filled(sections), words.language)


def _match_card(reading: Reading, words: Wording, match: Match) -> Card:
    incidents = reading.incidents(matches=[match.id])
    timed = sorted(incidents, key=lambda i: (999 if i.minute is None else i.minute, i.id))
    lines = [
        Line(f"{i.minute}'" if i.minute is not None else "", words.incident(i, None, minute=False), i.sources)
        for i in timed
    ]
    told = Line(match.date or "", words.match(match), match.sources)
    sections = [_section(words, "matches", [told]), _section(words, "incidents", lines)]
    return Card(match.id, "match", words.match(match), match.competition or "", _filled(sections), words.language)


def _spells(words: Wording, spells: Sequence[Spell], *, of: str) -> list[Line]:
    return [Line(words.period(s.since, s.until), words.spell(s, of=of), s.sources) for s in spells]


def _transfers(words: Wording, transfers: Sequence[Transfer]) -> list[Line]:
    return [Line(words.told_on(t.sources), words.transfer(t), t.sources) for t in transfers]


def _incidents(reading: Reading, words: Wording, incidents: Sequence[Incident]) -> list[Line]:
    played = sorted({i.match for i in incidents if i.match})
    matches = {m.id: m for m in reading.matches(matches=played)} if played else {}
    lines = []
    for incident in incidents:
        match = matches.get(incident.match or "")
        lines.append(Line((match.date if match else None) or "", words.incident(incident, match), incident.sources))
    return sorted(lines, key=lambda line: line.when)


def _section(words: Wording, key: str, lines: Iterable[Line]) -> Section:
    return Section(key, words.say(f"card_{key}"), tuple(lines))


def _filled(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(s for s in sections if s.lines)


def _shared(thing: Thing, things: Sequence[Thing]) -> bool:
    return sum(fold(t.name) == fold(thing.name) for t in things) > 1


def _matches(reading: Reading, name: str) -> list[Match]:
    """Return the matches that ``home-away`` or ``home-away date`` names; none where it is no such text."""
    wanted = fold(name).replace("–", "-")
    clubs = sorted(t.name for t in reading.things().values() if t.kind != "person")
    homes = {c for c in clubs if wanted.startswith((fold(c) + "-", fold(c) + " - "))}
    if not homes:
        return []
    ids = [t.id for t in reading.things().values() if t.kind != "person" and t.name in homes]
    found = []
    for match in reading.matches(clubs=ids):
        sides = f"{fold(reading.name(match.home))}-{fold(reading.name(match.away))}"
        if wanted.replace(" - ", "-") in (sides, f"{sides} {match.date or ''}".strip()):
            found.append(match)
    return found
