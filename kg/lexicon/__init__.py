"""The words of the genre as TOML data: somebody who knows football and no Python can add one.

Each file says at its top what it holds. ``load(name)`` reads one; nothing here knows what the
words are used for.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return the lexicon file ``name`` (without suffix).

    Raises:
        FileNotFoundError: no such lexicon.
    """
    with resources.files(__name__).joinpath(f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
