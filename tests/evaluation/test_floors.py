"""The reader's figures on the project's own gold never fall silently.

``floors.toml`` holds, per set, a fingerprint of its gold and the least F1 per family. Floors rise with the reader; they are set anew,
in the same change, when gold is added or corrected (the fingerprint tells).
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.article import Article
from kg.evaluation import evaluate, load_facts
from kg.extraction import Extractor

ROOT = Path(__file__).resolve().parents[2]
FLOORS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))


def fingerprint(folder: Path) -> str:
    """Return a digest of every text and gold file of the folder."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.txt"), *folder.glob("*.json")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_the_gold_is_the_one_the_floors_were_set_on(name: str) -> None:
    floor = FLOORS[name]
    assert fingerprint(ROOT / floor["folder"]) == floor["gold"], f"gold of {name} changed: set its floors anew"


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_family_falls_below_its_floor(name: str) -> None:
    floor = FLOORS[name]
    folder = ROOT / floor["folder"]
    extractor = Extractor()
    found = {p.stem: extractor.extract(Article(p.stem, p.read_text("utf-8"))) for p in sorted(folder.glob("*.txt"))}
    report = evaluate(load_facts(folder), found).to_json()
    fallen = {
        family: (report["families"][family]["f1"], least)
        for family, least in floor["f1"].items()
        if (report["families"][family]["f1"] or 0.0) < least
    }
    assert not fallen, f"{name}: {fallen}"


def test_a_fall_is_noticed() -> None:
    gold = load_facts(ROOT / "examples")
    nothing = evaluate(gold, {}).to_json()
    floor = FLOORS["examples"]["f1"]
    assert all((nothing["families"][family]["f1"] or 0.0) < least for family, least in floor.items())
