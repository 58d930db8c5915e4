"""The annotated articles are sound: format, mentions, names, coherence, size and variety."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from kg.evaluation import load_facts

ROOT = Path(__file__).resolve().parents[2]


def _check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_check", ROOT / "tests/gold/check.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("folder", ["examples", "tests/gold/dev", "tests/gold/held"])
def test_gold_has_no_defect(folder: str) -> None:
    assert list(_check().problems(ROOT / folder)) == []


@pytest.mark.parametrize(("folder", "least"), [("examples", 9), ("tests/gold/dev", 45), ("tests/gold/held", 20)])
def test_gold_is_large_enough(folder: str, least: int) -> None:
    assert len(load_facts(ROOT / folder)) >= least


def test_both_parts_hold_every_kind_of_incident_and_deal() -> None:
    from kg.facts import CERTAINTIES, INCIDENT_TYPES, TRANSFER_KINDS

    for part in ("dev", "held"):
        facts = load_facts(ROOT / "tests/gold" / part).values()
        incidents = Counter(i.type for f in facts for i in f.incidents)
        kinds = Counter(t.kind for f in facts for t in f.transfers)
        statuses = Counter(t.status for f in facts for t in f.transfers)
        assert set(incidents) == set(INCIDENT_TYPES), part
        assert set(kinds) == set(TRANSFER_KINDS), part
        assert set(statuses) == set(CERTAINTIES), part


def test_no_text_stands_in_two_parts() -> None:
    texts = [
        p.read_text("utf-8")
        for f in ("examples", "tests/gold/dev", "tests/gold/held")
        for p in (ROOT / f).glob("*.txt")
    ]
    assert len(set(texts)) == len(texts)
