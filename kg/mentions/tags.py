"""Hashtags: ``#MilanInter`` names two clubs, ``#Calhanoglu`` a man."""

from __future__ import annotations

import re

from kg.gazetteer import Gazetteer
from kg.gazetteer.forms import PERSON_KINDS
from kg.language.reading import Reading
from kg.mentions.model import Mention

_HASHTAG = re.compile(r"#(\w+)")
_CAMEL = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+|[A-Z]{2,}(?![a-z])")


def hashtags(reading: Reading, gazetteer: Gazetteer) -> tuple[list[Mention], list[Mention]]:
    """Return the people and the clubs that the hashtags of the article name."""
    people: list[Mention] = []
    clubs: list[Mention] = []
    for tag in _HASHTAG.finditer(reading.text):
        start, end = reading.tokens(tag.start(), tag.end())
        sentence = reading.sentences[reading.sentence_of[start]]
        if sentence.noise:
            continue
        for part in _CAMEL.findall(tag[1]):
            for hit in gazetteer.find(part):
                named = tuple(c for k, c in hit.candidates if k == "club")
                men = tuple(dict.fromkeys(c for k, c in hit.candidates if k in PERSON_KINDS))
                if named:
                    clubs.append(Mention(start, end, "club", "hashtag", tag[0], named, sentence=sentence.index))
                elif men:
                    people.append(Mention(start, end, "person", "hashtag", tag[0], men, sentence=sentence.index))
    return people, clubs
