"""Letters with their accents as separate code points: read as one, told with the places of the text as given."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def is_composed(text: str) -> bool:
    """Tell whether every letter of the text carries its accent in one code point."""
    return unicodedata.is_normalized("NFC", text)


def compose(text: str) -> tuple[str, list[int]]:
    """Return the text composed (NFC), and for each place in it, its end included, the place in the text given."""
    parts: list[str] = []
    places: list[int] = []
    for start, end in _clusters(text):
        part = unicodedata.normalize("NFC", text[start:end])
        parts.append(part)
        places += [start] * len(part)
    places.append(len(text))
    return "".join(parts), places


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield each letter with the marks that follow it."""
    start = 0
    for i in range(1, len(text)):
        if not unicodedata.combining(text[i]):
            yield start, i
            start = i
    if text:
        yield start, len(text)
