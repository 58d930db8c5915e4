"""The head of a text or Markdown file: front matter between ``---``, or lines ``Title: …``.

The head stays in the text (offsets are those of the file); only what it says is taken from it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from kg.article import unmarked
from kg.sources import dates

_LINE = re.compile(r"[ \t]*([^\W\d_][\w .-]{0,30}?)[ \t]*:[ \t]*(.*)$")
_HEADING = re.compile(r"[ ]{0,3}#[ \t]+(.+?)[ \t]*#*[ \t]*$")
_MAX_LINES = 40


@dataclass(slots=True)
class Header:
    """What the head says; ``body`` is where the article begins, as an offset into the text."""

    values: dict[str, str] = field(default_factory=dict)
    body: int = 0

    def get(self, name: str) -> str | None:
        """Return the value of ``name`` (title, date, url, site, author, language), ``None`` where not given."""
        return self.values.get(name) or None

    @property
    def date(self) -> str | None:
        """The date in ISO form, ``None`` where none is given or what is given is no date."""
        written = self.get("date")
        return dates.parse(written) if written else None


@cache
def _names() -> dict[str, str]:
    with resources.files(__package__).joinpath("data/header.toml").open("rb") as file:
        table = tomllib.load(file)
    return {word: name for name, words in table.items() for word in words}


def read(text: str) -> Header:
    """Return what the head of ``text`` says; an empty header where there is none."""
    lines = text.split("\n", _MAX_LINES)[:_MAX_LINES]
    header = Header()
    first = _first_filled(lines)
    if first is None:
        return header
    fenced = lines[first].strip() == "---"
    position = sum(len(line) + 1 for line in lines[: first + fenced])
    for line in lines[first + fenced :]:
        closing = fenced and line.strip() in {"---", "..."}
        position += len(line) + 1
        if closing:
            header.body = min(position, len(text))
            return header
        name, value = _field(line)
        if name is not None:
            header.values.setdefault(name, value)
            header.body = min(position, len(text))
        elif not fenced and line.strip():
            return header
    # Front matter that is never closed is no front matter; header lines may be all there is.
    return Header() if fenced else header


def heading(text: str) -> str | None:
    """Return the first heading ``# …`` of a Markdown text, ``None`` where there is none."""
    for line in text.splitlines():
        if match := _HEADING.match(line):
            return unmarked(match.group(1)).strip()
    return None


def _first_filled(lines: list[str]) -> int | None:
    return next((number for number, line in enumerate(lines) if line.strip()), None)


def _field(line: str) -> tuple[str | None, str]:
    match = _LINE.match(line.rstrip("\r"))
    if match is None:
        return None, ""
    return _names().get(match.group(1).strip().lower()), match.group(2).strip().strip("\"'").strip()
