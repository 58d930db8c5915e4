"""Marks of Markdown in the words ("Andrea **Belotti ha segnato**", "[Roma](https://…)"): read without them, told with the places of the text as given."""

from __future__ import annotations

import re

#: Each mark around what it holds; the group is what is read.
_MARKS = (
    re.compile(r"!?\[(?P<held>[^\]\[\n]{1,200})\]\(\s*<?https?://[^)\s]+>?(?:\s+\"[^\"\n]*\")?\s*\)"),
    re.compile(r"(?<![\w*])\*\*(?=\S)(?P<held>[^*\n]{1,400}?)(?<=\S)\*\*(?![\w*])"),
    re.compile(r"(?<![\w_])__(?=\S)(?P<held>[^_\n]{1,400}?)(?<=\S)__(?![\w_])"),
    re.compile(r"(?<![\w*])\*(?=[^\s*])(?P<held>[^*\n]{1,400}?)(?<=[^\s*])\*(?![\w*])"),
    re.compile(r"(?<![\w_])_(?=[^\s_])(?P<held>[^_\n]{1,400}?)(?<=[^\s_])_(?![\w_])"),
    re.compile(r"(?m)^[ \t]{0,3}#{1,6}[ \t]+(?P<held>(?=\S))"),
)
_SIGNS = ("**", "__", "](", "*", "_", "#")


def is_marked(text: str) -> bool:
    """Tell whether marks of Markdown stand in the words."""
    return any(sign in text for sign in _SIGNS) and any(mark.search(text) for mark in _MARKS)


def unmark(text: str) -> tuple[str, list[int]]:
    """Return the text without the marks, and for each place in it, its end included, the place in the text given."""
    places = list(range(len(text) + 1))
    for mark in _MARKS:
        parts: list[str] = []
        kept: list[int] = []
        done = 0
        for hit in mark.finditer(text):
            held = hit.span("held")
            parts += [text[done : hit.start()], text[held[0] : held[1]]]
            kept += [*places[done : hit.start()], *places[held[0] : held[1]]]
            done = hit.end()
        parts.append(text[done:])
        kept += places[done:]
        text, places = "".join(parts), kept
    return text, places
