"""Hypothesis strategies of articles and their facts, for every property test of the project.

``articles_with_facts()`` gives facts as an extractor may give them: names of people and clubs are distinct
within an article, every row has words inside the text, references point to what is there.
"""

from __future__ import annotations

import string
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from kg.article import Article
from kg.facts import (
    CAPACITIES,
    CERTAINTIES,
    INCIDENT_TYPES,
    KINDS,
    ROLES,
    TRANSFER_KINDS,
    Affiliation,
    Club,
    Evidence,
    Facts,
    Incident,
    Match,
    Person,
    Transfer,
)
from kg.gazetteer import slug

#: Letters of names: what the press writes, quotes and backslashes for the serialisers, another script, an astral sign.
NAME_LETTERS = string.ascii_letters + "àèéìòùçğıšćøåñ'’. -\"\\<>&Жё日本𝔐"
TEXT_LETTERS = NAME_LETTERS + string.digits + "\n\t,;:?!()«»\u00a0\u2028\u0085"

names = st.text(NAME_LETTERS, min_size=1, max_size=12).filter(lambda name: name.strip() == name and name != "")
texts = st.text(TEXT_LETTERS, min_size=1, max_size=60)
identifiers = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=20) | names
article_ids = st.text(string.ascii_letters + string.digits + "-_. /#%?à日", min_size=1, max_size=24) | st.sampled_from(
    ["gazetteer", "derived", "_", ".", ".."]
)
days = st.dates().map(lambda day: day.isoformat())
dates = days | days.map(lambda day: day[:7]) | days.map(lambda day: day[:4])
scores = st.builds(lambda home, away: f"{home}-{away}", st.integers(0, 15), st.integers(0, 15))
fees = st.integers(0, 300_000_000).map(lambda euro: euro / 1_000_000)
confidences = st.integers(0, 100).map(lambda percent: percent / 100)


def places(length: int) -> st.SearchStrategy[tuple[int, int]]:
    """Return spans that hold at least one character of a text of ``length``."""
    return st.integers(0, length - 1).flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, length)))


@st.composite
def evidences(draw: st.DrawFn, length: int) -> tuple[Evidence, tuple[Evidence, ...]]:
    """Return a row's evidence and further places of the same words."""
    spans = draw(st.lists(places(length), min_size=1, max_size=3, unique=True))
    main = Evidence(*spans[0], draw(confidences), draw(st.sampled_from(["", "score-sheet", "apposition"])))
    return main, tuple(Evidence(*span) for span in sorted(spans[1:]))


def _said(row: Any) -> str:
    """Return what a row says and where: two rows that differ in confidence or rule alone are one claim."""
    places = [(place.start, place.end) for place in (row.evidence, *row.more)]
    return repr((places[0], sorted(places), replace(row, evidence=None, more=())))


def _optional(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


@st.composite
def articles_with_facts(draw: st.DrawFn, max_rows: int = 3) -> tuple[Article, Facts]:
    """Return an article and facts that its text could give."""
    text = draw(texts)
    length = len(text)
    optional_ids = _optional(identifiers)
    people = draw(
        st.lists(
            st.builds(
                Person,
                names,
                st.sampled_from(ROLES),
                optional_ids,
                st.lists(names, unique=True, max_size=3),
                st.lists(places(length), min_size=1, max_size=3),
            ),
            min_size=1,
            max_size=max_rows,
            unique_by=(lambda person: person.name, lambda person: person.id or f"\0{person.name}"),
        )
    )
    clubs = draw(
        st.lists(
            st.builds(
                Club,
                names,
                optional_ids,
                st.lists(names, unique=True, max_size=3),
                st.lists(places(length), min_size=1, max_size=3),
            ),
            min_size=1,
            max_size=max_rows,
            # Clubs without id are told apart by the slug of their name, the world over.
            unique_by=(lambda club: club.name, lambda club: club.id or slug(club.name)),
        )
    )
    # A club's name may not be another's id either: both would be one club in the graph.
    taken = {club.id for club in clubs if club.id}
    clubs = [club for club in clubs if club.id or slug(club.name) not in taken] or clubs[:1]
    who = st.sampled_from([person.name for person in people])
    side = st.sampled_from([club.name for club in clubs])
    words = evidences(length)

    def rows(row: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(row, max_size=max_rows, unique_by=_said))

    affiliations = rows(
        st.builds(
            lambda person, club, status, capacity, words, speaker: Affiliation(
                person, club, status, capacity, *words, speaker
            ),
            who,
            side,
            st.sampled_from(["current", "former"]),
            _optional(st.sampled_from(CAPACITIES)),
            words,
            _optional(names),
        )
    )
    transfers = rows(
        st.builds(
            lambda player, origin, to, kind, fee, status, words, speaker: Transfer(
                player, origin, to, kind, fee, status, *words, speaker
            ),
            who,
            _optional(side),
            _optional(side),
            st.sampled_from(TRANSFER_KINDS),
            st.none() | fees,
            st.sampled_from(CERTAINTIES),
            words,
            _optional(names),
        )
    )
    matches = rows(
        st.builds(
            lambda home, away, score, competition, date, words: Match(home, away, score, competition, date, *words),
            _optional(side),
            _optional(side),
            _optional(scores),
            _optional(names),
            _optional(dates),
            words,
        )
    )
    incidents = rows(
        st.builds(
            lambda kind, player, club, opponent, minute, other, ex, words, match, gesture, speaker: Incident(
                kind, player, club, opponent, minute, other, ex, *words, match, None, gesture, speaker
            ),
            st.sampled_from(INCIDENT_TYPES),
            _optional(who),
            _optional(side),
            _optional(side),
            st.none() | st.integers(0, 135),
            _optional(who),
            st.sampled_from([True, False, None]),
            words,
            st.none() | st.integers(0, len(matches) - 1) if matches else st.none(),
            _optional(names),
            _optional(names),
        )
    )
    for place, incident in enumerate(incidents):
        earlier = st.none() | st.integers(0, place - 1) if place else st.none()
        incident.responds_to = draw(earlier)
    identifier, title, url = (
        draw(article_ids),
        draw(_optional(names)),
        draw(_optional(st.just("https://example.org/a"))),
    )
    date = draw(_optional(dates))
    facts = Facts(
        identifier,
        url,
        title,
        date,
        draw(_optional(st.sampled_from(KINDS))),
        people,
        clubs,
        affiliations,
        transfers,
        matches,
        incidents,
    )
    article = Article(identifier, text, title=title, date=date, url=url, site=draw(_optional(names)))
    return article, facts
