"""The four forms of an adjective, from its masculine plural."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent / "data" / "inflection.toml"


class Inflected(NamedTuple):
    """One written form: ``number`` ``s`` or ``p``, ``gender`` ``m`` or ``f``, empty where it may be either."""

    form: str
    number: str
    gender: str


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))


def _paradigm(plural: str) -> tuple[str, str, str, str]:
    rules = _rules()
    if plural in rules["irregular"]:
        ms, fs, mp, fp = rules["irregular"][plural]
        return ms, fs, mp, fp
    if not plural.endswith("i"):
        return plural, plural, plural, plural
    stem = plural[:-1]
    if plural in rules["words_e"] or plural.endswith(tuple(rules["singular_e"])):
        return stem + "e", stem + "e", plural, plural
    if plural.endswith(tuple(rules["singular_a"])):
        return stem + "a", stem + "a", plural, stem + "e"
    if plural.endswith(("chi", "ghi")):
        hard = plural[:-2]
        return hard + "o", hard + "a", plural, hard + "he"
    if plural.endswith("ci"):
        return stem + "o", stem + "a", plural, stem + "he"
    return stem + "o", stem + "a", plural, stem + "e"


@cache
def inflect(plural: str) -> tuple[Inflected, ...]:
    """Return the distinct written forms of the adjective given in the masculine plural.

    ``nerazzurri`` gives nerazzurro, nerazzurra, nerazzurri, nerazzurre; ``bolognesi`` gives bolognese
    (either gender) and bolognesi; ``viola`` is one form of either number and gender.
    """
    readings: dict[str, set[str]] = {}
    for form, reading in zip(_paradigm(plural), ("sm", "sf", "pm", "pf"), strict=True):
        readings.setdefault(form, set()).add(reading)
    return tuple(
        Inflected(form, _one({r[0] for r in found}), _one({r[1] for r in found})) for form, found in readings.items()
    )


def _one(values: set[str]) -> str:
    return next(iter(values)) if len(values) == 1 else ""
