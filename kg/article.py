"""The article: the text as it was given, and what is known about it from outside the text.

The text is never changed after it became an :class:`Article`; every offset anywhere in the
project counts Unicode code points in ``Article.text``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quoted:
    """A part of the text that another voice wrote: an embedded tweet or a pull quote.

    ``start`` and ``end`` are code-point offsets into the article's text (end exclusive).
    """

    start: int
    end: int
    kind: str = "tweet"


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the press.

    Attributes:
        id: stable name of the article (the file's name without suffix, or derived from its address).
        text: the text as given; headline included where the source has one.
        title: headline from metadata, ``None`` where unknown.
        date: publication date from header or metadata, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
            Never taken from the address.
        url: address of the page, where known.
        site: name of the paper or site, where known.
        author: byline from metadata, where known.
        language: ISO 639-1 code where the source declares one.
        source: what the user named (path, address or ``-``).
        quoted: embedded voices (tweets), as spans of ``text``.
    """

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    site: str | None = None
    author: str | None = None
    language: str | None = None
    source: str | None = None
    quoted: tuple[Quoted, ...] = ()
