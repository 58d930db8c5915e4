"""Where the ontology's files are: ``ontology/`` of a checkout, ``kg/ontology`` of an installed wheel."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


def ontology() -> Traversable:
    """Return the folder of OWL, shapes, rules and context.

    Raises:
        FileNotFoundError: the installation is incomplete (a defect of the package).
    """
    installed = resources.files("kg").joinpath("ontology")
    if installed.is_dir():
        return installed
    checkout = Path(__file__).parents[2] / "ontology"
    if checkout.is_dir():
        return checkout
    raise FileNotFoundError("ontology")


@cache
def read(name: str) -> str:
    """Return the text of a file of the ontology, e.g. ``calcio.ttl``, ``shapes.ttl``."""
    return ontology().joinpath(*name.split("/")).read_text("utf-8")


@cache
def context() -> dict[str, Any]:
    """Return the JSON-LD context (the value of its ``@context``)."""
    loaded: dict[str, Any] = json.loads(read("context.jsonld"))["@context"]
    return loaded


@cache
def rules() -> dict[str, str]:
    """Return the CONSTRUCT rules by name, in the order of their names."""
    folder = ontology().joinpath("rules")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".rq"))
    return {name.removesuffix(".rq"): read(f"rules/{name}") for name in names}
