"""Print the exact versions this environment runs with, of what pyproject.toml asks for and of all that in turn needs.

Names and versions only: no addresses, no hashes. ``make constraints`` writes them to constraints.txt.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
# The environment brings its own setuptools, and an old one does not run on a newer Python.
UNPINNED = frozenset({"calcio-kg", "setuptools"})


def canonical(name: str) -> str:
    """Return the name of a package in its normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for() -> list[str]:
    """Return the requirements of pyproject.toml: to build, to run, and all extras."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = table["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return [*table["build-system"]["requires"], *project["dependencies"], *extras]


def pins() -> dict[str, str]:
    """Return name and installed version of everything needed.

    Raises:
        importlib.metadata.PackageNotFoundError: something pyproject.toml asks for is not installed here.
    """
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(line), "") for line in asked_for()]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonical(requirement.name)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        package = distribution(requirement.name)
        found[name] = package.version
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                waiting += [(Requirement(line), wanted) for line in package.requires or ()]
    return {name: found[name] for name in sorted(found) if name not in UNPINNED}


def main() -> None:
    """Write the pins to standard output."""
    lines = [f"{name}=={version}" for name, version in pins().items()]
    sys.stdout.write("# Exact versions; `make constraints` writes this file.\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
