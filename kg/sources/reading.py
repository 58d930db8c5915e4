"""One origin into one article, and many into many."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from kg.article import Article
from kg.errors import InputError
from kg.sources import decoding, header, italian, page, web
from kg.sources.limits import Limits
from kg.sources.locate import STDIN, Origin, locate
from kg.sources.notices import Notify, ignore

_PAGES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})


def read(
    names: str | Path | Iterable[str | Path],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    on_error: Callable[[InputError], None] | None = None,
    notify: Notify = ignore,
) -> Iterator[Article]:
    """Yield the articles of everything named, in order.

    Args:
        names: a path, a folder, a web address or ``-``, or several of them.
        limits: bounds on what is read.
        on_error: told of each thing that cannot be read; the rest is read on. Without it the first is raised.
        notify: told of remarks (foreign encoding, replaced bytes).

    Raises:
        InputError: something cannot be read and ``on_error`` is not given.
    """
    origins, errors = locate([names] if isinstance(names, (str, Path)) else names)
    for error in errors:
        if on_error is None:
            raise error
        on_error(error)
    for origin in origins:
        try:
            yield read_one(origin, limits=limits, notify=notify)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)


def read_one(
    origin: Origin,
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    notify: Notify = ignore,
    stdin: BinaryIO | None = None,
) -> Article:
    """Return the article of one origin.

    Args:
        origin: what to read, from :func:`kg.sources.locate`.
        limits: bounds on what is read.
        notify: told of remarks.
        stdin: read instead of the process's standard input, where the origin is ``-``.

    Raises:
        InputError: it cannot be read, is too large, is no text, no article or not Italian.
    """
    if origin.kind == "web":
        article = _from_web(origin, limits, notify)
    else:
        data = _bytes(origin, limits, stdin)
        suffix = origin.place.suffix.lower() if origin.place is not None else ""
        article = _from_bytes(origin, data, suffix, notify)
    _check(article, origin.name, limits)
    return article


def _bytes(origin: Origin, limits: Limits, stdin: BinaryIO | None) -> bytes:
    most = limits.max_file_bytes
    try:
        if origin.place is None:
            data = (stdin or sys.stdin.buffer).read(most + 1)
        else:
            with origin.place.open("rb") as file:
                data = file.read(most + 1)
    except FileNotFoundError as error:
        raise InputError("input_missing", name=origin.name) from error
    except OSError as error:
        raise InputError("input_unreadable", name=origin.name, reason=error.strerror or str(error)) from error
    if len(data) > most:
        raise InputError("input_too_large", name=origin.name, limit=most // 1_000_000)
    return data


def _from_bytes(origin: Origin, data: bytes, suffix: str, notify: Notify) -> Article:
    if not data.strip():
        raise InputError("input_empty", name=origin.name)
    if suffix in _PAGES:
        text = decoding.decode_page(data, origin.name, notify)
        return _from_page(origin, text)
    text = decoding.decode(data, origin.name, notify)
    if _is_data(text):
        raise InputError("input_data", name=origin.name)
    if page.looks_like_html(text):
        return _from_page(origin, decoding.decode_page(data, origin.name, notify))
    return _from_text(origin, text, markdown=suffix in _MARKDOWN)


def _is_data(text: str) -> bool:
    """Return whether a text is one value of JSON, which no article is."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _from_text(origin: Origin, text: str, *, markdown: bool) -> Article:
    head = header.read(text)
    if not text[head.body :].strip():
        raise InputError("input_empty", name=origin.name)
    return Article(
        id=_id(origin, text),
        text=text,
        title=head.get("title") or (header.heading(text[head.body :]) if markdown else None),
        date=head.date,
        url=head.get("url"),
        site=head.get("site"),
        author=head.get("author"),
        language=head.get("language"),
        source=origin.name,
    )


def _from_page(origin: Origin, markup: str, url: str | None = None) -> Article:
    found = page.read(markup, origin.name)
    return Article(
        id=_id(origin, found.text),
        text=found.text,
        title=found.title,
        date=found.date,
        url=found.url or url,
        site=found.site,
        author=found.author,
        language=found.language,
        source=origin.name,
        quoted=found.quoted,
    )


def _from_web(origin: Origin, limits: Limits, notify: Notify) -> Article:
    got = web.fetch(origin.name, limits)
    if not got.data.strip():
        raise InputError("input_empty", name=origin.name)
    if got.media_type == "text/plain" or got.media_type == "text/markdown":
        text = decoding.decode(got.data, origin.name, notify)
        article = _from_text(origin, text, markdown=got.media_type == "text/markdown")
        if article.url is not None:
            return article
        return Article(
            id=article.id,
            text=article.text,
            title=article.title,
            date=article.date,
            url=got.url,
            site=article.site,
            author=article.author,
            language=article.language,
            source=article.source,
        )
    return _from_page(origin, decoding.decode_page(got.data, origin.name, notify, got.charset), got.url)


def _id(origin: Origin, text: str) -> str:
    """Return the article's id; what comes from standard input is named by its content, lest two texts be one."""
    if origin.name == STDIN and origin.id == "stdin":
        return f"stdin-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return origin.id


def _check(article: Article, name: str, limits: Limits) -> None:
    text = article.text
    if len(text) > limits.max_text_chars:
        raise InputError("input_too_long", name=name, count=len(text), limit=limits.max_text_chars)
    if len(text) > limits.max_line_chars and max(map(len, text.splitlines())) > limits.max_line_chars:
        raise InputError("input_long_line", name=name, limit=limits.max_line_chars)
    language = italian.other_language(text)
    if language is not None:
        raise InputError("input_not_italian", name=name, other=language)
