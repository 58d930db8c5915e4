"""The article: the text as it was given, and what is known about it from outside the text.

The text is never changed after it became an :class:`Article`; every offset anywhere in the
project counts Unicode code points in ``Article.text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Marks of Markdown as they stand in the words of an article: what they hold stays, the marks go.
_MARKS = (
    (re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"^\s{0,3}(?:#{1,6}|>+|[*+-])[ \t]+", re.MULTILINE), ""),
    (re.compile(r"(?<![*_])(?:\*{2,3}|_{2,3})(?=[^\s*_])|(?<=[^\s*_])(?:\*{2,3}|_{2,3})(?![*_])"), ""),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]*[^\s_])_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
)


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


def unmarked(text: str) -> str:
    """Return ``text`` without the marks of Markdown, what they hold left in place.

    For titles and for the eye: an article's own text is never changed, and offsets count in it as it was given.
    """
    for mark, held in _MARKS:
        text = mark.sub(held, text)
    return text
