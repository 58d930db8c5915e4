"""HTML pages: the article without what stands around it, metadata, and embedded posts as quoted text.

trafilatura finds the article. It drops some of the embedded posts, so they are taken out first and
stand as marked paragraphs while it works; afterwards the marks become spans of the text.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.article import Quoted
from kg.errors import InputError
from kg.sources import dates

_EMBEDS = {
    "twitter-tweet": "tweet",
    "twitter-video": "tweet",
    "instagram-media": "post",
    "tiktok-embed": "post",
    "fb-post": "post",
}
_WHOLE_PAGE = frozenset({"html", "body", "main", "article", "section"})
_POST_DATE = re.compile(r"\s*(?:\w+ \d{1,2}, \d{4}|\d{1,2} \w+ \d{4})\s*$")
_POST_MEDIA = re.compile(r"\s*(?:pic\.twitter\.com/\w+|https?://t\.co/\w+)")
_POST_AUTHOR = re.compile(r"(.*?)\s*—\s*([^—]*\(@\w+\))", re.DOTALL)
_OPEN, _CLOSE = "QZPOSTBEGIN", "QZPOSTEND"
_MARKED = re.compile(rf"{_OPEN}(\d+)Q\s*(.*?)\s*{_CLOSE}(\d+)Q", re.DOTALL)
_LEFT_OVER = re.compile(rf"(?:{_OPEN}|{_CLOSE})\d+Q ?")
_META_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "pubdate",
    "article.published",
)
_SHORTEST = 80
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds for an article."""

    text: str
    title: str | None
    date: str | None
    url: str | None
    site: str | None
    author: str | None
    language: str | None
    quoted: tuple[Quoted, ...]


def looks_like_html(text: str) -> bool:
    """Return whether ``text`` begins like an HTML page."""
    start = text[:1000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<?xml"):
        start = start.partition("?>")[2].lstrip()
    while start.startswith("<!--"):
        start = start.partition("-->")[2].lstrip()
    return start.startswith(("<!doctype html", "<html", "<head", "<body"))


def read(markup: str, name: str) -> Page:
    """Return the article of an HTML page.

    Args:
        markup: the page.
        name: what the user calls it, for messages.

    Raises:
        InputError: the page holds no article.
    """
    import trafilatura

    # Whoever configures logging hears of broken markup; nobody else does.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    tree = trafilatura.load_html(markup)
    if tree is None or not any(words.strip() for words in tree.itertext()):
        raise InputError("input_no_article", name=name)
    tree = _rooted(tree)
    date = published(tree)
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    _mark_posts(tree)
    found = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        # The date is read here; trafilatura's search would take it from the address.
        date_extraction_params={"extensive_search": False, "url": None, "deferred_url_extractor": True},
    )
    body = found.text if found is not None and not isinstance(found, dict) else None
    if found is None or isinstance(found, dict) or body is None or len(body.strip()) < _SHORTEST:
        raise InputError("input_no_article", name=name)
    title = _squeezed(found.title)
    text, quoted = _unmark(_with_headline(body.strip(), title))
    return Page(
        text=text,
        title=title,
        date=date,
        url=found.url or None,
        site=_squeezed(found.sitename),
        author=_squeezed(found.author),
        language=language.partition("-")[0].lower() if language else None,
        quoted=quoted,
    )


def published(tree: Any) -> str | None:
    """Return when the page says it was published: JSON-LD, then ``meta``, then ``time``; never the address."""
    for written in (*_linked_data_dates(tree), *_meta_dates(tree), *_time_dates(tree)):
        found = dates.parse(written)
        if found is not None:
            return found
    return None


def _linked_data_dates(tree: Any) -> Iterator[str]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _values(data, "datePublished")


def _values(data: Any, key: str, depth: int = 0) -> Iterator[str]:
    """Yield the text values of ``key``, outer objects before inner ones."""
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        if isinstance(data.get(key), str):
            yield data[key]
        inner: Any = data.values()
    else:
        inner = data if isinstance(data, list) else ()
    for value in inner:
        yield from _values(value, key, depth + 1)


def _meta_dates(tree: Any) -> Iterator[str]:
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            key = (meta.get(attribute) or "").lower()
            if key and meta.get("content"):
                said.setdefault(key, meta.get("content"))
    return (said[key] for key in _META_DATES if key in said)


def _time_dates(tree: Any) -> Iterator[str]:
    marked = tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")
    for element in (*marked, *tree.xpath("//article//time | //main//time | //time")):
        for written in (element.get("datetime"), element.get("content"), element.text_content()):
            if written:
                yield written


def _rooted(tree: Any) -> Any:
    """Return the tree below ``html`` and ``body``: broken markup may have any element as its root."""
    if tree.tag == "html":
        return tree
    root = tree.makeelement("html")
    body = tree.makeelement("body")
    root.append(body)
    body.append(tree)
    return root


def _mark_posts(tree: Any) -> None:
    """Replace each embedded post by one plain paragraph between marks, outside of any wrapper."""
    number = 0
    for element in list(tree.iter("blockquote", "div")):
        kind = next((_EMBEDS[name] for name in (element.get("class") or "").split() if name in _EMBEDS), None)
        if kind is None or element.getparent() is None:
            continue
        target = _wrapper(element)
        words = _post_text(element)
        if not words:
            target.drop_tree()
            continue
        paragraph = tree.makeelement("p")
        paragraph.text = f"{_OPEN}{number}Q {words} {_CLOSE}{number}Q"
        paragraph.tail = target.tail
        target.getparent().replace(target, paragraph)
        number += 1


def _wrapper(element: Any) -> Any:
    """Return the outermost element that holds nothing but the post: wrappers named "embed" are pruned later."""
    wanted = _visible_words(element)
    while (parent := element.getparent()) is not None and parent.tag not in _WHOLE_PAGE:
        if parent.getparent() is None or _visible_words(parent) != wanted:
            break
        element = parent
    return element


def _visible_words(element: Any) -> list[str]:
    return " ".join(element.xpath(".//text()[not(ancestor::script) and not(ancestor::style)]")).split()


def _post_text(element: Any) -> str:
    """Return the post in guillemets with its author behind it; date and links to media are left out."""
    for script in element.xpath(".//script | .//style"):
        script.drop_tree()
    words = _POST_MEDIA.sub("", " ".join(element.text_content().split()))
    words = _POST_DATE.sub("", words).replace(_OPEN, "").replace(_CLOSE, "").strip()
    signed = _POST_AUTHOR.fullmatch(words)
    if signed is None:
        return f"«{words}»" if words else ""
    return f"«{signed.group(1)}» — {signed.group(2)}" if signed.group(1) else ""


def _with_headline(body: str, title: str | None) -> str:
    if title is None or title.casefold() in " ".join(body.split()).casefold():
        return body
    return f"{title}\n{body}"


def _unmark(marked: str) -> tuple[str, tuple[Quoted, ...]]:
    """Return the text without marks, and the spans of the posts."""
    parts: list[str] = []
    quoted: list[Quoted] = []
    length = done = 0
    for match in _MARKED.finditer(marked):
        before = _LEFT_OVER.sub("", marked[done : match.start()])
        words = " ".join(_LEFT_OVER.sub("", match.group(2)).split())
        quoted.append(Quoted(length + len(before), length + len(before) + len(words)))
        parts += [before, words]
        length += len(before) + len(words)
        done = match.end()
    parts.append(_LEFT_OVER.sub("", marked[done:]))
    return "".join(parts), tuple(quoted)


def _squeezed(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None
