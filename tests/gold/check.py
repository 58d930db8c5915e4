"""Hold gold folders to the format, to their texts and to themselves: ``python tests/gold/check.py [FOLDER…]``.

Checked: the schema; a text beside each JSON; every mention occurs in the text; every name in a row is
listed as person or club; no row stands twice where it may not; an ex-player incident has its former
affiliation; a done deal has its affiliations; minutes and dates are possible.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "examples", ROOT / "tests/gold/dev", ROOT / "tests/gold/held")
LOANS = ("loan", "loan_option", "loan_obligation")


def problems(folder: Path) -> Iterator[str]:
    """Yield one sentence per defect of a folder of gold."""
    from kg.facts import validator

    texts = {p.stem for p in folder.glob("*.txt")}
    golds = {p.stem for p in folder.glob("*.json")}
    for name in sorted(texts ^ golds):
        yield f"{folder.name}/{name}: text or facts lack"
    for name in sorted(texts & golds):
        text = (folder / f"{name}.txt").read_text("utf-8")
        facts = json.loads((folder / f"{name}.json").read_text("utf-8"))
        for error in validator().iter_errors(facts):
            yield f"{folder.name}/{name}: {error.message}"
        for problem in _article(name, text, facts):
            yield f"{folder.name}/{name}: {problem}"


def _article(name: str, text: str, facts: dict[str, Any]) -> Iterator[str]:
    if facts["id"] != name:
        yield f"the id is {facts['id']}"
    for thing in (*facts["persons"], *facts["clubs"]):
        if not thing["mentions"]:
            yield f"{thing['name']} has no mention"
        for mention in thing["mentions"]:
            if mention not in text:
                yield f"mention {mention!r} of {thing['name']} is not in the text"
    yield from _names(facts)
    yield from _twice(facts)
    yield from _coherence(facts)


def _names(facts: dict[str, Any]) -> Iterator[str]:
    people = {p["name"] for p in facts["persons"]}
    clubs = {c["name"] for c in facts["clubs"]}
    fields = {
        "affiliations": (("person",), ("club",)),
        "transfers": (("player",), ("from", "to")),
        "matches": ((), ("home", "away")),
        "incidents": (("player", "other"), ("club", "opponent")),
    }
    for family, (of_people, of_clubs) in fields.items():
        for row in facts[family]:
            for field, known in [*((f, people) for f in of_people), *((f, clubs) for f in of_clubs)]:
                if row[field] is not None and row[field] not in known:
                    yield f"{family}: {row[field]} is not listed"


def _twice(facts: dict[str, Any]) -> Iterator[str]:
    keys = {"persons": ("name",), "clubs": ("name",), "affiliations": ("person", "club", "status")}
    for family, fields in keys.items():
        for key, n in Counter(tuple(row[f] for f in fields) for row in facts[family]).items():
            if n > 1:
                yield f"{family}: {key} stands {n} times"


def _coherence(facts: dict[str, Any]) -> Iterator[str]:
    spells = {(a["person"], a["club"], a["status"]) for a in facts["affiliations"]}
    for row in facts["incidents"]:
        against = row["club"] if row["type"] == "crowd_reaction" else row["opponent"]
        if row["ex_player"] and (row["player"], against, "former") not in spells:
            yield f"incidents: {row['player']} is an ex of {against} without a former affiliation"
        if row["club"] is not None and row["club"] == row["opponent"] and row["type"] != "crowd_reaction":
            yield f"incidents: {row['type']} of {row['player']} for and against {row['club']}"
    left = {(t["player"], t["from"]) for t in facts["transfers"] if t["status"] == "done"}
    for deal in facts["transfers"]:
        if deal["status"] != "done":
            continue
        player, origin, to, loan = deal["player"], deal["from"], deal["to"], deal["kind"] in LOANS
        if (
            to is not None
            and (player, to) not in left
            and not {(player, to, "current"), (player, to, "former")} & spells
        ):
            yield f"transfers: {player} went to {to} without an affiliation"
        if origin is not None and not loan and (player, origin, "former") not in spells:
            yield f"transfers: {player} left {origin} without a former affiliation"
    for match in facts["matches"]:
        if match["home"] == match["away"]:
            yield f"matches: {match['home']} against itself"


def main(folders: list[str]) -> int:
    """Print the defects of the folders named (all by default); return 1 where there are any."""
    found = [p for folder in (map(Path, folders) if folders else FOLDERS) for p in problems(folder)]
    print("\n".join(found) or "no defects")
    return bool(found)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
