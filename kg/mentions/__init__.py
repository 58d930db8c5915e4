"""Who is meant: the spaCy component ``calcio_mentions``.

Fills ``doc._.people``, ``doc._.clubs`` (entities), ``doc._.mentions`` (all places, in text order) and the span
group ``mentions``. Works on ``doc._.reading``; the gazetteer and the article's date come from
``doc._.gazetteer`` and ``doc._.date``.
"""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.gazetteer import Gazetteer, PersonRecord
from kg.language import Reading, blank
from kg.language.dating import article_date
from kg.mentions.clubs import ClubLinker
from kg.mentions.epithets import Epithets
from kg.mentions.era import estimate_year
from kg.mentions.fitting import Context
from kg.mentions.model import Entity, Mention
from kg.mentions.names import detect
from kg.mentions.nominals import frame, groups
from kg.mentions.people import Linker

__all__ = ["Entity", "Mention", "pipeline"]

for name in ("people", "clubs", "mentions"):
    Doc.set_extension(name, default=None, force=True)
Doc.set_extension("gazetteer", default=None, force=True)
Doc.set_extension("date", default=None, force=True)
Doc.set_extension("year", default=None, force=True)
Span.set_extension("entity", default=None, force=True)


@Language.component("calcio_mentions")
def calcio_mentions(doc: Doc) -> Doc:
    """Find and link the people and clubs of the text."""
    reading = doc._.reading
    gazetteer: Gazetteer = doc._.gazetteer or Gazetteer.default()
    doc._.date = article_date(reading, doc._.date)
    year = int(doc._.date[:4]) if doc._.date else None
    found = detect(reading, gazetteer)
    club_linker = ClubLinker(reading, gazetteer)
    clubs = club_linker.link(found.clubs)
    year = estimate_year(reading, gazetteer, found, {e.key for e in clubs}, year)
    doc._.year = year
    report = bool(reading.sheet.headings or len(reading.minutes) >= 4)
    countries = frozenset(e.club.country for e in clubs if e.club is not None and e.club.national and e.club.country)
    context = Context({e.key: len(e.mentions) for e in clubs}, year, report, countries)
    people = Linker(reading, gazetteer, context).link(found)
    mentions = sorted([*found.people, *found.clubs], key=lambda m: (m.start, -m.end))
    grouped = groups(reading, mentions)
    _teams_by_coach(reading, grouped, gazetteer, club_linker, year)
    mentions = sorted([*mentions, *grouped], key=lambda m: (m.start, -m.end))
    frame(reading, mentions)
    epithets = Epithets(reading, year, people, mentions).run()
    frame(reading, epithets)
    doc._.mentions = sorted([*mentions, *epithets], key=lambda m: (m.start, -m.end))
    doc._.people = people
    doc._.clubs = [e for e in club_linker.entities.values() if e.mentions]
    doc.spans["mentions"] = [
        Span(doc, m.start, m.end, label=m.kind.upper()) for m in doc._.mentions if m.entity is not None
    ]
    return doc


def _year_told(reading: Reading, index: int) -> int | None:
    """Return the year a sentence, or the one before it, tells."""
    for sentence in reading.sentences[max(0, index - 1) : index + 1][::-1]:
        for word in reading.low[sentence.start : sentence.end]:
            if len(word) == 4 and word.isdigit() and word[:2] in ("19", "20"):
                return int(word)
    return None


def _teams_by_coach(
    reading: Reading, grouped: list[Mention], gazetteer: Gazetteer, linker: ClubLinker, year: int | None
) -> None:
    """Give each group its club; "la squadra di Pioli" is the club he coaches."""
    for group in grouped:
        owner = group.parts[0] if group.parts else None
        while owner is not None and owner.kind == "group" and owner.parts:
            owner = owner.parts[0]
        if owner is None or owner.entity is None:
            continue
        if owner.kind == "club":
            group.entity = owner.entity
        elif owner.kind == "person" and group.form == "team":
            key = coached_club(owner.entity, linker.entities, _year_told(reading, group.sentence) or year)
            if key is not None and key in gazetteer.clubs:
                entity = linker.entities.get(key)
                if entity is None:
                    record = gazetteer.clubs[key]
                    entity = linker.entities[key] = Entity("club", key, record.name, record)
                group.entity = entity
                group.reason = "team of its coach"
                entity.mentions.append(group)
    for group in grouped:  # "panchina della squadra di Pioli" waits for the team
        if group.entity is None and group.parts and group.parts[0].kind == "group":
            group.entity = group.parts[0].entity


def coached_club(entity: Entity, clubs: dict[str, Entity], year: int | None) -> str | None:
    """Return the id of the club the person coaches at the time: by the gazetteer, among the article's clubs first."""
    record = entity.record
    if not isinstance(record, PersonRecord):
        return None
    spells = [s for s in record.spells if s.capacity == "coach" and (year is None or s.covers(year))]
    here = [s.club for s in spells if s.club in clubs]
    if here:
        return here[-1]
    keys = {s.club for s in spells}
    return keys.pop() if len(keys) == 1 and year is not None else None


@cache
def pipeline() -> Language:
    """Return the blank Italian pipeline with ``calcio_reading`` and ``calcio_mentions``."""
    nlp = blank()
    nlp.add_pipe("calcio_reading")
    nlp.add_pipe("calcio_mentions")
    return nlp
