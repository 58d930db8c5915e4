"""What users read on screen, in Italian and English: data files and one function."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("it", "en")


@cache
def _catalogue(language: str) -> dict[str, str]:
    with resources.files(__name__).joinpath(f"{language}.toml").open("rb") as file:
        return {key: str(value) for key, value in tomllib.load(file).items()}


def user_language() -> str:
    """Return ``it`` where KG_LANG or the locale asks for Italian, else ``en``."""
    for name in ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "it" if value.lower().startswith("it") else "en"
    return "en"


def text(key: str, language: str | None = None, **values: Any) -> str:
    """Return the message ``key`` in the user's language, placeholders filled; ``key_one`` where it counts just one.

    Raises:
        KeyError: no such message (a defect: a test holds both catalogues against the code).
    """
    catalogue = _catalogue(language or user_language())
    single = catalogue.get(f"{key}_one") if values.get("count") == 1 else None
    return (single or catalogue[key]).format(**values)


def worded(key: str, otherwise: str, language: str | None = None) -> str:
    """Return the message ``key``, which has no placeholders, or ``otherwise`` where there is none."""
    return _catalogue(language or user_language()).get(key, otherwise)
